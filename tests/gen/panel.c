/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "panel.h"
#include "common.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Is the point (x, y) of the cell, in display pixels from 0 to 2, lit in this colour? The
 * share is that of stripe panels: width to height of the lit part as of a real stripe. */
struct layout {
	const char *name;
	float (*lit)(int colour, double x, double y, double fill);
};

/* The black lines between rows are a little narrower than those between columns. */
static const double squeeze = 0.81 / 0.88;

/* A part of a unit, round its middle. */
static bool inside(double t, double part)
{
	return fabs(t - 0.5) * 2 < part;
}

static double fraction(double t)
{
	return t - floor(t);
}

/* count stripes to a pixel, this one being number at. */
static float stripe(double x, double y, int at, int count, double fill)
{
	double along = sqrt(fill / squeeze), across = sqrt(fill * squeeze);
	double t = fraction(x) * count - at;

	along = along > 1 ? 1 : along;
	return t >= 0 && t < 1 && inside(t, across) && inside(fraction(y), along) ? 1 : 0;
}

static float lit_rgb(int colour, double x, double y, double fill)
{
	return stripe(x, y, colour, 3, fill);
}

static float lit_bgr(int colour, double x, double y, double fill)
{
	return stripe(x, y, 2 - colour, 3, fill);
}

static float lit_vrgb(int colour, double x, double y, double fill)
{
	return stripe(y, x, colour, 3, fill);
}

static float lit_chevron(int colour, double x, double y, double fill)
{
	double lean = (fraction(y) - 0.5) * (y < 1 ? 0.22 : -0.22);

	return stripe(x + lean + 2, y, colour, 3, fill);
}

/* Red and blue stand where their pixel's corner is, green in the middle of every pixel. */
static float lit_diamond(int colour, double x, double y, double fill)
{
	double reach = sqrt(fill / 2) * 0.94, dx, dy;

	if (colour == 1) {
		dx = fraction(x) - 0.5;
		dy = fraction(y) - 0.5;
		return dx * dx + dy * dy < fill * 0.27 / GEN_PI * 1.9 ? 1 : 0;
	}
	/* centres (0,0) (1,1) are red, (1,0) (0,1) blue */
	dx = fraction(x + 0.5) - 0.5;
	dy = fraction(y + 0.5) - 0.5;
	if ((((int)floor(x + 0.5) + (int)floor(y + 0.5)) & 1) != (colour == 2))
		return 0;
	return fabs(dx) + fabs(dy) < reach ? 1 : 0;
}

static float lit_rgbw(int colour, double x, double y, double fill)
{
	return stripe(x, y, colour, 4, fill) + 0.8f * stripe(x, y, 3, 4, fill);
}

static const struct layout layouts[] = {
	{ "rgb", lit_rgb }, { "bgr", lit_bgr }, { "vrgb", lit_vrgb },
	{ "chevron", lit_chevron }, { "diamond", lit_diamond }, { "rgbw", lit_rgbw },
};

static const struct layout *find_layout(const char *name)
{
	for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
		if (!strcmp(layouts[i].name, name))
			return &layouts[i];
	die("unknown layout '%s': rgb, bgr, vrgb, chevron, diamond or rgbw", name);
}

/* A line of PANEL_SIDE samples, stride apart, through the tent; the cell repeats. */
static void gather(float *line, size_t stride, double ray)
{
	int reach = (int)ceil(ray * PANEL_STEPS);
	float out[PANEL_SIDE];

	reach = reach > PANEL_SIDE - 1 ? PANEL_SIDE - 1 : reach < 1 ? 1 : reach;
	for (int i = 0; i < PANEL_SIDE; i++) {
		double sum = 0, total = 0;

		for (int k = -reach; k <= reach; k++) {
			double weight = 1 - abs(k) / (ray * PANEL_STEPS + 1e-9);

			weight = weight < 0 ? 0 : weight;
			if (k == 0 && weight == 0)
				weight = 1;
			sum += weight * line[(size_t)((i + k + 2 * PANEL_SIDE) % PANEL_SIDE) * stride];
			total += weight;
		}
		out[i] = (float)(sum / total);
	}
	for (int i = 0; i < PANEL_SIDE; i++)
		line[(size_t)i * stride] = out[i];
}

static void normalise(float *cell)
{
	double sum = 0;

	for (int i = 0; i < PANEL_SIDE * PANEL_SIDE; i++)
		sum += cell[i];
	for (int i = 0; i < PANEL_SIDE * PANEL_SIDE; i++)
		cell[i] *= (float)(PANEL_SIDE * PANEL_SIDE / sum);
}

struct panel *panel_make(const char *layout, double fill, double ray)
{
	const struct layout *l = find_layout(layout);
	struct panel *p = xnew(1, sizeof *p);

	if (fill < 0.05 || fill > 1)
		die("'fill' wants 0.05 to 1");
	for (int colour = 0; colour < 3; colour++) {
		float *cell = &p->lit[colour][0][0];

		for (int y = 0; y < PANEL_SIDE; y++)
			for (int x = 0; x < PANEL_SIDE; x++)
				p->lit[colour][y][x] = l->lit(colour, (x + 0.5) / PANEL_STEPS,
							      (y + 0.5) / PANEL_STEPS, fill);
		for (int i = 0; i < PANEL_SIDE; i++) {
			gather(cell + (size_t)i * PANEL_SIDE, 1, ray);
			gather(cell + i, PANEL_SIDE, ray);
		}
		normalise(cell);
	}
	return p;
}
