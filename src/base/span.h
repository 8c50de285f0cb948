/* SPDX-License-Identifier: GPL-3.0-or-later */
/* span.h: the only way to read untrusted bytes. A span borrows memory, knows where that memory lies
 * in its file, and never reads past its end: every call that would answers false and moves nothing. */
#ifndef COTTINGLEY_SPAN_H
#define COTTINGLEY_SPAN_H

#include "src/base/base.h"

struct span {
	const uint8_t *data; /* borrowed */
	size_t len;          /* bytes in data */
	size_t pos;          /* next byte, 0..len */
	uint64_t origin;     /* offset of data[0] in the file */
};

struct span span_of(const void *data, size_t len, uint64_t origin);
size_t span_left(const struct span *s);
uint64_t span_at(const struct span *s); /* offset of the next byte in the file */

MUST_USE bool span_skip(struct span *s, uint64_t n);
MUST_USE bool span_seek(struct span *s, uint64_t pos); /* from the start of the span */
MUST_USE bool span_u8(struct span *s, uint8_t *v);
MUST_USE bool span_u16be(struct span *s, uint16_t *v);
MUST_USE bool span_u16le(struct span *s, uint16_t *v);
MUST_USE bool span_u32be(struct span *s, uint32_t *v);
MUST_USE bool span_u32le(struct span *s, uint32_t *v);
MUST_USE bool span_u64be(struct span *s, uint64_t *v);
MUST_USE bool span_u64le(struct span *s, uint64_t *v);

/* Takes the next n bytes as a span of their own, with their place in the file. */
MUST_USE bool span_sub(struct span *s, uint64_t n, struct span *out);
/* The n bytes at pos, without moving s. */
MUST_USE bool span_slice(const struct span *s, uint64_t pos, uint64_t n, struct span *out);
/* Copies n bytes out. */
MUST_USE bool span_copy(struct span *s, void *out, size_t n);
/* Do the next n bytes equal these? Moves nothing. */
bool span_is(const struct span *s, const void *bytes, size_t n);
/* Is all of it zero? Also true of an empty span. */
bool span_is_zero(const struct span *s);

#endif
