/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/case/groups.h"

#include "src/base/mem.h"

#include <ctype.h>

enum { SERIAL_LEAST = 4 }; /* characters: shorter ones are fillers more often than serials */

struct keyed {
	char *key;
	uint32_t picture;
};

static int by_key(const void *x, const void *y)
{
	const struct keyed *a = x, *b = y;
	int c = strcmp(a->key, b->key);

	return c ? c : (a->picture > b->picture) - (a->picture < b->picture);
}

static bool collect(const struct case_view *v, group_key key, struct arena *a, struct keyed *all, size_t *n)
{
	char text[GROUP_KEY];

	for (uint32_t i = 0; i < v->n; i++) {
		if (!v->pictures[i].examined || !key(&v->pictures[i], text, sizeof text))
			continue;
		all[*n] = (struct keyed){ arena_str(a, text), i };
		if (!all[(*n)++].key)
			return false;
	}
	return true;
}

bool groups_by_key(const struct case_view *v, group_key key, group_fn each, void *arg)
{
	struct keyed *all = mem_array(v->n, sizeof *all);
	uint32_t *members = mem_array(v->n, sizeof *members);
	size_t n = 0, from = 0;
	struct arena a;
	bool ok;

	arena_init(&a, (size_t)v->n * GROUP_KEY + 65536);
	ok = all && members && collect(v, key, &a, all, &n);
	if (ok && n)
		qsort(all, n, sizeof *all, by_key);
	for (size_t i = 1; ok && i <= n; i++) {
		if (i < n && strcmp(all[i].key, all[from].key) == 0)
			continue;
		for (size_t k = from; k < i; k++)
			members[k - from] = all[k].picture;
		if (i - from > 1)
			each(arg, members, i - from);
		from = i;
	}
	arena_release(&a);
	mem_free(all);
	mem_free(members);
	return ok;
}

bool body_key(const struct case_picture *p, char *out, size_t len)
{
	bool varied = false;
	size_t n = strlen(p->serial);

	for (size_t i = 0; i < n; i++)
		varied |= p->serial[i] != p->serial[0];
	if (!p->make[0] || n < SERIAL_LEAST || !varied)
		return false;
	snprintf(out, len, "%s|%s", p->make, p->serial);
	for (char *c = out; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return true;
}
