/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What this session trusts: the user's lists, or those of one run, packed once and sealed. */
#include "src/base/base.h"
#include "src/session/impl.h"

#include "src/base/mem.h"
#include "src/base/utf8.h"
#include "src/base/value.h"
#include "src/trust/world.h"

enum { PACK_MAX = 64 * 1024 * 1024 };

struct gathered {
	struct stored_list list;
	char name[256];      /* as it is shown */
	struct str bytes;
};

struct gathering {
	struct gathered *all; /* TRUST_LISTS_MAX */
	unsigned n;
	size_t bytes;
	struct error trouble; /* of the store: nothing is judged then */
};

/* ---- asking a worker ---- */

static struct reply *ask(struct session *s, unsigned kind, const struct evidence *ev)
{
	/* No row has such a key. */
	struct engine_job job = { .key = UINT64_MAX - kind, .priority = PRIORITY_SELECTED };
	struct reply *r;
	uint64_t id;

	job.request.kind = REQUEST_LIST;
	job.request.list_kind = kind;
	id = engine_submit(s->engine, &job, ev);
	for (;;) {
		while (!(r = engine_take(s->engine)))
			engine_wait(s->engine, 1000);
		if (r->id == id)
			return r;
		if (!seek_reply(s, r))
			scan_reply(s, r);
		reply_free(r);
	}
}

/* Out of the reply, which goes away. */
static enum status copy_summary(const struct value *from, struct arena *a, const struct value **out, struct error *e)
{
	unsigned budget = UINT32_MAX;
	struct span in;
	struct str o;

	str_init(&o, PACK_MAX);
	value_encode(from, &o);
	in = span_of(o.data, o.len, 0);
	*out = o.failed ? NULL : value_decode(a, &in, &budget);
	str_release(&o);
	return *out ? ST_OK : err_nomem(e);
}

enum status session_list_check(struct session *s, unsigned kind, const void *bytes, size_t len, struct arena *a,
			       const struct value **summary, struct error *e)
{
	struct evidence ev;
	struct reply *r;
	enum status st = evidence_from_bytes("trust list", bytes, len, &ev, e);

	if (st)
		return st;
	r = ask(s, kind, &ev);
	evidence_release(&ev);
	st = r->status;
	if (st && e)
		*e = r->error;
	st = st ? st : copy_summary(r->list, a, summary, e);
	reply_free(r);
	return st;
}

/* ---- gathering ---- */

static struct gathered *next(struct gathering *g)
{
	struct gathered *x = &g->all[g->n++];

	str_init(&x->bytes, LIST_MAX_BYTES + 1);
	return x;
}

static int64_t seconds_in(const struct value *map, const char *key)
{
	const struct value *v = value_get(map, key);

	return v && v->kind == VALUE_INT ? v->integer : 0;
}

static void name_by_path(struct gathered *x, const char *path)
{
	const char *slash = strrchr(path, '/'), *base = slash && slash[1] ? slash + 1 : path;

	utf8_sanitise(x->name, sizeof x->name, base, strlen(base));
	utf8_sanitise(x->list.name, sizeof x->list.name, base, strlen(base));
}

static enum status take_file(struct session *s, struct gathering *g, const struct trust_file *f, struct error *e)
{
	struct gathered *x = next(g);
	const struct value *summary = NULL;
	struct arena a;
	enum status st = trust_read_file(f->path, &x->bytes, e);

	if (st)
		return st;
	arena_init(&a, PACK_MAX);
	st = session_list_check(s, f->kind, x->bytes.data, x->bytes.len, &a, &summary, e);
	name_by_path(x, f->path);
	if (st) {
		arena_release(&a);
		return err_context(e, st, "'%s' as a list of kind %s", x->name, list_kind_name((enum list_kind)f->kind));
	}
	x->list.kind = (enum list_kind)f->kind;
	x->list.issued = seconds_in(summary, "issued");
	x->list.next_update = seconds_in(summary, "next_update");
	x->list.official = value_get(summary, "official") && value_get(summary, "official")->boolean;
	arena_release(&a);
	return ST_OK;
}

static enum status take_files(struct session *s, struct gathering *g, struct error *e)
{
	enum status st = ST_OK;

	for (unsigned i = 0; i < s->options.n_trust_files && !st; i++)
		st = take_file(s, g, &s->options.trust_files[i], e);
	return st;
}

static void remember(struct gathering *g, const struct error *e)
{
	if (!g->trouble.code)
		g->trouble = *e;
}

static void take_store(struct gathering *g)
{
	struct trust_store *t = mem_need(1, sizeof *t);
	struct error e = ERROR_INIT;

	if (trust_store_open(t, &e) != ST_OK)
		remember(g, &e);
	for (unsigned i = 0; i < t->n; i++) {
		struct gathered *x = next(g);

		x->list = t->lists[i];
		snprintf(x->name, sizeof x->name, "%s", x->list.name);
		if (trust_store_read(t, &x->list, &x->bytes, &e) == ST_OK)
			continue;
		remember(g, &e);
		str_release(&x->bytes);
		g->n--;
	}
	free(t);
}

/* The same lists make the same pack, whatever the order in which they came. */
static int by_kind(const void *a, const void *b)
{
	const struct gathered *x = a, *y = b;
	int by_digest;

	if (x->list.kind != y->list.kind)
		return x->list.kind < y->list.kind ? -1 : 1;
	by_digest = memcmp(x->list.sha256, y->list.sha256, SHA256_LEN);
	return strcmp(x->name, y->name) ? strcmp(x->name, y->name) : by_digest;
}

/* ---- packing ---- */

static bool has_signers(const struct gathering *g)
{
	for (unsigned i = 0; i < g->n; i++)
		if (g->all[i].list.kind == LIST_ANCHORS || g->all[i].list.kind == LIST_ALLOWED)
			return true;
	return false;
}

static const char *why_not(const struct session *s, const struct gathering *g)
{
	if (s->options.no_trust)
		return "--no-trust was given";
	if (g->trouble.code)
		return g->trouble.message;
	return has_signers(g) ? NULL : "no list of trusted signers is installed";
}

static enum status seal_pack(struct session *s, struct gathering *g, struct error *e)
{
	struct pack_item items[TRUST_LISTS_MAX];
	const char *why = why_not(s, g);
	struct str pack;
	enum status st;

	for (unsigned i = 0; i < g->n; i++)
		items[i] = (struct pack_item){ .kind = g->all[i].list.kind, .name = g->all[i].name,
					       .added = g->all[i].list.added, .official = g->all[i].list.official,
					       .interim = g->all[i].list.interim, .bytes = g->all[i].bytes.data,
					       .len = g->all[i].bytes.len };
	str_init(&pack, PACK_MAX);
	world_pack(items, g->n, why == NULL, why, &pack);
	st = pack.failed ? err_set(e, ST_LIMIT, "the trust lists have more than %d bytes together", PACK_MAX)
			 : evidence_from_bytes("trust lists", pack.data, pack.len, &s->pack, e);
	str_release(&pack);
	return st ? st : engine_set_lists(s->engine, &s->pack, e);
}

static void note_lists(struct session *s, const struct gathering *g)
{
	for (unsigned i = 0; i < g->n; i++) {
		const struct gathered *x = &g->all[i];
		struct context_list *l = &s->lists[s->n_lists++];

		l->name = mem_need_str(x->name);
		l->kind = list_kind_name(x->list.kind);
		l->date = x->list.issued;
		hash_sha256(x->bytes.data, x->bytes.len, l->sha256);
	}
}

/* ---- words ---- */

static void put_words(struct session *s, const struct gathering *g)
{
	struct stored_list *lists = mem_need(TRUST_LISTS_MAX, sizeof *lists);

	for (unsigned i = 0; i < g->n; i++)
		lists[i] = g->all[i].list;
	if (s->options.no_trust)
		snprintf(s->trust_line, sizeof s->trust_line, "--no-trust: identity is not judged");
	else if (g->trouble.code)
		snprintf(s->trust_line, sizeof s->trust_line, "the trust lists cannot be used: identity cannot be judged");
	else
		trust_words(lists, g->n, s->options.now, s->trust_line);
	free(lists);
}

const char *session_trust_line(const struct session *s)
{
	return s->trust_line;
}

/* ---- life ---- */

static enum status pack_all(struct session *s, struct gathering *g, struct error *e)
{
	qsort(g->all, g->n, sizeof *g->all, by_kind);
	note_lists(s, g);
	put_words(s, g);
	/* Nothing installed: the world of a worker that got nothing says so. */
	if (!g->n && !s->options.no_trust && !g->trouble.code)
		return ST_OK;
	return seal_pack(s, g, e);
}

enum status trust_load(struct session *s, struct error *e)
{
	struct gathering g = { .trouble = ERROR_INIT };
	enum status st = ST_OK;

	g.all = mem_need(TRUST_LISTS_MAX + TRUST_FILES_MAX, sizeof *g.all);
	if (s->options.n_trust_files && !s->options.no_trust)
		st = take_files(s, &g, e);
	else if (!s->options.no_trust)
		take_store(&g);
	st = st ? st : pack_all(s, &g, e);
	if (!st && g.trouble.code)
		session_fail(s, g.trouble.code, &g.trouble);
	for (unsigned i = 0; i < g.n; i++)
		str_release(&g.all[i].bytes);
	free(g.all);
	return st;
}

void trust_release(struct session *s)
{
	for (uint32_t i = 0; i < s->n_lists; i++)
		free((void *)(uintptr_t)s->lists[i].name);
	s->n_lists = 0;
	if (s->pack.fd >= 0)
		evidence_release(&s->pack);
	s->pack.fd = -1;
}
