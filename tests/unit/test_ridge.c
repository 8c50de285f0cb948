/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fit that tests/bench/train makes: linear algebra, the optimum, and that the penalty shrinks. */
#include "tests/unit/unit.h"

#include "src/base/mem.h"
#include "tests/bench/ridge.h"

#include <math.h>

enum { ROWS = 200, COLUMNS = 3 };

static void solves_a_known_system(void **state)
{
	double a[9] = { 4, 0, 0, 2, 5, 0, 1, 3, 6 }; /* lower half of a symmetric matrix */
	double v[3] = { 4 * 1 + 2 * -2 + 1 * 3, 2 * 1 + 5 * -2 + 3 * 3, 1 * 1 + 3 * -2 + 6 * 3 };

	(void)state;
	assert_true(cholesky_solve(a, v, 3));
	assert_true(fabs(v[0] - 1) < 1e-12 && fabs(v[1] + 2) < 1e-12 && fabs(v[2] - 3) < 1e-12);
}

static void refuses_what_is_not_positive(void **state)
{
	double a[4] = { 1, 0, 2, 1 }, v[2] = { 1, 1 };

	(void)state;
	assert_false(cholesky_solve(a, v, 2));
}

struct sample {
	float z[ROWS * COLUMNS];
	bool positive[ROWS];
	double weight[ROWS];
};

static void draw(struct sample *s)
{
	uint32_t seed = 5;

	for (size_t i = 0; i < ROWS; i++) {
		double sum = 0;

		for (size_t j = 0; j < COLUMNS; j++) {
			seed = seed * 1664525u + 1013904223u;
			s->z[i * COLUMNS + j] = (float)(seed >> 8) / 8388608.0f - 1;
			sum += (double)s->z[i * COLUMNS + j] * (j == 0 ? 2 : j == 1 ? -1 : 0);
		}
		seed = seed * 1664525u + 1013904223u;
		s->positive[i] = sum + ((seed >> 8) / 8388608.0 - 1) > .2;
		s->weight[i] = i % 2 ? 1.5 : .5;
	}
}

/* At the optimum the gradient is nothing. */
static double steepest(const struct ridge_problem *q, const double *b)
{
	double worst = 0;

	for (size_t j = 0; j <= q->p; j++) {
		double g = b[j] * (j < q->p ? 1 : 1e-3);

		for (size_t i = 0; i < q->n; i++) {
			double odds = b[q->p];

			for (size_t k = 0; k < q->p; k++)
				odds += b[k] * (double)q->z[i * q->p + k];
			g += q->c * q->weight[i] * (1 / (1 + exp(-odds)) - (q->positive[i] ? 1 : 0)) *
			     (j < q->p ? (double)q->z[i * q->p + j] : 1);
		}
		worst = fabs(g) > worst ? fabs(g) : worst;
	}
	return worst;
}

static void finds_the_optimum(void **state)
{
	static struct sample s;
	double b[COLUMNS + 1] = { 0 }, small[COLUMNS + 1] = { 0 };
	struct ridge_problem q = { .n = ROWS, .p = COLUMNS, .z = s.z, .positive = s.positive, .weight = s.weight,
		.c = 1 };

	(void)state;
	draw(&s);
	assert_true(ridge_fit(&q, b));
	assert_true(steepest(&q, b) < 1e-4);
	assert_true(b[0] > 1 && b[1] < -.5 && fabs(b[2]) < fabs(b[1]));
	q.c = .01;
	assert_true(ridge_fit(&q, small));
	assert_true(steepest(&q, small) < 1e-4);
	assert_true(fabs(small[0]) < fabs(b[0]) / 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(solves_a_known_system),
		cmocka_unit_test(refuses_what_is_not_positive),
		cmocka_unit_test(finds_the_optimum),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
