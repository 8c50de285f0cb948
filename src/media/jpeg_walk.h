/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jpeg_walk.h: the parts of the JPEG walk. Inside src/media only. */
#ifndef COTTINGLEY_JPEG_WALK_H
#define COTTINGLEY_JPEG_WALK_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/media/container.h"
#include "src/media/jpeg_marker.h"

MUST_USE enum status jpeg_walk(struct span bytes, struct container *c, struct error *e);

/* Of an APPn or COM segment: its name ("APP1 Exif"), its detail, and its blocks into c. False without memory.
 */
MUST_USE bool jpeg_app(struct container *c, const struct jpeg_marker *m, const char **name,
		       const char **detail);

/* Detail of DQT, DHT, SOFn, SOS, DRI, DNL, in the arena; NULL for the others. */
const char *jpeg_table_detail(struct container *c, const struct jpeg_marker *m);

/* Multi-picture format, CIPA DC-007: the pictures that lie in the file go into c as "mpf". mpf: from its TIFF
 * header. */
MUST_USE bool jpeg_mpf(struct container *c, struct span mpf, struct span file, const char **detail);

#endif
