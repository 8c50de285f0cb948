/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/arena.h"

#include "src/base/mem.h"

#include <stdarg.h>

enum { BLOCK = 16384, ALIGN = 16 };

struct arena_block {
	struct arena_block *next;
	size_t used, size;
	_Alignas(ALIGN) unsigned char data[];
};

void arena_init(struct arena *a, size_t max)
{
	memset(a, 0, sizeof *a);
	a->max = max;
}

void arena_release(struct arena *a)
{
	struct arena_block *next;

	for (struct arena_block *b = a->head; b; b = next) {
		next = b->next;
		mem_free(b);
	}
	a->head = NULL;
	a->used = 0;
}

static struct arena_block *add_block(struct arena *a, size_t bytes)
{
	size_t size = bytes > BLOCK ? bytes : BLOCK;
	struct arena_block *b;

	if (size > SIZE_MAX - sizeof *b)
		return NULL;
	b = mem_array(1, sizeof *b + size);
	if (!b)
		return NULL;
	b->size = size;
	b->next = a->head;
	a->head = b;
	return b;
}

void *arena_alloc(struct arena *a, size_t n, size_t size)
{
	struct arena_block *b = a->head;
	size_t bytes;
	void *p;

	if (!mem_mul(&bytes, n, size) || bytes > a->max - a->used)
		return NULL;
	bytes = (bytes + ALIGN - 1) / ALIGN * ALIGN;
	if (bytes == 0)
		bytes = ALIGN;
	if (!b || b->size - b->used < bytes)
		b = add_block(a, bytes);
	if (!b)
		return NULL;
	p = b->data + b->used;
	b->used += bytes;
	a->used = a->used + bytes > a->max ? a->max : a->used + bytes;
	return p;
}

void *arena_copy(struct arena *a, const void *p, size_t len)
{
	void *q = arena_alloc(a, len, 1);

	if (q && len)
		memcpy(q, p, len);
	return q;
}

char *arena_strn(struct arena *a, const char *s, size_t len)
{
	char *q = len < SIZE_MAX ? arena_alloc(a, len + 1, 1) : NULL;

	if (q && len)
		memcpy(q, s, len);
	return q;
}

char *arena_str(struct arena *a, const char *s)
{
	return s ? arena_strn(a, s, strlen(s)) : NULL;
}

char *arena_fmt(struct arena *a, const char *fmt, ...)
{
	char small[512];
	va_list ap;
	int len;
	char *q;

	va_start(ap, fmt);
	len = vsnprintf(small, sizeof small, fmt, ap);
	va_end(ap);
	if (len < 0)
		return NULL;
	if ((size_t)len < sizeof small)
		return arena_strn(a, small, (size_t)len);
	q = arena_alloc(a, (size_t)len + 1, 1);
	if (!q)
		return NULL;
	va_start(ap, fmt);
	vsnprintf(q, (size_t)len + 1, fmt, ap);
	va_end(ap);
	return q;
}
