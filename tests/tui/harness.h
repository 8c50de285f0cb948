/* SPDX-License-Identifier: GPL-3.0-or-later */
/* harness.h: a program in a pseudo-terminal, its output fed to a terminal emulator (libvterm).
 * Nothing sleeps: one waits until text is there, half a minute at most (a loaded machine is slow). The environment of the
 * program is made from nothing: LC_ALL, TZ, HOME (a fresh folder), PATH, TERM and what is asked
 * for. */
#ifndef COTTINGLEY_TUI_HARNESS_H
#define COTTINGLEY_TUI_HARNESS_H

#include "src/base/base.h"

#include <sys/types.h>
#include <termios.h>
#include <vterm.h>

enum { TTY_WAIT_MS = 30000 };

struct tty {
	pid_t pid;
	int master, slave, pidfd; /* slave is kept open to look at the settings afterwards */
	int cols, rows;
	VTerm *vt;
	VTermScreen *screen;
	struct termios before;
	bool altscreen, cursor;   /* what the program last asked for */
	bool ended;
	int status;               /* of waitpid, when ended */
	char home[64];            /* removed by tty_close */
};

/* argv[0] is the program's path. env: "NAME=value" strings, NULL-terminated, or NULL. Ends the
 * test program when it cannot start. */
struct tty *tty_spawn(const char *const *argv, const char *term, int cols, int rows, const char *const *env);
void tty_close(struct tty *t); /* kills what still runs */

void tty_send(struct tty *t, const char *bytes);
/* until it is on the screen; prints the screen when it does not come */
bool tty_wait(struct tty *t, const char *text);
bool tty_wait_gone(struct tty *t, const char *text);
bool tty_on(struct tty *t, const char *text);        /* now */
void tty_resize(struct tty *t, int cols, int rows);
/* Waits for the end. The exit code, or 1000 + the signal; -1 when it does not end. */
int tty_end(struct tty *t);
bool tty_restored(struct tty *t);                    /* settings as before, main screen, cursor visible */
char *tty_dump(struct tty *t);                       /* release with free() */
/* The cell where text begins; false when it is not there. */
bool tty_cell(struct tty *t, const char *text, VTermScreenCell *out);

#endif
