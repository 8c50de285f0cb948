/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jpeg_reader.h: libjpeg with a leash: reads from a span, never exits or prints, stops at a set number of
 * scans and when asked to, and knows where in the file it is. Inside src/media only. */
#ifndef COTTINGLEY_JPEG_READER_H
#define COTTINGLEY_JPEG_READER_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/job.h"
#include "src/base/span.h"

#include <setjmp.h>

#include <jpeglib.h>

struct jpeg_reader {
	struct jpeg_decompress_struct cinfo;
	struct jpeg_error_mgr errors;
	struct jpeg_source_mgr source;
	struct jpeg_progress_mgr progress;
	jmp_buf jump;      /* set by the caller before any libjpeg call */
	struct span bytes;
	bool at_end;       /* the file ended early; libjpeg was handed an end of image */
	const struct limits *lim;
	struct job_control *ctl;
	enum status st;    /* why it jumped */
	struct error e, warning;
};

/* Refuses by name, before libjpeg sees them: 12-bit, lossless, hierarchical and JPEG-LS (ST_UNSUPPORTED,
 * offset of the frame header), too many pixels (ST_LIMIT). */
MUST_USE enum status jpeg_reader_check(struct span bytes, const struct limits *lim, struct error *e);
/* Fills the struct; creating can jump. The caller has called setjmp(r->jump). */
void jpeg_reader_create(struct jpeg_reader *r);
/* Bytes that libjpeg will need for coefficients if it must keep them. After jpeg_read_header(). */
uint64_t jpeg_reader_coefficient_bytes(struct jpeg_reader *r);
/* Ends with our own status: jumps. */
void jpeg_reader_stop(struct jpeg_reader *r, enum status st) __attribute__((noreturn));

#endif
