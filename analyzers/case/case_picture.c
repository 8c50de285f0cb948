/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/case/case_check.h"

#include "src/base/mem.h"
#include "src/base/timeutil.h"

#include <math.h>

enum { DAY = 86400 };

static void put(char *out, size_t len, const char *text)
{
	snprintf(out, len, "%s", text ? text : "");
}

#define PUT(field, text) put((field), sizeof(field), (text))

/* A number or a text, as text: makers write serials and counters either way. */
static void put_any(char *out, size_t len, const struct value *v)
{
	if (v && v->kind == VALUE_INT)
		snprintf(out, len, "%lld", (long long)v->integer);
	else if (v && v->kind == VALUE_REAL)
		snprintf(out, len, "%.0f", v->real);
	else if (v && v->kind == VALUE_TEXT)
		put(out, len, v->text);
}

static double real_of(const struct value *facts, const char *key)
{
	const struct value *v = value_get(facts, key);

	return v && v->kind == VALUE_REAL && isfinite(v->real) ? v->real : 0;
}

static const char *base_name(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;

	return slash && slash[1] ? slash + 1 : path;
}

static void fill_camera(struct case_picture *p, const struct value *facts)
{
	static const char *const counters[] = { "image_count", "shutter_count", "image_number",
						"file_number" };
	const struct value *notes = value_get(facts, "maker_note");

	PUT(p->make, value_get_text(facts, "make"));
	PUT(p->model, value_get_text(facts, "model"));
	PUT(p->software, value_get_text(facts, "software"));
	PUT(p->unique_id, value_get_text(facts, "image_unique_id"));
	put_any(p->serial, sizeof p->serial, value_get(notes, "serial_number"));
	if (!p->serial[0])
		PUT(p->serial, value_get_text(facts, "body_serial_number"));
	for (size_t i = 0; i < ARRAY_LEN(counters) && !p->image_count[0]; i++)
		put_any(p->image_count, sizeof p->image_count, value_get(notes, counters[i]));
	p->exposure = real_of(facts, "exposure_time");
	p->f_number = real_of(facts, "f_number");
	p->iso = real_of(facts, "iso");
}

/* "2024:05:01" and "10:11:12". */
static bool gps_clock(const struct value *gps, int64_t *utc)
{
	const char *date = value_get_text(gps, "date"), *time = value_get_text(gps, "time");
	char both[40];
	struct civil c;

	if (!date || !time)
		return false;
	snprintf(both, sizeof both, "%.10s %.8s", date, time);
	if (!time_parse_exif(both, &c))
		return false;
	*utc = civil_seconds(&c);
	return true;
}

static void fill_time(struct case_picture *p, const struct value *facts, const struct value *gps)
{
	const char *zone = value_get_text(facts, "offset_time_original");
	struct civil c;
	int minutes;

	PUT(p->date, value_get_text(facts, "date_time_original"));
	PUT(p->subsec, value_get_text(facts, "subsec_time_original"));
	PUT(p->changed, value_get_text(facts, "date_time"));
	p->has_clock = p->date[0] && time_parse_exif(p->date, &c);
	if (p->has_clock)
		p->clock = civil_seconds(&c);
	p->has_utc = gps_clock(gps, &p->utc);
	/* A receiver that lost the sky keeps its last fix for days: then the camera's clock is the better
	 * one. */
	if (p->has_utc && p->has_clock && (p->utc - p->clock > DAY || p->clock - p->utc > DAY))
		p->has_utc = false;
	if (!p->has_utc && p->has_clock && zone && time_parse_offset(zone, &minutes)) {
		p->utc = p->clock - (int64_t)minutes * 60;
		p->has_utc = true;
	}
}

static void fill_place(struct case_picture *p, const struct value *gps)
{
	const struct value *lat = value_get(gps, "latitude"), *lon = value_get(gps, "longitude");

	if (!lat || !lon || lat->kind != VALUE_REAL || lon->kind != VALUE_REAL || !(fabs(lat->real) <= 90) ||
	    !(fabs(lon->real) <= 180) || (fabs(lat->real) < 1e-6 && fabs(lon->real) < 1e-6))
		return; /* 0, 0 is a receiver without a fix */
	p->has_place = true;
	p->latitude = lat->real;
	p->longitude = lon->real;
}

static bool fill_identity(struct case_picture *p, const struct examination *x)
{
	const struct result *r = exam_result(x, "identity");
	struct identity_record *rec;

	if (!r || r->status != RESULT_DONE)
		return true;
	rec = mem_array(1, sizeof *rec);
	if (!rec)
		return false;
	if (identity_read(r->details, rec))
		p->identity = rec;
	else
		mem_free(rec);
	return true;
}

bool case_picture_fill(struct case_picture *p, const struct examination *x, const char *label)
{
	const struct result *structure = exam_result(x, "structure");
	const struct measure *quality = structure ? result_measure(structure, "quality_luma") : NULL;
	const struct value *gps = value_get(x->facts, "gps");

	memset(p, 0, sizeof *p);
	PUT(p->label, label);
	PUT(p->name, base_name(x->path));
	PUT(p->media_type, x->media_type);
	memcpy(p->sha256, x->digests.sha256, SHA256_LEN);
	p->has_hash = digests_known(&x->digests);
	p->examined = x->status == ST_OK;
	p->width = x->width;
	p->height = x->height;
	if (quality && quality->value >= 1 && quality->value <= 100)
		p->quality = (int)quality->value;
	fill_camera(p, x->facts);
	fill_time(p, x->facts, gps);
	fill_place(p, gps);
	return fill_identity(p, x);
}

void case_picture_release(struct case_picture *p)
{
	mem_free(p->identity);
	memset(p, 0, sizeof *p);
}

char *case_picture_words(const struct case_picture *p, char *out, size_t len)
{
	snprintf(out, len, "%s%s%s", p->label, p->label[0] && p->name[0] ? " " : "", p->name);
	return out;
}
