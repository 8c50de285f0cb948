/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "src/base/timeutil.h"
#include "src/trust/chain.h"
#include "src/trust/ossl.h"

#include <openssl/evp.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

static const char claim_signing[] = "1.3.6.1.4.1.62558.2.1";

static const struct certificate *leaf_of(const struct certificates *certs)
{
	return &certs->list[0];
}

/* ---- anchors ---- */

/* The official list holds anchors for c2pa-kp-claimSigning alone (section 14.4.1): the same authorities issue
 * certificates for mail, to anybody. */
static bool list_speaks(const struct trust_list *l, enum list_kind kind, const struct certificate *leaf)
{
	if (l->kind != kind)
		return false;
	return kind != LIST_ANCHORS || !l->official || l->interim || certificate_has_eku(leaf, claim_signing);
}

/* A certificate is never its own anchor: that is what the allowed list is for. */
static bool entry_speaks(const struct list_entry *n, const struct certificate *leaf, int64_t at)
{
	return n->cert.x509 && n->from <= at && at < n->until && memcmp(n->sha256, leaf->sha256, SHA256_LEN) != 0;
}

static bool issues_any(const X509 *anchor, const struct certificates *certs)
{
	const X509_NAME *name = X509_get_subject_name(anchor);

	for (uint32_t i = 0; i < certs->n; i++)
		if (X509_NAME_cmp(name, X509_get_issuer_name(certs->list[i].x509)) == 0)
			return true;
	return false;
}

static bool add_anchors(X509_STORE *store, const struct world *w, enum list_kind kind,
			const struct certificates *certs, int64_t at)
{
	const struct certificate *leaf = leaf_of(certs);

	for (uint32_t i = 0; i < w->n_lists; i++) {
		const struct trust_list *l = &w->lists[i];

		for (uint32_t k = 0; list_speaks(l, kind, leaf) && k < l->n_entries; k++) {
			X509 *x = l->entries[k].cert.x509;

			if (entry_speaks(&l->entries[k], leaf, at) && issues_any(x, certs) &&
			    !X509_STORE_add_cert(store, x))
				return false;
		}
	}
	return true;
}

static bool find_entry(const struct world *w, enum list_kind kind, const struct certificate *leaf, int64_t at,
		       X509 *x, struct chain *out)
{
	uint8_t sha256[EVP_MAX_MD_SIZE];

	if (!X509_digest(x, EVP_sha256(), sha256, NULL))
		return false;
	for (uint32_t i = 0; i < w->n_lists; i++) {
		const struct trust_list *l = &w->lists[i];

		for (uint32_t k = 0; list_speaks(l, kind, leaf) && k < l->n_entries; k++) {
			if (!entry_speaks(&l->entries[k], leaf, at) ||
			    memcmp(l->entries[k].sha256, sha256, SHA256_LEN) != 0)
				continue;
			out->list = l;
			out->anchor = &l->entries[k];
			return true;
		}
	}
	return false;
}

/* ---- the path ---- */

static const char *explain(struct arena *a, int code, X509 *at_cert, int64_t at)
{
	const char *who = at_cert ? ossl_name(a, X509_get_subject_name(at_cert)) : "";
	char day[32];
	const char *text;

	time_format_utc(day, at);
	switch (code) {
	case X509_V_ERR_CERT_HAS_EXPIRED:
	case X509_V_ERR_CERT_NOT_YET_VALID:
		text = arena_fmt(a, "'%s' was not valid at %s", who, day);
		break;
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
	case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
	case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
	case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
	case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
	case X509_V_ERR_CERT_UNTRUSTED:
		text = arena_fmt(a, "its chain ends at '%s', whose issuer is on no list", who);
		break;
	default:
		text = arena_fmt(a, "'%s': %s", who, X509_verify_cert_error_string(code));
		break;
	}
	return text ? text : "no path to an anchor";
}

/* Up to the first certificate that is an anchor; what OpenSSL found above it is not needed. */
static void take_path(const struct world *w, enum list_kind kind, const struct certificate *leaf, int64_t at,
		      STACK_OF(X509) *path, struct chain *out)
{
	int n = sk_X509_num(path);

	for (int i = 0; i < n && i < (int)ARRAY_LEN(out->path) && !out->list; i++) {
		X509 *x = sk_X509_value(path, i);

		if (!X509_up_ref(x))
			break;
		out->path[out->n_path++] = x;
		if (i > 0)
			(void)find_entry(w, kind, leaf, at, x, out);
	}
}

static STACK_OF(X509) *companions(const struct certificates *certs)
{
	STACK_OF(X509) *s = sk_X509_new_null();

	for (uint32_t i = 1; s && i < certs->n; i++)
		if (!sk_X509_push(s, certs->list[i].x509)) {
			sk_X509_free(s);
			return NULL;
		}
	return s;
}

/* No purpose: EKUs of CAs shall be ignored, and those of the leaf are the profile's. Critical extensions likewise: a
 * leaf with an unknown one has broken the profile, which is another code than not being on a list. Partial chains: the
 * official list names intermediates. */
static void set_up(X509_STORE_CTX *ctx, int64_t at)
{
	X509_VERIFY_PARAM *p = X509_STORE_CTX_get0_param(ctx);

	X509_VERIFY_PARAM_set_flags(p, X509_V_FLAG_PARTIAL_CHAIN | X509_V_FLAG_IGNORE_CRITICAL);
	X509_VERIFY_PARAM_set_time(p, (time_t)at);
	X509_VERIFY_PARAM_set_depth(p, CHAIN_MAX);
}

static void verify(struct arena *a, const struct world *w, enum list_kind kind, const struct certificates *certs,
		   int64_t at, X509_STORE_CTX *ctx, struct chain *out)
{
	int code;

	set_up(ctx, at);
	if (X509_verify_cert(ctx) == 1) {
		take_path(w, kind, leaf_of(certs), at, X509_STORE_CTX_get0_chain(ctx), out);
		if (!out->list)
			out->why = "no path to an anchor";
		return;
	}
	code = X509_STORE_CTX_get_error(ctx);
	out->expired = code == X509_V_ERR_CERT_HAS_EXPIRED || code == X509_V_ERR_CERT_NOT_YET_VALID;
	out->why = explain(a, code, X509_STORE_CTX_get_current_cert(ctx), at);
}

enum status chain_find(struct arena *a, const struct world *w, enum list_kind kind, const struct certificates *certs,
		       int64_t at, struct chain *out, struct error *e)
{
	STACK_OF(X509) *others = companions(certs);
	X509_STORE_CTX *ctx = X509_STORE_CTX_new();
	X509_STORE *store = X509_STORE_new();
	enum status st = ST_OK;

	*out = (struct chain){ .why = "no path to an anchor" };
	if (!others || !ctx || !store || !add_anchors(store, w, kind, certs, at) ||
	    !X509_STORE_CTX_init(ctx, store, leaf_of(certs)->x509, others))
		st = err_nomem(e);
	else
		verify(a, w, kind, certs, at, ctx, out);
	X509_STORE_CTX_free(ctx);
	X509_STORE_free(store);
	sk_X509_free(others);
	ossl_forget();
	return st;
}

void chain_release(struct chain *c)
{
	for (uint32_t i = 0; i < c->n_path; i++)
		X509_free(c->path[i]);
	c->n_path = 0;
}

/* ---- issuers ---- */

bool chain_issued(X509 *issuer, X509 *subject)
{
	EVP_PKEY *key = X509_get0_pubkey(issuer);
	bool yes = key && X509_NAME_cmp(X509_get_subject_name(issuer), X509_get_issuer_name(subject)) == 0 &&
		   X509_verify(subject, key) == 1;

	ossl_forget();
	return yes;
}

X509 *chain_issuer(const struct world *w, enum list_kind kind, const struct certificates *certs, X509 *subject)
{
	for (uint32_t i = 0; i < certs->n; i++)
		if (certs->list[i].x509 != subject && chain_issued(certs->list[i].x509, subject))
			return certs->list[i].x509;
	for (uint32_t i = 0; i < w->n_lists; i++) {
		const struct trust_list *l = &w->lists[i];

		for (uint32_t k = 0; l->kind == kind && k < l->n_entries; k++)
			if (l->entries[k].cert.x509 && chain_issued(l->entries[k].cert.x509, subject))
				return l->entries[k].cert.x509;
	}
	return NULL;
}
