/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/session/walk.h"

#include "src/base/mem.h"

#include <errno.h>
#include <fts.h>
#include <limits.h>
#include <strings.h>
#include <sys/stat.h>
#include <unistd.h>

/* Order of whole paths: a folder's name counts with the slash that follows it in its files' paths. */
static int by_path(const FTSENT **a, const FTSENT **b)
{
	const unsigned char *x = (const unsigned char *)(*a)->fts_name, *y = (const unsigned char *)(*b)->fts_name;
	size_t i = 0;
	int cx, cy;

	while (x[i] && x[i] == y[i])
		i++;
	cx = x[i] ? x[i] : (*a)->fts_info == FTS_D ? '/' : -1;
	cy = y[i] ? y[i] : (*b)->fts_info == FTS_D ? '/' : -1;
	return cx - cy;
}

static void report(const struct walk_sink *sink, const FTSENT *ent)
{
	struct error e = ERROR_INIT;

	if (ent->fts_info == FTS_DC)
		err_set(&e, ST_IO, "folder '%s' contains itself", ent->fts_path);
	else
		err_errno(&e, ST_IO, ent->fts_errno, "cannot read '%s'", ent->fts_path);
	sink->problem(sink->arg, ent->fts_path, &e);
}

/* The picture's own name without its extension, or with it, and then ".c2pa"; see companion_name() of intake.c. */
static bool companion_of(const char *name, const char *picture)
{
	size_t len = strlen(name), stem = len - 5;

	if (len <= 5 || strcasecmp(name + stem, ".c2pa") != 0 || strncmp(picture, name, stem) != 0)
		return false;
	picture += stem;
	return *picture == '\0' || (*picture == '.' && strcasecmp(picture, ".c2pa") != 0);
}

/* A manifest store beside its picture is read with it, and is no picture that could not be read. In order of names the files that
 * share a stem are neighbours. before: the file visited last. */
static bool is_companion(const FTSENT *ent, const char *before)
{
	const FTSENT *next = ent->fts_link;

	return companion_of(ent->fts_name, before) ||
	       (next && next->fts_info == FTS_F && companion_of(ent->fts_name, next->fts_name));
}

/* False ends the walk. */
static bool visit(const struct walk_sink *sink, const FTSENT *ent, char before[NAME_MAX + 1])
{
	switch (ent->fts_info) {
	case FTS_D:
	case FTS_DP:
		before[0] = '\0';
		return true;
	case FTS_SL:
	case FTS_SLNONE:
		sink->skipped_link(sink->arg, ent->fts_path);
		return true;
	case FTS_DNR:
	case FTS_ERR:
	case FTS_NS:
	case FTS_DC:
		report(sink, ent);
		return true;
	default:
		if (is_companion(ent, before))
			return true;
		snprintf(before, NAME_MAX + 1, "%s", ent->fts_name);
		return sink->file(sink->arg, ent->fts_path);
	}
}

static void walk_folder(char *path, const struct walk_sink *sink)
{
	char *roots[] = { path, NULL };
	FTS *fts = fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, by_path);
	struct error e = ERROR_INIT;
	char before[NAME_MAX + 1] = "";
	FTSENT *ent;

	if (!fts) {
		err_errno(&e, ST_IO, errno, "cannot walk '%s'", path);
		sink->problem(sink->arg, path, &e);
		return;
	}
	while ((ent = fts_read(fts)) != NULL)
		if (!visit(sink, ent, before))
			break;
	fts_close(fts);
}

void walk_path(const char *path, const struct walk_sink *sink)
{
	struct stat st;
	size_t len = strlen(path);
	char *copy;

	if (stat(path, &st) != 0 || !S_ISDIR(st.st_mode)) {
		sink->file(sink->arg, path);
		return;
	}
	copy = strdup(path);
	if (!copy)
		return;
	while (len > 1 && copy[len - 1] == '/')
		copy[--len] = '\0';
	walk_folder(copy, sink);
	free(copy);
}

char *walk_absolute(const char *path)
{
	char *folder = path[0] == '/' ? NULL : getcwd(NULL, 0), *whole = NULL;

	while (folder && path[0] == '.' && path[1] == '/')
		for (path++; *path == '/';)
			path++;
	if (folder && asprintf(&whole, "%s%s%s", folder, strcmp(folder, "/") == 0 ? "" : "/", path) < 0)
		whole = NULL;
	free(folder);
	return whole ? whole : mem_need_str(path);
}
