/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/tiles.h"

static uint32_t place_axis(uint32_t *origin, uint32_t n, uint32_t length, uint32_t size)
{
	uint32_t used = 0;

	for (uint32_t k = 0; k < n; k++) {
		uint64_t slack = length - size;
		uint32_t at = (uint32_t)(n == 1 ? slack / 2 : slack * k / (n - 1)) / 8 * 8;

		if (used == 0 || at != origin[used - 1])
			origin[used++] = at;
	}
	return used;
}

/* round(sqrt(want * 4 / 3)), in integers. */
static uint32_t along_long_side(uint32_t want)
{
	uint32_t n = 1;

	while (n < TILES_AXIS_MAX && 3 * (2 * n + 1) * (2 * n + 1) <= 16 * want)
		n++;
	return n;
}

void tile_grid_init(struct tile_grid *g, uint32_t width, uint32_t height, uint32_t size, uint32_t want)
{
	uint32_t n_long, n_short;

	memset(g, 0, sizeof *g);
	g->size = size;
	if (width < size || height < size || want == 0)
		return;
	if (want > TILES_MAX)
		want = TILES_MAX;
	n_long = along_long_side(want);
	n_short = want / n_long ? want / n_long : 1;
	g->cols = place_axis(g->x, width >= height ? n_long : n_short, width, size);
	g->rows = place_axis(g->y, width >= height ? n_short : n_long, height, size);
}
