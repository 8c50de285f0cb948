/* SPDX-License-Identifier: GPL-3.0-or-later */
/* families.h: which families of cues spoke, for people. Whoever judges fills the numbers; nothing here decides. */
#ifndef COTTINGLEY_FAMILIES_H
#define COTTINGLEY_FAMILIES_H

#include "src/base/base.h"

/* One family's share of the score. name: "fine waves", "averaged waves", "colour rotation", "colour and light",
 * "layout and edges", "last save". z: what the family adds to the natural logarithm of the odds, relative to what it
 * adds on average; over 0 for a screen, under 0 against; NaN when it could not be measured. */
struct family_evidence {
	const char *name;
	double z;
};

/* Speaks: changes the odds by more than a factor of two (|z| > ln 2). */
const char *family_words(double z); /* "speaks for a screen", "says little", ..., "could not be measured" */

/* "fine waves and colour rotation speak for a screen; last save speaks against; the others say little". Strongest
 * first, equal ones in the order given. Cut at size. */
void families_summary(const struct family_evidence *f, size_t n, char *text, size_t size);

#endif
