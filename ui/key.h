/* SPDX-License-Identifier: GPL-3.0-or-later */
/* key.h: keys as numbers. A key is the code point it types; ctrl-a to ctrl-z are 1 to 26; the
 * keys without a character are numbered beyond Unicode. */
#ifndef COTTINGLEY_UI_KEY_H
#define COTTINGLEY_UI_KEY_H

#include "src/base/base.h"

enum {
	UI_KEY_NONE = 0,
	UI_KEY_TAB = 9,
	UI_KEY_ENTER = 13,
	UI_KEY_ESC = 27,
	UI_KEY_SPACE = 32,
	UI_KEY_UP = 0x200000,
	UI_KEY_DOWN,
	UI_KEY_LEFT,
	UI_KEY_RIGHT,
	UI_KEY_PGUP,
	UI_KEY_PGDN,
	UI_KEY_HOME,
	UI_KEY_END,
	UI_KEY_BACKSPACE,
	UI_KEY_DELETE,
	UI_KEY_BACKTAB,
	UI_KEY_F1
};
#define UI_CTRL(c) ((c) & 0x1F)

/* "enter", "ctrl-d", "F1", "j": as shown in help and written in scripts. Returns out. */
const char *key_label(int key, char out[16]);
/* UI_KEY_NONE when it names no key. */
int key_from_name(const char *name);

#endif
