/* SPDX-License-Identifier: GPL-3.0-or-later */
/* revocation.h: was this certificate revoked? OCSP responses that the file carries (RFC 6960; C2PA 2.2 section 15.9) and the
 * user's CRLs (RFC 5280 section 5). Both speak only when the certificate's own issuer, or whom it authorised, signed
 * them, and only about the certificate asked for: what stands in a file may lower trust only with such a signature. */
#ifndef COTTINGLEY_REVOCATION_H
#define COTTINGLEY_REVOCATION_H

#include "src/base/arena.h"
#include "src/base/base.h"
#include "src/trust/cbor_tree.h"
#include "src/trust/world.h"

enum { OCSP_MAX_BYTES = 65536, OCSP_MAX_RESPONSES = 64 };

struct revocation_question {
	X509 *subject, *issuer; /* issuer NULL: nobody can answer */
	int64_t now;
	bool stamped;           /* `at` is the time of a time stamp, else now */
	bool proved;            /* and its authority is on a list */
	int64_t at;
};

struct revocation_answer {
	enum revocation_what { REVOCATION_NONE, REVOCATION_GOOD, REVOCATION_UNKNOWN, REVOCATION_REVOKED } what;
	int64_t checked;        /* thisUpdate */
	int64_t revoked_at;
	const char *reason, *note; /* for people; NULL */
	const char *list;       /* name of the CRL's list */
};

/* vals: maps like rVals, {"ocspVals": [bstr, ...]}; NULLs are fine. */
void ocsp_ask(struct arena *a, const struct revocation_question *q, const struct cnode *const *vals, size_t n,
	      struct revocation_answer *out);
/* One response alone. */
void ocsp_read(struct arena *a, const struct revocation_question *q, struct span response, struct revocation_answer *out);
void crl_ask(struct arena *a, const struct revocation_question *q, const struct world *w, struct revocation_answer *out);

#endif
