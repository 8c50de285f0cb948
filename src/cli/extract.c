/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of one file, written as they are to a folder of their own. */
#include "src/base/base.h"
#include "src/cli/command.h"

#include "src/base/suggest.h"
#include "src/media/evidence.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/stat.h>
#include <unistd.h>

/* A block in a container segment: its payload begins `header` bytes in, and leaves out `tail` bytes. */
struct block_row {
	const char *kind, *segment, *extension;
	uint32_t header, tail;
};
static const struct block_row blocks[] = {
	{ "exif", "APP1 Exif", "tiff", 10, 0 },  /* FFE1, length, "Exif\0\0" */
	{ "xmp", "APP1 XMP", "xmp", 33, 0 },     /* the namespace and its NUL */
	{ "icc", "APP2 ICC", "icc", 18, 0 },     /* "ICC_PROFILE\0", number, count */
	{ "comment", "COM", "txt", 4, 0 },
	{ "exif", "eXIf", "tiff", 8, 4 },        /* length, type; CRC */
	{ "xmp", "IFD0 XMP", "xmp", 0, 0 },      /* the bare value of a TIFF entry */
	{ "icc", "IFD0 ICC", "icc", 0, 0 },
};
static const char *const picture_kinds[] = { "thumbnail", "preview", "mpf", "trailing" };

/* A thumbnail lies in its EXIF block. More layers than that are made to fill a disk. */
enum { OVERLAP_MAX = 4 };

struct extraction {
	const struct cli_args *args;
	struct evidence ev;
	const char *stem;
	uint64_t budget; /* bytes that may still be written */
	bool full;       /* and that was said */
	unsigned written, failed;
};

static const char *kind_word(size_t i, void *arg)
{
	static const char *const words[] = { "thumbnail", "preview", "mpf", "trailing", "exif", "xmp", "icc", "comment", NULL };

	(void)arg;
	return words[i];
}

static bool wanted(const struct cli_args *a, const char *kind)
{
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
static enum status write_part(struct extraction *t, const char *kind, const char *extension, uint64_t offset,
			      uint64_t length, struct error *e)
{
	char path[4400];
	enum status st;
	int fd;

	if (length > t->budget) {
		t->full = true;
		return err_at(e, ST_LIMIT, offset, "the parts overlap: %d times the size of the file was written, the "
			      "rest is left out; choose parts with --what", OVERLAP_MAX);
	}
	t->budget -= length;
	snprintf(path, sizeof path, "%s/%s-%s-%" PRIu64 ".%s", t->args->output, t->stem, kind, offset, extension);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return err_errno(e, ST_DISK, errno, "cannot make '%s'", path);
	st = copy(t, fd, offset, length, e);
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

static void part(struct extraction *t, const char *kind, const char *extension, uint64_t offset, uint64_t length)
{
	struct error e = ERROR_INIT;

	if (t->full)
		return;
	if (write_part(t, kind, extension, offset, length, &e) != ST_OK) {
		cli_error(&e);
		t->failed++;
	}
}

static const char *picture_extension(const char *media_type)
{
	if (strcmp(media_type, "image/jpeg") == 0)
		return "jpg";
	return strcmp(media_type, "image/png") == 0 ? "png" : "bin";
}

static void use(void *arg, const struct examination *x)
{
	struct extraction *t = arg;

	for (uint32_t i = 0; i < x->n_pictures; i++)
		for (size_t k = 0; k < ARRAY_LEN(picture_kinds); k++)
			if (strcmp(x->pictures[i].kind, picture_kinds[k]) == 0 && wanted(t->args, picture_kinds[k]))
				part(t, picture_kinds[k], picture_extension(x->pictures[i].media_type), x->pictures[i].offset,
				     x->pictures[i].length);
	for (uint32_t i = 0; i < x->n_segments; i++) {
		const struct segment *s = &x->segments[i];

		for (size_t k = 0; k < ARRAY_LEN(blocks); k++)
			if (s->depth == 0 && strcmp(s->name, blocks[k].segment) == 0 && wanted(t->args, blocks[k].kind) &&
			    s->length > blocks[k].header + blocks[k].tail)
				part(t, blocks[k].kind, blocks[k].extension, s->offset + blocks[k].header,
				     s->length - blocks[k].header - blocks[k].tail);
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

		while (kind_word(k, NULL) && strcmp(kind_word(k, NULL), a->what[i]) != 0)
			k++;
		if (kind_word(k, NULL))
			continue;
		near = suggest_nearest(a->what[i], kind_word, NULL);
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
	if (make_folder(a->output, a->words[0], &e) != ST_OK)
		code = cli_error(&e);
	else
		code = cli_examine_one(a, a->words[0], "structure", use, &t);
	evidence_release(&t.ev);
	if (code == EXIT_DONE && t.failed)
		code = EXIT_CASE;
	if (code == EXIT_DONE && !t.written)
		puts("nothing of that kind in this file");
	return cli_flush(code);
}
