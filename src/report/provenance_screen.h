/* SPDX-License-Identifier: GPL-3.0-or-later */
/* provenance_screen.h: the provenance of one picture as plain text: a headline, five answers, the manifest chain, which
 * list they rest on, findings. Meant for one screen; what has no room is counted, never dropped in silence. */
#ifndef COTTINGLEY_REPORT_PROVENANCE_SCREEN_H
#define COTTINGLEY_REPORT_PROVENANCE_SCREEN_H

#include "src/base/base.h"
#include "src/base/result.h"
#include "src/base/str.h"

struct provenance_style {
	unsigned width, height; /* of the screen; at least 40 x 12 */
	bool all;               /* everything, however long */
	bool ascii, colour;     /* colour adds to words and signs; it never says something alone */
};

/* Appends. x was examined with the check c2pa; a check that is missing or failed is said. */
void provenance_screen(struct str *o, const struct examination *x, const struct provenance_style *style);

enum provenance_outcome { OUTCOME_INTACT, OUTCOME_BROKEN, OUTCOME_NOTHING, OUTCOME_FAILED };
/* What the exit code says: all that was checked verified; something did not; there was nothing; the check failed. */
enum provenance_outcome provenance_outcome(const struct examination *x);

#endif
