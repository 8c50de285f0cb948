/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "src/base/mem.h"
#include "src/trust/manifest.h"

#include <stdlib.h>

enum { REPORT_ARENA_MAX = 256 * 1024 * 1024, NEWS_MAX = STATUS_LOG_MAX };

const char *c2pa_state_name(enum c2pa_state s)
{
	static const char *const names[] = { "none", "invalid", "valid", "trusted" };

	return names[s];
}

void c2pa_report_free(struct c2pa_report *r)
{
	if (!r)
		return;
	for (uint32_t i = 0; i < r->n_manifests; i++)
		signer_release(&r->manifests[i].signer);
	arena_release(&r->arena);
	free(r);
}

/* ---- where the store is ---- */

static void unusable(struct c2pa_report *r, const struct store_found *why)
{
	char text[440];

	r->state = C2PA_INVALID;
	status_add(&r->store_log, why->code ? why->code : "general.error", "self#jumbf=/c2pa", "%s",
		   err_text(&why->fault, text, sizeof text));
}

static enum status from_sidecar(struct reading *w, struct error *e)
{
	struct asset *side = arena_alloc(w->a, 1, sizeof *side);
	const struct store_found *why = NULL;
	enum status st;

	if (!side)
		return err_nomem(e);
	st = asset_open(w->a, w->in->sidecar, side, e);
	if (st)
		return st;
	w->r->store = asset_store(side, &why);
	w->r->sidecar = w->r->store || why;
	if (!w->r->store && why)
		unusable(w->r, why);
	return ST_OK;
}

static enum status find_store(struct reading *w, struct error *e)
{
	const struct store_found *why = NULL;
	enum status st = asset_open(w->a, w->in->file, &w->r->asset, e);

	if (st)
		return st;
	w->r->store = asset_store(&w->r->asset, &why);
	if (!w->r->store && why)
		unusable(w->r, why);
	else if (!w->r->store && w->in->sidecar.len)
		return from_sidecar(w, e);
	return ST_OK;
}

/* ---- the manifests in it ---- */

static bool is_manifest(const struct jumbf_box *b)
{
	static const uint32_t kinds[] = { FOURCC('c', '2', 'm', 'a'), FOURCC('c', '2', 'm', 'd'), FOURCC('c', '2', 'u', 'm'),
					  FOURCC('c', '2', 'c', 'm'), FOURCC('c', '2', 't', 'm') };

	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
		if (jumbf_is_c2pa(b, kinds[i]))
			return true;
	return false;
}

static uint32_t count_manifests(const struct jumbf_box *root)
{
	uint32_t n = 0;

	for (const struct jumbf_box *b = root->first; b; b = b->next)
		n += is_manifest(b);
	return n;
}

static enum status read_manifests(struct reading *w, struct error *e)
{
	struct c2pa_report *r = w->r;
	uint32_t n = count_manifests(r->root);

	if (n > C2PA_MAX_MANIFESTS) {
		status_add(&r->store_log, "general.error", "self#jumbf=/c2pa", "%u manifests; at most %d are read", n,
			   C2PA_MAX_MANIFESTS);
		r->state = C2PA_INVALID;
		return ST_OK;
	}
	r->manifests = arena_alloc(w->a, n ? n : 1, sizeof *r->manifests);
	if (!r->manifests)
		return err_nomem(e);
	for (const struct jumbf_box *b = r->root->first; b; b = b->next)
		if (is_manifest(b) && !manifest_read(w, b, &r->manifests[r->n_manifests++]))
			return err_nomem(e);
	if (!r->n_manifests) {
		status_add(&r->store_log, "claim.missing", "self#jumbf=/c2pa", "the store holds no manifest");
		r->state = C2PA_INVALID;
		return ST_OK;
	}
	r->active = &r->manifests[r->n_manifests - 1];
	r->active->active = true;
	return ST_OK;
}

static enum status read_store(struct reading *w, struct error *e)
{
	struct c2pa_report *r = w->r;
	struct error bad = ERROR_INIT;
	enum status st = jumbf_parse(w->a, r->store->bytes, &r->root, &bad);

	if (st == ST_MEMORY)
		return err_nomem(e);
	if (st) {
		status_add(&r->store_log, "general.error", "self#jumbf=/c2pa", "the store cannot be read: %s (at byte %llu of it)",
			   bad.message, (unsigned long long)bad.offset);
		r->state = C2PA_INVALID;
		return ST_OK;
	}
	/* no hash covers the outermost box's own description (2.2, 11.1.4.1) */
	if (!jumbf_is_c2pa(r->root, FOURCC('c', '2', 'p', 'a')) || strcmp(r->root->label, "c2pa") != 0) {
		status_add(&r->store_log, "general.error", "self#jumbf=/c2pa", "the outermost box is not described as a manifest store");
		r->state = C2PA_INVALID;
		return ST_OK;
	}
	return read_manifests(w, e);
}

/* ---- OCSP answers in assertions of any manifest, as one map (2.2, 18.18) ---- */

static const struct cnode *status_list(const struct c2pa_assertion *x)
{
	return label_is(x->label, "c2pa.certificate-status") ? cn_kind(cn_get(x->cbor, "ocspVals"), CN_ARRAY) : NULL;
}

static void chain_copies(struct arena *a, const struct cnode *list, struct cnode *array)
{
	struct cnode **end = &array->first;

	while (*end)
		end = &(*end)->next;
	for (const struct cnode *n = list->first; n; n = n->next) {
		struct cnode *copy = arena_copy(a, n, sizeof *n);

		if (!copy)
			return;
		copy->next = NULL;
		*end = copy;
		end = &copy->next;
		array->count++;
	}
}

static bool collect_revocation(struct reading *w)
{
	struct cnode *map = arena_alloc(w->a, 1, sizeof *map), *key = arena_alloc(w->a, 1, sizeof *key);
	struct cnode *array = arena_alloc(w->a, 1, sizeof *array);

	if (!map || !key || !array)
		return false;
	*array = (struct cnode){ .kind = CN_ARRAY };
	*key = (struct cnode){ .kind = CN_TEXT, .text = "ocspVals", .bytes = span_of("ocspVals", 8, 0), .next = array };
	*map = (struct cnode){ .kind = CN_MAP, .first = key, .count = 1 };
	for (uint32_t i = 0; i < w->r->n_manifests; i++)
		for (uint32_t k = 0; k < w->r->manifests[i].n_assertions; k++) {
			const struct cnode *list = status_list(&w->r->manifests[i].assertions[k]);

			if (list)
				chain_copies(w->a, list, array);
		}
	w->revocation = array->count ? map : NULL;
	return true;
}

/* ---- judging ---- */

static bool spoils(const struct status_log *l)
{
	for (const struct status_entry *s = l->first; s; s = s->next)
		if (s->class == CODE_FAILURE && strcmp(s->code, "signingCredential.untrusted") != 0)
			return true;
	return l->full;
}

static bool any_delta(const struct c2pa_report *r, bool (*bad)(const struct status_log *))
{
	for (uint32_t i = 0; i < r->n_manifests; i++)
		for (uint32_t k = 0; k < r->manifests[i].n_ingredients; k++)
			if (bad(&r->manifests[i].ingredients[k].fresh))
				return true;
	return false;
}

static bool fails(const struct status_log *l)
{
	return status_has_class(l, CODE_FAILURE);
}

/* The reference implementation's words, so that the two can be compared; people are shown five answers instead. */
static enum c2pa_state judge(const struct c2pa_report *r)
{
	const struct status_log *l = &r->active->log;

	if (!status_has(l, "claimSignature.validated") || !status_has(l, "claimSignature.insideValidity") || spoils(l) ||
	    any_delta(r, spoils))
		return C2PA_INVALID;
	return status_has(l, "signingCredential.trusted") && !fails(l) && !any_delta(r, fails) ? C2PA_TRUSTED : C2PA_VALID;
}

static enum status check_all(struct reading *w, struct error *e)
{
	struct c2pa_report *r = w->r;
	enum status st;

	if (!redactions_collect(w) || !collect_revocation(w))
		return err_nomem(e);
	r->active->referenced = true;
	st = manifest_check(w, r->active, e);
	if (!st)
		st = ingredients_check(w, r->active, 0, e);
	if (!st)
		st = binding_of_active(w, e);
	if (st)
		return st;
	ai_summarise(r);
	r->state = judge(r);
	return ST_OK;
}

static enum status verify(struct reading *w, struct error *e)
{
	enum status st = find_store(w, e);

	if (!st && w->r->store)
		st = read_store(w, e);
	if (!st && w->r->active)
		st = check_all(w, e);
	return st;
}

enum status c2pa_verify(const struct c2pa_input *in, struct c2pa_report **out, struct error *e)
{
	struct c2pa_report *r = mem_need(1, sizeof *r);
	struct reading w = { .r = r, .in = in, .a = &r->arena, .news_left = NEWS_MAX };
	enum status st;

	arena_init(&r->arena, REPORT_ARENA_MAX);
	status_log_init(&r->store_log, &r->arena);
	status_log_init(&w.recorded, &r->arena);
	st = verify(&w, e);
	if (st) {
		c2pa_report_free(r);
		return st;
	}
	*out = r;
	return ST_OK;
}
