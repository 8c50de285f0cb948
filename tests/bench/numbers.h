/* SPDX-License-Identifier: GPL-3.0-or-later */
/* numbers.h: the tables that tests/bench/features writes, in memory. */
#ifndef COTTINGLEY_BENCH_NUMBERS_H
#define COTTINGLEY_BENCH_NUMBERS_H

#include "src/base/base.h"

struct numbers_row {
	char *set, *label, *source, *file, *stratum;
	uint32_t width, height;
	const float *v; /* columns of them */
};

struct numbers {
	char **names;
	size_t columns;
	struct numbers_row *rows;
	size_t n, room;
};

/* Appends a file; its columns must be those of the first. false: told on stderr. */
MUST_USE bool numbers_read(struct numbers *t, const char *path);
void numbers_release(struct numbers *t);

#endif
