/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/exif.h"

#include "src/base/value.h"

#include <math.h>

/* Tag numbers: Exif 2.32 (CIPA DC-008), table 4 to 15. */
enum {
	TAG_MAKE = 0x010F,
	TAG_MODEL = 0x0110,
	TAG_ORIENTATION = 0x0112,
	TAG_SOFTWARE = 0x0131,
	TAG_DATE = 0x0132,
	TAG_ARTIST = 0x013B,
	TAG_COPYRIGHT = 0x8298,
	TAG_EXPOSURE = 0x829A,
	TAG_FNUMBER = 0x829D,
	TAG_ISO = 0x8827,
	TAG_RECOMMENDED_INDEX = 0x8832,
	TAG_ISO_SPEED = 0x8833,
	TAG_ORIGINAL = 0x9003,
	TAG_DIGITIZED = 0x9004,
	TAG_OFFSET = 0x9010,
	TAG_OFFSET_ORIGINAL = 0x9011,
	TAG_OFFSET_DIGITIZED = 0x9012,
	TAG_SHUTTER = 0x9201,
	TAG_APERTURE = 0x9202,
	TAG_BRIGHTNESS = 0x9203,
	TAG_FOCAL = 0x920A,
	TAG_MAKER_NOTE = 0x927C,
	TAG_SUBSEC_ORIGINAL = 0x9291,
	TAG_PIXEL_X = 0xA002,
	TAG_PIXEL_Y = 0xA003,
	TAG_FOCAL35 = 0xA405,
	TAG_IMAGE_ID = 0xA420,
	TAG_OWNER = 0xA430,
	TAG_BODY_SERIAL = 0xA431,
	TAG_LENS_MODEL = 0xA434,
	GPS_LAT_REF = 1,
	GPS_LAT,
	GPS_LON_REF,
	GPS_LON,
	GPS_ALT_REF,
	GPS_ALT,
	GPS_TIME,
	GPS_DATE = 0x1D,
};

#define NUMBER_MAX 4294967295.0

struct finder {
	struct arena *arena;
	const struct exif *x;
	struct exif_facts *out;
};

static const struct exif_field *readable(const struct finder *w, enum exif_ifd ifd, uint16_t tag)
{
	const struct exif_field *f = exif_find(w->x, ifd, tag);

	return f && !f->broken ? f : NULL;
}

static enum exif_ifd astray(enum exif_ifd ifd)
{
	return ifd == EXIF_IFD0 ? EXIF_IFD_EXIF : ifd == EXIF_IFD_EXIF ? EXIF_IFD0 : ifd;
}

/* In its own directory; what strayed into the other one counts when it is not there. */
static const struct exif_field *field(const struct finder *w, enum exif_ifd ifd, uint16_t tag)
{
	const struct exif_field *f = readable(w, ifd, tag);

	return f ? f : readable(w, astray(ifd), tag);
}

static const char *text(const struct finder *w, enum exif_ifd ifd, uint16_t tag)
{
	const char *s = exif_text(w->arena, readable(w, ifd, tag));

	if (!s || !*s)
		s = exif_text(w->arena, readable(w, astray(ifd), tag));
	return s && *s ? s : NULL;
}

static bool whole(const struct finder *w, enum exif_ifd ifd, uint16_t tag, uint64_t *v)
{
	const struct exif_field *f = field(w, ifd, tag);

	return f && exif_uint(w->x, f, 0, v);
}

static bool real(const struct finder *w, uint16_t tag, double *v)
{
	const struct exif_field *f = field(w, EXIF_IFD_EXIF, tag);

	return f && exif_real(w->x, f, 0, v);
}

static bool positive(const struct finder *w, uint16_t tag, double *v)
{
	double d;

	if (!real(w, tag, &d) || d <= 0 || d >= NUMBER_MAX)
		return false;
	*v = d;
	return true;
}

static void texts(const struct finder *w)
{
	struct exif_facts *o = w->out;

	o->make = text(w, EXIF_IFD0, TAG_MAKE);
	o->model = text(w, EXIF_IFD0, TAG_MODEL);
	o->software = text(w, EXIF_IFD0, TAG_SOFTWARE);
	o->artist = text(w, EXIF_IFD0, TAG_ARTIST);
	o->copyright = text(w, EXIF_IFD0, TAG_COPYRIGHT);
	o->lens_model = text(w, EXIF_IFD_EXIF, TAG_LENS_MODEL);
	o->body_serial = text(w, EXIF_IFD_EXIF, TAG_BODY_SERIAL);
	o->image_unique_id = text(w, EXIF_IFD_EXIF, TAG_IMAGE_ID);
	o->owner = text(w, EXIF_IFD_EXIF, TAG_OWNER);
	o->date_time = text(w, EXIF_IFD0, TAG_DATE);
	o->date_time_original = text(w, EXIF_IFD_EXIF, TAG_ORIGINAL);
	o->date_time_digitized = text(w, EXIF_IFD_EXIF, TAG_DIGITIZED);
	o->offset_time = text(w, EXIF_IFD_EXIF, TAG_OFFSET);
	o->offset_time_original = text(w, EXIF_IFD_EXIF, TAG_OFFSET_ORIGINAL);
	o->offset_time_digitized = text(w, EXIF_IFD_EXIF, TAG_OFFSET_DIGITIZED);
	o->subsec_original = text(w, EXIF_IFD_EXIF, TAG_SUBSEC_ORIGINAL);
	o->gps_date = text(w, EXIF_IFD_GPS, GPS_DATE);
}

/* 65535 in the 16-bit field says: see the 32-bit ones (Exif 2.3, 4.6.5 table 8). */
static bool iso(const struct finder *w, double *v)
{
	return (positive(w, TAG_ISO, v) && *v < 65535) || positive(w, TAG_ISO_SPEED, v) ||
	       positive(w, TAG_RECOMMENDED_INDEX, v) || positive(w, TAG_ISO, v);
}

static void numbers(const struct finder *w)
{
	struct exif_facts *o = w->out;
	uint64_t v;

	if (whole(w, EXIF_IFD0, TAG_ORIENTATION, &v) && v <= UINT16_MAX) {
		o->has_orientation = true;
		o->orientation = (uint16_t)v;
	}
	o->has_pixel_size = whole(w, EXIF_IFD_EXIF, TAG_PIXEL_X, &o->pixel_x) &&
			    whole(w, EXIF_IFD_EXIF, TAG_PIXEL_Y, &o->pixel_y);
	o->has_exposure = positive(w, TAG_EXPOSURE, &o->exposure_time);
	o->has_fnumber = positive(w, TAG_FNUMBER, &o->fnumber);
	o->has_iso = iso(w, &o->iso);
	o->has_aperture = real(w, TAG_APERTURE, &o->aperture);
	o->has_shutter = real(w, TAG_SHUTTER, &o->shutter);
	o->has_brightness = real(w, TAG_BRIGHTNESS, &o->brightness);
	o->has_focal = positive(w, TAG_FOCAL, &o->focal);
	o->has_focal35 = positive(w, TAG_FOCAL35, &o->focal35);
}

static void maker_note(const struct finder *w)
{
	const struct exif_field *f = field(w, EXIF_IFD_EXIF, TAG_MAKER_NOTE);

	w->out->has_maker_note = f != NULL;
	w->out->maker_note_offset = f ? f->bytes.origin : 0;
	w->out->maker_note_size = f ? f->bytes.len : 0;
	for (uint32_t i = 0; i < w->x->n_fields; i++)
		w->out->n_exif_fields += w->x->fields[i].ifd == EXIF_IFD_EXIF;
}

/* Degrees, minutes, seconds; minutes and seconds may be missing or 0/0. */
static bool angle(const struct finder *w, uint16_t tag, double *v)
{
	const struct exif_field *f = field(w, EXIF_IFD_GPS, tag);
	double part, sum;

	if (!f || !exif_real(w->x, f, 0, &sum))
		return false;
	if (exif_real(w->x, f, 1, &part))
		sum += part / 60;
	if (exif_real(w->x, f, 2, &part))
		sum += part / 3600;
	*v = sum;
	return true;
}

/* Puts the sign of the reference on *v; false without a readable reference. */
static bool refer(const struct finder *w, uint16_t tag, char minus, double *v)
{
	const char *ref = text(w, EXIF_IFD_GPS, tag);

	if (!ref)
		return false;
	if (ref[0] == minus || ref[0] == minus + ('a' - 'A'))
		*v = -*v;
	return true;
}

static void altitude(const struct finder *w)
{
	const struct exif_field *f = field(w, EXIF_IFD_GPS, GPS_ALT);
	uint64_t below = 0;

	if (!f || !exif_real(w->x, f, 0, &w->out->altitude))
		return;
	w->out->has_altitude = true;
	f = field(w, EXIF_IFD_GPS, GPS_ALT_REF);
	if (f && exif_uint(w->x, f, 0, &below) && below == 1)
		w->out->altitude = -w->out->altitude;
}

static void gps(const struct finder *w)
{
	struct exif_facts *o = w->out;
	const struct exif_field *f = field(w, EXIF_IFD_GPS, GPS_TIME);
	bool lat_ref, lon_ref;

	o->has_gps = angle(w, GPS_LAT, &o->latitude) && angle(w, GPS_LON, &o->longitude);
	if (o->has_gps) {
		lat_ref = refer(w, GPS_LAT_REF, 'S', &o->latitude);
		lon_ref = refer(w, GPS_LON_REF, 'W', &o->longitude);
		o->gps_ref_missing = !lat_ref || !lon_ref;
	}
	altitude(w);
	o->has_gps_time = f && exif_real(w->x, f, 0, &o->gps_time[0]) &&
			  exif_real(w->x, f, 1, &o->gps_time[1]) && exif_real(w->x, f, 2, &o->gps_time[2]);
}

void exif_facts(struct arena *a, const struct exif *x, struct exif_facts *out)
{
	struct finder w = { .arena = a, .x = x, .out = out };

	memset(out, 0, sizeof *out);
	texts(&w);
	numbers(&w);
	maker_note(&w);
	gps(&w);
}

/* ---- JSON ---- */

static void put_text(struct arena *a, struct value *v, const char *key, const char *s)
{
	if (s)
		value_add_text(a, v, key, s);
}

static void put_real(struct arena *a, struct value *v, const char *key, bool has, double d)
{
	if (has)
		value_add_real(a, v, key, d);
}

static void put_gps(struct arena *a, struct value *v, const struct exif_facts *f)
{
	struct value *gps;
	char time[64];

	if (!f->has_gps && !f->has_altitude && !f->gps_date && !f->has_gps_time)
		return;
	gps = value_add(a, v, "gps", VALUE_MAP);
	put_real(a, gps, "latitude", f->has_gps, f->latitude);
	put_real(a, gps, "longitude", f->has_gps, f->longitude);
	put_real(a, gps, "altitude", f->has_altitude, f->altitude);
	put_text(a, gps, "date", f->gps_date);
	if (f->has_gps_time) {
		snprintf(time, sizeof time,
			 floor(f->gps_time[2]) < f->gps_time[2] ? "%02.0f:%02.0f:%06.3f"
								: "%02.0f:%02.0f:%02.0f",
			 f->gps_time[0], f->gps_time[1], f->gps_time[2]);
		value_add_text(a, gps, "time", time);
	}
}

static void put_identity(struct arena *a, struct value *v, const struct exif_facts *f)
{
	put_text(a, v, "make", f->make);
	put_text(a, v, "model", f->model);
	put_text(a, v, "software", f->software);
	if (f->has_orientation)
		value_add_int(a, v, "orientation", f->orientation);
	put_text(a, v, "date_time", f->date_time);
	put_text(a, v, "date_time_original", f->date_time_original);
	put_text(a, v, "date_time_digitized", f->date_time_digitized);
	put_text(a, v, "offset_time", f->offset_time);
	put_text(a, v, "offset_time_original", f->offset_time_original);
	put_text(a, v, "offset_time_digitized", f->offset_time_digitized);
	put_text(a, v, "subsec_time_original", f->subsec_original);
}

struct value *exif_facts_value(struct arena *a, const struct exif_facts *f)
{
	struct value *v = value_new(a, VALUE_MAP);

	put_identity(a, v, f);
	put_gps(a, v, f);
	put_real(a, v, "exposure_time", f->has_exposure, f->exposure_time);
	put_real(a, v, "f_number", f->has_fnumber, f->fnumber);
	put_real(a, v, "iso", f->has_iso, f->iso);
	put_real(a, v, "focal_length", f->has_focal, f->focal);
	put_real(a, v, "focal_length_35mm", f->has_focal35, f->focal35);
	put_text(a, v, "lens_model", f->lens_model);
	put_text(a, v, "body_serial_number", f->body_serial);
	put_text(a, v, "image_unique_id", f->image_unique_id);
	put_text(a, v, "owner_name", f->owner);
	put_text(a, v, "artist", f->artist);
	put_text(a, v, "copyright", f->copyright);
	if (f->has_pixel_size && f->pixel_x <= INT64_MAX && f->pixel_y <= INT64_MAX) {
		value_add_int(a, v, "pixel_x_dimension", (int64_t)f->pixel_x);
		value_add_int(a, v, "pixel_y_dimension", (int64_t)f->pixel_y);
	}
	return v;
}
