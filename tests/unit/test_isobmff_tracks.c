/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk of boxes where pictures lie in tracks: Canon's raw files and sequences. */
#include "tests/unit/box_builder.h"
#include "tests/unit/walked.h"

#include "src/media/subject.h"

#define TIFF "II*\0\x08\0\0\0\0\0\0\0\0\0"

static void put_numbers(struct boxes *x, unsigned at, const struct bytes *jpeg)
{
	put_int(x, 8, 0);
	put_int(x, 8, 0);
	x->b.data[x->b.len - 16 + at + 2] = (uint8_t)(jpeg->len >> 8);
	x->b.data[x->b.len - 16 + at + 3] = (uint8_t)jpeg->len;
	put(x, jpeg->data, jpeg->len);
}

static void put_track(struct boxes *x, const char *handler, unsigned width, uint64_t offset, size_t size)
{
	box_open(x, "trak");
	box_open(x, "mdia");
	box_open_full(x, "hdlr", 0, 0);
	put_int(x, 4, 0);
	put(x, handler, 4);
	box_close(x);
	box_open(x, "minf");
	box_open(x, "stbl");
	box_open_full(x, "stsd", 0, 0);
	put_int(x, 4, 1);
	box_open(x, "CRAW");
	for (unsigned i = 0; i < 3; i++)
		put_int(x, 8, 0);
	put_int(x, 2, width);
	put_int(x, 2, width / 2);
	box_close(x);
	box_close(x);
	box_open_full(x, "stsz", 0, 0);
	put_int(x, 4, size);
	put_int(x, 4, 1);
	box_close(x);
	box_open_full(x, "co64", 0, 0);
	put_int(x, 4, 1);
	put_int(x, 8, offset);
	box_close(x);
	for (unsigned i = 0; i < 4; i++)
		box_close(x);
}

static void canon_raw_shows_its_previews(void **state)
{
	struct bytes jpeg = picture_jpeg(&(struct jpeg_wish){ .width = 80, .height = 40 });
	struct boxes x = { .depth = 0 };
	size_t in_mdat;
	struct walked w;

	(void)state;
	put_ftyp(&x, "crx ", "crx isom");
	in_mdat = x.b.len + 8;
	box_whole(&x, "mdat", jpeg.data, jpeg.len);
	box_open(&x, "moov");
	box_open_uuid(&x, "85c0b687820f11e08111f4ce462b6a48");
	box_whole(&x, "CMT1", TIFF, sizeof TIFF - 1);
	box_whole(&x, "CMT2", TIFF, sizeof TIFF - 1);
	box_whole(&x, "CMT3", TIFF, sizeof TIFF - 1);
	box_open(&x, "THMB");
	put_numbers(&x, 8, &jpeg);
	box_close(&x);
	box_close(&x);
	put_track(&x, "vide", 0x1000, in_mdat, jpeg.len);
	put_track(&x, "vide", 0x0800, 1, 4);
	put_track(&x, "vide", 0x0400, UINT64_MAX, 4);
	box_close(&x);
	box_open_uuid(&x, "eaf42b5e1c984b88b9fbb7dc406e4d16");
	put_int(&x, 8, 1);
	box_open(&x, "PRVW");
	put_numbers(&x, 12, &jpeg);
	box_close(&x);
	box_close(&x);
	walked_open(&w, &x.b);
	assert_int_equal(w.c.damage.code, ST_OK);
	assert_int_equal(w.c.n_blocks, 2);
	walked_expect_block(&w, BLOCK_EXIF, TIFF, sizeof TIFF - 1);
	assert_string_equal(w.c.blocks[1].keyword, "Exif");
	assert_int_equal(w.c.width, 0x0800);
	assert_int_equal(w.c.n_pictures, 4);
	for (uint32_t i = 0; i < 3; i++) {
		const struct embedded *p = &w.c.pictures[i];

		assert_string_equal(p->kind, "preview");
		assert_string_equal(p->media_type, "image/jpeg");
		assert_int_equal(p->width, 80);
		assert_int_equal(p->length, jpeg.len);
		assert_memory_equal(x.b.data + p->offset, jpeg.data, jpeg.len);
	}
	assert_string_equal(w.c.pictures[3].kind, "raw");
	walked_close(&w);
	bytes_release(&x.b);
	bytes_release(&jpeg);
}

/* One entry of text in a TIFF block. */
static void put_directory(struct boxes *x, const char *box, uint16_t tag, const char *text)
{
	const uint8_t head[] = { 'I', 'I', '*', 0, 8, 0, 0, 0, 1, 0, (uint8_t)tag, (uint8_t)(tag >> 8), 2, 0,
				 (uint8_t)(strlen(text) + 1), 0, 0, 0, 26, 0, 0, 0, 0, 0, 0, 0 };

	box_open(x, box);
	put(x, head, sizeof head);
	put_text(x, text);
	box_close(x);
}

/* Each directory of a CR3 is a block of its own; one of the other byte order belongs to something else. */
static void canon_directories_join(void **state)
{
	struct limits lim = LIMITS_DEFAULT;
	struct error e = ERROR_INIT;

	(void)state;
	for (unsigned foreign = 0; foreign < 2; foreign++) {
		struct boxes x = { .depth = 0 };
		struct subject s;

		put_ftyp(&x, "crx ", "crx isom");
		box_open(&x, "moov");
		box_open_uuid(&x, "85c0b687820f11e08111f4ce462b6a48");
		put_directory(&x, "CMT1", 0x010F, "Canon");
		put_directory(&x, "CMT2", 0x9003, "2021:05:12 12:21:21");
		if (foreign)
			box_whole(&x, "CMT4", "MM\0*\0\0\0\x08\0\0\0\0\0\0", 14);
		box_close(&x);
		box_close(&x);
		assert_int_equal(subject_open(&s, bytes_span(&x.b), &lim, &e), ST_OK);
		assert_true(s.has_exif);
		assert_string_equal(s.facts.make, "Canon");
		assert_string_equal(s.facts.date_time_original, "2021:05:12 12:21:21");
		assert_int_equal(s.exif.fields[1].ifd, EXIF_IFD_EXIF);
		assert_memory_equal(x.b.data + s.exif.fields[1].bytes.origin, "2021:05:12", 10);
		assert_int_equal(s.container.damage.code, foreign ? ST_CORRUPT : ST_OK);
		subject_release(&s);
		bytes_release(&x.b);
	}
}

static void sequences_are_named(void **state)
{
	struct boxes x = { .depth = 0 };
	struct walked w;

	(void)state;
	put_ftyp(&x, "hevc", "msf1hevc");
	box_open(&x, "moov");
	put_track(&x, "pict", 640, 8, 100000);
	put_track(&x, "auxv", 320, 8, 4);
	put_track(&x, "soun", 100, 8, 4);
	box_close(&x);
	walked_open(&w, &x.b);
	assert_int_equal(w.c.width, 640);
	assert_int_equal(w.c.n_pictures, 2);
	assert_int_equal(walked_picture(&w, "sequence")->length, 0); /* longer than the file */
	assert_int_equal(walked_picture(&w, "auxiliary (sequence)")->length, 4);
	walked_close(&w);
	bytes_release(&x.b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(canon_raw_shows_its_previews),
		cmocka_unit_test(canon_directories_join),
		cmocka_unit_test(sequences_are_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
