/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/xmp.h"

#include "src/base/mem.h"
#include "src/base/utf8.h"
#include "src/media/xmp_facts.h"
#include "src/media/xmp_lib.h"

enum { FIRST_ROOM = 64 };

struct reader {
	struct container *c;
	struct xmp *out;
	size_t budget; /* of text */
	bool failed;   /* memory ran out */
};

static bool room(struct reader *r)
{
	struct xmp *x = r->out;
	uint32_t more = x->room_properties ? x->room_properties * 2 : FIRST_ROOM;
	struct xmp_property *list;

	if (x->n_properties < x->room_properties)
		return true;
	list = arena_alloc(r->c->arena, more, sizeof *list);
	if (!list)
		return false;
	if (x->n_properties)
		memcpy(list, x->properties, x->n_properties * sizeof *list);
	x->properties = list;
	x->room_properties = more;
	return true;
}

/* A copy cut at a whole character. */
static const char *keep(struct reader *r, const char *text, size_t max)
{
	size_t n = strnlen(text, max + 1);
	const char *copy;

	if (n > max)
		for (n = max; n && ((unsigned char)text[n] & 0xC0) == 0x80; n--)
			;
	copy = arena_strn(r->c->arena, text, n);
	r->failed = r->failed || !copy;
	r->budget -= n < r->budget ? n : r->budget;
	return copy;
}

/* Thousands of properties share their few schemas. */
static const char *schema_of(struct reader *r, const char *uri)
{
	const struct xmp *x = r->out;

	if (x->n_properties && strcmp(x->properties[x->n_properties - 1].schema, uri) == 0)
		return x->properties[x->n_properties - 1].schema;
	return keep(r, uri, XMP_MAX_VALUE);
}

static void property(struct reader *r, uint8_t packet, bool extended, const char *schema, const char *path,
		     const char *value)
{
	struct xmp *x = r->out;
	struct xmp_property p = { .packet = packet, .extended = extended };

	x->total_properties++;
	if (x->n_properties >= XMP_MAX_PROPERTIES || r->budget == 0)
		return;
	p.schema = schema_of(r, schema);
	p.path = keep(r, path, XMP_MAX_VALUE);
	p.value = keep(r, value, XMP_MAX_VALUE);
	if (!p.schema || !p.path || !p.value || !room(r)) {
		r->failed = true;
		return;
	}
	x->properties[x->n_properties++] = p;
}

/* All leaves into the list and the facts. */
static enum status parse(struct reader *r, struct span bytes, uint8_t packet, bool extended, struct error *e)
{
	struct xmp_facts *f = &r->out->packets[packet].facts;
	const char *schema, *path, *value;
	struct xmp_lib *l;
	enum status st = xmp_guard(bytes, e);

	if (!st)
		st = xmp_lib_open(bytes, &l, e);
	if (st)
		return st;
	while (!r->failed && xmp_lib_next(l, &schema, &path, &value)) {
		property(r, packet, extended, schema, path, value);
		r->failed = r->failed || !xmp_fact(r->c->arena, f, schema, path, value);
	}
	xmp_lib_close(l);
	return r->failed ? err_nomem(e) : ST_OK;
}

static enum status unread(struct reader *r, enum status st, const struct error *why, const char **text,
			  struct error *e)
{
	*text = arena_str(r->c->arena, why->message);
	return st == ST_MEMORY || !*text ? err_nomem(e) : ST_OK;
}

static enum status packet(struct reader *r, const struct block *b, struct error *e)
{
	struct xmp_packet *p = &r->out->packets[r->out->n_read];
	struct error why = ERROR_INIT;
	enum status st;

	p->offset = b->bytes.origin;
	p->length = b->bytes.len;
	st = parse(r, b->bytes, (uint8_t)r->out->n_read, false, &why);
	p->state = st ? LAYER_UNREAD : LAYER_READ;
	if (!st)
		xmp_facts_finish(r->c->arena, &p->facts, b->bytes);
	r->out->n_read++;
	return st ? unread(r, st, &why, &p->why, e) : ST_OK;
}

static enum status extension(struct reader *r, struct error *e)
{
	const char *guid = r->out->packets[0].facts.extended_guid;
	struct error why = ERROR_INIT;
	struct span bytes = { 0 };
	const char *text;
	enum status st;

	st = xmp_extended_join(r->c, guid, &bytes, &r->out->extended, &why);
	if (!st && r->out->extended == XMP_EXT_READ)
		st = parse(r, bytes, 0, true, &why);
	r->out->extended_length = bytes.len;
	mem_free((void *)(uintptr_t)bytes.data);
	if (!st)
		return ST_OK;
	r->out->extended = XMP_EXT_UNREAD;
	return unread(r, st, &why, &text, e);
}

enum status xmp_read(struct container *c, struct xmp *out, struct error *e)
{
	struct reader r = { .c = c, .out = out, .budget = XMP_MAX_TEXT };
	enum status st = ST_OK;

	memset(out, 0, sizeof *out);
	for (uint32_t i = 0; !st && i < c->n_blocks; i++) {
		if (c->blocks[i].kind != BLOCK_XMP)
			continue;
		out->n_packets++;
		if (out->n_read < XMP_MAX_PACKETS)
			st = packet(&r, &c->blocks[i], e);
	}
	if (!st)
		st = extension(&r, e);
	out->state = out->packets[0].state;
	out->why = out->packets[0].why;
	return st;
}

const struct xmp_facts *xmp_primary(const struct xmp *x)
{
	return &x->packets[0].facts;
}

const char *xmp_source_term(const struct xmp_facts *f)
{
	const char *slash = f->source_type ? strrchr(f->source_type, '/') : NULL;

	return slash ? slash + 1 : f->source_type;
}

void xmp_warm_up(void)
{
	xmp_lib_warm_up();
}
