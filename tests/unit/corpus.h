/* SPDX-License-Identifier: GPL-3.0-or-later */
/* corpus.h: real pictures, where the machine has them. */
#ifndef COTTINGLEY_TESTS_CORPUS_H
#define COTTINGLEY_TESTS_CORPUS_H

#include "src/base/base.h"

#include <unistd.h>

/* Is there no $COTTINGLEY_CORPUS/NAME? Then the whole program is one skipped test, and says so: skip() of cmocka
 * writes "not ok", which counts as a failure. */
static inline bool corpus_is_missing(const char *name)
{
	const char *corpus = getenv("COTTINGLEY_CORPUS");
	char path[4096];

	snprintf(path, sizeof path, "%s/%s", corpus ? corpus : "", name);
	if (corpus && access(path, R_OK) == 0)
		return false;
	printf("1..0 # SKIP no '%s' in $COTTINGLEY_CORPUS: real pictures were NOT tested\n", name);
	return true;
}

#endif
