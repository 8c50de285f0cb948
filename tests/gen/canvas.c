/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "canvas.h"
#include "common.h"

#include <math.h>
#include <stdbool.h>
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

/* A triangle whose support grows when shrinking, so that one routine averages down and
 * interpolates up. Output sample i takes weight[i * room + k] of input sample from[i] + k,
 * for n[i] of them; what lies outside repeats the border. */
struct plan {
	int room, *from, *n;
	double *weight, *total;
};

static struct plan plan_new(int n_in, int n_out)
{
	double scale = (double)n_in / n_out, wide = scale > 1 ? scale : 1;
	struct plan p = { .room = (int)(2 * wide) + 3 };

	p.from = xnew((size_t)n_out, sizeof *p.from);
	p.n = xnew((size_t)n_out, sizeof *p.n);
	p.total = xnew((size_t)n_out, sizeof *p.total);
	p.weight = xnew((size_t)n_out * (size_t)p.room, sizeof *p.weight);
	for (int at = 0; at < n_out; at++) {
		double centre = (at + 0.5) * scale - 0.5;
		int low = (int)ceil(centre - wide), high = (int)floor(centre + wide);

		p.from[at] = low;
		p.n[at] = high - low + 1;
		for (int i = low; i <= high; i++) {
			double k = 1 - fabs(i - centre) / wide;

			p.weight[(size_t)at * (size_t)p.room + (size_t)(i - low)] = k;
			p.total[at] += k;
		}
	}
	return p;
}

static void plan_release(struct plan *p)
{
	free(p->from);
	free(p->n);
	free(p->total);
	free(p->weight);
}

static void resize_across(const struct canvas *in, struct canvas *out)
{
	struct plan p = plan_new(in->w, out->w);

	for (int y = 0; y < out->h; y++)
		for (int x = 0; x < out->w; x++) {
			const double *weight = p.weight + (size_t)x * (size_t)p.room;
			double sum[3] = { 0, 0, 0 };
			float *px = canvas_at(out, x, y);
			bool whole = p.from[x] >= 0 && p.from[x] + p.n[x] <= in->w;

			for (int i = 0; i < p.n[x]; i++) {
				int at = whole ? p.from[x] + i : clamp(p.from[x] + i, in->w - 1);
				const float *s = canvas_at(in, at, y);

				sum[0] += weight[i] * s[0];
				sum[1] += weight[i] * s[1];
				sum[2] += weight[i] * s[2];
			}
			for (int ch = 0; ch < 3; ch++)
				px[ch] = (float)(sum[ch] / p.total[x]);
		}
	plan_release(&p);
}

/* Whole rows at a time: walking down columns would miss the cache at every step. */
static void resize_down(const struct canvas *in, struct canvas *out)
{
	struct plan p = plan_new(in->h, out->h);
	size_t n = (size_t)out->w * 3;
	double *sum = xnew(n, sizeof *sum);

	for (int y = 0; y < out->h; y++) {
		float *row = canvas_at(out, 0, y);

		memset(sum, 0, n * sizeof *sum);
		for (int i = 0; i < p.n[y]; i++) {
			const float *s = canvas_at(in, 0, clamp(p.from[y] + i, in->h - 1));
			double weight = p.weight[(size_t)y * (size_t)p.room + (size_t)i];

			for (size_t x = 0; x < n; x++)
				sum[x] += weight * s[x];
		}
		for (size_t x = 0; x < n; x++)
			row[x] = (float)(sum[x] / p.total[y]);
	}
	free(sum);
	plan_release(&p);
}

void canvas_resize(const struct canvas *in, struct canvas *out, int w, int h)
{
	struct canvas mid;

	canvas_init(&mid, w, in->h);
	canvas_init(out, w, h);
	resize_across(in, &mid);
	resize_down(&mid, out);
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
	int from = clamp(-part.x, part.w), to = clamp(in->w - part.x, part.w);

	canvas_init(out, part.w, part.h);
	for (int y = 0; y < part.h; y++) {
		int at = clamp(y + part.y, in->h - 1);

		for (int x = 0; x < from; x++)
			memcpy(canvas_at(out, x, y), canvas_at(in, 0, at), 3 * sizeof *out->px);
		if (to > from)
			memcpy(canvas_at(out, from, y), canvas_at(in, from + part.x, at),
			       (size_t)(to - from) * 3 * sizeof *out->px);
		for (int x = from > to ? from : to; x < part.w; x++)
			memcpy(canvas_at(out, x, y), canvas_at(in, in->w - 1, at), 3 * sizeof *out->px);
	}
}
