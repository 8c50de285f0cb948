/* SPDX-License-Identifier: GPL-3.0-or-later */
/* text.h: text as cells. Everything here reads strings as hostile: what comes out are code
 * points that are safe on a terminal, with unsafe ones spelled <U+202E> and stray bytes <FF>,
 * as utf8_sanitise() does (sanitised text passes unchanged). */
#ifndef COTTINGLEY_UI_TEXT_H
#define COTTINGLEY_UI_TEXT_H

#include "src/base/base.h"

struct text_iter {
	const char *at;
	size_t left;
	char mark[16]; /* what is left of a spelled-out code point */
	unsigned mark_at, mark_len;
	size_t used;   /* bytes of the string consumed so far */
};

struct text_iter text_begin(const char *s, size_t len);
/* The next safe code point; false at the end. Newlines and tabs come out as blanks. */
bool text_next(struct text_iter *t, uint32_t *cp);

/* Cells that s takes, counted no further than `enough` (so that a name of 4 kB costs nothing). */
int text_cells(const char *s, int enough);

/* How many bytes of s go on a line of `width` cells, broken at a blank where there is one;
 * *next is where the next line begins. Always advances when s is not empty, even when width is
 * 0. A newline ends a line. */
size_t text_line(const char *s, int width, size_t *next);

/* Does hay contain needle, without regard to the case of ASCII letters? An empty needle is
 * found everywhere. */
bool text_contains(const char *hay, const char *needle);

#endif
