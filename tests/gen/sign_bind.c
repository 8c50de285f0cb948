/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hard bindings as a signer makes them: C2PA 2.2 sections 18.5 to 18.8. */
#include "src/base/base.h"

#include "src/base/cbor.h"
#include "tests/gen/common.h"
#include "tests/gen/sign.h"

#include <openssl/evp.h>

const char *binding_name(enum bind b)
{
	static const char *const names[] = { [BIND_DATA] = "c2pa.hash.data", [BIND_BOXES] = "c2pa.hash.boxes",
					     [BIND_BMFF2] = "c2pa.hash.bmff.v2", [BIND_BMFF3] = "c2pa.hash.bmff.v3" };

	return names[b];
}

struct sum { EVP_MD_CTX *ctx; };

static struct sum sum_begin(const char *alg)
{
	struct sum s = { EVP_MD_CTX_new() };

	demand(s.ctx && EVP_DigestInit_ex(s.ctx, EVP_get_digestbyname(alg), NULL), "no digest");
	return s;
}

static void sum_add(struct sum *s, const void *bytes, size_t len)
{
	demand(EVP_DigestUpdate(s->ctx, bytes, len), "no digest");
}

static void sum_put(struct sum *s, struct str *o)
{
	uint8_t digest[64];
	unsigned n;

	demand(EVP_DigestFinal_ex(s->ctx, digest, &n), "no digest");
	EVP_MD_CTX_free(s->ctx);
	cbor_put_bytes(o, digest, n);
}

/* Without values: of nothing, which has the right length. */
static void put_data_sum(const struct plan *p, const struct binding_values *v, struct str *o)
{
	struct sum s = sum_begin(p->alg);
	uint64_t at = 0;

	for (unsigned i = 0; v && i < v->n; i++) {
		sum_add(&s, v->picture->data + at, (size_t)(v->places[i].start - at));
		at = v->places[i].start + v->places[i].length;
	}
	if (v)
		sum_add(&s, v->picture->data + at, (size_t)(v->picture->len - at));
	sum_put(&s, o);
}

static void put_ranges(const struct place *list, unsigned n, struct str *o)
{
	cbor_put_array(o, n);
	for (unsigned i = 0; i < n; i++) {
		cbor_put_map(o, 2);
		cbor_put_text(o, "start");
		cbor_put_uint(o, list[i].start);
		cbor_put_text(o, "length");
		cbor_put_uint(o, list[i].length);
	}
}

/* The pad takes what the ranges leave, so that the assertion keeps its size; 24 to 255: a head of two bytes. */
static void data_hash(const struct plan *p, const struct binding_values *v, struct str *o)
{
	static const uint8_t zeros[255];
	struct str ranges = sign_str();

	put_ranges(v ? v->places : NULL, v ? v->n : 0, &ranges);
	if (ranges.len > 180)
		die("too many ranges are left out");
	cbor_put_map(o, 5);
	cbor_put_text(o, "exclusions");
	str_add(o, ranges.data, ranges.len);
	put_pair(o, "name", "jumbf manifest");
	put_pair(o, "alg", p->alg);
	cbor_put_text(o, "hash");
	put_data_sum(p, v, o);
	cbor_put_text(o, "pad");
	cbor_put_bytes(o, zeros, 24 + 180 - ranges.len);
	str_release(&ranges);
}

/* Of a sidecar: nothing is left out. */
static void whole_hash(const struct plan *p, const struct binding_values *v, struct str *o)
{
	cbor_put_map(o, 4);
	put_pair(o, "name", "whole file");
	put_pair(o, "alg", p->alg);
	cbor_put_text(o, "hash");
	put_data_sum(p, v, o);
	cbor_put_text(o, "pad");
	cbor_put_bytes(o, "", 0);
}

/* ---- boxes of a JPEG ---- */

struct run { const char *name; size_t start, length; };
enum { RUNS_MAX = 64 };

static const char *marker_name(unsigned m)
{
	static char text[8];
	static const struct { unsigned marker; const char *name; } fixed[] = {
		{ 0xD8, "SOI" }, { 0xD9, "EOI" }, { 0xDA, "SOS" }, { 0xDB, "DQT" }, { 0xC4, "DHT" }, { 0xDD, "DRI" },
		{ 0xFE, "COM" }, { 0xC0, "SOF0" }, { 0xC1, "SOF1" }, { 0xC2, "SOF2" },
	};

	for (size_t i = 0; i < ARRAY_LEN(fixed); i++)
		if (fixed[i].marker == m)
			return fixed[i].name;
	if (m < 0xE0 || m > 0xEF)
		die("no name for marker %02x", m);
	snprintf(text, sizeof text, "APP%u", m - 0xE0);
	return text;
}

/* Where the entropy-coded data behind a SOS header ends; pictures with restarts are not made here. */
static size_t entropy_end(const struct str *f, size_t at)
{
	while (get_be(f, at, 1) != 0xFF || get_be(f, at + 1, 1) == 0)
		at++;
	return at;
}

static size_t segment_length(const struct str *f, size_t at, unsigned marker)
{
	size_t n;

	if (marker == 0xD8 || marker == 0xD9)
		return 2;
	n = 2 + (size_t)get_be(f, at + 2, 2);
	return marker == 0xDA ? entropy_end(f, at + n) - at : n;
}

static void put_run(const struct plan *p, const struct str *f, const struct run *r, struct str *o)
{
	bool store = !strcmp(r->name, "C2PA");

	cbor_put_map(o, 3);
	cbor_put_text(o, "names");
	cbor_put_array(o, 1);
	cbor_put_text(o, r->name);
	cbor_put_text(o, "hash");
	if (store)
		cbor_put_bytes(o, "", 1);
	else
		put_hash(o, p->alg, f->data + r->start, r->length);
	cbor_put_text(o, "pad");
	cbor_put_bytes(o, "", 0);
}

static void jpeg_runs(const struct plan *p, const struct str *f, struct str *list, unsigned *n)
{
	unsigned marker = 0;
	bool store = false;

	for (size_t at = 0, len; marker != 0xD9; at += len) {
		bool piece;
		struct run r = { NULL, at, 0 };

		marker = (unsigned)get_be(f, at + 1, 1);
		len = r.length = segment_length(f, at, marker);
		piece = marker == 0xEB && len > 12 && !memcmp(f->data + at + 4, "JP", 2);
		if (piece && store)
			continue; /* all pieces are one box */
		store = piece;
		r.name = piece ? "C2PA" : marker_name(marker);
		put_run(p, f, &r, list);
		(*n)++;
	}
}

static void box_hash(const struct plan *p, const struct binding_values *v, struct str *o)
{
	struct str list = sign_str();
	unsigned n = 0;

	if (v && v->container != IN_JPEG)
		die("boxes are listed for JPEG alone");
	if (v)
		jpeg_runs(p, v->picture, &list, &n);
	cbor_put_map(o, 2);
	put_pair(o, "alg", p->alg);
	cbor_put_text(o, "boxes");
	cbor_put_array(o, n);
	str_add(o, list.data, list.len);
	str_release(&list);
}

/* ---- BMFF ---- */

static bool bmff_left_out(const struct str *f, size_t at)
{
	return !memcmp(f->data + at + 4, "ftyp", 4) || !memcmp(f->data + at + 4, "mfra", 4) ||
	       !memcmp(f->data + at + 4, "uuid", 4); /* ours is the only one */
}

static void put_bmff_sum(const struct plan *p, const struct binding_values *v, struct str *o)
{
	struct sum s = sum_begin(p->alg);
	uint8_t offset[8];
	size_t n;

	for (size_t at = 0; v && at < v->picture->len; at += n) {
		n = (size_t)get_be(v->picture, at, 4);
		if (bmff_left_out(v->picture, at))
			continue;
		for (unsigned i = 0; i < 8; i++)
			offset[i] = (uint8_t)((uint64_t)at >> (56 - 8 * i));
		sum_add(&s, offset, sizeof offset);
		sum_add(&s, v->picture->data + at, n);
	}
	sum_put(&s, o);
}

static void put_xpath(struct str *o, const char *xpath)
{
	cbor_put_map(o, 1);
	put_pair(o, "xpath", xpath);
}

static void bmff_hash(const struct plan *p, const struct binding_values *v, struct str *o)
{
	static const uint8_t uuid[16] = { 0xD8, 0xFE, 0xC3, 0xD6, 0x1B, 0x0E, 0x48, 0x3C,
					  0x92, 0x97, 0x58, 0x28, 0x87, 0x7E, 0xC4, 0x81 };

	cbor_put_map(o, 4);
	cbor_put_text(o, "exclusions");
	cbor_put_array(o, 3);
	cbor_put_map(o, 2);
	put_pair(o, "xpath", "/uuid");
	cbor_put_text(o, "data");
	cbor_put_array(o, 1);
	cbor_put_map(o, 2);
	cbor_put_text(o, "offset");
	cbor_put_uint(o, 8);
	cbor_put_text(o, "value");
	cbor_put_bytes(o, uuid, sizeof uuid);
	put_xpath(o, "/ftyp");
	put_xpath(o, "/mfra");
	put_pair(o, "name", "jumbf manifest");
	put_pair(o, "alg", p->alg);
	cbor_put_text(o, "hash");
	put_bmff_sum(p, v, o);
}

void binding_write(const struct plan *p, const struct binding_values *v, struct str *out)
{
	switch (p->bind) {
	case BIND_NONE: break;
	case BIND_DATA: (p->sidecar ? whole_hash : data_hash)(p, v, out); break;
	case BIND_BOXES: box_hash(p, v, out); break;
	case BIND_BMFF2:
	case BIND_BMFF3: bmff_hash(p, v, out); break;
	}
}
