/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Opens bytes as a case, for reading, and reads everything in it. Input that begins with the magic of SQLite
 * is the file. Any other input is a count and a list of changes to a whole small case: three bytes of offset and one of
 * value each, so that damage reaches every table without a corpus of databases. */
#include "src/base/base.h"

#include "db/open.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CASE_MAX = 1024 * 1024, NOW = 1800000000 };

static struct {
	char dir[64], path[96];
	uint8_t bytes[CASE_MAX];
	size_t len;
} whole;

static void remove_all(void)
{
	static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };
	char name[128];

	for (size_t i = 0; i < ARRAY_LEN(suffixes); i++) {
		snprintf(name, sizeof name, "%s%s", whole.path, suffixes[i]);
		unlink(name);
	}
	rmdir(whole.dir);
}

static void put_file(const uint8_t *bytes, size_t len)
{
	int fd = open(whole.path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	if (fd < 0 || write(fd, bytes, len) != (ssize_t)len)
		abort();
	close(fd);
}

static void fill(struct store_db *db)
{
	static uint8_t text[] = "bytes of a picture";
	struct verdict v = {
		.exhibit = 1, .author = "Ana", .h1 = (char *)text, .h2 = (char *)text, .level = 1
	};
	struct exhibit_new x = { .path = "a.jpg", .size = sizeof text, .copy = true, .now = NOW };
	struct error e;
	int64_t id;
	bool added;

	hash_sha256(text, sizeof text, x.digests.sha256);
	x.fd = open(whole.dir, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (x.fd < 0 || write(x.fd, text, sizeof text) != (ssize_t)sizeof text ||
	    exhibit_add(db, &x, &id, &added, &e) ||
	    note_add(db, id, "Ana", "the shadow falls to the left", 0, NOW, &id, &e) ||
	    verdict_add(db, &v, NOW, &id, &e) || tag_set(db, 1, "crop", true, "Ana", NOW, &e))
		abort();
	close(x.fd);
}

static void make_whole(void)
{
	static struct store_db db;
	const char *tmp = getenv("TMPDIR");
	struct error e;
	ssize_t n;
	int fd;

	snprintf(whole.dir, sizeof whole.dir, "%.40s/ctg-fuzz-XXXXXX", tmp && *tmp ? tmp : "/tmp");
	if (!mkdtemp(whole.dir))
		abort();
	snprintf(whole.path, sizeof whole.path, "%s/a.cott", whole.dir);
	if (db_open(whole.path, STORE_CREATE, &db, &e))
		abort();
	fill(&db);
	if (db_close(&db, &e) || (fd = open(whole.path, O_RDONLY | O_CLOEXEC)) < 0)
		abort();
	n = read(fd, whole.bytes, sizeof whole.bytes);
	if (n <= 0 || n == CASE_MAX)
		abort();
	whole.len = (size_t)n;
	close(fd);
	atexit(remove_all);
}

static void put_damaged(const uint8_t *data, size_t size)
{
	static uint8_t bytes[CASE_MAX];
	size_t most = size ? 4 * (size_t)(1 + data[0] % 16) : 0;

	memcpy(bytes, whole.bytes, whole.len);
	for (size_t i = 1; i + 4 <= size && i < most; i += 4)
		bytes[((size_t)data[i] << 16 | (size_t)data[i + 1] << 8 | data[i + 2]) % whole.len] =
			data[i + 3];
	put_file(bytes, whole.len);
}

static void read_lists(struct store_db *db, struct error *e)
{
	struct exhibit_list x;
	struct note_list n;
	struct verdict_list v;
	struct audit_list a;

	if (exhibit_list_get(db, &x, e) == ST_OK)
		exhibit_list_release(&x);
	if (note_list_get(db, -1, &n, e) == ST_OK)
		note_list_release(&n);
	if (note_search(db, "shadow left", &n, e) == ST_OK)
		note_list_release(&n);
	if (verdict_list_get(db, -1, &v, e) == ST_OK)
		verdict_list_release(&v);
	if (audit_list_get(db, &a, e) == ST_OK)
		audit_list_release(&a);
}

static void read_all(struct store_db *db)
{
	struct error e = ERROR_INIT;
	struct case_info info;
	struct verify_report r;
	struct examination *x;
	uint64_t size;
	int fd;

	read_lists(db, &e);
	if (case_info_get(db, &info, &e) == ST_OK && strchr(info.title, 0x1B))
		abort();
	if (examination_get(db, 1, &x, &e) == ST_OK)
		exam_free(x);
	if (exhibit_open_blob(db, 1, &fd, &size, &e) == ST_OK)
		close(fd);
	if (case_verify(db, &r, &e) == ST_OK && strchr(r.first_problem, '\n'))
		abort();
	if (db_close(db, &e))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct store_db db;
	struct error e = ERROR_INIT;

	if (!whole.len)
		make_whole();
	if (size > CASE_MAX)
		return 0;
	if (size >= 16 && memcmp(data, "SQLite format 3", 16) == 0)
		put_file(data, size);
	else
		put_damaged(data, size);
	memset(&db, 0, sizeof db);
	if (db_open(whole.path, STORE_READ, &db, &e) == ST_OK)
		read_all(&db);
	else if (!e.message[0] || strchr(e.message, '\n'))
		abort();
	return 0;
}
