/* SPDX-License-Identifier: GPL-3.0-or-later */
/* paint.h: filled shapes on a linear-light canvas. Lengths are in picture heights: x runs
 * from 0 to width/height, y from 0 (top) to 1. Edges are antialiased, and every surface
 * carries a fractal texture, because flat colour is the one thing cameras never record. */
#ifndef GEN_PAINT_H
#define GEN_PAINT_H

#include "canvas.h"

struct colour {
	float r, g, b; /* linear light */
};

struct paint {
	struct colour colour;
	float grain;   /* relative strength of the texture, 0 = flat */
	float scale;   /* texture cells per picture height */
	float stretch; /* cells are this much longer across (>1) or along (<1); 0 means 1 */
	float ball;    /* shading as of a ball lit from the upper left, 0 = flat */
	uint64_t seed;
};

struct point {
	float x, y;
};

enum { PAINT_POINTS_MAX = 128 };

struct colour colour_hex(unsigned rgb);                 /* sRGB 0xRRGGBB */
struct colour colour_scale(struct colour c, double by);
struct colour colour_mix(struct colour a, struct colour b, double t); /* t clamped */

/* A plain surface: grain 0.15, 40 cells, seed from the colour. */
struct paint paint_of(unsigned rgb);
struct paint paint_grain(unsigned rgb, double grain, double scale);

double paint_aspect(const struct canvas *c);
/* Octaves that reach from cells of the given scale down to about two pixels. */
int paint_octaves(const struct canvas *c, double scale);

/* Even-odd fill of a closed outline of up to PAINT_POINTS_MAX points. */
void paint_polygon(struct canvas *c, const struct point *p, int n, const struct paint *with);
void paint_box(struct canvas *c, double x, double y, double w, double h,
	       const struct paint *with);
void paint_ellipse(struct canvas *c, double x, double y, double rx, double ry,
		   const struct paint *with);
void paint_line(struct canvas *c, struct point a, struct point b, double width,
		const struct paint *with);

#endif
