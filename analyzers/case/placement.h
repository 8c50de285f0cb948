/* SPDX-License-Identifier: GPL-3.0-or-later */
/* placement.h: lays one picture on another by their 64 x 64 samples: normalised cross-correlation, from a
 * place that the hashes suggested, each side of the box moved by ever smaller steps while the correlation
 * grows. */
#ifndef COTTINGLEY_CASE_PLACEMENT_H
#define COTTINGLEY_CASE_PLACEMENT_H

#include "analyzers/provenance/identity_record.h"
#include "src/base/base.h"

struct placement {
	enum dihedral lay; /* what was done to the other so that it lies as this one */
	struct box4
		box; /* where the whole other then lies, in shares of this one's sides; may reach outside */
	double correlation;	   /* -1..1 over the part that both show */
	double share, share_other; /* how much of this one's area, and of the other's, is in both */
};

/* share_other is 0 when the two have too little in common to be compared. */
void placement_find(const struct identity_record *a, const struct identity_record *b, enum dihedral lay,
		    struct box4 start, struct placement *out);
struct placement placement_turn(const struct placement *p); /* the same, seen from the other */
/* A part of the other (shares of its sides, after lay) lies on `window` of this one: where does its whole
 * lie? */
struct box4 placement_whole(struct box4 window, struct box4 part);
/* Where `part` of a picture lies after lay. */
struct box4 box_lay(struct box4 part, enum dihedral lay);
enum dihedral dihedral_back(enum dihedral d); /* what undoes it */

#endif
