/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ossl.h: small conversions from OpenSSL's types, for this room alone. Nothing here prints: errors of OpenSSL stay in its
 * queue until ossl_forget(). */
#ifndef COTTINGLEY_OSSL_H
#define COTTINGLEY_OSSL_H

#include "src/base/arena.h"
#include "src/base/base.h"
#include "src/base/span.h"

#include <openssl/asn1.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

void ossl_forget(void); /* empties the error queue of this thread */

/* UTCTime or GeneralizedTime, fractions of a second dropped; false when it is malformed or absent. */
MUST_USE bool ossl_time(const ASN1_TIME *t, int64_t *out);
/* Dotted form, in the arena; NULL without memory. */
const char *ossl_oid(struct arena *a, const ASN1_OBJECT *o);
/* Hex, lower case; "" without memory. */
const char *ossl_serial(struct arena *a, const ASN1_INTEGER *n);
/* RFC 4514, one line, sanitised, at most 500 bytes. */
const char *ossl_name(struct arena *a, const X509_NAME *n);
/* The last attribute of that kind, sanitised; NULL when there is none. */
const char *ossl_attribute(struct arena *a, const X509_NAME *n, int nid);
/* SHA-256 of the DER of a name: the key of a deny list. False without memory. */
MUST_USE bool ossl_name_sha256(const X509_NAME *n, uint8_t out[32]);
/* Takes one DER element with that tag from s; its content goes to `out`. False, s undefined, for anything else. */
MUST_USE bool der_take(struct span *s, uint8_t tag, struct span *out);
/* The digest of a name in an AlgorithmIdentifier, when it is SHA-256, SHA-384 or SHA-512; NULL for all others. */
const EVP_MD *ossl_sha2(const ASN1_OBJECT *algorithm);

#endif
