/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "db/sql.h"

#include "db/holder.h"
#include "src/base/mem.h"
#include "src/base/utf8.h"

/* ---- statements ---- */

static sqlite3_stmt *cached(struct store_db *db, const char *text, int *rc)
{
	sqlite3_stmt *stmt = NULL;
	unsigned at;

	for (unsigned i = 0; i < db->cached; i++)
		if (db->cache[i].text == text && !sqlite3_stmt_busy(db->cache[i].stmt))
			return db->cache[i].stmt;
	*rc = sqlite3_prepare_v3(db->sqlite, text, -1, SQLITE_PREPARE_PERSISTENT, &stmt, NULL);
	if (*rc)
		return NULL;
	at = db->cached < SQL_CACHE ? db->cached++ : db->evict++ % SQL_CACHE;
	while (db->cache[at].stmt && sqlite3_stmt_busy(db->cache[at].stmt))
		at = db->evict++ % SQL_CACHE;
	sqlite3_finalize(db->cache[at].stmt);
	db->cache[at].text = text;
	db->cache[at].stmt = stmt;
	return stmt;
}

struct sql sql_open(struct store_db *db, const char *text)
{
	struct sql q = { .db = db };

	q.stmt = cached(db, text, &q.rc);
	return q;
}

static void bound(struct sql *q, int rc)
{
	if (q->rc == SQLITE_OK)
		q->rc = rc;
}

void sql_int(struct sql *q, int64_t v)
{
	if (q->stmt)
		bound(q, sqlite3_bind_int64(q->stmt, ++q->bound, v));
}

void sql_text(struct sql *q, const char *s)
{
	if (q->stmt)
		bound(q, sqlite3_bind_text(q->stmt, ++q->bound, s, -1, SQLITE_STATIC));
}

void sql_blob(struct sql *q, const void *p, size_t len)
{
	if (!q->stmt)
		return;
	q->bound++;
	if (p && len == 0)
		bound(q, sqlite3_bind_zeroblob(q->stmt, q->bound, 0));
	else
		bound(q, sqlite3_bind_blob64(q->stmt, q->bound, p, len, SQLITE_STATIC));
}

void sql_null(struct sql *q)
{
	if (q->stmt)
		bound(q, sqlite3_bind_null(q->stmt, ++q->bound));
}

bool sql_step(struct sql *q)
{
	if (!q->stmt || (q->rc != SQLITE_OK && q->rc != SQLITE_ROW))
		return false;
	q->rc = sqlite3_step(q->stmt);
	return q->rc == SQLITE_ROW;
}

enum status sql_end(struct sql *q, struct error *e)
{
	int rc = q->rc == SQLITE_ROW || q->rc == SQLITE_DONE ? SQLITE_OK : q->rc;
	enum status st = sql_fail(q->db, rc, e);

	if (q->stmt) {
		sqlite3_reset(q->stmt);
		sqlite3_clear_bindings(q->stmt);
	}
	q->stmt = NULL;
	return st;
}

enum status sql_run(struct sql *q, struct error *e)
{
	while (sql_step(q))
		;
	return sql_end(q, e);
}

enum status sql_do(struct store_db *db, const char *text, struct error *e)
{
	struct sql q = sql_open(db, text);

	return sql_run(&q, e);
}

enum status sql_number(struct store_db *db, const char *text, int64_t *v, struct error *e)
{
	struct sql q = sql_open(db, text);

	*v = sql_step(&q) ? sql_col_int(&q, 0) : 0;
	return sql_end(&q, e);
}

enum status sql_exec(struct store_db *db, const char *text, struct error *e)
{
	return sql_fail(db, sqlite3_exec(db->sqlite, text, NULL, NULL, NULL), e);
}

void sql_forget(struct store_db *db)
{
	for (unsigned i = 0; i < db->cached; i++)
		sqlite3_finalize(db->cache[i].stmt);
	memset(db->cache, 0, sizeof db->cache);
	db->cached = 0;
}

/* ---- columns: the file may be hostile, so a column may hold any type and any bytes ---- */

int64_t sql_col_int(struct sql *q, int i)
{
	return sqlite3_column_int64(q->stmt, i);
}

uint32_t sql_col_u32(struct sql *q, int i)
{
	int64_t v = sqlite3_column_int64(q->stmt, i);

	return v < 0 ? 0 : v > UINT32_MAX ? UINT32_MAX : (uint32_t)v;
}

bool sql_col_null(struct sql *q, int i)
{
	return sqlite3_column_type(q->stmt, i) == SQLITE_NULL;
}

struct span sql_col_bytes(struct sql *q, int i)
{
	const void *p = sqlite3_column_blob(q->stmt, i);
	int len = sqlite3_column_bytes(q->stmt, i);

	return span_of(p ? p : "", p && len > 0 ? (size_t)len : 0, 0);
}

const char *sql_col_raw(struct sql *q, int i, size_t *len)
{
	const char *s = (const char *)sqlite3_column_text(q->stmt, i);
	int n = sqlite3_column_bytes(q->stmt, i);

	*len = s && n > 0 ? (size_t)n : 0;
	return s ? s : "";
}

/* Printable ASCII needs no care; nearly every column of a list is that. */
static bool plain(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (s[i] < 0x20 || s[i] > 0x7E)
			return false;
	return true;
}

static void make_safe(char *dst, size_t cap, const char *s, size_t len)
{
	if (len >= cap || !plain(s, len)) {
		utf8_sanitise(dst, cap, s, len);
		return;
	}
	memcpy(dst, s, len);
	dst[len] = '\0';
}

void sql_col_line(struct sql *q, int i, char *dst, size_t cap)
{
	size_t len;
	const char *s = sql_col_raw(q, i, &len);

	make_safe(dst, cap, s, len);
}

/* One byte becomes at most 8 ("<U+001B>"). A text longer than any that is written here is cut. */
static char *safe(const char *s, size_t len, bool lines)
{
	size_t room, used = 0;
	char *out;

	if (len > SQL_TEXT_MAX)
		len = SQL_TEXT_MAX;
	if (!mem_mul(&room, len, 8) || !(out = mem_array(room + 1, 1)))
		return NULL;
	for (size_t i = 0; i <= len;) {
		const char *lf = lines && i < len ? memchr(s + i, '\n', len - i) : NULL;
		size_t n = (lf ? (size_t)(lf - s) : len) - i;

		make_safe(out + used, room + 1 - used, s + i, n);
		used += strlen(out + used);
		if (!lf)
			break;
		out[used++] = '\n';
		i += n + 1;
	}
	return mem_resize(out, used + 1, 1);
}

char *sql_col_take(struct sql *q, int i)
{
	size_t len;
	const char *s = sql_col_raw(q, i, &len);

	return safe(s, len, false);
}

char *sql_col_lines(struct sql *q, int i)
{
	size_t len;
	const char *s = sql_col_raw(q, i, &len);

	return safe(s, len, true);
}

/* ---- errors ---- */

static enum status refused_by_disk(struct store_db *db, int rc, struct error *e)
{
	int err = sqlite3_system_errno(db->sqlite);

	if (rc == SQLITE_IOERR_NOMEM)
		return err_nomem(e);
	if (!db->writable)
		return err ? err_errno(e, ST_DISK, err, "the disk refused to give '%s'", db->path)
			   : err_set(e, ST_DISK, "the disk refused to give '%s'", db->path);
	if (rc == SQLITE_FULL)
		return err_set(e, ST_DISK,
			       "the disk is full: this change was not saved; all earlier ones are safe "
			       "in '%s'; make room and try again",
			       db->path);
	if (err)
		return err_errno(e, ST_DISK, err,
				 "the disk refused: this change was not saved; all earlier ones "
				 "are safe in '%s'",
				 db->path);
	return err_set(e, ST_DISK,
		       "the disk refused: this change was not saved; all earlier ones are safe in '%s'",
		       db->path);
}

static enum status stopped(struct store_db *db, struct error *e)
{
	if (!db->late)
		return err_set(e, ST_CANCELLED, "stopped while reading '%s'", db->path);
	return err_set(e, ST_TIMEOUT,
		       "reading '%s' took too long; the case may be damaged or made to be slow", db->path);
}

enum status sql_fail(struct store_db *db, int rc, struct error *e)
{
	int full = sqlite3_extended_errcode(db->sqlite);

	if (rc == SQLITE_OK)
		return ST_OK;
	if ((full & 0xFF) == (rc & 0xFF))
		rc = full;
	switch (rc & 0xFF) {
	case SQLITE_FULL:
	case SQLITE_IOERR:
		return refused_by_disk(db, rc, e);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return holder_busy(db, e);
	case SQLITE_CORRUPT:
		return err_set(e, ST_CASE, "the case '%s' is damaged: %s", db->path,
			       sqlite3_errmsg(db->sqlite));
	case SQLITE_NOTADB:
		return err_set(e, ST_CASE, "'%s' is not a case file", db->path);
	case SQLITE_READONLY:
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
		return err_set(e, ST_CASE, "the case '%s' cannot be %s", db->path,
			       db->writable ? "written: its file or folder does not allow it"
					    : "read as it lies: copy it, with its -wal or -journal file, to "
					      "a folder of yours");
	case SQLITE_NOMEM:
		return err_nomem(e);
	case SQLITE_TOOBIG:
		return err_set(e, ST_LIMIT, "a value in the case '%s' is larger than any case holds",
			       db->path);
	case SQLITE_INTERRUPT:
		return stopped(db, e);
	case SQLITE_CONSTRAINT:
		return err_set(e, ST_CASE, "the case '%s' refused a change: %s", db->path,
			       sqlite3_errmsg(db->sqlite));
	default: /* what a statement of ours cannot meet in a whole file: the file is not whole */
		return err_set(e, ST_CASE, "the case '%s' cannot be used: %s", db->path,
			       sqlite3_errmsg(db->sqlite));
	}
}

/* ---- transactions ---- */

enum status tx_begin(struct store_db *db, struct error *e)
{
	if (!db->writable)
		return err_set(e, ST_CASE, "the case '%s' is open for reading only", db->path);
	return sql_do(db, "BEGIN IMMEDIATE", e);
}

enum status tx_end(struct store_db *db, enum status st, struct error *e)
{
	if (st == ST_OK)
		st = sql_do(db, "COMMIT", e);
	if (st == ST_OK)
		return ST_OK;
	db->head_known = false;
	/* A full disk has rolled back by itself; then there is nothing left to roll back. */
	if (!sqlite3_get_autocommit(db->sqlite))
		(void)sqlite3_exec(db->sqlite, "ROLLBACK", NULL, NULL, NULL);
	return st;
}

bool list_room(void **items, size_t n, size_t *room, size_t size)
{
	size_t want = *room ? *room * 2 : 16;
	void *p;

	if (n < *room)
		return true;
	p = mem_resize(*items, want, size);
	if (!p)
		return false;
	memset((char *)p + *room * size, 0, (want - *room) * size);
	*items = p;
	*room = want;
	return true;
}
