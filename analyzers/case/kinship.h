/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kinship.h: which pictures of a case show the same. Hashes suggest pairs, the samples confirm them. Three
 * bands of PDQ's distance: up to 31 bits "the same" (its makers' advice), up to 64 "near", up to 90 only a
 * suggestion. In every band the pictures must lie on one another: the correlation of their samples, after the
 * box was fitted, reaches the band's least, and beyond 31 bits the sides may not be stretched against each
 * other. */
#ifndef COTTINGLEY_CASE_KINSHIP_H
#define COTTINGLEY_CASE_KINSHIP_H

#include "analyzers/case/case_check.h"
#include "analyzers/case/placement.h"

enum { KIN_SAME = 31, KIN_NEAR = 64, KIN_SUGGESTED = 90 };

/* a < b. What was done to b so that it lies on a is in `place`. */
struct kin {
	uint32_t a, b;
	unsigned distance; /* least over orientations, windows and trimmed parts */
	bool identical;	   /* the same bytes; place is not set */
	bool confirmed;	   /* else only a suggestion that did not hold */
	struct placement place;
};

struct kinship {
	struct kin *pairs; /* by a, then b */
	size_t n;
	uint32_t *group; /* of each picture: the least number among those it belongs to, itself when alone */
	bool exhaustive; /* every pair of hashes was compared */
};

/* ST_MEMORY, ST_CANCELLED. */
MUST_USE enum status kinship_find(const struct case_picture *p, uint32_t n, struct job_control *ctl,
				  struct kinship *out, struct error *e);
void kinship_release(struct kinship *k);

/* May the two be called visibly different? Only when both are matchable and nothing suggested that they are
 * not. */
bool kinship_differ(const struct case_view *v, uint32_t a, uint32_t b);

#endif
