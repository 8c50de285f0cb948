/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"

#include "src/base/arena.h"
#include "src/base/base64.h"
#include "src/base/cbor.h"
#include "src/base/error.h"
#include "src/base/hash.h"
#include "src/base/mem.h"
#include "src/base/span.h"
#include "src/base/status.h"
#include "src/base/str.h"
#include "src/base/suggest.h"
#include "src/base/timeutil.h"
#include "src/base/utf8.h"

#include <errno.h>
#include <math.h>

/* ---- status ---- */

static void status_names_round_trip(void **state)
{
	(void)state;
	for (int i = 0; i < ST_COUNT; i++)
		assert_int_equal(status_from_name(status_name((enum status)i)), i);
	assert_int_equal(status_from_name("nonsense"), ST_COUNT);
}

static void worse_exit_wins(void **state)
{
	static const enum exit_code order[] = { EXIT_INTERRUPTED, EXIT_USAGE, EXIT_INTERNAL, EXIT_CASE, EXIT_NONE, EXIT_SOME,
						EXIT_UNVERIFIED, EXIT_FAIL_ON, EXIT_NOTHING, EXIT_DONE };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(order); i++)
		for (size_t k = i; k < ARRAY_LEN(order); k++) {
			assert_int_equal(exit_worse(order[i], order[k]), order[i]);
			assert_int_equal(exit_worse(order[k], order[i]), order[i]);
		}
}

/* ---- utf8 ---- */

static void check_sanitise(const char *in, size_t len, const char *want)
{
	char out[128], again[128];

	assert_string_equal(utf8_sanitise(out, sizeof out, in, len), want);
	assert_string_equal(utf8_sanitise(again, sizeof again, out, strlen(out)), want);
}

static void sanitise_marks_what_is_unsafe(void **state)
{
	(void)state;
	check_sanitise("a\x1b[31mb", 7, "a<U+001B>[31mb");
	check_sanitise("a\xE2\x80\xAE" "b", 5, "a<U+202E>b");
	check_sanitise("\xC2\x9B" "2J", 4, "<U+009B>2J");
	check_sanitise("caf\xC3\xA9", 5, "caf\xC3\xA9");
	check_sanitise("caf\xE9", 4, "caf<E9>");
	check_sanitise("\xC0\xAF", 2, "<C0><AF>");
	check_sanitise("\xED\xA0\x80", 3, "<ED><A0><80>");
	check_sanitise("\0", 1, "<U+0000>");
	check_sanitise("\xF3\xA0\x81\x81", 4, "<U+E0041>");
}

static void sanitise_cuts_at_whole_marks(void **state)
{
	char out[12];

	(void)state;
	assert_string_equal(utf8_sanitise(out, 9, "\x1b\x1b", 2), "<U+001B>");
	assert_string_equal(utf8_sanitise(out, 8, "\x1b", 1), "");
	assert_string_equal(utf8_sanitise(out, 3, "\xC3\xA9\xC3\xA9", 4), "\xC3\xA9");
}

static void utf8_codes_round_trip(void **state)
{
	static const uint32_t points[] = { 0x24, 0xA2, 0x7FF, 0x800, 0x20AC, 0xFFFF, 0x10000, 0x10FFFF };
	char buf[4];
	uint32_t cp;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(points); i++) {
		unsigned n = utf8_encode(points[i], buf);

		assert_int_equal(utf8_decode(buf, n, &cp), n);
		assert_int_equal(cp, points[i]);
		assert_int_equal(utf8_decode(buf, n - 1, &cp), 0);
	}
	assert_int_equal(utf8_encode(0xD800, buf), 0);
	assert_int_equal(utf8_encode(0x110000, buf), 0);
}

/* ---- span ---- */

static void span_never_leaves_its_bytes(void **state)
{
	const uint8_t b[6] = { 1, 2, 3, 4, 5, 6 };
	struct span s = span_of(b, 6, 100), sub;
	uint16_t v16;
	uint32_t v32;
	uint64_t v64;

	(void)state;
	assert_true(span_u16be(&s, &v16));
	assert_int_equal(v16, 0x0102);
	assert_true(span_u16le(&s, &v16));
	assert_int_equal(v16, 0x0403);
	assert_int_equal(span_at(&s), 104);
	assert_false(span_u32be(&s, &v32));
	assert_false(span_u64le(&s, &v64));
	assert_int_equal(span_left(&s), 2);
	assert_false(span_skip(&s, UINT64_MAX));
	assert_false(span_sub(&s, 3, &sub));
	assert_true(span_slice(&s, 1, 5, &sub));
	assert_int_equal(span_at(&sub), 101);
	assert_false(span_slice(&s, 1, 6, &sub));
	assert_false(span_slice(&s, UINT64_MAX, 2, &sub));
	assert_true(span_is(&s, "\5\6", 2));
	assert_false(span_is(&s, "\5\6\7", 3));
	assert_true(span_seek(&s, 6));
	assert_false(span_seek(&s, 7));
}

/* ---- str, arena, mem ---- */

static void str_stops_at_its_maximum(void **state)
{
	struct str s;

	(void)state;
	str_init(&s, 10);
	str_puts(&s, "12345");
	str_printf(&s, "%d", 67890);
	assert_string_equal(s.data, "1234567890");
	assert_false(s.failed);
	str_putc(&s, 'x');
	assert_true(s.failed);
	assert_int_equal(s.len, 10);
	assert_null(str_take(&s, NULL));
	str_release(&s);
}

static void str_take_of_nothing_is_a_string(void **state)
{
	struct str s;
	size_t len = 9;
	char *p;

	(void)state;
	str_init(&s, 10);
	p = str_take(&s, &len);
	assert_non_null(p);
	assert_int_equal(len, 0);
	mem_free(p);
}

static void arena_stops_at_its_maximum(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a, 100000);
	assert_non_null(arena_alloc(&a, 1, 90000));
	assert_null(arena_alloc(&a, 1, 20000));
	assert_non_null(arena_alloc(&a, 1, 5000));
	assert_null(arena_alloc(&a, SIZE_MAX, 2));
	assert_string_equal(arena_fmt(&a, "%s-%d", "x", 7), "x-7");
	arena_release(&a);
}

static void mem_counts_and_refuses(void **state)
{
	size_t before = mem_in_use();
	void *p, *q;

	(void)state;
	mem_set_ceiling(before + 100000);
	p = mem_array(50000, 1);
	assert_non_null(p);
	assert_null(mem_array(80000, 1));
	assert_null(mem_array(SIZE_MAX, 2));
	q = mem_resize(p, 100000000, 1);
	assert_null(q);
	q = mem_resize(p, 10, 1);
	assert_non_null(q);
	mem_free(q);
	mem_set_ceiling(0);
	assert_int_equal(mem_in_use(), before);
}

/* ---- hash ---- */

static void hashes_of_known_text(void **state)
{
	struct hasher *h;
	struct digests d;
	char hex[65];
	uint8_t back[32];

	(void)state;
	assert_int_equal(hasher_new(&h, NULL), ST_OK);
	hasher_add(h, "a", 1);
	hasher_add(h, "bc", 2);
	assert_int_equal(hasher_done(h, &d, NULL), ST_OK);
	assert_string_equal(hex_encode(hex, d.sha256, 32), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
	assert_true(hex_decode(back, 32, hex));
	assert_memory_equal(back, d.sha256, 32);
	assert_string_equal(hex_encode(hex, d.sha1, 20), "a9993e364706816aba3e25717850c26c9cd0d89d");
	assert_string_equal(hex_encode(hex, d.md5, 16), "900150983cd24fb0d6963f7d28e17f72");
	assert_false(hex_decode(back, 2, "12g4"));
	assert_false(hex_decode(back, 2, "123"));
}

/* RFC 4648 section 10 */
static void base64_of_known_text(void **state)
{
	static const struct { const char *text, *want; } cases[] = {
		{ "", "" }, { "f", "Zg==" }, { "fo", "Zm8=" }, { "foo", "Zm9v" }, { "foobar", "Zm9vYmFy" },
	};
	struct str o;

	(void)state;
	str_init(&o, 100);
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		str_clear(&o);
		base64_add(&o, (const uint8_t *)cases[i].text, strlen(cases[i].text));
		assert_string_equal(o.data, cases[i].want);
	}
	str_release(&o);
}

/* ---- time ---- */

static void times_round_trip(void **state)
{
	char buf[32];
	int64_t t, back;

	(void)state;
	assert_true(time_parse_utc("2026-11-21T10:00:00Z", &t));
	assert_int_equal(t, 1795255200);
	for (t = -5000000000; t < 60000000000; t += 86399 * 97) {
		time_format_utc(buf, t);
		assert_true(time_parse_utc(buf, &back));
		assert_int_equal(back, t);
	}
	assert_string_equal(time_format_utc(buf, INT64_MIN), "0000-01-01T00:00:00Z");
	assert_string_equal(time_format_utc(buf, INT64_MAX), "9999-12-31T23:59:59Z");
	assert_false(time_parse_utc("2026-02-29", &t));
	assert_true(time_parse_utc("2024-02-29", &t));
	assert_false(time_parse_utc("2024-02-29T25:00:00Z", &t));
	assert_false(time_parse_utc("2024-02-2", &t));
	assert_false(time_parse_utc("2024-02-29T10:00:00+01:00", &t));
}

static void exif_times(void **state)
{
	struct civil c;
	int minutes;

	(void)state;
	assert_true(time_parse_exif("2024:05:01 10:11:12", &c));
	assert_int_equal(c.minute, 11);
	assert_false(time_parse_exif("    :  :     :  :  ", &c));
	assert_false(time_parse_exif("0000:00:00 00:00:00", &c));
	assert_false(time_parse_exif("2024-05-01 10:11:12", &c));
	assert_false(time_parse_exif("", &c));
	assert_true(time_parse_offset("-03:30", &minutes));
	assert_int_equal(minutes, -210);
	assert_true(time_parse_offset("Z", &minutes));
	assert_false(time_parse_offset("+3:30", &minutes));
	assert_false(time_parse_offset("+15:00", &minutes));
	assert_false(time_parse_offset("", &minutes));
}

/* ---- cbor: the examples of RFC 8949 appendix A ---- */

static void cbor_writes_the_shortest(void **state)
{
	static const struct { uint64_t v; const char *hex; } ints[] = {
		{ 0, "00" }, { 23, "17" }, { 24, "1818" }, { 255, "18ff" }, { 256, "190100" }, { 1000000, "1a000f4240" },
		{ 1000000000000, "1b000000e8d4a51000" },
	};
	char hex[64];
	struct str o;

	(void)state;
	str_init(&o, 100);
	for (size_t i = 0; i < ARRAY_LEN(ints); i++) {
		str_clear(&o);
		cbor_put_uint(&o, ints[i].v);
		assert_string_equal(hex_encode(hex, (const uint8_t *)o.data, o.len), ints[i].hex);
	}
	str_clear(&o);
	cbor_put_int(&o, -1000);
	assert_string_equal(hex_encode(hex, (const uint8_t *)o.data, o.len), "3903e7");
	str_clear(&o);
	cbor_put_double(&o, 1.1);
	assert_string_equal(hex_encode(hex, (const uint8_t *)o.data, o.len), "fb3ff199999999999a");
	str_clear(&o);
	cbor_put_double(&o, (double)NAN);
	assert_string_equal(hex_encode(hex, (const uint8_t *)o.data, o.len), "f6");
	str_release(&o);
}

static bool reads(const char *hex, size_t len, struct cbor_item *it)
{
	uint8_t b[32];
	static uint8_t kept[32];
	struct span s;

	assert_true(hex_decode(b, len, hex));
	memcpy(kept, b, sizeof kept);
	s = span_of(kept, len, 0);
	return cbor_read(&s, it);
}

static void cbor_reads_and_refuses(void **state)
{
	struct cbor_item it;

	(void)state;
	assert_true(reads("f93c00", 3, &it));
	assert_true(it.real > 0.999 && it.real < 1.001);
	assert_true(reads("fa47c35000", 5, &it));
	assert_true(it.real > 99999 && it.real < 100001);
	assert_true(reads("6161", 2, &it) && it.kind == CBOR_TEXT && it.bytes.len == 1);
	assert_false(reads("6261", 2, &it));               /* text runs past the end */
	assert_false(reads("7bffffffffffffffff", 9, &it)); /* text of 2^64 - 1 bytes */
	assert_false(reads("9affffffff", 5, &it));         /* array of more items than bytes */
	assert_false(reads("5f", 1, &it));                 /* indefinite */
	assert_false(reads("1c", 1, &it));                 /* reserved length */
	assert_false(reads("18", 1, &it));                 /* cut number */
}

static void cbor_skip_limits_depth(void **state)
{
	uint8_t deep[100];
	struct span s;

	(void)state;
	memset(deep, 0x81, sizeof deep);
	deep[99] = 0;
	s = span_of(deep, sizeof deep, 0);
	assert_false(cbor_skip(&s));
	s = span_of(deep + 90, 10, 0);
	assert_true(cbor_skip(&s));
}

/* ---- error, suggest ---- */

static void errors_are_safe_to_show(void **state)
{
	struct error e = ERROR_INIT;
	char text[480];

	(void)state;
	assert_int_equal(err_corrupt(&e, 17, "name '%s' is odd", "\x1b[2J"), ST_CORRUPT);
	assert_string_equal(err_text(&e, text, sizeof text), "name '<U+001B>[2J' is odd (at byte 17)");
	err_context(&e, e.code, "reading '%s'", "a");
	assert_string_equal(err_text(&e, text, sizeof text), "reading 'a': name '<U+001B>[2J' is odd (at byte 17)");
	assert_int_equal(err_set(NULL, ST_IO, "x"), ST_IO);
}

static const char *word(size_t i, void *arg)
{
	static const char *const words[] = { "scan", "inspect", "recapture", NULL };

	(void)arg;
	return words[i];
}

/* However long a name is, what happened to it is said. */
static void a_long_name_leaves_the_reason(void **state)
{
	char name[4000], two[2001];
	struct error e;

	(void)state;
	memset(name, 'd', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	err_errno(&e, ST_IO, ENAMETOOLONG, "cannot read '%s'", name);
	assert_non_null(strstr(e.message, "d ... d"));
	assert_non_null(strstr(e.message, "d': File name too long"));
	assert_int_equal(strncmp(e.message, "cannot read 'd", 14), 0);
	memset(name, 27, sizeof name - 1);
	err_set(&e, ST_IO, "'%s' is a FIFO", name);
	assert_non_null(strstr(e.message, "' is a FIFO"));
	for (size_t i = 0; i < 2000; i += 2)
		memcpy(two + i, "\xC3\xA9", 2);
	two[2000] = '\0';
	for (size_t skip = 0; skip < 4; skip++) {
		err_set(&e, ST_IO, "%.*s%s", (int)skip, "aaa", two);
		assert_true(utf8_valid(e.message, strlen(e.message)));
		assert_true(strlen(e.message) > sizeof e.message - 8);
	}
	err_context(&e, ST_IO, "in %s", two);
	assert_true(utf8_valid(e.message, strlen(e.message)));
}

static void nearest_word(void **state)
{
	(void)state;
	assert_string_equal(suggest_nearest("scna", word, NULL), "scan");
	assert_string_equal(suggest_nearest("recaptur", word, NULL), "recapture");
	assert_null(suggest_nearest("harbour", word, NULL));
	assert_null(suggest_nearest("", word, NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(status_names_round_trip),
		cmocka_unit_test(worse_exit_wins),
		cmocka_unit_test(sanitise_marks_what_is_unsafe),
		cmocka_unit_test(sanitise_cuts_at_whole_marks),
		cmocka_unit_test(utf8_codes_round_trip),
		cmocka_unit_test(span_never_leaves_its_bytes),
		cmocka_unit_test(str_stops_at_its_maximum),
		cmocka_unit_test(str_take_of_nothing_is_a_string),
		cmocka_unit_test(arena_stops_at_its_maximum),
		cmocka_unit_test(mem_counts_and_refuses),
		cmocka_unit_test(hashes_of_known_text),
		cmocka_unit_test(base64_of_known_text),
		cmocka_unit_test(times_round_trip),
		cmocka_unit_test(exif_times),
		cmocka_unit_test(cbor_writes_the_shortest),
		cmocka_unit_test(cbor_reads_and_refuses),
		cmocka_unit_test(cbor_skip_limits_depth),
		cmocka_unit_test(errors_are_safe_to_show),
		cmocka_unit_test(a_long_name_leaves_the_reason),
		cmocka_unit_test(nearest_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
