/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "db/place.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

/* statfs(2). */
static const unsigned long network_types[] = { 0x6969 /* NFS */,
					       0x517B /* SMB */,
					       0xFE534D42 /* SMB2 */,
					       0xFF534D42 /* CIFS */,
					       0x01021997 /* 9P */,
					       0x00C36400 /* CEPH */,
					       0x5346414F /* AFS */ };

static enum status too_long(const char *path, struct error *e)
{
	return err_set(e, ST_CASE, "the path '%s' is too long", path);
}

/* folder is a PATH_MAX buffer. */
static enum status resolve(const char *path, char *folder, struct place *out, struct error *e)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	char part[PATH_MAX];
	int n = slash == path ? snprintf(part, sizeof part, "/")
		: slash	      ? snprintf(part, sizeof part, "%.*s", (int)(slash - path), path)
			      : snprintf(part, sizeof part, ".");

	if (n < 0 || (size_t)n >= sizeof part)
		return too_long(path, e);
	if (!*name || strcmp(name, ".") == 0 || strcmp(name, "..") == 0)
		return err_set(e, ST_CASE, "'%s' is a folder, not a case; name the file", path);
	if (!realpath(part, folder))
		return err_errno(e, ST_CASE, errno, "cannot use the folder of '%s'", path);
	n = snprintf(out->path, sizeof out->path, "%s/%s", strcmp(folder, "/") == 0 ? "" : folder, name);
	return n < 0 || (size_t)n >= sizeof out->path ? too_long(path, e) : ST_OK;
}

static bool beside(const struct place *p, const char *suffix)
{
	char name[sizeof p->path + 16];
	struct stat st;

	snprintf(name, sizeof name, "%s%s", p->path, suffix);
	return lstat(name, &st) == 0;
}

static enum status kind(struct place *p, bool create, struct error *e)
{
	struct stat st;

	p->exists = lstat(p->path, &st) == 0;
	if (!p->exists && errno != ENOENT)
		return err_errno(e, ST_CASE, errno, "cannot look at '%s'", p->path);
	if (!p->exists)
		return create ? ST_OK
			      : err_set(e, ST_CASE, "there is no case '%s'; 'cottingley case new' makes one",
					p->path);
	if (create)
		return err_set(e, ST_CASE, "'%s' exists already; a new case needs a new name", p->path);
	if (S_ISLNK(st.st_mode))
		return err_set(e, ST_CASE, "'%s' is a symbolic link; name the case file itself", p->path);
	if (!S_ISREG(st.st_mode))
		return err_set(e, ST_CASE, "'%s' is not a regular file, so it is no case", p->path);
	return ST_OK;
}

enum status place_look(const char *path, bool create, struct place *out, struct error *e)
{
	char folder[PATH_MAX];
	struct statfs fs;
	enum status st;

	memset(out, 0, sizeof *out);
	st = resolve(path, folder, out, e);
	if (st == ST_OK)
		st = kind(out, create, e);
	if (st)
		return st;
	out->log = beside(out, "-wal");
	out->journal = beside(out, "-journal");
	out->folder_open = faccessat(AT_FDCWD, folder, W_OK, AT_EACCESS) == 0;
	if (statfs(folder, &fs) == 0)
		for (size_t i = 0; i < ARRAY_LEN(network_types); i++)
			out->network |= ((unsigned long)fs.f_type & 0xFFFFFFFFul) == network_types[i];
	return ST_OK;
}

enum status place_make(const struct place *p, struct error *e)
{
	int fd;

	/* SQLite would take the log of an earlier case of this name for the log of the new one. */
	if (p->log || p->journal)
		return err_set(
			e, ST_CASE,
			"a log of an earlier case lies beside '%s'; move it away or choose another name",
			p->path);
	fd = open(p->path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return err_errno(e, errno == ENOSPC || errno == EDQUOT ? ST_DISK : ST_CASE, errno,
				 "cannot create the case '%s'", p->path);
	close(fd);
	return ST_OK;
}
