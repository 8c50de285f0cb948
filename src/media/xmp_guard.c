/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A look at the markup before the parser: the parser recurses by depth, and finds the children of a node by a
 * search in line. NULs are passed over, so that UTF-16 and UTF-32 are looked at too. */
#include "src/base/base.h"
#include "src/media/xmp_lib.h"

#include "src/media/xmp.h"

static const char rdf_namespace[] = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

struct scan {
	struct span s;
	bool wide;              /* 16 or 32 bits a character */
	unsigned depth;
	uint32_t elements, names;
};

/* The next byte that is no NUL, or -1. */
static int next(struct scan *w)
{
	uint8_t c;

	do
		if (!span_u8(&w->s, &c))
			return -1;
	while (c == 0);
	return c;
}

/* Do the next characters read text? Moves past them when they do. */
static bool reads(struct scan *w, const char *text)
{
	size_t from = w->s.pos;

	for (; *text; text++)
		if (next(w) != (unsigned char)*text) {
			w->s.pos = from;
			return false;
		}
	return true;
}

/* Moves past the text, or to the end. */
static void pass(struct scan *w, const char *text)
{
	while (span_left(&w->s) && !reads(w, text))
		(void)next(w);
}

static void quoted(struct scan *w, int quote)
{
	int c;

	do
		c = next(w);
	while (c >= 0 && c != quote);
}

/* The rest of a start tag: attributes are counted, `/>` closes at once. */
static void tag(struct scan *w)
{
	int c, before = 0;

	while ((c = next(w)) >= 0 && c != '>') {
		if (c == '"' || c == '\'')
			quoted(w, c);
		w->names += c == '=';
		before = c;
	}
	w->depth += before != '/';
}

/* Items of lists are never searched by name, and some programs write very many. */
static void element(struct scan *w)
{
	size_t from = w->s.pos;
	bool item = !w->wide && reads(w, "rdf:li");
	int c = item ? next(w) : 0;

	item = item && (c == '>' || c == '/' || c == ' ' || c == '\n' || c == '\r' || c == '\t');
	w->s.pos = from;
	w->elements++;
	w->names += !item;
	tag(w);
}

static enum status markup(struct scan *w, struct error *e)
{
	uint64_t at = span_at(&w->s);

	if (reads(w, "!--"))
		pass(w, "-->");
	else if (reads(w, "![CDATA["))
		pass(w, "]]>");
	else if (reads(w, "!"))
		return err_corrupt(e, at, "the XMP packet has a document type, which no writer needs; it was not parsed");
	else if (reads(w, "?"))
		pass(w, "?>");
	else if (reads(w, "/"))
		w->depth -= w->depth > 0;
	else
		element(w);
	if (w->depth > XMP_MAX_DEPTH)
		return err_at(e, ST_LIMIT, at, "the XMP packet is nested deeper than %d elements", XMP_MAX_DEPTH);
	if (w->elements > XMP_MAX_ELEMENTS || w->names > XMP_MAX_NAMES)
		return err_at(e, ST_LIMIT, at, "the XMP packet has more than %d elements or %d names",
			      XMP_MAX_ELEMENTS, XMP_MAX_NAMES);
	return ST_OK;
}

/* "rdf:li" is an item of a list only when rdf is what it says. */
static bool rdf_is_rdf(struct span s)
{
	static const char name[] = "xmlns:rdf";
	const uint8_t *p = s.data, *end = s.data + s.len;

	while ((p = memmem(p, (size_t)(end - p), name, sizeof name - 1))) {
		p += sizeof name - 1;
		while (p < end && (*p == '=' || *p == ' ' || *p == '\n' || *p == '\r' || *p == '\t'))
			p++;
		if (p == end || (*p != '"' && *p != '\'') || (size_t)(end - p) <= sizeof rdf_namespace ||
		    memcmp(p + 1, rdf_namespace, sizeof rdf_namespace - 1) != 0)
			return false;
	}
	return true;
}

enum status xmp_guard(struct span packet, struct error *e)
{
	struct scan w = { .s = span_of(packet.data, packet.len, packet.origin) };
	enum status st = ST_OK;
	int c;

	if (packet.len > XMP_MAX_PACKET)
		return err_at(e, ST_LIMIT, packet.origin, "the XMP packet is larger than %d MB",
			      XMP_MAX_PACKET / 1024 / 1024);
	w.wide = !rdf_is_rdf(packet) || (packet.len > 1 && (!packet.data[0] || !packet.data[1]));
	while (!st && (c = next(&w)) >= 0)
		if (c == '<')
			st = markup(&w, e);
	return st;
}
