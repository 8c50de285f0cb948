/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The arithmetic of the accuracy bench, against sums by hand and published values. */
#include "tests/unit/unit.h"

#include "tests/bench/pixels.h"
#include "tests/bench/statistics.h"

#include <math.h>

static void near_to(double got, double want, double by)
{
	if (!(fabs(got - want) <= by))
		fail_msg("%.9g, expected %.9g", got, want);
}

/* Positives .9 .8 .5, genuine .8 .5 .1: of 9 pairs 6 are won and 2 are ties (.8 with .8, .5 with .5): 7 of 9. */
static const struct sample few[] = {
	{ .1, 1, false, false }, { .5, 1, false, false }, { .5, 1, true, false },
	{ .8, 2, false, false }, { .8, 2, true, true },	  { .9, 2, true, true },
};

static void area_counts_ties_by_half(void **state)
{
	const uint32_t twice[] = { 1, 1, 2, 1, 0, 1 }; /* positives .5 .5 .9: 1.5 + 1.5 + 3 of 9 */

	(void)state;
	near_to(auc(few, NULL, ARRAY_LEN(few), 0), 7. / 9, 1e-12);
	near_to(auc(few, twice, ARRAY_LEN(few), 0), 6. / 9, 1e-12);
	assert_true(isnan(auc(few, NULL, 2, 0)));
	assert_true(isnan(auc(few, NULL, 0, 0)));
}

static void rates_are_read_without_interpolation(void **state)
{
	(void)state;
	/* No genuine one at all: only .9 stands alone, since a genuine one has .8 too. */
	near_to(tpr_at_fpr(few, NULL, ARRAY_LEN(few), 0), 1. / 3, 1e-12);
	near_to(tpr_at_fpr(few, NULL, ARRAY_LEN(few), .33), 1. / 3, 1e-12);
	near_to(tpr_at_fpr(few, NULL, ARRAY_LEN(few), .34), 2. / 3, 1e-12);
	near_to(tpr_at_fpr(few, NULL, ARRAY_LEN(few), .67), 1, 1e-12);
	assert_true(isnan(tpr_at_fpr(few, NULL, 2, .5)));
	near_to(share_flagged(few, NULL, ARRAY_LEN(few), 0), 2. / 6, 1e-12);
}

static void samples_are_sorted(void **state)
{
	struct sample s[] = { { .7, 2, true, false }, { .2, 9, true, false }, { .7, 1, false, false } };

	(void)state;
	sort_samples(s, ARRAY_LEN(s));
	near_to(s[0].score, .2, 0);
	assert_int_equal(s[1].source, 1);
	assert_int_equal(count_sources(s, ARRAY_LEN(s)), 3);
	assert_int_equal(count_sources(few, ARRAY_LEN(few)), 2);
	assert_int_equal(count_sources(few, 0), 0);
}

static void quantiles_are_linear(void **state)
{
	const double v[] = { 1, 2, 4, 8, 16 };

	(void)state;
	near_to(quantile(v, 5, 0), 1, 0);
	near_to(quantile(v, 5, 1), 16, 0);
	near_to(quantile(v, 5, .5), 4, 0);
	near_to(quantile(v, 5, .025), 1.1, 1e-12);
	near_to(quantile(v, 5, .975), 15.2, 1e-12);
	near_to(quantile(v, 1, .3), 1, 0);
	assert_true(isnan(quantile(v, 0, .5)));
}

/* I_x(1, b) = 1 - (1 - x)^b; I_x(2, 2) = x^2 (3 - 2 x); I_x(a, b) = 1 - I_(1-x)(b, a). */
static void beta_has_its_closed_forms(void **state)
{
	(void)state;
	near_to(incomplete_beta(1, 7, .3), 1 - pow(.7, 7), 1e-12);
	near_to(incomplete_beta(2, 2, .4), .352, 1e-12);
	near_to(incomplete_beta(5, 90, .07), 1 - incomplete_beta(90, 5, .93), 1e-12);
	near_to(incomplete_beta(3, 4, 0), 0, 0);
	near_to(incomplete_beta(3, 4, 1), 1, 0);
}

/* scipy.stats.binomtest(k, n).proportion_ci(method="exact" and "wilson"). */
static void intervals_have_their_known_values(void **state)
{
	struct interval i = clopper_pearson(10, 100, .05);

	(void)state;
	near_to(i.lo, .0490047, 1e-6);
	near_to(i.hi, .1762226, 1e-6);
	i = clopper_pearson(0, 300, .1);
	near_to(i.lo, 0, 0);
	near_to(i.hi, 1 - pow(.05, 1. / 300), 1e-9);
	i = clopper_pearson(300, 300, .05);
	near_to(i.lo, pow(.025, 1. / 300), 1e-9);
	near_to(i.hi, 1, 0);
	i = wilson(10, 100);
	near_to(i.lo, .0552291, 1e-6);
	near_to(i.hi, .1743657, 1e-6);
}

/* Twenty pictures of five sources, of which one raises every false alarm. */
static size_t clustered(struct sample *s)
{
	for (uint32_t i = 0; i < 20; i++)
		s[i] = (struct sample){ .score = i / 20., .source = i / 4, .positive = false, .flagged = i >= 16 };
	return 20;
}

static void bootstrap_draws_sources(void **state)
{
	struct sample s[20];
	size_t n = clustered(s);
	struct interval one = bootstrap(s, n, share_flagged, 0), again = bootstrap(s, n, share_flagged, 0);

	(void)state;
	near_to(one.value, .2, 1e-12);
	assert_memory_equal(&one, &again, sizeof one);
	/* Number of times that the one source is drawn: binomial(5, 1/5): 0 in 33 % of the draws, 3 and more in 5.8 %,
	 * 4 and more in .7 %. */
	near_to(one.lo, 0, 0);
	near_to(one.hi, .6, 1e-12);
	for (size_t i = 0; i < n; i++) /* the same pictures, each a source of its own: narrower */
		s[i].source = (uint32_t)i;
	again = bootstrap(s, n, share_flagged, 0);
	assert_true(again.lo > 0 && again.hi < .45);
}

static void pictures_are_drawn_within_a_source(void **state)
{
	struct sample s[20];
	size_t n = clustered(s);
	struct interval i;

	(void)state;
	for (size_t k = 0; k < n; k++)
		s[k].source = 3;
	i = bootstrap(s, n, share_flagged, 0);
	assert_true(i.lo > 0 && i.lo <= .1 && i.hi >= .35 && i.hi < .5);
	i = bootstrap(s, 0, share_flagged, 0);
	assert_true(isnan(i.value) && isnan(i.lo));
}

static void the_wider_interval_is_printed(void **state)
{
	struct sample s[20];
	size_t n = clustered(s);
	struct interval i = share_interval(s, n), w = wilson(4, 20);

	(void)state;
	near_to(i.value, .2, 1e-12);
	near_to(i.lo, 0, 0);	  /* of the sources */
	near_to(i.hi, .6, 1e-12); /* Wilson's is .416 */
	assert_true(w.hi < .6);
	for (size_t k = 0; k < n; k++)
		s[k].flagged = false;
	i = share_interval(s, n);
	near_to(i.lo, 0, 0);
	near_to(i.hi, 1 - pow(.05, 1. / 20), 1e-9);
	i = share_interval(s, 0);
	assert_true(isnan(i.value));
}

/* 300 genuine pictures without a flag are the least that a warning wants: 1 - .05^(1/300) = .99 %. */
static void three_hundred_without_a_flag_suffice(void **state)
{
	static struct sample s[300];

	(void)state;
	assert_true(share_interval(s, 300).hi < .01);
	assert_true(share_interval(s, 298).hi > .01);
}

static void cells_are_counted(void **state)
{
	const struct confusion c = { .tp = 6, .fp = 2, .fn = 3, .tn = 9 }, none = { .tn = 5 }, all = { .tp = 5 };

	(void)state;
	near_to(confusion_f1(&c), 12. / 17, 1e-12);
	near_to(confusion_mcc(&c), (54 - 6) / sqrt(8. * 9 * 11 * 12), 1e-12);
	assert_true(isnan(confusion_f1(&none)));
	near_to(confusion_mcc(&none), 0, 0);
	near_to(confusion_f1(&all), 1, 0);
	near_to(confusion_mcc(&all), 0, 0);
}

/* A map of 4 x 2 cells of 10 pixels, and a mask at half the size that covers the right half. */
static void maps_are_held_against_masks(void **state)
{
	static const float cells[8] = { 1, 1, 9, NAN, 9, 1, 9, 5 };
	static uint8_t mask[20 * 10];
	const struct plane plane = { .width = 20, .height = 10, .data = mask };
	const struct map m = { .cols = 4, .rows = 2, .step_x = 10, .step_y = 10, .data = cells };
	struct confusion c;
	double area;

	(void)state;
	for (int i = 0; i < 200; i++)
		mask[i] = i % 20 >= 10 ? 255 : 0;
	c = map_against_mask(&m, &plane, 40, 20, 9, &area);
	assert_int_equal(c.tp, 2);
	assert_int_equal(c.fn, 2); /* the 5, and the cell that cannot speak */
	assert_int_equal(c.fp, 1);
	assert_int_equal(c.tn, 3);
	/* Altered 9 9 5, others 1 1 9 1: each 9 wins 3.5 of 4, the 5 wins 3 of 4. */
	near_to(area, 10. / 12, 1e-12);
	c = map_against_mask(&m, NULL, 40, 20, 9, &area);
	assert_int_equal(c.fp, 3);
	assert_int_equal(c.tn, 5);
	assert_true(isnan(area));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(area_counts_ties_by_half),
		cmocka_unit_test(rates_are_read_without_interpolation),
		cmocka_unit_test(samples_are_sorted),
		cmocka_unit_test(quantiles_are_linear),
		cmocka_unit_test(beta_has_its_closed_forms),
		cmocka_unit_test(intervals_have_their_known_values),
		cmocka_unit_test(bootstrap_draws_sources),
		cmocka_unit_test(pictures_are_drawn_within_a_source),
		cmocka_unit_test(the_wider_interval_is_printed),
		cmocka_unit_test(three_hundred_without_a_flag_suffice),
		cmocka_unit_test(cells_are_counted),
		cmocka_unit_test(maps_are_held_against_masks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
