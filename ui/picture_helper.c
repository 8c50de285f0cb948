/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread that turns large pictures into cells. It holds one job: the newest. What it works
 * on belongs to it until it is handed back; everything shared is under one mutex. */
#include "src/base/base.h"
#include "ui/picture.h"

#include "src/base/mem.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <unistd.h>

struct job {
	struct picture_key want;
	struct pixels pixels;
	uint8_t *rgb; /* owned */
};

struct picture_helper {
	pthread_t thread;
	pthread_mutex_t lock;
	pthread_cond_t work;
	int pipe[2];
	bool stop;
	bool running;                /* something is being made */
	struct picture_key current; /* what */
	struct job *next;            /* waits; owned */
	struct picture_slot *done;   /* finished, not yet collected; owned */
};

static void job_free(struct job *j)
{
	if (j)
		mem_free(j->rgb);
	mem_free(j);
}

/* helper: waits for a job, marks it as current. NULL: stop. */
static struct job *take(struct picture_helper *h)
{
	struct job *j;

	pthread_mutex_lock(&h->lock);
	while (!h->stop && !h->next)
		pthread_cond_wait(&h->work, &h->lock);
	j = h->stop ? NULL : h->next;
	if (j) {
		h->next = NULL;
		h->running = true;
		h->current = j->want;
	}
	pthread_mutex_unlock(&h->lock);
	return j;
}

static void give(struct picture_helper *h, struct picture_slot *made)
{
	ssize_t ignored;

	pthread_mutex_lock(&h->lock);
	mem_free(h->done);
	h->done = made;
	h->running = false;
	pthread_mutex_unlock(&h->lock);
	ignored = write(h->pipe[1], "p", 1); /* full: the reader wakes up anyway */
	(void)ignored;
}

static void *run(void *arg) /* helper */
{
	struct picture_helper *h = arg;
	struct job *j;

	while ((j = take(h)) != NULL) {
		give(h, picture_make(&j->want, &j->pixels));
		job_free(j);
	}
	return NULL;
}

/* Signals are for the thread that owns the screen. */
static int start_thread(struct picture_helper *h)
{
	sigset_t all, before;
	int failed;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	failed = pthread_create(&h->thread, NULL, run, h);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return failed;
}

void picture_helper_start(struct picture_cache *c)
{
	struct picture_helper *h = mem_need(1, sizeof *h);

	pthread_mutex_init(&h->lock, NULL);
	pthread_cond_init(&h->work, NULL);
	if (pipe(h->pipe) != 0) {
		free(h);
		return;
	}
	for (int i = 0; i < 2; i++) {
		fcntl(h->pipe[i], F_SETFL, O_NONBLOCK);
		fcntl(h->pipe[i], F_SETFD, FD_CLOEXEC);
	}
	if (start_thread(h) != 0) {
		close(h->pipe[0]);
		close(h->pipe[1]);
		free(h);
		return;
	}
	c->helper = h;
}

void picture_helper_stop(struct picture_helper *h)
{
	if (!h)
		return;
	pthread_mutex_lock(&h->lock);
	h->stop = true;
	pthread_cond_signal(&h->work);
	pthread_mutex_unlock(&h->lock);
	pthread_join(h->thread, NULL);
	job_free(h->next);
	mem_free(h->done);
	close(h->pipe[0]);
	close(h->pipe[1]);
	pthread_cond_destroy(&h->work);
	pthread_mutex_destroy(&h->lock);
	free(h);
}

static struct job *job_new(const struct picture_key *want, const struct pixels *p)
{
	size_t bytes = (size_t)p->width * p->height * 3;
	struct job *j = mem_array(1, sizeof *j);
	uint8_t *copy = mem_array(bytes, 1);

	if (!j || !copy) {
		mem_free(j);
		mem_free(copy);
		return NULL;
	}
	memcpy(copy, p->rgb, bytes);
	j->want = *want;
	j->rgb = copy;
	j->pixels = (struct pixels){ p->width, p->height, copy, p->exact };
	return j;
}

void picture_helper_want(struct picture_helper *h, const struct picture_key *want, const struct pixels *p)
{
	struct job *j = NULL, *old = NULL;

	pthread_mutex_lock(&h->lock);
	if (!(h->running && picture_key_equal(&h->current, want)) &&
	    !(h->next && picture_key_equal(&h->next->want, want)) &&
	    !(h->done && picture_key_equal(&h->done->key, want))) {
		j = job_new(want, p);
		old = h->next;
		h->next = j;
		pthread_cond_signal(&h->work);
	}
	pthread_mutex_unlock(&h->lock);
	job_free(old);
}

int picture_fd(const struct picture_cache *c)
{
	return c->helper ? c->helper->pipe[0] : -1;
}

bool picture_collect(struct picture_cache *c)
{
	struct picture_helper *h = c->helper;
	struct picture_slot *done;
	char drain[16];

	if (!h)
		return false;
	while (read(h->pipe[0], drain, sizeof drain) > 0)
		;
	pthread_mutex_lock(&h->lock);
	done = h->done;
	h->done = NULL;
	pthread_mutex_unlock(&h->lock);
	if (done)
		picture_keep(c, done);
	return done != NULL;
}

bool picture_pending(const struct picture_cache *c)
{
	struct picture_helper *h = c->helper;
	bool pending;

	if (!h)
		return false;
	pthread_mutex_lock(&h->lock);
	pending = h->running || h->next || h->done;
	pthread_mutex_unlock(&h->lock);
	return pending;
}
