/* SPDX-License-Identifier: GPL-3.0-or-later */
/* calibration.h: the measured error rates, and the thresholds that they belong to. The table is written by
 * `tests/bench/accuracy --write`, never by hand. It holds one row for each check that makes a statistical
 * claim, in the version that there is now, for each stratum and operating point; a row that says why there is
 * no rate counts as one. */
#ifndef COTTINGLEY_CALIBRATION_H
#define COTTINGLEY_CALIBRATION_H

#include "analyzers/analyzer.h"
#include "src/base/base.h"
#include "src/base/result.h"

/* What a score must reach for a level. */
enum operating_point { POINT_NOTICE, POINT_WARNING, POINT_COUNT };

/* A warning alone wants a false-positive rate of at most FPR_MAX, its upper 95 % bound under FPR_HI_MAX; any
 * rate wants so many genuine pictures and sources (below that a result says "uncalibrated"). */
#define CALIBRATION_FPR_MAX    0.003
#define CALIBRATION_FPR_HI_MAX 0.01
enum { CALIBRATION_GENUINE = 100, CALIBRATION_GENUINE_SOURCES = 5, CALIBRATION_POSITIVE_SOURCES = 3 };

struct calibration {
	const char *check;
	uint32_t version;
	const char *stratum; /* an id of stratum.h */
	enum operating_point point;
	const char *uncalibrated; /* why the row gives no threshold and no rates for results; NULL: it does */
	double threshold;	  /* 0..1; a score reaches it from here on */
	/* Shares of genuine and of positive pictures that reach it, with 95 % intervals; NaN: not measured.
	 * In an uncalibrated row fpr is how often the check itself raised a notice on genuine pictures. */
	double fpr, fpr_lo, fpr_hi, tpr, tpr_lo, tpr_hi;
	uint32_t n_genuine, n_positive; /* pictures that the check gave a score */
	uint32_t sources_genuine, sources_positive;
	double auc, auc_lo, auc_hi;		  /* NaN: not measured */
	double abstain_genuine, abstain_positive; /* shares that got no score; NaN: there was no picture */
	const char *set, *date;			  /* "recapture 2026-11", "2026-11-25" */
};

/* Generated: calibration_table.c. Ends with check NULL. */
extern const struct calibration calibration_table[];

/* NULL: no such row. The row may be uncalibrated. */
const struct calibration *calibration_find(const char *check, uint32_t version, const char *stratum,
					   enum operating_point point);
/* The score from which a check raises a level; INFINITY, which no score reaches, when there is no calibrated
 * row. */
double calibration_threshold(const char *check, uint32_t version, const char *stratum,
			     enum operating_point point);
/* The rates that belong to a score: those of the highest point that it reaches, else those of the notice
 * point; not calibrated when there is no calibrated row. */
struct error_rate calibration_rate(const char *check, uint32_t version, const char *stratum, double score);
/* Share of genuine pictures of this stratum on which the check raises anything; the highest over all strata
 * when stratum is NULL. NaN: not measured, or not in one of them. */
double calibration_chance(const char *check, uint32_t version, const char *stratum);
/* May a score with this rate raise a warning alone? */
bool calibration_warns(const struct error_rate *e);
/* "notice", "warning" */
const char *operating_point_name(enum operating_point point);

#endif
