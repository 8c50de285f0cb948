/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/engine/engine.h"

#include "src/base/mem.h"
#include "src/engine/engine_state.h"
#include "src/engine/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

enum { WORKERS_MAX = 64, GRACE_MS = 100 };

int64_t engine_clock(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

/* ---- life ---- */

static unsigned processors(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > WORKERS_MAX ? WORKERS_MAX : (unsigned)n;
}

static enum status find_sandbox(struct engine *g, struct error *e)
{
	const char *note;
	enum status st = sandbox_probe(&g->sandbox, &note, e);

	if (g->o.no_sandbox) {
		g->sandbox = SANDBOX_OFF;
		note = "asked for with --no-sandbox";
		st = ST_OK;
	}
	snprintf(g->note, sizeof g->note, "%s", note);
	return st;
}

enum status engine_open(const struct engine_options *o, struct engine **out, struct error *e)
{
	struct engine *g = mem_need(1, sizeof *g);
	enum status st;

	g->o = *o;
	if (!g->o.workers)
		g->o.workers = processors();
	if (g->o.workers > WORKERS_MAX)
		g->o.workers = WORKERS_MAX;
	if (!g->o.cancel_grace_ms)
		g->o.cancel_grace_ms = GRACE_MS;
	if (!g->o.limits.seconds)
		g->o.limits = (struct limits)LIMITS_DEFAULT;
	g->program = mem_need_str(o->program ? o->program : "/proc/self/exe");
	g->children = mem_need(g->o.workers + 1, sizeof *g->children);
	g->next_id = 1;
	g->lists_fd = -1;
	st = find_sandbox(g, e);
	/* The first one warms up while the caller reads its first picture; a program that cannot start is
	 * known at once. */
	if (!st)
		st = child_spawn(g, false, e);
	if (st) {
		engine_close(g);
		return st;
	}
	*out = g;
	return ST_OK;
}

void engine_job_free(struct job *j)
{
	if (!j)
		return;
	if (j->fd >= 0)
		close(j->fd);
	if (j->companion >= 0)
		close(j->companion);
	free(j);
}

void reply_free(struct reply *r)
{
	struct answered *a = (struct answered *)(void *)r;

	if (!r)
		return;
	exam_free(r->exam);
	mem_free(r->tile.rgb);
	mem_free(r->bytes);
	mem_free((void *)(uintptr_t)r->map.data);
	arena_release(&a->arena);
	free(a);
}

void engine_close(struct engine *g)
{
	struct reply *r;

	if (!g)
		return;
	for (unsigned i = 0; i < g->n_children; i++) {
		child_end(&g->children[i]);
		engine_job_free(g->children[i].job);
	}
	for (unsigned p = 0; p < PRIORITIES; p++)
		for (struct job *j = g->head[p], *next; j; j = next) {
			next = j->next;
			engine_job_free(j);
		}
	while ((r = engine_take(g)))
		reply_free(r);
	if (g->lists_fd >= 0)
		close(g->lists_fd);
	free(g->children);
	free(g->program);
	free(g);
}

enum sandbox_state engine_sandbox(const struct engine *g, const char **note)
{
	if (note)
		*note = g->note;
	return g->sandbox;
}

enum status engine_set_lists(struct engine *g, const struct evidence *pack, struct error *e)
{
	int fd = pack ? fcntl(pack->fd, F_DUPFD_CLOEXEC, 3) : -1;

	if (pack && fd < 0)
		return err_errno(e, ST_IO, errno, "cannot keep the trust lists open");
	if (g->lists_fd >= 0)
		close(g->lists_fd);
	g->lists_fd = fd;
	memset(g->lists, 0, sizeof g->lists);
	if (pack)
		memcpy(g->lists, pack->digests.sha256, sizeof g->lists);
	return ST_OK;
}

/* ---- replies ---- */

struct answered *engine_answered(const struct engine *g, const struct job *j)
{
	struct answered *a = mem_need(1, sizeof *a);

	a->reply.id = j->id;
	a->reply.key = j->key;
	a->reply.kind = j->request.kind;
	a->reply.sandbox = g->sandbox;
	arena_init(&a->arena, j->request.kind == REQUEST_LIST ? LIST_SUMMARY_MAX : 4096);
	return a;
}

void engine_push(struct engine *g, struct answered *a)
{
	if (g->last)
		g->last->next = a;
	else
		g->first = a;
	g->last = a;
}

/* The job is over without an answer of a worker. Frees it. */
void engine_give_up(struct engine *g, struct job *j, const struct error *e)
{
	struct answered *a = engine_answered(g, j);

	a->reply.status = e->code;
	a->reply.error = *e;
	engine_push(g, a);
	engine_job_free(j);
}

struct reply *engine_take(struct engine *g)
{
	struct answered *a = g->first;

	if (!a)
		return NULL;
	g->first = a->next;
	if (!g->first)
		g->last = NULL;
	g->pending--;
	return &a->reply;
}

size_t engine_pending(const struct engine *g)
{
	return g->pending;
}

/* ---- the queues ---- */

static void enqueue(struct engine *g, struct job *j)
{
	enum engine_priority p = j->priority;
	struct job **at = &g->head[p];

	j->next = NULL;
	if (!g->tail[p] || g->tail[p]->id < j->id) {
		if (g->tail[p])
			at = &g->tail[p]->next;
		*at = j;
		g->tail[p] = j;
		return;
	}
	/* Moved here from another queue: it keeps its place in the order of submission. */
	while ((*at)->id < j->id)
		at = &(*at)->next;
	j->next = *at;
	*at = j;
}

/* Takes *at out of queue p. */
static struct job *dequeue(struct engine *g, unsigned p, struct job **at, struct job *before)
{
	struct job *j = *at;

	*at = j->next;
	if (g->tail[p] == j)
		g->tail[p] = before;
	j->next = NULL;
	return j;
}

/* What the job carries with it. */
static void take_descriptors(struct job *j, const struct evidence *ev, const struct evidence *companion, struct error *e)
{
	j->fd = fcntl(ev->fd, F_DUPFD_CLOEXEC, 3);
	j->companion = companion ? fcntl(companion->fd, F_DUPFD_CLOEXEC, 3) : -1;
	memset(j->request.companion, 0, SHA256_LEN);
	if (companion)
		memcpy(j->request.companion, companion->digests.sha256, SHA256_LEN);
	if (!e->code && (j->fd < 0 || (companion && j->companion < 0)))
		err_errno(e, ST_IO, errno, "cannot keep the evidence open");
}

static bool can_be_submitted(enum request_kind k)
{
	return (k >= REQUEST_EXAMINE && k <= REQUEST_MAP) || k == REQUEST_LIST;
}

uint64_t engine_submit(struct engine *g, const struct engine_job *job, const struct evidence *ev)
{
	struct job *j = mem_need(1, sizeof *j);
	struct error e = g->broken;
	uint64_t id;

	j->id = g->next_id++;
	j->key = job->key;
	j->priority = (unsigned)job->priority < PRIORITIES ? job->priority : PRIORITY_BACKGROUND;
	j->request = job->request;
	j->size = ev->size;
	take_descriptors(j, ev, job->companion, &e);
	g->pending++;
	if (!e.code && !can_be_submitted(j->request.kind))
		err_set(&e, ST_USAGE, "request %d cannot be submitted", (int)j->request.kind);
	id = j->id;
	if (e.code) {
		engine_give_up(g, j, &e);
	} else {
		enqueue(g, j);
		engine_schedule(g);
	}
	return id;
}

struct job *engine_next_job(struct engine *g, unsigned p)
{
	return g->head[p] ? dequeue(g, p, &g->head[p], NULL) : NULL;
}

void engine_prioritise(struct engine *g, uint64_t key, enum engine_priority to)
{
	if ((unsigned)to >= PRIORITIES)
		return;
	for (unsigned p = 0; p < PRIORITIES; p++) {
		struct job *before = NULL, **at = &g->head[p];

		while (p != to && *at) {
			if ((*at)->key == key) {
				struct job *j = dequeue(g, p, at, before);

				j->priority = to;
				enqueue(g, j);
			} else {
				before = *at;
				at = &(*at)->next;
			}
		}
	}
}

static bool cancel_waiting(struct engine *g, uint64_t id, bool all)
{
	struct error e;
	bool found = false;

	err_set(&e, ST_CANCELLED, "cancelled");
	for (unsigned p = 0; p < PRIORITIES; p++) {
		struct job *before = NULL, **at = &g->head[p];

		while (*at) {
			if (all || (*at)->id == id) {
				engine_give_up(g, dequeue(g, p, at, before), &e);
				found = true;
			} else {
				before = *at;
				at = &(*at)->next;
			}
		}
	}
	return found;
}

void engine_cancel(struct engine *g, uint64_t id)
{
	if (cancel_waiting(g, id, false))
		return;
	for (unsigned i = 0; i < g->n_children; i++)
		if (g->children[i].job && g->children[i].job->id == id)
			child_send_cancel(g, &g->children[i]);
}

void engine_cancel_all(struct engine *g)
{
	cancel_waiting(g, 0, true);
	for (unsigned i = 0; i < g->n_children; i++)
		if (g->children[i].job)
			child_send_cancel(g, &g->children[i]);
}

bool engine_progress(const struct engine *g, uint64_t id, unsigned *permille, const char **stage)
{
	for (unsigned i = 0; i < g->n_children; i++) {
		const struct child *c = &g->children[i];

		if (c->state == CHILD_BUSY && c->job->id == id) {
			*permille = c->permille;
			*stage = c->stage;
			return true;
		}
	}
	return false;
}
