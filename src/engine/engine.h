/* SPDX-License-Identifier: GPL-3.0-or-later */
/* engine.h: worker processes, from the parent's side. One thread (the caller's) owns an engine; nothing here
 * blocks except engine_wait(). Evidence is decoded in workers only. A worker that crashes, is stopped by its
 * sandbox, reaches its memory ceiling or its time limit yields a reply of its own; a fresh one takes the next
 * job.
 *
 *   engine_submit() ... poll(engine_fds()) -> engine_dispatch() -> engine_take() until NULL
 *
 * Order of replies is not the order of jobs; callers match on reply.id. Same jobs: same results, whatever
 * n_workers is. */
#ifndef COTTINGLEY_ENGINE_H
#define COTTINGLEY_ENGINE_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/job.h"
#include "src/base/result.h"
#include "src/engine/message.h"
#include "src/media/evidence.h"

#include <poll.h>

struct engine;

struct engine_options {
	unsigned workers;        /* 0: one a processor; one more when the selected picture would wait */
	struct limits limits;
	bool no_sandbox;         /* asked for with --no-sandbox */
	const char *program;     /* path of this binary, /proc/self/exe unless a test says otherwise */
	unsigned cancel_grace_ms; /* 0: 100 */
};

/* ST_SANDBOX when the kernel has no seccomp and no_sandbox is false: names what to do. */
MUST_USE enum status engine_open(const struct engine_options *o, struct engine **out, struct error *e);
void engine_close(struct engine *g); /* kills the workers */

/* What the sandbox of this engine's workers is; note says what is missing, or "". */
enum sandbox_state engine_sandbox(const struct engine *g, const char **note);

/* The packed trust lists (world_pack) that each examination from now on is made with: a worker gets them once. pack is
 * sealed; its descriptor is duplicated. NULL: none. */
MUST_USE enum status engine_set_lists(struct engine *g, const struct evidence *pack, struct error *e);

enum engine_priority { PRIORITY_SELECTED, PRIORITY_VISIBLE, PRIORITY_BACKGROUND };

/* A question about one picture. The engine duplicates ev->fd; ev may be released at once. Requests about the
 * same key run on the worker that still has that picture decoded, when there is one and it is idle. */
struct engine_job {
	uint64_t key;                    /* which picture: chosen by the caller, stable for the picture */
	enum engine_priority priority;
	struct request request;          /* message.h; copied */
	const struct evidence *companion; /* NAME.c2pa beside the picture, sealed; NULL: none. Its descriptor is duplicated */
};
/* Returns the job's id (> 0). */
uint64_t engine_submit(struct engine *g, const struct engine_job *job, const struct evidence *ev);
void engine_prioritise(struct engine *g, uint64_t key, enum engine_priority p); /* jobs that still wait */
/* Asks; kills after the grace; the reply comes all the same (ST_CANCELLED). */
void engine_cancel(struct engine *g, uint64_t id);
void engine_cancel_all(struct engine *g);
size_t engine_pending(const struct engine *g); /* submitted and not yet taken */

/* Descriptors for poll: fills at most max, returns how many; timeout_ms: lowered to the next deadline. */
size_t engine_fds(struct engine *g, struct pollfd *out, size_t max, int *timeout_ms);
void engine_dispatch(struct engine *g); /* never blocks */
void engine_wait(struct engine *g, int timeout_ms); /* poll and dispatch in one; for the command line */

struct reply {
	uint64_t id, key;
	enum request_kind kind;
	enum status status;       /* not ST_OK: error says why (crash, limits, cancel, protocol, ...) */
	struct error error;
	struct examination *exam; /* EXAMINE: picture half filled, checked and sanitised; NULL on failure */
	struct tile tile;         /* TILE */
	struct sample sample;     /* SAMPLE */
	uint8_t *bytes; size_t n_bytes; /* BYTES */
	struct map map;           /* MAP: data owned by the reply */
	const struct value *list; /* LIST: a map, in the reply; hostile as to what is in it (see worker_list.c) */
	enum sandbox_state sandbox;
	double seconds;           /* wall time in the worker; only --timing shows it */
};
struct reply *engine_take(struct engine *g); /* NULL: none is ready */
void reply_free(struct reply *r);

/* Progress of a running job: permille and stage, for the screen; false when it is not running. */
bool engine_progress(const struct engine *g, uint64_t id, unsigned *permille, const char **stage);

#endif
