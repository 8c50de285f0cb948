/* SPDX-License-Identifier: GPL-3.0-or-later */
/* backend.h: all that the screen asks of the rest of the program. session.h through
 * backend_session.c in the program, a fake in tests. One thread owns a backend and calls
 * everything; nothing here waits. Text that comes out is sanitised already; the screen does it
 * again. */
#ifndef COTTINGLEY_UI_BACKEND_H
#define COTTINGLEY_UI_BACKEND_H

#include "db/store.h"
#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/result.h"
#include "src/engine/message.h"
#include "src/session/snapshot.h"

#include <poll.h>

/* What came back for a request; borrowed during the call. */
struct backend_reply {
	uint64_t id;              /* what request() answered */
	enum request_kind kind;
	enum status status;       /* not ST_OK: error says why */
	const struct error *error;
	const struct tile *tile;     /* REQUEST_TILE, else NULL */
	const struct sample *sample; /* REQUEST_SAMPLE, else NULL */
};
typedef void (*backend_reply_fn)(void *arg, const struct backend_reply *r);

/* What people wrote about one picture. Borrowed until the next step. */
struct judgements {
	const struct note *notes;
	size_t n_notes;
	const struct verdict *verdicts;
	size_t n_verdicts;
};

struct backend_ops {
	/* never NULL; immutable until the next step or request */
	const struct snapshot *(*snapshot)(void *self);
	/* borrowed until the next step; NULL: not there (yet) */
	const struct examination *(*exam)(void *self, uint64_t row);
	const struct judgements *(*judgements)(void *self, uint64_t row);      /* NULL: not there (yet) */
	void (*select)(void *self, uint64_t row);                              /* this picture first */
	/* its id, from 1; the reply arrives in a later step. 0: refused */
	uint64_t (*request)(void *self, uint64_t row, const struct request *r);
	/* again, with these regions for the checks that read them (n 0: without) */
	void (*examine)(void *self, uint64_t row, const struct region *regions, unsigned n);
	void (*cancel_row)(void *self, uint64_t row);
	void (*cancel_all)(void *self);
	void (*note)(void *self, uint64_t row, const char *text);
	void (*tag)(void *self, uint64_t row, const char *tag, bool on);
	void (*verdict)(void *self, uint64_t row, const struct verdict *v);    /* copied */
	/* path NULL: beside the case */
	void (*export)(void *self, const char *format, const char *path);
	/* a part of its manifest store (message.h) into a file beside the case; the outcome is a message */
	void (*save_part)(void *self, uint64_t row, const char *part);
	void (*set_reply)(void *self, backend_reply_fn fn, void *arg);
	/* lowers timeout_ms (-1: none) to its next deadline */
	size_t (*fds)(void *self, struct pollfd *out, size_t max, int *timeout_ms);
	void (*step)(void *self);
	/* nothing queued, running or unsaved */
	bool (*idle)(void *self);
};

struct backend {
	const struct backend_ops *ops;
	void *self;
	const char *const *formats;    /* of reports, NULL-terminated */
	const char *const *categories; /* of MediaReview, NULL-terminated */
};

#endif
