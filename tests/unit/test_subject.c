/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"

#include "src/media/subject.h"
#include "tests/unit/pictures.h"

static const struct limits roomy = LIMITS_DEFAULT;

/* A TIFF block with an IFD1 that names a thumbnail behind it. */
static struct bytes with_thumbnail(const struct bytes *thumb, size_t *offset)
{
	uint8_t tiff[6 + 8 + 6 + 30] =
		"Exif\0\0II*\0\x08\0\0\0\0\0\x0E\0\0\0\2\0\1\2\4\0\1\0\0\0\x2C\0\0\0\2\2\4\0\1\0\0\0";
	struct jpeg_wish w = { .width = 600, .height = 300 };
	struct bytes b = picture_jpeg(&w), payload, segment;

	tiff[6 + 36] = (uint8_t)thumb->len;
	tiff[6 + 37] = (uint8_t)(thumb->len >> 8);
	payload = bytes_copy(tiff, sizeof tiff);
	bytes_add(&payload, thumb->data, thumb->len);
	segment = picture_segment(0xE1, payload.data, payload.len);
	bytes_insert(&b, 20, segment.data, segment.len);
	*offset = 20 + 4 + 6 + 44;
	bytes_release(&payload);
	bytes_release(&segment);
	return b;
}

static void carries_what_checks_share(void **state)
{
	struct jpeg_wish small = { .width = 32, .height = 24 };
	struct bytes thumb = picture_jpeg(&small), b;
	const struct jpeg_coefficients *co, *co2;
	const struct raster *r, *r2;
	const struct plane *luma;
	struct error e = ERROR_INIT;
	struct raster t;
	struct subject s;
	size_t offset;

	(void)state;
	b = with_thumbnail(&thumb, &offset);
	assert_int_equal(subject_open(&s, bytes_span(&b), &roomy, &e), ST_OK);
	assert_true(s.has_jpeg);
	assert_true(s.has_exif);
	assert_int_equal(s.container.n_pictures, 1);
	assert_string_equal(s.container.pictures[0].kind, "thumbnail");
	assert_int_equal(s.container.pictures[0].offset, offset);
	assert_int_equal(s.container.pictures[0].width, 32);
	assert_int_equal(subject_raster(&s, NULL, &r, &e), ST_OK);
	assert_int_equal(subject_raster(&s, NULL, &r2, &e), ST_OK);
	assert_ptr_equal(r, r2);
	assert_int_equal(subject_luma(&s, NULL, &luma, &e), ST_OK);
	assert_int_equal(luma->width, 600);
	assert_int_equal(subject_coefficients(&s, NULL, &co, &e), ST_OK);
	assert_int_equal(subject_coefficients(&s, NULL, &co2, &e), ST_OK);
	assert_ptr_equal(co, co2);
	assert_int_equal(subject_embedded(&s, offset, thumb.len, &t, &e), ST_OK);
	assert_int_equal(t.height, 24);
	raster_release(&t);
	assert_int_equal(subject_embedded(&s, offset, b.len, &t, &e), ST_CORRUPT);
	assert_int_equal(subject_embedded(&s, UINT64_MAX, 1, &t, &e), ST_CORRUPT);
	subject_release(&s);
	subject_release(&s);
	bytes_release(&thumb);
	bytes_release(&b);
}

static void describes_a_picture(void **state)
{
	struct jpeg_wish w = { .width = 600, .height = 300, .is_solid = true, .solid = { 120, 120, 120 } };
	struct bytes b = picture_jpeg(&w), com = picture_segment(0xFE, "hello", 5);
	struct examination *x = exam_new();
	struct error e = ERROR_INIT;
	struct subject s;

	(void)state;
	bytes_insert(&b, 2, com.data, com.len);
	assert_int_equal(subject_open(&s, bytes_span(&b), &roomy, &e), ST_OK);
	assert_int_equal(subject_describe(&s, NULL, x, &e), ST_OK);
	subject_release(&s); /* the examination stands alone */
	bytes_release(&b);
	assert_int_equal(x->status, ST_OK);
	assert_string_equal(x->media_type, "image/jpeg");
	assert_string_equal(x->format, "JPEG, baseline, 4:2:0");
	assert_int_equal(x->width, 600);
	assert_int_equal(x->preview.width, PREVIEW_MAX_SIDE);
	assert_int_equal(x->preview.height, 192);
	assert_in_range(x->preview.rgb[384 * 192 * 3 - 1], 119, 121);
	assert_non_null(x->facts);
	assert_int_equal(x->n_entries, 4); /* and the three of JFIF */
	assert_string_equal(x->entries[1].group, "JFIF");
	assert_string_equal(x->entries[0].group, "JPEG");
	assert_string_equal(x->entries[0].name, "COM");
	assert_string_equal(x->entries[0].value, "hello");
	assert_int_equal(x->entries[0].offset, 6);
	assert_true(x->n_segments > 5);
	assert_string_equal(x->segments[1].name, "COM");
	exam_free(x);
	bytes_release(&com);
}

/* What cannot be decoded is described all the same. */
static void describes_what_it_cannot_decode(void **state)
{
	struct jpeg_wish w = { .components = 1 };
	struct bytes b = picture_jpeg(&w);
	struct examination *x = exam_new();
	const struct raster *r;
	struct error e = ERROR_INIT;
	struct subject s;
	size_t sof = bytes_find(&b, "\xFF\xC0", 2, 0);

	(void)state;
	b.data[sof + 4] = 12;
	assert_int_equal(subject_open(&s, bytes_span(&b), &roomy, &e), ST_OK);
	assert_int_equal(subject_describe(&s, NULL, x, &e), ST_OK);
	assert_int_equal(x->status, ST_UNSUPPORTED);
	assert_int_equal(x->error.offset, sof);
	assert_int_equal(x->width, 64);
	assert_int_equal(x->preview.width, 0);
	for (int i = 0; i < 2; i++) { /* the failure is remembered */
		err_clear(&e);
		assert_int_equal(subject_raster(&s, NULL, &r, &e), ST_UNSUPPORTED);
		assert_int_equal(e.offset, sof);
	}
	subject_release(&s);
	exam_free(x);
	bytes_release(&b);
}

static void refuses_by_name(void **state)
{
	static const struct { const char *bytes; size_t len; const char *word, *type; } cases[] = {
		{ "RIFF\x10\0\0\0WEBPVP8 ", 16, "WebP", "image/webp" },
		{ "some text", 9, "not a picture format", "application/octet-stream" },
		{ "", 0, "empty", "application/octet-stream" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct examination *x = exam_new();
		struct error e = ERROR_INIT;
		struct subject s;

		assert_int_equal(subject_open(&s, span_of(cases[i].bytes, cases[i].len, 0), &roomy, &e),
				 ST_UNSUPPORTED);
		assert_non_null(strstr(e.message, cases[i].word));
		assert_int_equal(subject_describe(&s, NULL, x, &e), ST_OK);
		assert_string_equal(x->media_type, cases[i].type);
		assert_int_equal(x->status, ST_UNSUPPORTED);
		subject_release(&s);
		exam_free(x);
	}
}

static void damage_that_the_decoder_met_is_kept(void **state)
{
	struct jpeg_wish w = { .components = 1, .width = 300, .height = 300 };
	struct bytes b = picture_jpeg(&w);
	const struct raster *r;
	struct error e = ERROR_INIT;
	struct subject s;
	size_t sos = bytes_find(&b, "\xFF\xDA", 2, 0);

	(void)state;
	memset(b.data + sos + 60, 0xFE, 200); /* no marker, but no picture either */
	assert_int_equal(subject_open(&s, bytes_span(&b), &roomy, &e), ST_OK);
	assert_int_equal(s.container.damage.code, ST_OK);
	assert_int_equal(subject_raster(&s, NULL, &r, &e), ST_OK);
	assert_int_equal(s.container.damage.code, ST_CORRUPT);
	assert_true(s.container.damage.offset > sos);
	subject_release(&s);
	bytes_release(&b);
}

static bool yes(void *owner)
{
	return *(bool *)owner;
}

static void a_cancelled_decode_may_be_asked_again(void **state)
{
	struct jpeg_wish w = { .components = 1 };
	struct bytes b = picture_jpeg(&w);
	bool stop = true;
	struct job_control ctl = { .cancelled = yes, .owner = &stop };
	const struct raster *r;
	struct error e = ERROR_INIT;
	struct subject s;

	(void)state;
	assert_int_equal(subject_open(&s, bytes_span(&b), &roomy, &e), ST_OK);
	assert_int_equal(subject_raster(&s, &ctl, &r, &e), ST_CANCELLED);
	stop = false;
	assert_int_equal(subject_raster(&s, &ctl, &r, &e), ST_OK);
	subject_release(&s);
	bytes_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(carries_what_checks_share),
		cmocka_unit_test(describes_a_picture),
		cmocka_unit_test(describes_what_it_cannot_decode),
		cmocka_unit_test(refuses_by_name),
		cmocka_unit_test(damage_that_the_decoder_met_is_kept),
		cmocka_unit_test(a_cancelled_decode_may_be_asked_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
