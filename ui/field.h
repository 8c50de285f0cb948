/* SPDX-License-Identifier: GPL-3.0-or-later */
/* field.h: one line of text being typed. Holds valid UTF-8 without control characters; the
 * cursor stands between code points. */
#ifndef COTTINGLEY_UI_FIELD_H
#define COTTINGLEY_UI_FIELD_H

#include "src/base/base.h"
#include "ui/cellbuf.h"

enum { FIELD_MAX = 2048 };
struct field {
	char text[FIELD_MAX];
	size_t len, at; /* at: byte offset of the cursor */
};

void field_set(struct field *f, const char *text); /* cursor at the end */
/* True when the key edits a line: characters, left, right, home, end, backspace, delete, ctrl-a/e/u/w. */
bool field_key(struct field *f, int key);
/* Draws it underlined over w cells, scrolled so that the cursor shows; places the cursor when `focus`. */
void field_draw(const struct field *f, struct cellbuf *b, int x, int y, int w, bool focus);

#endif
