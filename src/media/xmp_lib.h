/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xmp_lib.h: the only door to libexempi, and what a packet must pass before it gets there. Inside src/media only. */
#ifndef COTTINGLEY_XMP_LIB_H
#define COTTINGLEY_XMP_LIB_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/span.h"

/* Size, document types, depth and number of elements. ST_OK, ST_LIMIT or ST_CORRUPT. */
MUST_USE enum status xmp_guard(struct span packet, struct error *e);

struct xmp_lib; /* one parsed packet */

/* ST_UNSUPPORTED: built without the library. ST_CORRUPT, ST_MEMORY. */
MUST_USE enum status xmp_lib_open(struct span packet, struct xmp_lib **out, struct error *e);
/* Leaves in document order, qualifiers too. What is answered lives until the next call. False: no more. */
MUST_USE bool xmp_lib_next(struct xmp_lib *l, const char **schema, const char **path, const char **value);
void xmp_lib_close(struct xmp_lib *l);
void xmp_lib_warm_up(void);

#endif
