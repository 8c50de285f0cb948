/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The engine's turn: reads what workers say, notices their deaths, keeps their deadlines, gives them work. */
#include "src/base/base.h"
#include "src/engine/engine_state.h"

#include <inttypes.h>

/* ---- answers ---- */

static bool out_of_memory(const struct reply *r)
{
	return r->status == ST_MEMORY || (r->exam && r->exam->status == ST_MEMORY);
}

/* The child's job is answered: the child is free for the next one. */
static void finish(struct engine *g, struct child *c, struct answered *a)
{
	struct job *j = c->job;
	struct reply *r = &a->reply;
	struct error e;

	r->sandbox = c->sandbox;
	c->job = NULL;
	c->state = CHILD_IDLE;
	c->holds = r->status == ST_OK && r->kind != REQUEST_LIST;
	if (!c->holds) { /* who knows how far it came: it is given all again */
		memset(c->companion, 0, sizeof c->companion);
		memset(c->lists, 0, sizeof c->lists);
	}
	/* What the allocator keeps after such a failure must not decide how the next picture fares. */
	if (out_of_memory(r))
		child_kill(c, ST_MEMORY, "memory ceiling reached");
	if (c->cancelled) { /* asked for, even when the answer was faster */
		reply_free(r);
		err_set(&e, ST_CANCELLED, "cancelled");
		engine_give_up(g, j, &e);
		return;
	}
	engine_push(g, a);
	engine_job_free(j);
}

static void on_answer(struct engine *g, struct child *c, const struct answer *a)
{
	struct answered *to;
	struct error e = ERROR_INIT;
	enum status st;

	if (a->id != c->job->id) {
		child_kill(c, ST_PROTOCOL, "a worker answered request %" PRIu64 " instead of %" PRIu64, a->id,
			   c->job->id);
		return;
	}
	if (a->kind == ANSWER_PROGRESS) {
		c->permille = a->permille;
		snprintf(c->stage, sizeof c->stage, "%s", a->stage);
		return;
	}
	to = engine_answered(g, c->job);
	st = answer_accept(c, c->job, a, to, &e);
	if (st) {
		reply_free(&to->reply);
		child_kill(c, st, "%s", e.message);
		return;
	}
	finish(g, c, to);
}

static void on_hello(struct engine *g, struct child *c, const struct answer *a)
{
	if (a->kind == ANSWER_FAILED) {
		child_kill(c, a->error.code == ST_SANDBOX ? ST_SANDBOX : ST_INTERNAL, "%s", a->error.message);
		return;
	}
	if (a->kind != ANSWER_HELLO || strcmp(a->version, PACKAGE_VERSION) != 0) {
		child_kill(c, ST_INTERNAL, "'%s' is another version of this program; start again",
			   g->program);
		return;
	}
	if (a->sandbox == SANDBOX_OFF && g->sandbox != SANDBOX_OFF) {
		child_kill(c, ST_SANDBOX, "the worker did not enter its sandbox");
		return;
	}
	if (a->sandbox > g->sandbox) { /* the worst that was seen */
		g->sandbox = a->sandbox;
		snprintf(g->note, sizeof g->note, "%s", a->note);
	}
	c->sandbox = a->sandbox;
	snprintf(c->note, sizeof c->note, "%s", a->note);
	c->greeted = true;
	c->state = CHILD_IDLE;
	g->failed_starts = 0;
}

static void on_frame(struct engine *g, struct child *c)
{
	struct answer a;
	struct error e;

	if (answer_decode(frame_bytes(&c->in), &a, &e))
		child_kill(c, ST_PROTOCOL, "%s", e.message);
	else if (c->state == CHILD_STARTING)
		on_hello(g, c, &a);
	else if (c->state == CHILD_BUSY)
		on_answer(g, c, &a);
	else
		child_kill(c, ST_PROTOCOL, "a worker spoke without being asked");
	frame_next(&c->in);
}

static void hear(struct engine *g, struct child *c)
{
	struct error e = ERROR_INIT;
	size_t moved = 0;

	while (c->state != CHILD_DYING && moved < READ_BUDGET) {
		enum frame_state f = frame_read(&c->in, c->sock, false, &moved, &e);

		if (f == FRAME_NONE)
			break;
		if (f == FRAME_READY) {
			on_frame(g, c);
		} else if (f == FRAME_BAD) {
			child_kill(c, e.code, "%s", e.message);
		} else {
			c->state = CHILD_DYING;
			c->ended_at = engine_clock();
		}
	}
	if (moved && c->state == CHILD_BUSY) /* it lives */
		c->silent_at = engine_clock() + (int64_t)g->o.limits.seconds * 1000 + SILENCE_MS;
}

static void speak(struct child *c)
{
	if ((c->state == CHILD_BUSY || c->state == CHILD_IDLE) && !frame_write(&c->out, c->sock, false)) {
		c->state = CHILD_DYING;
		c->ended_at = engine_clock();
	}
}

/* ---- deaths ---- */

static void fail_waiting(struct engine *g)
{
	for (unsigned p = 0; p < PRIORITIES; p++)
		for (struct job *j; (j = engine_next_job(g, p));)
			engine_give_up(g, j, &g->broken);
}

/* A child never said HELLO. Some of that may pass (no memory just now); when it goes on, it will not pass. */
static void failed_start(struct engine *g, struct error *e)
{
	if (++g->failed_starts < START_TRIES)
		return;
	err_context(e, e->code, "workers do not start");
	if (e->code != ST_SANDBOX)
		e->code = ST_INTERNAL;
	g->broken = *e;
	fail_waiting(g);
}

/* Did it end? Then its job is over and its place is free. */
static bool bury(struct engine *g, unsigned i)
{
	struct child *c = &g->children[i];
	struct job *j = c->job;
	bool greeted = c->greeted;
	struct error e;

	if (c->state != CHILD_DYING || !child_reaped(c, &e))
		return false;
	if (j && c->cancelled)
		err_set(&e, ST_CANCELLED, "cancelled");
	else if (j)
		err_context(&e, e.code, "in '%s'", c->stage);
	g->children[i] = g->children[--g->n_children];
	if (j)
		engine_give_up(g, j, &e);
	if (!greeted)
		failed_start(g, &e);
	return true;
}

/* ---- deadlines ---- */

static int64_t next_deadline(const struct child *c)
{
	switch (c->state) {
	case CHILD_STARTING:
		return c->silent_at;
	case CHILD_BUSY:
		return c->cancelled ? c->cancel_at : c->silent_at < c->late_at ? c->silent_at : c->late_at;
	case CHILD_DYING:
		return c->killed ? INT64_MAX : c->ended_at + END_MS;
	case CHILD_IDLE:
		break;
	}
	return INT64_MAX;
}

static void keep_deadline(const struct engine *g, struct child *c)
{
	if (engine_clock() < next_deadline(c))
		return;
	if (c->state == CHILD_STARTING)
		child_kill(c, ST_INTERNAL, "a worker said nothing for %d s", START_MS / 1000);
	else if (c->state == CHILD_DYING)
		child_kill(c, ST_PROTOCOL, "a worker closed its socket and went on");
	else if (c->cancelled)
		child_kill(c, ST_CANCELLED, "cancelled");
	else
		child_kill(c, ST_TIMEOUT,
			   "time limit of %" PRIu32 " s reached, and the worker did not stop by itself; "
			   "raise it with --max-seconds", g->o.limits.seconds);
}

/* ---- work ---- */

static bool older(const struct child *a, const struct child *b)
{
	return !b || a->used < b->used;
}

/* The child that should take j now, or NULL: none can, or the one that holds its picture is soon free. */
static struct child *pick_child(struct engine *g, const struct job *j)
{
	struct child *least = NULL, *keeper = NULL;

	for (unsigned i = 0; i < g->n_children; i++) {
		struct child *c = &g->children[i];
		bool has = c->holds && c->key == j->key;

		if (c->state == CHILD_IDLE && has)
			return c;
		/* A look at the selected picture is a matter of milliseconds where it is decoded. */
		if (c->state == CHILD_BUSY && has && j->priority == PRIORITY_SELECTED &&
		    c->job->request.kind != REQUEST_EXAMINE)
			return NULL;
		if (c->state != CHILD_IDLE)
			continue;
		if (c->selected_only)
			keeper = c;
		else if (older(c, least))
			least = c;
	}
	return keeper && j->priority == PRIORITY_SELECTED ? keeper : least;
}

static void assign(struct engine *g)
{
	for (unsigned p = 0; p < PRIORITIES; p++)
		while (g->head[p]) {
			struct child *c = pick_child(g, g->head[p]);
			struct job *j;
			struct error e;

			if (!c)
				break;
			j = engine_next_job(g, p);
			if (child_start_job(g, c, j, &e))
				engine_give_up(g, j, &e);
			else
				speak(c);
		}
}

/* Starts as many children as there is work for, and one more when the selected picture would have to wait. */
static void hire(struct engine *g)
{
	unsigned regular = 0, ready = 0, waiting = 0;
	bool keeper = false;
	struct error e;

	for (unsigned i = 0; i < g->n_children; i++) {
		const struct child *c = &g->children[i];

		keeper = keeper || c->selected_only;
		regular += !c->selected_only;
		ready += !c->selected_only && (c->state == CHILD_STARTING || c->state == CHILD_IDLE);
	}
	for (unsigned p = 0; p < PRIORITIES; p++)
		for (const struct job *j = g->head[p]; j && waiting < g->o.workers; j = j->next)
			waiting++;
	while (!g->broken.code && regular < g->o.workers && ready < waiting) {
		if (child_spawn(g, false, &e)) {
			failed_start(g, &e);
			return;
		}
		regular++;
		ready++;
	}
	if (!g->broken.code && g->head[PRIORITY_SELECTED] && !keeper && ready == 0 &&
	    child_spawn(g, true, &e))
		failed_start(g, &e);
}

void engine_schedule(struct engine *g)
{
	assign(g);
	hire(g);
}

/* ---- the turn ---- */

void engine_dispatch(struct engine *g)
{
	for (unsigned i = 0; i < g->n_children;) {
		struct child *c = &g->children[i];

		hear(g, c); /* before the deadline: what came while this process was stopped counts */
		speak(c);
		keep_deadline(g, c);
		if (!bury(g, i))
			i++;
	}
	engine_schedule(g);
}

static void lower(int *timeout, int64_t ms)
{
	int t = ms < 0 ? 0 : ms > 3600000 ? 3600000 : (int)ms;

	if (*timeout < 0 || t < *timeout)
		*timeout = t;
}

static struct pollfd child_fd(const struct child *c)
{
	if (c->state == CHILD_DYING)
		return (struct pollfd){ .fd = c->pidfd, .events = POLLIN };
	return (struct pollfd){ .fd = c->sock,
				.events = (short)(POLLIN | (frame_pending(&c->out) ? POLLOUT : 0)) };
}

size_t engine_fds(struct engine *g, struct pollfd *out, size_t max, int *timeout_ms)
{
	int64_t now = engine_clock();
	size_t n = 0;

	if (g->first)
		lower(timeout_ms, 0);
	for (unsigned i = 0; i < g->n_children; i++) {
		const struct child *c = &g->children[i];
		struct pollfd p = child_fd(c);

		if (next_deadline(c) != INT64_MAX)
			lower(timeout_ms, next_deadline(c) - now + 1);
		if (p.fd >= 0 && n < max)
			out[n++] = p;
		else
			lower(timeout_ms, 10); /* looked at by the clock */
	}
	return n;
}

void engine_wait(struct engine *g, int timeout_ms)
{
	struct pollfd fds[128];
	size_t n = engine_fds(g, fds, ARRAY_LEN(fds), &timeout_ms);

	(void)poll(fds, n, timeout_ms); /* whatever it says, the turn looks for itself */
	engine_dispatch(g);
}
