/* SPDX-License-Identifier: GPL-3.0-or-later */
/* icc.h: the colour profile (ICC.1:2022, Specification ICC.1, section 7 for the header and the tags; annex B.4 for
 * how JPEG splits it). The header is read here; texts are read by lcms2 from memory. */
#ifndef COTTINGLEY_ICC_H
#define COTTINGLEY_ICC_H

#include "src/base/arena.h"
#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/span.h"
#include "src/base/timeutil.h"
#include "src/media/container.h"
#include "src/media/xmp.h" /* enum layer_state */

enum { ICC_MAX_PROFILE = 8 * 1024 * 1024, ICC_MAX_TAGS = 256, ICC_MAX_TEXT = 1024 };

struct icc_tag {
	char signature[5];
	uint64_t offset, length; /* inside the profile */
};

struct icc {
	enum layer_state state;      /* READ: the header was read */
	const char *why;             /* of UNREAD, or why the texts are missing */
	const char *gap;             /* JPEG: parts missing, doubled or out of order; NULL: none */
	uint64_t offset;             /* in the file, of the first part */
	struct span profile;         /* put together and inflated; borrowed or in the arena */
	bool in_file;                /* the profile lies in one piece at `offset` */
	uint64_t header_size;        /* what the header says; the profile has profile.len bytes */
	/* four-character signatures, blanks cut; "" for zeros */
	char preferred_cmm[5], klass[5], space[5], pcs[5], platform[5], manufacturer[5], model[5], creator[5];
	char version[16];            /* "2.1.0" */
	bool has_created; struct civil created; char created_text[32]; /* as written: "2009-02-11 08:00:00" */
	uint32_t intent;
	struct icc_tag *tags; uint32_t n_tags;
	/* by lcms2; NULL: absent, or not read (why) */
	const char *description, *copyright, *manufacturer_text, *model_text;
	bool is_srgb;                /* its description or model text names sRGB */
	uint32_t n_profiles;         /* in the file; > 1 only where a format allows it */
};

/* Puts the profile of c together and reads it, into c's arena. ST_OK also when it cannot be read; ST_MEMORY. */
MUST_USE enum status icc_read(struct container *c, struct icc *out, struct error *e);
/* Reads a whole profile; the part of icc_read() that tests and fuzzing call. */
MUST_USE enum status icc_parse(struct arena *a, struct span profile, struct icc *out, struct error *e);
const char *icc_maker(const char signature[5]); /* "Apple" for "APPL"; NULL when not registered here */
struct value;
void icc_facts_value(struct arena *a, const struct icc *x, struct value *metadata); /* adds "icc" */

#endif
