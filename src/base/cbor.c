/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/cbor.h"

#include <math.h>

enum { MAX_DEPTH = 32 };
enum { MAJOR_UINT, MAJOR_NINT, MAJOR_BYTES, MAJOR_TEXT, MAJOR_ARRAY, MAJOR_MAP, MAJOR_TAG, MAJOR_SIMPLE };

/* ---- writing ---- */

static void put_be(struct str *o, uint64_t v, unsigned n)
{
	uint8_t b[8];

	for (unsigned i = 0; i < n; i++)
		b[i] = (uint8_t)(v >> 8 * (n - 1 - i));
	str_add(o, b, n);
}

static void put_head(struct str *o, unsigned major, uint64_t v)
{
	unsigned n = v < 24 ? 0 : v <= 0xFF ? 1 : v <= 0xFFFF ? 2 : v <= 0xFFFFFFFF ? 4 : 8;
	unsigned info = n == 0 ? (unsigned)v : n == 1 ? 24 : n == 2 ? 25 : n == 4 ? 26 : 27;

	str_putc(o, (char)(major << 5 | info));
	put_be(o, v, n);
}

void cbor_put_uint(struct str *o, uint64_t v)
{
	put_head(o, MAJOR_UINT, v);
}

void cbor_put_int(struct str *o, int64_t v)
{
	if (v >= 0)
		put_head(o, MAJOR_UINT, (uint64_t)v);
	else
		put_head(o, MAJOR_NINT, ~(uint64_t)v);
}

void cbor_put_double(struct str *o, double v)
{
	uint64_t bits;

	if (isnan(v)) {
		cbor_put_null(o);
		return;
	}
	memcpy(&bits, &v, sizeof bits);
	str_putc(o, (char)(MAJOR_SIMPLE << 5 | 27));
	put_be(o, bits, 8);
}

void cbor_put_bool(struct str *o, bool v)
{
	str_putc(o, (char)(v ? 0xF5 : 0xF4));
}

void cbor_put_null(struct str *o)
{
	str_putc(o, (char)0xF6);
}

void cbor_put_textn(struct str *o, const char *s, size_t len)
{
	put_head(o, MAJOR_TEXT, len);
	str_add(o, s, len);
}

void cbor_put_text(struct str *o, const char *s)
{
	if (s)
		cbor_put_textn(o, s, strlen(s));
	else
		cbor_put_null(o);
}

void cbor_put_bytes(struct str *o, const void *p, size_t len)
{
	put_head(o, MAJOR_BYTES, len);
	str_add(o, p, len);
}

void cbor_put_floats(struct str *o, const float *v, size_t n)
{
	put_head(o, MAJOR_BYTES, (uint64_t)n * 4);
	for (size_t i = 0; i < n; i++) {
		uint32_t bits;
		uint8_t b[4];

		memcpy(&bits, &v[i], sizeof bits);
		for (unsigned k = 0; k < 4; k++)
			b[k] = (uint8_t)(bits >> 8 * k);
		str_add(o, b, 4);
	}
}

void cbor_put_array(struct str *o, uint64_t items)
{
	put_head(o, MAJOR_ARRAY, items);
}

void cbor_put_map(struct str *o, uint64_t pairs)
{
	put_head(o, MAJOR_MAP, pairs);
}

/* ---- reading ---- */

bool cbor_argument(struct span *in, unsigned info, uint64_t *v)
{
	uint8_t a;
	uint16_t b;
	uint32_t c;

	switch (info) {
	case 24:
		return span_u8(in, &a) && (*v = a, true);
	case 25:
		return span_u16be(in, &b) && (*v = b, true);
	case 26:
		return span_u32be(in, &c) && (*v = c, true);
	case 27:
		return span_u64be(in, v);
	default:
		*v = info;
		return info < 24;
	}
}

/* IEEE 754 half precision, RFC 8949 appendix D. */
double cbor_half(uint64_t h)
{
	int exp = (int)(h >> 10 & 31);
	double m = (double)(h & 1023);
	double v = exp == 0 ? ldexp(m, -24) : exp < 31 ? ldexp(m + 1024, exp - 25) : m > 0 ? (double)NAN : (double)INFINITY;

	return h & 0x8000 ? -v : v;
}

static bool read_simple(unsigned info, uint64_t n, struct cbor_item *out)
{
	uint32_t word = (uint32_t)n;
	float f;

	out->kind = CBOR_DOUBLE;
	switch (info) {
	case 20: out->kind = CBOR_FALSE; return true;
	case 21: out->kind = CBOR_TRUE; return true;
	case 22: out->kind = CBOR_NULL; return true;
	case 25: out->real = cbor_half(n); return true;
	case 26:
		memcpy(&f, &word, sizeof f);
		out->real = (double)f;
		return true;
	case 27:
		memcpy(&out->real, &n, sizeof n);
		return true;
	default:
		return false;
	}
}

bool cbor_read(struct span *in, struct cbor_item *out)
{
	static const enum cbor_kind kinds[] = { CBOR_UINT, CBOR_NINT, CBOR_BYTES, CBOR_TEXT,
						CBOR_ARRAY, CBOR_MAP, CBOR_TAG };
	struct span s = *in;
	unsigned major, info;
	uint8_t head;

	memset(out, 0, sizeof *out);
	out->offset = span_at(in);
	if (!span_u8(&s, &head))
		return false;
	major = head >> 5;
	info = head & 31;
	if (!cbor_argument(&s, info, &out->number))
		return false;
	if (major == MAJOR_SIMPLE) {
		if (!read_simple(info, out->number, out))
			return false;
	} else {
		out->kind = kinds[major];
	}
	if ((out->kind == CBOR_BYTES || out->kind == CBOR_TEXT) &&
	    !span_sub(&s, out->number, &out->bytes))
		return false;
	/* An item takes at least one byte, so a count beyond what is left is a lie. */
	if ((out->kind == CBOR_ARRAY && out->number > span_left(&s)) ||
	    (out->kind == CBOR_MAP && out->number > span_left(&s) / 2))
		return false;
	*in = s;
	return true;
}

static bool skip_depth(struct span *in, int depth)
{
	struct cbor_item it;
	uint64_t inner = 0;

	if (depth > MAX_DEPTH || !cbor_read(in, &it))
		return false;
	if (it.kind == CBOR_ARRAY)
		inner = it.number;
	else if (it.kind == CBOR_MAP)
		inner = it.number * 2;
	else if (it.kind == CBOR_TAG)
		inner = 1;
	for (uint64_t i = 0; i < inner; i++)
		if (!skip_depth(in, depth + 1))
			return false;
	return true;
}

bool cbor_skip(struct span *in)
{
	return skip_depth(in, 0);
}

static bool expect(struct span *in, enum cbor_kind kind, struct cbor_item *it)
{
	struct span s = *in;

	if (!cbor_read(&s, it) || it->kind != kind)
		return false;
	*in = s;
	return true;
}

bool cbor_get_map(struct span *in, uint64_t *pairs)
{
	struct cbor_item it;

	return expect(in, CBOR_MAP, &it) && (*pairs = it.number, true);
}

bool cbor_get_array(struct span *in, uint64_t *items)
{
	struct cbor_item it;

	return expect(in, CBOR_ARRAY, &it) && (*items = it.number, true);
}

bool cbor_get_uint(struct span *in, uint64_t max, uint64_t *v)
{
	struct cbor_item it;
	struct span s = *in;

	if (!expect(&s, CBOR_UINT, &it) || it.number > max)
		return false;
	*in = s;
	*v = it.number;
	return true;
}

bool cbor_get_int(struct span *in, int64_t *v)
{
	struct cbor_item it;
	struct span s = *in;

	if (!cbor_read(&s, &it) || (it.kind != CBOR_UINT && it.kind != CBOR_NINT) ||
	    it.number > INT64_MAX)
		return false;
	*in = s;
	*v = it.kind == CBOR_UINT ? (int64_t)it.number : -1 - (int64_t)it.number;
	return true;
}

bool cbor_get_bool(struct span *in, bool *v)
{
	struct cbor_item it;
	struct span s = *in;

	if (!cbor_read(&s, &it) || (it.kind != CBOR_FALSE && it.kind != CBOR_TRUE))
		return false;
	*in = s;
	*v = it.kind == CBOR_TRUE;
	return true;
}

bool cbor_get_double(struct span *in, double *v)
{
	struct cbor_item it;
	struct span s = *in;

	if (!cbor_read(&s, &it))
		return false;
	if (it.kind == CBOR_DOUBLE)
		*v = it.real;
	else if (it.kind == CBOR_UINT)
		*v = (double)it.number;
	else if (it.kind == CBOR_NINT)
		*v = -1.0 - (double)it.number;
	else if (it.kind == CBOR_NULL)
		*v = (double)NAN;
	else
		return false;
	*in = s;
	return true;
}

bool cbor_get_text(struct span *in, struct span *v)
{
	struct cbor_item it;

	return expect(in, CBOR_TEXT, &it) && (*v = it.bytes, true);
}

bool cbor_get_bytes(struct span *in, struct span *v)
{
	struct cbor_item it;

	return expect(in, CBOR_BYTES, &it) && (*v = it.bytes, true);
}

bool cbor_get_null(struct span *in)
{
	struct cbor_item it;

	return expect(in, CBOR_NULL, &it);
}
