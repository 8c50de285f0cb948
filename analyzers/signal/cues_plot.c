/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/cues.h"

#include "src/base/mem.h"

#include <math.h>

enum { POOL = 4, SIDE = MOIRE_TILE / POOL + 1 /* cells a side: an odd number, so that one stands for 0 */ };

/* The mean whitened spectrum at (fx, fy) in bins of the whole plane, by symmetry. */
static float mean_at(const struct moire *m, int32_t fx, int32_t fy)
{
	const int32_t n = MOIRE_TILE;

	if (fx < 0 || (fx == 0 && fy < 0)) {
		fx = -fx;
		fy = -fy;
	}
	if (fx == n / 2 && fy < 0) /* 1/2 and -1/2 are one frequency */
		fy = -fy;
	return m->mean[(size_t)((fy + n / 2 + n) % n) * m->half + (size_t)fx];
}

/* Maximum over POOL/2 bins to each side: both halves stay exact mirror images. */
static float pooled(const struct moire *m, int32_t fx, int32_t fy)
{
	const int32_t edge = MOIRE_TILE / 2;
	float best = -INFINITY;

	for (int32_t dy = -POOL / 2; dy <= POOL / 2; dy++)
		for (int32_t dx = -POOL / 2; dx <= POOL / 2; dx++) {
			float v;

			if (abs(fx + dx) > edge || abs(fy + dy) > edge)
				continue;
			v = mean_at(m, fx + dx, fy + dy);
			best = v > best ? v : best;
		}
	return best;
}

static uint32_t add_pair(struct plot_mark *marks, uint32_t n, double x, double y, const char *label)
{
	marks[n++] = (struct plot_mark){ .x = x, .y = y, .label = label };
	marks[n++] = (struct plot_mark){ .x = -x, .y = -y, .label = label };
	return n;
}

void cues_plot(const struct moire *m, const struct cue_limits *l, struct result *out)
{
	float *data = mem_array((size_t)SIDE * SIDE, sizeof *data);
	struct plot_mark marks[8];
	struct plot plot = {
		.name = "spectrum", .title = "Mean fine spectrum over its surround (JPEG block lines left out)",
		.kind = PLOT_SPECTRUM, .x_label = "cycles/px across", .y_label = "cycles/px down", .unit = "dB",
		.x0 = -.5, .x1 = .5, .y0 = -.5, .y1 = .5, .low = -10, .high = 30,
		.cols = SIDE, .rows = SIDE, .data = data,
	};

	if (!data) {
		out->status = RESULT_FAILED;
		out->code = ST_MEMORY;
		out->reason = "memory ceiling reached";
		return;
	}
	for (int32_t r = 0; r < SIDE; r++)
		for (int32_t c = 0; c < SIDE; c++)
			data[r * SIDE + c] = pooled(m, (c - SIDE / 2) * POOL, (r - SIDE / 2) * POOL);
	if ((double)m->peak_db > l->count_db)
		plot.n_marks = add_pair(marks, plot.n_marks, (double)m->fx, (double)m->fy, "peak");
	if ((double)m->lattice.max > l->count_db) {
		uint32_t bin = m->tile[m->lattice_tile].lattice_bin;
		double fx = (double)(bin % m->half) / MOIRE_TILE;
		double fy = (double)(bin / m->half) / MOIRE_TILE - .5;

		plot.n_marks = add_pair(marks, plot.n_marks, fx, fy, "lattice");
		plot.n_marks = add_pair(marks, plot.n_marks, -fy, fx, "partner");
	}
	plot.marks = marks;
	result_add_plot(out, &plot);
	mem_free(data);
}
