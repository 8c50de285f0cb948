/* SPDX-License-Identifier: GPL-3.0-or-later */
/* riff.h: steps from chunk to chunk of a RIFF form ("Multimedia Programming Interface and Data
 * Specifications 1.0", IBM and Microsoft 1991, chapter 2; RFC 9649 section 2.3). Inside src/media only. */
#ifndef COTTINGLEY_RIFF_H
#define COTTINGLEY_RIFF_H

#include "src/base/base.h"
#include "src/base/span.h"

enum { RIFF_HEADER = 12, RIFF_CHUNK_HEADER = 8 };

struct riff_chunk {
	char type[5];            /* four bytes as they stand in the file, any values */
	uint64_t offset, length; /* in the file: type, size, payload and padding byte */
	uint32_t size;           /* as written */
	struct span data;        /* the payload, or what there is of it */
	bool cut;                /* it runs past the end of s */
	bool no_padding;         /* its size is odd, and s ends where the padding byte should stand */
};
/* Moves s past one chunk; false when fewer than 8 bytes are left. */
MUST_USE bool riff_chunk_next(struct span *s, struct riff_chunk *out);
bool riff_is(const struct riff_chunk *k, const char *type);

/* Where the chunks of the form that begins at s lie: behind its header, up to the end that it states or to
 * the end of the file. *size: as written. False when there are not 12 bytes. */
MUST_USE bool riff_body(struct span s, struct span *body, uint32_t *size);

#endif
