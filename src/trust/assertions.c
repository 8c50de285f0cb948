/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Assertions: which the claim lists, whether they are there, whether they hash to what it says (C2PA 2.2 section 15.10). */
#include "src/base/base.h"

#include "src/base/utf8.h"
#include "src/trust/manifest.h"

#include <ctype.h>

enum { JSON_MAX = 65536 };

static const struct jumbf_box *assertion_store(const struct c2pa_manifest *m)
{
	for (const struct jumbf_box *b = m->inner->first; b; b = b->next)
		if (jumbf_is_c2pa(b, FOURCC('c', '2', 'a', 's')) && strcmp(b->label, "c2pa.assertions") == 0)
			return b;
	return NULL;
}

static struct c2pa_assertion *append(struct reading *w, struct c2pa_manifest *m, const char *label)
{
	struct c2pa_assertion *x;

	if (m->n_assertions >= C2PA_MAX_ASSERTIONS)
		return NULL;
	x = &m->assertions[m->n_assertions++];
	x->label = label;
	x->url = jumbf_uri_assertion(w->a, manifest_label(m), label);
	return x;
}

/* ---- what an assertion holds ---- */

static const char *json_text(struct arena *a, struct span s)
{
	size_t n = s.len < JSON_MAX ? s.len : JSON_MAX, cap = 4 * n + 1;
	char *out = arena_alloc(a, cap, 1);

	return out ? utf8_sanitise(out, cap, (const char *)s.data, n) : NULL;
}

/* An embedded file: toggles, media type, NUL, ...; then the data (ISO 19566-5, annex B). */
static void read_file(struct reading *w, struct c2pa_assertion *x, const struct jumbf_box *about,
		      const struct jumbf_box *data)
{
	const uint8_t *type = about->payload.data + 1;
	size_t room = about->payload.len ? about->payload.len - 1 : 0;
	const uint8_t *end = room ? memchr(type, 0, room) : NULL;

	x->bytes = data->payload;
	if (room)
		x->media_type = shown(w->a, arena_strn(w->a, (const char *)type, end ? (size_t)(end - type) : room));
}

static void read_cbor(struct reading *w, struct c2pa_manifest *m, struct c2pa_assertion *x, const struct jumbf_box *b)
{
	struct error e = ERROR_INIT;

	x->media_type = "application/cbor";
	x->bytes = b->payload;
	/* zeros are what a redaction leaves */
	if (cbor_tree(w->a, b->payload, &x->cbor, &e) && !(b->payload.len && span_is_zero(&b->payload)))
		status_add(&m->log, "assertion.cbor.invalid", x->url, "not valid CBOR: %s", e.message);
}

static void read_content(struct reading *w, struct c2pa_manifest *m, struct c2pa_assertion *x)
{
	const struct jumbf_box *cbor = jumbf_content(x->box, FOURCC('c', 'b', 'o', 'r'));
	const struct jumbf_box *json = jumbf_content(x->box, FOURCC('j', 's', 'o', 'n'));
	const struct jumbf_box *about = jumbf_content(x->box, FOURCC('b', 'f', 'd', 'b'));
	const struct jumbf_box *data = jumbf_content(x->box, FOURCC('b', 'i', 'd', 'b'));

	if (cbor) {
		read_cbor(w, m, x, cbor);
	} else if (json) {
		x->media_type = "application/json";
		x->bytes = json->payload;
		x->json = json_text(w->a, json->payload);
	} else if (about && data) {
		read_file(w, x, about, data);
	} else if (x->box->first) {
		x->bytes = x->box->first->payload;
	}
}

/* ---- reading ---- */

static void add_listed(struct reading *w, struct c2pa_manifest *m, const struct jumbf_box *store, const char *key,
		       bool created)
{
	const struct cnode *list = cn_kind(cn_get(m->claim_tree, key), CN_ARRAY);

	for (const struct cnode *n = list ? list->first : NULL; n; n = n->next) {
		struct hashed_uri h;
		struct jumbf_uri u;
		struct c2pa_assertion *x;

		if (!hashed_uri_read(n, &h) || !jumbf_uri_parse(w->a, h.url, &u) || !u.label)
			continue; /* said by assertions_check */
		x = assertion_find(m, u.label);
		if (!x)
			x = append(w, m, u.label);
		if (!x)
			return; /* too many: said by assertions_check */
		x->created |= created;
		x->gathered |= !created;
		if (store && jumbf_count(store, u.label) == 1)
			x->box = jumbf_child(store, u.label);
	}
}

static void add_unlisted(struct reading *w, struct c2pa_manifest *m, const struct jumbf_box *store)
{
	for (const struct jumbf_box *b = store ? store->first : NULL; b; b = b->next) {
		struct c2pa_assertion *x = assertion_find(m, b->label);

		if (x)
			continue;
		x = append(w, m, b->label);
		if (!x)
			return;
		x->box = b;
		x->state = ASSERTION_UNDECLARED;
	}
}

static size_t count_all(const struct c2pa_manifest *m, const struct jumbf_box *store)
{
	static const char *const keys[] = { "assertions", "created_assertions", "gathered_assertions" };
	size_t n = store ? store->n : 0;

	for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
		const struct cnode *list = cn_kind(cn_get(m->claim_tree, keys[i]), CN_ARRAY);

		n += list ? list->count : 0;
	}
	return n < C2PA_MAX_ASSERTIONS ? n : C2PA_MAX_ASSERTIONS;
}

static void find_thumbnail(struct c2pa_manifest *m)
{
	for (uint32_t i = 0; i < m->n_assertions; i++) {
		const struct c2pa_assertion *x = &m->assertions[i];

		if (strncmp(x->label, "c2pa.thumbnail.claim", 20) == 0 && x->bytes.len && x->state != ASSERTION_UNDECLARED) {
			m->thumbnail = (struct c2pa_thumbnail){ x->bytes, x->media_type, x->label };
			return;
		}
	}
}

bool assertions_read(struct reading *w, struct c2pa_manifest *m)
{
	const struct jumbf_box *store = assertion_store(m);
	size_t n = count_all(m, store);

	m->assertions = arena_alloc(w->a, n ? n : 1, sizeof *m->assertions);
	if (!m->assertions)
		return false;
	if (m->claim_version == 1)
		add_listed(w, m, store, "assertions", true);
	if (m->claim_version == 2) {
		add_listed(w, m, store, "created_assertions", true);
		add_listed(w, m, store, "gathered_assertions", false);
	}
	add_unlisted(w, m, store);
	for (uint32_t i = 0; i < m->n_assertions; i++)
		if (m->assertions[i].box)
			read_content(w, m, &m->assertions[i]);
	find_thumbnail(m);
	return true;
}

/* ---- judging ---- */

static void check_hash(struct c2pa_manifest *m, struct c2pa_assertion *x, const struct hashed_uri *h)
{
	const char *alg = h->alg ? h->alg : m->alg;
	uint8_t digest[64];
	size_t n;

	if (!alg || !hash_named(alg, x->box->payload.data, x->box->payload.len, digest, &n)) {
		x->state = ASSERTION_MISMATCH;
		status_add(&m->log, "algorithm.unsupported", x->url, "hash algorithm '%s' is not allowed", alg ? alg : "(none)");
		return;
	}
	if (h->hash.len == n && memcmp(h->hash.data, digest, n) == 0) {
		x->state = ASSERTION_MATCH;
		status_add(&m->log, "assertion.hashedURI.match", x->url, "the assertion is as it was signed");
	} else {
		x->state = ASSERTION_MISMATCH;
		status_add(&m->log, "assertion.hashedURI.mismatch", x->url, "the assertion is not as it was signed");
	}
}

static void check_here(struct reading *w, struct c2pa_manifest *m, const struct hashed_uri *h, const char *label)
{
	struct c2pa_assertion *x = assertion_find(m, label);

	if (!x)
		return;
	if (is_redacted(w, m, label)) {
		x->state = ASSERTION_REDACTED;
	} else if (!x->box) {
		x->state = ASSERTION_MISSING;
		status_add(&m->log, "assertion.missing", x->url, "the claim lists it, and it is not there%s",
			   jumbf_count(assertion_store(m), label) > 1 ? " (two boxes have its label)" : "");
	} else {
		check_hash(m, x, h);
	}
}

static void check_elsewhere(struct c2pa_manifest *m, const char *url, const char *label)
{
	struct c2pa_assertion *x = assertion_find(m, label);

	status_add(&m->log, "assertion.outsideManifest", url, "the claim lists an assertion of another manifest");
	if (!x || x->box)
		return;
	x->state = ASSERTION_OUTSIDE;
	status_add(&m->log, "assertion.missing", url, "the claim lists it, and it is not in this manifest");
}

static void check_one(struct reading *w, struct c2pa_manifest *m, const struct cnode *n)
{
	struct hashed_uri h;
	struct jumbf_uri u;

	if (!hashed_uri_read(n, &h)) {
		status_add(&m->log, "claim.malformed", jumbf_uri_manifest(w->a, manifest_label(m)),
			   "the claim lists an assertion without URL or hash");
	} else if (!jumbf_uri_parse(w->a, h.url, &u) || !u.label || !u.part || strcmp(u.part, "c2pa.assertions") != 0) {
		status_add(&m->log, "assertion.missing", h.url, "the claim lists what is no assertion");
	} else if (u.manifest && strcmp(u.manifest, manifest_label(m)) != 0) {
		check_elsewhere(m, h.url, u.label);
	} else {
		check_here(w, m, &h, u.label);
	}
}

static void check_list(struct reading *w, struct c2pa_manifest *m, const char *key)
{
	const struct cnode *list = cn_kind(cn_get(m->claim_tree, key), CN_ARRAY);

	for (const struct cnode *n = list ? list->first : NULL; n; n = n->next)
		check_one(w, m, n);
	if (list && list->count > C2PA_MAX_ASSERTIONS)
		status_add(&m->log, "general.error", jumbf_uri_manifest(w->a, manifest_label(m)),
			   "over %d assertions: the others were not read", C2PA_MAX_ASSERTIONS);
}

void assertions_check(struct reading *w, struct c2pa_manifest *m)
{
	if (m->claim_version == 1)
		check_list(w, m, "assertions");
	if (m->claim_version == 2) {
		check_list(w, m, "created_assertions");
		check_list(w, m, "gathered_assertions");
	}
	for (uint32_t i = 0; m->claim_version && i < m->n_assertions; i++)
		if (m->assertions[i].state == ASSERTION_UNDECLARED)
			status_add(&m->log, "assertion.undeclared", m->assertions[i].url,
				   "it stands in the manifest, and the claim does not list it");
}
