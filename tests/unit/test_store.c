/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A case that nobody attacks: making, filling, reading, closing, and the store's thread. */
#include "tests/unit/case_fixture.h"

#include "src/base/mem.h"

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

static int setup(void **state)
{
	struct fix *f = fix_new();

	*state = f;
	fix_open(f, STORE_CREATE);
	return 0;
}

static int teardown(void **state)
{
	fix_free(*state);
	return 0;
}

static unsigned mode_of(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 ? st.st_mode & 0777u : 0;
}

static void files_are_private_and_become_one(void **state)
{
	struct fix *f = *state;
	char name[256];

	add_note(f, 0, "hello");
	assert_int_equal(mode_of(f->path), 0600);
	snprintf(name, sizeof name, "%s-wal", f->path);
	assert_int_equal(mode_of(name), 0600);
	snprintf(name, sizeof name, "%s-shm", f->path);
	assert_int_equal(mode_of(name), 0600);
	fix_close(f);
	assert_false(beside(f, "-wal") || beside(f, "-shm") || beside(f, "-journal"));
	fix_open(f, STORE_WRITE);
	assert_string_equal(f->db.notice, "");
	fix_close(f);
	fix_open(f, STORE_READ);
	assert_string_equal(f->db.notice, "");
	fix_close(f);
	assert_false(beside(f, "-wal") || beside(f, "-shm") || beside(f, "-journal"));
}

static int64_t pragma(struct fix *f, const char *text)
{
	sqlite3_stmt *q;
	int64_t v;

	assert_int_equal(sqlite3_prepare_v2(f->db.sqlite, text, -1, &q, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	v = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	return v;
}

static void the_handle_is_hardened(void **state)
{
	struct fix *f = *state;
	int on;

	assert_int_equal(pragma(f, "PRAGMA application_id"), 0x434F5454);
	assert_int_equal(pragma(f, "PRAGMA user_version"), STORE_VERSION);
	assert_int_equal(pragma(f, "PRAGMA foreign_keys"), 1);
	assert_int_equal(pragma(f, "PRAGMA synchronous"), 2);
	assert_int_equal(pragma(f, "PRAGMA trusted_schema"), 0);
	assert_int_equal(pragma(f, "PRAGMA cell_size_check"), 1);
	assert_int_equal(pragma(f, "PRAGMA recursive_triggers"), 1);
	sqlite3_db_config(f->db.sqlite, SQLITE_DBCONFIG_DEFENSIVE, -1, &on);
	assert_int_equal(on, 1);
	sqlite3_db_config(f->db.sqlite, SQLITE_DBCONFIG_DQS_DML, -1, &on);
	assert_int_equal(on, 0);
	assert_int_not_equal(sqlite3_exec(f->db.sqlite, "DELETE FROM note_words_data", NULL, NULL, NULL),
			     SQLITE_OK);
	assert_int_not_equal(sqlite3_exec(f->db.sqlite, "DELETE FROM sqlite_schema", NULL, NULL, NULL),
			     SQLITE_OK);
}

static void info_counts(void **state)
{
	struct fix *f = *state;
	struct case_info c;
	int64_t q1 = add_exhibit(f, "a.jpg", "one", true);

	add_exhibit(f, "b.jpg", "two", false);
	put_examination(f, q1, LEVEL_NOTICE, "2026:11:02 14:03:00");
	add_note(f, q1, "n");
	add_verdict(f, q1, 2);
	OK(f, case_set_title(&f->db, "Harbour fire", &f->e));
	OK(f, case_set_copies(&f->db, false, &f->e));
	OK(f, case_info_get(&f->db, &c, &f->e));
	assert_string_equal(c.title, "Harbour fire");
	assert_int_equal(strlen(c.uuid), 36);
	assert_int_equal(strlen(c.created), 20);
	assert_string_equal(c.path, f->path);
	assert_false(c.copies);
	assert_int_equal(c.exhibits, 2);
	assert_int_equal(c.examined, 1);
	assert_int_equal(c.notes, 1);
	assert_int_equal(c.verdicts, 1);
	assert_int_equal(c.audit_seq, 8); /* create, 2 exhibits, examination, note, verdict, title, copies */
	assert_verifies(f);
}

static void bytes_are_kept_once(void **state)
{
	struct fix *f = *state;
	int64_t a = add_exhibit(f, "a.jpg", "same", true), b = add_exhibit(f, "b.jpg", "same", true);
	int64_t again = add_exhibit(f, "a.jpg", "same", true), ref = add_exhibit(f, "c.jpg", "other", false);
	struct exhibit_list l;
	uint64_t size;
	char got[4];
	int fd;

	assert_int_equal(a, again);
	assert_int_not_equal(a, b);
	assert_int_equal(pragma(f, "SELECT count(*) FROM stored"), 1);
	OK(f, exhibit_open_blob(&f->db, b, &fd, &size, &f->e));
	assert_int_equal(size, 4);
	assert_int_equal(pread(fd, got, 4, 0), 4);
	assert_memory_equal(got, "same", 4);
	assert_int_equal(write(fd, "x", 1), -1); /* sealed */
	close(fd);
	assert_int_equal(exhibit_open_blob(&f->db, ref, &fd, &size, &f->e), ST_NOTHING);
	assert_int_equal(add_exhibit(f, "c.jpg", "other", true), ref); /* now with its bytes */
	OK(f, exhibit_open_blob(&f->db, ref, &fd, &size, &f->e));
	close(fd);
	OK(f, exhibit_list_get(&f->db, &l, &f->e));
	assert_int_equal(l.n, 3);
	assert_string_equal(l.items[1].label, "Q2");
	assert_true(l.items[2].stored);
	exhibit_list_release(&l);
	assert_verifies(f);
}

static void large_bytes_go_in_parts(void **state)
{
	struct fix *f = *state;
	size_t len = 5 * 1024 * 1024 / 2;
	char *bytes = mem_need(len + 1, 1), *got = mem_need(len, 1);
	uint64_t size;
	int64_t id;
	int fd;

	for (size_t i = 0; i < len; i++)
		bytes[i] = (char)(1 + (i * 2654435761u >> 13) % 250);
	id = add_exhibit(f, "big.tif", bytes, true);
	assert_int_equal(pragma(f, "SELECT count(*) FROM stored_part"), 3);
	OK(f, exhibit_open_blob(&f->db, id, &fd, &size, &f->e));
	assert_int_equal(size, len);
	assert_int_equal(pread(fd, got, len, 0), len);
	assert_memory_equal(got, bytes, len);
	close(fd);
	free(bytes);
	free(got);
	assert_verifies(f);
}

static void changed_evidence_is_refused(void **state)
{
	struct fix *f = *state;
	int fd = bytes_fd("abc", 3);
	struct exhibit_new x = { .path = "a", .size = 3, .fd = fd, .copy = true, .now = NOW };
	int64_t id;
	bool added;

	assert_int_equal(exhibit_add(&f->db, &x, &id, &added, &f->e), ST_MISMATCH);
	x.size = 10;
	assert_int_equal(exhibit_add(&f->db, &x, &id, &added, &f->e), ST_MISMATCH);
	close(fd);
	assert_int_equal(pragma(f, "SELECT count(*) FROM stored_part"), 0);
	assert_int_equal(pragma(f, "SELECT count(*) FROM exhibit"), 0);
	assert_verifies(f);
}

static void find_is(struct fix *f, const char *what, int64_t want)
{
	int64_t id = 0;

	OK(f, exhibit_find(&f->db, what, &id, &f->e));
	assert_int_equal(id, want);
}

static void exhibits_are_found(void **state)
{
	struct fix *f = *state;
	int64_t a = add_exhibit(f, "in/a.jpg", "one", true), b = add_exhibit(f, "in/\xff.jpg", "two", true),
		id;

	add_exhibit(f, "copy/b.jpg", "two", true);
	find_is(f, "q1", a);
	find_is(f, "in/a.jpg", a);
	find_is(f, "a.jpg", a);
	find_is(f, "in/\xff.jpg", b);
	/* printf one | sha256sum, sha1sum, md5sum */
	find_is(f, "7692c3ad3540bb803c020b3aee66cd8887123234ea0c6e7143c0add73ff431ed", a);
	find_is(f, "7692c", a);
	find_is(f, "7692C3", a);
	find_is(f, "fe05bcdcdc4928012781a5f1a2a77cbb5398e106", a);
	find_is(f, "f97c5d29941bfb1b2fdab0874906ab82", a);
	assert_int_equal(exhibit_find(&f->db, "3fc4", &id, &f->e), ST_USAGE);
	assert_non_null(strstr(f->e.message, "Q2, Q3"));
	assert_int_equal(exhibit_find(&f->db, "nobody.jpg", &id, &f->e), ST_USAGE);
	assert_int_equal(exhibit_find(&f->db, "", &id, &f->e), ST_USAGE);
}

static void examinations_are_summed_up(void **state)
{
	struct fix *f = *state;
	int64_t a = add_exhibit(f, "a.jpg", "one", true), b = add_exhibit(f, "b.jpg", "two", true);
	struct examination *x;
	struct exhibit_list l;

	assert_int_equal(examination_get(&f->db, a, &x, &f->e), ST_NOTHING);
	put_examination(f, a, LEVEL_NOTICE, "2026:11:02 14:03:00");
	put_examination(f, a, LEVEL_WARNING, "2026:11:02 14:03:01");
	OK(f, scan_pending_get(&f->db, &l, &f->e));
	assert_int_equal(l.n, 1);
	assert_int_equal(l.items[0].id, b);
	exhibit_list_release(&l);
	OK(f, exhibit_list_get(&f->db, &l, &f->e));
	assert_true(l.items[0].examined);
	assert_int_equal(l.items[0].status, ST_OK);
	assert_int_equal(l.items[0].level, LEVEL_WARNING);
	assert_int_equal(l.items[0].spoke, 6);
	assert_string_equal(l.items[0].why, "taken after it was received");
	assert_string_equal(l.items[0].taken, "2026:11:02 14:03:01");
	assert_string_equal(l.items[0].media_type, "image/jpeg");
	assert_false(l.items[1].examined);
	exhibit_list_release(&l);
	OK(f, examination_get(&f->db, a, &x, &f->e));
	assert_int_equal(x->level, LEVEL_WARNING);
	assert_int_equal(x->results[0].n_findings, 1);
	exam_free(x);
	assert_int_equal(pragma(f, "SELECT count(*) FROM finding WHERE alternatives <> ''"), 2);
	assert_int_equal(examination_get(&f->db, b, &x, &f->e), ST_NOTHING);
	assert_verifies(f);
	fix_close(f);
	fix_open(f, STORE_WRITE);
	assert_string_equal(f->db.notice, "1 of 2 exhibits wait for their examination");
}

static void tags_come_and_go(void **state)
{
	struct fix *f = *state;
	int64_t a = add_exhibit(f, "a.jpg", "one", true), before;
	struct exhibit_list l;

	OK(f, tag_set(&f->db, a, "urgent", true, "Ana", NOW, &f->e));
	OK(f, tag_set(&f->db, a, "crop", true, "Ana", NOW, &f->e));
	before = pragma(f, "SELECT max(seq) FROM audit");
	OK(f, tag_set(&f->db, a, "crop", true, "Ben", NOW, &f->e));
	assert_int_equal(pragma(f, "SELECT max(seq) FROM audit"), before);
	OK(f, exhibit_list_get(&f->db, &l, &f->e));
	assert_string_equal(l.items[0].tags, "crop,urgent");
	exhibit_list_release(&l);
	OK(f, tag_set(&f->db, a, "urgent", false, "Ana", NOW, &f->e));
	OK(f, exhibit_list_get(&f->db, &l, &f->e));
	assert_string_equal(l.items[0].tags, "crop");
	exhibit_list_release(&l);
	assert_int_equal(tag_set(&f->db, a, "two words", true, "Ana", NOW, &f->e), ST_USAGE);
	assert_int_equal(tag_set(&f->db, a, "", true, "Ana", NOW, &f->e), ST_USAGE);
	assert_int_equal(tag_set(&f->db, 99, "x", true, "Ana", NOW, &f->e), ST_USAGE);
	assert_verifies(f);
}

/* ---- notes and verdicts ---- */

static void notes_supersede(void **state)
{
	struct fix *f = *state;
	int64_t a = add_exhibit(f, "a.jpg", "one", true), b = add_exhibit(f, "b.jpg", "two", true);
	int64_t first = add_note(f, a, "light from the left\nsecond line \x1b[31m"), second, id;
	struct note_list l;
	struct exhibit_list x;

	add_note(f, 0, "about the case");
	OK(f, note_add(&f->db, a, "Ben", "light from the right", first, NOW, &second, &f->e));
	assert_int_equal(note_add(&f->db, a, "Ben", "x", first, NOW, &id, &f->e), ST_USAGE);
	assert_int_equal(note_add(&f->db, b, "Ben", "x", second, NOW, &id, &f->e), ST_USAGE);
	assert_int_equal(note_add(&f->db, a, "Ben", " \n", 0, NOW, &id, &f->e), ST_USAGE);
	assert_int_equal(note_add(&f->db, a, "Ben", "\xff", 0, NOW, &id, &f->e), ST_USAGE);
	assert_int_equal(note_add(&f->db, 99, "Ben", "x", 0, NOW, &id, &f->e), ST_USAGE);
	OK(f, note_list_get(&f->db, a, &l, &f->e));
	assert_int_equal(l.n, 2);
	assert_string_equal(l.items[0].text, "light from the left\nsecond line <U+001B>[31m");
	assert_true(l.items[0].superseded);
	assert_int_equal(l.items[1].supersedes, first);
	assert_string_equal(l.items[1].author, "Ben");
	assert_string_equal(l.items[1].at, "2027-01-15T08:00:00Z");
	assert_false(l.items[1].superseded);
	note_list_release(&l);
	OK(f, note_list_get(&f->db, -1, &l, &f->e));
	assert_int_equal(l.n, 3);
	note_list_release(&l);
	OK(f, note_list_get(&f->db, 0, &l, &f->e));
	assert_int_equal(l.n, 1);
	note_list_release(&l);
	OK(f, exhibit_list_get(&f->db, &x, &f->e));
	assert_int_equal(x.items[0].notes, 1);
	exhibit_list_release(&x);
	assert_verifies(f);
}

static size_t hits(struct fix *f, const char *words)
{
	struct note_list l;
	size_t n;

	OK(f, note_search(&f->db, words, &l, &f->e));
	n = l.n;
	note_list_release(&l);
	return n;
}

static void notes_are_searched(void **state)
{
	struct fix *f = *state;
	struct note_list l;

	add_note(f, 0, "Schatten f\xC3\xA4llt nach links");
	add_note(f, 0, "shadow of the crane");
	assert_int_equal(hits(f, "crane shadow"), 1);
	assert_int_equal(hits(f, "SHAD"), 1);
	assert_int_equal(hits(f, "fallt"), 1);
	assert_int_equal(hits(f, "crane links"), 0);
	assert_int_equal(hits(f, "\"crane OR ( NEAR"), 0);
	assert_int_equal(hits(f, "text: crane*"), 0);
	assert_int_equal(note_search(&f->db, "  ", &l, &f->e), ST_USAGE);
}

static enum status judge(struct fix *f, int64_t exhibit, const char *h1, int level, bool unsuitable,
			 const char *category)
{
	struct verdict v = { .exhibit = exhibit,
			     .author = "Ana",
			     .h1 = (char *)(uintptr_t)h1,
			     .h2 = (char *)(uintptr_t) "the other",
			     .level = level,
			     .not_suitable = unsuitable };
	int64_t id;

	snprintf(v.category, sizeof v.category, "%s", category);
	return verdict_add(&f->db, &v, NOW, &id, &f->e);
}

static void verdicts_are_bounded(void **state)
{
	struct fix *f = *state;
	int64_t a = add_exhibit(f, "a.jpg", "one", true);

	for (int level = -4; level <= 4; level++)
		OK(f, judge(f, a, "one", level, false, ""));
	assert_int_equal(judge(f, a, "one", 5, false, ""), ST_USAGE);
	assert_int_equal(judge(f, a, "one", -5, false, ""), ST_USAGE);
	assert_int_equal(judge(f, a, " ", 1, false, ""), ST_USAGE);
	assert_int_equal(judge(f, a, NULL, 1, false, ""), ST_USAGE);
	assert_int_equal(judge(f, a, "one", 1, false, "Fake"), ST_USAGE);
	assert_int_equal(judge(f, 0, "one", 1, false, ""), ST_USAGE);
	assert_int_equal(judge(f, 99, "one", 1, false, ""), ST_USAGE);
	OK(f, judge(f, a, "one", 3, true, ""));
	for (size_t i = 0; mediareview_categories[i]; i++) /* the list and the table's CHECK are the same */
		OK(f, judge(f, a, "one", 1, false, mediareview_categories[i]));
	assert_verifies(f);
}

static void the_newest_verdict_stands(void **state)
{
	struct fix *f = *state;
	int64_t a = add_exhibit(f, "a.jpg", "one", true);
	struct verdict_list l;
	struct exhibit_list x;

	add_verdict(f, a, 2);
	add_verdict(f, a, -3);
	OK(f, verdict_list_get(&f->db, a, &l, &f->e));
	assert_int_equal(l.n, 2);
	assert_true(l.items[0].superseded);
	assert_false(l.items[1].superseded);
	assert_string_equal(l.items[1].h2, "composed of two");
	assert_string_equal(l.items[1].question, "");
	verdict_list_release(&l);
	OK(f, exhibit_list_get(&f->db, &x, &f->e));
	assert_true(x.items[0].has_verdict);
	assert_int_equal(x.items[0].verdict_level, -3);
	exhibit_list_release(&x);
}

/* ---- the store's thread ---- */

struct trace_op {
	int n;
	struct trace_op **order;
	size_t *done;
	struct fix *f;
};

static enum status note_op(struct store_db *db, void *arg, struct error *e)
{
	struct trace_op *t = arg;
	char text[32];
	int64_t id;

	snprintf(text, sizeof text, "note %d", t->n);
	if (t->n == 3)
		return err_set(e, ST_USAGE, "number three");
	return note_add(db, 0, "Ana", text, 0, NOW, &id, e);
}

static void note_done(void *arg, enum status st, const struct error *e)
{
	struct trace_op *t = arg;

	assert_int_equal(st, t->n == 3 ? ST_USAGE : ST_OK);
	if (t->n == 3)
		assert_string_equal(e->message, "number three");
	t->order[(*t->done)++] = t;
}

static void posts_are_answered_in_order(void **state)
{
	struct fix *f = *state;
	struct trace_op ops[8], *order[8];
	struct store *s;
	size_t done = 0;

	fix_close(f);
	OK(f, store_open(f->path, STORE_WRITE, &s, &f->e));
	assert_string_equal(store_path(s), f->path);
	for (int i = 0; i < 8; i++) {
		ops[i] = (struct trace_op){ .n = i, .order = order, .done = &done, .f = f };
		store_post(s, note_op, &ops[i], note_done);
	}
	assert_int_equal(done, 0); /* never before store_dispatch */
	assert_int_equal(store_pending(s), 8);
	while (store_pending(s) > 2) {
		struct pollfd p = { .fd = store_fd(s), .events = POLLIN };

		assert_int_equal(poll(&p, 1, 10000), 1);
		store_dispatch(s);
	}
	OK(f, store_close(s, &f->e)); /* the rest is answered here */
	assert_int_equal(done, 8);
	for (int i = 0; i < 8; i++)
		assert_ptr_equal(order[i], &ops[i]);
	fix_open(f, STORE_READ);
	assert_int_equal(pragma(f, "SELECT count(*) FROM note"), 7);
	assert_int_equal(store_close(NULL, &f->e), ST_OK);
}

static void calls_answer_errors(void **state)
{
	struct fix *f = *state;
	struct trace_op op = { .n = 3 };
	struct store *s = NULL;

	fix_close(f);
	assert_int_equal(store_open("/nonexistent/x.cott", STORE_WRITE, &s, &f->e), ST_CASE);
	assert_null(s);
	OK(f, store_open(f->path, STORE_WRITE, &s, &f->e));
	OK(f, store_set_actor(s, "Carla", &f->e));
	assert_int_equal(store_set_actor(s, "", &f->e), ST_USAGE);
	assert_int_equal(store_call(s, note_op, &op, &f->e), ST_USAGE);
	assert_string_equal(f->e.message, "number three");
	OK(f, store_close(s, &f->e));
}

static void a_large_case_is_listed(void **state)
{
	enum { MANY = 10000 };
	struct fix *f = *state;
	struct exhibit_list l;
	struct timespec a, b;
	char sql[1200];

	fix_close(f);
	/* The rows are made by SQL: this is about reading. */
	snprintf(sql, sizeof sql,
		 "DROP TRIGGER audit_order; WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n"
		 " WHERE i <= %d) INSERT INTO audit SELECT i, '2027-01-15T08:00:00Z', 'a', 'exhibit.add', "
		 "'', '', zeroblob(32),"
		 " zeroblob(32) FROM n; WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE "
		 "i < %d)"
		 " INSERT INTO exhibit(id, label, path, path_bytes, size, sha256, sha1, md5, acquired, "
		 "audit, why) SELECT i,"
		 " 'Q' || i, 'folder/picture ' || i || '.jpg', CAST('folder/picture ' || i || '.jpg' AS "
		 "BLOB), i,"
		 " randomblob(32), randomblob(20), randomblob(16), '2027-01-15T08:00:00Z', i + 1,"
		 " 'the thumbnail shows another picture' FROM n",
		 MANY, MANY);
	raw_sql(f->path, sql);
	fix_open(f, STORE_READ); /* the missing trigger is told, not refused */
	assert_non_null(strstr(f->db.notice, "audit_order"));
	clock_gettime(CLOCK_MONOTONIC, &a);
	OK(f, exhibit_list_get(&f->db, &l, &f->e));
	clock_gettime(CLOCK_MONOTONIC, &b);
	assert_int_equal(l.n, MANY);
	assert_string_equal(l.items[MANY - 1].label, "Q10000");
	exhibit_list_release(&l);
	print_message("# %d exhibits listed in %.1f ms\n", MANY,
		      (double)(b.tv_sec - a.tv_sec) * 1e3 + (double)(b.tv_nsec - a.tv_nsec) / 1e6);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(files_are_private_and_become_one),
		T(the_handle_is_hardened),
		T(info_counts),
		T(bytes_are_kept_once),
		T(large_bytes_go_in_parts),
		T(changed_evidence_is_refused),
		T(exhibits_are_found),
		T(examinations_are_summed_up),
		T(tags_come_and_go),
		T(notes_supersede),
		T(notes_are_searched),
		T(verdicts_are_bounded),
		T(the_newest_verdict_stands),
		T(posts_are_answered_in_order),
		T(calls_answer_errors),
		T(a_large_case_is_listed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
