/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ingredients (C2PA 2.2 sections 18.16 and 15.11): what a picture was made from, and the graph that this spans. */
#include "src/base/base.h"

#include "src/trust/manifest.h"

static int version_of(const struct c2pa_assertion *x)
{
	if (x->state == ASSERTION_UNDECLARED || !x->cbor)
		return 0;
	return label_is(x->label, "c2pa.ingredient")	  ? 1
	       : label_is(x->label, "c2pa.ingredient.v2") ? 2
	       : label_is(x->label, "c2pa.ingredient.v3") ? 3
							  : 0;
}

const char *relationship_name(enum relationship r)
{
	static const char *const names[] = { "none", "parentOf", "componentOf", "inputTo" };

	return names[r];
}

static enum relationship relationship_of(const struct cnode *map)
{
	for (enum relationship r = REL_PARENT; r <= REL_INPUT; r++)
		if (cn_is_text(cn_get(map, "relationship"), relationship_name(r)))
			return r;
	return REL_NONE;
}

/* The hashed_uri of the manifest that came with it: v3 `activeManifest`, else `c2pa_manifest`. */
static const struct cnode *manifest_uri(const struct cnode *map)
{
	const struct cnode *n = cn_get(map, "activeManifest");

	return n ? n : cn_get(map, "c2pa_manifest");
}

static void read_thumbnail(struct reading *w, struct c2pa_manifest *m, struct c2pa_ingredient *g, const struct cnode *map)
{
	const char *url = cn_text(cn_get(map, "thumbnail"), "url");
	struct jumbf_uri u;
	const struct c2pa_assertion *x;

	if (!url || !jumbf_uri_parse(w->a, url, &u) || (u.manifest && strcmp(u.manifest, manifest_label(m)) != 0))
		return;
	x = assertion_find(m, u.label);
	if (x && x->bytes.len)
		g->thumbnail = (struct c2pa_thumbnail){ x->bytes, x->media_type, x->label };
}

static void read_one(struct reading *w, struct c2pa_manifest *m, const struct c2pa_assertion *x, struct c2pa_ingredient *g)
{
	const char *url = cn_text(manifest_uri(x->cbor), "url");
	struct jumbf_uri u;

	g->version = version_of(x);
	g->label = x->label;
	g->title = shown_text(w->a, x->cbor, "dc:title");
	g->format = shown_text(w->a, x->cbor, "dc:format");
	g->instance_id = shown_text(w->a, x->cbor, "instanceID");
	g->relationship = relationship_of(x->cbor);
	status_log_init(&g->recorded, w->a);
	status_log_init(&g->fresh, w->a);
	if (url && jumbf_uri_parse(w->a, url, &u))
		g->manifest = u.manifest;
	read_thumbnail(w, m, g, x->cbor);
	recorded_read(w, g, x->cbor);
}

bool ingredients_read(struct reading *w, struct c2pa_manifest *m)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < m->n_assertions; i++)
		n += version_of(&m->assertions[i]) != 0;
	m->ingredients = arena_alloc(w->a, n ? n : 1, sizeof *m->ingredients);
	if (!m->ingredients)
		return false;
	for (uint32_t i = 0; i < m->n_assertions; i++)
		if (version_of(&m->assertions[i]))
			read_one(w, m, &m->assertions[i], &m->ingredients[m->n_ingredients++]);
	return true;
}

/* ---- judging ---- */

/* News about an ingredient: nothing that some signer of this store wrote down before. */
static void news(struct reading *w, struct c2pa_ingredient *g, const char *code, const char *url, const char *text)
{
	if (was_recorded(w, code, url))
		return;
	if (!w->news_left) {
		g->fresh.full = true;
		return;
	}
	w->news_left--;
	status_add(&g->fresh, code, url, "%s", text);
}

static bool equals(const char *alg, struct span hash, struct span bytes)
{
	uint8_t digest[64];
	size_t n;

	return hash_named(alg, bytes.data, bytes.len, digest, &n) && hash.len == n && memcmp(hash.data, digest, n) == 0;
}

static const struct jumbf_box *signature_box(const struct c2pa_manifest *m)
{
	return m->inner ? jumbf_child(m->inner, "c2pa.signature") : NULL;
}

/* Of a redacted manifest the box has changed on purpose: the hash of its signature stands for it (2.2, 15.11.3.1). */
static void check_by_signature(struct reading *w, struct c2pa_ingredient *g, const struct cnode *map, const char *url)
{
	const struct jumbf_box *box = signature_box(g->resolved);
	struct hashed_uri h;

	if (!hashed_uri_read(cn_get(map, "claimSignature"), &h)) {
		if (g->resolved->claim_version > 1)
			news(w, g, "ingredient.claimSignature.missing", url, "it was redacted, and no hash of its signature is there");
		return;
	}
	if (box && equals(h.alg ? h.alg : g->resolved->alg ? g->resolved->alg : "sha256", h.hash, box->payload))
		news(w, g, "ingredient.claimSignature.validated", url, "its signature is the one that was taken in");
	else
		news(w, g, "ingredient.claimSignature.mismatch", url, "its signature is not the one that was taken in");
}

static void check_hash(struct reading *w, struct c2pa_ingredient *g, const struct cnode *map, const struct hashed_uri *h)
{
	const struct c2pa_manifest *m = g->resolved;
	const char *alg = h->alg ? h->alg : m->alg ? m->alg : "sha256";
	const char *url = jumbf_uri_manifest(w->a, manifest_label(m));

	if (is_touched(w, m)) {
		check_by_signature(w, g, map, url);
		return;
	}
	if (equals(alg, h->hash, m->box->payload))
		news(w, g, "ingredient.manifest.validated", url, "its manifest is the one that was taken in");
	else if (!hash_known(alg))
		news(w, g, "algorithm.unsupported", url, "its hash algorithm is not allowed");
	/* before C2PA 1.3 the hash was over the bytes of the claim */
	else if (!(m->claim_version == 1 && equals(alg, h->hash, m->claim)))
		news(w, g, "ingredient.manifest.mismatch", url, "its manifest is not the one that was taken in");
}

static void copy_news(struct reading *w, struct c2pa_ingredient *g)
{
	for (const struct status_entry *s = g->resolved->log.first; s; s = s->next)
		news(w, g, s->code, s->url, s->explanation);
}

static enum status check_child(struct reading *w, struct c2pa_ingredient *g, const struct cnode *map,
			       const struct hashed_uri *h, unsigned depth, struct error *e)
{
	struct c2pa_manifest *m = g->resolved;
	enum status st = ST_OK;

	if (g->version >= 3 && !cn_get(map, "validationResults"))
		news(w, g, "assertion.ingredient.malformed", h->url, "an ingredient with a manifest records no validation results");
	check_hash(w, g, map, h);
	if (!m->referenced) {
		m->referenced = true;
		st = manifest_check(w, m, e);
	}
	copy_news(w, g);
	if (st || m->visited)
		return st;
	m->visited = true;
	return ingredients_check(w, m, depth + 1, e);
}

static enum status check_one(struct reading *w, struct c2pa_manifest *m, struct c2pa_ingredient *g, unsigned depth,
			     struct error *e)
{
	const struct c2pa_assertion *x = assertion_find(m, g->label);
	const struct cnode *uri = manifest_uri(x->cbor);
	struct hashed_uri h;

	if (is_redacted(w, m, g->label))
		return ST_OK;
	if (!uri) {
		if (g->relationship != REL_INPUT)
			news(w, g, "ingredient.unknownProvenance", x->url, "the ingredient came without Content Credentials");
		return ST_OK;
	}
	if (!hashed_uri_read(uri, &h) || !g->manifest)
		return ST_OK; /* said by ingredients_rules */
	g->resolved = manifest_find(w->r, g->manifest);
	if (!g->resolved || !g->resolved->inner) {
		news(w, g, "ingredient.manifest.missing", h.url, "its manifest is not in the store");
		return ST_OK;
	}
	if (g->resolved == m)
		return ST_OK; /* a cycle of one: its hash cannot hold, and it is being checked already */
	return check_child(w, g, x->cbor, &h, depth, e);
}

static unsigned count_parents(const struct c2pa_manifest *m)
{
	unsigned n = 0;

	for (uint32_t i = 0; i < m->n_ingredients; i++)
		n += m->ingredients[i].relationship == REL_PARENT;
	return n;
}

static void check_parents(struct reading *w, struct c2pa_manifest *m)
{
	unsigned n = count_parents(m);
	const char *url = jumbf_uri_manifest(w->a, manifest_label(m));

	if (m->kind == MANIFEST_UPDATE && n != 1)
		status_add(&m->log, "manifest.update.wrongParents", url, "an update manifest with %u parents", n);
	if (m->kind == MANIFEST_STAMP && n != 1)
		status_add(&m->log, "manifest.timestamp.wrongParents", url, "a time-stamp manifest with %u parents", n);
	if (m->kind == MANIFEST_STANDARD && n > 1)
		status_add(&m->log, "manifest.multipleParents", url, "%u ingredients are its parent", n);
}

void ingredients_rules(struct reading *w, struct c2pa_manifest *m)
{
	check_parents(w, m);
	for (uint32_t i = 0; i < m->n_ingredients; i++) {
		const struct c2pa_ingredient *g = &m->ingredients[i];
		const struct c2pa_assertion *x = assertion_find(m, g->label);
		const struct cnode *uri = manifest_uri(x->cbor);
		struct hashed_uri h;

		if (is_redacted(w, m, g->label))
			continue;
		if (g->relationship == REL_NONE)
			status_add(&m->log, "assertion.ingredient.malformed", x->url, "its relationship is not one that exists");
		if (uri && (!hashed_uri_read(uri, &h) || !g->manifest))
			status_add(&m->log, "assertion.ingredient.malformed", x->url, "it names its manifest by no usable URI");
	}
}

enum status ingredients_check(struct reading *w, struct c2pa_manifest *m, unsigned depth, struct error *e)
{
	enum status st = ST_OK;

	if (depth == 0)
		m->visited = true;
	if (depth >= C2PA_DEPTH) {
		status_add(&m->log, "general.error", jumbf_uri_manifest(w->a, manifest_label(m)),
			   "ingredients nested over %d deep were not followed", C2PA_DEPTH);
		return ST_OK;
	}
	for (uint32_t i = 0; !st && i < m->n_ingredients; i++) {
		if (job_cancelled(w->in->ctl))
			return err_set(e, ST_CANCELLED, "stopped");
		st = check_one(w, m, &m->ingredients[i], depth, e);
	}
	return st;
}
