/* SPDX-License-Identifier: GPL-3.0-or-later */
/* lit_world.h: drawn scenes in two lights, for the tests and the bench of `whitebalance`. Lights and
 * surfaces are spectra (400 to 700 nm), so that a surface changes under another light as surfaces do and
 * not by a factor a channel; the camera balances, saturates, bends the tones, adds noise. The left half
 * is in the first light, the right half in the second; four bands, one below the other, show many
 * paints, one material, a surface that is nearly neutral, and shiny balls. */
#ifndef COTTINGLEY_TEST_LIT_WORLD_H
#define COTTINGLEY_TEST_LIT_WORLD_H

#include "src/base/base.h"
#include "src/base/region.h"
#include "src/base/span.h"
#include "src/media/raster.h"

enum lit_band { BAND_PAINTS, BAND_MATERIAL, BAND_NEUTRAL, BAND_SHINY, LIT_BANDS };

struct lit_world {
	uint32_t width, height, tile; /* stored pixels; a tile has one paint, a ball is as large as two */
	uint64_t seed;
	double kelvin[2], tint[2];    /* the lights; how much more green than a black body, 0 to .3 */
	double border;                /* part of the width over which one light goes over into the other */
	double white;                 /* kelvin of the light that the camera renders white */
	double saturation;            /* 1: as it is */
	double gain, noise, tone;     /* exposure (1: white at .9); stored steps; S-curve, 0 to 1 */
	double vivid, bias;           /* of a wall: how far paints are from their mean, the mean from grey */
	double chroma;                /* of the neutral surface: standard deviation, CIELAB, each axis */
	unsigned bands;               /* bits, 1 << BAND_...: only these are drawn; 0: all */
	bool matte;                   /* the balls do not shine */
	bool skin;                    /* the one material is skin, of another person on each side */
	int quality;                  /* of JPEG; 0: not saved as one */
};

/* Drawn from the ranges that the bench states: with one light (apart false) or with two. */
struct lit_world lit_world_any(uint64_t seed, bool apart);
struct raster lit_world_draw(const struct lit_world *w); /* RGB, 8 bit; raster_release() */
/* A part of a band on one side, away from where the lights meet. */
struct region lit_world_region(const struct lit_world *w, enum lit_band band, unsigned side);
/* Mean chromaticity of a perfect white in that part, as rendered before the tones are bent. */
void lit_world_light(const struct lit_world *w, const struct region *part, double rg[2]);

#endif
