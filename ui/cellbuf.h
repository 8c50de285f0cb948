/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cellbuf.h: the screen as data. Views draw into a cell buffer; a terminal backend shows it,
 * tests read it. Every call clips: nothing is ever written outside, and nothing but printable
 * characters gets in, whatever the text was.
 *
 * The buffer is surrounded by a margin of guard cells, so that a test can prove both. Columns
 * and rows count from 0. */
#ifndef COTTINGLEY_UI_CELLBUF_H
#define COTTINGLEY_UI_CELLBUF_H

#include "src/base/base.h"
#include "src/base/str.h"
#include "ui/glyph.h"
#include "ui/role.h"

struct cell {
	uint32_t ch;      /* code point; 0: right half of the wide character before it */
	uint32_t mark[2]; /* combining characters, or 0 */
	uint32_t fg, bg;  /* COLOUR_*; COLOUR_ROLE in all but pictures */
	uint8_t role, attrs, pad[2];
};

struct box { int x, y, w, h; };

struct cellbuf {
	int width, height;
	int cursor_x, cursor_y; /* where the text cursor stands; -1: hidden */
	bool ascii;             /* only ASCII gets in */
	enum depth depth;       /* for pictures: which colours make sense */
	struct cell *cells;     /* with the margin; use cellbuf_at() */
};

enum { CELLBUF_MAX_SIDE = 2000 };

void cellbuf_init(struct cellbuf *b);
void cellbuf_release(struct cellbuf *b);
/* Sets the size (cut to 0..CELLBUF_MAX_SIDE) and blanks everything. */
void cellbuf_resize(struct cellbuf *b, int width, int height);
void cellbuf_clear(struct cellbuf *b);
/* The cell, or NULL outside. */
struct cell *cellbuf_at(const struct cellbuf *b, int x, int y);
struct box cellbuf_box(const struct cellbuf *b);
bool cellbuf_guard_intact(const struct cellbuf *b);

/* Draws text in at most w cells from (x, y); text that is longer ends in an ellipsis. Returns
 * the cells used. */
int cellbuf_text(struct cellbuf *b, int x, int y, int w, enum role r, const char *text);
int cellbuf_print(struct cellbuf *b, int x, int y, int w, enum role r, const char *fmt, ...) PRINTF(6, 7);
/* The same for names: text that is longer loses its middle, because what tells pictures of one
 * camera apart is the end of their names. */
int cellbuf_middle(struct cellbuf *b, int x, int y, int w, enum role r, const char *text);
/* flush right in w */
int cellbuf_right(struct cellbuf *b, int x, int y, int w, enum role r, const char *text);
/* One code point; not drawn when it is unsafe, has no width, or does not fit. */
void cellbuf_put(struct cellbuf *b, int x, int y, uint32_t cp, enum role r);
void cellbuf_glyph(struct cellbuf *b, int x, int y, enum glyph g, enum role r);
/* A cell of a picture: character and explicit colours. */
void cellbuf_pixel(struct cellbuf *b, int x, int y, uint32_t cp, uint32_t fg, uint32_t bg);
void cellbuf_fill(struct cellbuf *b, struct box box, enum role r);
void cellbuf_rule(struct cellbuf *b, int x, int y, int w);
void cellbuf_frame(struct cellbuf *b, struct box box, const char *title);
/* Adds attributes to what is there, and takes the colours away so that reverse looks the same
 * everywhere. */
void cellbuf_highlight(struct cellbuf *b, struct box box, uint8_t attrs);
void cellbuf_cursor(struct cellbuf *b, int x, int y);

/* The characters, rows ended by newlines, trailing blanks left out. */
void cellbuf_dump(const struct cellbuf *b, struct str *out);
/* The roles as letters (a = ROLE_TEXT ...; upper case where highlighted; '#' for picture
 * cells), same shape. */
void cellbuf_dump_roles(const struct cellbuf *b, struct str *out);

#endif
