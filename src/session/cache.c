/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The last few examinations, decoded. The case file holds the others. */
#include "src/base/base.h"
#include "src/session/impl.h"

static struct cached_exam *find(struct session *s, uint64_t row)
{
	for (size_t i = 0; i < CACHE; i++)
		if (s->cache[i].row == row)
			return &s->cache[i];
	return NULL;
}

const struct examination *cache_exam(struct session *s, uint64_t row, bool *pending)
{
	struct cached_exam *c = find(s, row);

	*pending = c && !c->exam;
	if (!c)
		return NULL;
	c->used = ++s->tick;
	return c->exam;
}

static struct cached_exam *oldest(struct session *s)
{
	struct cached_exam *best = &s->cache[0];

	for (size_t i = 1; i < CACHE; i++)
		if (s->cache[i].used < best->used)
			best = &s->cache[i];
	return best;
}

/* A picture made for it has an examination of some 100 MB: then fewer are kept. */
static void keep_within(struct session *s, const struct cached_exam *newest)
{
	size_t sum = 0;

	for (size_t i = 0; i < CACHE; i++)
		sum += s->cache[i].exam ? s->cache[i].exam->arena.used : 0;
	while (sum > CACHE_BYTES) {
		struct cached_exam *least = NULL;

		for (size_t i = 0; i < CACHE; i++)
			if (s->cache[i].exam && &s->cache[i] != newest &&
			    (!least || s->cache[i].used < least->used))
				least = &s->cache[i];
		if (!least)
			return;
		sum -= least->exam->arena.used;
		exam_free(least->exam);
		memset(least, 0, sizeof *least);
	}
}

void cache_put(struct session *s, uint64_t row, struct examination *x)
{
	struct cached_exam *c = find(s, row);

	if (!c)
		c = oldest(s);
	exam_free(c->exam);
	c->row = row;
	c->exam = x;
	c->used = ++s->tick;
	keep_within(s, c);
	session_changed(s);
}

void cache_drop(struct session *s, uint64_t row)
{
	struct cached_exam *c = find(s, row);

	if (!c)
		return;
	exam_free(c->exam);
	memset(c, 0, sizeof *c);
}

void cache_release(struct session *s)
{
	for (size_t i = 0; i < CACHE; i++)
		exam_free(s->cache[i].exam);
	memset(s->cache, 0, sizeof s->cache);
}
