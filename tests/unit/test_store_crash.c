/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is acknowledged is kept: killed processes, lost logs, full disks, folders that cannot be written, two
 * writers. Children report through pipes, since a failed assertion in them would be lost. */
#include "tests/unit/case_fixture.h"

#include "db/holder.h"
#include "src/base/mem.h"

#include <errno.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static int setup(void **state)
{
	struct fix *f = fix_new();

	*state = f;
	fix_open(f, STORE_CREATE);
	add_exhibit(f, "a.jpg", "one", true);
	fix_close(f);
	return 0;
}

static int teardown(void **state)
{
	fix_free(*state);
	return 0;
}

struct ack {
	int64_t note, verdict, seq;
};

/* Child: opens the case and writes until it is killed or refused; every acknowledged pair goes into the pipe.
 */
static enum status write_on(const char *path, int out, long most)
{
	struct store_db *db = mem_need(1, sizeof *db);
	struct error e = ERROR_INIT;
	enum status st = db_open(path, STORE_WRITE, db, &e);

	for (long i = 0; i < most && st == ST_OK; i++) {
		struct verdict v = { .exhibit = 1,
				     .author = "Ana",
				     .h1 = (char *)(uintptr_t) "one",
				     .h2 = (char *)(uintptr_t) "two",
				     .level = (int)(i % 9) - 4 };
		struct ack a = { 0 };

		st = note_add(db, i % 2, "Ana", "the shadow of the crane falls to the left", 0, NOW, &a.note,
			      &e);
		if (st == ST_OK)
			st = verdict_add(db, &v, NOW, &a.verdict, &e);
		a.seq = (int64_t)db->seq;
		if (st == ST_OK && write(out, &a, sizeof a) != sizeof a)
			break;
	}
	if (st)
		fprintf(stderr, "# child: %s\n", e.message);
	return st;
}

static pid_t start_writer(struct fix *f, int *in)
{
	int ends[2];
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		close(ends[0]);
		_exit((int)write_on(f->path, ends[1], 1000000));
	}
	close(ends[1]);
	*in = ends[0];
	return pid;
}

static struct ack drain(int in, struct ack last)
{
	struct ack a;

	while (read(in, &a, sizeof a) == sizeof a)
		last = a;
	close(in);
	return last;
}

static int64_t number(struct fix *f, const char *text)
{
	sqlite3_stmt *q;
	int64_t v;

	assert_int_equal(sqlite3_prepare_v2(f->db.sqlite, text, -1, &q, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	v = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	return v;
}

static void assert_all_kept(struct fix *f, struct ack last)
{
	assert_true(number(f, "SELECT max(id) FROM note") >= last.note);
	assert_true(number(f, "SELECT max(id) FROM verdict") >= last.verdict);
	assert_int_equal(number(f, "SELECT count(*) FROM note"), number(f, "SELECT max(id) FROM note"));
	assert_int_equal(number(f, "SELECT count(*) FROM verdict"), number(f, "SELECT max(id) FROM verdict"));
	assert_true(number(f, "SELECT max(seq) FROM audit") >= last.seq);
	assert_verifies(f);
}

static void kill_after(pid_t pid, unsigned usec)
{
	int status;

	usleep(usec);
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFSIGNALED(status));
}

static void killed_writers_lose_nothing(void **state)
{
	struct fix *f = *state;
	struct ack last = { 0 };
	uint32_t seed = 20261121;

	for (int round = 0; round < 20; round++) {
		int64_t seq;
		int in;
		pid_t pid = start_writer(f, &in);

		seed = seed * 1664525u + 1013904223u;
		if (round % 2) /* else perhaps while it opens the case */
			assert_int_equal(read(in, &last, sizeof last), sizeof last);
		kill_after(pid, (seed >> 8) % 40000);
		last = drain(in, last);
		fix_open(f, STORE_WRITE);
		assert_all_kept(f, last);
		seq = number(f, "SELECT max(seq) FROM audit");
		add_note(f, 0, "after the crash");
		assert_int_equal(number(f, "SELECT max(seq) FROM audit"), seq + 1);
		assert_verifies(f);
		fix_close(f);
		assert_false(beside(f, "-wal"));
	}
	assert_true(last.note >= 10);
	print_message("# 20 kills, %lld notes and %lld verdicts acknowledged and kept\n",
		      (long long)last.note, (long long)last.verdict);
}

/* Waits until the child has written some, then kills it. */
static struct ack crash(struct fix *f)
{
	struct ack a, none = { 0 };
	int in;
	pid_t pid = start_writer(f, &in);

	for (int i = 0; i < 3; i++)
		assert_int_equal(read(in, &a, sizeof a), sizeof a);
	kill_after(pid, 0);
	return drain(in, none);
}

static void recovery_is_told(void **state)
{
	struct fix *f = *state;

	crash(f);
	assert_true(beside(f, "-wal"));
	fix_open(f, STORE_READ);
	assert_non_null(strstr(f->db.notice, "the case was not closed"));
	assert_non_null(strstr(f->db.notice, "changes recovered"));
	fix_close(f);
	fix_open(f, STORE_WRITE);
	assert_non_null(strstr(f->db.notice, "changes recovered"));
	assert_int_equal(number(f, "SELECT count(*) FROM audit WHERE action = 'case.recover'"), 1);
	fix_close(f);
	fix_open(f, STORE_WRITE);
	assert_null(strstr(f->db.notice, "not closed"));
}

static void a_lost_log_is_told(void **state)
{
	struct fix *f = *state;
	char name[160];

	crash(f);
	snprintf(name, sizeof name, "%s-wal", f->path);
	assert_int_equal(unlink(name), 0);
	snprintf(name, sizeof name, "%s-shm", f->path);
	unlink(name);
	fix_open(f, STORE_READ);
	assert_non_null(strstr(f->db.notice, "the write-ahead log is missing"));
	fix_close(f);
	assert_false(beside(f, "-wal") || beside(f, "-shm")); /* reading leaves no new ones */
	fix_open(f, STORE_WRITE);
	assert_non_null(strstr(f->db.notice, "the write-ahead log is missing"));
	assert_non_null(strstr(f->db.notice, "after audit row "));
	assert_verifies(f);
	fix_close(f);
	fix_open(f, STORE_WRITE);
	assert_null(strstr(f->db.notice, "missing"));
}

static void a_second_writer_is_refused(void **state)
{
	struct fix *f = *state;
	struct ack a;
	char pid_text[32];
	int in;
	pid_t pid = start_writer(f, &in);
	struct exhibit_list l;

	assert_int_equal(read(in, &a, sizeof a), sizeof a);
	assert_int_equal(fix_try(f, STORE_WRITE), ST_BUSY);
	snprintf(pid_text, sizeof pid_text, "process %d ", (int)pid);
	assert_non_null(strstr(f->e.message, pid_text));
	assert_null(strstr(f->e.message, "database is locked"));
	fix_open(f, STORE_READ); /* reading goes on beside it */
	OK(f, exhibit_list_get(&f->db, &l, &f->e));
	assert_int_equal(l.n, 1);
	exhibit_list_release(&l);
	fix_close(f);
	kill_after(pid, 0);
	close(in);
	fix_open(f, STORE_WRITE); /* a dead process holds nothing */
	assert_verifies(f);
}

static void the_same_process_is_refused_too(void **state)
{
	struct fix *f = *state;
	struct store_db *db = mem_need(1, sizeof *db);

	fix_open(f, STORE_WRITE);
	assert_int_equal(db_open(f->path, STORE_WRITE, db, &f->e), ST_BUSY);
	add_note(f, 0, "the first goes on");
	assert_verifies(f);
	free(db);
}

/* As a process that dies: SQLite's handle goes, the row stays. */
static void handle_abandon(struct fix *f)
{
	sql_forget(&f->db);
	sqlite3_close_v2(f->db.sqlite);
	f->open = false;
}

/* A row of a container or a machine whose processes cannot be seen from here. */
static void a_holder_elsewhere_is_found_out(void **state)
{
	struct fix *f = *state;
	struct store_db *db = mem_need(1, sizeof *db);

	fix_open(f, STORE_WRITE);
	assert_int_equal(sqlite3_exec(f->db.sqlite,
				      "UPDATE holder SET machine = 'another', host = 'elsewhere', pid = 7",
				      NULL, NULL, NULL),
			 SQLITE_OK);
	assert_int_equal(db_open(f->path, STORE_WRITE, db, &f->e), ST_BUSY); /* somebody has it open */
	assert_non_null(strstr(f->e.message, "process 7 on 'elsewhere'"));
	handle_abandon(f);
	memset(db, 0, sizeof *db);
	OK(f, db_open(f->path, STORE_WRITE, db, &f->e)); /* nobody has */
	OK(f, db_close(db, &f->e));
	free(db);
}

static void a_used_pid_is_not_mistaken(void **state)
{
	struct fix *f = *state;

	fix_open(f, STORE_WRITE);
	assert_int_equal(
		sqlite3_exec(f->db.sqlite, "UPDATE holder SET started = started - 5", NULL, NULL, NULL),
		SQLITE_OK);
	handle_abandon(f);
	fix_open(f, STORE_WRITE);
	assert_non_null(strstr(f->db.notice, "was not closed"));
}

/* ---- the disk ---- */

static void a_full_disk_loses_nothing(void **state)
{
	struct fix *f = *state;
	struct ack last = { 0 };
	int ends[2], status;
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		struct rlimit limit = { 600 * 1024, 600 * 1024 };

		close(ends[0]);
		signal(SIGXFSZ, SIG_IGN);
		setrlimit(RLIMIT_FSIZE, &limit);
		_exit((int)write_on(f->path, ends[1], 1000000));
	}
	close(ends[1]);
	last = drain(ends[0], last);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), ST_DISK);
	assert_true(last.note > 3);
	fix_open(f, STORE_WRITE);
	assert_all_kept(f, last);
}

static void work_goes_on_when_there_is_room_again(void **state)
{
	struct fix *f = *state;
	struct rlimit small = { 300 * 1024, RLIM_INFINITY }, before;
	char big[8192];
	enum status st = ST_OK;
	int64_t id;
	int n = 0;

	memset(big, 'x', sizeof big - 1);
	big[sizeof big - 1] = '\0';
	fix_open(f, STORE_WRITE);
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	while (st == ST_OK && n++ < 1000)
		st = note_add(&f->db, 0, "Ana", big, 0, NOW, &id, &f->e);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	signal(SIGXFSZ, SIG_DFL);
	assert_int_equal(st, ST_DISK);
	assert_null(strchr(f->e.message, '\n'));
	assert_non_null(strstr(f->e.message, "earlier ones are safe"));
	assert_int_equal(number(f, "SELECT count(*) FROM note"), n - 1);
	add_note(f, 0, "room again");
	assert_verifies(f);
}

/* Child as nobody: root may write everywhere. */
static enum status read_as_nobody(struct fix *f)
{
	if (geteuid() == 0 && (setgid(65534) != 0 || setuid(65534) != 0))
		return ST_INTERNAL;
	if (fix_try(f, STORE_READ) != ST_OK) {
		fprintf(stderr, "# child: %s\n", f->e.message);
		return f->e.code;
	}
	assert_verifies(f);
	fix_close(f);
	return fix_try(f, STORE_WRITE) == ST_CASE ? ST_OK : ST_INTERNAL;
}

static void a_read_only_folder_can_be_read(void **state)
{
	struct fix *f = *state;
	int status;
	pid_t pid;

	assert_int_equal(chmod(f->path, 0444), 0);
	assert_int_equal(chmod(f->dir, 0555), 0);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		_exit((int)read_as_nobody(f));
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), ST_OK);
	assert_int_equal(chmod(f->dir, 0700), 0);
	assert_int_equal(chmod(f->path, 0600), 0);
}

int main(void)
{
#define T(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(killed_writers_lose_nothing),
		T(recovery_is_told),
		T(a_lost_log_is_told),
		T(a_second_writer_is_refused),
		T(the_same_process_is_refused_too),
		T(a_holder_elsewhere_is_found_out),
		T(a_used_pid_is_not_mistaken),
		T(a_full_disk_loses_nothing),
		T(work_goes_on_when_there_is_room_again),
		T(a_read_only_folder_can_be_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
