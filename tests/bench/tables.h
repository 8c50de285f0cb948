/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tables.h: what the accuracy bench prints. */
#ifndef BENCH_TABLES_H
#define BENCH_TABLES_H

#include "src/base/base.h"
#include "tests/bench/points.h"
#include "tests/bench/scores.h"

void print_pictures(const struct bench *b);
/* Everything about one check; table: the rates and thresholds that levels are counted by. Nothing when there
 * are no rows of the check. */
void print_check(const struct bench *b, const struct analyzer *check, const struct calibration *table);
/* What this run proposes: one line for each point and stratum. */
void print_proposal(const struct measured *m);
/* How often genuine pictures are flagged by anything at all. */
void print_family(const struct bench *b, const struct calibration *table);

/* "0.912 (0.881 to 0.940)"; "-" when undefined. At most 40 bytes with the NUL. */
enum { INTERVAL_TEXT = 40 };
const char *interval_text(char out[INTERVAL_TEXT], const struct interval *i);

/* Shares of a check's flags, and of the pictures that it judged. Level: at least this. */
struct flags {
	size_t genuine, positive, flagged_genuine[LEVEL_COUNT], flagged_positive[LEVEL_COUNT];
	size_t silent; /* pictures without an answer, of both kinds */
};
struct flags count_flags(const struct bench *b, const struct analyzer *check,
			 const struct calibration *table);
bool has_rows(const struct bench *b, const struct analyzer *check);

#endif
