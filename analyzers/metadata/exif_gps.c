/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules about the place. */
#include "src/base/base.h"
#include "analyzers/metadata/exif_rules.h"

#include <math.h>

enum { GPS_LAT_REF = 1, GPS_LAT, GPS_LON_REF, GPS_LON, GPS_TIME = 7 };

EXIF_RULE(exif_gps_null_island)
{
	if (!c->facts->has_gps || fabs(c->facts->latitude) > 1e-4 || fabs(c->facts->longitude) > 1e-4)
		return false;
	exif_say(detail, "%.6f, %.6f", c->facts->latitude, c->facts->longitude);
	return true;
}

static const char *presence(const struct exif *x, uint16_t tag)
{
	const struct exif_field *f = exif_find(x, EXIF_IFD_GPS, tag);

	return !f ? "missing" : f->broken || !f->bytes.len || !f->bytes.data[0] ? "empty" : "present";
}

EXIF_RULE(exif_gps_ref_missing)
{
	const struct exif *x = &c->in->exif;

	if (!c->facts->has_gps || !c->facts->gps_ref_missing)
		return false;
	exif_say(detail, "GPSLatitudeRef %s, GPSLongitudeRef %s", presence(x, GPS_LAT_REF),
		 presence(x, GPS_LON_REF));
	return true;
}

/* Parts 1 and 2 of an angle or a clock are under 60, part 0 under `most`. */
static bool parts_fit(const struct exif *x, uint16_t tag, double most)
{
	const struct exif_field *f = exif_find(x, EXIF_IFD_GPS, tag);
	double v;

	for (uint32_t i = 0; f && i < 3; i++)
		if (exif_real(x, f, i, &v) && (v < 0 || v > (i ? 60 : most)))
			return false;
	return true;
}

EXIF_RULE(exif_gps_range)
{
	const struct exif *x = &c->in->exif;

	if (!c->in->has_exif)
		return false;
	if (c->facts->has_gps && (fabs(c->facts->latitude) > 90 || fabs(c->facts->longitude) > 180))
		exif_say(detail, "%.6f, %.6f is no place on earth", c->facts->latitude, c->facts->longitude);
	else if (!parts_fit(x, GPS_LAT, 90) || !parts_fit(x, GPS_LON, 180))
		exif_say(detail, "degrees, minutes or seconds out of their range");
	else if (!parts_fit(x, GPS_TIME, 24))
		exif_say(detail, "a time of day out of its range");
	return detail[0] != '\0';
}

/* From the shore of the Dead Sea to the top of Mount Everest, with room for errors. */
EXIF_RULE(exif_gps_altitude)
{
	if (!c->facts->has_altitude || (c->facts->altitude >= -450 && c->facts->altitude <= 9000))
		return false;
	exif_say(detail, "%.1f m", c->facts->altitude);
	return true;
}
