/* SPDX-License-Identifier: GPL-3.0-or-later */
/* decode.h: the limits that every decoder keeps before it allocates. Inside src/media only. */
#ifndef COTTINGLEY_DECODE_H
#define COTTINGLEY_DECODE_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/job.h"
#include "src/media/raster.h"

/* ST_LIMIT beyond lim->pixels, ST_CORRUPT for an empty picture. */
MUST_USE enum status decode_pixels(uint32_t width, uint32_t height, const struct limits *lim,
				   struct error *e);
/* Allocates r->data for the geometry in r, when that and `more` bytes that the decoder will need fit into
 * lim->memory; else ST_MEMORY. */
MUST_USE enum status decode_allocate(struct raster *r, uint64_t more, const struct limits *lim,
				     struct error *e);
/* Bytes left under lim->memory. */
uint64_t decode_room(const struct limits *lim);

#endif
