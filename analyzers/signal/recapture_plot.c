/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/recapture_evidence.h"

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

static void fail(struct result *out)
{
	out->status = RESULT_FAILED;
	out->code = ST_MEMORY;
	out->reason = "memory ceiling reached";
}

/* ---- the spectrum; each wave twice, as it and its mirror image, of which the left one has room for a label ---- */

enum { LABEL_MAX = 40 };

static uint32_t mark_peaks(const struct peak *p, uint32_t n, char label[][LABEL_MAX], struct plot_mark *marks)
{
	for (uint32_t i = 0; i < n; i++) {
		char text[LABEL_MAX];

		peak_label(&p[i], text, sizeof text);
		snprintf(label[i], LABEL_MAX, "%u: %.35s", i + 1, text);
		marks[2 * i] = (struct plot_mark){ .x = 0 - p[i].fx, .y = 0 - p[i].fy, .label = label[i] };
		marks[2 * i + 1] = (struct plot_mark){ .x = p[i].fx, .y = p[i].fy, .label = "" };
	}
	return 2 * n;
}

static void plot_spectrum(const struct moire *m, const struct peak *p, uint32_t n, struct result *out)
{
	float *data = mem_array((size_t)SIDE * SIDE, sizeof *data);
	char label[PEAKS_MAX][LABEL_MAX];
	struct plot_mark marks[2 * PEAKS_MAX];
	struct plot plot = {
		.name = "spectrum", .title = "Mean fine spectrum over its surround (JPEG block lines left out)",
		.kind = PLOT_SPECTRUM, .x_label = "cycles/px across", .y_label = "cycles/px down", .unit = "dB",
		.x0 = -.5, .x1 = .5, .y0 = -.5, .y1 = .5, .low = -10, .high = 30,
		.cols = SIDE, .rows = SIDE, .data = data, .marks = marks,
	};

	if (!data) {
		fail(out);
		return;
	}
	for (int32_t r = 0; r < SIDE; r++)
		for (int32_t c = 0; c < SIDE; c++)
			data[r * SIDE + c] = pooled(m, (c - SIDE / 2) * POOL, (r - SIDE / 2) * POOL);
	plot.n_marks = mark_peaks(p, n, label, marks);
	result_add_plot(out, &plot);
	mem_free(data);
}

/* ---- the colour phases: a dial for each wave whose colours are seen, green at twelve, ahead of it clockwise ---- */

enum {
	DIAL = 72,                 /* points of a rim, and as many of the three hands together */
	HAND = DIAL / 3,
	CURVES = 4,                /* rims, hands of red, of green, of blue */
	DIALS_MAX = 4,
	COLS = DIALS_MAX * (DIAL + 1),
};
/* In radii of a dial. A hand is as long as its colour is strong, and a little shorter for red and green, so that they
 * can be told apart when they fall together. */
static const double cell_w = 2.8, cell_h = 3, label_at = 1.35, label_from = 1.35, longest[3] = { .74, .86, .98 };

static void put_point(float *curves, uint32_t curve, uint32_t at, double x, double y)
{
	curves[(size_t)2 * curve * COLS + at] = (float)x;
	curves[(size_t)(2 * curve + 1) * COLS + at] = (float)y;
}

struct hand {
	double x, y; /* where it ends, from the middle */
};

static void draw_dial(float *curves, uint32_t i, double x, double y, const struct hand hand[3])
{
	uint32_t first = i * (DIAL + 1);

	for (uint32_t k = 0; k < DIAL; k++) {
		double t = 6.283185307179586 * k / (DIAL - 1);

		put_point(curves, 0, first + k, x + sin(t), y + cos(t));
	}
	for (uint32_t c = 0; c < 3; c++)
		for (uint32_t k = 0; k < HAND; k++) {
			double part = (double)k / (HAND - 1);

			put_point(curves, 1 + c, first + k, x + part * hand[c].x, y + part * hand[c].y);
		}
}

static void set_hands(const struct phases *h, struct hand hand[3])
{
	const double radians = 0.017453292519943295, turn[3] = { h->red * radians, 0, h->blue * radians };
	double most = fmax(fmax(h->differs[0], h->differs[1]), h->differs[2]);

	for (uint32_t c = 0; c < 3; c++) {
		double length = longest[c] * h->differs[c] / most;

		hand[c] = (struct hand){ length * sin(turn[c]), length * cos(turn[c]) };
	}
}

struct dials {
	struct plot_mark marks[4 * DIALS_MAX];
	char label[DIALS_MAX][LABEL_MAX];
	uint32_t n, n_marks;
};

static void add_dial(struct dials *d, float *curves, const struct peak *p, uint32_t number, double x, double y)
{
	static const char *const name[] = { "R", "G", "B" };
	struct hand hand[3];

	set_hands(&p->phases, hand);
	draw_dial(curves, d->n, x, y, hand);
	for (uint32_t c = 0; c < 3; c++)
		d->marks[d->n_marks++] = (struct plot_mark){ x + hand[c].x, y + hand[c].y, name[c] };
	snprintf(d->label[d->n], LABEL_MAX, "%u: R%+.0f B%+.0f", number, p->phases.red, p->phases.blue);
	d->marks[d->n_marks++] = (struct plot_mark){ x - label_from, y - label_at, d->label[d->n] };
	d->n++;
}

/* The waves that get a dial, rotated ones first. Hands of colours that are not seen, or of a wave of no reading, mean
 * nothing. */
static uint32_t choose_dials(const struct peak *p, uint32_t n, uint32_t chosen[DIALS_MAX])
{
	static const enum phase_reading wanted[] = { PHASES_ROTATED, PHASES_IN_STEP };
	uint32_t count = 0;

	for (size_t k = 0; k < ARRAY_LEN(wanted); k++)
		for (uint32_t i = 0; i < n && count < DIALS_MAX; i++)
			if (p[i].phases.reading == wanted[k] && phases_seen(&p[i].phases))
				chosen[count++] = i;
	return count;
}

static void plot_dials(const struct peak *p, uint32_t n, struct result *out)
{
	uint32_t chosen[DIALS_MAX], count = choose_dials(p, n, chosen);
	uint32_t cols = count < 2 ? 1 : 2, rows = (count + cols - 1) / cols;
	double width = fmax(cols * cell_w, rows * cell_h * 4 / 3);
	struct dials d = { .n = 0 };
	float *curves;

	if (count == 0)
		return;
	curves = mem_array((size_t)2 * CURVES * COLS, sizeof *curves);
	if (!curves) {
		fail(out);
		return;
	}
	for (size_t i = 0; i < (size_t)2 * CURVES * COLS; i++)
		curves[i] = NAN;
	for (uint32_t i = 0; i < count; i++)
		add_dial(&d, curves, &p[chosen[i]], chosen[i] + 1, width * (i % cols + .5) / cols,
			 -cell_h * (i / cols + .45));
	result_add_plot(out, &(struct plot){ .name = "colours",
					     .title = "Colour phases: green up, red and blue clockwise ahead of it",
					     .kind = PLOT_CURVES,
					     .x_label = "",
					     .y_label = "",
					     .unit = "",
					     .x0 = 0,
					     .x1 = width,
					     .y0 = 0,
					     .y1 = -width * 3 / 4,
					     .low = 0,
					     .high = 1,
					     .cols = COLS,
					     .rows = 2 * CURVES,
					     .data = curves,
					     .marks = d.marks,
					     .n_marks = d.n_marks });
	mem_free(curves);
}

void evidence_plots(const struct moire *m, const struct peak *p, uint32_t n, struct result *out)
{
	plot_spectrum(m, p, n, out);
	plot_dials(p, n, out);
}
