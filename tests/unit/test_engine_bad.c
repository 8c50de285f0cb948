/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine in trouble: workers that misbehave, limits, cancelling, programs that do not start, poor
 * kernels. */
#include "tests/unit/engine_fixture.h"

#include "analyzers/analyzer.h"
#include "tests/unit/tiny_jpeg.h"

#include <dirent.h>
#include <errno.h>
#include <seccomp.h>
#include <sys/wait.h>
#include <unistd.h>

/* ---- what goes wrong ---- */

static const struct {
	const char *how;
	enum status status, sanitized;
	const char *words; /* part of the message */
} bad[] = {
	{ "crash", ST_CRASHED, ST_CRASHED, "" },
	{ "abort", ST_CRASHED, ST_CRASHED, "" },
	{ "exit", ST_CRASHED, ST_CRASHED, "exit code 7" },
	{ "killed", ST_MEMORY, ST_MEMORY, "SIGKILL" },
	{ "loop", ST_TIMEOUT, ST_TIMEOUT, "time limit of 1 s" },
	{ "deaf", ST_TIMEOUT, ST_TIMEOUT, "time limit of 1 s" },
	{ "garbage", ST_PROTOCOL, ST_PROTOCOL, "no answer" },
	{ "oversize", ST_PROTOCOL, ST_PROTOCOL, "at most" },
	{ "empty", ST_PROTOCOL, ST_PROTOCOL, "0 bytes" },
	{ "wrong id", ST_PROTOCOL, ST_PROTOCOL, "999999" },
	{ "descriptor", ST_SANDBOX, ST_PROTOCOL, "" },
	{ "half", ST_CRASHED, ST_CRASHED, "exit code 0" },
	{ "hang up", ST_PROTOCOL, ST_PROTOCOL, "closed its socket" },
	{ "socket", ST_SANDBOX, ST_CRASHED, "" },
	{ "region", ST_PROTOCOL, ST_PROTOCOL, "region" },
	{ "map", ST_PROTOCOL, ST_PROTOCOL, "map" },
	{ "level", ST_PROTOCOL, ST_PROTOCOL, "level" },
};

static void bad_workers_are_replaced(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, 1, 1, 0);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct reply *a =
			fixture_reply(&f, fixture_rogue(&f, i + 1, PRIORITY_BACKGROUND, bad[i].how));
		enum status want = bad[i].status;

#ifdef SANITIZED
		want = bad[i].sanitized;
#endif
		if (a->status != want || !strstr(a->error.message, bad[i].words) || a->exam)
			fail_msg("'%s' gave %s: %s", bad[i].how, status_name(a->status), a->error.message);
		reply_free(a);
		fixture_examine_fine(&f, 1000 + i); /* the next picture has a worker again */
	}
	fixture_stop(&f);
}

/* A picture that nobody cancelled would not be kept; one that "did not verify" would accuse its owner. */
static void failures_of_the_parent_are_not_believed(void **state)
{
	static const char *const how[] = { "cancelled", "mismatch" };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(how); i++) {
		struct fixture f;
		struct reply *a;

		fixture_start(&f, 1, 5, 0);
		a = fixture_reply(&f, fixture_rogue(&f, 1, PRIORITY_BACKGROUND, how[i]));
		if (a->status != ST_PROTOCOL)
			fail_msg("'%s' gave %s: %s", how[i], status_name(a->status), a->error.message);
		reply_free(a);
		fixture_stop(&f);
	}
}

#ifndef SANITIZED
static void signals_are_named(void **state)
{
	static const struct {
		const char *how, *name;
	} named[] = { { "crash", "SIGSEGV" },
		      { "abort", "SIGABRT" },
		      { "socket", "SIGSYS" },
		      { "killed", "SIGKILL" } };
	struct fixture f;

	(void)state;
	fixture_start(&f, 1, 5, 0);
	for (size_t i = 0; i < ARRAY_LEN(named); i++) {
		struct reply *a =
			fixture_reply(&f, fixture_rogue(&f, i + 1, PRIORITY_BACKGROUND, named[i].how));

		if (!strstr(a->error.message, named[i].name) || !strstr(a->error.message, "in 'rogue'"))
			fail_msg("'%s': %s", named[i].how, a->error.message);
		reply_free(a);
	}
	fixture_stop(&f);
}

static void opening_is_refused(void **state)
{
	struct fixture f;
	struct reply *a;

	(void)state;
	fixture_start(&f, 1, 5, 0);
	a = fixture_reply(&f, fixture_rogue(&f, 1, PRIORITY_BACKGROUND, "open"));
	assert_int_equal(a->status, ST_OK); /* the worker lives; the check says what happened */
	assert_int_equal(a->exam->results[0].status, RESULT_FAILED);
	assert_int_equal(a->exam->results[0].code, ST_IO);
	reply_free(a);
	fixture_stop(&f);
}
#endif

static void memory_is_named(void **state)
{
	static const char *const how[] = { "eat budget", "eat heap" };
	size_t n = ARRAY_LEN(how);
	struct fixture f;

	(void)state;
	fixture_start(&f, 1, 20, 128 << 20);
#ifdef SANITIZED
	print_message("# SKIP: built with sanitizers: no RLIMIT_AS for the heap\n");
	n = 1;
#endif
	for (size_t i = 0; i < n; i++) {
		struct reply *a = fixture_reply(&f, fixture_rogue(&f, i + 1, PRIORITY_BACKGROUND, how[i]));

		if (a->status == ST_OK)
			assert_int_equal(a->exam->results[0].code, ST_MEMORY);
		else
			assert_int_equal(a->status, ST_MEMORY);
		reply_free(a);
		fixture_examine_fine(&f, 100 + i);
	}
	fixture_stop(&f);
}

/* A check that looks at its control is stopped inside, and the others still speak. */
static void time_limit_inside(void **state)
{
	struct request r = { .kind = REQUEST_EXAMINE, .profile = PROFILE_FULL, .name = "poll" };
	struct fixture f;
	struct reply *a;

	(void)state;
	fixture_start(&f, 1, 1, 0);
	a = fixture_reply(&f, fixture_submit(&f, 1, PRIORITY_BACKGROUND, &r));
	assert_int_equal(a->status, ST_OK);
	assert_int_equal(a->exam->n_results, 3);
	assert_int_equal(a->exam->results[0].status, RESULT_DONE);
	assert_int_equal(a->exam->results[2].status, RESULT_FAILED);
	assert_int_equal(a->exam->results[2].code, ST_TIMEOUT);
	assert_non_null(strstr(a->exam->results[2].reason, "1 s"));
	reply_free(a);
	fixture_stop(&f);
}

static void cancelling(void **state)
{
	static const char *const how[] = { "poll", "deaf", "loop" };
	struct fixture f;

	(void)state;
	fixture_start(&f, 1, 30, 0);
	for (size_t i = 0; i < ARRAY_LEN(how); i++) {
		uint64_t running = fixture_rogue(&f, 1, PRIORITY_BACKGROUND, how[i]);
		uint64_t waiting = fixture_rogue(&f, 2, PRIORITY_BACKGROUND, "fine");
		struct reply *a;

		fixture_wait_running(&f, running);
		engine_cancel(f.g, waiting);
		a = fixture_reply(&f, waiting);
		assert_int_equal(a->status, ST_CANCELLED);
		reply_free(a);
		engine_cancel(f.g, running);
		engine_cancel(f.g, running); /* twice is once */
		a = fixture_reply(&f, running);
		assert_int_equal(a->status, ST_CANCELLED);
		reply_free(a);
		fixture_examine_fine(&f, 1);
	}
	fixture_stop(&f);
}

/* A check that looks at its control hears it: with an hour of grace, nothing is killed. */
static void cancel_is_heard(void **state)
{
	struct fixture f;
	struct reply *a;
	uint64_t id;

	(void)state;
	fixture_start_patient(&f, 1, 3600, 0, 3600000);
	id = fixture_rogue(&f, 1, PRIORITY_BACKGROUND, "poll");
	fixture_wait_running(&f, id);
	engine_cancel(f.g, id);
	a = fixture_reply(&f, id);
	assert_int_equal(a->status, ST_CANCELLED);
	reply_free(a);
	fixture_examine_fine(&f, 1);
	fixture_stop(&f);
}

static void cancel_all(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, 2, 30, 0);
	for (unsigned i = 0; i < 20; i++)
		fixture_rogue(&f, i, i % 2 ? PRIORITY_BACKGROUND : PRIORITY_VISIBLE, "poll");
	engine_wait(f.g, 50);
	engine_cancel_all(f.g);
	for (unsigned i = 0; i < 20; i++) {
		struct reply *a = fixture_next(&f);

		assert_int_equal(a->status, ST_CANCELLED);
		reply_free(a);
	}
	assert_int_equal(engine_pending(f.g), 0);
	fixture_stop(&f);
}

/* ---- start ---- */

static void no_program(void **state)
{
	struct engine_options o = { .workers = 1,
				    .limits = LIMITS_DEFAULT,
				    .program = "/nonexistent/cottingley" };
	struct engine *g = NULL;
	struct error e = ERROR_INIT;

	(void)state;
	assert_int_equal(engine_open(&o, &g, &e), ST_INTERNAL);
	assert_non_null(strstr(e.message, "/nonexistent/cottingley"));
	assert_null(g);
}

/* A program that never greets is not started for ever, and every job is answered. */
static void no_hello(void **state)
{
	struct engine_options o = { .workers = 2, .limits = LIMITS_DEFAULT, .program = "/bin/false" };
	struct error e = ERROR_INIT;
	struct fixture f;

	(void)state;
	assert_int_equal(evidence_from_bytes("tiny.jpg", tiny_jpeg, sizeof tiny_jpeg, &f.ev, &e), ST_OK);
	assert_int_equal(engine_open(&o, &f.g, &e), ST_OK);
	for (unsigned i = 0; i < 10; i++)
		fixture_rogue(&f, i, PRIORITY_BACKGROUND, "fine");
	for (unsigned i = 0; i < 10; i++) {
		struct reply *a = fixture_next(&f);

		assert_int_equal(a->status, ST_INTERNAL);
		assert_non_null(strstr(a->error.message, "workers do not start"));
		reply_free(a);
	}
	reply_free(fixture_reply(
		&f, fixture_rogue(&f, 99, PRIORITY_BACKGROUND, "fine"))); /* and at once from then on */
	fixture_stop(&f);
}

#ifndef SANITIZED
/* As on a kernel without a system call: it answers ENOSYS, to this process and its children. */
static bool take_call(int number)
{
	scmp_filter_ctx c = seccomp_init(SCMP_ACT_ALLOW);
	bool done = c && seccomp_rule_add(c, SCMP_ACT_ERRNO(ENOSYS), number, 0) == 0 && seccomp_load(c) == 0;

	seccomp_release(c);
	return done;
}

/* Exit code of a child in which the call is missing: what engine_open() said, or the state of the sandbox +
 * 100. */
static int without_call(int number, bool no_sandbox)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		struct engine_options o = { .workers = 1,
					    .limits = LIMITS_DEFAULT,
					    .no_sandbox = no_sandbox };
		struct error e = ERROR_INIT;
		struct fixture f = { .g = NULL };
		struct reply *r;
		char path[4096];
		enum status st;
		int code;

		o.program = double_program(path, "worker_double");
		if (!take_call(number) || evidence_from_bytes("a", tiny_jpeg, sizeof tiny_jpeg, &f.ev, &e))
			_exit(99);
		st = engine_open(&o, &f.g, &e);
		if (st)
			_exit((int)st);
		fixture_rogue(&f, 1, PRIORITY_BACKGROUND, "fine");
		r = fixture_next(&f);
		code = r->status ? (int)r->status : 100 + (int)r->exam->sandbox;
		if (r->exam && r->exam->sandbox == SANDBOX_PARTIAL &&
		    !strstr(r->exam->sandbox_note, "landlock"))
			code = 98;
		reply_free(r);
		fixture_stop(&f);
		_exit(code);
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static void poor_kernels(void **state)
{
	(void)state;
	assert_int_equal(without_call(SCMP_SYS(seccomp), false), ST_SANDBOX);
	assert_int_equal(without_call(SCMP_SYS(seccomp), true), 100 + SANDBOX_OFF);
	assert_int_equal(without_call(SCMP_SYS(landlock_create_ruleset), false), 100 + SANDBOX_PARTIAL);
	assert_int_equal(without_call(SCMP_SYS(landlock_restrict_self), false), 100 + SANDBOX_PARTIAL);
	/* deaths are seen without it */
	assert_int_equal(without_call(SCMP_SYS(pidfd_open), false), 100 + SANDBOX_ENFORCED);
}
#endif

static void without_sandbox(void **state)
{
	struct engine_options o = { .workers = 1, .limits = LIMITS_DEFAULT, .no_sandbox = true };
	struct error e = ERROR_INIT;
	struct fixture f;
	const char *note;
	struct reply *a;
	char path[4096];

	(void)state;
	o.program = double_program(path, "worker_double");
	assert_int_equal(evidence_from_bytes("tiny.jpg", tiny_jpeg, sizeof tiny_jpeg, &f.ev, &e), ST_OK);
	assert_int_equal(engine_open(&o, &f.g, &e), ST_OK);
	a = fixture_reply(&f, fixture_rogue(&f, 1, PRIORITY_BACKGROUND, "fine"));
	assert_int_equal(a->status, ST_OK);
	assert_int_equal(a->sandbox, SANDBOX_OFF);
	assert_int_equal(a->exam->sandbox, SANDBOX_OFF);
	assert_int_equal(engine_sandbox(f.g, &note), SANDBOX_OFF);
	assert_string_equal(note, "asked for with --no-sandbox");
	reply_free(a);
	fixture_stop(&f);
}

/* ---- nothing is left behind ---- */

static unsigned descriptors(void)
{
	DIR *d = opendir("/proc/self/fd");
	unsigned n = 0;

	assert_non_null(d);
	while (readdir(d))
		n++;
	closedir(d);
	return n;
}

static void nothing_leaks(void **state)
{
	unsigned before = descriptors();
	struct fixture f;

	(void)state;
	fixture_start(&f, 2, 1, 0);
	for (unsigned i = 0; i < 30; i++)
		fixture_rogue(&f, i, PRIORITY_BACKGROUND,
			      i % 3 == 0   ? "crash"
			      : i % 3 == 1 ? "fine"
					   : "garbage");
	for (unsigned i = 0; i < 20; i++)
		reply_free(fixture_next(&f));
	fixture_stop(&f); /* with jobs waiting, running and answered */
	assert_int_equal(descriptors(), before);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bad_workers_are_replaced),
		cmocka_unit_test(failures_of_the_parent_are_not_believed),
#ifndef SANITIZED
		cmocka_unit_test(signals_are_named),
		cmocka_unit_test(opening_is_refused),
		cmocka_unit_test(poor_kernels),
#endif
		cmocka_unit_test(memory_is_named),
		cmocka_unit_test(time_limit_inside),
		cmocka_unit_test(cancelling),
		cmocka_unit_test(cancel_is_heard),
		cmocka_unit_test(cancel_all),
		cmocka_unit_test(no_program),
		cmocka_unit_test(no_hello),
		cmocka_unit_test(without_sandbox),
		cmocka_unit_test(nothing_leaks),
	};

#ifdef SANITIZED
	print_message("# SKIP: built with sanitizers: signals_are_named, opening_is_refused, poor_kernels "
		      "need the sandbox\n");
#endif
	return cmocka_run_group_tests(tests, NULL, NULL);
}
