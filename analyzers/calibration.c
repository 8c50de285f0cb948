/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/calibration.h"

#include "analyzers/stratum.h"

#include <math.h>

const char *operating_point_name(enum operating_point point)
{
	return point == POINT_WARNING ? "warning" : "notice";
}

const struct calibration *calibration_find(const char *check, uint32_t version, const char *stratum,
					   enum operating_point point)
{
	for (const struct calibration *c = calibration_table; c->check; c++)
		if (c->version == version && c->point == point && strcmp(c->check, check) == 0 &&
		    strcmp(c->stratum, stratum) == 0)
			return c;
	return NULL;
}

static const struct calibration *calibrated(const char *check, uint32_t version, const char *stratum,
					    enum operating_point point)
{
	const struct calibration *c = calibration_find(check, version, stratum, point);

	return c && !c->uncalibrated ? c : NULL;
}

double calibration_threshold(const char *check, uint32_t version, const char *stratum,
			     enum operating_point point)
{
	const struct calibration *c = calibrated(check, version, stratum, point);

	return c ? c->threshold : (double)INFINITY;
}

struct error_rate calibration_rate(const char *check, uint32_t version, const char *stratum, double score)
{
	const struct calibration *c = calibrated(check, version, stratum, POINT_WARNING);

	if (!c || score < c->threshold)
		c = calibrated(check, version, stratum, POINT_NOTICE);
	if (!c)
		return (struct error_rate){ .calibrated = false };
	return (struct error_rate){ .calibrated = true,
				    .threshold = c->threshold,
				    .fpr = c->fpr,
				    .fpr_lo = c->fpr_lo,
				    .fpr_hi = c->fpr_hi,
				    .tpr = c->tpr,
				    .tpr_lo = c->tpr_lo,
				    .tpr_hi = c->tpr_hi,
				    .n_genuine = c->n_genuine,
				    .n_positive = c->n_positive,
				    .sources = c->sources_genuine,
				    .sources_positive = c->sources_positive,
				    .stratum = c->stratum,
				    .set = c->set };
}

bool calibration_warns(const struct error_rate *e)
{
	return e->calibrated && e->fpr <= CALIBRATION_FPR_MAX && e->fpr_hi < CALIBRATION_FPR_HI_MAX;
}

double calibration_chance(const char *check, uint32_t version, const char *stratum)
{
	double most = (double)NAN;

	for (size_t i = 0; strata[i]; i++) {
		const struct calibration *c = calibration_find(check, version, strata[i], POINT_NOTICE);

		if (stratum && strcmp(stratum, strata[i]) != 0)
			continue;
		if (!c || isnan(c->fpr))
			return (double)NAN;
		most = isnan(most) || c->fpr > most ? c->fpr : most;
	}
	return most;
}
