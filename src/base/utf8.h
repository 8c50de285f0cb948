/* SPDX-License-Identifier: GPL-3.0-or-later */
/* utf8.h: text from evidence, made safe to show. */
#ifndef COTTINGLEY_UTF8_H
#define COTTINGLEY_UTF8_H

#include "src/base/base.h"

/* Decodes one code point of s[0..len). Returns the bytes used (1..4), 0 when s does not begin with a
 * well-formed sequence (RFC 3629: no surrogates, no overlong forms, at most U+10FFFF). */
unsigned utf8_decode(const char *s, size_t len, uint32_t *cp);
unsigned utf8_encode(uint32_t cp, char out[4]); /* bytes written; 0 for what is no code point */
bool utf8_valid(const char *s, size_t len);

/* Is this code point unsafe to show as it is? Controls (C0, DEL, C1), bidirectional overrides and
 * isolates (Unicode TR 9), invisible formatting, line and paragraph separators, tags, noncharacters. */
bool utf8_unsafe(uint32_t cp);

/* Copies s[0..len) into dst (cap bytes, NUL included, cut at a whole mark or character). Unsafe code
 * points become <U+202E>, bytes that are not UTF-8 become <FF>. Idempotent. Returns dst. */
char *utf8_sanitise(char *dst, size_t cap, const char *s, size_t len);

/* Cells that a code point takes on a terminal: 0 (combining), 1, or 2. Never negative. */
int utf8_cells(uint32_t cp);
/* Cells of a string that is already sanitised. */
size_t utf8_width(const char *s);

#endif
