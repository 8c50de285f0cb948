/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/trust/world.h"

#include "src/base/cbor.h"
#include "src/base/mem.h"
#include "src/trust/list_parse.h"

enum {
	PACK_VERSION = 1,
	WORLD_ARENA_MAX = 256 * 1024 * 1024,
	NAME_MAX_BYTES = 256,
};

/* ---- kinds ---- */

static const char *const kind_names[LIST_KINDS] = { "anchors", "tsa", "allowed", "eku", "deny", "crl", "incidents" };

const char *list_kind_name(enum list_kind k)
{
	return (unsigned)k < LIST_KINDS ? kind_names[k] : "unknown";
}

enum list_kind list_kind_from_name(const char *s)
{
	unsigned k = 0;

	while (k < LIST_KINDS && strcmp(kind_names[k], s) != 0)
		k++;
	return (enum list_kind)k;
}

/* ---- one list ---- */

/* The official list is JSON, and nothing else that is taken begins like that. */
static bool is_json(struct span s)
{
	for (size_t i = 0; i < s.len; i++) {
		if (s.data[i] == '{')
			return true;
		if (!strchr(" \t\r\n\xEF\xBB\xBF", s.data[i]) || s.data[i] == 0)
			return false;
	}
	return false;
}

static enum status anchors(struct arena *a, struct span bytes, struct trust_list *out, struct error *e)
{
	return is_json(bytes) ? list_official(a, bytes, out, e) : list_pem(a, bytes, out, e);
}

static enum status (*const parsers[LIST_KINDS])(struct arena *, struct span, struct trust_list *, struct error *) = {
	anchors, anchors, list_allowed, list_eku, list_deny, list_crl, list_incidents,
};

enum status list_parse(struct arena *a, enum list_kind kind, struct span bytes, struct trust_list *out,
		       struct error *e)
{
	struct trust_list l = { .kind = kind };
	enum status st;

	bytes = span_of(bytes.data, bytes.len, 0);
	if ((unsigned)kind >= LIST_KINDS)
		return err_set(e, ST_USAGE, "no such kind of list");
	if (bytes.len > LIST_MAX_BYTES)
		return err_set(e, ST_LIMIT, "the list has more than %d bytes", LIST_MAX_BYTES);
	if (bytes.len == 0)
		return err_set(e, ST_CORRUPT, "the list is empty");
	hash_sha256(bytes.data, bytes.len, l.sha256);
	st = parsers[kind](a, bytes, &l, e);
	if (st) {
		list_release(&l);
		return st;
	}
	*out = l;
	return ST_OK;
}

void list_release(struct trust_list *l)
{
	for (uint32_t i = 0; i < l->n_entries; i++) {
		X509_free(l->entries[i].cert.x509);
		l->entries[i].cert.x509 = NULL;
	}
	X509_CRL_free(l->crl);
	l->crl = NULL;
	l->n_entries = 0;
}

/* ---- the pack: [version, judges, why not, [[kind, name, added, official, interim, bytes] ...]] ---- */

void world_pack(const struct pack_item *items, size_t n, bool judges, const char *why_not, struct str *out)
{
	cbor_put_array(out, 4);
	cbor_put_uint(out, PACK_VERSION);
	cbor_put_bool(out, judges);
	cbor_put_text(out, why_not);
	cbor_put_array(out, n);
	for (size_t i = 0; i < n; i++) {
		cbor_put_array(out, 6);
		cbor_put_uint(out, items[i].kind);
		cbor_put_text(out, items[i].name);
		cbor_put_int(out, items[i].added);
		cbor_put_bool(out, items[i].official);
		cbor_put_bool(out, items[i].interim);
		cbor_put_bytes(out, items[i].bytes, items[i].len);
	}
}

struct packed { uint64_t kind; struct span name, bytes; int64_t added; bool official, interim; };

static bool read_packed(struct span *in, struct packed *p)
{
	uint64_t n;

	return cbor_get_array(in, &n) && n == 6 && cbor_get_uint(in, LIST_KINDS - 1, &p->kind) &&
	       cbor_get_text(in, &p->name) && p->name.len <= NAME_MAX_BYTES && cbor_get_int(in, &p->added) &&
	       cbor_get_bool(in, &p->official) && cbor_get_bool(in, &p->interim) && cbor_get_bytes(in, &p->bytes);
}

static enum status add_list(struct world *w, const struct packed *p, struct error *e)
{
	struct trust_list l = { .kind = LIST_ANCHORS };
	const char *name = list_text(&w->arena, (const char *)p->name.data, p->name.len);
	enum status st = name ? list_parse(&w->arena, (enum list_kind)p->kind, p->bytes, &l, e) : err_nomem(e);

	if (st)
		return name ? err_context(e, st, "trust list '%s'", name) : st;
	l.name = name;
	l.added = p->added;
	l.official = l.official || p->official;
	l.interim = p->interim;
	w->lists[w->n_lists++] = l;
	return ST_OK;
}

static enum status wrong_pack(const struct span *in, struct error *e)
{
	return err_corrupt(e, span_at(in), "the packed trust lists cannot be read");
}

static enum status read_head(struct world *w, struct span *in, uint64_t *lists, struct error *e)
{
	struct span why;
	uint64_t n;

	if (!cbor_get_array(in, &n) || n != 4 || !cbor_get_uint(in, PACK_VERSION, &n) || n != PACK_VERSION ||
	    !cbor_get_bool(in, &w->judges))
		return wrong_pack(in, e);
	if (!cbor_get_null(in)) {
		if (!cbor_get_text(in, &why))
			return wrong_pack(in, e);
		w->why_not = list_text(&w->arena, (const char *)why.data, why.len);
		if (!w->why_not)
			return err_nomem(e);
	}
	if (!cbor_get_array(in, lists) || *lists > WORLD_MAX_LISTS - 1)
		return wrong_pack(in, e);
	return ST_OK;
}

static enum status read_pack(struct world *w, struct span in, struct error *e)
{
	struct packed p;
	uint64_t n = 0;
	enum status st = read_head(w, &in, &n, e);

	while (!st && n-- > 0)
		st = read_packed(&in, &p) ? add_list(w, &p, e) : wrong_pack(&in, e);
	return !st && span_left(&in) ? wrong_pack(&in, e) : st;
}

/* ---- the world ---- */

static enum status add_built_in(struct world *w, struct error *e)
{
	struct trust_list *l = &w->lists[w->n_lists];
	enum status st = list_parse(&w->arena, LIST_INCIDENTS,
				    span_of(incident_table, strlen(incident_table), 0), l, e);

	if (st)
		return st;
	l->name = "built-in";
	w->n_lists++;
	return ST_OK;
}

/* Those of all lists of key usages; the built-in ones when there is no such list. */
static enum status choose_ekus(struct world *w, struct error *e)
{
	const char **all;
	uint32_t n = 0;

	for (uint32_t i = 0; i < w->n_lists; i++)
		n += w->lists[i].n_ekus;
	if (n == 0) {
		w->ekus = eku_table;
		w->n_ekus = eku_table_n;
		return ST_OK;
	}
	all = arena_alloc(&w->arena, n, sizeof *all);
	if (!all)
		return err_nomem(e);
	for (uint32_t i = 0; i < w->n_lists; i++)
		for (uint32_t k = 0; k < w->lists[i].n_ekus; k++)
			all[w->n_ekus++] = w->lists[i].ekus[k];
	w->ekus = all;
	return ST_OK;
}

enum status world_open(struct span pack, struct world **out, struct error *e)
{
	struct world *w = mem_need(1, sizeof *w);
	enum status st;

	arena_init(&w->arena, WORLD_ARENA_MAX);
	w->why_not = pack.len ? NULL : "no trust list is installed";
	st = pack.len ? read_pack(w, span_of(pack.data, pack.len, 0), e) : ST_OK;
	st = st ? st : add_built_in(w, e);
	st = st ? st : choose_ekus(w, e);
	if (st) {
		world_close(w);
		return st;
	}
	*out = w;
	return ST_OK;
}

void world_close(struct world *w)
{
	if (!w)
		return;
	for (uint32_t i = 0; i < w->n_lists; i++)
		list_release(&w->lists[i]);
	arena_release(&w->arena);
	free(w);
}

/* ---- questions ---- */

static const struct list_entry *find_in(const struct trust_list *l, const struct certificate *c, int64_t t)
{
	for (uint32_t i = 0; i < l->n_entries; i++) {
		const struct list_entry *x = &l->entries[i];

		if (memcmp(x->sha256, c->sha256, SHA256_LEN) == 0 && t >= x->from && (t < x->until || x->until == INT64_MAX))
			return x;
	}
	return NULL;
}

/* Of several lists the official one speaks, the frozen interim one last. */
static unsigned rank(const struct trust_list *l)
{
	return l->interim ? 2 : l->official ? 0 : 1;
}

const struct list_entry *world_find(const struct world *w, enum list_kind kind, const struct certificate *c, int64_t t,
				    const struct trust_list **list)
{
	const struct list_entry *best = NULL;
	unsigned best_rank = 0;

	for (uint32_t i = 0; i < w->n_lists; i++) {
		const struct trust_list *l = &w->lists[i];
		const struct list_entry *x = l->kind == kind ? find_in(l, c, t) : NULL;

		if (!x || (best && rank(l) >= best_rank))
			continue;
		best = x;
		best_rank = rank(l);
		if (list)
			*list = l;
	}
	return best;
}

static bool same_serial(const char *a, const char *b)
{
	a += a ? strspn(a, "0:") : 0;
	b += b ? strspn(b, "0:") : 0;
	return a && b && strcmp(a, b) == 0;
}

/* SHA-256 of the DER of the name that issued c. */
static bool hash_issuer(const struct certificate *c, uint8_t out[SHA256_LEN])
{
	const unsigned char *der;
	size_t len;

	if (!c->x509 || X509_NAME_get0_der(X509_get_issuer_name(c->x509), &der, &len) != 1)
		return false;
	hash_sha256(der, len, out);
	return true;
}

struct denial { const struct certificate *c, *issuer; bool named; uint8_t name[SHA256_LEN]; };

static bool matches(const struct deny_entry *d, const struct denial *q)
{
	switch (d->by) {
	case DENY_CERT_SHA256:
		return memcmp(d->digest, q->c->sha256, SHA256_LEN) == 0;
	case DENY_SPKI_SHA256:
		return memcmp(d->digest, q->c->spki_sha256, SHA256_LEN) == 0;
	case DENY_ISSUER_SERIAL:
		return q->named && memcmp(d->digest, q->name, SHA256_LEN) == 0 && same_serial(d->serial, q->c->serial);
	case DENY_ISSUER_SPKI:
		return q->issuer && memcmp(d->digest, q->issuer->spki_sha256, SHA256_LEN) == 0;
	}
	return false;
}

const struct deny_entry *world_denied(const struct world *w, const struct certificate *c, const struct certificate *issuer,
				      int64_t t, const struct trust_list **list)
{
	struct denial q = { .c = c, .issuer = issuer };

	q.named = hash_issuer(c, q.name);
	for (uint32_t i = 0; i < w->n_lists; i++)
		for (uint32_t k = 0; k < w->lists[i].n_denied; k++) {
			const struct deny_entry *d = &w->lists[i].denied[k];

			if (t < d->from || !matches(d, &q))
				continue;
			if (list)
				*list = &w->lists[i];
			return d;
		}
	return NULL;
}

bool world_has(const struct world *w, enum list_kind kind)
{
	for (uint32_t i = 0; i < w->n_lists; i++)
		if (w->lists[i].kind == kind)
			return true;
	return false;
}
