/* SPDX-License-Identifier: GPL-3.0-or-later */
/* signer.h: who signed these bytes, when, and is that key on a list? COSE_Sign1 (RFC 9052; C2PA 2.2 section 13.2), the
 * certificate chain (14), time stamps (RFC 3161; 10.3.2.5), revocation (15.9). Codes go to the log verbatim. */
#ifndef COTTINGLEY_SIGNER_H
#define COTTINGLEY_SIGNER_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/trust/cbor_tree.h"
#include "src/trust/certificate.h"
#include "src/trust/status_log.h"
#include "src/trust/world.h"

struct stamp {
	bool present;
	/* "trusted", "valid" (authority on no list), "malformed", "mismatch", "outside validity", "untrusted" */
	const char *state;
	int version;                   /* 1: sigTst, 2: sigTst2, 0: from a c2pa.time-stamp assertion */
	int64_t time;                  /* genTime */
	bool signing_time_differs; int64_t signing_time; /* CMS attribute */
	struct certificates chain;     /* of the authority, leaf first */
	const struct trust_list *list; const struct list_entry *anchor; /* on which; NULL: none */
	const char *note;
};

struct revocation {
	const char *state;             /* "not revoked", "revoked", "unknown", "not checked" */
	const char *source;            /* "stapled OCSP", "CRL <list name>", "deny list <list name>"; NULL when not checked */
	int64_t checked;               /* thisUpdate of the answer; 0: none */
	int64_t revoked_at;            /* 0: not revoked */
	const char *reason, *note;
};

struct signer_report {
	const char *algorithm;         /* "ES256"; NULL when unsupported: then algorithm_found */
	const char *algorithm_found;
	bool intact;                   /* the signature verifies over the claim's bytes */
	struct certificates chain;     /* leaf first, as embedded */
	enum signer_identity { IDENTITY_NOT_JUDGED, IDENTITY_LISTED, IDENTITY_UNLISTED, IDENTITY_REFUSED } identity;
	                               /* REFUSED: profile broken, expired, revoked, denied */
	const struct trust_list *list; const struct list_entry *anchor; /* IDENTITY_LISTED: on which */
	const char *identity_note;     /* for people: why */
	int64_t judged_at;             /* the time the chain was judged at: the stamp's or now */
	bool judged_by_stamp;
	struct stamp stamp;
	struct revocation revocation;
	/* what the signature leaves unsigned or does oddly; each said */
	bool pad_nonzero; struct span pad; /* data in the unsigned COSE padding */
	bool attached_payload, two_credentials, untagged;
	const char *oddities[8]; uint32_t n_oddities; /* for people, sanitised */
};

struct signer_input {
	const struct world *world;
	int64_t now;
	struct span signature_box;     /* content of the `cbor` box: COSE_Sign1 */
	struct span claim;             /* claim bytes as they stand: the detached payload */
	bool claim_v2;
	const char *url;               /* of the signature box, for the log */
	/* from c2pa.certificate-status and c2pa.time-stamp assertions of the store, or NULL */
	const struct cnode *more_revocation; /* a map like rVals */
	struct span more_stamp;        /* a bare TimeStampToken for this manifest, or empty */
};

/* ST_OK whatever the answer. ST_MEMORY, ST_LIMIT. The report is released by the caller. */
MUST_USE enum status signer_check(struct arena *a, const struct signer_input *in, struct status_log *log,
				  struct signer_report *out, struct error *e);
void signer_release(struct signer_report *s); /* safe on zeros */

#endif
