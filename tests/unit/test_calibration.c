/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shipped table of error rates: every check with scores has its rows, and each row keeps the rules. */
#include "tests/unit/unit.h"

#include "analyzers/calibration.h"
#include "analyzers/stratum.h"
#include "src/base/error_rate.h"

#include <math.h>

/* Fails when a check is new or its version was raised: its numbers have changed, and the old rates are not about
 * them. Run tests/bench/accuracy --write (HACKING.md). */
static void every_score_has_its_row(void **state)
{
	(void)state;
	for (size_t i = 0; analyzers[i]; i++)
		for (size_t k = 0; analyzers[i]->scores && strata[k]; k++)
			if (!calibration_find(analyzers[i]->id, analyzers[i]->version, strata[k], POINT_NOTICE))
				fail_msg("%s, version %u, %s pictures: no row in calibration_table.c", analyzers[i]->id,
					 analyzers[i]->version, strata[k]);
}

static void no_row_is_left_over(void **state)
{
	(void)state;
	for (const struct calibration *c = calibration_table; c->check; c++) {
		const struct analyzer *a = analyzer_find(c->check);

		if (!a || !a->scores || a->version != c->version)
			fail_msg("a row of %s, version %u, which there is not", c->check, c->version);
		assert_ptr_equal(calibration_find(c->check, c->version, c->stratum, c->point), c);
	}
}

static void one_rate(double v, double lo, double hi)
{
	assert_true(v >= 0 && v <= 1 && lo >= 0 && lo <= v && hi >= v && hi <= 1);
}

static void rates_keep_the_rules(void **state)
{
	(void)state;
	for (const struct calibration *c = calibration_table; c->check; c++) {
		const struct calibration *notice = calibration_find(c->check, c->version, c->stratum, POINT_NOTICE);

		assert_non_null(notice);
		assert_true(c->set && c->set[0] && strlen(c->set) <= 64 && strlen(c->date) == 10);
		if (c->uncalibrated) {
			assert_true(strlen(c->uncalibrated) > 5);
			assert_int_equal(c->point, POINT_NOTICE);
			continue;
		}
		assert_null(notice->uncalibrated);
		assert_true(c->threshold > 0 && c->threshold <= 1 && c->threshold >= notice->threshold);
		one_rate(c->fpr, c->fpr_lo, c->fpr_hi);
		one_rate(c->tpr, c->tpr_lo, c->tpr_hi);
		assert_true(c->n_genuine >= CALIBRATION_GENUINE && c->sources_genuine >= CALIBRATION_GENUINE_SOURCES);
		assert_true(c->sources_positive >= CALIBRATION_POSITIVE_SOURCES);
		assert_true(c->auc_lo > .5 && c->auc >= c->auc_lo && c->auc <= c->auc_hi);
		if (c->point == POINT_WARNING)
			assert_true(c->fpr <= CALIBRATION_FPR_MAX && c->fpr_hi < CALIBRATION_FPR_HI_MAX);
	}
}

static void thresholds_and_rates_belong_together(void **state)
{
	(void)state;
	for (const struct calibration *c = calibration_table; c->check; c++) {
		struct error_rate e = calibration_rate(c->check, c->version, c->stratum, c->uncalibrated ? .5 : c->threshold);

		assert_int_equal(e.calibrated, !c->uncalibrated);
		if (c->uncalibrated) {
			assert_true(isinf(calibration_threshold(c->check, c->version, c->stratum, c->point)));
			continue;
		}
		assert_true(calibration_threshold(c->check, c->version, c->stratum, c->point) <= c->threshold);
		assert_true(fabs(e.fpr - c->fpr) < 1e-12 && fabs(e.threshold - c->threshold) < 1e-12);
		assert_string_equal(e.stratum, c->stratum);
		e = calibration_rate(c->check, c->version, c->stratum, 0); /* reaches none: the notice point */
		assert_true(e.calibrated && e.threshold <= c->threshold);
	}
}

static void what_is_not_there_is_never_reached(void **state)
{
	(void)state;
	assert_null(calibration_find("nothing", 1, "large", POINT_NOTICE));
	assert_null(calibration_find("recapture", 9999, "large", POINT_NOTICE));
	assert_true(isinf(calibration_threshold("nothing", 1, "large", POINT_NOTICE)));
	assert_false(calibration_rate("nothing", 1, "large", 1).calibrated);
	assert_true(isnan(calibration_chance("nothing", 1, NULL)));
}

static void warnings_are_earned(void **state)
{
	struct error_rate e = { .calibrated = true, .fpr = .003, .fpr_hi = .0099 };

	(void)state;
	assert_true(calibration_warns(&e));
	e.fpr_hi = .01;
	assert_false(calibration_warns(&e));
	e = (struct error_rate){ .calibrated = true, .fpr = .0031, .fpr_hi = .005 };
	assert_false(calibration_warns(&e));
	e = (struct error_rate){ .calibrated = false };
	assert_false(calibration_warns(&e));
}

static const char *stratum_at(uint32_t w, uint32_t h, const char *software)
{
	static struct subject s;

	s.container.width = w;
	s.container.height = h;
	s.facts.software = software;
	return stratum_of(&s);
}

static void pictures_have_their_stratum(void **state)
{
	(void)state;
	assert_string_equal(stratum_at(1700, 10, NULL), "large");
	assert_string_equal(stratum_at(10, 1700, NULL), "large");
	assert_string_equal(stratum_at(1699, 1699, NULL), "small");
	assert_string_equal(stratum_at(4000, 3000, "Instagram"), "small");
	assert_string_equal(stratum_at(0, 0, NULL), "small");
	for (size_t i = 0; strata[i]; i++)
		assert_non_null(strstr(stratum_words(strata[i]), "1,700 pixels"));
	assert_string_equal(stratum_words(NULL), "of another kind");
}

static void rates_are_said_plainly(void **state)
{
	const struct error_rate e = { .calibrated = true,
				      .threshold = .6123,
				      .fpr = .0194,
				      .fpr_lo = .0091,
				      .fpr_hi = .0405,
				      .tpr = .643,
				      .tpr_lo = .51,
				      .tpr_hi = .7549,
				      .n_genuine = 412,
				      .n_positive = 230,
				      .sources = 11,
				      .sources_positive = 1,
				      .stratum = "large",
				      .set = "recapture 2026-11" };
	const struct error_rate unknown = { .calibrated = false };
	struct str s;

	(void)state;
	str_init(&s, 4096);
	rate_words(&s, &e);
	assert_string_equal(s.data, "from 0.6123 on: 1.9 % of 412 genuine pictures of 11 sources were flagged (95 % interval "
				    "0.91 % to 4.0 %), 64 % of 230 other pictures of 1 source were found (95 % interval 51 % "
				    "to 75 %); large pictures; set recapture 2026-11");
	str_clear(&s);
	rate_words(&s, &unknown);
	assert_string_equal(s.data, "uncalibrated for pictures like this one");
	str_clear(&s);
	rate_percent(&s, 0);
	rate_percent(&s, (double)NAN);
	assert_string_equal(s.data, "0 %unknown");
	str_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_score_has_its_row),
		cmocka_unit_test(no_row_is_left_over),
		cmocka_unit_test(rates_keep_the_rules),
		cmocka_unit_test(thresholds_and_rates_belong_together),
		cmocka_unit_test(what_is_not_there_is_never_reached),
		cmocka_unit_test(warnings_are_earned),
		cmocka_unit_test(pictures_have_their_stratum),
		cmocka_unit_test(rates_are_said_plainly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
