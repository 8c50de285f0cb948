/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The general box hash (C2PA 2.2 sections 18.7 and 15.12.2): a list of the boxes of the file in order, each group with its hash.
 * Every box of the file must be in the list, else bytes could be added that nobody signed.
 *
 * A scan with restart markers is read in three ways, tried in turn, and the one that holds is named: as the specification has it
 * (each RSTn a box that takes the entropy data behind it), as c2pa-rs writes it (SOS takes all the data, each RSTn a box of
 * two bytes inside it), and with restart markers as mere data of the scan. Each of them hashes every byte. */
#include "src/base/base.h"
#include "src/trust/binding_parts.h"

#include <inttypes.h>

enum restarts { RESTART_BOXES, RESTART_INSIDE, RESTART_DATA };

struct view { /* the file's boxes under one reading */
	struct asset_box *list; /* data_length is in length */
	uint32_t n;
	uint64_t end;           /* of the last box */
};

struct listing {
	struct binder *b;
	const struct cnode *boxes;
	const char *alg;        /* of the assertion or the claim; NULL: each entry names its own */
	struct view view;
	uint32_t at;            /* next box of the file */
	uint64_t reached;       /* end of what has been hashed or left out by name */
	bool excluded;          /* an entry other than the store is left out by name */
	bool has_store;         /* the file has a box C2PA */
	enum restarts restarts;
};

/* ---- the file's boxes ---- */

static bool is_restart(const struct asset_box *x)
{
	return strncmp(x->name, "RST", 3) == 0;
}

static bool has_restarts(const struct asset *f)
{
	for (uint32_t i = 0; i < f->n_boxes; i++)
		if (is_restart(&f->boxes[i]))
			return true;
	return false;
}

static struct asset_box flat(const struct asset_box *x)
{
	struct asset_box y = *x;

	y.length += y.data_length;
	y.data_length = 0;
	if (x->store)
		y.name = "C2PA";
	return y;
}

/* Under the other readings a scan takes its restarts too. */
static void take_restarts(const struct asset *f, uint32_t from, struct asset_box *scan)
{
	for (uint32_t i = from; i < f->n_boxes && is_restart(&f->boxes[i]); i++)
		scan->length = f->boxes[i].offset + f->boxes[i].length + f->boxes[i].data_length - scan->offset;
}

static bool make_view(struct binder *b, enum restarts how, struct view *v)
{
	const struct asset *f = b->in->asset;

	*v = (struct view){ .list = arena_alloc(b->a, f->n_boxes ? f->n_boxes : 1, sizeof *v->list) };
	for (uint32_t i = 0; v->list && i < f->n_boxes; i++) {
		struct asset_box x = flat(&f->boxes[i]);

		if (is_restart(&x) && how == RESTART_DATA)
			continue;
		if (is_restart(&x) && how == RESTART_INSIDE)
			x.length = 2;
		else if (how != RESTART_BOXES && strcmp(x.name, "SOS") == 0)
			take_restarts(f, i + 1, &x);
		if (x.store && v->n && v->list[v->n - 1].store)
			v->list[v->n - 1].length = x.offset + x.length - v->list[v->n - 1].offset; /* all pieces: one box */
		else
			v->list[v->n++] = x;
		if (x.offset + x.length > v->end)
			v->end = x.offset + x.length;
	}
	return v->list;
}

/* Behind the picture another one may follow, listed box by box too (multi-picture files). Its boxes are added. */
static enum status add_following(struct listing *l)
{
	struct binder *b = l->b;
	const struct asset *f = b->in->asset;
	struct asset_box *more;
	struct asset next = { 0 };
	struct span rest;
	enum status st;

	if (!f->end || f->end >= f->bytes.len || l->view.end > f->end ||
	    !span_slice(&f->bytes, f->end, f->bytes.len - f->end, &rest))
		return ST_OK;
	st = asset_open(b->a, span_of(rest.data, rest.len, 0), &next, b->e);
	if (st || next.kind != f->kind || !next.n_boxes || next.damage.code)
		return st;
	more = arena_alloc(b->a, (size_t)l->view.n + next.n_boxes, sizeof *more);
	if (!more)
		return err_nomem(b->e);
	memcpy(more, l->view.list, l->view.n * sizeof *more);
	l->view.list = more;
	for (uint32_t i = 0; i < next.n_boxes; i++) {
		struct asset_box x = flat(&next.boxes[i]);

		x.store = false; /* a store here is none in use: its bytes are hashed like all others */
		x.name = next.boxes[i].store ? "APP11" : x.name;
		x.offset += f->end;
		l->view.end = x.offset + x.length;
		l->view.list[l->view.n++] = x;
	}
	return ST_OK;
}

/* ---- one entry ---- */

enum entry_answer { ENTRY_SAME, ENTRY_DIFFERS, ENTRY_UNKNOWN, ENTRY_MALFORMED, ENTRY_ALGORITHM };

struct entry_result {
	enum entry_answer answer;
	uint32_t passed; /* entries before it */
	char text[200];
};

#define SAY(r, a, ...) ((r)->answer = (a), (void)snprintf((r)->text, sizeof (r)->text, __VA_ARGS__))

/* Bytes between boxes, hashed by nobody. */
static enum status name_gap(struct listing *l, uint64_t from, uint64_t to)
{
	return from < to ? unbound_range(l->b, (struct extent){ from, to - from }) : ST_OK;
}

/* The range from the first to the last box of the entry. False: not these boxes; r says why. */
static bool take_names(struct listing *l, const struct cnode *names, struct extent *range, bool *store,
		       struct entry_result *r)
{
	uint64_t end = 0;
	bool first = true;

	for (const struct cnode *n = names->first; n; n = n->next, first = false) {
		const struct asset_box *x = l->at < l->view.n ? &l->view.list[l->at] : NULL;

		if (n->kind != CN_TEXT || !n->text) {
			SAY(r, ENTRY_MALFORMED, "a box whose name is no text");
			return false;
		}
		if (!x || strcmp(n->text, x->name) != 0) {
			SAY(r, ENTRY_UNKNOWN, "%s%s where the list says '%.20s'", x ? x->name : "the end of the file",
			    x ? " stands in the file" : "", n->text);
			return false;
		}
		if (x->store && (!first || n->next)) {
			SAY(r, ENTRY_MALFORMED, "the manifest store is in one entry with other boxes");
			return false;
		}
		if (first)
			range->start = x->offset;
		if (x->offset + x->length > end)
			end = x->offset + x->length;
		*store = x->store;
		l->at++;
	}
	range->length = end - range->start;
	return true;
}

static enum status hash_entry(struct listing *l, const struct cnode *map, struct extent range, struct entry_result *r)
{
	const struct cnode *own = binder_get(map, "alg");
	const char *alg = own ? cn_text(map, "alg") : l->alg;
	struct span expected;
	struct digest d;
	enum status st;

	if (!cn_bytes(map, "hash", &expected)) {
		SAY(r, ENTRY_MALFORMED, "an entry without hash");
		return ST_OK;
	}
	if (!hash_known(alg)) {
		SAY(r, ENTRY_ALGORITHM, "'%.40s' is no hash that is allowed", alg ? alg : "(none)");
		return ST_OK;
	}
	l->b->out->algorithm = alg;
	st = digest_begin(l->b, alg, &d);
	if (!st)
		st = digest_range(l->b, &d, range.start, range.length);
	if (st) {
		digest_drop(&d);
		return st;
	}
	if (!digest_equals(&d, &expected))
		SAY(r, ENTRY_DIFFERS, "%s at byte %" PRIu64 " is not as it was signed",
		    l->view.list[l->at - 1].name, range.start);
	return ST_OK;
}

static enum status leave_out(struct listing *l, struct extent range, bool store)
{
	if (store)
		return unbound_put(l->b, range, UNBOUND_STORE, "manifest store");
	l->excluded = true;
	return unbound_range(l->b, range);
}

static bool is_store_entry(const struct cnode *names)
{
	return names->count == 1 && cn_is_text(names->first, "C2PA");
}

static enum status one_entry(struct listing *l, const struct cnode *map, struct entry_result *r)
{
	const struct cnode *names = cn_kind(cn_get(map, "names"), CN_ARRAY), *excluded = binder_get(map, "excluded");
	struct extent range = { 0, 0 };
	bool store = false;
	enum status st;

	if (!names || !names->count || (excluded && excluded->kind != CN_BOOL)) {
		SAY(r, ENTRY_MALFORMED, "an entry without names");
		return ST_OK;
	}
	binder_pads(l->b, map);
	if (is_store_entry(names) && !l->has_store)
		return ST_OK; /* the manifest lies beside the file: its place there is empty */
	if (!take_names(l, names, &range, &store, r))
		return ST_OK;
	st = name_gap(l, l->reached, range.start);
	if (st)
		return st;
	if (extent_end(range) > l->reached)
		l->reached = extent_end(range);
	if (store || (excluded && excluded->boolean))
		return leave_out(l, range, store);
	return hash_entry(l, map, range, r);
}

/* ---- the list ---- */

static void name_left_over(const struct listing *l, struct entry_result *r)
{
	const struct asset *f = l->b->in->asset;

	if (l->at < l->view.n)
		SAY(r, ENTRY_UNKNOWN, "%s at byte %" PRIu64 " is in no entry of the list", l->view.list[l->at].name,
		    l->view.list[l->at].offset);
	else if (f->damage.code)
		SAY(r, ENTRY_UNKNOWN, "the file's boxes cannot be read to their end: %.120s", f->damage.message);
	else if (l->reached < f->bytes.len)
		SAY(r, ENTRY_UNKNOWN, "%" PRIu64 " bytes behind the end of the picture are in no entry of the list",
		    f->bytes.len - l->reached);
}

/* A list may leave out the eight bytes that every PNG begins with: older writers did. */
static enum status skip_signature(struct listing *l)
{
	const struct cnode *first = cn_kind(cn_get(l->boxes->first, "names"), CN_ARRAY);

	if (!l->view.n || strcmp(l->view.list[0].name, "PNGh") != 0 || (first && cn_is_text(first->first, "PNGh")))
		return ST_OK;
	l->at = 1;
	l->reached = l->view.list[0].length;
	return unbound_put(l->b, (struct extent){ 0, l->reached }, UNBOUND_OTHER, "PNG signature");
}

static uint32_t count_names(const struct cnode *boxes)
{
	uint32_t n = 0;

	for (const struct cnode *x = boxes->first; x; x = x->next) {
		const struct cnode *names = cn_kind(cn_get(x, "names"), CN_ARRAY);

		n += names ? names->count : 0;
	}
	return n;
}

static enum status one_reading(struct listing *l, struct entry_result *r)
{
	enum status st = ST_OK;

	*r = (struct entry_result){ .answer = ENTRY_SAME };
	l->at = 0;
	l->reached = 0;
	l->excluded = false;
	l->b->out->n_unbound = 0;
	l->b->out->picture_unbound = false;
	if (!make_view(l->b, l->restarts, &l->view))
		return err_nomem(l->b->e);
	if (count_names(l->boxes) > l->view.n)
		st = add_following(l);
	if (!st)
		st = skip_signature(l);
	for (const struct cnode *x = l->boxes->first; x && !st && r->answer == ENTRY_SAME; x = x->next, r->passed++)
		st = one_entry(l, x, r);
	if (st || r->answer != ENTRY_SAME)
		return st;
	name_left_over(l, r);
	return name_gap(l, l->reached, l->b->in->asset->bytes.len);
}

/* When none holds, the one that got furthest tells best what is wrong. */
static enum status try_readings(struct listing *l, struct entry_result *r)
{
	enum restarts last = has_restarts(l->b->in->asset) ? RESTART_DATA : RESTART_BOXES, best = RESTART_BOXES;
	struct entry_result other;
	enum status st;

	st = one_reading(l, r);
	while (!st && r->answer != ENTRY_SAME && l->restarts < last) {
		l->restarts++;
		st = one_reading(l, &other);
		if (!st && (other.answer == ENTRY_SAME || other.passed > r->passed)) {
			*r = other;
			best = l->restarts;
		}
	}
	if (st || best == l->restarts)
		return st;
	l->restarts = best;
	return one_reading(l, r);
}

/* What a match leaves out is said with the informational code. */
static enum status matched(struct listing *l)
{
	static const char *const readings[] = {
		"restart markers are boxes that hold the data behind them, as the specification has it",
		"restart markers are boxes of two bytes inside the scan, as c2pa-rs writes them",
		"restart markers are data of the scan",
	};
	struct binder *b = l->b;
	bool fill = false;

	for (uint32_t i = 0; i < b->out->n_unbound; i++)
		fill |= b->out->unbound[i].kind == UNBOUND_FILL || b->out->unbound[i].kind == UNBOUND_OTHER ||
			b->out->unbound[i].kind == UNBOUND_PADDING;
	if (l->excluded)
		binder_extra(b, "the signer left boxes out of the hash%s",
			     b->out->picture_unbound ? ", picture data among them: the picture is not bound" : "");
	else if (fill && !(b->in->asset->kind == ASSET_PNG))
		binder_extra(b, "bytes between boxes are in no box, and not hashed");
	if (b->out->picture_unbound)
		binder_note(b, "the signer left picture data out of the hash: the picture is not bound");
	if (has_restarts(b->in->asset))
		binder_note(b, "%s", readings[l->restarts]);
	return binder_answer(b, BINDING_MATCH, "every box of the file is as it was signed");
}

static enum status answer(struct listing *l, const struct entry_result *r)
{
	switch (r->answer) {
	case ENTRY_SAME:
		return matched(l);
	case ENTRY_UNKNOWN:
		return binder_fail(l->b, BINDING_MISMATCH, "assertion.boxesHash.unknownBox", "%s", r->text);
	case ENTRY_DIFFERS:
		return binder_answer(l->b, BINDING_MISMATCH, "%s", r->text);
	case ENTRY_ALGORITHM:
		return binder_fail(l->b, BINDING_UNSUPPORTED, "algorithm.unsupported", "%s", r->text);
	case ENTRY_MALFORMED:
		break;
	}
	return binder_answer(l->b, BINDING_MALFORMED, "%s", r->text);
}

enum status binding_boxes(struct binder *b)
{
	const struct asset *f = b->in->asset;
	struct listing l = { .b = b, .boxes = cn_kind(cn_get(b->in->assertion, "boxes"), CN_ARRAY) };
	const struct cnode *own = binder_get(b->in->assertion, "alg");
	struct entry_result r;
	enum status st;

	if (!l.boxes || !l.boxes->count)
		return binder_answer(b, BINDING_MALFORMED, "the assertion lists no boxes");
	if (f->kind != ASSET_JPEG && f->kind != ASSET_PNG)
		return binder_answer(b, BINDING_MISMATCH, "a file of kind %s has no boxes of this sort", asset_kind_name(f->kind));
	l.alg = own ? cn_text(b->in->assertion, "alg") : b->in->default_alg;
	for (uint32_t i = 0; i < f->n_boxes; i++)
		l.has_store |= f->boxes[i].store;
	st = try_readings(&l, &r);
	return st ? st : answer(&l, &r);
}
