/* SPDX-License-Identifier: GPL-3.0-or-later */
/* script.h: the workstation driven by a file, for tests: no terminal and no waiting by the clock. A line is
 *
 *   # a comment
 *   j j enter ctrl-d "typed text"     keys by name, and text typed as it stands
 *   :sort name                        a command, as after ':' in the program; and only here:
 *   :wait-idle                        until nothing is queued, running, unsaved or asked for
 *   :save-screen FILE                 the screen as text
 *   :resize WIDTHxHEIGHT
 *
 * The end of the file quits. */
#ifndef COTTINGLEY_UI_SCRIPT_H
#define COTTINGLEY_UI_SCRIPT_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "ui/term.h"
#include "ui/ui.h"

struct script;

MUST_USE enum status script_open(const char *path, struct script **out, struct error *e);
void script_close(struct script *s);

/* Runs lines until one waits, the file ends (quits) or ui quits. idle: is there nothing to wait
 * for? Draws into screen before saving it. */
MUST_USE enum status script_run(struct script *s, struct ui *u, struct term *t, struct cellbuf *screen,
				bool idle, struct error *e);

#endif
