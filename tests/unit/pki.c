/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"

#include "tests/unit/pki.h"

#include "src/base/hash.h"

#include <openssl/bn.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

/* ---- keys ---- */

static EVP_PKEY *rsa_key(const char *kind)
{
	const char *colon = strchr(kind, ':');
	EVP_PKEY_CTX *c = EVP_PKEY_CTX_new_from_name(NULL, strncmp(kind, "RSA-PSS", 7) == 0 ? "RSA-PSS" : "RSA", NULL);
	EVP_PKEY *key = NULL;

	assert_non_null(colon);
	assert_true(c && EVP_PKEY_keygen_init(c) > 0 && EVP_PKEY_CTX_set_rsa_keygen_bits(c, atoi(colon + 1)) > 0 &&
		    EVP_PKEY_generate(c, &key) > 0);
	EVP_PKEY_CTX_free(c);
	return key;
}

static EVP_PKEY *new_key(const char *kind)
{
	EVP_PKEY *key = strncmp(kind, "RSA", 3) == 0 ? rsa_key(kind) :
			strcmp(kind, "ED25519") == 0 ? EVP_PKEY_Q_keygen(NULL, NULL, "ED25519") :
						       EVP_PKEY_Q_keygen(NULL, NULL, "EC", kind);

	assert_non_null(key);
	return key;
}

/* ---- certificates ---- */

static void add_name(X509_NAME *n, const char *field, const char *text)
{
	if (text)
		assert_true(X509_NAME_add_entry_by_txt(n, field, MBSTRING_UTF8, (const uint8_t *)text, -1, -1, 0));
}

static void add(X509 *c, X509V3_CTX *ctx, int nid, const char *value)
{
	X509_EXTENSION *e;

	if (!value || !*value)
		return;
	e = X509V3_EXT_conf_nid(NULL, ctx, nid, value);
	assert_true(e && X509_add_ext(c, e, -1));
	X509_EXTENSION_free(e);
}

static void add_raw(X509 *c, const char *oid, bool critical, const void *bytes, size_t len)
{
	ASN1_OCTET_STRING *v = ASN1_OCTET_STRING_new();
	ASN1_OBJECT *o = OBJ_txt2obj(oid, 1);
	X509_EXTENSION *e;

	assert_true(v && o && ASN1_OCTET_STRING_set(v, bytes, (int)len));
	e = X509_EXTENSION_create_by_OBJ(NULL, o, critical, v);
	assert_true(e && X509_add_ext(c, e, -1));
	X509_EXTENSION_free(e);
	ASN1_OBJECT_free(o);
	ASN1_OCTET_STRING_free(v);
}

static void add_policy(X509 *c, const char *oid)
{
	CERTIFICATEPOLICIES *all = sk_POLICYINFO_new_null();
	POLICYINFO *one = POLICYINFO_new();

	assert_true(all && one);
	ASN1_OBJECT_free(one->policyid);
	one->policyid = OBJ_txt2obj(oid, 1);
	assert_true(one->policyid && sk_POLICYINFO_push(all, one) &&
		    X509_add1_ext_i2d(c, NID_certificate_policies, all, 0, 0));
	CERTIFICATEPOLICIES_free(all);
}

static void add_extensions(X509 *c, const struct pki_wish *w, X509 *issuer)
{
	const char *basic = w->ca ? "critical,CA:TRUE" : "critical,CA:FALSE";
	const char *usage = w->ca ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature";
	X509V3_CTX ctx;

	X509V3_set_ctx(&ctx, issuer, c, NULL, NULL, 0);
	add(c, &ctx, NID_basic_constraints, w->basic ? w->basic : basic);
	add(c, &ctx, NID_key_usage, w->usage ? w->usage : usage);
	add(c, &ctx, NID_subject_key_identifier, "hash");
	if (issuer != c && !w->no_aki)
		add(c, &ctx, NID_authority_key_identifier, "keyid:always");
	add(c, &ctx, NID_ext_key_usage, w->eku ? w->eku : w->ca ? "" : "emailProtection,1.3.6.1.4.1.62558.2.1");
	if (w->policy)
		add_policy(c, w->policy);
	if (w->critical)
		add_raw(c, "1.2.3.4.5", true, "\x05", 2);
	if (w->attestation) {
		uint8_t der[] = { 0x30, 0x06, 0x02, 0x01, 0x04, 0x0A, 0x01, (uint8_t)(w->attestation - 1) };

		add_raw(c, "1.3.6.1.4.1.11129.2.1.17", false, der, sizeof der);
	}
}

static void sign_pss(X509 *c, EVP_PKEY *key, const char *mgf1)
{
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	EVP_PKEY_CTX *ctx;

	assert_true(md && EVP_DigestSignInit(md, &ctx, EVP_sha256(), NULL, key) > 0 &&
		    EVP_PKEY_CTX_set_rsa_padding(ctx, RSA_PKCS1_PSS_PADDING) > 0 &&
		    EVP_PKEY_CTX_set_rsa_pss_saltlen(ctx, 32) > 0 &&
		    EVP_PKEY_CTX_set_rsa_mgf1_md(ctx, EVP_get_digestbyname(mgf1)) > 0 && X509_sign_ctx(c, md));
	EVP_MD_CTX_free(md);
}

static void sign(X509 *c, const struct pki_wish *w, EVP_PKEY *key)
{
	const EVP_MD *md = EVP_get_digestbyname(w->digest ? w->digest : "SHA256");

	if (EVP_PKEY_get_base_id(key) == EVP_PKEY_ED25519)
		md = NULL;
	if (w->pss)
		sign_pss(c, key, w->pss);
	else
		assert_true(X509_sign(c, key, md));
}

/* Serial numbers follow from the key: they differ, and need no counter. */
static void set_serial(X509 *c)
{
	uint8_t md[SHA256_LEN];
	BIGNUM *n;

	assert_true(X509_pubkey_digest(c, EVP_sha256(), md, NULL));
	md[0] = (md[0] & 0x3F) | 0x40;
	n = BN_bin2bn(md, 10, NULL);
	assert_true(n && BN_to_ASN1_INTEGER(n, X509_get_serialNumber(c)));
	BN_free(n);
}

/* OpenSSL cannot write unique identifiers: [2] is put before the extensions [3] by hand, and signed again. */
static void add_unique_id(struct pki_id *id, EVP_PKEY *key);

static void encode(struct pki_id *id)
{
	int len;

	OPENSSL_free(id->der);
	id->der = NULL;
	len = i2d_X509(id->cert, &id->der);
	assert_true(len > 0);
	id->len = (size_t)len;
}

void pki_make_for(struct pki_id *out, const struct pki_wish *w, const struct pki_id *issuer, EVP_PKEY *key)
{
	X509 *c = X509_new();
	X509_NAME *n;

	assert_non_null(c);
	assert_true(X509_set_version(c, w->v1 ? X509_VERSION_1 : X509_VERSION_3));
	assert_true(ASN1_TIME_set_string_X509(X509_getm_notBefore(c), w->from ? w->from : "20240101000000Z") &&
		    ASN1_TIME_set_string_X509(X509_getm_notAfter(c), w->until ? w->until : "20340101000000Z") &&
		    X509_set_pubkey(c, key));
	set_serial(c);
	n = X509_get_subject_name(c);
	add_name(n, "O", w->o ? w->o : "Test");
	add_name(n, "OU", w->ou);
	add_name(n, "CN", w->cn ? w->cn : w->ca ? "ca" : "leaf");
	assert_true(X509_set_issuer_name(c, X509_get_subject_name(issuer ? issuer->cert : c)));
	if (!w->v1)
		add_extensions(c, w, issuer ? issuer->cert : c);
	sign(c, w, issuer ? issuer->key : key);
	*out = (struct pki_id){ .key = key, .cert = c };
	assert_true(EVP_PKEY_up_ref(key));
	if (w->unique_id)
		add_unique_id(out, issuer ? issuer->key : key);
	encode(out);
}

void pki_make(struct pki_id *out, const struct pki_wish *w, const struct pki_id *issuer)
{
	EVP_PKEY *key = new_key(w->key ? w->key : "P-256");

	pki_make_for(out, w, issuer, key);
	EVP_PKEY_free(key);
}

void pki_free(struct pki_id *id)
{
	EVP_PKEY_free(id->key);
	X509_free(id->cert);
	OPENSSL_free(id->der);
	*id = (struct pki_id){ 0 };
}

struct span pki_der(const struct pki_id *id)
{
	return span_of(id->der, id->len, 0);
}

/* ---- DER by hand ---- */

static void put_head(struct str *o, uint8_t tag, size_t len)
{
	str_putc(o, (char)tag);
	if (len > 0xFF) {
		str_putc(o, (char)0x82);
		str_putc(o, (char)(len >> 8));
	} else if (len > 0x7F) {
		str_putc(o, (char)0x81);
	}
	str_putc(o, (char)(len & 0xFF));
}

static size_t head_length(const uint8_t *p)
{
	return 2 + (p[1] > 0x80 ? p[1] & 0x7F : 0);
}

static size_t content_length(const uint8_t *p)
{
	return p[1] < 0x80 ? p[1] : p[1] == 0x81 ? p[2] : (size_t)p[2] << 8 | p[3];
}

static void add_unique_id(struct pki_id *id, EVP_PKEY *key)
{
	static const uint8_t unique[] = { 0x82, 0x02, 0x00, 0xAA }; /* subjectUniqueID [2] IMPLICIT BIT STRING */
	unsigned char *tbs = NULL;
	int len = i2d_re_X509_tbs(id->cert, &tbs);
	const uint8_t *p = tbs + head_length(tbs);
	const uint8_t *end = p + content_length(tbs), *at = p;
	EVP_MD_CTX *md = EVP_MD_CTX_new();
	struct str body, new_tbs, cert;
	uint8_t sig[512];
	size_t sig_len = sizeof sig;
	const ASN1_BIT_STRING *s;
	const X509_ALGOR *alg;
	unsigned char *alg_der = NULL;
	int alg_len;
	const unsigned char *q;

	assert_true(len > 0 && md);
	str_init(&body, 1 << 16);
	str_init(&new_tbs, 1 << 16);
	str_init(&cert, 1 << 16);
	while (at < end && *at != 0xA3)
		at += head_length(at) + content_length(at);
	str_add(&body, p, (size_t)(at - p));
	str_add(&body, unique, sizeof unique);
	str_add(&body, at, (size_t)(end - at));
	put_head(&new_tbs, 0x30, body.len);
	str_add(&new_tbs, body.data, body.len);
	assert_true(EVP_DigestSignInit(md, NULL, EVP_sha256(), NULL, key) > 0 &&
		    EVP_DigestSign(md, sig, &sig_len, (uint8_t *)new_tbs.data, new_tbs.len) > 0);
	X509_get0_signature(&s, &alg, id->cert);
	alg_len = i2d_X509_ALGOR(alg, &alg_der);
	str_clear(&body);
	str_add(&body, new_tbs.data, new_tbs.len);
	str_add(&body, alg_der, (size_t)alg_len);
	put_head(&body, 0x03, sig_len + 1);
	str_putc(&body, '\0');
	str_add(&body, sig, sig_len);
	put_head(&cert, 0x30, body.len);
	str_add(&cert, body.data, body.len);
	X509_free(id->cert);
	q = (const unsigned char *)cert.data;
	id->cert = d2i_X509(NULL, &q, (long)cert.len);
	assert_non_null(id->cert);
	EVP_MD_CTX_free(md);
	OPENSSL_free(alg_der);
	OPENSSL_free(tbs);
	str_release(&body);
	str_release(&new_tbs);
	str_release(&cert);
}

/* ---- a world ---- */

static void add_pem(struct str *o, X509 *x)
{
	BIO *b = BIO_new(BIO_s_mem());
	char *text;
	long len;

	assert_true(b && PEM_write_bio_X509(b, x));
	len = BIO_get_mem_data(b, &text);
	str_add(o, text, (size_t)len);
	BIO_free(b);
}

static void all_pem(struct str *o, const struct pki_id *const *ids, size_t n)
{
	str_init(o, 1 << 20);
	for (size_t i = 0; i < n && ids[i]; i++)
		add_pem(o, ids[i]->cert);
}

struct world *world_make(const struct world_wish *w)
{
	struct str pems[3], pack;
	struct pack_item items[5];
	struct error e = ERROR_INIT;
	struct world *world = NULL;
	size_t n = 0;

	all_pem(&pems[0], w->anchors, ARRAY_LEN(w->anchors));
	all_pem(&pems[1], w->tsa, ARRAY_LEN(w->tsa));
	all_pem(&pems[2], w->allowed, ARRAY_LEN(w->allowed));
	for (size_t i = 0; i < 3; i++)
		if (pems[i].len)
			items[n++] = (struct pack_item){ .kind = (enum list_kind)(LIST_ANCHORS + (int)i),
							 .name = i == 0 ? "anchors" : i == 1 ? "tsa" : "allowed",
							 .bytes = pems[i].data, .len = pems[i].len,
							 .official = i == 0 && w->official };
	if (w->deny)
		items[n++] = (struct pack_item){ .kind = LIST_DENY, .name = "deny", .bytes = w->deny,
						 .len = strlen(w->deny) };
	if (w->crl.len)
		items[n++] = (struct pack_item){ .kind = LIST_CRL, .name = "crl", .bytes = w->crl.data, .len = w->crl.len };
	str_init(&pack, 4 << 20);
	world_pack(items, n, !w->silent, w->silent ? "--no-trust was given" : NULL, &pack);
	if (world_open(span_of(pack.data, pack.len, 0), &world, &e))
		fail_msg("%s", e.message);
	str_release(&pack);
	for (size_t i = 0; i < 3; i++)
		str_release(&pems[i]);
	return world;
}
