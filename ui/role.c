/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "ui/role.h"

#define D COLOUR_DEFAULT
#define I(n) COLOUR_INDEX(n)
#define RGB(hex) (0x03000000u | (hex))

/* Hues of levels are those of Okabe and Ito (2008), told apart with every common kind of colour
 * blindness: vermillion, orange, sky blue, bluish green, reddish purple; indices are the
 * nearest of the 256 in CIELAB. */
static const struct style table[DEPTH_COUNT][ROLE_COUNT] = {
	[DEPTH_MONO] = {
		[ROLE_TEXT] = { D, D, 0 },
		[ROLE_DIM] = { D, D, 0 },
		[ROLE_TITLE] = { D, D, ATTR_BOLD },
		[ROLE_HEAD] = { D, D, ATTR_UNDERLINE },
		[ROLE_SEL] = { D, D, ATTR_REVERSE },
		[ROLE_FRAME] = { D, D, 0 },
		[ROLE_ALERT] = { D, D, ATTR_BOLD },
		[ROLE_WARN] = { D, D, ATTR_BOLD },
		[ROLE_NOTICE] = { D, D, 0 },
		[ROLE_INFO] = { D, D, 0 },
		[ROLE_KEY] = { D, D, ATTR_BOLD },
		[ROLE_HINT] = { D, D, 0 },
		[ROLE_ACCENT] = { D, D, ATTR_BOLD },
		[ROLE_FIELD] = { D, D, ATTR_UNDERLINE },
		[ROLE_TAB] = { D, D, ATTR_REVERSE | ATTR_BOLD },
	},
	[DEPTH_16] = {
		[ROLE_TEXT] = { D, D, 0 },
		[ROLE_DIM] = { I(8), D, 0 },
		[ROLE_TITLE] = { D, D, ATTR_BOLD },
		[ROLE_HEAD] = { I(8), D, ATTR_UNDERLINE },
		[ROLE_SEL] = { D, D, ATTR_REVERSE },
		[ROLE_FRAME] = { I(8), D, 0 },
		[ROLE_ALERT] = { I(9), D, ATTR_BOLD },
		[ROLE_WARN] = { I(11), D, ATTR_BOLD },
		[ROLE_NOTICE] = { I(14), D, 0 },
		[ROLE_INFO] = { I(10), D, 0 },
		[ROLE_KEY] = { D, D, ATTR_BOLD },
		[ROLE_HINT] = { I(8), D, 0 },
		[ROLE_ACCENT] = { I(13), D, ATTR_BOLD },
		[ROLE_FIELD] = { D, D, ATTR_UNDERLINE },
		[ROLE_TAB] = { D, D, ATTR_REVERSE | ATTR_BOLD },
	},
	[DEPTH_256] = {
		[ROLE_TEXT] = { D, D, 0 },
		[ROLE_DIM] = { I(245), D, 0 },
		[ROLE_TITLE] = { D, D, ATTR_BOLD },
		[ROLE_HEAD] = { I(245), D, ATTR_UNDERLINE },
		[ROLE_SEL] = { D, D, ATTR_REVERSE },
		[ROLE_FRAME] = { I(243), D, 0 },
		[ROLE_ALERT] = { I(166), D, ATTR_BOLD },
		[ROLE_WARN] = { I(214), D, ATTR_BOLD },
		[ROLE_NOTICE] = { I(74), D, 0 },
		[ROLE_INFO] = { I(36), D, 0 },
		[ROLE_KEY] = { D, D, ATTR_BOLD },
		[ROLE_HINT] = { I(245), D, 0 },
		[ROLE_ACCENT] = { I(175), D, ATTR_BOLD },
		[ROLE_FIELD] = { D, D, ATTR_UNDERLINE },
		[ROLE_TAB] = { D, D, ATTR_REVERSE | ATTR_BOLD },
	},
	[DEPTH_RGB] = {
		[ROLE_TEXT] = { D, D, 0 },
		[ROLE_DIM] = { RGB(0x8A8A8A), D, 0 },
		[ROLE_TITLE] = { D, D, ATTR_BOLD },
		[ROLE_HEAD] = { RGB(0x8A8A8A), D, ATTR_UNDERLINE },
		[ROLE_SEL] = { D, D, ATTR_REVERSE },
		[ROLE_FRAME] = { RGB(0x767676), D, 0 },
		[ROLE_ALERT] = { RGB(0xD55E00), D, ATTR_BOLD },
		[ROLE_WARN] = { RGB(0xE69F00), D, ATTR_BOLD },
		[ROLE_NOTICE] = { RGB(0x56B4E9), D, 0 },
		[ROLE_INFO] = { RGB(0x009E73), D, 0 },
		[ROLE_KEY] = { D, D, ATTR_BOLD },
		[ROLE_HINT] = { RGB(0x8A8A8A), D, 0 },
		[ROLE_ACCENT] = { RGB(0xCC79A7), D, ATTR_BOLD },
		[ROLE_FIELD] = { D, D, ATTR_UNDERLINE },
		[ROLE_TAB] = { D, D, ATTR_REVERSE | ATTR_BOLD },
	},
};

struct style role_style(enum depth d, enum role r)
{
	if (NEVER((unsigned)d >= DEPTH_COUNT))
		d = DEPTH_MONO;
	return table[d][(unsigned)r < ROLE_COUNT ? r : ROLE_TEXT];
}

enum role role_of_level(enum level l)
{
	static const enum role roles[] = { ROLE_TEXT, ROLE_NOTICE, ROLE_WARN, ROLE_ALERT };

	return (unsigned)l < ARRAY_LEN(roles) ? roles[l] : ROLE_TEXT;
}

static unsigned square(int d)
{
	return (unsigned)(d * d);
}

static unsigned distance(unsigned r, unsigned g, unsigned b, unsigned r2, unsigned g2, unsigned b2)
{
	return square((int)r - (int)r2) + square((int)g - (int)g2) + square((int)b - (int)b2);
}

/* The cube of xterm has the levels 0, 95, 135, 175, 215, 255. */
static unsigned cube_step(unsigned v)
{
	return v < 48 ? 0 : v < 115 ? 1 : (v - 35) / 40;
}

unsigned colour_256(unsigned r, unsigned g, unsigned b)
{
	static const uint8_t level[6] = { 0, 95, 135, 175, 215, 255 };
	unsigned cr = cube_step(r), cg = cube_step(g), cb = cube_step(b);
	unsigned mean = (r + g + b) / 3;
	unsigned step = mean < 3 ? 0 : mean > 238 ? 23 : (mean - 3) / 10;
	unsigned grey = 8 + 10 * step;

	if (distance(r, g, b, grey, grey, grey) < distance(r, g, b, level[cr], level[cg], level[cb]))
		return 232 + step;
	return 16 + 36 * cr + 6 * cg + cb;
}

/* The palette of the VGA: terminals differ, and users change it; good enough for a preview. */
unsigned colour_16(unsigned r, unsigned g, unsigned b)
{
	unsigned best = 0, least = ~0u;

	for (unsigned i = 0; i < 16; i++) {
		unsigned on = i == 7 ? 192 : i < 8 ? 128 : 255;
		unsigned off = i == 8 ? 128 : 0;
		unsigned d = distance(r, g, b, i & 1 ? on : off, i & 2 ? on : off, i & 4 ? on : off);

		if (d < least) {
			least = d;
			best = i;
		}
	}
	return best;
}
