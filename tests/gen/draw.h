/* SPDX-License-Identifier: GPL-3.0-or-later */
/* draw.h: from a kind and its keys to a file. */
#ifndef GEN_DRAW_H
#define GEN_DRAW_H

#include "options.h"

/* Draws and writes one picture; a path that ends in .png gives PNG, anything else JPEG.
 * Ends the program over an unknown kind or key. */
void draw_file(const char *kind, const char *path, struct options *o);

/* Kinds, scenes, faults and keys on standard output. */
void draw_list(void);

#endif
