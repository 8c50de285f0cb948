/* SPDX-License-Identifier: GPL-3.0-or-later */
/* engine_state.h: what the files of the engine share. Not for others.
 *
 * A job is in one place at a time: waiting in one of three queues, running in a child, or answered in the
 * list of replies. A child is one worker process: starting until its HELLO, idle, busy, or dying (killed,
 * waiting to be reaped). */
#ifndef COTTINGLEY_ENGINE_STATE_H
#define COTTINGLEY_ENGINE_STATE_H

#include "src/base/arena.h"
#include "src/base/base.h"
#include "src/engine/engine.h"
#include "src/engine/frame.h"

#include <sys/types.h>

enum {
	PRIORITIES = PRIORITY_BACKGROUND + 1,
	START_MS = 10000,       /* from spawn to HELLO */
	LIST_SUMMARY_NODES = 200000, LIST_SUMMARY_MAX = 64 * 1024 * 1024,
	START_TRIES = 3,        /* children in a row that never said HELLO, then the engine gives up */
	SILENCE_MS = 3000,      /* beyond the time limit of a step, before the parent stops waiting */
	END_MS = 1000,          /* from the end of its socket to the end of the process */
	READ_BUDGET = 8 * 1024 * 1024, /* bytes taken from one child in one dispatch */
};

struct job {
	struct job *next;
	uint64_t id, key;
	enum engine_priority priority;
	int fd;                  /* of the evidence; owned */
	uint64_t size;           /* of the evidence */
	int companion;           /* its companion's descriptor; owned; -1: none */
	struct request request;
};

/* A reply with what its pointers point to. */
struct answered {
	struct reply reply;      /* first: callers hold this */
	struct answered *next;
	struct arena arena;      /* names of a map; the summary of a list */
};

enum child_state { CHILD_STARTING, CHILD_IDLE, CHILD_BUSY, CHILD_DYING };

struct child {
	enum child_state state;
	bool selected_only;      /* the one beside the others that keeps the selected picture */
	pid_t pid;
	int pidfd;               /* -1: this kernel has none; deaths are then seen on the socket */
	int sock;
	struct frame_reader in;
	struct frame_writer out;
	int64_t used;            /* when it last took a job; the least recent one is given the next picture */
	bool holds;              /* has the picture `key` */
	uint64_t key;
	/* digests of what else it has; zeros: nothing */
	uint8_t companion[SHA256_LEN], lists[SHA256_LEN];
	struct job *job;         /* while BUSY, or DYING of it */
	int64_t silent_at;       /* to be killed when nothing has come by then */
	int64_t late_at;         /* to be killed then whatever came */
	bool cancelled;
	int64_t cancel_at;       /* to be killed then, when cancelled */
	bool greeted;            /* said HELLO */
	int64_t ended_at;        /* when its socket ended, while DYING by itself */
	bool killed;             /* by us, for `why` */
	struct error why;
	enum sandbox_state sandbox;
	char note[160];
	unsigned permille;
	char stage[48];
};

struct engine {
	struct engine_options o;
	char *program;
	enum sandbox_state sandbox;
	char note[160];
	struct job *head[PRIORITIES], *tail[PRIORITIES];
	struct answered *first, *last;
	size_t pending;          /* waiting + running + answered */
	uint64_t next_id;
	struct child *children;  /* workers + 1 at most */
	unsigned n_children;
	int lists_fd;            /* the packed trust lists; owned; -1: none */
	uint8_t lists[SHA256_LEN];
	unsigned failed_starts;  /* in a row */
	struct error broken;     /* not ST_OK: no worker starts; every job is answered with this */
};

int64_t engine_clock(void); /* milliseconds, monotonic */

/* ---- engine.c ---- */
/* An empty reply to this job. */
struct answered *engine_answered(const struct engine *g, const struct job *j);
void engine_push(struct engine *g, struct answered *a);
/* The job is over without an answer of a worker. Frees it. */
void engine_give_up(struct engine *g, struct job *j, const struct error *e);
struct job *engine_next_job(struct engine *g, unsigned p); /* takes the first of queue p; NULL: none */
void engine_job_free(struct job *j);

/* ---- engine_dispatch.c ---- */
void engine_schedule(struct engine *g); /* gives waiting jobs to idle children, starts children */

/* ---- engine_child.c ---- */
MUST_USE enum status child_spawn(struct engine *g, bool selected_only, struct error *e);
/* Kills it for a reason that its job's reply will give. Later reasons do not replace the first. */
void child_kill(struct child *c, enum status st, const char *fmt, ...) PRINTF(3, 4);
/* Has it ended? Then *e says of what, and its descriptors are closed. */
MUST_USE bool child_reaped(struct child *c, struct error *e);
void child_end(struct child *c); /* kills and waits */
/* Sends the job's request; the job is the child's from now on. */
MUST_USE enum status child_start_job(struct engine *g, struct child *c, struct job *j, struct error *e);
void child_send_cancel(struct engine *g, struct child *c);

/* ---- engine_answer.c ---- */
/* Turns an answer into the job's reply. ST_PROTOCOL when no honest worker would give it to this job. */
MUST_USE enum status answer_accept(const struct child *c, const struct job *j, const struct answer *a,
				   struct answered *to, struct error *e);

/* ---- exam_check.c ---- */
/* What exam_decode() cannot know: that the record fits this file and this request. Resets what only the
 * parent may say. */
MUST_USE enum status exam_check(struct examination *x, const struct request *r, uint64_t size,
				struct error *e);

#endif
