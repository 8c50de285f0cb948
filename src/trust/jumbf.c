/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/trust/jumbf.h"

#include "src/base/utf8.h"

#include <inttypes.h>

/* Toggles of a description box (ISO/IEC 19566-5). */
enum { HAS_LABEL = 0x02, HAS_ID = 0x04, HAS_HASH = 0x08, HAS_PRIVATE = 0x10, TOGGLES = 0x1F };
enum { UUID_LEN = 16, ID_LEN = 4, HASH_LEN = 32 };

#define JUMB FOURCC('j', 'u', 'm', 'b')
#define JUMD FOURCC('j', 'u', 'm', 'd')
#define C2SH FOURCC('c', '2', 's', 'h')

struct reader {
	struct arena *a;
	struct error *e;
	uint32_t boxes;
};

/* Four characters for a message, "????" when they are none. */
static const char *type_text(uint32_t type, char out[5])
{
	for (unsigned i = 0; i < 4; i++) {
		char c = (char)(type >> 8 * (3 - i));

		out[i] = c >= ' ' && c <= '~' ? c : '?';
	}
	out[4] = '\0';
	return out;
}

/* ---- headers ---- */

/* LBox counts the header; 1: the length is the XLBox; 0: up to the end of what holds it. */
static enum status read_header(struct reader *r, struct span *in, uint32_t *type, struct span *whole,
			       struct span *payload)
{
	uint64_t at = span_at(in), length, header = 8;
	size_t start = in->pos;
	uint32_t word;
	char name[5];

	if (!span_u32be(in, &word) || !span_u32be(in, type))
		return err_corrupt(r->e, at, "JUMBF box is cut off in its header");
	length = word;
	if (word == 1) {
		header = 16;
		if (!span_u64be(in, &length))
			return err_corrupt(r->e, at, "JUMBF box is cut off in its header");
	} else if (word == 0) {
		length = in->len - start;
	}
	if (length < header || !span_slice(in, start, length, whole))
		return err_corrupt(r->e, at, "JUMBF box '%s' says %" PRIu64 " bytes, %zu are there",
				   type_text(*type, name), length, in->len - start);
	if (NEVER(!span_slice(whole, header, length - header, payload) || !span_seek(in, start + length)))
		return err_set(r->e, ST_INTERNAL, "JUMBF box has no place");
	return ST_OK;
}

/* ---- description boxes ---- */

/* No control characters, none of the four that have a meaning in a JUMBF URI (ISO/IEC 19566-5; C2PA 2.2
 * section 11.1). */
static enum status check_label(struct reader *r, uint64_t at, const char *s, size_t len)
{
	uint32_t cp;

	for (size_t i = 0; i < len;) {
		unsigned n = utf8_decode(s + i, len - i, &cp);

		if (n == 0)
			return err_corrupt(r->e, at + i, "JUMBF label is not UTF-8");
		if (cp < 0x20 || (cp >= 0x7F && cp < 0xA0))
			return err_corrupt(r->e, at + i, "JUMBF label holds the control character U+%04X", (unsigned)cp);
		if (cp < 0x80 && strchr("/;?#", (int)cp))
			return err_corrupt(r->e, at + i, "JUMBF label holds the character '%c'", (int)cp);
		i += n;
	}
	return ST_OK;
}

static enum status read_label(struct reader *r, struct span *in, struct jumbf_box *b)
{
	const uint8_t *text = in->data + in->pos;
	const uint8_t *end = span_left(in) ? memchr(text, 0, span_left(in)) : NULL;
	uint64_t at = span_at(in);
	enum status st;
	size_t len;

	if (!end)
		return err_corrupt(r->e, at, "JUMBF label has no end");
	len = (size_t)(end - text);
	if (len > JUMBF_LABEL_MAX)
		return err_at(r->e, ST_LIMIT, at, "JUMBF label has more than %d bytes", JUMBF_LABEL_MAX);
	if ((st = check_label(r, at, (const char *)text, len)))
		return st;
	b->label = arena_strn(r->a, (const char *)text, len);
	if (!b->label)
		return err_nomem(r->e);
	return span_skip(in, len + 1) ? ST_OK : err_set(r->e, ST_INTERNAL, "JUMBF label has no end");
}

/* Of the private boxes C2PA knows one: salt that keeps a redacted assertion from being guessed by its hash
 * (2.2 section 8.4.2.3). */
static enum status read_private(struct reader *r, struct span *in, struct jumbf_box *b)
{
	struct span whole, payload;
	uint64_t at = span_at(in);
	enum status st;
	uint32_t type;

	if (span_left(in) == 0)
		return err_corrupt(r->e, at, "JUMBF description says that it holds a private box, and holds none");
	if ((st = read_header(r, in, &type, &whole, &payload)))
		return st;
	if (type != C2SH)
		return ST_OK;
	if (payload.len != 16 && payload.len != 32)
		return err_corrupt(r->e, at, "JUMBF salt has %zu bytes, not 16 or 32", payload.len);
	b->has_salt = true;
	b->salt = payload;
	return ST_OK;
}

static enum status read_description(struct reader *r, struct span in, struct jumbf_box *b)
{
	uint64_t at = span_at(&in);
	enum status st;

	if (!span_copy(&in, b->uuid, UUID_LEN) || !span_u8(&in, &b->toggles))
		return err_corrupt(r->e, at, "JUMBF description is cut off");
	b->kind = FOURCC(b->uuid[0], b->uuid[1], b->uuid[2], b->uuid[3]);
	if (b->toggles & ~TOGGLES)
		return err_corrupt(r->e, at + UUID_LEN, "JUMBF description has unknown toggles 0x%02x", b->toggles);
	if (b->toggles & HAS_LABEL && (st = read_label(r, &in, b)))
		return st;
	if ((b->toggles & HAS_ID && !span_skip(&in, ID_LEN)) ||
	    (b->toggles & HAS_HASH && !span_skip(&in, HASH_LEN)))
		return err_corrupt(r->e, span_at(&in), "JUMBF description is cut off");
	if (b->toggles & HAS_PRIVATE && (st = read_private(r, &in, b)))
		return st;
	if (span_left(&in))
		return err_corrupt(r->e, span_at(&in), "%zu bytes follow the JUMBF description", span_left(&in));
	return ST_OK;
}

/* ---- the tree ---- */

static enum status read_box(struct reader *r, struct span *in, struct jumbf_box *parent, unsigned depth,
			    struct jumbf_box **out);

static enum status read_contents(struct reader *r, struct jumbf_box *b, unsigned depth)
{
	struct span in = b->payload, whole, description;
	enum status st;
	uint32_t type;

	if (depth >= JUMBF_DEPTH)
		return err_at(r->e, ST_LIMIT, b->whole.origin, "JUMBF boxes are nested deeper than %d", JUMBF_DEPTH);
	if ((st = read_header(r, &in, &type, &whole, &description)))
		return st;
	if (type != JUMD)
		return err_corrupt(r->e, whole.origin, "JUMBF superbox does not begin with its description");
	if ((st = read_description(r, description, b)))
		return st;
	while (span_left(&in)) {
		struct jumbf_box *child;

		if ((st = read_box(r, &in, b, depth + 1, &child)))
			return st;
		if (child->type == JUMD)
			return err_corrupt(r->e, child->whole.origin, "JUMBF superbox has a second description");
		*(b->last ? &b->last->next : &b->first) = child;
		b->last = child;
		b->n++;
	}
	return ST_OK;
}

static enum status read_box(struct reader *r, struct span *in, struct jumbf_box *parent, unsigned depth,
			    struct jumbf_box **out)
{
	struct jumbf_box *b;
	enum status st;

	if (r->boxes >= JUMBF_BOXES)
		return err_at(r->e, ST_LIMIT, span_at(in), "there are more than %d JUMBF boxes", JUMBF_BOXES);
	r->boxes++;
	b = arena_alloc(r->a, 1, sizeof *b);
	if (!b)
		return err_nomem(r->e);
	b->label = "";
	b->parent = parent;
	if ((st = read_header(r, in, &b->type, &b->whole, &b->payload)))
		return st;
	if (b->type == JUMB && (st = read_contents(r, b, depth)))
		return st;
	*out = b;
	return ST_OK;
}

enum status jumbf_parse(struct arena *a, struct span bytes, struct jumbf_box **out, struct error *e)
{
	struct reader r = { .a = a, .e = e };
	struct jumbf_box *b = NULL;
	enum status st = read_box(&r, &bytes, NULL, 0, &b);
	char name[5];

	if (st)
		return st;
	if (b->type != JUMB)
		return err_corrupt(e, b->whole.origin, "'%s' is no JUMBF superbox", type_text(b->type, name));
	if (span_left(&bytes))
		return err_corrupt(e, span_at(&bytes), "%zu bytes follow the JUMBF superbox", span_left(&bytes));
	*out = b;
	return ST_OK;
}

/* ---- questions ---- */

/* XXXXXXXX-0011-0010-8000-00AA00389B71 with the kind in front (C2PA 2.2 section 11.1). */
bool jumbf_is_c2pa(const struct jumbf_box *b, uint32_t kind)
{
	static const uint8_t tail[UUID_LEN - 4] = { 0x00, 0x11, 0x00, 0x10, 0x80, 0x00,
						    0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71 };

	return b && b->type == JUMB && b->kind == kind && memcmp(b->uuid + 4, tail, sizeof tail) == 0;
}

unsigned jumbf_count(const struct jumbf_box *b, const char *label)
{
	unsigned n = 0;

	for (const struct jumbf_box *c = b ? b->first : NULL; c; c = c->next)
		n += c->type == JUMB && strcmp(c->label, label) == 0;
	return n;
}

const struct jumbf_box *jumbf_child(const struct jumbf_box *b, const char *label)
{
	const struct jumbf_box *found = NULL;

	for (const struct jumbf_box *c = b ? b->first : NULL; c; c = c->next) {
		if (c->type != JUMB || strcmp(c->label, label) != 0)
			continue;
		if (found)
			return NULL;
		found = c;
	}
	return found;
}

const struct jumbf_box *jumbf_content(const struct jumbf_box *b, uint32_t type)
{
	for (const struct jumbf_box *c = b ? b->first : NULL; c; c = c->next)
		if (c->type == type)
			return c;
	return NULL;
}
