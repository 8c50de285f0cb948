/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "src/base/timeutil.h"
#include "src/trust/ossl.h"
#include "src/trust/revocation.h"

#include <openssl/x509.h>
#include <openssl/x509v3.h>

enum { CRL_REMOVED = 2 }; /* X509_CRL_get0_by_cert(): there, with the reason removeFromCRL */

static bool is_from(X509_CRL *crl, X509 *issuer)
{
	EVP_PKEY *key = X509_get0_pubkey(issuer);

	return key && X509_NAME_cmp(X509_CRL_get_issuer(crl), X509_get_subject_name(issuer)) == 0 &&
	       X509_CRL_verify(crl, key) == 1;
}

/* A list that is cut down to some certificates or some reasons says so in a critical extension: then that a
 * certificate is not on it means nothing. */
static bool is_complete(const X509_CRL *crl)
{
	for (int i = 0; i < X509_CRL_get_ext_count(crl); i++)
		if (X509_EXTENSION_get_critical(X509_CRL_get_ext(crl, i)))
			return false;
	return true;
}

static const char *reason_of(const X509_REVOKED *r)
{
	ASN1_ENUMERATED *n = X509_REVOKED_get_ext_d2i(r, NID_crl_reason, NULL, NULL);
	long reason = n ? ASN1_ENUMERATED_get(n) : -1;

	ASN1_ENUMERATED_free(n);
	switch (reason) {
	case CRL_REASON_KEY_COMPROMISE:
		return "keyCompromise";
	case CRL_REASON_CA_COMPROMISE:
		return "cACompromise";
	case CRL_REASON_AFFILIATION_CHANGED:
		return "affiliationChanged";
	case CRL_REASON_SUPERSEDED:
		return "superseded";
	case CRL_REASON_CESSATION_OF_OPERATION:
		return "cessationOfOperation";
	case CRL_REASON_CERTIFICATE_HOLD:
		return "certificateHold";
	case CRL_REASON_PRIVILEGE_WITHDRAWN:
		return "privilegeWithdrawn";
	default:
		return NULL;
	}
}

/* Signed before it was revoked, by the word of an authority on a list: it stays what it was. */
static void judge_listed(struct arena *a, const struct revocation_question *q, const X509_REVOKED *r,
			 struct revocation_answer *out)
{
	char revoked[32], stamped[32];

	out->what = REVOCATION_REVOKED;
	out->reason = reason_of(r);
	if (!ossl_time(X509_REVOKED_get0_revocationDate(r), &out->revoked_at))
		return;
	if (q->proved && q->at < out->revoked_at) {
		out->what = REVOCATION_GOOD;
		out->note = arena_fmt(a, "revoked at %s, after the time stamp of %s",
				      time_format_utc(revoked, out->revoked_at), time_format_utc(stamped, q->at));
	}
}

static void read_crl(struct arena *a, const struct revocation_question *q, const struct trust_list *l,
		     struct revocation_answer *out)
{
	int64_t next = INT64_MAX;
	X509_REVOKED *r = NULL;
	int found;

	*out = (struct revocation_answer){ .list = l->name };
	if (!is_from(l->crl, q->issuer) || !ossl_time(X509_CRL_get0_lastUpdate(l->crl), &out->checked) ||
	    out->checked > q->now)
		return;
	found = X509_CRL_get0_by_cert(l->crl, &r, q->subject);
	if (found == 1) {
		judge_listed(a, q, r, out);
		return;
	}
	if (X509_CRL_get0_nextUpdate(l->crl) && !ossl_time(X509_CRL_get0_nextUpdate(l->crl), &next))
		next = 0;
	if (found == CRL_REMOVED || (is_complete(l->crl) && (q->at <= out->checked || q->at <= next)))
		out->what = REVOCATION_GOOD;
	else
		out->note = "the CRL is older than the signature";
}

void crl_ask(struct arena *a, const struct revocation_question *q, const struct world *w, struct revocation_answer *out)
{
	*out = (struct revocation_answer){ 0 };
	for (uint32_t i = 0; q->issuer && i < w->n_lists; i++) {
		struct revocation_answer one;

		if (w->lists[i].kind != LIST_CRL || !w->lists[i].crl)
			continue;
		read_crl(a, q, &w->lists[i], &one);
		if (one.what > out->what)
			*out = one;
	}
	ossl_forget();
}
