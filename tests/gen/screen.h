/* SPDX-License-Identifier: GPL-3.0-or-later */
/* screen.h: a picture shown on a display of red, green and blue stripes and seen by a
 * camera. The display's lattice is drawn, not faked: moire appears when the camera samples
 * it. A pitch of p captured pixels puts the lattice at 1/p cycles per pixel; below a pitch
 * of 2 it folds back to lower frequencies, which is what moire is. */
#ifndef GEN_SCREEN_H
#define GEN_SCREEN_H

#include "canvas.h"
#include "options.h"

struct screen {
	double pitch;       /* captured pixels per display pixel, at the centre */
	double angle;       /* degrees, anticlockwise */
	double perspective; /* relative change of scale from the left edge to the right */
	double bezel;       /* part of the picture's width outside the display, each side */
	double lens;        /* standard deviation of the lens blur, captured px */
	double glow;        /* light that black lets through, bluish */
};

/* Keys pitch, angle, perspective, bezel, lens, glow. */
struct screen screen_from_options(struct options *o);

/* The display size, in display pixels, that a captured picture of w x h needs. */
void screen_size(const struct screen *s, int w, int h, int *display_w, int *display_h);

/* shown: sRGB code values of screen_size(). out: an initialised canvas, filled with the
 * light that falls on each of its pixels, after the lens and the pixel's own aperture. */
void screen_capture(const struct screen *s, const struct canvas *shown, struct canvas *out);

#endif
