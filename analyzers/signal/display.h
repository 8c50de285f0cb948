/* SPDX-License-Identifier: GPL-3.0-or-later */
/* display.h: what a fine wave would mean if a display had made it. Pure arithmetic, no claim that one did.
 *
 * Folding: a lattice of one line every p captured pixels has the frequency 1/p cycles per pixel. Sampling once a
 * pixel shows F and F + k, k a whole number, as the same wave (and F as -F), so a wave of frequency f along the
 * picture's nearer axis may stand for pitches 1/f, 1/(1 - f), 1/(1 + f), 1/(2 - f) ... Each is a candidate; the
 * picture alone does not say which one holds. It assumes that the picture was not resized since the capture.
 *
 * Distance: a lens of focal length f35 (35 mm equivalent, by the diagonal: CIPA DCG-001, as in Exif 2.32 tag 0xA405)
 * sees a diagonal of d * 43.27 / f35 at the distance d, so one captured pixel covers d * 43.27 / (f35 * diagonal in
 * pixels), on a flat thing seen straight on, in a picture that was not cropped. */
#ifndef COTTINGLEY_DISPLAY_H
#define COTTINGLEY_DISPLAY_H

#include "src/base/base.h"

enum { DISPLAY_CANDIDATES_MAX = 4, DISPLAY_KINDS = 5 };

/* Common kinds and their pixels per inch, ends included; they may touch and leave gaps. Makers' data sheets of 2015
 * and later. In rising order. */
struct display_kind {
	const char *name; /* "a laptop" */
	double ppi_low, ppi_high;
};
extern const struct display_kind display_kinds[DISPLAY_KINDS];

struct display_candidate {
	double pitch; /* captured pixels for each pixel of the display */
	int fold;     /* k: 0 for a lattice seen as it is */
	double angle; /* of the lattice's direction, 0 <= v < 180, x to the right and y down */
};

/* Candidates of a wave, coarsest first; pitches under half a captured pixel are left out: no lens carries them.
 * Returns how many, 0 for a frequency of 0. */
uint32_t display_candidates(double fx, double fy, struct display_candidate out[DISPLAY_CANDIDATES_MAX]);

struct display_view {
	double focal35;   /* mm */
	bool assumed;     /* the file does not say it: DISPLAY_FOCAL35 */
	double diagonal;  /* of the picture, px */
};
/* The main camera of most phones since 2015, 24 to 28 mm. */
enum { DISPLAY_FOCAL35 = 26 };
/* focal35: what the file says, or NaN; out of 5 to 3000 mm it is not believed. */
struct display_view display_view(double focal35, uint32_t width, uint32_t height);

double display_mm(const struct display_view *v, double pitch, double distance_mm); /* mm for each display pixel */
double display_distance(const struct display_view *v, double pitch, double ppi);   /* mm; the inverse */
double display_ppi(double mm);
/* The kind whose range holds ppi, the first one if several do, else the nearest one within a factor of 1.25, else
 * NULL. */
const struct display_kind *display_kind_of(double ppi);

#endif
