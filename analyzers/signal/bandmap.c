/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/bandmap.h"
#include "src/base/mem.h"

#include <math.h>

const float wave_edge[WAVE_BANDS + 1] = { .03f, .06f, .1f, .2f, .35f, .5f, .71f };
static const float hue_edge_512[HUE_BANDS + 1] = { .02f, .04f, .08f, .14f, .25f };
static const float hue_edge_small[HUE_BANDS + 1] = { .02f, .05f, .1f, .16f, .26f };

/* Distance of f from the nearest multiple of grid. */
static int32_t from_multiple(int32_t f, int32_t grid)
{
	int32_t rest = abs(f) % grid;

	return rest < grid - rest ? rest : grid - rest;
}

static bool left_out(int32_t fx, int32_t fy, int32_t n)
{
	int32_t t = n >= 512 ? 2 : 1;
	int32_t dx = from_multiple(fx, n / 8), dy = from_multiple(fy, n / 8);

	return ((fx == 0 || fx == n / 2) && fy <= 0) || (dx <= 1 && dy <= 1) || (abs(fy) <= t && dx <= t) ||
	       (abs(fx) <= t && dy <= t);
}

static uint8_t band_of(float r, const float *edge, uint8_t bands)
{
	for (uint8_t k = 0; k < bands; k++)
		if (r >= edge[k] && r < edge[k + 1])
			return (uint8_t)(k + 1);
	return 0;
}

static bool allocate(struct bandmap *b, uint32_t n)
{
	memset(b, 0, sizeof *b);
	b->n = n;
	b->half = n / 2 + 1;
	b->wave = mem_array((size_t)n * b->half, 1);
	b->hue = mem_array((size_t)n * b->half, 1);
	return b->wave && b->hue;
}

enum status bandmap_init(struct bandmap *b, uint32_t n, struct error *e)
{
	const float *hue_edge = n >= 512 ? hue_edge_512 : hue_edge_small;

	if (!allocate(b, n))
		return err_nomem(e);
	for (uint32_t row = 0; row < n; row++)
		for (uint32_t col = 0; col < b->half; col++) {
			int32_t fx = (int32_t)col, fy = (int32_t)row - (int32_t)n / 2;
			float r = sqrtf((float)(fx * fx + fy * fy)) / (float)n;
			size_t i = (size_t)row * b->half + col;

			if (left_out(fx, fy, (int32_t)n))
				continue;
			b->wave[i] = band_of(r, wave_edge, WAVE_BANDS);
			b->hue[i] = band_of(r, hue_edge, HUE_BANDS);
			if (b->hue[i])
				b->hue_bins[b->hue[i] - 1]++;
		}
	return ST_OK;
}

enum status bandmap_middle(struct bandmap *b, const struct bandmap *from, uint32_t n, struct error *e)
{
	if (!allocate(b, n))
		return err_nomem(e);
	for (uint32_t row = 0; row < n; row++) {
		size_t to = (size_t)row * b->half, at = (size_t)(row + (from->n - n) / 2) * from->half;

		memcpy(b->wave + to, from->wave + at, b->half);
		memcpy(b->hue + to, from->hue + at, b->half);
		for (uint32_t col = 0; col < b->half; col++)
			if (b->hue[to + col])
				b->hue_bins[b->hue[to + col] - 1]++;
	}
	return ST_OK;
}

void bandmap_release(struct bandmap *b)
{
	mem_free(b->wave);
	mem_free(b->hue);
	memset(b, 0, sizeof *b);
}
