/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/case/kinship.h"

#include "src/base/mem.h"

#include <math.h>

enum { LAID = 2 * DIHEDRALS, QUERIES = 2 + IDENTITY_WINDOWS, BEST = 24 };

/* As many pairs of hashes are compared one by one; more go through the index. A count, not a time: the same
 * case gives the same answer everywhere. */
static const double compare_all = 1.5e9;

/* Least correlation of each band. What unrelated and edited pictures reach is printed by tests/bench/recall.
 */
static const double least_same = 0.80, least_near = 0.80, least_suggested = 0.95;
static const double stretch_most = 0.12; /* ln of the ratio of the two scales: 12 % */

/* ---- what is searched, and for what ---- */

struct entry {
	uint32_t picture;
	uint8_t lay, inner;
};

struct search {
	const struct case_picture *p;
	uint32_t n;
	struct bits256 *set;
	struct entry *entries;
	size_t n_set;
	struct suggestion *found; /* of the picture that asks */
	size_t n_found;
	uint32_t asks;
	int query; /* 0 the whole, 1 the part inside borders, 2 and up the windows */
	struct kin *pairs;
	size_t n_pairs, room;
	bool failed;
};

struct suggestion {
	uint32_t other;
	unsigned distance;
	uint8_t query, lay, inner;
};

static bool matchable(const struct case_picture *p)
{
	return p->examined && p->identity && p->identity->matchable && p->width && p->height;
}

static void add_entries(struct search *s, uint32_t i)
{
	const struct identity_record *rec = s->p[i].identity;

	for (int d = 0; d < DIHEDRALS; d++) {
		s->set[s->n_set] = rec->whole[d];
		s->entries[s->n_set++] = (struct entry){ i, (uint8_t)d, 0 };
	}
	for (int d = 0; rec->trimmed && d < DIHEDRALS; d++) {
		s->set[s->n_set] = rec->inner[d];
		s->entries[s->n_set++] = (struct entry){ i, (uint8_t)d, 1 };
	}
}

static bool fill_set(struct search *s)
{
	size_t room = (size_t)s->n * LAID;

	s->set = mem_array(room, sizeof *s->set);
	s->entries = mem_array(room, sizeof *s->entries);
	s->found = mem_array(BEST, sizeof *s->found);
	if (!s->set || !s->entries || !s->found)
		return false;
	for (uint32_t i = 0; i < s->n; i++)
		if (matchable(&s->p[i]))
			add_entries(s, i);
	return true;
}

static bool nearer(const struct suggestion *a, const struct suggestion *b)
{
	if (a->distance != b->distance)
		return a->distance < b->distance;
	if (a->query != b->query)
		return a->query < b->query;
	if (a->lay != b->lay)
		return a->lay < b->lay;
	return a->other < b->other;
}

/* The nearest BEST others are kept, each once: a burst of a thousand frames is still one tree. */
static void keep(struct search *s, struct suggestion g)
{
	size_t worst = 0;

	for (size_t i = 0; i < s->n_found; i++) {
		if (s->found[i].other == g.other) {
			if (nearer(&g, &s->found[i]))
				s->found[i] = g;
			return;
		}
		if (nearer(&s->found[worst], &s->found[i]))
			worst = i;
	}
	if (s->n_found < BEST)
		s->found[s->n_found++] = g;
	else if (nearer(&g, &s->found[worst]))
		s->found[worst] = g;
}

static void on_hit(void *arg, size_t i, unsigned distance)
{
	struct search *s = arg;
	const struct entry *x = &s->entries[i];

	if (x->picture != s->asks)
		keep(s, (struct suggestion){ x->picture, distance, (uint8_t)s->query, x->lay, x->inner });
}

/* ---- confirming ---- */

static const struct box4 all_of_it = { 0, 0, 1, 1 };

static struct box4 window_of(const struct identity_record *rec, int query)
{
	return query == 0 ? all_of_it : query == 1 ? rec->trim : identity_window((unsigned)query - 2);
}

/* ln(scale along x / scale along y) in pixels: a copy keeps the shape of things. */
static double stretch(const struct case_picture *a, const struct case_picture *b, const struct placement *f)
{
	bool turned = (f->lay & DIHEDRAL_TURN) != 0;
	double bw = turned ? b->height : b->width, bh = turned ? b->width : b->height;

	return fabs(
		log((f->box.x1 - f->box.x0) * a->width / bw / ((f->box.y1 - f->box.y0) * a->height / bh)));
}

static bool confirm(const struct case_picture *a, const struct case_picture *b, struct kin *k)
{
	double c = k->place.correlation;

	if (k->distance <= KIN_SAME)
		return c >= least_same;
	return c >= (k->distance <= KIN_NEAR ? least_near : least_suggested) &&
	       stretch(a, b, &k->place) <= stretch_most;
}

static void turn_over(struct kin *k)
{
	uint32_t a = k->a;

	k->place = placement_turn(&k->place);
	k->a = k->b;
	k->b = a;
}

static bool push(struct search *s, const struct kin *k)
{
	if (s->n_pairs == s->room) {
		size_t room = s->room ? s->room * 2 : 256;
		struct kin *p = mem_resize(s->pairs, room, sizeof *p);

		if (!p)
			return false;
		s->pairs = p;
		s->room = room;
	}
	s->pairs[s->n_pairs++] = *k;
	return true;
}

static bool confirm_all(struct search *s)
{
	const struct case_picture *a = &s->p[s->asks];

	for (size_t i = 0; i < s->n_found; i++) {
		const struct suggestion *g = &s->found[i];
		const struct case_picture *b = &s->p[g->other];
		struct kin k = { .a = s->asks, .b = g->other, .distance = g->distance };
		struct box4 part = g->inner ? box_lay(b->identity->trim, (enum dihedral)g->lay) : all_of_it;

		placement_find(a->identity, b->identity, (enum dihedral)g->lay,
			       placement_whole(window_of(a->identity, g->query), part), &k.place);
		k.confirmed = confirm(a, b, &k);
		if (k.a > k.b)
			turn_over(&k);
		if (!push(s, &k))
			return false;
	}
	return true;
}

static void ask(struct search *s, const struct hamming_index *x, const struct bits256 *q)
{
	/* Thirty-six windows, each near some others: together they may miss what the whole may not. */
	if (x)
		hamming_index_find(x, q, s->query < 2 ? INDEX_ONE_BIT : INDEX_SLOT, KIN_SUGGESTED, on_hit, s);
	else
		hamming_scan(s->set, s->n_set, q, KIN_SUGGESTED, on_hit, s);
}

static enum status ask_all(struct search *s, const struct hamming_index *x, struct job_control *ctl,
			   struct error *e)
{
	for (s->asks = 0; s->asks < s->n; s->asks++) {
		const struct identity_record *rec = s->p[s->asks].identity;

		if (!matchable(&s->p[s->asks]))
			continue;
		if (job_cancelled(ctl))
			return err_set(e, ST_CANCELLED, "cancelled");
		s->n_found = 0;
		for (s->query = 0; s->query < QUERIES; s->query++)
			if (s->query != 1 || rec->trimmed)
				ask(s, x,
				    s->query == 0   ? &rec->whole[0]
				    : s->query == 1 ? &rec->inner[0]
						    : &rec->windows[s->query - 2]);
		if (!confirm_all(s))
			return err_nomem(e);
	}
	return ST_OK;
}

/* ---- the same bytes ---- */

struct named {
	uint8_t sha256[SHA256_LEN];
	uint32_t picture;
};

static int by_hash(const void *x, const void *y)
{
	const struct named *a = x, *b = y;
	int c = memcmp(a->sha256, b->sha256, SHA256_LEN);

	return c ? c : (a->picture > b->picture) - (a->picture < b->picture);
}

static enum status find_identical(struct search *s, struct error *e)
{
	struct named *all = mem_array(s->n, sizeof *all);
	bool ok = all != NULL;
	uint32_t n = 0, first = 0;

	for (uint32_t i = 0; ok && i < s->n; i++)
		if (s->p[i].has_hash) {
			memcpy(all[n].sha256, s->p[i].sha256, SHA256_LEN);
			all[n++].picture = i;
		}
	if (n)
		qsort(all, n, sizeof *all, by_hash);
	for (uint32_t i = 1; ok && i < n; i++) {
		struct kin k = { .identical = true, .confirmed = true };

		if (memcmp(all[i].sha256, all[first].sha256, SHA256_LEN) != 0) {
			first = i;
			continue;
		}
		k.a = all[first].picture;
		k.b = all[i].picture;
		ok = push(s, &k);
	}
	mem_free(all);
	return ok ? ST_OK : err_nomem(e);
}

/* ---- groups ---- */

static int by_pair(const void *x, const void *y)
{
	const struct kin *a = x, *b = y;

	if (a->a != b->a)
		return a->a < b->a ? -1 : 1;
	if (a->b != b->b)
		return a->b < b->b ? -1 : 1;
	if (a->identical != b->identical)
		return a->identical ? -1 : 1;
	if (a->confirmed != b->confirmed)
		return a->confirmed ? -1 : 1;
	if (a->distance != b->distance)
		return a->distance < b->distance ? -1 : 1;
	return (a->place.lay > b->place.lay) - (a->place.lay < b->place.lay);
}

/* A pair that was found from both sides stands once, as the better of the two. */
static size_t unique(struct kin *k, size_t n)
{
	size_t out = 0;

	for (size_t i = 0; i < n; i++)
		if (out == 0 || k[out - 1].a != k[i].a || k[out - 1].b != k[i].b)
			k[out++] = k[i];
	return out;
}

static uint32_t root_of(uint32_t *group, uint32_t i)
{
	while (group[i] != i) {
		group[i] = group[group[i]];
		i = group[i];
	}
	return i;
}

static void join(struct kinship *k, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		k->group[i] = i;
	for (size_t i = 0; i < k->n; i++)
		if (k->pairs[i].confirmed) {
			uint32_t a = root_of(k->group, k->pairs[i].a), b = root_of(k->group, k->pairs[i].b);

			k->group[a > b ? a : b] = a > b ? b : a;
		}
	for (uint32_t i = 0; i < n; i++)
		k->group[i] = root_of(k->group, i);
}

enum status kinship_find(const struct case_picture *p, uint32_t n, struct job_control *ctl,
			 struct kinship *out, struct error *e)
{
	struct search s = { .p = p, .n = n };
	struct hamming_index *x = NULL;
	enum status st = ST_OK;

	*out = (struct kinship){ .group = mem_array(n, sizeof *out->group) };
	if (!out->group || !fill_set(&s))
		st = err_nomem(e);
	out->exhaustive = (double)s.n_set / DIHEDRALS * QUERIES * (double)s.n_set <= compare_all;
	if (st == ST_OK && !out->exhaustive && !(x = hamming_index_new(s.set, s.n_set)))
		st = err_nomem(e);
	if (st == ST_OK)
		st = ask_all(&s, x, ctl, e);
	if (st == ST_OK)
		st = find_identical(&s, e);
	hamming_index_free(x);
	mem_free(s.set);
	mem_free(s.entries);
	mem_free(s.found);
	out->pairs = s.pairs;
	if (s.n_pairs)
		qsort(s.pairs, s.n_pairs, sizeof *s.pairs, by_pair);
	out->n = unique(s.pairs, s.n_pairs);
	if (st == ST_OK)
		join(out, n);
	return st;
}

void kinship_release(struct kinship *k)
{
	mem_free(k->pairs);
	mem_free(k->group);
	memset(k, 0, sizeof *k);
}

bool kinship_differ(const struct case_view *v, uint32_t a, uint32_t b)
{
	struct kin key = { .a = a < b ? a : b, .b = a < b ? b : a };
	size_t low = 0, high = v->kin->n;

	if (!matchable(&v->pictures[a]) || !matchable(&v->pictures[b]) ||
	    v->kin->group[a] == v->kin->group[b])
		return false;
	while (low < high) { /* even a suggestion that did not hold is a reason not to say so */
		size_t mid = low + (high - low) / 2;
		const struct kin *k = &v->kin->pairs[mid];

		if (k->a == key.a && k->b == key.b)
			return false;
		if (k->a < key.a || (k->a == key.a && k->b < key.b))
			low = mid + 1;
		else
			high = mid;
	}
	return true;
}
