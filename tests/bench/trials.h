/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trials.h: what counts as positive and as genuine, for which check, in which set. One table, in trials.c. */
#ifndef BENCH_TRIALS_H
#define BENCH_TRIALS_H

#include "src/base/base.h"
#include "tests/bench/scores.h"

enum side {
	SIDE_NONE,     /* says nothing about this check */
	SIDE_GENUINE,  /* of the set in which the check is tried: for everything */
	SIDE_ALARMS,   /* genuine, of another set: for false alarms alone */
	SIDE_POSITIVE, /* shows what the check looks for */
	SIDE_APART,    /* shows something near it: reported by itself */
};

enum side trial_side(const char *check, const struct picture *p);
/* Is the label one of untouched pictures? Then no check should raise anything. */
bool label_is_genuine(const struct picture *p);
bool label_is_mask(const char *label);

/* Do the levels of the check come from the calibration table? */
bool levels_from_table(const char *check);

/* A map that says where. The cell is marked from the threshold on: that of a parameter of the check. */
struct judged_map {
	const char *check, *map, *param;
};
const struct judged_map *judged_map_of(const char *check); /* NULL: the check is not judged by its map */

#endif
