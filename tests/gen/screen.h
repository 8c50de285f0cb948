/* SPDX-License-Identifier: GPL-3.0-or-later */
/* screen.h: a picture shown on a display and seen by a camera. The display's lattice is
 * drawn, not faked: moire appears when the camera samples it. A pitch of p captured pixels
 * puts the lattice at 1/p cycles per pixel; below a pitch of 2 it folds back to lower
 * frequencies, which is what moire is. */
#ifndef GEN_SCREEN_H
#define GEN_SCREEN_H

#include "canvas.h"
#include "options.h"

struct screen {
	/* geometry, as in the captured picture */
	double pitch;       /* captured pixels per display pixel, at the centre */
	double angle;       /* degrees, anticlockwise */
	double perspective; /* relative change of scale from the left edge to the right */
	double perspective_y; /* and from the upper edge to the lower */
	double distortion;  /* relative displacement at the corners, barrel > 0 */
	double bezel;       /* part of the picture's width outside the display, each side */
	double shift[2];    /* of the display's centre, in picture widths */
	double aspect;      /* width / height of a display with a bezel; 0 = the picture's */
	double frame;       /* width of the frame round it, captured px */
	double room;        /* linear light of the wall behind */
	/* the display */
	const char *layout; /* see panel.h */
	double fill;        /* lit part of the area */
	double gamma;       /* of the display; 0 = the sRGB curve */
	double glow;        /* light that black lets through, bluish */
	double white;       /* colour of white seen by the balanced camera, kelvin */
	double brightness;  /* of white, linear light */
	double glare;       /* light of a lamp mirrored in the glass */
	double veil;        /* light of the room mirrored in the glass, everywhere */
	double flicker;     /* relative depth of bands that a dimmed backlight leaves ... */
	double flicker_rows;/* ... in a rolling shutter, rows from band to band */
	/* the lens and the sensor's aperture, captured px */
	double lens;        /* standard deviation of the blur */
	double aperture;    /* side of the square that a pixel gathers light from */
	double defocus;     /* radius of the circle of confusion */
	double shake[2];    /* path of the hand during the exposure */
	double colour_shift;/* lateral chromatic aberration: relative magnification of red,
			     * and with the opposite sign of blue */
};

/* Keys of the same names. */
struct screen screen_from_options(struct options *o);

/* The display size, in display pixels, that a captured picture of w x h needs. */
void screen_size(const struct screen *s, int w, int h, int *display_w, int *display_h);

/* shown: sRGB code values of screen_size(); used up. out: an initialised canvas, filled with the
 * light that falls on each of its pixels, after the lens and the pixel's own aperture. */
void screen_capture(const struct screen *s, struct canvas *shown, struct canvas *out);

#endif
