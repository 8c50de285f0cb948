/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reach.h: where in the picture the fine waves stand: everywhere, as when the picture is a screen, or in a part, as
 * when a screen is in the scene. Said of the tiles, by a rule:
 *
 * The waves of a tile are the highest bin of each band from .2 cycles/px up and the lattice, as far as they stand over
 * a threshold. Two tiles side by side belong together when a wave of one lies within 15 % of a wave of the other, or of
 * its quarter turn: perspective changes the pitch of a screen from tile to tile, so a tile is compared with its
 * neighbours, not with a tile far away. The group is what hangs together with the tile of the strongest wave. Tiles
 * that are nearly black or mostly clipped cannot bear waves and are not counted. */
#ifndef COTTINGLEY_REACH_H
#define COTTINGLEY_REACH_H

#include "analyzers/signal/moire.h"
#include "src/base/base.h"
#include "src/media/raster.h"

enum reach_kind {
	REACH_NONE,  /* no tile bears waves */
	REACH_ALONE, /* the tile of the strongest wave has no neighbour that shares it */
	REACH_PART,  /* the group is smaller than the following */
	REACH_ALL,   /* at least two thirds of the tiles that can speak, among them one on each side */
};

struct reach {
	enum reach_kind kind;
	uint32_t together, speaking; /* tiles of the group; tiles that can speak */
	bool in[TILES_MAX];          /* the group, row by row */
	int32_t region[4];           /* the box around its cells (a cell: a tile's share of the picture), stored px */
};

/* silent: n_tiles of m, see reach_silent(). over_db: the threshold. width, height: of the picture. */
struct reach reach_of(const struct moire *m, const bool *silent, float over_db, uint32_t width, uint32_t height);
/* Which tiles cannot speak: the mean of max(R, G, B) is under 25 of 255 (every 8th pixel), or more than half of the
 * samples are clipped. */
void reach_silent(const struct moire *m, const struct raster *r, bool silent[TILES_MAX]);

const char *reach_name(enum reach_kind k);  /* "all_over" */
const char *reach_words(enum reach_kind k); /* what it would mean if a screen made the waves; "" for none */

#endif
