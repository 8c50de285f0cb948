/* SPDX-License-Identifier: GPL-3.0-or-later */
/* intake.h: the thread that touches the file system. It walks folders and seals files, so that a slow
 * disk never holds up a key. Owned by one thread; jobs go in, events come out in the order the thread
 * finished them. */
#ifndef COTTINGLEY_INTAKE_H
#define COTTINGLEY_INTAKE_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/media/evidence.h"

struct intake;

enum intake_kind {
	INTAKE_FOUND,   /* a path to examine */
	INTAKE_LINK,    /* a link inside a folder was passed over */
	INTAKE_PROBLEM, /* a folder that could not be read; error */
	INTAKE_WALKED,  /* one intake_walk() is through */
	INTAKE_SEALED,  /* evidence, for tag; or status and error. With ST_OK, error may say why a companion was not taken */
};

struct intake_event {
	struct intake_event *next;
	enum intake_kind kind;
	uint64_t tag;     /* SEALED: the caller's; else the walk */
	char *path; /* owned by the event; NULL for SEALED */
	enum status status;
	struct error error;
	struct evidence companion; /* SEALED: the C2PA manifest store beside it, when there is one; as evidence; else fd -1 */
	struct evidence evidence; /* SEALED with ST_OK: the taker releases it, or moves it out and sets fd to -1 */
};

MUST_USE enum status intake_open(struct intake **out, struct error *e);
void intake_close(struct intake *t); /* cancels what runs, joins, releases what nobody took */

void intake_walk(struct intake *t, const char *path);
/* Ends the walks that were asked for up to now: what they have not found is not looked for, and what
 * they found and nobody took is dropped. */
void intake_stop_walks(struct intake *t);
void intake_seal(struct intake *t, uint64_t tag, const char *path, bool urgent);
/* The same for bytes that are open already, such as a picture out of the case; takes fd. */
void intake_seal_fd(struct intake *t, uint64_t tag, int fd, bool urgent);
int intake_fd(const struct intake *t); /* readable when events wait */
struct intake_event *intake_take(struct intake *t); /* NULL: none; release with intake_event_free */
void intake_event_free(struct intake_event *ev);
size_t intake_pending(struct intake *t); /* jobs not finished and events not taken */

#endif
