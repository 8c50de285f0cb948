/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/bmp.h"

#include "src/media/formats.h"

/* Two letters alone are weak: the size of the second header must be one that exists. */
static bool probe(const struct span *in)
{
	static const uint32_t sizes[] = { BMP_CORE, BMP_OS2_SHORT, BMP_INFO, 52, 56, BMP_OS2, BMP_V4,
					  BMP_V5 };
	struct span s = *in;
	uint32_t size;

	if (!span_is(&s, "BM", 2) || !span_skip(&s, BMP_FILE_HEADER) || !span_u32le(&s, &size))
		return false;
	for (size_t i = 0; i < ARRAY_LEN(sizes); i++)
		if (size == sizes[i])
			return true;
	return false;
}

static bool core_read(struct span *s, struct bmp_header *h)
{
	uint16_t width, height, planes;

	if (!span_u16le(s, &width) || !span_u16le(s, &height) || !span_u16le(s, &planes) ||
	    !span_u16le(s, &h->bits))
		return false;
	h->width = width;
	h->height = height;
	h->entry = 3;
	return true;
}

/* The first 40 bytes, or the 16 that OS/2 allows. */
static bool info_read(struct span *s, struct bmp_header *h, uint32_t *used)
{
	uint32_t height, metre;
	uint16_t planes;

	if (!span_u32le(s, &h->width) || !span_u32le(s, &height) || !span_u16le(s, &planes) ||
	    !span_u16le(s, &h->bits))
		return false;
	h->top_down = height >> 31;
	h->height = h->top_down ? 0 - height : height;
	h->entry = 4;
	if (h->header == BMP_OS2_SHORT)
		return true;
	if (!span_u32le(s, &h->compression) || !span_u32le(s, &h->image_bytes) || !span_u32le(s, &metre) ||
	    !span_u32le(s, &metre) || !span_u32le(s, used) || !span_u32le(s, &metre))
		return false;
	if (h->header == BMP_OS2 && (h->compression == 3 || h->compression == 4))
		h->compression += BMP_OS2_HUFFMAN - 3;
	return true;
}

/* Version 2 has the masks in the header, version 3 alpha too; before, they follow it. */
static bool masks_read(struct span *s, struct bmp_header *h)
{
	bool inside = h->header != BMP_OS2 && h->header >= 52;
	unsigned n = inside ? (h->header >= 56 ? 4 : 3) : h->compression == BMP_ALPHABITFIELDS ? 4 : 3;

	if (!inside && ((h->compression != BMP_BITFIELDS && h->compression != BMP_ALPHABITFIELDS) ||
			h->header != BMP_INFO))
		return true;
	if (!inside) {
		h->masks = BMP_FILE_HEADER + (uint64_t)h->header;
		h->masks_bytes = n * 4;
	}
	for (unsigned i = 0; i < n; i++)
		if (!span_u32le(s, &h->mask[i]))
			return false;
	return true;
}

/* Without bit fields 16 bits are five for each colour, 32 bits eight, and what is left means nothing. */
static void masks_default(struct bmp_header *h)
{
	static const uint32_t five[4] = { 0x7C00, 0x3E0, 0x1F, 0 }, eight[4] = { 0xFF0000, 0xFF00, 0xFF, 0 };

	if (h->compression == BMP_RGB)
		memcpy(h->mask, h->bits == 16 ? five : eight, sizeof h->mask);
}

static bool profile_read(struct span bytes, struct bmp_header *h)
{
	uint32_t offset;

	if (h->header >= BMP_V4 && (!span_seek(&bytes, BMP_FILE_HEADER + 56) ||
				    !span_u32le(&bytes, &h->colour_space)))
		return false;
	if (h->header != BMP_V5 || (h->colour_space != BMP_LINKED && h->colour_space != BMP_EMBEDDED))
		return true;
	if (!span_seek(&bytes, BMP_FILE_HEADER + 112) || !span_u32le(&bytes, &offset) ||
	    !span_u32le(&bytes, &h->profile_bytes))
		return false;
	h->profile = BMP_FILE_HEADER + (uint64_t)offset;
	return true;
}

/* As many colours as are said, at most as fit before the pixels. */
static void palette_find(struct bmp_header *h, uint32_t used)
{
	uint64_t room;

	h->palette = BMP_FILE_HEADER + (uint64_t)h->header + h->masks_bytes;
	h->n_colours = used ? used : h->bits >= 1 && h->bits <= 8 ? 1u << h->bits : 0;
	if (h->bits == 0) /* JPEG or PNG inside */
		h->n_colours = 0;
	room = h->pixels > h->palette ? (h->pixels - h->palette) / h->entry : 0;
	if (h->n_colours > room)
		h->n_colours = (uint32_t)room;
}

enum status bmp_header_read(struct span bytes, struct bmp_header *h, struct error *e)
{
	struct span s = bytes;
	uint32_t pixels, used = 0;

	memset(h, 0, sizeof *h);
	if (!span_is(&s, "BM", 2) || !span_skip(&s, 2) || !span_u32le(&s, &h->file_size) ||
	    !span_skip(&s, 4) || !span_u32le(&s, &pixels) || !span_u32le(&s, &h->header))
		return err_corrupt(e, span_at(&s), "the file header is cut short");
	h->pixels = pixels;
	if (!(h->header == BMP_CORE ? core_read(&s, h) : info_read(&s, h, &used)) ||
	    (h->header != BMP_OS2 && !masks_read(&s, h)) || !profile_read(bytes, h))
		return err_corrupt(e, span_at(&s), "the file ends inside the header");
	masks_default(h);
	palette_find(h, used);
	if (h->width == 0 || h->height == 0 || h->width > INT32_MAX || h->height > INT32_MAX)
		return err_corrupt(e, bytes.origin + BMP_FILE_HEADER + 4, "no picture is %lu x %lu pixels",
				   (unsigned long)h->width, (unsigned long)h->height);
	if (h->pixels < h->palette)
		return err_corrupt(e, bytes.origin + 10, "the pixels are said to begin inside the headers");
	return ST_OK;
}

uint64_t bmp_stride(const struct bmp_header *h)
{
	return ((uint64_t)h->width * h->bits + 31) / 32 * 4;
}

bool bmp_compressed(const struct bmp_header *h)
{
	return h->compression == BMP_RLE8 || h->compression == BMP_RLE4;
}

static bool mask_fits(const struct bmp_header *h, uint32_t m)
{
	if (m == 0)
		return true;
	m >>= __builtin_ctz(m);
	return (m & (m + 1)) == 0 && (h->bits == 32 || m <= UINT16_MAX);
}

static enum status masks_supported(const struct bmp_header *h, struct error *e)
{
	if (h->bits != 16 && h->bits != 32)
		return err_set(e, ST_CORRUPT, "bit fields with %u bits a pixel", h->bits);
	if (!(h->mask[0] | h->mask[1] | h->mask[2]))
		return err_set(e, ST_CORRUPT, "no bit field for any colour");
	for (unsigned i = 0; i < 4; i++)
		if (!mask_fits(h, h->mask[i]))
			return err_set(e, ST_CORRUPT, "the bits of mask 0x%08lx are not in one row",
				       (unsigned long)h->mask[i]);
	return ST_OK;
}

enum status bmp_supported(const struct bmp_header *h, struct error *e)
{
	static const struct { uint32_t compression; const char *name; } refused[] = {
		{ BMP_JPEG, "a JPEG inside (BI_JPEG)" }, { BMP_PNG, "a PNG inside (BI_PNG)" },
		{ BMP_OS2_HUFFMAN, "OS/2 Huffman 1D" }, { BMP_OS2_RLE24, "OS/2 RLE24" },
		{ 11, "CMYK (BI_CMYK)" }, { 12, "CMYK (BI_CMYKRLE8)" }, { 13, "CMYK (BI_CMYKRLE4)" },
	};

	for (size_t i = 0; i < ARRAY_LEN(refused); i++)
		if (h->compression == refused[i].compression)
			return err_set(e, ST_UNSUPPORTED, "no reader here for this kind of BMP: %s",
				       refused[i].name);
	if (h->compression == BMP_BITFIELDS || h->compression == BMP_ALPHABITFIELDS)
		return masks_supported(h, e);
	if (bmp_compressed(h))
		return h->bits == (h->compression == BMP_RLE8 ? 8 : 4) ? ST_OK :
		       err_set(e, ST_CORRUPT, "run-length codes with %u bits a pixel", h->bits);
	if (h->compression != BMP_RGB)
		return err_set(e, ST_UNSUPPORTED, "no reader here for this kind of BMP: compression %lu",
			       (unsigned long)h->compression);
	if (h->bits == 1 || h->bits == 2 || h->bits == 4 || h->bits == 8 || h->bits == 16 || h->bits == 24 ||
	    h->bits == 32)
		return ST_OK;
	return err_set(e, ST_UNSUPPORTED, "no reader here for this kind of BMP: %u bits a pixel", h->bits);
}

const struct codec bmp_codec = {
	.name = "BMP", .media_type = "image/bmp", .probe = probe, .walk = bmp_walk, .decode = bmp_decode,
};
