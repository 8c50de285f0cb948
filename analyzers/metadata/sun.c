/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Constants as NOAA's calculator has them; the chapters are Meeus'. */
#include "src/base/base.h"
#include "analyzers/metadata/sun.h"

#include <math.h>

#define PI 3.14159265358979323846

static double rad(double degrees)
{
	return degrees * PI / 180;
}

static double deg(double radians)
{
	return radians * 180 / PI;
}

static double turn(double degrees)
{
	degrees = fmod(degrees, 360);
	return degrees < 0 ? degrees + 360 : degrees;
}

struct ecliptic {
	double mean_longitude, anomaly, eccentricity, longitude,
		obliquity; /* degrees but for the eccentricity */
};

/* Chapter 25: apparent longitude; chapter 22: obliquity, corrected for the moon's node. */
static void ecliptic(double century, struct ecliptic *e)
{
	double t = century, m, centre, node = rad(125.04 - 1934.136 * t), seconds;

	e->mean_longitude = turn(280.46646 + t * (36000.76983 + t * 0.0003032));
	e->anomaly = 357.52911 + t * (35999.05029 - 0.0001537 * t);
	e->eccentricity = 0.016708634 - t * (0.000042037 + 0.0000001267 * t);
	m = rad(e->anomaly);
	centre = sin(m) * (1.914602 - t * (0.004817 + 0.000014 * t)) +
		 sin(2 * m) * (0.019993 - 0.000101 * t) + sin(3 * m) * 0.000289;
	e->longitude = e->mean_longitude + centre - 0.00569 - 0.00478 * sin(node);
	seconds = 21.448 - t * (46.815 + t * (0.00059 - t * 0.001813));
	e->obliquity = 23 + (26 + seconds / 60) / 60 + 0.00256 * cos(node);
}

/* Chapter 28: apparent solar time less mean solar time, in minutes. */
static double equation_of_time(const struct ecliptic *e)
{
	double y = tan(rad(e->obliquity) / 2), l = rad(e->mean_longitude), m = rad(e->anomaly),
	       ecc = e->eccentricity;

	y *= y;
	return 4 * deg(y * sin(2 * l) - 2 * ecc * sin(m) + 4 * ecc * y * sin(m) * cos(2 * l) -
		       0.5 * y * y * sin(4 * l) - 1.25 * ecc * ecc * sin(2 * m));
}

/* NOAA's approximation of the refraction, in degrees. */
static double refraction(double altitude)
{
	double t = tan(rad(altitude));

	if (altitude > 85)
		return 0;
	if (altitude > 5)
		return (58.1 / t - 0.07 / (t * t * t) + 0.000086 / (t * t * t * t * t)) / 3600;
	if (altitude > -0.575)
		return (1735 +
			altitude * (-518.2 + altitude * (103.4 + altitude * (-12.79 + altitude * 0.711)))) /
		       3600;
	return -20.774 / t / 3600;
}

void sun_at(int64_t utc, double latitude, double longitude, struct sun *out)
{
	double day = (double)utc / 86400, century = (day + 2440587.5 - 2451545.0) / 36525, minutes, hour, lat,
	       decl;
	struct ecliptic e;

	ecliptic(century, &e);
	decl = asin(sin(rad(e.obliquity)) * sin(rad(e.longitude)));
	minutes = (day - floor(day)) * 1440 + equation_of_time(&e) + 4 * longitude;
	hour = rad(minutes / 4 - 180); /* the hour angle: 0 at noon, positive in the afternoon */
	lat = rad(latitude);
	out->declination = deg(decl);
	out->altitude = deg(asin(fmax(-1, fmin(1, sin(lat) * sin(decl) + cos(lat) * cos(decl) * cos(hour)))));
	out->azimuth = turn(180 + deg(atan2(sin(hour), cos(hour) * sin(lat) - tan(decl) * cos(lat))));
	out->apparent = out->altitude + refraction(out->altitude);
}

double sun_shadow(const struct sun *s)
{
	return s->apparent > 0 ? 1 / tan(rad(s->apparent)) : (double)NAN;
}
