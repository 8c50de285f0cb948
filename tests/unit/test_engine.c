/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine against workers that run fake_checks.c. No time is asserted but "in the end", which is GUARD_MS. */
#include "tests/unit/unit.h"

#include "analyzers/analyzer.h"
#include "src/engine/engine.h"
#include "tests/unit/tiny_jpeg.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <seccomp.h>
#include <sys/wait.h>
#include <unistd.h>

enum { GUARD_MS = 30000 };

struct fixture {
	struct engine *g;
	struct evidence ev;
};

static const char *program(char path[4096], const char *name)
{
	const char *dir = getenv("builddir");

	snprintf(path, 4096, "%s/tests/unit/%s", dir ? dir : ".", name);
	return path;
}

static void start_patient(struct fixture *f, unsigned workers, uint32_t seconds, uint64_t memory, unsigned grace)
{
	struct engine_options o = { .workers = workers, .limits = LIMITS_DEFAULT, .cancel_grace_ms = grace };
	struct error e = ERROR_INIT;
	char path[4096];

	o.limits.seconds = seconds;
	o.limits.memory = memory ? memory : o.limits.memory;
	o.program = program(path, "worker_double");
	assert_int_equal(evidence_from_bytes("tiny.jpg", tiny_jpeg, sizeof tiny_jpeg, &f->ev, &e), ST_OK);
	if (engine_open(&o, &f->g, &e))
		fail_msg("%s", e.message);
}

static void start(struct fixture *f, unsigned workers, uint32_t seconds, uint64_t memory)
{
	start_patient(f, workers, seconds, memory, 0);
}

static void stop(struct fixture *f)
{
	engine_close(f->g);
	evidence_release(&f->ev);
}

static uint64_t submit(struct fixture *f, uint64_t key, enum engine_priority p, const struct request *r)
{
	struct engine_job j = { .key = key, .priority = p, .request = *r };

	return engine_submit(f->g, &j, &f->ev);
}

/* Examines with the one check "rogue", which behaves as the name says. */
static uint64_t submit_rogue(struct fixture *f, uint64_t key, enum engine_priority p, const char *how)
{
	struct request r = { .kind = REQUEST_EXAMINE, .n_checks = 1, .profile = PROFILE_FULL };

	snprintf(r.checks[0], sizeof r.checks[0], "rogue");
	snprintf(r.name, sizeof r.name, "%s", how);
	return submit(f, key, p, &r);
}

static struct reply *next_reply(struct fixture *f)
{
	struct reply *r;

	for (int waited = 0; waited < GUARD_MS; waited += 100) {
		r = engine_take(f->g);
		if (r)
			return r;
		engine_wait(f->g, 100);
		if (engine_pending(f->g) == 0)
			break;
	}
	fail_msg("no reply came");
	return NULL;
}

/* One reply, which must be the one to id. */
static struct reply *reply_to(struct fixture *f, uint64_t id)
{
	struct reply *r = next_reply(f);

	assert_int_equal(r->id, id);
	return r;
}

static void examine_fine(struct fixture *f, uint64_t key)
{
	uint64_t id = submit_rogue(f, key, PRIORITY_BACKGROUND, "fine");
	struct reply *r = reply_to(f, id);

	if (r->status)
		fail_msg("%s", r->error.message);
	assert_int_equal(r->exam->n_results, 1);
	reply_free(r);
}

static void wait_until_running(struct fixture *f, uint64_t id)
{
	unsigned permille;
	const char *stage;

	for (int waited = 0; waited < GUARD_MS / 10; waited++) {
		if (engine_progress(f->g, id, &permille, &stage) && strcmp(stage, "rogue") == 0)
			return;
		engine_wait(f->g, 10);
	}
	fail_msg("the job never ran");
}

/* ---- what works ---- */

static void full_examination(void **state)
{
	struct request r = { .kind = REQUEST_EXAMINE, .profile = PROFILE_FULL, .name = "fine", .n_settings = 1,
			     .settings = { { "steady", "gain", 2 } } };
	const char *note;
	struct fixture f;
	struct reply *a;

	(void)state;
	start(&f, 1, 10, 0);
	a = reply_to(&f, submit(&f, 1, PRIORITY_BACKGROUND, &r));
	if (a->status)
		fail_msg("%s", a->error.message);
	assert_int_equal(a->exam->n_results, 3); /* not the look-up */
	assert_string_equal(a->exam->results[0].check, "steady");
	assert_string_equal(a->exam->media_type, "image/jpeg");
	assert_int_equal(a->exam->width, 8);
	assert_int_equal(a->exam->size, sizeof tiny_jpeg);
	assert_true(result_measure(&a->exam->results[0], "gain")->value == 2);
	assert_int_equal(a->exam->results[1].status, RESULT_NOT_APPLICABLE);
	assert_true(isnan(a->exam->chance_flags));
#ifdef SANITIZED
	assert_int_equal(engine_sandbox(f.g, &note), SANDBOX_OFF);
	assert_string_equal(note, "built with sanitizers");
#else
	assert_int_not_equal(engine_sandbox(f.g, &note), SANDBOX_OFF);
#endif
	assert_int_equal(a->exam->sandbox, engine_sandbox(f.g, &note));
	assert_int_equal(a->sandbox, engine_sandbox(f.g, &note));
	reply_free(a);
	stop(&f);
}

static void profile_and_list(void **state)
{
	struct request quick = { .kind = REQUEST_EXAMINE, .profile = PROFILE_QUICK, .name = "fine" };
	struct request list = { .kind = REQUEST_EXAMINE, .profile = PROFILE_QUICK, .n_checks = 2,
				.checks = { "rogue", "steady" }, .name = "fine" };
	struct fixture f;
	struct reply *a;

	(void)state;
	start(&f, 1, 10, 0);
	a = reply_to(&f, submit(&f, 1, PRIORITY_BACKGROUND, &quick));
	assert_int_equal(a->exam->n_results, 2);
	reply_free(a);
	a = reply_to(&f, submit(&f, 1, PRIORITY_BACKGROUND, &list)); /* in the order of the registry */
	assert_int_equal(a->exam->n_results, 2);
	assert_string_equal(a->exam->results[0].check, "steady");
	assert_string_equal(a->exam->results[1].check, "rogue");
	reply_free(a);
	stop(&f);
}

static void looking(void **state)
{
	struct request tile = { .kind = REQUEST_TILE, .width = 8, .height = 8, .out_width = 16, .out_height = 4 };
	struct request sample = { .kind = REQUEST_SAMPLE, .x = 7, .y = 7 };
	struct request bytes = { .kind = REQUEST_BYTES, .offset = 160, .length = 1000 };
	struct request map = { .kind = REQUEST_MAP, .check = "steady", .map = "gray", .name = "fine", .profile = PROFILE_FULL };
	struct fixture f;
	struct reply *a;
	uint16_t corner;

	(void)state;
	start(&f, 2, 10, 0);
	a = reply_to(&f, submit(&f, 5, PRIORITY_SELECTED, &sample));
	assert_int_equal(a->status, ST_OK);
	assert_int_equal(a->sample.channels, 1);
	assert_int_equal(a->sample.depth, 8);
	corner = a->sample.value[0];
	reply_free(a);
	a = reply_to(&f, submit(&f, 5, PRIORITY_SELECTED, &tile));
	assert_int_equal(a->status, ST_OK);
	assert_int_equal(a->tile.width, 16);
	assert_int_equal(a->tile.height, 4);
	assert_memory_equal(a->tile.rgb, a->tile.rgb + 3, 3); /* enlarged by repeating */
	reply_free(a);
	tile.out_height = 8;
	tile.channel = CHANNEL_BLUE;
	a = reply_to(&f, submit(&f, 5, PRIORITY_SELECTED, &tile));
	assert_int_equal(a->tile.rgb[16 * 8 * 3 - 1], corner);
	reply_free(a);
	a = reply_to(&f, submit(&f, 5, PRIORITY_SELECTED, &bytes));
	assert_int_equal(a->n_bytes, sizeof tiny_jpeg - 160); /* cut at the end of the file */
	assert_memory_equal(a->bytes, tiny_jpeg + 160, a->n_bytes);
	reply_free(a);
	a = reply_to(&f, submit(&f, 5, PRIORITY_SELECTED, &map));
	assert_int_equal(a->status, ST_OK);
	assert_int_equal(a->map.cols * a->map.rows, 16);
	assert_string_equal(a->map.name, "gray");
	reply_free(a);
	map.n_settings = 1;
	map.settings[0] = (struct setting){ "steady", "gain", 0 };
	a = reply_to(&f, submit(&f, 5, PRIORITY_SELECTED, &map)); /* other settings: run again */
	for (unsigned i = 0; i < 16; i++)
		assert_true(a->map.data[i] == 0);
	reply_free(a);
	stop(&f);
}

static void wrong_requests(void **state)
{
	static const struct request wrong[] = {
		{ .kind = REQUEST_TILE, .x = 4, .width = 8, .height = 8, .out_width = 8, .out_height = 8 },
		{ .kind = REQUEST_TILE, .width = 8, .height = 8, .out_width = 9999, .out_height = 8 },
		{ .kind = REQUEST_SAMPLE, .x = 8 },
		{ .kind = REQUEST_BYTES, .offset = sizeof tiny_jpeg, .length = 1 },
		{ .kind = REQUEST_MAP, .check = "steady", .map = "nothing" },
		{ .kind = REQUEST_MAP, .check = "nothing", .map = "gray" },
		{ .kind = REQUEST_EXAMINE, .n_checks = 1, .checks = { "stedy" } },
		{ .kind = REQUEST_EXAMINE, .n_checks = 1, .checks = { "lookup" } },
		{ .kind = REQUEST_EXAMINE, .n_settings = 1, .settings = { { "steady", "gain", 5 } } },
		{ .kind = REQUEST_EXAMINE, .n_settings = 1, .settings = { { "steady", "loss", 1 } } },
		{ .kind = REQUEST_CANCEL }, { .kind = 0 }, { .kind = 99 },
	};
	struct fixture f;

	(void)state;
	start(&f, 1, 10, 0);
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		struct reply *a = reply_to(&f, submit(&f, 1, PRIORITY_VISIBLE, &wrong[i]));

		if (a->status != ST_USAGE)
			fail_msg("request %zu: %s: %s", i, status_name(a->status), a->error.message);
		if (i == 6)
			assert_non_null(strstr(a->error.message, "did you mean 'steady'"));
		reply_free(a);
	}
	examine_fine(&f, 1);
	stop(&f);
}

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
	start(&f, 1, 1, 0);
	for (size_t i = 0; i < ARRAY_LEN(bad); i++) {
		struct reply *a = reply_to(&f, submit_rogue(&f, i + 1, PRIORITY_BACKGROUND, bad[i].how));
		enum status want = bad[i].status;

#ifdef SANITIZED
		want = bad[i].sanitized;
#endif
		if (a->status != want || !strstr(a->error.message, bad[i].words) || a->exam)
			fail_msg("'%s' gave %s: %s", bad[i].how, status_name(a->status), a->error.message);
		reply_free(a);
		examine_fine(&f, 1000 + i); /* the next picture has a worker again */
	}
	stop(&f);
}

#ifndef SANITIZED
static void signals_are_named(void **state)
{
	static const struct { const char *how, *name; } named[] = { { "crash", "SIGSEGV" }, { "abort", "SIGABRT" },
								   { "socket", "SIGSYS" }, { "killed", "SIGKILL" } };
	struct fixture f;

	(void)state;
	start(&f, 1, 5, 0);
	for (size_t i = 0; i < ARRAY_LEN(named); i++) {
		struct reply *a = reply_to(&f, submit_rogue(&f, i + 1, PRIORITY_BACKGROUND, named[i].how));

		if (!strstr(a->error.message, named[i].name) || !strstr(a->error.message, "in 'rogue'"))
			fail_msg("'%s': %s", named[i].how, a->error.message);
		reply_free(a);
	}
	stop(&f);
}

static void opening_is_refused(void **state)
{
	struct fixture f;
	struct reply *a;

	(void)state;
	start(&f, 1, 5, 0);
	a = reply_to(&f, submit_rogue(&f, 1, PRIORITY_BACKGROUND, "open"));
	assert_int_equal(a->status, ST_OK); /* the worker lives; the check says what happened */
	assert_int_equal(a->exam->results[0].status, RESULT_FAILED);
	assert_int_equal(a->exam->results[0].code, ST_IO);
	reply_free(a);
	stop(&f);
}
#endif

static void memory_is_named(void **state)
{
	static const char *const how[] = { "eat budget", "eat heap" };
	size_t n = ARRAY_LEN(how);
	struct fixture f;

	(void)state;
	start(&f, 1, 20, 128 << 20);
#ifdef SANITIZED
	print_message("# SKIP: built with sanitizers: no RLIMIT_AS for the heap\n");
	n = 1;
#endif
	for (size_t i = 0; i < n; i++) {
		struct reply *a = reply_to(&f, submit_rogue(&f, i + 1, PRIORITY_BACKGROUND, how[i]));

		if (a->status == ST_OK)
			assert_int_equal(a->exam->results[0].code, ST_MEMORY);
		else
			assert_int_equal(a->status, ST_MEMORY);
		reply_free(a);
		examine_fine(&f, 100 + i);
	}
	stop(&f);
}

/* A check that looks at its control is stopped inside, and the others still speak. */
static void time_limit_inside(void **state)
{
	struct request r = { .kind = REQUEST_EXAMINE, .profile = PROFILE_FULL, .name = "poll" };
	struct fixture f;
	struct reply *a;

	(void)state;
	start(&f, 1, 1, 0);
	a = reply_to(&f, submit(&f, 1, PRIORITY_BACKGROUND, &r));
	assert_int_equal(a->status, ST_OK);
	assert_int_equal(a->exam->n_results, 3);
	assert_int_equal(a->exam->results[0].status, RESULT_DONE);
	assert_int_equal(a->exam->results[2].status, RESULT_FAILED);
	assert_int_equal(a->exam->results[2].code, ST_TIMEOUT);
	assert_non_null(strstr(a->exam->results[2].reason, "1 s"));
	reply_free(a);
	stop(&f);
}

static void cancelling(void **state)
{
	static const char *const how[] = { "poll", "deaf", "loop" };
	struct fixture f;

	(void)state;
	start(&f, 1, 30, 0);
	for (size_t i = 0; i < ARRAY_LEN(how); i++) {
		uint64_t running = submit_rogue(&f, 1, PRIORITY_BACKGROUND, how[i]);
		uint64_t waiting = submit_rogue(&f, 2, PRIORITY_BACKGROUND, "fine");
		struct reply *a;

		wait_until_running(&f, running);
		engine_cancel(f.g, waiting);
		a = reply_to(&f, waiting);
		assert_int_equal(a->status, ST_CANCELLED);
		reply_free(a);
		engine_cancel(f.g, running);
		engine_cancel(f.g, running); /* twice is once */
		a = reply_to(&f, running);
		assert_int_equal(a->status, ST_CANCELLED);
		reply_free(a);
		examine_fine(&f, 1);
	}
	stop(&f);
}

/* A check that looks at its control hears it: with an hour of grace, nothing is killed. */
static void cancel_is_heard(void **state)
{
	struct fixture f;
	struct reply *a;
	uint64_t id;

	(void)state;
	start_patient(&f, 1, 3600, 0, 3600000);
	id = submit_rogue(&f, 1, PRIORITY_BACKGROUND, "poll");
	wait_until_running(&f, id);
	engine_cancel(f.g, id);
	a = reply_to(&f, id);
	assert_int_equal(a->status, ST_CANCELLED);
	reply_free(a);
	examine_fine(&f, 1);
	stop(&f);
}

static void cancel_all(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, 2, 30, 0);
	for (unsigned i = 0; i < 20; i++)
		submit_rogue(&f, i, i % 2 ? PRIORITY_BACKGROUND : PRIORITY_VISIBLE, "poll");
	engine_wait(f.g, 50);
	engine_cancel_all(f.g);
	for (unsigned i = 0; i < 20; i++) {
		struct reply *a = next_reply(&f);

		assert_int_equal(a->status, ST_CANCELLED);
		reply_free(a);
	}
	assert_int_equal(engine_pending(f.g), 0);
	stop(&f);
}

/* ---- order ---- */

static void priorities(void **state)
{
	uint64_t want[6];
	struct fixture f;

	(void)state;
	start(&f, 1, 30, 0);
	want[0] = submit_rogue(&f, 1, PRIORITY_BACKGROUND, "slow");
	wait_until_running(&f, want[0]);
	want[4] = submit_rogue(&f, 2, PRIORITY_BACKGROUND, "fine");
	want[1] = submit_rogue(&f, 3, PRIORITY_BACKGROUND, "fine");
	want[5] = submit_rogue(&f, 4, PRIORITY_BACKGROUND, "fine");
	want[2] = submit_rogue(&f, 5, PRIORITY_VISIBLE, "fine");
	want[3] = submit_rogue(&f, 6, PRIORITY_VISIBLE, "fine");
	engine_prioritise(f.g, 3, PRIORITY_VISIBLE); /* in the order of submission among its new equals */
	for (unsigned i = 0; i < 6; i++)
		reply_free(reply_to(&f, want[i]));
	stop(&f);
}

/* The selected picture does not wait for a long background job. */
static void selected_does_not_wait(void **state)
{
	struct fixture f;
	uint64_t slow, selected;

	(void)state;
	start(&f, 1, 30, 0);
	slow = submit_rogue(&f, 1, PRIORITY_BACKGROUND, "poll");
	wait_until_running(&f, slow);
	selected = submit_rogue(&f, 2, PRIORITY_SELECTED, "fine");
	reply_free(reply_to(&f, selected));
	engine_cancel(f.g, slow);
	reply_free(reply_to(&f, slow));
	stop(&f);
}

static void many_jobs(void **state)
{
	enum { JOBS = 2000, AT_ONCE = 100 };
	static uint8_t seen[JOBS + 1];
	unsigned sent = 0, done = 0;
	struct fixture f;

	(void)state;
	memset(seen, 0, sizeof seen);
	start(&f, 2, 30, 0);
	while (done < JOBS) {
		struct reply *a;

		for (; sent < JOBS && sent - done < AT_ONCE; sent++)
			submit_rogue(&f, sent % 7, (enum engine_priority)(sent % 3), "fine");
		a = next_reply(&f);
		assert_true(a->id >= 1 && a->id <= JOBS);
		assert_int_equal(a->status, ST_OK);
		assert_int_equal(seen[a->id]++, 0);
		reply_free(a);
		done++;
	}
	assert_int_equal(engine_pending(f.g), 0);
	assert_null(engine_take(f.g));
	stop(&f);
}

/* ---- same bytes ---- */

static void exam_bytes(unsigned workers, struct str out[4])
{
	struct request r = { .kind = REQUEST_EXAMINE, .profile = PROFILE_FULL, .name = "fine" };
	uint64_t first = 0;
	struct fixture f;

	start(&f, workers, 30, 0);
	for (unsigned i = 0; i < 4; i++) {
		uint64_t id = submit(&f, i % 3, PRIORITY_BACKGROUND, &r);

		first = first ? first : id;
	}
	for (unsigned i = 0; i < 4; i++) {
		struct reply *a = next_reply(&f);

		assert_int_equal(a->status, ST_OK);
		exam_encode(a->exam, &out[a->id - first]);
		reply_free(a);
	}
	stop(&f);
}

static void same_bytes_with_any_workers(void **state)
{
	struct str one[4], two[4];

	(void)state;
	for (unsigned i = 0; i < 4; i++) {
		str_init(&one[i], 1 << 20);
		str_init(&two[i], 1 << 20);
	}
	exam_bytes(1, one);
	exam_bytes(2, two);
	for (unsigned i = 0; i < 4; i++) {
		assert_true(one[i].len > 100 && !one[i].failed);
		assert_int_equal(one[i].len, two[i].len);
		assert_memory_equal(one[i].data, two[i].data, one[i].len);
		assert_memory_equal(one[i].data, one[0].data, one[0].len);
		str_release(&one[i]);
		str_release(&two[i]);
	}
}

/* ---- start ---- */

static void no_program(void **state)
{
	struct engine_options o = { .workers = 1, .limits = LIMITS_DEFAULT, .program = "/nonexistent/cottingley" };
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
		submit_rogue(&f, i, PRIORITY_BACKGROUND, "fine");
	for (unsigned i = 0; i < 10; i++) {
		struct reply *a = next_reply(&f);

		assert_int_equal(a->status, ST_INTERNAL);
		assert_non_null(strstr(a->error.message, "workers do not start"));
		reply_free(a);
	}
	reply_free(reply_to(&f, submit_rogue(&f, 99, PRIORITY_BACKGROUND, "fine"))); /* and at once from then on */
	stop(&f);
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

/* Exit code of a child in which the call is missing: what engine_open() said, or the state of the sandbox + 100. */
static int without_call(int number, bool no_sandbox)
{
	int status;
	pid_t pid = fork();

	if (pid == 0) {
		struct engine_options o = { .workers = 1, .limits = LIMITS_DEFAULT, .no_sandbox = no_sandbox };
		struct error e = ERROR_INIT;
		struct fixture f = { .g = NULL };
		struct reply *r;
		char path[4096];
		enum status st;
		int code;

		o.program = program(path, "worker_double");
		if (!take_call(number) || evidence_from_bytes("a", tiny_jpeg, sizeof tiny_jpeg, &f.ev, &e))
			_exit(99);
		st = engine_open(&o, &f.g, &e);
		if (st)
			_exit((int)st);
		submit_rogue(&f, 1, PRIORITY_BACKGROUND, "fine");
		r = next_reply(&f);
		code = r->status ? (int)r->status : 100 + (int)r->exam->sandbox;
		if (r->exam && r->exam->sandbox == SANDBOX_PARTIAL && !strstr(r->exam->sandbox_note, "landlock"))
			code = 98;
		reply_free(r);
		stop(&f);
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
	o.program = program(path, "worker_double");
	assert_int_equal(evidence_from_bytes("tiny.jpg", tiny_jpeg, sizeof tiny_jpeg, &f.ev, &e), ST_OK);
	assert_int_equal(engine_open(&o, &f.g, &e), ST_OK);
	a = reply_to(&f, submit_rogue(&f, 1, PRIORITY_BACKGROUND, "fine"));
	assert_int_equal(a->status, ST_OK);
	assert_int_equal(a->sandbox, SANDBOX_OFF);
	assert_int_equal(a->exam->sandbox, SANDBOX_OFF);
	assert_int_equal(engine_sandbox(f.g, &note), SANDBOX_OFF);
	assert_string_equal(note, "asked for with --no-sandbox");
	reply_free(a);
	stop(&f);
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
	start(&f, 2, 1, 0);
	for (unsigned i = 0; i < 30; i++)
		submit_rogue(&f, i, PRIORITY_BACKGROUND, i % 3 == 0 ? "crash" : i % 3 == 1 ? "fine" : "garbage");
	for (unsigned i = 0; i < 20; i++)
		reply_free(next_reply(&f));
	stop(&f); /* with jobs waiting, running and answered */
	assert_int_equal(descriptors(), before);
}

static void unknown_formats_are_described(void **state)
{
	static const char text[] = "this is no picture";
	struct fixture f;
	struct error e = ERROR_INIT;
	struct reply *a;

	(void)state;
	start(&f, 1, 5, 0);
	evidence_release(&f.ev);
	assert_int_equal(evidence_from_bytes("a.txt", text, sizeof text, &f.ev, &e), ST_OK);
	a = reply_to(&f, submit_rogue(&f, 1, PRIORITY_BACKGROUND, "fine"));
	assert_int_equal(a->status, ST_OK);
	assert_int_equal(a->exam->status, ST_UNSUPPORTED);
	assert_int_equal(a->exam->n_results, 0);
	assert_string_equal(a->exam->media_type, "application/octet-stream");
	reply_free(a);
	stop(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(full_examination),
		cmocka_unit_test(profile_and_list),
		cmocka_unit_test(looking),
		cmocka_unit_test(wrong_requests),
		cmocka_unit_test(bad_workers_are_replaced),
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
		cmocka_unit_test(priorities),
		cmocka_unit_test(selected_does_not_wait),
		cmocka_unit_test(many_jobs),
		cmocka_unit_test(same_bytes_with_any_workers),
		cmocka_unit_test(no_program),
		cmocka_unit_test(no_hello),
		cmocka_unit_test(without_sandbox),
		cmocka_unit_test(nothing_leaks),
		cmocka_unit_test(unknown_formats_are_described),
	};

#ifdef SANITIZED
	print_message("# SKIP: built with sanitizers: signals_are_named, opening_is_refused, poor_kernels need the sandbox\n");
#endif
	return cmocka_run_group_tests(tests, NULL, NULL);
}
