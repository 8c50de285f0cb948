/* SPDX-License-Identifier: GPL-3.0-or-later */
/* impl.h: the inside of a session, shared by the files of this folder only.
 *
 * A picture's way: FOUND (a path) -> row WAITING -> sealed by the intake thread -> with a case:
 * exhibit_add on the store's thread (which may know an examination already) -> examined by a worker ->
 * identity and level filled here -> sink, and with a case examination_put. */
#ifndef COTTINGLEY_SESSION_IMPL_H
#define COTTINGLEY_SESSION_IMPL_H

#include "analyzers/case/case_check.h"
#include "src/base/base.h"
#include "src/engine/engine.h"
#include "src/session/intake.h"
#include "src/session/session.h"
#include "src/session/trust_store.h"

enum { CACHE = 16, JUDGE_CACHE = 4, CACHE_BYTES = 128 * 1024 * 1024 };

struct item {
	char *path;            /* bytes to open; NULL for a stored exhibit */
	char *shown;           /* sanitised */
	int64_t exhibit;       /* 0: not in a case */
	bool stored;           /* its bytes are in the case */
	bool known_hash;       /* expect is set */
	uint8_t expect[SHA256_LEN];
	struct evidence ev;    /* fd -1: not held */
	struct evidence companion; /* NAME.c2pa beside it; held and let go with ev; fd -1: there is none */
	bool sealing;          /* with the intake thread or the store */
	bool cancelled;        /* while it was sealed: it is not to be examined */
	bool running;          /* from sealing to the end of the examination */
	uint64_t job;          /* the engine's id while it is examined */
	struct region regions[REGIONS_MAX]; /* marked on this picture; asked for instead of those of the options */
	unsigned n_regions;
	bool compared;         /* its newest examination is in together.pictures */
	char *together;        /* what row.together shows */
};

struct seek { /* a tile, sample, bytes or map that was asked for */
	struct seek *next;
	uint64_t id, row, job; /* job 0: waits for the evidence */
	struct request request;
	struct part *part;     /* a piece of this one was asked for; NULL: somebody looks at the answer */
};

struct cached_exam {
	uint64_t row, used;
	struct examination *exam; /* NULL: on its way */
};

struct judgement_lists {
	struct note_list notes;
	struct verdict_list verdicts;
};

struct cached_judgements {
	uint64_t row, used;
	bool ready;
	struct judgement_lists lists;
};

struct together {
	struct case_picture *pictures; /* by row; the store's thread has them while running */
	size_t n;
	bool wanted, stale, running, stop;
};

struct session {
	struct session_options options;
	char checks[512], author[64];
	struct engine *engine;
	struct intake *intake;
	struct store *store;
	bool read_only;
	char case_name[256], case_path[4096];

	struct item *items;    /* items[i] and rows[i] are one picture; row id is i + 1 */
	struct row *rows;
	size_t n, room;
	size_t next;           /* no row below this one is WAITING */
	uint64_t *running;     /* rows that are on their way; there are never more than may run at once */
	size_t in_flight;      /* of them */
	size_t posts;          /* store operations not finished */
	uint64_t selected;     /* row id, 0: none */
	double started;        /* CLOCK_MONOTONIC, for the estimate */

	struct snapshot snapshot;
	struct evidence pack;  /* the trust lists, sealed; fd -1: none */
	struct context_list lists[TRUST_LISTS_MAX];
	uint32_t n_lists;
	char trust_line[TRUST_WORDS];
	struct value *libraries;
	struct arena arena;    /* of libraries */

	struct seek *seeks;
	uint64_t last_seek, tick;
	struct cached_exam cache[CACHE];
	struct cached_judgements judge_cache[JUDGE_CACHE];
	struct together together;

	session_sink sink; void *sink_arg;
	session_reply reply; void *reply_arg;
	session_problem problem; void *problem_arg;
	enum status trouble;
	struct error trouble_error;
};

static inline struct item *item_of(struct session *s, uint64_t row)
{
	return row >= 1 && row <= s->n ? &s->items[row - 1] : NULL;
}

static inline struct row *row_of(struct session *s, uint64_t row)
{
	return row >= 1 && row <= s->n ? &s->rows[row - 1] : NULL;
}

/* rows.c */
uint64_t rows_add(struct session *s, const char *path /* NULL: stored */, const char *shown);
void rows_release(struct session *s);
void rows_let_go(struct item *it); /* of the evidence and its companion */
/* Keeps the counts of the snapshot. */
void rows_state(struct session *s, uint64_t row, enum row_state state);
/* Level, why, taken ... from x. */
void rows_show(struct session *s, uint64_t row, const struct examination *x);
void rows_from_exhibit(struct session *s, uint64_t row, const struct exhibit *x);
void session_say(struct session *s, enum level level, const char *fmt, ...) PRINTF(3, 4);
void session_changed(struct session *s);
/* Remembers the first trouble, says it. */
void session_fail(struct session *s, enum status st, const struct error *e);

/* scan.c */
void scan_init(struct session *s);
void scan_pump(struct session *s);                 /* starts as many pictures as may run */
void scan_sealed(struct session *s, struct intake_event *ev);
void scan_examine(struct session *s, uint64_t row); /* evidence is held: hand it to the engine */
void scan_reply(struct session *s, struct reply *r);
enum finish {
	FINISH_KEEP,  /* fresh: fill identity and level, keep in the case */
	FINISH_SHOW,  /* fresh, but not worth keeping (cancelled, or not there) */
	FINISH_KNOWN, /* out of the case, complete */
};
void scan_finish(struct session *s, uint64_t row, struct examination *x, enum finish how); /* takes x */
void scan_progress(struct session *s);
void scan_want_evidence(struct session *s, uint64_t row); /* seals again when it is not held */

/* keep.c: the case side of a scan */
/* Exhibit_add, then scan_examine or a known result. */
void keep_exhibit(struct session *s, uint64_t row);
void keep_examination(struct session *s, uint64_t row, const struct examination *x);
void keep_open_blob(struct session *s, uint64_t row);     /* stored bytes -> intake */
void keep_fetch(struct session *s, uint64_t row);         /* examination -> cache */

/* cache.c */
const struct examination *cache_exam(struct session *s, uint64_t row, bool *pending);
void cache_put(struct session *s, uint64_t row, struct examination *x); /* takes x; NULL: on its way */
void cache_drop(struct session *s, uint64_t row);
void cache_release(struct session *s);

/* seek.c */
void seek_ready(struct session *s, uint64_t row);  /* evidence has come: send what waited */
void seek_failed(struct session *s, uint64_t row, enum status st, const struct error *e);
bool seek_reply(struct session *s, const struct reply *r);
void seek_release(struct session *s);

uint64_t seek_add(struct session *s, uint64_t row, const struct request *r, struct part *part); /* takes part */

/* part.c */
void part_reply(struct session *s, struct part *p, const struct reply *r); /* asks for the next piece, or ends p */
void part_release(struct part *p);

/* judge.c */
void judge_forget(struct session *s, uint64_t row);
void judge_release(struct session *s);

/* together.c */
void together_examined(struct session *s, uint64_t row); /* it has a new examination */
void together_pump(struct session *s);
void together_release(struct session *s);

/* trust.c */
/* Packs the lists of the options or of the store and gives them to the engine. A store that cannot be read does not stop the
 * session: nothing is then judged, and the trouble is remembered. ST_CORRUPT and others for a file of the options. */
MUST_USE enum status trust_load(struct session *s, struct error *e);
void trust_release(struct session *s);

/* identity.c */
void identity_init(struct session *s);
/* SHA-256 of what the results of this picture depend on beside its bytes: the time, the trust lists, its companion. */
void identity_context(const struct session *s, const struct item *it, uint8_t out[SHA256_LEN]);
void identity_fill(struct session *s, const struct item *it, struct examination *x);

#endif
