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
	/* Lists every piece of the file into c: the segments of depth 0 cover the file without a gap. The
	 * first damage is kept in c->damage with its offset; the walk goes on where the usual decoders would,
	 * and what cannot be walked is one last segment "not walked". ST_OK even then; only memory and limits
	 * are errors. NULL: recognised by name only. */
	enum status (*walk)(struct span bytes, struct container *c, struct error *e);
	/* Decodes the primary picture. NULL: this build has no decoder (answers ST_UNSUPPORTED by name). A
	 * decoder that met damage and went on answers ST_OK and puts its first complaint into *warning (code
	 * ST_OK: none; may be NULL). */
	enum status (*decode)(struct span bytes, const struct limits *lim, struct job_control *ctl,
			      struct raster *out, struct error *warning, struct error *e);
	/* A camera's raw format: no decoder reads the sensor's data. The walk lists the JPEGs inside as
	 * pictures of kind "preview", and the subject examines the largest of them (subject.h). */
	bool raw;
};

/* Row i of the table: those with a decoder first, then raw formats and those known by name only; NULL after the last. */
const struct codec *codec_at(size_t i);
/* The codec whose probe accepts the bytes, or NULL: unknown. Formats that are known by name only are rows
 * too. */
const struct codec *codec_probe(const struct span *bytes);
/* The names of those with a reader, for a sentence: "JPEG, PNG and WebP"; returns buf, cut at len. */
const char *codec_readers(char *buf, size_t len);

#endif
