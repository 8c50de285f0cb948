/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/trust/cbor_tree.h"

#include "src/base/cbor.h"
#include "src/base/mem.h"
#include "src/base/utf8.h"


enum { MAJOR_UINT, MAJOR_NINT, MAJOR_BYTES, MAJOR_TEXT, MAJOR_ARRAY, MAJOR_MAP, MAJOR_TAG, MAJOR_SIMPLE };
enum { INDEFINITE = 31, BREAK = 0xFF };

struct reader {
	struct arena *a;
	struct error *e;
	uint32_t items;
	unsigned depth;
};

struct head {
	unsigned major, info;
	uint64_t number;
	bool indefinite;
	uint64_t at; /* of the head, for errors */
};

static enum status read_item(struct reader *r, struct span *in, struct cnode **out);

/* ---- heads (RFC 8949 section 3) ---- */

static enum status read_head(struct reader *r, struct span *in, struct head *h)
{
	uint8_t byte;

	h->at = span_at(in);
	if (!span_u8(in, &byte))
		return err_corrupt(r->e, h->at, "CBOR ends where an item should begin");
	h->major = byte >> 5;
	h->info = byte & 31;
	h->indefinite = h->info == INDEFINITE;
	h->number = 0;
	if (h->info > 27 && h->info < INDEFINITE)
		return err_corrupt(r->e, h->at, "CBOR item has the reserved head 0x%02x", byte);
	if (h->indefinite && (h->major < MAJOR_BYTES || h->major > MAJOR_MAP))
		return err_corrupt(r->e, h->at, byte == BREAK ? "CBOR break stands where an item should" :
							       "CBOR item of this kind has no length");
	if (!h->indefinite && !cbor_argument(in, h->info, &h->number))
		return err_corrupt(r->e, h->at, "CBOR item is cut off in its head");
	return ST_OK;
}

static bool take_break(struct span *in)
{
	static const uint8_t byte = BREAK;

	return span_is(in, &byte, 1) && span_skip(in, 1);
}

static enum status count_item(struct reader *r, uint64_t at)
{
	if (r->items >= CBOR_TREE_ITEMS)
		return err_at(r->e, ST_LIMIT, at, "CBOR has more than %d items", CBOR_TREE_ITEMS);
	r->items++;
	return ST_OK;
}

/* ---- strings ---- */

static enum status take_string(struct reader *r, struct span *in, const struct head *h, struct span *bytes)
{
	if (!span_sub(in, h->number, bytes))
		return err_corrupt(r->e, h->at, "CBOR string of %llu bytes does not fit: %zu are left",
				   (unsigned long long)h->number, span_left(in));
	if (h->major == MAJOR_TEXT && !utf8_valid((const char *)bytes->data, bytes->len))
		return err_corrupt(r->e, h->at, "CBOR text is not UTF-8");
	return ST_OK;
}

/* Pieces up to the break: each whole, of the same kind (section 3.2.3). to: where they are joined, or NULL:
 * *len is added up only. */
static enum status take_pieces(struct reader *r, struct span *in, unsigned major, uint8_t *to, size_t *len)
{
	enum status st;

	for (*len = 0; !take_break(in);) {
		struct span piece;
		struct head h;

		if ((st = read_head(r, in, &h)) || (st = count_item(r, h.at)))
			return st;
		if (h.major != major || h.indefinite)
			return err_corrupt(r->e, h.at, "piece of a CBOR string is of another kind");
		if ((st = take_string(r, in, &h, &piece)))
			return st;
		if (to && piece.len)
			memcpy(to + *len, piece.data, piece.len);
		*len += piece.len;
	}
	return ST_OK;
}

static enum status join_string(struct reader *r, struct span *in, unsigned major, struct span *bytes)
{
	struct span again = *in;
	uint32_t items = r->items;
	enum status st;
	uint8_t *joined;
	size_t len;

	if ((st = take_pieces(r, in, major, NULL, &len)))
		return st;
	joined = arena_alloc(r->a, len, 1);
	if (!joined)
		return err_nomem(r->e);
	r->items = items;
	*bytes = span_of(joined, len, span_at(&again));
	return take_pieces(r, &again, major, joined, &len);
}

static enum status read_string(struct reader *r, struct span *in, const struct head *h, struct cnode *n)
{
	enum status st = h->indefinite ? join_string(r, in, h->major, &n->bytes) :
					 take_string(r, in, h, &n->bytes);

	if (st || h->major == MAJOR_BYTES)
		return st;
	n->kind = CN_TEXT;
	if (n->bytes.len && memchr(n->bytes.data, 0, n->bytes.len))
		return ST_OK;
	n->text = arena_strn(r->a, (const char *)n->bytes.data, n->bytes.len);
	return n->text ? ST_OK : err_nomem(r->e);
}

/* ---- arrays, maps, tags ---- */

/* Equal as RFC 8949 section 5.6 says: of strings and numbers the value counts, not how it is written; of all
 * others the bytes. */
static int compare_keys(const struct cnode *a, const struct cnode *b)
{
	bool string = a->kind == CN_TEXT || a->kind == CN_BYTES;
	const struct span *x = string ? &a->bytes : &a->whole, *y = string ? &b->bytes : &b->whole;
	size_t least = x->len < y->len ? x->len : y->len;
	int order;

	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->kind == CN_UINT || a->kind == CN_NINT)
		return (a->number > b->number) - (a->number < b->number);
	order = least ? memcmp(x->data, y->data, least) : 0;
	return order ? order : (x->len > y->len) - (x->len < y->len);
}

static int by_key(const void *a, const void *b)
{
	return compare_keys(*(const struct cnode *const *)a, *(const struct cnode *const *)b);
}

/* Sorted, because a hostile map has a hundred thousand keys. */
static enum status find_repeats(struct reader *r, struct cnode *map)
{
	const struct cnode **keys = mem_array(map->count, sizeof *keys);
	uint32_t n = 0;

	if (!keys)
		return err_nomem(r->e);
	for (const struct cnode *k = map->first; k && n < map->count; k = k->next->next)
		keys[n++] = k;
	qsort(keys, n, sizeof *keys, by_key);
	for (uint32_t i = 1; i < n && !map->repeats; i++)
		map->repeats = compare_keys(keys[i - 1], keys[i]) == 0;
	mem_free(keys);
	return ST_OK;
}

static enum status read_children(struct reader *r, struct span *in, const struct head *h, struct cnode *n)
{
	uint64_t per = h->major == MAJOR_MAP ? 2 : 1;
	struct cnode **tail = &n->first;
	uint64_t got = 0;
	enum status st;

	/* An item takes at least one byte, so a count beyond what is left is a lie. */
	if (h->number > span_left(in) / per)
		return err_corrupt(r->e, h->at, "CBOR %s of %llu does not fit: %zu bytes are left",
				   per == 2 ? "map" : "array", (unsigned long long)h->number, span_left(in));
	while (h->indefinite ? !take_break(in) : got < h->number * per) {
		if ((st = read_item(r, in, tail)))
			return st;
		tail = &(*tail)->next;
		got++;
	}
	if (got % per)
		return err_corrupt(r->e, h->at, "last key of a CBOR map has no value");
	n->count = (uint32_t)(got / per);
	n->kind = per == 2 ? CN_MAP : CN_ARRAY;
	return per == 2 && n->count > 1 ? find_repeats(r, n) : ST_OK;
}

static enum status read_tag(struct reader *r, struct span *in, const struct head *h, struct cnode *n)
{
	n->kind = CN_TAG;
	n->number = h->number;
	n->count = 1;
	return read_item(r, in, &n->first);
}

/* ---- the rest ---- */

static double real_of(const struct head *h)
{
	uint32_t word = (uint32_t)h->number;
	double d;
	float f;

	if (h->info == 25)
		return cbor_half(h->number);
	if (h->info == 26) {
		memcpy(&f, &word, sizeof f);
		return (double)f;
	}
	memcpy(&d, &h->number, sizeof d);
	return d;
}

static enum status read_simple(struct reader *r, const struct head *h, struct cnode *n)
{
	n->kind = CN_SIMPLE;
	n->number = h->number;
	if (h->info == 20 || h->info == 21) {
		n->kind = CN_BOOL;
		n->boolean = h->info == 21;
	} else if (h->info == 22) {
		n->kind = CN_NULL;
	} else if (h->info > 24) {
		n->kind = CN_REAL;
		n->number = 0;
		n->real = real_of(h);
	} else if (h->info == 24 && h->number < 32) {
		return err_corrupt(r->e, h->at, "CBOR simple value %llu is written in two bytes",
				   (unsigned long long)h->number);
	}
	return ST_OK;
}

static enum status read_body(struct reader *r, struct span *in, const struct head *h, struct cnode *n)
{
	switch (h->major) {
	case MAJOR_UINT:
	case MAJOR_NINT:
		n->kind = h->major == MAJOR_UINT ? CN_UINT : CN_NINT;
		n->number = h->number;
		return ST_OK;
	case MAJOR_BYTES:
	case MAJOR_TEXT:
		n->kind = CN_BYTES;
		return read_string(r, in, h, n);
	case MAJOR_ARRAY:
	case MAJOR_MAP:
		return read_children(r, in, h, n);
	case MAJOR_TAG:
		return read_tag(r, in, h, n);
	default:
		return read_simple(r, h, n);
	}
}

static enum status read_item(struct reader *r, struct span *in, struct cnode **out)
{
	size_t start = in->pos;
	struct cnode *n;
	enum status st;
	struct head h;

	if ((st = count_item(r, span_at(in))) || (st = read_head(r, in, &h)))
		return st;
	if (r->depth >= CBOR_TREE_DEPTH)
		return err_at(r->e, ST_LIMIT, h.at, "CBOR is nested deeper than %d levels", CBOR_TREE_DEPTH);
	n = arena_alloc(r->a, 1, sizeof *n);
	if (!n)
		return err_nomem(r->e);
	r->depth++;
	st = read_body(r, in, &h, n);
	r->depth--;
	if (st)
		return st;
	if (NEVER(!span_slice(in, start, in->pos - start, &n->whole)))
		return err_set(r->e, ST_INTERNAL, "CBOR item has no place");
	*out = n;
	return ST_OK;
}

enum status cbor_tree_next(struct arena *a, struct span *bytes, struct cnode **out, struct error *e)
{
	struct reader r = { .a = a, .e = e };
	struct span s = *bytes;
	struct cnode *n = NULL;
	enum status st = read_item(&r, &s, &n);

	if (st)
		return st;
	*bytes = s;
	*out = n;
	return ST_OK;
}

enum status cbor_tree(struct arena *a, struct span bytes, struct cnode **out, struct error *e)
{
	struct cnode *n = NULL;
	enum status st = cbor_tree_next(a, &bytes, &n, e);

	if (st)
		return st;
	if (span_left(&bytes))
		return err_corrupt(e, span_at(&bytes), "%zu bytes follow the CBOR item", span_left(&bytes));
	*out = n;
	return ST_OK;
}

/* ---- questions ---- */

const struct cnode *cn_kind(const struct cnode *n, enum cnode_kind kind)
{
	return n && n->kind == kind ? n : NULL;
}

bool cn_is_text(const struct cnode *n, const char *text)
{
	return n && n->kind == CN_TEXT && n->text && strcmp(n->text, text) == 0;
}

const struct cnode *cn_get(const struct cnode *map, const char *key)
{
	if (!cn_kind(map, CN_MAP))
		return NULL;
	for (const struct cnode *k = map->first; k; k = k->next->next)
		if (cn_is_text(k, key))
			return k->next;
	return NULL;
}

const struct cnode *cn_get_int(const struct cnode *map, int64_t key)
{
	enum cnode_kind kind = key < 0 ? CN_NINT : CN_UINT;
	uint64_t number = key < 0 ? ~(uint64_t)key : (uint64_t)key;

	if (!cn_kind(map, CN_MAP))
		return NULL;
	for (const struct cnode *k = map->first; k; k = k->next->next)
		if (k->kind == kind && k->number == number)
			return k->next;
	return NULL;
}

const char *cn_text(const struct cnode *map, const char *key)
{
	const struct cnode *n = cn_kind(cn_get(map, key), CN_TEXT);

	return n ? n->text : NULL;
}

bool cn_uint(const struct cnode *map, const char *key, uint64_t *v)
{
	const struct cnode *n = cn_kind(cn_get(map, key), CN_UINT);

	if (!n)
		return false;
	*v = n->number;
	return true;
}

bool cn_bytes(const struct cnode *map, const char *key, struct span *v)
{
	const struct cnode *n = cn_kind(cn_get(map, key), CN_BYTES);

	if (!n)
		return false;
	*v = n->bytes;
	return true;
}
