/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "canvas.h"
#include "common.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void canvas_init(struct canvas *c, int w, int h)
{
	if (w < 1 || h < 1 || w > 30000 || h > 30000)
		die("cannot draw a picture of %d x %d", w, h);
	*c = (struct canvas){ .w = w, .h = h };
	c->px = xnew((size_t)w * (size_t)h, 3 * sizeof *c->px);
}

void canvas_release(struct canvas *c)
{
	free(c->px);
	free(c->alpha);
	memset(c, 0, sizeof *c);
}

void canvas_add_alpha(struct canvas *c)
{
	c->alpha = xnew((size_t)c->w * (size_t)c->h, sizeof *c->alpha);
}

float srgb_encode(float v)
{
	if (v <= 0.0031308f)
		return v <= 0 ? 0 : 12.92f * v;
	return v >= 1 ? 1 : 1.055f * powf(v, 1 / 2.4f) - 0.055f;
}

float srgb_decode(float v)
{
	if (v <= 0.04045f)
		return v <= 0 ? 0 : v / 12.92f;
	return v >= 1 ? 1 : powf((v + 0.055f) / 1.055f, 2.4f);
}

static void convert(struct canvas *c, float (*f)(float))
{
	size_t n = (size_t)c->w * (size_t)c->h * 3;

	for (size_t i = 0; i < n; i++)
		c->px[i] = f(c->px[i]);
}

void canvas_encode(struct canvas *c)
{
	convert(c, srgb_encode);
}

void canvas_decode(struct canvas *c)
{
	convert(c, srgb_decode);
}

static int clamp(int v, int max)
{
	return v < 0 ? 0 : v > max ? max : v;
}

/* Resizes n lines of samples by a triangle whose support grows when shrinking, so that one
 * routine averages down and interpolates up. step: floats between samples of a line; line:
 * floats between lines. */
struct pass {
	const float *in;
	float *out;
	int n_in, n_out, lines;
	size_t step_in, line_in, step_out, line_out;
};

static void resize_sample(const struct pass *p, int at)
{
	double scale = (double)p->n_in / p->n_out, wide = scale > 1 ? scale : 1;
	double centre = (at + 0.5) * scale - 0.5;
	int low = (int)ceil(centre - wide), high = (int)floor(centre + wide);

	for (int line = 0; line < p->lines; line++) {
		const float *in = p->in + (size_t)line * p->line_in;
		float *out = p->out + (size_t)line * p->line_out + (size_t)at * p->step_out;
		double sum[3] = { 0, 0, 0 }, total = 0;

		for (int i = low; i <= high; i++) {
			double k = 1 - fabs(i - centre) / wide;
			const float *s = in + (size_t)clamp(i, p->n_in - 1) * p->step_in;

			for (int ch = 0; ch < 3; ch++)
				sum[ch] += k * s[ch];
			total += k;
		}
		for (int ch = 0; ch < 3; ch++)
			out[ch] = (float)(sum[ch] / total);
	}
}

static void resize_pass(const struct pass *p)
{
	for (int i = 0; i < p->n_out; i++)
		resize_sample(p, i);
}

void canvas_resize(const struct canvas *in, struct canvas *out, int w, int h)
{
	struct canvas mid;

	canvas_init(&mid, w, in->h);
	canvas_init(out, w, h);
	resize_pass(&(struct pass){ in->px, mid.px, in->w, w, in->h, 3,
		(size_t)in->w * 3, 3, (size_t)w * 3 });
	resize_pass(&(struct pass){ mid.px, out->px, in->h, h, w, (size_t)w * 3, 3,
		(size_t)w * 3, 3 });
	canvas_release(&mid);
}

void canvas_letterbox(const struct canvas *in, struct canvas *out, int w, int h)
{
	struct canvas small;
	int sw = w, sh = (int)((double)in->h * w / in->w + 0.5);

	if (sh > h) {
		sh = h;
		sw = (int)((double)in->w * h / in->h + 0.5);
	}
	canvas_resize(in, &small, sw < 1 ? 1 : sw, sh < 1 ? 1 : sh);
	canvas_init(out, w, h);
	for (int y = 0; y < small.h; y++)
		memcpy(canvas_at(out, (w - small.w) / 2, y + (h - small.h) / 2),
		       canvas_at(&small, 0, y), (size_t)small.w * 3 * sizeof *small.px);
	canvas_release(&small);
}

void canvas_crop(const struct canvas *in, struct canvas *out, struct rect part)
{
	canvas_init(out, part.w, part.h);
	for (int y = 0; y < part.h; y++)
		for (int x = 0; x < part.w; x++)
			memcpy(canvas_at(out, x, y),
			       canvas_at(in, clamp(x + part.x, in->w - 1),
					 clamp(y + part.y, in->h - 1)),
			       3 * sizeof *out->px);
}
