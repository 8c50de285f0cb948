/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/engine_fixture.h"

#include "analyzers/analyzer.h"
#include "tests/unit/tiny_jpeg.h"

const char *double_program(char path[4096], const char *name)
{
	const char *dir = getenv("builddir");

	snprintf(path, 4096, "%s/tests/unit/%s", dir ? dir : ".", name);
	return path;
}

void fixture_start_patient(struct fixture *f, unsigned workers, uint32_t seconds, uint64_t memory,
			   unsigned grace)
{
	struct engine_options o = { .workers = workers, .limits = LIMITS_DEFAULT, .cancel_grace_ms = grace };
	struct error e = ERROR_INIT;
	char path[4096];

	o.limits.seconds = seconds;
	o.limits.memory = memory ? memory : o.limits.memory;
	o.program = double_program(path, "worker_double");
	assert_int_equal(evidence_from_bytes("tiny.jpg", tiny_jpeg, sizeof tiny_jpeg, &f->ev, &e), ST_OK);
	if (engine_open(&o, &f->g, &e))
		fail_msg("%s", e.message);
}

void fixture_start(struct fixture *f, unsigned workers, uint32_t seconds, uint64_t memory)
{
	fixture_start_patient(f, workers, seconds, memory, 0);
}

void fixture_stop(struct fixture *f)
{
	engine_close(f->g);
	evidence_release(&f->ev);
}

uint64_t fixture_submit(struct fixture *f, uint64_t key, enum engine_priority p, const struct request *r)
{
	struct engine_job j = { .key = key, .priority = p, .request = *r };

	return engine_submit(f->g, &j, &f->ev);
}

/* Examines with the one check "rogue", which behaves as the name says. */
uint64_t fixture_rogue(struct fixture *f, uint64_t key, enum engine_priority p, const char *how)
{
	struct request r = { .kind = REQUEST_EXAMINE, .n_checks = 1, .profile = PROFILE_FULL };

	snprintf(r.checks[0], sizeof r.checks[0], "rogue");
	snprintf(r.name, sizeof r.name, "%s", how);
	return fixture_submit(f, key, p, &r);
}

struct reply *fixture_next(struct fixture *f)
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
struct reply *fixture_reply(struct fixture *f, uint64_t id)
{
	struct reply *r = fixture_next(f);

	assert_int_equal(r->id, id);
	return r;
}

void fixture_examine_fine(struct fixture *f, uint64_t key)
{
	uint64_t id = fixture_rogue(f, key, PRIORITY_BACKGROUND, "fine");
	struct reply *r = fixture_reply(f, id);

	if (r->status)
		fail_msg("%s", r->error.message);
	assert_int_equal(r->exam->n_results, 1);
	reply_free(r);
}

void fixture_wait_running(struct fixture *f, uint64_t id)
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
