/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sql.h: the handle that every file of db/ works on, and small helpers over SQLite. A statement is a struct
 * sql: open it with a string literal (which is also the key of the cache), bind in order, step, end. The
 * first error sticks and comes out of sql_end() as a status with a sentence for people. Only the store's
 * thread calls these. */
#ifndef COTTINGLEY_DB_SQL_H
#define COTTINGLEY_DB_SQL_H

#include "db/store.h"
#include "src/base/str.h"

#include <sqlite3.h>

enum { SQL_CACHE = 80, SQL_BUSY_MS = 5000, SQL_TEXT_MAX = 1024 * 1024 };

struct store_db {
	sqlite3 *sqlite;
	char path[4096]; /* absolute, links in its folder resolved */
	enum store_mode mode;
	bool writable;
	char actor[64]; /* who acts when a verb names nobody */
	char notice[512];
	/* The end of the audit chain as this handle last saw it, to notice a foreign change while the case is
	 * open. */
	bool head_known;
	uint64_t seq;
	uint8_t head[SHA256_LEN];
	int64_t deadline; /* monotonic milliseconds; 0: none */
	bool late;	  /* the deadline stopped a statement */
	struct {
		const char *text;
		sqlite3_stmt *stmt;
	} cache[SQL_CACHE];
	unsigned cached, evict;
};

struct sql {
	struct store_db *db;
	sqlite3_stmt *stmt;
	int rc; /* of the last call; the first error stays */
	int bound;
};

/* text must be a string literal: its address is the key of the cache. */
struct sql sql_open(struct store_db *db, const char *text);
void sql_int(struct sql *q, int64_t v);
void sql_text(struct sql *q, const char *s);		 /* NULL binds NULL; borrowed until sql_end() */
void sql_blob(struct sql *q, const void *p, size_t len); /* p NULL binds NULL; borrowed until sql_end() */
void sql_null(struct sql *q);
bool sql_step(struct sql *q); /* true: a row; false: no more, or an error */
MUST_USE enum status sql_end(struct sql *q, struct error *e);
MUST_USE enum status sql_run(struct sql *q, struct error *e); /* step to the end, then end */

int64_t sql_col_int(struct sql *q, int i);
uint32_t sql_col_u32(struct sql *q, int i);
bool sql_col_null(struct sql *q, int i);
struct span sql_col_bytes(struct sql *q, int i);	    /* borrowed until the next step */
const char *sql_col_raw(struct sql *q, int i, size_t *len); /* text as stored, never NULL; borrowed */
/* Made safe to show. */
void sql_col_line(struct sql *q, int i, char *dst, size_t cap);
MUST_USE char *sql_col_take(struct sql *q, int i);  /* one line; mem_free(); NULL without memory */
MUST_USE char *sql_col_lines(struct sql *q, int i); /* keeps line feeds */

/* One statement without rows, and one number of one row (0 when there is no row). */
MUST_USE enum status sql_do(struct store_db *db, const char *text, struct error *e);
MUST_USE enum status sql_number(struct store_db *db, const char *text, int64_t *v, struct error *e);
/* Not cached; for pragmas and schema text. */
MUST_USE enum status sql_exec(struct store_db *db, const char *text, struct error *e);
void sql_forget(struct store_db *db); /* finalises every cached statement */

/* A status and a sentence for the error that the handle met last; ST_OK for SQLITE_OK. */
enum status sql_fail(struct store_db *db, int rc, struct error *e);

/* Transactions do not nest. tx_end commits when st is ST_OK, else rolls back, and returns what became of it.
 */
MUST_USE enum status tx_begin(struct store_db *db, struct error *e);
MUST_USE enum status tx_end(struct store_db *db, enum status st, struct error *e);

/* Grows *items (mem_resize) so that item n exists, zeroed. */
MUST_USE bool list_room(void **items, size_t n, size_t *room, size_t size);

#endif
