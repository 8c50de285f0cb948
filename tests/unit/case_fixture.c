/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/case_fixture.h"

#include "src/base/mem.h"

#include <dirent.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct fix *fix_new(void)
{
	struct fix *f = mem_need(1, sizeof *f);
	const char *tmp = getenv("TMPDIR");

	snprintf(f->dir, sizeof f->dir, "%.40s/ctg-case-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	assert_non_null(mkdtemp(f->dir));
	snprintf(f->path, sizeof f->path, "%s/a case.cott", f->dir);
	return f;
}

enum status fix_try(struct fix *f, enum store_mode mode)
{
	enum status st;

	assert_false(f->open);
	memset(&f->db, 0, sizeof f->db);
	err_clear(&f->e);
	st = db_open(f->path, mode, &f->db, &f->e);
	f->open = st == ST_OK;
	if (st) {
		assert_int_equal(st, f->e.code);
		assert_true(f->e.message[0] != '\0');
	}
	assert_null(strchr(f->e.message, '\n'));
	assert_null(strchr(f->db.notice, '\n'));
	return st;
}

void fix_open(struct fix *f, enum store_mode mode)
{
	OK(f, fix_try(f, mode));
}

void fix_close(struct fix *f)
{
	if (f->open)
		OK(f, db_close(&f->db, &f->e));
	f->open = false;
}

static void empty_folder(const char *dir)
{
	DIR *d = opendir(dir);
	const struct dirent *ent;
	char name[512];

	while (d && (ent = readdir(d))) {
		snprintf(name, sizeof name, "%s/%s", dir, ent->d_name);
		if (strcmp(ent->d_name, ".") != 0 && strcmp(ent->d_name, "..") != 0)
			unlink(name);
	}
	if (d)
		closedir(d);
}

void fix_free(struct fix *f)
{
	fix_close(f);
	chmod(f->dir, 0700);
	empty_folder(f->dir);
	assert_int_equal(rmdir(f->dir), 0);
	free(f);
}

void raw_sql(const char *path, const char *sql)
{
	sqlite3 *db = NULL;
	char *said = NULL;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	if (sqlite3_exec(db, sql, NULL, NULL, &said) != SQLITE_OK)
		fail_msg("%s: %s", sql, said);
	sqlite3_close(db);
}

bool beside(const struct fix *f, const char *suffix)
{
	char name[256];
	struct stat st;

	snprintf(name, sizeof name, "%s%s", f->path, suffix);
	return stat(name, &st) == 0;
}

int bytes_fd(const void *bytes, size_t len)
{
	int fd = memfd_create("test", MFD_CLOEXEC);

	assert_true(fd >= 0);
	for (size_t put = 0; put < len;) {
		ssize_t n = write(fd, (const char *)bytes + put, len - put);

		assert_true(n > 0);
		put += (size_t)n;
	}
	return fd;
}

static struct digests digests_of(const void *bytes, size_t len)
{
	struct digests d;
	struct hasher *h;

	assert_int_equal(hasher_new(&h, NULL), ST_OK);
	hasher_add(h, bytes, len);
	assert_int_equal(hasher_done(h, &d, NULL), ST_OK);
	return d;
}

int64_t add_exhibit(struct fix *f, const char *name, const char *bytes, bool copy)
{
	size_t len = strlen(bytes);
	int fd = bytes_fd(bytes, len);
	struct exhibit_new x = { .path = name,
				 .path_bytes = (const uint8_t *)name,
				 .path_len = strlen(name),
				 .size = len,
				 .digests = digests_of(bytes, len),
				 .fd = fd,
				 .copy = copy,
				 .now = NOW };
	int64_t id;
	bool added;

	OK(f, exhibit_add(&f->db, &x, &id, &added, &f->e));
	close(fd);
	return id;
}

int64_t add_note(struct fix *f, int64_t exhibit, const char *text)
{
	int64_t id;

	OK(f, note_add(&f->db, exhibit, "Ana", text, 0, NOW, &id, &f->e));
	return id;
}

int64_t add_verdict(struct fix *f, int64_t exhibit, int level)
{
	struct verdict v = { .exhibit = exhibit,
			     .author = "Ana",
			     .h1 = (char *)(uintptr_t) "one exposure",
			     .h2 = (char *)(uintptr_t) "composed of two",
			     .level = level };
	int64_t id;

	OK(f, verdict_add(&f->db, &v, NOW, &id, &f->e));
	return id;
}

void put_examination(struct fix *f, int64_t exhibit, enum level level, const char *taken)
{
	static const char *const other[] = { "saved by an editor", NULL };
	struct examination *x = exam_new();
	struct str cbor;

	x->path = "a.jpg";
	x->tool_version = PACKAGE_VERSION;
	x->media_type = "image/jpeg";
	x->facts = value_new(&x->arena, VALUE_MAP);
	value_add_text(&x->arena, x->facts, "date_time_original", taken);
	x->results = arena_alloc(&x->arena, 1, sizeof *x->results);
	x->n_results = 1;
	x->results[0].arena = &x->arena;
	x->results[0].check = "dates";
	x->results[0].level = level;
	result_add_finding(&x->results[0], &(struct finding_spec){ .code = "exif.date.future",
								   .kind = FINDING_INTERPRETATION,
								   .level = level,
								   .trace = TRACE_DATES,
								   .summary = "taken after it was received",
								   .alternatives = other });
	x->level = level;
	x->spoke = 6;
	x->silent = 9;
	x->why = arena_alloc(&x->arena, 1, sizeof *x->why);
	x->why[0] = "taken after it was received";
	x->n_why = 1;
	str_init(&cbor, 1 << 20);
	exam_encode(x, &cbor);
	assert_false(cbor.failed);
	OK(f, examination_put(&f->db, exhibit, x, cbor.data, cbor.len, NOW, &f->e));
	str_release(&cbor);
	exam_free(x);
}

void assert_verifies(struct fix *f)
{
	struct verify_report r;

	OK(f, case_verify(&f->db, &r, &f->e));
	assert_string_equal(r.first_problem, "");
	assert_true(r.integrity_ok && r.foreign_keys_ok && r.audit_ok && r.blobs_ok);
}
