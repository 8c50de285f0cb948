/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/provenance/c2pa_details.h"

#include <math.h>

enum { CONTENT_NODES = 600 }; /* of one assertion */

int64_t c2pa_store_offset(const struct c2pa_case *c, const struct span *s)
{
	const struct span *store = c->r->store ? &c->r->store->bytes : NULL;

	if (!store || !s->data || !store->data)
		return -1;
	if ((uintptr_t)s->data < (uintptr_t)store->data || (uintptr_t)s->data > (uintptr_t)store->data + store->len)
		return -1;
	return (int64_t)((uintptr_t)s->data - (uintptr_t)store->data);
}

static void put_offset(struct put *p, struct value *in, const char *key, int64_t offset)
{
	if (offset < 0)
		put_null(p, in, key);
	else
		put_int(p, in, key, offset);
}

static void entries(struct put *p, struct value *in, const struct status_log *l)
{
	struct value *list = put_array(p, in, "entries");

	for (const struct status_entry *n = l->first; n && list; n = n->next) {
		struct value *v = put_map(p, list, NULL);

		put_text(p, v, "code", n->code);
		put_text(p, v, "class", code_class_name(n->class));
		put_text(p, v, "url", n->url);
		put_text(p, v, "explanation", n->explanation);
	}
}

static void actions(struct put *p, struct value *in, const struct c2pa_manifest *m)
{
	struct value *list = put_array(p, in, "actions");

	for (uint32_t i = 0; i < m->n_actions && list && p->left; i++) {
		const struct c2pa_action *a = &m->actions[i];
		struct value *v = put_map(p, list, NULL);

		put_text(p, v, "action", a->action);
		put_text(p, v, "when", a->when);
		put_text(p, v, "agent", a->agent);
		put_text(p, v, "type", a->type);
		put_text(p, v, "description", a->description);
		put_text(p, v, "reason", a->reason);
		put_words(p, v, "ingredients", a->ingredients, a->n_ingredients);
		put_bool(p, v, "changes", a->changes);
	}
	put_bool(p, in, "all_actions_included", m->all_actions_included);
}

static void ingredients(struct put *p, struct value *in, const struct c2pa_case *c, const struct c2pa_manifest *m)
{
	struct value *list = put_array(p, in, "ingredients");

	for (uint32_t i = 0; i < m->n_ingredients && list && p->left; i++) {
		const struct c2pa_ingredient *g = &m->ingredients[i];
		struct value *v = put_map(p, list, NULL);

		put_text(p, v, "label", g->label);
		put_text(p, v, "title", g->title);
		put_text(p, v, "format", g->format);
		put_text(p, v, "relationship", g->relationship == REL_NONE ? NULL : relationship_name(g->relationship));
		put_text(p, v, "manifest", g->manifest);
		put_index(p, v, "resolved", credentials_index(c->r, g->resolved));
		put_codes(p, v, "recorded", &g->recorded);
		put_codes(p, v, "fresh", &g->fresh);
		put_offset(p, v, "thumbnail", g->thumbnail.bytes.len ? c2pa_store_offset(c, &g->thumbnail.bytes) : -1);
	}
}

static const char *state_name(enum assertion_state s)
{
	static const char *const names[] = {
		[ASSERTION_UNCHECKED] = "unchecked", [ASSERTION_MATCH] = "match", [ASSERTION_MISMATCH] = "mismatch",
		[ASSERTION_MISSING] = "missing", [ASSERTION_REDACTED] = "redacted",
		[ASSERTION_UNDECLARED] = "undeclared", [ASSERTION_OUTSIDE] = "outside",
	};

	return names[s];
}

static void content(struct put *p, struct value *v, const struct c2pa_assertion *x)
{
	bool before = p->cut;

	p->cut = false;
	if (x->cbor)
		put_cbor(p, v, "content", x->cbor, C2PA_CONTENT_LEVELS, CONTENT_NODES);
	else if (x->json)
		put_long(p, v, "content", x->json);
	put_bool(p, v, "cut", p->cut || (x->json && strlen(x->json) >= PUT_LONG));
	p->cut |= before;
}

static void assertions(struct put *p, struct value *in, const struct c2pa_case *c, const struct c2pa_manifest *m)
{
	struct value *list = put_array(p, in, "assertions");

	for (uint32_t i = 0; i < m->n_assertions && list && p->left; i++) {
		const struct c2pa_assertion *x = &m->assertions[i];
		struct value *v = put_map(p, list, NULL);

		put_text(p, v, "label", x->label);
		put_text(p, v, "listed", x->created ? "created" : x->gathered ? "gathered" : "no");
		put_text(p, v, "state", state_name(x->state));
		put_offset(p, v, "offset", x->bytes.len ? c2pa_store_offset(c, &x->bytes) : -1);
		put_int(p, v, "length", (int64_t)x->bytes.len);
		put_text(p, v, "media_type", x->media_type);
		content(p, v, x);
	}
}

static void binding(struct put *p, struct value *in, const struct c2pa_manifest *m)
{
	static const char *const answers[] = { [BINDING_MATCH] = "match", [BINDING_MISMATCH] = "mismatch",
					       [BINDING_MALFORMED] = "malformed", [BINDING_UNSUPPORTED] = "unsupported" };
	struct value *v = m->binding_checked ? put_map(p, in, "binding") : NULL;

	if (!m->binding_checked) {
		put_null(p, in, "binding");
		return;
	}
	put_text(p, v, "kind", m->binding.kind);
	put_text(p, v, "label", m->binding_label);
	put_text(p, v, "algorithm", m->binding.algorithm);
	put_text(p, v, "answer", answers[m->binding.answer]);
	put_text(p, v, "note", m->binding.note);
	put_bool(p, v, "picture_unbound", m->binding.picture_unbound);
}

static void thumbnail(struct put *p, struct value *in, const struct c2pa_case *c, const struct c2pa_manifest *m)
{
	const struct c2pa_thumbnail *t = &m->thumbnail;
	const struct thumbnail_match *match = c2pa_match(c, t);
	struct value *v = t->bytes.len ? put_map(p, in, "thumbnail") : NULL;

	if (!t->bytes.len) {
		put_null(p, in, "thumbnail");
		return;
	}
	put_offset(p, v, "offset", c2pa_store_offset(c, &t->bytes));
	put_int(p, v, "length", (int64_t)t->bytes.len);
	put_text(p, v, "media_type", t->media_type);
	put_real(p, v, "distance", match ? thumbnail_distance(match) : (double)NAN);
}

static const char *kind_name(enum manifest_kind k)
{
	static const char *const names[] = { [MANIFEST_STANDARD] = "standard", [MANIFEST_UPDATE] = "update",
					     [MANIFEST_STAMP] = "timestamp", [MANIFEST_UNKNOWN] = "unknown" };

	return names[k];
}

static void head(struct put *p, struct value *v, const struct c2pa_manifest *m, const struct c2pa_place *at)
{
	put_text(p, v, "label", m->label);
	put_text(p, v, "role", at->role);
	put_index(p, v, "parent", at->parent);
	put_int(p, v, "depth", at->depth);
	put_text(p, v, "kind", kind_name(m->kind));
	put_bool(p, v, "compressed", m->compressed);
	put_bool(p, v, "checked", m->referenced || m->active);
	put_int(p, v, "claim_version", m->claim_version);
	put_text(p, v, "title", m->title);
	put_text(p, v, "format", m->format);
	put_text(p, v, "instance_id", m->instance_id);
	put_text(p, v, "generator", m->generator);
	put_text(p, v, "generator_version", m->generator_version);
}

void c2pa_put_manifest(struct put *p, struct value *in, const struct c2pa_case *c, const struct c2pa_manifest *m,
		       const struct c2pa_place *at)
{
	head(p, in, m, at);
	c2pa_put_signature(p, in, m);
	put_codes(p, in, "codes", &m->log);
	binding(p, in, m);
	thumbnail(p, in, c, m);
	actions(p, in, m);
	ingredients(p, in, c, m);
	put_words(p, in, "redactions", m->redactions, m->n_redactions);
	assertions(p, in, c, m);
	entries(p, in, &m->log);
}
