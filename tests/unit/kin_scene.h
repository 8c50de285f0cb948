/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kin_scene.h: drawn scenes with detail at every size, and what people do to pictures. Integers only where it
 * matters: the same seed gives the same bytes. */
#ifndef COTTINGLEY_TEST_KIN_SCENE_H
#define COTTINGLEY_TEST_KIN_SCENE_H

#include "src/base/base.h"
#include "src/media/pdq.h"
#include "src/media/raster.h"

struct raster scene_new(unsigned seed, uint32_t w, uint32_t h); /* gray, 8 bit; raster_release() */
struct raster scene_lay(const struct raster *r, enum dihedral d);
/* The part of r, in shares of its sides, resampled to w x h by area. */
struct raster scene_part(const struct raster *r, double x0, double y0, double x1, double y1, uint32_t w,
			 uint32_t h);
/* r in the middle of a larger plain picture. */
struct raster scene_frame(const struct raster *r, uint32_t left, uint32_t top, uint32_t right,
			  uint32_t bottom, uint8_t level);
/* A bar with blocks like letters over the lowest share of the picture. */
void scene_banner(struct raster *r, double share);
void scene_noise(struct raster *r, unsigned seed, int levels);

#endif
