/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "texture.h"
#include "camera.h"
#include "common.h"
#include "rng.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

/* Rays a side of each pixel. */
enum { RAYS = 2 };

static double fraction(double t)
{
	return t - floor(t);
}

/* 0 outside, 1 inside an edge that lies depth > 0 within. */
static double edge(double depth, double soft)
{
	double t = depth / soft + 0.5;

	return t < 0 ? 0 : t > 1 ? 1 : t;
}

/* A number from 0 to 1 that belongs to a part of the surface. */
static double part_of(const struct spot *s, double i, double j, uint64_t salt)
{
	return (double)(hash_cell(s->seed + salt, (int32_t)i, (int32_t)j) >> 40) / 16777216.0;
}

static void put(float *rgb, double r, double g, double b, double light)
{
	rgb[0] = (float)(r * light);
	rgb[1] = (float)(g * light);
	rgb[2] = (float)(b * light);
}

/* Punched sheet metal: round holes in rows that are shifted by half. */
static void light_grille(const struct spot *s, float *rgb)
{
	double row = s->v / 0.866, j = floor(row), u = s->u + ((int)j & 1 ? 0.5 : 0);
	double dx = fraction(u) - 0.5, dy = (row - j - 0.5) * 0.866, r = hypot(dx, dy);
	double hole = edge(0.32 - r, s->soft);
	double rim = edge(0.40 - r, s->soft) * (1 - hole) * (dx + dy) * 0.8;
	double metal = 0.38 + rim + 0.02 * noise_fractal(s->u * 0.7, s->v * 9, 3, s->seed);

	put(rgb, 1, 1, 1.02, s->shade * (metal * (1 - hole) + 0.015 * hole));
}

/* One screen of a print: round dots that grow with the amount of ink. */
static double ink(const struct spot *s, double degrees, double amount)
{
	double co = cos(degrees * GEN_PI / 180), si = sin(degrees * GEN_PI / 180);
	double dx = fraction(co * s->u + si * s->v) - 0.5, dy = fraction(co * s->v - si * s->u) - 0.5;

	return edge(sqrt(fmax(amount, 0) / GEN_PI) - hypot(dx, dy), s->soft);
}

/* Offset print: cyan, magenta, yellow and black at their usual angles, of a soft picture. */
static void light_halftone(const struct spot *s, float *rgb)
{
	double x = s->u * 0.012, y = s->v * 0.012;
	double a = 0.5 + 0.5 * noise_fractal(x, y, 4, s->seed);
	double b = 0.5 + 0.5 * noise_fractal(x * 1.3, y * 1.3, 4, s->seed + 1);
	double c = ink(s, 15, 0.15 + 0.5 * a), m = ink(s, 75, 0.15 + 0.4 * b);
	double y_ink = ink(s, 0, 0.1 + 0.4 * (1 - a)), k = ink(s, 45, 0.3 * (1 - b));
	double paper = 0.75 * (1 - 0.9 * k) * s->shade;

	put(rgb, paper * (1 - 0.85 * c), paper * (1 - 0.35 * c) * (1 - 0.8 * m),
	    paper * (1 - 0.15 * c) * (1 - 0.3 * m) * (1 - 0.85 * y_ink), 1);
}

/* Stretcher bond: bricks 3 by 1 courses, no two alike, laid by hand. */
static void light_bricks(const struct spot *s, float *rgb)
{
	double j = floor(s->v), u = s->u / 3 + ((int)j & 1 ? 0.5 : 0) + 0.03 * part_of(s, 0, j, 3);
	double i = floor(u), x = (u - i) * 3, y = s->v - j, tone = 0.7 + 0.6 * part_of(s, i, j, 5);
	double in = edge(x - 0.08 - 0.05 * part_of(s, i, j, 6), s->soft) *
		    edge(2.95 - x, s->soft) * edge(y - 0.09 - 0.05 * part_of(s, i, j, 7), s->soft) *
		    edge(0.95 - y, s->soft);
	double grain = 1 + 0.35 * noise_fractal(s->u * 4, s->v * 4, 3, s->seed);

	put(rgb, in * 0.33 * tone + (1 - in) * 0.42, in * 0.12 * tone + (1 - in) * 0.39,
	    in * 0.08 * tone + (1 - in) * 0.34, s->shade * grain);
}

/* Dark keys with letters; every row a little further to the right. */
static void light_keyboard(const struct spot *s, float *rgb)
{
	double j = floor(s->v), u = s->u + 0.27 * j, i = floor(u), x = u - i, y = s->v - j;
	double wall = fmin(fmin(x - 0.06, 0.94 - x), fmin(y - 0.06, 0.94 - y));
	double top = fmin(fmin(x - 0.14, 0.86 - x), fmin(y - 0.10, 0.80 - y));
	double key = edge(wall, s->soft), flat = edge(top, s->soft), light = 0.012;
	double lx = (x - 0.28) * 14, ly = (y - 0.25) * 14;
	bool letter = lx > 0 && lx < 4 && ly > 0 && ly < 5 &&
		      part_of(s, i * 8 + floor(lx), j * 8 + floor(ly), 9) > 0.5;

	light += key * (0.035 + 0.02 * (0.5 - y)) + flat * 0.025 + (letter ? 0.45 * flat : 0);
	put(rgb, 1, 1, 1.05, s->shade * light * 1.6);
}

/* Slats seen from a little below, light between them; they hang on cords. */
static void light_blinds(const struct spot *s, float *rgb)
{
	double j = floor(s->v), y = s->v - j + 0.05 * (part_of(s, 0, j, 2) - 0.5);
	double slat = edge(y - 0.12, s->soft) * edge(0.97 - y, s->soft);
	double round_off = 0.35 + 0.45 * sin(y * 2.6), cord = fabs(fraction(s->u / 9) - 0.5) * 9;
	double light = slat * round_off + (1 - slat) * 1.1;

	light *= 1 - 0.5 * edge(0.06 - cord, s->soft);
	put(rgb, 1, 0.97, 0.9, s->shade * light * 0.7);
}

/* A wall of lamps, each red, green and blue beneath a lens, that shows a soft picture. */
static void light_ledwall(const struct spot *s, float *rgb)
{
	double i = floor(s->u), j = floor(s->v), r = hypot(s->u - i - 0.5, s->v - j - 0.5);
	double lamp = edge(0.27 - r, s->soft), x = i * 0.03, y = j * 0.03;
	double red = 0.5 + 0.5 * noise_fractal(x, y, 3, s->seed);
	double green = 0.5 + 0.5 * noise_fractal(x + 40, y, 3, s->seed);
	double blue = 0.5 + 0.5 * noise_fractal(x, y + 40, 3, s->seed);

	put(rgb, 0.01 + 2 * lamp * red * red, 0.01 + 2 * lamp * green * green,
	    0.012 + 2 * lamp * blue * blue, 1);
}

/* Woven wire in plain weave before something dark: an insect screen. */
static void light_mesh(const struct spot *s, float *rgb)
{
	double i = floor(s->u), j = floor(s->v), x = fraction(s->u) - 0.5, y = fraction(s->v) - 0.5;
	double warp = edge(0.16 - fabs(x), s->soft) * sqrt(fmax(0, 1 - pow(x / 0.2, 2)));
	double weft = edge(0.16 - fabs(y), s->soft) * sqrt(fmax(0, 1 - pow(y / 0.2, 2)));
	bool over = ((int)i + (int)j) & 1;
	double behind = 0.05 + 0.04 * noise_fractal(s->u * 0.03, s->v * 0.03, 4, s->seed);
	double wire = over ? fmax(warp, 0.75 * weft) : fmax(weft, 0.75 * warp);

	put(rgb, 1, 1, 1, s->shade * (behind + 0.4 * wire));
}

/* Plain weave of wool: yarn is uneven and its crossings stray. */
static void light_weave(const struct spot *s, float *rgb)
{
	double i = floor(s->u), j = floor(s->v), x = fraction(s->u) - 0.5, y = fraction(s->v) - 0.5;
	bool over = ((int)i + (int)j) & 1;
	double across = over ? x : y, along = over ? y : x;
	double dye = 0.75 + 0.5 * part_of(s, over ? i : 0, over ? 0 : j, 4);
	double light = cos(across * 2.6) * (0.75 + 0.25 * cos(along * 2.8));

	light *= 0.8 + 0.4 * noise_fractal(s->u * 2.3, s->v * 2.3, 3, s->seed);
	put(rgb, 0.30, 0.27, 0.36, s->shade * light * dye);
}

static const struct texture textures[] = {
	{ "grille", "punched sheet metal", 0, light_grille },
	{ "halftone", "an offset print of four inks", 0, light_halftone },
	{ "bricks", "a brick wall; a period is a course", 0.05, light_bricks },
	{ "keyboard", "keys with letters", 0, light_keyboard },
	{ "blinds", "slats of a window blind", 0.02, light_blinds },
	{ "ledwall", "a wall of lamps: a display, but in the scene", 0, light_ledwall },
	{ "mesh", "woven wire", 0.03, light_mesh },
	{ "weave", "woven wool", 0.12, light_weave },
};

const struct texture *texture_at(size_t i)
{
	return i < sizeof textures / sizeof *textures ? &textures[i] : NULL;
}

static const struct texture *find_texture(const char *name)
{
	for (size_t i = 0; texture_at(i); i++)
		if (!strcmp(textures[i].name, name))
			return &textures[i];
	die("unknown texture '%s'", name);
}

struct view {
	const struct texture *t;
	double co, si, period, perspective;
	uint64_t seed;
};

/* One ray at the offset dx, dy from the picture's middle. */
static void see(const struct view *w, const struct canvas *c, double dx, double dy, float *rgb)
{
	double k = 1 / (w->period * (1 + w->perspective * (dx / c->w + 0.3 * dy / c->h)));
	struct spot s = { .u = (w->co * dx + w->si * dy) * k, .v = (w->co * dy - w->si * dx) * k,
			  .soft = 1 / (w->period * RAYS), .seed = w->seed };
	double x = dx / c->h, y = dy / c->h;

	if (w->t->stray > 0) {
		double u = s.u, v = s.v;

		s.u += w->t->stray * noise_fractal(u * 0.31, v * 0.31, 3, w->seed + 11);
		s.v += w->t->stray * noise_fractal(u * 0.31, v * 0.31, 3, w->seed + 13);
	}
	s.shade = 1.15 + 0.35 * noise_fractal(x * 1.1, y * 1.1, 2, w->seed + 17) - 0.25 * (x * x + y * y);
	w->t->light(&s, rgb);
}

static void draw(const struct view *w, struct canvas *c)
{
	for (int y = 0; y < c->h; y++)
		for (int x = 0; x < c->w; x++) {
			float *px = canvas_at(c, x, y), one[3];

			for (int i = 0; i < RAYS * RAYS; i++) {
				see(w, c, x + (i % RAYS + 0.5) / RAYS - c->w / 2.0,
				    y + ((double)(i / RAYS) + 0.5) / RAYS - c->h / 2.0, one);
				for (int ch = 0; ch < 3; ch++)
					px[ch] += one[ch] / (RAYS * RAYS);
			}
		}
}

void texture_photograph(struct options *o, struct canvas *c)
{
	double turn = options_number(o, "angle", 3) * GEN_PI / 180;
	struct view w = { .t = find_texture(options_text(o, "texture", "grille")),
			  .co = cos(turn), .si = sin(turn),
			  .period = options_number(o, "period", 12),
			  .perspective = options_number(o, "perspective", 0.05),
			  .seed = (uint64_t)options_int(o, "seed", 1) };
	struct camera camera;

	/* edges that wander would take the regularity away */
	options_default(o, "rough", "0");
	camera = camera_from_options(o);
	if (w.period < 1 || w.period > 1000)
		die("'period' wants 1 to 1000");
	canvas_init(c, (int)options_int(o, "width", 1600), (int)options_int(o, "height", 1200));
	draw(&w, c);
	camera_shoot(&camera, c);
}
