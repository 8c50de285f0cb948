/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One TimeStampToken: CMS SignedData over TSTInfo (RFC 3161 section 2.4.2). CMS rather than OpenSSL's TS functions: those
 * read PKCS #7, which has no signers named by key identifier. */
#include "src/base/base.h"

#include "src/base/mem.h"
#include "src/trust/ossl.h"
#include "src/trust/stamp.h"

#include <openssl/cms.h>
#include <openssl/ess.h>
#include <openssl/objects.h>
#include <openssl/ts.h>

enum { DER_SEQUENCE = 0x30, DER_INTEGER = 0x02 };

const char *token_of_response(struct span response, struct span *token)
{
	struct span whole, info, status;

	if (!der_take(&response, DER_SEQUENCE, &whole) || span_left(&response))
		return "it is no time-stamp response";
	if (!der_take(&whole, DER_SEQUENCE, &info) || !der_take(&info, DER_INTEGER, &status))
		return "its response has no status";
	if (status.len != 1 || status.data[0] > 1)
		return "the authority did not grant it";
	if (!span_left(&whole) || !span_sub(&whole, span_left(&whole), token))
		return "its response holds no token";
	return NULL;
}

/* ---- TSTInfo ---- */

static const char *read_info(const ASN1_OCTET_STRING *content, struct token *t)
{
	const unsigned char *p = ASN1_STRING_get0_data(content), *end = p + ASN1_STRING_length(content);
	TS_TST_INFO *info = d2i_TS_TST_INFO(NULL, &p, end - p);
	const char *fault = NULL;
	const ASN1_OCTET_STRING *msg;
	const ASN1_OBJECT *alg;
	TS_MSG_IMPRINT *imprint;

	if (!info || p != end) {
		fault = "its content is no TSTInfo";
	} else {
		imprint = TS_TST_INFO_get_msg_imprint(info);
		X509_ALGOR_get0(&alg, NULL, NULL, TS_MSG_IMPRINT_get_algo(imprint));
		msg = TS_MSG_IMPRINT_get_msg(imprint);
		t->imprint_digest = ossl_sha2(alg);
		if (TS_TST_INFO_get_version(info) != 1 || !ossl_time(TS_TST_INFO_get_time(info), &t->time))
			fault = "its TSTInfo has no readable time";
		else if (ASN1_STRING_length(msg) > (int)sizeof t->imprint)
			fault = "its imprint is too long";
		else if (ASN1_STRING_length(msg) > 0) {
			t->imprint_len = (size_t)ASN1_STRING_length(msg);
			memcpy(t->imprint, ASN1_STRING_get0_data(msg), t->imprint_len);
		}
	}
	TS_TST_INFO_free(info);
	return fault;
}

/* ---- the authority ---- */

static enum status add_certificate(struct arena *a, X509 *x, struct certificates *to, struct error *e)
{
	unsigned char *der = NULL;
	int len = i2d_X509(x, &der);
	enum status st = ST_CORRUPT;
	void *copy;

	if (len > 0 && len <= CERTIFICATE_MAX_DER) {
		copy = arena_copy(a, der, (size_t)len);
		st = copy ? certificate_read(a, span_of(copy, (size_t)len, 0), &to->list[to->n], e) : err_nomem(e);
	}
	OPENSSL_free(der);
	if (st == ST_OK)
		to->n++;
	return st == ST_CORRUPT ? ST_OK : st; /* one that cannot be read cannot vouch */
}

/* The signer's certificate to the front, the others after it. */
static enum status take_chain(struct arena *a, CMS_SignerInfo *si, STACK_OF(X509) *certs, struct token *t, struct error *e)
{
	enum status st = ST_OK;
	int signer = -1;

	t->chain.list = arena_alloc(a, CHAIN_MAX, sizeof *t->chain.list);
	if (!t->chain.list)
		return err_nomem(e);
	for (int i = 0; i < sk_X509_num(certs) && signer < 0; i++)
		if (CMS_SignerInfo_cert_cmp(si, sk_X509_value(certs, i)) == 0)
			signer = i;
	if (signer < 0)
		return ST_OK;
	st = add_certificate(a, sk_X509_value(certs, signer), &t->chain, e);
	if (st || t->chain.n == 0)
		return st;
	for (int i = 0; i < sk_X509_num(certs) && t->chain.n < CHAIN_MAX && st == ST_OK; i++)
		if (i != signer)
			st = add_certificate(a, sk_X509_value(certs, i), &t->chain, e);
	return st;
}

/* ---- the signature ---- */

static const X509_ATTRIBUTE *attribute(CMS_SignerInfo *si, int nid)
{
	int at = CMS_signed_get_attr_by_NID(si, nid, -1);

	return at < 0 ? NULL : CMS_signed_get_attr(si, at);
}

static void read_signing_time(CMS_SignerInfo *si, struct token *t)
{
	X509_ATTRIBUTE *attr = (X509_ATTRIBUTE *)attribute(si, NID_pkcs9_signingTime);
	const ASN1_TYPE *v = attr && X509_ATTRIBUTE_count(attr) == 1 ? X509_ATTRIBUTE_get0_type(attr, 0) : NULL;

	if (v && (v->type == V_ASN1_UTCTIME || v->type == V_ASN1_GENERALIZEDTIME))
		t->has_signing_time = ossl_time((const ASN1_TIME *)v->value.asn1_string, &t->signing_time);
}

static const ASN1_STRING *attribute_sequence(CMS_SignerInfo *si, int nid)
{
	X509_ATTRIBUTE *attr = (X509_ATTRIBUTE *)attribute(si, nid);
	const ASN1_TYPE *v = attr && X509_ATTRIBUTE_count(attr) == 1 ? X509_ATTRIBUTE_get0_type(attr, 0) : NULL;

	return v && v->type == V_ASN1_SEQUENCE ? v->value.sequence : NULL;
}

/* The signed reference to the signer's certificate (RFC 3161 section 2.4.2, RFC 5816): without it a certificate for
 * the same key could be put in its place. */
static bool names_signer(CMS_SignerInfo *si, STACK_OF(X509) *signer_first)
{
	const ASN1_STRING *v1 = attribute_sequence(si, NID_id_smime_aa_signingCertificate);
	const ASN1_STRING *v2 = attribute_sequence(si, NID_id_smime_aa_signingCertificateV2);
	ESS_SIGNING_CERT *ss = v1 ? ASN1_item_unpack(v1, ASN1_ITEM_rptr(ESS_SIGNING_CERT)) : NULL;
	ESS_SIGNING_CERT_V2 *ss2 = v2 ? ASN1_item_unpack(v2, ASN1_ITEM_rptr(ESS_SIGNING_CERT_V2)) : NULL;
	bool yes = OSSL_ESS_check_signing_certs(ss, ss2, signer_first, 1) > 0;

	ESS_SIGNING_CERT_free(ss);
	ESS_SIGNING_CERT_V2_free(ss2);
	return yes;
}

static STACK_OF(X509) *signer_first(const struct certificates *c)
{
	STACK_OF(X509) *s = sk_X509_new_null();

	for (uint32_t i = 0; s && i < c->n; i++)
		if (!sk_X509_push(s, c->list[i].x509)) {
			sk_X509_free(s);
			return NULL;
		}
	return s;
}

static enum status read_signer(struct arena *a, CMS_ContentInfo *cms, struct token *t, struct error *e)
{
	STACK_OF(CMS_SignerInfo) *infos = CMS_get0_SignerInfos(cms);
	STACK_OF(X509) *certs, *ordered;
	X509_ALGOR *digest;
	CMS_SignerInfo *si;
	enum status st;
	const ASN1_OBJECT *alg;

	if (sk_CMS_SignerInfo_num(infos) != 1) {
		t->fault = "it has not exactly one signer";
		return ST_OK;
	}
	si = sk_CMS_SignerInfo_value(infos, 0);
	certs = CMS_get1_certs(cms);
	st = take_chain(a, si, certs, t, e);
	sk_X509_pop_free(certs, X509_free);
	if (st || t->chain.n == 0)
		return st;
	CMS_SignerInfo_get0_algs(si, NULL, NULL, &digest, NULL);
	X509_ALGOR_get0(&alg, NULL, NULL, digest);
	t->strong = ossl_sha2(alg) != NULL;
	read_signing_time(si, t);
	ordered = signer_first(&t->chain);
	if (!ordered)
		return err_nomem(e);
	if (!names_signer(si, ordered))
		t->fault = "it does not name the certificate that signed it";
	t->signature_holds = CMS_verify(cms, ordered, NULL, NULL, NULL,
					CMS_NO_SIGNER_CERT_VERIFY | CMS_BINARY | CMS_NOINTERN) == 1;
	sk_X509_free(ordered);
	return ST_OK;
}

static enum status read_cms(struct arena *a, CMS_ContentInfo *cms, struct token *t, struct error *e)
{
	ASN1_OCTET_STRING **content;

	if (OBJ_obj2nid(CMS_get0_type(cms)) != NID_pkcs7_signed ||
	    OBJ_obj2nid(CMS_get0_eContentType(cms)) != NID_id_smime_ct_TSTInfo) {
		t->fault = "it holds no signed TSTInfo";
		return ST_OK;
	}
	content = CMS_get0_content(cms);
	if (!content || !*content) {
		t->fault = "its TSTInfo is missing";
		return ST_OK;
	}
	t->fault = read_info(*content, t);
	return t->fault ? ST_OK : read_signer(a, cms, t, e);
}

enum status token_read(struct arena *a, struct span bytes, struct token *out, struct error *e)
{
	const unsigned char *p = bytes.data;
	CMS_ContentInfo *cms = NULL;
	struct token t = { 0 };
	enum status st = ST_OK;

	if (bytes.len > 0 && bytes.len <= STAMP_MAX_BYTES)
		cms = d2i_CMS_ContentInfo(NULL, &p, (long)bytes.len);
	if (!cms || p != bytes.data + bytes.len)
		t.fault = "it is no CMS structure";
	else
		st = read_cms(a, cms, &t, e);
	CMS_ContentInfo_free(cms);
	ossl_forget();
	if (st)
		certificates_release(&t.chain);
	*out = t;
	return st;
}
