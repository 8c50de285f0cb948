/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sun.h: where the sun stood. NOAA's solar position calculator (gml.noaa.gov/grad/solcalc), which is chapters
 * 12, 13, 16, 25 and 28 of J. Meeus, Astronomical Algorithms (2nd ed., 1998), low accuracy: under 0.1 degree
 * for the years 1900 to 2100. Universal time stands for dynamical time; the difference moves the sun by less
 * than 0.001 degree. Pure arithmetic. */
#ifndef COTTINGLEY_SUN_H
#define COTTINGLEY_SUN_H

#include "src/base/base.h"

struct sun { /* degrees */
	double altitude;    /* of the centre above the horizon, without refraction */
	double apparent;    /* with the refraction of a standard atmosphere at sea level */
	double azimuth;     /* from north over east, 0 to 360 */
	double declination;
};

/* utc: seconds since 1970. latitude -90 to 90, north positive; longitude -180 to 180, east positive. */
void sun_at(int64_t utc, double latitude, double longitude, struct sun *out);
/* How long a shadow an upright metre casts on level ground, in metres; NaN when the sun is under the horizon.
 */
double sun_shadow(const struct sun *s);

#endif
