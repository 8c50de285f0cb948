/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cct.h: correlated colour temperature of a chromaticity, and the Planckian locus. Planck's law (c2 =
 * 1.4388e-2 m K) with the multi-lobe fit to the CIE 1931 colour matching functions of Wyman, Sloan,
 * Shirley 2013 (Journal of Computer Graphics Techniques 2(2)), every 5 nm from 380 to 780. The
 * temperature is that of the nearest point of the locus in CIE 1960 (u, v) (CIE 15), on the chords
 * between points 4.6 mired apart (Robertson 1968, Ohno 2013: no polynomial limits the range); Duv is
 * the distance, positive above the locus (ANSI C78.377). Against the tables of CIE 15 the fit of the
 * matching functions costs under 1.5 % of a temperature (tests/unit/test_cct.c). */
#ifndef COTTINGLEY_CCT_H
#define COTTINGLEY_CCT_H

#include "src/base/base.h"

#define CCT_MIN 1600.0
#define CCT_MAX 25000.0
#define CCT_DUV_MAX .05 /* further from the locus a temperature has no meaning (CIE 15) */

enum { LOCUS_POINTS = 128 };
struct locus {
	double kelvin[LOCUS_POINTS], uv[LOCUS_POINTS][2]; /* from CCT_MAX down, equal steps of 1e6 / K */
	double rg[LOCUS_POINTS][2]; /* the chromaticity in linear sRGB; g or b is negative for the reddest */
};
void locus_init(struct locus *l);

struct cct {
	double kelvin; /* NaN outside CCT_MIN..CCT_MAX or with |duv| over CCT_DUV_MAX */
	double duv;
};
struct cct cct_of(const struct locus *l, const double rg[2]);

#endif
