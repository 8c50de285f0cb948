/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writes a few small pictures of each kind into the folder named: where fuzzing starts from. */
#include "tests/unit/note_builder.h"
#include "tests/unit/pictures.h"

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

/* One note of each kind that counts offsets in its own way, the make's number in front (see fz_makernote.c). */
static int save_notes(const char *folder)
{
	static const struct {
		uint8_t make, n;
		bool little;
		const char *header;
	} kinds[] = {
		{ 0, 0, true, "" },			  { 1, 18, false, "Nikon\0\x02\x10\0\0MM\0*\0\0\0\x08" },
		{ 2, 12, true, "SONY DSC \0\0\0" },	  { 3, 6, false, "QVC\0\0\0" },
		{ 9, 6, false, "AOC\0MM" },		  { 10, 12, true, "OLYMPUS\0II\x03\0" },
		{ 11, 12, true, "FUJIFILM\x0c\0\0\0" },  { 12, 12, true, "Panasonic\0\0\0" },
		{ 14, 14, false, "Apple iOS\0\0\1MM" }, { 4, 8, true, "LEICA\0\0\0" },
	};
	static struct note n;
	int bad = 0;

	for (unsigned i = 0; !bad && i < ARRAY_LEN(kinds); i++) {
		struct bytes b = { 0 };

		note_init(&n, kinds[i].little, kinds[i].header, kinds[i].n);
		note_text(&n, 0x0007, "Firmware Version 1.00");
		note_long(&n, 0x000C, 1234567);
		note_text(&n, 0x0010, "0123456789");
		note_text(&n, 0x2010, "twelve bytes and more of them");
		note_finish(&n, i % 2 ? 0 : 44);
		bytes_add(&b, &kinds[i].make, 1);
		bytes_add(&b, n.out, n.n_out);
		bad = save(folder, "note", i, b);
	}
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
	int bad = argc != 2;

	for (unsigned i = 0; !bad && i < ARRAY_LEN(jpegs); i++)
		bad = save(argv[1], "jpeg", i, picture_jpeg(&jpegs[i]));
	for (unsigned i = 0; !bad && i < ARRAY_LEN(pngs); i++)
		bad = save(argv[1], "png", i, picture_png(&pngs[i], NULL));
	bad = bad || save_notes(argv[1]);
	return bad ? EXIT_FAILURE : EXIT_SUCCESS;
}
