/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The order of work: parse, certificates, stamp, signature, profile, trust, revocation (C2PA 2.2 sections 15.7 to 15.9).
 * Codes and the moments at which they are given are those of the reference implementation, except where the
 * specification says otherwise; each such place says so. */
#include "src/base/base.h"

#include "src/base/timeutil.h"
#include "src/base/utf8.h"
#include "src/trust/chain.h"
#include "src/trust/signer_parts.h"
#include "src/trust/stamp.h"

/* ---- what is found on the way ---- */

static void take_oddity(struct signer_report *r, const char *text)
{
	if (text && r->n_oddities < ARRAY_LEN(r->oddities))
		r->oddities[r->n_oddities++] = text;
}

static void take_cose(struct signing *s)
{
	const struct cose *c = &s->cose;
	struct signer_report *r = s->out;

	r->algorithm = c->algorithm_name;
	r->algorithm_found = c->algorithm_found;
	r->pad = c->pad;
	r->pad_nonzero = c->pad_nonzero;
	r->attached_payload = c->attached;
	r->two_credentials = c->two_credentials;
	r->untagged = c->untagged;
	for (uint32_t i = 0; i < c->n_oddities; i++)
		take_oddity(r, c->oddities[i]);
}

/* A certificate that was issued by a public test certificate can be made by anybody as well. */
static void spread_public_test(struct certificates *c)
{
	for (uint32_t i = c->n; i-- > 1;)
		if (c->list[i].public_test && !c->list[i - 1].public_test &&
		    chain_issued(c->list[i].x509, c->list[i - 1].x509))
			c->list[i - 1].public_test = true;
}

/* ST_CORRUPT: the leaf cannot be read. Others that cannot be read end the chain. */
static enum status read_chain(struct signing *s, struct error *e)
{
	struct certificates *c = &s->out->chain;
	enum status st = ST_OK;

	c->list = arena_alloc(s->arena, CHAIN_MAX, sizeof *c->list);
	if (!c->list)
		return err_nomem(e);
	for (uint32_t i = 0; i < s->cose.n_certs && st == ST_OK; i++) {
		st = certificate_read(s->arena, s->cose.certs[i], &c->list[c->n], e);
		if (st == ST_OK)
			c->n++;
	}
	if (st == ST_MEMORY || c->n == 0)
		return st;
	if (st)
		take_oddity(s->out, "one of the certificates that came with the signature cannot be read");
	spread_public_test(c);
	if (c->list[0].public_test)
		take_oddity(s->out, "the signer's private key or its issuer's is published: anybody can sign with it");
	return ST_OK;
}

/* ---- the signature ---- */

static void mismatch(struct signing *s, const char *why)
{
	status_add(s->log, "claimSignature.mismatch", s->in->url, "the claim signature does not verify: %s", why);
	s->out->identity = IDENTITY_NOT_JUDGED;
	s->out->identity_note = "the signature does not verify: its certificate says nothing about this file";
}

static void invalid(struct signing *s, const char *why)
{
	status_add(s->log, "signingCredential.invalid", s->in->url, "signing credential: %s", why);
}

static const char *usual_curve(enum cose_algorithm a)
{
	return a == COSE_ES256 ? "P-256" : a == COSE_ES384 ? "P-384" : a == COSE_ES512 ? "P-521" : NULL;
}

/* Allowed (section 13.2.1), but other verifiers refuse it. */
static void note_curve(struct signing *s)
{
	const char *usual = usual_curve(s->cose.algorithm), *key = signing_leaf(s)->key;

	if (usual && strcmp(usual, key) != 0)
		take_oddity(s->out, arena_fmt(s->arena, "%s with a key on %s: allowed, but some verifiers refuse it",
					      s->cose.algorithm_name, key));
}

static enum status verify(struct signing *s, enum cose_answer *answer, struct error *e)
{
	enum status st = cose_verify(&s->cose, signing_leaf(s), s->in->claim, answer, e);

	if (st)
		return st;
	switch (*answer) {
	case COSE_VALID:
		s->out->intact = true;
		note_curve(s);
		status_add(s->log, "claimSignature.validated", s->in->url, "the claim signature verifies (%s)",
			   s->cose.algorithm_name);
		break;
	case COSE_DER:
		invalid(s, "its ECDSA signature is in DER, not r and s");
		mismatch(s, "ECDSA in DER");
		break;
	case COSE_WRONG_KEY:
		invalid(s, "its key does not fit the signature algorithm");
		mismatch(s, "the key does not fit the algorithm");
		break;
	default:
		mismatch(s, "the claim or the signature was changed");
		break;
	}
	return ST_OK;
}

/* ---- time ---- */

static enum status judge_time(struct signing *s, struct error *e)
{
	const struct stamp_input in = {
		.world = s->in->world, .cose = &s->cose, .claim = s->in->claim, .claim_v2 = s->in->claim_v2,
		.more = s->in->more_stamp, .url = s->in->url,
	};
	struct stamp *stamp = &s->out->stamp;
	enum status st = stamp_check(s->arena, &in, s->log, stamp, e);

	if (st)
		return st;
	s->out->judged_by_stamp = stamp_proves(stamp, s->in->claim_v2);
	s->out->judged_at = s->out->judged_by_stamp ? stamp->time : s->in->now;
	if (s->out->judged_by_stamp && s->in->world->judges && strcmp(stamp->state, "trusted") != 0)
		take_oddity(s->out, "judged at the time of a stamp whose authority is on no list, as usual for claims of "
				    "version 1");
	if (stamp->signing_time_differs)
		take_oddity(s->out, "the time stamp carries two different times");
	return ST_OK;
}

/* A claim only; section 15.8.3. */
static void claimed_time(struct signing *s)
{
	const struct certificate *leaf = signing_leaf(s);
	int64_t at = s->cose.iat;
	bool inside = at >= leaf->not_before && at <= leaf->not_after &&
		      !(s->out->judged_by_stamp && at > s->out->judged_at);

	if (s->cose.has_iat)
		status_add(s->log, inside ? "timeOfSigning.insideValidity" : "timeOfSigning.outsideValidity", s->in->url,
			   "the claimed time of signing is %s the validity of the signer",
			   inside ? "inside" : "outside");
}

/* ---- together ---- */

static enum status judge(struct signing *s, struct error *e)
{
	enum cose_answer answer;
	bool allowed;
	enum status st;

	if ((st = judge_time(s, e)) || (st = verify(s, &answer, e)))
		return st;
	/* DER: the reference implementation goes no further. */
	if (answer != COSE_DER) {
		allowed = signing_allowed(s, NULL, NULL);
		signing_profile(s, allowed);
		claimed_time(s);
		if ((st = signing_trust(s, e)))
			return st;
	}
	signing_revocation(s);
	if (s->out->intact && s->refused) {
		s->out->identity = IDENTITY_REFUSED;
		s->out->list = NULL;
		s->out->anchor = NULL;
	}
	return ST_OK;
}

/* What can be said before any signature is verified. False: nothing more can. */
static bool can_verify(struct signing *s, enum status chain, const struct error *e)
{
	if (s->cose.algorithm == COSE_UNSUPPORTED) {
		status_add(s->log, "algorithm.unsupported", s->in->url, "unsupported signature algorithm: %s",
			   s->cose.algorithm_found);
		mismatch(s, "its algorithm is not supported");
		return false;
	}
	/* Among them two credentials: "reject the claim signature as malformed" (section 14.5). */
	if (s->cose.fault) {
		mismatch(s, s->cose.fault);
		return false;
	}
	if (s->cose.n_certs == 0) {
		mismatch(s, "no certificate came with it");
		return false;
	}
	if (chain) {
		invalid(s, e->message);
		mismatch(s, "the signer's certificate cannot be read");
		return false;
	}
	return true;
}

static enum status check(struct signing *s, struct error *e)
{
	struct error why = ERROR_INIT;
	enum status st = cose_parse(s->arena, s->in->signature_box, &s->cose, &why);

	if (st == ST_CORRUPT || st == ST_LIMIT) {
		mismatch(s, why.message);
		return ST_OK;
	}
	if (st)
		return err_set(e, st, "%s", why.message);
	take_cose(s);
	st = read_chain(s, &why);
	if (st == ST_MEMORY)
		return err_nomem(e);
	if (!can_verify(s, st, &why)) {
		s->out->revocation.state = "not checked";
		return ST_OK;
	}
	return judge(s, e);
}

enum status signer_check(struct arena *a, const struct signer_input *in, struct status_log *log,
			 struct signer_report *out, struct error *e)
{
	struct signing s = { .arena = a, .in = in, .log = log, .out = out };
	enum status st;

	*out = (struct signer_report){ .judged_at = in->now, .revocation = { .state = "not checked" } };
	st = check(&s, e);
	if (st)
		signer_release(out);
	return st;
}

void signer_release(struct signer_report *s)
{
	certificates_release(&s->chain);
	certificates_release(&s->stamp.chain);
}

void signing_refuse(struct signing *s, const char *why)
{
	if (!s->refused && why && s->out->intact)
		s->out->identity_note = why;
	s->refused = true;
}
