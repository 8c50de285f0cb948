/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "camera.h"
#include "common.h"
#include "rng.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { BLUR_REACH = 3, CURVE_STEPS = 4096 };

/* What the sensor's channels see of white, before white balance. */
static const float sensitivity[3] = { 0.55f, 1.0f, 0.68f };

struct mosaic {
	int w, h;
	float *v;
};

struct camera camera_from_options(struct options *o)
{
	struct camera k = {
		.off = options_is(o, "camera", "off"),
		.bilinear = options_is(o, "demosaic", "bilinear"),
		.tilt = options_number(o, "tilt", 0.7),
		.barrel = options_number(o, "barrel", 0.02),
		.rough = options_number(o, "rough", 1.5),
		.blur = options_number(o, "blur", 0.5),
		.noise = options_number(o, "noise", 1),
		.exposure = options_number(o, "exposure", 1),
		.contrast = options_number(o, "contrast", 0.35),
		.balance = { 1, 1, 1 },
		.prnu = options_number(o, "prnu", 0.008),
		.sensor = (uint64_t)options_int(o, "sensor", 7),
		.shot = (uint64_t)options_int(o, "shot", 1),
		.vignette = options_number(o, "vignette", 0),
		.isp = isp_from_options(o),
	};

	options_text(o, "camera", NULL);
	if (options_has(o, "balance") && !options_numbers(o, "balance", k.balance, 3))
		die("'balance' wants three numbers, such as 1.2,1,0.8");
	return k;
}

static int mirror(int v, int n)
{
	if (v < 0)
		v = -v;
	if (v >= n)
		v = 2 * n - 2 - v;
	return v < 0 ? 0 : v >= n ? n - 1 : v; /* pictures smaller than the filter */
}

static void blur_kernel(double sigma, float *kernel)
{
	float sum = 0;

	for (int i = -BLUR_REACH; i <= BLUR_REACH; i++)
		sum += kernel[i + BLUR_REACH] = (float)exp(-i * i / (2 * sigma * sigma));
	for (int i = 0; i <= 2 * BLUR_REACH; i++)
		kernel[i] /= sum;
}

/* Whole rows at a time: walking down columns would miss the cache at every step. */
static void blur_down(const struct canvas *c, const float *kernel, float *out)
{
	size_t n = (size_t)c->w * 3;

	for (int y = 0; y < c->h; y++, out += n)
		for (int k = -BLUR_REACH; k <= BLUR_REACH; k++) {
			const float *row = canvas_at(c, 0, mirror(y + k, c->h));
			float weight = kernel[k + BLUR_REACH];

			for (size_t i = 0; i < n; i++)
				out[i] += weight * row[i];
		}
}

/* One row of w pixels; padded holds it with BLUR_REACH mirrored pixels at either end. */
static void blur_across(const float *padded, int w, const float *kernel, float *out)
{
	for (int i = 0; i < w * 3; i++) {
		float sum = 0;

		for (int k = 0; k <= 2 * BLUR_REACH; k++)
			sum += kernel[k] * padded[i + 3 * k];
		out[i] = sum;
	}
}

static void blur(struct canvas *c, double sigma)
{
	float kernel[2 * BLUR_REACH + 1], *padded, *out;

	if (sigma <= 0)
		return;
	blur_kernel(sigma, kernel);
	padded = xnew((size_t)c->w + 2 * BLUR_REACH, 3 * sizeof *padded);
	out = xnew((size_t)c->w * (size_t)c->h, 3 * sizeof *out);
	blur_down(c, kernel, out);
	for (int y = 0; y < c->h; y++) {
		const float *row = out + (size_t)y * (size_t)c->w * 3;

		for (int x = -BLUR_REACH; x < c->w + BLUR_REACH; x++)
			memcpy(padded + (x + BLUR_REACH) * 3, row + mirror(x, c->w) * 3,
			       3 * sizeof *row);
		blur_across(padded, c->w, kernel, canvas_at(c, 0, y));
	}
	free(padded);
	free(out);
}

/* Linear interpolation; a little soft, as lenses are. */
static void sample(const struct canvas *c, double x, double y, float *out)
{
	int ix = (int)floor(x), iy = (int)floor(y);
	float tx = (float)(x - ix), ty = (float)(y - iy);
	int x0 = mirror(ix, c->w), x1 = mirror(ix + 1, c->w);
	int y0 = mirror(iy, c->h), y1 = mirror(iy + 1, c->h);
	const float *a = canvas_at(c, x0, y0), *b = canvas_at(c, x1, y0);
	const float *d = canvas_at(c, x0, y1), *e = canvas_at(c, x1, y1);

	for (int ch = 0; ch < 3; ch++) {
		float top = a[ch] + (b[ch] - a[ch]) * tx;
		float low = d[ch] + (e[ch] - d[ch]) * tx;

		out[ch] = top + (low - top) * ty;
	}
}

void camera_warp(const struct camera *k, struct canvas *c)
{
	double co = cos(k->tilt * GEN_PI / 180), si = sin(k->tilt * GEN_PI / 180);
	double cx = (c->w - 1) / 2.0, cy = (c->h - 1) / 2.0;
	double corner = cx * cx + cy * cy;
	struct canvas out;

	if ((k->tilt == 0 && k->barrel == 0 && k->rough == 0) || c->w < 64 || c->h < 64)
		return;
	canvas_init(&out, c->w, c->h);
	for (int y = 0; y < c->h; y++)
		for (int x = 0; x < c->w; x++) {
			double dx = x - cx, dy = y - cy;
			/* scaled so that the corners stay inside the picture */
			double bend = 1 + k->barrel * ((dx * dx + dy * dy) / corner - 1);
			double off_x = (double)k->rough * noise_fractal(x * 0.11, y * 0.11, 2, 71);
			double off_y = (double)k->rough * noise_fractal(x * 0.11, y * 0.11, 2, 73);

			sample(c, cx + (co * dx - si * dy) * bend + off_x,
			       cy + (si * dx + co * dy) * bend + off_y,
			       canvas_at(&out, x, y));
		}
	free(c->px);
	c->px = out.px;
}

/* RGGB: 0 red, 1 green, 2 blue. */
static int filter_at(int x, int y)
{
	return (x & 1) + (y & 1);
}

/* Photon noise grows with the root of the light; the well holds about 4000 electrons. */
static float expose(const struct camera *k, float light, int x, int y)
{
	float fixed = noise_gauss(hash_cell(k->sensor * 977 + 5, x, y));
	float random = noise_gauss(hash_cell(k->shot * 7919 + 3, x, y));
	float v = light * (1 + (float)k->prnu * fixed);
	float sigma = sqrtf((v > 0 ? v : 0) * (float)(k->noise / 4000) +
			    (float)(k->noise * 1.2e-6));

	v += sigma * random;
	return v > 1 ? 1 : v;
}

/* What reaches the pixel of the light before the lens. */
static float shade(const struct camera *k, const struct canvas *c, int x, int y)
{
	float u, v;

	if (k->vignette <= 0)
		return 1;
	u = (float)(2 * x - c->w) / (float)c->w;
	v = (float)(2 * y - c->h) / (float)c->h;
	return 1 - (float)k->vignette * (u * u + v * v) / 2;
}

static void expose_all(const struct camera *k, const struct canvas *c, struct mosaic *m)
{
	m->w = c->w;
	m->h = c->h;
	m->v = xnew((size_t)c->w * (size_t)c->h, sizeof *m->v);
	for (int y = 0; y < c->h; y++)
		for (int x = 0; x < c->w; x++) {
			int ch = filter_at(x, y);
			float light = canvas_at(c, x, y)[ch] * (float)k->exposure *
				      shade(k, c, x, y);

			m->v[(size_t)y * (size_t)c->w + (size_t)x] =
				expose(k, light * sensitivity[ch], x, y) / sensitivity[ch];
		}
}

static float raw(const struct mosaic *m, int x, int y)
{
	return m->v[(size_t)mirror(y, m->h) * (size_t)m->w + (size_t)mirror(x, m->w)];
}

static float cross4(const struct mosaic *m, int x, int y)
{
	return raw(m, x - 1, y) + raw(m, x + 1, y) + raw(m, x, y - 1) + raw(m, x, y + 1);
}

static float diagonal4(const struct mosaic *m, int x, int y)
{
	return raw(m, x - 1, y - 1) + raw(m, x + 1, y - 1) + raw(m, x - 1, y + 1) +
	       raw(m, x + 1, y + 1);
}

/* The samples of the pixel's own colour two away, across (dx = 2) or down (dy = 2). */
static float far2(const struct mosaic *m, int x, int y, int dx, int dy)
{
	return raw(m, x - dx, y - dy) + raw(m, x + dx, y + dy);
}

/* Red or blue at a green pixel, from the two neighbours along (dx, dy). */
static float side_colour(const struct mosaic *m, int x, int y, int dx, int dy, bool bilinear)
{
	float near = raw(m, x - dx, y - dy) + raw(m, x + dx, y + dy);

	if (bilinear)
		return near / 2;
	return (8 * near + 10 * raw(m, x, y) - 2 * far2(m, x, y, 2 * dx, 2 * dy) -
		2 * diagonal4(m, x, y) + far2(m, x, y, 2 * dy, 2 * dx)) / 16;
}

static void demosaic_green(const struct mosaic *m, int x, int y, bool bilinear, float *px)
{
	int across = filter_at(x + 1, y); /* the colour of the left and right neighbours */

	px[1] = raw(m, x, y);
	px[across] = side_colour(m, x, y, 1, 0, bilinear);
	px[2 - across] = side_colour(m, x, y, 0, 1, bilinear);
}

static void demosaic_other(const struct mosaic *m, int x, int y, bool bilinear, float *px)
{
	int own = filter_at(x, y);
	float v = raw(m, x, y), far4 = far2(m, x, y, 2, 0) + far2(m, x, y, 0, 2);

	px[own] = v;
	if (bilinear) {
		px[1] = cross4(m, x, y) / 4;
		px[2 - own] = diagonal4(m, x, y) / 4;
		return;
	}
	px[1] = (2 * cross4(m, x, y) + 4 * v - far4) / 8;
	px[2 - own] = (4 * diagonal4(m, x, y) + 12 * v - 3 * far4) / 16;
}

static void demosaic(const struct mosaic *m, bool bilinear, struct canvas *c)
{
	for (int y = 0; y < c->h; y++)
		for (int x = 0; x < c->w; x++) {
			if (filter_at(x, y) == 1)
				demosaic_green(m, x, y, bilinear, canvas_at(c, x, y));
			else
				demosaic_other(m, x, y, bilinear, canvas_at(c, x, y));
		}
}

/* Code value of linear light i / CURVE_STEPS. */
static void make_curve(double contrast, float *curve)
{
	for (int i = 0; i <= CURVE_STEPS; i++) {
		float v = srgb_encode((float)i / CURVE_STEPS);

		curve[i] = v + (float)contrast * (v - 0.42f) * v * (1 - v);
	}
}

static float apply_curve(const float *curve, float v)
{
	float at = v <= 0 ? 0 : v >= 1 ? CURVE_STEPS : v * CURVE_STEPS;
	int i = at >= CURVE_STEPS ? CURVE_STEPS - 1 : (int)at;

	return curve[i] + (curve[i + 1] - curve[i]) * (at - (float)i);
}

void camera_shoot(const struct camera *k, struct canvas *c)
{
	size_t n = (size_t)c->w * (size_t)c->h * 3;
	float curve[CURVE_STEPS + 1];
	struct mosaic m;

	if (k->off) {
		canvas_encode(c);
		return;
	}
	camera_warp(k, c);
	blur(c, k->blur);
	expose_all(k, c, &m);
	demosaic(&m, k->bilinear, c);
	free(m.v);
	make_curve(k->contrast, curve);
	for (size_t i = 0; i < n; i++)
		c->px[i] = apply_curve(curve, c->px[i] * (float)k->balance[i % 3]);
	isp_process(&k->isp, c);
}
