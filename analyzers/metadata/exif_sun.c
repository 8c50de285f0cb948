/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sun over the place and time that the metadata names. Only day against night is judged; the rest is for
 * people, who can see shadows. */
#include "src/base/base.h"
#include "analyzers/metadata/exif_rules.h"

#include "src/base/value.h"

#include <math.h>

enum { GPS_DIRECTION_REF = 0x10, GPS_DIRECTION = 0x11, MINUTE = 60 };

static void look(struct exif_case *c)
{
	const struct exif *x = &c->in->exif;
	const struct exif_field *f = exif_find(x, EXIF_IFD_GPS, GPS_DIRECTION);
	const struct exif_field *ref = exif_find(x, EXIF_IFD_GPS, GPS_DIRECTION_REF);

	c->sun.has_direction = f && exif_real(x, f, 0, &c->sun.direction) && c->sun.direction >= 0 &&
			       c->sun.direction <= 360;
	c->sun.magnetic = ref && !ref->broken && ref->bytes.len && ref->bytes.data[0] == 'M';
}

/* The time of taking with its zone comes first: the GPS clock may be that of an older fix. */
void exif_sun_fill(struct exif_case *c)
{
	struct exif_sun *s = &c->sun;
	const struct exif_facts *f = c->facts;

	if (!f->has_gps || f->gps_ref_missing || fabs(f->latitude) > 90 || fabs(f->longitude) > 180 ||
	    (f->latitude == 0 && f->longitude == 0))
		return;
	if (c->original.valid && c->original.has_offset) {
		s->utc = c->original.seconds - (int64_t)c->original.offset * MINUTE;
		s->clock = "time of taking and its zone";
	} else if (exif_gps_seconds(f, &s->utc)) {
		s->clock = "GPS time";
	} else {
		return;
	}
	s->known = true;
	sun_at(s->utc, f->latitude, f->longitude, &s->at);
	look(c);
}

static double side(double azimuth, double direction)
{
	double d = fmod(azimuth - direction + 540, 360) - 180;

	return d < -180 ? d + 360 : d;
}

static void say_direction(const struct exif_sun *s, char *text, size_t cap)
{
	double d = side(s->at.azimuth, s->direction);

	if (!s->has_direction) {
		text[0] = '\0';
		return;
	}
	snprintf(text, cap,
		 "; the camera looked towards %.0f degrees (%s north), the sun was %.0f degrees to the %s",
		 s->direction, s->magnetic ? "magnetic" : "true", fabs(d), d < 0 ? "left" : "right");
}

EXIF_RULE(exif_sun_position)
{
	const struct exif_sun *s = &c->sun;
	char at[32], direction[160];

	if (!s->known)
		return false;
	say_direction(s, direction, sizeof direction);
	if (s->at.apparent > 0)
		exif_say(detail,
			 "%s (%s): %.1f degrees above the horizon at azimuth %.1f; an upright metre casts "
			 "%.2f m of shadow towards %.1f degrees%s",
			 time_format_utc(at, s->utc), s->clock, s->at.apparent, s->at.azimuth,
			 sun_shadow(&s->at), fmod(s->at.azimuth + 180, 360), direction);
	else
		exif_say(detail, "%s (%s): %.1f degrees under the horizon at azimuth %.1f%s",
			 time_format_utc(at, s->utc), s->clock, -s->at.apparent, s->at.azimuth, direction);
	return true;
}

/* Exposure value at ISO 100 (ISO 2720): 12 is an overcast day, street lamps at night give 3 to 7. Flash
 * lights by itself. */
static bool luminance(const struct exif_case *c, double *ev100)
{
	const struct exif_facts *f = c->facts;

	if (!f->has_fnumber || !f->has_exposure || !f->has_iso || exif_flash_fired(c))
		return false;
	*ev100 = log2(f->fnumber * f->fnumber / f->exposure_time) - log2(f->iso / 100);
	return isfinite(*ev100);
}

EXIF_RULE(exif_sun_night)
{
	double ev;

	if (!c->sun.known || c->sun.at.altitude >= param_value(c->p, "night_degrees") || !luminance(c, &ev) ||
	    ev <= param_value(c->p, "day_ev"))
		return false;
	exif_say(detail,
		 "the exposure is that of %.1f EV at ISO 100, full daylight; the sun was %.1f degrees under "
		 "the horizon",
		 ev, -c->sun.at.altitude);
	return true;
}

void exif_sun_report(const struct exif_case *c, struct result *out)
{
	const struct exif_sun *s = &c->sun;
	struct value *v;
	char at[32];

	if (!s->known)
		return;
	result_add_measure(out, "sun_altitude", s->at.apparent, "degrees", NULL);
	result_add_measure(out, "sun_azimuth", s->at.azimuth, "degrees", NULL);
	if (s->at.apparent > 0)
		result_add_measure(out, "shadow_per_metre", sun_shadow(&s->at), "m", NULL);
	v = value_add(out->arena, result_details(out), "sun", VALUE_MAP);
	value_add_text(out->arena, v, "time", time_format_utc(at, s->utc));
	value_add_text(out->arena, v, "time_from", s->clock);
	value_add_real(out->arena, v, "altitude", s->at.apparent);
	value_add_real(out->arena, v, "altitude_without_refraction", s->at.altitude);
	value_add_real(out->arena, v, "azimuth", s->at.azimuth);
	if (s->at.apparent > 0) {
		value_add_real(out->arena, v, "shadow_per_metre", sun_shadow(&s->at));
		value_add_real(out->arena, v, "shadow_bearing", fmod(s->at.azimuth + 180, 360));
	}
	if (s->has_direction) {
		value_add_real(out->arena, v, "camera_direction", s->direction);
		value_add_bool(out->arena, v, "camera_direction_magnetic", s->magnetic);
		value_add_real(out->arena, v, "sun_from_camera_direction", side(s->at.azimuth, s->direction));
	}
}
