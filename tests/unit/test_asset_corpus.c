/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Real and hostile signed files: a store is found wherever the reference implementation found one, and it is
 * the same. */
#include "tests/unit/unit.h"
#include "tests/unit/verified.h"

#include "src/trust/asset.h"
#include "src/trust/cbor_tree.h"
#include "src/trust/jumbf.h"
#include "tests/unit/corpus.h"

#include <dirent.h>
#include <jansson.h>

enum { LEAST_FILES = 100, ARENA = 256 << 20 };

/* The reference reads over a segment between the pieces of the store, and finds the hash to differ. */
static const char refused[] = "gen__resign__t-gap-between-segs.jpg.json";

static char *root;

/* Each store byte is where store_in_file says. */
static void check_places(const struct asset *a, const struct store_found *s)
{
	uint64_t at;

	for (size_t i = 0; i < s->bytes.len && s->n_pieces; i += 997) {
		assert_true(store_in_file(s, i, &at));
		assert_int_equal(a->bytes.data[at], s->bytes.data[i]);
	}
	assert_false(store_in_file(s, s->bytes.len, &at));
	for (uint32_t i = 0; i < s->n_places; i++)
		assert_true(s->places[i].start + s->places[i].length <= a->bytes.len);
}

/* Every `cbor` box of a manifest is one well-formed item. */
static unsigned check_cbor(struct arena *arena, const struct jumbf_box *b)
{
	struct error e = ERROR_INIT;
	struct cnode *n;
	unsigned seen = 0;

	if (b->type == FOURCC('c', 'b', 'o', 'r')) {
		assert_int_equal(cbor_tree(arena, b->payload, &n, &e), ST_OK);
		return 1;
	}
	for (const struct jumbf_box *c = b->first; c; c = c->next)
		seen += check_cbor(arena, c);
	return seen;
}

static void check_store(struct arena *arena, const struct asset *a, const char *active, const char *name)
{
	const struct store_found *why, *s = asset_store(a, &why);
	struct error e = ERROR_INIT;
	struct jumbf_box *box, *last;

	if (!s && why && strcmp(name, refused) == 0)
		s = why;
	if (!s)
		fail_msg("%s: no usable store: %s", name, why ? why->fault.message : "none found");
	check_places(a, s);
	if (jumbf_parse(arena, s->bytes, &box, &e))
		fail_msg("%s: %s (at %llu)", name, e.message, (unsigned long long)e.offset);
	assert_true(jumbf_is_c2pa(box, FOURCC('c', '2', 'p', 'a')));
	last = box->last;
	assert_non_null(last);
	if (strcmp(last->label, active) != 0)
		fail_msg("%s: active manifest is %s, not %s", name, last->label, active);
	if (jumbf_is_c2pa(last, FOURCC('c', '2', 'c', 'm'))) {
		if (jumbf_inflate(arena, last, &last, &e))
			fail_msg("%s: %s", name, e.message);
		assert_string_equal(last->label, active);
	}
	assert_true(check_cbor(arena, last) > 1);
}

static bool check_answer(const char *folder, const char *name)
{
	char path[4096], name_of[4096];
	json_error_t je;
	json_t *answer;
	const char *active;
	struct arena arena;
	struct error e = ERROR_INIT;
	static struct asset a;
	struct file f;

	snprintf(path, sizeof path, "%s/oracle/%s/%s", root, folder, name);
	answer = json_load_file(path, 0, &je);
	assert_non_null(answer);
	active = json_string_value(json_object_get(answer, "active_manifest"));
	answered_file("files", name, name_of, sizeof name_of);
	f = file_read(root, name_of);
	arena_init(&arena, ARENA);
	assert_int_equal(asset_open(&arena, span_of(f.bytes, f.len, 0), &a, &e), ST_OK);
	if (active)
		check_store(&arena, &a, active, name);
	arena_release(&arena);
	free(f.bytes);
	json_decref(answer);
	return active != NULL;
}

static unsigned check_folder(const char *folder)
{
	char path[4096];
	struct dirent *d;
	unsigned found = 0;
	DIR *dir;

	snprintf(path, sizeof path, "%s/oracle/%s", root, folder);
	dir = opendir(path);
	assert_non_null(dir);
	while ((d = readdir(dir)))
		if (strstr(d->d_name, ".json"))
			found += check_answer(folder, d->d_name);
	closedir(dir);
	return found;
}

static void finds_what_the_reference_finds(void **state)
{
	(void)state;
	assert_true(check_folder("none") + check_folder("own") >= LEAST_FILES);
}

int main(void)
{
	static const struct CMUnitTest tests[] = { cmocka_unit_test(finds_what_the_reference_finds) };
	char path[4096];

	if (corpus_is_missing("c2pa/oracle/none"))
		return 0;
	snprintf(path, sizeof path, "%s/c2pa", getenv("COTTINGLEY_CORPUS"));
	root = path;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
