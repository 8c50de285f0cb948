/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/display.h"

#include <math.h>

const struct display_kind display_kinds[DISPLAY_KINDS] = {
	{ "a television", 40, 80 },
	{ "a monitor", 92, 110 },
	{ "a laptop", 110, 220 },
	{ "a tablet", 220, 330 },
	{ "a phone", 400, 460 },
};

static const double inch = 25.4, film_diagonal = 43.266615305567871; /* mm; of 36 x 24 mm */
static const double finest_pitch = .5, kind_factor = 1.25;
static const double focal_from = 5, focal_to = 3000;

static double direction(double x, double y)
{
	double degrees = atan2(y, x) * 57.295779513082321;

	if (degrees < 0)
		degrees += 180;
	return degrees >= 180 ? degrees - 180 : degrees;
}

uint32_t display_candidates(double fx, double fy, struct display_candidate out[DISPLAY_CANDIDATES_MAX])
{
	static const int fold[DISPLAY_CANDIDATES_MAX] = { 0, -1, 1, -2 };
	bool along_x = fabs(fx) >= fabs(fy);
	uint32_t n = 0;

	if (!(hypot(fx, fy) > 0))
		return 0;
	if ((along_x ? fx : fy) < 0) { /* the conjugate is the same wave */
		fx = -fx;
		fy = -fy;
	}
	for (uint32_t i = 0; i < DISPLAY_CANDIDATES_MAX; i++) {
		double x = along_x ? fx + fold[i] : fx, y = along_x ? fy : fy + fold[i];
		double f = hypot(x, y);

		if (f * finest_pitch > 1)
			continue;
		out[n++] = (struct display_candidate){ .pitch = 1 / f, .fold = fold[i], .angle = direction(x, y) };
	}
	return n;
}

struct display_view display_view(double focal35, uint32_t width, uint32_t height)
{
	bool known = focal35 >= focal_from && focal35 <= focal_to;

	return (struct display_view){ .focal35 = known ? focal35 : DISPLAY_FOCAL35,
				      .assumed = !known,
				      .diagonal = hypot(width, height) };
}

double display_mm(const struct display_view *v, double pitch, double distance_mm)
{
	return pitch * distance_mm * film_diagonal / (v->focal35 * v->diagonal);
}

double display_distance(const struct display_view *v, double pitch, double ppi)
{
	return inch / ppi * v->focal35 * v->diagonal / (pitch * film_diagonal);
}

double display_ppi(double mm)
{
	return inch / mm;
}

/* By how much ppi lies outside the range: 1 inside. */
static double outside(const struct display_kind *k, double ppi)
{
	return ppi < k->ppi_low ? k->ppi_low / ppi : ppi > k->ppi_high ? ppi / k->ppi_high : 1;
}

const struct display_kind *display_kind_of(double ppi)
{
	const struct display_kind *best = NULL;
	double least = kind_factor;

	for (uint32_t i = 0; i < DISPLAY_KINDS; i++) {
		double factor = outside(&display_kinds[i], ppi);

		if (factor < least || (!best && factor == least)) {
			best = &display_kinds[i];
			least = factor;
		}
	}
	return best;
}
