/* SPDX-License-Identifier: GPL-3.0-or-later */
/* subject.h: one picture under examination, in the worker. What checks share is decoded once, on first use,
 * and kept until subject_release(). A failed decode is remembered: asking again answers the same error. */
#ifndef COTTINGLEY_SUBJECT_H
#define COTTINGLEY_SUBJECT_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/job.h"
#include "src/base/span.h"
#include "src/media/codec.h"
#include "src/media/container.h"
#include "src/media/exif.h"
#include "src/media/icc.h"
#include "src/media/iptc.h"
#include "src/media/jfif.h"
#include "src/media/jpeg.h"
#include "src/media/makernote.h"
#include "src/media/photoshop.h"
#include "src/media/raster.h"
#include "src/media/xmp.h"

struct subject {
	struct span bytes;             /* the sealed evidence */
	struct limits limits;
	struct arena arena;
	struct container container;    /* walked by subject_open */
	bool has_exif;
	struct exif exif;
	struct exif_facts facts;       /* zero when !has_exif */
	struct maker_note maker;       /* zero when there is none */
	/* read by subject_open; states ABSENT when the file holds none */
	struct xmp xmp;
	bool has_iptc; struct iptc iptc;
	bool has_photoshop; struct photoshop photoshop;
	struct icc icc;
	struct jfif jfif;
	uint32_t n_jumbf; uint64_t jumbf_offset; bool jumbf_c2pa; /* present; src/trust verifies what it holds */
	/* What pixels and JPEG tables are read from: the evidence itself; of a raw format the largest JPEG
	 * inside it, and then the picture is `derived` and container.width and height are those of the JPEG. */
	struct span picture;
	bool derived;
	bool is_jpeg;                  /* the file itself is one, with a frame header: its structure is the writer's */
	bool has_jpeg;                 /* jpeg is filled: the picture is a JPEG with a frame header */
	struct jpeg_info jpeg;
	/* lazily, through the calls below; a decoder that met damage and went on leaves it in
	 * container.damage */
	struct raster raster; enum status raster_status; struct error raster_error; bool raster_tried;
	struct plane luma;
	struct small small;
	struct jpeg_coefficients coefficients;
	enum status coefficients_status;
	struct error coefficients_error;
	bool coefficients_tried;
	/* What those above this room keep with a picture, so that two checks do the same work once; released with it. */
	void *attached;
	void (*attached_free)(void *attached);
};

/* Probes, walks the container and reads EXIF. ST_UNSUPPORTED (named) for a media type without a reader; the
 * container is filled as far as possible even then. bytes must outlive the subject. */
MUST_USE enum status subject_open(struct subject *s, struct span bytes, const struct limits *lim,
				  struct error *e);
void subject_release(struct subject *s);
/* Keeps `attached` until subject_release() or the next call, which frees what was kept before. */
void subject_attach(struct subject *s, void *attached, void (*release)(void *attached));
bool subject_has_decoder(const struct subject *s); /* may pixels be asked for? */

MUST_USE enum status subject_raster(struct subject *s, struct job_control *ctl, const struct raster **out,
				    struct error *e);
/* The whole picture, long side at most PREVIEW_MAX_SIDE. */
MUST_USE enum status subject_small(struct subject *s, struct job_control *ctl, const struct small **out,
				   struct error *e);
MUST_USE enum status subject_luma(struct subject *s, struct job_control *ctl, const struct plane **out,
				  struct error *e);
MUST_USE enum status subject_coefficients(struct subject *s, struct job_control *ctl,
					  const struct jpeg_coefficients **out, struct error *e);
/* Decodes the JPEG or PNG at [offset, offset+length) of the file (a thumbnail) under small limits; caller releases
 * *out. */
MUST_USE enum status subject_embedded(struct subject *s, uint64_t offset, uint64_t length, struct raster *out,
				      struct error *e);
/* The same for a JPEG or PNG that does not stand in the file as it is: the thumbnail of an XMP packet. */
MUST_USE enum status subject_embedded_bytes(struct subject *s, struct span bytes, struct raster *out,
					    struct error *e);

/* Fills the picture half of x except results: media type, format, size, facts, entries, segments, pictures,
 * preview. A picture that cannot be decoded is described all the same: x->status and x->error say why, and
 * the answer is ST_OK. Errors: ST_MEMORY, ST_CANCELLED. The subject may be one that subject_open() refused as
 * ST_UNSUPPORTED. */
MUST_USE enum status subject_describe(struct subject *s, struct job_control *ctl, struct examination *x,
				      struct error *e);

#endif
