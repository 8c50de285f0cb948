/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/session/intake.h"

#include "src/base/mem.h"
#include "src/session/walk.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <strings.h>
#include <sys/eventfd.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COMPANION_MAX = 64 * 1024 * 1024 };

struct job {
	struct job *next;
	bool walk;
	uint64_t tag; /* of a walk: the round that it belongs to */
	char *path;
	int fd;       /* behind the path, which names it in /proc; -1: none */
};

struct intake {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t work;
	struct job *jobs, **jobs_end;      /* guarded by lock */
	struct intake_event *out, **out_end;
	size_t pending;                    /* jobs queued or running, and events waiting */
	atomic_bool stop;
	_Atomic uint64_t round;            /* walks of an earlier one are over */
	int event_fd;
};

struct walking {
	struct intake *t;
	uint64_t round;
};

/* ---- the intake thread ---- */

/* last: the job ends with this event, which takes its place in the count of what is pending; counted apart, the owner could
 * take the event, find a job still pending, and wait for nothing. */
static void emit_as(struct intake *t, struct intake_event *ev, bool last)
{
	uint64_t one = 1;

	pthread_mutex_lock(&t->lock);
	*t->out_end = ev;
	t->out_end = &ev->next;
	t->pending += !last;
	pthread_mutex_unlock(&t->lock);
	/* The counter cannot overflow; a full one is readable all the same. */
	if (write(t->event_fd, &one, sizeof one) < 0)
		return;
}

static void emit(struct intake *t, struct intake_event *ev)
{
	emit_as(t, ev, false);
}

static struct intake_event *event(enum intake_kind kind, uint64_t tag, const char *path)
{
	struct intake_event *ev = mem_need(1, sizeof *ev);

	ev->kind = kind;
	ev->tag = tag;
	ev->path = path ? mem_need_str(path) : NULL;
	ev->evidence.fd = ev->companion.fd = -1;
	return ev;
}

static bool goes_on(const struct walking *w)
{
	return !atomic_load(&w->t->stop) && atomic_load(&w->t->round) == w->round;
}

static bool on_file(void *arg, const char *path)
{
	const struct walking *w = arg;

	emit(w->t, event(INTAKE_FOUND, w->round, path));
	return goes_on(w);
}

static void on_problem(void *arg, const char *path, const struct error *e)
{
	const struct walking *w = arg;
	struct intake_event *ev = event(INTAKE_PROBLEM, w->round, path);

	ev->status = e->code;
	ev->error = *e;
	emit(w->t, ev);
}

static void on_link(void *arg, const char *path)
{
	const struct walking *w = arg;

	emit(w->t, event(INTAKE_LINK, w->round, path));
}

static bool stopped(void *owner)
{
	return atomic_load(&((struct intake *)owner)->stop);
}

/* The link is the one of /proc, and says nothing about the picture. */
static void forget_link(struct evidence *ev)
{
	free(ev->link_target);
	ev->link_target = NULL;
	ev->link_len = 0;
}

/* C2PA 2.2 section 11.4: an external manifest has the asset's name with the extension c2pa; NAME.c2pa, or NAME.EXT.c2pa as some
 * writers have it. False: it does not fit, or evidence is one itself. */
static bool companion_name(const char *path, bool whole, char *out, size_t room)
{
	const char *slash = strrchr(path, '/'), *dot = strrchr(slash ? slash + 1 : path, '.');
	size_t len = dot && !whole && dot[1] ? (size_t)(dot - path) : strlen(path);

	if ((dot && strcasecmp(dot, ".c2pa") == 0) || (whole && !dot))
		return false;
	return snprintf(out, room, "%.*s.c2pa", (int)len, path) < (int)room;
}

/* Only a regular file: a link could lead to what does not belong to the picture. */
static void take_companion(const char *path, struct job_control *ctl, struct intake_event *ev)
{
	char name[4200];
	struct stat st;

	for (int whole = 0; whole < 2; whole++) {
		if (!companion_name(path, whole, name, sizeof name) || lstat(name, &st) != 0 || !S_ISREG(st.st_mode))
			continue;
		if (st.st_size > COMPANION_MAX)
			err_set(&ev->error, ST_LIMIT, "'%s' has more than %d bytes and is not read along", name, COMPANION_MAX);
		else if (evidence_open(name, ctl, &ev->companion, &ev->error) != ST_OK)
			ev->companion.fd = -1;
		return;
	}
}

static void run(struct intake *t, const struct job *j)
{
	struct walking w = { t, j->tag };
	struct walk_sink sink = { on_file, on_problem, on_link, &w };
	struct job_control ctl = { .cancelled = stopped, .owner = t };
	struct intake_event *ev;

	if (j->walk) {
		if (goes_on(&w))
			walk_path(j->path, &sink);
		emit_as(t, event(INTAKE_WALKED, j->tag, j->path), true);
		return;
	}
	ev = event(INTAKE_SEALED, j->tag, NULL);
	ev->status = evidence_open(j->path, &ctl, &ev->evidence, &ev->error);
	if (ev->status != ST_OK)
		ev->evidence.fd = -1;
	else if (j->fd >= 0)
		forget_link(&ev->evidence);
	else
		take_companion(j->path, &ctl, ev);
	emit_as(t, ev, true);
}

static struct job *next_job(struct intake *t)
{
	struct job *j;

	pthread_mutex_lock(&t->lock);
	while (!t->jobs && !atomic_load(&t->stop))
		pthread_cond_wait(&t->work, &t->lock);
	j = atomic_load(&t->stop) ? NULL : t->jobs;
	if (j) {
		t->jobs = j->next;
		if (!t->jobs)
			t->jobs_end = &t->jobs;
	}
	pthread_mutex_unlock(&t->lock);
	return j;
}

static void job_free(struct job *j)
{
	if (j->fd >= 0)
		close(j->fd);
	free(j->path);
	free(j);
}

static void *intake_main(void *arg)
{
	struct intake *t = arg;
	struct job *j;

	while ((j = next_job(t)) != NULL) {
		run(t, j);
		job_free(j);
	}
	return NULL;
}

/* ---- the owner's side ---- */

enum status intake_open(struct intake **out, struct error *e)
{
	struct intake *t = mem_need(1, sizeof *t);
	int err;

	t->jobs_end = &t->jobs;
	t->out_end = &t->out;
	t->event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (t->event_fd < 0) {
		free(t);
		return err_errno(e, ST_INTERNAL, errno, "cannot make an event descriptor");
	}
	pthread_mutex_init(&t->lock, NULL);
	pthread_cond_init(&t->work, NULL);
	err = pthread_create(&t->thread, NULL, intake_main, t);
	if (err) {
		close(t->event_fd);
		free(t);
		return err_errno(e, ST_INTERNAL, err, "cannot start the intake thread");
	}
	*out = t;
	return ST_OK;
}

void intake_close(struct intake *t)
{
	struct intake_event *ev;
	struct job *j;

	if (!t)
		return;
	pthread_mutex_lock(&t->lock);
	atomic_store(&t->stop, true);
	pthread_cond_signal(&t->work);
	pthread_mutex_unlock(&t->lock);
	pthread_join(t->thread, NULL);
	while ((j = t->jobs) != NULL) {
		t->jobs = j->next;
		job_free(j);
	}
	while ((ev = intake_take(t)) != NULL)
		intake_event_free(ev);
	pthread_mutex_destroy(&t->lock);
	pthread_cond_destroy(&t->work);
	close(t->event_fd);
	free(t);
}

static void push(struct intake *t, struct job *j, bool front)
{
	pthread_mutex_lock(&t->lock);
	if (front || !t->jobs) {
		j->next = t->jobs;
		if (!t->jobs)
			t->jobs_end = &j->next;
		t->jobs = j;
	} else {
		*t->jobs_end = j;
		t->jobs_end = &j->next;
	}
	t->pending++;
	pthread_cond_signal(&t->work);
	pthread_mutex_unlock(&t->lock);
}

void intake_walk(struct intake *t, const char *path)
{
	struct job *j = mem_need(1, sizeof *j);

	j->walk = true;
	j->fd = -1;
	j->tag = atomic_load(&t->round);
	j->path = mem_need_str(path);
	push(t, j, false);
}

void intake_stop_walks(struct intake *t)
{
	atomic_fetch_add(&t->round, 1);
}

void intake_seal(struct intake *t, uint64_t tag, const char *path, bool urgent)
{
	struct job *j = mem_need(1, sizeof *j);

	j->tag = tag;
	j->fd = -1;
	j->path = mem_need_str(path);
	push(t, j, urgent);
}

void intake_seal_fd(struct intake *t, uint64_t tag, int fd, bool urgent)
{
	struct job *j = mem_need(1, sizeof *j);
	char path[64];

	snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
	j->tag = tag;
	j->fd = fd;
	j->path = mem_need_str(path);
	push(t, j, urgent);
}

int intake_fd(const struct intake *t)
{
	return t->event_fd;
}

static struct intake_event *first_event(struct intake *t)
{
	struct intake_event *ev;

	pthread_mutex_lock(&t->lock);
	ev = t->out;
	if (ev) {
		t->out = ev->next;
		if (!t->out)
			t->out_end = &t->out;
		t->pending--;
	}
	pthread_mutex_unlock(&t->lock);
	return ev;
}

struct intake_event *intake_take(struct intake *t)
{
	struct intake_event *ev;
	uint64_t count;

	for (;;) {
		ev = first_event(t);
		/* An event may have come between the look and the reading of the counter. */
		if (!ev && read(t->event_fd, &count, sizeof count) == sizeof count)
			continue;
		if (!ev || ev->kind != INTAKE_FOUND || ev->tag == atomic_load(&t->round))
			return ev;
		intake_event_free(ev);
	}
}

void intake_event_free(struct intake_event *ev)
{
	if (!ev)
		return;
	if (ev->evidence.fd >= 0)
		evidence_release(&ev->evidence);
	if (ev->companion.fd >= 0)
		evidence_release(&ev->companion);
	free(ev->path);
	free(ev);
}

size_t intake_pending(struct intake *t)
{
	size_t n;

	pthread_mutex_lock(&t->lock);
	n = t->pending;
	pthread_mutex_unlock(&t->lock);
	return n;
}
