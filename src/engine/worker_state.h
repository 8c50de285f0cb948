/* SPDX-License-Identifier: GPL-3.0-or-later */
/* worker_state.h: what the files of the worker share. Not for others. */
#ifndef COTTINGLEY_WORKER_STATE_H
#define COTTINGLEY_WORKER_STATE_H

#include "src/base/base.h"
#include "src/base/job.h"
#include "src/engine/frame.h"
#include "src/engine/message.h"
#include "src/media/subject.h"
#include "src/trust/world.h"

enum { WORKER_QUEUE = 4 };

struct order { /* a request with its envelope and what came with it */
	struct envelope v;
	struct request r;
	int fd, companion, lists; /* owned; -1: none */
};

struct worker {
	int sock;
	struct limits limits;
	bool no_sandbox;
	struct frame_reader in;
	struct frame_writer out;
	struct order *queue[WORKER_QUEUE]; /* came while another one was being served */
	unsigned n_queue;

	/* the picture held between requests */
	bool holds;
	uint64_t key;
	struct span bytes;
	struct span companion;          /* mapped; empty: none */
	uint8_t companion_sha256[SHA256_LEN];
	bool opened;                    /* subject_open was called; subject_release is due */
	enum status open_status;
	struct error open_error;
	struct subject subject;
	struct examination *kept;       /* of this picture, or NULL: its maps are looked at later */
	struct request *kept_for;       /* with these parameters */

	/* what the user trusts: read on first use, kept for the next picture; never NULL while a check runs */
	struct world *world;
	uint8_t lists_sha256[SHA256_LEN];

	/* the request being served */
	uint64_t id;
	int64_t started;                /* milliseconds, monotonic */
	int64_t deadline;
	bool cancelled, late;           /* asked to stop; over its time limit */
	unsigned base, share;           /* what the running check's permille stands for in the whole */
	char stage[48];
	int64_t last_progress;
	struct job_control control;     /* for checks and decoders */
};

int64_t worker_clock(void);                /* milliseconds, monotonic */
double worker_seconds(const struct worker *w); /* since the request came */
/* Starts the clock of one step (a decode, a check) that takes `share` permille from `base` on; says so. */
void worker_step(struct worker *w, const char *stage, unsigned base, unsigned share);
/* ST_CANCELLED or ST_TIMEOUT, with its sentence, when the step was stopped; else ST_OK. */
enum status worker_stopped(struct worker *w, struct error *e);

/* The picture, opened on first use; the status of subject_open, remembered. */
enum status worker_subject(struct worker *w, struct subject **out, struct error *e);

/* Answers: each writes one frame, whole, and ends the process when the parent is gone. */
void worker_fail(struct worker *w, const struct error *e);
void worker_send(struct worker *w, size_t at); /* the frame that began at `at` in w->out */

void worker_list(struct worker *w, const struct request *r);    /* worker_list.c */
void worker_examine(struct worker *w, const struct request *r); /* worker_examine.c */
void worker_map(struct worker *w, const struct request *r);
void worker_tile(struct worker *w, const struct request *r);    /* worker_look.c */
/* worker_part.c: what the check c2pa found, as bytes or as a picture. */
void worker_part_bytes(struct worker *w, const struct request *r);
void worker_part_tile(struct worker *w, const struct request *r);
void worker_sample(struct worker *w, const struct request *r);
void worker_bytes(struct worker *w, const struct request *r);

void worker_warm_up(const struct limits *lim); /* worker_warm.c */

#endif
