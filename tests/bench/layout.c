/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "tests/bench/layout.h"

#include "src/base/mem.h"

enum { COLUMNS = 6 };

static void release_row(struct layout_row *r)
{
	free(r->path);
	free(r->file);
	free(r->set);
	free(r->label);
	free(r->source);
	free(r->sha256);
}

static void add(struct layout *l, const char *dir, char *const column[COLUMNS])
{
	struct layout_row *r;
	size_t size = strlen(dir) + strlen(column[0]) + 2;

	if (l->n == l->room) {
		struct layout_row *more = mem_need(l->room ? 2 * l->room : 256, sizeof *more);

		if (l->n)
			memcpy(more, l->rows, l->n * sizeof *more);
		free(l->rows);
		l->rows = more;
		l->room = l->room ? 2 * l->room : 256;
	}
	r = &l->rows[l->n++];
	r->path = mem_need(size, 1);
	snprintf(r->path, size, "%s/%s", dir, column[0]);
	r->file = mem_need_str(column[0]);
	r->set = mem_need_str(column[1]);
	r->label = mem_need_str(column[2]);
	r->source = mem_need_str(column[3]);
	r->sha256 = mem_need_str(column[5]);
}

static bool split(char *line, char *column[COLUMNS])
{
	size_t n = 0;

	line[strcspn(line, "\r\n")] = '\0';
	for (char *at = line; n < COLUMNS; n++) {
		column[n] = at;
		at = strchr(at, '\t');
		if (!at)
			return n + 1 == COLUMNS;
		*at++ = '\0';
	}
	return true;
}

/* One picture twice would stand on both sides of a split, or under two labels. */
static void drop_repeats(struct layout *l)
{
	size_t kept = 0;

	for (size_t i = 0; i < l->n; i++) {
		bool drop = false;

		for (size_t j = 0; j < l->n && !drop; j++) {
			bool same = j != i && l->rows[j].path && strcmp(l->rows[i].sha256, l->rows[j].sha256) == 0 &&
				    strcmp(l->rows[i].set, l->rows[j].set) == 0;

			drop = same && (j < i || strcmp(l->rows[i].label, l->rows[j].label) != 0);
		}
		if (drop)
			fprintf(stderr, "layout: %s stands there twice: left out\n", l->rows[i].file);
		l->rows[i].file[0] = drop ? '\0' : l->rows[i].file[0];
	}
	for (size_t i = 0; i < l->n; i++)
		if (l->rows[i].file[0] == '\0')
			release_row(&l->rows[i]);
		else
			l->rows[kept++] = l->rows[i];
	l->n = kept;
}

bool layout_read(struct layout *l, const char *dir)
{
	char name[4096], *line = NULL, *column[COLUMNS];
	size_t room = 0;
	FILE *in;

	snprintf(name, sizeof name, "%s/MANIFEST.tsv", dir);
	if (!(in = fopen(name, "re"))) {
		fprintf(stderr, "layout: cannot open %s: a labelled folder has one\n", name);
		return false;
	}
	for (size_t n = 0; getline(&line, &room, in) > 0; n++)
		if (n > 0 && split(line, column) && strcmp(column[2], "mask") != 0)
			add(l, dir, column);
	free(line);
	fclose(in);
	drop_repeats(l);
	return true;
}

void layout_release(struct layout *l)
{
	for (size_t i = 0; i < l->n; i++)
		release_row(&l->rows[i]);
	free(l->rows);
	memset(l, 0, sizeof *l);
}
