/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trailing.h: pictures behind the end of the picture. Inside src/media only. */
#ifndef COTTINGLEY_TRAILING_H
#define COTTINGLEY_TRAILING_H

#include "src/base/base.h"
#include "src/media/container.h"

/* Looks for JPEG and PNG signatures in rest and adds what has a header as "trailing", unless it is listed
 * already. One pass; at most 64 signatures are followed. False without memory. */
MUST_USE bool trailing_pictures(struct container *c, struct span rest);

#endif
