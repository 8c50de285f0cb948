/* SPDX-License-Identifier: GPL-3.0-or-later */
/* worker.h: the child's side; main() calls it for the internal command --worker FD. Warms libraries up,
 * closes every descriptor but FD, enters the sandbox, says HELLO, answers requests until the other end
 * closes. Never returns to main's other paths.
 *
 *   --worker FD [--memory BYTES] [--pixels N] [--seconds N] [--no-sandbox] */
#ifndef COTTINGLEY_WORKER_H
#define COTTINGLEY_WORKER_H

#include "src/base/base.h"

/* Call before sandbox_deny_internet(), whose filter the worker inherits anyway. argv as main got it. */
int worker_main(int argc, char **argv); /* exit code, an enum worker_exit */

/* How a worker ends when it ends by itself. */
enum worker_exit {
	WORKER_DONE = 0,     /* the parent closed the socket */
	WORKER_USAGE = 2,    /* not started by an engine */
	WORKER_START = 3,    /* could not get ready; said so in a FAILED answer if it could */
	WORKER_PROTOCOL = 4, /* a request that no engine sends */
};

#endif
