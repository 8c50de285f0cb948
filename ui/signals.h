/* SPDX-License-Identifier: GPL-3.0-or-later */
/* signals.h: signals as bytes on a pipe, for poll. One user a process. */
#ifndef COTTINGLEY_UI_SIGNALS_H
#define COTTINGLEY_UI_SIGNALS_H

#include "src/base/base.h"

enum { SIGNALS_QUIT = 1, SIGNALS_INTERRUPT = 2, SIGNALS_RESIZE = 4, SIGNALS_CONTINUE = 8 };

/* TERM and HUP, INT, WINCH, CONT. Before the terminal is opened: curses leaves alone what is
 * taken. -1 without a pipe. */
int signals_begin(void);
unsigned signals_take(void); /* what came since */
void signals_end(void);

#endif
