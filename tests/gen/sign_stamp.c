/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "tests/gen/sign_stamp.h"

#include "src/base/hash.h"

#include <openssl/cms.h>
#include <openssl/ocsp.h>
#include <openssl/ts.h>

static const char stamp_policy[] = "1.3.6.1.4.1.13762.3"; /* of a public test authority */

static void imprint(TS_TST_INFO *info, const void *bytes, size_t len)
{
	uint8_t digest[SHA256_LEN];
	X509_ALGOR *alg = X509_ALGOR_new();
	TS_MSG_IMPRINT *m = TS_MSG_IMPRINT_new();

	hash_sha256(bytes, len, digest);
	X509_ALGOR_set_md(alg, EVP_sha256());
	demand(TS_MSG_IMPRINT_set_algo(m, alg) && TS_MSG_IMPRINT_set_msg(m, digest, sizeof digest) &&
	       TS_TST_INFO_set_msg_imprint(info, m), "no imprint");
	X509_ALGOR_free(alg);
	TS_MSG_IMPRINT_free(m);
}

static TS_TST_INFO *stamp_info(const void *bytes, size_t len, time_t when)
{
	TS_TST_INFO *info = TS_TST_INFO_new();
	ASN1_GENERALIZEDTIME *t = ASN1_GENERALIZEDTIME_set(NULL, when);
	ASN1_OBJECT *policy = OBJ_txt2obj(stamp_policy, 1);
	ASN1_INTEGER *serial = ASN1_INTEGER_new();

	demand(info && t && policy && serial && ASN1_INTEGER_set_int64(serial, (int64_t)when) &&
	       TS_TST_INFO_set_version(info, 1) && TS_TST_INFO_set_policy_id(info, policy) &&
	       TS_TST_INFO_set_serial(info, serial) && TS_TST_INFO_set_time(info, t), "no stamp");
	imprint(info, bytes, len);
	ASN1_GENERALIZEDTIME_free(t);
	ASN1_OBJECT_free(policy);
	ASN1_INTEGER_free(serial);
	return info;
}

/* CMS, not TS_RESP_create_response(), which reads the clock for the signing time. */
static CMS_ContentInfo *stamp_cms(const struct identity *tsa, TS_TST_INFO *info, time_t when)
{
	static const unsigned flags = CMS_BINARY | CMS_PARTIAL | CMS_NOSMIMECAP | CMS_CADES;
	unsigned char *der = NULL;
	int len = i2d_TS_TST_INFO(info, &der);
	BIO *content = BIO_new_mem_buf(der, len);
	CMS_ContentInfo *cms = CMS_sign(NULL, NULL, NULL, content, flags);
	ASN1_UTCTIME *t = ASN1_UTCTIME_set(NULL, when);
	CMS_SignerInfo *si;

	demand(cms && CMS_set1_eContentType(cms, OBJ_nid2obj(NID_id_smime_ct_TSTInfo)), "no CMS");
	si = CMS_add1_signer(cms, tsa->cert, tsa->key, EVP_sha256(), flags);
	demand(si && CMS_signed_add1_attr_by_NID(si, NID_pkcs9_signingTime, V_ASN1_UTCTIME, t, -1) &&
	       CMS_add1_cert(cms, tsa->issuer->cert) && CMS_final(cms, content, NULL, flags), "no token");
	ASN1_UTCTIME_free(t);
	BIO_free(content);
	OPENSSL_free(der);
	return cms;
}

static void put_der(unsigned char *der, int len, struct str *out)
{
	demand(len > 0, "no DER");
	str_add(out, der, (size_t)len);
	OPENSSL_free(der);
}

void stamp_token(const struct identity *tsa, const void *bytes, size_t len, time_t when, struct str *out)
{
	TS_TST_INFO *info = stamp_info(bytes, len, when);
	CMS_ContentInfo *cms = stamp_cms(tsa, info, when);
	unsigned char *der = NULL;
	int n = i2d_CMS_ContentInfo(cms, &der);

	put_der(der, n, out);
	CMS_ContentInfo_free(cms);
	TS_TST_INFO_free(info);
}

void stamp_response(const struct identity *tsa, const void *bytes, size_t len, time_t when, struct str *out)
{
	TS_RESP *r = TS_RESP_new();
	TS_STATUS_INFO *status = TS_STATUS_INFO_new();
	struct str token;
	const unsigned char *p;
	unsigned char *der = NULL;
	PKCS7 *p7;

	str_init(&token, SIZE_MAX / 2);
	stamp_token(tsa, bytes, len, when, &token);
	p = (const unsigned char *)token.data;
	p7 = d2i_PKCS7(NULL, &p, (long)token.len);
	demand(r && status && p7 && TS_STATUS_INFO_set_status(status, TS_STATUS_GRANTED) &&
	       TS_RESP_set_status_info(r, status), "no response");
	TS_RESP_set_tst_info(r, p7, PKCS7_to_TS_TST_INFO(p7));
	len = (size_t)i2d_TS_RESP(r, &der);
	put_der(der, (int)len, out);
	TS_STATUS_INFO_free(status);
	TS_RESP_free(r);
	str_release(&token);
}

/* OpenSSL has no way to say when a response was produced but its clock: the field is written through. */
static void produced(OCSP_BASICRESP *b, time_t when)
{
	demand(ASN1_GENERALIZEDTIME_set((ASN1_GENERALIZEDTIME *)OCSP_resp_get0_produced_at(b), when), "no time");
}

static void ocsp_status(OCSP_BASICRESP *b, const struct identity *leaf, time_t this_update, time_t next_update,
			time_t revoked)
{
	OCSP_CERTID *id = OCSP_cert_to_id(EVP_sha1(), leaf->cert, leaf->issuer->cert);
	ASN1_TIME *from = ASN1_GENERALIZEDTIME_set(NULL, this_update);
	ASN1_TIME *until = ASN1_GENERALIZEDTIME_set(NULL, next_update);
	ASN1_TIME *since = ASN1_GENERALIZEDTIME_set(NULL, revoked);

	demand(OCSP_basic_add1_status(b, id, revoked ? V_OCSP_CERTSTATUS_REVOKED : V_OCSP_CERTSTATUS_GOOD,
				      revoked ? OCSP_REVOKED_STATUS_KEYCOMPROMISE : OCSP_REVOKED_STATUS_NOSTATUS,
				      since, from, until), "no status");
	OCSP_CERTID_free(id);
	ASN1_TIME_free(from);
	ASN1_TIME_free(until);
	ASN1_TIME_free(since);
}

void ocsp_response(const struct identity *leaf, const struct identity *responder, time_t this_update,
		   time_t next_update, time_t revoked, struct str *out)
{
	OCSP_BASICRESP *b = OCSP_BASICRESP_new();
	OCSP_RESPONSE *r;
	unsigned char *der = NULL;
	int len;

	ocsp_status(b, leaf, this_update, next_update, revoked);
	produced(b, this_update);
	demand(OCSP_basic_sign(b, responder->cert, responder->key, EVP_sha256(), NULL, OCSP_NOTIME), "no OCSP");
	r = OCSP_response_create(OCSP_RESPONSE_STATUS_SUCCESSFUL, b);
	len = i2d_OCSP_RESPONSE(r, &der);
	put_der(der, len, out);
	OCSP_RESPONSE_free(r);
	OCSP_BASICRESP_free(b);
}
