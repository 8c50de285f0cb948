/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base64.h: bytes in text, RFC 4648 section 4, with padding. */
#ifndef COTTINGLEY_BASE64_H
#define COTTINGLEY_BASE64_H

#include "src/base/str.h"

/* The value of a digit, 0 to 63; -1 for anything else. */
int base64_digit(char c);
void base64_add(struct str *o, const uint8_t *bytes, size_t len);
/* Blanks and line breaks are passed over, what follows a '=' is left. out holds strlen(text) / 4 * 3 + 3 bytes. */
MUST_USE bool base64_decode(const char *text, uint8_t *out, size_t *len);

#endif
