/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "exif_out.h"
#include "common.h"
#include "jpeg_out.h"
#include "rng.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum ifd { IFD_MAIN, IFD_EXIF, IFD_GPS, IFD_THUMB, IFDS };

enum type {
	TYPE_BYTE = 1, TYPE_ASCII = 2, TYPE_SHORT = 3, TYPE_LONG = 4, TYPE_RATIONAL = 5,
	TYPE_UNDEFINED = 7, TYPE_SRATIONAL = 10,
};

enum { ENTRIES_MAX = 64, TAG_EXIF = 0x8769, TAG_GPS = 0x8825 };

struct entry {
	unsigned tag;
	enum type type;
	uint32_t count;
	struct bytes value; /* already in the block's byte order */
};

struct block {
	enum byte_order order;
	struct entry entries[IFDS][ENTRIES_MAX];
	size_t n[IFDS];
};

static const struct {
	const char *key;
	enum ifd ifd;
	unsigned tag;
	enum type type;
} rows[] = {
	{ "description", IFD_MAIN, 0x010e, TYPE_ASCII },
	{ "make", IFD_MAIN, 0x010f, TYPE_ASCII },
	{ "model", IFD_MAIN, 0x0110, TYPE_ASCII },
	{ "orientation", IFD_MAIN, 0x0112, TYPE_SHORT },
	{ "x_resolution", IFD_MAIN, 0x011a, TYPE_RATIONAL },
	{ "y_resolution", IFD_MAIN, 0x011b, TYPE_RATIONAL },
	{ "resolution_unit", IFD_MAIN, 0x0128, TYPE_SHORT },
	{ "software", IFD_MAIN, 0x0131, TYPE_ASCII },
	{ "datetime", IFD_MAIN, 0x0132, TYPE_ASCII },
	{ "artist", IFD_MAIN, 0x013b, TYPE_ASCII },
	{ "ycbcr_positioning", IFD_MAIN, 0x0213, TYPE_SHORT },
	{ "copyright", IFD_MAIN, 0x8298, TYPE_ASCII },
	{ "exposure_time", IFD_EXIF, 0x829a, TYPE_RATIONAL },
	{ "fnumber", IFD_EXIF, 0x829d, TYPE_RATIONAL },
	{ "exposure_program", IFD_EXIF, 0x8822, TYPE_SHORT },
	{ "iso", IFD_EXIF, 0x8827, TYPE_SHORT },
	{ "exif_version", IFD_EXIF, 0x9000, TYPE_UNDEFINED },
	{ "datetime_original", IFD_EXIF, 0x9003, TYPE_ASCII },
	{ "datetime_digitized", IFD_EXIF, 0x9004, TYPE_ASCII },
	{ "offset_time", IFD_EXIF, 0x9010, TYPE_ASCII },
	{ "offset_time_original", IFD_EXIF, 0x9011, TYPE_ASCII },
	{ "offset_time_digitized", IFD_EXIF, 0x9012, TYPE_ASCII },
	{ "components", IFD_EXIF, 0x9101, TYPE_UNDEFINED },
	{ "shutter_speed_value", IFD_EXIF, 0x9201, TYPE_SRATIONAL },
	{ "aperture_value", IFD_EXIF, 0x9202, TYPE_RATIONAL },
	{ "brightness_value", IFD_EXIF, 0x9203, TYPE_SRATIONAL },
	{ "exposure_bias", IFD_EXIF, 0x9204, TYPE_SRATIONAL },
	{ "metering_mode", IFD_EXIF, 0x9207, TYPE_SHORT },
	{ "flash", IFD_EXIF, 0x9209, TYPE_SHORT },
	{ "focal_length", IFD_EXIF, 0x920a, TYPE_RATIONAL },
	{ "makernote", IFD_EXIF, 0x927c, TYPE_UNDEFINED },
	{ "user_comment", IFD_EXIF, 0x9286, TYPE_UNDEFINED },
	{ "subsec", IFD_EXIF, 0x9290, TYPE_ASCII },
	{ "subsec_original", IFD_EXIF, 0x9291, TYPE_ASCII },
	{ "subsec_digitized", IFD_EXIF, 0x9292, TYPE_ASCII },
	{ "flashpix_version", IFD_EXIF, 0xa000, TYPE_UNDEFINED },
	{ "color_space", IFD_EXIF, 0xa001, TYPE_SHORT },
	{ "pixel_x", IFD_EXIF, 0xa002, TYPE_LONG },
	{ "pixel_y", IFD_EXIF, 0xa003, TYPE_LONG },
	{ "exposure_mode", IFD_EXIF, 0xa402, TYPE_SHORT },
	{ "white_balance", IFD_EXIF, 0xa403, TYPE_SHORT },
	{ "digital_zoom", IFD_EXIF, 0xa404, TYPE_RATIONAL },
	{ "focal_length_35mm", IFD_EXIF, 0xa405, TYPE_SHORT },
	{ "scene_capture", IFD_EXIF, 0xa406, TYPE_SHORT },
	{ "image_unique_id", IFD_EXIF, 0xa420, TYPE_ASCII },
	{ "owner", IFD_EXIF, 0xa430, TYPE_ASCII },
	{ "body_serial", IFD_EXIF, 0xa431, TYPE_ASCII },
	{ "lens_spec", IFD_EXIF, 0xa432, TYPE_RATIONAL },
	{ "lens_make", IFD_EXIF, 0xa433, TYPE_ASCII },
	{ "lens", IFD_EXIF, 0xa434, TYPE_ASCII },
	{ "lens_serial", IFD_EXIF, 0xa435, TYPE_ASCII },
	{ "gps_lat", IFD_GPS, 0x0002, TYPE_RATIONAL },
	{ "gps_lon", IFD_GPS, 0x0004, TYPE_RATIONAL },
	{ "gps_alt", IFD_GPS, 0x0006, TYPE_RATIONAL },
	{ "gps_time", IFD_GPS, 0x0007, TYPE_RATIONAL },
	{ "gps_direction", IFD_GPS, 0x0011, TYPE_RATIONAL },
	{ "gps_method", IFD_GPS, 0x001b, TYPE_UNDEFINED },
	{ "gps_date", IFD_GPS, 0x001d, TYPE_ASCII },
};

enum { ROWS = sizeof rows / sizeof *rows };

/* An invented maker: no rule about real cameras can apply to it. */
static const char *const camera_defaults[][2] = {
	{ "make", "Northlight" }, { "model", "NL-7" }, { "software", "NL-7 1.04" },
	{ "datetime", "2024:06:14 20:40:12" }, { "orientation", "1" },
	{ "x_resolution", "300" }, { "y_resolution", "300" }, { "resolution_unit", "2" },
	{ "ycbcr_positioning", "2" }, { "exposure_time", "1/125" }, { "fnumber", "5.6" },
	{ "exposure_program", "2" }, { "iso", "100" }, { "exif_version", "0232" },
	{ "offset_time", "+01:00" }, { "subsec", "37" },
	{ "components", "hex:01020300" }, { "exposure_bias", "0/3" },
	{ "metering_mode", "5" }, { "flash", "16" }, { "focal_length", "35.0" },
	{ "focal_length_35mm", "53" }, { "makernote", "420" },
	{ "flashpix_version", "0100" }, { "color_space", "1" }, { "exposure_mode", "0" },
	{ "white_balance", "0" }, { "body_serial", "NL7004417" },
	{ "lens_spec", "18,55,2.8,4.0" }, { "lens", "NL 18-55mm F2.8-4" },
};

static void default_number(struct options *o, const char *key, const char *format, double v)
{
	char text[64];

	snprintf(text, sizeof text, format, v);
	options_default(o, key, text);
}

/* "1/125" or "5.6" as a number. */
static double number_of(const char *text)
{
	const char *slash = strchr(text, '/');
	double below = slash ? strtod(slash + 1, NULL) : 1;

	return strtod(text, NULL) / (below > 0 ? below : 1);
}

/* Av + Tv = Bv + Sv, so that an honest picture passes the exposure check. */
static void default_apex(struct options *o)
{
	double f = number_of(options_text(o, "fnumber", "5.6"));
	double t = number_of(options_text(o, "exposure_time", "1/125"));
	double iso = number_of(options_text(o, "iso", "100"));
	double av, tv;

	if (f <= 0 || t <= 0 || iso <= 0)
		return;
	av = 2 * log2(f);
	tv = -log2(t);
	default_number(o, "aperture_value", "%.2f", av);
	default_number(o, "shutter_speed_value", "%.2f", tv);
	default_number(o, "brightness_value", "%.2f", av + tv - log2(iso / 3.125));
}

void exif_camera_defaults(struct options *o, int w, int h)
{
	static const char *const follow[][2] = {
		{ "datetime_original", "datetime" }, { "datetime_digitized", "datetime" },
		{ "offset_time_original", "offset_time" },
		{ "offset_time_digitized", "offset_time" },
		{ "subsec_original", "subsec" }, { "subsec_digitized", "subsec" },
	};

	if (!options_is(o, "exif", "camera"))
		return;
	for (size_t i = 0; i < sizeof camera_defaults / sizeof *camera_defaults; i++)
		options_default(o, camera_defaults[i][0], camera_defaults[i][1]);
	for (size_t i = 0; i < sizeof follow / sizeof *follow; i++)
		options_default(o, follow[i][0], options_text(o, follow[i][1], "-"));
	default_apex(o);
	default_number(o, "pixel_x", "%.0f", w);
	default_number(o, "pixel_y", "%.0f", h);
}

bool exif_wanted(struct options *o)
{
	if (options_is(o, "exif", "camera") || options_is(o, "exif", "bare"))
		return true;
	for (size_t i = 0; i < ROWS; i++)
		if (options_has(o, rows[i].key))
			return true;
	return false;
}

void exif_list_keys(void)
{
	for (size_t i = 0; i < ROWS; i++)
		printf("  %-24s tag 0x%04x\n", rows[i].key, rows[i].tag);
}

static struct entry *add_entry(struct block *b, enum ifd ifd, unsigned tag, enum type type,
			       uint32_t count)
{
	struct entry *e;

	if (b->n[ifd] == ENTRIES_MAX)
		die("too many Exif entries");
	e = &b->entries[ifd][b->n[ifd]++];
	*e = (struct entry){ .tag = tag, .type = type, .count = count };
	return e;
}

/* A decimal number keeps its digits: 5.6 is 56/10. */
static void add_ratio(struct bytes *out, enum byte_order order, const char *text)
{
	const char *slash = strchr(text, '/'), *dot = strchr(text, '.');
	double above = strtod(text, NULL), below = 1;

	if (slash)
		below = strtod(slash + 1, NULL);
	else if (dot)
		below = pow(10, (double)strspn(dot + 1, "0123456789"));
	if (!slash)
		above *= below;
	bytes_add_u32(out, order, (uint32_t)(int32_t)lround(above));
	bytes_add_u32(out, order, (uint32_t)(int32_t)lround(below));
}

static void put_ratios(struct block *b, enum ifd ifd, unsigned tag, enum type type,
		       const char *text)
{
	struct entry *e = add_entry(b, ifd, tag, type, 0);
	char *copy = xcopy(text), *save = NULL;

	for (char *s = strtok_r(copy, ",", &save); s; s = strtok_r(NULL, ",", &save)) {
		add_ratio(&e->value, b->order, s);
		e->count++;
	}
	free(copy);
}

static void put_text(struct block *b, enum ifd ifd, unsigned tag, const char *text)
{
	uint32_t n = (uint32_t)strlen(text) + 1;

	bytes_add(&add_entry(b, ifd, tag, TYPE_ASCII, n)->value, text, n);
}

static void put_data(struct block *b, enum ifd ifd, unsigned tag, const struct bytes *data)
{
	struct entry *e = add_entry(b, ifd, tag, TYPE_UNDEFINED, (uint32_t)data->len);

	bytes_add(&e->value, data->data, data->len);
}

static void put_number(struct block *b, enum ifd ifd, unsigned tag, enum type type,
		       uint32_t value)
{
	struct entry *e = add_entry(b, ifd, tag, type, 1);

	if (type == TYPE_BYTE)
		bytes_add_u8(&e->value, value);
	else if (type == TYPE_SHORT)
		bytes_add_u16(&e->value, b->order, value);
	else
		bytes_add_u32(&e->value, b->order, value);
}

/* A plain number means that many opaque bytes behind the maker's name. */
static void put_makernote(struct block *b, const char *text)
{
	struct bytes data = { 0 };
	struct rng r = { 4417 };
	size_t n = strspn(text, "0123456789") == strlen(text) ? strtoul(text, NULL, 10) : 0;

	if (!n) {
		value_bytes(text, &data);
	} else {
		bytes_add(&data, "NORTHLIGHT\0\1", 12);
		while (data.len < n && n < 60000)
			bytes_add_u8(&data, (unsigned)rng_below(&r, 256));
	}
	put_data(b, IFD_EXIF, 0x927c, &data);
	bytes_release(&data);
}

static void put_undefined(struct block *b, enum ifd ifd, unsigned tag, const char *text)
{
	struct bytes data = { 0 };

	if (tag == 0x9286 || tag == 0x001b)
		bytes_add(&data, "ASCII\0\0", 8);
	value_bytes(text, &data);
	put_data(b, ifd, tag, &data);
	bytes_release(&data);
}

/* Degrees as degrees, minutes and seconds to a thousandth, with its hemisphere. */
static void put_angle(struct block *b, unsigned tag, const char *text)
{
	double v = strtod(text, NULL), whole = fabs(v);
	int degrees = (int)whole, minutes = (int)((whole - degrees) * 60);
	double seconds = ((whole - degrees) * 60 - minutes) * 60;
	struct entry *e;

	put_text(b, IFD_GPS, tag - 1, tag == 2 ? (v < 0 ? "S" : "N") : (v < 0 ? "W" : "E"));
	e = add_entry(b, IFD_GPS, tag, TYPE_RATIONAL, 3);
	bytes_add_u32(&e->value, b->order, (uint32_t)degrees);
	bytes_add_u32(&e->value, b->order, 1);
	bytes_add_u32(&e->value, b->order, (uint32_t)minutes);
	bytes_add_u32(&e->value, b->order, 1);
	bytes_add_u32(&e->value, b->order, (uint32_t)lround(seconds * 1000));
	bytes_add_u32(&e->value, b->order, 1000);
}

static void put_altitude(struct block *b, const char *text)
{
	put_number(b, IFD_GPS, 5, TYPE_BYTE, *text == '-');
	put_ratios(b, IFD_GPS, 6, TYPE_RATIONAL, text + (*text == '-'));
}

/* "19:40:12" as three ratios. */
static void put_gps_time(struct block *b, const char *text)
{
	char *copy = xcopy(text);

	for (char *s = copy; *s; s++)
		if (*s == ':')
			*s = ',';
	put_ratios(b, IFD_GPS, 7, TYPE_RATIONAL, copy);
	free(copy);
}

static void put_gps(struct block *b, unsigned tag, enum type type, const char *text)
{
	if (tag == 2 || tag == 4)
		put_angle(b, tag, text);
	else if (tag == 6)
		put_altitude(b, text);
	else if (tag == 7)
		put_gps_time(b, text);
	else if (type == TYPE_UNDEFINED)
		put_undefined(b, IFD_GPS, tag, text);
	else if (type == TYPE_ASCII)
		put_text(b, IFD_GPS, tag, text);
	else
		put_ratios(b, IFD_GPS, tag, type, text);
}

static void put_row(struct block *b, size_t i, const char *text)
{
	unsigned tag = rows[i].tag;
	enum ifd ifd = rows[i].ifd;

	if (ifd == IFD_GPS)
		put_gps(b, tag, rows[i].type, text);
	else if (tag == 0x927c)
		put_makernote(b, text);
	else if (rows[i].type == TYPE_ASCII)
		put_text(b, ifd, tag, text);
	else if (rows[i].type == TYPE_UNDEFINED)
		put_undefined(b, ifd, tag, text);
	else if (rows[i].type == TYPE_RATIONAL || rows[i].type == TYPE_SRATIONAL)
		put_ratios(b, ifd, tag, rows[i].type, text);
	else
		put_number(b, ifd, tag, rows[i].type, (uint32_t)strtoul(text, NULL, 0));
}

static void put_thumbnail(struct block *b, size_t length)
{
	put_number(b, IFD_THUMB, 0x0103, TYPE_SHORT, 6);
	put_ratios(b, IFD_THUMB, 0x011a, TYPE_RATIONAL, "72");
	put_ratios(b, IFD_THUMB, 0x011b, TYPE_RATIONAL, "72");
	put_number(b, IFD_THUMB, 0x0128, TYPE_SHORT, 2);
	put_number(b, IFD_THUMB, 0x0201, TYPE_LONG, 0);
	put_number(b, IFD_THUMB, 0x0202, TYPE_LONG, (uint32_t)length);
}

static void gather(struct block *b, struct options *o, const struct bytes *thumbnail)
{
	for (size_t i = 0; i < ROWS; i++) {
		const char *text = options_text(o, rows[i].key, "-");

		if (strcmp(text, "-"))
			put_row(b, i, text);
	}
	if (b->n[IFD_GPS])
		bytes_add(&add_entry(b, IFD_GPS, 0, TYPE_BYTE, 4)->value, "\2\3\0", 4);
	if (b->n[IFD_EXIF])
		put_number(b, IFD_MAIN, TAG_EXIF, TYPE_LONG, 0);
	if (b->n[IFD_GPS])
		put_number(b, IFD_MAIN, TAG_GPS, TYPE_LONG, 0);
	if (thumbnail->len)
		put_thumbnail(b, thumbnail->len);
}

static int order_entries(const void *a, const void *b)
{
	const struct entry *x = a, *y = b;

	return (x->tag > y->tag) - (x->tag < y->tag);
}

static uint32_t ifd_size(const struct block *b, enum ifd ifd)
{
	size_t size = 2 + 12 * b->n[ifd] + 4;

	for (size_t i = 0; i < b->n[ifd]; i++) {
		size_t n = b->entries[ifd][i].value.len;

		size += n > 4 ? (n + 1) & ~(size_t)1 : 0;
	}
	return b->n[ifd] ? (uint32_t)size : 0;
}

static void point_at(struct block *b, enum ifd ifd, unsigned tag, uint32_t offset)
{
	for (size_t i = 0; i < b->n[ifd]; i++)
		if (b->entries[ifd][i].tag == tag)
			bytes_set_u32(&b->entries[ifd][i].value, 0, b->order, offset);
}

/* Writes one IFD that starts at offset at; next is the offset of its successor or 0. */
static void write_ifd(const struct block *b, enum ifd ifd, uint32_t at, uint32_t next,
		      struct bytes *out)
{
	uint32_t values = at + 2 + 12 * (uint32_t)b->n[ifd] + 4;
	struct bytes tail = { 0 };

	if (!b->n[ifd])
		return;
	bytes_add_u16(out, b->order, (unsigned)b->n[ifd]);
	for (size_t i = 0; i < b->n[ifd]; i++) {
		const struct entry *e = &b->entries[ifd][i];

		bytes_add_u16(out, b->order, e->tag);
		bytes_add_u16(out, b->order, e->type);
		bytes_add_u32(out, b->order, e->count);
		if (e->value.len > 4) {
			bytes_add_u32(out, b->order, values + (uint32_t)tail.len);
			bytes_add(&tail, e->value.data, e->value.len);
			bytes_add(&tail, "", e->value.len & 1);
		} else {
			bytes_add(out, e->value.data, e->value.len);
			bytes_add(out, "\0\0\0", 4 - e->value.len);
		}
	}
	bytes_add_u32(out, b->order, next);
	bytes_add(out, tail.data, tail.len);
	bytes_release(&tail);
}

static void lay_out(struct block *b, const struct bytes *thumbnail, struct bytes *out)
{
	struct bytes tiff = { 0 };
	uint32_t at[IFDS + 1] = { 8 };

	for (int i = 0; i < IFDS; i++) {
		qsort(b->entries[i], b->n[i], sizeof **b->entries, order_entries);
		at[i + 1] = at[i] + ifd_size(b, (enum ifd)i);
	}
	point_at(b, IFD_MAIN, TAG_EXIF, at[IFD_EXIF]);
	point_at(b, IFD_MAIN, TAG_GPS, at[IFD_GPS]);
	point_at(b, IFD_THUMB, 0x0201, at[IFDS]);
	bytes_add(&tiff, b->order == ORDER_LITTLE ? "II" : "MM", 2);
	bytes_add_u16(&tiff, b->order, 42);
	bytes_add_u32(&tiff, b->order, 8);
	for (int i = 0; i < IFDS; i++)
		write_ifd(b, (enum ifd)i, at[i],
			  i == IFD_MAIN && thumbnail->len ? at[IFD_THUMB] : 0, &tiff);
	bytes_add(&tiff, thumbnail->data, thumbnail->len);
	bytes_add(out, tiff.data, tiff.len);
	bytes_release(&tiff);
}

void exif_build(struct options *o, const struct bytes *thumbnail, struct bytes *out)
{
	struct block *b = xnew(1, sizeof *b);

	b->order = options_is(o, "order", "MM") ? ORDER_BIG : ORDER_LITTLE;
	gather(b, o, thumbnail);
	if (!b->n[IFD_MAIN]) /* the first IFD may not be empty */
		put_number(b, IFD_MAIN, 0x0128, TYPE_SHORT, 2);
	lay_out(b, thumbnail, out);
	for (int i = 0; i < IFDS; i++)
		for (size_t k = 0; k < b->n[i]; k++)
			bytes_release(&b->entries[i][k].value);
	free(b);
}
