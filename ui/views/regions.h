/* SPDX-License-Identifier: GPL-3.0-or-later */
/* regions.h: rectangles that a person marks on the picture page. */
#ifndef COTTINGLEY_UI_REGIONS_H
#define COTTINGLEY_UI_REGIONS_H

#include "ui/ui.h"

/* Sets a corner at the cursor, or closes the rectangle that was begun. */
void regions_mark(struct ui *u);
void regions_unmark(struct ui *u); /* the corner, else the last region */
void regions_unmark_all(struct ui *u);
/* Says of the last region what it shows: the next of the kinds. */
void regions_kind(struct ui *u);
/* Examines the picture again with them, and turns to what `whitebalance` draws. */
void regions_measure(struct ui *u);
/* The regions that the examination was made with, when it says so; else none. */
void regions_from_exam(struct look *l, const struct examination *x);
/* From the corner to the cursor, both within. */
struct region regions_open(const struct look *l);
/* "1: 100,200 640x480  2: ...": what is marked, or what to do. */
void regions_words(const struct look *l, char *out, size_t len);

#endif
