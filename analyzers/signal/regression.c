/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/regression.h"

#include <math.h>

/* Quantiles of the normal distribution at (k + .5) / 24 (Wichura 1988, AS 241). */
static const float standing[REGRESSION_KNOTS] = {
	-2.0368341f, -1.5341205f, -1.2581616f, -1.0544727f, -.8871466f, -.7415940f, -.6102946f, -.4887764f,
	-.3740954f, -.2641470f, -.1573107f, -.0522452f, .0522452f, .1573107f, .2641470f, .3740954f,
	.4887764f, .6102946f, .7415940f, .8871466f, 1.0544727f, 1.2581616f, 1.5341205f, 2.0368341f,
};

float regression_standing(const float knot[REGRESSION_KNOTS], float x)
{
	size_t low = 0, high;
	float t;

	if (isnan(x))
		return 0;
	while (low < REGRESSION_KNOTS && knot[low] < x)
		low++;
	for (high = low; high < REGRESSION_KNOTS && knot[high] <= x;)
		high++;
	if (high > low) /* on a knot, or on several equal ones */
		return (standing[low] + standing[high - 1]) / 2;
	if (low == 0 || low == REGRESSION_KNOTS)
		return standing[low == 0 ? 0 : REGRESSION_KNOTS - 1];
	t = (x - knot[low - 1]) / (knot[low] - knot[low - 1]);
	return standing[low - 1] + t * (standing[low] - standing[low - 1]);
}

double regression_odds(const struct regression *m, const float *features, double *by_family)
{
	double sum = (double)m->intercept;

	for (size_t i = 0; i < m->n; i++) {
		const struct regression_feature *f = &m->features[i];
		double part = (double)f->weight * (double)regression_standing(f->knot, features[f->index]);

		sum += part;
		if (by_family)
			by_family[f->family] += part;
	}
	return sum;
}

double regression_score(double odds)
{
	return 1 / (1 + exp(-odds));
}
