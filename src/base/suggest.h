/* SPDX-License-Identifier: GPL-3.0-or-later */
/* suggest.h: the nearest word to a mistyped one (Damerau-Levenshtein, adjacent swaps count one). */
#ifndef COTTINGLEY_SUGGEST_H
#define COTTINGLEY_SUGGEST_H

#include "src/base/base.h"

/* word(i, arg) yields candidates from i = 0 until NULL. NULL when none is near (distance above a third of the
 * word's length, at least 1, at most 3). Ties: the first. */
const char *suggest_nearest(const char *typed, const char *(*word)(size_t i, void *arg), void *arg);

#endif
