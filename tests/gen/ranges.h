/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ranges.h: how a capture is drawn at random, for simulated data sets. The table in ranges.c
 * is the whole statement of what is varied and how far; draw-pictures --ranges prints it. */
#ifndef GEN_RANGES_H
#define GEN_RANGES_H

#include <stdint.h>

/* Prints the keys of one capture on one line; the same text (a file's SHA-256 and a seed, say)
 * gives the same keys everywhere. wide, high: of the picture to be shown. */
void ranges_draw(const char *text, int wide, int high);

/* Prints the table, for people. */
void ranges_list(void);

#endif
