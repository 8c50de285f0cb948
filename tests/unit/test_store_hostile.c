/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files that claim to be cases. Whatever they hold: one line, no crash, and nothing written to what is only
 * read. */
#include "tests/unit/case_fixture.h"

#include "src/base/mem.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static int setup(void **state)
{
	struct fix *f = fix_new();
	int64_t q;

	*state = f;
	fix_open(f, STORE_CREATE);
	q = add_exhibit(f, "a.jpg", "one", true);
	add_exhibit(f, "b.jpg", "two", true);
	put_examination(f, q, LEVEL_NOTICE, "2026:11:02 14:03:00");
	add_note(f, q, "a note");
	add_verdict(f, q, 1);
	fix_close(f);
	return 0;
}

static int teardown(void **state)
{
	fix_free(*state);
	return 0;
}

static void refused(struct fix *f, const char *words)
{
	for (int mode = STORE_READ; mode <= STORE_WRITE; mode++) {
		assert_int_equal(fix_try(f, (enum store_mode)mode), ST_CASE);
		if (!strstr(f->e.message, words))
			fail_msg("'%s' does not say '%s'", f->e.message, words);
	}
}

static void put_file(const char *path, const void *bytes, size_t len)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, bytes, len), len);
	close(fd);
}

static uint8_t *get_file(const char *path, size_t *len)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	struct stat st;
	uint8_t *p;

	assert_true(fd >= 0);
	assert_int_equal(fstat(fd, &st), 0);
	*len = (size_t)st.st_size;
	p = mem_need(*len, 1);
	assert_int_equal(read(fd, p, *len), *len);
	close(fd);
	return p;
}

static void what_is_no_case_is_said(void **state)
{
	struct fix *f = *state;
	char picture[4096];

	memset(picture, '.', sizeof picture);
	memcpy(picture, "\xff\xd8\xff\xe0", 4);
	put_file(f->path, picture, sizeof picture);
	refused(f, "is not a case file");
	put_file(f->path, "", 0);
	refused(f, "application id");
	unlink(f->path);
	refused(f, "there is no case");
	assert_int_equal(mkdir(f->path, 0700), 0);
	refused(f, "not a regular file");
	assert_int_equal(rmdir(f->path), 0);
	assert_int_equal(mkfifo(f->path, 0600), 0);
	refused(f, "not a regular file");
	unlink(f->path);
	assert_int_equal(symlink("elsewhere.cott", f->path), 0);
	refused(f, "symbolic link");
	assert_int_equal(fix_try(f, STORE_CREATE), ST_CASE);
	assert_non_null(strstr(f->e.message, "exists already"));
}

static void a_link_to_the_folder_is_followed(void **state)
{
	struct fix *f = *state;
	char link[160], name[128];

	snprintf(link, sizeof link, "%s.link", f->dir);
	assert_int_equal(symlink(f->dir, link), 0);
	memcpy(name, f->path, sizeof name);
	snprintf(f->path, sizeof f->path, "%.100s/a case.cott", link);
	fix_open(f, STORE_WRITE);
	assert_string_equal(f->db.path, name);
	fix_close(f);
	memcpy(f->path, name, sizeof name);
	unlink(link);
}

static void odd_names_are_names(void **state)
{
	static const char *const names[] = { "file:x?mode=memory", "a%20b?immutable=1#c.cott",
					     ":memory:", "\xff\n.cott" };
	struct fix *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(names); i++) {
		snprintf(f->path, sizeof f->path, "%.40s/%s", f->dir, names[i]);
		fix_open(f, STORE_CREATE);
		fix_close(f);
		assert_int_equal(access(f->path, F_OK), 0);
		fix_open(f, STORE_READ);
		assert_verifies(f);
		fix_close(f);
	}
}

static void numbers_are_checked(void **state)
{
	struct fix *f = *state;

	raw_sql(f->path, "PRAGMA application_id=1");
	refused(f, "application id is 0x00000001");
	raw_sql(f->path, "PRAGMA application_id=1129272404; PRAGMA user_version=99");
	refused(f, "newer than version");
	raw_sql(f->path, "PRAGMA user_version=0");
	refused(f, "impossible version");
	raw_sql(f->path, "PRAGMA user_version=-5");
	refused(f, "impossible version");
}

static void foreign_objects_are_refused(void **state)
{
	static const struct {
		const char *make, *drop, *words;
	} rows[] = {
		{ "CREATE TRIGGER zz AFTER INSERT ON note BEGIN DELETE FROM tag; END", "DROP TRIGGER zz",
		  "trigger 'zz'" },
		{ "CREATE VIEW aa AS SELECT 1", "DROP VIEW aa", "view 'aa'" },
		{ "CREATE TABLE \"x\x1b[31m\ny\"(a)", "DROP TABLE \"x\x1b[31m\ny\"",
		  "table 'x<U+001B>[31m<U+000A>y'" },
		{ "CREATE INDEX more ON note(text)", "DROP INDEX more", "index 'more'" },
		{ "CREATE TEMP TABLE t(a); ANALYZE", "DROP TABLE sqlite_stat1", "sqlite_stat1" },
	};
	struct fix *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		raw_sql(f->path, rows[i].make);
		refused(f, rows[i].words);
		raw_sql(f->path, rows[i].drop);
	}
	fix_open(f, STORE_READ);
	assert_verifies(f);
}

static void changed_schema_text_is_refused(void **state)
{
	struct fix *f = *state;

	raw_sql(f->path, "PRAGMA writable_schema=ON; UPDATE sqlite_schema SET sql = replace(sql, 'CHECK "
			 "(trim(h1) <> '''')', '')"
			 " WHERE name = 'verdict'");
	refused(f, "table 'verdict' is not the one");
}

static void a_replaced_trigger_is_refused(void **state)
{
	struct fix *f = *state;

	raw_sql(f->path, "DROP TRIGGER audit_fixed;"
			 "CREATE TRIGGER audit_fixed BEFORE UPDATE ON audit BEGIN SELECT 1; END");
	refused(f, "trigger 'audit_fixed' is not the one");
}

static void a_missing_trigger_is_told_to_readers(void **state)
{
	struct fix *f = *state;
	struct verify_report r;

	raw_sql(f->path, "DROP TRIGGER audit_fixed");
	assert_int_equal(fix_try(f, STORE_WRITE), ST_CASE);
	assert_non_null(strstr(f->e.message, "trigger 'audit_fixed' is missing"));
	fix_open(f, STORE_READ);
	assert_non_null(strstr(f->db.notice, "trigger 'audit_fixed' is missing"));
	OK(f, case_verify(&f->db, &r, &f->e));
	assert_false(r.integrity_ok);
	assert_non_null(strstr(r.first_problem, "audit_fixed"));
}

static void a_missing_table_is_refused(void **state)
{
	struct fix *f = *state;

	raw_sql(f->path, "DROP TABLE holder");
	refused(f, "table 'holder' is missing");
}

static void reading_writes_nothing(void **state)
{
	struct fix *f = *state;
	size_t before, after;
	uint8_t *a = get_file(f->path, &before), *b;
	int64_t id;

	fix_open(f, STORE_READ);
	assert_int_equal(note_add(&f->db, 0, "Ana", "x", 0, NOW, &id, &f->e), ST_CASE);
	assert_non_null(strstr(f->e.message, "reading only"));
	assert_int_not_equal(sqlite3_exec(f->db.sqlite, "DELETE FROM tag", NULL, NULL, NULL), SQLITE_OK);
	fix_close(f);
	b = get_file(f->path, &after);
	assert_int_equal(before, after);
	assert_memory_equal(a, b, before);
	free(a);
	free(b);
}

/* Everything that reads. Any answer is right, as long as it is one. */
static void read_all(struct fix *f)
{
	struct case_info c;
	struct exhibit_list x;
	struct note_list n;
	struct verdict_list v;
	struct audit_list a;
	struct verify_report r;
	struct examination *exam;
	uint64_t size;
	int64_t id;
	int fd;

	if (case_info_get(&f->db, &c, &f->e) == ST_OK)
		assert_null(strchr(c.title, 0x1b));
	if (exhibit_list_get(&f->db, &x, &f->e) == ST_OK)
		exhibit_list_release(&x);
	if (scan_pending_get(&f->db, &x, &f->e) == ST_OK)
		exhibit_list_release(&x);
	if (note_list_get(&f->db, -1, &n, &f->e) == ST_OK)
		note_list_release(&n);
	if (note_search(&f->db, "a note", &n, &f->e) == ST_OK)
		note_list_release(&n);
	if (verdict_list_get(&f->db, -1, &v, &f->e) == ST_OK)
		verdict_list_release(&v);
	if (audit_list_get(&f->db, &a, &f->e) == ST_OK)
		audit_list_release(&a);
	if (examination_get(&f->db, 1, &exam, &f->e) == ST_OK)
		exam_free(exam);
	if (exhibit_open_blob(&f->db, 1, &fd, &size, &f->e) == ST_OK)
		close(fd);
	if (exhibit_find(&f->db, "a.jpg", &id, &f->e) == ST_OK)
		assert_true(id > 0);
	err_clear(&f->e);
	if (case_verify(&f->db, &r, &f->e) == ST_OK)
		assert_null(strchr(r.first_problem, '\n'));
	assert_null(strchr(f->e.message, '\n'));
}

static void a_shorter_file_is_survived(void **state)
{
	struct fix *f = *state;
	size_t len;
	uint8_t *bytes = get_file(f->path, &len);

	for (size_t cut = 0; cut < len; cut += cut < 200 ? 33 : 8192 - 1234) {
		put_file(f->path, bytes, cut);
		assert_int_not_equal(fix_try(f, STORE_READ), ST_OK);
	}
	free(bytes);
}

static uint32_t next(uint32_t *x) /* xorshift32 */
{
	*x ^= *x << 13;
	*x ^= *x >> 17;
	*x ^= *x << 5;
	return *x;
}

/* The fault is the case's, and it has a place; "internal error" would send people to us. */
static void a_damaged_examination_is_named(void **state)
{
	struct fix *f = *state;
	struct examination *x;

	/* replacing asks no trigger unless told to */
	raw_sql(f->path, "INSERT OR REPLACE INTO examination_data VALUES(1, x'8181')");
	fix_open(f, STORE_READ);
	assert_int_equal(examination_get(&f->db, 1, &x, &f->e), ST_CASE);
	assert_int_equal(f->e.code, ST_CASE);
	assert_non_null(strstr(f->e.message, "examination of Q1 is damaged"));
	assert_int_equal(examination_get(&f->db, 1, &x, NULL), ST_CASE);
}

static void flipped_bytes_are_survived(void **state)
{
	struct fix *f = *state;
	unsigned opened = 0, refusals = 0;
	size_t len;
	uint8_t *whole = get_file(f->path, &len), *bytes = mem_need(len, 1);
	uint32_t seed = 20261121;

	for (int round = 0; round < 150; round++) {
		memcpy(bytes, whole, len);
		for (int n = 1 + round % 20; n > 0; n--) {
			size_t at = next(&seed) % (round % 3 ? len : 4096);

			bytes[at] = (uint8_t)next(&seed);
		}
		put_file(f->path, bytes, len);
		if (fix_try(f, STORE_READ) == ST_OK) {
			opened++;
			read_all(f);
			fix_close(f);
		} else {
			refusals++;
		}
	}
	print_message("# 150 damaged files: %u opened, %u refused\n", opened, refusals);
	assert_true(opened > 0 && refusals > 0);
	free(whole);
	free(bytes);
}

/* Columns may hold anything when the checks were off while it was written. */
static void wrong_types_are_survived(void **state)
{
	struct fix *f = *state;
	struct exhibit_list l;

	raw_sql(f->path, "PRAGMA ignore_check_constraints=ON; DROP TRIGGER exhibit_fixed; UPDATE exhibit SET "
			 "level = 77,"
			 " spoke = -5, sha256 = x'00', status = 'no such', label = 'Q' || char(27) || '[2J', "
			 "path = char(10, 8238),"
			 " why = printf('%.1000c', 'x'), tags = char(0, 7) WHERE id = 1; UPDATE meta SET "
			 "value = char(27);"
			 "CREATE TRIGGER exhibit_fixed BEFORE UPDATE OF\n"
			 "  id, label, path, path_bytes, link_target, size, sha256, sha1, md5, acquired, "
			 "audit ON exhibit\n"
			 "  BEGIN SELECT RAISE(ABORT, 'what an exhibit is is never changed'); END;");
	if (fix_try(f, STORE_READ) != ST_OK) { /* the quick check names the broken CHECK: that is an answer */
		assert_non_null(strstr(f->e.message, "CHECK"));
		fix_open(f, STORE_WRITE);
	}
	OK(f, exhibit_list_get(&f->db, &l, &f->e));
	assert_int_equal(l.items[0].level, LEVEL_NONE);
	assert_int_equal(l.items[0].spoke, 0);
	assert_string_equal(l.items[0].label, "Q<U+001B>[2J");
	assert_string_equal(l.items[0].path, "<U+000A><U+202E>");
	exhibit_list_release(&l);
	read_all(f);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(what_is_no_case_is_said),	  T(a_link_to_the_folder_is_followed),
		T(odd_names_are_names),		  T(numbers_are_checked),
		T(foreign_objects_are_refused),	  T(changed_schema_text_is_refused),
		T(a_replaced_trigger_is_refused), T(a_missing_trigger_is_told_to_readers),
		T(a_missing_table_is_refused),	  T(reading_writes_nothing),
		T(a_shorter_file_is_survived),	  T(flipped_bytes_are_survived),
		T(wrong_types_are_survived),	  T(a_damaged_examination_is_named),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
