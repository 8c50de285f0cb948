/* SPDX-License-Identifier: GPL-3.0-or-later */
/* audit.h: the hash chain. hash = SHA-256("CTGAUDIT1" || be64(seq) || prev || for each of ts, actor, action,
 * subject, detail: be32(length) || bytes); prev of row 1 is 32 zero bytes. The length prefixes keep text from
 * moving between fields. */
#ifndef COTTINGLEY_DB_AUDIT_H
#define COTTINGLEY_DB_AUDIT_H

#include "db/sql.h"

enum { AUDIT_FIELDS = 5 };

struct audit_text {
	const char *text[AUDIT_FIELDS];
	size_t len[AUDIT_FIELDS];
};

void audit_hash(uint64_t seq, const uint8_t prev[SHA256_LEN], const struct audit_text *t,
		uint8_t out[SHA256_LEN]);
/* Inside a transaction. seq may be NULL. ST_CASE when the end of the chain is not where this handle left it.
 */
MUST_USE enum status audit_append(struct store_db *db, const char *actor, const char *action,
				  const char *subject, const char *detail, int64_t now, int64_t *seq,
				  struct error *e);
/* Walks the chain. *rows and head are of the last row that follows; problem is "" or names the first row that
 * does not. */
MUST_USE enum status audit_walk(struct store_db *db, uint64_t *rows, uint8_t head[SHA256_LEN], char *problem,
				size_t cap, struct error *e);

#endif
