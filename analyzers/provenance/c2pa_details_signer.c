/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/provenance/c2pa_details.h"

static const char *identity_name(enum signer_identity i)
{
	static const char *const names[] = { [IDENTITY_NOT_JUDGED] = "not_judged", [IDENTITY_LISTED] = "listed",
					     [IDENTITY_UNLISTED] = "unlisted", [IDENTITY_REFUSED] = "refused" };

	return names[i];
}

void c2pa_put_list(struct put *p, struct value *in, const char *key, const struct trust_list *l)
{
	struct value *v = l ? put_map(p, in, key) : NULL;

	if (!l) {
		put_null(p, in, key);
		return;
	}
	put_text(p, v, "name", l->name);
	put_text(p, v, "kind", list_kind_name(l->kind));
	put_time(p, v, "issued", l->issued, l->issued != 0);
	put_time(p, v, "next_update", l->next_update, l->next_update != 0);
	put_hex(p, v, "sha256", l->sha256, SHA256_LEN);
	put_time(p, v, "added", l->added, l->added != 0);
}

static void certificate(struct put *p, struct value *list, const struct certificate *c)
{
	struct value *v = put_map(p, list, NULL);

	put_text(p, v, "subject", c->subject);
	put_text(p, v, "common_name", c->common_name);
	put_text(p, v, "organization", c->organization);
	put_text(p, v, "issuer", c->issuer);
	put_text(p, v, "serial", c->serial);
	put_time(p, v, "not_before", c->not_before, true);
	put_time(p, v, "not_after", c->not_after, true);
	put_hex(p, v, "sha256", c->sha256, SHA256_LEN);
	put_hex(p, v, "spki_sha256", c->spki_sha256, SHA256_LEN);
	put_text(p, v, "key", c->key);
	put_text(p, v, "signature", c->signature);
	put_bool(p, v, "ca", c->ca);
	put_bool(p, v, "public_test", c->public_test);
	put_words(p, v, "ekus", c->ekus, c->n_ekus);
	if (c->attestation)
		put_text(p, v, "attestation", c->attestation);
	put_text(p, v, "problem", c->problem);
}

static void chain(struct put *p, struct value *in, const char *key, const struct certificates *c)
{
	struct value *list = put_array(p, in, key);

	for (uint32_t i = 0; i < c->n; i++)
		certificate(p, list, &c->list[i]);
}

static void stamp(struct put *p, struct value *in, const struct stamp *s)
{
	struct value *v = s->present ? put_map(p, in, "stamp") : NULL;

	if (!s->present) {
		put_null(p, in, "stamp");
		return;
	}
	put_text(p, v, "state", s->state);
	put_time(p, v, "time", s->time, s->time != 0);
	put_int(p, v, "version", s->version);
	put_text(p, v, "authority", !s->chain.n ? NULL
				    : s->chain.list[0].common_name ? s->chain.list[0].common_name : s->chain.list[0].subject);
	if (s->signing_time_differs)
		put_time(p, v, "signing_time", s->signing_time, true);
	c2pa_put_list(p, v, "list", s->list);
	put_text(p, v, "note", s->note);
}

static void revocation(struct put *p, struct value *in, const struct revocation *r)
{
	struct value *v = put_map(p, in, "revocation");

	put_text(p, v, "state", r->state ? r->state : "not checked");
	put_text(p, v, "source", r->source);
	put_time(p, v, "checked", r->checked, r->checked != 0);
	put_time(p, v, "revoked_at", r->revoked_at, r->revoked_at != 0);
	put_text(p, v, "reason", r->reason);
	put_text(p, v, "note", r->note);
}

static void oddities(struct put *p, struct value *in, const struct signer_report *s)
{
	struct value *list = put_array(p, in, "oddities");

	if (s->two_credentials)
		put_text(p, list, NULL, "two certificates are named");
	if (s->attached_payload)
		put_text(p, list, NULL, "it carries a payload of its own");
	if (s->untagged)
		put_text(p, list, NULL, "it is not tagged as COSE_Sign1");
	if (s->pad_nonzero)
		put_text(p, list, NULL, "the unsigned padding holds data");
	for (uint32_t i = 0; i < s->n_oddities; i++)
		put_text(p, list, NULL, s->oddities[i]);
}

void c2pa_put_signature(struct put *p, struct value *in, const struct c2pa_manifest *m)
{
	const struct signer_report *s = &m->signer;
	struct value *v = m->has_signature ? put_map(p, in, "signature") : NULL;

	if (!m->has_signature) {
		put_null(p, in, "signature");
		return;
	}
	put_text(p, v, "algorithm", s->algorithm ? s->algorithm : s->algorithm_found);
	put_bool(p, v, "intact", s->intact);
	put_text(p, v, "identity", identity_name(s->identity));
	put_text(p, v, "note", s->identity_note);
	put_time(p, v, "judged_at", s->judged_at, s->judged_at != 0);
	put_text(p, v, "judged_by", s->judged_by_stamp ? "stamp" : "now");
	c2pa_put_list(p, v, "list", s->list);
	put_text(p, v, "entity", s->anchor ? s->anchor->entity : NULL);
	chain(p, v, "certificates", &s->chain);
	stamp(p, v, &s->stamp);
	revocation(p, v, &s->revocation);
	oddities(p, v, s);
}
