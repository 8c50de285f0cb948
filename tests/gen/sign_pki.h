/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign_pki.h: the certificates that the samples are signed with, by the profile of C2PA 2.2 section 14.5: a root and an
 * issuing CA, leaves for every algorithm, a time-stamp authority under a root of its own, an OCSP responder, and
 * a stranger with another root. Made when first asked for; keys follow from the seed and are never written. */
#ifndef GEN_SIGN_PKI_H
#define GEN_SIGN_PKI_H

#include "src/base/base.h"
#include "src/base/str.h"

#include <openssl/evp.h>
#include <openssl/x509.h>

enum who {
	WHO_ROOT, WHO_ISSUER, WHO_ES256, WHO_ES384, WHO_ES512, WHO_PS256, WHO_PS384, WHO_PS512, WHO_EDDSA,
	WHO_CAMERA,        /* ES256, valid only through 2025: needs a stamp */
	WHO_RESPONDER,     /* OCSP, by the same issuer */
	WHO_TSA_ROOT, WHO_TSA,
	WHO_STRANGER_ROOT, WHO_STRANGER,
	/* of the practice pictures */
	WHO_PRACTICE_ROOT, WHO_PRACTICE_CAMERA, WHO_PRACTICE_DESK, WHO_PRACTICE_STUDIO,
	WHO_COUNT
};

struct identity {
	EVP_PKEY *key;
	X509 *cert;
	int alg;                 /* COSE algorithm; 0: signs no claims */
	const char *digest;      /* of its signatures; NULL: Ed25519 */
	const struct identity *issuer; /* itself: a root */
};

void pki_seed(const char *set); /* before the first pki_get(); NULL: random keys */
const struct identity *pki_get(enum who who);
void pki_der(const struct identity *id, struct str *out);
void pki_pem(const struct identity *id, struct str *out); /* the certificate, never the key */

void demand(bool ok, const char *what); /* ends the program with OpenSSL's reason */

#endif
