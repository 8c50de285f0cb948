/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a few small pictures of each kind into the folder named: where fuzzing starts from. */
#include "tests/unit/box_builder.h"
#include "tests/unit/pictures_more.h"
#ifdef WITH_HEIF
#include "tests/unit/heif_pictures.h"
#endif

static int save(const char *folder, const char *name, unsigned i, struct bytes b)
{
	char path[1024];
	size_t done;
	FILE *f;

	snprintf(path, sizeof path, "%s/%s%u", folder, name, i);
	f = fopen(path, "wb");
	if (!f)
		return -1;
	done = fwrite(b.data, 1, b.len, f);
	if (fclose(f) != 0 || done != b.len)
		return -1;
	bytes_release(&b);
	return 0;
}

/* Boxes with all kinds of items, in each version of the table that places them. */
static int save_boxes(const char *folder)
{
	static const struct item items[] = {
		{ .id = 1, .type = "grid", .data = "\0\0\0\1\0\x10\0\x08", .len = 8, .icc = "profile" },
		{ .id = 2, .type = "hvc1", .data = "tile", .len = 4, .width = 8, .height = 8, .hevc = true },
		{ .id = 3, .type = "av01", .data = "tile", .len = 4, .width = 8, .height = 8, .av1 = true },
		{ .id = 4, .type = "Exif", .data = "\0\0\0\0II*\0\x08\0\0\0\0\0\0\0\0\0", .len = 18 },
		{ .id = 5, .type = "mime", .content = "application/rdf+xml", .data = "<x/>", .len = 4 },
		{ .id = 6, .type = "jpeg", .data = "\xFF\xD8\xFF\xD9", .len = 4, .width = 4, .height = 4 },
		{ .id = 7, .type = "hvc1", .data = "map", .len = 3, .aux = "urn:mpeg:hevc:2015:auxid:1" },
		{ .type = NULL },
	};
	static const struct link links[] = {
		{ "dimg", 1, 2 }, { "dimg", 1, 3 }, { "cdsc", 4, 1 }, { "cdsc", 5, 1 }, { "thmb", 6, 1 },
		{ "auxl", 7, 1 }, { NULL, 0, 0 },
	};
	int bad = 0;

	for (unsigned i = 0; i < 3; i++) {
		struct heif_wish w = { .items = items, .links = links, .primary = 1, .iloc = i,
				       .size = 4 + 4 * (i & 1) };

		bad |= save(folder, "boxes", i, build_heif(&w));
	}
	return bad;
}

static int save_heif(const char *folder)
{
	int bad = 0;
#ifdef WITH_HEIF
	for (unsigned i = 0; i < 6; i++) {
		struct heif_picture_wish w = { .av1 = i & 1, .width = 32, .height = 32, .alpha = i / 2 == 1,
					       .gray = i / 2 == 2, .xmp = "<x/>", .xmp_len = 4 };

		if (heif_picture_can(w.av1))
			bad |= save(folder, "heif", i, picture_heif(&w));
	}
#else
	(void)folder;
#endif
	return bad;
}

int main(int argc, char **argv)
{
	static const struct jpeg_wish jpegs[] = {
		{ .width = 40 },	{ .components = 1 },
		{ .components = 4 },	{ .progressive = true },
		{ .arithmetic = true }, { .arithmetic = true, .progressive = true },
		{ .restart = 1 },	{ .h = 2, .v = 1, .optimised = true },
	};
	static const struct png_wish pngs[] = {
		{ 20, 10, 1, 0, false, false }, { 20, 10, 16, 0, true, true }, { 9, 9, 8, 2, true, false },
		{ 9, 9, 4, 3, true, true }, { 9, 9, 8, 4, false, false }, { 9, 9, 16, 6, true, false },
	};
	static const struct webp_wish webps[] = {
		{ 20, 20, .alpha = true }, { 33, 17, .quality = 20 }, { 9, 9, .lossless = true, .alpha = true },
	};
	static const struct gif_wish gifs[] = {
		{ 12, 9, .bits = 3, .interlaced = true }, { 12, 9, 2, 3, 5, 4, .local = true, .frames = 2 },
		{ .has_transparent = true },
	};
	static const struct bmp_wish bmps[] = {
		{ .bits = 1, .header = 12 }, { .bits = 8, .compression = 1 }, { .bits = 4, .compression = 2 },
		{ .bits = 24, .top_down = true }, { .bits = 16, .compression = 3, .mask = { 0xF800, 0x7E0, 0x1F } },
		{ .bits = 32, .header = 124, .compression = 3, .mask = { 0xFF, 0xFF00, 0xFF0000, 0xFF000000 } },
	};
	int bad = argc != 2;

	for (unsigned i = 0; !bad && i < ARRAY_LEN(jpegs); i++)
		bad = save(argv[1], "jpeg", i, picture_jpeg(&jpegs[i]));
	for (unsigned i = 0; !bad && i < ARRAY_LEN(pngs); i++)
		bad = save(argv[1], "png", i, picture_png(&pngs[i], NULL));
	for (unsigned i = 0; !bad && i < ARRAY_LEN(webps); i++)
		bad = save(argv[1], "webp", i, picture_webp(&webps[i], NULL));
	for (unsigned i = 0; !bad && i < 2; i++)
		bad = save(argv[1], "webp", 10 + i, picture_webp_animated(2, i, i));
	for (unsigned i = 0; !bad && i < ARRAY_LEN(gifs); i++)
		bad = save(argv[1], "gif", i, picture_gif(&gifs[i], NULL));
	for (unsigned i = 0; !bad && i < ARRAY_LEN(bmps); i++)
		bad = save(argv[1], "bmp", i, picture_bmp(&bmps[i], NULL));
	bad = bad || save_boxes(argv[1]) || save_heif(argv[1]);
	return bad ? EXIT_FAILURE : EXIT_SUCCESS;
}
