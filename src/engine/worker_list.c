/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Is the evidence a trust list, and what does it hold? Answered before a list is kept, so that a broken or hostile one
 * never gets into the store. The summary is a map:
 *
 *   kind, official, sha256 (hex), issued, next_update (seconds, null when the list does not say), sequence, note,
 *   count, more (how many of them are not listed below),
 *   entries: of anchors, tsa and allowed: [{subject, entity, sha256, key, ca, not_before, not_after, from, until}]
 *            of deny [{by, digest, serial, since, reason, source}]; of incidents [{id, vendor, model, effect, from,
 *            until, condition, text, source, as_of}]; of eku [text]; of crl [{issuer, revoked}] */
#include "src/base/base.h"

#include "src/base/value.h"
#include "src/engine/worker_state.h"

enum { ENTRIES_SHOWN = 5000, LIST_ARENA_MAX = 128 * 1024 * 1024 };

/* A time that may be open. */
static void put_time(struct arena *a, struct value *in, const char *key, int64_t t)
{
	if (t == INT64_MIN || t == INT64_MAX)
		value_add_null(a, in, key);
	else
		value_add_int(a, in, key, t);
}

static void put_known_time(struct arena *a, struct value *in, const char *key, int64_t t)
{
	put_time(a, in, key, t ? t : INT64_MIN);
}

static void put_text(struct arena *a, struct value *in, const char *key, const char *text)
{
	if (text)
		value_add_text(a, in, key, text);
	else
		value_add_null(a, in, key);
}

static void put_digest(struct arena *a, struct value *in, const char *key, const uint8_t digest[SHA256_LEN])
{
	char hex[2 * SHA256_LEN + 1];

	value_add_text(a, in, key, hex_encode(hex, digest, SHA256_LEN));
}

static void put_certificate(struct arena *a, struct value *list, const struct list_entry *x)
{
	struct value *one = value_add(a, list, NULL, VALUE_MAP);
	const struct certificate *c = &x->cert;

	put_text(a, one, "subject", c->subject);
	put_text(a, one, "entity", x->entity);
	put_digest(a, one, "sha256", x->sha256);
	put_text(a, one, "key", c->key);
	value_add_bool(a, one, "ca", c->ca);
	put_time(a, one, "not_before", c->x509 ? c->not_before : INT64_MIN);
	put_time(a, one, "not_after", c->x509 ? c->not_after : INT64_MIN);
	put_time(a, one, "from", x->from);
	put_time(a, one, "until", x->until);
}

static void put_denied(struct arena *a, struct value *list, const struct deny_entry *d)
{
	static const char *const by[] = { "cert-sha256", "spki-sha256", "issuer-serial", "issuer-spki" };
	struct value *one = value_add(a, list, NULL, VALUE_MAP);

	value_add_text(a, one, "by", by[d->by]);
	put_digest(a, one, "digest", d->digest);
	put_text(a, one, "serial", d->serial);
	put_time(a, one, "since", d->from);
	put_text(a, one, "reason", d->reason);
	put_text(a, one, "source", d->source);
}

static void put_incident(struct arena *a, struct value *list, const struct incident *x)
{
	static const char *const effects[] = { "any-signature", "class-revoked", "condition" };
	struct value *one = value_add(a, list, NULL, VALUE_MAP);

	value_add_text(a, one, "id", x->id);
	value_add_text(a, one, "vendor", x->vendor);
	value_add_text(a, one, "model", x->model);
	value_add_text(a, one, "effect", effects[x->effect]);
	put_time(a, one, "from", x->from);
	put_time(a, one, "until", x->until);
	put_text(a, one, "condition", x->condition);
	put_text(a, one, "text", x->text);
	put_text(a, one, "source", x->source);
	put_known_time(a, one, "as_of", x->as_of);
}

static void put_crl(struct arena *a, struct value *list, const struct trust_list *l)
{
	struct value *one = value_add(a, list, NULL, VALUE_MAP);
	const STACK_OF(X509_REVOKED) *revoked = X509_CRL_get_REVOKED(l->crl);
	char name[512] = "";

	X509_NAME_oneline(X509_CRL_get_issuer(l->crl), name, sizeof name);
	value_add_text(a, one, "issuer", name);
	value_add_int(a, one, "revoked", revoked ? sk_X509_REVOKED_num(revoked) : 0);
}

static uint32_t count_of(const struct trust_list *l)
{
	return l->crl ? 1 : l->n_entries + l->n_denied + l->n_incidents + l->n_ekus;
}

static void put_entries(struct arena *a, struct value *list, const struct trust_list *l)
{
	for (uint32_t i = 0; i < l->n_entries && i < ENTRIES_SHOWN; i++)
		put_certificate(a, list, &l->entries[i]);
	for (uint32_t i = 0; i < l->n_denied && i < ENTRIES_SHOWN; i++)
		put_denied(a, list, &l->denied[i]);
	for (uint32_t i = 0; i < l->n_incidents && i < ENTRIES_SHOWN; i++)
		put_incident(a, list, &l->incidents[i]);
	for (uint32_t i = 0; i < l->n_ekus; i++)
		value_add_text(a, list, NULL, l->ekus[i]);
	if (l->crl)
		put_crl(a, list, l);
}

static struct value *summarise(struct arena *a, const struct trust_list *l)
{
	struct value *v = value_new(a, VALUE_MAP), *list;
	uint32_t n = count_of(l);

	value_add_text(a, v, "kind", list_kind_name(l->kind));
	value_add_bool(a, v, "official", l->official);
	put_digest(a, v, "sha256", l->sha256);
	put_known_time(a, v, "issued", l->issued);
	put_known_time(a, v, "next_update", l->next_update);
	value_add_int(a, v, "sequence", l->sequence <= INT64_MAX ? (int64_t)l->sequence : INT64_MAX);
	put_text(a, v, "note", l->note);
	value_add_int(a, v, "count", n);
	value_add_int(a, v, "more", n > ENTRIES_SHOWN ? n - ENTRIES_SHOWN : 0);
	list = value_add(a, v, "entries", VALUE_ARRAY);
	put_entries(a, list, l);
	return list ? v : NULL;
}

void worker_list(struct worker *w, const struct request *r)
{
	struct trust_list l = { .kind = LIST_ANCHORS };
	struct error e = ERROR_INIT;
	struct value *summary = NULL;
	struct arena a;
	size_t at;

	worker_step(w, "trust list", 0, 1000);
	arena_init(&a, LIST_ARENA_MAX);
	if (list_parse(&a, (enum list_kind)r->list_kind, w->bytes, &l, &e) == ST_OK) {
		summary = summarise(&a, &l);
		list_release(&l);
		if (!summary)
			err_nomem(&e);
	}
	if (summary) {
		at = frame_begin(&w->out);
		answer_put_list(&w->out.out, w->id, worker_seconds(w), summary);
		worker_send(w, at);
	} else {
		worker_fail(w, &e);
	}
	arena_release(&a);
}
