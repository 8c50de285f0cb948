/* SPDX-License-Identifier: GPL-3.0-or-later */
/* fake_backend.h: a case typed by hand, for tests of the screen. Replies come at the next step;
 * rows stream when asked to. */
#ifndef COTTINGLEY_FAKE_BACKEND_H
#define COTTINGLEY_FAKE_BACKEND_H

#include "src/base/base.h"
#include "ui/backend.h"

enum { FAKE_ROWS = 4096 };

struct fake {
	struct snapshot snap;
	struct row *rows;                 /* FAKE_ROWS of them */
	struct examination *exams[FAKE_ROWS];
	struct note notes[32]; unsigned n_notes;
	struct verdict verdicts[8]; unsigned n_verdicts;
	struct judgements judgements;
	backend_reply_fn reply; void *reply_arg;
	struct { uint64_t id, row; struct request r; } queue[8]; unsigned n_queue;
	uint64_t last_id;
	unsigned requests;                /* ever made */
	/* rows still to be examined, and one step every so many ms; 0: none */
	unsigned stream, stream_ms;
	bool refuse_tiles;
	char log[4096];                   /* what was asked: "note 2 text\n" */
};

struct fake *fake_new(void); /* empty case */
void fake_free(struct fake *f);
struct backend fake_backend(struct fake *f);
struct row *fake_add(struct fake *f, const char *name, enum row_state state, enum level level,
		     const char *why, const char *taken);
/* The pictures of the design's triage screen, with examinations. */
void fake_fill_demo(struct fake *f);
/* n more rows that wait and are examined one after the other. */
void fake_stream(struct fake *f, unsigned n, unsigned every_ms);
/* Strings that try to break a terminal, everywhere. */
void fake_fill_hostile(struct fake *f);

#endif
