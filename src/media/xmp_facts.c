/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One table says which property is which fact. Paths stand without the prefix of their schema; inside structures the
 * library uses its own prefixes (stEvt, stRef). */
#include "src/base/base.h"
#include "src/media/xmp_facts.h"

#include "src/base/base64.h"
#include "src/base/timeutil.h"
#include "src/base/utf8.h"

#include <ctype.h>
#include <math.h>

#define NS_XMP "http://ns.adobe.com/xap/1.0/"
#define NS_MM "http://ns.adobe.com/xap/1.0/mm/"
#define NS_NOTE "http://ns.adobe.com/xmp/note/"
#define NS_DC "http://purl.org/dc/elements/1.1/"
#define NS_TERMS "http://purl.org/dc/terms/"
#define NS_PS "http://ns.adobe.com/photoshop/1.0/"
#define NS_CRS "http://ns.adobe.com/camera-raw-settings/1.0/"
#define NS_TIFF "http://ns.adobe.com/tiff/1.0/"
#define NS_EXIF "http://ns.adobe.com/exif/1.0/"
#define NS_EXIFEX "http://cipa.jp/exif/1.0/"
#define NS_AUX "http://ns.adobe.com/exif/1.0/aux/"
#define NS_IPTCEXT "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
#define NS_GCAMERA "http://ns.google.com/photos/1.0/camera/"
#define NS_GPANO "http://ns.google.com/photos/1.0/panorama/"
#define NS_GDEPTH "http://ns.google.com/photos/1.0/depthmap/"
#define NS_GFOCUS "http://ns.google.com/photos/1.0/focus/"
#define NS_GCONTAINER "http://ns.google.com/photos/1.0/container/"
#define NS_GDEVICE "http://ns.google.com/photos/dd/1.0/device/"
#define NS_HDRGM "http://ns.adobe.com/hdr-gain-map/1.0/"
#define NS_APPLE_GAIN "http://ns.apple.com/HDRGainMap/1.0/"
#define NS_APPLE_DEPTH "http://ns.apple.com/depthData/1.0/"
#define NS_APPLE_PORTRAIT "http://ns.apple.com/PortraitEffectsMatte/1.0/"

#define TEXT(member) offsetof(struct xmp_facts, member)

static const struct {
	const char *schema, *path;
	size_t at; /* of a const char * */
} texts[] = {
	{ NS_XMP, "CreatorTool", TEXT(creator_tool) },
	{ NS_MM, "DocumentID", TEXT(document_id) },
	{ NS_MM, "InstanceID", TEXT(instance_id) },
	{ NS_MM, "OriginalDocumentID", TEXT(original_document_id) },
	{ NS_MM, "DerivedFrom/stRef:documentID", TEXT(derived_document_id) },
	{ NS_MM, "DerivedFrom/stRef:instanceID", TEXT(derived_instance_id) },
	{ NS_MM, "DerivedFrom/stRef:originalDocumentID", TEXT(derived_original_id) },
	{ NS_NOTE, "HasExtendedXMP", TEXT(extended_guid) },
	{ NS_DC, "title[1]", TEXT(title) },
	{ NS_DC, "description[1]", TEXT(description) },
	{ NS_DC, "rights[1]", TEXT(rights) },
	{ NS_TERMS, "provenance", TEXT(provenance) },
	{ NS_IPTCEXT, "DigitalSourceType", TEXT(source_type) },
	{ NS_IPTCEXT, "DigitalSourceType[1]", TEXT(source_type) },
	{ NS_PS, "Credit", TEXT(credit) },
	{ NS_PS, "Source", TEXT(source) },
	{ NS_PS, "Headline", TEXT(headline) },
	{ NS_PS, "City", TEXT(city) },
	{ NS_PS, "State", TEXT(state) },
	{ NS_PS, "Country", TEXT(country) },
	{ NS_PS, "Instructions", TEXT(instructions) },
	{ NS_PS, "TransmissionReference", TEXT(transmission) },
	{ NS_PS, "ColorMode", TEXT(colour_mode) },
	{ NS_PS, "ICCProfile", TEXT(icc_name) },
	{ NS_PS, "LegacyIPTCDigest", TEXT(legacy_digest) },
	{ NS_CRS, "Version", TEXT(crs_version) },
	{ NS_CRS, "ProcessVersion", TEXT(crs_process) },
	{ NS_CRS, "RawFileName", TEXT(crs_raw_file) },
	{ NS_TIFF, "Make", TEXT(make) },
	{ NS_TIFF, "Model", TEXT(model) },
	{ NS_TIFF, "Software", TEXT(software) },
	{ NS_EXIFEX, "LensModel", TEXT(lens) },
	{ NS_AUX, "Lens", TEXT(lens) },
	{ NS_EXIFEX, "BodySerialNumber", TEXT(serial) },
	{ NS_AUX, "SerialNumber", TEXT(serial) },
	{ NS_GCAMERA, "SpecialTypeID[1]", TEXT(phone_special) },
};

static const struct {
	const char *schema, *path;
	size_t at; /* of a struct xmp_date */
} dates[] = {
	{ NS_XMP, "CreateDate", TEXT(create) },
	{ NS_XMP, "ModifyDate", TEXT(modify) },
	{ NS_XMP, "MetadataDate", TEXT(metadata) },
	{ NS_PS, "DateCreated", TEXT(date_created) },
	{ NS_EXIF, "DateTimeOriginal", TEXT(original) },
	{ NS_EXIF, "DateTimeDigitized", TEXT(digitized) },
};

static const struct {
	const char *schema, *path;
	size_t has, at; /* of a bool and a uint64_t; at 0: see below */
} numbers[] = {
	{ NS_EXIF, "PixelXDimension", 0, TEXT(pixel_x) },
	{ NS_EXIF, "PixelYDimension", TEXT(has_pixel_size), TEXT(pixel_y) },
	{ NS_TIFF, "ImageWidth", 0, TEXT(image_w) },
	{ NS_TIFF, "ImageLength", TEXT(has_image_size), TEXT(image_h) },
	{ NS_EXIF, "ColorSpace", TEXT(has_colour_space), TEXT(colour_space) },
};

/* A schema, or the beginning of a path in it, that tells what a phone or a program added. */
static const struct {
	const char *schema, *path;
	size_t at; /* of a bool */
} marks[] = {
	{ NS_GCAMERA, "MotionPhoto", TEXT(motion_photo) },
	{ NS_GCAMERA, "MicroVideo", TEXT(motion_photo) },
	{ NS_GDEPTH, "", TEXT(depth) },
	{ NS_GDEVICE, "", TEXT(depth) },
	{ NS_APPLE_DEPTH, "", TEXT(depth) },
	{ NS_GFOCUS, "", TEXT(portrait_blur) },
	{ NS_APPLE_PORTRAIT, "", TEXT(portrait_blur) },
	{ NS_HDRGM, "", TEXT(gain_map) },
	{ NS_APPLE_GAIN, "", TEXT(gain_map) },
	{ NS_GPANO, "", TEXT(panorama) },
	{ NS_MM, "DerivedFrom/", TEXT(has_derived) },
	{ NS_CRS, "", TEXT(has_crs) },
	{ NS_XMP, "Thumbnails", TEXT(has_thumbnail) },
};

struct one {
	struct arena *a;
	struct xmp_facts *f;
	const char *schema, *path, *value;
	bool failed;
};

static bool is(const struct one *o, const char *schema, const char *path)
{
	return strcmp(o->schema, schema) == 0 && strcmp(o->path, path) == 0;
}

static bool begins(const char *text, const char *with)
{
	return strncmp(text, with, strlen(with)) == 0;
}

static const char *keep(struct one *o)
{
	size_t n = strnlen(o->value, XMP_MAX_VALUE + 1);
	const char *s;

	if (n > XMP_MAX_VALUE)
		for (n = XMP_MAX_VALUE; n && ((unsigned char)o->value[n] & 0xC0) == 0x80; n--)
			;
	s = arena_strn(o->a, o->value, n);
	o->failed = o->failed || !s;
	return s;
}

static void *at(const struct one *o, size_t offset)
{
	return (char *)o->f + offset;
}

static void first_text(struct one *o, const char **to)
{
	if (!*to && o->value[0])
		*to = keep(o);
}

static void first_date(struct one *o, struct xmp_date *to)
{
	const char *text;

	if (to->text || !o->value[0])
		return;
	text = keep(o);
	if (text)
		xmp_date_read(text, to);
}

/* Digits alone, as XMP's Integer is. */
static bool whole(const char *text, uint64_t *v)
{
	char *end;

	if (!isdigit((unsigned char)text[0]) || strlen(text) > 12)
		return false;
	*v = strtoull(text, &end, 10);
	return *end == '\0';
}

static void number(struct one *o, size_t i)
{
	uint64_t *to = at(o, numbers[i].at), v;

	if (*to || !whole(o->value, &v))
		return;
	*to = v;
	if (numbers[i].has)
		*(bool *)at(o, numbers[i].has) = true;
}

static void add_to(struct one *o, struct xmp_text_list *l)
{
	l->total++;
	if (l->n >= XMP_MAX_LIST)
		return;
	if (!l->items)
		l->items = arena_alloc(o->a, XMP_MAX_LIST, sizeof *l->items);
	if (!l->items) {
		o->failed = true;
		return;
	}
	l->items[l->n] = keep(o);
	l->n += l->items[l->n] != NULL;
}

/* "[3]" and what follows; the number from 1 on, or 0. */
static uint32_t item_of(const char *path, const char **rest)
{
	unsigned long n;
	char *end;

	if (*path != '[' || !isdigit((unsigned char)path[1]))
		return 0;
	n = strtoul(path + 1, &end, 10);
	*rest = end + 1;
	return *end == ']' && n <= UINT32_MAX ? (uint32_t)n : 0;
}

static void event_field(struct one *o, struct xmp_event *v, const char *field)
{
	if (strcmp(field, "/stEvt:action") == 0)
		first_text(o, &v->action);
	else if (strcmp(field, "/stEvt:softwareAgent") == 0)
		first_text(o, &v->agent);
	else if (strcmp(field, "/stEvt:changed") == 0)
		first_text(o, &v->changed);
	else if (strcmp(field, "/stEvt:parameters") == 0)
		first_text(o, &v->parameters);
	else if (strcmp(field, "/stEvt:instanceID") == 0)
		first_text(o, &v->instance_id);
	else if (strcmp(field, "/stEvt:when") == 0)
		first_date(o, &v->when);
}

static void event(struct one *o)
{
	struct xmp_facts *f = o->f;
	const char *field = "";
	uint32_t n = item_of(o->path + strlen("History"), &field);

	if (!n)
		return;
	f->total_events = n > f->total_events ? n : f->total_events;
	if (n > XMP_MAX_EVENTS)
		return;
	if (!f->events)
		f->events = arena_alloc(o->a, XMP_MAX_EVENTS, sizeof *f->events);
	if (!f->events) {
		o->failed = true;
		return;
	}
	f->n_events = n > f->n_events ? n : f->n_events;
	event_field(o, &f->events[n - 1], field);
}

static void lists(struct one *o)
{
	const char *rest = NULL;

	if (strcmp(o->schema, NS_MM) == 0 && begins(o->path, "History["))
		event(o);
	else if (strcmp(o->schema, NS_PS) == 0 && begins(o->path, "DocumentAncestors[") &&
		 item_of(o->path + strlen("DocumentAncestors"), &rest) && !*rest)
		add_to(o, &o->f->ancestors);
	else if (strcmp(o->schema, NS_DC) == 0 && begins(o->path, "creator[") &&
		 item_of(o->path + strlen("creator"), &rest) && !*rest)
		add_to(o, &o->f->creators);
	else if (strcmp(o->schema, NS_MM) == 0 && begins(o->path, "Ingredients[") &&
		 item_of(o->path + strlen("Ingredients"), &rest) && strcmp(rest, "/stRef:documentID") == 0)
		add_to(o, &o->f->ingredients);
}

/* A thumbnail of one page in base64, which writers break into lines with "&#xA;". */
static void thumbnail(struct one *o)
{
	struct xmp_facts *f = o->f;
	uint8_t *bytes;
	size_t n = 0;

	if (f->thumbnail_jpeg.data || !strstr(o->path, "xmpGImg:image"))
		return;
	bytes = arena_alloc(o->a, strlen(o->value) / 4 * 3 + 3, 1);
	if (!bytes) {
		o->failed = true;
		return;
	}
	if (base64_decode(o->value, bytes, &n) && n > 2 && bytes[0] == 0xFF && bytes[1] == 0xD8)
		f->thumbnail_jpeg = span_of(bytes, n, 0);
}

static void position(struct one *o)
{
	struct xmp_facts *f = o->f;

	if (strcmp(o->schema, NS_EXIF) != 0)
		return;
	if (strcmp(o->path, "GPSLatitude") == 0 && !xmp_coordinate(o->value, &f->latitude))
		f->latitude = (double)NAN;
	else if (strcmp(o->path, "GPSLongitude") == 0)
		f->has_gps = xmp_coordinate(o->value, &f->longitude);
}

static void odds(struct one *o)
{
	struct xmp_facts *f = o->f;
	uint64_t v;

	if (is(o, NS_TIFF, "Orientation") && !f->has_orientation && whole(o->value, &v) && v <= UINT16_MAX) {
		f->has_orientation = true;
		f->orientation = (uint16_t)v;
	} else if (is(o, NS_CRS, "HasCrop") && !f->has_crs_crop) {
		f->has_crs_crop = true;
		f->crs_crop = strcmp(o->value, "True") == 0;
	}
	if (strcmp(o->schema, NS_CRS) == 0 && !strpbrk(o->path, "[/"))
		f->n_crs++;
	if (strcmp(o->schema, NS_GCONTAINER) == 0 && strstr(o->path, "Semantic")) {
		f->gain_map = f->gain_map || strcmp(o->value, "GainMap") == 0;
		f->motion_photo = f->motion_photo || strcmp(o->value, "MotionPhoto") == 0;
		f->depth = f->depth || strcmp(o->value, "Depth") == 0;
	}
	if (strcmp(o->schema, NS_XMP) == 0 && begins(o->path, "Thumbnails["))
		thumbnail(o);
}

bool xmp_fact(struct arena *a, struct xmp_facts *f, const char *schema, const char *path, const char *value)
{
	const char *colon = strchr(path, ':');
	struct one o = { .a = a, .f = f, .schema = schema, .path = colon ? colon + 1 : path, .value = value };

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		if (is(&o, texts[i].schema, texts[i].path))
			first_text(&o, at(&o, texts[i].at));
	for (size_t i = 0; i < ARRAY_LEN(dates); i++)
		if (is(&o, dates[i].schema, dates[i].path))
			first_date(&o, at(&o, dates[i].at));
	for (size_t i = 0; i < ARRAY_LEN(numbers); i++)
		if (is(&o, numbers[i].schema, numbers[i].path))
			number(&o, i);
	for (size_t i = 0; i < ARRAY_LEN(marks); i++)
		if (strcmp(o.schema, marks[i].schema) == 0 && begins(o.path, marks[i].path))
			*(bool *)at(&o, marks[i].at) = true;
	lists(&o);
	position(&o);
	odds(&o);
	return !o.failed;
}

/* Both halves, or none. The toolkit's name is an attribute of the outermost element, which the library drops. */
void xmp_facts_finish(struct arena *a, struct xmp_facts *f, struct span packet)
{
	static const char name[] = "xmptk=";
	const uint8_t *p = packet.len ? memmem(packet.data, packet.len, name, sizeof name - 1) : NULL;
	const uint8_t *end = packet.data + packet.len, *from;

	f->has_gps = f->has_gps && isfinite(f->latitude);
	f->has_pixel_size = f->pixel_x && f->pixel_y;
	f->has_image_size = f->image_w && f->image_h;
	if (!p || p + sizeof name >= end)
		return;
	from = p + sizeof name;
	for (p = from; p < end && *p != from[-1] && p - from < 200; p++)
		;
	while (p > from && p[-1] == ' ')
		p--;
	if (utf8_valid((const char *)from, (size_t)(p - from)))
		f->toolkit = arena_strn(a, (const char *)from, (size_t)(p - from));
}

/* ---- values ---- */

static bool digits(const char **p, int n, int *v)
{
	*v = 0;
	for (int i = 0; i < n; i++) {
		if (!isdigit((unsigned char)(*p)[i]))
			return false;
		*v = *v * 10 + ((*p)[i] - '0');
	}
	*p += n;
	return true;
}

static bool zone(const char *p, int *minutes)
{
	int h, m, sign = *p == '-' ? -1 : 1;

	if (strcmp(p, "Z") == 0) {
		*minutes = 0;
		return true;
	}
	if (*p != '+' && *p != '-')
		return false;
	p++;
	if (!digits(&p, 2, &h) || *p != ':' || (p++, !digits(&p, 2, &m)) || *p || h > 14 || m > 59)
		return false;
	*minutes = sign * (h * 60 + m);
	return true;
}

/* What follows the day. */
static bool clock_time(const char *p, struct xmp_date *d, struct civil *c)
{
	if (!digits(&p, 2, &c->hour) || *p != ':' || (p++, !digits(&p, 2, &c->minute)))
		return false;
	if (*p == ':' && (p++, !digits(&p, 2, &c->second)))
		return false;
	if (*p == '.')
		p += 1 + strspn(p + 1, "0123456789");
	d->has_time = true;
	d->has_zone = zone(p, &d->zone);
	return d->has_zone || !*p;
}

bool xmp_date_read(const char *text, struct xmp_date *d)
{
	struct civil c = { .month = 1, .day = 1 };
	const char *p = text;

	memset(d, 0, sizeof *d);
	d->text = text;
	if (!digits(&p, 4, &c.year) || *p != '-' || (p++, !digits(&p, 2, &c.month)) || *p != '-' ||
	    (p++, !digits(&p, 2, &c.day)))
		return false;
	if (*p && (*p != 'T' || !clock_time(p + 1, d, &c)))
		return false;
	d->valid = civil_valid(&c);
	d->seconds = d->valid ? civil_seconds(&c) : 0;
	return d->valid;
}

bool xmp_coordinate(const char *text, double *degrees)
{
	double part[3] = { 0 }, v;
	const char *p = text;
	char *end;
	int n = 0;

	do {
		if (!isdigit((unsigned char)*p))
			return false;
		part[n++] = strtod(p, &end);
		p = end;
	} while (n < 3 && *p == ',' && p++);
	if (!*p || !strchr("NSEWnsew", *p) || p[1])
		return false;
	v = part[0] + part[1] / 60 + part[2] / 3600;
	if (!(v <= 180))
		return false;
	*degrees = strchr("SWsw", *p) ? -v : v;
	return true;
}
