/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "ui/glyph.h"

#include "src/base/utf8.h"

static const struct {
	const char *utf8, *ascii;
} glyphs[GLYPH_COUNT] = {
	[GLYPH_ALERT] = { "‼", "#" },    [GLYPH_WARNING] = { "!", "!" }, [GLYPH_NOTICE] = { "·", "." },
	[GLYPH_BLANK] = { " ", " " },    [GLYPH_FAILED] = { "✗", "x" },  [GLYPH_STOPPED] = { "–", "-" },
	[GLYPH_WORKING] = { "…", "~" },  [GLYPH_POINTER] = { "▸", ">" }, [GLYPH_CHECK] = { "✓", "v" },
	[GLYPH_BULLET] = { "·", "-" },   [GLYPH_FULL] = { "▓", "#" },    [GLYPH_EMPTY] = { "░", "-" },
	[GLYPH_ELLIPSIS] = { "…", "~" }, [GLYPH_H] = { "─", "-" },       [GLYPH_V] = { "│", "|" },
	[GLYPH_TL] = { "┌", "+" },       [GLYPH_TR] = { "┐", "+" },      [GLYPH_BL] = { "└", "+" },
	[GLYPH_BR] = { "┘", "+" },       [GLYPH_PEAK] = { "◉", "O" },    [GLYPH_CROSS] = { "┼", "+" },
	[GLYPH_UP] = { "↑", "^" },       [GLYPH_DOWN] = { "↓", "v" },    [GLYPH_D1] = { "·", "." },
	[GLYPH_D2] = { "░", ":" },       [GLYPH_D3] = { "▒", "+" },      [GLYPH_D4] = { "▓", "*" },
	[GLYPH_D5] = { "█", "#" },
};

const char *glyph_str(enum glyph g, bool ascii)
{
	if (NEVER((unsigned)g >= GLYPH_COUNT))
		g = GLYPH_BLANK;
	return ascii ? glyphs[g].ascii : glyphs[g].utf8;
}

uint32_t glyph_char(enum glyph g, bool ascii)
{
	const char *s = glyph_str(g, ascii);
	uint32_t cp = ' ';

	if (utf8_decode(s, strlen(s), &cp) == 0)
		return ' ';
	return cp;
}

char glyph_ascii_of(uint32_t cp)
{
	static const struct {
		uint32_t cp;
		char c;
	} near[] = {
		{ 0xA0, ' ' },    { 0xB1, '~' },    { 0xB5, 'u' },   { 0xB7, '.' },
		{ 0xD7, 'x' },    { 0x2010, '-' },  { 0x2013, '-' }, { 0x2014, '-' },
		{ 0x2018, '\'' }, { 0x2019, '\'' }, { 0x201C, '"' }, { 0x201D, '"' },
		{ 0x2026, '~' },  { 0x2192, '>' },  { 0x2190, '<' }, { 0x2212, '-' },
	};

	if (cp >= 0x20 && cp < 0x7F)
		return (char)cp;
	for (size_t i = 0; i < ARRAY_LEN(near); i++)
		if (near[i].cp == cp)
			return near[i].c;
	return '?';
}
