/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/session/walk.h"

#include "src/base/mem.h"

#include <errno.h>
#include <fts.h>
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

/* The picture that a manifest store beside it belongs to: NAME.EXT.c2pa, or NAME.c2pa and one of the usual extensions. */
static bool is_regular(const char *folder_path, size_t len, const char *extension)
{
	char path[4096];
	struct stat st;

	return snprintf(path, sizeof path, "%.*s%s", (int)len, folder_path, extension) < (int)sizeof path &&
	       lstat(path, &st) == 0 && S_ISREG(st.st_mode);
}

/* A store that intake takes along with its picture is no picture of its own. */
static bool is_companion(const char *path)
{
	static const char *const extensions[] = { "", ".jpg", ".JPG", ".jpeg", ".JPEG", ".png", ".PNG", ".webp", ".heic",
						  ".HEIC", ".heif", ".avif", ".tif", ".TIF", ".tiff", ".gif", ".bmp", ".svg",
						  ".dng", ".DNG", ".cr2", ".CR2", ".cr3", ".CR3", ".nef", ".NEF", ".arw", ".ARW",
						  ".mp4", ".mov" };
	size_t len = strlen(path);

	if (len < 6 || strcasecmp(path + len - 5, ".c2pa") != 0 || len > 4000)
		return false;
	for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
		if (is_regular(path, len - 5, extensions[i]))
			return true;
	return false;
}

/* False ends the walk. */
static bool visit(const struct walk_sink *sink, const FTSENT *ent)
{
	switch (ent->fts_info) {
	case FTS_D:
	case FTS_DP:
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
		return is_companion(ent->fts_path) || sink->file(sink->arg, ent->fts_path);
	}
}

static void walk_folder(char *path, const struct walk_sink *sink)
{
	char *roots[] = { path, NULL };
	FTS *fts = fts_open(roots, FTS_PHYSICAL | FTS_COMFOLLOW | FTS_NOCHDIR, by_path);
	struct error e = ERROR_INIT;
	FTSENT *ent;

	if (!fts) {
		err_errno(&e, ST_IO, errno, "cannot walk '%s'", path);
		sink->problem(sink->arg, path, &e);
		return;
	}
	while ((ent = fts_read(fts)) != NULL)
		if (!visit(sink, ent))
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
