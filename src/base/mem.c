/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/mem.h"

#include <malloc.h>
#include <stdatomic.h>
#include <sys/mman.h>

enum { LARGE = 8 << 20 };

static size_t ceiling;           /* set once at start, before threads */
static atomic_size_t in_use;

void mem_keep_pages(void)
{
	enum { KEPT = 1 << 30, MAPPED_FROM = 32 << 20 /* the most that glibc takes */ };

	(void)mallopt(M_MMAP_THRESHOLD, MAPPED_FROM);
	(void)mallopt(M_TRIM_THRESHOLD, KEPT);
}

void mem_set_ceiling(size_t bytes)
{
	ceiling = bytes;
}

size_t mem_in_use(void)
{
	return atomic_load(&in_use);
}

bool mem_mul(size_t *out, size_t n, size_t size)
{
	return !__builtin_mul_overflow(n, size, out);
}

/* A picture's planes are touched once from end to end: pages of 2 MB save most of the faults, which otherwise cost as
 * much as half the decoding. A hint only. */
static void hint_large(void *p, size_t bytes)
{
	const uintptr_t page = 2u << 20;
	uintptr_t from = ((uintptr_t)p + page - 1) & ~(page - 1), to = ((uintptr_t)p + bytes) & ~(page - 1);

	if (bytes >= LARGE && to > from)
		(void)madvise((void *)from, to - from, MADV_HUGEPAGE);
}

static bool reserve(size_t bytes)
{
	size_t now = atomic_fetch_add(&in_use, bytes) + bytes;

	if (ceiling && (now > ceiling || now < bytes)) {
		atomic_fetch_sub(&in_use, bytes);
		return false;
	}
	return true;
}

void *mem_array(size_t n, size_t size)
{
	size_t bytes;
	void *p;

	if (!mem_mul(&bytes, n, size))
		return NULL;
	if (bytes == 0)
		bytes = 1;
	if (ceiling && bytes > ceiling)
		return NULL;
	p = calloc(1, bytes);
	if (p && !reserve(malloc_usable_size(p))) {
		free(p);
		return NULL;
	}
	if (p)
		hint_large(p, bytes);
	return p;
}

void *mem_resize(void *p, size_t n, size_t size)
{
	size_t bytes, old = p ? malloc_usable_size(p) : 0;
	void *q;

	if (!mem_mul(&bytes, n, size))
		return NULL;
	if (bytes == 0)
		bytes = 1;
	if (!reserve(bytes))
		return NULL;
	q = realloc(p, bytes);
	atomic_fetch_sub(&in_use, bytes);
	if (!q)
		return NULL;
	atomic_fetch_sub(&in_use, old);
	atomic_fetch_add(&in_use, malloc_usable_size(q));
	return q;
}

void mem_free(void *p)
{
	if (!p)
		return;
	atomic_fetch_sub(&in_use, malloc_usable_size(p));
	free(p);
}

void *mem_need(size_t n, size_t size)
{
	void *p = calloc(n ? n : 1, size ? size : 1);

	if (!p) {
		fputs("cottingley: out of memory\n", stderr);
		abort();
	}
	return p;
}

char *mem_need_str(const char *s)
{
	size_t len = strlen(s) + 1;

	return memcpy(mem_need(len, 1), s, len);
}
