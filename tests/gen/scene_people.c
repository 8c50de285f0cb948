/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scene_people.c: the crowd, the portrait, and the single figures and flags they share. */
#include "scene.h"
#include "rng.h"

#include <math.h>

enum { ROWS = 11, FLAG_STEPS = 24 };

static const unsigned skins[] = { 0xe8bf9f, 0xc98e68, 0x8c5a3c, 0xf0cfb4, 0x6b4430 };
static const unsigned hairs[] = { 0x2a1c14, 0x5a3a22, 0x8f6a3c, 0x16130f, 0xa39e97 };
static const unsigned coats[] = { 0x2d4a7a, 0x8a2b2b, 0x3f6b46, 0xd0a63a, 0x4a4a52, 0xc9c4ba,
				  0x6d3f77, 0xd5642c, 0x223038, 0x2f8a8a };

static void paint_face(struct canvas *c, double x, double y, double s)
{
	struct paint dark = paint_of(0x2b1b16), lip = paint_of(0x9a4a45);

	paint_ellipse(c, x - s * 0.13, y - s * 0.02, s * 0.04, s * 0.03, &dark);
	paint_ellipse(c, x + s * 0.13, y - s * 0.02, s * 0.04, s * 0.03, &dark);
	paint_ellipse(c, x, y + s * 0.22, s * 0.10, s * 0.025, &lip);
}

/* Head centred at x, y - 0.9 size; the body ends at y + size. */
void scene_person(struct canvas *c, double x, double y, double size, uint64_t seed)
{
	struct rng r = { seed };
	struct paint skin = paint_grain(skins[rng_below(&r, 5)], 0.10, 60);
	struct paint hair = paint_grain(hairs[rng_below(&r, 5)], 0.4, 180);
	struct paint coat = paint_grain(coats[rng_below(&r, 10)], 0.28, 90);
	double head = y - size * 0.75;
	float fx = (float)x, fy = (float)y, fs = (float)size;

	skin.ball = 0.5f;
	paint_box(c, x - size * 0.1, head + size * 0.2, size * 0.2, size * 0.3, &skin);
	paint_polygon(c, (struct point[]){ { fx - 0.42f * fs, fy + fs },
			{ fx - 0.55f * fs, fy }, { fx - 0.36f * fs, fy - 0.28f * fs },
			{ fx, fy - 0.38f * fs }, { fx + 0.36f * fs, fy - 0.28f * fs },
			{ fx + 0.55f * fs, fy }, { fx + 0.42f * fs, fy + fs } }, 7, &coat);
	paint_ellipse(c, x, head - size * 0.06, size * 0.30, size * 0.38, &hair);
	paint_ellipse(c, x, head + size * 0.04, size * 0.25, size * 0.33, &skin);
	paint_face(c, x, head + size * 0.02, size * 0.9);
}

static void flag_stripe(struct canvas *c, double x, double y, double w, double h, double lag,
			const struct paint *with)
{
	struct point p[2 * FLAG_STEPS];

	for (int i = 0; i < FLAG_STEPS; i++) {
		double t = i / (FLAG_STEPS - 1.0);
		double wave = w * 0.06 * t * sin(t * 7 + lag);

		p[i] = (struct point){ (float)(x + w * t), (float)(y + wave) };
		p[2 * FLAG_STEPS - 1 - i] =
			(struct point){ (float)(x + w * t), (float)(y + wave + h) };
	}
	paint_polygon(c, p, 2 * FLAG_STEPS, with);
}

/* Colours that average to a neutral grey, so that the light on the cloth can be judged. */
void scene_flag(struct canvas *c, double x, double y, double w, uint64_t seed)
{
	static const unsigned fields[] = { 0xc23a3a, 0xe9e6e0, 0x3f5fae, 0xe4e1da, 0x3f8f57,
					   0xd9c06a };
	struct paint pole = paint_grain(0x5a4632, 0.3, 90);
	struct paint emblem = paint_grain(0x8f8c88, 0.2, 60);
	double lag = (double)(seed % 7), h = w * 0.11;

	paint_line(c, (struct point){ (float)x, (float)(y - 0.02) },
		   (struct point){ (float)(x + 0.02 * w), (float)(y + w * 1.5) }, w * 0.025,
		   &pole);
	for (int i = 0; i < 6; i++) {
		struct paint cloth = paint_grain(fields[(i + seed) % 6], 0.22, 70);

		cloth.seed = seed;
		flag_stripe(c, x, y + h * i, w, h * 1.01, lag, &cloth);
	}
	paint_ellipse(c, x + w * 0.45, y + h * 3, h * 0.9, h * 0.9, &emblem);
}

static void paint_placard(struct canvas *c, double x, double y, double s, struct rng *r)
{
	struct paint board = paint_grain(0xf1ede0, 0.08, 40), pole = paint_of(0x6b543a);
	struct paint ink = paint_of(rng_below(r, 2) ? 0xb3261e : 0x1c1c22);

	paint_box(c, x - s * 0.03, y, s * 0.06, s * 1.6, &pole);
	paint_box(c, x - s * 0.75, y - s * 0.5, s * 1.5, s * 0.9, &board);
	for (int line = 0; line < 3; line++)
		for (int i = 0; i < 5; i++) {
			double w = s * rng_range(r, 0.10, 0.22);

			paint_box(c, x - s * 0.62 + s * 0.26 * i,
				  y - s * 0.36 + s * 0.24 * line, w, s * 0.11, &ink);
		}
}

static void paint_building(struct canvas *c, struct rng *r)
{
	struct paint wall = paint_grain(0xb9a88f, 0.25, 80), ledge = paint_of(0x8e7f6a);
	struct paint glass = paint_of(0x33424e), frame = paint_of(0xe7e1d4);
	double aspect = paint_aspect(c), x0 = aspect * 0.06, w = aspect * 0.88;

	paint_box(c, x0, 0.12, w, 0.6, &wall);
	for (int row = 0; row < 3; row++) {
		double y = 0.16 + 0.13 * row;

		paint_box(c, x0, y - 0.022, w, 0.012, &ledge);
		for (int i = 0; i < 11; i++) {
			double x = x0 + w * (i + 0.25) / 11 + rng_range(r, -0.002, 0.002);

			paint_box(c, x, y, w * 0.045, 0.085, &frame);
			paint_box(c, x + 0.006, y + 0.006, w * 0.045 - 0.012, 0.073, &glass);
		}
	}
}

static void paint_row(struct canvas *c, int row, struct rng *r)
{
	double t = row / (ROWS - 1.0), y = 0.52 + 0.44 * pow(t, 1.25);
	double s = 0.036 + 0.095 * pow(t, 1.3), aspect = paint_aspect(c);

	for (double x = -s * rng_unit(r); x < aspect + s; x += s * rng_range(r, 0.95, 1.25)) {
		int extra = rng_below(r, 26);
		double shift;

		if (extra == 0)
			paint_placard(c, x, y - s * 1.9, s, r);
		if (extra == 1 && row < 7)
			scene_flag(c, x, y - s * 2.6, s * 2.2, rng_next(r));
		shift = rng_range(r, -0.12, 0.12) * s;
		scene_person(c, x, y + shift, s, rng_next(r));
	}
}

void scene_crowd(struct canvas *c, uint64_t seed)
{
	struct rng r = { seed };
	struct paint square = paint_grain(0x8d867c, 0.3, 60);
	struct sky sky = { colour_hex(0x74a3d8), colour_hex(0xe4ecf1), 0.6, 0.5, seed };

	scene_sky(c, &sky);
	paint_building(c, &r);
	paint_box(c, 0, 0.5, paint_aspect(c), 0.5, &square);
	for (int row = 0; row < ROWS; row++)
		paint_row(c, row, &r);
}

static void paint_bokeh(struct canvas *c, struct rng *r)
{
	struct sky base = { colour_hex(0x4b5f4a), colour_hex(0x8a8f74), 1.0, -9, r->state };

	scene_sky(c, &base);
	for (int i = 0; i < 40; i++) {
		struct paint disc = { .colour = colour_scale(colour_hex(
			(unsigned)rng_below(r, 2) ? 0xc9c08a : 0x6f8a6a), 0.55), .ball = 0.3f };
		double size = rng_range(r, 0.02, 0.06);
		double x = rng_range(r, 0, paint_aspect(c)), y = rng_range(r, 0, 1);

		paint_ellipse(c, x, y, size, size, &disc);
	}
}

static void paint_eyes(struct canvas *c, double x, double y, unsigned iris_rgb)
{
	struct paint white = paint_of(0xefe9e2), iris = paint_of(iris_rgb);
	struct paint dark = paint_of(0x120d0b), glint = { .colour = { 1, 1, 1 } };
	struct paint brow = paint_grain(0x3a281c, 0.5, 300);

	for (int side = -1; side <= 1; side += 2) {
		double ex = x + side * 0.075;
		float fx = (float)ex, fy = (float)y;

		paint_ellipse(c, ex, y, 0.034, 0.017, &white);
		paint_ellipse(c, ex, y, 0.015, 0.015, &iris);
		paint_ellipse(c, ex, y, 0.0065, 0.0065, &dark);
		paint_ellipse(c, ex - 0.005, y - 0.005, 0.003, 0.003, &glint);
		paint_line(c, (struct point){ fx - 0.04f, fy - 0.036f },
			   (struct point){ fx + 0.04f, fy - 0.040f }, 0.012, &brow);
	}
}

static void paint_features(struct canvas *c, double x, double y, unsigned skin_rgb)
{
	struct paint shade_of = paint_grain(skin_rgb, 0.1, 60), lip = paint_of(0xa8514c);
	struct paint mouth = paint_of(0x5c2422);
	float fx = (float)x, fy = (float)y;

	shade_of.colour = colour_scale(shade_of.colour, 0.72);
	paint_polygon(c, (struct point[]){ { fx - 0.008f, fy + 0.02f },
			{ fx + 0.012f, fy + 0.02f }, { fx + 0.034f, fy + 0.125f },
			{ fx + 0.004f, fy + 0.138f }, { fx - 0.02f, fy + 0.125f } }, 5,
		      &shade_of);
	paint_ellipse(c, x, y + 0.195, 0.062, 0.021, &lip);
	paint_ellipse(c, x, y + 0.193, 0.052, 0.004, &mouth);
}

static void paint_bust(struct canvas *c, double x, struct rng *r)
{
	struct paint coat = paint_grain(coats[rng_below(r, 10)], 0.35, 160);
	struct paint shirt = paint_grain(0xe3e6ea, 0.15, 120);
	float fx = (float)x;

	paint_polygon(c, (struct point[]){ { fx - 0.50f, 1.01f }, { fx - 0.46f, 0.88f },
			{ fx - 0.34f, 0.78f }, { fx - 0.12f, 0.71f }, { fx + 0.12f, 0.71f },
			{ fx + 0.34f, 0.78f }, { fx + 0.46f, 0.88f }, { fx + 0.50f, 1.01f } },
		      8, &coat);
	paint_polygon(c, (struct point[]){ { fx - 0.13f, 0.705f }, { fx + 0.13f, 0.705f },
			{ fx + 0.02f, 1.01f }, { fx - 0.02f, 1.01f } }, 4, &shirt);
}

void scene_portrait(struct canvas *c, uint64_t seed)
{
	struct rng r = { seed };
	double x = paint_aspect(c) * rng_range(&r, 0.45, 0.55), y = 0.40;
	unsigned tone = skins[rng_below(&r, 5)];
	struct paint skin = paint_grain(tone, 0.10, 150);
	struct paint hair = paint_grain(hairs[rng_below(&r, 5)], 0.6, 260);

	skin.ball = 0.55f;
	hair.stretch = 0.35f;
	paint_bokeh(c, &r);
	paint_ellipse(c, x, y - 0.04, 0.225, 0.27, &hair);
	paint_bust(c, x, &r);
	paint_box(c, x - 0.08, y + 0.16, 0.16, 0.18, &skin);
	paint_ellipse(c, x, y + 0.30, 0.10, 0.06, &skin);
	paint_ellipse(c, x - 0.185, y + 0.03, 0.025, 0.05, &skin);
	paint_ellipse(c, x + 0.185, y + 0.03, 0.025, 0.05, &skin);
	paint_ellipse(c, x, y + 0.01, 0.18, 0.245, &skin);
	paint_ellipse(c, x + 0.02, y - 0.215, 0.165, 0.075, &hair);
	paint_eyes(c, x, y - 0.01, rng_below(&r, 2) ? 0x4a7a9a : 0x6b4a2a);
	paint_features(c, x, y, tone);
}
