/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/iptc.h"

#include "src/base/timeutil.h"
#include "src/base/utf8.h"
#include "src/base/value.h"

#include <ctype.h>

enum { TAG = 0x1C, EXTENDED = 0x8000, DATE = 8, TIME = 6 };

struct walk {
	struct arena *a;
	struct iptc *out;
	size_t budget; /* of text */
};

static void stop(struct iptc *x, uint64_t offset, const char *why)
{
	x->damaged = true;
	x->damage_offset = offset;
	x->damage = why;
}

/* IIM 1.6.2: bit 15 set, the rest is the number of bytes of the length that follows. */
static bool length(struct span *s, uint64_t *n)
{
	uint16_t v;
	uint8_t b;

	if (!span_u16be(s, &v))
		return false;
	*n = v;
	if (!(v & EXTENDED))
		return true;
	v &= (uint16_t)~EXTENDED;
	if (v == 0 || v > 8)
		return false;
	for (*n = 0; v; v--) {
		if (!span_u8(s, &b))
			return false;
		*n = *n << 8 | b;
	}
	return true;
}

/* One data set; false at the end or where reading stops. */
static bool step(struct span *s, struct iptc *x, struct iptc_dataset *d)
{
	uint64_t at = span_at(s), n;
	uint8_t tag;

	if (!span_u8(s, &tag))
		return false;
	if (tag != TAG) {
		if (tag != 0) /* zeros fill the block up */
			stop(x, at, "here a data set should begin");
		return false;
	}
	if (!span_u8(s, &d->record) || !span_u8(s, &d->dataset) || !length(s, &n) || !span_sub(s, n, &d->bytes)) {
		stop(x, at, "a data set runs past the end");
		return false;
	}
	return true;
}

static char *latin1(struct arena *a, const uint8_t *p, size_t n)
{
	char *out = arena_alloc(a, 2 * n + 1, 1);
	size_t used = 0;

	for (size_t i = 0; out && i < n; i++)
		used += utf8_encode(p[i], out + used);
	return out;
}

static size_t whole_characters(const struct span *s, size_t max)
{
	size_t n = s->len < max ? s->len : max;

	if (n < s->len)
		while (n && (s->data[n] & 0xC0) == 0x80)
			n--;
	while (n && (s->data[n - 1] == '\0' || s->data[n - 1] == ' '))
		n--;
	return n;
}

/* Records 2 to 6 and 1 hold text but for these (IIM chapters 5 and 6). */
static bool binary(uint8_t record, uint8_t dataset)
{
	if (record == 1)
		return dataset == 0 || dataset == 20 || dataset == 22 || dataset == 90;
	if (record == 2)
		return dataset == 0 || dataset == 125 || (dataset >= 200 && dataset <= 202);
	return record > 2;
}

static bool give_text(struct walk *w, struct iptc_dataset *d)
{
	size_t n = whole_characters(&d->bytes, IPTC_MAX_VALUE);

	if (binary(d->record, d->dataset) || w->budget == 0)
		return true;
	w->budget -= n < w->budget ? n : w->budget;
	d->text = utf8_valid((const char *)d->bytes.data, n) ? arena_strn(w->a, (const char *)d->bytes.data, n)
							      : latin1(w->a, d->bytes.data, n);
	return d->text != NULL;
}

/* ISO 2022 announces UTF-8 with ESC % G. */
static void charset(struct iptc *x)
{
	const struct iptc_dataset *d = iptc_find(x, 1, 90);

	x->declared_utf8 = d && d->bytes.len >= 3 && memcmp(d->bytes.data, "\x1B%G", 3) == 0;
	x->declared_other = d && !x->declared_utf8;
}

static const struct {
	uint8_t dataset;
	size_t at;
} texts[] = {
	{ 5, offsetof(struct iptc, object_name) },   { 40, offsetof(struct iptc, instructions) },
	{ 55, offsetof(struct iptc, date_created) }, { 60, offsetof(struct iptc, time_created) },
	{ 62, offsetof(struct iptc, digital_date) }, { 63, offsetof(struct iptc, digital_time) },
	{ 65, offsetof(struct iptc, program) },	     { 70, offsetof(struct iptc, program_version) },
	{ 80, offsetof(struct iptc, by_line) },	     { 90, offsetof(struct iptc, city) },
	{ 95, offsetof(struct iptc, state) },	     { 101, offsetof(struct iptc, country) },
	{ 103, offsetof(struct iptc, transmission) }, { 105, offsetof(struct iptc, headline) },
	{ 110, offsetof(struct iptc, credit) },	     { 115, offsetof(struct iptc, source) },
	{ 116, offsetof(struct iptc, copyright) },   { 120, offsetof(struct iptc, caption) },
	{ 122, offsetof(struct iptc, writer) },
};

static void fact(struct iptc *x, const struct iptc_dataset *d)
{
	if (d->record != 2 || !d->text || !d->text[0])
		return;
	x->n_keywords += d->dataset == 25;
	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		const char **to = (const char **)(void *)((char *)x + texts[i].at);

		if (d->dataset == texts[i].dataset && !*to)
			*to = d->text;
	}
	if (d->dataset == 40 && !x->facebook && strncmp(d->text, "FBMD", 4) == 0)
		x->facebook = d->text;
}

static int number(const char *p, int n)
{
	int v = 0;

	for (int i = 0; i < n; i++) {
		if (!isdigit((unsigned char)p[i]))
			return -1;
		v = v * 10 + (p[i] - '0');
	}
	return v;
}

/* "HHMMSS", then "+HHMM", "-HHMM" or nothing. */
static void time_of_day(struct iptc *x, struct civil *c)
{
	const char *t = x->time_created;
	int h, m;

	if (!t || strlen(t) < TIME)
		return;
	c->hour = number(t, 2);
	c->minute = number(t + 2, 2);
	c->second = number(t + 4, 2);
	x->has_time = civil_valid(c);
	if (!x->has_time)
		c->hour = c->minute = c->second = 0;
	t += TIME;
	if (!x->has_time || (*t != '+' && *t != '-') || strlen(t) != 5)
		return;
	h = number(t + 1, 2);
	m = number(t + 3, 2);
	x->has_zone = h >= 0 && h <= 14 && m >= 0 && m < 60;
	x->zone = x->has_zone ? (*t == '-' ? -1 : 1) * (h * 60 + m) : 0;
}

static void created(struct iptc *x)
{
	struct civil c = { 0 };

	if (!x->date_created || strlen(x->date_created) != DATE)
		return;
	c.year = number(x->date_created, 4);
	c.month = number(x->date_created + 4, 2);
	c.day = number(x->date_created + 6, 2);
	x->has_date = civil_valid(&c) && c.year > 0;
	if (!x->has_date)
		return;
	time_of_day(x, &c);
	x->seconds = civil_seconds(&c);
}

enum status iptc_read(struct arena *a, struct span block, struct iptc *out, struct error *e)
{
	struct walk w = { .a = a, .out = out, .budget = IPTC_MAX_TEXT };
	struct iptc count = { 0 };
	struct iptc_dataset d;
	struct span s = block;
	uint32_t n = 0;

	memset(out, 0, sizeof *out);
	out->block = block;
	while (n < IPTC_MAX_DATASETS && step(&s, &count, &d))
		n++;
	if (n == 0)
		return err_corrupt(e, block.origin, "no IPTC data set where one should begin");
	out->sets = arena_alloc(a, n, sizeof *out->sets);
	if (!out->sets)
		return err_nomem(e);
	s = block;
	for (uint32_t i = 0; i < n && step(&s, out, &out->sets[i]); i++) {
		struct iptc_dataset *set = &out->sets[i];

		set->name = iptc_name(set->record, set->dataset);
		if (!give_text(&w, set))
			return err_nomem(e);
		out->n_sets++;
		fact(out, set);
	}
	out->damaged = count.damaged;
	out->damage = count.damage;
	out->damage_offset = count.damage_offset;
	charset(out);
	created(out);
	return ST_OK;
}

const struct iptc_dataset *iptc_find(const struct iptc *x, uint8_t record, uint8_t dataset)
{
	for (uint32_t i = 0; i < x->n_sets; i++)
		if (x->sets[i].record == record && x->sets[i].dataset == dataset)
			return &x->sets[i];
	return NULL;
}

/* IIM 4.2, chapters 5 and 6; 2:221 to 2:232 are Photo Mechanic's. */
static const struct {
	uint8_t record, dataset;
	const char *name;
} names[] = {
	{ 1, 0, "ModelVersion" },	     { 1, 5, "Destination" },
	{ 1, 20, "FileFormat" },	     { 1, 22, "FileVersion" },
	{ 1, 30, "ServiceIdentifier" },	     { 1, 40, "EnvelopeNumber" },
	{ 1, 50, "ProductID" },		     { 1, 60, "EnvelopePriority" },
	{ 1, 70, "DateSent" },		     { 1, 80, "TimeSent" },
	{ 1, 90, "CodedCharacterSet" },	     { 1, 100, "UniqueObjectName" },
	{ 1, 120, "ARMIdentifier" },	     { 1, 122, "ARMVersion" },
	{ 2, 0, "RecordVersion" },	     { 2, 3, "ObjectTypeReference" },
	{ 2, 4, "ObjectAttributeReference" }, { 2, 5, "ObjectName" },
	{ 2, 7, "EditStatus" },		     { 2, 8, "EditorialUpdate" },
	{ 2, 10, "Urgency" },		     { 2, 12, "SubjectReference" },
	{ 2, 15, "Category" },		     { 2, 20, "SupplementalCategory" },
	{ 2, 22, "FixtureIdentifier" },	     { 2, 25, "Keywords" },
	{ 2, 26, "ContentLocationCode" },    { 2, 27, "ContentLocationName" },
	{ 2, 30, "ReleaseDate" },	     { 2, 35, "ReleaseTime" },
	{ 2, 37, "ExpirationDate" },	     { 2, 38, "ExpirationTime" },
	{ 2, 40, "SpecialInstructions" },    { 2, 42, "ActionAdvised" },
	{ 2, 45, "ReferenceService" },	     { 2, 47, "ReferenceDate" },
	{ 2, 50, "ReferenceNumber" },	     { 2, 55, "DateCreated" },
	{ 2, 60, "TimeCreated" },	     { 2, 62, "DigitalCreationDate" },
	{ 2, 63, "DigitalCreationTime" },    { 2, 65, "OriginatingProgram" },
	{ 2, 70, "ProgramVersion" },	     { 2, 75, "ObjectCycle" },
	{ 2, 80, "By-line" },		     { 2, 85, "By-lineTitle" },
	{ 2, 90, "City" },		     { 2, 92, "Sub-location" },
	{ 2, 95, "Province-State" },	     { 2, 100, "Country-Code" },
	{ 2, 101, "Country-Name" },	     { 2, 103, "OriginalTransmissionReference" },
	{ 2, 105, "Headline" },		     { 2, 110, "Credit" },
	{ 2, 115, "Source" },		     { 2, 116, "CopyrightNotice" },
	{ 2, 118, "Contact" },		     { 2, 120, "Caption" },
	{ 2, 122, "Writer-Editor" },	     { 2, 125, "RasterizedCaption" },
	{ 2, 130, "ImageType" },	     { 2, 131, "ImageOrientation" },
	{ 2, 135, "LanguageIdentifier" },    { 2, 150, "AudioType" },
	{ 2, 200, "PreviewFileFormat" },     { 2, 201, "PreviewFileFormatVersion" },
	{ 2, 202, "PreviewData" },	     { 2, 221, "Prefs" },
	{ 2, 225, "ClassifyState" },	     { 2, 228, "SimilarityIndex" },
	{ 2, 230, "DocumentNotes" },	     { 2, 231, "DocumentHistory" },
	{ 2, 232, "ExifCameraInfo" },	     { 7, 10, "SizeMode" },
	{ 7, 20, "MaxSubfileSize" },	     { 7, 90, "ObjectSizeAnnounced" },
	{ 7, 95, "MaximumObjectSize" },	     { 8, 10, "SubFile" },
	{ 9, 10, "ConfirmedObjectSize" },
};

const char *iptc_name(uint8_t record, uint8_t dataset)
{
	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (names[i].record == record && names[i].dataset == dataset)
			return names[i].name;
	return NULL;
}

static void put(struct arena *a, struct value *v, const char *key, const char *text)
{
	if (text)
		value_add_text(a, v, key, text);
}

void iptc_facts_value(struct arena *a, const struct iptc *x, struct value *metadata)
{
	struct value *v = value_add(a, metadata, "iptc", VALUE_MAP);

	value_add_int(a, v, "data_sets", x->n_sets);
	if (x->declared_utf8)
		value_add_text(a, v, "character_set", "UTF-8");
	put(a, v, "object_name", x->object_name);
	put(a, v, "by_line", x->by_line);
	put(a, v, "credit", x->credit);
	put(a, v, "source", x->source);
	put(a, v, "headline", x->headline);
	put(a, v, "caption", x->caption);
	put(a, v, "copyright", x->copyright);
	put(a, v, "date_created", x->date_created);
	put(a, v, "time_created", x->time_created);
	put(a, v, "digital_creation_date", x->digital_date);
	put(a, v, "special_instructions", x->instructions);
	put(a, v, "originating_program", x->program);
	put(a, v, "city", x->city);
	put(a, v, "state", x->state);
	put(a, v, "country", x->country);
	put(a, v, "damage", x->damage);
}
