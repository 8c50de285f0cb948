/* SPDX-License-Identifier: GPL-3.0-or-later */
/* inflate.h: zlib streams (RFC 1950) of a bounded size. Inside src/media only. */
#ifndef COTTINGLEY_INFLATE_H
#define COTTINGLEY_INFLATE_H

#include "src/base/base.h"
#include "src/base/span.h"

/* At most max bytes into *out (mem_free()); what came out before damage is kept. False when nothing did, or without
 * memory. *whole: the stream ended inside max. */
MUST_USE bool inflate_bounded(struct span in, size_t max, uint8_t **out, size_t *len, bool *whole);

#endif
