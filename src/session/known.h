/* SPDX-License-Identifier: GPL-3.0-or-later */
/* known.h: pictures whose answers are known, drawn in memory and sent through the whole road: sealing,
 * worker, checks. */
#ifndef COTTINGLEY_KNOWN_H
#define COTTINGLEY_KNOWN_H

#include "src/base/base.h"

void known_answers(void (*report)(void *arg, const char *what, bool ok, const char *how), void *arg);

#endif
