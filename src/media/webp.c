/* SPDX-License-Identifier: GPL-3.0-or-later */
/* WebP through libwebp, which gets the coded picture alone: the container around it is ours (webp_walk.c).
 * Samples as stored: upsampled as libwebp does by default, no dithering, no colour management, alpha not
 * multiplied in. An animation is its first frame on a transparent canvas (RFC 9649 section 2.7.1: the
 * background colour may be ignored, as browsers do). */
#include "src/base/base.h"
#include "src/media/formats.h"

#include "src/media/decode.h"
#include "src/media/webp.h"

#ifdef WITH_WEBP
#include <webp/decode.h>

/* Handed over in pieces, between which it can be stopped. */
enum { PIECE = 1 << 16, PIECES = 64 };

struct job {
	struct span coded;       /* one picture: ALPH, VP8 or VP8L chunks */
	const struct webp_image *image;
	struct raster raster;
	size_t corner;           /* where in the raster the frame begins, in bytes */
	struct job_control *ctl;
	uint32_t rows;           /* decoded */
};

static enum status why(VP8StatusCode code, const struct job *j, struct error *e)
{
	if (code == VP8_STATUS_OUT_OF_MEMORY)
		return err_nomem(e);
	if (code == VP8_STATUS_SUSPENDED || code == VP8_STATUS_NOT_ENOUGH_DATA)
		return err_corrupt(e, j->coded.origin + j->coded.len,
				   "the picture data ends in row %lu of %lu", (unsigned long)j->rows,
				   (unsigned long)j->image->height);
	if (code == VP8_STATUS_UNSUPPORTED_FEATURE)
		return err_at(e, ST_UNSUPPORTED, j->coded.origin, "libwebp has no reader for this picture");
	return err_corrupt(e, j->coded.origin, "the picture data is damaged in row %lu of %lu",
			   (unsigned long)j->rows, (unsigned long)j->image->height);
}

static VP8StatusCode feed(WebPIDecoder *dec, struct job *j)
{
	size_t len = j->coded.len, piece = len / PIECES > PIECE ? len / PIECES : PIECE;
	VP8StatusCode code = VP8_STATUS_SUSPENDED;

	for (size_t done = 0; done < len && code == VP8_STATUS_SUSPENDED;) {
		done = len - done < piece ? len : done + piece;
		if (job_cancelled(j->ctl))
			return VP8_STATUS_USER_ABORT;
		job_progress(j->ctl, (unsigned)(done * 1000 / len), "decoding");
		code = WebPIUpdate(dec, j->coded.data, done);
	}
	return code;
}

/* ST_OK: whole, or in part with a warning. */
static enum status run(struct job *j, struct error *warning, struct error *e)
{
	size_t stride = (size_t)j->raster.width * j->raster.channels;
	WebPDecoderConfig config;
	WebPIDecoder *dec;
	VP8StatusCode code;
	int last = 0;

	if (!WebPInitDecoderConfig(&config))
		return err_set(e, ST_INTERNAL, "libwebp is not the version that this was built for");
	config.output.colorspace = j->raster.channels == 4 ? MODE_RGBA : MODE_RGB;
	config.output.is_external_memory = 1;
	config.output.u.RGBA.rgba = (uint8_t *)j->raster.data + j->corner;
	config.output.u.RGBA.stride = (int)stride;
	config.output.u.RGBA.size = stride * j->raster.height - j->corner;
	dec = WebPIDecode(NULL, 0, &config);
	if (!dec)
		return err_nomem(e);
	code = feed(dec, j);
	if (code != VP8_STATUS_OK && WebPIDecGetRGB(dec, &last, NULL, NULL, NULL) && last > 0)
		j->rows = (uint32_t)last;
	WebPIDelete(dec);
	WebPFreeDecBuffer(&config.output);
	if (code == VP8_STATUS_OK)
		return ST_OK;
	if (code == VP8_STATUS_USER_ABORT)
		return err_set(e, ST_CANCELLED, "stopped while decoding");
	if (j->rows == 0 || code == VP8_STATUS_OUT_OF_MEMORY)
		return why(code, j, e);
	if (warning)
		why(code, j, warning);
	return ST_OK;
}

/* A frame that leaves some of the canvas free needs alpha for that. */
static enum status place(const struct webp_head *h, struct job *j, struct error *e)
{
	const struct webp_frame *f = &h->first;
	struct raster *r = &j->raster;
	bool whole;

	j->image = h->animated ? &f->image : &h->image;
	if (!j->image->readable)
		return err_corrupt(e, j->image->found ? j->image->offset : j->coded.origin,
				   "no picture that can be read");
	*r = (struct raster){ .width = j->image->width, .height = j->image->height, .depth = 8,
			      .channels = j->image->alpha ? 4 : 3 };
	if (!h->animated)
		return ST_OK;
	if (f->width != r->width || f->height != r->height ||
	    (uint64_t)f->x + f->width > h->canvas_width || (uint64_t)f->y + f->height > h->canvas_height)
		return err_corrupt(e, j->image->offset,
				   "the first frame does not fit its place on the canvas");
	whole = f->width == h->canvas_width && f->height == h->canvas_height;
	r->width = h->canvas_width;
	r->height = h->canvas_height;
	r->channels = whole && !j->image->alpha ? 3 : 4;
	j->corner = ((size_t)f->y * r->width + f->x) * r->channels;
	return ST_OK;
}

static enum status decode(struct span bytes, const struct limits *lim, struct job_control *ctl,
			  struct raster *out, struct error *warning, struct error *e)
{
	struct job j = { .ctl = ctl, .coded = { .origin = bytes.origin + RIFF_HEADER } };
	struct webp_head h;
	uint64_t samples, more;
	enum status st;

	webp_head_read(bytes, &h);
	st = place(&h, &j, e);
	if (st)
		return st;
	if (!span_slice(&bytes, j.image->offset - bytes.origin, j.image->length, &j.coded))
		return err_corrupt(e, j.image->offset, "no picture that can be read");
	/* A lossless picture is kept as 32-bit words until it is whole; alpha as bytes. */
	samples = (uint64_t)j.image->width * j.image->height;
	more = j.image->lossless ? samples * 4 : j.image->alpha ? samples : 0;
	st = decode_allocate(&j.raster, more, lim, e);
	if (!st)
		st = run(&j, warning, e);
	if (st)
		raster_release(&j.raster);
	else
		*out = j.raster;
	return st;
}
#else
static enum status decode(struct span bytes, const struct limits *lim, struct job_control *ctl,
			  struct raster *out, struct error *warning, struct error *e)
{
	(void)bytes, (void)lim, (void)ctl, (void)out, (void)warning;
	return err_set(e, ST_UNSUPPORTED, "WebP is not decoded: built without libwebp");
}
#endif

static bool probe(const struct span *s)
{
	struct span t = *s;

	return span_is(&t, "RIFF", 4) && span_skip(&t, 8) && span_is(&t, "WEBP", 4);
}

const struct codec webp_codec = {
	.name = "WebP", .media_type = "image/webp", .probe = probe, .walk = webp_walk, .decode = decode,
};
