/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Redactions (C2PA 2.2 sections 6.7, 15.10.2): a claim may take assertions out of its ingredients' manifests, never
 * out of its own. */
#include "src/base/base.h"

#include "src/trust/manifest.h"

static void collect(struct reading *w, const struct c2pa_manifest *m, const char *text)
{
	struct jumbf_uri u;

	if (!jumbf_uri_parse(w->a, text, &u) || !u.label)
		return;
	if (!u.manifest)
		u.manifest = manifest_label(m);
	w->redacted[w->n_redacted++] = u;
}

bool redactions_collect(struct reading *w)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < w->r->n_manifests; i++)
		n += w->r->manifests[i].n_redactions;
	w->redacted = arena_alloc(w->a, n + 1, sizeof *w->redacted);
	if (!w->redacted)
		return false;
	for (uint32_t i = 0; i < w->r->n_manifests; i++)
		for (uint32_t k = 0; k < w->r->manifests[i].n_redactions; k++)
			collect(w, &w->r->manifests[i], w->r->manifests[i].redactions[k]);
	return true;
}

bool is_touched(const struct reading *w, const struct c2pa_manifest *m)
{
	for (uint32_t i = 0; i < w->n_redacted; i++)
		if (strcmp(w->redacted[i].manifest, manifest_label(m)) == 0)
			return true;
	return false;
}

bool is_redacted(const struct reading *w, const struct c2pa_manifest *m, const char *label)
{
	for (uint32_t i = 0; i < w->n_redacted; i++)
		if (strcmp(w->redacted[i].manifest, manifest_label(m)) == 0 && strcmp(w->redacted[i].label, label) == 0)
			return true;
	return false;
}

/* Zeros or nothing may be left of what was redacted. */
static void still_there(struct reading *w, struct c2pa_manifest *m, const struct jumbf_uri *u, const char *uri)
{
	struct c2pa_manifest *of = manifest_find(w->r, u->manifest);
	const struct c2pa_assertion *x = of ? assertion_find(of, u->label) : NULL;

	if (x && x->box && !span_is_zero(&x->bytes))
		status_add(&m->log, "assertion.notRedacted", uri, "the claim says that it was redacted, and it is still there");
}

static void check_one(struct reading *w, struct c2pa_manifest *m, const char *uri)
{
	struct jumbf_uri u;

	if (!jumbf_uri_parse(w->a, uri, &u) || !u.label)
		return;
	if (strcmp(u.manifest ? u.manifest : manifest_label(m), manifest_label(m)) == 0)
		status_add(&m->log, "assertion.selfRedacted", uri, "the claim redacts an assertion of its own");
	if (strncmp(u.label, "c2pa.actions", 12) == 0)
		status_add(&m->log, "assertion.action.redacted", uri, "actions may not be redacted");
	if (strncmp(u.label, "c2pa.hash.", 10) == 0)
		status_add(&m->log, "assertion.dataHash.redacted", uri, "a hard binding may not be redacted");
	still_there(w, m, &u, uri);
}

void redactions_check(struct reading *w, struct c2pa_manifest *m)
{
	for (uint32_t i = 0; i < m->n_redactions; i++)
		check_one(w, m, jumbf_uri_absolute(w->a, manifest_label(m), m->redactions[i]));
}
