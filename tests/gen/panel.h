/* SPDX-License-Identifier: GPL-3.0-or-later */
/* panel.h: where a display pixel is lit, colour by colour. The repeating cell of a panel is
 * two display pixels wide and high, so that the layouts that share sub-pixels between
 * neighbours fit in; positions inside it are counted in 1/PANEL_STEPS of a display pixel.
 * Layouts after Elliott, "Reducing pixel count without reducing image quality" (1999) for the
 * shared sub-pixels; the rest is what a magnifying glass shows. */
#ifndef GEN_PANEL_H
#define GEN_PANEL_H

enum { PANEL_STEPS = 64, PANEL_SIDE = 2 * PANEL_STEPS };

/* Light of one colour at a point, relative to its mean over the cell: mean 1. */
struct panel {
	float lit[3][PANEL_SIDE][PANEL_SIDE]; /* colour, row, column */
};

/* layout: rgb bgr (stripes side by side), vrgb (one above the other), chevron (stripes that
 * lean one way in one row and the other way in the next), diamond (OLED: every pixel has a
 * green dot, every other one a red or a blue), rgbw (a fourth stripe lights all three).
 * fill: the part of the area that is lit, 0.05 to 1. ray: how wide a tent gathers light round
 * a point, in display pixels: half its base. The caller frees the result with free(). */
struct panel *panel_make(const char *layout, double fill, double ray);

#endif
