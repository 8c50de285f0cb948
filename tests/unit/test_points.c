/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From rows of scores to thresholds and rates: what is taken, what is left out, and when no rate may be printed. */
#include "tests/unit/unit.h"

#include "analyzers/stratum.h"
#include "tests/bench/points.h"

#include <math.h>
#include <unistd.h>

#define CHECK "recapture"

static FILE *table;
static char path[] = "/tmp/test-points-XXXXXX";
static unsigned number; /* of the picture */

static void begin(void)
{
	snprintf(path, sizeof path, "/tmp/test-points-XXXXXX");
	table = fdopen(mkstemp(path), "w");
	number = 0;
	fputs("check\tversion\tset\tlabel\tsource\tfile\tstratum\tstatus\tscore\tlevel\tsha256\tpicture_level\n", table);
}

/* n rows of one source: scores go from `from` on in steps of `step`. */
static void rows(const char *set, const char *label, const char *source, unsigned n, double from, double step)
{
	for (unsigned i = 0; i < n; i++, number++)
		fprintf(table, CHECK "\t%u\t%s\t%s\t%s\t%s/%s/%s/%u.jpg\tlarge\tdone\t%.9g\tnone\t%064x\tnone\n",
			analyzer_find(CHECK)->version, set, label, source, set, label, source, number, from + step * i,
			number);
}

static struct bench end(bool held_out)
{
	struct bench b = { .pictures = NULL };
	struct error e = ERROR_INIT;

	fclose(table);
	if (bench_read(&b, path, held_out, &e) != ST_OK)
		fail_msg("%s", e.message);
	unlink(path);
	return b;
}

/* Six photographers, each 60 genuine pictures from 0 to .295 and 30 recaptured from .25 to .83. */
static struct bench usual(unsigned sources)
{
	char name[8];

	begin();
	for (unsigned i = 0; i < sources; i++) {
		snprintf(name, sizeof name, "s%u", i);
		rows("recapture", "genuine", name, 60, 0, .005);
		rows("recapture", "recaptured", name, 30, .25, .02);
	}
	return end(false);
}

static struct samples alarms_of(const struct bench *b)
{
	const struct selection sel = { .check = analyzer_find(CHECK), .pool = POOL_ALARMS };

	return select_samples(b, &sel);
}

static void near_to(double got, double want, double by)
{
	if (!(fabs(got - want) <= by))
		fail_msg("%.9g, expected %.9g", got, want);
}

static void thresholds_leave_a_share_over_them(void **state)
{
	struct bench b = usual(1);
	struct samples s = alarms_of(&b);

	(void)state;
	assert_int_equal(s.n, 60);
	near_to(propose_threshold(&s, 0, NO_SOURCE), .2951, 1e-9);    /* the highest is .295 */
	near_to(propose_threshold(&s, .02, NO_SOURCE), .2901, 1e-9);  /* one of 60 may pass */
	near_to(propose_threshold(&s, .034, NO_SOURCE), .2851, 1e-9); /* two */
	assert_true(isnan(propose_threshold(&s, .02, s.items[0].source)));
	flag_at(&s, .2901);
	assert_false(s.items[58].flagged);
	assert_true(s.items[59].flagged);
	s.items[59].score = 1;
	assert_true(isnan(propose_threshold(&s, 0, NO_SOURCE)));
	samples_release(&s);
	bench_release(&b);
}

/* The one with the highest scores is judged by what the others would have chosen. */
static void rates_are_cross_fitted(void **state)
{
	struct bench b;
	struct samples s;
	size_t flagged = 0;

	(void)state;
	begin();
	for (unsigned i = 0; i < 5; i++)
		rows("recapture", "genuine", (const char *[]){ "a", "b", "c", "d", "e" }[i], 40, 0, .005);
	rows("recapture", "genuine", "odd", 4, .9, .01);
	b = end(false);
	s = alarms_of(&b);
	flag_at(&s, propose_threshold(&s, .02, NO_SOURCE)); /* 4 of 204: within 2 % */
	for (size_t i = 0; i < s.n; i++)
		flagged += s.items[i].flagged;
	assert_int_equal(flagged, 4);
	flag_cross_fitted(&s, &s, .02);
	flagged = 0;
	for (size_t i = 0; i < s.n; i++)
		flagged += s.items[i].flagged;
	/* All 4 of `odd`; of the others none: 3 of 164 may pass, and `odd` uses that up. */
	assert_int_equal(flagged, 4);
	flag_cross_fitted(&s, &s, 0);
	assert_true(s.items[s.n - 1].flagged);
	samples_release(&s);
	bench_release(&b);
}

static void enough_pictures_give_rates(void **state)
{
	struct bench b = usual(6);
	struct measured m = measure_points(&b, analyzer_find(CHECK), "large", "2026-11-25");
	const struct calibration *c = &m.proposed[POINT_NOTICE];
	bool asks = levels_from_table(CHECK);

	(void)state;
	/* Thresholds that the check does not ask for are proposed, and not written. */
	assert_int_equal(!m.reason, asks);
	assert_int_equal(!m.rows[POINT_NOTICE].uncalibrated, asks);
	assert_int_equal(m.rows[POINT_WARNING].check != NULL, asks);
	assert_true(asks || (isnan(m.rows[POINT_NOTICE].threshold) && m.rows[POINT_NOTICE].fpr <= 0));
	assert_int_equal(c->n_genuine, 360);
	assert_int_equal(c->n_positive, 180);
	assert_int_equal(c->sources_genuine, 6);
	assert_int_equal(c->sources_positive, 6);
	assert_string_equal(c->set, "recapture 2026-11");
	/* 7 of 360 may pass, and each score stands six times: .295 passes. */
	near_to(c->threshold, .2901, 1e-9);
	near_to(c->fpr, 6. / 360, 1e-9);
	near_to(c->tpr, 27. / 30, 1e-9); /* .25, .27 and .29 are under it */
	assert_true(c->fpr_lo < c->fpr && c->fpr < c->fpr_hi);
	assert_null(m.no_warning);
	near_to(m.proposed[POINT_WARNING].threshold, .2951, 1e-9);
	near_to(m.proposed[POINT_WARNING].fpr, 0, 0);
	assert_true(m.proposed[POINT_WARNING].fpr_hi < CALIBRATION_FPR_HI_MAX);
	measured_release(&m);
	bench_release(&b);
}

static void few_pictures_give_none(void **state)
{
	struct bench b = usual(4);
	struct measured m = measure_points(&b, analyzer_find(CHECK), "large", "2026-11-25");

	(void)state;
	assert_non_null(strstr(m.reason, "240 genuine pictures of 4 sources"));
	assert_null(m.rows[POINT_WARNING].check);
	assert_true(isnan(m.rows[POINT_NOTICE].threshold));
	measured_release(&m);
	m = measure_points(&b, analyzer_find(CHECK), "small", "2026-11-25");
	assert_non_null(strstr(m.reason, "0 genuine pictures of 0 sources"));
	measured_release(&m);
	bench_release(&b);
}

static void chance_gives_no_rate(void **state)
{
	struct bench b;
	struct measured m;
	char name[8];

	(void)state;
	begin();
	for (unsigned i = 0; i < 6; i++) {
		snprintf(name, sizeof name, "s%u", i);
		rows("recapture", "genuine", name, 60, 0, .005);
		rows("recapture", "recaptured", name, 60, 0, .005);
	}
	b = end(false);
	m = measure_points(&b, analyzer_find(CHECK), "large", "2026-11-25");
	assert_non_null(strstr(m.reason, "near chance: ROC AUC 0.50"));
	near_to(m.rows[POINT_NOTICE].fpr, 0, 0); /* levels were all none: what the check does by itself */
	measured_release(&m);
	bench_release(&b);
}

/* One photographer of six whose genuine pictures look like screens: a notice, and no warning. */
static void a_bad_source_forbids_the_warning(void **state)
{
	struct bench b;
	struct measured m;
	char name[8];

	(void)state;
	begin();
	for (unsigned i = 0; i < 6; i++) {
		snprintf(name, sizeof name, "s%u", i);
		rows("recapture", "genuine", name, 60, 0, .005);
		rows("recapture", "recaptured", name, 30, .25, .02);
	}
	rows("recapture", "genuine", "bad", 5, .6, .05);
	b = end(false);
	m = measure_points(&b, analyzer_find(CHECK), "large", "2026-11-25");
	assert_non_null(m.no_warning);
	assert_non_null(m.proposed[POINT_NOTICE].check);
	assert_null(m.proposed[POINT_WARNING].check);
	assert_string_equal(m.worst, "recapture/bad: 5 of 5");
	measured_release(&m);
	bench_release(&b);
}

static void roles_choose_what_is_counted(void **state)
{
	struct bench b = usual(6);
	const struct analyzer *check = analyzer_find(CHECK);
	size_t n[POOL_COUNT];

	(void)state;
	for (size_t i = 0; i < b.n_pictures; i++)
		b.pictures[i].role = strcmp(b.pictures[i].source, "s0") == 0   ? ROLE_FALSE_ALARMS
				     : strcmp(b.pictures[i].source, "s1") == 0 ? ROLE_BALANCED
									       : ROLE_BOTH;
	for (int p = 0; p < POOL_COUNT; p++) {
		const struct selection sel = { .check = check, .pool = (enum pool)p };
		struct samples s = select_samples(&b, &sel);

		n[p] = s.n;
		samples_release(&s);
	}
	assert_int_equal(n[POOL_ALL], 6 * 90);
	assert_int_equal(n[POOL_USABLE], 5 * 90);
	assert_int_equal(n[POOL_BALANCED], 90);
	assert_int_equal(n[POOL_ALARMS], 6 * 60);
	assert_int_equal(n[POOL_POSITIVE], 5 * 30);
	assert_int_equal(n[POOL_APART], 0);
	bench_release(&b);
}

static void other_sets_are_for_false_alarms(void **state)
{
	struct bench b;
	struct samples s;

	(void)state;
	begin();
	rows("splicing", "authentic", "x", 3, .1, 0);
	rows("splicing", "spliced", "x", 3, .1, 0);
	rows("genuine", "genuine", "x", 4, .1, 0);
	rows("recapture", "printout", "x", 2, .1, 0);
	b = end(false);
	s = alarms_of(&b);
	assert_int_equal(s.n, 7);
	assert_int_equal(count_sources(s.items, s.n), 2);
	samples_release(&s);
	s = select_samples(&b, &(struct selection){ .check = analyzer_find(CHECK), .pool = POOL_APART });
	assert_int_equal(s.n, 2);
	samples_release(&s);
	bench_release(&b);
}

static void copies_are_dropped(void **state)
{
	struct bench b;

	(void)state;
	begin();
	rows("recapture", "genuine", "a", 3, .1, 0);
	number = 0; /* the same bytes again: two under the other label, one under the same */
	rows("recapture", "recaptured", "b", 2, .1, 0);
	rows("recapture", "genuine", "c", 1, .1, 0);
	b = end(false);
	drop_copies(&b);
	assert_int_equal(b.contradictory, 4);
	assert_int_equal(b.copies, 1);
	assert_true(b.pictures[0].dropped && b.pictures[1].dropped && b.pictures[3].dropped && b.pictures[4].dropped);
	assert_false(b.pictures[2].dropped); /* a comes before c */
	assert_true(b.pictures[5].dropped);
	bench_release(&b);
}

static enum status read_again(struct bench *b, struct error *e)
{
	enum status st;

	fclose(table);
	st = bench_read(b, path, true, e);
	unlink(path);
	return st;
}

static void held_out_rows_replace(void **state)
{
	struct bench b = usual(1), old;
	struct error e = ERROR_INIT;

	(void)state;
	begin();
	rows("recapture", "genuine", "s0", 2, .77, 0);
	rows("recapture", "genuine", "new", 1, .5, 0);
	assert_int_equal(read_again(&b, &e), ST_OK);
	assert_int_equal(b.replaced, 2);
	assert_int_equal(b.n_rows, 91);
	near_to(b.rows[1].score, .77, 1e-12);
	assert_true(b.rows[1].held_out && !b.rows[2].held_out);
	begin();
	fprintf(table, CHECK "\t999\tr\tg\ts\tr/g/s/f\tlarge\tdone\t.5\tnone\t\t\n");
	assert_int_equal(read_again(&b, &e), ST_MISMATCH);
	begin(); /* of an examination: somebody raised the version since */
	fprintf(table, CHECK "\t999\tr\tg\ts\tr/g/s/f\tlarge\tdone\t.5\tnone\t\t\n");
	old = end(false);
	assert_int_equal(old.outdated, 1);
	assert_int_equal(old.n_rows, 0);
	bench_release(&old);
	begin();
	fprintf(table, CHECK "\t%u\tr\tg\ts\tr/g/s/f\tlarge\tdone\t1.5\tnone\t\t\n", analyzer_find(CHECK)->version);
	assert_int_equal(read_again(&b, &e), ST_CORRUPT);
	bench_release(&b);
}

static void levels_follow_the_table(void **state)
{
	const struct analyzer *a = analyzer_find(CHECK);
	const struct calibration rates[] = {
		{ .check = a->id, .version = a->version, .stratum = "large", .point = POINT_NOTICE, .threshold = .4 },
		{ .check = a->id, .version = a->version, .stratum = "large", .point = POINT_WARNING, .threshold = .8 },
		{ .check = a->id, .version = a->version, .stratum = "small", .uncalibrated = "few" },
		{ .check = NULL },
	};
	struct picture p = { .stratum = "large" };
	struct score_row r = { .check = a, .score = .4, .level = LEVEL_NONE };

	(void)state;
	assert_int_equal(level_under(&r, &p, rates), LEVEL_NOTICE);
	r.score = .39;
	assert_int_equal(level_under(&r, &p, rates), LEVEL_NONE);
	r.score = .8;
	assert_int_equal(level_under(&r, &p, rates), LEVEL_WARNING);
	assert_int_equal(level_under(&r, &p, NULL), LEVEL_NONE);
	p.stratum = "small";
	r.level = LEVEL_NOTICE;
	assert_int_equal(level_under(&r, &p, rates), LEVEL_NOTICE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(thresholds_leave_a_share_over_them),
		cmocka_unit_test(rates_are_cross_fitted),
		cmocka_unit_test(enough_pictures_give_rates),
		cmocka_unit_test(few_pictures_give_none),
		cmocka_unit_test(chance_gives_no_rate),
		cmocka_unit_test(a_bad_source_forbids_the_warning),
		cmocka_unit_test(roles_choose_what_is_counted),
		cmocka_unit_test(other_sets_are_for_false_alarms),
		cmocka_unit_test(copies_are_dropped),
		cmocka_unit_test(held_out_rows_replace),
		cmocka_unit_test(levels_follow_the_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
