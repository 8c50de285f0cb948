/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The details of c2pa and attestation as rows and as one screen: what must be said is said, at 80 columns and at every
 * other width, whatever the details hold. */
#include "src/base/base.h"
#include "tests/unit/unit.h"

#include "src/base/mem.h"
#include "src/base/provenance.h"
#include "src/base/utf8.h"
#include "src/report/provenance_screen.h"
#include "tests/unit/credentials_fixture.h"
#include "tests/unit/golden_text.h"

static const struct value *details_of(const struct examination *x)
{
	return exam_result(x, "c2pa")->details;
}

static void make(const struct examination *x, unsigned open, unsigned most, struct provenance_tree *t)
{
	struct provenance_wish wish = { .open_all = open, .max_manifests = most };

	provenance_tree_make(details_of(x), &wish, t);
}

static const struct provenance_row *manifest_row(const struct provenance_tree *t, uint32_t index)
{
	for (uint32_t i = 0; i < t->n; i++)
		if (t->rows[i].kind == CHAIN_MANIFEST && t->rows[i].manifest == index)
			return &t->rows[i];
	return NULL;
}

static bool says(const struct provenance_tree *t, uint32_t manifest, const char *text)
{
	for (uint32_t i = 0; i < t->n; i++)
		if (t->rows[i].manifest == manifest && strstr(t->rows[i].text, text))
			return true;
	return false;
}

/* ---- the tree ---- */

static void chain_is_told_from_the_newest(void **unused)
{
	struct examination *x = credentials_exam(CREDENTIALS_CHANGED);
	struct provenance_tree t;

	(void)unused;
	make(x, 0, 0, &t);
	assert_int_equal(t.manifests, 3);
	assert_int_equal(t.shown, 3);
	assert_string_equal(t.rows[0].text, "3 cropped, colour adjusted");
	assert_string_equal(t.rows[0].tool, "Adobe Photoshop 26");
	assert_string_equal(t.rows[0].signer, "Adobe Inc. (listed)");
	assert_int_equal(t.rows[0].mark, PROVENANCE_BROKEN);
	assert_true(says(&t, 2, "2026-11-02 15:20 proved by DigiCert TSA"));
	assert_true(says(&t, 2, "differ from what was signed"));
	assert_false(says(&t, 2, "assertion.dataHash.mismatch")); /* in words, once */
	assert_int_equal(manifest_row(&t, 1)->mark, PROVENANCE_HOLDS);
	assert_int_equal(manifest_row(&t, 0)->depth, 2);
	assert_string_equal(manifest_row(&t, 0)->text, "1 captured");
	assert_true(says(&t, 0, "2026-11-02 14:03 claimed by the signer"));
	provenance_tree_release(&t);
	exam_free(x);
}

/* A name out of a certificate that nobody vouches for is quoted, and no alarm is made of it. */
static void unlisted_names_are_claims(void **unused)
{
	struct examination *x = credentials_exam(CREDENTIALS_UNLISTED);
	struct provenance_answer a = provenance_answer(details_of(x), 1);
	struct provenance_tree t;

	(void)unused;
	make(x, 0, 0, &t);
	assert_string_equal(t.rows[0].signer, "\"Truepic\" (unlisted)");
	assert_int_equal(t.rows[0].mark, PROVENANCE_HOLDS);
	assert_int_equal(a.tone, LEVEL_NONE);
	assert_int_equal(a.mark, PROVENANCE_OPEN);
	provenance_tree_release(&t);
	exam_free(x);
	x = credentials_exam(CREDENTIALS_AI);
	make(x, 0, 0, &t);
	assert_true(says(&t, 0, "public test key"));
	assert_string_equal(t.rows[0].text, "1 created by AI");
	provenance_tree_release(&t);
	exam_free(x);
}

static void parts_open_one_by_one(void **unused)
{
	static const struct { enum provenance_part part; uint32_t manifest; const char *text; } all[] = {
		{ PART_ABOUT, 0, "ES256, verifies" },
		{ PART_ABOUT, 2, "redacts      self#jumbf=/c2pa/urn:c2pa:1" },
		{ PART_ABOUT, 2, "sha256: mismatch" },
		{ PART_ABOUT, 1, "stapled OCSP" },
		{ PART_ACTIONS, 2, "to 3:2" },
		{ PART_ACTIONS, 2, "names the regions" },
		{ PART_ACTIONS, 1, "does not say that these are all" },
		{ PART_INGREDIENTS, 2, "2 of this store" },
		{ PART_CERTIFICATES, 0, "CN=M11-P 5532,O=Leica Camera AG" },
		{ PART_CERTIFICATES, 0, "1.3.6.1.4.1.62558.2.1" },
		{ PART_CODES, 2, "assertion.dataHash.mismatch" },
		{ PART_ASSERTIONS, 0, "stds.exif: match, gathered, application/json" },
		{ PART_THUMBNAILS, 2, "0.31 of 1" },
	};
	struct examination *x = credentials_exam(CREDENTIALS_CHANGED);
	struct provenance_tree t;

	(void)unused;
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		uint16_t open[3] = { 0, 0, 0 };
		struct provenance_wish wish = { .open = open, .n_open = 3 };

		provenance_tree_make(details_of(x), &wish, &t);
		assert_false(says(&t, all[i].manifest, all[i].text));
		provenance_tree_release(&t);
		open[all[i].manifest] = (uint16_t)all[i].part;
		provenance_tree_make(details_of(x), &wish, &t);
		if (!says(&t, all[i].manifest, all[i].text))
			fail_msg("'%s' is not said", all[i].text);
		provenance_tree_release(&t);
	}
	exam_free(x);
}

static void headings_show_without_their_parts(void **unused)
{
	struct examination *x = credentials_exam(CREDENTIALS_CHANGED);
	struct provenance_tree t;
	unsigned heads = 0;

	(void)unused;
	make(x, PART_HEADS, 1, &t);
	for (uint32_t i = 0; i < t.n; i++) {
		heads += t.rows[i].kind == CHAIN_PART;
		assert_int_not_equal(t.rows[i].kind, CHAIN_ITEM);
	}
	assert_int_equal(heads, PROVENANCE_PARTS); /* the last manifest of this chain has them all */
	provenance_tree_release(&t);
	exam_free(x);
}

static void failures_are_named(void **unused)
{
	struct examination *x = credentials_exam(CREDENTIALS_HOSTILE);
	struct provenance_tree t;

	(void)unused;
	make(x, 0, 0, &t);
	assert_true(says(&t, 0, "no time stated"));
	assert_int_equal(t.manifests, 6);
	assert_int_equal(t.shown, 6); /* a circle and nonsense too: nothing is passed over */
	for (uint32_t i = 0; i < 6; i++)
		assert_non_null(manifest_row(&t, i));
	provenance_tree_release(&t);
	exam_free(x);
}

static void folds_are_counted(void **unused)
{
	struct examination *x = credentials_exam(CREDENTIALS_WIDE);
	struct provenance_tree t;

	(void)unused;
	make(x, 0, 5, &t);
	assert_int_equal(t.shown, 5);
	assert_int_equal(t.rows[t.n - 1].kind, CHAIN_MORE);
	assert_string_equal(t.rows[t.n - 1].text, "... 35 more manifests");
	provenance_tree_release(&t);
	make(x, 0, 0, &t);
	assert_int_equal(t.shown, 40);
	assert_true(manifest_row(&t, 38)->last);
	assert_false(manifest_row(&t, 0)->last);
	provenance_tree_release(&t);
	exam_free(x);
	x = credentials_exam(CREDENTIALS_DEEP);
	make(x, 0, 0, &t);
	assert_int_equal(manifest_row(&t, 0)->depth, 39);
	provenance_tree_release(&t);
	exam_free(x);
}

static void nothing_gives_no_rows(void **unused)
{
	struct provenance_wish wish = { .open_all = PART_EVERY };
	struct provenance_tree t;
	struct value text = { .kind = VALUE_TEXT, .text = "x" };

	(void)unused;
	provenance_tree_make(NULL, &wish, &t);
	assert_int_equal(t.n, 0);
	provenance_tree_release(&t);
	provenance_tree_make(&text, &wish, &t);
	assert_int_equal(t.n, 0);
	provenance_tree_release(&t);
}

/* ---- lines ---- */

static void check_line(const struct provenance_row *r, size_t cells, bool ascii)
{
	struct str o;

	str_init(&o, 1u << 20);
	provenance_line(r, cells, ascii, &o);
	assert_false(o.failed);
	assert_true(utf8_valid(o.data, o.len));
	if (cells > 30) /* the prefix alone may be longer in narrower ones */
		assert_true(utf8_width(o.data) <= cells);
	for (size_t i = 0; ascii && i < o.len; i++)
		if ((unsigned char)o.data[i] >= 0x80 && !strstr(r->text, "x y") && !strchr(r->signer, '\xD7'))
			fail_msg("'%s' is not ASCII", o.data);
	str_release(&o);
}

static void lines_fit_every_width(void **unused)
{
	(void)unused;
	for (int k = 0; k < CREDENTIALS_CASES; k++) {
		struct examination *x = credentials_exam((enum credentials_case)k);
		struct provenance_tree t;

		make(x, PART_EVERY | PART_HEADS, 0, &t);
		for (uint32_t i = 0; i < t.n; i++)
			for (size_t cells = 1; cells < 200; cells += 13) {
				check_line(&t.rows[i], cells, false);
				check_line(&t.rows[i], cells, true);
			}
		provenance_tree_release(&t);
		exam_free(x);
	}
}

static void signer_keeps_what_is_said_of_it(void **unused)
{
	struct provenance_row r = { .kind = CHAIN_MANIFEST, .last = true, .text = "1 created", .tool = "tool",
				    .signer = "\"A company whose name is longer than there is room\" (unlisted)" };
	struct str o;

	(void)unused;
	str_init(&o, 4096);
	provenance_line(&r, 80, true, &o);
	assert_int_equal(utf8_width(o.data), 80);
	assert_non_null(strstr(o.data, "~ (unlisted)"));
	str_release(&o);
}

static void paragraphs_end_where_they_must(void **unused)
{
	struct provenance_room two = { .at = 5, .indent = 5, .cells = 20, .most = 2, .ascii = true },
			       one_cell = { .cells = 1 };
	struct str o;

	(void)unused;
	str_init(&o, 4096);
	provenance_wrap("one two three four five six seven", &two, &o);
	assert_string_equal(o.data, "one two three\n     four five six~\n");
	str_clear(&o);
	provenance_wrap("\xE5\xA4\xA7 b", &one_cell, &o); /* a wide letter in a narrow place goes on, too */
	assert_string_equal(o.data, "\xE5\xA4\xA7\nb\n");
	str_release(&o);
}

/* ---- one screen ---- */

static char *screen(enum credentials_case which, const struct provenance_style *style)
{
	struct examination *x = credentials_exam(which);
	struct str o;
	char *text;

	str_init(&o, 1u << 24);
	provenance_screen(&o, x, style);
	exam_free(x);
	text = str_take(&o, NULL);
	assert_non_null(text);
	return text;
}

static void golden(const char *name, enum credentials_case which, const struct provenance_style *style)
{
	char file[64], *got = screen(which, style);

	snprintf(file, sizeof file, "verify-%s", name);
	golden_text(file, got);
	mem_free(got);
}

static void screens_look_as_they_did(void **unused)
{
	static const struct provenance_style plain = { 80, 23, false, false, false }, ascii = { 80, 23, false, true, false },
					     wide = { 160, 29, false, false, false }, all = { 80, 23, true, false, false };

	(void)unused;
	golden("changed", CREDENTIALS_CHANGED, &plain);
	golden("changed-ascii", CREDENTIALS_CHANGED, &ascii);
	golden("changed-160x30", CREDENTIALS_CHANGED, &wide);
	golden("changed-all", CREDENTIALS_CHANGED, &all);
	golden("intact", CREDENTIALS_INTACT, &plain);
	golden("unlisted", CREDENTIALS_UNLISTED, &plain);
	golden("ai", CREDENTIALS_AI, &plain);
	golden("malformed", CREDENTIALS_MALFORMED, &plain);
	golden("residue", CREDENTIALS_RESIDUE, &plain);
	golden("none", CREDENTIALS_NONE, &plain);
	golden("deep", CREDENTIALS_DEEP, &plain);
	golden("wide", CREDENTIALS_WIDE, &plain);
}

static void screens_fit(void **unused)
{
	static const struct { unsigned width, height; bool all; } sizes[] = {
		{ 80, 23, false }, { 160, 29, false }, { 40, 23, false }, { 200, 60, false }, { 80, 23, true }, { 50, 23, true },
	};

	(void)unused;
	for (int k = 0; k < CREDENTIALS_CASES; k++)
		for (size_t i = 0; i < ARRAY_LEN(sizes); i++) {
			struct provenance_style style = { sizes[i].width, sizes[i].height, sizes[i].all, i & 1, false };
			char *text = screen((enum credentials_case)k, &style);
			unsigned lines = 0;

			for (char *p = text, *end; (end = strchr(p, '\n')); p = end + 1, lines++) {
				*end = '\0';
				if (utf8_width(p) > style.width)
					fail_msg("case %d: wider than %u: '%s'", k, style.width, p);
			}
			if (!style.all && style.width >= 80 && lines > style.height)
				fail_msg("case %d: %u lines on a screen of %u", k, lines, style.height);
			mem_free(text);
		}
}

/* Colour adds nothing but itself. */
static void colour_only_adds(void **unused)
{
	struct provenance_style style = { 80, 23, true, false, false };

	(void)unused;
	for (int k = 0; k < CREDENTIALS_CASES; k++) {
		char *plain, *coloured, *to;

		style.colour = false;
		plain = screen((enum credentials_case)k, &style);
		style.colour = true;
		coloured = to = screen((enum credentials_case)k, &style);
		for (char *p = coloured; *p; p++) {
			if (*p == '\033')
				p = strchr(p, 'm');
			else
				*to++ = *p;
		}
		*to = '\0';
		assert_string_equal(coloured, plain);
		mem_free(plain);
		mem_free(coloured);
	}
}

static void outcomes_give_exit_codes(void **unused)
{
	static const enum provenance_outcome want[CREDENTIALS_CASES] = {
		[CREDENTIALS_CHANGED] = OUTCOME_BROKEN,    [CREDENTIALS_INTACT] = OUTCOME_INTACT,
		[CREDENTIALS_UNLISTED] = OUTCOME_INTACT,   [CREDENTIALS_AI] = OUTCOME_INTACT,
		[CREDENTIALS_MALFORMED] = OUTCOME_BROKEN,  [CREDENTIALS_RESIDUE] = OUTCOME_NOTHING,
		[CREDENTIALS_NONE] = OUTCOME_NOTHING,      [CREDENTIALS_DEEP] = OUTCOME_INTACT,
		[CREDENTIALS_WIDE] = OUTCOME_INTACT,       [CREDENTIALS_HOSTILE] = OUTCOME_BROKEN,
	};
	struct examination *x;

	(void)unused;
	for (int k = 0; k < CREDENTIALS_CASES; k++) {
		x = credentials_exam((enum credentials_case)k);
		assert_int_equal(provenance_outcome(x), want[k]);
		exam_free(x);
	}
	x = exam_new();
	assert_int_equal(provenance_outcome(x), OUTCOME_FAILED); /* the check did not run: that is no "intact" */
	exam_free(x);
}

static void rest_of_the_words(void **unused)
{
	struct examination *x = credentials_exam(CREDENTIALS_CHANGED);
	enum level tone;
	struct str o;

	(void)unused;
	str_init(&o, 4096);
	provenance_lists(details_of(x), &o);
	assert_string_equal(o.data, "list: official of 2026-08-05");
	str_clear(&o);
	provenance_unbound(details_of(x), &o);
	assert_string_equal(o.data, "APP1 Exif, 8,210 bytes; 1 more");
	str_clear(&o);
	provenance_attestation(exam_result(x, "attestation")->details, &o);
	assert_string_equal(o.data, "rung R3, camera: 3 steps passed, 0 failed, 1 unknown");
	assert_string_equal(provenance_headline(details_of(x), &tone), "the picture differs from what was signed last");
	assert_int_equal(tone, LEVEL_ALERT);
	exam_free(x);
	x = credentials_exam(CREDENTIALS_AI);
	str_clear(&o);
	provenance_lists(details_of(x), &o);
	assert_string_equal(o.data, "no trust list: identity cannot be judged (no trust list is installed)");
	assert_string_equal(provenance_headline(details_of(x), &tone), "unchanged since it was signed; who signed was not judged");
	str_release(&o);
	exam_free(x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(chain_is_told_from_the_newest), cmocka_unit_test(unlisted_names_are_claims),
		cmocka_unit_test(parts_open_one_by_one),         cmocka_unit_test(headings_show_without_their_parts),
		cmocka_unit_test(failures_are_named),            cmocka_unit_test(folds_are_counted),
		cmocka_unit_test(nothing_gives_no_rows),         cmocka_unit_test(lines_fit_every_width),
		cmocka_unit_test(signer_keeps_what_is_said_of_it), cmocka_unit_test(paragraphs_end_where_they_must),
		cmocka_unit_test(screens_look_as_they_did),      cmocka_unit_test(screens_fit),
		cmocka_unit_test(colour_only_adds),              cmocka_unit_test(outcomes_give_exit_codes),
		cmocka_unit_test(rest_of_the_words),
	};

	return cmocka_run_group_tests_name("provenance", tests, NULL, NULL);
}
