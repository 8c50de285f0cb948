/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The walk of boxes, on trees made by hand: what is there is found, what lies is named, nothing hangs. */
#include "tests/unit/box_builder.h"
#include "tests/unit/walked.h"

#include "src/media/subject.h"

#define TIFF "II*\0\x08\0\0\0\0\0\0\0\0\0"
#define EXIF "\0\0\0\0" TIFF
#define XMP "<x:xmpmeta xmlns:x='adobe:ns:meta/'/>"
#define C2PA "d8fec3d61b0e483c92975828877ec481"
#define UUID_XMP "be7acfcb97a942e89c71999491e3afac"
#define GAIN_MAP "urn:com:apple:photo:2020:aux:hdrgainmap"

static const struct item plain_items[] = {
	{ .id = 1, .type = "hvc1", .data = "picture one", .len = 11, .width = 640, .height = 480, .hevc = true,
	  .icc = "a profile" },
	{ .id = 2, .type = "Exif", .data = EXIF, .len = sizeof EXIF - 1 },
	{ .id = 3, .type = "mime", .content = "application/rdf+xml", .data = XMP, .len = sizeof XMP - 1 },
	{ .id = 4, .type = "hvc1", .data = "small", .len = 5, .width = 64, .height = 48, .hevc = true },
	{ .id = 5, .type = "hvc1", .data = "map", .len = 3, .width = 320, .height = 240, .aux = GAIN_MAP },
	{ .id = 6, .type = "hvc1", .data = "deep", .len = 4, .width = 32, .height = 24,
	  .aux = "urn:mpeg:hevc:2015:auxid:2" },
	{ .type = NULL },
};
static const struct link plain_links[] = {
	{ "cdsc", 2, 1 }, { "cdsc", 3, 1 }, { "thmb", 4, 1 }, { "auxl", 5, 1 }, { "auxl", 6, 1 }, { NULL, 0, 0 },
};
static const struct heif_wish plain = { .items = plain_items, .links = plain_links, .primary = 1, .iloc = 1 };

static void expect_picture(const struct walked *w, const struct bytes *b, const char *kind, const char *data,
			   unsigned width)
{
	const struct embedded *p = walked_picture(w, kind);

	assert_non_null(p);
	assert_int_equal(p->width, width);
	assert_int_equal(p->length, strlen(data));
	assert_memory_equal(b->data + p->offset, data, strlen(data));
}

static void expect_plain(const struct bytes *b)
{
	struct walked w;

	walked_open(&w, b);
	assert_int_equal(w.c.damage.code, ST_OK);
	assert_int_equal(w.c.width, 640);
	assert_int_equal(w.c.height, 480);
	assert_int_equal(w.c.end, b->len);
	assert_string_equal(w.c.format, "HEIC, 8-bit 4:2:0");
	walked_expect_block(&w, BLOCK_EXIF, TIFF, sizeof TIFF - 1);
	walked_expect_block(&w, BLOCK_XMP, XMP, sizeof XMP - 1);
	walked_expect_block(&w, BLOCK_ICC, "a profile", 9);
	assert_int_equal(w.c.n_pictures, 3);
	expect_picture(&w, b, "thumbnail", "small", 64);
	expect_picture(&w, b, "auxiliary (hdrgainmap)", "map", 320);
	expect_picture(&w, b, "auxiliary (depth)", "deep", 32);
	walked_close(&w);
}

/* Every version of iloc, every size of number, from the file and from idat. */
static void finds_items_wherever_they_lie(void **state)
{
	struct item items[ARRAY_LEN(plain_items)];

	(void)state;
	for (unsigned version = 0; version < 3; version++)
		for (unsigned size = 4; size <= 8; size += 4)
			for (unsigned method = 0; method < (version ? 2 : 1); method++) {
				struct heif_wish wish = plain;
				struct bytes b;

				memcpy(items, plain_items, sizeof items);
				for (size_t i = 0; items[i].type; i++)
					items[i].method = method;
				wish.items = items;
				wish.iloc = version;
				wish.size = size;
				b = build_heif(&wish);
				expect_plain(&b);
				bytes_release(&b);
			}
}

static void knows_large_ids(void **state)
{
	struct item items[ARRAY_LEN(plain_items)];
	struct link links[ARRAY_LEN(plain_links)];
	struct heif_wish wish = plain;
	struct bytes b;

	(void)state;
	memcpy(items, plain_items, sizeof items);
	memcpy(links, plain_links, sizeof links);
	for (size_t i = 0; items[i].type; i++)
		items[i].id += 0x12340000;
	for (size_t i = 0; links[i].type; i++) {
		links[i].from += 0x12340000;
		links[i].to += 0x12340000;
	}
	wish = (struct heif_wish){ .items = items, .links = links, .primary = 0x12340001, .iloc = 2 };
	b = build_heif(&wish);
	expect_plain(&b);
	bytes_release(&b);
}

static void lists_boxes_in_their_order(void **state)
{
	struct bytes b = build_heif(&plain);
	struct walked w;

	(void)state;
	walked_open(&w, &b);
	for (uint32_t i = 1; i < w.c.n_segments; i++)
		assert_true(w.c.segments[i].offset >= w.c.segments[i - 1].offset);
	assert_string_equal(walked_find(&w, "iinf")->detail, "6 items: 4 hvc1, 1 Exif, 1 mime");
	assert_string_equal(walked_find(&w, "thmb")->detail, "from item 4 to item 1");
	assert_string_equal(walked_find(&w, "ispe")->detail, "640x480");
	assert_string_equal(walked_find(&w, "ftyp")->detail, "heic, version 0; compatible with mif1 heic");
	assert_int_equal(walked_find(&w, "hvcC")->depth, 3);
	assert_int_equal(walked_find(&w, "Exif item")->depth, 1);
	walked_close(&w);
	bytes_release(&b);
}

/* The number before the TIFF header counts from behind itself; some writers count otherwise or not at all. */
static void finds_the_header_in_an_exif_item(void **state)
{
	static const struct { const char *data; size_t len; } forms[] = {
		{ EXIF, sizeof EXIF - 1 },
		{ "\0\0\0\6Exif\0\0" TIFF, sizeof "\0\0\0\6Exif\0\0" TIFF - 1 },
		{ "\0\0\0\0Exif\0\0" TIFF, sizeof "\0\0\0\0Exif\0\0" TIFF - 1 },
		{ TIFF, sizeof TIFF - 1 },
		{ "\xFF\xFF\xFF\xFF" TIFF, sizeof EXIF - 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(forms); i++) {
		const struct item items[] = {
			{ .id = 1, .type = "hvc1", .data = "x", .len = 1, .width = 8, .height = 8 },
			{ .id = 2, .type = "Exif", .data = forms[i].data, .len = forms[i].len },
			{ .type = NULL },
		};
		struct bytes b = build_heif(&(struct heif_wish){ .items = items, .primary = 1 });
		struct walked w;

		walked_open(&w, &b);
		walked_expect_block(&w, BLOCK_EXIF, TIFF, sizeof TIFF - 1);
		walked_close(&w);
		bytes_release(&b);
	}
}

/* Of two Exif items that of the primary picture comes first. */
static void prefers_the_metadata_of_the_primary_picture(void **state)
{
	static const struct item items[] = {
		{ .id = 1, .type = "Exif", .data = "\0\0\0\0MM\0*wrong", .len = 13 },
		{ .id = 2, .type = "hvc1", .data = "x", .len = 1, .width = 8, .height = 8 },
		{ .id = 3, .type = "Exif", .data = EXIF, .len = sizeof EXIF - 1 },
		{ .id = 4, .type = "hvc1", .data = "y", .len = 1, .width = 8, .height = 8 },
		{ .type = NULL },
	};
	static const struct link links[] = { { "cdsc", 1, 4 }, { "cdsc", 3, 2 }, { NULL, 0, 0 } };
	struct bytes b = build_heif(&(struct heif_wish){ .items = items, .links = links, .primary = 2 });
	struct walked w;

	(void)state;
	walked_open(&w, &b);
	walked_expect_block(&w, BLOCK_EXIF, TIFF, sizeof TIFF - 1);
	assert_int_equal(w.c.n_blocks, 2);
	assert_non_null(walked_picture(&w, "image"));
	walked_close(&w);
	bytes_release(&b);
}

static void tiles_of_a_grid_are_not_listed(void **state)
{
	static const struct item items[] = {
		{ .id = 1, .type = "av01", .data = "a", .len = 1, .width = 8, .height = 8, .av1 = true },
		{ .id = 2, .type = "av01", .data = "b", .len = 1, .width = 8, .height = 8, .av1 = true },
		{ .id = 3, .type = "grid", .data = "\0\0\0\1\0\x10\0\x08", .len = 8, .method = 1 },
		{ .type = NULL },
	};
	static const struct link links[] = { { "dimg", 3, 1 }, { "dimg", 3, 2 }, { NULL, 0, 0 } };
	struct bytes b = build_heif(&(struct heif_wish){
		.brand = "avif", .items = items, .links = links, .primary = 3, .iloc = 1 });
	struct walked w;

	(void)state;
	walked_open(&w, &b);
	assert_int_equal(w.c.n_pictures, 0);
	assert_string_equal(w.c.format, "AVIF, 10-bit 4:4:4, grid 2x1, scaled to 16 bits");
	assert_int_equal(w.c.width, 16);
	assert_int_equal(w.c.height, 8);
	walked_close(&w);
	bytes_release(&b);
}

/* References that lead back, or nowhere. */
static void loops_end(void **state)
{
	static const struct item items[] = {
		{ .id = 1, .type = "grid", .data = "\0\0\0\0\0\x10\0\x08", .len = 8 },
		{ .id = 2, .type = "hvc1", .data = "b", .len = 1, .width = 8, .height = 8, .hevc = true },
		{ .type = NULL },
	};
	static const struct link links[] = {
		{ "dimg", 1, 1 }, { "dimg", 2, 1 }, { "thmb", 1, 1 }, { "thmb", 1, 2 }, { "thmb", 2, 2 },
		{ "auxl", 2, 1 }, { "auxl", 1, 2 }, { "cdsc", 2, 2 }, { "dimg", 1, 77 }, { "thmb", 88, 99 },
		{ NULL, 0, 0 },
	};
	struct bytes b = build_heif(&(struct heif_wish){ .items = items, .links = links, .primary = 1 });
	struct walked w;

	(void)state;
	walked_open(&w, &b);
	assert_int_equal(w.c.width, 16);
	assert_int_equal(w.c.n_pictures, 1);
	walked_close(&w);
	bytes_release(&b);
}

/* ---- iloc by hand ---- */

struct extent {
	uint64_t offset, length;
};

/* A file whose mdat holds "0123456789"; extents count from its first byte when they are small. */
static struct bytes with_extents(const struct extent *list, unsigned n, uint64_t base, size_t *mdat)
{
	struct boxes x = { .depth = 0 };

	put_ftyp(&x, "heic", "mif1");
	*mdat = x.b.len + 8;
	box_whole(&x, "mdat", "0123456789", 10);
	box_open_full(&x, "meta", 0, 0);
	box_whole(&x, "hdlr", "\0\0\0\0\0\0\0\0pict", 12);
	box_whole(&x, "pitm", "\0\0\0\0\0\1", 6);
	box_open_full(&x, "iinf", 0, 0);
	put_int(&x, 2, 2);
	for (unsigned id = 1; id <= 2; id++) {
		box_open_full(&x, "infe", 2, 0);
		put_int(&x, 2, id);
		put_int(&x, 2, 0);
		put(&x, id == 1 ? "hvc1" : "mime", 4);
		put_text(&x, "");
		put_text(&x, "application/rdf+xml");
		box_close(&x);
	}
	box_close(&x);
	box_open_full(&x, "iloc", 1, 0);
	put_int(&x, 2, 0x8888);
	put_int(&x, 2, 1);
	put_int(&x, 2, 2); /* the mime item */
	put_int(&x, 2, 0);
	put_int(&x, 2, 0);
	put_int(&x, 8, base);
	put_int(&x, 2, n);
	for (unsigned i = 0; i < n; i++) {
		put_int(&x, 8, 7); /* index */
		put_int(&x, 8, list[i].offset < 10 ? list[i].offset + *mdat : list[i].offset);
		put_int(&x, 8, list[i].length);
	}
	box_close(&x);
	box_close(&x);
	return x.b;
}

/* what: the block, "" for none. */
static void expect_extents(const struct extent *list, unsigned n, uint64_t base, const char *what, bool damaged)
{
	size_t mdat;
	struct bytes b = with_extents(list, n, base, &mdat);
	struct walked w;

	walked_open(&w, &b);
	if (*what)
		walked_expect_block(&w, BLOCK_XMP, what, strlen(what));
	else
		assert_null(container_find(&w.c, BLOCK_XMP));
	if (damaged)
		assert_non_null(strstr(w.c.damage.message, "item 2 lies outside the file"));
	else
		assert_int_equal(w.c.damage.code, ST_OK);
	walked_close(&w);
	bytes_release(&b);
}

static void extents_are_bounded(void **state)
{
	const struct extent one[] = { { 2, 3 } }, runs[] = { { 2, 3 }, { 5, 2 } }, gap[] = { { 2, 3 }, { 7, 2 } };
	const struct extent back[] = { { 5, 2 }, { 2, 3 } }, over[] = { { 2, 5 }, { 4, 3 } };
	const struct extent far[] = { { UINT64_C(1) << 63, 3 } }, wrap[] = { { 2, UINT64_MAX } };
	const struct extent end[] = { { 2, 3 }, { 1 << 20, 1 } };

	(void)state;
	expect_extents(one, 1, 0, "234", false);
	expect_extents(runs, 2, 0, "23456", false);
	expect_extents(gap, 2, 0, "", false);
	expect_extents(back, 2, 0, "", false);
	expect_extents(over, 2, 0, "", false);
	expect_extents(one, 0, 0, "", false);
	expect_extents(one, 1, 3, "567", false);
	expect_extents(far, 1, 0, "", true);
	expect_extents(far, 1, UINT64_C(1) << 63, "", true); /* their sum is 0 in 64 bits */
	expect_extents(one, 1, UINT64_MAX - 1, "", true);
	expect_extents(wrap, 1, 0, "", true);
	expect_extents(end, 2, 0, "", true);
}

/* A table that needs no bytes for its extents must not take 2^32 steps. */
static void empty_extents_cost_nothing(void **state)
{
	struct boxes x = { .depth = 0 };
	struct walked w;

	(void)state;
	put_ftyp(&x, "heic", "mif1");
	box_open_full(&x, "meta", 0, 0);
	box_open_full(&x, "iloc", 0, 0);
	put_int(&x, 2, 0);
	put_int(&x, 2, 65535);
	for (unsigned i = 0; i < 65535; i++) {
		put_int(&x, 2, i);
		put_int(&x, 2, 0);
		put_int(&x, 2, 65535);
	}
	box_close(&x);
	box_close(&x);
	walked_open(&w, &x.b);
	assert_int_equal(w.c.damage.code, ST_LIMIT);
	walked_close(&w);
	bytes_release(&x.b);
}

/* An item that lies in an idat that is not there; found by fuzzing. */
static void items_without_their_idat(void **state)
{
	struct boxes x = { .depth = 0 };
	struct walked w;

	(void)state;
	put_ftyp(&x, "heic", "mif1");
	box_open_full(&x, "meta", 0, 0);
	box_whole(&x, "iinf", "\0\0\0\0\0\1\0\0\0\x15infe\2\0\0\0\0\1\0\0Exif\0", 27);
	box_open_full(&x, "iloc", 1, 0);
	put(&x, "\0\0\0\1\0\1\0\1\0\0\0\1", 12);
	box_close(&x);
	box_close(&x);
	walked_open(&w, &x.b);
	assert_non_null(strstr(w.c.damage.message, "item 1 lies outside the file"));
	walked_close(&w);
	bytes_release(&x.b);
}

/* ---- sizes of boxes ---- */

static void sizes_of_every_form(void **state)
{
	struct boxes x = { .depth = 0 };
	struct walked w;

	(void)state;
	put_ftyp(&x, "heic", "mif1");
	box_open_full(&x, "meta", 0, 0);
	box_close(&x);
	put(&x, "\0\0\0\1free\0\0\0\0\0\0\0\x14" "abcd", 20); /* 64 bits */
	put(&x, "\0\0\0\0mdat0123456789", 18);                /* to the end */
	walked_open(&w, &x.b);
	assert_int_equal(walked_find(&w, "free")->length, 20);
	assert_int_equal(walked_find(&w, "mdat")->length, 18);
	assert_int_equal(w.c.end, x.b.len);
	walked_close(&w);
	bytes_release(&x.b);
}

static void expect_tail(const char *tail, size_t len, const char *name, const char *word)
{
	struct boxes x = { .depth = 0 };
	struct walked w;
	size_t at;

	put_ftyp(&x, "heic", "mif1");
	box_open_full(&x, "meta", 0, 0);
	box_close(&x);
	at = x.b.len;
	put(&x, tail, len);
	walked_open(&w, &x.b);
	assert_non_null(walked_find(&w, name));
	assert_int_equal(walked_find(&w, name)->offset, at);
	if (word)
		walked_expect_damage(&w, at, word);
	else
		assert_int_equal(w.c.damage.code, ST_OK);
	walked_close(&w);
	bytes_release(&x.b);
}

static void ends_of_every_form(void **state)
{
	(void)state;
	expect_tail("\0\0\0\7mdat", 8, "data after end", NULL);
	expect_tail("\0\0\0\1mdat\0\0\0\0\0\0\0\x0F", 16, "data after end", NULL);
	expect_tail("\x7F\xFF\xFF\xFFmdat1234", 12, "mdat", "runs past the end");
	expect_tail("\0\0\0\1mdat\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF" "1234", 20, "mdat", "runs past the end");
	expect_tail("\0\0\0\1mdat\x80\0\0\0\0\0\0\0", 16, "mdat", "runs past the end");
	expect_tail("Some text after the picture", 27, "data after end", NULL);
	expect_tail("abc", 3, "data after end", NULL);
	expect_tail("\0\0\0\x08q\x01z\x1B", 8, "data after end", NULL);
	expect_tail("\0\0\0\x08qqqq", 8, "qqqq", NULL);
}

static void names_are_safe_to_show(void **state)
{
	struct boxes x = { .depth = 0 };
	struct walked w;

	(void)state;
	put_ftyp(&x, "heic", "mif1\x1B[2J");
	box_open_full(&x, "meta", 0, 0);
	box_whole(&x, "\x1B[0m", "", 0);
	box_whole(&x, "\xA9nam", "", 0);
	box_close(&x);
	walked_open(&w, &x.b);
	assert_non_null(walked_find(&w, "0x1b5b306d"));
	assert_non_null(walked_find(&w, "\xC2\xA9nam"));
	assert_null(strchr(walked_find(&w, "ftyp")->detail, 0x1B));
	walked_close(&w);
	bytes_release(&x.b);
}

static void manifests_are_found(void **state)
{
	struct boxes x = { .depth = 0 };
	struct walked w;

	(void)state;
	put_ftyp(&x, "heic", "mif1");
	box_open_uuid(&x, C2PA);
	put_int(&x, 4, 0);
	put_text(&x, "manifest");
	put_int(&x, 8, 0);
	box_whole(&x, "jumb", "of C2PA", 7);
	box_close(&x);
	box_open_uuid(&x, UUID_XMP);
	put(&x, XMP, sizeof XMP - 1);
	box_close(&x);
	box_open_uuid(&x, "00112233445566778899aabbccddeeff");
	box_close(&x);
	walked_open(&w, &x.b);
	walked_expect_block(&w, BLOCK_JUMBF, "\0\0\0\x0Fjumbof C2PA", 15);
	walked_expect_block(&w, BLOCK_XMP, XMP, sizeof XMP - 1);
	assert_string_equal(w.c.segments[1].detail, "C2PA manifest");
	assert_string_equal(w.c.segments[3].detail, "00112233-4455-6677-8899-aabbccddeeff");
	walked_close(&w);
	bytes_release(&x.b);
}

/* ---- limits ---- */

static void deep_boxes_are_not_followed(void **state)
{
	struct boxes x = { .depth = 0 };
	struct walked w;
	size_t at;

	(void)state;
	put_ftyp(&x, "heic", "mif1");
	at = x.b.len;
	for (unsigned i = 20000; i > 0; i--) {
		put_int(&x, 4, 8 * i);
		put(&x, "moov", 4);
	}
	walked_open(&w, &x.b);
	walked_expect_damage(&w, at + 8 * 11, "deeper");
	walked_close(&w);
	bytes_release(&x.b);
}

static void many_items_are_not_read(void **state)
{
	struct boxes x = { .depth = 0 };
	struct walked w;

	(void)state;
	put_ftyp(&x, "heic", "mif1");
	box_open_full(&x, "meta", 0, 0);
	box_open_full(&x, "iinf", 1, 0);
	put_int(&x, 4, 60000);
	for (unsigned i = 0; i < 60000; i++)
		put(&x, "\0\0\0\x15infe\2\0\0\0\0\1\0\0hvc1\0", 21);
	box_close(&x);
	box_open_full(&x, "iref", 0, 0);
	for (unsigned i = 0; i < 5; i++) {
		box_open(&x, "dimg");
		put_int(&x, 2, 1);
		put_int(&x, 2, 60000);
		for (unsigned k = 0; k < 60000; k++)
			put_int(&x, 2, k);
		box_close(&x);
	}
	box_close(&x);
	box_close(&x);
	walked_open(&w, &x.b);
	assert_int_equal(w.c.damage.code, ST_LIMIT);
	assert_non_null(strstr(w.c.damage.message, "more than 20000 items"));
	walked_close(&w);
	bytes_release(&x.b);
}

static void many_boxes_are_refused(void **state)
{
	struct container c = { .codec = NULL };
	struct boxes x = { .depth = 0 };
	struct error e = ERROR_INIT;
	struct arena arena;
	struct span s;

	(void)state;
	put_ftyp(&x, "heic", "mif1");
	for (unsigned i = 0; i < 70000; i++)
		put(&x, "\0\0\0\x08" "free", 8);
	s = bytes_span(&x.b);
	arena_init(&arena, 64 << 20);
	c.arena = &arena;
	c.codec = codec_probe(&s);
	assert_int_equal(c.codec->walk(s, &c, &e), ST_LIMIT);
	arena_release(&arena);
	bytes_release(&x.b);
}

/* ---- cut and changed files ---- */

static void cut_anywhere(void **state)
{
	struct bytes b = build_heif(&plain);

	(void)state;
	for (size_t len = 12; len < b.len; len++) { /* the brand tells the format */
		struct bytes own = bytes_copy(b.data, len);
		struct walked w;

		walked_open(&w, &own);
		if (w.c.damage.code == ST_OK)
			fail_msg("cut at %zu of %zu bytes, and nothing is damaged", len, b.len);
		walked_close(&w);
		bytes_release(&own);
	}
	bytes_release(&b);
}

static void changed_anywhere(void **state)
{
	struct bytes b = build_heif(&plain);

	(void)state;
	for (size_t at = 12; at < b.len; at++)
		for (unsigned v = 0; v < 4; v++) {
			static const uint8_t values[] = { 0, 1, 0x7F, 0xFF };
			uint8_t was = b.data[at];
			struct walked w;

			b.data[at] = values[v];
			walked_open(&w, &b);
			for (uint32_t i = 0; i < w.c.n_pictures; i++)
				assert_true(w.c.pictures[i].offset + w.c.pictures[i].length <= b.len);
			walked_close(&w);
			b.data[at] = was;
		}
	bytes_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(finds_items_wherever_they_lie),
		cmocka_unit_test(knows_large_ids),
		cmocka_unit_test(lists_boxes_in_their_order),
		cmocka_unit_test(finds_the_header_in_an_exif_item),
		cmocka_unit_test(prefers_the_metadata_of_the_primary_picture),
		cmocka_unit_test(tiles_of_a_grid_are_not_listed),
		cmocka_unit_test(loops_end),
		cmocka_unit_test(extents_are_bounded),
		cmocka_unit_test(empty_extents_cost_nothing),
		cmocka_unit_test(items_without_their_idat),
		cmocka_unit_test(sizes_of_every_form),
		cmocka_unit_test(ends_of_every_form),
		cmocka_unit_test(names_are_safe_to_show),
		cmocka_unit_test(manifests_are_found),
		cmocka_unit_test(deep_boxes_are_not_followed),
		cmocka_unit_test(many_items_are_not_read),
		cmocka_unit_test(many_boxes_are_refused),
		cmocka_unit_test(cut_anywhere),
		cmocka_unit_test(changed_anywhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
