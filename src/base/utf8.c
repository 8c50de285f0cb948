/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/utf8.h"

#include <wchar.h>

unsigned utf8_decode(const char *s, size_t len, uint32_t *cp)
{
	const unsigned char *p = (const unsigned char *)s;
	static const uint32_t least[5] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned n;
	uint32_t c;

	if (len == 0)
		return 0;
	if (p[0] < 0x80) {
		*cp = p[0];
		return 1;
	}
	n = p[0] >= 0xF0 ? 4 : p[0] >= 0xE0 ? 3 : 2;
	if (p[0] < 0xC2 || p[0] > 0xF4 || len < n)
		return 0;
	c = p[0] & (0xFFu >> (n + 1));
	for (unsigned i = 1; i < n; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return 0;
		c = c << 6 | (p[i] & 0x3F);
	}
	if (c < least[n] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF))
		return 0;
	*cp = c;
	return n;
}

unsigned utf8_encode(uint32_t cp, char out[4])
{
	if (cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
		return 0;
	if (cp < 0x80) {
		out[0] = (char)cp;
		return 1;
	}
	if (cp < 0x800) {
		out[0] = (char)(0xC0 | cp >> 6);
		out[1] = (char)(0x80 | (cp & 0x3F));
		return 2;
	}
	if (cp < 0x10000) {
		out[0] = (char)(0xE0 | cp >> 12);
		out[1] = (char)(0x80 | (cp >> 6 & 0x3F));
		out[2] = (char)(0x80 | (cp & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | cp >> 18);
	out[1] = (char)(0x80 | (cp >> 12 & 0x3F));
	out[2] = (char)(0x80 | (cp >> 6 & 0x3F));
	out[3] = (char)(0x80 | (cp & 0x3F));
	return 4;
}

bool utf8_valid(const char *s, size_t len)
{
	uint32_t cp;
	unsigned n;

	for (size_t i = 0; i < len; i += n) {
		n = utf8_decode(s + i, len - i, &cp);
		if (n == 0)
			return false;
	}
	return true;
}

bool utf8_unsafe(uint32_t cp)
{
	static const struct { uint32_t first, last; } bad[] = {
		{ 0x00, 0x1F }, { 0x7F, 0x9F }, { 0xAD, 0xAD }, { 0x061C, 0x061C },
		{ 0x115F, 0x1160 }, { 0x180B, 0x180F }, { 0x200B, 0x200F }, { 0x2028, 0x202E },
		{ 0x2060, 0x206F }, { 0x3164, 0x3164 }, { 0xFE00, 0xFE0F }, { 0xFEFF, 0xFEFF },
		{ 0xFFA0, 0xFFA0 }, { 0xFDD0, 0xFDEF }, { 0xFFF0, 0xFFFB }, { 0xE0000, 0xE0FFF },
	};

	for (size_t i = 0; i < ARRAY_LEN(bad); i++)
		if (cp >= bad[i].first && cp <= bad[i].last)
			return true;
	return (cp & 0xFFFE) == 0xFFFE;
}

char *utf8_sanitise(char *dst, size_t cap, const char *s, size_t len)
{
	size_t used = 0;
	char mark[16];
	uint32_t cp;

	if (cap == 0)
		return dst;
	for (size_t i = 0; i < len;) {
		unsigned n = utf8_decode(s + i, len - i, &cp);
		size_t put = n;
		const char *from = s + i;

		if (n == 0) {
			put = (size_t)snprintf(mark, sizeof mark, "<%02X>", (unsigned char)s[i]);
			from = mark;
			n = 1;
		} else if (utf8_unsafe(cp)) {
			put = (size_t)snprintf(mark, sizeof mark, "<U+%04X>", (unsigned)cp);
			from = mark;
		}
		if (used + put >= cap)
			break;
		memcpy(dst + used, from, put);
		used += put;
		i += n;
	}
	dst[used] = '\0';
	return dst;
}

int utf8_cells(uint32_t cp)
{
	int w;

	if (cp < 0x7F)
		return cp >= 0x20;
	w = wcwidth((wchar_t)cp);
	return w < 0 ? 1 : w;
}

size_t utf8_width(const char *s)
{
	size_t len = strlen(s), cells = 0;
	uint32_t cp;

	for (size_t i = 0; i < len;) {
		unsigned n = utf8_decode(s + i, len - i, &cp);

		if (n == 0) {
			n = 1;
			cp = '?';
		}
		cells += (size_t)utf8_cells(cp);
		i += n;
	}
	return cells;
}
