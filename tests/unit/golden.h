/* SPDX-License-Identifier: GPL-3.0-or-later */
/* golden.h: a screen of the workstation compared with its text; see golden_text.h. */
#ifndef COTTINGLEY_GOLDEN_H
#define COTTINGLEY_GOLDEN_H

#include "src/base/base.h"
#include "ui/ui.h"

/* Draws u at this size; fails the test with both texts when it looks different. */
void golden_check(struct ui *u, const char *name, int width, int height, bool ascii);
/* The screen as text; release with mem_free(). */
char *golden_screen(struct ui *u, int width, int height, enum depth depth, bool ascii);

#endif
