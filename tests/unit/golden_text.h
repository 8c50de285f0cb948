/* SPDX-License-Identifier: GPL-3.0-or-later */
/* golden_text.h: a text compared with tests/tui/golden/NAME.screen. UPDATE_GOLDEN=1 in the environment writes it anew: say why
 * in the commit. */
#ifndef COTTINGLEY_GOLDEN_TEXT_H
#define COTTINGLEY_GOLDEN_TEXT_H

/* Fails the test, with both texts, when they differ. */
void golden_text(const char *name, const char *got);

#endif
