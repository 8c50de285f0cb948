/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "src/base/timeutil.h"
#include "src/trust/chain.h"
#include "src/trust/revocation.h"
#include "src/trust/signer_parts.h"

/* ---- profile ---- */

static struct certificate *embedded(struct signing *s, const X509 *x)
{
	for (uint32_t i = 0; x && i < s->out->chain.n; i++)
		if (s->out->chain.list[i].x509 == x)
			return &s->out->chain.list[i];
	return NULL;
}

static bool self_signed(const struct certificate *c)
{
	return X509_NAME_cmp(X509_get_subject_name(c->x509), X509_get_issuer_name(c->x509)) == 0;
}

/* Who among the certificates that came along issued this one? A self-signed one ends the way: as an anchor it is the
 * list's to judge, and its own signature protects nothing. */
static struct certificate *next_up(struct signing *s, const struct certificate *c)
{
	static const struct world nobody;
	size_t i = (size_t)(c - s->out->chain.list);
	struct certificate *up;

	if (!s->issuers[i].asked) {
		up = embedded(s, chain_issuer(&nobody, LIST_ANCHORS, &s->out->chain, c->x509));
		s->issuers[i].up = up && !self_signed(up) ? up : NULL;
		s->issuers[i].asked = true;
	}
	return s->issuers[i].up;
}

/* Not the leaf alone, as the reference implementation does: a weak CA lets others issue in its name. */
static const char *ca_problem(struct signing *s)
{
	struct certificate *c = next_up(s, signing_leaf(s));
	const char *first = NULL;

	for (uint32_t steps = 0; c && steps < CHAIN_MAX; steps++, c = next_up(s, c)) {
		c->problem = certificate_profile(c, ROLE_CA, NULL, 0);
		if (c->problem && !first)
			first = arena_fmt(s->arena, "CA '%s': %s", c->subject, c->problem);
	}
	return first;
}

void signing_profile(struct signing *s, bool allowed)
{
	const struct world *w = s->in->world;
	struct certificate *leaf = signing_leaf(s);
	int64_t at = s->out->judged_at;
	char day[32];
	const char *ca;

	time_format_utc(day, at);
	leaf->problem = allowed ? certificate_algorithms(leaf) :
				  certificate_profile(leaf, ROLE_SIGNER, w->ekus, w->n_ekus);
	ca = allowed ? NULL : ca_problem(s);
	if (at < leaf->not_before || at > leaf->not_after) {
		status_add(s->log, "signingCredential.expired", s->in->url, "the signer's certificate was not valid at %s",
			   day);
		signing_refuse(s, arena_fmt(s->arena, "its certificate was not valid at %s", day));
		return; /* one code for one fault, as the reference implementation */
	}
	if (s->out->intact)
		status_add(s->log, "claimSignature.insideValidity", s->in->url, "the signer's certificate was valid at %s",
			   day);
	if (leaf->problem || ca) {
		status_add(s->log, "signingCredential.invalid", s->in->url, "signing credential: %s",
			   leaf->problem ? leaf->problem : ca);
		signing_refuse(s, leaf->problem ? arena_fmt(s->arena, "its certificate: %s", leaf->problem) : ca);
	}
}

/* ---- trust ---- */

bool signing_allowed(const struct signing *s, const struct trust_list **list, const struct list_entry **entry)
{
	const struct trust_list *l = NULL;
	const struct list_entry *n;

	if (!s->in->world->judges)
		return false;
	n = world_find(s->in->world, LIST_ALLOWED, signing_leaf(s), s->out->judged_at, &l);
	if (n && list) {
		*list = l;
		*entry = n;
	}
	return n != NULL;
}

/* Older than a denial or a revocation is only what a listed authority stamped. */
static bool proved(const struct signing *s)
{
	return s->out->stamp.state && strcmp(s->out->stamp.state, "trusted") == 0;
}

static void denied(struct signing *s, const struct deny_entry *d, const struct trust_list *l)
{
	struct revocation *r = &s->out->revocation;

	r->state = "revoked";
	r->source = arena_fmt(s->arena, "deny list %s", l->name);
	r->revoked_at = d->from == INT64_MIN ? 0 : d->from;
	r->reason = d->reason;
	r->note = d->source;
	signing_refuse(s, arena_fmt(s->arena, "denied by list '%s'%s%s", l->name, d->reason ? ": " : "",
				    d->reason ? d->reason : ""));
}

/* The issuer of c: one that came along, or an anchor. */
static const struct certificate *issuer_of(struct signing *s, const struct certificate *c)
{
	const struct world *w = s->in->world;
	X509 *x = chain_issuer(w, LIST_ANCHORS, &s->out->chain, c->x509);
	const struct certificate *here = embedded(s, x);

	for (uint32_t i = 0; x && !here && i < w->n_lists; i++)
		for (uint32_t k = 0; !here && k < w->lists[i].n_entries; k++)
			if (w->lists[i].entries[k].cert.x509 == x)
				here = &w->lists[i].entries[k].cert;
	return here;
}

/* The leaf and every CA above it that came along. */
static bool check_denied(struct signing *s)
{
	int64_t at = proved(s) ? s->out->stamp.time : s->in->now;
	const struct world *w = s->in->world;
	struct certificate *c = world_has(w, LIST_DENY) ? signing_leaf(s) : NULL;

	for (uint32_t steps = 0; c && steps < CHAIN_MAX; steps++) {
		const struct trust_list *l = NULL;
		const struct deny_entry *d = world_denied(w, c, issuer_of(s, c), at, &l);

		if (d) {
			denied(s, d, l);
			return true;
		}
		c = next_up(s, c);
	}
	return false;
}

static void untrusted(struct signing *s, const char *why)
{
	status_add(s->log, "signingCredential.untrusted", s->in->url, "the signer is on no list: %s", why);
	if (!s->out->intact)
		return;
	s->out->identity = IDENTITY_UNLISTED;
	if (!s->refused)
		s->out->identity_note = why;
}

static void trusted(struct signing *s)
{
	struct signer_report *r = s->out;

	/* A list says nothing about a signature that does not verify. */
	if (!r->intact)
		return;
	status_add(s->log, "signingCredential.trusted", s->in->url, "the signer is listed: '%s' on list '%s'",
		   r->anchor->entity ? r->anchor->entity : "", r->list->name);
	r->identity = IDENTITY_LISTED;
	if (!s->refused)
		r->identity_note = arena_fmt(s->arena, "%s of list '%s'",
					     r->anchor->entity ? r->anchor->entity : "an entry", r->list->name);
}

/* The leaf may sign claims at all? Otherwise no chain helps it (section 14.5.1.2). */
static const char *unfit(const struct signing *s)
{
	const struct world *w = s->in->world;
	const struct certificate *leaf = signing_leaf(s);

	if (leaf->ca)
		return "its certificate is that of a CA";
	if (!certificate_may_sign(leaf, w->ekus, w->n_ekus))
		return "its certificate is not for signing claims";
	return NULL;
}

static enum status find(struct signing *s, const char **why, struct error *e)
{
	struct chain path;
	enum status st;

	*why = NULL;
	if (signing_allowed(s, &s->out->list, &s->out->anchor))
		return ST_OK;
	*why = unfit(s);
	if (*why)
		return ST_OK;
	st = chain_find(s->arena, s->in->world, LIST_ANCHORS, &s->out->chain, s->out->judged_at, &path, e);
	if (st)
		return st;
	s->out->list = path.list;
	s->out->anchor = path.anchor;
	*why = path.list ? NULL : path.why;
	chain_release(&path);
	return ST_OK;
}

static void not_judged(struct signing *s)
{
	if (!s->out->intact)
		return;
	s->out->identity = IDENTITY_NOT_JUDGED;
	if (!s->refused)
		s->out->identity_note = s->in->world->why_not ? s->in->world->why_not : "no trust list is installed";
}

enum status signing_trust(struct signing *s, struct error *e)
{
	const char *why;
	enum status st;

	if (!s->in->world->judges) {
		not_judged(s);
		return ST_OK;
	}
	if ((st = find(s, &why, e)))
		return st;
	if (check_denied(s)) {
		s->out->list = NULL;
		s->out->anchor = NULL;
		untrusted(s, "it is on a deny list");
	} else if (why) {
		untrusted(s, why);
	} else {
		trusted(s);
	}
	if (!s->out->intact) {
		s->out->list = NULL;
		s->out->anchor = NULL;
	}
	return ST_OK;
}

/* ---- revocation ---- */

static struct revocation_question question(struct signing *s, const struct certificate *c)
{
	return (struct revocation_question){
		.subject = c->x509,
		.issuer = chain_issuer(s->in->world, LIST_ANCHORS, &s->out->chain, c->x509),
		.now = s->in->now,
		.stamped = s->out->judged_by_stamp,
		.proved = proved(s),
		.at = s->out->judged_at,
	};
}

static void ask_ocsp(struct signing *s, const struct certificate *c, struct revocation_answer *out)
{
	const struct cnode *vals[] = { cn_get(s->cose.unprotected, "rVals"), s->in->more_revocation };
	struct revocation_question q;

	*out = (struct revocation_answer){ 0 };
	if (!vals[0] && !vals[1])
		return; /* finding the issuer costs a signature */
	q = question(s, c);
	ocsp_ask(s->arena, &q, vals, ARRAY_LEN(vals), out);
}

static void ask_crl(struct signing *s, const struct certificate *c, struct revocation_answer *out)
{
	struct revocation_question q;

	*out = (struct revocation_answer){ 0 };
	if (!s->in->world->judges || !world_has(s->in->world, LIST_CRL))
		return;
	q = question(s, c);
	crl_ask(s->arena, &q, s->in->world, out);
}

static void report(struct signing *s, const struct revocation_answer *n, const char *source)
{
	static const char *const states[] = { "not checked", "not revoked", "unknown", "revoked" };
	struct revocation *r = &s->out->revocation;

	if (r->source)
		return; /* a deny list has spoken */
	r->state = states[n->what];
	r->source = n->what == REVOCATION_NONE ? NULL : source;
	r->checked = n->checked;
	r->revoked_at = n->revoked_at;
	r->reason = n->reason;
	r->note = n->note;
}

static void revoked(struct signing *s, const struct revocation_answer *n, const char *source)
{
	char day[32];

	time_format_utc(day, n->revoked_at);
	status_add(s->log, "signingCredential.ocsp.revoked", s->in->url, "revoked at %s, says %s%s%s", day, source,
		   n->reason ? ": " : "", n->reason ? n->reason : "");
	signing_refuse(s, arena_fmt(s->arena, "its certificate was revoked at %s", day));
}

/* Section 15.9: a revoked CA makes the signer untrusted. */
static void check_cas(struct signing *s)
{
	struct certificate *c = next_up(s, signing_leaf(s));
	struct revocation_answer n;

	for (uint32_t steps = 0; c && steps < CHAIN_MAX; steps++, c = next_up(s, c)) {
		ask_ocsp(s, c, &n);
		if (n.what != REVOCATION_REVOKED)
			ask_crl(s, c, &n);
		if (n.what != REVOCATION_REVOKED)
			continue;
		if (s->in->world->judges)
			status_add(s->log, "signingCredential.untrusted", s->in->url, "CA '%s' was revoked", c->subject);
		signing_refuse(s, arena_fmt(s->arena, "CA '%s' was revoked", c->subject));
		return;
	}
}

static void log_ocsp(struct signing *s, const struct revocation_answer *n)
{
	switch (n->what) {
	case REVOCATION_GOOD:
		status_add(s->log, "signingCredential.ocsp.notRevoked", s->in->url, "not revoked, says stapled OCSP%s%s",
			   n->note ? ": " : "", n->note ? n->note : "");
		break;
	case REVOCATION_UNKNOWN:
		status_add(s->log, "signingCredential.ocsp.unknown", s->in->url, "%s", n->note);
		signing_refuse(s, n->note);
		break;
	case REVOCATION_REVOKED:
		revoked(s, n, "stapled OCSP");
		break;
	default:
		status_add(s->log, "signingCredential.ocsp.skipped", s->in->url, "no online check: %s",
			   n->note ? n->note : "this program never asks the network");
		break;
	}
}

void signing_revocation(struct signing *s)
{
	struct revocation_answer ocsp, crl;

	ask_ocsp(s, signing_leaf(s), &ocsp);
	ask_crl(s, signing_leaf(s), &crl);
	log_ocsp(s, &ocsp);
	if (crl.what == REVOCATION_REVOKED && ocsp.what != REVOCATION_REVOKED)
		revoked(s, &crl, "a CRL");
	if (crl.what > ocsp.what)
		report(s, &crl, arena_fmt(s->arena, "CRL %s", crl.list));
	else
		report(s, &ocsp, "stapled OCSP");
	check_cas(s);
}
