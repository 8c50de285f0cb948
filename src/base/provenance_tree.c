/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/provenance.h"

#include "src/base/mem.h"

#include <stdarg.h>

enum { ARENA_MAX = 64 * 1024 * 1024, WORDS_MAX = 4, NONE = UINT32_MAX, RAILS = 63 };

/* The chain as the details give it: a forest by parent indexes, whatever they say. */
struct forest {
	const struct value *all[PROVENANCE_MAX_MANIFESTS];
	uint32_t n, parent[PROVENANCE_MAX_MANIFESTS];
	bool seen[PROVENANCE_MAX_MANIFESTS];
	uint32_t roots[PROVENANCE_MAX_MANIFESTS], n_roots;
	const struct provenance_wish *wish;
	struct provenance_tree *out;
};

/* ---- rows ---- */

static struct provenance_row *room_for(struct provenance_tree *t)
{
	struct provenance_row *more;
	uint32_t room = t->room ? t->room * 2 : 64;

	if (t->n < t->room)
		return &t->rows[t->n++];
	if (room > PROVENANCE_MAX_ROWS)
		return NULL;
	more = mem_resize(t->rows, room, sizeof *more);
	if (!more)
		return NULL;
	t->rows = more;
	t->room = room;
	return &t->rows[t->n++];
}

/* The last row is overwritten: silence about what is missing would read as its absence. */
static void overflow(struct provenance_tree *t)
{
	t->full = true;
	if (t->n)
		t->rows[t->n - 1] =
			(struct provenance_row){ .kind = CHAIN_MORE,
						  .tone = LEVEL_WARNING,
						  .text = "more rows than are shown: the JSON has all of them",
						  .tool = "",
						  .signer = "" };
}

struct provenance_row *provenance_vadd(struct provenance_tree *t, const struct provenance_row *at, const char *fmt,
				       va_list ap)
{
	struct provenance_row *r = t->full ? NULL : room_for(t);
	char buf[512];
	va_list again;
	int len;

	if (!r) {
		overflow(t);
		return NULL;
	}
	va_copy(again, ap);
	len = vsnprintf(buf, sizeof buf, fmt, ap);
	*r = *at;
	r->kind = CHAIN_ITEM;
	r->mark = PROVENANCE_PLAIN;
	r->tone = LEVEL_NONE;
	r->tool = r->signer = "";
	if (len >= 0 && (size_t)len < sizeof buf) {
		r->text = arena_str(&t->arena, buf);
	} else {
		char *whole = len < 0 ? NULL : arena_alloc(&t->arena, (size_t)len + 1, 1);

		if (whole)
			vsnprintf(whole, (size_t)len + 1, fmt, again);
		r->text = whole;
	}
	va_end(again);
	if (r->text)
		return r;
	overflow(t);
	return NULL;
}

struct provenance_row *provenance_add(struct provenance_tree *t, const struct provenance_row *at, const char *fmt,
				      ...)
{
	struct provenance_row *r;
	va_list ap;

	va_start(ap, fmt);
	r = provenance_vadd(t, at, fmt, ap);
	va_end(ap);
	return r;
}

static void line(struct provenance_tree *t, const struct provenance_row *at, enum level tone, const char *text)
{
	struct provenance_row *r = provenance_add(t, at, "%s", text);

	if (r) {
		r->kind = CHAIN_LINE;
		r->tone = tone;
	}
}

/* ---- one manifest in words ---- */

static const struct value *get(const struct value *map, const char *key)
{
	return map && map->kind == VALUE_MAP ? value_get(map, key) : NULL;
}

static const struct value *map_in(const struct value *map, const char *key)
{
	const struct value *v = get(map, key);

	return v && v->kind == VALUE_MAP ? v : NULL;
}

/* That a list does not know a signer says nothing against the bytes. */
static bool about_lists(const char *code)
{
	return strcmp(code, "signingCredential.untrusted") == 0 || strcmp(code, "timeStamp.untrusted") == 0;
}

static const char *text_of(const struct value *v)
{
	return v->kind == VALUE_TEXT && v->text ? v->text : "";
}

static bool begins(const char *s, const char *with)
{
	return strncmp(s, with, strlen(with)) == 0;
}

/* Is this failure one that a line of its own says in words (signature_lines)? of: the manifest, or NULL. */
static bool in_words(const struct value *of, const char *code)
{
	const struct value *s = map_in(of, "signature"), *b = map_in(of, "binding");

	if (begins(code, "claimSignature."))
		return s && !provenance_true(s, "intact");
	if (begins(code, "signingCredential."))
		return strcmp(provenance_text(s, "identity"), "refused") == 0;
	if (begins(code, "assertion.dataHash.mismatch") || begins(code, "assertion.boxesHash.mismatch") ||
	    begins(code, "assertion.bmffHash.mismatch"))
		return strcmp(provenance_text(b, "answer"), "mismatch") == 0;
	return false;
}

/* The first failure that weighs, and how many there are; without those that are in words already. */
static const char *failures(const struct value *codes, const struct value *of, unsigned *n)
{
	const struct value *all = provenance_array(codes, "failure");
	const char *first = "";

	*n = 0;
	for (const struct value *v = all ? all->first : NULL; v; v = v->next)
		if (!about_lists(text_of(v)) && !in_words(of, text_of(v)) && (*n)++ == 0)
			first = text_of(v);
	return first;
}

static bool said_before(const char *const *words, unsigned n, const char *w)
{
	for (unsigned i = 0; i < n; i++)
		if (strcmp(words[i], w) == 0)
			return true;
	return false;
}

/* What was done to an opened picture says that it was opened. */
static bool goes_without_saying(const struct value *action, const struct value *all)
{
	return strcmp(provenance_text(action, "action"), "c2pa.opened") == 0 && all->count > 1;
}

/* "created by a camera, cropped, 5 more"; each thing once. */
static void did(const struct value *m, struct str *o)
{
	const struct value *actions = provenance_array(m, "actions");
	const char *role = provenance_text(m, "role"), *kind = provenance_text(m, "kind");
	const char *said[WORDS_MAX];
	struct str words[WORDS_MAX];
	unsigned n = 0, more = 0;

	if (strcmp(role, "componentOf") == 0)
		str_puts(o, "part: ");
	else if (strcmp(role, "inputTo") == 0)
		str_puts(o, "input: ");
	for (const struct value *a = actions ? actions->first : NULL; a; a = a->next) {
		struct str w;

		if (goes_without_saying(a, actions))
			continue;
		str_init(&w, 65536);
		provenance_action(a, &w);
		if (!said_before(said, n, w.data) && n < WORDS_MAX) {
			str_printf(o, "%s%s", n ? ", " : "", w.data);
			words[n] = w;
			said[n] = words[n].data;
			n++;
			continue;
		}
		more += n == WORDS_MAX && !said_before(said, n, w.data);
		str_release(&w);
	}
	for (unsigned i = 0; i < n; i++)
		str_release(&words[i]);
	if (more)
		str_printf(o, ", %u more", more);
	if (n == 0)
		str_puts(o, strcmp(kind, "update") == 0      ? "updated, picture untouched"
			    : strcmp(kind, "timestamp") == 0 ? "time-stamped"
							     : "no actions stated");
}

static void who(const struct value *m, struct str *o)
{
	const struct value *s = map_in(m, "signature"), *chain = provenance_array(s, "certificates");
	const char *identity = provenance_text(s, "identity"), *entity = provenance_text(s, "entity"), *name;
	static const struct {
		const char *identity, *words;
	} known[] = {
		{ "listed", "listed" },
		{ "unlisted", "unlisted" },
		{ "refused", "refused" },
		{ "not_judged", "not judged" },
	};
	const char *words = identity[0] ? identity : "not judged";

	if (!s) {
		str_puts(o, "no signature");
		return;
	}
	for (size_t i = 0; i < ARRAY_LEN(known); i++)
		if (strcmp(identity, known[i].identity) == 0)
			words = known[i].words;
	if (strcmp(identity, "listed") == 0 && entity[0]) {
		str_printf(o, "%s (listed)", entity);
		return;
	}
	name = provenance_text(chain ? chain->first : NULL, "organization");
	if (!name[0])
		name = provenance_text(chain ? chain->first : NULL, "common_name");
	if (name[0])
		str_printf(o, "\"%s\" (%s)", name, words);
	else
		str_printf(o, "without a name (%s)", words);
}

static void time_line(const struct value *m, struct str *o)
{
	const struct value *s = map_in(m, "signature"), *stamp = map_in(s, "stamp"),
			   *actions = provenance_array(m, "actions");
	const char *state = provenance_text(stamp, "state"), *by = provenance_text(stamp, "authority"), *when = "";

	for (const struct value *a = actions ? actions->first : NULL; a; a = a->next)
		when = provenance_text(a, "when")[0] ? provenance_text(a, "when") : when;
	if (strcmp(state, "trusted") == 0 || strcmp(state, "valid") == 0) {
		provenance_time(provenance_text(stamp, "time"), o);
		str_printf(o, "%s %s%s", strcmp(state, "trusted") == 0 ? " proved by" : " stamped by",
			   by[0] ? by : "an authority",
			   strcmp(state, "trusted") == 0 ? "" : ", which is on no list");
	} else if (when[0]) {
		provenance_time(when, o);
		str_puts(o, " claimed by the signer");
	} else {
		str_puts(o, "no time stated");
	}
	if (state[0] && strcmp(state, "trusted") != 0 && strcmp(state, "valid") != 0)
		str_printf(o, "; its time stamp proves nothing: %s", state);
}

static bool test_key(const struct value *signature)
{
	const struct value *chain = provenance_array(signature, "certificates");

	for (const struct value *c = chain ? chain->first : NULL; c; c = c->next)
		if (provenance_true(c, "public_test"))
			return true;
	return false;
}

static enum provenance_mark mark_of(const struct value *m)
{
	const struct value *s = map_in(m, "signature"), *b = map_in(m, "binding");
	unsigned n;

	if (!provenance_true(m, "checked"))
		return PROVENANCE_OPEN;
	failures(get(m, "codes"), NULL, &n);
	if (n || !s || !provenance_true(s, "intact") || strcmp(provenance_text(s, "identity"), "refused") == 0)
		return PROVENANCE_BROKEN;
	if (b && strcmp(provenance_text(b, "answer"), "mismatch") == 0)
		return PROVENANCE_BROKEN;
	return PROVENANCE_HOLDS;
}

/* What the manifest above says about this one: recorded when it was taken in, and found now. */
static const struct value *ingredient_of(const struct forest *f, uint32_t i)
{
	uint32_t p = f->parent[i];
	const struct value *all = p == NONE ? NULL : provenance_array(f->all[p], "ingredients");

	for (const struct value *g = all ? all->first : NULL; g; g = g->next)
		if (provenance_int(g, "resolved", -1) == (int64_t)i)
			return g;
	return NULL;
}

static void codes_line(struct provenance_tree *t, const struct provenance_row *at, enum level tone, const char *what,
		       const struct value *codes, const struct value *of)
{
	unsigned n;
	const char *first = failures(codes, of, &n);
	char more[32] = "";
	struct str o;

	if (n == 0)
		return;
	if (n > 1)
		snprintf(more, sizeof more, ", %u more", n - 1);
	str_init(&o, 8192);
	str_printf(&o, "%s %s%s", what, first, more);
	line(t, at, tone, o.data);
	str_release(&o);
}

static void signature_lines(struct provenance_tree *t, const struct provenance_row *at, const struct value *m)
{
	const struct value *s = map_in(m, "signature"), *b = map_in(m, "binding");
	const char *note = provenance_text(s, "note");
	struct str o;

	if (s && !provenance_true(s, "intact") && provenance_true(m, "checked"))
		line(t, at, LEVEL_ALERT, "the signature of this claim does not verify");
	if (strcmp(provenance_text(s, "identity"), "refused") == 0) {
		str_init(&o, 8192);
		str_printf(&o, "signer refused%s%s", note[0] ? ": " : "", note);
		line(t, at, LEVEL_ALERT, o.data);
		str_release(&o);
	}
	if (s && test_key(s))
		line(t, at, LEVEL_WARNING, "signed with a public test key: anybody can sign with it");
	if (b && strcmp(provenance_text(b, "answer"), "mismatch") == 0)
		line(t, at, LEVEL_ALERT, "the bytes of the picture differ from what was signed here");
	if (b && provenance_true(b, "picture_unbound"))
		line(t, at, LEVEL_WARNING, "the hash leaves picture data out: it says nothing about the picture");
}

static void state_lines(struct forest *f, const struct provenance_row *at, uint32_t i)
{
	const struct value *m = f->all[i], *g = ingredient_of(f, i);
	struct provenance_tree *t = f->out;

	if (!provenance_true(m, "checked"))
		line(t, at, LEVEL_NONE, strcmp(provenance_text(m, "role"), "unreferenced") == 0
						? "no manifest refers to this one: shown, not checked"
						: "not checked");
	signature_lines(t, at, m);
	codes_line(t, at, LEVEL_WARNING, "fails:", get(m, "codes"), m);
	codes_line(t, at, LEVEL_NOTICE, "failed already when it was taken in:", get(g, "recorded"), NULL);
	codes_line(t, at, LEVEL_WARNING, "fails since it was taken in:", get(g, "fresh"), NULL);
}

/* ---- the tree ---- */

static unsigned opened(const struct forest *f, uint32_t i)
{
	const struct provenance_wish *w = f->wish;

	return w->open_all | (w->open && i < w->n_open ? w->open[i] : 0);
}

static void parts(struct forest *f, const struct provenance_row *at, uint32_t i)
{
	unsigned open = opened(f, i);

	for (unsigned k = 0; k < PROVENANCE_PARTS; k++)
		if (open & (PART_HEADS | 1u << k))
			provenance_part_rows(f->out, at, f->all[i], (enum provenance_part)(1u << k), open >> k & 1);
}

static char *kept(struct provenance_tree *t, void (*words)(const struct value *m, struct str *o),
		  const struct value *m)
{
	struct str o;
	char *copy;

	str_init(&o, 65536);
	words(m, &o);
	copy = arena_str(&t->arena, o.data);
	str_release(&o);
	return copy;
}

static void tool_words(const struct value *m, struct str *o)
{
	const char *version = provenance_text(m, "generator_version");

	str_printf(o, "%s%s%s", provenance_text(m, "generator"), version[0] ? " " : "", version);
}

static void manifest_rows(struct forest *f, const struct provenance_row *at, uint32_t i)
{
	const struct value *m = f->all[i];
	struct provenance_tree *t = f->out;
	char *text = kept(t, did, m), *tool = kept(t, tool_words, m), *signer = kept(t, who, m), *when;
	struct provenance_row *r = provenance_add(t, at, "%u %s", i + 1, text ? text : "");

	if (!r)
		return;
	t->shown++;
	r->kind = CHAIN_MANIFEST;
	r->mark = mark_of(m);
	r->tone = r->mark == PROVENANCE_BROKEN ? LEVEL_ALERT : LEVEL_NONE;
	r->tool = tool ? tool : "";
	r->signer = signer ? signer : "";
	r->open = opened(f, i) != 0;
	when = kept(t, time_line, m);
	line(t, at, LEVEL_NONE, when ? when : "");
	state_lines(f, at, i);
	parts(f, at, i);
}

static uint32_t next_child(const struct forest *f, uint32_t parent, uint32_t from)
{
	for (uint32_t i = from; i < f->n; i++)
		if (f->parent[i] == parent && !f->seen[i])
			return i;
	return NONE;
}

/* Depth is at most the number of manifests: each is entered once. */
static void visit(struct forest *f, uint32_t i, uint32_t depth, uint64_t rails, bool last)
{
	struct provenance_row at = { .manifest = i, .depth = depth, .rails = rails, .last = last };
	uint32_t child;

	f->seen[i] = true;
	if (f->wish->max_manifests && f->out->shown == f->wish->max_manifests)
		return;
	child = next_child(f, i, 0);
	if (!last && depth < RAILS)
		at.rails |= (uint64_t)1 << depth;
	rails = at.rails;
	if (child != NONE && depth + 1 < RAILS)
		at.rails |= (uint64_t)1 << (depth + 1);
	manifest_rows(f, &at, i);
	while (child != NONE) {
		uint32_t next = next_child(f, i, child + 1);

		visit(f, child, depth + 1, rails, next == NONE);
		child = next;
	}
}

static void reach(struct forest *f, uint32_t i)
{
	f->seen[i] = true;
	for (uint32_t c = next_child(f, i, 0); c != NONE; c = next_child(f, i, c + 1))
		reach(f, c);
}

static void add_root(struct forest *f, uint32_t i)
{
	f->roots[f->n_roots++] = i;
	reach(f, i);
}

/* The active manifest first, then what nothing refers to, last what refers to itself in a circle. */
static void find_roots(struct forest *f, int64_t active)
{
	if (active >= 0 && active < (int64_t)f->n)
		add_root(f, (uint32_t)active);
	for (uint32_t i = 0; i < f->n; i++)
		if (f->parent[i] == NONE && !f->seen[i])
			add_root(f, i);
	for (uint32_t i = 0; i < f->n; i++)
		if (!f->seen[i])
			add_root(f, i);
	memset(f->seen, 0, sizeof f->seen);
}

static void read_forest(struct forest *f, const struct value *details)
{
	const struct value *all = provenance_array(details, "manifests");

	for (const struct value *m = all ? all->first : NULL; m; m = m->next) {
		if (f->n < PROVENANCE_MAX_MANIFESTS)
			f->all[f->n++] = m; /* whatever it is: indexes count it */
		f->out->manifests++;
	}
	for (uint32_t i = 0; i < f->n; i++) {
		int64_t p = provenance_int(f->all[i], "parent", -1);

		f->parent[i] = p >= 0 && p < (int64_t)f->n && p != (int64_t)i ? (uint32_t)p : NONE;
	}
}

void provenance_tree_make(const struct value *details, const struct provenance_wish *wish,
			  struct provenance_tree *out)
{
	struct forest *f = mem_need(1, sizeof *f);
	struct provenance_row at = { .last = true };
	struct provenance_row *r;

	memset(out, 0, sizeof *out);
	arena_init(&out->arena, ARENA_MAX);
	f->wish = wish;
	f->out = out;
	read_forest(f, details);
	find_roots(f, provenance_int(details, "active", -1));
	for (uint32_t i = 0; i < f->n_roots; i++)
		visit(f, f->roots[i], 0, 0, i + 1 == f->n_roots);
	if (out->shown < out->manifests && !out->full) {
		uint32_t more = out->manifests - out->shown;

		r = provenance_add(out, &at, "%s%u more manifest%s", "... ", more, more == 1 ? "" : "s");
		if (r)
			r->kind = CHAIN_MORE;
	}
	free(f);
}

void provenance_tree_release(struct provenance_tree *t)
{
	mem_free(t->rows);
	arena_release(&t->arena);
	memset(t, 0, sizeof *t);
}
