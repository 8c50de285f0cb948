/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "ui/key.h"

#include "src/base/utf8.h"

static const struct {
	int key;
	const char *name;
} names[] = {
	{ UI_KEY_TAB, "tab" },
	{ UI_KEY_ENTER, "enter" },
	{ UI_KEY_ESC, "esc" },
	{ UI_KEY_SPACE, "space" },
	{ UI_KEY_UP, "up" },
	{ UI_KEY_DOWN, "down" },
	{ UI_KEY_LEFT, "left" },
	{ UI_KEY_RIGHT, "right" },
	{ UI_KEY_PGUP, "pgup" },
	{ UI_KEY_PGDN, "pgdn" },
	{ UI_KEY_HOME, "home" },
	{ UI_KEY_END, "end" },
	{ UI_KEY_BACKSPACE, "backspace" },
	{ UI_KEY_DELETE, "delete" },
	{ UI_KEY_BACKTAB, "shift-tab" },
	{ UI_KEY_F1, "F1" },
};

const char *key_label(int key, char out[16])
{
	unsigned n = 0;

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (names[i].key == key) {
			snprintf(out, 16, "%s", names[i].name);
			return out;
		}
	if (key > 0 && key < 27)
		snprintf(out, 16, "ctrl-%c", key + 'a' - 1);
	else {
		n = key > 0 ? utf8_encode((uint32_t)key, out) : 0;
		out[n] = '\0';
	}
	return out;
}

int key_from_name(const char *name)
{
	uint32_t cp;
	size_t len = strlen(name);

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(names[i].name, name) == 0)
			return names[i].key;
	if (strncmp(name, "ctrl-", 5) == 0 && len == 6 && name[5] >= 'a' && name[5] <= 'z')
		return UI_CTRL(name[5]);
	if (len && utf8_decode(name, len, &cp) == len && cp >= 0x20)
		return (int)cp;
	return UI_KEY_NONE;
}
