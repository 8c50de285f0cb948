/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which hard binding the active manifest rests on (C2PA 2.2 section 15.12): its own, or, of an update manifest, that of the
 * first standard manifest up the line of parents. */
#include "src/base/base.h"

#include "src/trust/manifest.h"

static bool is_binding(const struct c2pa_assertion *x)
{
	char base[64];
	size_t n = label_base(x->label);

	if (n >= sizeof base || !x->created || x->state == ASSERTION_UNDECLARED)
		return false;
	memcpy(base, x->label, n);
	base[n] = '\0';
	return binding_is_hard(base);
}

static struct c2pa_manifest *parent_of(struct c2pa_manifest *m)
{
	for (uint32_t i = 0; i < m->n_ingredients; i++)
		if (m->ingredients[i].relationship == REL_PARENT)
			return m->ingredients[i].resolved;
	return NULL;
}

static struct c2pa_manifest *holder_of(struct c2pa_manifest *m)
{
	for (unsigned depth = 0; m && m->kind != MANIFEST_STANDARD && depth < C2PA_DEPTH; depth++)
		m = parent_of(m);
	return m && m->kind == MANIFEST_STANDARD ? m : NULL;
}

static const struct c2pa_assertion *find(struct reading *w, struct c2pa_manifest *m)
{
	const struct c2pa_assertion *found = NULL;
	unsigned n = 0;

	for (uint32_t i = 0; i < m->n_assertions; i++)
		if (is_binding(&m->assertions[i])) {
			n++;
			if (!found)
				found = &m->assertions[i];
		}
	if (n > 1)
		status_add(&m->log, "assertion.multipleHardBindings",
			   jumbf_uri_part(w->a, manifest_label(m), "c2pa.assertions"), "%u hard bindings", n);
	return found;
}

static enum status check(struct reading *w, struct c2pa_manifest *active, const struct c2pa_manifest *holder,
			 const struct c2pa_assertion *x, struct error *e)
{
	char base[64];
	size_t n = label_base(x->label);
	struct binding_input in = { .asset = &w->r->asset, .store = w->r->sidecar ? NULL : w->r->store, .assertion = x->cbor,
				    .label = base, .url = x->url, .default_alg = holder->alg,
				    .from_parent = holder != active, .segments = w->in->segments,
				    .n_segments = w->in->n_segments, .ctl = w->in->ctl };

	memcpy(base, x->label, n);
	base[n] = '\0';
	active->binding_label = x->label;
	active->binding_checked = true;
	return binding_check(w->a, &in, &active->log, &active->binding, e);
}

enum status binding_of_active(struct reading *w, struct error *e)
{
	struct c2pa_manifest *m = w->r->active, *holder = holder_of(m);
	const struct c2pa_assertion *x = holder ? find(w, holder) : NULL;

	if (!m->claim_version)
		return ST_OK;
	if (!x || !x->cbor) {
		status_add(&m->log, "claim.hardBindings.missing", jumbf_uri_manifest(w->a, manifest_label(m)),
			   "nothing binds the manifest to the bytes of a file");
		return ST_OK;
	}
	return check(w, m, holder, x, e);
}
