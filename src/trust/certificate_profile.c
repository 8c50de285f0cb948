/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The certificate profile: C2PA 2.2 section 14.5.1.1. One function a rule; each answers NULL or the rule that is broken. */
#include "src/base/base.h"

#include "src/trust/certificate.h"
#include "src/trust/ossl.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/objects.h>
#include <openssl/rsa.h>
#include <openssl/x509v3.h>

enum { RSA_MIN_BITS = 2048, RSA_MAX_BITS = 16384 };

static const char eku_any[] = "2.5.29.37.0", eku_stamp[] = "1.3.6.1.5.5.7.3.8", eku_ocsp[] = "1.3.6.1.5.5.7.3.9";

/* ---- how it was signed, and with what key: holds for every certificate ---- */

/* RSASSA-PSS-params: hash and mask generation named, SHA-2, and the same (section 14.5.1.1). */
static const char *pss_parameters(const ASN1_STRING *params)
{
	static const char broken[] = "its RSASSA-PSS parameters are not those of the profile";
	RSA_PSS_PARAMS *p = ASN1_item_unpack(params, ASN1_ITEM_rptr(RSA_PSS_PARAMS));
	const ASN1_OBJECT *hash, *mgf;
	X509_ALGOR *mask = NULL;
	const char *out = broken;
	const void *value;
	int type;

	if (p && p->hashAlgorithm && p->maskGenAlgorithm) {
		X509_ALGOR_get0(&mgf, &type, &value, p->maskGenAlgorithm);
		if (OBJ_obj2nid(mgf) == NID_mgf1 && type == V_ASN1_SEQUENCE)
			mask = ASN1_item_unpack(value, ASN1_ITEM_rptr(X509_ALGOR));
		X509_ALGOR_get0(&hash, NULL, NULL, p->hashAlgorithm);
		if (mask) {
			X509_ALGOR_get0(&mgf, NULL, NULL, mask);
			if (ossl_sha2(hash) && OBJ_cmp(hash, mgf) == 0)
				out = NULL;
		}
	}
	X509_ALGOR_free(mask);
	RSA_PSS_PARAMS_free(p);
	return out;
}

static const char *rule_signature(const X509 *x)
{
	const X509_ALGOR *outer, *inner = X509_get0_tbs_sigalg(x);
	const ASN1_OBJECT *o;
	const void *value;
	int type;

	X509_get0_signature(NULL, &outer, x);
	if (X509_ALGOR_cmp(outer, inner) != 0)
		return "it names two different signature algorithms";
	X509_ALGOR_get0(&o, &type, &value, outer);
	switch (OBJ_obj2nid(o)) {
	case NID_ecdsa_with_SHA256:
	case NID_ecdsa_with_SHA384:
	case NID_ecdsa_with_SHA512:
	case NID_sha256WithRSAEncryption:
	case NID_sha384WithRSAEncryption:
	case NID_sha512WithRSAEncryption:
		return NULL;
	case NID_rsassaPss:
		return type == V_ASN1_SEQUENCE ? pss_parameters(value) :
						 "its RSASSA-PSS parameters are not those of the profile";
	case NID_ED25519:
		/* RFC 8410 section 3: parameters MUST be absent. */
		return type == V_ASN1_UNDEF ? NULL : "its Ed25519 algorithm carries parameters";
	default:
		return "it is signed with an algorithm that the profile does not allow";
	}
}

static const char *rule_curve(int type, const void *value)
{
	switch (type == V_ASN1_OBJECT ? OBJ_obj2nid(value) : NID_undef) {
	case NID_X9_62_prime256v1:
	case NID_secp384r1:
	case NID_secp521r1:
		return NULL;
	default:
		return "its key is on none of the curves P-256, P-384 and P-521";
	}
}

static const char *rule_rsa(EVP_PKEY *key)
{
	BIGNUM *exponent = NULL;
	bool good;

	if (!key)
		return "its key cannot be read";
	if (EVP_PKEY_get_bits(key) < RSA_MIN_BITS)
		return "its RSA key is shorter than 2048 bits";
	if (EVP_PKEY_get_bits(key) > RSA_MAX_BITS)
		return "its RSA key is longer than 16384 bits";
	good = EVP_PKEY_get_bn_param(key, OSSL_PKEY_PARAM_RSA_E, &exponent) && BN_is_odd(exponent) &&
	       !BN_is_one(exponent);
	BN_free(exponent);
	return good ? NULL : "its RSA exponent is no odd number from 3 on";
}

static const char *rule_key(const X509 *x)
{
	const ASN1_OBJECT *o;
	const void *value;
	X509_ALGOR *alg;
	int type;

	if (!X509_PUBKEY_get0_param(NULL, NULL, NULL, &alg, X509_get_X509_PUBKEY(x)))
		return "its key cannot be read";
	X509_ALGOR_get0(&o, &type, &value, alg);
	switch (OBJ_obj2nid(o)) {
	case NID_X9_62_id_ecPublicKey:
		return X509_get0_pubkey(x) ? rule_curve(type, value) : "its key cannot be read";
	case NID_rsaEncryption:
	case NID_rsassaPss:
		return rule_rsa(X509_get0_pubkey(x));
	case NID_ED25519:
		if (type != V_ASN1_UNDEF)
			return "its Ed25519 algorithm carries parameters";
		return X509_get0_pubkey(x) ? NULL : "its key cannot be read";
	default:
		return "its key is of a kind that the profile does not allow";
	}
}

const char *certificate_algorithms(const struct certificate *c)
{
	const char *broken = rule_signature(c->x509);

	if (!broken)
		broken = rule_key(c->x509);
	ossl_forget();
	return broken;
}

/* ---- the rest of the certificate ---- */

static const char *rule_form(X509 *x)
{
	const ASN1_BIT_STRING *issuer_id, *subject_id;

	if (X509_get_version(x) != X509_VERSION_3)
		return "it is no version 3 certificate";
	X509_get0_uids(x, &issuer_id, &subject_id);
	if (issuer_id || subject_id)
		return "it carries unique identifiers";
	/* Malformed, or twice the same extension: RFC 5280 section 4.2. */
	if (X509_get_extension_flags(x) & EXFLAG_INVALID)
		return "one of its extensions is malformed or stands there twice";
	return NULL;
}

/* What these rules and path validation process; all else that is critical must be refused (RFC 5280 section 4.2). */
static const char *rule_critical(const X509 *x)
{
	static const int known[] = {
		NID_basic_constraints, NID_key_usage, NID_ext_key_usage, NID_subject_alt_name, NID_issuer_alt_name,
		NID_certificate_policies, NID_policy_mappings, NID_policy_constraints, NID_inhibit_any_policy,
		NID_name_constraints, NID_crl_distribution_points, NID_authority_key_identifier,
		NID_subject_key_identifier, NID_info_access, NID_netscape_cert_type,
	};

	for (int i = 0; i < X509_get_ext_count(x); i++) {
		const X509_EXTENSION *ext = X509_get_ext(x, i);
		int nid = OBJ_obj2nid(X509_EXTENSION_get_object((X509_EXTENSION *)ext));
		bool found = !X509_EXTENSION_get_critical(ext);

		for (size_t k = 0; k < ARRAY_LEN(known) && !found; k++)
			found = known[k] == nid;
		if (!found)
			return "it has a critical extension that is not known";
	}
	return NULL;
}

/* Leaves sign, and never issue. digitalSignature is asked of signers; for stamps RFC 3161 and for OCSP RFC 6960 leave
 * nonRepudiation as the other choice. */
static const char *rule_leaf_usage(const struct certificate *c, enum certificate_role role)
{
	uint32_t flags = X509_get_extension_flags(c->x509), usage = X509_get_key_usage(c->x509);
	uint32_t wanted = role == ROLE_SIGNER ? KU_DIGITAL_SIGNATURE : KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION;

	if (c->ca)
		return "it is a CA certificate";
	if (!X509_get0_authority_key_id(c->x509) && X509_get_ext_by_NID(c->x509, NID_authority_key_identifier, -1) < 0)
		return "it has no authority key identifier";
	if (!(flags & EXFLAG_KUSAGE))
		return "it has no key usage";
	if (!(usage & wanted))
		return "its key usage lacks digitalSignature";
	if (usage & KU_KEY_CERT_SIGN)
		return "its key usage allows issuing though it is no CA";
	return NULL;
}

bool certificate_has_eku(const struct certificate *c, const char *oid)
{
	for (uint32_t i = 0; i < c->n_ekus; i++)
		if (strcmp(c->ekus[i], oid) == 0)
			return true;
	return false;
}

bool certificate_may_sign(const struct certificate *c, const char *const *ekus, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (strcmp(ekus[i], eku_stamp) != 0 && strcmp(ekus[i], eku_ocsp) != 0 && certificate_has_eku(c, ekus[i]))
			return true;
	return false;
}

static const char *rule_ekus(const struct certificate *c, enum certificate_role role, const char *const *ekus,
			     uint32_t n)
{
	bool stamp = certificate_has_eku(c, eku_stamp), ocsp = certificate_has_eku(c, eku_ocsp);

	if (!c->n_ekus)
		return "it has no extended key usage";
	if (certificate_has_eku(c, eku_any))
		return "its extended key usage allows anything";
	if ((stamp || ocsp) && c->n_ekus > 1)
		return "its extended key usage mixes time stamps or OCSP with other purposes";
	if (role == ROLE_TSA)
		return stamp ? NULL : "its extended key usage lacks time stamping";
	if (role == ROLE_OCSP)
		return ocsp ? NULL : "its extended key usage lacks OCSP signing";
	return certificate_may_sign(c, ekus, n) ? NULL : "its extended key usage names no accepted purpose";
}

/* Key identifiers of CAs are asked for by the profile, but they only help to build a path; a path that verified stands
 * without them, and CAs in use lack them. EKUs of CAs shall be ignored (section 14.5.1.2). */
static const char *rule_ca(const struct certificate *c)
{
	if (!c->ca)
		return "it issued a certificate but is no CA";
	if (!(X509_get_extension_flags(c->x509) & EXFLAG_KUSAGE))
		return "it is a CA without key usage";
	if (!(X509_get_key_usage(c->x509) & KU_KEY_CERT_SIGN))
		return "its key usage does not allow issuing";
	return NULL;
}

const char *certificate_profile(const struct certificate *c, enum certificate_role role, const char *const *ekus,
				uint32_t n_ekus)
{
	const char *broken = rule_form(c->x509);

	if (!broken)
		broken = certificate_algorithms(c);
	if (!broken)
		broken = role == ROLE_CA ? rule_ca(c) : rule_leaf_usage(c, role);
	if (!broken && role != ROLE_CA)
		broken = rule_ekus(c, role, ekus, n_ekus);
	if (!broken)
		broken = rule_critical(c->x509);
	ossl_forget();
	return broken;
}
