/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread, its queue, and the way back. Jobs run in the order in which they were given, whoever gave them.
 */
#include "src/base/base.h"
#include "db/store.h"

#include "db/hostile.h"
#include "db/open.h"
#include "src/base/mem.h"
#include "src/base/utf8.h"

#include <pthread.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <unistd.h>

/* For one job on a case that is only read, and so may be made to be slow. */
enum { READ_JOB_MS = 120000 };

struct job {
	struct job *next;
	store_op op;
	void *arg;
	store_done done;
	enum status st;
	struct error error;
	bool waited, finished; /* waited: store_call() owns it, on its stack */
};

struct queue {
	struct job *head, **tail;
};

struct store {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t work, finished;
	struct queue jobs, completions; /* under lock */
	bool stop;			/* under lock */
	size_t pending;			/* caller's thread only */
	int fd;
	struct store_db db; /* store's thread only, but path and notice, which are fixed once it is open */
};

static void put(struct queue *q, struct job *j)
{
	j->next = NULL;
	*q->tail = j;
	q->tail = &j->next;
}

static struct job *take(struct queue *q)
{
	struct job *j = q->head;

	if (j && !(q->head = j->next))
		q->tail = &q->head;
	return j;
}

static void announce(int fd)
{
	uint64_t one = 1;

	while (write(fd, &one, sizeof one) < 0)
		; /* only EINTR can happen: the counter is far from full */
}

static void run(struct store *s, struct job *j)
{
	hostile_deadline(&s->db, s->db.writable ? 0 : READ_JOB_MS);
	j->st = j->op(&s->db, j->arg, &j->error);
	hostile_deadline(&s->db, 0);
}

static void hand_back(struct store *s, struct job *j)
{
	if (j->waited) {
		j->finished = true;
		pthread_cond_broadcast(&s->finished);
	} else {
		put(&s->completions, j);
		announce(s->fd);
	}
}

static void *serve(void *arg) /* store's thread */
{
	struct store *s = arg;
	struct job *j;

	pthread_mutex_lock(&s->lock);
	while (!s->stop || s->jobs.head) {
		j = take(&s->jobs);
		if (!j) {
			pthread_cond_wait(&s->work, &s->lock);
			continue;
		}
		pthread_mutex_unlock(&s->lock);
		run(s, j);
		pthread_mutex_lock(&s->lock);
		hand_back(s, j);
	}
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

/* Signals are the business of the thread that owns the terminal. */
static int start(struct store *s)
{
	sigset_t all, before;
	int err;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	err = pthread_create(&s->thread, NULL, serve, s);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return err;
}

static void stop(struct store *s)
{
	pthread_mutex_lock(&s->lock);
	s->stop = true;
	pthread_cond_signal(&s->work);
	pthread_mutex_unlock(&s->lock);
	pthread_join(s->thread, NULL);
}

static void discard(struct store *s)
{
	close(s->fd);
	pthread_cond_destroy(&s->finished);
	pthread_cond_destroy(&s->work);
	pthread_mutex_destroy(&s->lock);
	free(s);
}

struct opening {
	const char *path;
	enum store_mode mode;
};

static enum status open_op(struct store_db *db, void *arg, struct error *e)
{
	const struct opening *o = arg;

	return db_open(o->path, o->mode, db, e);
}

static enum status close_op(struct store_db *db, void *arg, struct error *e)
{
	(void)arg;
	return db_close(db, e);
}

enum status store_open(const char *path, enum store_mode mode, struct store **out, struct error *e)
{
	struct opening o = { path, mode };
	struct store *s = mem_need(1, sizeof *s);
	enum status st;
	int err;

	s->jobs.tail = &s->jobs.head;
	s->completions.tail = &s->completions.head;
	pthread_mutex_init(&s->lock, NULL);
	pthread_cond_init(&s->work, NULL);
	pthread_cond_init(&s->finished, NULL);
	s->fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	err = s->fd < 0 ? -1 : start(s);
	if (err) {
		discard(s);
		return err_set(e, ST_INTERNAL,
			       "cannot start the thread of the case: no descriptors or no memory left");
	}
	st = store_call(s, open_op, &o, e);
	if (st) {
		stop(s);
		discard(s);
		return st;
	}
	*out = s;
	return ST_OK;
}

enum status store_close(struct store *s, struct error *e)
{
	enum status st;

	if (!s)
		return ST_OK;
	st = store_call(s, close_op, NULL, e);
	stop(s);
	store_dispatch(s); /* whoever posted still gets its answer, and its memory back */
	discard(s);
	return st;
}

const char *store_path(const struct store *s)
{
	return s->db.path;
}

const char *store_notice(const struct store *s)
{
	return s->db.notice;
}

static enum status actor_op(struct store_db *db, void *arg, struct error *e)
{
	size_t len = strlen(arg);

	if (len == 0 || len >= sizeof db->actor || !utf8_valid(arg, len))
		return err_set(e, ST_USAGE, "an author's name is UTF-8 of 1 to 63 bytes");
	snprintf(db->actor, sizeof db->actor, "%s", (const char *)arg);
	return ST_OK;
}

enum status store_set_actor(struct store *s, const char *name, struct error *e)
{
	return store_call(s, actor_op, (void *)(uintptr_t)name, e);
}

static void give(struct store *s, struct job *j)
{
	pthread_mutex_lock(&s->lock);
	put(&s->jobs, j);
	pthread_cond_signal(&s->work);
	while (j->waited && !j->finished)
		pthread_cond_wait(&s->finished, &s->lock);
	pthread_mutex_unlock(&s->lock);
}

enum status store_call(struct store *s, store_op op, void *arg, struct error *e)
{
	struct job j = { .op = op, .arg = arg, .waited = true };

	give(s, &j);
	if (e && j.st)
		*e = j.error;
	return j.st;
}

void store_post(struct store *s, store_op op, void *arg, store_done done)
{
	struct job *j = mem_need(1, sizeof *j);

	*j = (struct job){ .op = op, .arg = arg, .done = done };
	s->pending++;
	give(s, j);
}

int store_fd(const struct store *s)
{
	return s->fd;
}

void store_dispatch(struct store *s)
{
	struct job *j;
	uint64_t n;

	if (read(s->fd, &n, sizeof n) < 0)
		n = 0; /* nothing was announced; look all the same */
	for (;;) {
		pthread_mutex_lock(&s->lock);
		j = take(&s->completions);
		pthread_mutex_unlock(&s->lock);
		if (!j)
			return;
		s->pending--;
		if (j->done)
			j->done(j->arg, j->st, &j->error);
		free(j);
	}
}

size_t store_pending(const struct store *s)
{
	return s->pending;
}
