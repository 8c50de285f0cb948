/* SPDX-License-Identifier: GPL-3.0-or-later */
/* trust_store.h: the trust lists that the user installed, in $XDG_DATA_HOME/cottingley/trust (0700): each list's bytes as
 * they were imported, named by their SHA-256, and `index`, one line a list. Written whole under another name, synced,
 * renamed, so that an interruption leaves the old or the new; files are 0600. Nothing of a list is parsed here: a worker
 * read it before it was kept (session_list_check), and the worker that examines reads it again. The index is read as
 * hostile.
 *
 * A line of the index, parted by tabs:
 *   kind flag sha256 added issued next-update sequence count name
 * flag: official, interim or -; dates as 2026-08-05T00:11:39Z, - when unknown. The first line is "cottingley-trust 1". */
#ifndef COTTINGLEY_TRUST_STORE_H
#define COTTINGLEY_TRUST_STORE_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/str.h"
#include "src/trust/world.h"

enum { TRUST_NAME_MAX = 48, TRUST_LISTS_MAX = WORLD_MAX_LISTS - 1 }; /* one place is the built-in table's */

struct stored_list {
	char name[TRUST_NAME_MAX + 1]; /* trust_name_valid() */
	enum list_kind kind;
	bool official, interim;
	uint8_t sha256[SHA256_LEN];
	int64_t added, issued, next_update; /* 0: unknown */
	uint64_t sequence;
	uint32_t count;                /* entries */
};

struct trust_store {
	char dir[4096];
	struct stored_list lists[TRUST_LISTS_MAX];
	unsigned n;
};

/* Letters a to z, digits, '.', '_' and '-', beginning with a letter or digit. */
bool trust_name_valid(const char *name);

/* Reads the index; no folder or no index: n is 0. ST_IO, ST_CORRUPT (names the line). */
MUST_USE enum status trust_store_open(struct trust_store *t, struct error *e);
const struct stored_list *trust_store_find(const struct trust_store *t, const char *name); /* NULL: none */
/* Keeps bytes under l->name; l->sha256 is computed. A list of that name is replaced when replace is set, else ST_USAGE.
 * Reads the index again under a lock. ST_IO, ST_DISK, ST_BUSY, ST_LIMIT. */
MUST_USE enum status trust_store_add(struct trust_store *t, const struct stored_list *l, const void *bytes, size_t len,
				     bool replace, struct error *e);
/* ST_USAGE when there is none of that name. */
MUST_USE enum status trust_store_remove(struct trust_store *t, const char *name, struct error *e);
/* Appends the list's bytes. ST_MISMATCH, with its name, when they are not what the index says; ST_IO. */
MUST_USE enum status trust_store_read(const struct trust_store *t, const struct stored_list *l, struct str *out,
				      struct error *e);

/* One line for people: "official trust list of 2026-08-05, next update 2027-08-05 (and 1 more list)", or that there is none
 * and what that means. now: whether it is out of date. */
enum { TRUST_WORDS = 200 };
void trust_words(const struct stored_list *lists, unsigned n, int64_t now, char out[TRUST_WORDS]);

/* A regular file's bytes, at most LIST_MAX_BYTES, appended. */
MUST_USE enum status trust_read_file(const char *path, struct str *out, struct error *e);

#endif
