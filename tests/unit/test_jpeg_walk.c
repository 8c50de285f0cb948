/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/walked.h"

static struct bytes sample(void)
{
	struct jpeg_wish w = { .width = 70, .height = 50, .restart = 2 };

	return picture_jpeg(&w);
}

static void lists_a_plain_file(void **state)
{
	struct bytes b = sample();
	const struct segment *s;
	struct walked w;

	(void)state;
	walked_open(&w, &b);
	assert_int_equal(w.c.damage.code, ST_OK);
	assert_string_equal(w.c.format, "JPEG, baseline, 4:2:0");
	assert_int_equal(w.c.width, 70);
	assert_int_equal(w.c.height, 50);
	assert_int_equal(w.c.end, b.len);
	assert_string_equal(w.c.segments[0].name, "SOI");
	s = walked_find(&w, "APP0 JFIF");
	assert_int_equal(s->offset, 2);
	assert_int_equal(s->length, 18);
	assert_string_equal(s->detail, "version 1.01, 1x1 aspect");
	assert_string_equal(walked_find(&w, "SOF0")->detail,
			    "8-bit, 70x50, 3 components; 1: 2x2 table 0, 2: 1x1 table 1, 3: 1x1 table 1");
	assert_string_equal(walked_find(&w, "DQT")->detail, "table 0, 8-bit");
	assert_string_equal(walked_find(&w, "DHT")->detail, "DC 0");
	assert_string_equal(walked_find(&w, "DRI")->detail, "every 2 MCUs");
	assert_string_equal(walked_find(&w, "SOS")->detail, "components 1, 2, 3; Ss 0, Se 63, Ah 0, Al 0");
	assert_string_equal(walked_find(&w, "entropy data")->detail, "9 restart markers"); /* 5 x 4 MCUs */
	assert_string_equal(w.c.segments[w.c.n_segments - 1].name, "EOI");
	walked_close(&w);
	bytes_release(&b);
}

static void add_app(struct bytes *b, uint8_t marker, const void *payload, size_t len)
{
	struct bytes s = picture_segment(marker, payload, len);

	bytes_insert(b, 20, s.data, s.len); /* behind JFIF */
	bytes_release(&s);
}

static const struct block *block_of(const struct walked *w, enum block_kind kind, const char *text,
				    size_t len)
{
	const struct block *b = container_find(&w->c, kind);

	assert_non_null(b);
	assert_int_equal(b->bytes.len, len);
	assert_memory_equal(b->bytes.data, text, len);
	assert_int_equal(b->bytes.pos, 0);
	return b;
}

static void finds_blocks(void **state)
{
	static const char iptc[] = "Photoshop 3.0\0"
				   "8BIM\x04\x04\0\0\0\0\0\5hello\0"
				   "8BIM\x04\x25\0\0\0\0\0\0";
	struct bytes b = sample();
	struct walked w;

	(void)state;
	add_app(&b, 0xED, iptc, sizeof iptc - 1);
	add_app(&b, 0xEB, "JP\0\1\0\0\0\1box", 11);
	add_app(&b, 0xE2, "ICC_PROFILE\0\1\2profile", 21);
	add_app(&b, 0xE1, "http://ns.adobe.com/xap/1.0/\0<x/>", 33);
	add_app(&b, 0xE1, "Exif\0\0MM\0*second", 16);
	add_app(&b, 0xE1, "Exif\0\0II*\0first", 15);
	add_app(&b, 0xFE, "caf\xE9", 4);
	walked_open(&w, &b);
	assert_int_equal(w.c.damage.code, ST_OK);
	assert_int_equal(block_of(&w, BLOCK_EXIF, "II*\0first", 9)->bytes.origin, 20 + 8 + 10);
	block_of(&w, BLOCK_XMP, "<x/>", 4);
	block_of(&w, BLOCK_ICC, "profile", 7);
	block_of(&w, BLOCK_JUMBF, "JP\0\1\0\0\0\1box", 11);
	block_of(&w, BLOCK_IPTC, "hello", 5);
	block_of(&w, BLOCK_PHOTOSHOP, iptc + 14, sizeof iptc - 15);
	assert_string_equal(container_find(&w.c, BLOCK_TEXT)->text, "caf\xC3\xA9");
	assert_string_equal(container_find(&w.c, BLOCK_TEXT)->keyword, "COM");
	block_of(&w, BLOCK_JFIF, "\1\1\0\0\1\0\1\0\0", 9);
	assert_int_equal(container_find(&w.c, BLOCK_ICC)->parts, 2);
	assert_int_equal(w.c.n_blocks, 9); /* both EXIF blocks stay, in their order */
	assert_string_equal(walked_find(&w, "APP2 ICC")->detail, "part 1 of 2");
	assert_string_equal(walked_find(&w, "APP13 Photoshop")->detail, "2 resources");
	assert_string_equal(walked_find(&w, "APP11 JUMBF")->detail, "box 1, part 1");
	walked_close(&w);
	bytes_release(&b);
}

static void takes_fill_bytes_as_they_come(void **state)
{
	struct bytes b = sample();
	struct walked w;

	(void)state;
	bytes_insert(&b, 20, "\xFF\xFF\xFF", 3);
	walked_open(&w, &b);
	assert_int_equal(w.c.damage.code, ST_OK);
	assert_string_equal(w.c.segments[2].name, "DQT");
	assert_int_equal(w.c.segments[2].offset, 20);
	walked_close(&w);
	bytes_release(&b);
}

static void names_bytes_between_segments(void **state)
{
	struct bytes b = sample();
	struct walked w;

	(void)state;
	bytes_insert(&b, 20, "abc", 3);
	walked_open(&w, &b);
	walked_expect_damage(&w, 20, "3 extraneous bytes before marker 0xdb");
	assert_int_equal(walked_find(&w, "extraneous bytes")->length, 3);
	assert_int_equal(w.c.end, b.len); /* and it went on */
	walked_close(&w);
	bytes_release(&b);
}

static void stops_where_libjpeg_stops(void **state)
{
	struct bytes b = sample();
	struct walked w;
	size_t sos;

	(void)state;
	bytes_insert(&b, 20, "\xFF\xD8", 2);
	walked_open(&w, &b);
	walked_expect_damage(&w, 20, "second start of image");
	assert_int_equal(walked_find(&w, "not walked")->offset, 20);
	walked_close(&w);
	memcpy(b.data + 20, "\xFF\x02", 2);
	walked_open(&w, &b);
	walked_expect_damage(&w, 20, "unknown marker 0x02");
	walked_close(&w);
	memcpy(b.data + 20, "\xFF\xFF", 2);
	sos = bytes_find(&b, "\xFF\xDA", 2, 0);
	b.len = sos + 5;
	walked_open(&w, &b);
	walked_expect_damage(&w, sos, "segment SOS runs past the end");
	walked_close(&w);
	bytes_release(&b);
}

static void says_when_a_length_is_nonsense(void **state)
{
	struct bytes b = sample();
	struct walked w;

	(void)state;
	bytes_insert(&b, 20, "\xFF\xEA\0\1", 4);
	walked_open(&w, &b);
	walked_expect_damage(&w, 20, "segment APP10 has a length below 2");
	assert_int_equal(w.c.end, b.len);
	walked_close(&w);
	bytes_release(&b);
}

static void says_when_the_end_is_missing(void **state)
{
	struct bytes b = sample();
	struct walked w;

	(void)state;
	b.len -= 2;
	walked_open(&w, &b);
	walked_expect_damage(&w, b.len, "no end of image");
	assert_int_equal(w.c.end, 0);
	walked_close(&w);
	bytes_release(&b);
}

static void reads_the_height_from_dnl(void **state)
{
	struct bytes b = sample();
	size_t sof = bytes_find(&b, "\xFF\xC0", 2, 0);
	struct walked w;

	(void)state;
	memset(b.data + sof + 5, 0, 2);
	bytes_insert(&b, b.len - 2, "\xFF\xDC\0\4\0\x32", 6);
	walked_open(&w, &b);
	assert_int_equal(w.c.height, 50);
	assert_string_equal(walked_find(&w, "DNL")->detail, "50 lines");
	walked_close(&w);
	bytes_release(&b);
}

static void lists_pictures_behind_the_end(void **state)
{
	struct bytes b = sample(), second = sample(), png;
	struct png_wish pw = { .width = 5, .height = 4, .depth = 8, .colour = 2 };
	size_t end = b.len;
	struct walked w;

	(void)state;
	png = picture_png(&pw, NULL);
	bytes_add(&b, "some zeros\0\0", 12);
	bytes_add(&b, second.data, second.len);
	bytes_add(&b, png.data, png.len);
	bytes_add(&b, "\xFF\xD8\xFF\xE0tail", 8); /* a signature with nothing behind it */
	walked_open(&w, &b);
	assert_int_equal(w.c.damage.code, ST_OK);
	assert_int_equal(w.c.end, end);
	assert_int_equal(walked_find(&w, "data after end")->offset, end);
	assert_int_equal(w.c.n_pictures, 2);
	assert_string_equal(w.c.pictures[0].kind, "trailing");
	assert_string_equal(w.c.pictures[0].media_type, "image/jpeg");
	assert_int_equal(w.c.pictures[0].offset, end + 12);
	assert_int_equal(w.c.pictures[0].length, second.len);
	assert_int_equal(w.c.pictures[0].width, 70);
	assert_string_equal(w.c.pictures[1].media_type, "image/png");
	assert_int_equal(w.c.pictures[1].offset, end + 12 + second.len);
	assert_int_equal(w.c.pictures[1].length, png.len);
	assert_int_equal(w.c.pictures[1].height, 4);
	walked_close(&w);
	bytes_release(&b);
	bytes_release(&second);
	bytes_release(&png);
}

static void le32(uint8_t *p, size_t v)
{
	for (int i = 0; i < 4; i++)
		p[i] = (uint8_t)(v >> 8 * i);
}

/* A list of three: the picture itself, one behind the end, one that was cut off. */
static void reads_the_list_of_mpf(void **state)
{
	uint8_t mpf[4 + 8 + 2 + 12 + 4 + 48] = "MPF\0II*\0\x08\0\0\0\1\0\x02\xB0\7\0";
	struct bytes b = sample(), second = sample();
	size_t header = 20 + 4 + 4;
	struct walked w;

	(void)state;
	le32(mpf + 18, 48);
	le32(mpf + 22, 26);
	le32(mpf + 30 + 4, b.len + 4 + sizeof mpf);
	le32(mpf + 46 + 4, second.len);
	le32(mpf + 46 + 8, b.len + 4 + sizeof mpf - header);
	le32(mpf + 62 + 4, 5000);
	le32(mpf + 62 + 8, 1000000);
	add_app(&b, 0xE2, mpf, sizeof mpf);
	bytes_add(&b, second.data, second.len);
	walked_open(&w, &b);
	assert_string_equal(walked_find(&w, "APP2 MPF")->detail, "3 pictures, 1 of them outside the file");
	assert_int_equal(w.c.n_pictures, 1); /* not once more as trailing */
	assert_string_equal(w.c.pictures[0].kind, "mpf");
	assert_int_equal(w.c.pictures[0].offset, b.len - second.len);
	assert_int_equal(w.c.pictures[0].length, second.len);
	assert_int_equal(w.c.pictures[0].width, 70);
	walked_close(&w);
	bytes_release(&b);
	bytes_release(&second);
}

static void has_a_limit_of_pieces(void **state)
{
	struct bytes one = picture_segment(0xE9, "x", 1), many = bytes_copy("\xFF\xD8", 2);
	struct container c = { .width = 0 };
	struct error e = ERROR_INIT;
	struct arena arena;
	uint8_t *all;

	(void)state;
	all = calloc(CONTAINER_MAX_SEGMENTS + 10, one.len);
	for (size_t i = 0; i < CONTAINER_MAX_SEGMENTS + 10; i++)
		memcpy(all + i * one.len, one.data, one.len);
	bytes_add(&many, all, (CONTAINER_MAX_SEGMENTS + 10) * one.len);
	arena_init(&arena, 64 << 20);
	c.arena = &arena;
	c.codec = codec_at(0);
	assert_int_equal(c.codec->walk(bytes_span(&many), &c, &e), ST_LIMIT);
	arena_release(&arena);
	free(all);
	bytes_release(&one);
	bytes_release(&many);
}

static void survives_every_cut_and_flip(void **state)
{
	struct bytes b = sample();
	size_t whole = b.len;

	(void)state;
	add_app(&b, 0xED, "Photoshop 3.0\0" "8BIM\x04\x04\0\0\0\0\0\5hello\0", 32);
	for (size_t i = 6; i < 2 * whole; i++) {
		struct bytes copy = bytes_copy(b.data, i < whole ? i : b.len);
		struct walked w;

		if (i >= whole && i - whole > 3)
			copy.data[i - whole] ^= 0xFF;
		walked_open(&w, &copy);
		walked_close(&w);
		bytes_release(&copy);
	}
	bytes_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_a_plain_file),
		cmocka_unit_test(finds_blocks),
		cmocka_unit_test(takes_fill_bytes_as_they_come),
		cmocka_unit_test(names_bytes_between_segments),
		cmocka_unit_test(stops_where_libjpeg_stops),
		cmocka_unit_test(says_when_a_length_is_nonsense),
		cmocka_unit_test(says_when_the_end_is_missing),
		cmocka_unit_test(reads_the_height_from_dnl),
		cmocka_unit_test(lists_pictures_behind_the_end),
		cmocka_unit_test(reads_the_list_of_mpf),
		cmocka_unit_test(has_a_limit_of_pieces),
		cmocka_unit_test(survives_every_cut_and_flip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
