/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ridge.h: weighted ridge logistic regression by Newton's method. Minimises
 *     |b|^2 / 2 + C sum_i w_i log(1 + exp(-y_i (z_i b + b0)))
 * with the intercept b0 all but free. Deterministic: fixed order of sums, no threads. */
#ifndef COTTINGLEY_BENCH_RIDGE_H
#define COTTINGLEY_BENCH_RIDGE_H

#include "src/base/base.h"

struct ridge_problem {
	size_t n, p;         /* rows, features */
	const float *z;      /* n * p */
	const bool *positive; /* n */
	const double *weight; /* n, mean 1 */
	double c;
};

/* b: p + 1, the last the intercept; its content is the start. false when it did not settle. */
MUST_USE bool ridge_fit(const struct ridge_problem *q, double *b);

/* Solves a x = v for a symmetric positive definite a (n * n, lower half read and overwritten); x in v. */
MUST_USE bool cholesky_solve(double *a, double *v, size_t n);

#endif
