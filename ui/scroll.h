/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scroll.h: a window on many lines. And pages: lines drawn one after the other, of which those
 * in the window reach the screen; so a page is written once, as if there were room for all of
 * it. */
#ifndef COTTINGLEY_UI_SCROLL_H
#define COTTINGLEY_UI_SCROLL_H

#include "src/base/base.h"
#include "ui/cellbuf.h"
#include "ui/keymap.h"

struct scroll {
	int top, sel;    /* first line shown; selected item (pages without items: unused) */
	int total, room; /* lines or items in all, and in the window: of the last drawing */
};

/* Where a move request leads from `at` among `total`, `room` shown at once; at itself for other
 * requests. */
int scroll_target(enum ui_request r, int at, int total, int room);
bool scroll_is_move(enum ui_request r);
/* For lists: moves sel. For pages: moves top. */
void scroll_list(struct scroll *s, enum ui_request r);
void scroll_page(struct scroll *s, enum ui_request r);
/* Sets total and room, and brings top and sel within. */
void scroll_fit_list(struct scroll *s, int total, int room);
void scroll_fit_page(struct scroll *s, int total, int room);
/* "↑ more" marks in the rightmost column of box. */
void scroll_marks(const struct scroll *s, struct cellbuf *b, struct box box);

struct page {
	struct cellbuf *b; /* NULL: only count lines */
	struct box box;
	int top, y;        /* y: the line that comes next, from 0 */
};

struct page page_begin(struct cellbuf *b, struct box box, int top);
/* Draws on the current line, x from the left edge of the page. */
void page_cell(const struct page *p, int x, int w, enum role r, const char *text);
void page_glyph(const struct page *p, int x, enum glyph g, enum role r);
void page_next(struct page *p);
/* Whole paragraphs, wrapped. The first line begins at `first`, the others at `indent`. */
void page_wrap(struct page *p, int first, int indent, enum role r, const char *text);
void page_print(struct page *p, int indent, enum role r, const char *fmt, ...) PRINTF(4, 5);
void page_head(struct page *p, const char *title);

#endif
