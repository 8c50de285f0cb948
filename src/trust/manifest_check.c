/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One manifest, judged by itself (C2PA 2.2 section 15.7 to 15.10): signature, redactions, assertions, actions. */
#include "src/base/base.h"

#include "src/trust/manifest.h"

static const struct jumbf_box *signature_of(struct reading *w, struct c2pa_manifest *m, const char **url)
{
	const char *text = cn_text(m->claim_tree, "signature");
	struct jumbf_uri u;
	const struct jumbf_box *box;

	*url = jumbf_uri_part(w->a, manifest_label(m), "c2pa.signature");
	if (!text || !jumbf_uri_parse(w->a, text, &u) || !u.part || u.label ||
	    (u.manifest && strcmp(u.manifest, manifest_label(m)) != 0))
		return NULL;
	box = jumbf_child(m->inner, u.part);
	if (!box || !jumbf_is_c2pa(box, FOURCC('c', '2', 'c', 's')))
		return NULL;
	*url = jumbf_uri_part(w->a, manifest_label(m), u.part);
	return jumbf_content(box, FOURCC('c', 'b', 'o', 'r'));
}

/* A token for this manifest out of a c2pa.time-stamp assertion of another one (2.2, 18.17). */
static struct span stamp_for(struct reading *w, const struct c2pa_manifest *m)
{
	struct span found = { 0 };

	for (uint32_t i = 0; i < w->r->n_manifests; i++) {
		const struct c2pa_manifest *other = &w->r->manifests[i];

		for (uint32_t k = 0; k < other->n_assertions; k++)
			if (label_is(other->assertions[k].label, "c2pa.time-stamp") &&
			    cn_bytes(other->assertions[k].cbor, manifest_label(m), &found))
				return found;
	}
	return found;
}

static enum status check_signature(struct reading *w, struct c2pa_manifest *m, struct error *e)
{
	const char *url;
	const struct jumbf_box *box = signature_of(w, m, &url);
	struct signer_input in = { .world = w->in->world, .now = w->in->now, .url = url, .claim = m->claim,
				   .claim_v2 = m->claim_version == 2, .more_revocation = w->revocation };

	if (!box) {
		status_add(&m->log, "claimSignature.missing", url, "the signature that the claim names is not in its manifest");
		return ST_OK;
	}
	m->has_signature = true;
	in.signature_box = box->payload;
	in.more_stamp = stamp_for(w, m);
	return signer_check(w->a, &in, &m->log, &m->signer, e);
}

static bool allowed_in_update(const char *action)
{
	static const char *const allowed[] = { "c2pa.edited.metadata", "c2pa.opened", "c2pa.published", "c2pa.redacted" };

	for (size_t i = 0; action && i < sizeof allowed / sizeof *allowed; i++)
		if (strcmp(action, allowed[i]) == 0)
			return true;
	return false;
}

/* An update manifest changes nothing of the picture (2.2, 11.2.3). */
static void check_update(struct reading *w, struct c2pa_manifest *m)
{
	const char *url = jumbf_uri_manifest(w->a, manifest_label(m));

	if (m->kind != MANIFEST_UPDATE)
		return;
	for (uint32_t i = 0; i < m->n_actions; i++)
		if (!allowed_in_update(m->actions[i].action))
			status_add(&m->log, "manifest.update.invalid", url, "an update manifest with action '%s'",
				   m->actions[i].action ? m->actions[i].action : "");
	for (uint32_t i = 0; i < m->n_assertions; i++) {
		const char *label = m->assertions[i].label;

		if (strncmp(label, "c2pa.hash.", 10) == 0)
			status_add(&m->log, "manifest.update.invalid", url, "an update manifest with a hard binding");
		if (strncmp(label, "c2pa.thumbnail.claim", 20) == 0)
			status_add(&m->log, "manifest.update.invalid", url, "an update manifest with a claim thumbnail");
	}
}

static void check_stamp_manifest(struct reading *w, struct c2pa_manifest *m)
{
	for (uint32_t i = 0; m->kind == MANIFEST_STAMP && i < m->n_assertions; i++)
		if (strncmp(m->assertions[i].label, "c2pa.ingredient", 15) != 0)
			status_add(&m->log, "manifest.timestamp.invalid", jumbf_uri_manifest(w->a, manifest_label(m)),
				   "a time-stamp manifest with assertion '%s'", m->assertions[i].label);
}

/* Assertions that point outside (2.2, 15.10.3.2.1): never fetched, but their form is checked. */
static void check_cloud(struct c2pa_manifest *m)
{
	for (uint32_t i = 0; i < m->n_assertions; i++) {
		const struct c2pa_assertion *x = &m->assertions[i];
		const char *label = cn_text(x->cbor, "label");
		uint64_t size;

		if (!label_is(x->label, "c2pa.cloud-data") || !x->cbor)
			continue;
		if (!label || !cn_get(x->cbor, "location") || !cn_uint(x->cbor, "size", &size) || !size)
			status_add(&m->log, "assertion.cloud-data.malformed", x->url, "label, size or location is missing");
		else if (strncmp(label, "c2pa.hash.", 10) == 0)
			status_add(&m->log, "assertion.cloud-data.hardBinding", x->url, "a hard binding kept elsewhere");
		else if (m->kind == MANIFEST_UPDATE && strncmp(label, "c2pa.actions", 12) == 0)
			status_add(&m->log, "assertion.cloud-data.actions", x->url, "actions of an update manifest kept elsewhere");
	}
}

enum status manifest_check(struct reading *w, struct c2pa_manifest *m, struct error *e)
{
	enum status st;

	if (job_cancelled(w->in->ctl))
		return err_set(e, ST_CANCELLED, "stopped");
	if (!m->claim_version)
		return ST_OK; /* without a claim there is nothing to check: said when it was read */
	st = check_signature(w, m, e);
	if (st)
		return st;
	redactions_check(w, m);
	check_update(w, m);
	check_stamp_manifest(w, m);
	assertions_check(w, m);
	ingredients_rules(w, m);
	actions_check(w, m);
	check_cloud(m);
	json_check(m);
	return ST_OK;
}
