/* SPDX-License-Identifier: GPL-3.0-or-later */
/* statistics.h: the arithmetic of the accuracy bench. Pure and deterministic: the random numbers of the
 * bootstrap are its own and start anew with every call. */
#ifndef BENCH_STATISTICS_H
#define BENCH_STATISTICS_H

#include "src/base/base.h"

/* One picture that got a score. */
struct sample {
	double score;
	uint32_t source; /* any number; equal for pictures of one photographer, camera or collection */
	bool positive;	 /* shows what the check looks for */
	bool flagged;	 /* for share_flagged() */
};

struct interval {
	double value, lo, hi; /* NaN: undefined */
};

/* All below take samples in ascending order of score (sort_samples) and how often each counts; weight NULL:
 * once. */
typedef double (*statistic)(const struct sample *s, const uint32_t *weight, size_t n, double arg);

void sort_samples(struct sample *s, size_t n);
/* Area under the ROC curve: the chance that a positive stands over a genuine one, ties by half (Mann and
 * Whitney 1947; Hanley and McNeil 1982). arg is not used. NaN without pictures of one kind. */
double auc(const struct sample *s, const uint32_t *weight, size_t n, double arg);
/* Share of positives that reach the lowest threshold at which at most the share arg of the genuine ones does.
 * No interpolation between points of the curve. */
double tpr_at_fpr(const struct sample *s, const uint32_t *weight, size_t n, double arg);
/* Share of all samples with `flagged`. */
double share_flagged(const struct sample *s, const uint32_t *weight, size_t n, double arg);

enum { BOOTSTRAP_DRAWS = 2000 };
/* The statistic and its 95 % percentile interval (Efron 1979) by a bootstrap of clusters: sources are drawn
 * with replacement, then, within each drawn one, its positives and its genuine pictures (Davison and Hinkley
 * 1997, section 3.8). Draws in which the statistic is undefined are left out. */
struct interval bootstrap(const struct sample *s, size_t n, statistic f, double arg);

size_t count_sources(const struct sample *s, size_t n);

/* Bounds of a share, k of n, confidence 1 - alpha. Exact: Clopper and Pearson 1934. Score interval: Wilson
 * 1927, at 95 % only. n is not 0. */
struct interval clopper_pearson(uint32_t k, uint32_t n, double alpha);
struct interval wilson(uint32_t k, uint32_t n);
/* What is printed for a share: the wider of Wilson's interval and that of the bootstrap over sources, end by
 * end. A share of 0 or 1 has no bootstrap: its one open end is the exact one-sided 95 % bound (0 of 300: 1
 * %). The value is NaN for no samples. */
struct interval share_interval(const struct sample *s, size_t n);

/* Quantile q of ascending values, linear between order statistics (Hyndman and Fan 1996, type 7). NaN for n =
 * 0. */
double quantile(const double *ascending, size_t n, double q);

/* Regularised incomplete beta function I_x(a, b), a, b > 0, by its continued fraction (DLMF 8.17.22). */
double incomplete_beta(double a, double b, double x);

/* What a map said about the cells of a picture, against its mask. */
struct confusion {
	uint64_t tp, fp, fn, tn;
};
double confusion_f1(const struct confusion *c);	 /* NaN when nothing is marked and nothing was to be marked */
double confusion_mcc(const struct confusion *c); /* Matthews 1975; 0 when a row or column is empty */

#endif
