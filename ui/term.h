/* SPDX-License-Identifier: GPL-3.0-or-later */
/* term.h: where the cells go and where the keys come from. One thread owns a terminal. Two
 * backends: term_curses.c, the only file that knows curses, and term_null.c, which has a fixed
 * size and no keys, for scripts and tests. */
#ifndef COTTINGLEY_UI_TERM_H
#define COTTINGLEY_UI_TERM_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "ui/cellbuf.h"
#include "ui/key.h"

enum event_kind { EVENT_KEY, EVENT_CLICK, EVENT_WHEEL_UP, EVENT_WHEEL_DOWN, EVENT_RESIZE, EVENT_HANGUP };
struct event {
	enum event_kind kind;
	int key;  /* EVENT_KEY */
	int x, y; /* the mouse events */
};

enum colour_when { COLOUR_AUTO, COLOUR_ALWAYS, COLOUR_NEVER };

struct term;
struct term_ops {
	void (*size)(struct term *t, int *width, int *height);
	void (*draw)(struct term *t, const struct cellbuf *b); /* shows all of b */
	bool (*event)(struct term *t, struct event *out);      /* the next one that waits; false: none */
	/* the window changed: ask for its size again */
	void (*resized)(struct term *t);
	/* forget what is shown: the next draw draws everything */
	void (*redraw)(struct term *t);
	/* stop this process with the terminal restored; returns when continued */
	void (*suspend)(struct term *t);
	int (*fd)(const struct term *t);                       /* readable when keys wait; -1: never */
	void (*close)(struct term *t);                         /* restores the terminal and frees */
};
struct term {
	const struct term_ops *ops;
	enum depth depth;
	bool ascii;
};

struct term_options {
	enum colour_when colour;
	bool ascii;           /* ASCII even in a UTF-8 locale */
	bool no_mouse;
	const char *log_path; /* where stderr goes while the screen is up; NULL: /dev/null */
};

/* ST_UNSUPPORTED: TERM is unknown; ST_USAGE: not a terminal. The message says what to do. Sets
 * LC_CTYPE from the environment. The terminal is restored by close, at exit, and by the
 * handlers of SEGV, ABRT, BUS, FPE and ILL. */
MUST_USE enum status term_curses_open(const struct term_options *o, struct term **out, struct error *e);
struct term *term_null_open(int width, int height, enum depth depth, bool ascii); /* never NULL */
void term_null_resize(struct term *t, int width, int height);
/* The colours that are asked for and possible: --color over NO_COLOR over what the terminal has. */
enum depth term_depth(enum colour_when when, const char *no_color, int colours);

#endif
