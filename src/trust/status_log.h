/* SPDX-License-Identifier: GPL-3.0-or-later */
/* status_log.h: the status codes of C2PA 2.2 section 15.2, verbatim, and the log of one validation. Whether a code is
 * success, informational or failure stands in one table (status_codes.c). Texts are sanitised when logged. */
#ifndef COTTINGLEY_STATUS_LOG_H
#define COTTINGLEY_STATUS_LOG_H

#include "src/base/arena.h"
#include "src/base/base.h"

enum { STATUS_LOG_MAX = 20000 };

enum code_class { CODE_SUCCESS, CODE_INFORMATIONAL, CODE_FAILURE, CODE_CLASSES };

struct status_entry {
	enum code_class class;
	const char *code;        /* "assertion.dataHash.mismatch" */
	const char *url;         /* JUMBF URI of what it speaks about; "" when it has none */
	const char *explanation; /* one sentence for people */
	struct status_entry *next;
};

struct status_log {
	struct arena *arena;
	struct status_entry *first, *last;
	uint32_t n;
	bool full; /* over STATUS_LOG_MAX or without memory: some are missing */
};

void status_log_init(struct status_log *l, struct arena *a);
/* Class from the table; a code that is not in it is a failure. */
void status_add(struct status_log *l, const char *code, const char *url, const char *fmt, ...) PRINTF(4, 5);
bool status_has(const struct status_log *l, const char *code);
bool status_has_class(const struct status_log *l, enum code_class c);
enum code_class status_class(const char *code);
const char *status_meaning(const char *code); /* the specification's sentence; NULL for unknown codes */
const char *code_class_name(enum code_class c); /* "success" */

#endif
