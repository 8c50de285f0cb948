/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pixels.h: a map of a check against the mask of a picture. */
#ifndef BENCH_PIXELS_H
#define BENCH_PIXELS_H

#include "src/base/base.h"
#include "src/base/result.h"
#include "src/media/raster.h"
#include "tests/bench/statistics.h"

/* Each cell of the map is one pixel of the count, with the mask's sample (128 and over: altered) at its
 * centre; mask NULL: nothing is. width, height: of the picture, to which the mask is stretched. A cell that
 * cannot speak is not marked, and is left out of the area under the curve, which is NaN when one of the kinds
 * is missing. */
struct confusion map_against_mask(const struct map *m, const struct plane *mask, uint32_t width,
				  uint32_t height, double threshold, double *area);

#endif
