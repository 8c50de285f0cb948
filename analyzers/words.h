/* SPDX-License-Identifier: GPL-3.0-or-later */
/* words.h: the fixed texts of the checks. A worker may have been taken over by the picture it decoded, and what is
 * made for the public repeats only what the program itself could have said. */
#ifndef COTTINGLEY_WORDS_H
#define COTTINGLEY_WORDS_H

#include "src/base/base.h"

/* Can this check give a finding this code? With `alternative` not NULL: and name this innocent explanation for it? */
bool analyzer_says(const char *check, const char *code, const char *alternative);

#endif
