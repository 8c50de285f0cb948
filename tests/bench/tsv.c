/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "tests/bench/tsv.h"

#include <errno.h>

static size_t split(char *line, char **cells)
{
	size_t n = 0;

	line[strcspn(line, "\r\n")] = '\0';
	while (line && n < TSV_COLUMNS_MAX) {
		cells[n++] = line;
		line = strchr(line, '\t');
		if (line)
			*line++ = '\0';
	}
	return n;
}

enum status tsv_open(struct tsv *t, const char *path, struct error *e)
{
	*t = (struct tsv){ .path = path, .file = fopen(path, "re"), .line = 1 };
	if (!t->file)
		return err_errno(e, ST_IO, errno, "cannot open '%s'", path);
	if (getline(&t->head, &t->head_room, t->file) < 0) {
		tsv_close(t);
		return err_set(e, ST_CORRUPT, "'%s' is empty", path);
	}
	t->n = split(t->head, t->names);
	return ST_OK;
}

enum status tsv_next(struct tsv *t, bool *more, struct error *e)
{
	size_t n;

	*more = getline(&t->text, &t->text_room, t->file) >= 0;
	if (!*more)
		return ST_OK;
	t->line++;
	n = split(t->text, t->cells);
	if (n != t->n)
		return err_set(e, ST_CORRUPT, "'%s', line %u: %zu cells, the header has %zu", t->path,
			       t->line, n, t->n);
	return ST_OK;
}

const char *tsv_cell(const struct tsv *t, const char *name)
{
	for (size_t i = 0; i < t->n; i++)
		if (strcmp(t->names[i], name) == 0)
			return t->cells[i];
	return NULL;
}

void tsv_close(struct tsv *t)
{
	if (t->file)
		fclose(t->file);
	free(t->head);
	free(t->text);
	*t = (struct tsv){ .path = NULL };
}
