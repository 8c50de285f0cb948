/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sums of illuminant.h, in one pass over the cells. */
#include "src/base/base.h"
#include "analyzers/signal/illuminant.h"

#include "src/base/mem.h"

#include <math.h>

struct span_of_cells {
	uint32_t c0, c1, r0, r1;
};

static struct span_of_cells cells_of(const struct light *l, uint32_t size, uint32_t col, uint32_t row)
{
	struct span_of_cells s = { .c0 = col * size, .r0 = row * size };

	s.c1 = l->cols - s.c0 < size ? l->cols : s.c0 + size;
	s.r1 = l->rows - s.r0 < size ? l->rows : s.r0 + size;
	return s;
}

static void add_colour(struct light_block *b, const float *f)
{
	for (unsigned c = 0; c < 3; c++) {
		float cube = f[c] * f[c] * f[c];

		b->sum[EST_GREY_WORLD][c] += (double)f[c];
		b->sum[EST_SHADES][c] += (double)(cube * cube);
	}
	b->n++;
}

/* A channel of 0 has no logarithm; one step of 8 bits near black is .0003. */
static float log_of(float v)
{
	return logf(v > 3e-4f ? v : 3e-4f);
}

static void add_logs(struct light_block *b, const float *f)
{
	double g = (double)log_of(f[1]), a = (double)log_of(f[0]) - g, k = (double)log_of(f[2]) - g;
	double y = (double)logf((f[0] + f[1] + f[2]) / 3);

	b->log_sum[0] += a;
	b->log_sum[1] += k;
	b->log_sum[2] += y;
	b->log_sq[0] += a * a;
	b->log_sq[1] += a * k;
	b->log_sq[2] += k * k;
	b->log_sq[3] += y * y;
	b->n_log++;
}

/* Sobel's kernel needs all eight neighbours. */
static void add_edge(struct light_block *b, const struct light *l, uint32_t c, uint32_t r)
{
	const float *up = l->rgb + ((size_t)(r - 1) * l->cols + c) * 3, *mid = up + (size_t)l->cols * 3,
		    *low = mid + (size_t)l->cols * 3;
	const uint8_t *u = l->usable + (size_t)(r - 1) * l->cols + c;

	for (unsigned j = 0; j < 3; j++, u += l->cols)
		if (!(u[-1] & u[0] & u[1]))
			return;
	for (int k = 0; k < 3; k++) {
		float x = up[k + 3] - up[k - 3] + 2 * (mid[k + 3] - mid[k - 3]) + low[k + 3] - low[k - 3];
		float y = low[k - 3] - up[k - 3] + 2 * (low[k] - up[k]) + low[k + 3] - up[k + 3];

		b->sum[EST_EDGE][k] += (double)sqrtf(x * x + y * y);
	}
	b->n_edge++;
}

static void add_cells(struct light_block *b, const struct light *l, const struct span_of_cells *s)
{
	for (uint32_t r = s->r0; r < s->r1; r++)
		for (uint32_t c = s->c0; c < s->c1; c++) {
			size_t at = (size_t)r * l->cols + c;

			if (!l->usable[at])
				continue;
			add_colour(b, l->rgb + at * 3);
			if (r % 2 == 0 && c % 2 == 0)
				add_logs(b, l->rgb + at * 3);
			if (r && c && r + 1 < l->rows && c + 1 < l->cols)
				add_edge(b, l, c, r);
		}
}

/* ---- votes in the inverse-intensity chromaticity space ---- */

/* A cluster is elongated when a line explains it (correlation), and slanted when 1 / sum f varies. The
 * intercept must be a colour that a light can have. First values; they follow the tests of Riess and
 * Angelopoulou, whose eccentricity is of unscaled axes. */
static const double correlation_from = .8, variation_from = .1, part_from = .08, part_to = .75;
enum { VOTE_CELLS_NEEDED = 32 };

struct line {
	double n, x, xx, v[2], vv[2], xv[2];
};

static void add_point(struct line *m, const float *f)
{
	double x = 1 / ((double)f[0] + (double)f[1] + (double)f[2]);

	m->n++;
	m->x += x;
	m->xx += x * x;
	for (unsigned c = 0; c < 2; c++) {
		double v = (double)f[c] * x;

		m->v[c] += v;
		m->vv[c] += v * v;
		m->xv[c] += x * v;
	}
}

static bool line_votes(const struct line *m, float rg[2])
{
	double var_x = m->xx / m->n - m->x / m->n * (m->x / m->n), best = 0, blue;

	if (m->n < VOTE_CELLS_NEEDED || var_x <= 0 || sqrt(var_x) < variation_from * m->x / m->n)
		return false;
	for (unsigned c = 0; c < 2; c++) {
		double var = m->vv[c] / m->n - m->v[c] / m->n * (m->v[c] / m->n);
		double cov = m->xv[c] / m->n - m->x / m->n * (m->v[c] / m->n);

		if (var > 0)
			best = fmax(best, fabs(cov) / sqrt(var_x * var));
		rg[c] = (float)(m->v[c] / m->n - cov / var_x * m->x / m->n);
	}
	blue = 1 - (double)rg[0] - (double)rg[1];
	return best >= correlation_from && (double)rg[0] >= part_from && (double)rg[0] <= part_to &&
	       (double)rg[1] >= part_from && (double)rg[1] <= part_to && blue >= part_from && blue <= part_to;
}

static void add_votes(struct light_blocks *o, uint32_t block, const struct light *l,
		      const struct span_of_cells *s)
{
	o->at[block].first_vote = o->n_votes;
	for (uint32_t r0 = s->r0; r0 < s->r1; r0 += VOTE_CELLS)
		for (uint32_t c0 = s->c0; c0 < s->c1; c0 += VOTE_CELLS) {
			struct vote *v = &o->votes[o->n_votes];
			struct line m = { .n = 0 };

			for (uint32_t r = r0; r < s->r1 && r < r0 + VOTE_CELLS; r++)
				for (uint32_t c = c0; c < s->c1 && c < c0 + VOTE_CELLS; c++)
					if (l->usable[(size_t)r * l->cols + c])
						add_point(&m, l->rgb + ((size_t)r * l->cols + c) * 3);
			v->block = block;
			o->n_votes += line_votes(&m, v->rg);
		}
	o->at[block].n_votes = o->n_votes - o->at[block].first_vote;
}

enum status blocks_make(const struct light *l, uint32_t size, struct light_blocks *out, struct error *e)
{
	uint32_t per_side = (size + VOTE_CELLS - 1) / VOTE_CELLS;
	size_t n;

	memset(out, 0, sizeof *out);
	out->size = size;
	out->cols = (l->cols + size - 1) / size;
	out->rows = (l->rows + size - 1) / size;
	n = (size_t)out->cols * out->rows;
	out->at = mem_array(n, sizeof *out->at);
	out->votes = mem_array(n + 1, (size_t)per_side * per_side * sizeof *out->votes);
	if (!out->at || !out->votes) {
		blocks_release(out);
		return err_nomem(e);
	}
	for (uint32_t i = 0; i < n; i++) {
		struct span_of_cells s = cells_of(l, size, i % out->cols, i / out->cols);

		add_cells(&out->at[i], l, &s);
		add_votes(out, i, l, &s);
	}
	return ST_OK;
}

void blocks_release(struct light_blocks *b)
{
	mem_free(b->at);
	mem_free(b->votes);
	memset(b, 0, sizeof *b);
}
