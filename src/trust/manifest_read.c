/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "src/base/utf8.h"
#include "src/trust/manifest.h"

const char *shown(struct arena *a, const char *text)
{
	char out[512];

	if (!text)
		return NULL;
	utf8_sanitise(out, sizeof out, text, strlen(text));
	return arena_str(a, out);
}

const char *shown_text(struct arena *a, const struct cnode *map, const char *key)
{
	return shown(a, cn_text(map, key));
}

const char *manifest_label(const struct c2pa_manifest *m)
{
	return m->box->label;
}

struct c2pa_manifest *manifest_find(struct c2pa_report *r, const char *label)
{
	struct c2pa_manifest *found = NULL;

	for (uint32_t i = 0; label && i < r->n_manifests; i++)
		if (strcmp(manifest_label(&r->manifests[i]), label) == 0) {
			if (found)
				return NULL; /* two boxes of one label: the reference is not resolved (2.2, 8.4.1) */
			found = &r->manifests[i];
		}
	return found;
}

struct c2pa_assertion *assertion_find(struct c2pa_manifest *m, const char *label)
{
	for (uint32_t i = 0; label && i < m->n_assertions; i++)
		if (strcmp(m->assertions[i].label, label) == 0)
			return &m->assertions[i];
	return NULL;
}

bool hashed_uri_read(const struct cnode *n, struct hashed_uri *out)
{
	*out = (struct hashed_uri){ .url = cn_text(n, "url"), .alg = cn_text(n, "alg") };
	return out->url && cn_bytes(n, "hash", &out->hash);
}

static enum manifest_kind kind_of(const struct jumbf_box *b)
{
	switch (b->kind) {
	case FOURCC('c', '2', 'm', 'a'):
	case FOURCC('c', '2', 'm', 'd'):
		return MANIFEST_STANDARD;
	case FOURCC('c', '2', 'u', 'm'):
		return MANIFEST_UPDATE;
	case FOURCC('c', '2', 't', 'm'):
		return MANIFEST_STAMP;
	default:
		return MANIFEST_UNKNOWN;
	}
}

/* A compressed manifest is read through what is inside; its hash is over the compressed box (2.2, 11.2.4). */
static void inflate(struct reading *w, struct c2pa_manifest *m)
{
	struct jumbf_box *inside;
	struct error e = ERROR_INIT;

	m->compressed = true;
	if (jumbf_inflate(w->a, m->box, &inside, &e))
		status_add(&m->log, "manifest.compressed.invalid", jumbf_uri_manifest(w->a, manifest_label(m)),
			   "the compressed manifest cannot be read: %s", e.message);
	else if (strcmp(inside->label, m->box->label) != 0)
		status_add(&m->log, "manifest.compressed.invalid", jumbf_uri_manifest(w->a, manifest_label(m)),
			   "the manifest inside the compressed one has another label, '%s'", inside->label);
	else
		m->inner = inside;
}

static bool well_known(const struct jumbf_box *b)
{
	return jumbf_is_c2pa(b, b->kind);
}

bool manifest_read(struct reading *w, const struct jumbf_box *box, struct c2pa_manifest *m)
{
	m->box = box;
	m->label = shown(w->a, box->label);
	status_log_init(&m->log, w->a);
	if (!m->label)
		return false;
	if (jumbf_is_c2pa(box, FOURCC('c', '2', 'c', 'm')))
		inflate(w, m);
	else
		m->inner = box;
	m->kind = m->inner && well_known(m->inner) ? kind_of(m->inner) : MANIFEST_UNKNOWN;
	if (!m->inner)
		return true;
	return claim_read(w, m) && assertions_read(w, m) && actions_read(w, m) && ingredients_read(w, m);
}
