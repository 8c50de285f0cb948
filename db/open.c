/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "db/open.h"

#include "db/audit.h"
#include "db/holder.h"
#include "db/hostile.h"
#include "db/place.h"
#include "db/schema.h"
#include "src/base/timeutil.h"

#include <inttypes.h>
#include <pwd.h>
#include <stdarg.h>
#include <unistd.h>

#include <sodium.h>

/* ---- the handle ---- */

/* "file:" name of SQLite; every byte that means something there is escaped. */
static void as_uri(char *out, size_t cap, const char *path, const char *query)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_.~";
	size_t n = (size_t)snprintf(out, cap, "file:");

	for (; *path && n + 4 < cap; path++)
		n += (size_t)snprintf(out + n, cap - n, strchr(plain, *path) ? "%c" : "%%%02X",
				      (unsigned char)*path);
	snprintf(out + n, cap - n, "?%s", query);
}

/* immutable: SQLite takes no locks, makes no files and reads only the main file. */
static enum status handle_open(struct store_db *db, bool immutable, struct error *e)
{
	char uri[3 * sizeof db->path + 32];
	int flags = SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
	int rc;

	flags |= db->writable ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY;
	as_uri(uri, sizeof uri, db->path, immutable ? "immutable=1" : "cache=private");
	rc = sqlite3_open_v2(uri, &db->sqlite, flags | SQLITE_OPEN_URI, NULL);
	if (!db->sqlite)
		return err_nomem(e);
	return rc ? sql_fail(db, rc, e) : hostile_harden(db, e);
}

static void handle_close(struct store_db *db)
{
	sql_forget(db);
	sqlite3_close_v2(db->sqlite);
	db->sqlite = NULL;
}

/* ---- what opening has to say ---- */

static void PRINTF(2, 3) say(struct store_db *db, const char *fmt, ...)
{
	size_t n = strlen(db->notice);
	struct error line;
	va_list ap;
	char text[sizeof line.message];

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	(void)err_set(&line, ST_OK, "%s", text); /* sanitises: names come out of the file */
	snprintf(db->notice + n, sizeof db->notice - n, "%s%s", n ? "; " : "", line.message);
}

/* The last audit row as the main file alone has it, without its log: -1 when that cannot be told. */
static int64_t seq_without_log(const struct store_db *db)
{
	struct store_db alone = { .mode = STORE_READ };
	int64_t seq = -1;

	snprintf(alone.path, sizeof alone.path, "%s", db->path);
	if (handle_open(&alone, true, NULL) != ST_OK ||
	    sql_number(&alone, "SELECT max(seq) FROM audit", &seq, NULL) != ST_OK)
		seq = -1;
	handle_close(&alone);
	return seq;
}

static enum status say_log_missing(struct store_db *db, const struct holder *h, struct error *e)
{
	struct sql q = sql_open(db, "SELECT seq, ts FROM audit ORDER BY seq DESC LIMIT 1");
	char at[32] = "";
	int64_t seq = 0;

	if (sql_step(&q)) {
		seq = sql_col_int(&q, 0);
		sql_col_line(&q, 1, at, sizeof at);
	}
	say(db,
	    "the write-ahead log is missing: the case was open since %s and not closed, what was written "
	    "after audit row "
	    "%" PRId64 " of %s may be lost",
	    h->since, seq, at);
	return sql_end(&q, e);
}

static enum status say_recovered(struct store_db *db, const struct holder *h, int64_t before, struct error *e)
{
	int64_t seq, n;
	enum status st = sql_number(db, "SELECT max(seq) FROM audit", &seq, e);

	if (st)
		return st;
	n = seq - before;
	if (before < 0 || n < 0)
		say(db, "the case was not closed (process %" PRId64 " on '%s'): its log was read", h->pid,
		    h->host);
	else if (n == 0)
		say(db, "the case was not closed (process %" PRId64 " on '%s'): nothing had to be recovered",
		    h->pid, h->host);
	else
		say(db,
		    "the case was not closed (process %" PRId64 " on '%s'): %" PRId64 " change%s recovered",
		    h->pid, h->host, n, n == 1 ? "" : "s");
	return ST_OK;
}

static enum status say_waiting(struct store_db *db, struct error *e)
{
	int64_t waiting, all;
	enum status st = sql_number(db, "SELECT count(*) FROM exhibit WHERE newest IS NULL", &waiting, e);

	if (st == ST_OK && waiting)
		st = sql_number(db, "SELECT count(*) FROM exhibit", &all, e);
	if (st == ST_OK && waiting)
		say(db, "%" PRId64 " of %" PRId64 " exhibits wait for their examination", waiting, all);
	return st;
}

/* h: the row of a process that did not close the case. */
static enum status say_left(struct store_db *db, const struct holder *h, const struct place *p,
			    int64_t before, struct error *e)
{
	if (!h->present)
		return ST_OK;
	return p->log ? say_recovered(db, h, before, e) : say_log_missing(db, h, e);
}

/* ---- steps ---- */

static enum status compare(struct store_db *db, int version, struct error *e)
{
	char missing[128];
	enum status st = schema_compare(db, schema_steps, version, missing, sizeof missing, e);

	if (st || !missing[0])
		return st;
	if (db->writable)
		return err_set(
			e, ST_CASE,
			"the case '%s' was altered: its %s is missing; open it for reading to look at it",
			db->path, missing);
	say(db, "the case was altered: its %s is missing", missing);
	return ST_OK;
}

static enum status identify(struct store_db *db, const struct place *p, int *version, struct error *e)
{
	enum status st = hostile_identify(db, version, e);

	if (st == ST_OK && !p->log && !p->journal)
		st = hostile_whole_pages(db, e);
	return st ? st : compare(db, *version, e);
}

static enum status wal_on(struct store_db *db, struct error *e)
{
	struct sql q = sql_open(db, "PRAGMA journal_mode=WAL");
	char mode[16] = "";
	enum status st;

	if (sql_step(&q))
		sql_col_line(&q, 0, mode, sizeof mode);
	st = sql_end(&q, e);
	if (st == ST_OK && strcmp(mode, "wal") != 0)
		st = err_set(
			e, ST_CASE,
			"the folder of '%s' cannot hold a write-ahead log; keep the case on a local disk",
			db->path);
	/* The row that says "open" has to be in the main file: it is what tells that a log was lost. */
	return st ? st
		  : sql_exec(db, "PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_size_limit=67108864", e);
}

static enum status log_recovery(struct store_db *db, struct error *e)
{
	enum status st = tx_begin(db, e);

	if (st)
		return st;
	return tx_end(
		db, audit_append(db, db->actor, "case.recover", "case", db->notice, time_now(), NULL, e), e);
}

/* Takes our row away and folds the log in. A reader may hold the log; then it stays, and the next one to open
 * folds it in. */
static enum status leave(struct store_db *db, struct error *e)
{
	enum status st = holder_drop(db, e);

	sql_forget(db);
	sqlite3_busy_timeout(db->sqlite, 200);
	(void)sqlite3_exec(db->sqlite, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
	(void)sqlite3_exec(db->sqlite, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
	return st;
}

static enum status open_writing(struct store_db *db, const struct place *p, struct error *e)
{
	struct holder left;
	int64_t before = p->log ? seq_without_log(db) : -1;
	int version;
	enum status st = handle_open(db, false, e);

	if (st == ST_OK)
		st = identify(db, p, &version, e);
	if (st == ST_OK)
		st = holder_take(db, &left, e);
	if (st)
		return st;
	if (version < STORE_VERSION) {
		sql_forget(db);
		st = schema_migrate(db, schema_steps, version, STORE_VERSION, e);
	}
	if (st == ST_OK)
		st = wal_on(db, e);
	if (st == ST_OK)
		st = say_left(db, &left, p, before, e);
	if (st == ST_OK && left.present)
		st = log_recovery(db, e);
	if (st)
		(void)leave(db, NULL);
	return st;
}

/* Byte 18 of the main file is 2 in WAL mode (sqlite.org/fileformat2.html), read through SQLite's own
 * descriptor. */
static bool in_wal_mode(struct store_db *db)
{
	sqlite3_file *f = NULL;
	uint8_t version[2] = { 0 };

	return sqlite3_file_control(db->sqlite, "main", SQLITE_FCNTL_FILE_POINTER, &f) == SQLITE_OK && f &&
	       f->pMethods && f->pMethods->xRead(f, version, sizeof version, 18) == SQLITE_OK &&
	       version[0] == 2;
}

/* Reading leaves nothing beside the file. Read without locks where no file can be made beside it, and where
 * it was left in WAL mode without its log: the usual way would make a new, empty log. */
static enum status reading_handle(struct store_db *db, const struct place *p, struct error *e)
{
	bool alone = !p->log && !p->journal;
	enum status st = handle_open(db, alone, e);

	if (st || !alone || !p->folder_open || in_wal_mode(db))
		return st;
	handle_close(db);
	return handle_open(db, false, e);
}

static enum status open_reading(struct store_db *db, const struct place *p, struct error *e)
{
	struct holder h = { 0 };
	bool whole = true;
	int version = 0;
	int64_t before = p->log ? seq_without_log(db) : -1;
	enum holder_life life;
	enum status st = reading_handle(db, p, e);

	if (st == ST_OK)
		st = identify(db, p, &version, e);
	if (st == ST_OK)
		st = hostile_check(db, &whole, e);
	if (st == ST_OK)
		st = holder_get(db, &h, e);
	life = holder_life(&h);
	if (st == ST_OK && (life == HOLDER_DEAD || (life == HOLDER_UNKNOWN && !p->log)))
		st = say_left(db, &h, p, before, e);
	if (st == ST_OK && !whole)
		say(db, "the case is too large to be checked on opening; 'cottingley case verify' does");
	return st;
}

/* ---- a new case ---- */

static enum status put_meta(struct store_db *db, const char *key, const char *value, struct error *e)
{
	struct sql q = sql_open(db, "INSERT INTO meta(key, value) VALUES(?, ?)");

	sql_text(&q, key);
	sql_text(&q, value);
	return sql_run(&q, e);
}

/* RFC 9562, version 4. */
static void new_uuid(char out[40])
{
	uint8_t b[16];
	char hex[33];

	randombytes_buf(b, sizeof b);
	b[6] = (uint8_t)(0x40 | (b[6] & 0x0F));
	b[8] = (uint8_t)(0x80 | (b[8] & 0x3F));
	hex_encode(hex, b, sizeof b);
	snprintf(out, 40, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
}

static enum status first_rows(struct store_db *db, void *arg, struct error *e)
{
	int64_t now = time_now();
	char uuid[40], at[32], detail[128];
	enum status st;

	(void)arg;
	new_uuid(uuid);
	snprintf(detail, sizeof detail, "uuid=%s tool=cottingley %s", uuid, PACKAGE_VERSION);
	st = put_meta(db, "uuid", uuid, e);
	if (st == ST_OK)
		st = put_meta(db, "created", time_format_utc(at, now), e);
	if (st == ST_OK)
		st = put_meta(db, "title", "", e);
	if (st == ST_OK)
		st = put_meta(db, "copies", "1", e);
	return st ? st : audit_append(db, db->actor, "case.create", "case", detail, now, NULL, e);
}

static void remove_file(const struct store_db *db, const char *suffix)
{
	char name[sizeof db->path + 16];

	snprintf(name, sizeof name, "%s%s", db->path, suffix);
	(void)unlink(name);
}

static enum status open_creating(struct store_db *db, const struct place *p, struct error *e)
{
	struct holder left;
	enum status st = place_make(p, e);

	if (st)
		return st;
	st = handle_open(db, false, e);
	if (st == ST_OK)
		st = schema_apply(db, schema_steps, 0, STORE_VERSION, first_rows, NULL, e);
	if (st == ST_OK)
		st = holder_take(db, &left, e);
	if (st == ST_OK)
		st = wal_on(db, e);
	if (st) {
		handle_close(db);
		remove_file(db, "-wal");
		remove_file(db, "-shm");
		remove_file(db, "-journal");
		remove_file(db, "");
	}
	return st;
}

/* ---- the two calls ---- */

static void login_name(char out[64])
{
	char buf[4096];
	struct passwd pw, *found = NULL;

	if (getpwuid_r(geteuid(), &pw, buf, sizeof buf, &found) == 0 && found && found->pw_name[0])
		snprintf(out, 64, "%s", found->pw_name);
	else
		snprintf(out, 64, "uid %u", (unsigned)geteuid());
}

enum status db_open(const char *path, enum store_mode mode, struct store_db *db, struct error *e)
{
	struct place p;
	enum status st;

	if (sodium_init() < 0)
		return err_set(e, ST_INTERNAL, "libsodium does not start");
	st = place_look(path, mode == STORE_CREATE, &p, e);
	if (st)
		return st;
	snprintf(db->path, sizeof db->path, "%s", p.path);
	db->mode = mode;
	db->writable = mode != STORE_READ;
	login_name(db->actor);
	st = mode == STORE_CREATE  ? open_creating(db, &p, e)
	     : mode == STORE_WRITE ? open_writing(db, &p, e)
				   : open_reading(db, &p, e);
	if (st == ST_OK)
		st = say_waiting(db, e);
	if (st == ST_OK && db->writable && p.network)
		say(db, "the case lies on a network share: open it on one machine at a time, better keep it "
			"on a local disk");
	if (st)
		handle_close(db);
	return st;
}

enum status db_close(struct store_db *db, struct error *e)
{
	enum status st = ST_OK;

	if (db->writable)
		st = leave(db, e);
	handle_close(db);
	return st;
}
