/* SPDX-License-Identifier: GPL-3.0-or-later */
/* role.h: what a piece of the screen means. Views name roles, never colours; a table for each
 * colour depth says how a role looks. No meaning rests on the hue alone: every level has a
 * glyph and a word as well. */
#ifndef COTTINGLEY_UI_ROLE_H
#define COTTINGLEY_UI_ROLE_H

#include "src/base/base.h"
#include "src/base/result.h"

enum role {
	ROLE_TEXT,
	ROLE_DIM,
	ROLE_TITLE,
	ROLE_HEAD,
	ROLE_SEL,
	ROLE_FRAME,
	ROLE_ALERT,
	ROLE_WARN,
	ROLE_NOTICE,
	ROLE_INFO,
	ROLE_KEY,
	ROLE_HINT,
	ROLE_ACCENT,
	ROLE_FIELD,
	ROLE_TAB,
	ROLE_COUNT
};

enum depth { DEPTH_MONO, DEPTH_16, DEPTH_256, DEPTH_RGB, DEPTH_COUNT };

enum { ATTR_BOLD = 1, ATTR_REVERSE = 2, ATTR_UNDERLINE = 4 };

/* A colour: what the role says, the terminal's own, one of its palette, or red, green and blue. */
#define COLOUR_ROLE 0u
#define COLOUR_DEFAULT 0x01000000u
#define COLOUR_INDEX(n) (0x02000000u | (uint32_t)(n))
#define COLOUR_RGB(r, g, b) (0x03000000u | (uint32_t)(r) << 16 | (uint32_t)(g) << 8 | (uint32_t)(b))
#define COLOUR_KIND(c) ((c) & 0xFF000000u)

struct style {
	uint32_t fg, bg; /* never COLOUR_ROLE */
	uint8_t attrs;
};

struct style role_style(enum depth d, enum role r);
enum role role_of_level(enum level l);
/* The nearest of the fixed 240 (cube and greys) of a 256-colour terminal: the first 16 belong
 * to the user. */
unsigned colour_256(unsigned r, unsigned g, unsigned b);
unsigned colour_16(unsigned r, unsigned g, unsigned b);

#endif
