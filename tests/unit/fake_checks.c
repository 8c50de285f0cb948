/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "tests/unit/fake_checks.h"

#include "analyzers/provenance/credentials.h"
#include "src/base/mem.h"
#include "src/engine/frame.h"
#include "src/engine/message.h"
#include "src/trust/world.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

static void pause_ms(long ms)
{
	struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000 };

	nanosleep(&t, NULL);
}

/* ---- checks that behave ---- */

static enum status steady_run(struct subject *in, const struct context *cx, const struct param *p,
			      struct job_control *ctl, struct result *out, struct error *e)
{
	const char *const innocent[] = { "a test", NULL };
	const int32_t region[4] = { 1, 2, 3, 4 };
	float cells[16];
	const struct plane *luma;
	struct map m = { .name = "gray",
			 .title = "Gray",
			 .unit = "",
			 .cols = 4,
			 .rows = 4,
			 .step_x = 2,
			 .step_y = 2,
			 .low = 0,
			 .high = 255,
			 .data = cells };
	enum status st = subject_luma(in, ctl, &luma, e);

	(void)cx;
	if (st)
		return st;
	for (unsigned i = 0; i < 16; i++)
		cells[i] = (float)luma->data[i / 4 * 2 * luma->width + i % 4 * 2] *
			   (float)param_value(p, "gain");
	result_add_map(out, &m);
	result_add_measure(out, "gain", param_value(p, "gain"), "", NULL);
	result_add_finding(out, &(struct finding_spec){ .code = "steady.seen",
							.kind = FINDING_INTERPRETATION,
							.level = LEVEL_NOTICE,
							.summary = "seen",
							.region = region,
							.alternatives = innocent });
	return ST_OK;
}

static enum status silent_run(struct subject *in, const struct context *cx, const struct param *p,
			      struct job_control *ctl, struct result *out, struct error *e)
{
	(void)in, (void)cx, (void)p, (void)ctl, (void)out;
	return err_set(e, ST_NOT_APPLICABLE, "nothing to say");
}

/* What came along beside the picture. */
static enum status trusting_run(struct subject *in, const struct context *cx, const struct param *p,
				struct job_control *ctl, struct result *out, struct error *e)
{
	(void)in, (void)p, (void)ctl, (void)e;
	result_add_measure(out, "lists", cx->world->n_lists, "", NULL);
	result_add_measure(out, "judges", cx->world->judges, "", NULL);
	result_add_measure(out, "companion", (double)cx->sidecar.len, "", NULL);
	return ST_OK;
}

/* ---- one that does not ---- */

static enum status eat_budget(struct error *e)
{
	while (mem_array(1 << 20, 16))
		;
	return err_nomem(e);
}

static enum status eat_heap(struct error *e)
{
	while (malloc((size_t)16 << 20))
		;
	return err_set(e, ST_MEMORY, "malloc answered NULL");
}

static enum status poll_stop(struct job_control *ctl, struct error *e)
{
	for (unsigned i = 0; !job_cancelled(ctl); i++) {
		pause_ms(1);
		job_progress(ctl, i % 1000, "waiting");
	}
	return err_set(e, ST_CANCELLED, "stopped");
}

static void say(const void *bytes, size_t len)
{
	if (write(FAKE_SOCKET, bytes, len) != (ssize_t)len)
		_exit(9);
}

/* A well-formed answer that nobody should believe. */
static void say_failed(uint64_t id, enum status st)
{
	struct frame_writer w;
	struct error e;
	size_t at;

	err_set(&e, st, "made up");
	frame_writer_init(&w, 4096);
	at = frame_begin(&w);
	answer_put_failed(&w.out, id, 0, &e);
	if (!frame_end(&w, at, 4096, -1) || !frame_write(&w, FAKE_SOCKET, true))
		_exit(9);
}

static void say_fd(void)
{
	struct frame_writer w;
	size_t at;

	frame_writer_init(&w, 4096);
	at = frame_begin(&w);
	answer_put_progress(&w.out, 1, 1, "x");
	if (!frame_end(&w, at, 4096, dup(FAKE_SOCKET)) || !frame_write(&w, FAKE_SOCKET, true))
		_exit(9);
}

static void lie_region(struct result *out)
{
	const int32_t region[4] = { 6, 6, 8, 1 };

	result_add_finding(out, &(struct finding_spec){ .code = "bad.region",
							.level = LEVEL_NOTICE,
							.summary = "outside",
							.region = region });
}

static void lie_map(struct result *out)
{
	float cell[1] = { 0 };

	result_add_map(out, &(struct map){ .name = "far",
					   .title = "",
					   .unit = "",
					   .cols = 1,
					   .rows = 1,
					   .origin_x = 500,
					   .step_x = 1,
					   .step_y = 1,
					   .data = cell });
}

static void damage(const char *how)
{
	volatile int *nowhere = NULL;

	if (strcmp(how, "crash") == 0)
		*nowhere = 1;
	if (strcmp(how, "abort") == 0)
		abort();
	if (strcmp(how, "exit") == 0)
		_exit(7);
	if (strcmp(how, "killed") == 0)
		raise(SIGKILL);
	while (strcmp(how, "loop") == 0)
		;
	if (strcmp(how, "deaf") == 0)
		pause_ms(100000);
	if (strcmp(how, "slow") == 0)
		pause_ms(150);
	if (strcmp(how, "garbage") == 0)
		say("\x05\0\0\0hello", 9);
	if (strcmp(how, "oversize") == 0)
		say("\xFF\xFF\xFF\xFF", 4);
	if (strcmp(how, "empty") == 0)
		say("\0\0\0\0", 4);
	if (strcmp(how, "wrong id") == 0)
		say_failed(999999, ST_CORRUPT);
	if (strcmp(how, "cancelled") == 0) /* the first request of its engine */
		say_failed(1, ST_CANCELLED);
	if (strcmp(how, "mismatch") == 0)
		say_failed(1, ST_MISMATCH);
	if (strcmp(how, "descriptor") == 0)
		say_fd();
	if (strcmp(how, "half") == 0) {
		say("\x50\0\0\0\xA1", 5);
		_exit(0);
	}
	if (strcmp(how, "hang up") == 0) {
		close(FAKE_SOCKET);
		pause_ms(100000);
	}
	if (strcmp(how, "socket") == 0 && socket(AF_INET, SOCK_STREAM, 0) >= 0)
		_exit(8);
}

static enum status rogue_run(struct subject *in, const struct context *cx, const struct param *p,
			     struct job_control *ctl, struct result *out, struct error *e)
{
	(void)in, (void)p;
	damage(cx->name);
	if (strcmp(cx->name, "eat budget") == 0)
		return eat_budget(e);
	if (strcmp(cx->name, "eat heap") == 0)
		return eat_heap(e);
	if (strcmp(cx->name, "poll") == 0)
		return poll_stop(ctl, e);
	if (strcmp(cx->name, "open") == 0 && open("/etc/passwd", O_RDONLY) < 0)
		return err_set(e, ST_IO, "open was refused");
	if (strcmp(cx->name, "region") == 0)
		lie_region(out);
	if (strcmp(cx->name, "map") == 0)
		lie_map(out);
	if (strcmp(cx->name, "level") == 0)
		out->level = LEVEL_ALERT;
	return ST_OK;
}

/* ---- the registry ---- */

static const struct param steady_params[] = {
	{ "gain", "", 1, 0, 4, "factor" },
	{ NULL, NULL, 0, 0, 0, NULL },
};
static const struct analyzer steady = { .id = "steady",
					.title = "Steady",
					.question = "Is it there?",
					.version = 3,
					.needs = NEED_PIXELS,
					.profiles = PROFILE_QUICK | PROFILE_FULL,
					.params = steady_params,
					.run = steady_run };
static const struct analyzer silent = { .id = "silent",
					.title = "Silent",
					.question = "Anything?",
					.version = 1,
					.profiles = PROFILE_QUICK | PROFILE_FULL,
					.run = silent_run };
static const struct analyzer rogue = { .id = "rogue", .title = "Rogue", .question = "What now?", .version = 1,
	.profiles = PROFILE_FULL, .run = rogue_run };
static const struct analyzer trusting = { .id = "trusting", .title = "Trusting", .question = "By whom?", .version = 1,
	.needs = NEED_TRUST, .run = trusting_run }; /* in no profile: asked for by name */
static const struct analyzer lookup = { .id = "lookup", .title = "Look-up", .question = "Known?",
	.stage = STAGE_LOOKUP, .version = 1, .profiles = PROFILE_FULL, .run = silent_run };

const struct analyzer *const analyzers[] = { &steady, &silent, &rogue, &trusting, &lookup, NULL };

const struct analyzer *analyzer_find(const char *id)
{
	for (unsigned i = 0; analyzers[i]; i++)
		if (strcmp(analyzers[i]->id, id) == 0)
			return analyzers[i];
	return NULL;
}

double param_value(const struct param *p, const char *name)
{
	while (strcmp(p->name, name))
		p++;
	return p->value;
}

enum status credentials_get(struct subject *in, const struct context *cx, struct job_control *ctl,
			    const struct c2pa_report **out, struct error *e)
{
	(void)in;
	(void)cx;
	(void)ctl;
	*out = NULL;
	return err_set(e, ST_NOT_APPLICABLE, "these checks keep no credentials");
}

void analyzer_run(const struct analyzer *a, struct subject *in, const struct context *cx,
		  const struct param *params, struct job_control *ctl, struct result *out)
{
	struct error e = ERROR_INIT;
	enum status st;

	out->check = a->id;
	out->version = a->version;
	st = a->run(in, cx, params ? params : a->params, ctl, out, &e);
	if (out->status == RESULT_FAILED)
		return;
	out->status = st == ST_OK ? RESULT_DONE : st == ST_NOT_APPLICABLE ? RESULT_NOT_APPLICABLE :
		      st == ST_CANCELLED ? RESULT_CANCELLED : RESULT_FAILED;
	out->code = out->status == RESULT_FAILED ? st : ST_OK;
	out->reason = st ? arena_str(out->arena, e.message) : NULL;
}
