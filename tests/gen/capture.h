/* SPDX-License-Identifier: GPL-3.0-or-later */
/* capture.h: kinds that end in a photograph of something shown or given. Each fills an
 * uninitialised canvas with sRGB code values. */
#ifndef GEN_CAPTURE_H
#define GEN_CAPTURE_H

#include "canvas.h"
#include "options.h"

/* Keys of screen.h and camera.h; scene=NAME or from=FILE.jpg says what the display shows,
 * fit=cover|letterbox how. The capture is width x height, or with from= has the shape of that
 * file, long pixels along its longer side and never more than the file gives. */
void capture_screen(struct options *o, struct canvas *c);

/* from=FILE.jpg through the camera end alone: same keys and same size as capture_screen(),
 * those of the display without effect. */
void capture_rephoto(struct options *o, struct canvas *c);

#endif
