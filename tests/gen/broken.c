/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "broken.h"
#include "common.h"
#include "jpeg_out.h"

#include <stdlib.h>
#include <string.h>

enum { NOT_FOUND = 0 };

/* Where the marker byte's 0xFF stands, among the segments before the first scan. */
static size_t find_segment(const struct bytes *f, unsigned marker)
{
	size_t at = 2;

	while (at + 4 <= f->len && f->data[at] == 0xff) {
		if (f->data[at + 1] == marker)
			return at;
		if (f->data[at + 1] == 0xda)
			break;
		at += 2 + bytes_u16(f, at + 2, ORDER_BIG);
	}
	return NOT_FOUND;
}

static size_t find_frame(const struct bytes *f)
{
	for (unsigned marker = 0xc0; marker <= 0xca; marker++) {
		size_t at = marker == 0xc4 || marker == 0xc8 ? 0 : find_segment(f, marker);

		if (at)
			return at;
	}
	die("the file has no frame header");
}

struct tiff {
	size_t at; /* of the byte order mark */
	enum byte_order order;
};

static struct tiff find_tiff(const struct bytes *f)
{
	struct tiff t = { bytes_find(f, 0, "Exif\0", 6) + 6, ORDER_LITTLE };

	if (t.at >= f->len)
		die("the file has no Exif block");
	if (f->data[t.at] == 'M')
		t.order = ORDER_BIG;
	return t;
}

/* Where an entry stands in the IFD at offset ifd (from the byte order mark). */
static size_t find_entry(const struct bytes *f, const struct tiff *t, uint32_t ifd,
			 unsigned tag)
{
	unsigned n = bytes_u16(f, t->at + ifd, t->order);

	for (unsigned i = 0; i < n; i++) {
		size_t at = t->at + ifd + 2 + 12 * (size_t)i;

		if (bytes_u16(f, at, t->order) == tag)
			return at;
	}
	die("the Exif block has no tag 0x%04x", tag);
}

static size_t exif_entry(const struct bytes *f, const struct tiff *t, unsigned tag)
{
	size_t pointer = find_entry(f, t, 8, 0x8769);

	return find_entry(f, t, bytes_u32(f, pointer + 8, t->order), tag);
}

/* Where IFD0 keeps the offset of IFD1. */
static size_t next_pointer(const struct bytes *f, const struct tiff *t)
{
	return t->at + 8 + 2 + 12 * (size_t)bytes_u16(f, t->at + 8, t->order);
}

static void insert(struct bytes *f, size_t at, const struct bytes *what)
{
	struct bytes tail = { 0 };

	bytes_add(&tail, f->data + at, f->len - at);
	f->len = at;
	bytes_add(f, what->data, what->len);
	bytes_add(f, tail.data, tail.len);
	bytes_release(&tail);
}

static void truncated(struct bytes *f)
{
	f->len = f->len * 6 / 10;
}

static void truncated_header(struct bytes *f)
{
	f->len = find_frame(f) + 6;
}

static void no_eoi(struct bytes *f)
{
	f->len -= 2;
}

static void empty(struct bytes *f)
{
	f->len = 0;
}

static void stub(struct bytes *f)
{
	f->len = 2;
}

static void trailing(struct bytes *f)
{
	for (int i = 0; i < 64; i++)
		bytes_add_text(f, "These bytes stand after the end of the picture.\n");
}

static void trailing_zip(struct bytes *f)
{
	static const uint8_t zip[] = { 'P', 'K', 5, 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
				       0, 0, 0, 0, 0 };

	bytes_add(f, zip, sizeof zip);
}

static void segment_past_end(struct bytes *f)
{
	size_t at = find_frame(f);

	f->len = at + 200;
	bytes_set_u16(f, at + 2, ORDER_BIG, 0xffff);
}

static void segment_short(struct bytes *f)
{
	bytes_set_u16(f, find_segment(f, 0xe1) + 2, ORDER_BIG, 1);
}

static void many_segments(struct bytes *f)
{
	struct bytes many = { 0 };

	for (int i = 0; i < 20000; i++)
		jpeg_add_segment(&many, 0xfe, "x", 1);
	insert(f, 2, &many);
	bytes_release(&many);
}

static void frame_bomb(struct bytes *f)
{
	size_t at = find_frame(f);

	bytes_set_u16(f, at + 5, ORDER_BIG, 65500);
	bytes_set_u16(f, at + 7, ORDER_BIG, 65500);
}

static void frame_zero(struct bytes *f)
{
	size_t at = find_frame(f);

	bytes_set_u16(f, at + 5, ORDER_BIG, 0);
	bytes_set_u16(f, at + 7, ORDER_BIG, 0);
}

static void frame_components(struct bytes *f)
{
	f->data[find_frame(f) + 9] = 200;
}

/* Every quantisation table is turned into a comment. */
static void no_tables(struct bytes *f)
{
	size_t at;

	while ((at = find_segment(f, 0xdb)))
		f->data[at + 1] = 0xfe;
}

static void scan_garbage(struct bytes *f)
{
	size_t from = f->len / 2;

	for (size_t i = 0; i < 600 && from + i + 2 < f->len; i++)
		f->data[from + i] = (uint8_t)(i * 37 % 251);
}

/* One even grey: each scan is a few bytes however large the picture. */
static void progressive(struct options *o)
{
	options_set(o, "progressive", "1");
	options_set(o, "scene", "grey");
	options_set(o, "camera", "off");
	options_default(o, "width", "4000");
	options_default(o, "height", "3000");
}

/* Repeats the last scan: a small file that takes a decoder very long. */
static void scan_bomb(struct bytes *f)
{
	size_t at = 0, last = 0;
	struct bytes scan = { 0 };

	while ((at = bytes_find(f, at + 1, "\xff\xda", 2)) < f->len)
		last = at;
	bytes_add(&scan, f->data + last, f->len - 2 - last);
	for (int i = 0; i < 2000; i++)
		insert(f, f->len - 2, &scan);
	bytes_release(&scan);
}

static void exif_count(struct bytes *f)
{
	struct tiff t = find_tiff(f);

	/* 0x20000001 items of 8 bytes wrap to 8 in 32 bits */
	bytes_set_u32(f, exif_entry(f, &t, 0x829a) + 4, t.order, 0x20000001);
}

static void exif_count_zero(struct bytes *f)
{
	struct tiff t = find_tiff(f);

	bytes_set_u32(f, find_entry(f, &t, 8, 0x010f) + 4, t.order, 0);
	bytes_set_u32(f, find_entry(f, &t, 8, 0x0110) + 4, t.order, 0);
}

static void exif_loop(struct bytes *f)
{
	struct tiff t = find_tiff(f);

	bytes_set_u32(f, next_pointer(f, &t), t.order, 8);
}

static void exif_self(struct bytes *f)
{
	struct tiff t = find_tiff(f);

	bytes_set_u32(f, find_entry(f, &t, 8, 0x8769) + 8, t.order, 8);
}

static void exif_offset(struct bytes *f)
{
	struct tiff t = find_tiff(f);

	bytes_set_u32(f, find_entry(f, &t, 8, 0x0110) + 8, t.order, 0xfffffff0u);
}

static void exif_entries(struct bytes *f)
{
	struct tiff t = find_tiff(f);

	bytes_set_u16(f, t.at + 8, t.order, 0xffff);
}

static void exif_type(struct bytes *f)
{
	struct tiff t = find_tiff(f);

	bytes_set_u16(f, find_entry(f, &t, 8, 0x0110) + 2, t.order, 99);
}

static void exif_order(struct bytes *f)
{
	struct tiff t = find_tiff(f);

	memcpy(f->data + t.at, "XX", 2);
}

static void exif_zero_ratio(struct bytes *f)
{
	struct tiff t = find_tiff(f);
	size_t entry = exif_entry(f, &t, 0x829a);

	bytes_set_u32(f, t.at + bytes_u32(f, entry + 8, t.order) + 4, t.order, 0);
}

static size_t thumb_entry(const struct bytes *f, const struct tiff *t, unsigned tag)
{
	return find_entry(f, t, bytes_u32(f, next_pointer(f, t), t->order), tag);
}

static void thumb_past_end(struct bytes *f)
{
	struct tiff t = find_tiff(f);

	bytes_set_u32(f, thumb_entry(f, &t, 0x0202) + 8, t.order, 0x7fffffff);
}

static void thumb_bomb(struct bytes *f)
{
	struct tiff t = find_tiff(f);
	size_t at = t.at + bytes_u32(f, thumb_entry(f, &t, 0x0201) + 8, t.order);

	at = bytes_find(f, at, "\xff\xc0", 2);
	bytes_set_u16(f, at + 5, ORDER_BIG, 65500);
	bytes_set_u16(f, at + 7, ORDER_BIG, 65500);
}

static const struct fault faults[] = {
	{ "empty", "a file of no bytes", false, NULL, empty },
	{ "stub", "the start marker and nothing else", false, NULL, stub },
	{ "truncated", "cut in the middle of the scan", false, NULL, truncated },
	{ "truncated-header", "cut inside the frame header", false, NULL, truncated_header },
	{ "no-eoi", "the end marker is missing", false, NULL, no_eoi },
	{ "trailing", "text after the end marker", false, NULL, trailing },
	{ "trailing-zip", "an empty ZIP archive after the end marker", false, NULL,
	  trailing_zip },
	{ "segment-past-end", "a segment longer than the file", false, NULL,
	  segment_past_end },
	{ "segment-short", "a segment length of 1", false, NULL, segment_short },
	{ "many-segments", "20,000 comments", false, NULL, many_segments },
	{ "frame-bomb", "a frame header of 65500 x 65500", false, NULL, frame_bomb },
	{ "frame-zero", "a frame header of 0 x 0", false, NULL, frame_zero },
	{ "frame-components", "a frame header of 200 components", false, NULL,
	  frame_components },
	{ "no-tables", "no quantisation tables", false, NULL, no_tables },
	{ "scan-garbage", "600 wrong bytes in the scan", false, NULL, scan_garbage },
	{ "scan-bomb", "a progressive file of 2,000 scans", false, progressive, scan_bomb },
	{ "exif-count", "a count whose size overflows 32 bits", false, NULL, exif_count },
	{ "exif-count-zero", "make and model of no bytes", false, NULL, exif_count_zero },
	{ "exif-loop", "IFD0 names itself as its successor", false, NULL, exif_loop },
	{ "exif-self", "the Exif pointer leads to IFD0", false, NULL, exif_self },
	{ "exif-offset", "a value offset far past the end", false, NULL, exif_offset },
	{ "exif-entries", "65,535 entries in IFD0", false, NULL, exif_entries },
	{ "exif-type", "an entry of type 99", false, NULL, exif_type },
	{ "exif-order", "a byte order mark of XX", false, NULL, exif_order },
	{ "exif-zero-ratio", "an exposure time over 0", false, NULL, exif_zero_ratio },
	{ "thumb-past-end", "a thumbnail of 2 GB", false, NULL, thumb_past_end },
	{ "thumb-bomb", "a thumbnail of 65500 x 65500", false, NULL, thumb_bomb },
	{ "text-empty", "texts that hold only their final zero", false, text_empty, NULL },
	{ "text-escapes", "terminal escape sequences in every text", false, text_escapes,
	  NULL },
	{ "text-html", "tags and entities in every text", false, text_html, NULL },
	{ "text-bidi", "bidirectional overrides in every text", false, text_bidi, NULL },
	{ "text-formula", "spreadsheet formulas in every text", false, text_formula, NULL },
	{ "text-control", "control characters, tabs and newlines", false, text_control, NULL },
	{ "text-not-utf8", "texts that are not UTF-8", false, text_not_utf8, NULL },
	{ "text-long", "a text of 40,000 bytes", false, text_long, NULL },
	{ "png-bomb", "IHDR of 2^31 - 1 squared, right checksum", true, NULL, png_bomb },
	{ "png-zero", "IHDR of 0 x 0, right checksum", true, NULL, png_zero },
	{ "png-truncated", "cut in the middle of the data", true, NULL, png_truncated },
	{ "png-checksum", "a wrong checksum in IDAT", true, NULL, png_checksum },
	{ "png-past-end", "a chunk longer than the file", true, NULL, png_past_end },
	{ "png-trailing", "text after IEND", true, NULL, png_trailing },
	{ "png-order", "a text chunk before IHDR", true, NULL, png_order },
	{ "png-many-chunks", "20,000 unknown chunks", true, NULL, png_many_chunks },
	{ "png-text-escapes", "terminal escape sequences in text chunks", true,
	  png_text_escapes, NULL },
	{ "png-text-bomb", "32 MB of text compressed to some 30 kB", true, png_text_bomb,
	  NULL },
};

const struct fault *fault_at(size_t i)
{
	return i < sizeof faults / sizeof *faults ? &faults[i] : NULL;
}

const struct fault *fault_find(const char *name)
{
	for (size_t i = 0; fault_at(i); i++)
		if (!strcmp(faults[i].name, name))
			return &faults[i];
	die("unknown fault '%s'", name);
}
