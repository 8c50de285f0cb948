/* SPDX-License-Identifier: GPL-3.0-or-later */
/* SVG: the store as base64 in <c2pa:manifest> inside <metadata> (C2PA 2.2 appendix A.3). No XML library: it
 * would resolve entities and repair; this scan reads tags, and what it cannot read stops it. */
#include "src/base/base.h"

#include "src/base/base64.h"
#include "src/trust/asset_parts.h"

enum { DEPTH_MAX = 1024 };

struct walk {
	struct asset *a;
	struct error *e;
	struct span in;
	unsigned depth;
	unsigned metadata; /* depth of the open <metadata>; 0: none is open */
};

static const char manifest[] = "c2pa:manifest";

/* ---- base64 (RFC 4648 section 4), blanks between the digits allowed ---- */

static bool blank(uint8_t c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

/* out: room for text.len / 4 * 3 + 3 bytes. Nothing may stand behind the padding: it would be hashed by
 * nobody. */
static bool decode(struct span text, uint8_t *out, size_t *len, uint64_t *bad)
{
	unsigned digits = 0, pads = 0;
	uint32_t bits = 0;

	*len = 0;
	for (size_t i = 0; i < text.len; i++) {
		int v = base64_digit((char)text.data[i]);

		*bad = text.origin + i;
		if (blank(text.data[i]))
			continue;
		if (text.data[i] == '=' && digits % 4 >= 2 && digits % 4 + pads < 4) {
			pads++;
			continue;
		}
		if (v < 0 || pads)
			return false;
		bits = bits << 6 | (uint32_t)v;
		digits++;
		if (digits % 4 != 1)
			out[(*len)++] = (uint8_t)(bits >> (digits % 4 == 2 ? 4 : digits % 4 == 3 ? 2 : 0));
	}
	*bad = text.origin + text.len;
	return digits % 4 == 0 || digits % 4 + pads == 4;
}

static enum status take_store(struct walk *w, struct span text)
{
	struct store_found *s = asset_add_store(w->a, text.origin);
	uint64_t bad;
	uint8_t *p;
	size_t len;

	if (!s)
		return ST_OK;
	asset_add_place(s, text.origin, text.len);
	p = arena_alloc(w->a->arena, text.len / 4 * 3 + 3, 1);
	if (!p)
		return err_nomem(w->e);
	if (!decode(text, p, &len, &bad))
		asset_fault(s, CODE_TORN_STORE, bad, "text of the manifest store is not base64");
	s->bytes = span_of(p, len, 0);
	return ST_OK;
}

/* ---- tags ---- */

/* Moves past the next `what`. */
static bool skip_past(struct span *in, const char *what)
{
	size_t len = strlen(what);
	const uint8_t *from = in->data + in->pos;
	const uint8_t *hit = span_left(in) ? memmem(from, span_left(in), what, len) : NULL;

	return hit && span_skip(in, (uint64_t)(hit - from) + len);
}

/* To the '>' of a tag, past quoted values. *empty: it ends with "/>". */
static bool skip_tag(struct span *in, bool *empty)
{
	uint8_t c, last = 0, quote = 0;

	while (span_u8(in, &c)) {
		if (quote) {
			quote = c == quote ? 0 : quote;
		} else if (c == '"' || c == '\'') {
			quote = c;
		} else if (c == '>') {
			*empty = last == '/';
			return true;
		}
		last = c;
	}
	return false;
}

/* A document type declaration may hold others in brackets; those may hold quoted '>' and ']'. */
static bool skip_doctype(struct span *in)
{
	uint8_t c, quote = 0;
	unsigned depth = 1;

	while (span_u8(in, &c)) {
		if (quote)
			quote = c == quote ? 0 : quote;
		else if (c == '"' || c == '\'')
			quote = c;
		else if (c == '<')
			depth++;
		else if (c == '>' && --depth == 0)
			return true;
	}
	return false;
}

static bool name_ends(const struct span *in, size_t len)
{
	size_t at = in->pos + len;

	return at < in->len && (blank(in->data[at]) || in->data[at] == '>' || in->data[at] == '/');
}

static bool is_name(const struct span *in, const char *name)
{
	return span_is(in, name, strlen(name)) && name_ends(in, strlen(name));
}

/* The text up to the end tag; anything else in it makes it no base64. */
static enum status take_manifest(struct walk *w)
{
	static const char end[] = "</c2pa:manifest";
	size_t from = w->in.pos;
	struct span text;

	if (!skip_past(&w->in, end)) {
		(void)err_corrupt(&w->a->damage, w->in.origin + from, "text of the manifest store has no end");
		return ST_OK;
	}
	if (NEVER(!span_slice(&w->in, from, w->in.pos - (sizeof end - 1) - from, &text)))
		return ST_OK;
	w->depth--;
	if (w->metadata)
		return skip_past(&w->in, ">") ? take_store(w, text) : ST_OK;
	asset_stray(w->a, STRAY_PIECE, text.origin, text.len, "<c2pa:manifest> that is not in <metadata>");
	return ST_OK;
}

static enum status open_tag(struct walk *w)
{
	bool ours = is_name(&w->in, manifest);
	bool metadata = is_name(&w->in, "metadata") || is_name(&w->in, "svg:metadata");
	uint64_t start = span_at(&w->in) - 1;
	bool empty = false;

	if (!skip_tag(&w->in, &empty)) {
		(void)err_corrupt(&w->a->damage, start, "SVG tag is cut off");
		return ST_OK;
	}
	if (empty)
		return ST_OK;
	if (w->depth == DEPTH_MAX) {
		(void)err_at(&w->a->damage, ST_LIMIT, start, "SVG is nested deeper than %d", DEPTH_MAX);
		return ST_OK;
	}
	w->depth++;
	if (metadata && !w->metadata)
		w->metadata = w->depth;
	return ours ? take_manifest(w) : ST_OK;
}

static void close_tag(struct walk *w)
{
	uint64_t start = span_at(&w->in);

	if (!skip_past(&w->in, ">") || w->depth == 0) {
		(void)err_corrupt(&w->a->damage, start, "SVG end tag is cut off or has no beginning");
		return;
	}
	if (w->metadata == w->depth)
		w->metadata = 0;
	if (--w->depth)
		return;
	while (span_left(&w->in) && blank(w->in.data[w->in.pos]))
		w->in.pos++;
	asset_ends(w->a, span_at(&w->in));
}

/* A '<' was read. */
static enum status take_tag(struct walk *w)
{
	static const struct { const char *begin, *end; } opaque[] = {
		{ "!--", "-->" }, { "![CDATA[", "]]>" }, { "?", "?>" },
	};
	uint64_t start = span_at(&w->in) - 1;

	for (size_t i = 0; i < ARRAY_LEN(opaque); i++) {
		if (!span_is(&w->in, opaque[i].begin, strlen(opaque[i].begin)))
			continue;
		if (!span_skip(&w->in, strlen(opaque[i].begin)) || !skip_past(&w->in, opaque[i].end))
			(void)err_corrupt(&w->a->damage, start, "SVG ends inside '<%s'", opaque[i].begin);
		return ST_OK;
	}
	if (span_is(&w->in, "!", 1)) {
		if (!skip_doctype(&w->in))
			(void)err_corrupt(&w->a->damage, start, "SVG ends inside a declaration");
		return ST_OK;
	}
	if (span_is(&w->in, "/", 1)) {
		close_tag(w);
		return ST_OK;
	}
	return open_tag(w);
}

enum status asset_walk_svg(struct asset *a, struct error *e)
{
	struct walk w = { .a = a, .e = e, .in = a->bytes };
	enum status st = ST_OK;

	while (!st && !a->damage.code && a->end == 0) {
		if (skip_past(&w.in, "<"))
			st = take_tag(&w);
		else
			(void)err_corrupt(&a->damage, a->bytes.len, "SVG ends before its last end tag");
	}
	return st;
}
