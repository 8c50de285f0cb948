/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "src/base/cbor.h"
#include "src/base/hash.h"
#include "tests/unit/manifest_builder.h"

static void put32(struct str *o, uint32_t v)
{
	uint8_t b[4] = { (uint8_t)(v >> 24), (uint8_t)(v >> 16), (uint8_t)(v >> 8), (uint8_t)v };

	str_add(o, b, 4);
}

void box_end(struct str *o, size_t at)
{
	uint32_t n = (uint32_t)(o->len - at);

	o->data[at] = (char)(n >> 24);
	o->data[at + 1] = (char)(n >> 16);
	o->data[at + 2] = (char)(n >> 8);
	o->data[at + 3] = (char)n;
}

void box_plain(struct str *o, const char *type, const void *bytes, size_t len)
{
	put32(o, (uint32_t)(8 + len));
	str_add(o, type, 4);
	str_add(o, bytes, len);
}

void box_begin(struct str *o, const char *kind, const char *label, size_t *at)
{
	static const uint8_t rest[12] = { 0x00, 0x11, 0x00, 0x10, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71 };
	size_t about;

	*at = o->len;
	put32(o, 0);
	str_add(o, "jumb", 4);
	about = o->len;
	put32(o, 0);
	str_add(o, "jumd", 4);
	str_add(o, kind, 4);
	str_add(o, rest, sizeof rest);
	str_putc(o, 3);
	str_add(o, label, strlen(label) + 1);
	box_end(o, about);
}

static void put_assertion(struct str *o, const struct built_assertion *a, uint8_t hash[32])
{
	size_t at;

	box_begin(o, a->json ? "json" : "cbor", a->label, &at);
	if (a->json)
		box_plain(o, "json", a->json, strlen(a->json));
	else
		box_plain(o, "cbor", a->cbor, a->cbor_len);
	box_end(o, at);
	hash_sha256(o->data + at + 8, o->len - at - 8, hash);
	if (a->wrong_hash)
		hash[0] ^= 1;
	if (a->absent)
		o->len = at;
}

static void put_listed(struct str *o, const struct built_assertion *a, const uint8_t hash[32])
{
	char url[256];

	snprintf(url, sizeof url, "self#jumbf=c2pa.assertions/%s", a->label);
	cbor_put_map(o, a->alg ? 3 : 2);
	cbor_put_text(o, "url");
	cbor_put_text(o, a->url ? a->url : url);
	if (a->alg) {
		cbor_put_text(o, "alg");
		cbor_put_text(o, a->alg);
	}
	cbor_put_text(o, "hash");
	cbor_put_bytes(o, hash, 32);
}

static void put_list(struct str *o, const struct built_manifest *m, uint8_t (*hashes)[32], bool gathered)
{
	size_t n = 0;

	for (size_t i = 0; i < m->n; i++)
		n += !m->list[i].unlisted && m->list[i].gathered == gathered;
	cbor_put_array(o, n);
	for (size_t i = 0; i < m->n; i++)
		if (!m->list[i].unlisted && m->list[i].gathered == gathered)
			put_listed(o, &m->list[i], hashes[i]);
}

static void put_pair(struct str *o, const char *key, const char *value)
{
	cbor_put_text(o, key);
	cbor_put_text(o, value);
}

static void put_generator(struct str *o, const struct built_manifest *m)
{
	if (m->version == 1) {
		put_pair(o, "claim_generator", "maker/1");
		put_pair(o, "dc:format", "image/jpeg");
		return;
	}
	cbor_put_text(o, "claim_generator_info");
	cbor_put_map(o, 1);
	put_pair(o, "name", "maker");
}

static void put_claim_map(struct str *o, const struct built_manifest *m, uint8_t (*hashes)[32])
{
	unsigned redact = 0, pairs = 1;
	bool v2 = m->version == 2, alg = !m->alg || *m->alg;

	while (m->redact && m->redact[redact])
		redact++;
	pairs += (m->no_generator ? 0 : v2 ? 1 : 2) + !m->no_instance + (m->no_assertion_list ? 0 : v2 ? 2 : 1) + (redact > 0) + alg;
	cbor_put_map(o, pairs);
	put_pair(o, "signature", "self#jumbf=c2pa.signature");
	if (!m->no_generator)
		put_generator(o, m);
	if (!m->no_instance)
		put_pair(o, "instanceID", "xmp:iid:1");
	if (alg)
		put_pair(o, "alg", m->alg ? m->alg : "sha256");
	if (!m->no_assertion_list) {
		cbor_put_text(o, v2 ? "created_assertions" : "assertions");
		put_list(o, m, hashes, false);
	}
	if (!m->no_assertion_list && v2) {
		cbor_put_text(o, "gathered_assertions");
		put_list(o, m, hashes, true);
	}
	if (redact) {
		cbor_put_text(o, "redacted_assertions");
		cbor_put_array(o, redact);
		for (unsigned i = 0; i < redact; i++)
			cbor_put_text(o, m->redact[i]);
	}
}

static void put_claim(struct str *o, const struct built_manifest *m, uint8_t (*hashes)[32])
{
	struct str cbor;
	size_t at;

	str_init(&cbor, 1 << 20);
	put_claim_map(&cbor, m, hashes);
	if (m->broken_claim)
		cbor.len--;
	box_begin(o, "c2cl", m->version == 2 ? "c2pa.claim.v2" : "c2pa.claim", &at);
	box_plain(o, "cbor", cbor.data, cbor.len);
	box_end(o, at);
	str_release(&cbor);
}

static void put_signature(struct str *o)
{
	static const uint8_t none[] = { 0xD2, 0x84, 0x43, 0xA1, 0x01, 0x26, 0xA0, 0xF6, 0x41, 0x00 };
	size_t at;

	box_begin(o, "c2cs", "c2pa.signature", &at);
	box_plain(o, "cbor", none, sizeof none);
	box_end(o, at);
}

void build_manifest(struct str *o, const struct built_manifest *m, uint8_t hash[32])
{
	uint8_t hashes[64][32];
	size_t at, store;

	box_begin(o, m->kind, m->label, &at);
	box_begin(o, "c2as", "c2pa.assertions", &store);
	for (size_t i = 0; i < m->n; i++) {
		put_assertion(o, &m->list[i], hashes[i]);
		if (m->list[i].twice)
			put_assertion(o, &m->list[i], hashes[i]);
	}
	box_end(o, store);
	if (!m->no_claim)
		put_claim(o, m, hashes);
	if (m->two_claims)
		put_claim(o, m, hashes);
	if (!m->no_signature)
		put_signature(o);
	box_end(o, at);
	if (hash)
		hash_sha256(o->data + at + 8, o->len - at - 8, hash);
}

void build_store(struct str *out, const struct str *manifests)
{
	size_t at;

	box_begin(out, "c2pa", "c2pa", &at);
	str_add(out, manifests->data, manifests->len);
	box_end(out, at);
}
