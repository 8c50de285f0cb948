/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cues.h: from numbers to the five cues of a photo of a screen, their score, and what is written into
 * the result. The rule is a gate for precision, not a calibrated classifier: at least two cues, of
 * which at least one was read from the spectrum (dark surrounds and bluish blacks tell how people
 * photograph, and never decide alone). */
#ifndef COTTINGLEY_CUES_H
#define COTTINGLEY_CUES_H

#include "analyzers/signal/moire.h"
#include "analyzers/signal/scene.h"
#include "src/base/base.h"
#include "src/base/result.h"

enum cue { CUE_PEAK, CUE_LATTICE, CUE_BINS, CUE_BLACKS, CUE_SURROUND, CUES, CUES_SPECTRAL = CUE_BLACKS };
extern const char *const cue_name[CUES]; /* "peak", "lattice", ... */

struct cue_limits {
	double peak_db, lattice_db, bins; /* at or over these a spectral cue is present */
	double count_db;                  /* what a counted bin must stand over */
};

struct cues {
	bool present[CUES];
	unsigned n, n_spectral;
	bool consistent; /* the gate: "consistent with a photo of a screen" */
	double score;    /* 0..1, see cues_judge */
};

/* Score: .9 times the mean of three ramps (peak_db, lattice_db, log(1 + bins)), each 0 at what noise
 * reaches (15 dB, 12 dB, 0: white noise gave 14.5 and 11.3 in twelve tiles), .5 at its limit and 1 as
 * far again above; plus .05 for each cue of context. Grows with every one of them, and is no
 * probability. */
struct cues cues_judge(const struct moire *m, const struct scene *s, const struct cue_limits *l);

/* The innocent explanations that findings name; NULL-terminated. */
extern const char *const lattice_alternatives[], *const blacks_alternatives[], *const surround_alternatives[];
/* Score, findings, and what the cues rest on beside the spectrum; the rest is shown by recapture_evidence.h. */
void cues_report(const struct moire *m, const struct scene *s, const struct cues *c, const struct cue_limits *l,
		 struct result *out);

#endif
