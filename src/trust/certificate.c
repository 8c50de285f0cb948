/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "src/trust/certificate.h"
#include "src/trust/ossl.h"
#include "src/trust/public_test.h"

#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/x509v3.h>

static const char policy_c2pa[] = "1.3.6.1.4.1.62558.1.1";
static const char android_attestation[] = "1.3.6.1.4.1.11129.2.1.17";

static void read_names(struct arena *a, const X509 *x, struct certificate *c)
{
	const X509_NAME *subject = X509_get_subject_name(x), *issuer = X509_get_issuer_name(x);

	c->subject = ossl_name(a, subject);
	c->issuer = ossl_name(a, issuer);
	c->common_name = ossl_attribute(a, subject, NID_commonName);
	c->organization = ossl_attribute(a, subject, NID_organizationName);
	c->unit = ossl_attribute(a, subject, NID_organizationalUnitName);
	c->country = ossl_attribute(a, subject, NID_countryName);
	c->issuer_name = ossl_attribute(a, issuer, NID_commonName);
	if (!c->issuer_name)
		c->issuer_name = ossl_attribute(a, issuer, NID_organizationName);
	if (!c->issuer_name)
		c->issuer_name = c->issuer;
	c->public_test = public_test_name(c->organization, c->unit) ||
			 public_test_name(ossl_attribute(a, issuer, NID_organizationName),
					  ossl_attribute(a, issuer, NID_organizationalUnitName));
}

static const char *curve_name(EVP_PKEY *key)
{
	char group[64];
	size_t len;

	if (!EVP_PKEY_get_group_name(key, group, sizeof group, &len))
		return "EC, unnamed curve";
	switch (OBJ_sn2nid(group)) {
	case NID_X9_62_prime256v1:
		return "P-256";
	case NID_secp384r1:
		return "P-384";
	case NID_secp521r1:
		return "P-521";
	case NID_secp256k1:
		return "secp256k1";
	default:
		return "EC, another curve";
	}
}

static const char *key_name(struct arena *a, const X509 *x)
{
	EVP_PKEY *key = X509_get0_pubkey(x);
	const char *out = NULL;

	switch (key ? EVP_PKEY_get_base_id(key) : NID_undef) {
	case EVP_PKEY_EC:
		return curve_name(key);
	case EVP_PKEY_RSA:
		out = arena_fmt(a, "RSA %d", EVP_PKEY_get_bits(key));
		break;
	case EVP_PKEY_RSA_PSS:
		out = arena_fmt(a, "RSA-PSS %d", EVP_PKEY_get_bits(key));
		break;
	case EVP_PKEY_ED25519:
		return "Ed25519";
	case EVP_PKEY_ED448:
		return "Ed448";
	default:
		break;
	}
	return out ? out : "unsupported";
}

static const char *signature_name(struct arena *a, const X509 *x)
{
	const ASN1_OBJECT *o;
	const X509_ALGOR *alg;
	int nid;

	X509_get0_signature(NULL, &alg, x);
	X509_ALGOR_get0(&o, NULL, NULL, alg);
	nid = OBJ_obj2nid(o);
	return nid == NID_undef ? ossl_oid(a, o) : OBJ_nid2sn(nid);
}

static void read_ekus(struct arena *a, const X509 *x, struct certificate *c)
{
	EXTENDED_KEY_USAGE *eku = X509_get_ext_d2i(x, NID_ext_key_usage, NULL, NULL);

	for (int i = 0; i < sk_ASN1_OBJECT_num(eku) && c->n_ekus < CERTIFICATE_MAX_EKUS; i++) {
		c->ekus[c->n_ekus] = ossl_oid(a, sk_ASN1_OBJECT_value(eku, i));
		if (c->ekus[c->n_ekus])
			c->n_ekus++;
	}
	sk_ASN1_OBJECT_pop_free(eku, ASN1_OBJECT_free);
}

static bool has_policy(struct arena *a, const X509 *x, const char *oid)
{
	CERTIFICATEPOLICIES *all = X509_get_ext_d2i(x, NID_certificate_policies, NULL, NULL);
	bool found = false;

	for (int i = 0; i < sk_POLICYINFO_num(all) && !found; i++) {
		const char *text = ossl_oid(a, sk_POLICYINFO_value(all, i)->policyid);

		found = text && strcmp(text, oid) == 0;
	}
	CERTIFICATEPOLICIES_free(all);
	return found;
}

/* KeyDescription ::= SEQUENCE { attestationVersion INTEGER, attestationSecurityLevel ENUMERATED, ... }: where the
 * key lives (source.android.com, key and ID attestation). */
static const char *attestation_level(struct span s)
{
	static const char *const levels[] = { "software", "tee", "strongbox" };
	struct span seq, version, level;

	if (!der_take(&s, 0x30, &seq) || !der_take(&seq, 0x02, &version) || !der_take(&seq, 0x0A, &level) ||
	    level.len != 1 || level.data[0] >= ARRAY_LEN(levels))
		return NULL;
	return levels[level.data[0]];
}

static const char *attestation(struct arena *a, const X509 *x)
{
	for (int i = 0; i < X509_get_ext_count(x); i++) {
		X509_EXTENSION *ext = X509_get_ext(x, i);
		const char *oid = ossl_oid(a, X509_EXTENSION_get_object(ext));
		const ASN1_OCTET_STRING *v = X509_EXTENSION_get_data(ext);

		if (oid && strcmp(oid, android_attestation) == 0)
			return attestation_level(
				span_of(ASN1_STRING_get0_data(v), (size_t)ASN1_STRING_length(v), 0));
	}
	return NULL;
}

/* False when the key cannot be written again: then it has no identity. */
static bool read_digests(struct span der, const X509 *x, struct certificate *c)
{
	unsigned char *spki = NULL;
	int len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(x), &spki);

	if (len < 0)
		return false;
	hash_sha256(spki, (size_t)len, c->spki_sha256);
	OPENSSL_free(spki);
	hash_sha256(der.data, der.len, c->sha256);
	return true;
}

static enum status parse(struct span der, X509 **out, struct error *e)
{
	const unsigned char *p = der.data;
	X509 *x;

	if (der.len == 0)
		return err_corrupt(e, der.origin, "certificate is empty");
	if (der.len > CERTIFICATE_MAX_DER)
		return err_at(e, ST_LIMIT, der.origin, "certificate of %zu bytes is longer than %d", der.len,
			      CERTIFICATE_MAX_DER);
	x = d2i_X509(NULL, &p, (long)der.len);
	ossl_forget();
	if (!x)
		return err_corrupt(e, der.origin, "certificate is no X.509 DER");
	if (p != der.data + der.len) {
		X509_free(x);
		return err_corrupt(e, der.origin + (uint64_t)(p - der.data), "bytes follow the certificate");
	}
	*out = x;
	return ST_OK;
}

enum status certificate_read(struct arena *a, struct span der, struct certificate *out, struct error *e)
{
	struct certificate c = { .der = der };
	enum status st = parse(der, &c.x509, e);

	if (st)
		return st;
	if (!ossl_time(X509_get0_notBefore(c.x509), &c.not_before) ||
	    !ossl_time(X509_get0_notAfter(c.x509), &c.not_after) || !read_digests(der, c.x509, &c)) {
		X509_free(c.x509);
		ossl_forget();
		return err_corrupt(e, der.origin, "certificate has no readable validity or key");
	}
	read_names(a, c.x509, &c);
	c.serial = ossl_serial(a, X509_get0_serialNumber(c.x509));
	c.key = key_name(a, c.x509);
	c.signature = signature_name(a, c.x509);
	c.ca = (X509_get_extension_flags(c.x509) & EXFLAG_CA) != 0;
	read_ekus(a, c.x509, &c);
	c.policy_c2pa = has_policy(a, c.x509, policy_c2pa);
	c.attestation = attestation(a, c.x509);
	c.public_test = c.public_test || public_test_key(c.spki_sha256);
	ossl_forget();
	if (!c.subject || !c.issuer || !c.serial || !c.signature) {
		X509_free(c.x509);
		return err_nomem(e);
	}
	*out = c;
	return ST_OK;
}

void certificates_release(struct certificates *c)
{
	for (uint32_t i = 0; i < c->n; i++) {
		X509_free(c->list[i].x509);
		c->list[i].x509 = NULL;
	}
	c->n = 0;
}
