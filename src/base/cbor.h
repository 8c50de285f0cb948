/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cbor.h: RFC 8949, both ways, small and bounded. Written in the deterministic encoding of its
 * section 4.2 (shortest lengths, definite sizes; floats always 64 bit; keys in the order the caller
 * gives). Read as hostile: every length is checked against what is left, nesting is limited, indefinite lengths
 * are refused. Each item carries its offset. */
#ifndef COTTINGLEY_CBOR_H
#define COTTINGLEY_CBOR_H

#include "src/base/base.h"
#include "src/base/span.h"
#include "src/base/str.h"

/* Writing: appends to a str, whose maximum and `failed` flag are the error handling. */
void cbor_put_uint(struct str *o, uint64_t v);
void cbor_put_int(struct str *o, int64_t v);
void cbor_put_double(struct str *o, double v); /* NaN is written as null */
void cbor_put_bool(struct str *o, bool v);
void cbor_put_null(struct str *o);
void cbor_put_text(struct str *o, const char *s); /* NULL is written as null */
void cbor_put_textn(struct str *o, const char *s, size_t len);
void cbor_put_bytes(struct str *o, const void *p, size_t len);
void cbor_put_floats(struct str *o, const float *v, size_t n); /* a byte string, IEEE little-endian */
void cbor_put_array(struct str *o, uint64_t items);
void cbor_put_map(struct str *o, uint64_t pairs);

enum cbor_kind {
	CBOR_UINT, CBOR_NINT, CBOR_BYTES, CBOR_TEXT, CBOR_ARRAY, CBOR_MAP, CBOR_TAG,
	CBOR_FALSE, CBOR_TRUE, CBOR_NULL, CBOR_DOUBLE
};

struct cbor_item {
	enum cbor_kind kind;
	uint64_t number;   /* UINT: value, NINT: -1 - value; ARRAY, MAP: count; TAG: tag */
	double real;       /* DOUBLE */
	struct span bytes; /* BYTES, TEXT */
	uint64_t offset;   /* of the item's first byte */
};

/* Reads the head of the next item (and the bytes of a string). False when malformed. */
MUST_USE bool cbor_read(struct span *in, struct cbor_item *out);
/* Passes over one whole item with all that it holds. */
MUST_USE bool cbor_skip(struct span *in);
/* Typed reads: false, with the span unmoved, when the next item is something else. */
MUST_USE bool cbor_get_map(struct span *in, uint64_t *pairs);
MUST_USE bool cbor_get_array(struct span *in, uint64_t *items);
MUST_USE bool cbor_get_uint(struct span *in, uint64_t max, uint64_t *v);
MUST_USE bool cbor_get_int(struct span *in, int64_t *v);
MUST_USE bool cbor_get_bool(struct span *in, bool *v);
MUST_USE bool cbor_get_double(struct span *in, double *v); /* integers too; null is NaN */
MUST_USE bool cbor_get_text(struct span *in, struct span *v);
MUST_USE bool cbor_get_bytes(struct span *in, struct span *v);
MUST_USE bool cbor_get_null(struct span *in); /* false when the next item is not null */

/* The pieces, for readers that allow more than these do. The argument of a head whose low five bits are info (RFC 8949
 * section 3); false when it is cut off, and for info over 27. A half-precision number from its 16 bits (appendix D). */
MUST_USE bool cbor_argument(struct span *in, unsigned info, uint64_t *v);
double cbor_half(uint64_t bits);

#endif
