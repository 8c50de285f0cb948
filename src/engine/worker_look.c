/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Looking at the picture that the worker holds. */
#include "src/base/base.h"

#include "src/base/mem.h"
#include "src/engine/worker_state.h"
#include "src/media/raster.h"

#include <inttypes.h>

static enum status get_raster(struct worker *w, const struct raster **out, struct error *e)
{
	struct subject *s;
	struct error stopped = ERROR_INIT;
	enum status st;

	worker_step(w, "decode", 0, 1000);
	st = worker_subject(w, &s, e);
	if (!st)
		st = subject_raster(s, &w->control, out, e);
	if (st && worker_stopped(w, &stopped)) {
		*e = stopped;
		return stopped.code;
	}
	return st;
}

/* Is the rectangle inside the picture? */
static enum status check_rect(const struct raster *p, const struct request *r, struct error *e)
{
	if (r->x >= p->width || r->y >= p->height || r->width > p->width - r->x ||
	    r->height > p->height - r->y)
		return err_set(e, ST_USAGE,
			       "the part %" PRIu32 ",%" PRIu32 " %" PRIu32 " x %" PRIu32
			       " does not lie inside the picture of %" PRIu32 " x %" PRIu32,
			       r->x, r->y, r->width, r->height, p->width, p->height);
	return ST_OK;
}

/* As raster_luma(): Rec. 601 in 16-bit fixed point. */
static uint8_t luma(const uint8_t *p)
{
	return (uint8_t)((19595U * p[0] + 38470U * p[1] + 7471U * p[2] + 32768U) >> 16);
}

/* One value for all three. */
static void pick_channel(uint8_t *rgb, size_t n, enum tile_channel channel)
{
	if (channel == CHANNEL_RGB)
		return;
	for (uint8_t *p = rgb; p < rgb + n * 3; p += 3) {
		uint8_t v = channel == CHANNEL_LUMA ? luma(p) : p[channel - CHANNEL_RED];

		p[0] = p[1] = p[2] = v;
	}
}

/* Repeats pixels: out is at least as large as from, both ways. */
static void enlarge(const uint8_t *from, uint32_t fw, uint32_t fh, struct tile *out)
{
	for (uint32_t y = 0; y < out->height; y++) {
		const uint8_t *row = from + (size_t)((uint64_t)y * fh / out->height) * fw * 3;

		for (uint32_t x = 0; x < out->width; x++)
			memcpy(out->rgb + ((size_t)y * out->width + x) * 3,
			       row + (size_t)((uint64_t)x * fw / out->width) * 3, 3);
	}
}

static uint32_t smaller(uint32_t a, uint32_t b)
{
	return a < b ? a : b;
}

/* Averages where the tile is smaller than the part, repeats where it is larger; each axis by itself. */
static enum status render(const struct raster *p, const struct request *r, struct tile *out, struct error *e)
{
	uint32_t w = smaller(r->width, r->out_width), h = smaller(r->height, r->out_height);
	uint8_t *small = mem_array((size_t)w * h, 3);

	out->rgb = mem_array((size_t)r->out_width * r->out_height, 3);
	if (!small || !out->rgb) {
		mem_free(small);
		mem_free(out->rgb);
		return err_nomem(e);
	}
	out->width = r->out_width;
	out->height = r->out_height;
	raster_shrink_rgb(p, r->x, r->y, r->width, r->height, w, h, small);
	enlarge(small, w, h, out);
	pick_channel(out->rgb, (size_t)out->width * out->height, r->channel);
	mem_free(small);
	return ST_OK;
}

void worker_tile(struct worker *w, const struct request *r)
{
	const struct raster *p = NULL;
	struct error e = ERROR_INIT;
	struct tile t = { .rgb = NULL };
	enum status st = get_raster(w, &p, &e);
	size_t at;

	st = st ? st : check_rect(p, r, &e);
	st = st ? st : render(p, r, &t, &e);
	if (st) {
		worker_fail(w, &e);
		return;
	}
	at = frame_begin(&w->out);
	answer_put_tile(&w->out.out, w->id, worker_seconds(w), &t);
	worker_send(w, at);
	mem_free(t.rgb);
}

static void read_sample(const struct raster *p, uint32_t x, uint32_t y, struct sample *s)
{
	size_t first = ((size_t)y * p->width + x) * p->channels;

	s->channels = p->channels;
	s->depth = p->depth;
	for (unsigned i = 0; i < p->channels; i++)
		s->value[i] = p->depth == 8 ? ((const uint8_t *)p->data)[first + i]
					    : ((const uint16_t *)p->data)[first + i];
}

void worker_sample(struct worker *w, const struct request *r)
{
	struct request one = { .x = r->x, .y = r->y, .width = 1, .height = 1 };
	const struct raster *p = NULL;
	struct error e = ERROR_INIT;
	struct sample s = { .depth = 0 };
	enum status st = get_raster(w, &p, &e);
	size_t at;

	st = st ? st : check_rect(p, &one, &e);
	if (st) {
		worker_fail(w, &e);
		return;
	}
	read_sample(p, r->x, r->y, &s);
	at = frame_begin(&w->out);
	answer_put_sample(&w->out.out, w->id, worker_seconds(w), &s);
	worker_send(w, at);
}

void worker_bytes(struct worker *w, const struct request *r)
{
	struct error e = ERROR_INIT;
	struct span part;
	uint64_t left;
	size_t at;

	if (r->offset >= w->bytes.len) {
		err_at(&e, ST_USAGE, r->offset, "the file ends after %zu bytes", w->bytes.len);
		worker_fail(w, &e);
		return;
	}
	left = w->bytes.len - r->offset;
	if (!span_slice(&w->bytes, r->offset, r->length < left ? r->length : left, &part)) {
		err_set(&e, ST_INTERNAL, "the bytes asked for cannot be reached");
		worker_fail(w, &e);
		return;
	}
	at = frame_begin(&w->out);
	answer_put_bytes(&w->out.out, w->id, worker_seconds(w), &part);
	worker_send(w, at);
}
