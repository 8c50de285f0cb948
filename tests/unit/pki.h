/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pki.h: certificates, claim signatures, time stamps, OCSP responses and CRLs as a test wishes them, wrong ones above all.
 * Made with OpenSSL in memory; every call ends the test when it cannot. Zero wishes are the good, usual case. */
#ifndef COTTINGLEY_TESTS_PKI_H
#define COTTINGLEY_TESTS_PKI_H

#include "src/base/base.h"
#include "src/base/span.h"
#include "src/base/str.h"
#include "src/trust/certificate.h"
#include "src/trust/world.h"

#include <openssl/evp.h>
#include <openssl/x509.h>

/* Certificates of the tests are valid from 2024 to 2034, and now is in between. */
enum { PKI_NOW = 1767225600 /* 2026-01-01 */, PKI_DAY = 86400, PKI_YEAR = 365 * PKI_DAY };

struct pki_wish {
	const char *cn, *o, *ou;  /* "leaf" or "ca"; "Test"; none */
	const char *key;          /* "P-256" (the default), "P-384", "P-521", "secp256k1", "ED25519", "RSA:2048", "RSA-PSS:2048" */
	bool ca;
	const char *from, *until; /* "20240101000000Z" */
	const char *basic, *usage, *eku; /* configuration strings; "" leaves it out */
	bool no_aki, v1, unique_id, critical; /* critical: an unknown critical extension */
	const char *digest;       /* of the issuer's signature: "SHA256"; of Ed25519 none */
	const char *pss;          /* the issuer signs with PSS: this MGF1 digest */
	const char *policy;       /* OID */
	uint8_t attestation;      /* Android key attestation, level 1 to 3 for software, TEE, StrongBox; 0: none */
};

struct pki_id {
	EVP_PKEY *key;
	X509 *cert;
	unsigned char *der; size_t len;
};

/* issuer NULL: signs itself. Release with pki_free(). */
void pki_make(struct pki_id *out, const struct pki_wish *w, const struct pki_id *issuer);
/* A second certificate for the key of another. */
void pki_make_for(struct pki_id *out, const struct pki_wish *w, const struct pki_id *issuer, EVP_PKEY *key);
void pki_free(struct pki_id *id);
struct span pki_der(const struct pki_id *id);

/* ---- a claim signature ---- */

struct cose_wish {
	int64_t alg;               /* COSE number; 0: by the key (ES256...); 1: none at all */
	const struct pki_id *chain[4];
	enum { AS_NUMBER, AS_TEXT } label;
	bool outside, both;        /* certificates in the unprotected bucket; in both */
	bool both_labels;          /* a second set under the other label */
	bool untagged, attached, der, damage, crit;
	int64_t iat;               /* 0: none */
	const char *context;       /* "Signature1" */
	struct span pad;           /* empty: none */
	int stamp;                 /* 1, 2: header sigTst, sigTst2 with the tokens below */
	struct span tokens[2]; unsigned n_tokens;
	struct span ocsp[2]; unsigned n_ocsp;
	const char *stranger;      /* an unknown unprotected header */
};
/* Appends COSE_Sign1 over the claim. */
void cose_make(const struct cose_wish *w, struct span claim, struct str *out);
/* What a stamp of version 1 or 2 must be made of: call it with a cose made without stamp, by a deterministic key
 * (Ed25519), then make it again with the token. */
void cose_stamp_bytes(const struct cose_wish *w, struct span claim, int version, struct str *out);
/* The bare signature of a cose. */
void cose_bare_signature(const struct cose_wish *w, struct span claim, struct str *out);

/* ---- a time stamp ---- */

struct token_wish {
	const struct pki_id *signer, *issuer;
	int64_t time, signing_time; /* signing_time 0: as time */
	const char *imprint;      /* digest: "SHA256" */
	const char *digest;       /* of the signature: "SHA256" */
	bool no_reference;        /* no ESSCertID */
	bool wrong_content, no_certs, two_signers, damage;
};
void token_make(const struct token_wish *w, const void *bytes, size_t len, struct str *out);
void token_response(int status, const struct str *token, struct str *out); /* TimeStampResp; token NULL: none */

/* ---- revocation ---- */

struct ocsp_wish {
	const struct pki_id *subject, *issuer, *responder; /* responder: issuer itself, or delegated */
	int status;               /* V_OCSP_CERTSTATUS_GOOD */
	int reason;               /* -1: none */
	int64_t revoked, this_update, next_update, produced; /* next_update 0: none; produced 0: this_update */
	bool no_certs, failed;
	const char *id_digest, *digest; /* "SHA1", "SHA256" */
};
void ocsp_make(const struct ocsp_wish *w, struct str *out);
/* PEM of a CRL; subject NULL: an empty one. */
void crl_make(const struct pki_id *issuer, const struct pki_id *subject, int64_t revoked, int64_t from, int64_t until,
	      struct str *out);

/* ---- a world ---- */

struct world_wish {
	const struct pki_id *anchors[4], *tsa[2], *allowed[2];
	bool official;             /* the anchors are the official list */
	const char *deny;          /* text of a deny list */
	struct span crl;
	bool silent;               /* judges nothing */
};
struct world *world_make(const struct world_wish *w); /* release with world_close() */

#endif
