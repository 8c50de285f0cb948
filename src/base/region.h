/* SPDX-License-Identifier: GPL-3.0-or-later */
/* region.h: a rectangle of stored pixels, marked by a person, who may say what it shows: what the option
 * --region and the picture page give. */
#ifndef COTTINGLEY_REGION_H
#define COTTINGLEY_REGION_H

#include "src/base/base.h"

enum { REGIONS_MAX = 8, REGION_SIDE_MAX = 1 << 30 };

/* What the person says that it shows. Regions of one kind are taken for one material; A to D are
 * materials that have no other name. */
enum region_kind {
	REGION_PLAIN, REGION_NEUTRAL, REGION_HIGHLIGHT, REGION_SKIN,
	REGION_SAME_A, REGION_SAME_B, REGION_SAME_C, REGION_SAME_D, REGION_KINDS
};

struct region {
	uint32_t x, y, width, height; /* a side is 1 to REGION_SIDE_MAX, x and y are below it */
	enum region_kind kind;
};

/* "neutral", "highlight", "skin", "same=A" to "same=D"; "" for a plain one. */
static inline const char *region_kind_name(enum region_kind k)
{
	static const char *const names[REGION_KINDS] = { "",       "neutral", "highlight", "skin",
							 "same=A", "same=B",  "same=C",    "same=D" };

	return (unsigned)k < REGION_KINDS ? names[k] : "";
}

/* REGION_KINDS when there is no such word; "" is none. */
static inline enum region_kind region_kind_from(const char *s)
{
	unsigned k = 1;

	while (k < REGION_KINDS && strcmp(region_kind_name((enum region_kind)k), s) != 0)
		k++;
	return (enum region_kind)k;
}

static inline bool region_valid(const struct region *r)
{
	return r->width >= 1 && r->width <= REGION_SIDE_MAX && r->height >= 1 &&
	       r->height <= REGION_SIDE_MAX && r->x < REGION_SIDE_MAX && r->y < REGION_SIDE_MAX &&
	       (unsigned)r->kind < REGION_KINDS;
}

static inline bool region_equal(const struct region *a, const struct region *b)
{
	return a->x == b->x && a->y == b->y && a->width == b->width && a->height == b->height &&
	       a->kind == b->kind;
}

#endif
