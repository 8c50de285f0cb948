/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/base64.h"

void base64_add(struct str *o, const uint8_t *p, size_t len)
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < len; i += 3) {
		uint32_t v = (uint32_t)p[i] << 16;
		char four[4];

		v |= i + 1 < len ? (uint32_t)p[i + 1] << 8 : 0;
		v |= i + 2 < len ? (uint32_t)p[i + 2] : 0;
		four[0] = digit[v >> 18];
		four[1] = digit[v >> 12 & 63];
		four[2] = i + 1 < len ? digit[v >> 6 & 63] : '=';
		four[3] = i + 2 < len ? digit[v & 63] : '=';
		str_add(o, four, sizeof four);
	}
}

int base64_digit(char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

bool base64_decode(const char *text, uint8_t *out, size_t *len)
{
	uint32_t bits = 0;
	unsigned n = 0;

	*len = 0;
	for (; *text && *text != '='; text++) {
		int v = base64_digit(*text);

		if (*text == '\n' || *text == '\r' || *text == ' ' || *text == '\t')
			continue;
		if (v < 0)
			return false;
		bits = bits << 6 | (uint32_t)v;
		n += 6;
		if (n >= 8) {
			n -= 8;
			out[(*len)++] = (uint8_t)(bits >> n);
		}
	}
	return n < 6;
}
