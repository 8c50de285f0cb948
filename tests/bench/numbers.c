/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "tests/bench/numbers.h"

#include "src/base/mem.h"

#include <math.h>

enum { HEAD = 7 };

/* The next cell of a line; NULL at the end. */
static char *cell(char **at)
{
	char *start = *at, *tab;

	if (!start)
		return NULL;
	tab = strchr(start, '\t');
	if (tab)
		*tab = '\0';
	*at = tab ? tab + 1 : NULL;
	return start;
}

static bool read_names(struct numbers *t, char *line, const char *path)
{
	size_t n = 0, room = 1;
	char *at = line, *name;

	for (const char *p = line; *p; p++)
		room += *p == '\t';
	for (unsigned i = 0; i < HEAD; i++)
		(void)cell(&at);
	if (!t->names) {
		t->names = mem_need(room, sizeof *t->names);
		while ((name = cell(&at)))
			t->names[t->columns++] = mem_need_str(name);
		return true;
	}
	for (; (name = cell(&at)); n++)
		if (n >= t->columns || strcmp(t->names[n], name) != 0)
			break;
	if (name || n != t->columns) {
		fprintf(stderr, "numbers: %s has other columns than the first table\n", path);
		return false;
	}
	return true;
}

static void grow(struct numbers *t)
{
	size_t room = t->room ? 2 * t->room : 512;
	struct numbers_row *more = mem_need(room, sizeof *more);

	if (t->n)
		memcpy(more, t->rows, t->n * sizeof *more);
	free(t->rows);
	t->rows = more;
	t->room = room;
}

static bool read_row(struct numbers *t, char *line)
{
	char *head[HEAD], *at = line, *text;
	struct numbers_row *r;
	float *v = mem_need(t->columns, sizeof *v);
	size_t n = 0;

	for (unsigned i = 0; i < HEAD; i++)
		if (!(head[i] = cell(&at))) {
			free(v);
			return false;
		}
	while (n < t->columns && (text = cell(&at)))
		v[n++] = strtof(text, NULL);
	if (n != t->columns || at) {
		free(v);
		return false;
	}
	if (t->n == t->room)
		grow(t);
	r = &t->rows[t->n++];
	r->set = mem_need_str(head[0]);
	r->label = mem_need_str(head[1]);
	r->source = mem_need_str(head[2]);
	r->file = mem_need_str(head[3]);
	r->width = (uint32_t)strtoul(head[4], NULL, 10);
	r->height = (uint32_t)strtoul(head[5], NULL, 10);
	r->stratum = mem_need_str(head[6]);
	r->v = v;
	return true;
}

bool numbers_read(struct numbers *t, const char *path)
{
	FILE *in = fopen(path, "re");
	char *line = NULL;
	size_t room = 0, count = 0;
	bool ok = in != NULL;

	if (!in)
		fprintf(stderr, "numbers: cannot open %s\n", path);
	while (ok && getline(&line, &room, in) > 0) {
		line[strcspn(line, "\n")] = '\0';
		ok = count++ == 0 ? read_names(t, line, path) : read_row(t, line);
		if (!ok)
			fprintf(stderr, "numbers: %s: line %zu has not the right cells\n", path, count);
	}
	free(line);
	if (in)
		fclose(in);
	return ok;
}

void numbers_release(struct numbers *t)
{
	for (size_t i = 0; i < t->n; i++) {
		struct numbers_row *r = &t->rows[i];

		free(r->set);
		free(r->label);
		free(r->source);
		free(r->file);
		free(r->stratum);
		free((void *)(uintptr_t)r->v);
	}
	for (size_t i = 0; i < t->columns; i++)
		free(t->names[i]);
	free(t->names);
	free(t->rows);
	memset(t, 0, sizeof *t);
}
