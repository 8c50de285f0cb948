/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/result_record.h"

#include "src/base/cbor.h"
#include "src/base/utf8.h"

bool record_key(const char *key, size_t len, const char *name)
{
	return strlen(name) == len && memcmp(key, name, len) == 0;
}

bool record_spend(unsigned *budget)
{
	return *budget && (*budget)--;
}

/* Reads a map, giving each key to fn, which reads its value or says that it does not know it. */
bool record_map(struct reader *r, void *object, field_fn fn)
{
	uint64_t pairs;
	struct span key;

	if (!cbor_get_map(&r->in, &pairs))
		return false;
	for (uint64_t i = 0; i < pairs; i++) {
		bool known = true;

		if (!cbor_get_text(&r->in, &key) ||
		    !fn(r, object, (const char *)key.data, key.len, &known))
			return false;
		if (!known && !cbor_skip(&r->in))
			return false;
	}
	return true;
}

/* Reads an array of at most max items of `size` bytes into *items. */
bool record_list(struct reader *r, void *items, uint32_t *n, size_t size, uint32_t max, item_fn fn)
{
	uint64_t count;
	char *base;

	if (!cbor_get_array(&r->in, &count) || count > max)
		return false;
	base = arena_alloc(r->a, count ? (size_t)count : 1, size);
	if (!base)
		return false;
	for (uint64_t i = 0; i < count; i++)
		if (!fn(r, base + i * size))
			return false;
	*(void **)items = base;
	*n = (uint32_t)count;
	return true;
}

bool record_text(struct reader *r, const char **out)
{
	char buf[TEXT_MAX];
	struct span s;

	if (cbor_get_null(&r->in)) {
		*out = NULL;
		return true;
	}
	if (!cbor_get_text(&r->in, &s))
		return false;
	utf8_sanitise(buf, sizeof buf, (const char *)s.data, s.len);
	*out = arena_str(r->a, buf);
	return *out != NULL;
}

/* A text that may not be null. */
bool record_word(struct reader *r, const char **out)
{
	return record_text(r, out) && *out;
}

bool record_text_item(struct reader *r, void *item)
{
	return record_word(r, item);
}

bool record_u32(struct reader *r, uint32_t max, uint32_t *out)
{
	uint64_t v;

	return cbor_get_uint(&r->in, max, &v) && (*out = (uint32_t)v, true);
}

bool record_u64(struct reader *r, uint64_t *out)
{
	return cbor_get_uint(&r->in, INT64_MAX, out); /* JSON and SQL know no more */
}

/* An enum below count; enums are ints here. */
bool record_enum(struct reader *r, unsigned count, void *out)
{
	uint32_t v;
	int e;

	if (!record_u32(r, count - 1, &v))
		return false;
	e = (int)v;
	memcpy(out, &e, sizeof e);
	return true;
}

bool record_status(struct reader *r, enum status *out)
{
	const char *name;

	if (!record_word(r, &name))
		return false;
	*out = status_from_name(name);
	return *out != ST_COUNT;
}

bool record_digest(struct reader *r, uint8_t *out, size_t len)
{
	struct span s;

	if (!cbor_get_bytes(&r->in, &s) || s.len != len)
		return false;
	memcpy(out, s.data, len);
	return true;
}

bool record_tree(struct reader *r, struct value **out)
{
	*out = value_decode(r->a, &r->in, &r->nodes);
	return *out != NULL;
}

bool record_map_tree(struct reader *r, struct value **out)
{
	if (!record_tree(r, out))
		return false;
	if ((*out)->kind == VALUE_NULL)
		*out = NULL;
	return !*out || (*out)->kind == VALUE_MAP;
}

bool record_floats(struct reader *r, const float **out, uint32_t *n)
{
	struct span s;
	float *v;

	if (!cbor_get_bytes(&r->in, &s) || s.len % 4 || s.len / 4 > MAP_MAX_CELLS)
		return false;
	v = arena_alloc(r->a, s.len / 4 + 1, sizeof *v);
	if (!v)
		return false;
	*n = (uint32_t)(s.len / 4);
	for (uint32_t i = 0; i < *n; i++) {
		uint32_t bits = 0;

		if (!span_u32le(&s, &bits))
			return false;
		memcpy(&v[i], &bits, sizeof bits);
	}
	*out = v;
	return true;
}
