/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"

#include "src/base/hash.h"
#include "src/base/mem.h"
#include "src/report/html.h"
#include "src/report/report.h"
#include "tests/unit/report_case.h"

#include <ctype.h>
#include <jansson.h>

enum { PAGE_MAX = 16 * 1024 * 1024 };

static const char hostile[] = "<script>alert(1)</script>\"onload='x' =cmd|' \x1b[31m \xE2\x80\xAE gpj "
			      "</style>]]>&amp; \xFF";
static const char script_open[] = "<script type=\"application/json\" id=\"report\">";

static char *make(const char *format, const struct report_case *c)
{
	struct error e = ERROR_INIT;
	struct str s;

	str_init(&s, PAGE_MAX);
	assert_int_equal(report_format_find(format)->write(c, &s, &e), ST_OK);
	assert_false(s.failed);
	return str_take(&s, NULL);
}

static char *page_of(const char *everywhere)
{
	struct report_case *c = demo_case(everywhere);
	char *page = make("html", c);

	demo_case_free(c);
	return page;
}

static void release(char *s)
{
	mem_free(s);
}

/* What a reader sees: the page up to the data. Cut in place. */
static char *only_page(char *html)
{
	char *data = strstr(html, script_open);

	assert_non_null(data);
	*data = '\0';
	return html;
}

#define LIMIT "A fine fabric can show the same pattern."

/* A limit of two exhibits is said once, with both named; one of a single exhibit stands with it. */
static void shared_limits_are_said_once(void **state)
{
	struct report_case *c = demo_case(NULL);
	struct report_exhibit twice[3] = { c->exhibits[0], c->exhibits[0], c->exhibits[2] };
	const struct report_exhibit *own = c->exhibits;
	char *page = only_page(make("html", c)), *at;

	(void)state;
	assert_null(strstr(page, "shared-limits"));
	assert_non_null(strstr(page, "What these results cannot mean:</p><ul>"));
	release(page);
	c->exhibits = twice;
	page = only_page(make("html", c));
	c->exhibits = own;
	at = strstr(page, LIMIT);
	assert_non_null(at);
	assert_int_equal(strncmp(at + strlen(LIMIT), " <span class=\"small\">(every exhibit examined)", 44), 0);
	assert_null(strstr(at + 1, LIMIT));
	assert_non_null(strstr(page, "<a href=\"#shared-limits\">"));
	demo_case_free(c);
	release(page);
}

/* Levels are counted in words a reader would use: 1 warning, 2 warnings. */
static void counts_in_plurals(void **state)
{
	struct report_case *c = demo_case(NULL);
	struct report_exhibit twice[3] = { c->exhibits[0], c->exhibits[0], c->exhibits[2] };
	const struct report_exhibit *own = c->exhibits;
	char *page;

	(void)state;
	c->exhibits = twice;
	page = make("html", c);
	c->exhibits = own;
	assert_non_null(strstr(page, "<p>3 exhibits: 2 warnings, 1 not examined.</p>"));
	demo_case_free(c);
	release(page);
}

/* ---- a small checker of well-formedness ---- */

enum { DEPTH_MAX = 64, NAME_MAX_LEN = 32 };

struct checker {
	const char *at;
	char open[DEPTH_MAX][NAME_MAX_LEN];
	unsigned depth;
};

static void check_reference(const char *p)
{
	static const char *const known[] = { "&amp;", "&lt;", "&gt;", "&quot;", "&#39;" };

	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (strncmp(p, known[i], strlen(known[i])) == 0)
			return;
	fail_msg("bare ampersand: %.40s", p);
}

static void check_attributes(struct checker *k)
{
	while (*k->at == ' ') {
		k->at += strspn(k->at, " ");
		if (*k->at == '/' || *k->at == '>')
			return;
		k->at += strspn(k->at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-");
		if (strncmp(k->at, "=\"", 2) != 0)
			fail_msg("attribute without a quoted value: %.60s", k->at);
		for (k->at += 2; *k->at && *k->at != '"'; k->at++) {
			assert_int_not_equal(*k->at, '<');
			if (*k->at == '&')
				check_reference(k->at);
		}
		assert_int_equal(*k->at++, '"');
	}
}

static void check_close(struct checker *k)
{
	char name[NAME_MAX_LEN] = "";

	assert_int_equal(sscanf(k->at, "%31[a-z0-9]", name), 1);
	if (!k->depth || strcmp(k->open[k->depth - 1], name) != 0)
		fail_msg("</%s> closes <%s>", name, k->depth ? k->open[k->depth - 1] : "nothing");
	k->depth--;
	k->at += strlen(name);
	assert_int_equal(*k->at++, '>');
}

static void check_open(struct checker *k)
{
	char *name;

	assert_true(k->depth < DEPTH_MAX);
	name = k->open[k->depth];
	assert_int_equal(sscanf(k->at, "%31[a-z0-9]", name), 1);
	k->at += strlen(name);
	check_attributes(k);
	if (strncmp(k->at, "/>", 2) == 0) {
		k->at += 2;
		return;
	}
	assert_int_equal(*k->at++, '>');
	k->depth++;
}

static void check_well_formed(const char *html)
{
	static const char doctype[] = "<!DOCTYPE html>";
	static struct checker k;

	assert_int_equal(strncmp(html, doctype, strlen(doctype)), 0);
	k = (struct checker){ .at = html + strlen(doctype) };
	while (*k.at) {
		if (*k.at == '&')
			check_reference(k.at);
		if (*k.at++ != '<')
			continue;
		if (*k.at == '/') {
			k.at++;
			check_close(&k);
		} else {
			check_open(&k);
		}
	}
	assert_int_equal(k.depth, 0);
}

/* ---- tests ---- */

static void page_is_well_formed(void **state)
{
	char *page = page_of(NULL);
	const char *demo = getenv("COTTINGLEY_DEMO_REPORT");

	(void)state;
	if (demo) {
		FILE *f = fopen(demo, "w");

		assert_non_null(f);
		fputs(page, f);
		fclose(f);
	}
	check_well_formed(page);
	release(page);
}

static void nothing_is_loaded(void **state)
{
	char *page = page_of(NULL);

	(void)state;
	assert_non_null(strstr(page, "content=\"default-src 'none'; img-src data:; style-src "
				     "'unsafe-inline'\""));
	assert_non_null(strstr(page, "<html lang=\"en\">"));
	/* A source type that a signer states is an address; as text it loads nothing. */
	assert_non_null(strstr(page, "source type  http://cv.iptc.org/"));
	assert_null(strstr(page, "=\"http"));
	assert_null(strstr(page, "='http"));
	assert_null(strstr(page, "=http"));
	assert_null(strstr(page, "url("));
	assert_null(strstr(page, "@import"));
	for (const char *p = page; (p = strstr(p, "<img")); p++) {
		const char *end = strchr(p, '>'), *alt = strstr(p, " alt=\"");

		assert_int_equal(strncmp(p, "<img src=\"data:image/png;base64,iVBORw0KGgo", 41), 0);
		assert_true(alt && alt < end);
	}
	release(page);
}

static void hostile_text_stays_text(void **state)
{
	char *page = page_of(hostile);

	(void)state;
	check_well_formed(page);
	only_page(page);
	assert_null(strstr(page, "<script>"));
	assert_null(strstr(page, "\"onload"));
	assert_null(strstr(page, "'x'"));
	assert_null(strstr(page, "\x1b"));
	assert_null(strstr(page, "\xE2\x80\xAE"));
	assert_null(strstr(page, "\xFF"));
	assert_non_null(strstr(page, "&lt;script&gt;alert(1)&lt;/script&gt;&quot;onload=&#39;x&#39;"));
	assert_non_null(strstr(page, "&lt;U+202E&gt;"));
	assert_non_null(strstr(page, "&lt;U+001B&gt;"));
	assert_non_null(strstr(page, "&lt;FF&gt;"));
	release(page);
}

static const char *data_in(const char *page, size_t *len)
{
	const char *data = strstr(page, script_open), *end;

	assert_non_null(data);
	data += strlen(script_open);
	end = strstr(data, "</script>");
	assert_non_null(end);
	*len = (size_t)(end - data);
	return data;
}

/* The hex number in the element with this id, without its groups. */
static void printed_hash(const char *page, const char *id, char out[65])
{
	const char *p = strstr(page, id);
	size_t n = 0;

	assert_non_null(p);
	for (p = strchr(p, '>'); n < 64 && *p && strncmp(p, "</dd>", 5) != 0; p++) {
		if (*p == '<')
			p = strchr(p, '>');
		else if (isxdigit((unsigned char)*p))
			out[n++] = *p;
	}
	out[n] = '\0';
}

static void data_matches_its_hash(const char *everywhere)
{
	char *page = page_of(everywhere), hex[65], printed[65];
	uint8_t hash[SHA256_LEN];
	size_t len;
	const char *data = data_in(page, &len);
	json_error_t err;
	json_t *j = json_loadb(data, len, JSON_REJECT_DUPLICATES, &err);

	if (!j)
		fail_msg("%s at %d", err.text, err.position);
	assert_string_equal(json_string_value(json_object_get(j, "schema")), "cottingley-report/1");
	assert_int_equal(json_array_size(json_object_get(j, "exhibits")), 3);
	json_decref(j);
	assert_null(memchr(data, '<', len));
	assert_null(memchr(data, '>', len));
	assert_null(memchr(data, '&', len));
	assert_null(memchr(data, 0x1b, len));
	assert_null(memmem(data, len, "\xE2\x80\xAE", 3));
	hash_sha256(data, len, hash);
	printed_hash(page, "id=\"data-sha256\"", printed);
	assert_string_equal(printed, hex_encode(hex, hash, sizeof hash));
	release(page);
}

static void data_has_the_printed_hash(void **state)
{
	(void)state;
	data_matches_its_hash(NULL);
}

static void hostile_data_has_the_printed_hash(void **state)
{
	(void)state;
	data_matches_its_hash(hostile);
}

static void data_is_the_json_report(void **state)
{
	struct report_case *c = demo_case(NULL);
	char *page = make("html", c), *json = make("json", c);
	size_t len;
	const char *data = data_in(page, &len);

	(void)state;
	assert_int_equal(len, strlen(json));
	assert_memory_equal(data, json, len);
	assert_int_equal(json[len - 1], '\n');
	assert_ptr_equal(strchr(json, '\n'), json + len - 1);
	release(page);
	release(json);
	demo_case_free(c);
}

static void json_keeps_hostile_text(void **state)
{
	struct report_case *c = demo_case("</script>\xE2\x80\xAE\xF0\x9F\x94\xA5\xF3\xA0\x80\x81\x7f");
	char *json = make("json", c);
	json_t *j = json_loads(json, 0, NULL);

	(void)state;
	assert_non_null(j);
	assert_non_null(strstr(json, "\\u003c/script\\u003e\\u202e\xF0\x9F\x94\xA5\\udb40\\udc01\\u007f"));
	assert_string_equal(json_string_value(json_object_get(json_object_get(j, "case"), "title")),
			    c->title);
	json_decref(j);
	release(json);
	demo_case_free(c);
}

static void numbers_agree_in_page_and_data(void **state)
{
	char *page = page_of(NULL);

	(void)state;
	assert_non_null(strstr(page, "id=\"f-Q1-O1\"><p><span class=\"num\">O1</span> The file carries no "
				     "camera data."));
	assert_non_null(strstr(page, "id=\"f-Q1-O2\"><p><span class=\"num\">O2</span> A periodic pattern"));
	assert_non_null(strstr(page, "id=\"f-Q1-I1\"><p><span class=\"num\">I1</span> The pattern is "
				     "consistent"));
	assert_non_null(strstr(page, "Rests on <a href=\"#f-Q1-O2\">O2</a>, <a href=\"#f-Q1-O3\">O3</a>."));
	assert_non_null(strstr(page, "{\"id\":\"Q1.O1\",\"kind\":\"observation\""));
	assert_non_null(strstr(page, "{\"id\":\"Q1.O2\",\"kind\":\"observation\""));
	assert_non_null(strstr(page, "{\"id\":\"Q1.I1\",\"kind\":\"interpretation\""));
	release(page);
}

static void many_findings_grow_the_page_in_proportion(void **state)
{
	enum { MANY = 500 };
	static const char *const other[] = { "x", NULL };
	struct examination *x = exam_new();
	const struct report_exhibit exhibit = { .label = "Q1", .exam = x, .path = "a", .sha256 = x->digests.sha256 };
	const struct report_case c = { .title = "t", .exhibits = &exhibit, .n_exhibits = 1 };
	char *page;

	(void)state;
	x->results = arena_alloc(&x->arena, 1, sizeof *x->results);
	x->n_results = 1;
	x->results[0].arena = &x->arena;
	x->results[0].check = "many";
	for (int i = 0; i < 2 * MANY; i++)
		result_add_finding(&x->results[0], &(struct finding_spec){
			.code = "c", .kind = i % 2 ? FINDING_INTERPRETATION : FINDING_OBSERVATION, .summary = "s",
			.alternatives = i % 2 ? other : NULL });
	page = make("html", &c);
	assert_non_null(strstr(page, "Rests on <a href=\"#f-Q1-O1\">O1</a> to <a href=\"#f-Q1-O500\">O500</a>."));
	assert_true(strlen(page) < MANY * 2000);
	release(page);
	exam_free(x);
}

static void links_lead_somewhere(void **state)
{
	char *page = page_of(NULL), id[80];

	(void)state;
	for (const char *p = page; (p = strstr(p, "href=\"#")); p++) {
		snprintf(id, sizeof id, " id=\"%.*s\"", (int)strcspn(p + 7, "\""), p + 7);
		if (!strstr(page, id))
			fail_msg("no%s", id);
	}
	release(page);
}

static void sections_stand_in_order(void **state)
{
	static const char *const ids[] = { "answer",  "limits",       "exhibits",       "propositions",
					   "methods", "observations", "interpretation", "together",
					   "provenance", "lists",   "verdict",      "timeline",       "custody",
					   "check",   "review",       "appendix" };
	char *page = page_of(NULL), tag[64];
	const char *at = page;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
		snprintf(tag, sizeof tag, "<section id=\"%s\">", ids[i]);
		at = strstr(at, tag);
		if (!at)
			fail_msg("%s is missing or out of order", ids[i]);
	}
	release(page);
}

static void rates_are_printed(void **state)
{
	struct result r = { .status = RESULT_DONE,
			    .has_score = true,
			    .error_rate = { .calibrated = true,
					    .threshold = .61,
					    .fpr_hi = .0099,
					    .n_genuine = 300,
					    .sources = 1,
					    .stratum = "large",
					    .set = "<b>" } };
	struct str o;

	(void)state;
	str_init(&o, 4096);
	html_error_rate(&o, &r);
	assert_string_equal(o.data, "from 0.61 on: 0 % of 300 genuine pictures of 1 source were flagged (95 % interval 0 % to "
				    "0.99 %); large pictures; set &lt;b&gt;");
	str_release(&o);
}

static void says_what_a_reader_needs(void **state)
{
	static const char *const texts[] = {
		"<p class=\"a\">Strong support for H1 rather than H2.</p>",
		"4,812,345 bytes",
		"4000 \u00D7 3000 pixels",
		"<span>4f1c09ab</span>",
		"uncalibrated for pictures like this one",
		"2 of 3 checks could speak.",
		"no JPEG structure (1)",
		"woven fabric or a fly screen",
		"</span> warning</span>",
		"could not be examined",
		"the segment length exceeds the file",
		"corrupt, at byte 2",
		"<del><b>+1</b> limited support for H1 rather than H2</del>",
		"<del>Sent by the desk.<br />Original asked for.</del>",
		"2024:05:01 10:11:12",
		"cottingley case verify CASE.cott",
		"were not examined by this version",
		"sha256sum -c",
		"not examined",
		"31.23",
		"Marked: (0.372, 0) 31 dB; (-0.372, 0) 31 dB, mirrored.",
		"no landlock",
		"<dt>Integrity</dt>",
		"the picture differs from what was signed last",
		"Leica Camera AG (listed)",
		"2026-11-02 15:20 proved by DigiCert TSA",
		"<p class=\"part\">certificates (2)</p>",
		"assertion.dataHash.mismatch",
		"<td class=\"n\">60000</td>",
		"list: official of 2026-08-05.",
		"Attestation: rung R3",
		"2 of 3 exhibits were not examined for Content Credentials.",
		"<p>3 exhibits: 1 warning, 1 could not be examined, 1 not examined.</p>",
	};
	char *page = only_page(page_of(NULL));

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		if (!strstr(page, texts[i]))
			fail_msg("missing: %s", texts[i]);
	release(page);
}

/* The page is about support for propositions; these words would be verdicts of a machine. */
static void judges_nothing(void **state)
{
	static const char *const words[] = { "fake", "real", "genuine", "clear", "authentic" };
	char *page = only_page(page_of(NULL));

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		for (const char *p = page; (p = strcasestr(p, words[i])); p++) {
			bool starts = p == page || !isalnum((unsigned char)p[-1]);

			if (starts && !isalnum((unsigned char)p[strlen(words[i])]))
				fail_msg("'%s' in: %.60s", words[i], p);
		}
	release(page);
}

static void same_case_same_bytes(void **state)
{
	char *a = page_of(NULL), *b = page_of(NULL);

	(void)state;
	assert_string_equal(a, b);
	release(a);
	release(b);
}

static void empty_case(void **state)
{
	struct report_case c = { 0 };
	char *page = make("html", &c), *json = make("json", &c);
	json_t *j = json_loads(json, 0, NULL);

	(void)state;
	check_well_formed(page);
	assert_non_null(strstr(page, "This case holds no exhibits"));
	assert_non_null(j);
	json_decref(j);
	release(page);
	release(json);
}

static void unjudged_picture(void **state)
{
	struct report_case *c = demo_case(NULL);
	struct report_case one = *c;
	struct report_exhibit x = c->exhibits[0];
	char *page;

	(void)state;
	x.n_verdicts = 0;
	one.exhibits = &x;
	one.n_exhibits = 1;
	page = make("html", &one);
	check_well_formed(page);
	assert_non_null(strstr(page, "No verdict has been recorded."));
	assert_null(strstr(page, "support for H1 rather than H2.</p>"));
	release(page);
	demo_case_free(c);
}

static void too_large_is_an_error(void **state)
{
	struct report_case *c = demo_case(NULL);
	struct error e = ERROR_INIT;
	struct str s;

	(void)state;
	for (const struct report_format *f = report_formats; f->name; f++) {
		str_init(&s, 1000);
		assert_int_equal(f->write(c, &s, &e), ST_LIMIT);
		assert_non_null(strstr(e.message, "larger than 1000 bytes"));
		str_release(&s);
	}
	demo_case_free(c);
}

static void formats_are_found(void **state)
{
	(void)state;
	assert_string_equal(report_format_find("html")->extension, "html");
	assert_string_equal(report_format_find("json")->extension, "json");
	assert_null(report_format_find("docx"));
}

static void colours_run_dark_to_light(void **state)
{
	uint8_t low[3], high[3], none[3];

	(void)state;
	raster_colour(-3, low);
	raster_colour(7, high);
	raster_colour(strtod("nan", NULL), none);
	assert_memory_equal(low, ((uint8_t[]){ 0x00, 0x22, 0x4E }), 3);
	assert_memory_equal(high, ((uint8_t[]){ 0xFE, 0xE8, 0x38 }), 3);
	assert_memory_equal(none, ((uint8_t[]){ 0xC8, 0xC8, 0xC8 }), 3);
}

static void odd_maps_do_no_harm(void **state)
{
	static const float cells[4] = { 1, 2, 3, 4 };
	struct examination *x = exam_new();
	struct map m = { .name = "m",
			 .title = "m",
			 .unit = "",
			 .cols = 2,
			 .rows = 2,
			 .data = cells,
			 .low = 1,
			 .high = 1 };
	struct str s;

	(void)state;
	str_init(&s, PAGE_MAX);
	assert_false(raster_map_uri(&s, x, &m)); /* no geometry at all */
	x->width = 1;
	x->height = UINT32_MAX;
	assert_true(raster_map_uri(&s, x, &m)); /* no step, no range, one pixel wide */
	m.step_x = m.step_y = 1e-300;
	m.origin_x = 1e300;
	assert_true(raster_map_uri(&s, x, &m));
	str_release(&s);
	exam_free(x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(page_is_well_formed),
		cmocka_unit_test(nothing_is_loaded),
		cmocka_unit_test(hostile_text_stays_text),
		cmocka_unit_test(data_has_the_printed_hash),
		cmocka_unit_test(hostile_data_has_the_printed_hash),
		cmocka_unit_test(data_is_the_json_report),
		cmocka_unit_test(json_keeps_hostile_text),
		cmocka_unit_test(numbers_agree_in_page_and_data),
		cmocka_unit_test(many_findings_grow_the_page_in_proportion),
		cmocka_unit_test(links_lead_somewhere),
		cmocka_unit_test(sections_stand_in_order),
		cmocka_unit_test(rates_are_printed),
		cmocka_unit_test(says_what_a_reader_needs),
		cmocka_unit_test(counts_in_plurals),
		cmocka_unit_test(shared_limits_are_said_once),
		cmocka_unit_test(judges_nothing),
		cmocka_unit_test(same_case_same_bytes),
		cmocka_unit_test(empty_case),
		cmocka_unit_test(unjudged_picture),
		cmocka_unit_test(too_large_is_an_error),
		cmocka_unit_test(formats_are_found),
		cmocka_unit_test(colours_run_dark_to_light),
		cmocka_unit_test(odd_maps_do_no_harm),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
