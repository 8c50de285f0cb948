/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "tests/bench/ridge.h"

#include "src/base/mem.h"

#include <math.h>

enum { STEPS_MAX = 40, LANES = 4 };
static const double settled = 1e-6, free_intercept = 1e-3;

/* Four sums side by side: the order is fixed and the compiler may use a vector. */
static double dot(const double *a, const double *b, size_t n)
{
	double s[LANES] = { 0 };
	size_t i = 0;

	for (; i + LANES <= n; i += LANES)
		for (size_t k = 0; k < LANES; k++)
			s[k] += a[i + k] * b[i + k];
	for (; i < n; i++)
		s[0] += a[i] * b[i];
	return s[0] + s[1] + s[2] + s[3];
}

bool cholesky_solve(double *a, double *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		double *row = a + i * n;

		for (size_t j = 0; j < i; j++)
			row[j] = (row[j] - dot(row, a + j * n, j)) / a[j * n + j];
		row[i] -= dot(row, row, i);
		if (!(row[i] > 0))
			return false;
		row[i] = sqrt(row[i]);
		v[i] = (v[i] - dot(row, v, i)) / row[i];
	}
	for (size_t i = n; i-- > 0;) {
		v[i] /= a[i * n + i];
		for (size_t j = 0; j < i; j++)
			v[j] -= a[i * n + j] * v[i];
	}
	return true;
}

struct fit {
	const struct ridge_problem *q;
	size_t m;          /* p + 1 */
	double *columns;   /* m * n: the transposed problem, scaled by the curvature */
	double *hessian, *gradient, *residual, *curvature;
};

static double odds_of(const struct ridge_problem *q, size_t i, const double *b)
{
	const float *z = q->z + i * q->p;
	double s = b[q->p];

	for (size_t j = 0; j < q->p; j++)
		s += (double)z[j] * b[j];
	return s;
}

static void set_slopes(struct fit *f, const double *b)
{
	const struct ridge_problem *q = f->q;

	for (size_t i = 0; i < q->n; i++) {
		double m = 1 / (1 + exp(-odds_of(q, i, b)));

		f->residual[i] = q->c * q->weight[i] * (m - (q->positive[i] ? 1 : 0));
		f->curvature[i] = sqrt(q->c * q->weight[i] * m * (1 - m));
	}
}

static void set_gradient(struct fit *f, const double *b)
{
	const struct ridge_problem *q = f->q;

	for (size_t j = 0; j < f->m; j++)
		f->gradient[j] = b[j] * (j < q->p ? 1 : free_intercept);
	for (size_t i = 0; i < q->n; i++) {
		for (size_t j = 0; j < q->p; j++)
			f->gradient[j] += (double)q->z[i * q->p + j] * f->residual[i];
		f->gradient[q->p] += f->residual[i];
	}
}

static void set_hessian(struct fit *f)
{
	const struct ridge_problem *q = f->q;

	for (size_t j = 0; j < f->m; j++)
		for (size_t i = 0; i < q->n; i++)
			f->columns[j * q->n + i] =
				f->curvature[i] * (j < q->p ? (double)q->z[i * q->p + j] : 1);
	for (size_t j = 0; j < f->m; j++)
		for (size_t k = 0; k <= j; k++)
			f->hessian[j * f->m + k] = dot(f->columns + j * q->n, f->columns + k * q->n, q->n);
	for (size_t j = 0; j < f->m; j++)
		f->hessian[j * f->m + j] += j < q->p ? 1 : free_intercept;
}

bool ridge_fit(const struct ridge_problem *q, double *b)
{
	struct fit f = { .q = q, .m = q->p + 1 };
	bool ok = false;

	f.columns = mem_need(f.m * q->n, sizeof *f.columns);
	f.hessian = mem_need(f.m * f.m, sizeof *f.hessian);
	f.gradient = mem_need(f.m, sizeof *f.gradient);
	f.residual = mem_need(q->n, sizeof *f.residual);
	f.curvature = mem_need(q->n, sizeof *f.curvature);
	for (unsigned step = 0; step < STEPS_MAX && !ok; step++) {
		double largest = 0;

		set_slopes(&f, b);
		set_gradient(&f, b);
		set_hessian(&f);
		if (!cholesky_solve(f.hessian, f.gradient, f.m))
			break;
		for (size_t j = 0; j < f.m; j++) {
			b[j] -= f.gradient[j];
			largest = fabs(f.gradient[j]) > largest ? fabs(f.gradient[j]) : largest;
		}
		ok = largest < settled;
	}
	free(f.columns);
	free(f.hessian);
	free(f.gradient);
	free(f.residual);
	free(f.curvature);
	return ok;
}
