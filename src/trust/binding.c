/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/trust/binding_parts.h"

#include "src/base/utf8.h"

#include <openssl/evp.h>
#include <stdarg.h>

enum { BAND = 4 * 1024 * 1024 }; /* between two questions whether to go on */

/* ---- hashes (C2PA 2.2 section 13.1) ---- */

static const EVP_MD *md_named(const char *alg)
{
	if (!alg)
		return NULL;
	if (strcmp(alg, "sha256") == 0)
		return EVP_sha256();
	if (strcmp(alg, "sha384") == 0)
		return EVP_sha384();
	return strcmp(alg, "sha512") == 0 ? EVP_sha512() : NULL;
}

bool hash_known(const char *alg)
{
	return md_named(alg);
}

bool hash_named(const char *alg, const void *bytes, size_t len, uint8_t out[64], size_t *digest_len)
{
	const EVP_MD *md = md_named(alg);
	unsigned n = 0;

	if (!md || EVP_Digest(bytes, len, out, &n, md, NULL) != 1)
		return false;
	*digest_len = n;
	return true;
}

enum status digest_begin(struct binder *b, const char *alg, struct digest *d)
{
	const EVP_MD *md = md_named(alg);

	d->ctx = EVP_MD_CTX_new();
	if (d->ctx && md && EVP_DigestInit_ex(d->ctx, md, NULL) == 1)
		return ST_OK;
	digest_drop(d);
	return err_set(b->e, ST_INTERNAL, "this OpenSSL offers no %s", alg ? alg : "hash");
}

enum status digest_range(struct binder *b, struct digest *d, uint64_t start, uint64_t length)
{
	const struct span *file = &b->in->asset->bytes;

	if (NEVER(start > file->len || length > file->len - start))
		return err_set(b->e, ST_INTERNAL, "a range to hash ends behind the file");
	while (length) {
		size_t n = length < BAND ? (size_t)length : BAND;

		if (job_cancelled(b->in->ctl))
			return err_set(b->e, ST_CANCELLED, "cancelled");
		EVP_DigestUpdate(d->ctx, file->data + start, n);
		b->out->hashed += n;
		start += n;
		length -= n;
	}
	return ST_OK;
}

void digest_offset(struct digest *d, uint64_t offset)
{
	uint8_t be[8];

	for (int i = 0; i < 8; i++)
		be[i] = (uint8_t)(offset >> (56 - 8 * i));
	EVP_DigestUpdate(d->ctx, be, sizeof be);
}

bool digest_equals(struct digest *d, const struct span *expected)
{
	uint8_t found[EVP_MAX_MD_SIZE];
	unsigned n = 0;
	bool ok = EVP_DigestFinal_ex(d->ctx, found, &n) == 1;

	digest_drop(d);
	return ok && n > 0 && expected->len == n && memcmp(expected->data, found, n) == 0;
}

void digest_drop(struct digest *d)
{
	EVP_MD_CTX_free(d->ctx);
	d->ctx = NULL;
}

/* ---- answers ---- */

static enum status say(struct binder *b, enum binding_answer answer, const char *code, const char *text)
{
	b->out->answer = answer;
	status_add(b->log, code, b->in->url, "%s", text);
	if (answer != BINDING_MATCH)
		binder_note(b, "%s", text);
	return ST_OK;
}

enum status binder_answer(struct binder *b, enum binding_answer answer, const char *fmt, ...)
{
	static const char *const tails[] = { "match", "mismatch", "malformed", "mismatch" };
	char code[80], text[300];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	snprintf(code, sizeof code, "assertion.%s.%s", b->scheme, tails[answer]);
	return say(b, answer, code, text);
}

enum status binder_fail(struct binder *b, enum binding_answer answer, const char *code, const char *fmt, ...)
{
	char text[300];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	return say(b, answer, code, text);
}

void binder_extra(struct binder *b, const char *fmt, ...)
{
	char code[80], text[300];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	snprintf(code, sizeof code, "assertion.%s.additionalExclusionsPresent", b->scheme);
	status_add(b->log, code, b->in->url, "%s", text);
}

void binder_note(struct binder *b, const char *fmt, ...)
{
	const char *before = b->out->note;
	char text[300], safe[400]; /* may quote the assertion or the file */
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	utf8_sanitise(safe, sizeof safe, text, strlen(text));
	b->out->note = arena_fmt(b->a, "%s%s%s", before ? before : "", before ? "; " : "", safe);
	if (!b->out->note)
		b->out->note = before;
}

/* ---- what all assertions have ---- */

const struct cnode *binder_get(const struct cnode *map, const char *key)
{
	const struct cnode *n = cn_get(map, key);

	return n && n->kind == CN_NULL ? NULL : n;
}

bool binder_algorithm(struct binder *b, const struct cnode *map, const char **alg, enum status *st)
{
	const struct cnode *own = binder_get(map, "alg");

	const char *named = own ? cn_text(map, "alg") : b->in->default_alg;

	*alg = hash_known(named) ? named : NULL;
	if (*alg)
		return true;
	if (named)
		*st = binder_fail(b, BINDING_UNSUPPORTED, "algorithm.unsupported", "'%.40s' is no hash that is allowed",
				  named);
	else
		*st = binder_fail(b, BINDING_UNSUPPORTED, "algorithm.unsupported", "no hash algorithm is named");
	return false;
}

void binder_pads(struct binder *b, const struct cnode *map)
{
	static const char *const names[] = { "pad", "pad2" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		size_t at = 0;
		struct span s;

		if (!cn_bytes(map, names[i], &s))
			continue;
		/* zeros; some early writers took spaces */
		while (at < s.len && s.data[at] == s.data[0] && (s.data[0] == 0 || s.data[0] == ' '))
			at++;
		if (at == s.len)
			continue;
		if (!b->out->padding)
			binder_note(b, "'%s', meant to be zeros, holds data (%zu bytes)", names[i], s.len);
		b->out->padding = true;
	}
}

/* ---- dispatch ---- */

static const struct kind {
	const char *label, *scheme;
	enum status (*check)(struct binder *b);
} kinds[] = {
	{ "c2pa.hash.data", "dataHash", binding_data },
	{ "c2pa.hash.boxes", "boxesHash", binding_boxes },
	{ "c2pa.hash.bmff", "bmffHash", binding_bmff }, /* deprecated; the reference implementation still takes it */
	{ "c2pa.hash.bmff.v2", "bmffHash", binding_bmff },
	{ "c2pa.hash.bmff.v3", "bmffHash", binding_bmff },
	{ "c2pa.hash.collection.data", "collectionHash", NULL },
};

static const struct kind *kind_of(const char *label)
{
	for (size_t i = 0; label && i < ARRAY_LEN(kinds); i++)
		if (strcmp(kinds[i].label, label) == 0)
			return &kinds[i];
	return NULL;
}

bool binding_is_hard(const char *label)
{
	return kind_of(label);
}

static enum status check(struct binder *b, const struct kind *k)
{
	if (!k || !k->check)
		return binder_fail(b, BINDING_UNSUPPORTED, "general.error", "a binding of kind '%.60s' is not verified here",
				   b->in->label ? b->in->label : "");
	b->out->kind = k->label;
	b->scheme = k->scheme;
	if (!cn_kind(b->in->assertion, CN_MAP))
		return binder_answer(b, BINDING_MALFORMED, "the assertion is no map");
	return k->check(b);
}

enum status binding_check(struct arena *a, const struct binding_input *in, struct status_log *log,
			  struct binding_report *out, struct error *e)
{
	struct binder b = { .a = a, .in = in, .log = log, .out = out, .e = e, .scheme = "dataHash" };
	char kind[100];
	enum status st;

	*out = (struct binding_report){ .answer = BINDING_UNSUPPORTED };
	out->unbound = arena_alloc(a, BINDING_MAX_RANGES, sizeof *out->unbound);
	utf8_sanitise(kind, sizeof kind, in->label ? in->label : "", in->label ? strlen(in->label) : 0);
	out->kind = arena_str(a, kind);
	if (!out->unbound || !out->kind)
		return err_nomem(e);
	st = check(&b, kind_of(in->label));
	unbound_finish(&b);
	return st;
}
