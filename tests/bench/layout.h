/* SPDX-License-Identifier: GPL-3.0-or-later */
/* layout.h: a folder of labelled pictures: DIR/MANIFEST.tsv with one header line and the columns file (relative
 * to DIR), set, label, source, and others that are not read. A source is one photographer. Lines whose picture
 * (sha256, the sixth column) has been seen before under the same label are dropped; under another label both are. */
#ifndef COTTINGLEY_BENCH_LAYOUT_H
#define COTTINGLEY_BENCH_LAYOUT_H

#include "src/base/base.h"

struct layout_row {
	char *path; /* DIR/file */
	char *file, *set, *label, *source, *sha256;
};

struct layout {
	struct layout_row *rows;
	size_t n, room;
};

/* Appends. false: told on stderr. */
MUST_USE bool layout_read(struct layout *l, const char *dir);
void layout_release(struct layout *l);

#endif
