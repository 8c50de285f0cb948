/* SPDX-License-Identifier: GPL-3.0-or-later */
/* attack.h: an attack on our own sandbox, for `cottingley selftest` and for the tests. Each child enters the
 * sandbox as a worker does and then tries one thing that a decoder which was taken over would try. */
#ifndef COTTINGLEY_ATTACK_H
#define COTTINGLEY_ATTACK_H

#include "src/base/base.h"
#include "src/base/error.h"

struct attack {
	const char *name; /* "open" */
	const char *what; /* "read a file of the user" */
	/* 0: it worked, the sandbox failed. An errno: it was refused. Does not return when it is killed. */
	int (*attempt)(void);
	int absent; /* 0, or the signal by which a kernel that lacks this way in answers the attempt */
};

extern const struct attack attacks[]; /* ends with a NULL name */

/* Runs them all, one child each, in the order of the table, and reports each: how is "EPERM", "killed
 * (SIGSYS)", ... Blocks for as long as that takes (milliseconds; at most 10 s each). program: path of a
 * binary whose main() gives "--attack" to attack_main(); NULL: /proc/self/exe. ST_OK: all were stopped.
 * ST_MISMATCH: at least one was not. ST_SANDBOX: there is no sandbox here to attack. */
MUST_USE enum status attack_run(const char *program,
				void (*report)(void *arg, const char *what, bool stopped, const char *how),
				void *arg, struct error *e);

/* The child: --attack NAME. For main() to call. */
int attack_main(int argc, char **argv);

#endif
