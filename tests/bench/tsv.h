/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tsv.h: a table of tab-separated values with a header line. Columns are found by name. */
#ifndef BENCH_TSV_H
#define BENCH_TSV_H

#include "src/base/base.h"
#include "src/base/error.h"

enum { TSV_COLUMNS_MAX = 64 };

struct tsv {
	const char *path;
	FILE *file;
	unsigned line; /* of the last row read, the header being 1 */
	char *head, *text;
	size_t head_room, text_room;
	char *names[TSV_COLUMNS_MAX], *cells[TSV_COLUMNS_MAX]; /* cells of the last row */
	size_t n;
};

/* ST_IO; ST_CORRUPT without a header. path must outlive it. */
MUST_USE enum status tsv_open(struct tsv *t, const char *path, struct error *e);
/* The next row; *more is false after the last. A row with another number of cells is ST_CORRUPT. */
MUST_USE enum status tsv_next(struct tsv *t, bool *more, struct error *e);
const char *tsv_cell(const struct tsv *t, const char *name); /* NULL: no such column */
void tsv_close(struct tsv *t);

#endif
