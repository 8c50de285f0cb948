/* SPDX-License-Identifier: GPL-3.0-or-later */
/* GIF through giflib, record by record: DGifSlurp() would keep every image of the file in memory. The picture
 * is the first image on a transparent canvas; it stays RGB when it covers the canvas and no colour is
 * transparent. */
#include "src/base/base.h"
#include "src/media/formats.h"

#include "src/base/mem.h"
#include "src/media/decode.h"
#include "src/media/gif.h"

#ifdef WITH_GIF
#include <gif_lib.h>

enum { ROWS_A_LOOK = 32 };

struct reader {
	GifFileType *gif;
	struct span s;
	struct job_control *ctl;
	const struct limits *lim;
	struct raster raster;
	uint8_t *line;
	int transparent;      /* index, or NO_TRANSPARENT_COLOR */
	int outside;          /* an index beyond the colours, or -1 */
	struct error warning;
};

static int on_read(GifFileType *gif, GifByteType *out, int len)
{
	struct reader *r = gif->UserData;
	size_t n = (size_t)len < span_left(&r->s) ? (size_t)len : span_left(&r->s);

	return n && span_copy(&r->s, out, n) ? (int)n : 0;
}

static enum status failed(const struct reader *r, int code, struct error *e)
{
	const char *text = GifErrorString(code);

	if (code == D_GIF_ERR_NOT_ENOUGH_MEM)
		return err_nomem(e);
	if (span_left(&r->s) == 0)
		return err_corrupt(e, span_at(&r->s), "the file ends inside the picture");
	return err_corrupt(e, span_at(&r->s), "giflib: %s", text ? text : "no reason given");
}

/* Extensions before the first image: only the last graphic control counts (section 23). */
static bool extension(struct reader *r)
{
	GifByteType *block;
	int code;

	if (DGifGetExtension(r->gif, &code, &block) == GIF_ERROR)
		return false;
	if (code == GRAPHICS_EXT_FUNC_CODE && block && block[0] >= 4)
		r->transparent = block[1] & 1 ? block[4] : NO_TRANSPARENT_COLOR;
	while (block)
		if (DGifGetExtensionNext(r->gif, &block) == GIF_ERROR)
			return false;
	return true;
}

static enum status find_image(struct reader *r, struct error *e)
{
	for (;;) {
		GifRecordType type;

		if (DGifGetRecordType(r->gif, &type) == GIF_ERROR)
			return failed(r, r->gif->Error, e);
		if (type == TERMINATE_RECORD_TYPE)
			return err_corrupt(e, span_at(&r->s), "no image");
		if (type == IMAGE_DESC_RECORD_TYPE)
			return DGifGetImageDesc(r->gif) == GIF_ERROR ? failed(r, r->gif->Error, e) : ST_OK;
		if (type == EXTENSION_RECORD_TYPE && !extension(r))
			return failed(r, r->gif->Error, e);
		if (job_cancelled(r->ctl))
			return err_set(e, ST_CANCELLED, "stopped while decoding");
	}
}

static const ColorMapObject *colours(const struct reader *r)
{
	return r->gif->Image.ColorMap ? r->gif->Image.ColorMap : r->gif->SColorMap;
}

static enum status allocate(struct reader *r, struct error *e)
{
	const GifImageDesc *m = &r->gif->Image;
	uint32_t width = (uint32_t)r->gif->SWidth, height = (uint32_t)r->gif->SHeight;
	bool whole = m->Left == 0 && m->Top == 0 && (uint32_t)m->Width >= width &&
		     (uint32_t)m->Height >= height;
	enum status st;

	if (!colours(r))
		return err_at(e, ST_UNSUPPORTED, span_at(&r->s),
			      "no table of colours: they are left to the reader's choice");
	st = decode_pixels((uint32_t)m->Width, (uint32_t)m->Height, r->lim, e);
	if (st)
		return st;
	gif_canvas(&width, &height, (uint32_t)m->Left, (uint32_t)m->Top, (uint32_t)m->Width,
		   (uint32_t)m->Height);
	r->raster = (struct raster){ .width = width, .height = height, .depth = 8,
				     .channels = whole && r->transparent == NO_TRANSPARENT_COLOR ? 3 : 4 };
	st = decode_allocate(&r->raster, (uint64_t)m->Width, r->lim, e);
	if (st)
		return st;
	r->line = mem_array((size_t)m->Width, 1);
	return r->line ? ST_OK : err_nomem(e);
}

static void put_row(struct reader *r, uint32_t y)
{
	const GifImageDesc *m = &r->gif->Image;
	const ColorMapObject *map = colours(r);
	unsigned channels = r->raster.channels;
	uint8_t *out = (uint8_t *)r->raster.data +
		       (((size_t)m->Top + y) * r->raster.width + (size_t)m->Left) * channels;

	for (int x = 0; x < m->Width; x++, out += channels) {
		int i = r->line[x];

		if (i == r->transparent)
			continue;
		if (i < map->ColorCount) {
			out[0] = map->Colors[i].Red;
			out[1] = map->Colors[i].Green;
			out[2] = map->Colors[i].Blue;
		} else {
			r->outside = i;
		}
		if (channels == 4)
			out[3] = 255;
	}
}

/* Row `done` of the data is row *y of the picture (GIF89a appendix E). */
static bool next_row(bool interlaced, uint32_t height, unsigned *pass, uint32_t *y)
{
	static const uint8_t first[] = { 0, 4, 2, 1 }, step[] = { 8, 8, 4, 2 };

	if (!interlaced)
		return ++*y < height;
	*y += step[*pass];
	while (*y >= height) {
		if (++*pass == ARRAY_LEN(first))
			return false;
		*y = first[*pass];
	}
	return true;
}

static enum status rows(struct reader *r, struct error *e)
{
	const GifImageDesc *m = &r->gif->Image;
	uint32_t height = (uint32_t)m->Height, y = 0, done = 0;
	unsigned pass = 0;

	do {
		int ok;

		if (done % ROWS_A_LOOK == 0) {
			if (job_cancelled(r->ctl))
				return err_set(e, ST_CANCELLED, "stopped while decoding");
			job_progress(r->ctl, done * 1000 / height, "decoding");
		}
		memset(r->line, 0, (size_t)m->Width);
		ok = DGifGetLine(r->gif, r->line, m->Width) != GIF_ERROR;
		/* After the last row giflib also looks for the end of the data: that row is there. */
		if (!ok && done == 0 && height > 1)
			return failed(r, r->gif->Error, e);
		if (!ok && done + 1 < height) {
			failed(r, r->gif->Error, &r->warning);
			err_context(&r->warning, ST_CORRUPT, "row %lu of %lu", (unsigned long)done + 1,
				    (unsigned long)height);
			return ST_OK;
		}
		if (!ok)
			failed(r, r->gif->Error, &r->warning);
		put_row(r, y);
		done++;
	} while (next_row(m->Interlace, height, &pass, &y));
	if (r->outside >= 0 && r->warning.code == ST_OK)
		err_corrupt(&r->warning, span_at(&r->s), "colour %d is not in the table of %d colours",
			    r->outside, colours(r)->ColorCount);
	return ST_OK;
}

static enum status decode(struct span bytes, const struct limits *lim, struct job_control *ctl,
			  struct raster *out, struct error *warning, struct error *e)
{
	struct reader r = { .s = bytes, .ctl = ctl, .lim = lim, .transparent = NO_TRANSPARENT_COLOR,
			    .outside = -1 };
	int code = 0;
	enum status st;

	r.gif = DGifOpen(&r, on_read, &code);
	if (!r.gif)
		return failed(&r, code, e);
	st = find_image(&r, e);
	if (!st)
		st = allocate(&r, e);
	if (!st)
		st = rows(&r, e);
	DGifCloseFile(r.gif, &code);
	mem_free(r.line);
	if (warning)
		*warning = r.warning;
	if (st)
		raster_release(&r.raster);
	else
		*out = r.raster;
	return st;
}
#else
static enum status decode(struct span bytes, const struct limits *lim, struct job_control *ctl,
			  struct raster *out, struct error *warning, struct error *e)
{
	(void)bytes, (void)lim, (void)ctl, (void)out, (void)warning;
	return err_set(e, ST_UNSUPPORTED, "GIF is not decoded: built without giflib");
}
#endif

static bool probe(const struct span *s)
{
	return span_is(s, "GIF87a", 6) || span_is(s, "GIF89a", 6);
}

const struct codec gif_codec = {
	.name = "GIF", .media_type = "image/gif", .probe = probe, .walk = gif_walk, .decode = decode,
};
