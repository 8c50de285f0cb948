/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/session/xdg.h"

#include "src/base/timeutil.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

enum status xdg_data(char *out, size_t len, struct error *e)
{
	const char *dir = getenv("XDG_DATA_HOME"), *user = getenv("HOME");
	int n;

	if (dir && dir[0] == '/')
		n = snprintf(out, len, "%s/cottingley", dir);
	else if (user && user[0] == '/')
		n = snprintf(out, len, "%s/.local/share/cottingley", user);
	else
		return err_set(e, ST_IO, "neither XDG_DATA_HOME nor HOME names a folder; name the case file yourself");
	if (n < 0 || (size_t)n >= len)
		return err_set(e, ST_IO, "XDG_DATA_HOME is too long");
	return ST_OK;
}

enum status xdg_make(const char *path, struct error *e)
{
	char part[4096];
	size_t len = strlen(path);

	if (len >= sizeof part)
		return err_set(e, ST_IO, "the path of a folder is too long");
	for (size_t i = 1; i <= len; i++) {
		if (path[i] != '/' && path[i] != '\0')
			continue;
		memcpy(part, path, i);
		part[i] = '\0';
		if (mkdir(part, 0700) != 0 && errno != EEXIST)
			return err_errno(e, ST_IO, errno, "cannot make folder '%s'", part);
	}
	return ST_OK;
}

enum status xdg_new_case(char *out, size_t len, int64_t now, struct error *e)
{
	struct civil c = civil_from_seconds(now);
	char dir[3900], folder[4000];
	enum status st = xdg_data(dir, sizeof dir, e);

	if (st != ST_OK)
		return st;
	snprintf(folder, sizeof folder, "%s/cases", dir);
	st = xdg_make(folder, e);
	for (int i = 0; st == ST_OK && i < 1000; i++) {
		char tail[16] = "";

		if (i)
			snprintf(tail, sizeof tail, "-%d", i + 1);
		snprintf(out, len, "%s/case-%04d%02d%02d-%02d%02d%02d%s.cott", folder, c.year, c.month, c.day, c.hour,
			 c.minute, c.second, tail);
		if (access(out, F_OK) != 0)
			return ST_OK;
	}
	return st != ST_OK ? st : err_set(e, ST_IO, "no free name for a case in '%s'", folder);
}
