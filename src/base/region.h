/* SPDX-License-Identifier: GPL-3.0-or-later */
/* region.h: a rectangle of stored pixels, marked by a person: what the options --region and the picture
 * page give. */
#ifndef COTTINGLEY_REGION_H
#define COTTINGLEY_REGION_H

#include "src/base/base.h"

enum { REGIONS_MAX = 8, REGION_SIDE_MAX = 1 << 30 };

struct region {
	uint32_t x, y, width, height; /* a side is 1 to REGION_SIDE_MAX, x and y are below it */
};

static inline bool region_valid(const struct region *r)
{
	return r->width >= 1 && r->width <= REGION_SIDE_MAX && r->height >= 1 &&
	       r->height <= REGION_SIDE_MAX && r->x < REGION_SIDE_MAX && r->y < REGION_SIDE_MAX;
}

static inline bool region_equal(const struct region *a, const struct region *b)
{
	return a->x == b->x && a->y == b->y && a->width == b->width && a->height == b->height;
}

#endif
