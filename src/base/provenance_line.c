/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/provenance.h"

#include "src/base/utf8.h"

/* Beyond this depth the outer lines are left out, so that there is room for words at 80 columns. */
enum { DEPTH_SHOWN = 5, STEP = 3, RAILS = 63 };

/* Bytes of s that take at most `cells` cells; *used: how many they take. */
static size_t fit(const char *s, size_t cells, size_t *used)
{
	size_t len = strlen(s), i = 0;

	*used = 0;
	while (i < len) {
		uint32_t cp = '?';
		unsigned n = utf8_decode(s + i, len - i, &cp);
		size_t w = (size_t)utf8_cells(cp);

		if (*used + w > cells)
			break;
		*used += w;
		i += n ? n : 1;
	}
	return i;
}

/* As many cells as there are, cut where it must be. Returns the cells. */
static size_t put(const char *s, size_t cells, bool ascii, struct str *o)
{
	size_t used, n = fit(s, cells, &used);

	if (s[n] && cells) {
		n = fit(s, cells - 1, &used);
		for (; n && s[n - 1] == ' '; n--)
			used--;
		str_add(o, s, n);
		str_puts(o, ascii ? "~" : "…");
		return used + 1;
	}
	str_add(o, s, n);
	return used;
}

/* "A very long na… (listed)": what is said about a name outlives the name. */
static void put_signer(const char *s, size_t cells, bool ascii, struct str *o)
{
	const char *tail = NULL;
	size_t used;

	for (const char *p = s; (p = strstr(p, " (")); p++)
		tail = p;
	used = tail ? utf8_width(tail) : 0;
	if (!tail || utf8_width(s) <= cells || used + 2 > cells) {
		put(s, cells, ascii, o);
		return;
	}
	str_add(o, s, fit(s, cells - used - 1, &used));
	str_printf(o, "%s%s", ascii ? "~" : "…", tail);
}

static void pad(size_t from, size_t to, struct str *o)
{
	for (; from < to; from++)
		str_putc(o, ' ');
}

static bool runs_on(const struct provenance_row *r, uint32_t depth)
{
	return depth < RAILS && (r->rails >> depth & 1);
}

size_t provenance_prefix(const struct provenance_row *r, bool ascii, struct str *o)
{
	const char *bar = ascii ? "|" : "│", *more = ascii ? "~" : "…";
	uint32_t first = r->depth > DEPTH_SHOWN ? r->depth - DEPTH_SHOWN : 0;
	size_t cells = 0;

	for (uint32_t d = first; d < r->depth; d++, cells += STEP)
		str_printf(o, "%s  ", first && d == first ? more : runs_on(r, d) ? bar : " ");
	if (r->kind == CHAIN_MANIFEST) {
		str_puts(o, r->last ? (ascii ? "`- " : "└─ ") : (ascii ? "|- " : "├─ "));
		str_printf(o, "%s ", provenance_sign(r->mark, ascii));
		return cells + STEP + 2;
	}
	str_printf(o, "%s  ", runs_on(r, r->depth) ? bar : " ");
	cells += STEP;
	if (r->kind == CHAIN_MORE)
		return cells;
	str_printf(o, "%s ", runs_on(r, r->depth + 1) ? bar : " ");
	cells += 2;
	for (uint32_t i = 0; i < r->indent + (r->kind == CHAIN_ITEM); i++, cells += 2)
		str_puts(o, "  ");
	if (r->kind == CHAIN_LINE || r->mark == PROVENANCE_PLAIN)
		return cells;
	str_printf(o, "%s ", provenance_sign(r->mark, ascii));
	return cells + 2;
}

/* Three columns at the same place in every row, whatever its depth: did, with, who. */
static void columns(const struct provenance_row *r, size_t at, size_t cells, bool ascii, struct str *o)
{
	size_t tool = cells * 41 / 100, signer = cells * 66 / 100;

	if (tool < at + 6) /* no room for columns */
		tool = signer = at;
	if (tool > at) {
		at += put(r->text, tool - 1 - at, ascii, o);
		pad(at, tool, o);
		at = tool + put(r->tool, r->signer[0] ? signer - 1 - tool : cells - tool, ascii, o);
		if (r->signer[0])
			pad(at, signer, o);
		put_signer(r->signer, cells - signer, ascii, o);
		return;
	}
	put(r->text, cells - at, ascii, o);
}

void provenance_line(const struct provenance_row *r, size_t cells, bool ascii, struct str *o)
{
	size_t at = provenance_prefix(r, ascii, o);

	if (at >= cells)
		return;
	if (r->kind == CHAIN_MANIFEST)
		columns(r, at, cells, ascii, o);
	else
		put(r->text, cells - at, ascii, o);
}

/* Bytes of the next line of s, and where the one after it begins. */
static size_t take(const char *s, size_t cells, size_t *next)
{
	size_t used, n = fit(s, cells ? cells : 1, &used), cut = n;

	if (n == 0 && s[0]) { /* a wide character in a narrow place */
		uint32_t cp;
		unsigned len = utf8_decode(s, strlen(s), &cp);

		n = cut = len ? len : 1;
	}
	if (s[n]) {
		while (cut > 0 && s[cut] != ' ')
			cut--;
		cut = cut ? cut : n;
	}
	*next = cut;
	while (s[*next] == ' ')
		++*next;
	while (cut && s[cut - 1] == ' ')
		cut--;
	return cut;
}

void provenance_wrap(const char *text, const struct provenance_room *r, struct str *o)
{
	size_t room = r->cells > r->at ? r->cells - r->at : 1;
	unsigned n = 0;

	do {
		size_t next, len = take(text, room, &next);

		if (r->most && ++n == r->most && text[next]) {
			put(text, room, r->ascii, o);
			str_putc(o, '\n');
			return;
		}
		str_add(o, text, len);
		str_putc(o, '\n');
		text += next;
		room = r->cells > r->indent ? r->cells - r->indent : 1;
		if (*text)
			pad(0, r->indent, o);
	} while (*text);
}
