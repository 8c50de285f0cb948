/* SPDX-License-Identifier: GPL-3.0-or-later */
/* session.h: what both front ends do: take pictures in, examine them, keep them in a case, note, tag,
 * judge, export. The only room that knows engine, store and report. One thread owns a session. Nothing
 * here draws or prints. Files are read and hashed on a thread of their own (intake.h), decoded in
 * workers (engine.h), kept on the store's thread (store.h); of the calls below only opening, closing,
 * loading a case and session_report() wait for any of them. */
#ifndef COTTINGLEY_SESSION_H
#define COTTINGLEY_SESSION_H

#include "db/store.h"
#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/job.h"
#include "src/base/result.h"
#include "src/base/str.h"
#include "src/engine/message.h"
#include "src/session/snapshot.h"

#include <poll.h>

struct session;

enum { TRUST_FILES_MAX = 16 };
struct trust_file { unsigned kind; /* enum list_kind, src/trust/world.h */ const char *path; };

struct session_options {
	const char *program;    /* NULL: this binary */
	unsigned workers;       /* 0: one a processor */
	struct limits limits;
	bool no_sandbox;
	unsigned profile;       /* enum check_profile */
	const char *checks;     /* comma list or NULL */
	struct setting settings[MESSAGE_MAX_SETTINGS];
	unsigned n_settings;
	struct region regions[REGIONS_MAX]; /* of every picture: for the checks that read them */
	unsigned n_regions;
	int64_t now;            /* seconds since 1970, UTC; the beginning of today unless now_fixed */
	bool now_fixed;
	const char *author;     /* who writes notes and verdicts; NULL: the login name */
	bool reference;         /* do not copy pictures into the case */
	/* what is trusted in this session; with no_trust or any file the user's own lists are not read */
	bool no_trust;
	struct trust_file trust_files[TRUST_FILES_MAX];
	unsigned n_trust_files;
};

MUST_USE enum status session_open(const struct session_options *o, struct session **out,
				  struct error *e);
MUST_USE enum status session_close(struct session *s, struct error *e);

/* ---- trust ---- */
/* One line on the trust lists of this session: "official list of 2026-08-05, next update 2027-08-05", or "no trust list:
 * identity cannot be judged". */
const char *session_trust_line(const struct session *s);
/* A worker reads a trust list and says what it holds (the map of src/engine/worker_list.c, in a). Waits for it; only
 * while nothing else is under way. ST_CORRUPT, ST_LIMIT, with the line or the entry that is wrong. */
MUST_USE enum status session_list_check(struct session *s, unsigned kind, const void *bytes, size_t len, struct arena *a,
					const struct value **summary, struct error *e);

/* ---- case ---- */
/* path NULL: a new name under XDG_DATA_HOME; title NULL: the file's name. */
MUST_USE enum status session_create_case(struct session *s, const char *path, const char *title,
					 struct error *e);
MUST_USE enum status session_open_case(struct session *s, const char *path, bool read_only,
				       struct error *e);
struct store *session_store(struct session *s); /* NULL without a case */

/* ---- intake: paths are queued; folders are walked in bytewise path order ---- */
/* Links inside a folder are skipped and counted. Does not wait for the disk. */
void session_add_path(struct session *s, const char *path);
/* Exhibits of the open case become rows; with resume those not yet examined are queued for
 * examination, so that an interrupted scan goes on. */
MUST_USE enum status session_load_case(struct session *s, bool resume, struct error *e);

/* What went wrong so far, for the exit code: ST_OK, or the first error of disk or case. */
enum status session_trouble(const struct session *s, struct error *e);
/* Folders that could not be read; called as they are met. */
typedef void (*session_problem)(void *arg, const char *path, const struct error *e);
void session_set_problem(struct session *s, session_problem cb, void *arg);

/* ---- the loop ---- */
/* What to poll for; lowers *timeout_ms (-1: none) to when a step is due at the latest. */
size_t session_fds(struct session *s, struct pollfd *out, size_t max, int *timeout_ms);
void session_step(struct session *s); /* never waits; takes what intake, engine and store have ready */
bool session_idle(const struct session *s); /* nothing queued, running or unsaved */
void session_wait(struct session *s); /* poll once, then step */

/* Called for each picture whose examination is complete, in completion order; the command line sorts.
 * x is borrowed. */
typedef void (*session_sink)(void *arg, uint64_t row, const struct examination *x);
void session_set_sink(struct session *s, session_sink sink, void *arg);

/* ---- looking ---- */
/* Immutable until the next step or request. */
const struct snapshot *session_snapshot(struct session *s);
/* Decoded, borrowed until the next step. NULL: not there (yet); it is asked for. */
const struct examination *session_exam(struct session *s, uint64_t row);
/* What people wrote about this picture, newest last, superseded ones marked. Borrowed until the next
 * step. False: not there (yet); it is asked for. */
bool session_judgements(struct session *s, uint64_t row, const struct note_list **notes,
			const struct verdict_list **verdicts);
/* This picture first; its worker keeps it decoded. */
void session_select(struct session *s, uint64_t row);
/* A tile, sample, bytes or map; the reply arrives by callback under the number that is returned. */
uint64_t session_request(struct session *s, uint64_t row, const struct request *r);
struct reply;
typedef void (*session_reply)(void *arg, uint64_t request, const struct reply *r);
void session_set_reply(struct session *s, session_reply cb, void *arg);
/* A part of what the check c2pa found (see `map` in message.h), whole: fn is called once, in a later step, with
 * ST_OK and the bytes (borrowed), or with the error. */
typedef void (*session_part_fn)(void *arg, enum status st, const struct error *e, const void *bytes, size_t len);
void session_part(struct session *s, uint64_t row, const char *part, session_part_fn fn, void *arg);
/* The same into a file of its own beside the case; the outcome shows in the message line. Nothing that is there is
 * written over. */
void session_save_part(struct session *s, uint64_t row, const char *part);
/* Examines a picture again, with these regions (at most REGIONS_MAX, each region_valid(); 0: those of the
 * options) for the checks that read them. The new examination takes the place of the old one; with a case
 * it is kept beside it. A picture that is being examined is left alone, and the message line says so. */
void session_examine(struct session *s, uint64_t row, const struct region *regions, unsigned n);
void session_cancel_row(struct session *s, uint64_t row);
void session_cancel_all(struct session *s); /* folders still being walked too */
/* From now on the pictures of the case are compared with one another whenever nothing else is going on;
 * what that shows stands in row.together. */
void session_relate(struct session *s);

/* ---- judging: asynchronous; the outcome shows in the snapshot's message line ---- */
void session_note(struct session *s, uint64_t row, const char *text);
void session_tag(struct session *s, uint64_t row, const char *tag, bool on);
void session_verdict(struct session *s, uint64_t row, const struct verdict *v); /* copied */
/* Report; path NULL: beside the case file. */
void session_export(struct session *s, const char *format, const char *path);

/* The whole report in one go, for the command line: gathers on the store's thread and renders.
 * public_only: without what could name people, places or devices (public.h); holds the hash of the full one. */
MUST_USE enum status session_report(struct store *store, const char *format, bool public_only,
				    struct str *out, struct error *e);

/* Writes a file under a name of its own first, then renames: never half a report. 0600. A file that is
 * there is replaced when it begins as the new one does, so that a mistyped name cannot cost a picture
 * or a case. */
MUST_USE enum status session_write_file(const char *path, const void *bytes, size_t len,
					struct error *e);

#endif
