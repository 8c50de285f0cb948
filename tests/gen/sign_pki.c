/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "tests/gen/sign_pki.h"

#include "tests/gen/common.h"
#include "tests/gen/sign_seed.h"

#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

static const char *seed;
static struct identity made[WHO_COUNT];

enum role { CA, SIGNER, TSA, OCSP };

/* COSE numbers: RFC 9053 section 2, RFC 8230 section 2. */
struct row {
	const char *name, *organization, *key, *digest;
	int alg;
	enum who issuer;
	enum role role;
	const char *from, *until;
};

#define TEN_YEARS "20240101000000Z", "20340101000000Z"
#define FIRST_YEAR "20240101000000Z", "20250101000000Z"

static const struct row rows[WHO_COUNT] = {
	[WHO_ROOT] = { "Cottingley Sample Root", "Cottingley Samples", "P-384", "SHA384", 0, WHO_ROOT, CA, TEN_YEARS },
	[WHO_ISSUER] = { "Cottingley Sample Issuer", "Cottingley Samples", "P-256", "SHA256", 0, WHO_ROOT, CA, TEN_YEARS },
	[WHO_ES256] = { "Sample Signer ES256", "Cottingley Samples", "P-256", "SHA256", -7, WHO_ISSUER, SIGNER, TEN_YEARS },
	[WHO_ES384] = { "Sample Signer ES384", "Cottingley Samples", "P-384", "SHA384", -35, WHO_ISSUER, SIGNER, TEN_YEARS },
	[WHO_ES512] = { "Sample Signer ES512", "Cottingley Samples", "P-521", "SHA512", -36, WHO_ISSUER, SIGNER, TEN_YEARS },
	[WHO_PS256] = { "Sample Signer PS256", "Cottingley Samples", "RSA", "SHA256", -37, WHO_ISSUER, SIGNER, TEN_YEARS },
	[WHO_PS384] = { "Sample Signer PS384", "Cottingley Samples", "RSA", "SHA384", -38, WHO_ISSUER, SIGNER, TEN_YEARS },
	[WHO_PS512] = { "Sample Signer PS512", "Cottingley Samples", "RSA", "SHA512", -39, WHO_ISSUER, SIGNER, TEN_YEARS },
	[WHO_EDDSA] = { "Sample Signer EdDSA", "Cottingley Samples", "ED25519", NULL, -8, WHO_ISSUER, SIGNER, TEN_YEARS },
	[WHO_CAMERA] = { "Sample Camera 1", "Cottingley Samples", "P-256", "SHA256", -7, WHO_ISSUER, SIGNER, FIRST_YEAR },
	[WHO_RESPONDER] = { "Sample OCSP Responder", "Cottingley Samples", "P-256", "SHA256", 0, WHO_ISSUER, OCSP, TEN_YEARS },
	[WHO_TSA_ROOT] = { "Cottingley Sample Time Root", "Cottingley Samples", "P-256", "SHA256", 0, WHO_TSA_ROOT, CA,
			   TEN_YEARS },
	[WHO_TSA] = { "Sample Time Stamps", "Cottingley Samples", "P-256", "SHA256", 0, WHO_TSA_ROOT, TSA, TEN_YEARS },
	[WHO_STRANGER_ROOT] = { "Somebody Else Root", "Somebody Else", "P-256", "SHA256", 0, WHO_STRANGER_ROOT, CA,
				TEN_YEARS },
	[WHO_STRANGER] = { "Somebody Else", "Somebody Else", "P-256", "SHA256", -7, WHO_STRANGER_ROOT, SIGNER, TEN_YEARS },
	[WHO_PRACTICE_ROOT] = { "Practice Root", "Cottingley practice pictures", "P-256", "SHA256", 0, WHO_PRACTICE_ROOT,
				CA, TEN_YEARS },
	[WHO_PRACTICE_CAMERA] = { "Northlight NL-7 practice camera", "Northlight", "P-256", "SHA256", -7,
				  WHO_PRACTICE_ROOT, SIGNER, TEN_YEARS },
	[WHO_PRACTICE_DESK] = { "Harbour Gazette picture desk", "Harbour Gazette", "ED25519", NULL, -8, WHO_PRACTICE_ROOT,
				SIGNER, TEN_YEARS },
	[WHO_PRACTICE_STUDIO] = { "Easel practice generator", "Easel", "P-256", "SHA256", -7, WHO_PRACTICE_ROOT, SIGNER,
				  TEN_YEARS },
};

void demand(bool ok, const char *what)
{
	char why[256];

	if (ok)
		return;
	ERR_error_string_n(ERR_get_error(), why, sizeof why);
	die("%s: %s", what, why);
}

void pki_seed(const char *set)
{
	seed = set;
}

static EVP_PKEY *new_key(const char *kind)
{
	EVP_PKEY *key = !strcmp(kind, "RSA") ? EVP_PKEY_Q_keygen(NULL, NULL, "RSA", (size_t)2048) :
			!strcmp(kind, "ED25519") ? EVP_PKEY_Q_keygen(NULL, NULL, "ED25519") :
						   EVP_PKEY_Q_keygen(NULL, NULL, "EC", kind);

	demand(key, "no key");
	return key;
}

static void add_name(X509_NAME *n, const char *field, const char *text)
{
	demand(X509_NAME_add_entry_by_txt(n, field, MBSTRING_UTF8, (const uint8_t *)text, -1, -1, 0), "no name");
}

static void name(X509 *c, const struct row *r)
{
	X509_NAME *n = X509_get_subject_name(c);

	add_name(n, "O", r->organization);
	add_name(n, "CN", r->name);
}

static void add(X509 *c, X509V3_CTX *ctx, int nid, const char *value)
{
	X509_EXTENSION *e = X509V3_EXT_conf_nid(NULL, ctx, nid, value);

	demand(e && X509_add_ext(c, e, -1), "no extension");
	X509_EXTENSION_free(e);
}

/* The authority key identifier is asked of everyone but a root. */
static void extensions(X509 *c, const struct row *r, X509 *issuer)
{
	static const char *const ekus[] = { [SIGNER] = "emailProtection", [TSA] = "critical,timeStamping",
					    [OCSP] = "OCSPSigning" };
	X509V3_CTX ctx;

	X509V3_set_ctx(&ctx, issuer, c, NULL, NULL, 0);
	add(c, &ctx, NID_basic_constraints, r->role == CA ? "critical,CA:TRUE" : "critical,CA:FALSE");
	add(c, &ctx, NID_key_usage, r->role == CA ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature");
	add(c, &ctx, NID_subject_key_identifier, "hash");
	if (issuer != c)
		add(c, &ctx, NID_authority_key_identifier, "keyid:always");
	if (r->role != CA)
		add(c, &ctx, NID_ext_key_usage, ekus[r->role]);
	if (r->role == OCSP)
		add(c, &ctx, NID_id_pkix_OCSP_noCheck, "ignored");
}

static X509 *certify(const struct identity *id, const struct row *r)
{
	bool root = id->issuer == id;
	X509 *c = X509_new(), *issuer = root ? c : id->issuer->cert;
	const char *digest = id->issuer->digest;
	uint8_t serial[8];
	BIGNUM *n;

	seed_bytes(serial, sizeof serial);
	serial[0] = (serial[0] & 0x7F) | 0x40;
	n = BN_bin2bn(serial, sizeof serial, NULL);
	demand(c && n && X509_set_version(c, X509_VERSION_3) && BN_to_ASN1_INTEGER(n, X509_get_serialNumber(c)) &&
	       ASN1_TIME_set_string_X509(X509_getm_notBefore(c), r->from) &&
	       ASN1_TIME_set_string_X509(X509_getm_notAfter(c), r->until) && X509_set_pubkey(c, id->key),
	       "no certificate");
	BN_free(n);
	name(c, r);
	demand(X509_set_issuer_name(c, X509_get_subject_name(issuer)), "no issuer");
	extensions(c, r, issuer);
	demand(X509_sign(c, id->issuer->key, digest ? EVP_get_digestbyname(digest) : NULL), "no signature");
	return c;
}

const struct identity *pki_get(enum who who)
{
	const struct row *r = &rows[who];
	struct identity *id = &made[who];

	if (id->cert)
		return id;
	id->issuer = r->issuer == who ? id : pki_get(r->issuer);
	seed_random(seed, r->name);
	id->digest = r->digest;
	id->alg = r->alg;
	id->key = new_key(r->key);
	id->cert = certify(id, r);
	return id;
}

void pki_der(const struct identity *id, struct str *out)
{
	unsigned char *der = NULL;
	int len = i2d_X509(id->cert, &der);

	demand(len > 0, "no DER");
	str_add(out, der, (size_t)len);
	OPENSSL_free(der);
}

void pki_pem(const struct identity *id, struct str *out)
{
	BIO *b = BIO_new(BIO_s_mem());
	char *text;
	long len;

	demand(b && PEM_write_bio_X509(b, id->cert), "no PEM");
	len = BIO_get_mem_data(b, &text);
	str_add(out, text, (size_t)len);
	BIO_free(b);
}
