/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules about the key: whose it is, whether it was called off, and what the signature leaves unsigned. */
#include "src/base/base.h"
#include "analyzers/provenance/c2pa_case.h"

#include "src/base/timeutil.h"

static const struct signer_report *signer(const struct c2pa_case *c)
{
	return c->m && c->m->has_signature ? &c->m->signer : NULL;
}

static bool denied(const struct signer_report *s)
{
	return s->revocation.source && strncmp(s->revocation.source, "deny list", 9) == 0;
}

static bool called_off(const struct signer_report *s)
{
	return s->revocation.state && strcmp(s->revocation.state, "revoked") == 0;
}

static void say_revocation(const struct signer_report *s, char *detail)
{
	const struct revocation *v = &s->revocation;
	char when[32], at[32];

	c2pa_say(detail, "signingCredential.ocsp.revoked");
	if (v->source)
		c2pa_say(detail, "by %.100s", v->source);
	if (v->revoked_at)
		c2pa_say(detail, "from %s on%s%.80s", time_format_utc(when, v->revoked_at), v->reason ? ", " : "",
			 v->reason ? v->reason : "");
	c2pa_say(detail, s->judged_by_stamp ? "signed at %s (proved by a time stamp)"
					    : "judged at %s (no time stamp proves the time of signing)",
		 time_format_utc(at, s->judged_at));
}

/* The stamp proves that the signature is older: what was called off later may have been good then. */
static bool called_off_later(const struct signer_report *s)
{
	return s->judged_by_stamp && s->revocation.revoked_at > s->judged_at;
}

C2PA_RULE(c2pa_revoked_later)
{
	const struct signer_report *s = signer(c);

	(void)r;
	if (!s || denied(s) || !called_off(s) || !called_off_later(s))
		return false;
	say_revocation(s, detail);
	return true;
}

C2PA_RULE(c2pa_revoked)
{
	const struct signer_report *s = signer(c);

	if (!s || denied(s) || called_off_later(s))
		return false;
	if (!called_off(s) && !status_has(&c->m->log, r->codes[0]))
		return false;
	say_revocation(s, detail);
	return true;
}

C2PA_RULE(c2pa_denied)
{
	const struct signer_report *s = signer(c);

	(void)r;
	if (!s || !denied(s) || !called_off(s))
		return false;
	say_revocation(s, detail);
	return true;
}

static const struct exif_facts *exif(const struct c2pa_case *c)
{
	return c->in->has_exif ? &c->in->facts : NULL;
}

/* Of any manifest of the history: an incident of a camera is not healed by the editor that signed after it. */
C2PA_RULE(c2pa_incident)
{
	bool found = false;

	(void)r;
	for (uint32_t i = 0; i < c->r->n_manifests; i++) {
		const struct c2pa_manifest *m = &c->r->manifests[i];
		const struct trust_list *by = NULL;
		const struct incident *n = m->active || m->referenced
			? credentials_incident(m, exif(c), c->cx->world, &by) : NULL;

		if (!n)
			continue;
		found = true;
		if (strlen(detail) < C2PA_DETAIL / 2)
			c2pa_say(detail, "%.40s: %.180s (%.80s)%s", n->id, n->text ? n->text : "no text",
				 n->source ? n->source : "no source",
				 m->signer.judged_by_stamp ? "" : ", the time of signing is not proved");
	}
	return found;
}

C2PA_RULE(c2pa_unlisted)
{
	const struct signer_report *s = signer(c);

	(void)r;
	if (!s || s->identity != IDENTITY_UNLISTED)
		return false;
	c2pa_say(detail, "signingCredential.untrusted: the certificate says '%.80s'", credentials_signer(c->m));
	if (s->identity_note)
		c2pa_say(detail, "%.160s", s->identity_note);
	return true;
}

C2PA_RULE(c2pa_not_judged)
{
	const struct signer_report *s = signer(c);

	(void)r;
	if (!s || s->identity != IDENTITY_NOT_JUDGED)
		return false;
	c2pa_say(detail, "the certificate says '%.80s'", credentials_signer(c->m));
	if (s->identity_note)
		c2pa_say(detail, "%.160s", s->identity_note);
	return true;
}

C2PA_RULE(c2pa_test_key)
{
	(void)r;
	for (uint32_t i = 0; i < c->r->n_manifests; i++) {
		const struct c2pa_manifest *m = &c->r->manifests[i];

		if ((m->active || m->referenced) && m->has_signature && credentials_public_test(m)) {
			c2pa_say(detail, "the private key is published; the certificate says '%.80s'",
				 credentials_signer(m));
			if (!m->active)
				c2pa_say(detail, "it signed the earlier manifest %.100s", m->label ? m->label : "");
			return true;
		}
	}
	return false;
}

C2PA_RULE(c2pa_stamp_time)
{
	const struct signer_report *s = signer(c);
	char a[32], b[32];

	(void)r;
	if (!s || !s->stamp.present || !s->stamp.signing_time_differs)
		return false;
	c2pa_say(detail, "stamped at %s, its signature names %s", time_format_utc(a, s->stamp.time),
		 time_format_utc(b, s->stamp.signing_time));
	return true;
}

C2PA_RULE(c2pa_two_credentials)
{
	const struct signer_report *s = signer(c);

	(void)r;
	if (!s || !s->two_credentials)
		return false;
	c2pa_say(detail, "which of the two is meant cannot be known: one of them stands where nothing is signed");
	return true;
}

C2PA_RULE(c2pa_padding)
{
	const struct signer_report *s = signer(c);

	(void)r;
	if (!s || !s->pad_nonzero)
		return false;
	c2pa_say(detail, "%llu bytes, not all zero, which the signature does not cover",
		 (unsigned long long)s->pad.len);
	return true;
}

C2PA_RULE(c2pa_payload)
{
	const struct signer_report *s = signer(c);

	(void)r;
	if (!s || !s->attached_payload)
		return false;
	c2pa_say(detail, "the claim is what was verified; what is in the payload is not shown by anybody");
	return true;
}

/* What rows of their own say is not said twice. */
static bool said_elsewhere(const struct signer_report *s, const struct c2pa_manifest *m, const char *oddity)
{
	return (s->attached_payload && strstr(oddity, "payload of its own")) || (s->pad_nonzero && strstr(oddity, "padding")) ||
	       (s->stamp.signing_time_differs && strstr(oddity, "two different times")) ||
	       (credentials_public_test(m) && strstr(oddity, "published"));
}

C2PA_RULE(c2pa_odd)
{
	const struct signer_report *s = signer(c);

	(void)r;
	if (s && s->untagged)
		c2pa_say(detail, "it is not tagged as COSE_Sign1");
	for (uint32_t i = 0; s && i < s->n_oddities; i++)
		if (!said_elsewhere(s, c->m, s->oddities[i]))
			c2pa_say(detail, "%.140s", s->oddities[i]);
	return detail[0] != '\0';
}

C2PA_RULE(c2pa_links)
{
	const struct certificate *leaf = credentials_leaf(c->m);
	char hex[2 * SHA256_LEN + 1];

	(void)r;
	if (!leaf)
		return false;
	c2pa_say(detail, "serial number %.60s, public key %s", leaf->serial ? leaf->serial : "unknown",
		 hex_encode(hex, leaf->spki_sha256, SHA256_LEN));
	return true;
}
