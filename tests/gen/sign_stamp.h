/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign_stamp.h: what other authorities say about a signature: time stamps (RFC 3161) and revocation (RFC 6960). Times
 * are those of the caller, nowhere the clock's. */
#ifndef GEN_SIGN_STAMP_H
#define GEN_SIGN_STAMP_H

#include "tests/gen/sign_pki.h"

/* DER of a TimeStampToken over the SHA-256 of the bytes. */
void stamp_token(const struct identity *tsa, const void *bytes, size_t len, time_t when, struct str *out);
/* The same inside a TimeStampResp with status granted. */
void stamp_response(const struct identity *tsa, const void *bytes, size_t len, time_t when, struct str *out);

/* An OCSP response about the leaf, signed by a delegated responder. revoked: 0, or since when. */
void ocsp_response(const struct identity *leaf, const struct identity *responder, time_t this_update,
		   time_t next_update, time_t revoked, struct str *out);

#endif
