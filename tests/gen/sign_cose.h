/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign_cose.h: a claim signature: COSE_Sign1 (RFC 9052; C2PA 2.2 section 13.2) with the chain in the protected header,
 * and beside it, unsigned, time stamp, stapled revocation and padding. */
#ifndef GEN_SIGN_COSE_H
#define GEN_SIGN_COSE_H

#include "tests/gen/sign_pki.h"

struct cose_wish {
	enum who signer;
	int stamp;          /* 0: none; 1: sigTst, 2: sigTst2 (10.3.2.5) */
	time_t stamped;
	bool ocsp;          /* a response made at the time below, good for ten years */
	time_t ocsp_made, revoked; /* revoked 0: good */
	size_t total;       /* the whole is padded to it; 0: a plain padding of 64 */
};

/* Appends the CBOR of the COSE_Sign1 over the claim. */
void cose_sign(const struct cose_wish *w, const struct str *claim, struct str *out);

#endif
