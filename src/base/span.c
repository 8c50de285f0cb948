/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/span.h"

struct span span_of(const void *data, size_t len, uint64_t origin)
{
	return (struct span){ .data = data, .len = len, .origin = origin };
}

size_t span_left(const struct span *s)
{
	return s->len - s->pos;
}

uint64_t span_at(const struct span *s)
{
	return s->origin + s->pos;
}

bool span_skip(struct span *s, uint64_t n)
{
	if (n > span_left(s))
		return false;
	s->pos += (size_t)n;
	return true;
}

bool span_seek(struct span *s, uint64_t pos)
{
	if (pos > s->len)
		return false;
	s->pos = (size_t)pos;
	return true;
}

static bool take(struct span *s, unsigned n, bool big, uint64_t *v)
{
	uint64_t x = 0;

	if (span_left(s) < n)
		return false;
	for (unsigned i = 0; i < n; i++)
		x |= (uint64_t)s->data[s->pos + i] << 8 * (big ? n - 1 - i : i);
	s->pos += n;
	*v = x;
	return true;
}

bool span_u8(struct span *s, uint8_t *v)
{
	uint64_t x;

	if (!take(s, 1, true, &x))
		return false;
	*v = (uint8_t)x;
	return true;
}

bool span_u16be(struct span *s, uint16_t *v)
{
	uint64_t x;

	if (!take(s, 2, true, &x))
		return false;
	*v = (uint16_t)x;
	return true;
}

bool span_u16le(struct span *s, uint16_t *v)
{
	uint64_t x;

	if (!take(s, 2, false, &x))
		return false;
	*v = (uint16_t)x;
	return true;
}

bool span_u32be(struct span *s, uint32_t *v)
{
	uint64_t x;

	if (!take(s, 4, true, &x))
		return false;
	*v = (uint32_t)x;
	return true;
}

bool span_u32le(struct span *s, uint32_t *v)
{
	uint64_t x;

	if (!take(s, 4, false, &x))
		return false;
	*v = (uint32_t)x;
	return true;
}

bool span_u64be(struct span *s, uint64_t *v)
{
	return take(s, 8, true, v);
}

bool span_u64le(struct span *s, uint64_t *v)
{
	return take(s, 8, false, v);
}

bool span_slice(const struct span *s, uint64_t pos, uint64_t n, struct span *out)
{
	if (pos > s->len || n > s->len - pos)
		return false;
	*out = span_of(s->data + pos, (size_t)n, s->origin + pos);
	return true;
}

bool span_sub(struct span *s, uint64_t n, struct span *out)
{
	if (!span_slice(s, s->pos, n, out))
		return false;
	s->pos += (size_t)n;
	return true;
}

bool span_copy(struct span *s, void *out, size_t n)
{
	if (n > span_left(s))
		return false;
	if (n)
		memcpy(out, s->data + s->pos, n);
	s->pos += n;
	return true;
}

bool span_is(const struct span *s, const void *bytes, size_t n)
{
	return n <= span_left(s) && (n == 0 || memcmp(s->data + s->pos, bytes, n) == 0);
}

bool span_is_zero(const struct span *s)
{
	for (size_t i = 0; i < s->len; i++)
		if (s->data[i])
			return false;
	return true;
}
