/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/cct.h"

#include <math.h>

/* One lobe of a colour matching function: other widths to its left and right. */
static double lobe(double nm, double height, double centre, double left, double right)
{
	double t = (nm - centre) * (nm < centre ? left : right);

	return height * exp(-.5 * t * t);
}

static void matching(double nm, double xyz[3])
{
	xyz[0] = lobe(nm, .362, 442.0, .0624, .0374) + lobe(nm, 1.056, 599.8, .0264, .0323) -
		 lobe(nm, .065, 501.1, .0490, .0382);
	xyz[1] = lobe(nm, .821, 568.8, .0213, .0247) + lobe(nm, .286, 530.9, .0613, .0322);
	xyz[2] = lobe(nm, 1.217, 437.0, .0845, .0278) + lobe(nm, .681, 459.0, .0385, .0725);
}

enum { NM_FROM = 380, NM_STEP = 5, NM_COUNT = 81 };

static void planck_xyz(double kelvin, const double m[NM_COUNT][3], double xyz[3])
{
	xyz[0] = xyz[1] = xyz[2] = 0;
	for (int i = 0; i < NM_COUNT; i++) {
		double um = (NM_FROM + i * NM_STEP) / 1000.0;
		double power = 1 / (um * um * um * um * um * (exp(14388 / (um * kelvin)) - 1));

		for (unsigned c = 0; c < 3; c++)
			xyz[c] += power * m[i][c];
	}
}

/* IEC 61966-2-1: sRGB primaries, D65. */
static const double to_xyz[3][3] = { { .4124, .3576, .1805 },
				     { .2126, .7152, .0722 },
				     { .0193, .1192, .9505 } };
static const double to_rgb[3][3] = { { 3.2406, -1.5372, -.4986 },
				     { -.9689, 1.8758, .0415 },
				     { .0557, -.2040, 1.0570 } };

static void apply(const double m[3][3], const double in[3], double out[3])
{
	for (unsigned i = 0; i < 3; i++)
		out[i] = m[i][0] * in[0] + m[i][1] * in[1] + m[i][2] * in[2];
}

static void uv_of(const double xyz[3], double uv[2])
{
	double d = xyz[0] + 15 * xyz[1] + 3 * xyz[2];

	uv[0] = 4 * xyz[0] / d;
	uv[1] = 6 * xyz[1] / d;
}

void locus_init(struct locus *l)
{
	const double low = 1e6 / CCT_MAX, high = 1e6 / CCT_MIN;
	double m[NM_COUNT][3], xyz[3], rgb[3];

	for (int i = 0; i < NM_COUNT; i++)
		matching(NM_FROM + i * NM_STEP, m[i]);
	for (int i = 0; i < LOCUS_POINTS; i++) {
		l->kelvin[i] = 1e6 / (low + (high - low) * i / (LOCUS_POINTS - 1));
		planck_xyz(l->kelvin[i], m, xyz);
		uv_of(xyz, l->uv[i]);
		apply(to_rgb, xyz, rgb);
		for (unsigned c = 0; c < 2; c++)
			l->rg[i][c] = rgb[c] / (rgb[0] + rgb[1] + rgb[2]);
	}
}

struct foot { /* of the perpendicular on one chord */
	double distance, mired, v;
};

static struct foot foot_on(const struct locus *l, int i, const double uv[2])
{
	const double *p = l->uv[i], *q = l->uv[i + 1];
	double d[2] = { q[0] - p[0], q[1] - p[1] };
	double t = ((uv[0] - p[0]) * d[0] + (uv[1] - p[1]) * d[1]) / (d[0] * d[0] + d[1] * d[1]);
	double m0 = 1e6 / l->kelvin[i], m1 = 1e6 / l->kelvin[i + 1];

	t = fmin(1, fmax(0, t));
	return (struct foot){ hypot(uv[0] - p[0] - t * d[0], uv[1] - p[1] - t * d[1]), m0 + t * (m1 - m0),
			      p[1] + t * d[1] };
}

struct cct cct_of(const struct locus *l, const double rg[2])
{
	const double rgb[3] = { rg[0], rg[1], 1 - rg[0] - rg[1] }, low = 1e6 / CCT_MAX, high = 1e6 / CCT_MIN;
	struct cct o = { .kelvin = (double)NAN, .duv = (double)NAN };
	struct foot best = { .distance = HUGE_VAL };
	double xyz[3], uv[2];

	apply(to_xyz, rgb, xyz);
	if (!isfinite(rg[0]) || !isfinite(rg[1]) || xyz[0] + 15 * xyz[1] + 3 * xyz[2] <= 0)
		return o;
	uv_of(xyz, uv);
	for (int i = 0; i + 1 < LOCUS_POINTS; i++) {
		struct foot f = foot_on(l, i, uv);

		if (f.distance < best.distance)
			best = f;
	}
	o.duv = copysign(best.distance, uv[1] - best.v);
	if (best.distance <= CCT_DUV_MAX && best.mired > low * 1.0001 && best.mired < high * .9999)
		o.kelvin = 1e6 / best.mired;
	return o;
}
