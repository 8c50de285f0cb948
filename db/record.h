/* SPDX-License-Identifier: GPL-3.0-or-later */
/* record.h: what the audit row of a row says about it. The same text is made when the row is written and when
 * the case is verified, so that a row changed behind the program's back no longer matches the chain. Free
 * text is in it by its SHA-256. Each query of a pair below yields the columns that its function reads, from
 * column `at` on. */
#ifndef COTTINGLEY_DB_RECORD_H
#define COTTINGLEY_DB_RECORD_H

#include "db/sql.h"

enum { RECORD_MAX = 65536 };

/* SHA-256 over be32(length) || bytes of each text. */
void record_hash(const char *const *texts, const size_t *lens, size_t n, char hex[2 * SHA256_LEN + 1]);

#define EXHIBIT_RECORD_COLUMNS "x.id, x.size, x.sha256, x.sha1, x.md5, x.path_bytes, x.link_target, x.path"
void exhibit_record(struct sql *q, int at, struct str *out);
#define EXAMINATION_RECORD_COLUMNS \
	"m.id, m.tool, m.status, m.level, m.little, m.spoke, m.silent, m.media_type, m.why, m.taken, " \
	"m.size, m.sha256"
void examination_record(struct sql *q, int at, struct str *out);
#define NOTE_RECORD_COLUMNS "n.id, n.supersedes, n.text"
void note_record(struct sql *q, int at, struct str *out);
#define VERDICT_RECORD_COLUMNS "v.id, v.not_suitable, v.level, v.category, v.question, v.h1, v.h2, v.limits"
void verdict_record(struct sql *q, int at, struct str *out);

/* Label of an exhibit, or "case" for 0. ST_USAGE when there is none of this id. */
MUST_USE enum status label_of(struct store_db *db, int64_t exhibit, char out[16], struct error *e);

/* Two phases, because the text is made from the stored row and the row names its audit row: audit_next() is
 * the number that audit_append() will give. */
MUST_USE enum status audit_next(struct store_db *db, int64_t *seq, struct error *e);
typedef void (*record_fn)(struct sql *q, int at, struct str *out);
/* query selects the record columns of the row whose id is its only parameter. */
MUST_USE enum status record_append(struct store_db *db, const char *query, int64_t id, record_fn text,
				   const char *actor, const char *action, const char *subject, int64_t now,
				   struct error *e);

#endif
