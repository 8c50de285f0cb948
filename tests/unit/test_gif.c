/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/mem.h"
#include "tests/unit/pictures_more.h"
#include "tests/unit/walked.h"

static const struct limits roomy = LIMITS_DEFAULT;

static enum status decode(const struct bytes *b, const struct limits *lim, struct job_control *ctl,
			  struct raster *out, struct error *warning, struct error *e)
{
	struct span s = bytes_span(b);
	const struct codec *c = codec_probe(&s);

	assert_string_equal(c->media_type, "image/gif");
	return c->decode(s, lim, ctl, out, warning, e);
}

static void lists_blocks(void **state)
{
	static const char *const names[] = { "header", "screen", "global colours", "graphic control", "image",
					     "image data", "trailer" };
	struct gif_wish wish = { .has_transparent = true, .transparent = 3, .interlaced = true };
	struct bytes b = picture_gif(&wish, NULL);
	struct walked w;

	(void)state;
	walked_open(&w, &b);
	assert_int_equal(w.c.n_segments, ARRAY_LEN(names));
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		assert_string_equal(w.c.segments[i].name, names[i]);
	assert_string_equal(w.c.segments[0].detail, "GIF89a");
	assert_string_equal(w.c.segments[1].detail, "30x20");
	assert_string_equal(w.c.segments[3].detail, "delay 0.10 s, colour 3 is transparent");
	assert_string_equal(w.c.segments[4].detail, "image 1, 30x20 at 0,0, interlaced");
	assert_string_equal(w.c.format, "GIF, 16 colours, interlaced");
	assert_int_equal(w.c.end, b.len);
	assert_int_equal(w.c.damage.code, ST_OK);
	walked_close(&w);
	bytes_release(&b);
}

static void insert(struct bytes *b, struct bytes block)
{
	bytes_insert(b, 13 + 48, block.data, block.len); /* behind 16 colours */
	bytes_release(&block);
}

static void finds_metadata(void **state)
{
	struct gif_wish wish = { .bits = 4 };
	struct bytes b = picture_gif(&wish, NULL);
	uint8_t long_text[600], magic[258];
	const struct block *t;
	struct walked w;

	(void)state;
	memset(long_text, 'x', sizeof long_text);
	for (unsigned i = 0; i < 257; i++)
		magic[i] = i == 0 ? 1 : (uint8_t)(256 - i);
	magic[257] = 0;
	insert(&b, gif_block(0xFF, "NETSCAPE2.0", "\1\7\0", 3));
	insert(&b, gif_block(0xFF, "ICCRGBG1012", long_text, sizeof long_text));
	insert(&b, gif_block(0xFF, "C2PA_GIF\1\1\1", "jumbf", 5));
	insert(&b, gif_block(0xFE, NULL, long_text, sizeof long_text));
	{
		struct bytes x = bytes_copy("!\xFF\x0BXMP DataXMP<x:xmpmeta/>", 14 + 12);

		bytes_add(&x, magic, sizeof magic);
		insert(&b, x);
	}
	walked_open(&w, &b);
	assert_int_equal(w.c.damage.code, ST_OK);
	assert_int_equal(w.c.n_blocks, 4);
	assert_string_equal(walked_find(&w, "application NETSCAPE2.0")->detail, "7 loops");
	t = container_find(&w.c, BLOCK_TEXT);
	assert_string_equal(t->keyword, "comment");
	assert_int_equal(strlen(t->text), 600);
	assert_memory_equal(t->text, long_text, 600);
	t = container_find(&w.c, BLOCK_ICC);
	assert_int_equal(t->bytes.len, 600);
	assert_memory_equal(t->bytes.data, long_text, 600);
	t = container_find(&w.c, BLOCK_JUMBF);
	assert_int_equal(t->bytes.len, 5);
	t = container_find(&w.c, BLOCK_XMP);
	assert_int_equal(t->bytes.len, 12);
	assert_memory_equal(b.data + t->bytes.origin, "<x:xmpmeta/>", 12);
	walked_close(&w);
	bytes_release(&b);
}

static void holds_joined_contents_short(void **state)
{
	static uint8_t much[65000];
	struct gif_wish wish = { .bits = 4 };
	struct bytes b = picture_gif(&wish, NULL), many = bytes_copy("", 0), one;
	size_t all = 0;
	struct walked w;

	(void)state;
	memset(much, 'c', sizeof much);
	one = gif_block(0xFE, NULL, much, sizeof much);
	many.data = realloc(many.data, one.len * 400);
	for (unsigned i = 0; i < 400; i++)
		memcpy(many.data + i * one.len, one.data, one.len);
	many.len = one.len * 400;
	insert(&b, many);
	bytes_release(&one);
	walked_open(&w, &b);
	assert_int_equal(w.c.n_blocks, 400);
	for (uint32_t i = 0; i < w.c.n_blocks; i++)
		all += strlen(w.c.blocks[i].text);
	assert_int_equal(all, 16 << 20); /* of the 26 MB that there are */
	walked_close(&w);
	bytes_release(&b);
}

static void names_what_is_broken(void **state)
{
	struct gif_wish wish = { .bits = 4 };
	struct bytes b = picture_gif(&wish, NULL);
	struct walked w;

	(void)state;
	b.len--;
	walked_open(&w, &b);
	walked_expect_damage(&w, b.len, "no trailer");
	assert_int_equal(w.c.end, 0);
	walked_close(&w);
	b.len -= 5;
	walked_open(&w, &b);
	walked_expect_damage(&w, 13 + 48 + 10, "inside the image data");
	walked_close(&w);
	b.data[13 + 48] = 'X';
	walked_open(&w, &b);
	walked_expect_damage(&w, 13 + 48, "here a block should begin");
	assert_int_equal(walked_find(&w, "not walked")->offset, 13 + 48);
	walked_close(&w);
	b.len = 13 + 48;
	walked_open(&w, &b);
	walked_expect_damage(&w, b.len, "no image");
	walked_close(&w);
	bytes_release(&b);
}

static void lists_frames_and_what_follows(void **state)
{
	struct gif_wish wish = { .w = 10, .h = 8, .x = 3, .y = 4, .frames = 3, .local = true };
	struct bytes b = picture_gif(&wish, NULL);
	size_t end = b.len;
	struct walked w;

	(void)state;
	bytes_add(&b, "more", 4);
	walked_open(&w, &b);
	assert_string_equal(w.c.format, "GIF, animated, 3 frames");
	assert_int_equal(w.c.n_pictures, 2);
	assert_string_equal(w.c.pictures[0].kind, "frame");
	assert_int_equal(w.c.pictures[0].width, 10);
	assert_int_equal(b.data[w.c.pictures[1].offset], ',');
	assert_int_equal(w.c.pictures[1].offset + w.c.pictures[1].length, end - 1);
	assert_int_equal(walked_find(&w, "data after end")->offset, end);
	assert_int_equal(w.c.end, end);
	walked_close(&w);
	bytes_release(&b);
}

#ifdef WITH_GIF
static void compare(const struct gif_wish *wish)
{
	unsigned sw = wish->width ? wish->width : 30, sh = wish->height ? wish->height : 20;
	unsigned iw = wish->w ? wish->w : sw, ih = wish->w ? wish->h : sh;
	bool covers = iw == sw && ih == sh;
	struct error e = ERROR_INIT, warning = ERROR_INIT;
	uint8_t *indices;
	struct bytes b = picture_gif(wish, &indices);
	struct raster r;
	unsigned channels;

	assert_int_equal(decode(&b, &roomy, NULL, &r, &warning, &e), ST_OK);
	assert_int_equal(warning.code, ST_OK);
	assert_int_equal(r.width, sw);
	assert_int_equal(r.height, sh);
	channels = covers && !wish->has_transparent ? 3 : 4;
	assert_int_equal(r.channels, channels);
	for (unsigned y = 0; y < sh; y++)
		for (unsigned x = 0; x < sw; x++) {
			const uint8_t *px = (uint8_t *)r.data + ((size_t)y * sw + x) * channels;
			uint8_t want[4] = { 0 };
			bool in = x >= wish->x && y >= wish->y && x - wish->x < iw && y - wish->y < ih;
			unsigned i = in ? indices[(y - wish->y) * iw + x - wish->x] : 0;

			if (in && !(wish->has_transparent && i == wish->transparent)) {
				picture_palette(i, want);
				want[3] = 255;
			}
			assert_memory_equal(px, want, channels);
		}
	raster_release(&r);
	bytes_release(&b);
	free(indices);
}

static void decodes_every_kind(void **state)
{
	(void)state;
	for (unsigned bits = 1; bits <= 8; bits++)
		for (unsigned mode = 0; mode < 8; mode++) {
			struct gif_wish w = { .width = 61, .height = 43, .bits = bits, .interlaced = mode & 1,
					      .local = mode & 2, .has_transparent = mode & 4,
					      .transparent = 1 };

			compare(&w);
			w.w = 20;
			w.h = 9;
			w.x = 30;
			w.y = 34;
			compare(&w);
		}
	compare(&(struct gif_wish){ .width = 1, .height = 1 });
	compare(&(struct gif_wish){ .width = 300, .height = 200, .bits = 8 }); /* the dictionary fills up */
	compare(&(struct gif_wish){ .frames = 3 });
}

static void grows_a_screen_that_is_too_small(void **state)
{
	struct gif_wish wish = { .bits = 4 };
	struct error e = ERROR_INIT;
	struct bytes b = picture_gif(&wish, NULL);
	struct raster r;
	struct walked w;

	(void)state;
	b.data[6] = 5;
	walked_open(&w, &b);
	walked_expect_damage(&w, 13 + 48, "reaches past the screen of 5x20");
	assert_int_equal(w.c.width, 30);
	walked_close(&w);
	assert_int_equal(decode(&b, &roomy, NULL, &r, NULL, &e), ST_OK);
	assert_int_equal(r.width, 30);
	raster_release(&r);
	bytes_release(&b);
}

static void names_a_colour_that_is_not_there(void **state)
{
	struct gif_wish wish = { .bits = 4 };
	struct error e = ERROR_INIT, warning = ERROR_INIT;
	uint8_t *indices;
	struct bytes b = picture_gif(&wish, &indices), small = bytes_copy(b.data, 13);
	struct raster r;

	(void)state;
	small.data[10] = 0x80 | 2; /* 8 colours */
	bytes_add(&small, b.data + 13, 24);
	bytes_add(&small, b.data + 13 + 48, b.len - 13 - 48);
	assert_int_equal(decode(&small, &roomy, NULL, &r, &warning, &e), ST_OK);
	assert_int_equal(warning.code, ST_CORRUPT);
	assert_non_null(strstr(warning.message, "is not in the table of 8 colours"));
	for (unsigned i = 0; i < 30 * 20; i++) {
		uint8_t want[4] = { 0 };

		if (indices[i] < 8)
			picture_palette(indices[i], want);
		assert_memory_equal((uint8_t *)r.data + i * 3, want, 3);
	}
	raster_release(&r);
	small.data[10] = 0; /* none at all */
	bytes_release(&small);
	small = bytes_copy(b.data, 13);
	small.data[10] = 0;
	bytes_add(&small, b.data + 13 + 48, b.len - 13 - 48);
	assert_int_equal(decode(&small, &roomy, NULL, &r, &warning, &e), ST_UNSUPPORTED);
	bytes_release(&small);
	bytes_release(&b);
	free(indices);
}

static bool yes(void *owner)
{
	(void)owner;
	return true;
}

static void keeps_limits(void **state)
{
	struct gif_wish wish = { .bits = 4 };
	struct limits few = { .pixels = 599, .memory = 1 << 24 }, poor = { .pixels = 1 << 20, .memory = 100 };
	struct job_control ctl = { .cancelled = yes };
	struct bytes b = picture_gif(&wish, NULL);
	struct error e = ERROR_INIT;
	struct raster r;

	(void)state;
	assert_int_equal(decode(&b, &few, NULL, &r, NULL, &e), ST_LIMIT);
	assert_int_equal(decode(&b, &poor, NULL, &r, NULL, &e), ST_MEMORY);
	assert_int_equal(decode(&b, &roomy, &ctl, &r, NULL, &e), ST_CANCELLED);
	memset(b.data + 6, 0xFF, 4); /* the screen */
	assert_int_equal(decode(&b, &roomy, NULL, &r, NULL, &e), ST_LIMIT);
	bytes_release(&b);
}

static void keeps_what_was_decoded_of_a_cut_file(void **state)
{
	struct gif_wish wish = { .width = 64, .height = 64, .bits = 8 };
	struct error e = ERROR_INIT, warning = ERROR_INIT;
	struct bytes b = picture_gif(&wish, NULL);
	struct raster whole, part;

	(void)state;
	assert_int_equal(decode(&b, &roomy, NULL, &whole, NULL, &e), ST_OK);
	b.len -= (b.len - 13 - 768) / 2;
	assert_int_equal(decode(&b, &roomy, NULL, &part, &warning, &e), ST_OK);
	assert_int_equal(warning.code, ST_CORRUPT);
	assert_int_equal(warning.offset, b.len);
	assert_memory_equal(part.data, whole.data, (size_t)64 * 3 * 16);
	assert_memory_not_equal(part.data, whole.data, (size_t)64 * 3 * 64);
	raster_release(&whole);
	raster_release(&part);
	bytes_release(&b);
}
#else
static void says_that_there_is_no_decoder(void **state)
{
	struct gif_wish wish = { .bits = 4 };
	struct bytes b = picture_gif(&wish, NULL);
	struct error e = ERROR_INIT;
	struct raster r;

	(void)state;
	assert_int_equal(decode(&b, &roomy, NULL, &r, NULL, &e), ST_UNSUPPORTED);
	assert_non_null(strstr(e.message, "built without giflib"));
	bytes_release(&b);
}
#endif

static void survives_every_cut_and_flip(void **state)
{
	struct gif_wish wish = { .width = 12, .height = 9, .bits = 3, .interlaced = true, .local = true,
				 .has_transparent = true, .frames = 2 };
	struct limits lim = { .pixels = 100000, .memory = 1 << 24 };
	struct bytes b = picture_gif(&wish, NULL), x = gif_block(0xFF, "XMP DataXMP", "<x/>", 4);
	size_t whole;

	(void)state;
	bytes_insert(&b, 13, x.data, x.len);
	whole = b.len;
	for (size_t i = 6; i < 2 * whole; i++) {
		struct bytes copy = bytes_copy(b.data, i < whole ? i : whole);
		struct error e, warning = ERROR_INIT;
		struct raster r;
		struct walked w;

		if (i >= whole + 6)
			copy.data[i - whole] ^= 0x55;
		walked_open(&w, &copy);
		if (i < whole)
			assert_int_equal(w.c.damage.code, ST_CORRUPT);
		walked_close(&w);
		if (decode(&copy, &lim, NULL, &r, &warning, &e) == ST_OK)
			raster_release(&r);
		bytes_release(&copy);
	}
	bytes_release(&b);
	bytes_release(&x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(lists_blocks),
		cmocka_unit_test(finds_metadata),
		cmocka_unit_test(holds_joined_contents_short),
		cmocka_unit_test(names_what_is_broken),
		cmocka_unit_test(lists_frames_and_what_follows),
#ifdef WITH_GIF
		cmocka_unit_test(decodes_every_kind),
		cmocka_unit_test(grows_a_screen_that_is_too_small),
		cmocka_unit_test(names_a_colour_that_is_not_there),
		cmocka_unit_test(keeps_limits),
		cmocka_unit_test(keeps_what_was_decoded_of_a_cut_file),
#else
		cmocka_unit_test(says_that_there_is_no_decoder),
#endif
		cmocka_unit_test(survives_every_cut_and_flip),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
