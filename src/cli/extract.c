/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of one file, written as they are to a folder of their own. */
#include "src/base/base.h"
#include "src/cli/command.h"
#include "src/cli/extract_parts.h"

#include "src/base/mem.h"
#include "src/base/suggest.h"
#include "src/media/evidence.h"
#include "src/session/session.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

/* A thumbnail lies in its EXIF block. More layers than that are made to fill a disk. */
enum { OVERLAP_MAX = 4 };

struct extraction {
	const struct cli_args *args;
	struct evidence ev;
	const char *stem;
	uint64_t budget; /* bytes that may still be written */
	bool full;       /* and that was said */
	bool asked;      /* whether there is a store */
	unsigned written, failed;
	struct kept_part *kept, **kept_end; /* raw boxes: written when there is no store to write in one piece */
};

struct kept_part {
	struct kept_part *next;
	struct part part;
	struct range ranges[];
};

static bool wanted(void *arg, const char *kind)
{
	const struct cli_args *a = ((struct extraction *)arg)->args;

	for (unsigned i = 0; i < a->n_what; i++)
		if (strcmp(a->what[i], kind) == 0)
			return true;
	return a->n_what == 0;
}

static enum status copy(struct extraction *t, int fd, uint64_t offset, uint64_t length, struct error *e)
{
	uint8_t buf[65536];
	enum status st;

	while (length) {
		size_t n = length < sizeof buf ? (size_t)length : sizeof buf;

		st = evidence_read(&t->ev, offset, buf, n, e);
		if (st != ST_OK)
			return st;
		if (write(fd, buf, n) != (ssize_t)n)
			return err_errno(e, ST_DISK, errno, "cannot write to '%s'", t->args->output);
		offset += n;
		length -= n;
	}
	return ST_OK;
}

/* A new file of its own name; an existing one is never overwritten. */
static enum status write_part(struct extraction *t, const struct part *p, struct error *e)
{
	uint64_t offset = p->ranges[0].offset, length = 0;
	enum status st = ST_OK;
	char path[4400];
	int fd;

	for (unsigned i = 0; i < p->n; i++)
		length += p->ranges[i].length;
	if (length > t->budget) {
		t->full = true;
		return err_at(e, ST_LIMIT, offset, "the parts overlap: %d times the size of the file was written, the "
			      "rest is left out; choose parts with --what", OVERLAP_MAX);
	}
	t->budget -= length;
	snprintf(path, sizeof path, "%s/%s-%s-%" PRIu64 ".%s", t->args->output, t->stem, p->kind, offset, p->extension);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return err_errno(e, ST_DISK, errno, "cannot make '%s'", path);
	for (unsigned i = 0; i < p->n && st == ST_OK; i++)
		st = copy(t, fd, p->ranges[i].offset, p->ranges[i].length, e);
	if (close(fd) != 0 && st == ST_OK)
		st = err_errno(e, ST_DISK, errno, "cannot write '%s'", path);
	if (st != ST_OK) {
		unlink(path);
		return st;
	}
	printf("%s (%" PRIu64 " bytes from %" PRIu64 ")\n", path, length, offset);
	t->written++;
	return ST_OK;
}

static void keep(struct extraction *t, const struct part *p)
{
	struct kept_part *k = mem_need(1, sizeof *k + p->n * sizeof *k->ranges);

	k->part = *p;
	memcpy(k->ranges, p->ranges, p->n * sizeof *k->ranges);
	k->part.ranges = k->ranges;
	*t->kept_end = k;
	t->kept_end = &k->next;
}

static void put(void *arg, const struct part *p)
{
	struct extraction *t = arg;
	struct error e = ERROR_INIT;

	if (strcmp(p->kind, "manifest") == 0 && !t->asked) {
		keep(t, p);
		return;
	}
	if (t->full)
		return;
	if (write_part(t, p, &e) != ST_OK) {
		cli_error(&e);
		t->failed++;
	}
}

static void use(void *arg, const struct examination *x)
{
	struct extraction *t = arg;

	extract_parts(&t->ev, x, wanted, put, t);
}

/* ---- out of the manifest store, by the worker: the parent never reads a store ---- */

enum { MANIFESTS_MAX = 512 };

struct store_answer {
	struct extraction *t;
	const char *suffix; /* after the stem */
	enum status status;
	bool done;
};

static void write_answer(struct store_answer *a, const void *bytes, size_t len)
{
	struct error e = ERROR_INIT;
	char path[4400];
	int fd;

	snprintf(path, sizeof path, "%s/%s%s", a->t->args->output, a->t->stem, a->suffix);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		err_errno(&e, ST_DISK, errno, "cannot make '%s'", path);
	for (size_t at = 0; fd >= 0 && at < len && !e.code;) {
		ssize_t n = write(fd, (const uint8_t *)bytes + at, len - at);

		if (n <= 0)
			err_errno(&e, ST_DISK, errno, "cannot write '%s'", path);
		else
			at += (size_t)n;
	}
	if (fd >= 0 && close(fd) != 0 && !e.code)
		err_errno(&e, ST_DISK, errno, "cannot write '%s'", path);
	if (e.code) {
		if (fd >= 0)
			unlink(path);
		cli_error(&e);
		a->t->failed++;
		return;
	}
	printf("%s (%zu bytes of the manifest store)\n", path, len);
	a->t->written++;
}

/* That there is none of a kind is no trouble. */
static void answered(void *arg, enum status st, const struct error *e, const void *bytes, size_t len)
{
	struct store_answer *a = arg;

	a->done = true;
	a->status = st;
	if (st == ST_OK) {
		write_answer(a, bytes, len);
	} else if (st != ST_NOT_APPLICABLE && st != ST_USAGE) {
		cli_error(e);
		a->t->failed++;
	}
}

static enum status ask(struct extraction *t, struct session *s, const char *part, const char *suffix)
{
	struct store_answer a = { .t = t, .suffix = suffix };

	session_part(s, 1, part, answered, &a);
	while (!a.done)
		session_wait(s);
	return a.status;
}

/* Boxes of another kind, or of a file that the worker could not read. */
static void raw_boxes(struct extraction *t)
{
	t->asked = true;
	for (const struct kept_part *k = t->kept; k; k = k->next)
		put(t, &k->part);
}

static void from_store(void *arg, struct session *s)
{
	struct extraction *t = arg;
	char part[32], suffix[48];

	if (wanted(t, "manifest") && ask(t, s, "store", ".c2pa") != ST_OK)
		raw_boxes(t);
	for (unsigned i = 0; i < MANIFESTS_MAX && wanted(t, "certificates"); i++) {
		snprintf(part, sizeof part, "certificates.%u", i);
		snprintf(suffix, sizeof suffix, "-certificates-%u.pem", i + 1);
		if (ask(t, s, part, suffix) == ST_USAGE) /* there are no more */
			break;
	}
}

/* Nothing is written beside evidence. */
static enum status make_folder(const char *dir, const char *evidence, struct error *e)
{
	char folder[4096];
	struct stat a, b;
	char *slash;

	if (mkdir(dir, 0700) != 0 && errno != EEXIST)
		return err_errno(e, ST_DISK, errno, "cannot make folder '%s'", dir);
	snprintf(folder, sizeof folder, "%s", evidence);
	slash = strrchr(folder, '/');
	if (slash)
		slash[slash == folder] = '\0';
	if (stat(dir, &a) != 0 || stat(slash ? folder : ".", &b) != 0)
		return err_errno(e, ST_IO, errno, "cannot look at '%s'", dir);
	if (a.st_dev == b.st_dev && a.st_ino == b.st_ino)
		return err_set(e, ST_USAGE, "'%s' is the folder of the evidence; name another with -o", dir);
	return ST_OK;
}

static enum exit_code check_kinds(const struct cli_args *a)
{
	for (unsigned i = 0; i < a->n_what; i++) {
		const char *near;
		size_t k = 0;

		while (part_kind(k, NULL) && strcmp(part_kind(k, NULL), a->what[i]) != 0)
			k++;
		if (part_kind(k, NULL))
			continue;
		near = suggest_nearest(a->what[i], part_kind, NULL);
		return near ? cli_usage("unknown part '%s'; did you mean '%s'?", a->what[i], near)
			    : cli_usage("unknown part '%s'; see 'cottingley extract --help'", a->what[i]);
	}
	return EXIT_DONE;
}

/* The base name without its last suffix, in characters that every file system takes. */
static void make_stem(const char *path, char *stem, size_t len)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path, *dot = strrchr(base, '.');
	size_t n = dot && dot > base ? (size_t)(dot - base) : strlen(base);

	snprintf(stem, len, "%.*s", (int)(n < 100 ? n : 100), base);
	for (char *p = stem; *p; p++)
		if (!((*p >= 'a' && *p <= 'z') || (*p >= 'A' && *p <= 'Z') || (*p >= '0' && *p <= '9') || *p == '-' ||
		      *p == '_' || (*p == '.' && p > stem)))
			*p = '_';
}

enum exit_code cmd_extract(const struct cli_args *a)
{
	struct extraction t = { .args = a };
	struct error e = ERROR_INIT;
	enum exit_code code;
	char stem[128];

	if (a->n_words != 1 || !a->output)
		return cli_usage("extract wants one file and a folder (-o DIR); see 'cottingley extract --help'");
	code = check_kinds(a);
	if (code != EXIT_DONE)
		return code;
	if (evidence_open(a->words[0], NULL, &t.ev, &e) != ST_OK)
		return cli_error(&e);
	make_stem(a->words[0], stem, sizeof stem);
	t.stem = stem;
	t.budget = t.ev.size * OVERLAP_MAX;
	t.kept_end = &t.kept;
	if (make_folder(a->output, a->words[0], &e) != ST_OK)
		code = cli_error(&e);
	else
		code = cli_examine_one(a, a->words[0], "structure", use, from_store, &t);
	evidence_release(&t.ev);
	for (struct kept_part *k; (k = t.kept);) {
		t.kept = k->next;
		free(k);
	}
	if (code == EXIT_DONE && t.failed)
		code = EXIT_CASE;
	if (code == EXIT_DONE && !t.written)
		puts("nothing of that kind in this file");
	return cli_flush(code);
}
