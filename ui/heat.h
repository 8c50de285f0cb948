/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heat.h: numbers as colours, for maps and spectra: one ramp from dark blue over grey to yellow
 * (it rises evenly in lightness and is read the same with every common kind of colour
 * blindness, after Nunez, Anderton and Renslow 2018), a numeric legend that is always drawn,
 * and in terminals without colour a ramp of densities. */
#ifndef COTTINGLEY_UI_HEAT_H
#define COTTINGLEY_UI_HEAT_H

#include "src/base/base.h"
#include "src/base/result.h"
#include "ui/cellbuf.h"
#include "ui/picture.h"

struct heat { /* borrowed; NaN: cannot speak */
	uint32_t cols, rows;
	const float *data;
	double low, high;
};

void heat_colour(double t, uint8_t rgb[3]); /* t is cut to 0..1 */
/* Draws h over box: through picture_draw() with colour, as densities without. */
void heat_draw(struct picture_cache *c, struct cellbuf *b, struct box box, const struct heat *h);
/* "-10 .:+*# 30 dB" from x; returns the cells used. */
int heat_legend(struct cellbuf *b, int x, int y, int w, double low, double high, const char *unit);

/* The value of the map at a place of the stored picture; NaN outside and where it cannot speak. */
double heat_value(const struct map *m, double x, double y);
/* Lays a map over a tile of the picture; rect is what the tile shows, in stored pixels (x, y,
 * w, h). rgb: width * height * 3, changed. */
void heat_blend(const struct map *m, const double rect[4], uint32_t width, uint32_t height, uint8_t *rgb);
/* The same without colour: densities over box. */
void heat_densities(const struct map *m, const double rect[4], struct cellbuf *b, struct box box);

#endif
