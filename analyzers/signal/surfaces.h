/* SPDX-License-Identifier: GPL-3.0-or-later */
/* surfaces.h: a picture divided into compact surfaces of like colour, each with the light that it seems
 * to be in. SLIC (Achanta et al. 2012) over the blocks of illuminant.h: distance in (ln R/G, ln B/G, ln
 * Y) and in place. */
#ifndef COTTINGLEY_SURFACES_H
#define COTTINGLEY_SURFACES_H

#include "analyzers/signal/illuminant.h"
#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/job.h"

enum { SURFACES_MAX = 64, SURFACE_NONE = 255 };

struct patch {
	struct surface surface;
	bool speaks;                  /* large enough, and three estimators spoke */
	struct illuminant light;
	struct variety variety;
	uint32_t pixels;              /* stored pixels that are usable */
	uint32_t c0, r0, c1, r1;      /* bounding box in blocks */
};

struct surfaces {
	struct light_blocks blocks;
	uint8_t *label;               /* of each block; SURFACE_NONE where too few cells are usable */
	uint32_t *list;               /* block indices, by surface */
	struct patch at[SURFACES_MAX];
	uint32_t n, speaking;
	double median[2];             /* of the lights of all that speak, by component; NaN without any */
	struct variety whole;
	uint32_t step;                /* stored pixels a block and axis */
};

struct surface_limits {
	double min_share;             /* of the picture's area */
	double min_pixels;            /* stored, usable */
};

/* ST_MEMORY. On ST_OK the caller releases *out. */
MUST_USE enum status surfaces_make(const struct light *l, const struct surface_limits *limits,
				   struct surfaces *out, struct error *e);
void surfaces_release(struct surfaces *s);

#endif
