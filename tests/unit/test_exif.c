/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walker: what is in the block is shown, what is not is not, and nothing outside is read. */
#include "tests/unit/unit.h"
#include "tests/unit/exif_builder.h"
#include "tests/unit/exif_exact.h"

#include "src/base/mem.h"
#include "src/base/value.h"
#include "src/media/exif.h"

static struct arena arena;

static int begin(void **state)
{
	(void)state;
	arena_init(&arena, (size_t)64 << 20);
	return 0;
}

static int end(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

/* A copy of exactly that size, so that the sanitizer sees a byte too far. */
static struct exif read_exact(const uint8_t *bytes, size_t len, enum status expect)
{
	uint8_t *copy = arena_copy(&arena, bytes, len);
	struct error e = ERROR_INIT;
	struct exif x;

	assert_int_equal(exif_read(&arena, span_of(copy, len, 1000), &x, &e), expect);
	return x;
}

static void fill_ordinary(struct exif_builder *b, bool little)
{
	static const int64_t lat[] = { 48, 1, 8, 1, 123, 10 }, lon[] = { 11, 1, 30, 1, 0, 1 },
			     fnumber[] = { 28, 10 };
	static const int64_t altitude[] = { 5193, 10 }, time[] = { 8, 1, 11, 1, 12, 1 }, half[] = { -1, 2 };

	builder_init(b, little);
	builder_text(b, EXIF_IFD0, 0x010F, "Canon");
	builder_text(b, EXIF_IFD0, 0x0110, "Canon EOS 40D  ");
	builder_short(b, EXIF_IFD0, 0x0112, 6);
	builder_text(b, EXIF_IFD0, 0x0132, "2024:05:01 10:11:14");
	builder_text(b, EXIF_IFD_EXIF, 0x9003, "2024:05:01 10:11:12");
	builder_ratios(b, EXIF_IFD_EXIF, 0x829D, false, 1, fnumber);
	builder_ratios(b, EXIF_IFD_EXIF, 0x9204, true, 1, half);
	builder_raw(b, EXIF_IFD_EXIF, 0x927C, 7, 300, b->out, 300);
	builder_short(b, EXIF_IFD_EXIF, 0x9999, 7); /* nobody names it */
	builder_raw(b, EXIF_IFD_GPS, 1, 2, 2, "S", 2);
	builder_ratios(b, EXIF_IFD_GPS, 2, false, 3, lat);
	builder_raw(b, EXIF_IFD_GPS, 3, 2, 2, "W", 2);
	builder_ratios(b, EXIF_IFD_GPS, 4, false, 3, lon);
	builder_byte(b, EXIF_IFD_GPS, 5, 1);
	builder_ratios(b, EXIF_IFD_GPS, 6, false, 1, altitude);
	builder_ratios(b, EXIF_IFD_GPS, 7, false, 3, time);
	builder_text(b, EXIF_IFD_INTEROP, 1, "R98");
	builder_short(b, EXIF_IFD_OTHER, 0x0100, 320);
	builder_thumbnail(b, "\xFF\xD8\xFF\xD9", 4);
	builder_finish(b);
}

static void both_orders_give_the_same(void **state)
{
	static struct exif_builder b[2];
	struct exif x[2];

	(void)state;
	for (int i = 0; i < 2; i++) {
		fill_ordinary(&b[i], i == 0);
		x[i] = read_exact(b[i].out, b[i].n_out, ST_OK);
		assert_int_equal(x[i].n_fields, b[i].n);
		assert_int_equal(x[i].n_problems, 0);
		assert_true(x[i].little_endian == (i == 0));
		assert_int_equal(x[i].thumbnail_length, 4);
		assert_int_equal(x[i].thumbnail_offset, 1000 + b[i].n_out - 4);
	}
	for (uint32_t i = 0; i < x[0].n_fields; i++) {
		assert_int_equal(x[0].fields[i].ifd, x[1].fields[i].ifd);
		assert_int_equal(x[0].fields[i].tag, x[1].fields[i].tag);
		assert_int_equal(x[0].fields[i].bytes.origin, x[1].fields[i].bytes.origin);
	}
}

static void facts_are_found(void **state)
{
	static struct exif_builder b;
	struct exif_facts f;
	struct exif x;

	(void)state;
	fill_ordinary(&b, false);
	x = read_exact(b.out, b.n_out, ST_OK);
	exif_facts(&arena, &x, &f);
	assert_string_equal(f.make, "Canon");
	assert_string_equal(f.model, "Canon EOS 40D");
	assert_string_equal(f.date_time_original, "2024:05:01 10:11:12");
	assert_int_equal(f.orientation, 6);
	assert_true(f.has_gps && !f.gps_ref_missing && f.has_altitude && f.has_gps_time && f.has_fnumber);
	assert_true(f.latitude < -48.1367 && f.latitude > -48.1368);
	assert_true(f.longitude < -11.49 && f.longitude > -11.51);
	assert_true(f.altitude < -519.2 && f.altitude > -519.4);
	assert_true(f.fnumber > 2.79 && f.fnumber < 2.81);
	assert_true(f.has_maker_note && f.maker_note_size == 300);
	assert_null(f.software);
	assert_false(f.has_iso);
}

static void facts_become_json(void **state)
{
	static struct exif_builder b;
	const struct value *v;
	struct exif_facts f;
	struct exif x;

	(void)state;
	fill_ordinary(&b, true);
	x = read_exact(b.out, b.n_out, ST_OK);
	exif_facts(&arena, &x, &f);
	v = exif_facts_value(&arena, &f);
	assert_string_equal(value_get_text(v, "make"), "Canon");
	assert_int_equal(value_get(v, "orientation")->integer, 6);
	assert_true(value_get(value_get(v, "gps"), "latitude")->kind == VALUE_REAL);
	assert_string_equal(value_get_text(value_get(v, "gps"), "time"), "08:11:12");
	assert_null(value_get(v, "software"));
}

static void values_are_printed(void **state)
{
	static struct exif_builder b;
	struct examination *out = exam_new();
	struct error e = ERROR_INIT;
	struct exif x;
	unsigned seen = 0;

	(void)state;
	fill_ordinary(&b, true);
	x = read_exact(b.out, b.n_out, ST_OK);
	assert_int_equal(exif_entries(&x, out, &e), ST_OK);
	for (uint32_t i = 0; i < out->n_entries; i++) {
		const struct meta_entry *m = &out->entries[i];

		if (m->tag == 0x829D) {
			assert_string_equal(m->name, "FNumber");
			assert_string_equal(m->type, "RATIONAL");
			assert_string_equal(m->value, "f/2.8");
			seen |= 1;
		} else if (m->tag == 0x9999) {
			assert_string_equal(m->name, "0x9999");
			assert_string_equal(m->value, "7");
			seen |= 2;
		} else if (m->tag == 2 && strcmp(m->group, "GPS") == 0) {
			assert_string_equal(m->name, "GPSLatitude");
			seen |= 4;
		} else if (m->tag == 0x927C) {
			assert_non_null(strstr(m->value, "(300 bytes)"));
			seen |= 8;
		}
	}
	assert_int_equal(seen, 15);
	exam_free(out);
}

/* ---- exactly what is in the file ---- */

static uint32_t next_random(uint32_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 17;
	*seed ^= *seed << 5;
	return *seed;
}

static void generate(struct exif_builder *b, uint32_t *seed)
{
	unsigned n = next_random(seed) % 60;
	uint8_t bytes[128];

	builder_init(b, next_random(seed) % 2);
	for (unsigned i = 0; i < n; i++) {
		uint16_t tag = (uint16_t)next_random(seed), type = (uint16_t)(1 + next_random(seed) % 13);
		static const unsigned size[] = { 0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4 };
		uint32_t count = next_random(seed) % 9;

		if (next_random(seed) % 2)
			tag = (uint16_t)(0x9000 + tag % 0x300);
		if (tag == 0x8769 || tag == 0x8825 || tag == 0xA005 || tag == 0x014A)
			continue;
		for (unsigned j = 0; j < sizeof bytes; j++)
			bytes[j] = (uint8_t)next_random(seed);
		builder_raw(b, (enum exif_ifd)(next_random(seed) % EXIF_IFDS), tag, type, count, bytes,
			    size[type] * count);
	}
	builder_finish(b);
}

/* A second walker, as naive as can be: all (directory, tag) pairs that were put in must come out, and no
 * others. */
static void every_tag_in_the_file_and_no_other(void **state)
{
	static struct exif_builder b;
	uint32_t seed = 20240501;

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct exif x;
		unsigned left[EXIF_IFDS] = { 0 };

		generate(&b, &seed);
		x = read_exact(b.out, b.n_out, ST_OK);
		assert_int_equal(x.n_fields, b.n);
		for (unsigned d = 0; d < EXIF_IFDS; d++)
			for (unsigned i = 0; i < b.n; i++)
				if (b.entries[i].ifd == (enum exif_ifd)d) {
					unsigned skip = left[d]++;
					uint32_t j = 0;

					while (j < x.n_fields &&
					       (x.fields[j].ifd != (enum exif_ifd)d || skip-- > 0))
						j++;
					assert_true(j < x.n_fields);
					assert_int_equal(x.fields[j].tag, b.entries[i].tag);
					assert_int_equal(x.fields[j].type, b.entries[i].type);
					assert_false(x.fields[j].broken);
				}
		assert_exact(&x);
		arena_release(&arena);
	}
}

/* ---- hostile blocks ---- */

static void no_header_is_corrupt(void **state)
{
	(void)state;
	(void)read_exact((const uint8_t *)"XX*\0\0\0\0\0", 8, ST_CORRUPT);
	(void)read_exact((const uint8_t *)"II*\0", 4, ST_CORRUPT);
	(void)read_exact((const uint8_t *)"", 0, ST_CORRUPT);
}

static void a_loop_ends(void **state)
{
	/* IFD0 without entries, whose next directory is itself */
	static const uint8_t bytes[] = "II*\0\x08\0\0\0\0\0\x08\0\0";
	struct exif x = read_exact(bytes, 14, ST_OK);

	(void)state;
	assert_int_equal(x.n_fields, 0);
	assert_int_equal(x.n_problems, 1);
	assert_non_null(strstr(x.problems[0].what, "leads back"));
}

static void values_outside_are_broken(void **state)
{
	/* one entry: Make, ASCII, 20 bytes at 0xFFFFFFF0; one: unknown type 99; one: 0x40000001 longs
	 * (overflows 32 bits) */
	static const uint8_t bytes[] = "MM\0*\0\0\0\x08\0\x03"
				       "\x01\x0F\0\x02\0\0\0\x14\xFF\xFF\xFF\xF0"
				       "\x01\x10\0\x63\0\0\0\x01\0\0\0\0"
				       "\x01\x11\0\x04\x40\0\0\x01\0\0\0\x08"
				       "\0\0\0";
	struct exif x = read_exact(bytes, sizeof bytes, ST_OK);
	uint64_t v;

	(void)state;
	assert_int_equal(x.n_fields, 3);
	assert_int_equal(x.n_problems, 3);
	for (int i = 0; i < 3; i++) {
		assert_true(x.fields[i].broken);
		assert_int_equal(x.fields[i].bytes.len, 0);
		assert_false(exif_uint(&x, &x.fields[i], 0, &v));
		assert_null(exif_text(&arena, &x.fields[i]));
	}
	assert_int_equal(x.problems[0].offset, 1000 + 10);
	assert_string_equal(x.problems[0].what, "entry 0x010f of IFD0 points outside the block");
	assert_exact(&x);
}

static void a_cut_directory_keeps_what_fits(void **state)
{
	static struct exif_builder b;
	struct exif x;

	(void)state;
	fill_ordinary(&b, true);
	x = read_exact(b.out, 8 + 2 + 2 * 12 + 5, ST_OK);
	assert_int_equal(x.n_fields, 2);
	assert_true(x.n_problems >= 1);
}

static void every_truncation_is_safe(void **state)
{
	static struct exif_builder b;

	(void)state;
	fill_ordinary(&b, false);
	for (size_t n = 8; n < b.n_out; n++) {
		struct exif x = read_exact(b.out, n, ST_OK);
		struct exif_facts f;

		exif_facts(&arena, &x, &f);
		assert_exact(&x);
		arena_release(&arena);
	}
}

static bool complains(const struct exif *x, const char *what)
{
	for (uint32_t i = 0; i < x->n_problems; i++)
		if (strstr(x->problems[i].what, what))
			return true;
	return false;
}

static void too_many_directories_are_a_problem(void **state)
{
	static uint8_t block[8 + 100 * 6];
	struct exif x;

	(void)state;
	memcpy(block, "II*\0\x08\0\0\0", 8);
	for (unsigned i = 0; i < 100; i++) {
		unsigned next = i < 99 ? 8 + (i + 1) * 6 : 0;

		block[8 + i * 6 + 2] = (uint8_t)next;
		block[8 + i * 6 + 3] = (uint8_t)(next >> 8);
	}
	x = read_exact(block, sizeof block, ST_OK);
	assert_int_equal(x.n_problems, 1);
	assert_true(complains(&x, "more than 64 directories"));
	block[8 + 50 * 6 + 2] = block[8 + 50 * 6 + 3] = 0; /* 51 pages are fine */
	x = read_exact(block, sizeof block, ST_OK);
	assert_int_equal(x.n_problems, 0);
	/* a SubIFDs entry with 80 pointers */
	memset(block, 0, sizeof block);
	memcpy(block, "II*\0\x08\0\0\0\x01\0\x4A\x01\x04\0\x50\0\0\0\x20\0\0\0", 22);
	for (unsigned i = 0; i < 80; i++)
		block[0x20 + i * 4] = (uint8_t)(0x60 + i), block[0x20 + i * 4 + 1] = 1;
	x = read_exact(block, sizeof block, ST_OK);
	assert_true(complains(&x, "more than 64 directories"));
}

static void entries_have_a_limit(void **state)
{
	enum { N = 65000, ROOM = 8 + 2 * (2 + N * 12 + 4) };
	uint8_t *block = mem_array(ROOM, 1);
	unsigned second = 8 + 2 + N * 12 + 4;
	struct exif x;

	(void)state;
	memcpy(block, "II*\0\x08\0\0\0", 8);
	for (int d = 0; d < 2; d++) {
		block[8 + d * (second - 8)] = (uint8_t)N;
		block[9 + d * (second - 8)] = (uint8_t)(N >> 8);
		for (unsigned i = 0; i < N; i++)
			block[8 + (unsigned)d * (second - 8) + 2 + i * 12 + 2] = 1;
	}
	for (unsigned i = 0; i < 4; i++)
		block[second - 4 + i] = (uint8_t)(second >> 8 * i);
	x = read_exact(block, ROOM, ST_OK);
	assert_int_equal(x.n_fields, 65536);
	assert_int_equal(x.n_problems, 1);
	assert_non_null(strstr(x.problems[0].what, "more than 65536 entries"));
	mem_free(block);
}

/* Sixty thousand entries that all point at one long text: the list stays whole, what is shown of it does not grow with it. */
static void shown_values_have_a_limit(void **state)
{
	enum { N = 60000, TEXT = 2000, AT = 8 + 2 + N * 12 + 4, ROOM = AT + TEXT };
	struct examination *out = exam_new();
	uint8_t *block = mem_array(ROOM, 1);
	struct error e = ERROR_INIT;
	size_t shown = 0;
	struct exif x;

	(void)state;
	memcpy(block, "II*\0\x08\0\0\0", 8);
	block[8] = (uint8_t)(N & 0xFF);
	block[9] = (uint8_t)(N >> 8);
	for (unsigned i = 0; i < N; i++) {
		uint8_t *p = block + 10 + i * 12;

		p[0] = (uint8_t)i;
		p[1] = (uint8_t)(i >> 8);
		p[2] = 2; /* ASCII */
		for (unsigned k = 0; k < 4; k++) {
			p[4 + k] = (uint8_t)((unsigned)TEXT >> 8 * k);
			p[8 + k] = (uint8_t)((unsigned)AT >> 8 * k);
		}
	}
	memset(block + AT, 'x', TEXT - 1);
	x = read_exact(block, ROOM, ST_OK);
	assert_int_equal(exif_entries(&x, out, &e), ST_OK);
	assert_int_equal(out->n_entries, N);
	for (uint32_t i = 0; i < out->n_entries; i++)
		shown += out->entries[i].value[0] == 'x' ? strlen(out->entries[i].value) : 0;
	assert_in_range(shown, 4 << 20, (4 << 20) + 2048);
	assert_non_null(strstr(out->entries[N - 1].value, "not shown"));
	mem_free(block);
	exam_free(out);
}

static void overlaps_are_named(void **state)
{
	static struct exif_builder b;
	struct exif x;

	(void)state;
	builder_init(&b, true);
	builder_short(&b, EXIF_IFD0, 0x0112, 1);
	builder_short(&b, EXIF_IFD_EXIF, 0x9999, 1);
	builder_finish(&b);
	/* let the Exif pointer (second entry) lead into IFD0 */
	b.out[8 + 2 + 12 + 8] = 10;
	x = read_exact(b.out, b.n_out, ST_OK);
	assert_true(x.n_problems >= 1);
	assert_non_null(strstr(x.problems[0].what, "Exif overlaps IFD0"));
}

/* ---- typed values ---- */

static void zero_denominators_are_refused(void **state)
{
	static const int64_t pair[] = { 5, 0 };
	static struct exif_builder b;
	const struct exif_field *f;
	struct exif x;
	double v = 1;

	(void)state;
	builder_init(&b, true);
	builder_ratios(&b, EXIF_IFD_EXIF, 0x829D, false, 1, pair);
	builder_finish(&b);
	x = read_exact(b.out, b.n_out, ST_OK);
	f = exif_find(&x, EXIF_IFD_EXIF, 0x829D);
	assert_non_null(f);
	assert_false(exif_real(&x, f, 0, &v));
	assert_false(exif_real(&x, f, 1, &v));
	assert_exact(&x);
}

static void comments_are_decoded(void **state)
{
	static const char utf16[] = "UNICODE\0\0S\0t\0e\0p\0s\0:\0 \0\xE9";
	static struct exif_builder b;
	struct exif x;

	(void)state;
	builder_init(&b, true); /* the writer used the other byte order, as many do */
	builder_raw(&b, EXIF_IFD_EXIF, 0x9286, 7, sizeof utf16 - 1, utf16, sizeof utf16 - 1);
	builder_finish(&b);
	x = read_exact(b.out, b.n_out, ST_OK);
	assert_string_equal(exif_comment(&arena, &x), "Steps: \xC3\xA9");
	builder_init(&b, false);
	builder_raw(&b, EXIF_IFD_EXIF, 0x9286, 7, 13, "ASCII\0\0\0hello", 13);
	builder_finish(&b);
	x = read_exact(b.out, b.n_out, ST_OK);
	assert_string_equal(exif_comment(&arena, &x), "hello");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, begin, end)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(both_orders_give_the_same),
		TEST(facts_are_found),
		TEST(facts_become_json),
		TEST(values_are_printed),
		TEST(every_tag_in_the_file_and_no_other),
		TEST(no_header_is_corrupt),
		TEST(a_loop_ends),
		TEST(values_outside_are_broken),
		TEST(a_cut_directory_keeps_what_fits),
		TEST(every_truncation_is_safe),
		TEST(too_many_directories_are_a_problem),
		TEST(entries_have_a_limit),
		TEST(shown_values_have_a_limit),
		TEST(overlaps_are_named),
		TEST(zero_denominators_are_refused),
		TEST(comments_are_decoded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
