/* SPDX-License-Identifier: GPL-3.0-or-later */
/* map_file.h: a map of a check as files that other programs read. Same map, same bytes. */
#ifndef COTTINGLEY_MAP_FILE_H
#define COTTINGLEY_MAP_FILE_H

#include "src/base/result.h"
#include "src/base/str.h"

/* NumPy's format 1.0 (NEP 1): float32, little-endian, C order, rows x cols; NaN where a cell cannot speak. */
void map_npy(const struct map *m, struct str *o);
/* Geometry and scale: origin and step in stored pixels, unit, low, high. One JSON object and a newline. */
void map_json(const struct map *m, struct str *o);
/* One pixel a cell, cividis from low to high, grey where a cell cannot speak. */
void map_png(const struct map *m, struct str *o);

#endif
