/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chain against people who can write SQL. */
#include "tests/unit/case_fixture.h"

#include "db/audit.h"
#include "db/schema.h"
#include "src/base/mem.h"

#include <unistd.h>

static int setup(void **state)
{
	struct fix *f = fix_new();
	int64_t q;

	*state = f;
	fix_open(f, STORE_CREATE);
	q = add_exhibit(f, "a.jpg", "one", true);
	put_examination(f, q, LEVEL_NOTICE, "2026:11:02 14:03:00");
	for (int i = 0; i < 8; i++)
		add_note(f, q, "a note");
	add_verdict(f, q, 1);
	OK(f, tag_set(&f->db, q, "crop", true, "Ana", NOW, &f->e));
	assert_verifies(f);
	return 0;
}

static int teardown(void **state)
{
	fix_free(*state);
	return 0;
}

/* The bytes of one row, put together by hand: sqlite3 and sha256sum give the same, see cottingley-case(5). */
static void the_hash_is_as_written_down(void **state)
{
	static const uint8_t zero[SHA256_LEN];
	static const char flat[] = "CTGAUDIT1"
				   "\0\0\0\0\0\0\0\1"
				   "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"
				   "\0\0\0\2"
				   "ts"
				   "\0\0\0\3"
				   "Ana"
				   "\0\0\0\10"
				   "note.add"
				   "\0\0\0\2"
				   "Q1"
				   "\0\0\0\0";
	struct audit_text t = { { "ts", "Ana", "note.add", "Q1", "" }, { 2, 3, 8, 2, 0 } };
	uint8_t a[SHA256_LEN], b[SHA256_LEN];

	(void)state;
	audit_hash(1, zero, &t, a);
	hash_sha256(flat, sizeof flat - 1, b);
	assert_memory_equal(a, b, SHA256_LEN);
	t.text[2] = "note.addQ"; /* the same bytes in a row, another field */
	t.len[2] = 9;
	t.text[3] = "1";
	t.len[3] = 1;
	audit_hash(1, zero, &t, b);
	assert_memory_not_equal(a, b, SHA256_LEN);
}

static void triggers_refuse(void **state)
{
	static const char *const statements[] = {
		"UPDATE audit SET detail = 'x' WHERE seq = 3",
		"DELETE FROM audit WHERE seq = 3",
		"DELETE FROM audit",
		"INSERT OR REPLACE INTO audit SELECT 3, ts, actor, action, subject, 'x', prev, hash FROM "
		"audit WHERE seq = 3",
		"INSERT INTO audit SELECT seq + 7, ts, actor, action, subject, detail, hash, hash FROM audit"
		" ORDER BY seq DESC LIMIT 1",
		"INSERT INTO audit SELECT seq + 1, ts, actor, action, subject, detail, prev, hash FROM audit"
		" ORDER BY seq DESC LIMIT 1",
		"UPDATE note SET text = 'x'",
		"DELETE FROM note",
		"UPDATE verdict SET level = 4",
		"DELETE FROM verdict",
		"UPDATE exhibit SET sha256 = zeroblob(32)",
		"UPDATE exhibit SET label = 'Q9'",
		"DELETE FROM exhibit",
		"UPDATE examination SET level = 0",
		"DELETE FROM examination_data",
		"DELETE FROM stored_part",
		"UPDATE stored_part SET bytes = x'00'",
		"UPDATE finding SET summary = 'x'",
		"INSERT INTO finding(examination, check_id, code, kind, level, summary, detail, alternatives)"
		" VALUES(1, 'c', 'c', 'interpretation', 1, 's', '', '')",
		"INSERT INTO verdict(exhibit, author, at, question, h1, h2, limits, not_suitable, level, "
		"category, audit)"
		" VALUES(1, 'a', '2027-01-15T08:00:00Z', '', ' ', 'x', '', 0, 0, '', 1)",
		"INSERT INTO verdict(exhibit, author, at, question, h1, h2, limits, not_suitable, level, "
		"category, audit)"
		" VALUES(1, 'a', '2027-01-15T08:00:00Z', '', 'x', 'x', '', 0, 5, '', 1)",
	};
	struct fix *f = *state;

	for (size_t i = 0; i < ARRAY_LEN(statements); i++)
		if (sqlite3_exec(f->db.sqlite, statements[i], NULL, NULL, NULL) == SQLITE_OK)
			fail_msg("not refused: %s", statements[i]);
	assert_verifies(f);
}

static void a_stock_tool_cannot_replace_rows(void **state)
{
	struct fix *f = *state;
	sqlite3 *db;

	fix_close(f);
	assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "PRAGMA recursive_triggers=OFF", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(
		sqlite3_exec(
			db,
			"INSERT OR REPLACE INTO audit SELECT seq, ts, actor, action, subject, 'x', prev, hash"
			" FROM audit WHERE seq = 3",
			NULL, NULL, NULL),
		SQLITE_CONSTRAINT);
	sqlite3_close(db);
}

/* Takes the trigger away, runs sql, puts the same trigger back: what somebody does who knows the program. */
static void forge(struct fix *f, const char *trigger, const char *sql)
{
	sqlite3 *db;
	sqlite3_stmt *q;
	char text[1024], get[128];

	fix_close(f);
	assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
	snprintf(get, sizeof get, "SELECT sql FROM sqlite_schema WHERE name = '%s'", trigger);
	assert_int_equal(sqlite3_prepare_v2(db, get, -1, &q, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	snprintf(text, sizeof text, "DROP TRIGGER %s; %s; %s", trigger, sql,
		 (const char *)sqlite3_column_text(q, 0));
	sqlite3_finalize(q);
	sqlite3_close(db);
	raw_sql(f->path, text);
	fix_open(f, STORE_READ);
}

static void assert_problem(struct fix *f, const char *words)
{
	struct verify_report r;

	OK(f, case_verify(&f->db, &r, &f->e));
	if (!strstr(r.first_problem, words))
		fail_msg("'%s' does not say '%s'", r.first_problem, words);
	assert_false(r.integrity_ok && r.foreign_keys_ok && r.audit_ok && r.blobs_ok);
}

static void a_changed_row_is_named(void **state)
{
	struct fix *f = *state;

	forge(f, "audit_fixed", "UPDATE audit SET actor = 'Eve' WHERE seq = 7");
	assert_problem(f, "audit row 7 was changed");
}

static void a_removed_row_is_named(void **state)
{
	struct fix *f = *state;

	forge(f, "audit_kept", "DELETE FROM audit WHERE seq = 7");
	assert_problem(f, "audit row 7 is missing");
}

static void a_rehashed_row_breaks_the_next(void **state)
{
	struct fix *f = *state;

	forge(f, "audit_fixed", "UPDATE audit SET hash = zeroblob(32) WHERE seq = 7");
	assert_problem(f, "audit row 7");
}

static void a_changed_note_is_named(void **state)
{
	struct fix *f = *state;

	forge(f, "note_fixed", "UPDATE note SET text = 'another text' WHERE id = 3");
	assert_problem(f, "note 3 is not what the audit chain says");
}

static void a_changed_author_is_named(void **state)
{
	struct fix *f = *state;

	forge(f, "verdict_fixed", "UPDATE verdict SET author = 'Eve'");
	assert_problem(f, "verdict 1 is not what");
}

static void a_changed_level_is_named(void **state)
{
	struct fix *f = *state;

	forge(f, "examination_fixed", "UPDATE examination SET level = 0; UPDATE exhibit SET level = 0");
	assert_problem(f, "examination 1 is not what");
}

static void a_changed_list_is_named(void **state)
{
	struct fix *f = *state;

	forge(f, "audit_fixed", "UPDATE exhibit SET level = 0");
	assert_problem(f, "of 'Q1' do not match");
}

static void a_changed_hash_is_named(void **state)
{
	struct fix *f = *state;

	forge(f, "exhibit_fixed", "UPDATE exhibit SET md5 = zeroblob(16)");
	assert_problem(f, "exhibit 1 is not what");
}

static void a_removed_note_is_counted(void **state)
{
	struct fix *f = *state;

	forge(f, "note_kept", "DELETE FROM note WHERE id = 8; UPDATE exhibit SET notes = 7");
	assert_problem(f, "speaks of 8 notes, the case holds 7");
}

static void a_planted_tag_is_named(void **state)
{
	struct fix *f = *state;

	forge(f, "note_kept", "UPDATE tag SET name = 'fine'; UPDATE exhibit SET tags = 'fine'");
	assert_problem(f, "the tags and the audit chain of 'Q1'");
}

static void a_changed_title_is_named(void **state)
{
	struct fix *f = *state;

	OK(f, case_set_title(&f->db, "Harbour fire", &f->e));
	assert_verifies(f);
	forge(f, "note_kept", "UPDATE meta SET value = 'Harbour party' WHERE key = 'title'");
	assert_problem(f, "the case and the audit chain of 'title'");
	forge(f, "note_kept",
	      "UPDATE meta SET value = 'Harbour fire' WHERE key = 'title';"
	      "UPDATE meta SET value = '00000000-0000-4000-8000-000000000000' WHERE key = 'uuid'");
	assert_problem(f, "the case and the audit chain of 'uuid'");
}

static void changed_bytes_are_named(void **state)
{
	struct fix *f = *state;
	uint64_t size;
	int fd;

	forge(f, "stored_part_fixed", "UPDATE stored_part SET bytes = CAST('two' AS BLOB)");
	assert_problem(f, "the stored bytes number 1");
	assert_int_equal(exhibit_open_blob(&f->db, 1, &fd, &size, &f->e), ST_MISMATCH);
}

static void a_changed_examination_is_named(void **state)
{
	struct fix *f = *state;
	struct examination *x;

	forge(f, "examination_data_fixed", "UPDATE examination_data SET cbor = x'A0'");
	assert_problem(f, "the stored examination number 1");
	if (examination_get(&f->db, 1, &x, &f->e) == ST_OK)
		exam_free(x);
}

/* A chain cannot see its own end cut off: only a head kept elsewhere can. */
static void a_shortened_chain_needs_a_remembered_head(void **state)
{
	struct fix *f = *state;
	struct case_info c;
	struct verify_report r;

	OK(f, case_info_get(&f->db, &c, &f->e));
	OK(f, audit_check_head(&f->db, c.audit_seq, c.audit_head, &f->e));
	/* The last row is of the tag; everything that points to it goes too. */
	forge(f, "audit_kept",
	      "UPDATE exhibit SET tags = ''; DELETE FROM exhibit_tag; DELETE FROM audit WHERE seq ="
	      " (SELECT max(seq) FROM audit)");
	OK(f, case_verify(&f->db, &r, &f->e));
	assert_string_equal(r.first_problem, "");
	assert_int_equal(audit_check_head(&f->db, c.audit_seq, c.audit_head, &f->e), ST_MISMATCH);
	assert_non_null(strstr(f->e.message, "shortened"));
	OK(f, audit_check_head(&f->db, r.audit_rows, r.head, &f->e));
	assert_int_equal(audit_check_head(&f->db, r.audit_rows, c.audit_head, &f->e), ST_MISMATCH);
	assert_non_null(strstr(f->e.message, "rewritten"));
	assert_int_equal(audit_check_head(&f->db, UINT64_MAX, c.audit_head, &f->e), ST_MISMATCH);
}

static void a_foreign_change_while_open_is_noticed(void **state)
{
	struct fix *f = *state;
	int64_t id;

	raw_sql(f->path,
		"DROP TRIGGER audit_kept; DELETE FROM audit WHERE seq = (SELECT max(seq) FROM audit)");
	assert_int_equal(note_add(&f->db, 0, "Ana", "x", 0, NOW, &id, &f->e), ST_CASE);
	assert_non_null(strstr(f->e.message, "changed by another program"));
}

static void rows_are_listed_and_added(void **state)
{
	struct fix *f = *state;
	struct audit_list l;
	size_t n;

	assert_int_equal(audit_add(&f->db, "Ana", "note.add", "Q1", "forged", NOW, &f->e), ST_USAGE);
	OK(f, audit_add(&f->db, "Ana", "report.export", "case", "html sha256=\xff\x1b", NOW, &f->e));
	OK(f, audit_list_get(&f->db, &l, &f->e));
	n = l.n;
	assert_int_equal(l.items[n - 1].seq, n);
	assert_string_equal(l.items[n - 1].action, "report.export");
	assert_string_equal(l.items[n - 1].detail, "html sha256=<FF><U+001B>");
	assert_string_equal(l.items[0].action, "case.create");
	assert_memory_equal(l.items[n - 1].hash, f->db.head, SHA256_LEN);
	audit_list_release(&l);
	assert_verifies(f);
}

static void migrations_go_forward_after_a_copy(void **state)
{
	static struct migration steps[STORE_VERSION + 1];
	struct fix *f = *state;
	char copy[256], missing[64];
	sqlite3 *db;

	memcpy(steps, schema_steps, sizeof schema_steps);
	steps[STORE_VERSION].ddl = "CREATE TABLE added(id INTEGER PRIMARY KEY) STRICT;";
	sql_forget(&f->db);
	OK(f, schema_migrate(&f->db, steps, STORE_VERSION, STORE_VERSION + 1, &f->e));
	OK(f, schema_compare(&f->db, steps, STORE_VERSION + 1, missing, sizeof missing, &f->e));
	assert_string_equal(missing, "");
	assert_int_equal(schema_migrate(&f->db, steps, STORE_VERSION, STORE_VERSION + 1, &f->e), ST_CASE);
	snprintf(copy, sizeof copy, "%s.v%d", f->path, STORE_VERSION);
	assert_int_equal(sqlite3_open_v2(copy, &db, SQLITE_OPEN_READWRITE, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "SELECT * FROM added", NULL, NULL, NULL), SQLITE_ERROR);
	assert_int_equal(sqlite3_exec(db, "SELECT * FROM note", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	fix_close(f);
	assert_int_equal(fix_try(f, STORE_WRITE), ST_CASE); /* newer than this program */
	assert_non_null(strstr(f->e.message, "newer"));
	snprintf(f->path, sizeof f->path, "%.120s", copy);
	fix_open(f, STORE_WRITE);
	assert_verifies(f);
}

static void a_failed_migration_changes_nothing(void **state)
{
	static struct migration steps[STORE_VERSION + 1];
	struct fix *f = *state;

	memcpy(steps, schema_steps, sizeof schema_steps);
	steps[STORE_VERSION].ddl = "CREATE TABLE added(id INTEGER PRIMARY KEY) STRICT; CREATE TABLE note(x);";
	sql_forget(&f->db);
	assert_int_equal(schema_migrate(&f->db, steps, STORE_VERSION, STORE_VERSION + 1, &f->e), ST_CASE);
	assert_verifies(f);
	fix_close(f);
	fix_open(f, STORE_WRITE);
	assert_verifies(f);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(the_hash_is_as_written_down),
		T(triggers_refuse),
		T(a_stock_tool_cannot_replace_rows),
		T(a_changed_row_is_named),
		T(a_removed_row_is_named),
		T(a_rehashed_row_breaks_the_next),
		T(a_changed_note_is_named),
		T(a_changed_author_is_named),
		T(a_changed_level_is_named),
		T(a_changed_list_is_named),
		T(a_changed_hash_is_named),
		T(a_removed_note_is_counted),
		T(a_planted_tag_is_named),
		T(a_changed_title_is_named),
		T(changed_bytes_are_named),
		T(a_changed_examination_is_named),
		T(a_shortened_chain_needs_a_remembered_head),
		T(a_foreign_change_while_open_is_noticed),
		T(rows_are_listed_and_added),
		T(migrations_go_forward_after_a_copy),
		T(a_failed_migration_changes_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
