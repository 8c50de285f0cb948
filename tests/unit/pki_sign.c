/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"

#include "tests/unit/pki.h"

#include "src/base/cbor.h"

#include <openssl/bn.h>
#include <openssl/cms.h>
#include <openssl/ec.h>
#include <openssl/ess.h>
#include <openssl/ocsp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/ts.h>
#include <openssl/x509v3.h>

enum { ROOM = 1 << 20 };

/* ---- COSE ---- */

static int64_t usual_alg(EVP_PKEY *key)
{
	switch (EVP_PKEY_get_base_id(key)) {
	case EVP_PKEY_ED25519:
		return -8;
	case EVP_PKEY_EC:
		return EVP_PKEY_get_bits(key) == 256 ? -7 : EVP_PKEY_get_bits(key) == 384 ? -35 : -36;
	default:
		return -37;
	}
}

static const EVP_MD *digest_for(int64_t alg)
{
	switch (alg) {
	case -8:
		return NULL;
	case -35:
	case -38:
		return EVP_sha384();
	case -36:
	case -39:
		return EVP_sha512();
	default:
		return EVP_sha256();
	}
}

static void put_chain(const struct cose_wish *w, struct str *o)
{
	uint64_t n = 0;

	while (n < ARRAY_LEN(w->chain) && w->chain[n])
		n++;
	if (n == 1) {
		cbor_put_bytes(o, w->chain[0]->der, w->chain[0]->len);
		return;
	}
	cbor_put_array(o, n);
	for (uint64_t i = 0; i < n; i++)
		cbor_put_bytes(o, w->chain[i]->der, w->chain[i]->len);
}

static void put_label(struct str *o, bool text)
{
	if (text)
		cbor_put_text(o, "x5chain");
	else
		cbor_put_uint(o, 33);
}

static void put_protected(const struct cose_wish *w, int64_t alg, struct str *o)
{
	bool chain = w->chain[0] && !w->outside;
	uint64_t n = (alg != 1) + (chain ? 1 : 0) + (chain && w->both_labels ? 1 : 0) + (w->crit ? 1 : 0) +
		     (w->iat ? 1 : 0);

	cbor_put_map(o, n);
	if (alg != 1) {
		cbor_put_uint(o, 1);
		cbor_put_int(o, alg);
	}
	if (w->crit) {
		cbor_put_uint(o, 2);
		cbor_put_array(o, 1);
		cbor_put_text(o, "new");
	}
	if (chain) {
		put_label(o, w->label == AS_TEXT);
		put_chain(w, o);
	}
	if (chain && w->both_labels) {
		put_label(o, w->label != AS_TEXT);
		cbor_put_bytes(o, "nothing", 7);
	}
	if (w->iat) {
		cbor_put_text(o, "iat");
		cbor_put_int(o, w->iat);
	}
}

static void put_tokens(const struct cose_wish *w, struct str *o)
{
	cbor_put_text(o, w->stamp == 1 ? "sigTst" : "sigTst2");
	cbor_put_map(o, 1);
	cbor_put_text(o, "tstTokens");
	cbor_put_array(o, w->n_tokens);
	for (unsigned i = 0; i < w->n_tokens; i++) {
		cbor_put_map(o, 1);
		cbor_put_text(o, "val");
		cbor_put_bytes(o, w->tokens[i].data, w->tokens[i].len);
	}
}

static void put_unprotected(const struct cose_wish *w, struct str *o)
{
	bool chain = w->chain[0] && (w->outside || w->both);

	cbor_put_map(o, (chain ? 1 : 0) + (w->stamp ? 1 : 0) + (w->n_ocsp ? 1 : 0) + (w->pad.len ? 1 : 0) +
				(w->stranger ? 1 : 0));
	if (chain) {
		put_label(o, w->label == AS_TEXT);
		put_chain(w, o);
	}
	if (w->stamp)
		put_tokens(w, o);
	if (w->n_ocsp) {
		cbor_put_text(o, "rVals");
		cbor_put_map(o, 1);
		cbor_put_text(o, "ocspVals");
		cbor_put_array(o, w->n_ocsp);
		for (unsigned i = 0; i < w->n_ocsp; i++)
			cbor_put_bytes(o, w->ocsp[i].data, w->ocsp[i].len);
	}
	if (w->pad.len) {
		cbor_put_text(o, "pad");
		cbor_put_bytes(o, w->pad.data, w->pad.len);
	}
	if (w->stranger) {
		cbor_put_text(o, w->stranger);
		cbor_put_uint(o, 1);
	}
}

static void put_structure(const char *context, const struct str *protected, const void *payload, size_t len, struct str *o)
{
	cbor_put_array(o, 4);
	cbor_put_text(o, context);
	cbor_put_bytes(o, protected->data, protected->len);
	cbor_put_bytes(o, "", 0);
	cbor_put_bytes(o, payload, len);
}

/* r and s side by side. */
static void put_raw(const uint8_t *der, size_t len, size_t half, struct str *o)
{
	ECDSA_SIG *sig = d2i_ECDSA_SIG(NULL, &der, (long)len);
	uint8_t raw[2 * 66];

	assert_true(sig && half <= 66);
	assert_true(BN_bn2binpad(ECDSA_SIG_get0_r(sig), raw, (int)half) > 0);
	assert_true(BN_bn2binpad(ECDSA_SIG_get0_s(sig), raw + half, (int)half) > 0);
	str_add(o, raw, 2 * half);
	ECDSA_SIG_free(sig);
}

static void sign_bytes(EVP_PKEY *key, int64_t alg, bool keep_der, const struct str *bytes, struct str *o)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	EVP_PKEY_CTX *ctx;
	uint8_t sig[2048];
	size_t len = sizeof sig;
	int kind = EVP_PKEY_get_base_id(key);

	assert_true(md && EVP_DigestSignInit(md, &ctx, digest_for(alg), NULL, key) > 0);
	if (alg <= -37 && alg >= -39)
		assert_true(EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING) > 0 &&
			    EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, RSA_PSS_SALTLEN_DIGEST) > 0);
	assert_true(EVP_DigestSign(md, sig, &len, (const uint8_t *)bytes->data, bytes->len) > 0);
	if (kind == EVP_PKEY_EC && !keep_der)
		put_raw(sig, len, ((size_t)EVP_PKEY_get_bits(key) + 7) / 8, o);
	else
		str_add(o, sig, len);
	EVP_MD_CTX_free(md);
}

/* alg 0: by the key; -257 and the like are signed as if they were PS256, nobody will verify them. */
static void make_parts(const struct cose_wish *w, struct span claim, struct str *protected, struct str *sig)
{
	int64_t alg = w->alg ? w->alg : usual_alg(w->chain[0]->key);
	EVP_PKEY *key = w->chain[0]->key;
	bool fits = (alg == -8) == (EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519) &&
		    (EVP_PKEY_get_base_id(key) == EVP_PKEY_EC ? alg != 1 && alg > -37 : true);
	struct str bytes;

	str_init(protected, ROOM);
	str_init(sig, ROOM);
	str_init(&bytes, ROOM);
	put_protected(w, alg, protected);
	put_structure(w->context ? w->context : "Signature1", protected, claim.data, claim.len, &bytes);
	sign_bytes(key, fits ? alg : usual_alg(key), w->der, &bytes, sig);
	if (w->damage)
		sig->data[sig->len / 2] ^= 1;
	str_release(&bytes);
}

void cose_make(const struct cose_wish *w, struct span claim, struct str *out)
{
	struct str protected, sig;

	make_parts(w, claim, &protected, &sig);
	if (!w->untagged)
		str_putc(out, (char)0xD2);
	cbor_put_array(out, 4);
	cbor_put_bytes(out, protected.data, protected.len);
	put_unprotected(w, out);
	if (w->attached)
		cbor_put_bytes(out, "another", 7);
	else
		cbor_put_null(out);
	cbor_put_bytes(out, sig.data, sig.len);
	str_release(&protected);
	str_release(&sig);
}

void cose_stamp_bytes(const struct cose_wish *w, struct span claim, int version, struct str *out)
{
	struct str protected, sig, whole;

	make_parts(w, claim, &protected, &sig);
	str_init(&whole, ROOM);
	cbor_put_bytes(&whole, sig.data, sig.len);
	if (version == 1)
		put_structure("CounterSignature", &protected, claim.data, claim.len, out);
	else
		put_structure("CounterSignature", &protected, whole.data, whole.len, out);
	str_release(&whole);
	str_release(&protected);
	str_release(&sig);
}

void cose_bare_signature(const struct cose_wish *w, struct span claim, struct str *out)
{
	struct str protected, sig;

	make_parts(w, claim, &protected, &sig);
	str_add(out, sig.data, sig.len);
	str_release(&protected);
	str_release(&sig);
}

/* ---- time stamps ---- */

static void set_imprint(TS_TST_INFO *info, const char *name, const void *bytes, size_t len)
{
	const EVP_MD *md = EVP_get_digestbyname(name);
	TS_MSG_IMPRINT *m = TS_MSG_IMPRINT_new();
	X509_ALGOR *alg = X509_ALGOR_new();
	uint8_t digest[EVP_MAX_MD_SIZE];
	unsigned n;

	assert_true(m && alg && EVP_Digest(bytes, len, digest, &n, md, NULL));
	X509_ALGOR_set_md(alg, md);
	assert_true(TS_MSG_IMPRINT_set_algo(m, alg) && TS_MSG_IMPRINT_set_msg(m, digest, (int)n) &&
		    TS_TST_INFO_set_msg_imprint(info, m));
	X509_ALGOR_free(alg);
	TS_MSG_IMPRINT_free(m);
}

static int info_der(const struct token_wish *w, const void *bytes, size_t len, unsigned char **der)
{
	TS_TST_INFO *info = TS_TST_INFO_new();
	ASN1_GENERALIZEDTIME *t = ASN1_GENERALIZEDTIME_set(NULL, (time_t)w->time);
	ASN1_OBJECT *policy = OBJ_txt2obj("1.2.3.4", 1);
	ASN1_INTEGER *serial = ASN1_INTEGER_new();
	int n;

	assert_true(info && t && policy && serial && ASN1_INTEGER_set_int64(serial, 7) &&
		    TS_TST_INFO_set_version(info, 1) && TS_TST_INFO_set_policy_id(info, policy) &&
		    TS_TST_INFO_set_serial(info, serial) && TS_TST_INFO_set_time(info, t));
	set_imprint(info, w->imprint ? w->imprint : "SHA256", bytes, len);
	n = i2d_TS_TST_INFO(info, der);
	ASN1_GENERALIZEDTIME_free(t);
	ASN1_OBJECT_free(policy);
	ASN1_INTEGER_free(serial);
	TS_TST_INFO_free(info);
	return n;
}

static void add_signer(CMS_ContentInfo *cms, const struct token_wish *w, unsigned flags)
{
	const EVP_MD *md = EVP_get_digestbyname(w->digest ? w->digest : "SHA256");
	ASN1_UTCTIME *t = ASN1_UTCTIME_set(NULL, (time_t)(w->signing_time ? w->signing_time : w->time));
	CMS_SignerInfo *si = CMS_add1_signer(cms, w->signer->cert, w->signer->key, md, flags);

	assert_true(si && CMS_signed_add1_attr_by_NID(si, NID_pkcs9_signingTime, V_ASN1_UTCTIME, t, -1));
	ASN1_UTCTIME_free(t);
}

void token_make(const struct token_wish *w, const void *bytes, size_t len, struct str *out)
{
	unsigned flags = CMS_BINARY | CMS_PARTIAL | CMS_NOSMIMECAP | (w->no_reference ? 0 : CMS_CADES) |
			 (w->no_certs ? CMS_NOCERTS : 0);
	unsigned char *der = NULL;
	int n = info_der(w, bytes, len, &der);
	BIO *content = w->wrong_content ? BIO_new_mem_buf("\x30\x00", 2) : BIO_new_mem_buf(der, n);
	CMS_ContentInfo *cms;

	cms = CMS_sign(NULL, NULL, NULL, content, flags);
	assert_true(cms && CMS_set1_eContentType(cms, OBJ_nid2obj(NID_id_smime_ct_TSTInfo)));
	add_signer(cms, w, flags);
	if (w->two_signers)
		add_signer(cms, w, flags | CMS_NOCERTS);
	if (w->issuer && !w->no_certs)
		assert_true(CMS_add1_cert(cms, w->issuer->cert));
	assert_true(CMS_final(cms, content, NULL, flags));
	OPENSSL_free(der);
	der = NULL;
	n = i2d_CMS_ContentInfo(cms, &der);
	assert_true(n > 0);
	if (w->damage)
		der[n - 3] ^= 1; /* the signature stands at the end */
	str_add(out, der, (size_t)n);
	OPENSSL_free(der);
	BIO_free(content);
	CMS_ContentInfo_free(cms);
}

static void put_sequence(struct str *o, const struct str *content)
{
	str_putc(o, 0x30);
	str_putc(o, (char)0x82);
	str_putc(o, (char)(content->len >> 8));
	str_putc(o, (char)(content->len & 0xFF));
	str_add(o, content->data, content->len);
}

void token_response(int status, const struct str *token, struct str *out)
{
	struct str body;

	str_init(&body, ROOM);
	str_add(&body, "\x30\x03\x02\x01", 4);
	str_putc(&body, (char)status);
	if (token)
		str_add(&body, token->data, token->len);
	put_sequence(out, &body);
	str_release(&body);
}

/* ---- OCSP ---- */

static ASN1_GENERALIZEDTIME *at(int64_t t)
{
	return t ? ASN1_GENERALIZEDTIME_set(NULL, (time_t)t) : NULL;
}

static void add_status(OCSP_BASICRESP *b, const struct ocsp_wish *w)
{
	const EVP_MD *md = EVP_get_digestbyname(w->id_digest ? w->id_digest : "SHA1");
	OCSP_CERTID *id = OCSP_cert_to_id(md, w->subject->cert, w->issuer->cert);
	ASN1_GENERALIZEDTIME *from = at(w->this_update), *next = at(w->next_update), *revoked = at(w->revoked);
	bool is_revoked = w->status == V_OCSP_CERTSTATUS_REVOKED;

	assert_true(id && OCSP_basic_add1_status(b, id, w->status, is_revoked ? w->reason : 0,
						 is_revoked ? revoked : NULL, from, next));
	OCSP_CERTID_free(id);
	ASN1_GENERALIZEDTIME_free(from);
	ASN1_GENERALIZEDTIME_free(next);
	ASN1_GENERALIZEDTIME_free(revoked);
}

void ocsp_make(const struct ocsp_wish *w, struct str *out)
{
	const EVP_MD *md = EVP_get_digestbyname(w->digest ? w->digest : "SHA256");
	OCSP_BASICRESP *b = OCSP_BASICRESP_new();
	unsigned char *der = NULL;
	OCSP_RESPONSE *r;
	int n;

	assert_non_null(b);
	add_status(b, w);
	/* OpenSSL offers its clock alone: the field is written through. */
	assert_true(ASN1_GENERALIZEDTIME_set((ASN1_GENERALIZEDTIME *)OCSP_resp_get0_produced_at(b),
					     (time_t)(w->produced ? w->produced : w->this_update)));
	if (EVP_PKEY_get_base_id(w->responder->key) == EVP_PKEY_ED25519)
		md = NULL;
	assert_true(OCSP_basic_sign(b, w->responder->cert, w->responder->key, md, NULL,
				    OCSP_NOTIME | (w->no_certs ? OCSP_NOCERTS : 0)));
	r = OCSP_response_create(w->failed ? OCSP_RESPONSE_STATUS_TRYLATER : OCSP_RESPONSE_STATUS_SUCCESSFUL,
				 w->failed ? NULL : b);
	n = i2d_OCSP_RESPONSE(r, &der);
	assert_true(n > 0);
	str_add(out, der, (size_t)n);
	OPENSSL_free(der);
	OCSP_RESPONSE_free(r);
	OCSP_BASICRESP_free(b);
}

/* ---- CRL ---- */

static void add_revoked(X509_CRL *c, const struct pki_id *subject, int64_t when)
{
	X509_REVOKED *r = X509_REVOKED_new();
	ASN1_TIME *t = ASN1_TIME_set(NULL, (time_t)when);
	ASN1_ENUMERATED *reason = ASN1_ENUMERATED_new();

	assert_true(r && t && reason && ASN1_ENUMERATED_set(reason, CRL_REASON_KEY_COMPROMISE) &&
		    X509_REVOKED_set_serialNumber(r, X509_get_serialNumber(subject->cert)) &&
		    X509_REVOKED_set_revocationDate(r, t) &&
		    X509_REVOKED_add1_ext_i2d(r, NID_crl_reason, reason, 0, 0) && X509_CRL_add0_revoked(c, r));
	ASN1_TIME_free(t);
	ASN1_ENUMERATED_free(reason);
}

void crl_make(const struct pki_id *issuer, const struct pki_id *subject, int64_t revoked, int64_t from, int64_t until,
	      struct str *out)
{
	X509_CRL *c = X509_CRL_new();
	ASN1_TIME *f = ASN1_TIME_set(NULL, (time_t)from), *u = ASN1_TIME_set(NULL, (time_t)until);
	BIO *b = BIO_new(BIO_s_mem());
	char *text;
	long len;

	assert_true(c && f && u && b && X509_CRL_set_version(c, X509_CRL_VERSION_2) &&
		    X509_CRL_set_issuer_name(c, X509_get_subject_name(issuer->cert)) &&
		    X509_CRL_set1_lastUpdate(c, f) && X509_CRL_set1_nextUpdate(c, u));
	if (subject)
		add_revoked(c, subject, revoked);
	assert_true(X509_CRL_sort(c) && X509_CRL_sign(c, issuer->key, EVP_sha256()));
	assert_true(PEM_write_bio_X509_CRL(b, c));
	len = BIO_get_mem_data(b, &text);
	str_add(out, text, (size_t)len);
	BIO_free(b);
	ASN1_TIME_free(f);
	ASN1_TIME_free(u);
	X509_CRL_free(c);
}
