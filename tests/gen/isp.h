/* SPDX-License-Identifier: GPL-3.0-or-later */
/* isp.h: what a telephone does to a picture after demosaicing and before JPEG: it takes
 * noise out of brightness and, more of it, out of colour, and sharpens edges. */
#ifndef GEN_ISP_H
#define GEN_ISP_H

#include "canvas.h"
#include "options.h"

struct isp {
	double denoise;        /* differences in brightness under this are smoothed, 0 to 0.2 */
	double chroma_denoise; /* radius of the averaging of colour, px, 0 to 16 */
	double sharpen;        /* how much of the fine detail is added once more */
};

/* Keys denoise, chroma_denoise, sharpen; all 0 when not given. */
struct isp isp_from_options(struct options *o);

/* In place: code values in, code values out. Does nothing when all is 0. */
void isp_process(const struct isp *s, struct canvas *c);

#endif
