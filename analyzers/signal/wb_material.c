/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The colour of a region that a person says is of one material, or neutral. Of each block the mean of ln
 * R/G and ln B/G, of the blocks the median by component: a highlight, a fold or a stray leaf on fewer than
 * half of them moves nothing. Under another light both are shifted by the ratio of the lights (von Kries'
 * rule), so that two regions of one material need no guess about grey. */
#include "src/base/base.h"
#include "analyzers/signal/whitebalance.h"

#include "src/base/mem.h"

#include <math.h>

enum { LOGS_A_BLOCK = 4, BLOCKS_NEEDED = 9, BLOCKS_MOST = 4096 };

/* Standard deviation of ln R/G or ln B/G between blocks, beyond which this is more than one material:
 * light that goes over into another and the blood under a skin reach .2. */
static const double mixed_over = .3;

/* Under this a channel is what noise and the edge of the colour space make of it, not what the surface is. */
static const double dark_under = .008;

struct blocks {
	double ab[BLOCKS_MOST][2];
	uint32_t n, dark;
};

static bool dark(const struct light_block *b)
{
	const double *s = b->sum[EST_GREY_WORLD];

	return fmin(s[0], fmin(s[1], s[2])) < dark_under * b->n;
}

static void gather(const struct light_blocks *b, struct blocks *o)
{
	for (uint32_t i = 0; i < b->cols * b->rows && o->n < BLOCKS_MOST; i++) {
		const struct light_block *k = &b->at[i];

		if (k->n_log < LOGS_A_BLOCK)
			continue;
		if (dark(k)) {
			o->dark++;
			continue;
		}
		for (unsigned c = 0; c < 2; c++)
			o->ab[o->n][c] = k->log_sum[c] / k->n_log;
		o->n++;
	}
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return x < y ? -1 : x > y;
}

static double median(double *v, uint32_t n)
{
	qsort(v, n, sizeof *v, by_value);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

/* 1.4826: of a normal distribution that is its standard deviation. */
static double spread(const struct blocks *k, unsigned c, double centre, double *v)
{
	for (uint32_t i = 0; i < k->n; i++)
		v[i] = fabs(k->ab[i][c] - centre);
	return 1.4826 * median(v, k->n);
}

static void resample(const struct blocks *k, unsigned stream, double *v, struct resampled *out)
{
	uint64_t state = ((uint64_t)stream + 1) << 32;
	uint32_t pick[BLOCKS_MOST];

	for (uint32_t i = 0; i < out->n; i++) {
		double ab[2];

		for (uint32_t j = 0; j < k->n; j++)
			pick[j] = (uint32_t)((resample_draw(&state) >> 32) * k->n >> 32);
		for (unsigned c = 0; c < 2; c++) {
			for (uint32_t j = 0; j < k->n; j++)
				v[j] = k->ab[pick[j]][c];
			ab[c] = median(v, k->n);
		}
		chroma_of_logs(ab, out->rg[i]);
	}
	resampled_covariance(out);
}

static enum status read_blocks(const struct blocks *k, unsigned stream, const struct wb_limits *limits,
			       double *v, struct wb_region *o, struct error *e)
{
	double ab[2], wide = 0;

	if (k->dark > k->n) {
		snprintf(o->reason, sizeof o->reason,
			 "too saturated: in %u of its %u parts red, green or blue is nearly black", k->dark,
			 k->dark + k->n);
		return ST_OK;
	}
	if (k->n < BLOCKS_NEEDED) {
		snprintf(o->reason, sizeof o->reason,
			 "too broken up: %u of its parts can be used, %d are needed", k->n, BLOCKS_NEEDED);
		return ST_OK;
	}
	for (unsigned c = 0; c < 2; c++) {
		for (uint32_t i = 0; i < k->n; i++)
			v[i] = k->ab[i][c];
		ab[c] = median(v, k->n);
		wide = fmax(wide, spread(k, c, ab[c], v));
	}
	if (wide > mixed_over) {
		snprintf(o->reason, sizeof o->reason,
			 "more than one material: its colour varies by %.0f %%, over %.0f is too much",
			 100 * wide, 100 * mixed_over);
		return ST_OK;
	}
	o->spread = (struct resampled){ .n = limits->resamples,
					.rg = mem_array(limits->resamples, sizeof *o->spread.rg) };
	if (!o->spread.rg)
		return err_nomem(e);
	resample(k, stream, v, &o->spread);
	chroma_of_logs(ab, o->light.rg);
	o->speaks = true;
	return ST_OK;
}

enum status wb_read_colour(const struct light_blocks *b, unsigned stream, const struct wb_limits *limits,
			   struct wb_region *o, struct error *e)
{
	struct blocks *k = mem_array(1, sizeof *k);
	double *v = mem_array(BLOCKS_MOST, sizeof *v);
	enum status st = k && v ? ST_OK : err_nomem(e);

	if (st == ST_OK) {
		gather(b, k);
		st = read_blocks(k, stream, limits, v, o, e);
	}
	mem_free(k);
	mem_free(v);
	return st;
}
