/* SPDX-License-Identifier: GPL-3.0-or-later */
/* status.h: what a call answers, and what the process exits with. Names are stable: they are the
 * `error.code` and `problems[].code` of the JSON, and never change their meaning. */
#ifndef COTTINGLEY_STATUS_H
#define COTTINGLEY_STATUS_H

enum status {
	ST_OK = 0,
	ST_USAGE,          /* the caller asked for something that does not exist */
	ST_IO,             /* the operating system refused: open, read, write */
	ST_NOT_REGULAR,    /* a FIFO, a device, a folder: not examined */
	ST_CORRUPT,        /* the bytes break a rule of their format; offset says where */
	ST_UNSUPPORTED,    /* well formed as far as read, but no reader for it here */
	ST_NOT_APPLICABLE, /* this method cannot speak about this picture */
	ST_LIMIT,          /* a set limit (pixels, entries, size) was reached */
	ST_MEMORY,         /* the memory ceiling was reached */
	ST_TIMEOUT,        /* the time limit was reached */
	ST_CANCELLED,      /* somebody asked to stop */
	ST_CRASHED,        /* the worker died of a signal */
	ST_SANDBOX,        /* the worker was stopped by its own sandbox */
	ST_CASE,           /* the case file cannot be used */
	ST_DISK,           /* the disk is full or failing */
	ST_BUSY,           /* somebody else holds it */
	ST_MISMATCH,       /* checked, and did not verify */
	ST_NOTHING,        /* nothing to verify */
	ST_PROTOCOL,       /* a worker said something that no worker says */
	ST_INTERNAL,       /* our own fault */
	ST_COUNT
};

/* Exit codes: one table, never reused. */
enum exit_code {
	EXIT_DONE = 0,
	EXIT_FAIL_ON = 1,      /* done, and --fail-on LEVEL was reached */
	EXIT_USAGE = 2,
	EXIT_SOME = 3,         /* some inputs could not be examined */
	EXIT_NONE = 4,         /* none could */
	EXIT_INTERNAL = 5,
	EXIT_CASE = 6,         /* case file or disk error */
	EXIT_UNVERIFIED = 7,   /* something checked did not verify */
	EXIT_NOTHING = 8,      /* nothing to verify */
	EXIT_INTERRUPTED = 130
};

const char *status_name(enum status st);     /* "corrupt"; "internal" for what is not a status */
enum status status_from_name(const char *s); /* ST_COUNT when unknown */
enum exit_code status_exit(enum status st);  /* the exit code a command ends with after st */
const char *exit_meaning(enum exit_code c);  /* one sentence for --help and the man page */

/* The one that wins when a command met both. */
enum exit_code exit_worse(enum exit_code a, enum exit_code b);

#endif
