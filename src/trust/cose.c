/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "src/base/utf8.h"
#include "src/trust/cose.h"

#include <stdarg.h>

enum { TAG_SIGN1 = 18, LABEL_ALG = 1, LABEL_CRIT = 2, LABEL_X5CHAIN = 33 };

void cose_oddity(struct arena *a, struct cose *c, const char *fmt, ...)
{
	char text[240], clean[300];
	const char *kept;
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	utf8_sanitise(clean, sizeof clean, text, strlen(text));
	kept = c->n_oddities < COSE_MAX_ODDITIES ? arena_str(a, clean) : NULL;
	if (kept)
		c->oddities[c->n_oddities++] = kept;
}

/* ---- algorithm ---- */

/* RFC 9053 sections 2.1, 2.2, RFC 8230 section 2; C2PA 2.2 section 13.2.1 allows these and no others. */
static const struct {
	int64_t label;
	enum cose_algorithm algorithm;
	const char *name;
} algorithms[] = {
	{ -7, COSE_ES256, "ES256" },  { -35, COSE_ES384, "ES384" }, { -36, COSE_ES512, "ES512" },
	{ -37, COSE_PS256, "PS256" }, { -38, COSE_PS384, "PS384" }, { -39, COSE_PS512, "PS512" },
	{ -8, COSE_EDDSA, "EdDSA" },
};

static const char *found_name(struct arena *a, const struct cnode *n)
{
	const char *text = NULL;

	if (!n)
		return "none";
	if (n->kind == CN_NINT && n->number < INT64_MAX)
		text = n->number == 256 ? "RS256 (-257)" : arena_fmt(a, "%lld", -1 - (long long)n->number);
	else if (n->kind == CN_UINT)
		text = arena_fmt(a, "%llu", (unsigned long long)n->number);
	return text ? text : "no number";
}

static void read_algorithm(struct arena *a, struct cose *c)
{
	const struct cnode *n = cn_get_int(c->protected_map, LABEL_ALG);

	c->algorithm_found = found_name(a, n);
	for (size_t i = 0; i < ARRAY_LEN(algorithms); i++)
		if (n && n->kind == CN_NINT && n->number == (uint64_t)(-1 - algorithms[i].label)) {
			c->algorithm = algorithms[i].algorithm;
			c->algorithm_name = c->algorithm_found = algorithms[i].name;
		}
	if (cn_get_int(c->unprotected, LABEL_ALG))
		cose_oddity(a, c, "an algorithm is named outside the signature as well; it is ignored");
}

/* ---- certificates ---- */

static enum status take_chain(const struct cnode *n, struct cose *c, struct error *e)
{
	if (n->kind == CN_BYTES) {
		c->certs[c->n_certs++] = n->bytes;
		return ST_OK;
	}
	if (n->kind != CN_ARRAY || n->count == 0)
		return err_corrupt(e, n->whole.origin, "x5chain holds no certificates");
	if (n->count > CHAIN_MAX)
		return err_corrupt(e, n->whole.origin, "x5chain holds more than %d certificates", CHAIN_MAX);
	for (const struct cnode *i = n->first; i; i = i->next) {
		if (i->kind != CN_BYTES)
			return err_corrupt(e, i->whole.origin, "x5chain holds something else than certificates");
		c->certs[c->n_certs++] = i->bytes;
	}
	return ST_OK;
}

/* Section 14.5: number 33 or text, in either bucket; with both labels the number is used and the text ignored; the
 * same label in both buckets makes the signature malformed. */
static enum status read_chain(struct arena *a, struct cose *c, struct error *e)
{
	const struct cnode *in[2][2] = {
		{ cn_get_int(c->protected_map, LABEL_X5CHAIN), cn_get_int(c->unprotected, LABEL_X5CHAIN) },
		{ cn_get(c->protected_map, "x5chain"), cn_get(c->unprotected, "x5chain") },
	};
	unsigned label = in[0][0] || in[0][1] ? 0 : 1;
	const struct cnode *n = in[label][0] ? in[label][0] : in[label][1];

	c->two_credentials = in[label][0] && in[label][1];
	if (c->two_credentials)
		c->fault = "two credentials: the certificates stand both inside and outside the signed header";
	if (label == 0 && (in[1][0] || in[1][1]))
		cose_oddity(a, c, "a second set of certificates under the old label is ignored");
	if (!n)
		return ST_OK;
	if (!in[label][0])
		cose_oddity(a, c, "the certificates stand outside the signed header");
	return take_chain(n, c, e);
}

/* ---- the rest of the headers ---- */

/* RFC 9052 section 3.1: what is listed here must be understood. */
static void read_crit(struct cose *c)
{
	const struct cnode *crit = cn_get_int(c->protected_map, LABEL_CRIT);

	if (!crit)
		return;
	if (crit->kind != CN_ARRAY || crit->count == 0)
		c->fault = "its list of critical headers is malformed";
	for (const struct cnode *n = crit->kind == CN_ARRAY ? crit->first : NULL; n; n = n->next) {
		bool known = n->kind == CN_UINT && (n->number == LABEL_ALG || n->number == LABEL_X5CHAIN);

		if (!known && !cn_is_text(n, "x5chain") && !cn_is_text(n, "iat"))
			c->fault = "a header that is marked critical is not known";
	}
}

static void read_iat(struct cose *c)
{
	const struct cnode *n = cn_get(c->protected_map, "iat");

	if (n && n->kind == CN_UINT && n->number < ((uint64_t)1 << 40)) {
		c->has_iat = true;
		c->iat = (int64_t)n->number;
	} else if (n && n->kind == CN_REAL && n->real >= 0 && n->real < 1e12) {
		c->has_iat = true;
		c->iat = (int64_t)n->real;
	}
}

/* Unsigned padding, left by writers that reserve room: data in it is not covered by anything. */
static void read_pad(struct arena *a, struct cose *c)
{
	static const char *const names[] = { "pad", "pad2" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		const struct cnode *n = cn_get(c->unprotected, names[i]);

		if (!n || (n->kind == CN_BYTES && span_is_zero(&n->bytes)))
			continue;
		c->pad_nonzero = true;
		c->pad = n->kind == CN_BYTES ? n->bytes : n->whole;
		cose_oddity(a, c, "the unsigned padding '%s' holds %zu bytes that are not all zero", names[i],
			    c->pad.len);
	}
}

/* temp_signing_time: a time of no standing that early writers left there. */
static bool expected_unprotected(const struct cnode *key)
{
	static const char *const names[] = { "sigTst", "sigTst2", "rVals", "pad", "pad2", "x5chain",
						"temp_signing_time" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (cn_is_text(key, names[i]))
			return true;
	return key->kind == CN_UINT && (key->number == LABEL_X5CHAIN || key->number == LABEL_ALG);
}

static void read_strangers(struct arena *a, struct cose *c)
{
	unsigned n = 0;

	for (const struct cnode *k = c->unprotected->first; k && n < 2; k = k->next->next) {
		if (expected_unprotected(k))
			continue;
		n++;
		if (k->text)
			cose_oddity(a, c, "an unknown header '%s' stands outside the signature", k->text);
		else
			cose_oddity(a, c, "an unknown header stands outside the signature");
	}
}

static enum status read_protected(struct arena *a, struct cose *c, struct error *e)
{
	struct cnode *map;
	enum status st;

	if (c->protected.len == 0)
		return ST_OK; /* an empty map is written as no bytes: RFC 9052 section 3 */
	if ((st = cbor_tree(a, c->protected, &map, e)))
		return st;
	if (map->kind != CN_MAP)
		return err_corrupt(e, c->protected.origin, "protected header is no map");
	c->protected_map = map;
	if (map->repeats)
		c->fault = "a header stands twice in the protected header";
	return ST_OK;
}

/* ---- the whole ---- */

static enum status take_parts(const struct cnode *array, struct cose *c, struct error *e)
{
	const struct cnode *protected, *unprotected, *payload, *signature;

	if (array->kind != CN_ARRAY || array->count != 4)
		return err_corrupt(e, array->whole.origin, "COSE_Sign1 is no array of four");
	protected = array->first;
	unprotected = protected->next;
	payload = unprotected->next;
	signature = payload->next;
	if (protected->kind != CN_BYTES || unprotected->kind != CN_MAP || signature->kind != CN_BYTES)
		return err_corrupt(e, array->whole.origin, "COSE_Sign1 has parts of the wrong kind");
	c->protected = protected->bytes;
	c->unprotected = unprotected;
	c->attached = payload->kind != CN_NULL;
	c->signature = signature;
	if (unprotected->repeats)
		c->fault = "a header stands twice in the unprotected header";
	return ST_OK;
}

enum status cose_parse(struct arena *a, struct span bytes, struct cose *out, struct error *e)
{
	const struct cnode *array;
	struct cose c = { 0 };
	struct cnode *n;
	enum status st;

	if (bytes.len > COSE_MAX_BYTES)
		return err_at(e, ST_LIMIT, bytes.origin, "signature of %zu bytes is too long", bytes.len);
	if ((st = cbor_tree(a, bytes, &n, e)))
		return st;
	c.untagged = n->kind != CN_TAG || n->number != TAG_SIGN1;
	array = n->kind == CN_TAG ? n->first : n;
	if ((st = take_parts(array, &c, e)) || (st = read_protected(a, &c, e)))
		return st;
	if (c.untagged)
		c.fault = "it is no tagged COSE_Sign1";
	read_algorithm(a, &c);
	read_crit(&c);
	if ((st = read_chain(a, &c, e)))
		return st;
	read_iat(&c);
	read_pad(a, &c);
	read_strangers(a, &c);
	if (c.attached)
		cose_oddity(a, &c, "it carries a payload of its own, which is ignored: the claim is what is verified");
	*out = c;
	return ST_OK;
}
