/* SPDX-License-Identifier: GPL-3.0-or-later */
/* glyph.h: the few signs that are not letters, each in UTF-8 and in ASCII, one cell wide in both. */
#ifndef COTTINGLEY_UI_GLYPH_H
#define COTTINGLEY_UI_GLYPH_H

#include "src/base/base.h"

enum glyph {
	GLYPH_ALERT,
	GLYPH_WARNING,
	GLYPH_NOTICE,
	GLYPH_BLANK,
	GLYPH_FAILED,
	GLYPH_STOPPED,
	GLYPH_WORKING,
	GLYPH_POINTER,
	GLYPH_CHECK,
	GLYPH_BULLET,
	GLYPH_FULL,
	GLYPH_EMPTY,
	GLYPH_ELLIPSIS,
	GLYPH_H,
	GLYPH_V,
	GLYPH_TL,
	GLYPH_TR,
	GLYPH_BL,
	GLYPH_BR,
	GLYPH_PEAK,
	GLYPH_CROSS,
	GLYPH_UP,
	GLYPH_DOWN,
	GLYPH_D1,
	GLYPH_D2,
	GLYPH_D3,
	GLYPH_D4,
	GLYPH_D5,
	GLYPH_COUNT
};
enum { DENSITIES = 5 }; /* GLYPH_D1 (little) .. GLYPH_D5 (much) */

uint32_t glyph_char(enum glyph g, bool ascii);
/* The same as a string, for use inside text. */
const char *glyph_str(enum glyph g, bool ascii);
/* What to print for a character that an ASCII terminal has not. */
char glyph_ascii_of(uint32_t cp);

#endif
