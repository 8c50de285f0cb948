/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fake_checks.h: a registry of checks that behave as the name of the evidence says, for tests of the engine.
 * Linked in the place of libanalyzers. The names are in fake_checks.c; "fine" does nothing bad. */
#ifndef COTTINGLEY_FAKE_CHECKS_H
#define COTTINGLEY_FAKE_CHECKS_H

#include "analyzers/analyzer.h"

enum { FAKE_SOCKET = 3 }; /* where a worker finds its engine */

#endif
