/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Typed access to the values that the walker found. */
#include "src/base/base.h"
#include "src/media/exif.h"

#include "src/base/str.h"
#include "src/base/utf8.h"

#include <math.h>

enum {
	T_BYTE = 1,
	T_ASCII,
	T_SHORT,
	T_LONG,
	T_RATIONAL,
	T_SBYTE,
	T_UNDEFINED,
	T_SSHORT,
	T_SLONG,
	T_SRATIONAL,
	T_FLOAT,
	T_DOUBLE,
	T_IFD,
	TAG_USER_COMMENT = 0x9286,
	COMMENT_CODE = 8,
	COMMENT_MAX = 65536
};

/* Item i of `size` bytes as an unsigned number of its byte order. */
static bool item(const struct exif *x, const struct exif_field *f, uint64_t i, unsigned size, uint64_t *v)
{
	struct span s;
	uint16_t v16;
	uint32_t v32;
	uint8_t v8;

	if (f->broken || !span_slice(&f->bytes, i * size, size, &s))
		return false;
	switch (size) {
	case 1: return span_u8(&s, &v8) && (*v = v8, true);
	case 2: return (x->little_endian ? span_u16le(&s, &v16) : span_u16be(&s, &v16)) && (*v = v16, true);
	case 4: return (x->little_endian ? span_u32le(&s, &v32) : span_u32be(&s, &v32)) && (*v = v32, true);
	default: return x->little_endian ? span_u64le(&s, v) : span_u64be(&s, v);
	}
}

static bool whole(const struct exif *x, const struct exif_field *f, uint32_t i, int64_t *v)
{
	uint64_t u;

	switch (f->type) {
	case T_BYTE: return item(x, f, i, 1, &u) && (*v = (int64_t)u, true);
	case T_SHORT: return item(x, f, i, 2, &u) && (*v = (int64_t)u, true);
	case T_LONG:
	case T_IFD: return item(x, f, i, 4, &u) && (*v = (int64_t)u, true);
	case T_SBYTE: return item(x, f, i, 1, &u) && (*v = (int8_t)(uint8_t)u, true);
	case T_SSHORT: return item(x, f, i, 2, &u) && (*v = (int16_t)(uint16_t)u, true);
	case T_SLONG: return item(x, f, i, 4, &u) && (*v = (int32_t)(uint32_t)u, true);
	default: return false;
	}
}

bool exif_uint(const struct exif *x, const struct exif_field *f, uint32_t i, uint64_t *v)
{
	int64_t n;

	if (!whole(x, f, i, &n) || n < 0)
		return false;
	*v = (uint64_t)n;
	return true;
}

static bool ratio(const struct exif *x, const struct exif_field *f, uint32_t i, double *v)
{
	uint64_t n, d;

	if (!item(x, f, (uint64_t)i * 2, 4, &n) || !item(x, f, (uint64_t)i * 2 + 1, 4, &d) || d == 0)
		return false;
	if (f->type == T_RATIONAL)
		*v = (double)n / (double)d;
	else
		*v = (double)(int32_t)(uint32_t)n / (double)(int32_t)(uint32_t)d;
	return true;
}

static bool floating(const struct exif *x, const struct exif_field *f, uint32_t i, double *v)
{
	uint64_t bits;
	uint32_t bits32;
	float f32;

	if (!item(x, f, i, f->type == T_FLOAT ? 4 : 8, &bits))
		return false;
	if (f->type == T_FLOAT) {
		bits32 = (uint32_t)bits;
		memcpy(&f32, &bits32, sizeof f32);
		*v = (double)f32;
	} else {
		memcpy(v, &bits, sizeof *v);
	}
	return isfinite(*v);
}

bool exif_real(const struct exif *x, const struct exif_field *f, uint32_t i, double *v)
{
	int64_t n;

	if (f->type == T_RATIONAL || f->type == T_SRATIONAL)
		return ratio(x, f, i, v);
	if (f->type == T_FLOAT || f->type == T_DOUBLE)
		return floating(x, f, i, v);
	if (!whole(x, f, i, &n))
		return false;
	*v = (double)n;
	return true;
}

/* Bytes up to the first NUL, without blanks at the end. */
static size_t trimmed(const uint8_t *p, size_t len)
{
	const uint8_t *nul = len ? memchr(p, 0, len) : NULL;
	size_t n = nul ? (size_t)(nul - p) : len;

	while (n && (p[n - 1] == ' ' || (p[n - 1] >= '\t' && p[n - 1] <= '\r')))
		n--;
	return n;
}

const char *exif_text(struct arena *a, const struct exif_field *f)
{
	if (!f || f->broken || f->type != T_ASCII)
		return NULL;
	return arena_strn(a, (const char *)f->bytes.data, trimmed(f->bytes.data, f->bytes.len));
}

/* UTF-16 to UTF-8; a lone surrogate becomes U+FFFD. Byte order: a mark if there is one, else `little`. */
static void utf16(struct span s, bool little, struct str *out)
{
	uint16_t unit, low;
	uint32_t cp;
	char utf8[4];

	if (span_is(&s, "\xFF\xFE", 2) || span_is(&s, "\xFE\xFF", 2))
		little = s.data[s.pos] == 0xFF;
	while ((little ? span_u16le(&s, &unit) : span_u16be(&s, &unit)) && unit) {
		cp = unit;
		if (unit >= 0xD800 && unit <= 0xDBFF &&
		    (little ? span_u16le(&s, &low) : span_u16be(&s, &low)))
			cp = low >= 0xDC00 && low <= 0xDFFF
				     ? 0x10000 + ((uint32_t)(unit - 0xD800) << 10) + (low - 0xDC00u)
				     : 0xFFFD;
		else if (unit >= 0xD800 && unit <= 0xDFFF)
			cp = 0xFFFD;
		if (cp != 0xFEFF)
			str_add(out, utf8, utf8_encode(cp, utf8));
	}
}

/* Writers ignore the byte order of the block: text in which every second byte is 0 tells it. */
static bool looks_little(const struct span *s, bool otherwise)
{
	size_t even = 0, odd = 0;

	for (size_t i = 0; i + 1 < s->len && i < 128; i += 2) {
		even += s->data[i] == 0;
		odd += s->data[i + 1] == 0;
	}
	return even == odd ? otherwise : odd > even;
}

/* EXIF 2.32 4.6.5: eight bytes name the character code. Some writers leave them out. */
static bool has_code(const struct exif_field *f)
{
	static const char *const codes[] = { "ASCII\0\0\0", "UNICODE\0", "JIS\0\0\0\0\0",
					     "\0\0\0\0\0\0\0\0" };

	for (size_t i = 0; f->type != T_ASCII && i < ARRAY_LEN(codes); i++)
		if (span_is(&f->bytes, codes[i], COMMENT_CODE))
			return true;
	return false;
}

const char *exif_comment(struct arena *a, const struct exif *x)
{
	const struct exif_field *f = exif_find(x, EXIF_IFD_EXIF, TAG_USER_COMMENT);
	struct span s;
	struct str out;
	const char *text;
	size_t code, left;

	if (!f || f->broken)
		return NULL;
	code = has_code(f) ? COMMENT_CODE : 0;
	left = f->bytes.len - code;
	if (!span_slice(&f->bytes, code, left < COMMENT_MAX ? left : COMMENT_MAX, &s))
		return NULL;
	if (!span_is(&f->bytes, "UNICODE", 7))
		return arena_strn(a, (const char *)s.data, trimmed(s.data, s.len));
	str_init(&out, (size_t)COMMENT_MAX * 2);
	utf16(s, looks_little(&s, x->little_endian), &out);
	text = out.failed ? NULL : arena_strn(a, out.data, trimmed((const uint8_t *)out.data, out.len));
	str_release(&out);
	return text;
}
