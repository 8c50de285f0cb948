/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lists as they are published: the JSON and the PEM name the same certificates. */
#include "tests/unit/unit.h"

#include "src/base/timeutil.h"
#include "src/trust/world.h"
#include "tests/unit/corpus.h"

enum { ARENA = 64 * 1024 * 1024 };

static void load(const char *name, struct str *out)
{
	char path[4096], buf[4096];
	size_t n;
	FILE *f;

	snprintf(path, sizeof path, "%s/c2pa/%s", getenv("COTTINGLEY_CORPUS"), name);
	f = fopen(path, "rb");
	if (!f)
		fail_msg("cannot open %s", path);
	while ((n = fread(buf, 1, sizeof buf, f)) > 0)
		str_add(out, buf, n);
	fclose(f);
}

static void parse(struct arena *a, enum list_kind kind, const char *name, struct trust_list *l)
{
	struct error e = ERROR_INIT;
	struct str s;

	str_init(&s, LIST_MAX_BYTES);
	load(name, &s);
	if (list_parse(a, kind, span_of(s.data, s.len, 0), l, &e) != ST_OK)
		fail_msg("%s: %s", name, e.message);
	str_release(&s);
}

static bool holds(const struct trust_list *l, const uint8_t *sha256)
{
	for (uint32_t i = 0; i < l->n_entries; i++)
		if (memcmp(l->entries[i].sha256, sha256, SHA256_LEN) == 0)
			return true;
	return false;
}

static void same_certificates(enum list_kind kind, const char *json, const char *pem, uint32_t n)
{
	struct trust_list a, b;
	struct arena arena;

	arena_init(&arena, ARENA);
	parse(&arena, kind, json, &a);
	parse(&arena, kind, pem, &b);
	assert_int_equal(a.n_entries, n);
	assert_int_equal(b.n_entries, n);
	assert_true(a.official && a.sequence == 1 && !a.note && !b.note);
	for (uint32_t i = 0; i < n; i++) {
		assert_true(holds(&a, b.entries[i].sha256));
		assert_true(a.entries[i].from != INT64_MIN && a.entries[i].until == INT64_MAX);
		assert_true(a.entries[i].entity && a.entries[i].entity[0]);
	}
	list_release(&a);
	list_release(&b);
	arena_release(&arena);
}

static void the_signer_list(void **state)
{
	(void)state;
	same_certificates(LIST_ANCHORS, "trust/official/C2PA-TRUST-LIST.json", "trust/official/C2PA-TRUST-LIST.pem", 30);
}

static void the_time_stamp_list(void **state)
{
	(void)state;
	same_certificates(LIST_TSA, "trust/official/C2PA-TSA-TRUST-LIST.json", "trust/official/C2PA-TSA-TRUST-LIST.pem", 22);
}

static void its_dates(void **state)
{
	struct trust_list l;
	struct arena a;
	char text[32];

	(void)state;
	arena_init(&a, ARENA);
	parse(&a, LIST_ANCHORS, "trust/official/C2PA-TRUST-LIST.json", &l);
	assert_string_equal(time_format_utc(text, l.issued), "2026-08-05T00:11:39Z");
	assert_string_equal(time_format_utc(text, l.next_update), "2027-08-05T00:11:39Z");
	assert_string_equal(l.entries[0].entity, "Adobe Inc");
	assert_string_equal(time_format_utc(text, l.entries[0].from), "2025-11-19T18:29:44Z");
	list_release(&l);
	arena_release(&a);
}

static void what_others_published(void **state)
{
	static const struct { enum list_kind kind; const char *name; uint32_t n; } files[] = {
		{ LIST_ANCHORS, "certs/trust/anchors.pem", 3 },
		{ LIST_ANCHORS, "trust/gen-root.pem", 1 },
		{ LIST_ANCHORS, "trust/cli-sample-trust_anchors.pem", 2 },
		{ LIST_ALLOWED, "trust/cli-sample-allowed_list.pem", 3 },
		{ LIST_EKU, "trust/valid_eku_oids.cfg", 6 },
		{ LIST_EKU, "certs/trust/store.cfg", 4 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(files); i++) {
		struct trust_list l;
		struct arena a;

		arena_init(&a, ARENA);
		parse(&a, files[i].kind, files[i].name, &l);
		if (l.n_entries + l.n_ekus != files[i].n)
			fail_msg("%s: %u entries", files[i].name, l.n_entries + l.n_ekus);
		list_release(&l);
		arena_release(&a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_signer_list),
		cmocka_unit_test(the_time_stamp_list),
		cmocka_unit_test(its_dates),
		cmocka_unit_test(what_others_published),
	};

	if (corpus_is_missing("c2pa/trust"))
		return 0;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
