/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "tests/gen/sign_cose.h"

#include "src/base/cbor.h"
#include "tests/gen/common.h"
#include "tests/gen/sign.h"
#include "tests/gen/sign_stamp.h"

#include <openssl/ecdsa.h>
#include <openssl/rsa.h>

enum { LABEL_ALG = 1, LABEL_X5CHAIN = 33, PAD = 64 };

static void protected_header(const struct identity *id, struct str *out)
{
	struct str der = sign_str();

	cbor_put_map(out, 2);
	cbor_put_int(out, LABEL_ALG);
	cbor_put_int(out, id->alg);
	cbor_put_int(out, LABEL_X5CHAIN);
	cbor_put_array(out, id->issuer->issuer == id->issuer ? 1 : 2);
	pki_der(id, &der);
	cbor_put_bytes(out, der.data, der.len);
	if (id->issuer->issuer != id->issuer) { /* the root is what a reader must have himself */
		str_clear(&der);
		pki_der(id->issuer, &der);
		cbor_put_bytes(out, der.data, der.len);
	}
	str_release(&der);
}

/* Sig_structure of RFC 9052 section 4.4; a time stamp's has another context. */
static struct str to_be_signed(const char *context, const struct str *protected, const void *payload, size_t len)
{
	struct str s = sign_str();

	cbor_put_array(&s, 4);
	cbor_put_text(&s, context);
	cbor_put_bytes(&s, protected->data, protected->len);
	cbor_put_bytes(&s, "", 0);
	cbor_put_bytes(&s, payload, len);
	return s;
}

/* r and s, each as long as the curve's order, not DER (RFC 9053 section 2.1). */
static void ecdsa_flat(const struct identity *id, const uint8_t *der, size_t len, struct str *out)
{
	int half = (EVP_PKEY_get_bits(id->key) + 7) / 8;
	const ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &der, (long)len);
	uint8_t flat[2 * 66];

	demand(sig && BN_bn2binpad(ECDSA_SIG_get0_r(sig), flat, half) == half &&
	       BN_bn2binpad(ECDSA_SIG_get0_s(sig), flat + half, half) == half, "no r and s");
	str_add(out, flat, 2 * (size_t)half);
	ECDSA_SIG_free((ECDSA_SIG *)sig);
}

static void raw_signature(const struct identity *id, const struct str *tbs, struct str *out)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	const EVP_MD *md = id->digest ? EVP_get_digestbyname(id->digest) : NULL;
	EVP_PKEY_CTX *how;
	uint8_t sig[1024];
	size_t len = sizeof sig;

	demand(ctx && EVP_DigestSignInit(ctx, &how, md, NULL, id->key) > 0, "no signature");
	if (EVP_PKEY_is_a(id->key, "RSA"))
		demand(EVP_PKEY_CTX_set_rsa_padding(how, RSA_PKCS1_PSS_PADDING) > 0 &&
		       EVP_PKEY_CTX_set_rsa_pss_saltlen(how, RSA_PSS_SALTLEN_DIGEST) > 0, "no PSS");
	demand(EVP_DigestSign(ctx, sig, &len, (const uint8_t *)tbs->data, tbs->len) > 0, "no signature");
	if (EVP_PKEY_is_a(id->key, "EC"))
		ecdsa_flat(id, sig, len, out);
	else
		str_add(out, sig, len);
	EVP_MD_CTX_free(ctx);
}

/* 10.3.2.5: version 1 stamps the claim, version 2 the signature as a CBOR byte string. */
static void put_stamp(const struct cose_wish *w, const struct str *protected, const struct str *claim,
		      const struct str *signature, struct str *out)
{
	struct str payload = sign_str(), tbs, token = sign_str();

	cbor_put_bytes(&payload, signature->data, signature->len);
	tbs = w->stamp == 1 ? to_be_signed("CounterSignature", protected, claim->data, claim->len) :
			      to_be_signed("CounterSignature", protected, payload.data, payload.len);
	(w->stamp == 1 ? stamp_response : stamp_token)(pki_get(WHO_TSA), tbs.data, tbs.len, w->stamped, &token);
	cbor_put_text(out, w->stamp == 1 ? "sigTst" : "sigTst2");
	cbor_put_map(out, 1);
	cbor_put_text(out, "tstTokens");
	cbor_put_array(out, 1);
	cbor_put_map(out, 1);
	cbor_put_text(out, "val");
	cbor_put_bytes(out, token.data, token.len);
	str_release(&payload);
	str_release(&tbs);
	str_release(&token);
}

static void put_ocsp(const struct cose_wish *w, struct str *out)
{
	static const time_t ten_years = (time_t)10 * 365 * 86400;
	struct str der = sign_str();

	ocsp_response(pki_get(w->signer), pki_get(WHO_RESPONDER), w->ocsp_made, w->ocsp_made + ten_years, w->revoked,
		      &der);
	cbor_put_text(out, "rVals");
	cbor_put_map(out, 1);
	cbor_put_text(out, "ocspVals");
	cbor_put_array(out, 1);
	cbor_put_bytes(out, der.data, der.len);
	str_release(&der);
}

static void put_pad(struct str *out, size_t len)
{
	uint8_t zeros[256] = { 0 };

	cbor_put_text(out, "pad");
	cbor_put_bytes(out, zeros, len);
}

static void assemble(const struct str *protected, const struct str *unprotected, size_t pairs, size_t pad,
		     const struct str *signature, struct str *out)
{
	str_putc(out, (char)0xD2); /* tag 18 */
	cbor_put_array(out, 4);
	cbor_put_bytes(out, protected->data, protected->len);
	cbor_put_map(out, pairs);
	str_add(out, unprotected->data, unprotected->len);
	put_pad(out, pad);
	cbor_put_null(out);
	cbor_put_bytes(out, signature->data, signature->len);
}

void cose_sign(const struct cose_wish *w, const struct str *claim, struct str *out)
{
	const struct identity *id = pki_get(w->signer);
	struct str protected = sign_str(), unprotected = sign_str(), signature = sign_str(), whole = sign_str(), tbs;
	size_t pairs = 1u + (w->stamp != 0) + w->ocsp, pad;

	protected_header(id, &protected);
	tbs = to_be_signed("Signature1", &protected, claim->data, claim->len);
	raw_signature(id, &tbs, &signature);
	if (w->stamp)
		put_stamp(w, &protected, claim, &signature, &unprotected);
	if (w->ocsp)
		put_ocsp(w, &unprotected);
	assemble(&protected, &unprotected, pairs, PAD, &signature, &whole);
	pad = w->total ? PAD + w->total - whole.len : PAD;
	if (pad < 24 || pad > 255) /* where the head of a byte string takes two bytes */
		die("a signature does not fit into %zu bytes", w->total);
	assemble(&protected, &unprotected, pairs, pad, &signature, out);
	str_release(&protected);
	str_release(&unprotected);
	str_release(&signature);
	str_release(&whole);
	str_release(&tbs);
}
