/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scene_cloth.c: genuine regular texture. Nothing made by hand or loom is as regular as the
 * lattice of a display: pickets vary in width, threads wander and folds bend them, and that
 * is what keeps their spectral peaks broad. Both scenes must not be taken for a screen. */
#include "scene.h"
#include "rng.h"

#include <math.h>

enum { THREADS = 150, SETT = 96, EDGE = 120 };

static void paint_hedge(struct canvas *c, double top, double bottom, unsigned rgb,
			uint64_t seed)
{
	struct paint leaves = paint_grain(rgb, 0.9, 45);
	struct point p[EDGE + 2];
	double aspect = paint_aspect(c);

	leaves.seed = seed;
	for (int i = 0; i < EDGE; i++) {
		double x = aspect * i / (EDGE - 1.0);
		double y = top + 0.025 * noise_fractal(x * 9, 0.5, 5, seed);

		p[i] = (struct point){ (float)x, (float)y };
	}
	p[EDGE] = (struct point){ (float)aspect, (float)bottom };
	p[EDGE + 1] = (struct point){ 0, (float)bottom };
	paint_polygon(c, p, EDGE + 2, &leaves);
}

static void paint_picket(struct canvas *c, double x, double w, double lean, struct rng *r)
{
	struct paint wood = paint_grain(0xe9e4d8, 0.22, 150), edge = paint_of(0x8b8577);
	double top = 0.33 + rng_range(r, -0.006, 0.006);
	float fx = (float)x, fw = (float)w, ft = (float)top, fl = (float)lean;

	wood.stretch = 0.25f;
	wood.seed = rng_next(r);
	wood.colour = colour_scale(wood.colour, rng_range(r, 0.82, 1.0));
	paint_polygon(c, (struct point[]){ { fx + fl, ft + 0.03f },
			{ fx + fl + fw / 2, ft }, { fx + fl + fw, ft + 0.03f },
			{ fx + fw, 0.93f }, { fx, 0.93f } }, 5, &wood);
	paint_line(c, (struct point){ fx + fl + fw, ft + 0.03f },
		   (struct point){ fx + fw, 0.93f }, w * 0.08, &edge);
}

void scene_fence(struct canvas *c, uint64_t seed)
{
	struct rng r = { seed };
	struct sky sky = { colour_hex(0x5c97d8), colour_hex(0xdbe8ef), 0.3, 0.35, seed };
	struct paint rail = paint_grain(0xcfc9bb, 0.25, 120), nail = paint_of(0x5e5a52);
	double aspect = paint_aspect(c);

	rail.stretch = 4;
	scene_sky(c, &sky);
	paint_hedge(c, 0.22, 0.80, 0x3f6a34, seed + 1);
	paint_hedge(c, 0.76, 1.0, 0x6f9a45, seed + 2);
	paint_box(c, 0, 0.45, aspect, 0.05, &rail);
	paint_box(c, 0, 0.76, aspect, 0.05, &rail);
	for (double x = -0.01; x < aspect; x += 0.047 * rng_range(&r, 0.92, 1.08)) {
		double w = 0.030 * rng_range(&r, 0.90, 1.10);

		paint_picket(c, x, w, rng_range(&r, -0.003, 0.003), &r);
		paint_ellipse(c, x + w / 2, 0.475, 0.0025, 0.0025, &nail);
		paint_ellipse(c, x + w / 2, 0.785, 0.0025, 0.0025, &nail);
	}
}

/* The colour of thread number i of a tartan, the same for warp and weft. */
static struct colour thread_colour(int i, uint64_t seed)
{
	static const unsigned dyes[] = { 0x82393c, 0x82393c, 0x3a5244, 0x30394e, 0x3a5244,
					 0xc6b88c, 0x82393c, 0x30394e };
	int at = i % SETT < 0 ? i % SETT + SETT : i % SETT;
	struct colour k = colour_hex(dyes[at * 8 / SETT]);
	double vary = (double)(hash_cell(seed, i, 7) >> 40) / 16777216.0;

	return colour_scale(k, 0.75 + 0.5 * vary);
}

/* Where the point lies in thread numbers; folds bend the cloth and the yarn wanders. */
static void weave_place(uint64_t seed, double x, double y, double *u, double *v)
{
	double fold = noise_fractal(x * 1.7, y * 1.1, 3, seed);
	double wander = noise_fractal(x * 14, y * 14, 3, seed + 1);
	double drift = noise_fractal(x * 14 + 31, y * 14, 3, seed + 2);

	*u = THREADS * (0.97 * x + 0.21 * y + 0.10 * fold) + 0.55 * wander;
	*v = THREADS * (0.97 * y - 0.21 * x + 0.07 * fold) + 0.55 * drift;
}

static struct colour weave_colour(uint64_t seed, double x, double y)
{
	double u, v, across, light;
	int iu, iv, over;

	weave_place(seed, x, y, &u, &v);
	iu = (int)floor(u);
	iv = (int)floor(v);
	/* a two-over-two twill */
	over = ((iu - iv) & 3) < 2;
	across = over ? u - iu - 0.5 : v - iv - 0.5;
	light = 0.3 + 0.7 * cos(across * 3.0);
	light *= 1 + 0.35 * noise_fractal(x * 1.7 + 0.05, y * 1.1, 3, seed);
	light *= 1 + 0.25 * noise_fractal(u * 1.3, v * 1.3, 3, seed + 4);
	return colour_scale(thread_colour(over ? iu : iv, seed + (unsigned)over), light);
}

void scene_cloth(struct canvas *c, uint64_t seed)
{
	for (int y = 0; y < c->h; y++)
		for (int x = 0; x < c->w; x++) {
			struct colour out = weave_colour(seed, (double)x / c->h,
							 (double)y / c->h);
			float *px = canvas_at(c, x, y);

			px[0] = out.r * 1.6f;
			px[1] = out.g * 1.6f;
			px[2] = out.b * 1.6f;
		}
}
