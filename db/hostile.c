/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "db/hostile.h"

enum { CHECK_MS = 2000, OPS_BETWEEN_LOOKS = 20000 };

static int64_t monotonic_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static int look_at_clock(void *arg)
{
	struct store_db *db = arg;

	if (!db->deadline || monotonic_ms() < db->deadline)
		return 0;
	db->late = true;
	return 1;
}

void hostile_deadline(struct store_db *db, int64_t ms)
{
	db->deadline = ms ? monotonic_ms() + ms : 0;
	db->late = false;
}

static const struct {
	int id, on;
} switches[] = {
	{ SQLITE_DBCONFIG_DEFENSIVE, 1 },
	{ SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0 },
	{ SQLITE_DBCONFIG_DQS_DDL, 0 },
	{ SQLITE_DBCONFIG_DQS_DML, 0 },
	{ SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0 },
	{ SQLITE_DBCONFIG_ENABLE_VIEW, 0 },
	{ SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0 },
	{ SQLITE_DBCONFIG_ENABLE_FKEY, 1 },
	{ SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1 }, /* a log goes away only when the case is closed properly */
};

/* Far above what the schema and the queries of this program need, far below what could exhaust a machine. */
static const struct {
	int id, value;
} bounds[] = {
	{ SQLITE_LIMIT_LENGTH, 256 * 1024 * 1024 },
	{ SQLITE_LIMIT_SQL_LENGTH, 1000000 },
	{ SQLITE_LIMIT_COLUMN, 100 },
	{ SQLITE_LIMIT_EXPR_DEPTH, 100 },
	{ SQLITE_LIMIT_COMPOUND_SELECT, 20 },
	{ SQLITE_LIMIT_VDBE_OP, 1000000 },
	{ SQLITE_LIMIT_FUNCTION_ARG, 20 },
	{ SQLITE_LIMIT_ATTACHED, 0 },
	{ SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000 },
	{ SQLITE_LIMIT_VARIABLE_NUMBER, 100 },
	{ SQLITE_LIMIT_TRIGGER_DEPTH, 5 },
	{ SQLITE_LIMIT_WORKER_THREADS, 0 },
};

enum status hostile_harden(struct store_db *db, struct error *e)
{
	for (size_t i = 0; i < ARRAY_LEN(switches); i++)
		if (sqlite3_db_config(db->sqlite, switches[i].id, switches[i].on, NULL) != SQLITE_OK)
			return err_set(e, ST_INTERNAL, "this SQLite lacks a safety switch (number %d)",
				       switches[i].id);
	for (size_t i = 0; i < ARRAY_LEN(bounds); i++)
		sqlite3_limit(db->sqlite, bounds[i].id, bounds[i].value);
	sqlite3_busy_timeout(db->sqlite, SQL_BUSY_MS);
	sqlite3_progress_handler(db->sqlite, OPS_BETWEEN_LOOKS, look_at_clock, db);
	/* temp_store: sorting must not leave pieces of a case in /tmp. recursive_triggers: then INSERT OR
	 * REPLACE asks the triggers that refuse a removal. */
	return sql_exec(db,
			"PRAGMA cell_size_check=ON; PRAGMA mmap_size=0; PRAGMA temp_store=MEMORY;"
			"PRAGMA recursive_triggers=ON; PRAGMA synchronous=FULL",
			e);
}

enum status hostile_identify(struct store_db *db, int *version, struct error *e)
{
	int64_t id, v;
	enum status st = sql_number(db, "PRAGMA application_id", &id, e);

	if (st == ST_OK)
		st = sql_number(db, "PRAGMA user_version", &v, e);
	if (st)
		return st;
	if (id != STORE_APPLICATION_ID)
		return err_set(e, ST_CASE, "'%s' is not a case: its application id is 0x%08X, not 0x%08X",
			       db->path, (unsigned)id, (unsigned)STORE_APPLICATION_ID);
	if (v > STORE_VERSION)
		return err_set(e, ST_CASE,
			       "the case '%s' is of version %lld, newer than version %d that this program "
			       "knows; use a newer cottingley",
			       db->path, (long long)v, STORE_VERSION);
	if (v < 1)
		return err_set(e, ST_CASE, "the case '%s' has the impossible version %lld", db->path,
			       (long long)v);
	*version = (int)v;
	return ST_OK;
}

enum status hostile_whole_pages(struct store_db *db, struct error *e)
{
	sqlite3_file *f = NULL;
	sqlite3_int64 bytes = 0;
	int64_t page;
	enum status st = sql_number(db, "PRAGMA page_size", &page, e);

	if (st)
		return st;
	if (sqlite3_file_control(db->sqlite, "main", SQLITE_FCNTL_FILE_POINTER, &f) != SQLITE_OK || !f ||
	    !f->pMethods || f->pMethods->xFileSize(f, &bytes) != SQLITE_OK || page <= 0 || bytes % page == 0)
		return ST_OK;
	return err_set(e, ST_CASE, "the case '%s' is cut short: it ends in the middle of a page", db->path);
}

/* One line of the check's answer, "ok" when nothing is wrong. */
static enum status quick(struct store_db *db, const char *text, struct error *e)
{
	struct sql q = sql_open(db, text);
	char said[200] = "ok";
	enum status st;

	if (sql_step(&q))
		sql_col_line(&q, 0, said, sizeof said);
	st = sql_end(&q, e);
	if (st == ST_OK && strcmp(said, "ok") != 0)
		return err_set(e, ST_CASE, "the case '%s' is damaged: %s", db->path, said);
	return st;
}

enum status hostile_check(struct store_db *db, bool *whole, struct error *e)
{
	static const char *const tables[] = {
		"PRAGMA quick_check('meta')",	     "PRAGMA quick_check('audit')",
		"PRAGMA quick_check('exhibit')",     "PRAGMA quick_check('note')",
		"PRAGMA quick_check('verdict')",     "PRAGMA quick_check('tag')",
		"PRAGMA quick_check('exhibit_tag')", "PRAGMA quick_check('stored')",
		"PRAGMA quick_check('examination')", "PRAGMA quick_check('finding')",
	};
	enum status st = sql_exec(db, "PRAGMA query_only=ON", e);

	hostile_deadline(db, CHECK_MS);
	for (size_t i = 0; i < ARRAY_LEN(tables) && st == ST_OK; i++)
		st = quick(db, tables[i], e);
	*whole = st != ST_TIMEOUT;
	hostile_deadline(db, 0);
	if (st == ST_TIMEOUT) {
		err_clear(e);
		return ST_OK;
	}
	return st;
}
