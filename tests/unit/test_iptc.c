/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"

#include "src/base/value.h"
#include "src/media/iptc.h"

struct block_of_sets {
	uint8_t bytes[8192];
	size_t len;
	struct arena arena;
	struct iptc iptc;
	struct error e;
};

static void begin(struct block_of_sets *b)
{
	memset(b, 0, sizeof *b);
	arena_init(&b->arena, (size_t)16 << 20);
}

static void set(struct block_of_sets *b, uint8_t record, uint8_t dataset, const char *text, size_t len)
{
	const uint8_t head[5] = { 0x1C, record, dataset, (uint8_t)(len >> 8), (uint8_t)len };

	memcpy(b->bytes + b->len, head, 5);
	memcpy(b->bytes + b->len + 5, text, len);
	b->len += 5 + len;
}

static void text(struct block_of_sets *b, uint8_t dataset, const char *s)
{
	set(b, 2, dataset, s, strlen(s));
}

static enum status read_it(struct block_of_sets *b)
{
	return iptc_read(&b->arena, span_of(b->bytes, b->len, 1000), &b->iptc, &b->e);
}

static void reads_the_facts(void **state)
{
	static struct block_of_sets b;
	struct value *v;

	(void)state;
	begin(&b);
	set(&b, 1, 90, "\x1B%G", 3);
	set(&b, 2, 0, "\0\2", 2);
	text(&b, 5, "Fairies");
	text(&b, 25, "one");
	text(&b, 25, "two");
	text(&b, 40, "FBMD01000a9a");
	text(&b, 55, "20240501");
	text(&b, 60, "101112+0200");
	text(&b, 80, "Elsie Wright");
	text(&b, 80, "Frances Griffiths");
	text(&b, 90, "Cottingley\0 ");
	text(&b, 120, "caf\xC3\xA9");
	assert_int_equal(read_it(&b), ST_OK);
	assert_int_equal(b.iptc.n_sets, 12);
	assert_false(b.iptc.damaged);
	assert_true(b.iptc.declared_utf8);
	assert_string_equal(b.iptc.object_name, "Fairies");
	assert_string_equal(b.iptc.by_line, "Elsie Wright"); /* the first */
	assert_string_equal(b.iptc.facebook, "FBMD01000a9a");
	assert_string_equal(b.iptc.caption, "caf\xC3\xA9");
	assert_int_equal(b.iptc.n_keywords, 2);
	assert_true(b.iptc.has_date && b.iptc.has_time && b.iptc.has_zone);
	assert_int_equal(b.iptc.zone, 120);
	assert_int_equal(b.iptc.seconds, 19844LL * 86400 + 10 * 3600 + 11 * 60 + 12);
	assert_string_equal(b.iptc.sets[2].name, "ObjectName");
	assert_int_equal(b.iptc.sets[2].bytes.origin, 1000 + 8 + 7 + 5);
	assert_null(b.iptc.sets[1].text);
	assert_null(iptc_name(2, 254));
	v = value_new(&b.arena, VALUE_MAP);
	iptc_facts_value(&b.arena, &b.iptc, v);
	assert_string_equal(value_get_text(value_get(v, "iptc"), "character_set"), "UTF-8");
	arena_release(&b.arena);
}

static void latin_1_where_it_is_no_utf_8(void **state)
{
	static struct block_of_sets b;

	(void)state;
	begin(&b);
	text(&b, 90, "Malm\xF6");
	assert_int_equal(read_it(&b), ST_OK);
	assert_string_equal(b.iptc.city, "Malm\xC3\xB6");
	assert_false(b.iptc.declared_utf8);
	arena_release(&b.arena);
}

static void extended_lengths(void **state)
{
	static const uint8_t ok[] = { 0x1C, 2, 120, 0x80, 4, 0, 0, 0, 3, 'a', 'b', 'c' };
	static const uint8_t bad[][12] = {
		{ 0x1C, 2, 120, 0x80, 4, 0, 0, 0, 4, 'a', 'b', 'c' }, /* one more than there is */
		{ 0x1C, 2, 120, 0x80, 9, 0, 0, 0, 0, 0, 0, 0 },	      /* a length of nine bytes */
		{ 0x1C, 2, 120, 0x80, 0, 0, 0, 0, 0, 0, 0, 0 },
		{ 0x1C, 2, 120, 0x80, 8, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF },
	};
	static struct block_of_sets b;

	(void)state;
	begin(&b);
	memcpy(b.bytes, ok, sizeof ok);
	b.len = sizeof ok;
	assert_int_equal(read_it(&b), ST_OK);
	assert_string_equal(b.iptc.caption, "abc");
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		memcpy(b.bytes, bad[i], sizeof bad[i]);
		assert_int_equal(read_it(&b), ST_CORRUPT);
	}
	arena_release(&b.arena);
}

static void keeps_what_stands_before_damage(void **state)
{
	static struct block_of_sets b;

	(void)state;
	begin(&b);
	text(&b, 90, "York");
	b.len += 3; /* zeros fill it up: no damage */
	assert_int_equal(read_it(&b), ST_OK);
	assert_false(b.iptc.damaged);
	b.bytes[b.len++] = 'x';
	b.bytes[9] = 'x';
	assert_int_equal(read_it(&b), ST_OK);
	assert_true(b.iptc.damaged);
	assert_int_equal(b.iptc.damage_offset, 1009);
	assert_string_equal(b.iptc.city, "York");
	b.len = 0;
	assert_int_equal(read_it(&b), ST_CORRUPT);
	arena_release(&b.arena);
}

/* Photoshop writes midnight where it knows the day alone; a day that does not exist is none. */
static void dates_that_are_none(void **state)
{
	static const struct {
		const char *date, *time;
		bool has_date, has_time;
	} rows[] = {
		{ "20240501", "101112", true, true },	   { "20240501", "1011", true, false },
		{ "20240230", "101112+0000", false, false }, { "2024050", "101112", false, false },
		{ "00000000", "000000", false, false },	   { "20240501", "251112+0000", true, false },
	};
	static struct block_of_sets b;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		begin(&b);
		text(&b, 55, rows[i].date);
		text(&b, 60, rows[i].time);
		assert_int_equal(read_it(&b), ST_OK);
		assert_int_equal(b.iptc.has_date, rows[i].has_date);
		assert_int_equal(b.iptc.has_time, rows[i].has_time);
		arena_release(&b.arena);
	}
}

static void bounds_the_number_of_sets(void **state)
{
	size_t n = IPTC_MAX_DATASETS + 10;
	uint8_t *many = calloc(n, 5);
	struct arena a;
	struct iptc x;
	struct error e;

	(void)state;
	assert_non_null(many);
	for (size_t i = 0; i < n; i++)
		memcpy(many + 5 * i, "\x1C\x02\x19\0\0", 5);
	arena_init(&a, (size_t)16 << 20);
	assert_int_equal(iptc_read(&a, span_of(many, 5 * n, 0), &x, &e), ST_OK);
	assert_int_equal(x.n_sets, IPTC_MAX_DATASETS);
	arena_release(&a);
	free(many);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_facts),
		cmocka_unit_test(latin_1_where_it_is_no_utf_8),
		cmocka_unit_test(extended_lengths),
		cmocka_unit_test(keeps_what_stands_before_damage),
		cmocka_unit_test(dates_that_are_none),
		cmocka_unit_test(bounds_the_number_of_sets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
