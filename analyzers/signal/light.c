/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/light.h"

#include "src/base/mem.h"

#include <math.h>

enum { SAMPLES_AXIS = 4, OPAQUE = 255, CLIPPED = 2 };

static const double clip_over = .9, dark_under = .02;

struct sampling {
	const struct raster *r;
	uint32_t gap, across; /* between samples of a cell, and how many of them on an axis */
	uint8_t clip;	      /* the highest byte that is not clipped */
	float linear[256];
};

static double linear_of(double v)
{
	return v <= .04045 ? v / 12.92 : pow((v + .055) / 1.055, 2.4);
}

static void sampling_init(struct sampling *s, const struct raster *r, uint32_t step)
{
	s->r = r;
	s->gap = (step + SAMPLES_AXIS - 1) / SAMPLES_AXIS;
	s->across = (step + s->gap - 1) / s->gap;
	s->clip = 0;
	for (unsigned i = 0; i < 256; i++) {
		double v = linear_of(i / 255.0);

		s->linear[i] = (float)v;
		if (v <= clip_over)
			s->clip = (uint8_t)i;
	}
}

/* What the samples of one cell add up to. */
struct sum {
	float rgb[3];
	uint8_t top, alpha; /* highest colour byte, lowest alpha */
};

static void add(const struct sampling *s, struct sum *sum, uint8_t r, uint8_t g, uint8_t b)
{
	uint8_t high = r > g ? r : g;

	high = b > high ? b : high;
	sum->top = high > sum->top ? high : sum->top;
	sum->rgb[0] += s->linear[r];
	sum->rgb[1] += s->linear[g];
	sum->rgb[2] += s->linear[b];
}

/* RGB of 8 bit, which nearly all pictures are: sums in registers, in the same order. */
static void sum_rgb(const struct sampling *s, uint32_t x, uint32_t y, struct sum *sum)
{
	const struct raster *r = s->r;
	size_t across = (size_t)s->gap * 3, down = (size_t)s->gap * r->width * 3;
	const uint8_t *first = (const uint8_t *)r->data + ((size_t)y * r->width + x) * 3;
	float red = 0, green = 0, blue = 0;
	unsigned top = 0;

	for (uint32_t j = 0; j < s->across; j++)
		for (uint32_t i = 0; i < s->across; i++) {
			const uint8_t *p = first + j * down + i * across;
			unsigned high = p[0] > p[1] ? p[0] : p[1];

			high = high > p[2] ? high : p[2];
			top = top > high ? top : high;
			red += s->linear[p[0]];
			green += s->linear[p[1]];
			blue += s->linear[p[2]];
		}
	sum->rgb[0] = red;
	sum->rgb[1] = green;
	sum->rgb[2] = blue;
	sum->top = (uint8_t)top;
}

static void sum_bytes(const struct sampling *s, uint32_t x, uint32_t y, struct sum *sum)
{
	const struct raster *r = s->r;
	uint32_t ch = r->channels;

	for (uint32_t j = 0; j < s->across; j++) {
		const uint8_t *p = (const uint8_t *)r->data + ((size_t)(y + j * s->gap) * r->width + x) * ch;

		for (uint32_t i = 0; i < s->across; i++, p += s->gap * ch) {
			add(s, sum, p[0], p[1], p[2]);
			if (ch == 4 && p[3] < sum->alpha)
				sum->alpha = p[3];
		}
	}
}

static void sum_words(const struct sampling *s, uint32_t x, uint32_t y, struct sum *sum)
{
	const struct raster *r = s->r;
	uint32_t ch = r->channels;

	for (uint32_t j = 0; j < s->across; j++) {
		const uint16_t *p = (const uint16_t *)r->data +
				    ((size_t)(y + j * s->gap) * r->width + x) * ch;

		for (uint32_t i = 0; i < s->across; i++, p += s->gap * ch) {
			add(s, sum, (uint8_t)(p[0] >> 8), (uint8_t)(p[1] >> 8), (uint8_t)(p[2] >> 8));
			if (ch == 4 && p[3] >> 8 < sum->alpha)
				sum->alpha = (uint8_t)(p[3] >> 8);
		}
	}
}

static void fill_row(const struct sampling *s, struct light *l, uint32_t row)
{
	void (*const sum_cell)(const struct sampling *, uint32_t, uint32_t, struct sum *) =
		s->r->depth == 16 ? sum_words : s->r->channels == 3 ? sum_rgb : sum_bytes;
	float share = 1 / (float)(s->across * s->across);

	for (uint32_t c = 0; c < l->cols; c++) {
		struct sum sum = { .rgb = { 0, 0, 0 }, .top = 0, .alpha = OPAQUE };
		size_t at = (size_t)row * l->cols + c;
		float mean = 0;

		sum_cell(s, l->x + c * l->step, l->y + row * l->step, &sum);
		for (unsigned k = 0; k < 3; k++) {
			l->rgb[at * 3 + k] = sum.rgb[k] * share;
			mean += l->rgb[at * 3 + k] / 3;
		}
		l->usable[at] = sum.top > s->clip ? CLIPPED
						  : sum.alpha == OPAQUE && (double)mean >= dark_under;
		l->n_clipped += sum.top > s->clip;
		l->n_dark += (double)mean < dark_under;
	}
}

/* What touches a clipped cell is spoilt by its glow and by the filter of the camera. */
static void spread_clipped(struct light *l)
{
	for (uint32_t r = 0; r < l->rows; r++)
		for (uint32_t c = 0; c < l->cols; c++) {
			if (l->usable[(size_t)r * l->cols + c] != CLIPPED)
				continue;
			for (uint32_t j = r ? r - 1 : 0; j <= r + 1 && j < l->rows; j++)
				for (uint32_t i = c ? c - 1 : 0; i <= c + 1 && i < l->cols; i++) {
					uint8_t *u = &l->usable[(size_t)j * l->cols + i];

					*u = *u == CLIPPED ? CLIPPED : 0;
				}
		}
	for (size_t i = 0; i < (size_t)l->cols * l->rows; i++) {
		l->usable[i] = l->usable[i] == 1;
		l->n_usable += l->usable[i];
	}
}

static uint32_t step_for(const struct region *part, uint32_t max_cells)
{
	uint32_t step = 2, most = part->width < part->height ? part->width : part->height;

	while (step < most && (uint64_t)(part->width / step) * (part->height / step) > max_cells)
		step++;
	return step;
}

enum status light_make(const struct raster *r, const struct region *part, uint32_t max_cells,
		       struct job_control *ctl, struct light *out, struct error *e)
{
	struct sampling s;

	memset(out, 0, sizeof *out);
	out->step = step_for(part, max_cells);
	out->cols = part->width / out->step;
	out->rows = part->height / out->step;
	out->x = part->x;
	out->y = part->y;
	out->rgb = mem_array((size_t)out->cols * out->rows, 3 * sizeof *out->rgb);
	out->usable = mem_array((size_t)out->cols * out->rows, 1);
	if (!out->rgb || !out->usable) {
		light_release(out);
		return err_nomem(e);
	}
	sampling_init(&s, r, out->step);
	for (uint32_t row = 0; row < out->rows; row++) {
		if (row % 64 == 0 && job_cancelled(ctl)) {
			light_release(out);
			return err_set(e, ST_CANCELLED, "cancelled");
		}
		fill_row(&s, out, row);
	}
	spread_clipped(out);
	return ST_OK;
}

void light_release(struct light *l)
{
	mem_free(l->rgb);
	mem_free(l->usable);
	memset(l, 0, sizeof *l);
}
