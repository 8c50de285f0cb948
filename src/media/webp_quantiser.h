/* SPDX-License-Identifier: GPL-3.0-or-later */
/* webp_quantiser.h: how coarsely a lossy WebP was quantised (RFC 6386 sections 9.3, 9.6 and 14.1). */
#ifndef COTTINGLEY_WEBP_QUANTISER_H
#define COTTINGLEY_WEBP_QUANTISER_H

#include "src/base/base.h"
#include "src/base/span.h"

/* The quantiser index of luma, 0 (finest) to 127, of the VP8 frame in data; the rounded mean of the four
 * segments where these have their own. False when the header cannot be read. */
MUST_USE bool vp8_quantiser(struct span data, unsigned *index);
/* Of the picture in the WebP file s; false when it is not lossy. */
MUST_USE bool webp_quantiser(struct span s, unsigned *index);

#endif
