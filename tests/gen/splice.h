/* SPDX-License-Identifier: GPL-3.0-or-later */
/* splice.h: forgeries with a known mask. All pictures are sRGB code values of one size. */
#ifndef GEN_SPLICE_H
#define GEN_SPLICE_H

#include "canvas.h"

/* Multiplies linear light: the colour of another lamp. */
void splice_relight(struct canvas *linear, const double gains[3]);

/* mask->px becomes white inside the ellipse that fills the rectangle, black outside, with
 * a soft edge of about two pixels. */
void splice_ellipse(struct canvas *mask, struct rect r);
/* mask->px takes over the alpha of another canvas of the same size. */
void splice_alpha(struct canvas *mask, const struct canvas *from);

/* base = base where the mask is black, over where it is white. */
void splice_paste(struct canvas *base, const struct canvas *over, const struct canvas *mask);

/* The smallest rectangle holding every mask value above one half. */
struct rect splice_bounds(const struct canvas *mask);

/* Copy-move: repeats the part at r at (x, y) of the same picture. */
void splice_clone(struct canvas *c, struct rect r, int x, int y);

#endif
