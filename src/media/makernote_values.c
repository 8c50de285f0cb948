/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What notes say about the body and its pictures, and how that is shown. Tag numbers: the tables of
 * ExifTool 12.57 (Apple.pm, Canon.pm, ...). Nothing that a maker enciphers is read, but for Pentax' count,
 * whose key is the date that stands beside it. */
#include "src/base/base.h"
#include "src/media/makernote_kinds.h"

#include "src/base/str.h"
#include "src/base/utf8.h"
#include "src/base/value.h"

#include <ctype.h>
#include <inttypes.h>

enum { SHOWN = 1024, SHOWN_TOTAL = 1 << 20, VALUE_MAX = 128, PENTAX_DATE = 6, PENTAX_TIME = 7,
       NIKON_NO_COUNT = 4294965247u };

enum form {
	FORM_TEXT,    /* printable bytes of whatever type, up to a NUL or 0xFF */
	FORM_NUMBER,  /* one whole number; 0xFFFFFFFF and, for Nikon, 4294965247 mean "none" */
	FORM_MASKED,  /* the lower 15 bits of one */
	FORM_VERSION, /* digits as text, or bytes joined by dots */
	FORM_HEX,     /* bytes */
	FORM_PENTAX,  /* four bytes under date and time */
	FORM_PRESENT,
};

static const struct maker_tag {
	enum maker_kind kind;
	enum exif_ifd ifd;
	uint16_t tag;
	const char *name;
	enum maker_value value;
	enum form form;
} tags[] = {
	{ MAKER_APPLE, EXIF_IFD0, 0x0003, "RunTime", MAKER_RUN_TIME, FORM_PRESENT },
	{ MAKER_APPLE, EXIF_IFD0, 0x0011, "ContentIdentifier", MAKER_CONTENT_ID, FORM_TEXT },
	{ MAKER_APPLE, EXIF_IFD0, 0x0015, "ImageUniqueID", MAKER_IMAGE_ID, FORM_TEXT },
	{ MAKER_CANON, EXIF_IFD0, 0x0006, "CanonImageType", MAKER_IMAGE_TYPE, FORM_TEXT },
	{ MAKER_CANON, EXIF_IFD0, 0x0007, "CanonFirmwareVersion", MAKER_FIRMWARE, FORM_TEXT },
	{ MAKER_CANON, EXIF_IFD0, 0x000C, "SerialNumber", MAKER_SERIAL, FORM_NUMBER },
	{ MAKER_CANON, EXIF_IFD0, 0x0028, "ImageUniqueID", MAKER_IMAGE_ID, FORM_HEX },
	{ MAKER_CANON, EXIF_IFD0, 0x0096, "InternalSerialNumber", MAKER_INTERNAL_SERIAL, FORM_TEXT },
	{ MAKER_FUJIFILM, EXIF_IFD0, 0x0010, "InternalSerialNumber", MAKER_INTERNAL_SERIAL, FORM_TEXT },
	{ MAKER_FUJIFILM, EXIF_IFD0, 0x1438, "ImageCount", MAKER_IMAGE_COUNT, FORM_MASKED },
	{ MAKER_LEICA, EXIF_IFD0, 0x0303, "SerialNumber", MAKER_SERIAL, FORM_NUMBER },
	{ MAKER_LEICA, EXIF_IFD0, 0x0305, "SerialNumber", MAKER_SERIAL, FORM_NUMBER },
	{ MAKER_LEICA, EXIF_IFD0, 0x0500, "InternalSerialNumber", MAKER_INTERNAL_SERIAL, FORM_TEXT },
	{ MAKER_LEICA, EXIF_IFD0, 0x3103, "SerialNumber", MAKER_SERIAL, FORM_TEXT },
	{ MAKER_LEICA, EXIF_IFD0, 0x3109, "FirmwareVersion", MAKER_FIRMWARE, FORM_TEXT },
	{ MAKER_NIKON, EXIF_IFD0, 0x001D, "SerialNumber", MAKER_SERIAL, FORM_TEXT },
	{ MAKER_NIKON, EXIF_IFD0, 0x00A0, "SerialNumber", MAKER_SERIAL, FORM_TEXT },
	{ MAKER_NIKON, EXIF_IFD0, 0x00A5, "ImageCount", MAKER_IMAGE_COUNT, FORM_NUMBER },
	{ MAKER_NIKON, EXIF_IFD0, 0x00A7, "ShutterCount", MAKER_SHUTTER_COUNT, FORM_NUMBER },
	{ MAKER_OLYMPUS, EXIF_IFD_OTHER, 0x0101, "SerialNumber", MAKER_SERIAL, FORM_TEXT },
	{ MAKER_OLYMPUS, EXIF_IFD_OTHER, 0x0102, "InternalSerialNumber", MAKER_INTERNAL_SERIAL, FORM_TEXT },
	{ MAKER_OLYMPUS, EXIF_IFD_OTHER, 0x0202, "LensSerialNumber", MAKER_LENS_SERIAL, FORM_TEXT },
	{ MAKER_OLYMPUS, EXIF_IFD0, 0x0104, "BodyFirmwareVersion", MAKER_FIRMWARE, FORM_TEXT },
	{ MAKER_OLYMPUS, EXIF_IFD0, 0x0404, "SerialNumber", MAKER_SERIAL, FORM_TEXT },
	{ MAKER_OLYMPUS, EXIF_IFD0, 0x0405, "Firmware", MAKER_FIRMWARE, FORM_TEXT },
	{ MAKER_OLYMPUS, EXIF_IFD0, 0x101A, "SerialNumber", MAKER_SERIAL, FORM_TEXT },
	{ MAKER_PANASONIC, EXIF_IFD0, 0x0002, "FirmwareVersion", MAKER_FIRMWARE, FORM_VERSION },
	{ MAKER_PANASONIC, EXIF_IFD0, 0x0025, "InternalSerialNumber", MAKER_INTERNAL_SERIAL, FORM_TEXT },
	{ MAKER_PANASONIC, EXIF_IFD0, 0x0052, "LensSerialNumber", MAKER_LENS_SERIAL, FORM_TEXT },
	{ MAKER_PENTAX, EXIF_IFD0, 0x005D, "ShutterCount", MAKER_SHUTTER_COUNT, FORM_PENTAX },
	{ MAKER_PENTAX, EXIF_IFD0, 0x0229, "SerialNumber", MAKER_SERIAL, FORM_TEXT },
	{ MAKER_RICOH, EXIF_IFD0, 0x0002, "FirmwareVersion", MAKER_FIRMWARE, FORM_TEXT },
	{ MAKER_RICOH, EXIF_IFD0, 0x0005, "SerialNumber", MAKER_SERIAL, FORM_TEXT },
	{ MAKER_SAMSUNG, EXIF_IFD0, 0xA001, "FirmwareName", MAKER_FIRMWARE, FORM_TEXT },
	{ MAKER_SAMSUNG, EXIF_IFD0, 0xA002, "SerialNumber", MAKER_SERIAL, FORM_TEXT },
	{ MAKER_SIGMA, EXIF_IFD0, 0x0002, "SerialNumber", MAKER_SERIAL, FORM_TEXT },
	{ MAKER_SIGMA, EXIF_IFD0, 0x0017, "Firmware", MAKER_FIRMWARE, FORM_TEXT },
	{ MAKER_SONY, EXIF_IFD0, 0x2031, "SerialNumber", MAKER_SERIAL, FORM_TEXT },
};

static const char *const kind_names[MAKER_KINDS] = {
	"none", "unknown", "Apple", "Canon", "Casio", "DJI", "FLIR", "Fujifilm", "General Imaging", "Google",
	"Hasselblad", "Hewlett-Packard", "Huawei", "JVC", "Kodak", "Kyocera", "Leica", "Minolta", "Motorola",
	"Nikon", "Nintendo", "Olympus", "Panasonic", "Pentax", "Phase One", "Reconyx", "Ricoh", "Samsung",
	"Sanyo", "Sigma", "Sony",
};

const char *maker_kind_name(enum maker_kind k)
{
	return (unsigned)k < MAKER_KINDS ? kind_names[k] : "unknown";
}

const char *maker_offsets_name(enum maker_offsets o)
{
	static const char *const names[] = { "none", "inside", "in the block", "moved", "broken" };

	return (unsigned)o < ARRAY_LEN(names) ? names[o] : "none";
}

const char *maker_tag_name(enum maker_kind k, enum exif_ifd ifd, uint16_t tag)
{
	for (size_t i = 0; i < ARRAY_LEN(tags); i++)
		if (tags[i].kind == k && tags[i].ifd == ifd && tags[i].tag == tag)
			return tags[i].name;
	return NULL;
}

bool maker_placeholder(const char *s)
{
	static const char *const words[] = {
		"none", "n/a", "na", "unknown", "null", "undefined", "no serial"
	};
	char low[16];
	size_t n = 0, digits = strspn(s, "0 -.:");

	if (!s[digits])
		return true;
	for (const char *p = s; *p; p++)
		n += *p == s[0];
	if (strlen(s) >= 4 && n == strlen(s))
		return true;
	for (n = 0; s[n] && n + 1 < sizeof low; n++)
		low[n] = (char)tolower((unsigned char)s[n]);
	low[n] = '\0';
	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strcmp(low, words[i]) == 0)
			return true;
	return false;
}

/* ---- reading ---- */

/* Printable from the first byte to a NUL, an 0xFF or the end; what else stands there is no text. */
static char *text_form(struct arena *a, const struct exif_field *f)
{
	size_t n = 0;

	while (n < f->bytes.len && n < VALUE_MAX && f->bytes.data[n] >= 0x20 && f->bytes.data[n] < 0x7F)
		n++;
	if (n < f->bytes.len && n < VALUE_MAX && f->bytes.data[n] != 0 && f->bytes.data[n] != 0xFF)
		return NULL;
	while (n && f->bytes.data[n - 1] == ' ')
		n--;
	return n ? arena_strn(a, (const char *)f->bytes.data, n) : NULL;
}

static char *number_form(struct arena *a, const struct maker_note *m, const struct exif_field *f,
			 uint64_t mask)
{
	uint64_t v;

	if (!exif_uint(&m->dir, f, 0, &v) || v == UINT32_MAX ||
	    (m->kind == MAKER_NIKON && v == NIKON_NO_COUNT))
		return NULL;
	return arena_fmt(a, "%" PRIu64, v & mask);
}

static char *hex_form(struct arena *a, const struct exif_field *f)
{
	char out[2 * 32 + 1];
	size_t n = f->bytes.len < 32 ? f->bytes.len : 32;
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		snprintf(out + 2 * i, 3, "%02x", f->bytes.data[i]);
		any = any || f->bytes.data[i];
	}
	return any ? arena_str(a, out) : NULL; /* zeros: none was given */
}

static char *version_form(struct arena *a, const struct exif_field *f)
{
	const uint8_t *p = f->bytes.data;

	if (f->bytes.len != 4)
		return text_form(a, f);
	if (isdigit(p[0]) && isdigit(p[1]) && isdigit(p[2]) && isdigit(p[3]))
		return arena_strn(a, (const char *)p, 4);
	return arena_fmt(a, "%u.%u.%u.%u", p[0], p[1], p[2], p[3]);
}

/* Big-endian, whatever the block's order; up to four bytes. */
static bool big_endian(const struct maker_note *m, uint16_t tag, size_t least, uint32_t *v)
{
	const struct exif_field *f = exif_find(&m->dir, EXIF_IFD0, tag);

	if (!f || f->broken || f->bytes.len < least || f->bytes.len > 4)
		return false;
	*v = 0;
	for (size_t i = 0; i < 4; i++)
		*v = *v << 8 | (i < f->bytes.len ? f->bytes.data[i] : 0);
	return true;
}

/* Pentax.pm, CryptShutterCount: count xor date xor not time. */
static char *pentax_form(struct arena *a, const struct maker_note *m, const struct exif_field *f)
{
	uint32_t count, date, time;

	if (!big_endian(m, f->tag, 4, &count) || !big_endian(m, PENTAX_DATE, 4, &date) ||
	    !big_endian(m, PENTAX_TIME, 3, &time))
		return NULL;
	return arena_fmt(a, "%" PRIu32, count ^ date ^ ~time);
}

static char *read_form(struct arena *a, const struct maker_note *m, const struct exif_field *f,
		       enum form form)
{
	switch (form) {
	case FORM_NUMBER: return number_form(a, m, f, UINT64_MAX);
	case FORM_MASKED: return number_form(a, m, f, 0x7FFF);
	case FORM_VERSION: return version_form(a, f);
	case FORM_HEX: return hex_form(a, f);
	case FORM_PENTAX: return pentax_form(a, m, f);
	case FORM_PRESENT: return arena_str(a, "present");
	default: return text_form(a, f);
	}
}

void maker_values_read(struct arena *a, struct maker_note *m)
{
	for (size_t i = 0; i < ARRAY_LEN(tags); i++) {
		const struct exif_field *f =
			tags[i].kind == m->kind ? exif_find(&m->dir, tags[i].ifd, tags[i].tag) : NULL;

		if (f && !f->broken && !m->values[tags[i].value])
			m->values[tags[i].value] = read_form(a, m, f, tags[i].form);
	}
}

/* ---- showing ---- */

static const char *const keys[MAKER_VALUES] = {
	"serial_number",      "internal_serial_number", "lens_serial_number", "firmware",    "image_type",
	"content_identifier", "image_unique_id",	"shutter_count",      "image_count", "run_time",
};

static void put_values(struct arena *a, struct value *v, const struct maker_note *m)
{
	for (int i = 0; i < MAKER_VALUES; i++) {
		const char *s = m->values[i];

		if (!s)
			continue;
		if (i == MAKER_SHUTTER_COUNT || i == MAKER_IMAGE_COUNT)
			value_add_int(a, v, keys[i], (int64_t)strtoull(s, NULL, 10));
		else if (i == MAKER_RUN_TIME)
			value_add_bool(a, v, keys[i], true);
		else
			value_add_text(a, v, keys[i], s);
	}
	if (m->values[MAKER_SERIAL] && maker_placeholder(m->values[MAKER_SERIAL]))
		value_add_bool(a, v, "serial_number_placeholder", true);
	if (m->values[MAKER_INTERNAL_SERIAL] && maker_placeholder(m->values[MAKER_INTERNAL_SERIAL]))
		value_add_bool(a, v, "internal_serial_number_placeholder", true);
}

void maker_note_facts(struct arena *a, struct value *facts, const struct maker_note *m)
{
	static const char *const bases[] = { "EXIF block", "note", "file" };
	struct value *v;

	if (m->kind == MAKER_NONE)
		return;
	v = value_add(a, facts, "maker_note", VALUE_MAP);
	value_add_text(a, v, "kind", m->name);
	value_add_int(a, v, "offset", (int64_t)m->bytes.origin);
	value_add_int(a, v, "size", (int64_t)m->bytes.len);
	if (!m->directory)
		return;
	value_add_text(a, v, "byte_order", m->dir.little_endian ? "little" : "big");
	value_add_text(a, v, "offsets_from", bases[m->base]);
	value_add_text(a, v, "offsets", maker_offsets_name(m->offsets));
	if (m->moved)
		value_add_int(a, v, "moved_by", m->moved);
	value_add_int(a, v, "entries", m->dir.n_fields);
	put_values(a, v, m);
}

static const char *shown(struct arena *a, const struct maker_note *m, const struct exif_field *f)
{
	char safe[SHOWN + 1];
	struct str own;

	if (f->broken)
		return "(not readable)";
	str_init(&own, SHOWN * 8);
	exif_plain_text(&m->dir, f, &own);
	utf8_sanitise(safe, sizeof safe, own.data, own.len);
	str_release(&own);
	return arena_str(a, safe);
}

/* left: bytes of shown values that the note may still have; entries can all point at one long text. */
static bool fill(struct arena *a, const struct maker_note *m, const struct exif_field *f, const char *group,
		 size_t *left, struct meta_entry *out)
{
	const char *name = maker_tag_name(m->kind, f->ifd, f->tag);

	*out = (struct meta_entry){ .group = group,
				    .tag = f->tag,
				    .name = name ? name : arena_fmt(a, "0x%04x", f->tag),
				    .type = exif_type_name(f->type),
				    .count = f->count,
				    .offset = f->bytes.origin,
				    .size = f->bytes.len };
	out->value = *left ? shown(a, m, f)
			   : "(not shown: the note holds too many values; its bytes are at this offset)";
	if (out->value && *left)
		*left -= strlen(out->value) < *left ? strlen(out->value) : *left;
	return out->name && out->value;
}

enum status maker_note_entries(const struct maker_note *m, struct examination *out, struct error *e)
{
	struct arena *a = &out->arena;
	const char *own = arena_fmt(a, "MakerNote %s", maker_kind_name(m->kind));
	const char *other = arena_fmt(a, "MakerNote %s Equipment", maker_kind_name(m->kind));
	size_t left = SHOWN_TOTAL;
	struct meta_entry *all;

	if (!m->dir.n_fields)
		return ST_OK;
	all = arena_alloc(a, (size_t)out->n_entries + m->dir.n_fields, sizeof *all);
	if (!all || !own || !other)
		return err_nomem(e);
	if (out->n_entries)
		memcpy(all, out->entries, out->n_entries * sizeof *all);
	out->entries = all;
	for (uint32_t i = 0; i < m->dir.n_fields; i++) {
		const struct exif_field *f = &m->dir.fields[i];

		if (!fill(a, m, f, f->ifd == EXIF_IFD0 ? own : other, &left, &all[out->n_entries]))
			return err_nomem(e);
		out->n_entries++;
	}
	return ST_OK;
}
