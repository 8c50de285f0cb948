/* SPDX-License-Identifier: GPL-3.0-or-later */
/* codec.h: one const table of formats (codec.c). A format is one file that fills one struct codec; the rest
 * of the program never names a format. All functions run in the worker on hostile bytes. */
#ifndef COTTINGLEY_CODEC_H
#define COTTINGLEY_CODEC_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/job.h"
#include "src/base/span.h"
#include "src/media/container.h"
#include "src/media/raster.h"

struct jpeg_info; /* media/jpeg.h */

struct codec {
	const char *name;       /* for people: "JPEG" */
	const char *media_type; /* "image/jpeg" */
	bool (*probe)(const struct span *bytes); /* by content, never by name */
	/* Lists every piece of the file into c. Damage is recorded in c->damage (first place, with offset) and ends the
	 * walk; what was found before it stays. ST_OK even then; only memory and limits are errors. NULL: recognised by name only. */
	enum status (*walk)(struct span bytes, struct container *c, struct error *e);
	/* Decodes the primary picture. NULL: this build has no decoder (answers ST_UNSUPPORTED by name). */
	enum status (*decode)(struct span bytes, const struct limits *lim, struct job_control *ctl, struct raster *out,
			      struct error *e);
};

extern const struct codec *const codecs[]; /* NULL-terminated */
/* The codec whose probe accepts the bytes, or NULL: unknown. Formats that are known by name only are rows too. */
const struct codec *codec_probe(const struct span *bytes);

#endif
