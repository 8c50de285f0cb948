/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The claim (C2PA 2.2 section 10.2; version 1: C2PA 1.4 section 10.2). */
#include "src/base/base.h"

#include "src/trust/manifest.h"

static const struct jumbf_box *claim_box(const struct c2pa_manifest *m, unsigned *n)
{
	const struct jumbf_box *found = NULL;

	*n = 0;
	for (const struct jumbf_box *b = m->inner->first; b; b = b->next)
		if (jumbf_is_c2pa(b, FOURCC('c', '2', 'c', 'l'))) {
			if (!found)
				found = b;
			++*n;
		}
	return found;
}

static void malformed(struct reading *w, struct c2pa_manifest *m, const char *what)
{
	status_add(&m->log, "claim.malformed", jumbf_uri_manifest(w->a, manifest_label(m)), "%s", what);
}

static void need(struct reading *w, struct c2pa_manifest *m, const char *key, bool there)
{
	char text[120];

	if (there)
		return;
	snprintf(text, sizeof text, "the claim has no usable '%s'", key);
	malformed(w, m, text);
}

static bool text_there(const struct cnode *map, const char *key)
{
	const char *t = cn_text(map, key);

	return t && *t;
}

/* Version 1 writes an array (or leaves it out), version 2 one map with a name. */
static const struct cnode *generator_info(const struct cnode *claim)
{
	const struct cnode *g = cn_get(claim, "claim_generator_info");

	if (g && g->kind == CN_ARRAY)
		g = g->first;
	return cn_kind(g, CN_MAP);
}

static void required_v1(struct reading *w, struct c2pa_manifest *m)
{
	const struct cnode *c = m->claim_tree;

	need(w, m, "claim_generator", text_there(c, "claim_generator"));
	need(w, m, "signature", text_there(c, "signature"));
	need(w, m, "assertions", cn_kind(cn_get(c, "assertions"), CN_ARRAY));
	need(w, m, "instanceID", cn_text(c, "instanceID")); /* writers leave it empty */
	need(w, m, "dc:format", cn_text(c, "dc:format"));
}

/* "urn:c2pa:UUID", perhaps ":vendor:version" behind it (2.2, 8.3.1). */
static bool is_c2pa_urn(const char *label)
{
	static const char hex[] = "0123456789abcdefABCDEF";
	const char *u = strncmp(label, "urn:c2pa:", 9) == 0 ? label + 9 : NULL;

	if (!u || strlen(u) < 36)
		return false;
	for (int i = 0; i < 36; i++)
		if (i == 8 || i == 13 || i == 18 || i == 23 ? u[i] != '-' : !strchr(hex, u[i]))
			return false;
	return u[36] == '\0' || u[36] == ':';
}

static void required_v2(struct reading *w, struct c2pa_manifest *m)
{
	const struct cnode *c = m->claim_tree, *g = cn_get(c, "claim_generator_info");

	need(w, m, "created_assertions", cn_kind(cn_get(c, "created_assertions"), CN_ARRAY));
	need(w, m, "signature", text_there(c, "signature"));
	need(w, m, "instanceID", cn_text(c, "instanceID")); /* writers leave it empty */
	need(w, m, "claim_generator_info", g && g->kind == CN_MAP && text_there(g, "name"));
	if (!is_c2pa_urn(manifest_label(m)))
		malformed(w, m, "the label of the manifest is not a C2PA URN, which claims of version 2 want");
}

static void describe(struct reading *w, struct c2pa_manifest *m)
{
	const struct cnode *c = m->claim_tree, *g = generator_info(c);

	m->title = shown_text(w->a, c, "dc:title");
	m->format = shown_text(w->a, c, "dc:format");
	m->instance_id = shown_text(w->a, c, "instanceID");
	m->generator = shown_text(w->a, g, "name");
	m->generator_version = shown_text(w->a, g, "version");
	if (!m->generator)
		m->generator = shown_text(w->a, c, "claim_generator");
	m->alg = cn_text(c, "alg");
	if (m->alg && !hash_known(m->alg))
		status_add(&m->log, "algorithm.unsupported", jumbf_uri_manifest(w->a, manifest_label(m)),
			   "the claim names a hash algorithm that is not allowed: '%s'", m->alg);
}

static bool redactions(struct reading *w, struct c2pa_manifest *m)
{
	const struct cnode *list = cn_kind(cn_get(m->claim_tree, "redacted_assertions"), CN_ARRAY);

	if (!list || !list->count)
		return true;
	m->redactions = arena_alloc(w->a, list->count, sizeof *m->redactions);
	if (!m->redactions)
		return false;
	for (const struct cnode *n = list->first; n; n = n->next)
		if (n->kind == CN_TEXT && n->text)
			m->redactions[m->n_redactions++] = n->text;
	return true;
}

static enum status parse(struct reading *w, struct c2pa_manifest *m, const struct jumbf_box *claim)
{
	const struct jumbf_box *content = jumbf_content(claim, FOURCC('c', 'b', 'o', 'r'));
	struct cnode *tree = NULL;
	struct error e = ERROR_INIT;
	const char *url = jumbf_uri_part(w->a, manifest_label(m), claim->label);

	if (!content || claim->n != 1) {
		status_add(&m->log, "claim.cbor.invalid", url, "the claim box holds no single CBOR box");
		return ST_CORRUPT;
	}
	if (cbor_tree(w->a, content->payload, &tree, &e) || tree->kind != CN_MAP || tree->repeats) {
		status_add(&m->log, "claim.cbor.invalid", url, "the claim is not valid CBOR: %s",
			   e.code ? e.message : tree->repeats ? "a key stands in it twice" : "not a map");
		return ST_CORRUPT;
	}
	m->claim = content->payload;
	m->claim_tree = tree;
	return ST_OK;
}

bool claim_read(struct reading *w, struct c2pa_manifest *m)
{
	unsigned n;
	const struct jumbf_box *claim = claim_box(m, &n);
	const char *url = jumbf_uri_manifest(w->a, manifest_label(m));

	if (n == 0)
		status_add(&m->log, "claim.missing", url, "the manifest has no claim");
	if (n > 1)
		status_add(&m->log, "claim.multiple", url, "the manifest has %u claims", n);
	if (n != 1 || parse(w, m, claim))
		return true;
	m->claim_version = strcmp(claim->label, "c2pa.claim.v2") == 0 ? 2 : 1;
	if (m->claim_version == 2)
		required_v2(w, m);
	else
		required_v1(w, m);
	describe(w, m);
	return redactions(w, m);
}
