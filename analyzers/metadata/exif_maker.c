/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules about the maker's own notes. */
#include "src/base/base.h"
#include "analyzers/metadata/exif_rules.h"

#include <ctype.h>
#include <strings.h>

enum { APPLE_RUN_TIME_YEAR = 2014 }; /* iOS 8 was the first with it */

/* Makes that sell phones and nothing else that writes EXIF; Samsung's cameras have other model names. */
static const char *const phone_makes[] = {
	"Apple", "Google", "HUAWEI", "HONOR", "Xiaomi", "OnePlus", "OPPO", "vivo", "realme", "HMD Global",
	"Nokia",
	"motorola", "HTC", "Fairphone", "Nothing", "TECNO", "INFINIX", "asus", "ZTE", "LGE", "LG Electronics",
	"BlackBerry", "Jolla",
};
static const char *const samsung_phones[] = { "SM-", "GT-", "SGH-", "SCH-", "SPH-", "Galaxy", "SAMSUNG-S" };

static bool one_of(const char *text, const char *const *table, size_t n)
{
	for (size_t i = 0; text && i < n; i++)
		if (strncasecmp(text, table[i], strlen(table[i])) == 0)
			return true;
	return false;
}

bool exif_is_phone(const struct exif_facts *f)
{
	if (f->make && strncasecmp(f->make, "samsung", 7) == 0)
		return one_of(f->model, samsung_phones, ARRAY_LEN(samsung_phones));
	return one_of(f->make, phone_makes, ARRAY_LEN(phone_makes));
}

EXIF_RULE(exif_makernote_offsets)
{
	const struct maker_note *m = &c->in->maker;

	if (m->offsets == MAKER_OFFSETS_MOVED)
		exif_say(detail, "%s: %u values lie outside the note; all fit when %lld is added to their "
				 "offsets: the note was moved",
			 m->name, m->n_outside, (long long)m->moved);
	else if (m->offsets == MAKER_OFFSETS_BROKEN)
		exif_say(detail, "%s: %u values lie outside the note, some outside the EXIF block", m->name,
			 m->n_outside);
	return detail[0] != '\0';
}

/* Both write little-endian always; a block turned by a program carries the note along as it was. */
EXIF_RULE(exif_makernote_byte_order)
{
	const struct maker_note *m = &c->in->maker;

	if (!m->directory || (m->kind != MAKER_CANON && m->kind != MAKER_SONY) || !m->dir.little_endian ||
	    c->in->exif.little_endian)
		return false;
	exif_say(detail, "%s: the note is little-endian, the block big-endian", m->name);
	return true;
}

static const char *past_zeros(const char *s)
{
	return s + strspn(s, "0 ");
}

/* Makers that write one number in both places. Others have an internal number of their own. */
EXIF_RULE(exif_makernote_serial)
{
	const struct maker_note *m = &c->in->maker;
	const char *note = m->values[MAKER_SERIAL], *body = c->facts->body_serial;

	if ((m->kind != MAKER_CANON && m->kind != MAKER_NIKON) || !note || !body || maker_placeholder(note) ||
	    maker_placeholder(body) || strncmp(note, "NO=", 3) == 0)
		return false;
	if (strcmp(past_zeros(note), past_zeros(body)) == 0)
		return false;
	exif_say(detail, "%s: the note says '%.40s', BodySerialNumber '%.40s'", m->name, note, body);
	return true;
}

/* Notes with a signature of their own, and the makes that write them. */
static const struct {
	enum maker_kind kind;
	const char *magic;
	const char *makes[6];
} owners[] = {
	{ MAKER_APPLE, "Apple iOS", { "Apple" } },
	{ MAKER_NIKON, "Nikon", { "NIKON" } },
	{ MAKER_GOOGLE, "HDRP", { "Google" } },
	{ MAKER_FUJIFILM, "FUJIFILM", { "FUJI", "Leica", "Minolta", "SHARP" } },
	{ MAKER_OLYMPUS, "OLYMPUS", { "OLYMPUS", "OM " } },
	{ MAKER_OLYMPUS, "OM SYSTEM", { "OM ", "OLYMPUS" } },
	{ MAKER_PANASONIC, "Panasonic", { "Panasonic", "Leica", "JVC" } },
	{ MAKER_PENTAX, "PENTAX ", { "PENTAX", "RICOH", "Asahi", "SAMSUNG" } },
	{ MAKER_SONY, "SONY DSC", { "SONY", "Hasselblad", "KONICA MINOLTA" } },
	{ MAKER_SIGMA, "SIGMA", { "SIGMA" } },
};

EXIF_RULE(exif_makernote_foreign)
{
	const struct maker_note *m = &c->in->maker;
	const char *make = c->facts->make;

	for (size_t i = 0; make && i < ARRAY_LEN(owners); i++) {
		if (m->kind != owners[i].kind ||
		    !span_is(&m->bytes, owners[i].magic, strlen(owners[i].magic)))
			continue;
		for (size_t j = 0; j < ARRAY_LEN(owners[i].makes) && owners[i].makes[j]; j++)
			if (strncasecmp(make, owners[i].makes[j], strlen(owners[i].makes[j])) == 0)
				return false;
		exif_say(detail, "make '%.60s', notes of %s", make, maker_kind_name(m->kind));
		return true;
	}
	return false;
}

/* iOS numbers its versions: "17.4.1". */
static bool ios_version(const char *s)
{
	return s && isdigit((unsigned char)s[0]) && strspn(s, "0123456789.") == strlen(s) && strchr(s, '.');
}

EXIF_RULE(exif_makernote_run_time)
{
	const struct maker_note *m = &c->in->maker;

	if (m->kind != MAKER_APPLE || !m->directory || m->values[MAKER_RUN_TIME] ||
	    !ios_version(c->facts->software) || !c->original.valid || c->original.civil.year <= APPLE_RUN_TIME_YEAR)
		return false;
	exif_say(detail, "software '%.40s', %u entries in Apple's notes, no RunTime among them",
		 c->facts->software, m->dir.n_fields);
	return true;
}

EXIF_RULE(exif_makernote_placeholder)
{
	const char *note = c->in->maker.values[MAKER_SERIAL], *body = c->facts->body_serial;

	if (body && maker_placeholder(body))
		exif_say(detail, "BodySerialNumber is '%.40s'", body);
	else if (note && maker_placeholder(note))
		exif_say(detail, "the serial number in the maker's notes is '%.40s'", note);
	return detail[0] != '\0';
}
