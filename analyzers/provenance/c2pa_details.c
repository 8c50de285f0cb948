/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/provenance/c2pa_details.h"

#include "src/base/mem.h"

enum { RESERVE = 1500 }; /* of the nodes, for what stands beside the manifests */

const char *c2pa_unbound_name(enum unbound_kind k)
{
	static const char *const names[] = {
		[UNBOUND_STORE] = "store", [UNBOUND_PADDING] = "padding", [UNBOUND_METADATA] = "metadata",
		[UNBOUND_FREE] = "free", [UNBOUND_FILL] = "fill", [UNBOUND_AFTER_END] = "after_end",
		[UNBOUND_PICTURE] = "picture", [UNBOUND_OTHER] = "other",
	};

	return names[k];
}

/* ---- the file ---- */

static void store(struct put *p, struct value *v, const struct c2pa_case *c)
{
	const struct store_found *s = c->r->store;
	struct value *m = s ? put_map(p, v, "store") : NULL;

	put_text(p, v, "state", c2pa_state_name(c->r->state));
	put_text(p, v, "place", !s ? NULL : c->r->sidecar ? "sidecar" : "embedded");
	put_text(p, v, "container", asset_kind_name(c->r->asset.kind));
	if (!s) {
		put_null(p, v, "store");
		return;
	}
	if (s->n_pieces && !c->r->sidecar)
		put_int(p, m, "offset", (int64_t)s->pieces[0].start);
	else
		put_null(p, m, "offset");
	put_int(p, m, "length", (int64_t)s->bytes.len);
}

static void answer(struct put *p, struct value *in, const char *key, const struct c2pa_answer *a,
		   const struct c2pa_answers *all)
{
	struct value *v = put_map(p, in, key);

	put_text(p, v, "answer", a->answer);
	put_text(p, v, "text", a->text);
	if (a == &all->gaps)
		put_words(p, v, "items", all->items, all->n_items);
}

static void answers(struct put *p, struct value *in, const struct c2pa_answers *a)
{
	struct value *v = put_map(p, in, "answers");

	answer(p, v, "integrity", &a->integrity, a);
	answer(p, v, "identity", &a->identity, a);
	answer(p, v, "time", &a->time, a);
	answer(p, v, "statements", &a->statements, a);
	answer(p, v, "gaps", &a->gaps, a);
}

static bool news(const struct c2pa_ingredient *g)
{
	return g->fresh.first || g->recorded.first;
}

static void deltas(struct put *p, struct value *in, const struct c2pa_case *c)
{
	struct value *list = put_array(p, in, "ingredients");

	for (uint32_t i = 0; i < c->r->n_manifests && list; i++)
		for (uint32_t k = 0; k < c->r->manifests[i].n_ingredients && p->left; k++) {
			const struct c2pa_ingredient *g = &c->r->manifests[i].ingredients[k];
			struct value *v = c->r->manifests[i].referenced && news(g) ? put_map(p, list, NULL) : NULL;

			put_index(p, v, "manifest", (int)i);
			put_text(p, v, "url", g->label);
			put_codes(p, v, "codes", &g->fresh);
			put_codes(p, v, "recorded", &g->recorded);
		}
}

/* ---- the history ---- */

static const char *role_of(enum relationship r)
{
	return r == REL_NONE ? "unreferenced" : relationship_name(r);
}

/* The tree of first visits, from the active manifest down: a manifest that hangs at two places is shown at the first. */
static void place(const struct c2pa_report *r, const struct c2pa_manifest *m, struct c2pa_place *at, bool *seen,
		  unsigned depth)
{
	for (uint32_t i = 0; i < m->n_ingredients && depth < C2PA_DEPTH; i++) {
		const struct c2pa_ingredient *g = &m->ingredients[i];
		int k = credentials_index(r, g->resolved);

		if (k < 0 || seen[k])
			continue;
		seen[k] = true;
		at[k] = (struct c2pa_place){ role_of(g->relationship), credentials_index(r, m), depth };
		place(r, g->resolved, at, seen, depth + 1);
	}
}

static void places(const struct c2pa_report *r, struct c2pa_place *at, bool *seen)
{
	int active = credentials_index(r, r->active);

	for (uint32_t i = 0; i < r->n_manifests; i++)
		at[i] = (struct c2pa_place){ "unreferenced", -1, 0 };
	if (active < 0)
		return;
	seen[active] = true;
	at[active] = (struct c2pa_place){ "active", -1, 0 };
	place(r, r->active, at, seen, 1);
}

/* In store order, so that indexes fit; the active one is written first, so that it gets its share of the nodes. */
static void manifests(struct put *p, struct value *in, const struct c2pa_case *c)
{
	const struct c2pa_report *r = c->r;
	struct value *list = put_array(p, in, "manifests");
	struct value **maps = arena_alloc(p->a, r->n_manifests + 1, sizeof *maps);
	struct c2pa_place *at = arena_alloc(p->a, r->n_manifests + 1, sizeof *at);
	bool *seen = arena_alloc(p->a, r->n_manifests + 1, sizeof *seen);
	int active = credentials_index(r, r->active);

	if (!maps || !at || !seen)
		return;
	places(r, at, seen);
	for (uint32_t i = 0; i < r->n_manifests; i++)
		maps[i] = put_map(p, list, NULL);
	if (active >= 0)
		c2pa_put_manifest(p, maps[active], c, r->active, &at[active]);
	for (uint32_t i = r->n_manifests; i; i--)
		if ((int)i - 1 != active)
			c2pa_put_manifest(p, maps[i - 1], c, &r->manifests[i - 1], &at[i - 1]);
}

/* ---- beside them ---- */

static void unbound(struct put *p, struct value *in, const struct c2pa_case *c)
{
	struct value *list = put_array(p, in, "unbound");

	for (uint32_t i = 0; c->bound && i < c->bound->binding.n_unbound && p->left; i++) {
		const struct unbound *u = &c->bound->binding.unbound[i];
		struct value *v = put_map(p, list, NULL);

		put_int(p, v, "start", (int64_t)u->at.start);
		put_int(p, v, "length", (int64_t)u->at.length);
		put_text(p, v, "kind", c2pa_unbound_name(u->kind));
		put_text(p, v, "what", u->what);
	}
}

static void residue(struct put *p, struct value *in, const struct c2pa_case *c)
{
	struct value *list = put_array(p, in, "residue");

	for (uint32_t i = 0; i < c->n_residue; i++) {
		struct value *v = put_map(p, list, NULL);

		put_text(p, v, "code", c->residue[i].code);
		put_text(p, v, "text", c->residue[i].text);
		if (c->residue[i].has_offset)
			put_int(p, v, "offset", (int64_t)c->residue[i].offset);
		else
			put_null(p, v, "offset");
	}
}

static void incidents(struct put *p, struct value *in, const struct c2pa_case *c)
{
	struct value *list = put_array(p, in, "incidents");

	for (uint32_t i = 0; i < c->r->n_manifests && p->left; i++) {
		const struct c2pa_manifest *m = &c->r->manifests[i];
		const struct trust_list *by = NULL;
		const struct incident *n = m->referenced || m->active
			? credentials_incident(m, c->in->has_exif ? &c->in->facts : NULL, c->cx->world, &by) : NULL;
		struct value *v = n ? put_map(p, list, NULL) : NULL;

		if (!n)
			continue;
		put_text(p, v, "id", n->id);
		put_text(p, v, "text", n->text);
		put_text(p, v, "source", n->source);
		put_index(p, v, "manifest", (int)i);
	}
}

static void lists(struct put *p, struct value *in, const struct world *w)
{
	struct value *list = put_array(p, in, "lists");

	for (uint32_t i = 0; w && i < w->n_lists; i++)
		c2pa_put_list(p, list, NULL, &w->lists[i]);
	put_bool(p, in, "judges", w && w->judges);
	put_text(p, in, "why_not", w && !w->judges ? w->why_not : NULL);
}

static void tail(struct put *p, struct value *v, const struct c2pa_case *c)
{
	unbound(p, v, c);
	residue(p, v, c);
	incidents(p, v, c);
	lists(p, v, c->cx->world);
}

void c2pa_details(const struct c2pa_case *c, const struct c2pa_answers *a, struct result *out)
{
	struct put p = { .a = out->arena, .left = C2PA_NODES - RESERVE };
	struct put rest = { .a = out->arena, .left = RESERVE - 1 };
	struct value *v = result_details(out);

	store(&p, v, c);
	answers(&p, v, a);
	put_codes(&p, v, "codes", c->m ? &c->m->log : &c->r->store_log);
	deltas(&p, v, c);
	put_index(&p, v, "active", credentials_index(c->r, c->r->active));
	manifests(&p, v, c);
	tail(&rest, v, c);
	if (p.cut || rest.cut)
		value_add_bool(out->arena, v, "cut", true);
}
