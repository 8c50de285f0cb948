/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "src/base/timeutil.h"
#include "src/trust/ossl.h"
#include "src/trust/revocation.h"

#include <openssl/objects.h>
#include <openssl/ocsp.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

enum { DAY = 24 * 60 * 60 };

/* ---- may it speak? ---- */

/* The issuer is the only anchor: it signed the response itself, or the certificate of who did (RFC 6960 section 4.2.2.2;
 * OCSP_basic_verify asks for id-kp-OCSPSigning then). Judged when the response was made. */
static bool authorised(OCSP_BASICRESP *basic, X509 *issuer, int64_t produced)
{
	STACK_OF(X509) *certs = sk_X509_new_null();
	X509_STORE *store = X509_STORE_new();
	bool yes = false;

	if (certs && store && sk_X509_push(certs, issuer) && X509_STORE_add_cert(store, issuer)) {
		X509_VERIFY_PARAM *p = X509_STORE_get0_param(store);

		X509_VERIFY_PARAM_set_flags(p, X509_V_FLAG_PARTIAL_CHAIN);
		X509_VERIFY_PARAM_set_time(p, (time_t)produced);
		yes = OCSP_basic_verify(basic, certs, store, OCSP_PARTIAL_CHAIN | OCSP_NOEXPLICIT) == 1;
	}
	X509_STORE_free(store);
	sk_X509_free(certs);
	return yes;
}

static bool strong(const OCSP_BASICRESP *basic)
{
	const ASN1_OBJECT *o;
	int digest, key;

	X509_ALGOR_get0(&o, NULL, NULL, OCSP_resp_get0_tbs_sigalg(basic));
	if (OBJ_obj2nid(o) == NID_ED25519 || OBJ_obj2nid(o) == NID_rsassaPss)
		return true;
	if (!OBJ_find_sigid_algs(OBJ_obj2nid(o), &digest, &key))
		return false;
	return digest == NID_sha256 || digest == NID_sha384 || digest == NID_sha512;
}

/* ---- what does it say about this certificate? ---- */

static const EVP_MD *id_digest(const ASN1_OBJECT *o)
{
	/* SHA-1 names certificates here, it protects nothing: RFC 5019 asks for it. */
	return OBJ_obj2nid(o) == NID_sha1 ? EVP_sha1() : ossl_sha2(o);
}

static bool is_about(const OCSP_SINGLERESP *single, const struct revocation_question *q)
{
	OCSP_CERTID *id = (OCSP_CERTID *)OCSP_SINGLERESP_get0_id(single), *own;
	const EVP_MD *md;
	ASN1_OBJECT *o;
	bool same;

	if (!id || !OCSP_id_get0_info(NULL, &o, NULL, NULL, id) || !(md = id_digest(o)))
		return false;
	own = OCSP_cert_to_id(md, q->subject, q->issuer);
	same = own && OCSP_id_cmp(own, id) == 0;
	OCSP_CERTID_free(own);
	return same;
}

static OCSP_SINGLERESP *single_about(OCSP_BASICRESP *basic, const struct revocation_question *q)
{
	for (int i = 0; i < OCSP_resp_count(basic) && i < OCSP_MAX_RESPONSES; i++)
		if (is_about(OCSP_resp_get0(basic, i), q))
			return OCSP_resp_get0(basic, i);
	return NULL;
}

/* The conditions of section 15.9.1 on time: the stamp is older than the answer, or inside what it covers. Without a stamp it
 * must cover now (section 15.9.2). */
static bool covers(const struct revocation_question *q, int64_t this_update, int64_t end)
{
	if (q->stamped && q->at < this_update)
		return true;
	return this_update <= q->at && q->at <= end;
}

static const char *revoked_note(struct arena *a, const struct revocation_question *q, int64_t revoked_at)
{
	char revoked[32], stamped[32];

	if (!q->stamped || q->at >= revoked_at)
		return NULL;
	return arena_fmt(a, "revoked at %s; the time stamp is of %s, before that: the specification rejects it all the same",
			 time_format_utc(revoked, revoked_at), time_format_utc(stamped, q->at));
}

static void judge(struct arena *a, const struct revocation_question *q, OCSP_SINGLERESP *single, int64_t produced,
		  struct revocation_answer *out)
{
	ASN1_GENERALIZEDTIME *revoked = NULL, *this_update = NULL, *next = NULL;
	int64_t end = produced + DAY;
	int reason = -1, status;

	status = OCSP_single_get0_status(single, &reason, &revoked, &this_update, &next);
	if (!ossl_time(this_update, &out->checked) || (next && !ossl_time(next, &end))) {
		out->note = "a stapled answer has no readable time";
	} else if (out->checked > q->now) {
		out->note = "a stapled answer is from the future";
	} else if (status == V_OCSP_CERTSTATUS_REVOKED && reason != OCSP_REVOKED_STATUS_REMOVEFROMCRL) {
		/* What is revoked stays so: no end of validity takes it back. */
		out->what = REVOCATION_REVOKED;
		out->reason = reason >= 0 ? OCSP_crl_reason_str(reason) : NULL;
		if (ossl_time(revoked, &out->revoked_at))
			out->note = revoked_note(a, q, out->revoked_at);
	} else if (status == V_OCSP_CERTSTATUS_UNKNOWN) {
		out->what = REVOCATION_UNKNOWN;
		out->note = "the issuer's responder does not know this certificate";
	} else if (!covers(q, out->checked, end)) {
		out->note = "a stapled answer does not cover the time in question";
	} else {
		out->what = REVOCATION_GOOD;
		out->note = status == V_OCSP_CERTSTATUS_REVOKED ? "put on hold once and released (removeFromCRL)" : NULL;
	}
}

static void read_basic(struct arena *a, const struct revocation_question *q, OCSP_BASICRESP *basic,
		       struct revocation_answer *out)
{
	OCSP_SINGLERESP *single = single_about(basic, q);
	int64_t produced;

	if (!single)
		out->note = "a stapled answer is about another certificate";
	else if (!ossl_time(OCSP_resp_get0_produced_at(basic), &produced))
		out->note = "a stapled answer has no readable time";
	else if (!strong(basic))
		out->note = "a stapled answer is signed with a digest that is not allowed";
	else if (!authorised(basic, q->issuer, produced))
		out->note = "a stapled answer is not signed by the issuer or whom it authorised; it is ignored";
	else
		judge(a, q, single, produced, out);
}

void ocsp_read(struct arena *a, const struct revocation_question *q, struct span response, struct revocation_answer *out)
{
	const unsigned char *p = response.data;
	OCSP_BASICRESP *basic = NULL;
	OCSP_RESPONSE *r = NULL;

	*out = (struct revocation_answer){ .note = "a stapled answer cannot be read" };
	if (!q->issuer) {
		out->note = "the issuer's certificate is missing: stapled answers cannot be checked";
		return;
	}
	if (response.len > 0 && response.len <= OCSP_MAX_BYTES)
		r = d2i_OCSP_RESPONSE(NULL, &p, (long)response.len);
	if (r && p == response.data + response.len && OCSP_response_status(r) == OCSP_RESPONSE_STATUS_SUCCESSFUL)
		basic = OCSP_response_get1_basic(r);
	if (basic) {
		out->note = NULL;
		read_basic(a, q, basic, out);
	}
	OCSP_BASICRESP_free(basic);
	OCSP_RESPONSE_free(r);
	ossl_forget();
}

/* ---- of several ---- */

/* With a stamp one good answer settles it (section 15.9.1). Without, the newest counts: an old good one proves nothing
 * about now. Answers that say nothing leave their note behind. */
static bool better(const struct revocation_question *q, const struct revocation_answer *old,
		   const struct revocation_answer *new)
{
	if (new->what == REVOCATION_NONE)
		return old->what == REVOCATION_NONE && !old->note;
	if (old->what == REVOCATION_NONE)
		return true;
	if (q->stamped && (old->what == REVOCATION_GOOD || new->what == REVOCATION_GOOD))
		return old->what != REVOCATION_GOOD;
	if (old->what == REVOCATION_UNKNOWN || new->what == REVOCATION_UNKNOWN)
		return old->what == REVOCATION_UNKNOWN && new->what != REVOCATION_UNKNOWN;
	return new->checked > old->checked ||
	       (new->checked == old->checked && new->what == REVOCATION_REVOKED);
}

void ocsp_ask(struct arena *a, const struct revocation_question *q, const struct cnode *const *vals, size_t n,
	      struct revocation_answer *out)
{
	unsigned asked = 0;

	*out = (struct revocation_answer){ 0 };
	for (size_t i = 0; i < n; i++) {
		const struct cnode *all = cn_kind(cn_get(vals[i], "ocspVals"), CN_ARRAY);

		for (const struct cnode *v = all ? all->first : NULL; v && asked < OCSP_MAX_RESPONSES; v = v->next) {
			struct revocation_answer one;

			if (v->kind != CN_BYTES)
				continue;
			asked++;
			ocsp_read(a, q, v->bytes, &one);
			if (better(q, out, &one))
				*out = one;
		}
	}
}
