/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cues.h: five things that can be said of a picture in plain words, beside the score of the regression: they are
 * observations without a level. */
#ifndef COTTINGLEY_CUES_H
#define COTTINGLEY_CUES_H

#include "analyzers/signal/moire.h"
#include "analyzers/signal/scene.h"
#include "src/base/base.h"
#include "src/base/result.h"

enum cue { CUE_PEAK, CUE_LATTICE, CUE_BINS, CUE_BLACKS, CUE_SURROUND, CUES };
extern const char *const cue_name[CUES]; /* "peak", "lattice", ... */

struct cue_limits {
	double peak_db, lattice_db, bins; /* at or over these a spectral cue is present */
	double count_db;                  /* what a counted bin must stand over */
};

struct cues {
	bool present[CUES];
};

struct cues cues_judge(const struct moire *m, const struct scene *s, const struct cue_limits *l);

/* The innocent explanations that findings name; NULL-terminated. */
extern const char *const lattice_alternatives[], *const blacks_alternatives[], *const surround_alternatives[];
/* Findings, and what the cues rest on beside the spectrum; the rest is shown by recapture_evidence.h. */
void cues_report(const struct moire *m, const struct scene *s, const struct cues *c, const struct cue_limits *l,
		 struct result *out);

#endif
