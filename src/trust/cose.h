/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cose.h: COSE_Sign1_Tagged (RFC 9052 section 4.2) as C2PA 2.2 section 13.2 and 14.5 use it. Parsing says what stands there;
 * cose_verify() says whether the signature holds. Nothing is encoded again: bytes are hashed as they stand. */
#ifndef COTTINGLEY_COSE_H
#define COTTINGLEY_COSE_H

#include "src/base/arena.h"
#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/span.h"
#include "src/base/str.h"
#include "src/trust/cbor_tree.h"
#include "src/trust/certificate.h"

enum { COSE_MAX_ODDITIES = 8, COSE_MAX_BYTES = 16 * 1024 * 1024 };

enum cose_algorithm {
	COSE_UNSUPPORTED, COSE_ES256, COSE_ES384, COSE_ES512, COSE_PS256, COSE_PS384, COSE_PS512, COSE_EDDSA
};

struct cose {
	enum cose_algorithm algorithm;
	const char *algorithm_name;    /* "ES256"; NULL: unsupported */
	const char *algorithm_found;   /* what stands there instead, or "none" */
	struct span protected;         /* content of the byte string */
	const struct cnode *protected_map, *unprotected;
	const struct cnode *signature; /* CN_BYTES; whole: with its CBOR head */
	struct span certs[CHAIN_MAX]; uint32_t n_certs; /* leaf first */
	bool untagged, attached;
	bool two_credentials;          /* the same header in both buckets: section 14.5 */
	struct span pad; bool pad_nonzero;
	bool has_iat; int64_t iat;     /* claimed time of signing */
	const char *fault;             /* well formed, but never valid: why, for people; or NULL */
	const char *oddities[COSE_MAX_ODDITIES]; uint32_t n_oddities;
};

/* ST_CORRUPT: no COSE_Sign1; ST_LIMIT, ST_MEMORY. Bytes are borrowed, the tree lives in the arena. */
MUST_USE enum status cose_parse(struct arena *a, struct span bytes, struct cose *out, struct error *e);
void cose_oddity(struct arena *a, struct cose *c, const char *fmt, ...) PRINTF(3, 4);

enum cose_answer {
	COSE_VALID, COSE_MISMATCH,
	COSE_DER,       /* ECDSA in DER where r||s is due */
	COSE_WRONG_KEY, /* the key of the certificate does not fit the algorithm */
	COSE_NO_ANSWER  /* unsupported algorithm */
};
/* The signature over Sig_structure(context, protected, payload) by the certificate's key. ST_MEMORY. */
MUST_USE enum status cose_verify(const struct cose *c, const struct certificate *signer, struct span payload,
				 enum cose_answer *out, struct error *e);

/* Sig_structure (RFC 9052 section 4.4) with no external data, in deterministic CBOR: initialises out, whose `failed` says
 * that memory ran out; the caller releases it. */
void cose_to_be_signed(struct str *out, const char *context, struct span protected, struct span payload);

#endif
