/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names and printed forms of entries. */
#include "src/base/base.h"
#include "src/media/exif.h"

#include "src/base/str.h"
#include "src/base/utf8.h"
#include "src/media/exif_lib.h"

#include <inttypes.h>

enum {
	T_ASCII = 2,
	T_RATIONAL = 5,
	T_UNDEFINED = 7,
	T_SRATIONAL = 10,
	SHOWN = 1024, /* bytes of one value */
	SHOWN_TOTAL = 4 << 20, /* and of all */
	HEX_BYTES = 16,
	LIB_MAX = 4096, /* longer values are printed by us: a block may name the same 60 kB in 60,000
			   entries */
	TAG_USER_COMMENT = 0x9286,
	TAG_MAKER_NOTE = 0x927C
};

static const char *const ifd_names[] = { "IFD0", "IFD1", "Exif", "GPS", "Interop", "SubIFD" };
static const char *const type_names[] = { "0",	       "BYTE",	"ASCII",     "SHORT",  "LONG",
					  "RATIONAL",  "SBYTE", "UNDEFINED", "SSHORT", "SLONG",
					  "SRATIONAL", "FLOAT", "DOUBLE",    "IFD" };

_Static_assert(EXIF_IFD0 == 0 && EXIF_IFD1 == 1 && EXIF_IFD_EXIF == 2 && EXIF_IFD_GPS == 3 &&
		       EXIF_IFD_INTEROP == 4,
	       "exif_lib.h counts the directories in this order");

const char *exif_ifd_name(enum exif_ifd ifd)
{
	return (unsigned)ifd < ARRAY_LEN(ifd_names) ? ifd_names[ifd] : "IFD";
}

const char *exif_type_name(uint16_t type)
{
	return type && type < ARRAY_LEN(type_names) ? type_names[type] : "unknown";
}

static bool ratio_text(const struct exif *x, const struct exif_field *f, uint32_t i, struct str *out)
{
	struct span s;
	uint32_t n = 0, d = 0;

	if (!span_slice(&f->bytes, (uint64_t)i * 8, 8, &s) ||
	    !(x->little_endian ? span_u32le(&s, &n) && span_u32le(&s, &d)
			       : span_u32be(&s, &n) && span_u32be(&s, &d)))
		return false;
	if (f->type == T_RATIONAL)
		str_printf(out, "%" PRIu32 "/%" PRIu32, n, d);
	else
		str_printf(out, "%" PRId32 "/%" PRId32, (int32_t)n, (int32_t)d);
	return true;
}

static bool item_text(const struct exif *x, const struct exif_field *f, uint32_t i, struct str *out)
{
	double v;

	if (i)
		str_puts(out, ", ");
	if (f->type == T_RATIONAL || f->type == T_SRATIONAL)
		return ratio_text(x, f, i, out);
	if (!exif_real(x, f, i, &v))
		return false;
	str_printf(out, "%.9g", v);
	return true;
}

static void hex_text(const struct exif_field *f, struct str *out)
{
	size_t n = f->bytes.len < HEX_BYTES ? f->bytes.len : HEX_BYTES;

	for (size_t i = 0; i < n; i++)
		str_printf(out, i ? " %02x" : "%02x", f->bytes.data[i]);
	if (f->bytes.len > n)
		str_printf(out, " ... (%zu bytes)", f->bytes.len);
}

void exif_plain_text(const struct exif *x, const struct exif_field *f, struct str *out)
{
	const uint8_t *nul;

	if (f->type == T_ASCII) {
		nul = f->bytes.len ? memchr(f->bytes.data, 0, f->bytes.len) : NULL;
		str_add(out, f->bytes.data,
			nul		       ? (size_t)(nul - f->bytes.data)
			: f->bytes.len < SHOWN ? f->bytes.len
					       : SHOWN);
		return;
	}
	if (f->type == T_UNDEFINED) {
		hex_text(f, out);
		return;
	}
	for (uint32_t i = 0; i < f->count && out->len < SHOWN && item_text(x, f, i, out); i++)
		;
}

static const char *shown(const struct exif *x, const struct exif_field *f, struct exif_lib *lib,
			 struct arena *a)
{
	char text[SHOWN + 1], safe[SHOWN + 1];
	const char *comment =
		f->tag == TAG_USER_COMMENT && f->ifd == EXIF_IFD_EXIF ? exif_comment(a, x) : NULL;
	struct str own;

	if (f->broken)
		return "(not readable)";
	if (comment)
		return arena_str(a, utf8_sanitise(safe, sizeof safe, comment, strlen(comment)));
	if (f->type != T_ASCII && f->tag != TAG_MAKER_NOTE && f->bytes.len <= LIB_MAX &&
	    exif_lib_value(lib, (int)f->ifd, f->tag, f->type, f->count, f->bytes.data, f->bytes.len, text,
			   sizeof text))
		return arena_str(a, utf8_sanitise(safe, sizeof safe, text, strlen(text)));
	str_init(&own, SHOWN * 8);
	exif_plain_text(x, f, &own);
	utf8_sanitise(safe, sizeof safe, own.data, own.len);
	str_release(&own);
	return arena_str(a, safe);
}

/* left: bytes of shown values that this file may still have. Thousands of entries can all point at one long text. */
static bool fill(const struct exif *x, const struct exif_field *f, struct exif_lib *lib, struct arena *a, size_t *left,
		 struct meta_entry *m)
{
	const char *name = exif_lib_name((int)f->ifd, f->tag);

	m->group = exif_ifd_name(f->ifd);
	m->tag = f->tag;
	m->name = name ? arena_str(a, name) : arena_fmt(a, "0x%04x", f->tag);
	m->type = exif_type_name(f->type);
	m->count = f->count;
	m->offset = f->bytes.origin;
	m->size = f->bytes.len;
	m->value = *left ? shown(x, f, lib, a) : "(not shown: the file holds too many values; its bytes are at this offset)";
	if (m->value && *left)
		*left -= strlen(m->value) < *left ? strlen(m->value) : *left;
	return m->name && m->value;
}

enum status exif_entries(const struct exif *x, struct examination *out, struct error *e)
{
	struct arena *a = &out->arena;
	struct meta_entry *list = arena_alloc(a, x->n_fields, sizeof *list);
	struct exif_lib *lib = exif_lib_new(x->little_endian);
	size_t left = SHOWN_TOTAL;
	bool ok = list && lib;

	for (uint32_t i = 0; ok && i < x->n_fields; i++)
		ok = fill(x, &x->fields[i], lib, a, &left, &list[i]);
	exif_lib_free(lib);
	if (!ok)
		return err_nomem(e);
	out->entries = list;
	out->n_entries = x->n_fields;
	return ST_OK;
}
