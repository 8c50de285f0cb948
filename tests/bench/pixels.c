/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "tests/bench/pixels.h"

#include "src/base/mem.h"

#include <math.h>

/* Index along an axis of n of what lies at `at` of `whole`. */
static uint32_t nearest(double at, uint32_t whole, uint32_t n)
{
	double i = floor(at / whole * n);

	return i < 0 ? 0 : i >= n ? n - 1 : (uint32_t)i;
}

static bool altered(const struct map *m, const struct plane *mask, uint32_t width, uint32_t height,
		    uint32_t col, uint32_t row)
{
	double x = m->origin_x + (col + .5) * m->step_x, y = m->origin_y + (row + .5) * m->step_y;

	return mask && mask->data[(size_t)nearest(y, height, mask->height) * mask->width +
				  nearest(x, width, mask->width)] >= 128;
}

static void count_cell(struct confusion *c, bool marked, bool positive)
{
	if (positive)
		*(marked ? &c->tp : &c->fn) += 1;
	else
		*(marked ? &c->fp : &c->tn) += 1;
}

struct confusion map_against_mask(const struct map *m, const struct plane *mask, uint32_t width,
				  uint32_t height, double threshold, double *area)
{
	struct sample *s = mem_need((size_t)m->cols * m->rows + 1, sizeof *s);
	struct confusion c = { .tp = 0 };
	size_t n = 0;

	for (uint32_t row = 0; row < m->rows; row++)
		for (uint32_t col = 0; col < m->cols; col++) {
			double v = (double)m->data[(size_t)row * m->cols + col];
			bool positive = altered(m, mask, width, height, col, row);

			count_cell(&c, v >= threshold, positive); /* false for NaN */
			if (!isnan(v))
				s[n++] = (struct sample){ .score = v, .positive = positive };
		}
	sort_samples(s, n);
	*area = auc(s, NULL, n, 0);
	free(s);
	return c;
}
