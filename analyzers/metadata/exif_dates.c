/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules about dates. EXIF dates have no zone unless an OffsetTime tag stands beside them (Exif 2.31). */
#include "src/base/base.h"
#include "analyzers/metadata/exif_rules.h"

#include <ctype.h>
#include <math.h>

enum { MINUTE = 60, HOUR = 3600, DAY = 86400 };

void exif_date_read(struct exif_date *d, const char *text, const char *offset)
{
	memset(d, 0, sizeof *d);
	d->text = text;
	if (!text)
		return;
	d->blank = strspn(text, " :0") == strlen(text);
	d->valid = time_parse_exif(text, &d->civil);
	if (d->valid)
		d->seconds = civil_seconds(&d->civil);
	d->has_offset = offset && time_parse_offset(offset, &d->offset);
}

/* b - a in seconds: in UTC when both have a zone, else as written. */
static int64_t apart(const struct exif_date *a, const struct exif_date *b)
{
	int64_t d = b->seconds - a->seconds;

	if (a->has_offset && b->has_offset)
		d -= (int64_t)(b->offset - a->offset) * MINUTE;
	return d;
}

EXIF_RULE(exif_date_order)
{
	int64_t tolerance = (int64_t)param_value(c->p, "order_seconds");

	if (!c->original.valid)
		return false;
	if (c->digitized.valid && apart(&c->original, &c->digitized) < -tolerance) {
		exif_say(detail, "original '%s' is later than digitised '%s'", c->original.text,
			 c->digitized.text);
		return true;
	}
	if (c->modified.valid && apart(&c->original, &c->modified) < -tolerance) {
		exif_say(detail, "original '%s' is later than modified '%s'", c->original.text,
			 c->modified.text);
		return true;
	}
	return false;
}

/* Without --now the reference time is the start of the day, so a day more is allowed. */
EXIF_RULE(exif_date_future)
{
	const struct exif_date *dates[] = { &c->original, &c->digitized, &c->modified };
	int64_t latest = c->cx->now + (int64_t)(param_value(c->p, "future_hours") * HOUR) +
			 (c->cx->now_fixed ? 0 : DAY);
	char now[32];

	for (size_t i = 0; i < ARRAY_LEN(dates); i++)
		if (dates[i]->valid && dates[i]->seconds > latest) {
			exif_say(detail, "'%s' is later than the reference time %s", dates[i]->text,
				 time_format_utc(now, c->cx->now));
			return true;
		}
	return false;
}

/* The first day that a clock shows which was never set. */
EXIF_RULE(exif_date_reset)
{
	static const int years[] = { 1904, 1970, 1980, 2000 };
	const struct exif_date *d = c->original.valid ? &c->original : &c->digitized;

	for (size_t i = 0; d->valid && i < ARRAY_LEN(years); i++)
		if (d->civil.year == years[i] && d->civil.month == 1 && d->civil.day == 1) {
			exif_say(detail, "'%s'", d->text);
			return true;
		}
	return false;
}

EXIF_RULE(exif_date_malformed)
{
	const struct exif_date *dates[] = { &c->original, &c->digitized, &c->modified };
	static const char *const names[] = { "DateTimeOriginal", "DateTimeDigitized", "DateTime" };

	for (size_t i = 0; i < ARRAY_LEN(dates); i++)
		if (dates[i]->text && !dates[i]->valid && !dates[i]->blank) {
			exif_say(detail, "%s is '%.40s'", names[i], dates[i]->text);
			return true;
		}
	return false;
}

/* A phone makes its picture in one step; a scan, a copy or an edit has a second date. */
EXIF_RULE(exif_date_digitised)
{
	int64_t tolerance = (int64_t)param_value(c->p, "order_seconds");

	if (!exif_is_phone(c->facts) || !c->original.valid || !c->digitized.valid ||
	    llabs(apart(&c->original, &c->digitized)) <= tolerance)
		return false;
	exif_say(detail, "original '%s', digitised '%s', make '%.40s'", c->original.text, c->digitized.text,
		 c->facts->make);
	return true;
}

EXIF_RULE(exif_date_modified)
{
	int64_t gap;
	char editor[EXIF_DETAIL] = "";

	if (!c->original.valid || !c->modified.valid || exif_software_editor(c, editor))
		return false;
	gap = apart(&c->original, &c->modified);
	if (gap <= (int64_t)param_value(c->p, "order_seconds"))
		return false;
	exif_say(detail, "original '%s', modified '%s', and no editor is named", c->original.text,
		 c->modified.text);
	return true;
}

EXIF_RULE(exif_date_subsec)
{
	const char *s = c->facts->subsec_original;

	if (!s || strlen(s) < 2 || strspn(s, "0") != strlen(s))
		return false;
	exif_say(detail, "SubSecTimeOriginal is '%.20s'", s);
	return true;
}

bool exif_gps_seconds(const struct exif_facts *f, int64_t *seconds)
{
	struct exif_date d;
	char text[48];

	if (!f->gps_date || !f->has_gps_time || strlen(f->gps_date) != 10)
		return false;
	for (int i = 0; i < 3; i++)
		if (!(f->gps_time[i] >= 0 && f->gps_time[i] < 61))
			return false;
	snprintf(text, sizeof text, "%.10s %02d:%02d:%02d", f->gps_date, (int)f->gps_time[0],
		 (int)f->gps_time[1], (int)f->gps_time[2]);
	exif_date_read(&d, text, NULL);
	*seconds = d.seconds;
	return d.valid;
}

EXIF_RULE(exif_date_gps)
{
	double minutes = param_value(c->p, "gps_minutes");
	int64_t gps, gap;
	char at[32];

	if (!c->original.valid || !exif_gps_seconds(c->facts, &gps))
		return false;
	gap = c->original.seconds - gps - (c->original.has_offset ? (int64_t)c->original.offset * MINUTE : 0);
	if (c->original.has_offset ? fabs((double)gap) <= minutes * MINUTE : fabs((double)gap) <= 26.0 * HOUR)
		return false;
	exif_say(detail, "original '%s'%s, GPS %s: %.1f hours apart", c->original.text,
		 c->original.has_offset ? " with its offset" : " without an offset", time_format_utc(at, gps),
		 fabs((double)gap) / HOUR);
	return true;
}

EXIF_RULE(exif_date_offset_longitude)
{
	double hours, gap;

	if (!c->original.has_offset || !c->facts->has_gps || c->facts->gps_ref_missing ||
	    fabs(c->facts->longitude) > 180)
		return false;
	hours = c->original.offset / 60.0;
	gap = fabs(hours - c->facts->longitude / 15);
	gap = fmin(gap, 24 - gap);
	if (gap <= param_value(c->p, "longitude_hours"))
		return false;
	exif_say(detail, "offset %+.1f h, longitude %.2f: %.1f h from solar time", hours,
		 c->facts->longitude, gap);
	return true;
}

/* ---- the name of the file ---- */

/* Names that carry the date of a transfer or of saving, not of taking. */
static bool names_transfer(const char *name)
{
	const char *wa = strstr(name, "-WA");

	return (wa && isdigit((unsigned char)wa[3])) || strncmp(name, "signal-", 7) == 0 ||
	       strncmp(name, "received_", 9) == 0 || strncmp(name, "FB_IMG_", 7) == 0 ||
	       strncmp(name, "Screenshot", 10) == 0;
}

static int number(const char *p, int n)
{
	int v = 0;

	for (int i = 0; i < n; i++)
		v = v * 10 + (p[i] - '0');
	return v;
}

static size_t digits(const char *p)
{
	return strspn(p, "0123456789");
}

/* What cameras and phones call their files: IMG_20240501_101112, PXL_20240501_081112345, 20240501_101112,
 * ... */
static bool name_date(const char *name, int64_t *seconds)
{
	static const char *const prefixes[] = { "IMG_", "PXL_", "MVIMG_", "PANO_", "DSC_",
						"DSC",	"WIN_", "CAM_",	  "" };
	struct civil date;
	const char *p = NULL;

	for (size_t i = 0; i < ARRAY_LEN(prefixes) && !p; i++)
		if (strncmp(name, prefixes[i], strlen(prefixes[i])) == 0)
			p = name + strlen(prefixes[i]);
	if (!p || digits(p) != 8 || names_transfer(name))
		return false;
	date = (struct civil){
		.year = number(p, 4), .month = number(p + 4, 2), .day = number(p + 6, 2), .hour = 12
	};
	if ((p[8] == '_' || p[8] == '-') && digits(p + 9) >= 6) {
		date.hour = number(p + 9, 2);
		date.minute = number(p + 11, 2);
		date.second = number(p + 13, 2);
	}
	if (!civil_valid(&date) || date.year < 1990)
		return false;
	*seconds = civil_seconds(&date);
	return true;
}

/* Google's phones name their pictures in UTC, to the millisecond. */
static bool named_in_utc(const struct exif_case *c)
{
	const char *name = c->cx->name;

	return name && strncmp(name, "PXL_", 4) == 0 && digits(name + 4) == 8 && name[12] == '_' &&
	       digits(name + 13) >= 6;
}

EXIF_RULE(exif_date_filename)
{
	int64_t named, gap;
	bool utc = named_in_utc(c) && c->original.has_offset;
	char at[32];

	if (!c->original.valid || !name_date(c->cx->name ? c->cx->name : "", &named))
		return false;
	gap = named - c->original.seconds + (utc ? (int64_t)c->original.offset * MINUTE : 0);
	if (fabs((double)gap) <= (utc ? param_value(c->p, "pxl_minutes") * MINUTE : 26.0 * HOUR))
		return false;
	exif_say(detail, "the name says %.*s%s, the original date '%s'%s", utc ? 19 : 10,
		 time_format_utc(at, named), utc ? " UTC" : "", c->original.text,
		 utc ? " with its offset" : "");
	return true;
}

/* IMG-20240501-WA0007: WhatsApp's day of the transfer. A picture cannot be sent before it is taken. */
EXIF_RULE(exif_date_transfer)
{
	const char *name = c->cx->name ? c->cx->name : "";
	struct civil day;

	if (!c->original.valid || strncmp(name, "IMG-", 4) != 0 || digits(name + 4) != 8 ||
	    strncmp(name + 12, "-WA", 3) != 0)
		return false;
	day = (struct civil){ .year = number(name + 4, 4),
			       .month = number(name + 8, 2),
			       .day = number(name + 10, 2),
			       .hour = 23,
			       .minute = 59,
			       .second = 59 };
	if (!civil_valid(&day) || c->original.seconds - civil_seconds(&day) <= 26 * HOUR)
		return false;
	exif_say(detail, "the name says that it was sent on %04d-%02d-%02d, the original date is '%s'",
		 day.year, day.month, day.day, c->original.text);
	return true;
}
