/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/trust/cbor_tree.h"

#include "src/base/hash.h"
#include "src/base/utf8.h"

#include <inttypes.h>
#include <math.h>

enum { SHOW_DEPTH = 12, SHOW_BYTES = 64, SHOW_TEXT = 4000, SHOW_KEY = 256 };

static const char rest[] = "...";

struct show {
	struct arena *a;
	unsigned *budget;
};

static void show(const struct show *s, const struct cnode *n, struct value *in, const char *key,
		 unsigned depth);

/* Safe to show, and cut with "..." when it does not fit. A mark takes at most ten bytes: text that was cut
 * at SPARE bytes less has room for more. */
static void clean(char *out, size_t cap, const struct span *text)
{
	enum { SPARE = 16 };
	size_t whole;

	utf8_sanitise(out, cap, (const char *)text->data, text->len);
	whole = strlen(out);
	utf8_sanitise(out, cap - SPARE, (const char *)text->data, text->len);
	if (strlen(out) < whole)
		memcpy(out + strlen(out), rest, sizeof rest);
}

static void show_text(const struct show *s, const struct cnode *n, struct value *in, const char *key)
{
	char out[SHOW_TEXT];

	clean(out, sizeof out, &n->bytes);
	value_add_text(s->a, in, key, out);
}

static void show_bytes(const struct show *s, const struct cnode *n, struct value *in, const char *key)
{
	size_t len = n->bytes.len < SHOW_BYTES ? n->bytes.len : SHOW_BYTES;
	char out[2 * SHOW_BYTES + sizeof rest];

	hex_encode(out, n->bytes.data, len);
	if (len < n->bytes.len)
		memcpy(out + 2 * len, rest, sizeof rest);
	value_add_text(s->a, in, key, out);
}

/* Beyond 63 bits as text: JSON readers have no such numbers. */
static void show_integer(const struct show *s, const struct cnode *n, struct value *in, const char *key)
{
	char out[32];

	if (n->number <= INT64_MAX) {
		value_add_int(s->a, in, key, (int64_t)(n->kind == CN_UINT ? n->number : ~n->number));
		return;
	}
	if (n->kind == CN_UINT)
		snprintf(out, sizeof out, "%" PRIu64, n->number);
	else if (n->number < UINT64_MAX)
		snprintf(out, sizeof out, "-%" PRIu64, n->number + 1);
	else
		snprintf(out, sizeof out, "-18446744073709551616");
	value_add_text(s->a, in, key, out);
}

static void show_real(const struct show *s, double v, struct value *in, const char *key)
{
	if (isfinite(v))
		value_add_real(s->a, in, key, v);
	else
		value_add_text(s->a, in, key, isnan(v) ? "not a number" : v < 0 ? "-infinity" : "infinity");
}

static void show_simple(const struct show *s, const struct cnode *n, struct value *in, const char *key)
{
	char out[32];

	snprintf(out, sizeof out, n->number == 23 ? "undefined" : "simple(%" PRIu64 ")", n->number);
	value_add_text(s->a, in, key, out);
}

/* The name of a member. A name that the map has already stays visible beside the first. */
static void name_key(const struct cnode *k, const struct value *map, bool repeats, char out[SHOW_KEY])
{
	char mark[24];
	size_t len;

	if (k->kind == CN_TEXT)
		clean(out, SHOW_KEY - sizeof mark, &k->bytes);
	else if (k->kind == CN_UINT)
		snprintf(out, SHOW_KEY, "%" PRIu64, k->number);
	else if (k->kind == CN_NINT && k->number < UINT64_MAX)
		snprintf(out, SHOW_KEY, "-%" PRIu64, k->number + 1);
	else if (k->kind == CN_BYTES)
		hex_encode(out, k->bytes.data, k->bytes.len < SHOW_BYTES ? k->bytes.len : SHOW_BYTES);
	else
		snprintf(out, SHOW_KEY, "(item)");
	if (!repeats || !value_get(map, out))
		return;
	len = strlen(out);
	snprintf(mark, sizeof mark, " (%" PRIu32 ")", map->count + 1);
	memcpy(out + len, mark, strlen(mark) + 1);
}

static void show_map(const struct show *s, const struct cnode *n, struct value *in, const char *key,
		     unsigned depth)
{
	struct value *map = value_add(s->a, in, key, VALUE_MAP);
	char name[SHOW_KEY];

	for (const struct cnode *k = n->first; k && map; k = k->next->next) {
		if (*s->budget == 0) {
			value_add_text(s->a, map, rest, rest);
			return;
		}
		name_key(k, map, n->repeats, name);
		show(s, k->next, map, name, depth + 1);
	}
}

static void show_array(const struct show *s, const struct cnode *n, struct value *in, const char *key,
		       unsigned depth)
{
	struct value *array = value_add(s->a, in, key, VALUE_ARRAY);

	for (const struct cnode *k = n->first; k && array; k = k->next) {
		if (*s->budget == 0) {
			value_add_text(s->a, array, NULL, rest);
			return;
		}
		show(s, k, array, NULL, depth + 1);
	}
}

static void show_one(const struct show *s, const struct cnode *n, struct value *in, const char *key,
		     unsigned depth)
{
	switch (n->kind) {
	case CN_UINT:
	case CN_NINT:
		show_integer(s, n, in, key);
		break;
	case CN_BYTES:
		show_bytes(s, n, in, key);
		break;
	case CN_TEXT:
		show_text(s, n, in, key);
		break;
	case CN_ARRAY:
		show_array(s, n, in, key, depth);
		break;
	case CN_MAP:
		show_map(s, n, in, key, depth);
		break;
	case CN_BOOL:
		value_add_bool(s->a, in, key, n->boolean);
		break;
	case CN_NULL:
		value_add_null(s->a, in, key);
		break;
	case CN_REAL:
		show_real(s, n->real, in, key);
		break;
	case CN_TAG:
	case CN_SIMPLE:
		show_simple(s, n, in, key);
		break;
	}
}

/* depth: containers above. */
static void show(const struct show *s, const struct cnode *n, struct value *in, const char *key,
		 unsigned depth)
{
	while (n->kind == CN_TAG)
		n = n->first;
	if (*s->budget == 0 || (depth >= SHOW_DEPTH && (n->kind == CN_ARRAY || n->kind == CN_MAP))) {
		value_add_text(s->a, in, key, rest);
		return;
	}
	--*s->budget;
	show_one(s, n, in, key, depth);
}

void cn_show(struct arena *a, const struct cnode *n, struct value *in, const char *key, unsigned *budget)
{
	struct show s = { a, budget };

	if (n)
		show(&s, n, in, key, 0);
}
