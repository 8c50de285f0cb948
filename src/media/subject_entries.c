/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Entries of the layers but EXIF, for the list that people read. A property of XMP has no place of its own: the library
 * tells none, so it stands at its packet. */
#include "src/base/base.h"
#include "src/media/subject_meta.h"

#include "src/base/utf8.h"
#include "src/base/value.h"

#include <stdarg.h>

enum {
	SHOWN = 1024,
	ENTRIES_MAX = 20000,          /* of these layers; the record takes more than three times as many */
	SHOWN_TOTAL = 4 * 1024 * 1024 /* bytes of their values */
};

struct list {
	struct examination *x;
	uint32_t room;
	size_t left;
	bool failed;
};

static bool grow(struct list *l)
{
	struct examination *x = l->x;
	uint32_t more = x->n_entries * 2 + 64;
	struct meta_entry *all;

	if (x->n_entries < l->room)
		return true;
	all = arena_alloc(&x->arena, more, sizeof *all);
	if (!all)
		return false;
	if (x->n_entries)
		memcpy(all, x->entries, x->n_entries * sizeof *all);
	x->entries = all;
	l->room = more;
	return true;
}

static void add(struct list *l, const char *group, const char *name, uint32_t tag, const char *type, struct span at,
		const char *value)
{
	struct arena *a = &l->x->arena;
	char safe[SHOWN + 1];
	struct meta_entry m = { .group = group, .tag = tag, .type = type, .count = at.len, .offset = at.origin,
				.size = at.len };

	if (l->failed || l->left == 0)
		return;
	utf8_sanitise(safe, sizeof safe, value ? value : "", value ? strlen(value) : 0);
	m.name = arena_str(a, name);
	m.value = arena_str(a, safe);
	if (!m.name || !m.value || !grow(l)) {
		l->failed = true;
		return;
	}
	l->left -= strlen(safe) < l->left ? strlen(safe) : l->left;
	l->x->entries[l->x->n_entries++] = m;
}

static void add_fmt(struct list *l, const char *group, const char *name, struct span at, const char *fmt, ...)
	PRINTF(5, 6);
static void add_fmt(struct list *l, const char *group, const char *name, struct span at, const char *fmt, ...)
{
	char text[SHOWN];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	add(l, group, name, 0, "number", at, text);
}

static struct span place(uint64_t offset, uint64_t length)
{
	return (struct span){ .len = (size_t)length, .origin = offset };
}

/* ---- XMP ---- */

static void xmp(struct list *l, const struct subject *s)
{
	static const char *const groups[] = { "XMP", "XMP 2", "XMP 3", "XMP 4", "XMP 5", "XMP 6", "XMP 7", "XMP 8" };
	const struct xmp *x = &s->xmp;

	for (uint32_t i = 0; i < x->n_properties && i < ENTRIES_MAX; i++) {
		const struct xmp_property *p = &x->properties[i];
		const struct xmp_packet *k = &x->packets[p->packet];

		add(l, p->extended ? "XMP ext" : groups[p->packet], p->path, 0, "text",
		    place(k->offset, k->length), p->value);
	}
	for (uint32_t i = 0; i < x->n_read; i++)
		if (x->packets[i].state == LAYER_UNREAD)
			add(l, groups[i], "packet", 0, "XML", place(x->packets[i].offset, x->packets[i].length),
			    x->packets[i].why);
}

/* ---- IPTC ---- */

static void hex(const struct span *s, char out[64])
{
	size_t n = s->len < 16 ? s->len : 16;

	out[0] = '\0';
	for (size_t i = 0; i < n; i++)
		snprintf(out + 3 * i, 4, i + 1 < n ? "%02x " : "%02x", s->data[i]);
	if (s->len > n)
		snprintf(out + 3 * n - 1, 5, " ...");
}

static void iptc(struct list *l, const struct subject *s)
{
	for (uint32_t i = 0; s->has_iptc && i < s->iptc.n_sets; i++) {
		const struct iptc_dataset *d = &s->iptc.sets[i];
		char number[16], bytes[64];

		snprintf(number, sizeof number, "%d:%d", d->record, d->dataset);
		hex(&d->bytes, bytes);
		add(l, "IPTC", d->name ? d->name : number, (uint32_t)d->record << 8 | d->dataset,
		    d->text ? "text" : "bytes", d->bytes, d->text ? d->text : bytes);
	}
}

/* ---- Photoshop ---- */

static void photoshop(struct list *l, const struct subject *s)
{
	const struct photoshop *p = &s->photoshop;

	for (uint32_t i = 0; s->has_photoshop && i < p->n; i++) {
		const struct photoshop_resource *r = &p->list[i];
		struct span at = r->bytes;
		char number[16], bytes[64], value[SHOWN];

		snprintf(number, sizeof number, "0x%04x", r->id);
		hex(&at, bytes);
		if (r->id == PS_DIGEST)
			snprintf(value, sizeof value, "%s (%s)", r->shown ? r->shown : "",
				 photoshop_digest_words(p->digest_state));
		if (p->joined)
			at.len = 0;
		add(l, "Photoshop", r->name ? r->name : number, r->id, "resource", at,
		    r->id == PS_DIGEST ? value : r->shown ? r->shown : bytes);
	}
}

/* ---- ICC ---- */

static void icc(struct list *l, const struct subject *s)
{
	const struct icc *x = &s->icc;
	const struct {
		const char *name, *value;
	} rows[] = {
		{ "description", x->description },	 { "copyright", x->copyright },
		{ "manufacturer", x->manufacturer_text }, { "model", x->model_text },
		{ "device manufacturer", x->manufacturer }, { "device model", x->model },
		{ "profile creator", x->creator },	 { "preferred CMM", x->preferred_cmm },
		{ "platform", x->platform },		 { "version", x->version },
		{ "class", x->klass },			 { "colour space", x->space },
		{ "connection space", x->pcs },		 { "created", x->created_text },
		{ "gap", x->gap },
	};
	struct span at = place(x->offset, x->in_file ? x->profile.len : 0);

	if (x->state == LAYER_ABSENT)
		return;
	if (x->why)
		add(l, "ICC", x->state == LAYER_READ ? "remark" : "not read", 0, "text", at, x->why);
	for (size_t i = 0; x->state == LAYER_READ && i < ARRAY_LEN(rows); i++)
		if (rows[i].value && rows[i].value[0])
			add(l, "ICC", rows[i].name, 0, "text", at, rows[i].value);
	if (x->state == LAYER_READ)
		add_fmt(l, "ICC", "size", at, "%zu bytes, the header says %llu", x->profile.len,
			(unsigned long long)x->header_size);
}

/* ---- the small segments ---- */

static void jfif(struct list *l, const struct jfif *j)
{
	static const char *const units[] = { "aspect", "dpi", "dots per cm" };
	struct span at = place(j->jfif_offset, 9);

	if (!j->has_jfif)
		return;
	add_fmt(l, "JFIF", "version", at, "%d.%02d", j->major, j->minor);
	add_fmt(l, "JFIF", "density", at, "%d x %d %s", j->x_density, j->y_density,
		j->unit < ARRAY_LEN(units) ? units[j->unit] : "of an unknown unit");
	add_fmt(l, "JFIF", "thumbnail", at, j->thumbnail_w && j->thumbnail_h ? "%d x %d, RGB" : "none",
		j->thumbnail_w, j->thumbnail_h);
}

static void jfxx(struct list *l, const struct jfif *j)
{
	if (j->has_jfxx)
		add_fmt(l, "JFIF", "extension", place(j->jfxx_offset, 1), "0x%02x: %s", j->jfxx_code,
			j->jfxx_code == 0x10   ? "thumbnail, JPEG"
			: j->jfxx_code == 0x11 ? "thumbnail, palette"
			: j->jfxx_code == 0x13 ? "thumbnail, RGB"
					       : "unknown");
}

static void adobe(struct list *l, const struct jfif *j)
{
	struct span at = place(j->adobe_offset, 7);

	if (!j->has_adobe)
		return;
	add_fmt(l, "Adobe", "version", at, "%d", j->adobe_version);
	add_fmt(l, "Adobe", "flags", at, "0x%04x 0x%04x", j->flags0, j->flags1);
	add_fmt(l, "Adobe", "transform", at, "%d, %s", j->transform,
		j->transform == 0   ? "RGB or CMYK"
		: j->transform == 1 ? "YCbCr"
		: j->transform == 2 ? "YCCK"
				    : "unknown");
}

static void ducky(struct list *l, const struct jfif *j)
{
	if (j->has_quality)
		add_fmt(l, "Ducky", "quality", place(j->ducky_offset, 0), "%lu", (unsigned long)j->quality);
	if (j->comment)
		add(l, "Ducky", "comment", 0, "text", place(j->comment_offset, j->comment_size), j->comment);
	if (j->copyright)
		add(l, "Ducky", "copyright", 0, "text", place(j->copyright_offset, j->copyright_size),
		    j->copyright);
}

static void jumbf_value(struct arena *a, const struct subject *s, struct value *metadata)
{
	struct value *v;

	if (!s->n_jumbf)
		return;
	v = value_add(a, metadata, "jumbf", VALUE_MAP);
	value_add_text(a, v, "state", "present, not verified");
	value_add_int(a, v, "pieces", s->n_jumbf);
	value_add_bool(a, v, "c2pa", s->jumbf_c2pa);
}

enum status subject_describe_layers(const struct subject *s, struct examination *x, struct error *e)
{
	struct list l = { .x = x, .room = x->n_entries, .left = SHOWN_TOTAL };
	struct arena *a = &x->arena;

	xmp(&l, s);
	iptc(&l, s);
	photoshop(&l, s);
	icc(&l, s);
	jfif(&l, &s->jfif);
	jfxx(&l, &s->jfif);
	adobe(&l, &s->jfif);
	ducky(&l, &s->jfif);
	xmp_facts_value(a, &s->xmp, x->facts);
	if (s->has_iptc)
		iptc_facts_value(a, &s->iptc, x->facts);
	if (s->has_photoshop)
		photoshop_facts_value(a, &s->photoshop, x->facts);
	icc_facts_value(a, &s->icc, x->facts);
	jumbf_value(a, s, x->facts);
	return l.failed ? err_nomem(e) : ST_OK;
}
