/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scan_format.h: how scan prints. One row a format. */
#ifndef COTTINGLEY_SCAN_FORMAT_H
#define COTTINGLEY_SCAN_FORMAT_H

#include "src/base/base.h"
#include "src/base/result.h"
#include "src/base/str.h"

struct problem {
	char *path;
	enum status code;
	struct error error;
};
struct problem_list {
	struct problem *items;
	size_t n;
};
void problem_add(struct problem_list *l, const char *path, enum status code, const struct error *e);
void problem_release(struct problem_list *l);

/* table_rates.c: what stands under the table. Owned; released by printing. */
struct rate_lines {
	char **items;
	size_t n;
};
void rate_lines_add(struct rate_lines *l, const struct examination *x);
void rate_lines_print(struct rate_lines *l, FILE *out);

struct scan_style {
	bool timing; /* elapsed times */
	bool colour; /* the words of the table's levels; never what alone says something */
	/* of verify */
	bool all, ascii;
	unsigned width, height;
};

struct scan_format {
	const char *name;
	void (*head)(FILE *out);
	void (*one)(struct str *o, const struct examination *x, const struct scan_style *style);
	const char *between; /* printed before every one but the first */
	void (*tail)(FILE *out, const struct problem_list *problems);
};
const struct scan_format *scan_format_find(const char *name); /* NULL: unknown */

#endif
