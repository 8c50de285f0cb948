/* SPDX-License-Identifier: GPL-3.0-or-later */
/* prompt.h: a line typed at the bottom of the screen: filter, note, tag, command; and the
 * question before quitting. */
#ifndef COTTINGLEY_UI_PROMPT_H
#define COTTINGLEY_UI_PROMPT_H

#include "src/base/base.h"
#include "ui/ui.h"

void prompt_key(struct ui *u, int key);
/* On the two bottom lines: message row y, hint row y + 1. */
void prompt_draw(struct ui *u, struct cellbuf *b, int y);
void ui_show_messages(struct ui *u);

/* One row a command of the command line. */
struct command {
	const char *name, *args, *help;
	void (*run)(struct ui *u, char *args); /* args: may be changed; "" when none */
};
extern const struct command commands[]; /* NULL name ends */
/* The word being typed completed to a command's name, or NULL. */
const char *command_complete(const char *typed);

#endif
