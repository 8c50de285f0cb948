/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lit_scene.h: walls of painted tiles under known lights, for the tests of `whitebalance`. */
#ifndef COTTINGLEY_TEST_LIT_SCENE_H
#define COTTINGLEY_TEST_LIT_SCENE_H

#include "src/base/base.h"
#include "src/base/region.h"
#include "src/base/span.h"
#include "src/media/raster.h"

struct lit_scene {
	uint32_t width, height, tile; /* stored pixels */
	uint64_t seed;
	double kelvin, other_kelvin;  /* the light, and the light inside `other` (width 0: nowhere) */
	struct region other;
	double colour;                /* how far paints are from grey: 0 grey, .8 vivid */
	double noise;                 /* standard deviation, stored steps */
	/* One hue of paint inside `other`: nothing but paint differs there. */
	bool red_wall;
};

/* Drawn at random, for the bench: one light all over (apart false), or a part in another. *quality: of the
 * JPEG to save it as. */
struct lit_scene lit_scene_any(uint64_t seed, bool apart, int *quality);
struct raster lit_scene_draw(const struct lit_scene *s); /* RGB, 8 bit; raster_release() */
/* Saved as JPEG at this quality, chroma at half the size both ways; free(). */
uint8_t *lit_scene_jpeg(const struct raster *r, int quality, size_t *len);
void light_colour(double kelvin, double rg[2]); /* chromaticity in linear sRGB */

#endif
