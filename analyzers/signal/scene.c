/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/scene.h"

#include <math.h>

enum { SAMPLES_LONG = 512, BLUE_OFFSET = 255, DARK_FIFTH = 5 };

/* First-light values. 4: the upper tenth of 399 development pictures of both kinds lies above it. 50:
 * "dark" of the same study. The others are plain geometry, not fitted to anything. */
static const double blue_from = 4, black_to = 96, dark_under = 50, contrast_from = 60;
static const double fill_from = .75, leak_to = .15, area_from = .1, area_to = .9;

struct grid {
	const struct raster *r;
	uint32_t step, cols, rows;
};

struct sample {
	uint32_t luma, max;
	int32_t blue; /* B - Y */
};

static uint32_t raw(const struct raster *r, size_t index)
{
	if (r->depth == 16)
		return (uint32_t)((const uint16_t *)r->data)[index] >> 8;
	return ((const uint8_t *)r->data)[index];
}

static struct sample sample_at(const struct grid *g, uint32_t col, uint32_t row)
{
	const struct raster *r = g->r;
	size_t i = ((size_t)row * g->step * r->width + (size_t)col * g->step) * r->channels;
	uint32_t red = raw(r, i), green = red, blue = red, luma;

	if (r->channels >= 3) {
		green = raw(r, i + 1);
		blue = raw(r, i + 2);
	}
	luma = (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16;
	return (struct sample){ .luma = luma, .blue = (int32_t)blue - (int32_t)luma,
		.max = red > green ? (red > blue ? red : blue) : (green > blue ? green : blue) };
}

/* Smallest value at or under which `part` of the counts lie. */
static uint32_t rank_of(const uint32_t *count, uint32_t n, uint64_t rank)
{
	uint64_t seen = 0;

	for (uint32_t i = 0; i < n; i++) {
		seen += count[i];
		if (seen >= rank)
			return i;
	}
	return n - 1;
}

static uint32_t dark_limit(const struct grid *g, struct scene *out)
{
	uint32_t luma[256] = { 0 };
	uint64_t sum = 0, total = (uint64_t)g->cols * g->rows;

	for (uint32_t y = 0; y < g->rows; y++)
		for (uint32_t x = 0; x < g->cols; x++) {
			struct sample s = sample_at(g, x, y);

			luma[s.luma]++;
			sum += s.max;
		}
	out->mean_max = (double)sum / (double)total;
	return rank_of(luma, 256, (total + DARK_FIFTH - 1) / DARK_FIFTH);
}

static void measure_blacks(const struct grid *g, struct scene *out)
{
	uint32_t blue[2 * BLUE_OFFSET + 1] = { 0 }, limit = dark_limit(g, out), total = 0;

	for (uint32_t y = 0; y < g->rows; y++)
		for (uint32_t x = 0; x < g->cols; x++) {
			struct sample s = sample_at(g, x, y);

			if (s.luma <= limit) {
				blue[s.blue + BLUE_OFFSET]++;
				total++;
			}
		}
	out->dark_luma = limit;
	out->dark_blue = (double)NAN;
	if (g->r->channels < 3)
		return;
	out->dark_blue = .564 * ((int32_t)rank_of(blue, ARRAY_LEN(blue), (total + 1) / 2) - BLUE_OFFSET);
	out->blue_blacks = out->dark_blue >= blue_from && out->dark_luma <= black_to;
}

struct cells {
	uint32_t cols, rows;
	double luma[SCENE_CELLS * SCENE_CELLS];
	bool bright[SCENE_CELLS * SCENE_CELLS];
};

static void fill_cells(const struct grid *g, struct cells *c)
{
	uint32_t count[SCENE_CELLS * SCENE_CELLS] = { 0 };

	memset(c, 0, sizeof *c);
	c->cols = g->cols < SCENE_CELLS ? g->cols : SCENE_CELLS;
	c->rows = g->rows < SCENE_CELLS ? g->rows : SCENE_CELLS;
	for (uint32_t y = 0; y < g->rows; y++)
		for (uint32_t x = 0; x < g->cols; x++) {
			uint32_t i = y * c->rows / g->rows * c->cols + x * c->cols / g->cols;

			c->luma[i] += sample_at(g, x, y).luma;
			count[i]++;
		}
	for (uint32_t i = 0; i < c->cols * c->rows; i++) {
		c->luma[i] /= count[i];
		c->bright[i] = c->luma[i] >= dark_under;
	}
}

/* From the first to the last line that holds at least half as many bright cells as the fullest one. */
static void extent(const uint32_t *count, uint32_t n, uint32_t *from, uint32_t *to)
{
	uint32_t most = 0;

	for (uint32_t i = 0; i < n; i++)
		most = count[i] > most ? count[i] : most;
	for (*from = 0; *from + 1 < n && 2 * count[*from] < most; ++*from)
		;
	for (*to = n; *to > *from + 1 && 2 * count[*to - 1] < most; --*to)
		;
}

/* Means and bright cells within [x0, x1) x [y0, y1) and without. */
struct split {
	double luma[2];
	uint32_t cells[2], bright[2];
};

static struct split split_cells(const struct cells *c, const uint32_t box[4])
{
	struct split s = { 0 };

	for (uint32_t y = 0; y < c->rows; y++)
		for (uint32_t x = 0; x < c->cols; x++) {
			int in = x >= box[0] && x < box[1] && y >= box[2] && y < box[3];

			s.luma[in] += c->luma[y * c->cols + x];
			s.bright[in] += c->bright[y * c->cols + x];
			s.cells[in]++;
		}
	for (int in = 0; in < 2; in++)
		s.luma[in] /= s.cells[in] ? s.cells[in] : 1;
	return s;
}

static bool is_screen(const struct cells *c, const uint32_t box[4], const struct split *s)
{
	double area = (double)s->cells[1] / (c->cols * c->rows);
	int sides = (box[0] > 0) + (box[1] < c->cols) + (box[2] > 0) + (box[3] < c->rows);

	return sides >= 3 && area >= area_from && area <= area_to &&
	       s->bright[1] >= fill_from * s->cells[1] && s->bright[0] <= leak_to * s->cells[0] &&
	       s->luma[1] - s->luma[0] >= contrast_from;
}

static void measure_screen(const struct grid *g, struct scene *out)
{
	uint32_t across[SCENE_CELLS] = { 0 }, down[SCENE_CELLS] = { 0 }, box[4];
	struct cells c;
	struct split s;

	fill_cells(g, &c);
	for (uint32_t y = 0; y < c.rows; y++)
		for (uint32_t x = 0; x < c.cols; x++) {
			across[x] += c.bright[y * c.cols + x];
			down[y] += c.bright[y * c.cols + x];
		}
	extent(across, c.cols, &box[0], &box[1]);
	extent(down, c.rows, &box[2], &box[3]);
	s = split_cells(&c, box);
	out->inside = out->outside = (double)NAN;
	out->has_screen = is_screen(&c, box, &s);
	if (!out->has_screen)
		return;
	out->inside = s.luma[1];
	out->outside = s.luma[0];
	out->screen[0] = (int32_t)((uint64_t)box[0] * g->r->width / c.cols);
	out->screen[1] = (int32_t)((uint64_t)box[2] * g->r->height / c.rows);
	out->screen[2] = (int32_t)((uint64_t)box[1] * g->r->width / c.cols) - out->screen[0];
	out->screen[3] = (int32_t)((uint64_t)box[3] * g->r->height / c.rows) - out->screen[1];
}

void scene_measure(const struct raster *r, struct scene *out)
{
	uint32_t side = r->width > r->height ? r->width : r->height;
	struct grid g = { .r = r, .step = (side + SAMPLES_LONG - 1) / SAMPLES_LONG };

	memset(out, 0, sizeof *out);
	g.cols = (r->width + g.step - 1) / g.step;
	g.rows = (r->height + g.step - 1) / g.step;
	measure_blacks(&g, out);
	measure_screen(&g, out);
}
