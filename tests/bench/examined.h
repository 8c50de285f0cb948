/* SPDX-License-Identifier: GPL-3.0-or-later */
/* examined.h: from the examinations of `cottingley scan --format cbor` to rows. */
#ifndef BENCH_EXAMINED_H
#define BENCH_EXAMINED_H

#include "src/base/base.h"
#include "tests/bench/scores.h"

/* Adds a picture and a row for each check, for every examination of the sequence. dirs: the layouts, ending
 * with NULL; a path outside them is ST_USAGE. Opens each picture for its stratum, and masks:
 * DIR/SET/mask/SOURCE/FILE, where the name is that of the picture after its last "__", perhaps with "_mask"
 * or "_gt" behind it, with any ending. */
MUST_USE enum status bench_examined(struct bench *b, FILE *in, const char *const *dirs, struct error *e);

#endif
