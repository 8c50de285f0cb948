/* SPDX-License-Identifier: GPL-3.0-or-later */
/* snapshot.h: what a screen is drawn from. Immutable while it is drawn; plain data, all text sanitised, so that every view can be
 * tested with a snapshot typed by hand. */
#ifndef COTTINGLEY_SNAPSHOT_H
#define COTTINGLEY_SNAPSHOT_H

#include "src/base/base.h"
#include "src/base/result.h"

enum row_state { ROW_WAITING, ROW_HASHING, ROW_EXAMINING, ROW_DONE, ROW_FAILED, ROW_CANCELLED };

struct row {
	uint64_t id;            /* stable in this session, from 1 */
	char label[16];         /* exhibit label, or "" without a case */
	const char *name;       /* base name, shown */
	const char *path;       /* whole, shown */
	enum row_state state;
	unsigned permille;      /* while examining */
	char stage[24];
	enum level level;
	bool little;
	uint32_t spoke, silent;
	char why[160];
	char taken[32];         /* "2026-11-02 14:03", or "" */
	char media_type[32];
	uint32_t width, height;
	uint8_t sha256[SHA256_LEN]; bool has_hash;
	char tags[128];
	bool has_verdict, not_suitable; int verdict_level;
	uint32_t notes;
	const char *together;   /* what this picture and others of the case show together, lines; or NULL */
};

struct snapshot {
	uint64_t generation;      /* changes when anything below does */
	const char *case_name;    /* "harbour-fire.cott", or "no case" */
	const char *case_path;
	bool read_only, offline, sandboxed;
	const char *offline_words;/* "offline, enforced" or "offline, NOT enforced" */
	const char *trust_words;  /* session_trust_line() */
	const struct row *rows; size_t n_rows;
	uint64_t examined, failed, reviewed, waiting, skipped_links;
	bool busy; int eta_seconds; /* -1: unknown */
	char message[200];        /* newest one-line message; "" */
	enum level message_level; /* LEVEL_NONE: information, WARNING: something went wrong */
	char audit_head[24];      /* "#412 4f1c09ab" or "" */
};

#endif
