/* SPDX-License-Identifier: GPL-3.0-or-later */
/* recapture_verdict.h: from the odds of the regression to the score, the level and the one interpretation of the check
 * `recapture`. */
#ifndef COTTINGLEY_RECAPTURE_VERDICT_H
#define COTTINGLEY_RECAPTURE_VERDICT_H

#include "analyzers/signal/families.h"
#include "analyzers/signal/moire.h"
#include "src/base/base.h"
#include "src/base/result.h"

struct verdict {
	double odds, score;     /* natural logarithm of the odds at equal priors; 1 / (1 + exp(-odds)) */
	double physics;         /* what waves and colour rotation add to the odds */
	double notice, warning; /* scores from which a level is raised; INFINITY for never */
};

/* A warning wants the score, and that waves and colours by themselves speak for a screen (they change the odds by
 * more than a factor of two): dark rooms, frames and bluish light tell how people photograph, and follow them. */
enum level verdict_level(const struct verdict *v);

extern const char *const screen_alternatives[]; /* NULL-terminated */

/* Score, measures, and the finding recapture.screen when a level is raised. */
void verdict_report(const struct verdict *v, const struct moire *m, const struct family_evidence *family, unsigned n,
		    struct result *out);

#endif
