/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/evidence.h"

#include "src/base/mem.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* One read, one hash update, one look at the cancel flag. */
enum { SLICE = 1024 * 1024 };

static const char *kind_name(mode_t mode)
{
	switch (mode & S_IFMT) {
	case S_IFDIR:
		return "folder";
	case S_IFIFO:
		return "FIFO";
	case S_IFSOCK:
		return "socket";
	case S_IFBLK:
		return "block device";
	case S_IFCHR:
		return "character device";
	default:
		return "special file";
	}
}

static enum status not_regular(const char *name, mode_t mode, struct error *e)
{
	return err_set(e, ST_NOT_REGULAR, "'%s' is a %s; only regular files are examined", name,
		       kind_name(mode));
}

/* Looks before it opens: opening a device can have effects (a tape rewinds), and a socket cannot be opened.
 * The answer that counts is fstat() on what was opened. */
static enum status open_regular(const char *name, int *fd, struct stat *sb, struct error *e)
{
	int flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
	int f;

	if (stat(name, sb) == 0 && !S_ISREG(sb->st_mode))
		return not_regular(name, sb->st_mode, e);
	f = open(name, flags | O_NOATIME);
	if (f < 0 && errno == EPERM) /* only the owner may leave the access time alone */
		f = open(name, flags);
	if (f < 0)
		return err_errno(e, ST_IO, errno, "cannot open '%s'", name);
	if (fstat(f, sb) < 0) {
		int err = errno;

		close(f);
		return err_errno(e, ST_IO, err, "cannot look at '%s'", name);
	}
	if (!S_ISREG(sb->st_mode)) {
		close(f);
		return not_regular(name, sb->st_mode, e);
	}
	*fd = f;
	return ST_OK;
}

static ssize_t read_some(int fd, void *buf, size_t len)
{
	ssize_t n;

	do
		n = read(fd, buf, len);
	while (n < 0 && errno == EINTR);
	return n;
}

static enum status write_all(int fd, const uint8_t *p, size_t len, const char *name, struct error *e)
{
	while (len > 0) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == ENOSPC || errno == ENOMEM || errno == EDQUOT || errno == EFBIG))
			return err_errno(e, ST_DISK, errno, "no room in memory for the sealed copy of '%s'",
					 name);
		if (n <= 0)
			return err_errno(e, ST_IO, n < 0 ? errno : EIO, "cannot copy '%s' into memory", name);
		p += n;
		len -= (size_t)n;
	}
	return ST_OK;
}

static enum status memory_file(int *fd, struct error *e)
{
	*fd = memfd_create("evidence", MFD_CLOEXEC | MFD_ALLOW_SEALING);
	if (*fd < 0)
		return err_errno(e, errno == ENOMEM ? ST_DISK : ST_IO, errno, "cannot make a memory file");
	return ST_OK;
}

static enum status seal(int fd, struct error *e)
{
	if (fcntl(fd, F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) < 0)
		return err_errno(e, ST_IO, errno, "cannot seal the copy in memory");
	return ST_OK;
}

static enum status changed(const char *name, struct error *e)
{
	return err_set(e, ST_IO, "'%s' changed while it was read; try again when nobody writes to it", name);
}

/* Reads fd to its end, hashing, and copying to memfd when that is not -1. */
static enum status take_in(int fd, int memfd, uint64_t size, const char *name, struct hasher *h, uint8_t *buf,
			   struct job_control *ctl, struct error *e)
{
	uint64_t done = 0;
	enum status st;

	for (;;) {
		ssize_t n;

		if (job_cancelled(ctl))
			return err_set(e, ST_CANCELLED, "stopped while reading '%s'", name);
		n = read_some(fd, buf, SLICE);
		if (n < 0)
			return err_errno(e, ST_IO, errno, "cannot read '%s'", name);
		if (n == 0)
			break;
		if ((uint64_t)n > size - done)
			return changed(name, e);
		hasher_add(h, buf, (size_t)n);
		st = memfd < 0 ? ST_OK : write_all(memfd, buf, (size_t)n, name, e);
		if (st)
			return st;
		done += (uint64_t)n;
		job_progress(ctl, (unsigned)(done * 1000 / size), "sealing");
	}
	return done == size ? ST_OK : changed(name, e);
}

static bool same_file(const struct stat *a, const struct stat *b)
{
	return a->st_size == b->st_size && a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
	       a->st_mtim.tv_nsec == b->st_mtim.tv_nsec;
}

/* Hashes and copies; on ST_OK out->fd, sealed and digests are set, and fd is either kept there or closed. */
static enum status hash_and_seal(int fd, const struct stat *sb, const char *name, struct job_control *ctl,
				 struct evidence *out, struct error *e)
{
	struct hasher *h = NULL;
	uint8_t *buf = mem_need(SLICE, 1);
	struct stat after;
	int memfd = -1;
	enum status st = hasher_new(&h, e);

	out->sealed = sb->st_size <= EVIDENCE_SEAL_MAX;
	if (!st && out->sealed)
		st = memory_file(&memfd, e);
	if (!st)
		st = take_in(fd, memfd, (uint64_t)sb->st_size, name, h, buf, ctl, e);
	if (!st && (fstat(fd, &after) < 0 || !same_file(sb, &after)))
		st = changed(name, e);
	if (!st && out->sealed)
		st = seal(memfd, e);
	if (!st) {
		st = hasher_done(h, &out->digests, e);
		h = NULL;
	}
	hasher_free(h);
	free(buf);
	if (st || out->sealed)
		close(fd);
	if (st && memfd >= 0)
		close(memfd);
	out->fd = st ? -1 : out->sealed ? memfd : fd;
	return st;
}

/* What the name itself holds when it is a symbolic link: the bytes of the link, not resolved further. */
static void read_link(const char *name, struct evidence *out)
{
	char target[4096];
	ssize_t n = readlink(name, target, sizeof target - 1);

	if (n <= 0)
		return;
	target[n] = '\0';
	out->link_target = mem_need_str(target);
	out->link_len = (size_t)n;
}

enum status evidence_open(const char *name, struct job_control *ctl, struct evidence *out, struct error *e)
{
	struct evidence ev = { .fd = -1 };
	struct stat sb;
	int fd = -1;
	enum status st = open_regular(name, &fd, &sb, e);

	if (st)
		return st;
	ev.size = (uint64_t)sb.st_size;
	ev.mtime = sb.st_mtim.tv_sec;
	st = hash_and_seal(fd, &sb, name, ctl, &ev, e);
	if (st)
		return st;
	ev.name = mem_need_str(name);
	ev.name_len = strlen(name);
	read_link(name, &ev);
	*out = ev;
	return ST_OK;
}

enum status evidence_from_bytes(const char *name, const void *bytes, size_t len, struct evidence *out,
				struct error *e)
{
	struct evidence ev = { .fd = -1, .sealed = true, .size = len };
	struct hasher *h;
	enum status st = hasher_new(&h, e);

	if (st)
		return st;
	hasher_add(h, bytes, len);
	st = hasher_done(h, &ev.digests, e);
	if (!st)
		st = memory_file(&ev.fd, e);
	if (!st)
		st = write_all(ev.fd, bytes, len, name, e);
	if (!st)
		st = seal(ev.fd, e);
	if (st) {
		evidence_release(&ev);
		return st;
	}
	ev.name = mem_need_str(name);
	ev.name_len = strlen(name);
	*out = ev;
	return ST_OK;
}

void evidence_release(struct evidence *ev)
{
	if (!ev)
		return;
	if (ev->fd >= 0)
		close(ev->fd);
	free(ev->name);
	free(ev->link_target);
	memset(ev, 0, sizeof *ev);
	ev->fd = -1;
}

enum status evidence_read(const struct evidence *ev, uint64_t offset, void *out, size_t len, struct error *e)
{
	uint8_t *p = out;

	if (offset > ev->size || len > ev->size - offset)
		return err_at(e, ST_IO, offset, "'%s' has only %llu bytes", ev->name,
			      (unsigned long long)ev->size);
	for (size_t done = 0; done < len;) {
		ssize_t n = pread(ev->fd, p + done, len - done, (off_t)(offset + done));

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return err_at(e, ST_IO, offset + done, "cannot read '%s': %s", ev->name,
				      n < 0 ? strerror(errno) : "it is shorter than it was");
		done += (size_t)n;
	}
	return ST_OK;
}

/* MAP_PRIVATE: kernels before 6.7 refuse a shared mapping of a file that is sealed against writing. */
enum status evidence_map(int fd, struct span *out, struct error *e)
{
	static const uint8_t nothing[1];
	/* Not fstat(): the C library makes it newfstatat(), which takes paths and which the worker's sandbox
	 * refuses. */
	off_t size = lseek(fd, 0, SEEK_END);
	void *p;

	if (size < 0)
		return err_set(e, ST_NOT_REGULAR, "the evidence is no regular file");
	if (size == 0) {
		*out = span_of(nothing, 0, 0);
		return ST_OK;
	}
	p = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (p == MAP_FAILED)
		return err_errno(e, errno == ENOMEM ? ST_MEMORY : ST_IO, errno, "cannot map the evidence");
	*out = span_of(p, (size_t)size, 0);
	return ST_OK;
}

void evidence_unmap(struct span *s)
{
	if (s && s->len > 0)
		munmap((void *)(uintptr_t)s->data, s->len);
	if (s)
		memset(s, 0, sizeof *s);
}
