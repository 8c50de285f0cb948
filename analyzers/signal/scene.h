/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scene.h: how the light lies in the whole picture, from samples on a regular grid of at most 512
 * along the long side (no averaging: it costs a few thousand cache lines, not a pass over the
 * picture). Values as stored, 16-bit samples by their high byte. These are cues of context: how people
 * photograph screens, not what a screen does to a picture. They never decide alone. */
#ifndef COTTINGLEY_SCENE_H
#define COTTINGLEY_SCENE_H

#include "src/base/base.h"
#include "src/media/raster.h"

enum { SCENE_CELLS = 64 };

struct scene {
	double mean_max;    /* mean of max(R, G, B), 0..255 */
	/* Backlight leaks, bluish, through the black of a display. Over the darkest fifth of the picture
	 * (by luma): */
	double dark_luma;   /* its brightest luma */
	double dark_blue;   /* median of .564 (B - Y), that is Cb; NaN for a gray picture */
	bool blue_blacks;   /* dark_blue >= 4 and dark_luma <= 96 */
	/* A bright rectangle with dark around it on at least three sides: 64 x 64 cells, dark where the
	 * mean luma is under 50. */
	bool has_screen;
	int32_t screen[4];  /* x, y, width, height in stored pixels, when has_screen */
	double inside, outside; /* mean luma; NaN when !has_screen */
};

/* r: any raster of at least one pixel. */
void scene_measure(const struct raster *r, struct scene *out);

#endif
