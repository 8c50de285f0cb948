/* SPDX-License-Identifier: GPL-3.0-or-later */
/* camera.h: a simple digital camera. It turns linear light into sRGB code values by way of
 * optical blur, an RGGB colour filter mosaic, photon and read noise, the sensor's own fixed
 * pattern, demosaicing, white balance and a tone curve, so that the picture carries the
 * traces that real cameras leave. */
#ifndef GEN_CAMERA_H
#define GEN_CAMERA_H

#include "canvas.h"
#include "isp.h"
#include "options.h"

#include <stdbool.h>
#include <stdint.h>

struct camera {
	bool off;         /* only sRGB encoding: a drawing, not a photograph */
	bool bilinear;    /* else the 5 x 5 linear filter of Malvar, He and Cutler (2004) */
	double tilt;      /* degrees by which the camera is not level */
	double barrel;    /* relative lens distortion at the corners */
	double rough;     /* how far edges wander, px */
	double blur;      /* standard deviation of the lens, px */
	double noise;     /* 1 = about base sensitivity; scales the photon noise's variance */
	double exposure;  /* multiplies the light */
	double contrast;  /* 0 = sRGB alone, 1 = a strong S */
	double balance[3];/* residual cast after white balance, 1 = none */
	double prnu;      /* relative strength of the fixed pattern; 0 = none */
	uint64_t sensor;  /* which sensor: the fixed pattern is a function of it alone */
	uint64_t shot;    /* which exposure: seeds the noise */
	double vignette;  /* part of the light that the corners lose */
	struct isp isp;
};

/* Keys camera=off|on, demosaic=bilinear|malvar, tilt, barrel, rough, blur, noise, exposure,
 * contrast, balance=R,G,B, prnu, sensor, shot, vignette, and those of isp.h. */
struct camera camera_from_options(struct options *o);

/* In place: moves the points of a canvas of any meaning, alpha left alone. No real edge is
 * straight, no lens draws it straight and no hand holds a camera level; perfectly straight
 * level edges would put ridges into the spectrum that photographs do not have. */
void camera_warp(const struct camera *k, struct canvas *c);

/* In place: linear light in, sRGB code values out. */
void camera_shoot(const struct camera *k, struct canvas *c);

#endif
