/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a table of error rates does to results and levels: analyzer_run() and level_decide() on a table of this test, which is
 * linked in the place of the shipped one. */
#include "tests/unit/unit.h"

#include "analyzers/calibration.h"

#include <math.h>

#define RATES .n_genuine = 400, .n_positive = 90, .sources_genuine = 7, .sources_positive = 4, .auc = .9, .auc_lo = .8, \
	      .auc_hi = .95, .set = "drawn 2026-11", .date = "2026-11-25"

const struct calibration calibration_table[] = {
	{ .check = "test", .version = 7, .stratum = "large", .point = POINT_NOTICE, .threshold = .4, .fpr = .02,
	  .fpr_lo = .01, .fpr_hi = .04, .tpr = .8, .tpr_lo = .6, .tpr_hi = .9, RATES },
	{ .check = "test", .version = 7, .stratum = "large", .point = POINT_WARNING, .threshold = .8, .fpr = .002,
	  .fpr_lo = .001, .fpr_hi = .009, .tpr = .5, .tpr_lo = .4, .tpr_hi = .6, RATES },
	{ .check = "test", .version = 7, .stratum = "small", .point = POINT_NOTICE, .uncalibrated = "near chance",
	  .threshold = NAN, .fpr = .05, .fpr_lo = .03, .fpr_hi = .08, .tpr = NAN, .tpr_lo = NAN, .tpr_hi = NAN, RATES },
	{ .check = "noisy", .version = 7, .stratum = "large", .point = POINT_NOTICE, .threshold = .4, .fpr = .02,
	  .fpr_lo = .01, .fpr_hi = .04, .tpr = .8, .tpr_lo = .6, .tpr_hi = .9, RATES },
	{ .check = NULL },
};

static double score;
static enum level level;

static enum status run(struct subject *in, const struct context *cx, const struct param *p,
		       struct job_control *ctl, struct result *out, struct error *e)
{
	static const char *const alternatives[] = { "something harmless", NULL };

	(void)in, (void)cx, (void)p, (void)ctl, (void)e;
	result_add_finding(out, &(struct finding_spec){ .code = "a.b",
							.kind = FINDING_INTERPRETATION,
							.level = level,
							.trace = TRACE_COLOUR,
							.summary = "s",
							.alternatives = alternatives });
	out->has_score = true;
	out->score = score;
	return ST_OK;
}

static const struct param own[] = { { "knob", "", 3, 1, 9, "a knob" }, { .name = NULL } };

struct trial {
	const char *check;
	uint32_t side;
	double score;
	enum level level; /* that the check asks for */
	bool derived, turned, marked;
};

static struct result run_one(struct examination *x, const struct trial *t)
{
	static const struct region region = { .width = 20, .height = 20 };
	const struct analyzer a = {
		.id = t->check, .version = 7, .scores = true, .regions = true, .params = own, .run = run
	};
	struct param given[] = { own[0], own[1] };
	struct subject in = { .derived = t->derived };
	struct context cx = { .name = "", .regions = &region, .n_regions = t->marked };
	struct result r = { .arena = &x->arena };

	in.container.width = in.container.height = t->side;
	given[0].value = t->turned ? 4 : 3;
	score = t->score;
	level = t->level;
	analyzer_run(&a, &in, &cx, given, NULL, &r);
	return r;
}

static void scores_get_their_rate(void **state)
{
	static const struct {
		struct trial t;
		double threshold; /* NaN: uncalibrated */
		enum level level;
	} cases[] = {
		{ { "test", 4000, .3, LEVEL_WARNING, false, false, false }, .4, LEVEL_NOTICE },
		{ { "test", 4000, .4, LEVEL_WARNING, false, false, false }, .4, LEVEL_NOTICE },
		{ { "test", 4000, .8, LEVEL_WARNING, false, false, false }, .8, LEVEL_WARNING },
		{ { "test", 4000, .8, LEVEL_ALERT, false, false, false }, .8, LEVEL_WARNING },
		{ { "test", 4000, .8, LEVEL_NONE, false, false, false }, .8, LEVEL_NONE },
		{ { "test", 1000, .9, LEVEL_WARNING, false, false, false }, NAN, LEVEL_NOTICE },
		{ { "noisy", 4000, .9, LEVEL_WARNING, false, false, false }, .4, LEVEL_NOTICE },
		{ { "other", 4000, .9, LEVEL_WARNING, false, false, false }, NAN, LEVEL_NOTICE },
		/* not as it was measured */
		{ { "test", 4000, .9, LEVEL_WARNING, true, false, false }, NAN, LEVEL_NOTICE },
		{ { "test", 4000, .9, LEVEL_WARNING, false, true, false }, NAN, LEVEL_NOTICE },
		{ { "test", 4000, .9, LEVEL_WARNING, false, false, true }, NAN, LEVEL_NOTICE },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct examination *x = exam_new();
		struct result r = run_one(x, &cases[i].t);

		assert_int_equal(r.error_rate.calibrated, !isnan(cases[i].threshold));
		assert_int_equal(r.level, cases[i].level);
		if (r.error_rate.calibrated)
			assert_true(fabs(r.error_rate.threshold - cases[i].threshold) < 1e-12);
		else
			assert_string_equal(r.limits[r.n_limits - 1], "uncalibrated for pictures like this one");
		exam_free(x);
	}
}

static void rates_are_whole(void **state)
{
	struct examination *x = exam_new();
	struct result r = run_one(x, &(struct trial){ .check = "test", .side = 4000, .score = .9 });

	(void)state;
	assert_int_equal(r.error_rate.n_genuine, 400);
	assert_int_equal(r.error_rate.n_positive, 90);
	assert_int_equal(r.error_rate.sources, 7);
	assert_int_equal(r.error_rate.sources_positive, 4);
	assert_string_equal(r.error_rate.stratum, "large");
	assert_string_equal(r.error_rate.set, "drawn 2026-11");
	assert_true(r.error_rate.tpr_lo < r.error_rate.tpr && r.error_rate.tpr < r.error_rate.tpr_hi);
	exam_free(x);
}

/* The examination of these trials, and perhaps of a notice of the metadata. */
static struct examination *decide(const struct trial *t, unsigned n, bool beside)
{
	static const char *const alternatives[] = { "a", NULL };
	static struct result results[4];
	struct examination *x = exam_new();

	for (unsigned i = 0; i < n; i++)
		results[i] = run_one(x, &t[i]);
	if (beside) {
		results[n] = (struct result){ .check = "exif", .arena = &x->arena };
		result_add_finding(&results[n++], &(struct finding_spec){ .code = "a.b",
									  .kind = FINDING_INTERPRETATION,
									  .level = LEVEL_NOTICE,
									  .trace = TRACE_DATES,
									  .summary = "s",
									  .alternatives = alternatives });
	}
	x->results = results;
	x->n_results = n;
	level_decide(x);
	return x;
}

static void warnings_alone_want_their_row(void **state)
{
	static const struct {
		struct trial t;
		bool beside;
		enum level level;
	} cases[] = {
		{ { .check = "test", .side = 4000, .score = .9, .level = LEVEL_WARNING }, false, LEVEL_WARNING },
		{ { .check = "test", .side = 4000, .score = .5, .level = LEVEL_WARNING }, false, LEVEL_NOTICE },
		{ { .check = "noisy", .side = 4000, .score = .9, .level = LEVEL_WARNING }, false, LEVEL_NOTICE },
		/* two traces agree when the rate is about this score */
		{ { .check = "noisy", .side = 4000, .score = .5, .level = LEVEL_NOTICE }, true, LEVEL_WARNING },
		{ { .check = "noisy", .side = 4000, .score = .3, .level = LEVEL_NOTICE }, true, LEVEL_NOTICE },
		{ { .check = "test", .side = 1000, .score = .9, .level = LEVEL_NOTICE }, true, LEVEL_NOTICE },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct examination *x = decide(&cases[i].t, 1, cases[i].beside);

		if (x->level != cases[i].level)
			fail_msg("case %zu: %s", i, level_name(x->level));
		exam_free(x);
	}
}

static double chance(const struct trial *t, unsigned n)
{
	struct examination *x = decide(t, n, true);
	double flags = x->chance_flags;

	exam_free(x);
	return flags;
}

static void flags_by_chance_are_summed(void **state)
{
	const struct trial large = { .check = "test", .side = 4000, .score = .9 },
			   small = { .check = "test", .side = 1000, .score = .1 },
			   noisy = { .check = "noisy", .side = 4000, .score = .1 },
			   tiny = { .check = "noisy", .side = 1000, .score = .1 },
			   other = { .check = "other", .side = 4000, .score = .1 };

	(void)state;
	/* What reached the warning raises notices as often as its notice threshold says. */
	assert_true(fabs(chance(&large, 1) - .02) < 1e-12);
	/* An uncalibrated result does not tell its stratum: the worst one. */
	assert_true(fabs(chance(&small, 1) - .05) < 1e-12);
	assert_true(fabs(chance((const struct trial[]){ large, noisy }, 2) - .04) < 1e-12);
	assert_true(isnan(chance((const struct trial[]){ large, other }, 2)));
	assert_true(isnan(chance(&tiny, 1))); /* measured on large ones alone */
	assert_true(isnan(chance(NULL, 0)));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(scores_get_their_rate),
		cmocka_unit_test(rates_are_whole),
		cmocka_unit_test(warnings_alone_want_their_row),
		cmocka_unit_test(flags_by_chance_are_summed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
