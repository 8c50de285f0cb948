/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The rule table of the overall level, coverage, and what analyzer_run() does for every check. */
#include "tests/unit/unit.h"

#include "analyzers/analyzer.h"
#include "src/base/value.h"

#include <math.h>

static struct result *add_result(struct examination *x, const char *check, enum result_status status,
				 const char *reason)
{
	struct result *r = &x->results[x->n_results++];

	*r = (struct result){ .check = check, .status = status, .reason = reason, .arena = &x->arena };
	return r;
}

static void add(struct result *r, enum finding_kind kind, enum level level, enum trace trace)
{
	static const char *const alternatives[] = { "something harmless", NULL };

	result_add_finding(r, &(struct finding_spec){ .code = "a.b",
						      .kind = kind,
						      .level = level,
						      .trace = trace,
						      .summary = trace_name(trace),
						      .alternatives = alternatives });
}

static struct examination *begin(void)
{
	static struct result results[16];
	struct examination *x = exam_new();

	memset(results, 0, sizeof results);
	x->results = results;
	x->media_type = "image/jpeg";
	return x;
}

static enum level decide(struct examination *x)
{
	enum level level;

	level_decide(x);
	level = x->level;
	return level;
}

static void nothing_is_none(void **state)
{
	struct examination *x = begin();

	(void)state;
	add(add_result(x, "exif", RESULT_DONE, NULL), FINDING_OBSERVATION, LEVEL_NONE, TRACE_METADATA);
	assert_int_equal(decide(x), LEVEL_NONE);
	assert_int_equal(x->n_why, 0);
	assert_int_equal(x->spoke, 1);
	assert_false(x->little);
	exam_free(x);
}

static void strongest_comes_first(void **state)
{
	struct examination *x = begin();
	struct result *r = add_result(x, "exif", RESULT_DONE, NULL);

	(void)state;
	add(r, FINDING_INTERPRETATION, LEVEL_NOTICE, TRACE_DATES);
	add(r, FINDING_INTERPRETATION, LEVEL_WARNING, TRACE_SOFTWARE);
	add(r, FINDING_INTERPRETATION, LEVEL_ALERT, TRACE_THUMBNAIL);
	assert_int_equal(decide(x), LEVEL_ALERT);
	assert_int_equal(x->n_why, 3);
	assert_string_equal(x->why[0], "exif: thumbnail");
	assert_string_equal(x->why[2], "exif: dates");
	exam_free(x);
}

static void why_has_at_most_eight(void **state)
{
	struct examination *x = begin();
	struct result *r = add_result(x, "exif", RESULT_DONE, NULL);

	(void)state;
	for (int i = 0; i < 20; i++)
		add(r, FINDING_OBSERVATION, LEVEL_NOTICE, TRACE_DATES);
	assert_int_equal(decide(x), LEVEL_NOTICE);
	assert_int_equal(x->n_why, 8);
	exam_free(x);
}

static enum level pair(enum finding_kind k1, enum trace t1, enum finding_kind k2, enum trace t2)
{
	struct examination *x = begin();
	enum level level;

	add(add_result(x, "exif", RESULT_DONE, NULL), k1, LEVEL_NOTICE, t1);
	add(add_result(x, "structure", RESULT_DONE, NULL), k2, LEVEL_NOTICE, t2);
	level = decide(x);
	exam_free(x);
	return level;
}

static void two_traces_make_a_warning(void **state)
{
	const enum finding_kind o = FINDING_OBSERVATION, i = FINDING_INTERPRETATION;

	(void)state;
	assert_int_equal(pair(i, TRACE_DATES, i, TRACE_SOFTWARE), LEVEL_WARNING);
	assert_int_equal(pair(i, TRACE_DATES, i, TRACE_DATES), LEVEL_NOTICE);
	assert_int_equal(pair(o, TRACE_DATES, i, TRACE_SOFTWARE), LEVEL_NOTICE);
	assert_int_equal(pair(i, TRACE_NONE, i, TRACE_SOFTWARE), LEVEL_NOTICE);
}

static void agreement_is_named(void **state)
{
	struct examination *x = begin();
	struct result *r = add_result(x, "exif", RESULT_DONE, NULL);

	(void)state;
	add(r, FINDING_INTERPRETATION, LEVEL_NOTICE, TRACE_DATES);
	add(r, FINDING_INTERPRETATION, LEVEL_NOTICE, TRACE_SOFTWARE);
	assert_int_equal(decide(x), LEVEL_WARNING);
	assert_non_null(strstr(x->why[0], "(dates, software)"));
	exam_free(x);
}

/* A score whose error rate is e; trace SPECTRUM, and another finding of the exif check beside it. */
static enum level scored(enum level level, const struct error_rate *e, bool beside)
{
	struct examination *x = begin();
	struct result *r = add_result(x, "recapture", RESULT_DONE, NULL);
	enum level all;

	r->has_score = true;
	r->error_rate = *e;
	add(r, FINDING_INTERPRETATION, level, TRACE_SPECTRUM);
	if (beside)
		add(add_result(x, "exif", RESULT_DONE, NULL), FINDING_INTERPRETATION, LEVEL_NOTICE,
		    TRACE_DATES);
	all = decide(x);
	exam_free(x);
	return all;
}

static void levels_are_earned(void **state)
{
	const struct error_rate unknown = { .calibrated = false },
				good = { .calibrated = true, .fpr = 0.002, .fpr_hi = 0.009 },
				poor = { .calibrated = true, .fpr = 0.002, .fpr_hi = 0.02 };

	(void)state;
	assert_int_equal(scored(LEVEL_ALERT, &unknown, false), LEVEL_NOTICE);
	assert_int_equal(scored(LEVEL_WARNING, &unknown, true),
			 LEVEL_NOTICE); /* what is unknown lifts nothing */
	assert_int_equal(scored(LEVEL_WARNING, &poor, false), LEVEL_NOTICE);
	assert_int_equal(scored(LEVEL_WARNING, &poor, true), LEVEL_WARNING); /* but it may confirm */
	assert_int_equal(scored(LEVEL_WARNING, &good, false), LEVEL_WARNING);
	assert_int_equal(scored(LEVEL_ALERT, &good, false), LEVEL_WARNING); /* statistics never alert */
}

static void two_cues_of_one_score_are_one(void **state)
{
	struct examination *x = begin();
	struct result *r = add_result(x, "recapture", RESULT_DONE, NULL);

	(void)state;
	r->has_score = true;
	r->error_rate = (struct error_rate){ .calibrated = true, .fpr = 0.1, .fpr_hi = 0.2 };
	add(r, FINDING_INTERPRETATION, LEVEL_NOTICE, TRACE_SPECTRUM);
	add(r, FINDING_INTERPRETATION, LEVEL_NOTICE, TRACE_COLOUR);
	assert_int_equal(decide(x), LEVEL_NOTICE);
	exam_free(x);
}

static void silent_results_say_nothing(void **state)
{
	struct examination *x = begin();

	(void)state;
	add(add_result(x, "exif", RESULT_FAILED, "crashed"), FINDING_INTERPRETATION, LEVEL_ALERT,
	    TRACE_DATES);
	assert_int_equal(decide(x), LEVEL_NONE);
	assert_true(x->little);
	exam_free(x);
}

static void coverage_is_counted(void **state)
{
	struct examination *x = begin();

	(void)state;
	add_result(x, "exif", RESULT_DONE, NULL);
	add_result(x, "structure", RESULT_NOT_APPLICABLE, "too small");
	add_result(x, "recapture", RESULT_NOT_APPLICABLE, "too small");
	add_result(x, "other", RESULT_FAILED, "time limit");
	level_decide(x);
	assert_int_equal(x->spoke, 1);
	assert_int_equal(x->silent, 3);
	assert_int_equal(x->n_reasons, 2);
	assert_string_equal(x->reasons[0].reason, "too small");
	assert_int_equal(x->reasons[0].count, 2);
	assert_true(x->little);
	assert_true(isnan(x->chance_flags));
	x->n_results = 2;
	level_decide(x); /* half is not fewer than half */
	assert_false(x->little);
	exam_free(x);
}

/* That there are no Content Credentials is one silence, not one for every check that asks. */
static void a_silence_is_counted_once(void **state)
{
	struct examination *x = begin();

	(void)state;
	add_result(x, "structure", RESULT_DONE, NULL);
	add_result(x, "c2pa", RESULT_NOT_APPLICABLE, "no Content Credentials in this file");
	add_result(x, "attestation", RESULT_NOT_APPLICABLE, "no Content Credentials in this file");
	level_decide(x);
	assert_int_equal(x->silent, 1);
	assert_false(x->little);
	x->results[1].status = RESULT_DONE;
	level_decide(x); /* a silence of its own */
	assert_int_equal(x->silent, 1);
	x->results[1].status = RESULT_NOT_APPLICABLE;
	x->results[2].status = RESULT_FAILED;
	level_decide(x);
	assert_int_equal(x->silent, 2);
	exam_free(x);
}

static void failed_examinations_are_decided_too(void **state)
{
	struct examination *x = exam_new();

	(void)state;
	x->status = ST_CORRUPT;
	level_decide(x);
	assert_int_equal(x->level, LEVEL_NONE);
	assert_true(x->little);
	assert_string_equal(level_words(x), "could not be examined");
	exam_free(x);
}

/* ---- analyzer_run ---- */

static enum status answer; /* what the check below answers */

static enum status run(struct subject *in, const struct context *cx, const struct param *p,
		       struct job_control *ctl, struct result *out, struct error *e)
{
	(void)in, (void)cx, (void)ctl;
	assert_true(param_value(p, "knob") > 0);
	add(out, FINDING_INTERPRETATION, LEVEL_WARNING, TRACE_COLOUR);
	out->has_score = true;
	out->score = 0.5;
	return answer == ST_OK ? ST_OK : err_at(e, answer, 77, "because");
}

static const struct param params[] = { { "knob", "", 3, 1, 9, "a knob" }, { .name = NULL } };

static struct result run_one(struct examination *x, struct analyzer a, enum status how)
{
	static struct subject in;
	struct context cx = { .name = "" };
	struct result r = { .arena = &x->arena };

	a.id = "test";
	a.version = 7;
	a.params = params;
	a.run = run;
	answer = how;
	analyzer_run(&a, &in, &cx, NULL, NULL, &r);
	return r;
}

static void run_fills_the_result(void **state)
{
	struct examination *x = exam_new();
	struct result r = run_one(x, (struct analyzer){ .scores = false }, ST_OK);

	(void)state;
	assert_int_equal(r.status, RESULT_DONE);
	assert_int_equal(r.version, 7);
	assert_int_equal(r.level, LEVEL_WARNING);
	assert_true(value_get(r.params, "knob")->real > 2.9);
	r = run_one(x, (struct analyzer){ .scores = true }, ST_OK);
	assert_int_equal(r.level, LEVEL_NOTICE);
	assert_int_equal(r.findings[0].level, LEVEL_NOTICE);
	assert_string_equal(r.limits[r.n_limits - 1], "uncalibrated for pictures like this one");
	exam_free(x);
}

static void failures_say_only_why(void **state)
{
	static const struct {
		enum status st;
		enum result_status expect;
	} cases[] = { { ST_NOT_APPLICABLE, RESULT_NOT_APPLICABLE },
		      { ST_UNSUPPORTED, RESULT_NOT_APPLICABLE },
		      { ST_CANCELLED, RESULT_CANCELLED },
		      { ST_CORRUPT, RESULT_FAILED },
		      { ST_MEMORY, RESULT_FAILED } };
	struct examination *x = exam_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct result r = run_one(x, (struct analyzer){ .scores = true }, cases[i].st);

		assert_int_equal(r.status, cases[i].expect);
		assert_string_equal(r.reason, "because");
		assert_int_equal(r.code, cases[i].st);
		assert_true(r.has_offset && r.offset == 77);
		assert_false(r.has_score);
		assert_int_equal(r.n_findings, 0);
		assert_int_equal(r.level, LEVEL_NONE);
		assert_non_null(r.params);
	}
	exam_free(x);
}

static void needs_are_checked_first(void **state)
{
	static const struct {
		unsigned needs;
		const char *reason;
	} cases[] = { { NEED_METADATA, "no EXIF metadata" }, { NEED_STRUCTURE, "no reader for this format" },
		      { NEED_PIXELS, "no decoder for this format" }, { NEED_JPEG_TABLES, "not a JPEG" },
		      { NEED_JPEG_COEFFICIENTS, "not a JPEG" }, { NEED_TRUST, "no trust lists came along" } };
	struct examination *x = exam_new();

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct result r = run_one(x, (struct analyzer){ .needs = cases[i].needs }, ST_OK);

		assert_int_equal(r.status, RESULT_NOT_APPLICABLE);
		assert_string_equal(r.reason, cases[i].reason);
	}
	exam_free(x);
}

static void registry_is_whole(void **state)
{
	(void)state;
	for (size_t i = 0; analyzers[i]; i++) {
		const struct analyzer *a = analyzers[i];

		assert_ptr_equal(analyzer_find(a->id), a);
		assert_true(a->title && a->question && a->run && a->version > 0 && a->profiles);
		assert_true(!a->follows || analyzer_find(a->follows));
		for (const struct param *p = a->params; p && p->name; p++)
			assert_true(p->unit && p->help && p->value >= p->min && p->value <= p->max);
	}
	assert_null(analyzer_find("nonesuch"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_none), cmocka_unit_test(strongest_comes_first),
		cmocka_unit_test(why_has_at_most_eight), cmocka_unit_test(two_traces_make_a_warning),
		cmocka_unit_test(agreement_is_named), cmocka_unit_test(levels_are_earned),
		cmocka_unit_test(two_cues_of_one_score_are_one), cmocka_unit_test(silent_results_say_nothing),
		cmocka_unit_test(coverage_is_counted), cmocka_unit_test(a_silence_is_counted_once),
		cmocka_unit_test(failed_examinations_are_decided_too),
		cmocka_unit_test(run_fills_the_result), cmocka_unit_test(failures_say_only_why),
		cmocka_unit_test(needs_are_checked_first), cmocka_unit_test(registry_is_whole),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
