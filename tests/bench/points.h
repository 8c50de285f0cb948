/* SPDX-License-Identifier: GPL-3.0-or-later */
/* points.h: from scores to operating points: which threshold gives which error rates, and whether these may
 * be printed.
 *
 * A threshold is proposed from the genuine pictures of a stratum, of every set: the lowest score of four
 * decimals that at most a given share of them reaches. The rates that go with it are cross-fitted, since a
 * rate that chose its own threshold is no measurement: every picture is judged by the threshold that the
 * genuine pictures of all OTHER sources propose. */
#ifndef BENCH_POINTS_H
#define BENCH_POINTS_H

#include "analyzers/calibration.h"
#include "src/base/base.h"
#include "tests/bench/scores.h"
#include "tests/bench/trials.h"

/* Which pictures of a check are taken. */
enum pool {
	POOL_ALL,      /* positives and genuine ones of the set in which it is tried */
	POOL_USABLE,   /* the same without sources that are for false alarms alone */
	POOL_BALANCED, /* the same, of balanced sources alone */
	POOL_ALARMS,   /* genuine ones of every set and role */
	POOL_POSITIVE, /* positives of sources that are not for false alarms alone */
	POOL_APART,
	POOL_COUNT
};
extern const char *const pool_words[POOL_COUNT];

struct selection {
	const struct analyzer *check;
	const char *stratum; /* NULL: every one */
	enum pool pool;
	const char *source; /* "SET/SOURCE"; NULL: every one */
	bool abstentions;   /* count a picture without a score as one of score .5 */
};

struct samples {
	struct sample *items; /* ascending; source: index of a picture of that source */
	size_t n, genuine, positive;
	size_t abstained[2]; /* [positive]: not applicable or failed, not among the items unless asked for */
	size_t failed;
};
struct samples select_samples(const struct bench *b, const struct selection *sel);
void samples_release(struct samples *s);

/* The lowest score of four decimals that at most the share alpha of the samples reaches, those of the source
 * `but` left out; NaN when even 1 is too low, or without samples. */
double propose_threshold(const struct samples *genuine, double alpha, uint32_t but);
enum { NO_SOURCE = UINT32_MAX };
/* Sets `flagged`: by one threshold; by the level that the examination gave; cross-fitted. */
void flag_at(struct samples *s, double threshold);
void flag_cross_fitted(struct samples *s, const struct samples *genuine, double alpha);

#define ALPHA_NOTICE  .02
#define ALPHA_WARNING .003

/* What was found for one check in one stratum. */
struct measured {
	struct calibration rows[POINT_COUNT]; /* for the table; check NULL: no such row */
	struct calibration proposed[POINT_COUNT]; /* also when the check does not ask for thresholds */
	char *reason, *set;		/* what rows point to */
	char *no_warning;		/* why there is no warning row; NULL: there is */
	char *worst;			/* the source with most false alarms at the notice threshold */
	double direct_fpr[POINT_COUNT]; /* counted with the threshold that all chose together */
};
struct measured measure_points(const struct bench *b, const struct analyzer *check, const char *stratum,
			       const char *date);
void measured_release(struct measured *m);

/* Level that a row has under a table: of a check with a calibrated notice row by its score, else what the
 * examination said. -1: unknown. */
int level_under(const struct score_row *r, const struct picture *p, const struct calibration *table);
const struct calibration *table_find(const struct calibration *table, const char *check, uint32_t version,
				     const char *stratum, enum operating_point point);

#endif
