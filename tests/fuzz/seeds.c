/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a few small pictures of each kind into the folder named: where fuzzing starts from. */
#include "tests/unit/pictures.h"
#include "tests/unit/tiff_builder.h"

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

/* Two pages; of a raw format (kind 1 and up) the second names a JPEG. */
static struct bytes tiff(unsigned kind)
{
	static const char magics[][5] = { "II*\0", "II*\0", "IIRO", "IIU\0" };
	const struct jpeg_wish small = { .width = 16, .height = 16 };
	struct bytes jpeg = picture_jpeg(&small);
	struct tiff_builder t;
	uint32_t at;

	tiff_begin(&t, magics[kind]);
	tiff_gray(&t, 12, 9);
	if (kind == 1)
		tiff_bytes(&t, 0xC612, 1, 4, "\1\4\0\0");
	if (kind == 3)
		tiff_bytes(&t, 0x002E, 7, (uint32_t)jpeg.len, jpeg.data);
	tiff_directory(&t, true);
	tiff_gray(&t, 4, 4);
	if (kind) {
		at = tiff_data(&t, jpeg.data, jpeg.len);
		tiff_long(&t, 0x0201, at);
		tiff_long(&t, 0x0202, (uint32_t)jpeg.len);
	}
	tiff_directory(&t, true);
	bytes_release(&jpeg);
	return t.b;
}

/* A Fujifilm header in front of a JPEG. */
static struct bytes raf(void)
{
	const struct jpeg_wish small = { .width = 16, .height = 16 };
	struct bytes jpeg = picture_jpeg(&small), b;
	uint8_t header[160] = "FUJIFILMCCD-RAW 0201";

	header[87] = sizeof header;
	header[90] = (uint8_t)(jpeg.len >> 8);
	header[91] = (uint8_t)jpeg.len;
	b = bytes_copy(header, sizeof header);
	bytes_add(&b, jpeg.data, jpeg.len);
	bytes_release(&jpeg);
	return b;
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
	int bad = argc != 2;

	for (unsigned i = 0; !bad && i < ARRAY_LEN(jpegs); i++)
		bad = save(argv[1], "jpeg", i, picture_jpeg(&jpegs[i]));
	for (unsigned i = 0; !bad && i < ARRAY_LEN(pngs); i++)
		bad = save(argv[1], "png", i, picture_png(&pngs[i], NULL));
	for (unsigned i = 0; !bad && i < 4; i++)
		bad = save(argv[1], "tiff", i, tiff(i));
	bad = bad || save(argv[1], "raf", 0, raf());
	return bad ? EXIT_FAILURE : EXIT_SUCCESS;
}
