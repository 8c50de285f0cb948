/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "src/base/timeutil.h"
#include "src/trust/chain.h"
#include "src/trust/ossl.h"
#include "src/trust/stamp.h"

#include <openssl/evp.h>

/* ---- what it must be a stamp of ---- */

enum payload { PAYLOAD_CLAIM, PAYLOAD_SIGNATURE, PAYLOAD_BARE_SIGNATURE };

static bool digest_is(const struct token *t, const void *bytes, size_t len)
{
	uint8_t md[EVP_MAX_MD_SIZE];
	unsigned n;

	return t->imprint_digest && EVP_Digest(bytes, len, md, &n, t->imprint_digest, NULL) == 1 &&
	       n == t->imprint_len && memcmp(md, t->imprint, n) == 0;
}

/* Section 10.3.2.5.2: version 1 stamps the claim, version 2 the signature with its CBOR head. Stamps of an assertion
 * (section 18.18) are version 2, but the reference implementation takes the bare bytes of the signature. */
static enum status imprint_matches(const struct stamp_input *in, const struct token *t, enum payload which, bool *yes,
				   struct error *e)
{
	struct span payload = which == PAYLOAD_CLAIM ? in->claim : in->cose->signature->whole;
	struct str bytes;
	bool failed;

	if (which == PAYLOAD_BARE_SIGNATURE) {
		payload = in->cose->signature->bytes;
		*yes = digest_is(t, payload.data, payload.len);
		return ST_OK;
	}
	cose_to_be_signed(&bytes, "CounterSignature", in->cose->protected, payload);
	failed = bytes.failed;
	*yes = !failed && digest_is(t, bytes.data, bytes.len);
	str_release(&bytes);
	return failed ? err_nomem(e) : ST_OK;
}

/* ---- the answer ---- */

static void answer(struct status_log *log, const struct stamp_input *in, struct stamp *s, const char *state,
		   const char *code, const char *note)
{
	char at[32];

	s->state = state;
	s->note = note;
	if (note)
		status_add(log, code, in->url, "time stamp: %s", note);
	else
		status_add(log, code, in->url, "time stamp of '%s': %s",
			   s->chain.list[0].common_name ? s->chain.list[0].common_name : s->chain.list[0].subject,
			   time_format_utc(at, s->time));
}

static const struct certificate *in_chain(const struct certificates *c, const X509 *x)
{
	for (uint32_t i = 0; i < c->n; i++)
		if (c->list[i].x509 == x)
			return &c->list[i];
	return NULL;
}

/* Between leaf and anchor each certificate must be a CA of the profile. */
static const char *path_problem(const struct certificates *certs, const struct chain *path)
{
	for (uint32_t i = 1; i + 1 < path->n_path; i++) {
		const struct certificate *c = in_chain(certs, path->path[i]);
		const char *problem = c ? certificate_profile(c, ROLE_CA, NULL, 0) : NULL;

		if (problem)
			return problem;
	}
	return NULL;
}

/* The profile of the authority and its way to a TSA list, at the time it attests. */
static enum status judge(struct arena *a, const struct stamp_input *in, struct status_log *log, struct stamp *s,
			 struct error *e)
{
	const char *problem = certificate_profile(&s->chain.list[0], ROLE_TSA, NULL, 0);
	struct chain path;
	enum status st = chain_find(a, in->world, LIST_TSA, &s->chain, s->time, &path, e);

	if (st)
		return st;
	if (!problem && path.list)
		problem = path_problem(&s->chain, &path);
	if (!problem && path.list) {
		s->list = path.list;
		s->anchor = path.anchor;
		answer(log, in, s, "trusted", "timeStamp.trusted", NULL);
	} else if (path.expired) {
		answer(log, in, s, "outside validity", "timeStamp.outsideValidity", path.why);
	} else {
		answer(log, in, s, "valid", "timeStamp.untrusted",
		       problem ? arena_fmt(a, "the authority's certificate: %s", problem) : path.why);
	}
	s->chain.list[0].problem = problem;
	chain_release(&path);
	return ST_OK;
}

static bool own_validity(const struct stamp *s)
{
	return s->time >= s->chain.list[0].not_before && s->time <= s->chain.list[0].not_after;
}

/* Form, signature and imprint in the order of section 15.8.2. */
static void examine(const struct stamp_input *in, const struct token *t, bool matches, struct status_log *log,
		    struct stamp *s)
{
	if (t->fault)
		answer(log, in, s, "malformed", "timeStamp.malformed", t->fault);
	else if (s->chain.n == 0)
		answer(log, in, s, "untrusted", "timeStamp.untrusted", "the authority's certificate is not in it");
	else if (!t->signature_holds)
		answer(log, in, s, "mismatch", "timeStamp.mismatch", "the authority's signature does not verify");
	else if (!t->strong || !t->imprint_digest)
		answer(log, in, s, "untrusted", "timeStamp.untrusted", "it uses a digest that is not allowed");
	else if (!matches)
		answer(log, in, s, "mismatch", "timeStamp.mismatch", "it was made for something else");
	else if (!own_validity(s))
		answer(log, in, s, "outside validity", "timeStamp.outsideValidity",
		       "the authority's certificate was not valid at that time");
	else
		answer(log, in, s, "valid", "timeStamp.validated", NULL);
}

static enum status check_token(struct arena *a, const struct stamp_input *in, struct span bytes, bool assertion,
			       struct status_log *log, struct stamp *s, struct error *e)
{
	enum payload first = s->version == 1 ? PAYLOAD_CLAIM : PAYLOAD_SIGNATURE;
	bool matches = false;
	struct token t;
	enum status st = token_read(a, bytes, &t, e);

	if (st)
		return st;
	s->chain = t.chain;
	s->time = t.time;
	s->signing_time = t.signing_time;
	s->signing_time_differs = t.has_signing_time && t.signing_time != t.time;
	if (!t.fault)
		st = imprint_matches(in, &t, first, &matches, e);
	if (st == ST_OK && !t.fault && !matches && assertion)
		st = imprint_matches(in, &t, PAYLOAD_BARE_SIGNATURE, &matches, e);
	if (st)
		return st;
	examine(in, &t, matches, log, s);
	if (strcmp(s->state, "valid") == 0 && in->world->judges)
		st = judge(a, in, log, s, e);
	return st;
}

/* ---- where it stands ---- */

/* tstContainer = { "tstTokens": [1* { "val": bstr }] }, and exactly one (section 15.8.1.1). */
static const char *only_token(const struct cnode *container, struct span *val)
{
	const struct cnode *tokens = cn_kind(cn_get(container, "tstTokens"), CN_ARRAY);

	if (!tokens || tokens->count == 0)
		return "its container holds no token";
	if (tokens->count > 1)
		return "its container holds more than one token";
	return cn_bytes(tokens->first, "val", val) ? NULL : "its container holds no token";
}

/* Of a ContentInfo the first element is an object identifier. */
static bool is_content_info(struct span s)
{
	struct span content;

	return der_take(&s, 0x30, &content) && content.len && content.data[0] == 0x06;
}

/* Version 1 holds a response, version 2 the bare token. A writer that mixed them up is understood all the same. */
static const char *token_in(struct span val, struct span *token)
{
	if (is_content_info(val)) {
		*token = val;
		return NULL;
	}
	return token_of_response(val, token);
}

static enum status check_header(struct arena *a, const struct stamp_input *in, const struct cnode *header,
				struct status_log *log, struct stamp *s, struct error *e)
{
	struct span val, token;
	const char *fault = only_token(header, &val);

	s->present = true;
	if (!fault)
		fault = token_in(val, &token);
	if (!fault)
		return check_token(a, in, token, false, log, s, e);
	answer(log, in, s, "malformed", "timeStamp.malformed", fault);
	return ST_OK;
}

static bool passed(const struct stamp *s)
{
	return s->state && (strcmp(s->state, "trusted") == 0 || strcmp(s->state, "valid") == 0);
}

enum status stamp_check(struct arena *a, const struct stamp_input *in, struct status_log *log, struct stamp *out,
			struct error *e)
{
	const struct cnode *v2 = cn_get(in->cose->unprotected, "sigTst2");
	const struct cnode *v1 = cn_get(in->cose->unprotected, "sigTst");
	struct stamp more = { .present = true };
	enum status st = ST_OK;

	*out = (struct stamp){ .version = v2 ? 2 : v1 ? 1 : 0 };
	if (v1 || v2)
		st = check_header(a, in, v2 ? v2 : v1, log, out, e);
	if (st || !in->more.len || passed(out))
		return st;
	st = check_token(a, in, in->more, true, log, &more, e);
	if (st || (out->present && !passed(&more))) {
		certificates_release(&more.chain);
		return st;
	}
	certificates_release(&out->chain);
	*out = more;
	return ST_OK;
}

/* Of version 1 claims the reference implementation asks no authority's standing; the time is then proved only to those
 * who take this authority, which the state "valid" says. */
bool stamp_proves(const struct stamp *s, bool claim_v2)
{
	if (!s->present || !s->state)
		return false;
	return strcmp(s->state, "trusted") == 0 || (!claim_v2 && strcmp(s->state, "valid") == 0);
}
