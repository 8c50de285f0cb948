/* SPDX-License-Identifier: GPL-3.0-or-later */
/* tiff_decode.h: the parts of the TIFF reader. Inside src/media only. */
#ifndef COTTINGLEY_TIFF_DECODE_H
#define COTTINGLEY_TIFF_DECODE_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/job.h"
#include "src/base/span.h"
#include "src/media/container.h"
#include "src/media/raster.h"

/* TIFF and the raw formats that are TIFF inside. */
MUST_USE enum status tiff_walk(struct span bytes, struct container *c, struct error *e);

/* Pixels of tiff_primary(), through libtiff. Samples as stored, in the order of the file's rows; a palette
 * becomes RGB (the high byte of its entries), fewer than 8 bits are scaled to 8 by repeating them (0..1 to 0
 * and 255), "white is zero" is turned to black is zero, so that a value means light in every raster. YCbCr
 * becomes RGB: in JPEG by libjpeg with its usual upsampling, else by libtiff with the coefficients of the file and
 * repeated chroma. Associated alpha stays multiplied in; other extra samples are left out. */
MUST_USE enum status tiff_decode(struct span bytes, const struct limits *lim, struct job_control *ctl,
				 struct raster *out, struct error *warning, struct error *e);

const char *tiff_compression_name(uint32_t compression); /* NULL: none known */
const char *tiff_photometric_name(uint32_t photometric); /* NULL: none known */

#endif
