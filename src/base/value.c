/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/value.h"

#include "src/base/cbor.h"
#include "src/base/utf8.h"

enum { MAX_DEPTH = 16, TEXT_MAX = 4096 };

struct value *value_new(struct arena *a, enum value_kind kind)
{
	struct value *v = arena_alloc(a, 1, sizeof *v);

	if (v)
		v->kind = kind;
	return v;
}

static struct value *append(struct value *in, struct value *v)
{
	if (in->last)
		in->last->next = v;
	else
		in->first = v;
	in->last = v;
	in->count++;
	return v;
}

struct value *value_add(struct arena *a, struct value *in, const char *key, enum value_kind kind)
{
	struct value *v;

	if (!in || !(v = value_new(a, kind)))
		return NULL;
	v->key = arena_str(a, key);
	if (key && !v->key)
		return NULL;
	return append(in, v);
}

void value_add_text(struct arena *a, struct value *in, const char *key, const char *text)
{
	char *copy = arena_str(a, text);
	struct value *v = value_add(a, in, key, copy ? VALUE_TEXT : VALUE_NULL);

	if (v)
		v->text = copy;
}

void value_add_int(struct arena *a, struct value *in, const char *key, int64_t i)
{
	struct value *v = value_add(a, in, key, VALUE_INT);

	if (v)
		v->integer = i;
}

void value_add_real(struct arena *a, struct value *in, const char *key, double d)
{
	struct value *v = value_add(a, in, key, VALUE_REAL);

	if (v)
		v->real = d;
}

void value_add_bool(struct arena *a, struct value *in, const char *key, bool b)
{
	struct value *v = value_add(a, in, key, VALUE_BOOL);

	if (v)
		v->boolean = b;
}

void value_add_null(struct arena *a, struct value *in, const char *key)
{
	(void)value_add(a, in, key, VALUE_NULL);
}

const struct value *value_get(const struct value *map, const char *key)
{
	if (!map || map->kind != VALUE_MAP)
		return NULL;
	for (const struct value *v = map->first; v; v = v->next)
		if (v->key && strcmp(v->key, key) == 0)
			return v;
	return NULL;
}

const char *value_get_text(const struct value *map, const char *key)
{
	const struct value *v = value_get(map, key);

	return v && v->kind == VALUE_TEXT ? v->text : NULL;
}

static void encode_children(const struct value *v, struct str *o)
{
	if (v->kind == VALUE_MAP)
		cbor_put_map(o, v->count);
	else
		cbor_put_array(o, v->count);
	for (const struct value *c = v->first; c; c = c->next) {
		if (v->kind == VALUE_MAP)
			cbor_put_text(o, c->key ? c->key : "");
		value_encode(c, o);
	}
}

void value_encode(const struct value *v, struct str *o)
{
	switch (v ? v->kind : VALUE_NULL) {
	case VALUE_NULL: cbor_put_null(o); break;
	case VALUE_BOOL: cbor_put_bool(o, v->boolean); break;
	case VALUE_INT: cbor_put_int(o, v->integer); break;
	case VALUE_REAL: cbor_put_double(o, v->real); break;
	case VALUE_TEXT: cbor_put_text(o, v->text); break;
	case VALUE_ARRAY:
	case VALUE_MAP: encode_children(v, o); break;
	}
}

static char *safe_text(struct arena *a, const struct span *s)
{
	char buf[TEXT_MAX];

	utf8_sanitise(buf, sizeof buf, (const char *)s->data, s->len);
	return arena_str(a, buf);
}

static struct value *decode(struct arena *a, struct span *in, unsigned *budget, int depth);

static bool decode_children(struct arena *a, struct span *in, unsigned *budget, int depth,
			    struct value *v, uint64_t n)
{
	for (uint64_t i = 0; i < n; i++) {
		struct value *child;
		struct span key;
		char *name = NULL;

		if (v->kind == VALUE_MAP &&
		    (!cbor_get_text(in, &key) || !(name = safe_text(a, &key))))
			return false;
		child = decode(a, in, budget, depth + 1);
		if (!child)
			return false;
		child->key = name;
		append(v, child);
	}
	return true;
}

static bool decode_scalar(struct arena *a, const struct cbor_item *it, struct value *v)
{
	switch (it->kind) {
	case CBOR_UINT:
	case CBOR_NINT:
		v->kind = VALUE_INT;
		v->integer = it->kind == CBOR_UINT ? (int64_t)it->number : -1 - (int64_t)it->number;
		return it->number <= INT64_MAX;
	case CBOR_TEXT:
		v->kind = VALUE_TEXT;
		return (v->text = safe_text(a, &it->bytes)) != NULL;
	case CBOR_FALSE:
	case CBOR_TRUE:
		v->kind = VALUE_BOOL;
		v->boolean = it->kind == CBOR_TRUE;
		return true;
	case CBOR_NULL:
		return true;
	case CBOR_DOUBLE:
		v->kind = VALUE_REAL;
		v->real = it->real;
		return true;
	default:
		return false;
	}
}

static struct value *decode(struct arena *a, struct span *in, unsigned *budget, int depth)
{
	struct cbor_item it;
	struct value *v;

	if (depth > MAX_DEPTH || *budget == 0 || !cbor_read(in, &it))
		return NULL;
	--*budget;
	v = value_new(a, VALUE_NULL);
	if (!v)
		return NULL;
	if (it.kind == CBOR_ARRAY || it.kind == CBOR_MAP) {
		v->kind = it.kind == CBOR_ARRAY ? VALUE_ARRAY : VALUE_MAP;
		return decode_children(a, in, budget, depth, v, it.number) ? v : NULL;
	}
	return decode_scalar(a, &it, v) ? v : NULL;
}

struct value *value_decode(struct arena *a, struct span *cbor, unsigned *budget)
{
	return decode(a, cbor, budget, 0);
}
