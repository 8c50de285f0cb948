/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures that show the same, as trees: the one that is likely the earliest at the root, each other one
 * under the picture that it is most easily made from. "Likely" rests on what copying loses and seldom adds:
 * pixels, the edges of the scene, camera data. None of it is certain, and the words say so. */
#include "src/base/base.h"
#include "analyzers/case/case_check.h"

#include "analyzers/case/order.h"
#include "src/base/mem.h"

struct member {
	uint32_t picture, set; /* set: of the union-find over members while the tree grows */
	int score;	       /* how many others of the tree it is likely earlier than, less the reverse */
	const struct kin *source; /* the easiest way to it from an earlier one */
	bool placed;
};

/* Both ways along an edge of the spanning tree, by `from`. */
struct step {
	uint32_t from, to; /* members */
	const struct kin *k;
};

struct tree {
	const struct case_view *v;
	struct case_report *out;
	struct member *members; /* by picture */
	size_t n;
	const struct kin **pairs;
	size_t n_pairs;
	struct step *steps;
	size_t n_steps;
};

/* ---- who is first ---- */

static struct member *member_of(struct tree *t, uint32_t picture)
{
	size_t low = 0, high = t->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (t->members[mid].picture == picture)
			return &t->members[mid];
		if (t->members[mid].picture < picture)
			low = mid + 1;
		else
			high = mid;
	}
	return NULL;
}

static void score_all(struct tree *t)
{
	for (size_t i = 0; i < t->n_pairs; i++) {
		const struct kin *k = t->pairs[i];
		int earlier = order_of(t->v, k, k->a, NULL);
		struct member *a = member_of(t, k->a), *b = member_of(t, k->b);

		if (NEVER(!a || !b))
			continue;
		a->score += earlier;
		b->score -= earlier;
	}
}

static double pixels(const struct case_view *v, uint32_t i)
{
	return (double)v->pictures[i].width * v->pictures[i].height;
}

/* Is a earlier than b, as the tree is built? Among equals the larger picture, then the one that was taken in
 * first. */
static bool goes_before(const struct tree *t, const struct member *a, const struct member *b)
{
	if (a->score != b->score)
		return a->score > b->score;
	if (pixels(t->v, a->picture) > pixels(t->v, b->picture) ||
	    pixels(t->v, a->picture) < pixels(t->v, b->picture))
		return pixels(t->v, a->picture) > pixels(t->v, b->picture);
	return a->picture < b->picture;
}

static struct member *root(struct tree *t)
{
	struct member *best = &t->members[0];

	for (size_t i = 1; i < t->n; i++)
		if (goes_before(t, &t->members[i], best))
			best = &t->members[i];
	return best;
}

/* ---- growing ---- */

/* Pixels that `later` has for one of the other where both show the same. */
static double growth(const struct case_view *v, const struct kin *k, uint32_t later)
{
	double area = k->place.share /
		      (k->place.share_other > 0 ? k->place.share_other : 1); /* of b's whole, on a */
	double b = pixels(v, k->b) / (pixels(v, k->a) * (area > 0 ? area : 1));

	return later == k->b ? b : 1 / b;
}

/* How little `later` looks made from the other: bits that differ, and more when it was turned, when one shows
 * what the other does not, most when each does, as two crops of one picture do, or when it has finer pixels.
 */
static unsigned effort(const struct case_view *v, const struct kin *k, uint32_t later)
{
	enum { MORE = 32 }; /* as much as all bits of the band "the same" */
	static const double lacks = 0.97, grown = 1.1;
	unsigned sum = k->distance;

	if (k->identical)
		return 0;
	sum += k->place.lay != DIHEDRAL_SAME ? MORE : 0;
	sum += k->place.share < lacks ? MORE / 2 : 0;
	sum += k->place.share_other < lacks ? MORE / 2 : 0;
	return sum + (growth(v, k, later) > grown ? MORE : 0);
}

/* Equal ones as they stand in the list: by pictures. */
static int by_distance(const void *x, const void *y)
{
	const struct kin *a = *(const struct kin *const *)x, *b = *(const struct kin *const *)y;

	if (a->distance != b->distance)
		return a->distance < b->distance ? -1 : 1;
	if (a->place.correlation > b->place.correlation || a->place.correlation < b->place.correlation)
		return a->place.correlation > b->place.correlation ? -1 : 1;
	return (a > b) - (a < b);
}

static uint32_t set_of(struct tree *t, uint32_t i)
{
	while (t->members[i].set != i) {
		t->members[i].set = t->members[t->members[i].set].set;
		i = t->members[i].set;
	}
	return i;
}

static int by_from(const void *x, const void *y)
{
	const struct step *a = x, *b = y;

	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	return (a->to > b->to) - (a->to < b->to);
}

static void link_pair(struct tree *t, const struct kin *k)
{
	uint32_t a = (uint32_t)(member_of(t, k->a) - t->members),
		 b = (uint32_t)(member_of(t, k->b) - t->members);
	uint32_t sa = set_of(t, a), sb = set_of(t, b);

	if (sa == sb)
		return;
	t->members[sa > sb ? sa : sb].set = sa > sb ? sb : sa;
	t->steps[t->n_steps++] = (struct step){ a, b, k };
	t->steps[t->n_steps++] = (struct step){ b, a, k };
}

/* Is k the better way to `later` than old? Turning a picture alone moves some ten bits, so less than that is
 * no reason: then the one that goes before all others. */
static bool easier(struct tree *t, const struct kin *k, const struct kin *old, const struct member *later)
{
	enum { NOISE = 16 };
	unsigned x = effort(t->v, k, later->picture) / NOISE, y = effort(t->v, old, later->picture) / NOISE;
	const struct member *a = member_of(t, k->a == later->picture ? k->b : k->a);
	const struct member *b = member_of(t, old->a == later->picture ? old->b : old->a);

	return x != y ? x < y : goes_before(t, a, b);
}

/* Each picture hangs under the earlier one that it is most easily made from. A group without an earlier one
 * is then joined to the others by the nearest pair (Kruskal), whichever way that goes. */
static void span(struct tree *t)
{
	for (size_t i = 0; i < t->n_pairs; i++) {
		const struct kin *k = t->pairs[i];
		struct member *a = member_of(t, k->a), *b = member_of(t, k->b),
			      *later = goes_before(t, a, b) ? b : a;

		if (!later->source || easier(t, k, later->source, later))
			later->source = k;
	}
	for (size_t i = 0; i < t->n; i++)
		if (t->members[i].source)
			link_pair(t, t->members[i].source);
	qsort(t->pairs, t->n_pairs, sizeof *t->pairs, by_distance);
	for (size_t i = 0; i < t->n_pairs; i++)
		link_pair(t, t->pairs[i]);
	if (t->n_steps)
		qsort(t->steps, t->n_steps, sizeof *t->steps, by_from);
}

struct visit {
	uint32_t member, depth, parent; /* parent: a picture */
	const struct kin *k;		/* NULL at the root */
};

static void put_node(struct tree *t, const struct visit *at)
{
	struct case_node *node = case_report_node(t->out);
	char text[500];

	if (!node)
		return;
	node->exhibit = t->members[at->member].picture;
	node->parent = at->parent;
	node->tree = t->out->n_trees;
	node->depth = at->depth;
	if (!at->k)
		return;
	node->distance = at->k->distance;
	node->identical = at->k->identical;
	node->transform =
		arena_str(&t->out->arena, transform_words(t->v, at->k, at->parent, text, sizeof text));
	node->likely = order_words(t->v, at->k, at->parent, text, sizeof text);
	node->order = arena_str(&t->out->arena, text);
	t->out->failed |= !node->transform || !node->order;
}

/* The first step that leaves a member. */
static size_t first_step(const struct tree *t, uint32_t from)
{
	size_t low = 0, high = t->n_steps;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (t->steps[mid].from < from)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Parents before children, children in the order of the case; no recursion: a tree may be one long chain. */
static bool grow(struct tree *t)
{
	struct visit *stack = mem_array(t->n + 1, sizeof *stack);
	struct member *first = root(t);
	size_t n = 0;

	if (!stack)
		return false;
	stack[n++] = (struct visit){ .member = (uint32_t)(first - t->members), .parent = first->picture };
	while (n) {
		struct visit at = stack[--n];
		size_t from = first_step(t, at.member), i = first_step(t, at.member + 1);

		t->members[at.member].placed = true;
		put_node(t, &at);
		for (; i > from; i--) {
			const struct step *s = &t->steps[i - 1];

			if (!t->members[s->to].placed)
				stack[n++] = (struct visit){ s->to, at.depth + 1,
							     t->members[at.member].picture, s->k };
		}
	}
	mem_free(stack);
	return true;
}

/* ---- findings ---- */

static const char *const others[] = { "two frames of one moment, or two scans of one page",
				      "two pictures of one poster, screen or painting",
				      "both were made from a third picture that is not here", NULL };

static void say(const struct case_view *v, const struct case_node *n, struct case_report *out)
{
	char child[96], parent[96], summary[400], detail[900];
	const uint32_t both[2] = { n->exhibit, n->parent };
	struct case_finding_spec f = { .check = "duplicates",
				       .kind = FINDING_INTERPRETATION,
				       .level = LEVEL_NOTICE,
				       .code = "case.duplicates.copy",
				       .summary = summary,
				       .detail = detail,
				       .alternatives = others,
				       .exhibits = both,
				       .n_exhibits = 2 };

	case_picture_words(&v->pictures[n->exhibit], child, sizeof child);
	case_picture_words(&v->pictures[n->parent], parent, sizeof parent);
	if (n->identical) {
		f.kind = FINDING_OBSERVATION;
		f.level = LEVEL_NONE;
		f.code = "case.duplicates.bytes";
		f.alternatives = NULL;
		snprintf(summary, sizeof summary, "%s holds the same bytes as %s", child, parent);
		f.detail = NULL;
	} else {
		snprintf(summary, sizeof summary, "%s is consistent with a copy of %s%s%s", child, parent,
			 n->transform[0] ? ": " : "", n->transform);
		snprintf(detail, sizeof detail, "%u of 256 bits differ; %s", n->distance, n->order);
	}
	case_report_add(out, &f);
}

/* ---- all groups ---- */

/* Where the pairs of picture `a` and later ones begin. */
static size_t first_pair(const struct kinship *k, uint32_t a)
{
	size_t low = 0, high = k->n;

	while (low < high) {
		size_t mid = low + (high - low) / 2;

		if (k->pairs[mid].a < a)
			low = mid + 1;
		else
			high = mid;
	}
	return low;
}

/* Each pair stands with the first of its two pictures. */
static bool gather(struct tree *t, const uint32_t *sorted, size_t n)
{
	const struct kinship *kin = t->v->kin;
	size_t room = 0;

	for (size_t i = 0; i < n; i++)
		room += first_pair(kin, sorted[i] + 1) - first_pair(kin, sorted[i]);
	t->n = n;
	t->members = mem_array(n, sizeof *t->members);
	t->pairs = mem_array(room, sizeof(const struct kin *));
	t->steps = mem_array(2 * n, sizeof *t->steps);
	if (!t->members || !t->pairs || !t->steps)
		return false;
	for (size_t i = 0; i < n; i++) {
		size_t from = first_pair(kin, sorted[i]), to = first_pair(kin, sorted[i] + 1);

		t->members[i] = (struct member){ .picture = sorted[i], .set = (uint32_t)i };
		for (; from < to; from++)
			if (kin->pairs[from].confirmed)
				t->pairs[t->n_pairs++] = &kin->pairs[from];
	}
	return true;
}

static bool one_group(const struct case_view *v, const uint32_t *sorted, size_t n, struct case_report *out)
{
	struct tree t = { .v = v, .out = out };
	size_t node = out->n_nodes;
	bool ok = gather(&t, sorted, n);

	if (ok) {
		score_all(&t);
		span(&t);
		ok = grow(&t);
	}
	for (size_t i = node + 1; ok && i < out->n_nodes; i++)
		say(v, &out->nodes[i], out);
	out->n_trees++;
	mem_free(t.members);
	mem_free(t.pairs);
	mem_free(t.steps);
	return ok;
}

struct place {
	uint32_t group, picture;
};

static int by_group(const void *x, const void *y)
{
	const struct place *a = x, *b = y;

	if (a->group != b->group)
		return a->group < b->group ? -1 : 1;
	return (a->picture > b->picture) - (a->picture < b->picture);
}

static bool sort_groups(const struct case_view *v, uint32_t *sorted)
{
	struct place *all = mem_array(v->n, sizeof *all);

	for (uint32_t i = 0; all && i < v->n; i++)
		all[i] = (struct place){ v->kin->group[i], i };
	if (all && v->n)
		qsort(all, v->n, sizeof *all, by_group);
	for (uint32_t i = 0; all && i < v->n; i++)
		sorted[i] = all[i].picture;
	mem_free(all);
	return all != NULL;
}

static enum status run(const struct case_view *v, struct case_report *out, struct error *e)
{
	uint32_t *sorted = mem_array(v->n, sizeof *sorted);
	bool ok = sorted && sort_groups(v, sorted);
	size_t from = 0;

	for (size_t i = 1; ok && i <= v->n; i++) {
		if (i < v->n && v->kin->group[sorted[i]] == v->kin->group[sorted[from]])
			continue;
		if (i - from > 1)
			ok = one_group(v, sorted + from, i - from, out);
		from = i;
	}
	mem_free(sorted);
	return ok ? ST_OK : err_nomem(e);
}

const struct case_check case_check_duplicates = {
	.id = "duplicates",
	.title = "Copies",
	.question = "Which pictures show the same, and which of them was likely first?",
	.version = 1,
	.run = run,
};
