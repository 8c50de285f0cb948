/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules about the place. */
#include "src/base/base.h"
#include "analyzers/metadata/exif_rules.h"

#include <math.h>

enum { GPS_LAT_REF = 1, GPS_LAT, GPS_LON_REF, GPS_LON, GPS_TIME = 7, GPS_METHOD = 0x1B, CODE = 8,
       METHOD_MAX = 40 };

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

/* Whole minutes: a position that was rounded, to a mile or so. */
static bool rounded(const struct exif *x, uint16_t tag)
{
	const struct exif_field *f = exif_find(x, EXIF_IFD_GPS, tag);
	double degrees, minutes = 0, seconds = 0;

	if (!f || !exif_real(x, f, 0, &degrees))
		return false;
	if (f->count > 1 && !exif_real(x, f, 1, &minutes))
		minutes = 0;
	if (f->count > 2 && !exif_real(x, f, 2, &seconds))
		seconds = 0;
	return degrees == floor(degrees) && minutes == floor(minutes) && seconds == 0;
}

EXIF_RULE(exif_gps_precision)
{
	const struct exif *x = &c->in->exif;

	if (!c->facts->has_gps || (c->facts->latitude == 0 && c->facts->longitude == 0) ||
	    !rounded(x, GPS_LAT) || !rounded(x, GPS_LON))
		return false;
	exif_say(detail, "%.4f, %.4f: whole minutes of arc", c->facts->latitude, c->facts->longitude);
	return true;
}

/* GPSProcessingMethod (Exif 2.32, 4.6.6): eight bytes of character code, then a word. */
EXIF_RULE(exif_gps_method)
{
	static const char *const words[] = { "CELLID", "WLAN", "NETWORK", "MANUAL", "network", "fused" };
	const struct exif_field *f = exif_find(&c->in->exif, EXIF_IFD_GPS, GPS_METHOD);
	char text[METHOD_MAX + 1] = "";
	size_t n;

	if (!c->facts->has_gps || !f || f->broken || f->bytes.len <= CODE)
		return false;
	n = f->bytes.len - CODE < METHOD_MAX ? f->bytes.len - CODE : METHOD_MAX;
	memcpy(text, f->bytes.data + CODE, n);
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strncmp(text, words[i], strlen(words[i])) == 0) {
			exif_say(detail, "GPSProcessingMethod '%s'", text);
			return true;
		}
	return false;
}
