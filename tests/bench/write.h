/* SPDX-License-Identifier: GPL-3.0-or-later */
/* write.h: what the bench writes into the source tree: analyzers/calibration_table.c, and the method cards,
 * generated lines between two markers in the section of each check in man/cottingley-methods.7. */
#ifndef BENCH_WRITE_H
#define BENCH_WRITE_H

#include "src/base/base.h"
#include "tests/bench/points.h"
#include "tests/bench/scores.h"

struct proposal {
	struct measured *items; /* one for each check with scores and stratum */
	size_t n;
	struct calibration *table; /* their rows, ending with check NULL */
};
struct proposal propose(const struct bench *b, const char *date);
void release_proposal(struct proposal *p);

/* tree: a source tree, or a folder with a copy of man/cottingley-methods.7. ST_IO; ST_CORRUPT when a check
 * has no markers in the page. */
MUST_USE enum status write_calibration(const struct bench *b, const struct proposal *p, const char *tree,
				       const char *date, struct error *e);

#endif
