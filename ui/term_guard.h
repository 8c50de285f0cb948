/* SPDX-License-Identifier: GPL-3.0-or-later */
/* term_guard.h: the terminal is given back whatever happens. Remembers the tty's settings and
 * the bytes that leave the full screen, and writes both from the handlers of fatal signals
 * (only async-signal-safe calls) and at exit. Also moves stderr to the log while the screen is
 * up, so that no library can scribble on it. One guard a process: signals are per process. */
#ifndef COTTINGLEY_UI_TERM_GUARD_H
#define COTTINGLEY_UI_TERM_GUARD_H

#include "src/base/base.h"

void term_guard_begin(int tty);            /* before the screen is taken */
/* what to write to leave the screen; copied, at most 255 bytes */
void term_guard_leave(const char *bytes);
void term_guard_stderr(const char *path);  /* NULL: /dev/null */
void term_guard_end(void);                 /* the screen was left in good order; stderr is back */

#endif
