/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "src/base/cbor.h"
#include "src/trust/cose.h"
#include "src/trust/ossl.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/rsa.h>

enum { RSA_MAX_BITS = 16384, TO_BE_SIGNED_MAX = 256 * 1024 * 1024 };

/* ---- Sig_structure ---- */

void cose_to_be_signed(struct str *out, const char *context, struct span protected, struct span payload)
{
	str_init(out, TO_BE_SIGNED_MAX);
	cbor_put_array(out, 4);
	cbor_put_text(out, context);
	cbor_put_bytes(out, protected.data, protected.len);
	cbor_put_bytes(out, "", 0);
	cbor_put_bytes(out, payload.data, payload.len);
}

/* ---- keys and forms ---- */

static const EVP_MD *digest_of(enum cose_algorithm alg)
{
	switch (alg) {
	case COSE_ES256:
	case COSE_PS256:
		return EVP_sha256();
	case COSE_ES384:
	case COSE_PS384:
		return EVP_sha384();
	case COSE_ES512:
	case COSE_PS512:
		return EVP_sha512();
	default:
		return NULL; /* Ed25519 hashes by itself */
	}
}

/* Bytes of r, and of s: 0 when the curve is none of the three. Any of them goes with any ES algorithm (C2PA 2.2
 * section 13.2.1, against what the reference implementation accepts). */
static size_t coordinate(const EVP_PKEY *key)
{
	char group[64];
	size_t len;

	if (!EVP_PKEY_get_group_name(key, group, sizeof group, &len))
		return 0;
	switch (OBJ_sn2nid(group)) {
	case NID_X9_62_prime256v1:
		return 32;
	case NID_secp384r1:
		return 48;
	case NID_secp521r1:
		return 66;
	default:
		return 0;
	}
}

static bool key_fits(enum cose_algorithm alg, const EVP_PKEY *key)
{
	int kind = EVP_PKEY_get_base_id(key);

	switch (alg) {
	case COSE_ES256:
	case COSE_ES384:
	case COSE_ES512:
		return kind == EVP_PKEY_EC && coordinate(key) != 0;
	case COSE_PS256:
	case COSE_PS384:
	case COSE_PS512:
		/* Beyond the cap one signature takes seconds; too short ones are the profile's to refuse. */
		return (kind == EVP_PKEY_RSA || kind == EVP_PKEY_RSA_PSS) && EVP_PKEY_get_bits(key) <= RSA_MAX_BITS;
	case COSE_EDDSA:
		return kind == EVP_PKEY_ED25519;
	default:
		return false;
	}
}

static bool is_der(struct span s)
{
	const unsigned char *p = s.data;
	ECDSA_SIG *sig = s.len <= 200 ? d2i_ECDSA_SIG(NULL, &p, (long)s.len) : NULL;
	bool whole = sig && p == s.data + s.len;

	ECDSA_SIG_free(sig);
	ossl_forget();
	return whole;
}

/* r||s to the DER that OpenSSL reads. 0: out of memory. */
static int ecdsa_der(struct span raw, unsigned char **out)
{
	BIGNUM *r = BN_bin2bn(raw.data, (int)(raw.len / 2), NULL);
	BIGNUM *s = BN_bin2bn(raw.data + raw.len / 2, (int)(raw.len / 2), NULL);
	ECDSA_SIG *sig = r && s ? ECDSA_SIG_new() : NULL;
	int len = 0;

	if (sig && ECDSA_SIG_set0(sig, r, s)) {
		r = s = NULL;
		len = i2d_ECDSA_SIG(sig, out);
	}
	BN_free(r);
	BN_free(s);
	ECDSA_SIG_free(sig);
	return len > 0 ? len : 0;
}

/* ---- the check ---- */

static bool set_pss(EVP_PKEY_CTX *ctx, const EVP_MD *md)
{
	return EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING) > 0 &&
	       EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, RSA_PSS_SALTLEN_DIGEST) > 0 &&
	       EVP_PKEY_CTX_set_rsa_mgf1_md(ctx, md) > 0;
}

static bool holds(enum cose_algorithm alg, EVP_PKEY *key, const void *sig, size_t sig_len, const void *bytes, size_t len)
{
	bool pss = alg == COSE_PS256 || alg == COSE_PS384 || alg == COSE_PS512;
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	EVP_PKEY_CTX *ctx = NULL; /* owned by md */
	bool good = md && EVP_DigestVerifyInit(md, &ctx, digest_of(alg), NULL, key) == 1 &&
		    (!pss || set_pss(ctx, digest_of(alg))) && EVP_DigestVerify(md, sig, sig_len, bytes, len) == 1;

	EVP_MD_CTX_free(md);
	ossl_forget();
	return good;
}

static enum status verify_bytes(const struct cose *c, EVP_PKEY *key, const void *sig, size_t sig_len,
				struct span payload, enum cose_answer *out, struct error *e)
{
	struct str bytes;
	bool failed;

	cose_to_be_signed(&bytes, "Signature1", c->protected, payload);
	failed = bytes.failed;
	if (!failed)
		*out = holds(c->algorithm, key, sig, sig_len, bytes.data, bytes.len) ? COSE_VALID : COSE_MISMATCH;
	str_release(&bytes);
	return failed ? err_nomem(e) : ST_OK;
}

enum status cose_verify(const struct cose *c, const struct certificate *signer, struct span payload,
			enum cose_answer *out, struct error *e)
{
	EVP_PKEY *key = X509_get0_pubkey(signer->x509);
	bool ecdsa = c->algorithm >= COSE_ES256 && c->algorithm <= COSE_ES512;
	struct span sig = c->signature->bytes;
	unsigned char *der = NULL;
	enum status st;
	int len;

	ossl_forget();
	*out = COSE_NO_ANSWER;
	if (c->algorithm == COSE_UNSUPPORTED)
		return ST_OK;
	*out = COSE_WRONG_KEY;
	if (!key || !key_fits(c->algorithm, key))
		return ST_OK;
	if (!ecdsa)
		return verify_bytes(c, key, sig.data, sig.len, payload, out, e);
	*out = is_der(sig) ? COSE_DER : COSE_MISMATCH;
	if (sig.len != 2 * coordinate(key))
		return ST_OK;
	len = ecdsa_der(sig, &der);
	st = len ? verify_bytes(c, key, der, (size_t)len, payload, out, e) : err_nomem(e);
	OPENSSL_free(der);
	return st;
}
