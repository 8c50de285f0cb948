/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tiff_memory.h: libtiff over a span: no file, no memory map, nothing printed, no single allocation beyond
 * the room that is left. Inside src/media only, and only with libtiff. */
#ifndef COTTINGLEY_TIFF_MEMORY_H
#define COTTINGLEY_TIFF_MEMORY_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/span.h"

#include <tiffio.h>

struct tiff_memory {
	TIFF *tif;
	struct span s;
	bool decoding;       /* from here on warnings are about the pixels, and kept too */
	uint64_t at;         /* where in the file the work is, for complaints */
	unsigned errors;
	struct error first;  /* complaint, error or warning; code ST_OK: none */
};

/* Fills m; ST_CORRUPT with libtiff's own words, ST_MEMORY. m must not move while it is open. */
MUST_USE enum status tiff_memory_open(struct tiff_memory *m, struct span bytes, uint64_t room,
				      struct error *e);
void tiff_memory_close(struct tiff_memory *m);

#endif
