/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tiles.h: a grid of square tiles over a picture, at native resolution. */
#ifndef COTTINGLEY_TILES_H
#define COTTINGLEY_TILES_H

#include "src/base/base.h"

enum { TILES_MAX = 48, TILES_AXIS_MAX = 8 };

/* Tile (i, j) covers stored pixels [x[i], x[i] + size) x [y[j], y[j] + size). */
struct tile_grid {
	uint32_t size, cols, rows; /* cols * rows <= TILES_MAX; 0 when the picture is smaller than a tile */
	uint32_t x[TILES_AXIS_MAX], y[TILES_AXIS_MAX];
};

/* About `want` tiles (1..TILES_MAX), 4 along the long side for 3 along the short one: 12 gives 4 x 3,
 * 24 gives 6 x 4. Origins are multiples of 8, so that a JPEG grid falls on the same bins in each;
 * equal origins are given once. */
void tile_grid_init(struct tile_grid *g, uint32_t width, uint32_t height, uint32_t size, uint32_t want);

#endif
