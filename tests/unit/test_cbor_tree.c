/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"

#include "src/trust/cbor_tree.h"
#include "tests/unit/pictures.h"

#include <math.h>

enum { ORIGIN = 1000 };

struct tree {
	struct arena arena;
	struct cnode *n;
	struct error e;
};

static enum status read_it(struct tree *t, const void *bytes, size_t len)
{
	memset(t, 0, sizeof *t);
	arena_init(&t->arena, (size_t)64 << 20);
	return cbor_tree(&t->arena, span_of(bytes, len, ORIGIN), &t->n, &t->e);
}

#define READ(t, bytes) read_it(t, bytes, sizeof(bytes) - 1)

static void end(struct tree *t)
{
	arena_release(&t->arena);
}

/* ---- what is there (RFC 8949 appendix A) ---- */

static void reads_numbers(void **state)
{
	static const struct { const char *bytes; size_t len; enum cnode_kind kind; uint64_t number; } rows[] = {
		{ "\x00", 1, CN_UINT, 0 },			{ "\x17", 1, CN_UINT, 23 },
		{ "\x18\x18", 2, CN_UINT, 24 },			{ "\x19\x03\xE8", 3, CN_UINT, 1000 },
		{ "\x1A\x00\x0F\x42\x40", 5, CN_UINT, 1000000 },
		{ "\x1B\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 9, CN_UINT, UINT64_MAX },
		{ "\x20", 1, CN_NINT, 0 },			{ "\x38\x63", 2, CN_NINT, 99 },
		{ "\x3B\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 9, CN_NINT, UINT64_MAX },
		{ "\xF7", 1, CN_SIMPLE, 23 },			{ "\xF8\xFF", 2, CN_SIMPLE, 255 },
		{ "\xF0", 1, CN_SIMPLE, 16 },			{ "\xF6", 1, CN_NULL, 22 },
		{ "\x18\x01", 2, CN_UINT, 1 }, /* longer than it must be: read, other writers do so */
	};
	struct tree t;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_int_equal(read_it(&t, rows[i].bytes, rows[i].len), ST_OK);
		assert_int_equal(t.n->kind, rows[i].kind);
		assert_true(t.n->number == rows[i].number);
		assert_int_equal(t.n->whole.origin, ORIGIN);
		assert_int_equal(t.n->whole.len, rows[i].len);
		end(&t);
	}
}

static void reads_reals(void **state)
{
	static const struct { const char *bytes; size_t len; double v; } rows[] = {
		{ "\xF9\x00\x00", 3, 0.0 },		{ "\xF9\x3C\x00", 3, 1.0 },
		{ "\xF9\x00\x01", 3, 5.960464477539063e-8 }, { "\xF9\xC4\x00", 3, -4.0 },
		{ "\xF9\x7B\xFF", 3, 65504.0 },		{ "\xF9\xFC\x00", 3, -INFINITY },
		{ "\xFA\x47\xC3\x50\x00", 5, 100000.0 },
		{ "\xFB\x3F\xF1\x99\x99\x99\x99\x99\x9A", 9, 1.1 },
	};
	struct tree t;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_int_equal(read_it(&t, rows[i].bytes, rows[i].len), ST_OK);
		assert_int_equal(t.n->kind, CN_REAL);
		assert_true(t.n->real == rows[i].v);
		end(&t);
	}
	assert_int_equal(READ(&t, "\xF9\x7E\x00"), ST_OK);
	assert_true(isnan(t.n->real));
	end(&t);
}

static void keeps_where_items_stand(void **state)
{
	/* {"a": [1, h'0203'], 4: "b", -1: true} */
	static const char bytes[] = "\xA3\x61" "a\x82\x01\x42\2\3\x04\x61" "b\x20\xF5";
	const struct cnode *array;
	struct span v;
	struct tree t;

	(void)state;
	assert_int_equal(READ(&t, bytes), ST_OK);
	assert_int_equal(t.n->kind, CN_MAP);
	assert_int_equal(t.n->count, 3);
	assert_false(t.n->repeats);
	array = cn_get(t.n, "a");
	assert_non_null(cn_kind(array, CN_ARRAY));
	assert_int_equal(array->count, 2);
	assert_int_equal(array->whole.origin, ORIGIN + 3);
	assert_int_equal(array->whole.len, 5);
	assert_int_equal(array->first->next->bytes.origin, ORIGIN + 6);
	assert_true(cn_is_text(cn_get_int(t.n, 4), "b"));
	assert_true(cn_get_int(t.n, -1)->boolean);
	assert_null(cn_get_int(t.n, 1));
	assert_null(cn_get(t.n, "b"));
	assert_null(cn_get(array, "a"));
	assert_null(cn_get(NULL, "a"));
	assert_null(cn_text(t.n, "a"));
	assert_false(cn_bytes(t.n, "a", &v));
	end(&t);
}

static void joins_indefinite_strings(void **state)
{
	struct tree t;

	(void)state;
	assert_int_equal(READ(&t, "\x7F\x63" "abc\x60\x61" "d\xFF"), ST_OK);
	assert_int_equal(t.n->kind, CN_TEXT);
	assert_string_equal(t.n->text, "abcd");
	assert_int_equal(t.n->whole.len, 9);
	end(&t);
	assert_int_equal(READ(&t, "\x5F\xFF"), ST_OK);
	assert_int_equal(t.n->kind, CN_BYTES);
	assert_int_equal(t.n->bytes.len, 0);
	end(&t);
	assert_int_equal(READ(&t, "\xBF\x61" "a\x9F\x01\x02\xFF\xFF"), ST_OK);
	assert_int_equal(t.n->count, 1);
	assert_int_equal(cn_get(t.n, "a")->count, 2);
	end(&t);
	/* A piece of another kind, one that is itself indefinite, one cut inside a character. */
	assert_int_equal(READ(&t, "\x7F\x41\x01\xFF"), ST_CORRUPT);
	end(&t);
	assert_int_equal(READ(&t, "\x7F\x7F\xFF\xFF"), ST_CORRUPT);
	end(&t);
	assert_int_equal(READ(&t, "\x7F\x61\xC3\x61\xA9\xFF"), ST_CORRUPT);
	end(&t);
}

static void text_with_a_nul_is_no_c_string(void **state)
{
	struct tree t;

	(void)state;
	assert_int_equal(READ(&t, "\xA1\x63" "a\0b\x01"), ST_OK);
	assert_null(t.n->first->text);
	assert_int_equal(t.n->first->bytes.len, 3);
	assert_null(cn_get(t.n, "a"));
	end(&t);
}

static void marks_repeated_keys(void **state)
{
	struct tree t;

	(void)state;
	assert_int_equal(READ(&t, "\xA2\x61" "a\x01\x61" "a\x02"), ST_OK);
	assert_true(t.n->repeats);
	assert_int_equal(cn_get(t.n, "a")->number, 1);
	end(&t);
	/* The same key, written in two ways. */
	assert_int_equal(READ(&t, "\xA2\x01\x00\x18\x01\x00"), ST_OK);
	assert_true(t.n->repeats);
	end(&t);
	assert_int_equal(READ(&t, "\xA2\x61" "a\x00\x7F\x61" "a\xFF\x00"), ST_OK);
	assert_true(t.n->repeats);
	end(&t);
	/* Bytes are no text, and 0 is not -1. */
	assert_int_equal(READ(&t, "\xA4\x61" "a\x00\x41" "a\x00\x00\x00\x20\x00"), ST_OK);
	assert_false(t.n->repeats);
	end(&t);
}

static void takes_one_item_after_another(void **state)
{
	struct error e = ERROR_INIT;
	struct span s = span_of("\x01\x82\x02\x03\xFF", 5, 0);
	struct arena a;
	struct cnode *n;

	(void)state;
	arena_init(&a, 1 << 20);
	assert_int_equal(cbor_tree_next(&a, &s, &n, &e), ST_OK);
	assert_int_equal(s.pos, 1);
	assert_int_equal(cbor_tree_next(&a, &s, &n, &e), ST_OK);
	assert_int_equal(s.pos, 4);
	assert_int_equal(n->whole.origin, 1);
	assert_int_equal(cbor_tree_next(&a, &s, &n, &e), ST_CORRUPT);
	assert_int_equal(s.pos, 4);
	arena_release(&a);
}

/* ---- hostile ---- */

static void refuses_what_is_not_well_formed(void **state)
{
	static const struct { const char *bytes; size_t len; uint64_t offset; } rows[] = {
		{ "", 0, 0 },					   /* nothing */
		{ "\x01\x02", 2, 1 },				   /* more than one item */
		{ "\x18", 1, 0 }, { "\x1B\0\0\0", 4, 0 },	   /* cut in the head */
		{ "\x1C", 1, 0 }, { "\x5D", 1, 0 }, { "\xFE", 1, 0 }, /* reserved */
		{ "\xFF", 1, 0 }, { "\x82\x01\xFF", 3, 2 },	   /* a break that ends nothing */
		{ "\x1F", 1, 0 }, { "\xDF\x00", 2, 0 },		   /* kinds without indefinite lengths */
		{ "\xF8\x10", 2, 0 },				   /* simple value in two bytes */
		{ "\x43" "ab", 3, 0 },				   /* string past the end */
		{ "\x5B\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 9, 0 },
		{ "\x9A\xFF\xFF\xFF\xFF", 5, 0 },		   /* 2^32 - 1 items */
		{ "\xBB\x80\0\0\0\0\0\0\0\x01", 10, 0 },	   /* 2^63 pairs: twice that is 0 */
		{ "\xBF\x01\xFF", 3, 0 },			   /* a key without a value */
		{ "\x81", 1, 0 }, { "\x9F\x01", 2, 2 }, { "\xC0", 1, 1 },
		{ "\x62\xC3\x28", 3, 0 },			   /* not UTF-8 */
		{ "\x7F\x61" "a", 3, 3 },
	};
	struct tree t;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		assert_int_equal(read_it(&t, rows[i].bytes, rows[i].len), ST_CORRUPT);
		assert_true(t.e.has_offset);
		assert_int_equal(t.e.offset, ORIGIN + rows[i].offset);
		end(&t);
	}
}

static void depth_is_bounded(void **state)
{
	static const uint8_t opens[] = { 0x81, 0x9F, 0xC1 };
	uint8_t deep[200];
	struct tree t;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(opens); i++) {
		memset(deep, opens[i], sizeof deep);
		assert_int_equal(read_it(&t, deep, sizeof deep), ST_LIMIT);
		assert_int_equal(t.e.offset, ORIGIN + CBOR_TREE_DEPTH);
		end(&t);
	}
	memset(deep, 0x81, CBOR_TREE_DEPTH - 1);
	deep[CBOR_TREE_DEPTH - 1] = 0;
	assert_int_equal(read_it(&t, deep, CBOR_TREE_DEPTH), ST_OK);
	end(&t);
	deep[CBOR_TREE_DEPTH - 1] = 0x81;
	deep[CBOR_TREE_DEPTH] = 0;
	assert_int_equal(read_it(&t, deep, CBOR_TREE_DEPTH + 1), ST_LIMIT);
	end(&t);
}

static void items_are_bounded(void **state)
{
	struct bytes many = bytes_copy("\x9A\0\x03\x0D\x40", 5); /* 200000 */
	uint8_t *ones = calloc(CBOR_TREE_ITEMS, 1);
	struct tree t;

	(void)state;
	assert_non_null(ones);
	bytes_add(&many, ones, CBOR_TREE_ITEMS);
	assert_int_equal(read_it(&t, many.data, many.len), ST_LIMIT);
	end(&t);
	/* Pieces of a string count as well. */
	memset(ones, 0x40, CBOR_TREE_ITEMS);
	bytes_release(&many);
	many = bytes_copy("\x5F", 1);
	bytes_add(&many, ones, CBOR_TREE_ITEMS);
	bytes_add(&many, "\xFF", 1);
	assert_int_equal(read_it(&t, many.data, many.len), ST_LIMIT);
	end(&t);
	free(ones);
	bytes_release(&many);
}

/* A map of many keys, the last of which stands there twice: found without comparing each with each. */
static void repeats_are_found_among_many(void **state)
{
	enum { KEYS = 60000 };
	struct bytes map = bytes_copy("\xBF", 1);
	uint8_t *keys = calloc(KEYS, 4);
	struct tree t;

	(void)state;
	assert_non_null(keys);
	for (unsigned i = 0; i < KEYS; i++)
		memcpy(keys + 4 * i, (uint8_t[]){ 0x19, (uint8_t)(i >> 8), (uint8_t)i, 0 }, 4);
	bytes_add(&map, keys, 4 * KEYS);
	bytes_add(&map, "\xFF", 1);
	assert_int_equal(read_it(&t, map.data, map.len), ST_OK);
	assert_false(t.n->repeats);
	end(&t);
	memcpy(map.data + map.len - 5, "\x19\0\0\0", 4);
	assert_int_equal(read_it(&t, map.data, map.len), ST_OK);
	assert_true(t.n->repeats);
	end(&t);
	free(keys);
	bytes_release(&map);
}

static void little_memory_is_said(void **state)
{
	struct error e = ERROR_INIT;
	struct arena a;
	struct cnode *n;

	(void)state;
	arena_init(&a, 200);
	assert_int_equal(cbor_tree(&a, span_of("\x83\x01\x02\x03", 4, 0), &n, &e), ST_MEMORY);
	arena_release(&a);
}

/* ---- for people ---- */

static const struct value *shown(struct tree *t, const char *bytes, size_t len, unsigned budget)
{
	struct value *map;

	assert_int_equal(read_it(t, bytes, len), ST_OK);
	map = value_new(&t->arena, VALUE_MAP);
	cn_show(&t->arena, t->n, map, "x", &budget);
	return value_get(map, "x");
}

#define SHOWN(t, bytes) shown(t, bytes, sizeof(bytes) - 1, 100)

static void shows_items_as_values(void **state)
{
	const struct value *v;
	struct tree t;

	(void)state;
	v = SHOWN(&t, "\xA6\x61" "n\x38\x63\x61" "b\x42\x0A\xFF\x61" "t\xC0\x61" "z\x07\xF5\x20\xF6\x61" "r\xF9\x3C\x00");
	assert_int_equal(value_get(v, "n")->integer, -100);
	assert_string_equal(value_get_text(v, "b"), "0aff");
	assert_string_equal(value_get_text(v, "t"), "z");
	assert_true(value_get(v, "7")->boolean);
	assert_int_equal(value_get(v, "-1")->kind, VALUE_NULL);
	assert_true(value_get(v, "r")->real == 1.0);
	end(&t);
	v = SHOWN(&t, "\x82\x1B\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x3B\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF");
	assert_string_equal(v->first->text, "18446744073709551615");
	assert_string_equal(v->last->text, "-18446744073709551616");
	end(&t);
	v = SHOWN(&t, "\x83\xF7\xF9\x7E\x00\xF9\xFC\x00");
	assert_string_equal(v->first->text, "undefined");
	assert_string_equal(v->first->next->text, "not a number");
	assert_string_equal(v->last->text, "-infinity");
	end(&t);
}

static void shows_nothing_unsafe(void **state)
{
	const struct value *v;
	struct tree t;

	(void)state;
	v = SHOWN(&t, "\xA1\x63\xE2\x80\xAE\x62\x1B[");
	assert_string_equal(v->first->key, "<U+202E>");
	assert_string_equal(v->first->text, "<U+001B>[");
	end(&t);
	/* Both of a repeated key are seen. */
	v = SHOWN(&t, "\xA2\x61" "a\x01\x61" "a\x02");
	assert_int_equal(v->count, 2);
	assert_string_equal(v->last->key, "a (2)");
	end(&t);
}

static void shows_a_bounded_part(void **state)
{
	static const char deep[] = "\x81\x81\x81\x81\x81\x81\x81\x81\x81\x81\x81\x81\x81\x81\x81\x01";
	struct bytes large = bytes_copy("\x59\x10\x00", 3);
	uint8_t zeros[4096] = { 0 };
	const struct value *v;
	struct tree t;
	unsigned levels = 0;

	(void)state;
	v = SHOWN(&t, deep);
	for (; v->kind == VALUE_ARRAY; v = v->first)
		levels++;
	assert_int_equal(levels, 12);
	assert_string_equal(v->text, "...");
	end(&t);
	v = shown(&t, "\x88\1\1\1\1\1\1\1\1", 9, 4);
	assert_int_equal(v->count, 4);
	assert_string_equal(v->last->text, "...");
	end(&t);
	bytes_add(&large, zeros, sizeof zeros);
	v = shown(&t, (const char *)large.data, large.len, 9);
	assert_int_equal(strlen(v->text), 128 + 3);
	end(&t);
	large.data[0] = 0x79;
	memset(large.data + 3, 'a', sizeof zeros);
	v = shown(&t, (const char *)large.data, large.len, 9);
	assert_true(strlen(v->text) < 4000);
	assert_string_equal(v->text + strlen(v->text) - 4, "a...");
	end(&t);
	/* Text that grows when it is made safe, and still fits, is whole. */
	memset(large.data + 3, 1, sizeof zeros);
	memcpy(large.data, "\x78\x20", 2);
	v = shown(&t, (const char *)large.data, 2 + 32 - 0, 9);
	assert_null(strstr(v->text, "..."));
	end(&t);
	bytes_release(&large);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_numbers),
		cmocka_unit_test(reads_reals),
		cmocka_unit_test(keeps_where_items_stand),
		cmocka_unit_test(joins_indefinite_strings),
		cmocka_unit_test(text_with_a_nul_is_no_c_string),
		cmocka_unit_test(marks_repeated_keys),
		cmocka_unit_test(takes_one_item_after_another),
		cmocka_unit_test(refuses_what_is_not_well_formed),
		cmocka_unit_test(depth_is_bounded),
		cmocka_unit_test(items_are_bounded),
		cmocka_unit_test(repeats_are_found_among_many),
		cmocka_unit_test(little_memory_is_said),
		cmocka_unit_test(shows_items_as_values),
		cmocka_unit_test(shows_nothing_unsafe),
		cmocka_unit_test(shows_a_bounded_part),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
