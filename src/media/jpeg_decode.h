/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jpeg_decode.h: pixels through libjpeg-turbo, with its accurate integer IDCT and its default upsampling.
 * Inside src/media only. */
#ifndef COTTINGLEY_JPEG_DECODE_H
#define COTTINGLEY_JPEG_DECODE_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/job.h"
#include "src/base/span.h"
#include "src/media/raster.h"

/* Gray stays one channel; everything else becomes RGB. CMYK and YCCK are converted without a profile: R = C *
 * K / 255 for the inverted values that Adobe writes, R = (255 - C) * (255 - K) / 255 else. */
MUST_USE enum status jpeg_decode(struct span bytes, const struct limits *lim, struct job_control *ctl,
				 struct raster *out, struct error *warning, struct error *e);

#endif
