/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"

#include "src/trust/jumbf.h"
#include "tests/unit/store_builder.h"

#include <brotli/encode.h>

struct parsed {
	struct arena arena;
	struct jumbf_box *box;
	struct error e;
};

static enum status parse(struct parsed *p, const struct bytes *b)
{
	memset(p, 0, sizeof *p);
	arena_init(&p->arena, (size_t)256 << 20);
	return jumbf_parse(&p->arena, bytes_span(b), &p->box, &p->e);
}

static void expect(struct bytes b, enum status st, uint64_t offset)
{
	struct parsed p;

	assert_int_equal(parse(&p, &b), st);
	assert_true(st == ST_OK || (p.e.has_offset && p.e.offset == offset));
	arena_release(&p.arena);
	bytes_release(&b);
}

/* ---- stores as they should be ---- */

static void reads_a_store(void **state)
{
	const struct store_wish w = { .manifests = 2 };
	struct bytes b = build_store(&w);
	const struct jumbf_box *m, *assertions, *actions, *cbor;
	struct parsed p;

	(void)state;
	assert_int_equal(parse(&p, &b), ST_OK);
	assert_true(jumbf_is_c2pa(p.box, FOURCC('c', '2', 'p', 'a')));
	assert_false(jumbf_is_c2pa(p.box, FOURCC('c', '2', 'm', 'a')));
	assert_string_equal(p.box->label, "c2pa");
	assert_int_equal(p.box->n, 2);
	assert_string_equal(p.box->last->label, "urn:c2pa:2");
	assert_int_equal(p.box->payload.origin, 8);
	m = jumbf_child(p.box, "urn:c2pa:1");
	assert_true(jumbf_is_c2pa(m, FOURCC('c', '2', 'm', 'a')));
	assert_ptr_equal(m->parent, p.box);
	assertions = jumbf_child(m, "c2pa.assertions");
	actions = jumbf_child(assertions, "c2pa.actions");
	assert_true(actions->has_salt);
	assert_int_equal(actions->salt.len, 16);
	assert_memory_equal(actions->salt.data, "0123456789abcdef", 16);
	cbor = jumbf_content(actions, FOURCC('c', 'b', 'o', 'r'));
	assert_memory_equal(b.data + cbor->payload.origin, cbor->payload.data, cbor->payload.len);
	assert_null(jumbf_content(actions, FOURCC('j', 's', 'o', 'n')));
	assert_null(jumbf_child(m, "c2pa.none"));
	assert_null(jumbf_child(NULL, "c2pa"));
	arena_release(&p.arena);
	bytes_release(&b);
}

static void two_of_one_label_are_none(void **state)
{
	struct boxes x = { 0 };
	struct parsed p;

	(void)state;
	super_open(&x, "c2as", "store", NULL, 0);
	for (unsigned i = 0; i < 2; i++) {
		super_open(&x, "cbor", "twice", NULL, 0);
		box_close(&x);
	}
	box_close(&x);
	assert_int_equal(parse(&p, &x.b), ST_OK);
	assert_null(jumbf_child(p.box, "twice"));
	assert_int_equal(jumbf_count(p.box, "twice"), 2);
	arena_release(&p.arena);
	bytes_release(&x.b);
}

static void reads_both_other_lengths(void **state)
{
	struct boxes x = { 0 };
	struct parsed p;

	(void)state;
	super_open(&x, "c2as", NULL, NULL, 0);
	put_int(&x, 4, 1);
	put(&x, "long", 4);
	put_int(&x, 8, 18);
	put(&x, "ab", 2);
	put_int(&x, 4, 0);
	put(&x, "rest", 4);
	put(&x, "cde", 3);
	box_close(&x);
	assert_int_equal(parse(&p, &x.b), ST_OK);
	assert_int_equal(p.box->n, 2);
	assert_string_equal(p.box->label, "");
	assert_int_equal(p.box->first->payload.len, 2);
	assert_int_equal(p.box->first->whole.len, 18);
	assert_int_equal(p.box->last->payload.len, 3);
	arena_release(&p.arena);
	bytes_release(&x.b);
}

/* ---- description boxes ---- */

static struct bytes described(uint8_t toggles, const void *tail, size_t len)
{
	struct boxes x = { 0 };

	box_open(&x, "jumb");
	put_description(&x, "cbor", toggles, tail, len);
	box_close(&x);
	return x.b;
}

static void toggles_say_what_is_there(void **state)
{
	uint8_t all[2 + 4 + 32 + 8 + 32] = "l";

	(void)state;
	memcpy(all + 38, "\0\0\0\x28" "c2sh", 8);
	expect(described(0x1F, all, sizeof all), ST_OK, 0);
	expect(described(0x03, "l", 2), ST_OK, 0);
	expect(described(0x00, "", 0), ST_OK, 0);
	expect(described(0x10, "\0\0\0\x09other", 9), ST_OK, 0);      /* somebody else's private box */
	expect(described(0x03, "l", 1), ST_CORRUPT, 8 + 8 + 17);      /* label without its end */
	expect(described(0x04, "abc", 3), ST_CORRUPT, 8 + 8 + 17);
	expect(described(0x08, all, 31), ST_CORRUPT, 8 + 8 + 17);
	expect(described(0x03, "l\0x", 3), ST_CORRUPT, 8 + 8 + 19);   /* something behind it */
	expect(described(0x13, "l", 2), ST_CORRUPT, 8 + 8 + 19);      /* says it has a private box */
	expect(described(0x23, "l", 2), ST_CORRUPT, 8 + 8 + 16);
	memcpy(all, "\0\0\0\x19" "c2sh", 8);
	expect(described(0x10, all, 25), ST_CORRUPT, 8 + 8 + 17);     /* salt of 17 bytes */
	expect(described(0x10, "\0\0\0\x40" "c2sh", 8), ST_CORRUPT, 8 + 8 + 17);
}

static void labels_have_rules(void **state)
{
	static const struct { const char *label; unsigned bad; } rows[] = {
		{ "a/b", 1 }, { "a;b", 1 }, { "?", 0 }, { "ab#", 2 }, { "\x1B[31m", 0 }, { "a\x7F", 1 },
		{ "\xC2\x85", 0 }, { "\xFF", 0 }, { "a\xC3", 1 },
	};
	char longest[JUMBF_LABEL_MAX + 2];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		expect(described(0x03, rows[i].label, strlen(rows[i].label) + 1), ST_CORRUPT, 8 + 8 + 17 + rows[i].bad);
	expect(described(0x03, "c2pa.ingredient__2 \xC3\xA9\0", 23), ST_CORRUPT, 8 + 8 + 17 + 22);
	expect(described(0x03, "c2pa.ingredient__2 \xC3\xA9", 22), ST_OK, 0);
	memset(longest, 'a', sizeof longest);
	longest[JUMBF_LABEL_MAX + 1] = '\0';
	expect(described(0x03, longest, sizeof longest), ST_LIMIT, 8 + 8 + 17);
	expect(described(0x03, longest + 1, sizeof longest - 1), ST_OK, 0);
}

/* ---- hostile ---- */

static struct bytes damaged(size_t at, uint8_t byte)
{
	struct bytes b = described(0x03, "l", 2);

	b.data[at] = byte;
	return b;
}

static void refuses_wrong_boxes(void **state)
{
	struct bytes b;

	(void)state;
	expect(bytes_copy("\0\0\0", 3), ST_CORRUPT, 0);
	expect(bytes_copy("\0\0\0\x08jumb", 8), ST_CORRUPT, 8);		    /* without a description */
	expect(bytes_copy("\0\0\0\x08" "cbor", 8), ST_CORRUPT, 0);	    /* no superbox */
	expect(bytes_copy("\0\0\0\1jumb\0\0\0\0\0\0\0\x0F", 16), ST_CORRUPT, 0); /* shorter than its header */
	expect(bytes_copy("\0\0\0\1jumb\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 16), ST_CORRUPT, 0);
	expect(damaged(3, 4), ST_CORRUPT, 0);
	expect(damaged(3, 0xFF), ST_CORRUPT, 0);	/* past the end */
	expect(damaged(11, 0xFF), ST_CORRUPT, 8);	/* a description longer than its superbox */
	expect(damaged(15, 'x'), ST_CORRUPT, 8);	/* another box where the description should be */
	b = described(0x03, "l", 2);
	bytes_add(&b, "x", 1);
	expect(b, ST_CORRUPT, b.len - 1);		/* more than the superbox */
}

static void refuses_a_second_description(void **state)
{
	struct boxes x = { 0 };

	(void)state;
	super_open(&x, "c2as", "l", NULL, 0);
	put_description(&x, "cbor", 0x00, "", 0);
	box_close(&x);
	expect(x.b, ST_CORRUPT, 8 + 27);
}

/* box_builder nests 16 deep; these are nested by their lengths alone. */
static struct bytes nested(unsigned levels)
{
	enum { LEVEL = 8 + 25 };
	struct bytes b = bytes_copy("", 0);

	for (unsigned i = 0; i < levels; i++) {
		struct bytes one = described(0x00, "", 0);
		size_t size = (size_t)LEVEL * (levels - i);

		one.data[2] = (uint8_t)(size >> 8);
		one.data[3] = (uint8_t)size;
		bytes_add(&b, one.data, one.len);
		bytes_release(&one);
	}
	return b;
}

static void depth_is_bounded(void **state)
{
	(void)state;
	expect(nested(JUMBF_DEPTH), ST_OK, 0);
	expect(nested(JUMBF_DEPTH + 1), ST_LIMIT, (8 + 25) * JUMBF_DEPTH);
}

static void boxes_are_bounded(void **state)
{
	struct bytes b = described(0x00, "", 0);
	uint8_t *many = calloc(JUMBF_BOXES, 8);
	size_t size = b.len + (size_t)8 * JUMBF_BOXES;

	(void)state;
	assert_non_null(many);
	for (size_t i = 0; i < JUMBF_BOXES; i++)
		memcpy(many + 8 * i, "\0\0\0\x08" "free", 8);
	bytes_add(&b, many, (size_t)8 * JUMBF_BOXES);
	for (unsigned i = 0; i < 4; i++)
		b.data[i] = (uint8_t)(size >> (24 - 8 * i));
	expect(b, ST_LIMIT, size - 8);
	free(many);
}

/* ---- compressed manifests ---- */

static struct bytes brotli(const struct bytes *plain)
{
	size_t len = BrotliEncoderMaxCompressedSize(plain->len) + 64;
	uint8_t *out = malloc(len);
	struct bytes b;

	assert_non_null(out);
	assert_true(BrotliEncoderCompress(5, 22, BROTLI_MODE_GENERIC, plain->len, plain->data, &len, out));
	b = bytes_copy(out, len);
	free(out);
	return b;
}

static struct bytes manifest(const char *kind, const char *label)
{
	struct boxes x = { 0 };

	super_open(&x, kind, label, NULL, 0);
	super_open(&x, "c2as", "c2pa.assertions", NULL, 0);
	box_close(&x);
	box_close(&x);
	return x.b;
}

/* The compressed box is a `c2cm` of label "m"; tail: bytes behind the Brotli stream; times: how often the
 * box is there. */
static enum status inflate(const struct bytes *packed, const char *tail, unsigned times, struct parsed *p,
			   struct jumbf_box **out)
{
	struct bytes all = bytes_copy(packed->data, packed->len);
	struct boxes x = { 0 };
	enum status st;

	bytes_add(&all, tail, strlen(tail));
	super_open(&x, "c2cm", "m", NULL, 0);
	for (unsigned i = 0; i < times; i++)
		box_whole(&x, "brob", all.data, all.len);
	box_close(&x);
	assert_int_equal(parse(p, &x.b), ST_OK);
	st = jumbf_inflate(&p->arena, p->box, out, &p->e);
	bytes_release(&all);
	bytes_release(&x.b);
	return st;
}

static void expect_inflate(struct bytes plain, const char *tail, unsigned times, enum status st)
{
	struct bytes packed = brotli(&plain);
	struct jumbf_box *out = NULL;
	struct parsed p;

	assert_int_equal(inflate(&packed, tail, times, &p, &out), st);
	if (st == ST_OK) {
		assert_string_equal(out->label, "m");
		assert_non_null(jumbf_child(out, "c2pa.assertions"));
	}
	arena_release(&p.arena);
	bytes_release(&packed);
	bytes_release(&plain);
}

static void inflates_a_manifest(void **state)
{
	(void)state;
	expect_inflate(manifest("c2ma", "m"), "", 1, ST_OK);
	expect_inflate(manifest("c2um", "m"), "", 1, ST_OK);
	expect_inflate(manifest("c2cm", "m"), "", 1, ST_CORRUPT); /* compressed in compressed */
	expect_inflate(manifest("c2ma", "other"), "", 1, ST_CORRUPT);
	expect_inflate(manifest("c2ma", "m"), "x", 1, ST_CORRUPT);
	expect_inflate(manifest("c2ma", "m"), "", 0, ST_CORRUPT);
	expect_inflate(manifest("c2ma", "m"), "", 2, ST_CORRUPT);
	expect_inflate(bytes_copy("no boxes", 8), "", 1, ST_CORRUPT);
}

static void refuses_what_is_no_brotli(void **state)
{
	struct bytes plain = manifest("c2ma", "m"), packed = brotli(&plain);
	struct jumbf_box *out = NULL;
	struct parsed p;

	(void)state;
	packed.len--;
	assert_int_equal(inflate(&packed, "", 1, &p, &out), ST_CORRUPT);
	arena_release(&p.arena);
	memset(packed.data, 0xFF, packed.len);
	assert_int_equal(inflate(&packed, "", 1, &p, &out), ST_CORRUPT);
	arena_release(&p.arena);
	packed.len = 0;
	assert_int_equal(inflate(&packed, "", 1, &p, &out), ST_CORRUPT);
	arena_release(&p.arena);
	assert_null(out);
	bytes_release(&plain);
	bytes_release(&packed);
}

/* A few kB that become more than 32 MB. */
static void a_bomb_is_stopped(void **state)
{
	struct bytes plain = { calloc(JUMBF_INFLATED_MAX + 1, 1), JUMBF_INFLATED_MAX + 1 }, packed;
	struct jumbf_box *out = NULL;
	struct parsed p;

	(void)state;
	assert_non_null(plain.data);
	packed = brotli(&plain);
	assert_true(packed.len < 100000);
	assert_int_equal(inflate(&packed, "", 1, &p, &out), ST_LIMIT);
	arena_release(&p.arena);
	bytes_release(&plain);
	bytes_release(&packed);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_a_store),
		cmocka_unit_test(two_of_one_label_are_none),
		cmocka_unit_test(reads_both_other_lengths),
		cmocka_unit_test(toggles_say_what_is_there),
		cmocka_unit_test(labels_have_rules),
		cmocka_unit_test(refuses_wrong_boxes),
		cmocka_unit_test(refuses_a_second_description),
		cmocka_unit_test(depth_is_bounded),
		cmocka_unit_test(boxes_are_bounded),
		cmocka_unit_test(inflates_a_manifest),
		cmocka_unit_test(refuses_what_is_no_brotli),
		cmocka_unit_test(a_bomb_is_stopped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
