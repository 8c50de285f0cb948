/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"

#include "src/base/value.h"
#include "src/media/icc.h"
#include "tests/unit/pictures.h"

#include <zlib.h>

enum { DESC_AT = 144, DESC = 12 + 20 + 4 + 4 + 2 + 1 + 67, PROFILE = DESC_AT + DESC };

static void put32(uint8_t *p, uint32_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> (24 - 8 * i));
}

/* A display profile, version 2.1, whose only tag is its description: "sRGB of the test" and a NUL and padding. */
static void make(uint8_t p[PROFILE])
{
	static const uint8_t date[12] = { 7, 0xE8, 0, 5, 0, 1, 0, 10, 0, 11, 0, 12 };

	memset(p, 0, PROFILE);
	put32(p, PROFILE);
	memcpy(p + 4, "lcms", 4);
	p[8] = 2;
	p[9] = 0x10;
	memcpy(p + 12, "mntrRGB XYZ ", 12);
	memcpy(p + 24, date, sizeof date);
	memcpy(p + 36, "acspAPPL", 8);
	memcpy(p + 48, "APPL", 4);
	memcpy(p + 80, "appl", 4);
	put32(p + 128, 1);
	memcpy(p + 132, "desc", 4);
	put32(p + 136, DESC_AT);
	put32(p + 140, DESC);
	memcpy(p + DESC_AT, "desc", 4);
	put32(p + DESC_AT + 8, 20);
	memcpy(p + DESC_AT + 12, "sRGB of the test", 17);
}

struct file {
	struct arena arena;
	struct container c;
	struct icc icc;
	struct error e;
	uint8_t profile[PROFILE];
};

static void begin(struct file *f)
{
	memset(f, 0, sizeof *f);
	arena_init(&f->arena, (size_t)32 << 20);
	f->c.arena = &f->arena;
	make(f->profile);
}

static void part(struct file *f, uint8_t number, uint8_t of, size_t from, size_t to)
{
	struct block b = { .kind = BLOCK_ICC, .part = number, .parts = of };

	b.bytes = span_of(f->profile + from, to - from, 1000 * number);
	assert_true(container_block(&f->c, &b));
}

static void read_it(struct file *f)
{
	assert_int_equal(icc_read(&f->c, &f->icc, &f->e), ST_OK);
}

static void expect_whole(const struct file *f)
{
	assert_int_equal(f->icc.state, LAYER_READ);
	assert_int_equal(f->icc.profile.len, PROFILE);
	assert_memory_equal(f->icc.profile.data, f->profile, PROFILE);
}

static void reads_the_header(void **state)
{
	static struct file f;
	struct value *v;

	(void)state;
	begin(&f);
	part(&f, 0, 0, 0, PROFILE);
	read_it(&f);
	expect_whole(&f);
	assert_true(f.icc.in_file);
	assert_null(f.icc.gap);
	assert_string_equal(f.icc.version, "2.1.0");
	assert_string_equal(f.icc.klass, "mntr");
	assert_string_equal(f.icc.space, "RGB");
	assert_string_equal(f.icc.pcs, "XYZ");
	assert_string_equal(f.icc.created_text, "2024-05-01 10:11:12");
	assert_true(f.icc.has_created);
	assert_string_equal(f.icc.manufacturer, "APPL");
	assert_string_equal(icc_maker(f.icc.creator), "Apple");
	assert_null(icc_maker("none"));
	assert_string_equal(f.icc.model, "");
	assert_int_equal(f.icc.header_size, PROFILE);
	assert_int_equal(f.icc.n_tags, 1);
	assert_string_equal(f.icc.tags[0].signature, "desc");
#ifdef WITH_LCMS
	assert_string_equal(f.icc.description, "sRGB of the test");
	assert_true(f.icc.is_srgb);
	assert_null(f.icc.copyright);
#else
	assert_string_equal(f.icc.why, "texts not read: built without lcms");
#endif
	v = value_new(&f.arena, VALUE_MAP);
	icc_facts_value(&f.arena, &f.icc, v);
	assert_string_equal(value_get_text(value_get(v, "icc"), "class"), "mntr");
	arena_release(&f.arena);
}

static void joins_the_parts_of_a_jpeg(void **state)
{
	static struct file f;

	(void)state;
	begin(&f);
	part(&f, 1, 3, 0, 100);
	part(&f, 2, 3, 100, 150);
	part(&f, 3, 3, 150, PROFILE);
	read_it(&f);
	expect_whole(&f);
	assert_null(f.icc.gap);
	assert_false(f.icc.in_file);
	arena_release(&f.arena);

	begin(&f);
	part(&f, 2, 2, 140, PROFILE);
	part(&f, 1, 2, 0, 140);
	read_it(&f);
	expect_whole(&f);
	assert_string_equal(f.icc.gap, "the parts are not in order");
	arena_release(&f.arena);
}

static void names_gaps(void **state)
{
	static struct file f;

	(void)state;
	begin(&f);
	part(&f, 1, 3, 0, 140);
	part(&f, 3, 3, 200, PROFILE);
	read_it(&f);
	assert_string_equal(f.icc.gap, "1 of 3 parts are missing");
	assert_int_equal(f.icc.state, LAYER_READ); /* the header is whole */
	arena_release(&f.arena);

	begin(&f);
	part(&f, 1, 2, 0, 140);
	part(&f, 1, 2, 0, 140);
	part(&f, 2, 2, 140, PROFILE);
	read_it(&f);
	expect_whole(&f);
	assert_string_equal(f.icc.gap, "a part stands twice");
	arena_release(&f.arena);

	begin(&f);
	part(&f, 2, 2, 140, PROFILE); /* without the header */
	read_it(&f);
	assert_int_equal(f.icc.state, LAYER_UNREAD);
	assert_non_null(strstr(f.icc.why, "acsp"));
	arena_release(&f.arena);
}

/* The chunk of a PNG: a name, a NUL, method 0, zlib. */
static void inflates_the_chunk_of_a_png(void **state)
{
	static struct file f;
	uint8_t chunk[1024] = "name";
	uLongf len = sizeof chunk - 6;

	(void)state;
	begin(&f);
	assert_int_equal(compress(chunk + 6, &len, f.profile, PROFILE), Z_OK);
	assert_true(container_block(&f.c, &(struct block){ .kind = BLOCK_ICC, .bytes = span_of(chunk, 6 + len, 77) }));
	read_it(&f);
	expect_whole(&f);
	assert_int_equal(f.icc.offset, 77);
	arena_release(&f.arena);

	begin(&f);
	assert_true(container_block(&f.c, &(struct block){ .kind = BLOCK_ICC, .bytes = span_of(chunk, 6 + len / 2, 77) }));
	read_it(&f);
	if (f.icc.state == LAYER_READ)
		assert_non_null(f.icc.gap);
	arena_release(&f.arena);
}

/* Megabytes of zeros from a few kilobytes. */
static void does_not_inflate_without_end(void **state)
{
	size_t big = ICC_MAX_PROFILE + 65536;
	uint8_t *zeros = calloc(big, 1), *chunk = calloc(65536, 1);
	uLongf len = 65530;
	static struct file f;

	(void)state;
	assert_non_null(zeros);
	assert_non_null(chunk);
	assert_int_equal(compress(chunk + 2, &len, zeros, big), Z_OK);
	begin(&f);
	assert_true(container_block(&f.c, &(struct block){ .kind = BLOCK_ICC, .bytes = span_of(chunk, 2 + len, 0) }));
	read_it(&f);
	assert_int_equal(f.icc.state, LAYER_UNREAD);
	assert_int_equal(f.icc.profile.len, ICC_MAX_PROFILE);
	arena_release(&f.arena);
	free(zeros);
	free(chunk);
}

static void survives_every_cut(void **state)
{
	static struct file f;

	(void)state;
	begin(&f);
	put32(f.profile + 128, UINT32_MAX);
	for (size_t len = 0; len <= PROFILE; len += 3) {
		struct icc x = { 0 };
		enum status st = icc_parse(&f.arena, span_of(f.profile, len, 0), &x, &f.e);

		assert_int_equal(st, len < 128 ? ST_CORRUPT : ST_OK);
		assert_true(x.n_tags <= ICC_MAX_TAGS);
	}
	arena_release(&f.arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_the_header),
		cmocka_unit_test(joins_the_parts_of_a_jpeg),
		cmocka_unit_test(names_gaps),
		cmocka_unit_test(inflates_the_chunk_of_a_png),
		cmocka_unit_test(does_not_inflate_without_end),
		cmocka_unit_test(survives_every_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
