/* SPDX-License-Identifier: GPL-3.0-or-later */
/* store.h: a case in one SQLite file. All SQL of the program is behind this header, and all of it runs
 * on the store's own thread. Two ways to call: store_call() waits (command line), store_post() does
 * not (workstation): completions are announced on store_fd() and run by store_dispatch() on the
 * caller's thread. One thread owns a store. Text that comes out is sanitised. Layout and chain:
 * cottingley-case(5). */
#ifndef COTTINGLEY_STORE_H
#define COTTINGLEY_STORE_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/hash.h"
#include "src/base/result.h"

enum { STORE_APPLICATION_ID = 0x434F5454, STORE_VERSION = 1 };

struct store;

enum store_mode { STORE_READ, STORE_WRITE, STORE_CREATE };

/* ST_CASE: not a case, newer than this program, damaged, or it carries triggers or views that are not
 * ours. ST_BUSY names the process that holds it. STORE_READ takes the case for hostile: query_only,
 * quick_check, schema compared (sqlite.org/security.html). A write-ahead log that is missing is said
 * by store_notice(). */
MUST_USE enum status store_open(const char *path, enum store_mode mode, struct store **out,
				struct error *e);
/* Runs what was posted, then the completions that wait (on this thread), folds the WAL in and removes
 * it. Frees s also when it answers an error; NULL is fine. */
MUST_USE enum status store_close(struct store *s, struct error *e);
const char *store_path(const struct store *s);
/* What opening had to say (a missing or recovered WAL, an interrupted scan), one line, or "". */
const char *store_notice(const struct store *s);

/* Who is named in the audit chain by verbs that name nobody. Default: the login name. */
MUST_USE enum status store_set_actor(struct store *s, const char *name, struct error *e);

/* ---- running on the store's thread ---- */
/* op runs on the store's thread with the handle behind db; done (may be NULL) runs later in
 * store_dispatch() on the caller's. */
struct store_db; /* only db/ sees inside */
typedef enum status (*store_op)(struct store_db *db, void *arg, struct error *e);
typedef void (*store_done)(void *arg, enum status st, const struct error *e);
MUST_USE enum status store_call(struct store *s, store_op op, void *arg, struct error *e);
void store_post(struct store *s, store_op op, void *arg, store_done done);
int store_fd(const struct store *s); /* readable when completions wait */
void store_dispatch(struct store *s);
size_t store_pending(const struct store *s);

/* ---- what a case holds ---- */
struct case_info {
	char title[256], uuid[40], created[32], path[4096];
	uint64_t exhibits, examined, notes, verdicts, audit_seq;
	uint64_t copied; /* exhibits whose bytes are in the case */
	uint8_t audit_head[SHA256_LEN];
	bool copies; /* does `case add` copy pictures into the case by default? */
};

struct exhibit {
	int64_t id;
	char label[16];             /* "Q1" */
	char *path;                 /* shown, sanitised */
	uint8_t *path_bytes; size_t path_len;
	uint64_t size;
	uint8_t sha256[SHA256_LEN];
	bool stored;                /* its bytes are in the case; else path and hash only */
	char media_type[64];
	char acquired[32];          /* UTC */
	/* of its newest examination, for lists */
	bool examined;
	enum status status;
	enum level level;
	bool little;
	uint32_t spoke, silent;
	char why[160];              /* first reason, or the error */
	char taken[32];             /* DateTimeOriginal as written, or "" */
	char tags[128];             /* comma separated, in bytewise order */
	bool has_verdict; int verdict_level; bool not_suitable;
	uint32_t notes;
};
struct exhibit_list { struct exhibit *items; size_t n; };
void exhibit_list_release(struct exhibit_list *l);

struct note {
	int64_t id, supersedes, exhibit; /* supersedes 0: none; exhibit 0: of the case */
	char author[64], at[32];
	char *text;
	bool superseded;
};
struct note_list { struct note *items; size_t n; };
void note_list_release(struct note_list *l);

enum { VERDICT_MIN = -4, VERDICT_MAX = 4 };
struct verdict {
	int64_t id, exhibit;
	char author[64], at[32];
	char *question, *h1, *h2, *limits; /* limits and question may be "" ; h1, h2 never */
	bool not_suitable;
	int level;                  /* -4..+4: support for h2 .. h1; meaningless when not_suitable */
	char category[48];          /* MediaReview category or "" */
	bool superseded;
};
struct verdict_list { struct verdict *items; size_t n; };
void verdict_list_release(struct verdict_list *l);
extern const char *const mediareview_categories[]; /* NULL-terminated */

struct audit_row {
	uint64_t seq;
	char at[32], actor[64], action[48], subject[64];
	char *detail;
	uint8_t hash[SHA256_LEN];
};
struct audit_list { struct audit_row *items; size_t n; };
void audit_list_release(struct audit_list *l);

/* ---- verbs. Each is one transaction with its audit row; they may be called only inside a store_op ---- */
MUST_USE enum status case_info_get(struct store_db *db, struct case_info *out, struct error *e);
MUST_USE enum status case_set_title(struct store_db *db, const char *title, struct error *e);
MUST_USE enum status case_set_copies(struct store_db *db, bool copies, struct error *e);
struct exhibit_new { /* path_bytes may be NULL when equal to path */
	const char *path;
	const uint8_t *path_bytes;
	size_t path_len;
	uint64_t size;
	struct digests digests;
	const char *link_target;
	int fd;      /* sealed evidence; its bytes are copied into the case when copy is set */
	bool copy;
	int64_t now;
};
/* Same SHA-256 and same path again: answers the existing id and *added false. Same bytes under another
 * name: a new exhibit that shares the blob. */
MUST_USE enum status exhibit_add(struct store_db *db, const struct exhibit_new *x, int64_t *id,
				 bool *added, struct error *e);
/* By id. */
MUST_USE enum status exhibit_list_get(struct store_db *db, struct exhibit_list *out, struct error *e);
/* One exhibit; release it with exhibit_release. */
MUST_USE enum status exhibit_get(struct store_db *db, int64_t id, struct exhibit *out, struct error *e);
void exhibit_release(struct exhibit *x);
/* what: label in any case, path as shown or as bytes, its last part, or at least four digits of the
 * SHA-256 (SHA-1 and MD5 whole). ST_USAGE when none fits, or several, which it names. */
MUST_USE enum status exhibit_find(struct store_db *db, const char *what, int64_t *id, struct error *e);
/* A sealed memory file with the stored bytes (checked against the hash); ST_NOTHING when only
 * referenced. */
MUST_USE enum status exhibit_open_blob(struct store_db *db, int64_t id, int *fd, uint64_t *size,
				       struct error *e);
/* cbor: the examination as encoded; kept as it came, with findings beside it for search. */
MUST_USE enum status examination_put(struct store_db *db, int64_t exhibit, const struct examination *x,
				     const void *cbor, size_t len, int64_t now, struct error *e);
/* The newest; ST_NOTHING when there is none. */
MUST_USE enum status examination_get(struct store_db *db, int64_t exhibit, struct examination **out,
				     struct error *e);
/* exhibit 0: a note of the case; supersedes 0: none. */
MUST_USE enum status note_add(struct store_db *db, int64_t exhibit, const char *author,
			      const char *text,
			      int64_t supersedes, int64_t now, int64_t *id, struct error *e);
/* exhibit -1: of all. */
MUST_USE enum status note_list_get(struct store_db *db, int64_t exhibit, struct note_list *out,
				   struct error *e);
/* Notes that hold all these words (the last one may be a beginning), superseded ones too; marks and
 * case do not matter. */
MUST_USE enum status note_search(struct store_db *db, const char *words, struct note_list *out,
				 struct error *e);
MUST_USE enum status tag_set(struct store_db *db, int64_t exhibit, const char *tag, bool on,
			     const char *author, int64_t now, struct error *e);
MUST_USE enum status verdict_add(struct store_db *db, const struct verdict *v, int64_t now, int64_t *id,
				 struct error *e);
/* exhibit -1: of all. */
MUST_USE enum status verdict_list_get(struct store_db *db, int64_t exhibit, struct verdict_list *out,
				      struct error *e);
MUST_USE enum status audit_add(struct store_db *db, const char *actor, const char *action,
			       const char *subject, const char *detail, int64_t now, struct error *e);
MUST_USE enum status audit_list_get(struct store_db *db, struct audit_list *out, struct error *e);
/* Does the chain go through this remembered head (from a report, or an export)? ST_MISMATCH: it was
 * shortened or rewritten. */
MUST_USE enum status audit_check_head(struct store_db *db, uint64_t seq, const uint8_t hash[SHA256_LEN],
				      struct error *e);
/* Exhibits without an examination of this version of the program. */
MUST_USE enum status scan_pending_get(struct store_db *db, struct exhibit_list *out, struct error *e);

struct verify_report {
	/* SQLite's own checks and the schema; references; the chain and every row against what it says of it;
	 * stored bytes against hashes. */
	bool integrity_ok, foreign_keys_ok, audit_ok, blobs_ok;
	uint64_t audit_rows, blobs;
	uint8_t head[SHA256_LEN];
	char first_problem[256]; /* "" when all is well */
};
/* ST_OK also when the case does not verify: out says so. */
MUST_USE enum status case_verify(struct store_db *db, struct verify_report *out, struct error *e);

#endif
