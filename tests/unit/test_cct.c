/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colour temperatures against the tables of the CIE. */
#include "tests/unit/unit.h"

#include "analyzers/signal/cct.h"

#include <math.h>

/* Chromaticity (x, y) to (r, g) of linear sRGB, with the matrix of IEC 61966-2-1 inverted to more
 * places than the program uses. */
static void rg_of(double x, double y, double rg[2])
{
	const double xyz[3] = { x / y, 1, (1 - x - y) / y };
	const double m[3][3] = { { 3.2404542, -1.5371385, -.4985314 },
				 { -.9692660, 1.8760108, .0415560 },
				 { .0556434, -.2040259, 1.0572252 } };
	double rgb[3], sum;

	for (unsigned i = 0; i < 3; i++)
		rgb[i] = m[i][0] * xyz[0] + m[i][1] * xyz[1] + m[i][2] * xyz[2];
	sum = rgb[0] + rgb[1] + rgb[2];
	rg[0] = rgb[0] / sum;
	rg[1] = rgb[1] / sum;
}

/* CIE 15:2004: illuminants A and D50..D75 with their published correlated temperatures, E, and
 * fluorescent lamps. */
static void temperatures_are_the_published_ones(void **state)
{
	static const struct {
		const char *name;
		double x, y, kelvin;
	} known[] = {
		{ "A", .44757, .40745, 2856 },    { "D50", .34567, .35850, 5003 }, { "D55", .33242, .34743, 5503 },
		{ "D65", .31272, .32903, 6504 },  { "D75", .29902, .31485, 7504 }, { "E", .33333, .33333, 5455 },
		{ "F2", .3721, .3751, 4230 },     { "F7", .3129, .3292, 6500 },    { "F11", .3805, .3769, 4000 },
		{ "F12", .4370, .4042, 3000 },
	};
	struct locus l;

	(void)state;
	locus_init(&l);
	for (size_t i = 0; i < ARRAY_LEN(known); i++) {
		struct cct c;
		double rg[2];

		rg_of(known[i].x, known[i].y, rg);
		c = cct_of(&l, rg);
		print_message("# %s %.0f K as %.0f K, Duv %+.4f\n", known[i].name, known[i].kelvin, c.kelvin, c.duv);
		assert_true(fabs(c.kelvin - known[i].kelvin) <= .015 * known[i].kelvin);
		assert_true(fabs(c.duv) < .01);
	}
}

static void daylight_lies_above_the_locus(void **state)
{
	struct locus l;
	double rg[2];

	(void)state;
	locus_init(&l);
	rg_of(.31272, .32903, rg); /* Duv of D65: +.0032 */
	assert_true(fabs(cct_of(&l, rg).duv - .0032) < .001);
	rg_of(.31272, .30, rg);
	assert_true(cct_of(&l, rg).duv < -.005);
}

static void no_temperature_far_from_the_locus(void **state)
{
	static const double far[][2] = { { .2, .7 }, { .45, .15 }, { .05, .2 }, { .9, .05 } };
	const double bad[2] = { (double)NAN, .3 };
	struct locus l;

	(void)state;
	locus_init(&l);
	for (size_t i = 0; i < ARRAY_LEN(far); i++)
		assert_true(isnan(cct_of(&l, far[i]).kelvin));
	assert_true(isnan(cct_of(&l, bad).kelvin) && isnan(cct_of(&l, bad).duv));
}

static void the_locus_finds_itself(void **state)
{
	struct locus l;

	(void)state;
	locus_init(&l);
	for (int i = 1; i + 1 < LOCUS_POINTS; i++) {
		struct cct c = cct_of(&l, l.rg[i]);

		assert_true(fabs(c.kelvin - l.kelvin[i]) < .005 * l.kelvin[i] && fabs(c.duv) < 1e-3);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(temperatures_are_the_published_ones),
		cmocka_unit_test(daylight_lies_above_the_locus),
		cmocka_unit_test(no_temperature_far_from_the_locus),
		cmocka_unit_test(the_locus_finds_itself),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
