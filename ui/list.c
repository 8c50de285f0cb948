/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "ui/list.h"

#include "src/base/mem.h"
#include "ui/text.h"

static const char *const sort_names[SORT_COUNT] = { "level", "name", "taken", "checks", "order" };

const char *sort_name(enum sort_key k)
{
	return (unsigned)k < SORT_COUNT ? sort_names[k] : "";
}

enum sort_key sort_from_name(const char *s)
{
	for (unsigned i = 0; i < SORT_COUNT; i++)
		if (strcmp(sort_names[i], s) == 0)
			return (enum sort_key)i;
	return strcmp(s, "coverage") == 0 ? SORT_CHECKS : SORT_COUNT;
}

const char *row_word(const struct row *r)
{
	switch (r->state) {
	case ROW_WAITING: return "waiting";
	case ROW_HASHING: return "reading";
	case ROW_EXAMINING: return "examining";
	case ROW_FAILED: return "failed";
	case ROW_CANCELLED: return "stopped";
	case ROW_DONE: break;
	}
	switch (r->level) {
	case LEVEL_ALERT: return "alert";
	case LEVEL_WARNING: return "warning";
	case LEVEL_NOTICE: return "notice";
	default: return r->little ? "little" : "nothing";
	}
}

unsigned row_rank(const struct row *r)
{
	switch (r->state) {
	case ROW_DONE: break;
	case ROW_FAILED: return 3;
	case ROW_CANCELLED: return 6;
	case ROW_EXAMINING: return 7;
	case ROW_HASHING: return 8;
	default: return 9;
	}
	switch (r->level) {
	case LEVEL_ALERT: return 0;
	case LEVEL_WARNING: return 1;
	case LEVEL_NOTICE: return 2;
	default: return r->little ? 4 : 5;
	}
}

void list_init(struct list *l)
{
	memset(l, 0, sizeof *l);
	l->stale = true;
}

void list_clear(struct list *l)
{
	mem_free(l->shown);
	list_init(l);
}

static bool word_matches(const struct row *r, const char *word)
{
	return text_contains(r->name, word) || text_contains(r->why, word) || text_contains(r->tags, word) ||
	       text_contains(row_word(r), word) || text_contains(r->label, word);
}

static bool matches(const struct row *r, const char *filter)
{
	char word[256];

	while (*filter) {
		size_t len;

		filter += strspn(filter, " ");
		len = strcspn(filter, " ");
		memcpy(word, filter, len);
		word[len] = '\0';
		filter += len;
		if (!word_matches(r, word))
			return false;
	}
	return true;
}

/* Sorting goes over small records, so that comparing does not run through the whole snapshot. */
struct sort_item {
	uint64_t key;
	const char *text;
	uint32_t at;
};

static int compare(const void *pa, const void *pb)
{
	const struct sort_item *a = pa, *b = pb;
	int order = 0;

	if (a->key != b->key)
		return a->key < b->key ? -1 : 1;
	if (a->text)
		order = strcmp(a->text, b->text);
	if (order)
		return order;
	return a->at < b->at ? -1 : a->at > b->at;
}

static struct sort_item sort_item(const struct row *r, uint32_t at, enum sort_key key)
{
	struct sort_item i = { .at = at };

	switch (key) {
	case SORT_LEVEL: i.key = row_rank(r); break;
	case SORT_NAME: i.text = r->name; break;
	case SORT_TAKEN: i.key = r->taken[0] == '\0'; i.text = r->taken; break;
	case SORT_CHECKS: /* least covered first; what has not been examined last */
		i.key = r->state == ROW_DONE && r->spoke + r->silent
			? (uint64_t)r->spoke * 1000000 / ((uint64_t)r->spoke + r->silent) : UINT64_MAX;
		break;
	default: break;
	}
	return i;
}

static void fill(struct list *l, const struct snapshot *s)
{
	struct sort_item *items = mem_array(s->n_rows, sizeof *items);
	size_t n = 0;

	l->n = 0;
	if (!items)
		return;
	for (size_t i = 0; i < s->n_rows; i++)
		if (!l->filter[0] || matches(&s->rows[i], l->filter))
			items[n++] = sort_item(&s->rows[i], (uint32_t)i, l->sort);
	if (l->sort != SORT_ORDER)
		qsort(items, n, sizeof *items, compare);
	for (size_t i = 0; i < n; i++)
		l->shown[i] = items[i].at;
	l->n = n;
	mem_free(items);
}

static bool find(struct list *l, const struct snapshot *s)
{
	for (size_t i = 0; l->selected && i < l->n; i++)
		if (s->rows[l->shown[i]].id == l->selected) {
			l->at = i;
			return true;
		}
	return false;
}

void list_update(struct list *l, const struct snapshot *s)
{
	if (!l->stale && l->generation == s->generation)
		return;
	if (s->n_rows > l->room) {
		uint32_t *more = mem_resize(l->shown, s->n_rows + s->n_rows / 2, sizeof *more);

		if (!more)
			return;
		l->shown = more;
		l->room = s->n_rows + s->n_rows / 2;
	}
	fill(l, s);
	l->stale = false;
	l->generation = s->generation;
	if (!l->chosen)
		l->at = 0;
	else if (find(l, s))
		return;
	l->at = l->n == 0 ? 0 : l->at < l->n ? l->at : l->n - 1;
	l->selected = l->n ? s->rows[l->shown[l->at]].id : 0;
}

void list_set_filter(struct list *l, const char *words)
{
	snprintf(l->filter, sizeof l->filter, "%s", words);
	l->stale = true;
}

void list_set_sort(struct list *l, enum sort_key key)
{
	l->sort = (unsigned)key < SORT_COUNT ? key : SORT_LEVEL;
	l->stale = true;
}

const struct row *list_row(const struct list *l, const struct snapshot *s, size_t at)
{
	return at < l->n && l->shown[at] < s->n_rows ? &s->rows[l->shown[at]] : NULL;
}

const struct row *list_selected(const struct list *l, const struct snapshot *s)
{
	return list_row(l, s, l->at);
}

void list_move_to(struct list *l, const struct snapshot *s, size_t at)
{
	if (l->n == 0)
		return;
	l->at = at < l->n ? at : l->n - 1;
	l->selected = s->rows[l->shown[l->at]].id;
	l->chosen = true;
}
