/* SPDX-License-Identifier: GPL-3.0-or-later */
/* workstation.h: the program with a screen. Runs until the user leaves; the session stays the
 * caller's, who closes it. */
#ifndef COTTINGLEY_UI_WORKSTATION_H
#define COTTINGLEY_UI_WORKSTATION_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "ui/term.h"

struct session;
struct backend;

struct workstation_options {
	enum colour_when colour;
	bool no_mouse, ascii;
	/* file: run it on a terminal of fixed size instead of a real one (script.h). NULL: no */
	const char *script;
	int columns, rows;  /* of that terminal; 0: 80 x 24 */
};

/* EXIT_DONE; EXIT_INTERRUPTED when a signal or the end of the terminal ended it; else what e says. */
enum exit_code workstation_run(struct session *s, const struct workstation_options *o, struct error *e);
/* The same on any backend: what tests and the demonstration use. */
enum exit_code workstation_run_backend(const struct backend *b, const struct workstation_options *o,
				       struct error *e);

#endif
