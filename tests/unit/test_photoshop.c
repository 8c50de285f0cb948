/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"

#include "src/base/value.h"
#include "src/media/photoshop.h"
#include "src/media/subject.h"
#include "tests/unit/pictures.h"

struct resources {
	struct bytes b;
	struct arena arena;
	struct photoshop p;
	struct error e;
};

static void begin(struct resources *r)
{
	memset(r, 0, sizeof *r);
	r->b = bytes_copy("", 0);
	arena_init(&r->arena, (size_t)16 << 20);
}

static void end(struct resources *r)
{
	bytes_release(&r->b);
	arena_release(&r->arena);
}

/* name: its length must be even, or it is padded. */
static void put(struct resources *r, uint16_t id, const char *name, const void *data, uint32_t len)
{
	const uint8_t head[6] = { '8', 'B', 'I', 'M', (uint8_t)(id >> 8), (uint8_t)id };
	const uint8_t size[4] = { (uint8_t)(len >> 24), (uint8_t)(len >> 16), (uint8_t)(len >> 8), (uint8_t)len };
	uint8_t n = (uint8_t)strlen(name);

	bytes_add(&r->b, head, 6);
	bytes_add(&r->b, &n, 1);
	bytes_add(&r->b, name, n);
	if (n % 2 == 0)
		bytes_add(&r->b, "", 1);
	bytes_add(&r->b, size, 4);
	bytes_add(&r->b, data, len);
	if (len % 2)
		bytes_add(&r->b, "", 1);
}

static enum status read_it(struct resources *r)
{
	return photoshop_read(&r->arena, span_of(r->b.data, r->b.len, 500), &r->p, &r->e);
}

static void reads_what_is_known(void **state)
{
	static const uint8_t resolution[16] = { 0, 72, 0x80, 0, 0, 1, 0, 1, 0, 144, 0, 0, 0, 1, 0, 1 };
	static const uint8_t version[] = { 0, 0, 0, 1, 1, 0, 0, 0, 3, 0, 'A', 0, 'd', 0, 'o', 0, 0, 0, 1, 0, 'B' };
	static const uint8_t slices[] = { 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
					  0, 0, 0, 2, 0, 'h', 0, 'i' };
	static struct resources r;
	struct value *v;

	(void)state;
	begin(&r);
	put(&r, PS_RESOLUTION, "", resolution, sizeof resolution);
	put(&r, PS_JPEG_QUALITY, "odd", "\0\x06\1\1\0\1", 6);
	put(&r, PS_VERSION, "even", version, sizeof version);
	put(&r, PS_SLICES, "", slices, sizeof slices);
	put(&r, PS_URL, "", "http://example.org", 18);
	put(&r, PS_COPYRIGHT, "", "\1", 1);
	put(&r, 0x5555, "", "", 0);
	assert_int_equal(read_it(&r), ST_OK);
	assert_int_equal(r.p.n, 7);
	assert_false(r.p.damaged);
	assert_true(r.p.x_dpi > 72.49 && r.p.x_dpi < 72.51 && r.p.y_dpi > 143.9);
	assert_int_equal(r.p.quality, 10);
	assert_string_equal(r.p.quality_format, "progressive");
	assert_string_equal(r.p.writer, "Ado");
	assert_string_equal(r.p.reader, "B");
	assert_string_equal(r.p.slices_name, "hi");
	assert_string_equal(r.p.url, "http://example.org");
	assert_true(r.p.copyrighted);
	assert_string_equal(r.p.list[1].label, "odd");
	assert_string_equal(r.p.list[2].label, "even");
	assert_string_equal(r.p.list[1].name, "JPEG quality");
	assert_null(r.p.list[6].name);
	assert_int_equal(r.p.list[0].bytes.origin, 512);
	v = value_new(&r.arena, VALUE_MAP);
	photoshop_facts_value(&r.arena, &r.p, v);
	assert_string_equal(value_get_text(value_get(v, "photoshop"), "writer"), "Ado");
	end(&r);
}

static void compares_the_digest(void **state)
{
	/* MD5 of "abc": RFC 1321, A.5 */
	static const uint8_t md5[MD5_LEN] = { 0x90, 0x01, 0x50, 0x98, 0x3C, 0xD2, 0x4F, 0xB0,
					      0xD6, 0x96, 0x3F, 0x7D, 0x28, 0xE1, 0x7F, 0x72 };
	static const uint8_t zero[MD5_LEN];
	static struct resources r;

	(void)state;
	begin(&r);
	put(&r, PS_DIGEST, "", md5, MD5_LEN);
	assert_int_equal(read_it(&r), ST_OK);
	assert_int_equal(r.p.digest_state, DIGEST_NO_IPTC);
	photoshop_compare(&r.p, (struct span){ 0 });
	assert_int_equal(r.p.digest_state, DIGEST_NO_IPTC);
	photoshop_compare(&r.p, span_of("abc", 3, 0));
	assert_int_equal(r.p.digest_state, DIGEST_MATCH);
	photoshop_compare(&r.p, span_of("abd", 3, 0));
	assert_int_equal(r.p.digest_state, DIGEST_DIFFERS);
	end(&r);
	begin(&r);
	put(&r, PS_DIGEST, "", zero, MD5_LEN);
	assert_int_equal(read_it(&r), ST_OK);
	photoshop_compare(&r.p, span_of("abc", 3, 0));
	assert_int_equal(r.p.digest_state, DIGEST_UNSET);
	end(&r);
	begin(&r);
	put(&r, PS_DIGEST, "", md5, MD5_LEN - 1);
	assert_int_equal(read_it(&r), ST_OK);
	assert_int_equal(r.p.digest_state, DIGEST_ABSENT);
	end(&r);
}

static void survives_damage(void **state)
{
	static struct resources r;

	(void)state;
	begin(&r);
	assert_int_equal(read_it(&r), ST_CORRUPT);
	put(&r, PS_COPYRIGHT, "", "\1", 1);
	bytes_add(&r.b, "8BIM\4\4\0\0\0\0\xFF\xFFrest", 16);
	assert_int_equal(read_it(&r), ST_OK);
	assert_int_equal(r.p.n, 1);
	assert_true(r.p.damaged);
	for (size_t len = 0; len < r.b.len; len++) {
		struct photoshop p;

		if (photoshop_read(&r.arena, span_of(r.b.data, len, 0), &p, &r.e) == ST_OK)
			assert_int_equal(p.n, 1);
	}
	end(&r);
	begin(&r);
	put(&r, PS_JPEG_QUALITY, "", "\0\x40\0\0", 4); /* 68 of 12 */
	put(&r, PS_THUMBNAIL, "", "\0\0\0\1", 4);
	put(&r, PS_VERSION, "", "\0\0\0\1\1\xFF\xFF\xFF\xFF", 9);
	assert_int_equal(read_it(&r), ST_OK);
	assert_false(r.p.has_quality || r.p.has_thumbnail);
	assert_null(r.p.writer);
	end(&r);
}

/* A JPEG with resources whose thumbnail is a JPEG of its own; cut in two segments when `split`. */
static struct bytes picture_with_thumbnail(bool split, uint64_t *where)
{
	struct jpeg_wish small = { .width = 40, .height = 24 }, big = { .width = 400, .height = 240 };
	struct bytes thumb = picture_jpeg(&small), b = picture_jpeg(&big), segment, payload;
	uint8_t head[28] = { 0, 0, 0, 1, 0, 0, 0, 40, 0, 0, 0, 24 };
	static struct resources r;
	size_t cut;

	begin(&r);
	bytes_insert(&thumb, 0, head, sizeof head);
	put(&r, PS_THUMBNAIL, "", thumb.data, (uint32_t)thumb.len);
	cut = split ? r.b.len / 2 : 0;
	payload = bytes_copy("Photoshop 3.0", 14);
	bytes_add(&payload, r.b.data + cut, r.b.len - cut);
	segment = picture_segment(0xED, payload.data, payload.len);
	bytes_insert(&b, 20, segment.data, segment.len);
	bytes_release(&payload);
	bytes_release(&segment);
	if (split) {
		payload = bytes_copy("Photoshop 3.0", 14);
		bytes_add(&payload, r.b.data, cut);
		segment = picture_segment(0xED, payload.data, payload.len);
		bytes_insert(&b, 20, segment.data, segment.len);
		bytes_release(&payload);
		bytes_release(&segment);
	}
	*where = 20 + 4 + 14 + 12 + 28;
	bytes_release(&thumb);
	end(&r);
	return b;
}

static void the_thumbnail_is_a_picture_inside(void **state)
{
	static const struct limits roomy = LIMITS_DEFAULT;
	struct error e = ERROR_INIT;
	struct raster t;
	struct subject s;
	struct bytes b;
	uint64_t where;

	(void)state;
	b = picture_with_thumbnail(false, &where);
	assert_int_equal(subject_open(&s, bytes_span(&b), &roomy, &e), ST_OK);
	assert_true(s.has_photoshop && s.photoshop.has_thumbnail);
	assert_int_equal(s.container.n_pictures, 1);
	assert_string_equal(s.container.pictures[0].kind, "thumbnail (Photoshop)");
	assert_int_equal(s.container.pictures[0].offset, where);
	assert_int_equal(s.container.pictures[0].width, 40);
	subject_release(&s);
	bytes_release(&b);

	b = picture_with_thumbnail(true, &where);
	assert_int_equal(subject_open(&s, bytes_span(&b), &roomy, &e), ST_OK);
	assert_true(s.photoshop.joined);
	assert_int_equal(s.container.n_pictures, 0); /* it lies nowhere in one piece */
	assert_int_equal(subject_embedded_bytes(&s, s.photoshop.thumbnail, &t, &e), ST_OK);
	assert_int_equal(t.height, 24);
	raster_release(&t);
	subject_release(&s);
	bytes_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_what_is_known),
		cmocka_unit_test(compares_the_digest),
		cmocka_unit_test(survives_damage),
		cmocka_unit_test(the_thumbnail_is_a_picture_inside),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
