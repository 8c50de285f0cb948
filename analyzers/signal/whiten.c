/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/whiten.h"

#include "src/base/mem.h"

/* A window's histogram and where its median stands. */
struct window {
	uint16_t count[256];
	uint32_t below;  /* samples under `median` */
	uint32_t median;
};

enum status whiten_init(struct whiten *w, uint32_t n, uint32_t k, struct error *e)
{
	memset(w, 0, sizeof *w);
	w->n = n;
	w->half = n / 2 + 1;
	w->k = k;
	w->cols = (w->half - 1) / WHITEN_STEP + 1;
	w->rows = (n - 1) / WHITEN_STEP + 1;
	w->padded = mem_array((size_t)(n + k - 1) * (w->half + k - 1), 1);
	w->nodes = mem_array((size_t)w->rows * w->cols, sizeof *w->nodes);
	w->line = mem_array(w->cols + 1, sizeof *w->line);
	return w->padded && w->nodes && w->line ? ST_OK : err_nomem(e);
}

void whiten_release(struct whiten *w)
{
	mem_free(w->line);
	mem_free(w->nodes);
	mem_free(w->padded);
	memset(w, 0, sizeof *w);
}

static inline uint8_t quantise(float db)
{
	float v = 1.5f * (db + 40.0f);

	return (uint8_t)(v < 0.0f ? 0 : v > 255.0f ? 255 : (int)v);
}

/* The bytes left and right of the half plane: the twins (-fx, -fy) of what lies inside. */
static void fill_sides(struct whiten *w, uint32_t r)
{
	uint32_t pad = w->k / 2, stride = w->half + w->k - 1, twin = (w->n - r) % w->n;
	uint8_t *row = w->padded + (size_t)(r + pad) * stride + pad;
	const uint8_t *other = w->padded + (size_t)(twin + pad) * stride + pad;

	for (uint32_t i = 1; i <= pad; i++) {
		row[-(ptrdiff_t)i] = other[i];
		row[w->half - 1 + i] = other[w->half - 1 - i];
	}
}

static void fill_padded(struct whiten *w, const float *db)
{
	uint32_t pad = w->k / 2, stride = w->half + w->k - 1;

	for (uint32_t r = 0; r < w->n; r++) {
		uint8_t *row = w->padded + (size_t)(r + pad) * stride + pad;
		const float *from = db + (size_t)r * w->half;

		for (uint32_t c = 0; c < w->half; c++)
			row[c] = quantise(from[c]);
	}
	for (uint32_t r = 0; r < w->n; r++)
		fill_sides(w, r);
	memcpy(w->padded, w->padded + (size_t)w->n * stride, (size_t)pad * stride);
	memcpy(w->padded + (size_t)(pad + w->n) * stride, w->padded + (size_t)pad * stride,
	       (size_t)pad * stride);
}

static void window_add(struct window *h, const uint8_t *row, uint32_t k)
{
	for (uint32_t i = 0; i < k; i++) {
		h->count[row[i]]++;
		h->below += row[i] < h->median;
	}
}

static void window_remove(struct window *h, const uint8_t *row, uint32_t k)
{
	for (uint32_t i = 0; i < k; i++) {
		h->count[row[i]]--;
		h->below -= row[i] < h->median;
	}
}

/* Moves the median to sample number k*k/2 in ascending order. Huang, Yang, Tang 1979, ASSP 27(1). */
static void window_settle(struct window *h, uint32_t k)
{
	uint32_t rank = k * k / 2;

	while (h->below > rank)
		h->below -= h->count[--h->median];
	while (h->below + h->count[h->median] <= rank)
		h->below += h->count[h->median++];
}

static void column_of_nodes(struct whiten *w, uint32_t node_col)
{
	uint32_t stride = w->half + w->k - 1;
	const uint8_t *top = w->padded + (size_t)node_col * WHITEN_STEP;
	struct window h = { .median = 128 };

	for (uint32_t r = 0; r < w->k; r++)
		window_add(&h, top + (size_t)r * stride, w->k);
	for (uint32_t node = 0; node < w->rows; node++) {
		window_settle(&h, w->k);
		w->nodes[(size_t)node * w->cols + node_col] = (float)h.median / 1.5f - 40.0f;
		for (uint32_t i = 0; i < WHITEN_STEP && node + 1 < w->rows; i++, top += stride) {
			window_remove(&h, top, w->k);
			window_add(&h, top + (size_t)w->k * stride, w->k);
		}
	}
}

/* The nodes above and below row r, blended; rows are periodic. One more at the end: the last bin reads
 * it with weight 0. */
static void blend_line(struct whiten *w, uint32_t r)
{
	uint32_t above = r / WHITEN_STEP;
	uint32_t below = (above + 1) % w->rows;
	const float *a = w->nodes + (size_t)above * w->cols, *b = w->nodes + (size_t)below * w->cols;
	float t = (float)(r % WHITEN_STEP) / WHITEN_STEP;

	for (uint32_t c = 0; c < w->cols; c++)
		w->line[c] = a[c] + t * (b[c] - a[c]);
	w->line[w->cols] = w->line[w->cols - 1];
}

void whiten_run(struct whiten *w, const float *db, float *x)
{
	fill_padded(w, db);
	for (uint32_t c = 0; c < w->cols; c++)
		column_of_nodes(w, c);
	for (uint32_t r = 0; r < w->n; r++) {
		const float *from = db + (size_t)r * w->half;
		float *to = x + (size_t)r * w->half;

		blend_line(w, r);
		for (uint32_t c = 0; c < w->half; c++) {
			const float *node = w->line + c / WHITEN_STEP;
			float t = (float)(c % WHITEN_STEP) / WHITEN_STEP;

			to[c] = from[c] - (node[0] + t * (node[1] - node[0]));
		}
	}
}
