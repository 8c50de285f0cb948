/* SPDX-License-Identifier: GPL-3.0-or-later */
/* evidence.h: shows what the check `recapture` saw, whatever it was judged to be: the marked spectrum, the colour
 * phases of its waves, the map of the tiles and how far the waves reach, what a period would mean for a display,
 * and which families of cues spoke. It adds measures, details, a map, plots and observations; it never sets a
 * score, a level or an interpretation. */
#ifndef COTTINGLEY_RECAPTURE_EVIDENCE_H
#define COTTINGLEY_RECAPTURE_EVIDENCE_H

#include "analyzers/signal/families.h"
#include "analyzers/signal/moire.h"
#include "analyzers/signal/phases.h"
#include "analyzers/signal/reach.h"
#include "src/base/base.h"
#include "src/base/result.h"
#include "src/media/subject.h"

/* The one call for after the judgement. raster: what m was measured on. families: may be NULL with n 0. in: for the
 * focal length; may be NULL. Waves are shown from 17 dB over their surround on: white noise reaches 14.5 dB in twelve
 * tiles, and 1e-6 bins of a smooth random spectrum are expected this high. Without one, no period, phase or pitch is
 * given. Sentences are made of waves over 22 dB, and of turning colours. Running out of memory fails the result as
 * result.h says. The cost does not grow with the picture. */
void recapture_evidence(const struct raster *raster, const struct moire *m, const struct family_evidence *families,
			size_t n, const struct subject *in, struct result *out);

/* ---- parts, for recapture_*.c and the tests ---- */

enum { PEAKS_MAX = 7 };
extern const float evidence_db; /* the 17 dB */

struct peak {
	double fx, fy, db; /* cycles per pixel, fx >= 0; over its surround */
	uint32_t tile;
	const char *name; /* "peak", "lattice", "partner", "band" */
	struct phases phases;
};

/* Strongest wave of the high bands first, then the lattice and its partner, then the strongest of each other band
 * over all tiles; one is left out when it lies within 4 bins of one before it. Phases are not filled. */
uint32_t peaks_find(const struct moire *m, struct peak out[PEAKS_MAX]);
/* The wave whose colours tell most: the first one rotated, else the first in step, else the first. n > 0. */
const struct peak *peaks_telling(const struct peak *p, uint32_t n);
double wave_angle(double fx, double fy); /* of the normal, 0 <= v < 180 degrees, x to the right and y down */

/* "2.69 px R-118 B+121" when rotated, "2.69 px in step", or the period alone. */
void peak_label(const struct peak *p, char *text, size_t size);
/* What the period would mean for a display: several sentences. */
void display_sentences(double fx, double fy, const struct subject *in, uint32_t width, uint32_t height, char *text,
		       size_t size);

void evidence_details(const struct raster *raster, const struct moire *m, const struct peak *p, uint32_t n,
		      const struct reach *r, const struct subject *in, struct result *out);
void evidence_plots(const struct moire *m, const struct peak *p, uint32_t n, struct result *out);

/* Other explanations of colours that stand a third of a turn apart, and of colours in step; NULL-terminated. */
extern const char *const stripes_alternatives[], *const texture_alternatives[];

#endif
