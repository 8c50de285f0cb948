/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sun against published positions. */
#include "tests/unit/unit.h"

#include "analyzers/metadata/sun.h"
#include "src/base/timeutil.h"

#include <math.h>

static int64_t utc(const char *text)
{
	int64_t t;

	assert_true(time_parse_utc(text, &t));
	return t;
}

static void assert_near(double got, double want, double tolerance)
{
	if (fabs(got - want) > tolerance)
		fail_msg("%.4f is not %.4f", got, want);
}

/* I. Reda, A. Andreas, Solar Position Algorithm for Solar Radiation Applications, NREL/TP-560-34302 (2008),
 * table A5.1: 2003-10-17 12:30:30 at UTC-7, 39.742476 N, 105.1786 W; zenith 50.11162 with refraction, azimuth
 * 194.34024. */
static void the_example_of_nrel(void **state)
{
	struct sun s;

	(void)state;
	sun_at(utc("2003-10-17T19:30:30Z"), 39.742476, -105.1786, &s);
	assert_near(s.apparent, 90 - 50.11162, 0.05);
	assert_near(s.altitude, 39.872046, 0.05);
	assert_near(s.azimuth, 194.34024, 0.05);
	assert_near(s.declination, -9.31434, 0.02);
	assert_near(sun_shadow(&s), 1.1964, 0.003);
}

/* Meeus, Astronomical Algorithms, 2nd ed., examples 25.a and 28.b: 1992-10-13, 0h: declination -7.78507
 * degrees, equation of time +13m 42.6s. So the sun is in the zenith at 7.785 S, 176.573 E. */
static void the_examples_of_meeus(void **state)
{
	struct sun s;

	(void)state;
	sun_at(utc("1992-10-13T00:00:00Z"), -7.78507, 180 - (13 + 42.6 / 60) / 4, &s);
	assert_near(s.declination, -7.78507, 0.01);
	assert_near(s.altitude, 90, 0.05);
}

/* Solstice of 2024-06-20 20:51 UTC: the obliquity is the declination. A pole sees that altitude all day. */
static void the_solstice(void **state)
{
	struct sun a, b;

	(void)state;
	sun_at(utc("2024-06-20T20:51:00Z"), 90, 0, &a);
	sun_at(utc("2024-06-20T08:51:00Z"), 90, 0, &b);
	assert_near(a.declination, 23.436, 0.01);
	assert_near(a.altitude, 23.436, 0.01);
	assert_near(b.altitude, a.altitude, 0.01);
	sun_at(utc("2024-06-20T20:51:00Z"), -90, 0, &a);
	assert_near(a.altitude, -23.436, 0.01);
	assert_true(isnan(sun_shadow(&a)));
}

/* Morning is east, noon south, evening west; in the south noon is north. */
static void the_quarters(void **state)
{
	struct sun s;

	(void)state;
	sun_at(utc("2024-03-20T06:00:00Z"), 50, 0, &s);
	assert_near(s.azimuth, 90, 4);
	sun_at(utc("2024-03-20T12:07:00Z"), 50, 0, &s);
	assert_near(s.azimuth, 180, 1);
	assert_near(s.altitude, 40, 0.5);
	sun_at(utc("2024-03-20T18:00:00Z"), 50, 0, &s);
	assert_near(s.azimuth, 270, 4);
	sun_at(utc("2024-03-20T12:07:00Z"), -50, 0, &s);
	assert_true(s.azimuth < 2 || s.azimuth > 358);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_example_of_nrel),
		cmocka_unit_test(the_examples_of_meeus),
		cmocka_unit_test(the_solstice),
		cmocka_unit_test(the_quarters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
