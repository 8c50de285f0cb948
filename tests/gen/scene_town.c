/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scene_town.c: a street in one-point perspective. World coordinates: X to the right, Y down
 * from the eye, Z ahead, in picture heights at Z = 1. */
#include "scene.h"
#include "rng.h"

#include <math.h>

struct view {
	struct canvas *c;
	double x, y; /* vanishing point */
};

static const double ground = 0.30, street = 0.42, kerb = 0.60;

static struct point project(const struct view *v, double x, double y, double z)
{
	return (struct point){ (float)(v->x + x / z), (float)(v->y + y / z) };
}

/* A rectangle on the ground. */
static void paint_ground(const struct view *v, double x0, double x1, double z0, double z1,
			 const struct paint *with)
{
	paint_polygon(v->c, (struct point[]){ project(v, x0, ground, z0),
			project(v, x1, ground, z0), project(v, x1, ground, z1),
			project(v, x0, ground, z1) }, 4, with);
}

/* A rectangle on a wall that runs away from the viewer at x. */
static void paint_wall(const struct view *v, double x, double y0, double y1, double z0,
		       double z1, const struct paint *with)
{
	paint_polygon(v->c, (struct point[]){ project(v, x, y0, z0), project(v, x, y0, z1),
			project(v, x, y1, z1), project(v, x, y1, z0) }, 4, with);
}

static void paint_facade(const struct view *v, double x, double z0, double z1, double top,
			 struct rng *r)
{
	static const unsigned colours[] = { 0xb8a58a, 0x9c5a43, 0xcfc6b2, 0x8d8f92, 0xd8b98a,
					    0xa7b3a0 };
	struct paint wall = paint_grain(colours[rng_below(r, 6)], 0.28, 110);
	struct paint glass = paint_of(0x2b3a48), sill = paint_of(0xe6e0d3);
	struct paint shop = paint_of(rng_below(r, 2) ? 0x7d1f24 : 0x1f4d3c);
	int floors = (int)((ground - top) / 0.16), bays = 3 + (int)((z1 - z0) * 1.5);

	paint_wall(v, x, top, ground, z0, z1, &wall);
	paint_wall(v, x, ground - 0.17, ground - 0.14, z0, z1, &shop);
	for (int f = 1; f < floors; f++)
		for (int b = 0; b < bays; b++) {
			double za = z0 + (z1 - z0) * (b + 0.25) / bays;
			double zb = z0 + (z1 - z0) * (b + 0.75) / bays;
			double y = ground - 0.16 * f - 0.13;

			paint_wall(v, x, y, y + 0.105, za, zb, &sill);
			paint_wall(v, x, y + 0.008, y + 0.095, za + (zb - za) * 0.1,
				   zb - (zb - za) * 0.1, &glass);
		}
}

static void paint_side(const struct view *v, double x, struct rng *r)
{
	/* far to near, so that what is near covers what is far */
	double edges[9] = { 9, 7, 5.4, 4.1, 3.1, 2.3, 1.65, 1.1, 0.55 };

	for (int i = 0; i < 8; i++)
		paint_facade(v, x, edges[i + 1], edges[i], -rng_range(r, 0.55, 0.95), r);
}

static void paint_road(const struct view *v)
{
	struct paint paving = paint_grain(0xa39c92, 0.3, 130);
	struct paint asphalt = paint_grain(0x4c4d50, 0.35, 160), white = paint_of(0xdcdad2);

	paint_ground(v, -3, 3, 0.30, 40, &paving);
	paint_ground(v, -street, street, 0.30, 40, &asphalt);
	for (double z = 0.7; z < 9; z += 0.55)
		if (z < 1.0 || z > 1.9)
			paint_ground(v, -0.012, 0.012, z, z + 0.25, &white);
	for (int i = 0; i < 8; i++) {
		double x = -street + 0.05 + 0.1 * i;

		paint_ground(v, x, x + 0.055, 1.15, 1.65, &white);
	}
}

static void paint_lamp(const struct view *v, double x, double z)
{
	struct paint iron = paint_of(0x23282a), globe = paint_of(0xf7f0d8);
	struct point foot = project(v, x, ground, z), head = project(v, x, -0.42, z);
	struct point arm = project(v, x * 0.86, -0.44, z);

	paint_line(v->c, foot, head, 0.018 / z, &iron);
	paint_line(v->c, head, arm, 0.012 / z, &iron);
	paint_ellipse(v->c, arm.x, arm.y + 0.012 / z, 0.022 / z, 0.014 / z, &globe);
}

/* A car from behind or in front, standing on the ground. */
static void paint_car(const struct view *v, double x, double z, unsigned rgb)
{
	struct paint body = paint_grain(rgb, 0.08, 20), glass = paint_of(0x1d2a33);
	struct paint tyre = paint_of(0x17181a), lamp = paint_of(0xd8361f);
	struct point p = project(v, x, ground, z);
	double s = 0.30 / z, l = p.x - s / 2, y = p.y;
	float fl = (float)l, fy = (float)y, fs = (float)s;

	paint_box(v->c, l + s * 0.05, y - s * 0.16, s * 0.16, s * 0.16, &tyre);
	paint_box(v->c, l + s * 0.79, y - s * 0.16, s * 0.16, s * 0.16, &tyre);
	paint_polygon(v->c, (struct point[]){ { fl, fy - 0.1f * fs },
			{ fl, fy - 0.42f * fs }, { fl + 0.18f * fs, fy - 0.46f * fs },
			{ fl + 0.27f * fs, fy - 0.75f * fs },
			{ fl + 0.73f * fs, fy - 0.75f * fs },
			{ fl + 0.82f * fs, fy - 0.46f * fs }, { fl + fs, fy - 0.42f * fs },
			{ fl + fs, fy - 0.1f * fs } }, 8, &body);
	paint_polygon(v->c, (struct point[]){ { fl + 0.23f * fs, fy - 0.47f * fs },
			{ fl + 0.31f * fs, fy - 0.71f * fs },
			{ fl + 0.69f * fs, fy - 0.71f * fs },
			{ fl + 0.77f * fs, fy - 0.47f * fs } }, 4, &glass);
	paint_box(v->c, l + s * 0.04, y - s * 0.38, s * 0.14, s * 0.07, &lamp);
	paint_box(v->c, l + s * 0.82, y - s * 0.38, s * 0.14, s * 0.07, &lamp);
	paint_box(v->c, l + s * 0.36, y - s * 0.30, s * 0.28, s * 0.09, &(struct paint){
			.colour = { 0.8f, 0.8f, 0.75f }, .grain = 0.3f, .scale = 90 });
}

static void paint_walkers(const struct view *v, struct rng *r)
{
	for (int i = 0; i < 9; i++) {
		double z = 4.2 - 0.36 * i, side = i % 2 ? 1 : -1;
		struct point p = project(v, side * rng_range(r, 0.46, kerb - 0.03), ground, z);

		scene_person(v->c, p.x, p.y - 0.1 / z, 0.085 / z, rng_next(r));
	}
}

void scene_street(struct canvas *c, uint64_t seed)
{
	static const unsigned cars[] = { 0xb01e1e, 0x23518f, 0xd7d8da, 0x2c2f33, 0xc9a227 };
	struct rng r = { seed };
	struct view v = { c, paint_aspect(c) * rng_range(&r, 0.46, 0.56), 0.46 };
	struct sky sky = { colour_hex(0x5d94d6), colour_hex(0xe6eef2), 0.55, 0.30, seed };

	scene_sky(c, &sky);
	paint_road(&v);
	paint_side(&v, -kerb, &r);
	paint_side(&v, kerb, &r);
	for (double z = 4.6; z > 0.8; z -= 0.95) {
		paint_lamp(&v, -kerb * 0.86, z);
		paint_lamp(&v, kerb * 0.86, z + 0.4);
	}
	paint_car(&v, -0.22, 4.2, cars[rng_below(&r, 5)]);
	paint_walkers(&v, &r);
	paint_car(&v, 0.22, 2.4, cars[rng_below(&r, 5)]);
	paint_car(&v, -0.20, 1.05, cars[rng_below(&r, 5)]);
}
