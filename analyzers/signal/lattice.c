/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/lattice.h"

#include "src/base/mem.h"

#include <math.h>

const float band_edge[BANDS + 1] = { .03f, .1f, .2f, .35f, .5f };

static const float counted_from = .08f;

enum { DILATE = 4 }; /* 9 x 9 bins */

/* Distance of f from the nearest multiple of grid. */
static int32_t from_multiple(int32_t f, int32_t grid)
{
	int32_t rest = abs(f) % grid;

	return rest < grid - rest ? rest : grid - rest;
}

static bool on_jpeg_line(int32_t fx, int32_t fy, int32_t grid)
{
	int32_t dx = from_multiple(fx, grid), dy = from_multiple(fy, grid);

	return (dx <= 1 && dy <= 1) || (abs(fy) <= 2 && dx <= 2) || (abs(fx) <= 2 && dy <= 2);
}

static uint8_t bin_kind(int32_t fx, int32_t fy, int32_t n)
{
	float r = sqrtf((float)(fx * fx + fy * fy)) / (float)n;
	uint8_t kind;

	if (r < band_edge[0] || (fx == 0 && fy <= 0) || (fx == n / 2 && fy < 0) ||
	    on_jpeg_line(fx, fy, n / 8))
		return BIN_MASKED;
	for (kind = 1; kind <= BANDS; kind++)
		if (r < band_edge[kind] || (kind == BANDS && r <= band_edge[kind]))
			break;
	return r > counted_from ? kind | BIN_COUNTED : kind;
}

enum status bins_init(struct bins *b, uint32_t n, struct error *e)
{
	memset(b, 0, sizeof *b);
	b->n = n;
	b->half = n / 2 + 1;
	b->kind = mem_array((size_t)n * b->half, 1);
	if (!b->kind)
		return err_nomem(e);
	for (uint32_t r = 0; r < n; r++)
		for (uint32_t c = 0; c < b->half; c++) {
			uint8_t kind = bin_kind((int32_t)c, (int32_t)r - (int32_t)n / 2, (int32_t)n);

			b->kind[(size_t)r * b->half + c] = kind;
			b->high += (kind & BIN_BAND) > BAND_HIGH && (kind & BIN_BAND) <= BANDS;
		}
	return ST_OK;
}

void bins_release(struct bins *b)
{
	mem_free(b->kind);
	memset(b, 0, sizeof *b);
}

static void scan_bands(const struct bins *b, const float *x, float count_db, struct tile_peaks *out)
{
	float best[BANDS + 2]; /* 0: masked, last: above the bands */
	uint32_t at[BANDS + 2] = { 0 }, over = 0, bins = b->n * b->half;

	for (uint32_t k = 0; k < ARRAY_LEN(best); k++)
		best[k] = -INFINITY;
	for (uint32_t i = 0; i < bins; i++) {
		uint32_t band = b->kind[i] & BIN_BAND;

		if (x[i] > best[band]) {
			best[band] = x[i];
			at[band] = i;
		}
		over += x[i] > count_db && (b->kind[i] & BIN_COUNTED);
	}
	out->over = over;
	for (uint32_t k = 0; k < BANDS; k++) {
		out->band_db[k] = best[k + 1];
		out->band_bin[k] = at[k + 1];
	}
}

/* Highest unmasked bin around f turned by a quarter. Rows wrap around; beyond the half plane nothing
 * is looked up. */
static float partner_db(const struct bins *b, const float *x, uint32_t bin)
{
	int32_t n = (int32_t)b->n, half = (int32_t)b->half;
	int32_t fx = (int32_t)(bin % b->half), fy = (int32_t)(bin / b->half) - n / 2;
	int32_t px = fy < 0 ? -fy : fy, py = fy < 0 ? fx : -fx;
	float best = -INFINITY;

	for (int32_t dy = -DILATE; dy <= DILATE; dy++) {
		int32_t row = (py + dy + n / 2 + n) % n;

		for (int32_t c = px - DILATE; c <= px + DILATE; c++) {
			int32_t i = row * half + c;

			if (c >= 0 && c < half && b->kind[i] != BIN_MASKED && x[i] > best)
				best = x[i];
		}
	}
	return best;
}

static void scan_lattice(const struct bins *b, const float *x, struct tile_peaks *out)
{
	uint32_t bins = b->n * b->half;
	float best = 0;

	out->lattice_bin = 0;
	for (uint32_t i = 0; i < bins; i++) {
		uint32_t band = b->kind[i] & BIN_BAND;
		float other;

		if (x[i] <= best || band > BANDS || !(b->kind[i] & BIN_COUNTED))
			continue;
		other = partner_db(b, x, i);
		if (other > best) {
			best = other < x[i] ? other : x[i];
			out->lattice_bin = i;
		}
	}
	out->lattice_db = best;
}

/* Where the top of a parabola through three values lies, -.5 to .5 steps from the middle one. */
static float parabola_top(float left, float middle, float right)
{
	float bend = left - 2 * middle + right;
	float t = bend < 0 ? .5f * (left - right) / bend : 0;

	return t < -.5f ? -.5f : t > .5f ? .5f : t;
}

static void refine(const struct bins *b, const float *x, uint32_t bin, float *fx, float *fy)
{
	uint32_t row = bin / b->half, col = bin % b->half;
	float dx = 0, dy = 0;

	if (col > 0 && col + 1 < b->half)
		dx = parabola_top(x[bin - 1], x[bin], x[bin + 1]);
	if (row > 0 && row + 1 < b->n)
		dy = parabola_top(x[bin - b->half], x[bin], x[bin + b->half]);
	*fx = ((float)col + dx) / (float)b->n;
	*fy = ((float)row - (float)(b->n / 2) + dy) / (float)b->n;
}

static uint32_t high_band(const struct tile_peaks *t)
{
	uint32_t best = BAND_HIGH;

	for (uint32_t k = BAND_HIGH; k < BANDS; k++)
		if (t->band_db[k] > t->band_db[best])
			best = k;
	return best;
}

float tile_peaks_high(const struct tile_peaks *t)
{
	return t->band_db[high_band(t)];
}

void tile_peaks_find(const struct bins *b, const float *x, float count_db, struct tile_peaks *out)
{
	memset(out, 0, sizeof *out);
	scan_bands(b, x, count_db, out);
	scan_lattice(b, x, out);
	refine(b, x, out->band_bin[high_band(out)], &out->fx, &out->fy);
}
