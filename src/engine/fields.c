/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/engine/fields.h"

#include "src/base/cbor.h"
#include "src/base/utf8.h"

#include <math.h>

static bool is(const char *key, const char *text, size_t len)
{
	return strlen(key) == len && memcmp(key, text, len) == 0;
}

static bool read_text(struct span *in, char *to, size_t room, bool whole)
{
	struct span s;

	if (!cbor_get_text(in, &s) || !utf8_valid((const char *)s.data, s.len) || (whole && s.len >= room))
		return false;
	utf8_sanitise(to, room, (const char *)s.data, s.len);
	return true;
}

static bool read_item(struct span *in, struct span *to)
{
	struct span start = *in;

	if (!cbor_skip(in))
		return false;
	return span_slice(&start, start.pos, in->pos - start.pos, to);
}

static bool read_small(struct span *in, const struct field *f, void *to)
{
	uint64_t v;
	uint32_t word;

	if (!cbor_get_uint(in, f->max < UINT32_MAX ? f->max : UINT32_MAX, &v))
		return false;
	word = (uint32_t)v;
	memcpy(to, &word, sizeof word); /* unsigned, uint32_t and enums are all 32 bits here */
	return true;
}

static bool read_value(struct span *in, const struct field *f, void *base)
{
	char *to = (char *)base + f->offset;

	switch (f->kind) {
	case FIELD_U32:
	case FIELD_ENUM:
		return read_small(in, f, to);
	case FIELD_U64:
		return cbor_get_uint(in, f->max, (uint64_t *)(void *)to);
	case FIELD_I64:
		return cbor_get_int(in, (int64_t *)(void *)to);
	case FIELD_BOOL:
		return cbor_get_bool(in, (bool *)to);
	case FIELD_REAL:
		return cbor_get_double(in, (double *)(void *)to) && isfinite(*(double *)(void *)to);
	case FIELD_TEXT:
	case FIELD_NAME:
		return read_text(in, to, f->max, f->kind == FIELD_NAME);
	case FIELD_BYTES:
		return cbor_get_bytes(in, (struct span *)(void *)to) &&
		       ((struct span *)(void *)to)->len <= f->max;
	case FIELD_ITEM:
		return read_item(in, (struct span *)(void *)to);
	case FIELD_OTHER:
		return f->read(in, base);
	}
	return false;
}

bool fields_read(struct span *in, const struct field *fields, size_t n, void *base, uint64_t *seen)
{
	uint64_t pairs;
	struct span key;

	*seen = 0;
	if (!cbor_get_map(in, &pairs))
		return false;
	while (pairs-- > 0) {
		size_t i = 0;

		if (!cbor_get_text(in, &key))
			return false;
		while (i < n && !is(fields[i].key, (const char *)key.data, key.len))
			i++;
		if (i == n) {
			if (!cbor_skip(in))
				return false;
			continue;
		}
		if (*seen >> i & 1 || !read_value(in, &fields[i], base))
			return false;
		*seen |= (uint64_t)1 << i;
	}
	return true;
}

static bool has(const struct field *fields, size_t n, uint64_t seen, const char *key, size_t len)
{
	for (size_t i = 0; i < n; i++)
		if (is(fields[i].key, key, len))
			return seen >> i & 1;
	return false;
}

bool fields_has(const struct field *fields, size_t n, uint64_t seen, const char *key)
{
	return has(fields, n, seen, key, strlen(key));
}

bool fields_have(const struct field *fields, size_t n, uint64_t seen, const char *keys)
{
	while (*keys) {
		size_t len = strcspn(keys, " ");

		if (!has(fields, n, seen, keys, len))
			return false;
		keys += len;
		keys += strspn(keys, " ");
	}
	return true;
}
