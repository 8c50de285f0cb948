/* SPDX-License-Identifier: GPL-3.0-or-later */
/* texture.h: surfaces that are regular by nature, as a camera sees them: what a check for
 * displays must not take for one. Each says how far its parts stray from the lattice: a wall
 * is laid by hand, a punched grille is not. */
#ifndef GEN_TEXTURE_H
#define GEN_TEXTURE_H

#include "canvas.h"
#include "options.h"

#include <stddef.h>
#include <stdint.h>

/* A point of the surface. u and v count periods; the surface answers with linear light. */
struct spot {
	double u, v;
	double soft;   /* width of a captured pixel, in periods: edges are no sharper */
	double shade;  /* light that falls there */
	uint64_t seed;
};

struct texture {
	const char *name;
	const char *help;
	double stray;  /* of the parts from their places, periods */
	void (*light)(const struct spot *s, float *rgb);
};

const struct texture *texture_at(size_t i); /* NULL past the end of the table */

/* Keys texture=NAME period=PX (at the middle) angle=DEGREES perspective= seed= and those of the
 * camera, whose roughness is 0 unless given. Fills an uninitialised canvas with code values. */
void texture_photograph(struct options *o, struct canvas *c);

#endif
