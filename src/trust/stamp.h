/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stamp.h: time stamps of claim signatures (RFC 3161; C2PA 2.2 sections 10.3.2.5 and 15.8). */
#ifndef COTTINGLEY_STAMP_H
#define COTTINGLEY_STAMP_H

#include "src/base/arena.h"
#include "src/base/base.h"
#include "src/base/error.h"
#include "src/trust/cose.h"
#include "src/trust/signer.h"

enum { STAMP_MAX_BYTES = 256 * 1024 };

/* What a TimeStampToken says, before anybody asks whether it belongs here. */
struct token {
	int64_t time;                /* genTime */
	bool has_signing_time; int64_t signing_time;
	struct certificates chain;   /* the signer first, then what came with it */
	const EVP_MD *imprint_digest; /* NULL: none that is allowed */
	uint8_t imprint[EVP_MAX_MD_SIZE]; size_t imprint_len;
	bool signature_holds;
	bool strong;                 /* the digest of the signature is SHA-2 */
	const char *fault;           /* malformed: why; the rest is then not to be used, but for chain */
};

/* bytes: a TimeStampToken (CMS ContentInfo). ST_OK also when it is malformed. ST_MEMORY. Release with
 * certificates_release(&out->chain). */
MUST_USE enum status token_read(struct arena *a, struct span bytes, struct token *out, struct error *e);
/* The token inside a TimeStampResp whose status is 0 or 1. NULL, or why there is none. */
const char *token_of_response(struct span response, struct span *token);

struct stamp_input {
	const struct world *world;
	const struct cose *cose;
	struct span claim;
	bool claim_v2;
	struct span more; /* token of a c2pa.time-stamp assertion, or empty */
	const char *url;
};
/* Fills `out` and logs. The stamp in the header goes first; the one of an assertion only when that did not pass. */
MUST_USE enum status stamp_check(struct arena *a, const struct stamp_input *in, struct status_log *log,
				 struct stamp *out, struct error *e);
bool stamp_proves(const struct stamp *s, bool claim_v2); /* may the signer be judged at its time? */

#endif
