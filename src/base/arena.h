/* SPDX-License-Identifier: GPL-3.0-or-later */
/* arena.h: many small things with one lifetime. An arena has a maximum; beyond it every call
 * answers NULL and the arena stays usable. Memory is zeroed. Not shared between threads. */
#ifndef COTTINGLEY_ARENA_H
#define COTTINGLEY_ARENA_H

#include "src/base/base.h"

struct arena_block;

struct arena {
	struct arena_block *head;
	size_t used, max;
};

void arena_init(struct arena *a, size_t max);
void arena_release(struct arena *a); /* frees everything; the arena may be used again */

MUST_USE void *arena_alloc(struct arena *a, size_t n, size_t size);
MUST_USE char *arena_str(struct arena *a, const char *s);               /* copy; NULL for NULL */
MUST_USE char *arena_strn(struct arena *a, const char *s, size_t len);  /* copy, adds the NUL */
MUST_USE void *arena_copy(struct arena *a, const void *p, size_t len);
MUST_USE char *arena_fmt(struct arena *a, const char *fmt, ...) PRINTF(2, 3);

#endif
