/* SPDX-License-Identifier: GPL-3.0-or-later */
/* light.h: a part of a picture in linear light, reduced to cells, for questions about illumination.
 * Samples are taken as sRGB (IEC 61966-2-1) and made linear before they are averaged: light adds,
 * stored values do not. 16-bit samples are taken at their high byte. A cell is at least 2 x 2 stored
 * pixels, because JPEG usually keeps colour at half the size, and is averaged from at most 4 x 4 of its
 * pixels on a regular grid: a reduced picture of the light needs no more, and a pass over every sample
 * would cost more than decoding. */
#ifndef COTTINGLEY_LIGHT_H
#define COTTINGLEY_LIGHT_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/job.h"
#include "src/base/region.h"
#include "src/media/raster.h"

struct light {
	uint32_t cols, rows, step; /* cells; stored pixels a cell and axis */
	uint32_t x, y;             /* stored pixel of the first cell */
	float *rgb;                /* cols * rows * 3, 0..1 */
	/* May the cell be used? Not when one of its samples lies over .9 in any channel (clipped: its
	 * colour is lost), nor the cells around such a cell; not when its mean lies under .02 (the
	 * noise and the black level decide its colour); not where it is transparent. */
	uint8_t *usable;
	uint32_t n_usable, n_clipped, n_dark;
};

/* r: at least 3 channels. part: inside r, at least 2 x 2. max_cells > 0. ST_MEMORY, ST_CANCELLED. On
 * ST_OK the caller releases *out. */
MUST_USE enum status light_make(const struct raster *r, const struct region *part, uint32_t max_cells,
				struct job_control *ctl, struct light *out, struct error *e);
void light_release(struct light *l);

#endif
