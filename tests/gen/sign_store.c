/* SPDX-License-Identifier: GPL-3.0-or-later */
/* JUMBF boxes, claims and manifests: C2PA 2.2 sections 10 and 11. */
#include "src/base/base.h"

#include "tests/gen/sign.h"

#include "src/base/cbor.h"
#include "src/base/mem.h"
#include "tests/gen/common.h"
#include "tests/gen/sign_seed.h"

#include <brotli/encode.h>
#include <openssl/evp.h>

size_t box_start(struct str *o, const char *type)
{
	size_t at = o->len;

	put_be(o, 0, 4);
	str_add(o, type, 4);
	return at;
}

void box_end(struct str *o, size_t at)
{
	set_be(o, at, o->len - at, 4);
}

static void put_uuid(struct str *o, const char *fourcc)
{
	static const uint8_t tail[12] = { 0x00, 0x11, 0x00, 0x10, 0x80, 0x00, 0x00, 0xAA, 0x00, 0x38, 0x9B, 0x71 };
	static const uint8_t file[16] = { 0x40, 0xCB, 0x0C, 0x32, 0xBB, 0x8A, 0x48, 0x9D,
					  0xA7, 0x0B, 0x2A, 0xD6, 0xF4, 0x7F, 0x43, 0x69 };

	if (!strcmp(fourcc, "file")) {
		str_add(o, file, sizeof file);
		return;
	}
	str_add(o, fourcc, 4);
	str_add(o, tail, sizeof tail);
}

size_t jumb_open(struct str *o, const char *fourcc, const char *label, const uint8_t *salt)
{
	size_t at = box_start(o, "jumb"), description = box_start(o, "jumd"), box;

	put_uuid(o, fourcc);
	str_putc(o, salt ? 0x13 : 0x03);
	str_add(o, label, strlen(label) + 1);
	if (salt) {
		box = box_start(o, "c2sh");
		str_add(o, salt, 16);
		box_end(o, box);
	}
	box_end(o, description);
	return at;
}

struct slice jumb_inside(struct slice superbox)
{
	return (struct slice){ superbox.data + 8, superbox.len - 8 };
}

static uint32_t be32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

struct slice jumb_in(struct slice boxes, const char *label)
{
	for (size_t n; boxes.len >= 8; boxes.data += n, boxes.len -= n) {
		n = be32(boxes.data);
		if (n < 8 || n > boxes.len)
			die("a box is broken");
		/* jumb head 8, jumd head 8, UUID 16, toggles 1: our own boxes all have a label */
		if (!memcmp(boxes.data + 4, "jumb", 4) && !strcmp((const char *)boxes.data + 33, label))
			return (struct slice){ boxes.data, n };
	}
	return (struct slice){ NULL, 0 };
}

void digest_of(const char *alg, const void *bytes, size_t len, uint8_t out[64], size_t *n)
{
	unsigned got = 0;

	demand(EVP_Digest(bytes, len, out, &got, EVP_get_digestbyname(alg), NULL), "no digest");
	*n = got;
}

void jumb_hash(struct slice superbox, const char *alg, uint8_t out[64], size_t *len)
{
	digest_of(alg, superbox.data + 8, superbox.len - 8, out, len);
}

void put_hash(struct str *o, const char *alg, const void *bytes, size_t len)
{
	uint8_t digest[64];
	size_t n;

	digest_of(alg, bytes, len, digest, &n);
	cbor_put_bytes(o, digest, n);
}

void put_pair(struct str *o, const char *key, const char *value)
{
	cbor_put_text(o, key);
	cbor_put_text(o, value);
}

void put_hashed_uri(struct str *o, const char *url, struct slice superbox)
{
	if (!superbox.len)
		die("nothing at '%s'", url);
	cbor_put_map(o, 3);
	put_pair(o, "url", url);
	put_pair(o, "alg", "sha256");
	cbor_put_text(o, "hash");
	put_hash(o, "sha256", superbox.data + 8, superbox.len - 8);
}

/* ---- plans ---- */

void plan_begin(struct plan *p, int version, enum who signer, const char *title, const char *format)
{
	char uuid[37];

	memset(p, 0, sizeof *p);
	seed_uuid(uuid);
	snprintf(p->label, sizeof p->label, version == 1 ? "cottingley:urn:uuid:%s" : "urn:c2pa:%s", uuid);
	seed_uuid(uuid);
	snprintf(p->instance, sizeof p->instance, "xmp:iid:%s", uuid);
	p->version = version;
	p->title = title;
	p->format = format;
	p->generator = "sign-pictures";
	p->generator_version = "1";
	p->bind = BIND_DATA;
	p->alg = "sha256";
	p->cose.signer = signer;
}

struct assertion *plan_add(struct plan *p, const char *label, enum assertion_kind kind)
{
	struct assertion *a = &p->assertions[p->n];

	if (p->n++ == ASSERTIONS_MAX)
		die("too many assertions");
	snprintf(a->label, sizeof a->label, "%s", label);
	a->kind = kind;
	a->body = sign_str();
	a->box = sign_str();
	seed_bytes(a->salt, sizeof a->salt);
	return a;
}

void plan_release(struct plan *p)
{
	for (unsigned i = 0; i < p->n; i++) {
		str_release(&p->assertions[i].body);
		str_release(&p->assertions[i].box);
	}
	memset(p, 0, sizeof *p);
}

/* ---- a manifest ---- */

static void put_file(const struct assertion *a, struct str *o)
{
	size_t box = box_start(o, "bfdb");

	str_putc(o, 0);
	str_add(o, a->media, strlen(a->media) + 1);
	box_end(o, box);
	box = box_start(o, "bidb");
	str_add(o, a->body.data, a->body.len);
	box_end(o, box);
}

void assertion_write(struct assertion *a)
{
	static const char *const types[] = { [ASSERT_CBOR] = "cbor", [ASSERT_JSON] = "json", [ASSERT_FILE] = "file" };
	size_t at, box;

	str_clear(&a->box);
	at = jumb_open(&a->box, types[a->kind], a->label, a->salt);
	if (a->kind == ASSERT_FILE) {
		put_file(a, &a->box);
	} else {
		box = box_start(&a->box, types[a->kind]);
		str_add(&a->box, a->body.data, a->body.len);
		box_end(&a->box, box);
	}
	box_end(&a->box, at);
}

static unsigned count(const struct plan *p, bool gathered)
{
	unsigned n = 0;

	for (unsigned i = 0; i < p->n; i++)
		n += p->assertions[i].gathered == gathered;
	return n;
}

static void put_list(const struct plan *p, const char *key, bool all, bool gathered, struct str *o)
{
	char url[128];

	cbor_put_text(o, key);
	cbor_put_array(o, all ? p->n : count(p, gathered));
	for (unsigned i = 0; i < p->n; i++) {
		const struct assertion *a = &p->assertions[i];

		if (!all && a->gathered != gathered)
			continue;
		snprintf(url, sizeof url, "self#jumbf=c2pa.assertions/%s", a->label);
		cbor_put_map(o, 2);
		put_pair(o, "url", url);
		cbor_put_text(o, "hash");
		put_hash(o, p->alg, a->box.data + 8, a->box.len - 8);
	}
}

static void put_redactions(const struct plan *p, struct str *o)
{
	cbor_put_text(o, "redacted_assertions");
	cbor_put_array(o, p->n_redactions);
	for (unsigned i = 0; i < p->n_redactions; i++)
		cbor_put_text(o, p->redactions[i]);
}

static void put_generator(const struct plan *p, struct str *o)
{
	cbor_put_map(o, 2);
	put_pair(o, "name", p->generator);
	put_pair(o, "version", p->generator_version);
}

/* 10.2.1, before 2.0 */
static void claim_v1(const struct plan *p, struct str *o)
{
	char agent[128];

	snprintf(agent, sizeof agent, "%s/%s", p->generator, p->generator_version);
	cbor_put_map(o, 7u + (p->n_redactions > 0));
	put_pair(o, "alg", p->alg);
	put_pair(o, "claim_generator", agent);
	put_pair(o, "signature", "self#jumbf=c2pa.signature");
	put_list(p, "assertions", true, false, o);
	put_pair(o, "dc:format", p->format);
	put_pair(o, "dc:title", p->title);
	put_pair(o, "instanceID", p->instance);
	if (p->n_redactions)
		put_redactions(p, o);
}

static void claim_v2(const struct plan *p, struct str *o)
{
	bool gathered = count(p, true) > 0;
	char url[192];

	snprintf(url, sizeof url, "self#jumbf=/c2pa/%s/c2pa.signature", p->label);
	cbor_put_map(o, 6u + gathered + (p->n_redactions > 0));
	put_pair(o, "instanceID", p->instance);
	cbor_put_text(o, "claim_generator_info");
	put_generator(p, o);
	put_pair(o, "signature", url);
	put_list(p, "created_assertions", false, false, o);
	if (gathered)
		put_list(p, "gathered_assertions", false, true, o);
	put_pair(o, "dc:title", p->title);
	if (p->n_redactions)
		put_redactions(p, o);
	put_pair(o, "alg", p->alg);
}

static void put_cbor_box(const char *fourcc, const char *label, const struct str *body, struct str *o)
{
	size_t at = jumb_open(o, fourcc, label, NULL), box = box_start(o, "cbor");

	str_add(o, body->data, body->len);
	box_end(o, box);
	box_end(o, at);
}

static void write_plain(struct plan *p, struct str *o)
{
	struct str claim = sign_str(), cose = sign_str();
	size_t at = jumb_open(o, p->update ? "c2um" : "c2ma", p->label, NULL);
	size_t store = jumb_open(o, "c2as", "c2pa.assertions", NULL);

	for (unsigned i = 0; i < p->n; i++) {
		assertion_write(&p->assertions[i]);
		str_add(o, p->assertions[i].box.data, p->assertions[i].box.len);
	}
	box_end(o, store);
	(p->version == 1 ? claim_v1 : claim_v2)(p, &claim);
	put_cbor_box("c2cl", p->version == 1 ? "c2pa.claim" : "c2pa.claim.v2", &claim, o);
	cose_sign(&p->cose, &claim, &cose);
	p->cose.total = cose.len; /* from the second time on, the size of the first */
	put_cbor_box("c2cs", "c2pa.signature", &cose, o);
	box_end(o, at);
	str_release(&claim);
	str_release(&cose);
}

/* 11.2.3: the whole manifest, Brotli, in a box of the same label. */
static void write_compressed(const struct plan *p, const struct str *plain, struct str *o)
{
	size_t room = BrotliEncoderMaxCompressedSize(plain->len), at = jumb_open(o, "c2cm", p->label, NULL);
	size_t box = box_start(o, "brob");
	uint8_t *small = mem_need(room, 1);

	demand(BrotliEncoderCompress(BROTLI_MAX_QUALITY, BROTLI_DEFAULT_WINDOW, BROTLI_MODE_GENERIC, plain->len,
				     (const uint8_t *)plain->data, &room, small), "no compression");
	str_add(o, small, room);
	box_end(o, box);
	box_end(o, at);
	free(small);
}

static struct assertion *hard_binding(struct plan *p)
{
	for (unsigned i = 0; i < p->n; i++)
		if (!strcmp(p->assertions[i].label, binding_name(p->bind)))
			return &p->assertions[i];
	return plan_add(p, binding_name(p->bind), ASSERT_CBOR);
}

void manifest_write(struct plan *p, const struct binding_values *v, struct str *out)
{
	struct str plain = sign_str();
	struct assertion *a;

	if (p->bind != BIND_NONE) {
		a = hard_binding(p);
		str_clear(&a->body);
		binding_write(p, v, &a->body);
	}
	write_plain(p, &plain);
	if (p->compressed)
		write_compressed(p, &plain, out);
	else
		str_add(out, plain.data, plain.len);
	str_release(&plain);
}

/* ---- a file ---- */

static void write_store(struct job *j, const struct binding_values *v)
{
	size_t at;

	str_clear(&j->store);
	at = jumb_open(&j->store, "c2pa", "c2pa", NULL);
	str_add(&j->store, j->boxes.data, j->boxes.len);
	manifest_write(&j->plan, v, &j->store);
	box_end(&j->store, at);
}

static void write_file(struct job *j, struct place *places, unsigned *n)
{
	str_clear(&j->out);
	*n = 0;
	if (j->plan.sidecar)
		str_add(&j->out, j->base.data, j->base.len);
	else
		embed(j->container, &j->base, &j->store, j->plan.piece, &j->out, places, n);
	if (j->plan.also)
		j->plan.also(&j->out, places, n);
}

/* Whether the hard binding that was just written speaks about this very file. */
static bool settled(struct job *j, const struct binding_values *v)
{
	struct str now = sign_str();
	const struct assertion *a = hard_binding(&j->plan);
	bool same;

	binding_write(&j->plan, v, &now);
	same = now.len == a->body.len && !memcmp(now.data, a->body.data, now.len);
	str_release(&now);
	return same;
}

void job_sign(struct job *j)
{
	struct place places[PLACES_MAX];
	struct binding_values v = { .places = places, .container = j->container };
	size_t head = 8 + 8 + 16 + 1 + 5; /* of the store: jumb, jumd, UUID, toggles, "c2pa" */

	if (!j->boxes.data)
		j->boxes = sign_str();
	j->store = sign_str();
	j->out = sign_str();
	for (int pass = 0; pass < 6; pass++) {
		write_store(j, pass ? &v : NULL);
		write_file(j, places, &v.n);
		v.picture = &j->out;
		if (j->plan.bind == BIND_NONE || settled(j, &v))
			break;
		if (pass == 5)
			die("'%s' does not settle", j->plan.title);
	}
	str_clear(&j->boxes);
	str_add(&j->boxes, j->store.data + head, j->store.len - head);
	snprintf(j->active, sizeof j->active, "%s", j->plan.label);
}

void job_release(struct job *j)
{
	plan_release(&j->plan);
	if (j->base.data)
		str_release(&j->base);
	if (j->boxes.data)
		str_release(&j->boxes);
	if (j->store.data)
		str_release(&j->store);
	if (j->out.data)
		str_release(&j->out);
	memset(j, 0, sizeof *j);
}

void sign_write(const char *folder, const char *name, const struct str *s)
{
	char path[1024];
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	f = fopen(path, "wb");
	if (!f || fwrite(s->data, 1, s->len, f) != s->len || fclose(f))
		die("cannot write '%s'", path);
}

struct str sign_read(const char *folder, const char *name)
{
	struct str out = sign_str();
	char path[1024], block[16384];
	size_t n;
	FILE *f;

	snprintf(path, sizeof path, "%s/%s", folder, name);
	f = fopen(path, "rb");
	if (!f)
		die("cannot read '%s'", path);
	while ((n = fread(block, 1, sizeof block, f)) > 0)
		str_add(&out, block, n);
	fclose(f);
	return out;
}
