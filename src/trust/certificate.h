/* SPDX-License-Identifier: GPL-3.0-or-later */
/* certificate.h: an X.509 certificate for people and for rules. OpenSSL parses; nothing here trusts. Texts are sanitised.
 * Claimed names (O=, CN=) are claims of whoever made the certificate: show them only beside the list that it is on. */
#ifndef COTTINGLEY_CERTIFICATE_H
#define COTTINGLEY_CERTIFICATE_H

#include "src/base/arena.h"
#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/hash.h"
#include "src/base/span.h"

#include <openssl/x509.h>

enum { CERTIFICATE_MAX_DER = 65536, CHAIN_MAX = 16, CERTIFICATE_MAX_EKUS = 16 };

struct certificate {
	struct span der;
	X509 *x509;                     /* owned by the arena-less list of its maker: see certificates_release() */
	const char *subject, *issuer;   /* RFC 4514, one line */
	const char *common_name, *organization, *unit, *country; /* of the subject; NULL when absent */
	const char *issuer_name;        /* issuer's CN, else O, else the whole */
	const char *serial;             /* hex, lower case */
	int64_t not_before, not_after;
	uint8_t sha256[SHA256_LEN];     /* of the DER */
	uint8_t spki_sha256[SHA256_LEN];/* of SubjectPublicKeyInfo */
	const char *key;                /* "P-256", "RSA 2048", "Ed25519" */
	const char *signature;          /* "ecdsa-with-SHA256" */
	bool ca;                        /* BasicConstraints */
	const char *ekus[CERTIFICATE_MAX_EKUS]; uint32_t n_ekus; /* dotted OIDs */
	bool policy_c2pa;               /* carries the certificate policy 1.3.6.1.4.1.62558.1.1 */
	bool public_test;               /* a well-known public test certificate or issued by one: its private key is in a
	                                   public repository, so anybody can sign with it */
	/* Android Key Attestation (1.3.6.1.4.1.11129.2.1.17): "strongbox", "tee", "software"; or NULL */
	const char *attestation;
	const char *problem;            /* the first rule of C2PA 2.2 section 14.5 that it breaks in its role; or NULL */
};

struct certificates { struct certificate *list; uint32_t n; };

/* ST_CORRUPT, ST_LIMIT, ST_MEMORY. */
MUST_USE enum status certificate_read(struct arena *a, struct span der, struct certificate *out, struct error *e);
void certificates_release(struct certificates *c); /* frees the x509 of each; safe on zeros */

/* The certificate profile (C2PA 2.2 section 14.5): NULL, or the rule that is broken, for people. ekus: allowed OIDs. */
enum certificate_role { ROLE_SIGNER, ROLE_CA, ROLE_TSA, ROLE_OCSP };
const char *certificate_profile(const struct certificate *c, enum certificate_role role, const char *const *ekus,
				uint32_t n_ekus);
/* The part of it that holds for certificates of the allowed list as well: algorithms, curves, key sizes. */
const char *certificate_algorithms(const struct certificate *c);
/* Has it one of these EKUs, those of time stamps and OCSP apart? */
bool certificate_has_eku(const struct certificate *c, const char *oid); /* dotted */
bool certificate_may_sign(const struct certificate *c, const char *const *ekus, uint32_t n_ekus);

#endif
