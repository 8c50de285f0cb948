/* SPDX-License-Identifier: GPL-3.0-or-later */
/* smooth.h: blurs of square float planes, by repeated box means (Wells 1986, "Efficient synthesis of Gaussian
 * filters by cascaded uniform filters", PAMI 8(2)): three boxes of widths w with variance (w^2-1)/12 each. */
#ifndef COTTINGLEY_SMOOTH_H
#define COTTINGLEY_SMOOTH_H

#include "src/base/base.h"

/* Box mean of odd width w (< n) along rows and columns, borders replicated. to may not be from.
 * scratch: n * n. */
void smooth_box(const float *from, float *to, float *scratch, uint32_t n, uint32_t w);
/* Three boxes; widths for sigma about 3 (5 7 7) and about 8 (15 17 17). */
void smooth_gauss(const float *from, float *to, float *scratch, uint32_t n, const uint32_t widths[3]);
extern const uint32_t smooth_sigma_3[3], smooth_sigma_8[3];

#endif
