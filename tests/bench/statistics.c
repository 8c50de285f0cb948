/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "tests/bench/statistics.h"

#include "src/base/mem.h"

#include <math.h>

static int by_score(const void *x, const void *y)
{
	const struct sample *a = x, *b = y;

	if (a->score < b->score || a->score > b->score)
		return a->score < b->score ? -1 : 1;
	if (a->source != b->source)
		return a->source < b->source ? -1 : 1;
	return (int)a->positive - (int)b->positive;
}

void sort_samples(struct sample *s, size_t n)
{
	if (n)
		qsort(s, n, sizeof *s, by_score);
}

/* ---- the curve ---- */

static uint64_t weight_of(const uint32_t *weight, size_t i)
{
	return weight ? weight[i] : 1;
}

/* Adds the samples of the score at i, in either direction; answers where the next score begins. */
static size_t take_up(const struct sample *s, const uint32_t *weight, size_t n, size_t i, uint64_t *positive,
		      uint64_t *genuine)
{
	double score = s[i].score;

	for (; i < n && s[i].score <= score; i++)
		*(s[i].positive ? positive : genuine) += weight_of(weight, i);
	return i;
}

static size_t take_down(const struct sample *s, const uint32_t *weight, size_t i, uint64_t *positive,
			uint64_t *genuine)
{
	double score = s[i - 1].score;

	for (; i > 0 && s[i - 1].score >= score; i--)
		*(s[i - 1].positive ? positive : genuine) += weight_of(weight, i - 1);
	return i;
}

double auc(const struct sample *s, const uint32_t *weight, size_t n, double arg)
{
	uint64_t positives = 0, genuines = 0;
	double area = 0;

	(void)arg;
	for (size_t i = 0; i < n;) {
		uint64_t p = 0, g = 0;

		i = take_up(s, weight, n, i, &p, &g);
		area += (double)p * ((double)genuines + .5 * (double)g);
		positives += p;
		genuines += g;
	}
	return positives && genuines ? area / ((double)positives * (double)genuines) : (double)NAN;
}

double tpr_at_fpr(const struct sample *s, const uint32_t *weight, size_t n, double arg)
{
	uint64_t positives = 0, genuines = 0, p = 0, g = 0, best = 0;

	for (size_t i = 0; i < n; i++)
		*(s[i].positive ? &positives : &genuines) += weight_of(weight, i);
	if (!positives || !genuines)
		return (double)NAN;
	for (size_t i = n; i > 0 && (double)g <= arg * (double)genuines;) {
		i = take_down(s, weight, i, &p, &g);
		if ((double)g <= arg * (double)genuines)
			best = p;
	}
	return (double)best / (double)positives;
}

double share_flagged(const struct sample *s, const uint32_t *weight, size_t n, double arg)
{
	uint64_t all = 0, flagged = 0;

	(void)arg;
	for (size_t i = 0; i < n; i++) {
		all += weight_of(weight, i);
		flagged += s[i].flagged ? weight_of(weight, i) : 0;
	}
	return all ? (double)flagged / (double)all : (double)NAN;
}

/* ---- bootstrap ---- */

/* SplitMix64 (Steele, Lea, Flood 2014). */
static uint64_t draw(uint64_t *state)
{
	uint64_t z = *state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

/* 0 .. n - 1; the bias of the multiplication is under n / 2^32. */
static size_t draw_under(uint64_t *state, size_t n)
{
	return (size_t)(((draw(state) >> 32) * (uint64_t)n) >> 32);
}

/* Samples of one source and kind stand together in `order`. */
struct cluster {
	size_t from[2], n[2]; /* [positive] */
};

struct clusters {
	size_t *order; /* places of samples */
	struct cluster *items;
	size_t n;
};

static const struct sample *sorting; /* for by_source: qsort has no argument for it */

static int by_source(const void *x, const void *y)
{
	size_t i = *(const size_t *)x, j = *(const size_t *)y;
	const struct sample *a = &sorting[i], *b = &sorting[j];

	if (a->source != b->source)
		return a->source < b->source ? -1 : 1;
	if (a->positive != b->positive)
		return a->positive ? 1 : -1;
	return i < j ? -1 : i > j;
}

static void sort_by_source(const struct sample *s, size_t *order, size_t n)
{
	for (size_t i = 0; i < n; i++)
		order[i] = i;
	sorting = s;
	qsort(order, n, sizeof *order, by_source);
}

static struct clusters find_clusters(const struct sample *s, size_t n)
{
	struct clusters c = { mem_need(n + 1, sizeof *c.order), mem_need(n + 1, sizeof *c.items), 0 };

	sort_by_source(s, c.order, n);
	for (size_t i = 0; i < n; i++) {
		const struct sample *it = &s[c.order[i]];
		struct cluster *k;

		if (i == 0 || s[c.order[i - 1]].source != it->source)
			c.n++;
		k = &c.items[c.n - 1];
		if (k->n[it->positive]++ == 0)
			k->from[it->positive] = i;
	}
	return c;
}

static void release_clusters(struct clusters *c)
{
	free(c->order);
	free(c->items);
}

static void redraw(const struct clusters *c, uint64_t *state, uint32_t *weight)
{
	for (size_t i = 0; i < c->n; i++) {
		const struct cluster *k = &c->items[draw_under(state, c->n)];

		for (int kind = 0; kind < 2; kind++)
			for (size_t j = 0; j < k->n[kind]; j++)
				weight[c->order[k->from[kind] + draw_under(state, k->n[kind])]]++;
	}
}

static int by_value(const void *x, const void *y)
{
	const double *a = x, *b = y;

	return (*a > *b) - (*a < *b);
}

struct interval bootstrap(const struct sample *s, size_t n, statistic f, double arg)
{
	struct interval out = { f(s, NULL, n, arg), (double)NAN, (double)NAN };
	struct clusters c = find_clusters(s, n);
	uint32_t *weight = mem_need(n + 1, sizeof *weight);
	double *values = mem_need(BOOTSTRAP_DRAWS, sizeof *values);
	uint64_t state = 20261125;
	size_t m = 0;

	for (int i = 0; n && i < BOOTSTRAP_DRAWS; i++) {
		memset(weight, 0, n * sizeof *weight);
		redraw(&c, &state, weight);
		values[m] = f(s, weight, n, arg);
		m += !isnan(values[m]);
	}
	qsort(values, m, sizeof *values, by_value);
	out.lo = quantile(values, m, .025);
	out.hi = quantile(values, m, .975);
	free(values);
	free(weight);
	release_clusters(&c);
	return out;
}

size_t count_sources(const struct sample *s, size_t n)
{
	struct clusters c = find_clusters(s, n);

	release_clusters(&c);
	return c.n;
}

/* ---- shares ---- */

/* Lentz's method on the continued fraction; converges fast for x < (a + 1) / (a + b + 2). */
static double beta_fraction(double a, double b, double x)
{
	const double tiny = 1e-300;
	double c = 1, d = 1 - (a + b) * x / (a + 1), h;

	d = 1 / (fabs(d) < tiny ? tiny : d);
	h = d;
	for (int m = 1; m <= 10000; m++) {
		double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
		double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
		double step = 1;

		for (int k = 0; k < 2; k++) {
			double t = k ? odd : even;

			d = 1 + t * d;
			c = 1 + t / c;
			d = 1 / (fabs(d) < tiny ? tiny : d);
			c = fabs(c) < tiny ? tiny : c;
			step *= d * c;
		}
		h *= step;
		if (fabs(step - 1) < 1e-15)
			break;
	}
	return h;
}

double incomplete_beta(double a, double b, double x)
{
	double front;

	if (x <= 0 || x >= 1)
		return x <= 0 ? 0 : 1;
	front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x));
	if (x < (a + 1) / (a + b + 2))
		return front * beta_fraction(a, b, x) / a;
	return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

/* x with I_x(a, b) = p; I grows with x. */
static double beta_quantile(double a, double b, double p)
{
	double lo = 0, hi = 1;

	for (int i = 0; i < 100; i++) {
		double x = .5 * (lo + hi);

		if (incomplete_beta(a, b, x) < p)
			lo = x;
		else
			hi = x;
	}
	return .5 * (lo + hi);
}

struct interval clopper_pearson(uint32_t k, uint32_t n, double alpha)
{
	return (struct interval){
		.value = (double)k / n,
		.lo = k == 0 ? 0 : beta_quantile(k, n - k + 1., alpha / 2),
		.hi = k == n ? 1 : beta_quantile(k + 1., n - k, 1 - alpha / 2),
	};
}

struct interval wilson(uint32_t k, uint32_t n)
{
	const double z = 1.959963984540054;
	double p = (double)k / n, zz = z * z / n;
	double middle = (p + zz / 2) / (1 + zz), half = z * sqrt(p * (1 - p) / n + zz / n / 4) / (1 + zz);

	return (struct interval){ p, fmax(0, middle - half), fmin(1, middle + half) };
}

struct interval share_interval(const struct sample *s, size_t n)
{
	struct interval w, b;
	uint32_t k = 0;

	for (size_t i = 0; i < n; i++)
		k += s[i].flagged;
	if (n == 0)
		return (struct interval){ (double)NAN, (double)NAN, (double)NAN };
	if (k == 0 || k == n)
		return clopper_pearson(k, (uint32_t)n, .1);
	w = wilson(k, (uint32_t)n);
	b = bootstrap(s, n, share_flagged, 0);
	return (struct interval){ w.value, fmin(w.lo, b.lo), fmax(w.hi, b.hi) };
}

double quantile(const double *ascending, size_t n, double q)
{
	double at = q * (double)(n ? n - 1 : 0);
	size_t i = (size_t)at;

	if (n == 0)
		return (double)NAN;
	if (i + 1 >= n)
		return ascending[n - 1];
	return ascending[i] + (at - (double)i) * (ascending[i + 1] - ascending[i]);
}

/* ---- cells ---- */

double confusion_f1(const struct confusion *c)
{
	double all = 2. * (double)c->tp + (double)c->fp + (double)c->fn;

	return all > 0 ? 2. * (double)c->tp / all : (double)NAN;
}

double confusion_mcc(const struct confusion *c)
{
	double tp = (double)c->tp, fp = (double)c->fp, fn = (double)c->fn, tn = (double)c->tn;
	double below = (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn);

	return below > 0 ? (tp * tn - fp * fn) / sqrt(below) : 0;
}
