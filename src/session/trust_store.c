/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/session/trust_store.h"

#include "src/base/span.h"
#include "src/base/timeutil.h"
#include "src/session/xdg.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { INDEX_MAX = 64 * 1024, LINE_MAX_BYTES = 512, FILE_NAME_MAX = 2 * SHA256_LEN + 8, FIELDS = 9 };

static const char index_name[] = "index", index_head[] = "cottingley-trust 1";

bool trust_name_valid(const char *s)
{
	size_t len = strlen(s);

	return len > 0 && len <= TRUST_NAME_MAX && strchr("._-", s[0]) == NULL &&
	       s[strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789._-")] == '\0';
}

/* ---- reading files ---- */

static enum status read_fd(int fd, const char *shown, struct str *out, size_t max, struct error *e)
{
	char buf[65536];
	struct stat sb;
	ssize_t n;

	if (fstat(fd, &sb) != 0)
		return err_errno(e, ST_IO, errno, "cannot read '%s'", shown);
	if (!S_ISREG(sb.st_mode))
		return err_set(e, ST_NOT_REGULAR, "'%s' is not a regular file", shown);
	if (sb.st_size > (off_t)max)
		return err_set(e, ST_LIMIT, "'%s' has more than %zu bytes", shown, max);
	while ((n = read(fd, buf, sizeof buf)) != 0) {
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return err_errno(e, ST_IO, errno, "cannot read '%s'", shown);
		if (out->len + (size_t)n > max)
			return err_set(e, ST_LIMIT, "'%s' has more than %zu bytes", shown, max);
		str_add(out, buf, (size_t)n);
	}
	return out->failed ? err_nomem(e) : ST_OK;
}

enum status trust_read_file(const char *path, struct str *out, struct error *e)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	enum status st;

	if (fd < 0)
		return err_errno(e, ST_IO, errno, "cannot open '%s'", path);
	st = read_fd(fd, path, out, LIST_MAX_BYTES, e);
	close(fd);
	return st;
}

static int open_at(const struct trust_store *t, const char *name, char path[4200])
{
	snprintf(path, 4200, "%s/%s", t->dir, name);
	return open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY | O_NOFOLLOW);
}

static char *file_name(char out[FILE_NAME_MAX], const uint8_t sha256[SHA256_LEN])
{
	char hex[2 * SHA256_LEN + 1];

	snprintf(out, FILE_NAME_MAX, "%s.list", hex_encode(hex, sha256, SHA256_LEN));
	return out;
}

/* ---- the index ---- */

static char *time_word(char out[32], int64_t t)
{
	if (t)
		return time_format_utc(out, t);
	snprintf(out, 32, "-");
	return out;
}

static bool read_time(const char *word, int64_t *t)
{
	*t = 0;
	return strcmp(word, "-") == 0 || time_parse_utc(word, t);
}

static bool read_number(const char *word, uint64_t max, uint64_t *v)
{
	char *end;

	errno = 0;
	*v = strtoull(word, &end, 10);
	return word[0] >= '0' && word[0] <= '9' && !*end && errno == 0 && *v <= max;
}

/* Exactly FIELDS words; the line is cut up. */
static bool split(char *line, char *words[FIELDS])
{
	for (int i = 0; i < FIELDS; i++) {
		char *tab = strchr(line, '\t');

		words[i] = line;
		if ((tab != NULL) != (i < FIELDS - 1))
			return false;
		if (tab) {
			*tab = '\0';
			line = tab + 1;
		}
	}
	return true;
}

static bool read_line(char *line, struct stored_list *l)
{
	char *w[FIELDS];
	uint64_t count;

	memset(l, 0, sizeof *l);
	if (!split(line, w) || !trust_name_valid(w[8]))
		return false;
	snprintf(l->name, sizeof l->name, "%s", w[8]);
	l->kind = list_kind_from_name(w[0]);
	l->official = strcmp(w[1], "official") == 0;
	l->interim = strcmp(w[1], "interim") == 0;
	if (l->kind == LIST_KINDS || (!l->official && !l->interim && strcmp(w[1], "-") != 0) ||
	    strlen(w[2]) != 2 * SHA256_LEN || !hex_decode(l->sha256, SHA256_LEN, w[2]))
		return false;
	if (!read_time(w[3], &l->added) || !read_time(w[4], &l->issued) || !read_time(w[5], &l->next_update) ||
	    !read_number(w[6], UINT64_MAX, &l->sequence) || !read_number(w[7], UINT32_MAX, &count))
		return false;
	l->count = (uint32_t)count;
	return true;
}

static enum status wrong_index(const struct trust_store *t, unsigned line, struct error *e)
{
	return err_set(e, ST_CORRUPT, "line %u of '%s/%s' is not what was written there; move that folder away and add the lists again",
		       line, t->dir, index_name);
}

static enum status read_index(struct trust_store *t, char *text, size_t len, struct error *e)
{
	unsigned number = 0;

	if (strlen(text) != len)
		return wrong_index(t, 1, e);
	while (*text) {
		char *end = strchr(text, '\n');
		struct stored_list l;

		if (!end || end - text > LINE_MAX_BYTES)
			return wrong_index(t, number + 1, e);
		*end = '\0';
		if (number++ == 0) {
			if (strcmp(text, index_head) != 0)
				return wrong_index(t, number, e);
		} else if (t->n == TRUST_LISTS_MAX || !read_line(text, &l) || trust_store_find(t, l.name)) {
			return wrong_index(t, number, e);
		} else {
			t->lists[t->n++] = l;
		}
		text = end + 1;
	}
	return number ? ST_OK : wrong_index(t, 1, e);
}

static enum status load(struct trust_store *t, struct error *e)
{
	char path[4200];
	int fd = open_at(t, index_name, path);
	struct str text;
	enum status st;

	t->n = 0;
	if (fd < 0)
		return errno == ENOENT || errno == ENOTDIR ? ST_OK : err_errno(e, ST_IO, errno, "cannot open '%s'", path);
	str_init(&text, INDEX_MAX + 1);
	st = read_fd(fd, path, &text, INDEX_MAX, e);
	close(fd);
	st = st ? st : read_index(t, text.data, text.len, e);
	str_release(&text);
	if (st)
		t->n = 0;
	return st;
}

enum status trust_store_open(struct trust_store *t, struct error *e)
{
	char data[4000];
	enum status st = xdg_data(data, sizeof data, e);

	memset(t, 0, sizeof *t);
	if (st)
		return st;
	snprintf(t->dir, sizeof t->dir, "%s/trust", data);
	return load(t, e);
}

const struct stored_list *trust_store_find(const struct trust_store *t, const char *name)
{
	for (unsigned i = 0; i < t->n; i++)
		if (strcmp(t->lists[i].name, name) == 0)
			return &t->lists[i];
	return NULL;
}

/* ---- writing ---- */

static enum status disk(struct error *e, const char *path)
{
	return err_errno(e, errno == ENOSPC || errno == EDQUOT || errno == EIO ? ST_DISK : ST_IO, errno, "cannot write '%s'",
			 path);
}

static bool write_all(int fd, const char *p, size_t len)
{
	while (len) {
		ssize_t n = write(fd, p, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		p += n;
		len -= (size_t)n;
	}
	return true;
}

/* Under another name, synced, then renamed; the folder is synced by the caller. */
static enum status write_file(int dir, const char *name, const void *bytes, size_t len, struct error *e)
{
	static const char temporary[] = "new.tmp"; /* the lock is held: nobody else writes here */
	int fd;
	bool good;

	if (unlinkat(dir, temporary, 0) != 0 && errno != ENOENT)
		return disk(e, temporary);
	fd = openat(dir, temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		return disk(e, temporary);
	good = write_all(fd, bytes, len) && fsync(fd) == 0;
	good = close(fd) == 0 && good;
	if (!good || renameat(dir, temporary, dir, name) != 0) {
		disk(e, name);
		unlinkat(dir, temporary, 0);
		return e ? e->code : ST_IO;
	}
	return ST_OK;
}

static void write_lines(const struct trust_store *t, struct str *o)
{
	char a[32], b[32], c[32], hex[2 * SHA256_LEN + 1];

	str_printf(o, "%s\n", index_head);
	for (unsigned i = 0; i < t->n; i++) {
		const struct stored_list *l = &t->lists[i];

		str_printf(o, "%s\t%s\t%s\t%s\t%s\t%s\t%" PRIu64 "\t%" PRIu32 "\t%s\n", list_kind_name(l->kind),
			   l->official ? "official" : l->interim ? "interim" : "-", hex_encode(hex, l->sha256, SHA256_LEN),
			   time_word(a, l->added), time_word(b, l->issued), time_word(c, l->next_update), l->sequence, l->count,
			   l->name);
	}
}

static enum status write_index(const struct trust_store *t, int dir, struct error *e)
{
	struct str text;
	enum status st;

	str_init(&text, INDEX_MAX);
	write_lines(t, &text);
	st = text.failed ? err_nomem(e) : write_file(dir, index_name, text.data, text.len, e);
	str_release(&text);
	if (!st && fsync(dir) != 0)
		st = disk(e, t->dir);
	return st;
}

/* The folder, locked: one writer at a time. The index is read again, for another one may have written. */
static enum status lock(struct trust_store *t, int *dir, struct error *e)
{
	enum status st = xdg_make(t->dir, e);

	if (st)
		return st;
	*dir = open(t->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
	if (*dir < 0)
		return err_errno(e, ST_IO, errno, "cannot open folder '%s'", t->dir);
	if (flock(*dir, LOCK_EX | LOCK_NB) != 0)
		st = err_set(e, ST_BUSY, "another cottingley is changing the trust lists; try again");
	else if (fchmod(*dir, 0700) != 0)
		st = err_errno(e, ST_IO, errno, "cannot keep folder '%s' to yourself", t->dir);
	st = st ? st : load(t, e);
	if (st)
		close(*dir);
	return st;
}

static bool is_used(const struct trust_store *t, const uint8_t sha256[SHA256_LEN])
{
	for (unsigned i = 0; i < t->n; i++)
		if (memcmp(t->lists[i].sha256, sha256, SHA256_LEN) == 0)
			return true;
	return false;
}

static void drop_file(const struct trust_store *t, int dir, const uint8_t sha256[SHA256_LEN])
{
	char name[FILE_NAME_MAX];

	/* What cannot be removed is only a file that no index names. */
	if (!is_used(t, sha256) && unlinkat(dir, file_name(name, sha256), 0) != 0)
		return;
}

static enum status put(struct trust_store *t, int dir, struct stored_list *l, const void *bytes, size_t len, bool replace,
		       struct error *e)
{
	struct stored_list *old = (struct stored_list *)(uintptr_t)trust_store_find(t, l->name), was;
	char name[FILE_NAME_MAX];
	enum status st;

	if (old && !replace)
		return err_set(e, ST_USAGE, "a list '%s' is installed already; remove it first, or give another --name", l->name);
	if (!old && t->n == TRUST_LISTS_MAX)
		return err_set(e, ST_LIMIT, "%d lists are installed; remove one first", TRUST_LISTS_MAX);
	hash_sha256(bytes, len, l->sha256);
	st = write_file(dir, file_name(name, l->sha256), bytes, len, e);
	if (st)
		return st;
	was = old ? *old : *l;
	if (!old)
		old = &t->lists[t->n++];
	*old = *l;
	st = write_index(t, dir, e);
	drop_file(t, dir, was.sha256);
	return st;
}

enum status trust_store_add(struct trust_store *t, const struct stored_list *l, const void *bytes, size_t len,
			    bool replace, struct error *e)
{
	struct stored_list one = *l;
	int dir = -1;
	enum status st;

	if (!trust_name_valid(one.name))
		return err_set(e, ST_USAGE, "'%s' is no name for a list; use letters a to z, digits, '.', '_' and '-'", one.name);
	st = lock(t, &dir, e);
	if (st)
		return st;
	st = put(t, dir, &one, bytes, len, replace, e);
	close(dir);
	return st;
}

enum status trust_store_remove(struct trust_store *t, const char *name, struct error *e)
{
	struct stored_list was;
	const struct stored_list *l;
	int dir = -1;
	enum status st = lock(t, &dir, e);

	if (st)
		return st;
	l = trust_store_find(t, name);
	if (!l) {
		close(dir);
		return err_set(e, ST_USAGE, "no list '%s' is installed; 'cottingley trust list' shows them", name);
	}
	was = *l;
	t->n--;
	memmove(&t->lists[l - t->lists], l + 1, (size_t)(&t->lists[t->n] - l) * sizeof *l);
	st = write_index(t, dir, e);
	if (!st)
		drop_file(t, dir, was.sha256);
	close(dir);
	return st;
}

enum status trust_store_read(const struct trust_store *t, const struct stored_list *l, struct str *out, struct error *e)
{
	char path[4200], name[FILE_NAME_MAX];
	uint8_t digest[SHA256_LEN];
	size_t at = out->len;
	int fd = open_at(t, file_name(name, l->sha256), path);
	enum status st;

	if (fd < 0 && errno == ENOENT)
		return err_set(e, ST_MISMATCH, "trust list '%s' is gone from '%s'; remove it and add it again", l->name, t->dir);
	if (fd < 0)
		return err_errno(e, ST_MISMATCH, errno, "trust list '%s' cannot be opened", l->name);
	st = read_fd(fd, path, out, LIST_MAX_BYTES, e);
	close(fd);
	if (st)
		return err_context(e, st == ST_MEMORY ? st : ST_MISMATCH, "trust list '%s'", l->name);
	hash_sha256(out->data + at, out->len - at, digest);
	if (memcmp(digest, l->sha256, SHA256_LEN) != 0)
		return err_set(e, ST_MISMATCH,
			       "trust list '%s' is not what was installed: its SHA-256 differs; remove it and add it again",
			       l->name);
	return ST_OK;
}

/* ---- words ---- */

/* Of the lists of signers the official one, else the first. */
static const struct stored_list *main_list(const struct stored_list *lists, unsigned n)
{
	const struct stored_list *best = NULL;

	for (unsigned i = 0; i < n; i++) {
		if (lists[i].kind != LIST_ANCHORS && lists[i].kind != LIST_ALLOWED)
			continue;
		if (!best || (lists[i].official && !best->official))
			best = &lists[i];
	}
	return best;
}

void trust_words(const struct stored_list *lists, unsigned n, int64_t now, char out[TRUST_WORDS])
{
	const struct stored_list *l = main_list(lists, n);
	char time[32], issued[40] = "", due[80] = ", undated", more[40] = "", name[100] = "official trust list";

	if (!l) {
		snprintf(out, TRUST_WORDS, "no trust list: identity cannot be judged");
		return;
	}
	if (!l->official)
		snprintf(name, sizeof name, "trust list '%s'", l->name);
	if (l->issued)
		snprintf(issued, sizeof issued, " of %.10s", time_format_utc(time, l->issued));
	if (l->next_update)
		snprintf(due, sizeof due, l->next_update < now ? ", OUT OF DATE since %.10s" : ", next update %.10s",
			 time_format_utc(time, l->next_update));
	if (n > 1)
		snprintf(more, sizeof more, " (and %u more list%s)", n - 1, n == 2 ? "" : "s");
	snprintf(out, TRUST_WORDS, "%s%s%s%s", name, issued, due, more);
}
