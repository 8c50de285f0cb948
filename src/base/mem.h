/* SPDX-License-Identifier: GPL-3.0-or-later */
/* mem.h: allocation. Two policies. Small fixed things: mem_need(), which ends the process when
 * there is no memory. Anything whose size comes from input: mem_array(), which counts against the
 * ceiling of this process and answers NULL beyond it; release those with mem_free(). The ceiling
 * counts what mem_array() and mem_account() gave; a worker's RLIMIT_AS catches the rest. */
#ifndef COTTINGLEY_MEM_H
#define COTTINGLEY_MEM_H

#include "src/base/base.h"

void mem_set_ceiling(size_t bytes); /* 0: none. Call before the first mem_array() */
/* What is given back stays with the process, for the next picture: a worker that returns it to the kernel pays for
 * the same pages again and again, more than decoding costs. */
void mem_keep_pages(void);
size_t mem_in_use(void);

/* n * size, false on overflow. */
MUST_USE bool mem_mul(size_t *out, size_t n, size_t size);

/* n items of size bytes, zeroed; NULL on overflow, at the ceiling, or without memory. n or size of
 * 0 gives a valid pointer. */
MUST_USE void *mem_array(size_t n, size_t size);
/* Grows or shrinks; the old block stays valid when NULL is answered. New bytes are not zeroed. */
MUST_USE void *mem_resize(void *p, size_t n, size_t size);
void mem_free(void *p); /* NULL is fine */

void *mem_need(size_t n, size_t size); /* zeroed, never NULL; release with free() */
char *mem_need_str(const char *s);     /* never NULL; release with free() */

#endif
