/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The hard binding of every signed sample gets the codes that the reference implementation (c2pa-rs 0.91.3)
 * gives, but where we answer otherwise on purpose: the table says why. Update manifests are left out: whose
 * binding counts there is decided elsewhere. */
#include "tests/unit/unit.h"
#include "tests/unit/verified.h"

#include "src/trust/binding.h"
#include "src/trust/jumbf.h"
#include "tests/unit/corpus.h"

#include <dirent.h>
#include <fnmatch.h>
#include <jansson.h>

enum { LEAST_FILES = 120, ARENA = 256 << 20, CODES = 16 };

static char *root;

/* Pictures that are not bound although a hash matches: "p" in front of the codes. */
static const struct exception { const char *file, *codes, *why; } exceptions[] = {
	{ "gen__box__box-t-append*", "boxesHash.unknownBox", "bytes behind the end of the picture are in no box" },
	{ "gen__box__box-t-com*", "boxesHash.unknownBox", "the code for a box that the list does not name (2.2, 15.12.2)" },
	{ "gen__box__box-truncated-list-then-changed*", "p boxesHash.unknownBox", "all boxes must be listed" },
	{ "gen__box__box-excluded-sos*", "p boxesHash.additionalExclusionsPresent boxesHash.match",
	  "as the reference, but the picture is not bound" },
	{ "gen__box__box-t-fill*", "boxesHash.additionalExclusionsPresent boxesHash.match", "bytes between boxes are said" },
	{ "gen__resign__excl-extra-scan*", "p dataHash.additionalExclusionsPresent dataHash.mismatch",
	  "the signer left picture data out: the picture is not bound" },
	{ "gen__resign__excl-overlap*", "dataHash.malformed", "exclusions overlap (2.2, 15.12.1.1)" },
	{ "gen__resign__excl-start0*", "p dataHash.mismatch", "one answer, not match and mismatch; bytes beside the store" },
	{ "gen__resign__t-shrink-inject*", "dataHash.mismatch", "one answer, not match and mismatch" },
	{ "gen__resign__excl-past-end*", "p dataHash.additionalExclusionsPresent dataHash.mismatch", "as the reference" },
	{ NULL, NULL, NULL },
};

/* ---- what the reference answered ---- */

struct codes { const char *list[CODES]; size_t n; };

static bool about_binding(const char *code)
{
	static const char *const schemes[] = { "assertion.dataHash.", "assertion.boxesHash.", "assertion.bmffHash." };

	for (size_t i = 0; i < ARRAY_LEN(schemes); i++)
		if (strncmp(code, schemes[i], strlen(schemes[i])) == 0)
			return true;
	return false;
}

static void add_code(struct codes *c, const char *code)
{
	for (size_t i = 0; i < c->n; i++)
		if (strcmp(c->list[i], code) == 0)
			return;
	if (about_binding(code) && c->n < CODES)
		c->list[c->n++] = code;
}

static int compare(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void join(struct codes *c, char *out, size_t room)
{
	size_t at = strlen(out);

	qsort(c->list, c->n, sizeof *c->list, compare);
	for (size_t i = 0; i < c->n && at < room; i++)
		at += (size_t)snprintf(out + at, room - at, "%s%s", at ? " " : "", c->list[i] + strlen("assertion."));
}

static bool reference_codes(const char *path, char *out, size_t room)
{
	json_t *whole = json_load_file(path, 0, NULL), *classes, *list, *one;
	struct codes c = { .n = 0 };
	const char *class;
	size_t i;

	out[0] = '\0';
	classes = json_object_get(json_object_get(whole, "validation_results"), "activeManifest");
	json_object_foreach(classes, class, list)
		json_array_foreach(list, i, one)
			add_code(&c, json_string_value(json_object_get(one, "code")));
	join(&c, out, room);
	json_decref(whole);
	return out[0];
}

static const char *expected(const char *answer, const char *reference)
{
	for (const struct exception *x = exceptions; x->file; x++)
		if (fnmatch(x->file, answer, 0) == 0)
			return x->codes;
	return reference;
}

/* ---- what we answer ---- */

struct found { const struct jumbf_box *box; char label[64]; };

static void drop_instance(const char *label, char *out, size_t room)
{
	const char *end = strstr(label, "__");

	snprintf(out, room, "%.*s", (int)(end ? end - label : (ptrdiff_t)strlen(label)), label);
}

static bool find_binding(const struct jumbf_box *manifest, struct found *out)
{
	const struct jumbf_box *list = jumbf_child(manifest, "c2pa.assertions");

	for (const struct jumbf_box *x = list ? list->first : NULL; x; x = x->next) {
		drop_instance(x->label ? x->label : "", out->label, sizeof out->label);
		if (binding_is_hard(out->label)) {
			out->box = jumbf_content(x, FOURCC('c', 'b', 'o', 'r'));
			return out->box;
		}
	}
	return false;
}

static const struct jumbf_box *active(struct arena *a, const struct jumbf_box *root_box)
{
	const struct jumbf_box *last = root_box->last;
	struct jumbf_box *inside;
	struct error e = ERROR_INIT;

	if (last && jumbf_is_c2pa(last, FOURCC('c', '2', 'c', 'm')))
		return jumbf_inflate(a, last, &inside, &e) == ST_OK ? inside : NULL;
	return last;
}

static const char *claim_alg(struct arena *a, const struct jumbf_box *manifest)
{
	const struct jumbf_box *claim = jumbf_child(manifest, "c2pa.claim.v2");
	struct error e = ERROR_INIT;
	struct cnode *n = NULL;

	if (!claim)
		claim = jumbf_child(manifest, "c2pa.claim");
	claim = claim ? jumbf_content(claim, FOURCC('c', 'b', 'o', 'r')) : NULL;
	return claim && cbor_tree(a, claim->payload, &n, &e) == ST_OK ? cn_text(n, "alg") : NULL;
}

/* False: no store that can be used, or an update manifest. */
static bool our_codes(struct arena *a, const struct asset *f, char *out, size_t room)
{
	const struct store_found *why, *store = asset_store(f, &why);
	struct binding_report r;
	struct error e = ERROR_INIT;
	struct codes c = { .n = 0 };
	struct jumbf_box *top;
	struct status_log log;
	struct cnode *tree;
	struct found b;
	const struct jumbf_box *m;
	struct binding_input in = { .asset = f, .store = store, .url = "self#jumbf=x" };

	if (!store || jumbf_parse(a, store->bytes, &top, &e) != ST_OK)
		return false;
	m = active(a, top);
	if (!m || jumbf_is_c2pa(m, FOURCC('c', '2', 'u', 'm')) || !find_binding(m, &b))
		return false;
	assert_int_equal(cbor_tree(a, b.box->payload, &tree, &e), ST_OK);
	in.assertion = tree;
	in.label = b.label;
	in.default_alg = claim_alg(a, m);
	status_log_init(&log, a);
	assert_int_equal(binding_check(a, &in, &log, &r, &e), ST_OK);
	for (const struct status_entry *n = log.first; n; n = n->next)
		add_code(&c, n->code);
	snprintf(out, room, "%s", r.picture_unbound ? "p" : "");
	join(&c, out, room);
	for (uint32_t i = 0; i < r.n_unbound; i++)
		assert_true(r.unbound[i].what && r.unbound[i].at.start + r.unbound[i].at.length <= f->bytes.len);
	assert_true((r.answer == BINDING_MATCH) == status_has_class(&log, CODE_SUCCESS));
	return true;
}

static unsigned one_file(const char *folder, const char *answer, unsigned *wrong)
{
	char reference[512], path[1024], ours[512] = "";
	const char *want;
	struct error e = ERROR_INIT;
	struct asset f;
	struct arena a;
	struct file file;
	unsigned done = 0;

	snprintf(path, sizeof path, "%s/%s", folder, answer);
	if (!reference_codes(path, reference, sizeof reference))
		return 0;
	answered_file("files", answer, path, sizeof path);
	file = file_read(root, path);
	arena_init(&a, ARENA);
	assert_int_equal(asset_open(&a, span_of(file.bytes, file.len, 0), &f, &e), ST_OK);
	if (our_codes(&a, &f, ours, sizeof ours)) {
		want = expected(answer, reference);
		if (strcmp(ours, want) != 0)
			print_message("# %s: we say '%s', not '%s'\n", answer, ours, want);
		*wrong += strcmp(ours, want) != 0;
		done = 1;
	} else {
		print_message("# %s: not checked here\n", answer);
	}
	arena_release(&a);
	free(file.bytes);
	return done;
}

static void test_samples(void **state)
{
	static const char *const sets[] = { "none", "own" };
	unsigned n = 0, wrong = 0;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(sets); i++) {
		char folder[1024];
		struct dirent *d;
		DIR *dir;

		snprintf(folder, sizeof folder, "%s/oracle/%s", root, sets[i]);
		dir = opendir(folder);
		assert_non_null(dir);
		while ((d = readdir(dir)))
			if (d->d_name[0] != '.')
				n += one_file(folder, d->d_name, &wrong);
		closedir(dir);
	}
	print_message("# %u bindings compared\n", n);
	assert_int_equal(wrong, 0);
	assert_true(n >= LEAST_FILES);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_samples) };
	static char path[1024];

	if (corpus_is_missing("c2pa/MANIFEST.tsv"))
		return 0;
	snprintf(path, sizeof path, "%s/c2pa", getenv("COTTINGLEY_CORPUS"));
	root = path;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
