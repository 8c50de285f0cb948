/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scene_sea.c: the two scenes by the water. */
#include "scene.h"
#include "rng.h"

#include <math.h>

enum { HOUSES = 11, WINDOW_ROWS = 3 };

static const double horizon = 0.47;

static const unsigned walls[] = { 0xe8d9b5, 0xc96f4a, 0x9db7c4, 0xf0efe6, 0xd9a441, 0xb0c08a,
				  0xc9a7a0, 0x7f9aa8 };
static const unsigned hulls[] = { 0xb5322a, 0x1f4f7a, 0xe9e6da, 0x2c6b4f, 0xd98b1f, 0x31343a };

struct sea {
	struct colour far, near, glitter;
	double sun_x, sun; /* sun: strength of the glitter */
	uint64_t seed;
};

static struct colour sea_colour(const struct sea *s, double x, double depth, double aspect,
				int octaves)
{
	double near = 1 / (depth + 0.02), shape = noise_fractal((x - aspect / 2) * near * 1.6,
								 near * 9, octaves, s->seed);
	struct colour k = colour_mix(s->far, s->near, depth * 2.6);
	double band = (0.03 + 0.16 * depth), off = (x - s->sun_x) / band;
	double spark = s->sun * exp(-off * off) * (shape > 0.12 ? 0.9 : 0.12);

	k = colour_scale(k, 1 + 0.38 * shape);
	return colour_mix(k, s->glitter, spark);
}

static void paint_sea(struct canvas *c, const struct sea *s)
{
	int top = (int)(horizon * c->h), octaves = paint_octaves(c, 30);

	for (int y = top; y < c->h; y++)
		for (int x = 0; x < c->w; x++) {
			double depth = (double)y / c->h - horizon;
			struct colour k = sea_colour(s, (double)x / c->h, depth,
						     paint_aspect(c), octaves);
			float *px = canvas_at(c, x, y);

			px[0] = k.r;
			px[1] = k.g;
			px[2] = k.b;
		}
}

static void paint_sun(struct canvas *c, double sx, double sy)
{
	struct paint disc = { .colour = { 1.0f, 0.93f, 0.70f } };

	for (int y = 0; y < (int)(horizon * c->h); y++)
		for (int x = 0; x < c->w; x++) {
			double dx = (double)x / c->h - sx, dy = (double)y / c->h - sy;
			float glow = (float)(0.75 * exp(-(dx * dx + dy * dy) * 30));
			float *px = canvas_at(c, x, y);

			px[0] += glow;
			px[1] += glow * 0.72f;
			px[2] += glow * 0.35f;
		}
	paint_ellipse(c, sx, sy, 0.045, 0.045, &disc);
}

/* A ridge from one side to the other; peak is its height above the horizon. */
static void paint_hills(struct canvas *c, double peak, unsigned rgb, uint64_t seed)
{
	struct paint with = paint_grain(rgb, 0.35, 30);
	struct point p[64];
	double aspect = paint_aspect(c);

	for (int i = 0; i < 62; i++) {
		double x = aspect * i / 61.0;
		double rise = 0.5 + 0.5 * noise_fractal(x * 2.1, 0.5, 4, seed);

		p[i] = (struct point){ (float)x, (float)(horizon - peak * rise) };
	}
	p[62] = (struct point){ (float)aspect, (float)horizon + 0.002f };
	p[63] = (struct point){ 0, (float)horizon + 0.002f };
	paint_polygon(c, p, 64, &with);
}

static void paint_windows(struct canvas *c, double x, double y, double w, double h,
			  struct rng *r)
{
	struct paint frame = paint_of(0xf2efe8), lit = paint_of(0xf5d27a);
	struct paint dark = paint_of(0x27313a);

	for (int row = 0; row < WINDOW_ROWS; row++)
		for (int col = 0; col < 2; col++) {
			double wx = x + w * (0.16 + 0.42 * col);
			double wy = y + h * (0.10 + 0.29 * row);

			paint_box(c, wx, wy, w * 0.26, h * 0.18, &frame);
			paint_box(c, wx + w * 0.04, wy + h * 0.02, w * 0.18, h * 0.14,
				  rng_below(r, 4) ? &dark : &lit);
		}
}

static void paint_house(struct canvas *c, double x, double w, double h, struct rng *r)
{
	struct paint wall = paint_grain(walls[rng_below(r, 8)], 0.18, 90);
	struct paint roof = paint_grain(rng_below(r, 2) ? 0x8a3f2c : 0x4d4a4c, 0.3, 140);
	struct paint shadow = paint_of(0x3b2f2a);
	double base = horizon + 0.045, top = base - h;
	struct point p[3] = {
		{ (float)(x - w * 0.06), (float)top },
		{ (float)(x + w / 2), (float)(top - w * 0.55) },
		{ (float)(x + w * 1.06), (float)top },
	};

	paint_box(c, x, top, w, h, &wall);
	paint_box(c, x + w * 0.94, top, w * 0.06, h, &shadow);
	paint_polygon(c, p, 3, &roof);
	paint_windows(c, x, top, w, h, r);
	paint_box(c, x + w * 0.38, base - h * 0.16, w * 0.22, h * 0.16, &shadow);
}

static void paint_quay(struct canvas *c, double length, struct rng *r)
{
	struct paint stone = paint_grain(0x8c8377, 0.45, 60), joint = paint_of(0x5a544d);
	double top = horizon + 0.04, x = 0;
	struct point p[4] = {
		{ 0, (float)top }, { (float)length, (float)top },
		{ (float)length - 0.03f, (float)top + 0.06f }, { 0, (float)top + 0.11f },
	};

	for (int i = 0; i < HOUSES && x < length * 0.94; i++) {
		double w = rng_range(r, 0.065, 0.095);

		paint_house(c, x, w, rng_range(r, 0.12, 0.21), r);
		x += w * rng_range(r, 1.0, 1.06);
	}
	paint_polygon(c, p, 4, &stone);
	for (double at = 0.04; at < length - 0.05; at += rng_range(r, 0.035, 0.06))
		paint_line(c, (struct point){ (float)at, (float)top },
			   (struct point){ (float)at, (float)(top + 0.07) }, 0.002, &joint);
}

static void paint_reflection(struct canvas *c, double x, double y, double s)
{
	struct paint dark = { .colour = { 0.03f, 0.045f, 0.055f }, .grain = 0.5f,
			      .scale = 60, .stretch = 3 };

	for (int i = 0; i < 7; i++)
		paint_ellipse(c, x + s * 0.05 * ((i * 5) % 3 - 1), y + s * (0.03 + 0.035 * i),
			      s * (0.5 - 0.05 * i), s * 0.011, &dark);
}

static void paint_sails(struct canvas *c, double x, double y, double s)
{
	struct paint mast = paint_of(0x4b3a2a), cloth = paint_grain(0xf3eee2, 0.10, 30);
	struct paint jib = paint_grain(0xd9d2c2, 0.10, 30);
	float fx = (float)x, fy = (float)y, fs = (float)s;

	paint_line(c, (struct point){ fx, fy - 0.1f * fs },
		   (struct point){ fx, fy - 1.35f * fs }, s * 0.025, &mast);
	paint_polygon(c, (struct point[]){ { fx - 0.03f * fs, fy - 1.3f * fs },
			{ fx - 0.03f * fs, fy - 0.25f * fs },
			{ fx - 0.55f * fs, fy - 0.25f * fs } }, 3, &cloth);
	paint_polygon(c, (struct point[]){ { fx + 0.03f * fs, fy - 1.2f * fs },
			{ fx + 0.55f * fs, fy - 0.18f * fs },
			{ fx + 0.03f * fs, fy - 0.22f * fs } }, 3, &jib);
}

/* A boat whose water line is at y; s is the length of its hull. */
static void paint_boat(struct canvas *c, double x, double y, double s, int sails,
		       struct rng *r)
{
	struct paint hull = paint_grain(hulls[rng_below(r, 6)], 0.2, 50);
	struct paint trim = paint_of(0xf4f1ea), glass = paint_of(0x22303a);
	float fx = (float)x, fy = (float)y, fs = (float)s;

	paint_reflection(c, x, y, s);
	paint_polygon(c, (struct point[]){ { fx - 0.5f * fs, fy - 0.16f * fs },
			{ fx + 0.58f * fs, fy - 0.2f * fs }, { fx + 0.42f * fs, fy },
			{ fx - 0.42f * fs, fy } }, 4, &hull);
	paint_line(c, (struct point){ fx - 0.5f * fs, fy - 0.15f * fs },
		   (struct point){ fx + 0.57f * fs, fy - 0.19f * fs }, s * 0.03, &trim);
	if (sails) {
		paint_sails(c, x, y, s);
		return;
	}
	paint_box(c, x - s * 0.22, y - s * 0.36, s * 0.36, s * 0.19, &trim);
	for (int i = 0; i < 3; i++)
		paint_box(c, x - s * (0.18 - 0.1 * i), y - s * 0.32, s * 0.07, s * 0.08,
			  &glass);
	paint_line(c, (struct point){ fx + 0.2f * fs, fy - 0.17f * fs },
		   (struct point){ fx + 0.2f * fs, fy - 0.7f * fs }, s * 0.02, &hull);
}

static void paint_fleet(struct canvas *c, int n, double near, struct rng *r)
{
	double aspect = paint_aspect(c);

	for (int i = 0; i < n; i++) {
		double t = (i + 0.5) / n, y = horizon + 0.1 + (near - 0.1) * t;
		double x = aspect * (0.12 + 0.76 * fmod(0.37 + 0.618034 * i, 1.0));
		int sails;

		/* one draw a statement: C leaves the order of arguments open */
		x += rng_range(r, -0.04, 0.04);
		sails = rng_below(r, 3) != 0;
		paint_boat(c, x, y, 0.09 + 0.32 * t * t, sails, r);
	}
}

/* Mooring posts close to the camera give the picture a foreground. */
static void paint_posts(struct canvas *c, struct rng *r)
{
	struct paint wood = paint_grain(0x4a3b30, 0.5, 120), cap = paint_of(0x9b9284);

	wood.stretch = 0.3f;
	for (int i = 0; i < 3; i++) {
		double x = 0.06 + 0.16 * i + rng_range(r, 0, 0.04);
		double y = 0.74 + 0.03 * i;

		paint_box(c, x, y, 0.045, 1 - y, &wood);
		paint_ellipse(c, x + 0.0225, y, 0.0225, 0.010, &cap);
	}
}

void scene_harbour(struct canvas *c, uint64_t seed)
{
	struct rng r = { seed };
	double aspect = paint_aspect(c), sun_x = aspect * rng_range(&r, 0.72, 0.82);
	struct sky sky = { colour_hex(0x4e79b0), colour_hex(0xf3b777), horizon, 0.32, seed };
	struct sea sea = { colour_hex(0xc79a76), colour_hex(0x1d4354), { 1, 0.85f, 0.55f },
			   sun_x, 0.9, seed + 11 };

	scene_sky(c, &sky);
	paint_sun(c, sun_x, 0.36);
	paint_hills(c, 0.13, 0x6d6a80, seed + 1);
	paint_hills(c, 0.07, 0x4d5a4c, seed + 2);
	paint_sea(c, &sea);
	paint_quay(c, aspect * 0.58, &r);
	paint_fleet(c, 5, 0.40, &r);
	paint_posts(c, &r);
}

void scene_boats(struct canvas *c, uint64_t seed)
{
	struct rng r = { seed };
	double aspect = paint_aspect(c);
	struct sky sky = { colour_hex(0x3f7fca), colour_hex(0xcfe3f2), horizon, 0.42, seed };
	struct sea sea = { colour_hex(0x9fc0d0), colour_hex(0x1b5a72), { 1, 1, 1 },
			   aspect / 2, 0.15, seed + 11 };

	scene_sky(c, &sky);
	paint_hills(c, 0.10, 0x5f7d6b, seed + 1);
	paint_sea(c, &sea);
	paint_fleet(c, 8, 0.46, &r);
}
