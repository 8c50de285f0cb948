/* SPDX-License-Identifier: GPL-3.0-or-later */
/* blobs.h: the bytes of exhibits, each distinct file once, known by its SHA-256, kept in parts of one
 * mebibyte: SQLite holds no more than 1 GB in one value, and no part is larger than a buffer. A part is bound
 * whole; reserving with zeroblob() and writing through sqlite3_blob would send every page through the log
 * twice. */
#ifndef COTTINGLEY_DB_BLOBS_H
#define COTTINGLEY_DB_BLOBS_H

#include "db/sql.h"

enum { PART_BYTES = 1024 * 1024 };

/* Row of the bytes with this hash; 0 when there is none. */
MUST_USE enum status blob_find(struct store_db *db, const uint8_t sha256[SHA256_LEN], int64_t *id,
			       struct error *e);
/* Inside a transaction. Copies size bytes of fd; ST_MISMATCH when they do not have this hash. */
MUST_USE enum status blob_put(struct store_db *db, int fd, uint64_t size, const uint8_t sha256[SHA256_LEN],
			      int64_t *id, struct error *e);

/* Streams the parts in order and compares size and hash with the row. ST_MISMATCH when they differ; write may
 * be NULL. */
typedef enum status (*blob_write)(void *arg, const uint8_t *bytes, size_t len, struct error *e);
MUST_USE enum status blob_read(struct store_db *db, int64_t id, blob_write write, void *arg, uint64_t *size,
			       struct error *e);

#endif
