/* SPDX-License-Identifier: GPL-3.0-or-later */
/* regression.h: from features to one number: each feature is brought to the scale of a normal distribution by the
 * quantiles of the training pictures (knots), then weighted and summed; the sum is the logarithm of the odds
 * of "recaptured" at equal priors. Weights and knots are learned by tests/bench/train (ridge logistic
 * regression: Hoerl, Kennard 1970; le Cessie, van Houwelingen 1992) and generated as a C table. */
#ifndef COTTINGLEY_REGRESSION_H
#define COTTINGLEY_REGRESSION_H

#include "src/base/base.h"

enum { REGRESSION_KNOTS = 24 };

struct regression_feature {
	const char *name;              /* as features.h lists it */
	uint16_t index;                /* in that list */
	uint8_t family;                /* enum feature_family */
	float weight;
	float knot[REGRESSION_KNOTS];  /* ascending; knot k is the quantile (k + .5) / REGRESSION_KNOTS */
};

struct regression {
	const struct regression_feature *features;
	size_t n;
	float intercept;
	unsigned version;  /* of the check that the table was made for */
	uint32_t tiles;    /* wanted, at which the features were measured */
	const char *date, *set;
	uint32_t pictures, sources;
};

/* Where x stands among the knots, in standard deviations, -2.04 .. 2.04: linear between knots, clamped, the middle
 * of equal knots; 0 for NaN. */
float regression_standing(const float knot[REGRESSION_KNOTS], float x);

/* log-odds. by_family: sums of weight times standing, one a family; may be NULL. */
double regression_odds(const struct regression *m, const float *features, double *by_family);

/* 1 / (1 + exp(-odds)) */
double regression_score(double odds);

#endif
