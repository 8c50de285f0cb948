/* SPDX-License-Identifier: GPL-3.0-or-later */
/* str.h: a growable byte buffer that has a maximum. Beyond it, or without memory, it becomes
 * `failed`: later appends do nothing, and the caller tests once at the end. Always NUL-terminated. */
#ifndef COTTINGLEY_STR_H
#define COTTINGLEY_STR_H

#include "src/base/base.h"

struct str {
	char *data; /* never NULL after str_init; data[len] is 0 */
	size_t len, room, max;
	bool failed;
};

void str_init(struct str *s, size_t max);
void str_release(struct str *s);
void str_clear(struct str *s); /* empty, and no longer failed; keeps the memory */
void str_add(struct str *s, const void *bytes, size_t len);
void str_puts(struct str *s, const char *text);
void str_putc(struct str *s, char c);
void str_printf(struct str *s, const char *fmt, ...) PRINTF(2, 3);
/* Hands the memory to the caller, who releases it with mem_free(); s is empty again. NULL if failed. */
MUST_USE char *str_take(struct str *s, size_t *len);

#endif
