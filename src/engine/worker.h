/* SPDX-License-Identifier: GPL-3.0-or-later */
/* worker.h: the child's side; main() calls it for the internal command --worker FD. Warms libraries up, closes every
 * descriptor but FD, enters the sandbox, says HELLO, answers requests until the other end closes. Never returns to main's other paths. */
#ifndef COTTINGLEY_WORKER_H
#define COTTINGLEY_WORKER_H

#include "src/base/base.h"

int worker_main(int argc, char **argv); /* exit code */

#endif
