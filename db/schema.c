/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "db/schema.h"

#include "db/audit.h"
#include "src/base/timeutil.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* ---- making and migrating ---- */

static enum status set_version(struct store_db *db, int version, struct error *e)
{
	char text[96];

	snprintf(text, sizeof text, "PRAGMA application_id=%d; PRAGMA user_version=%d", STORE_APPLICATION_ID,
		 version);
	return sql_exec(db, text, e);
}

enum status schema_apply(struct store_db *db, const struct migration *steps, int from, int to, store_op also,
			 void *arg, struct error *e)
{
	enum status st = tx_begin(db, e);

	if (st)
		return st;
	for (int i = from; i < to && st == ST_OK; i++)
		st = sql_exec(db, steps[i].ddl, e);
	if (st == ST_OK)
		st = set_version(db, to, e);
	if (st == ST_OK && also)
		st = also(db, arg, e);
	return tx_end(db, st, e);
}

static enum status copy_to(struct store_db *db, const char *path, struct error *e)
{
	sqlite3 *to = NULL;
	sqlite3_backup *b;
	int rc = sqlite3_open_v2(path, &to,
				 SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOFOLLOW | SQLITE_OPEN_NOMUTEX, NULL);
	enum status st = ST_OK;

	if (rc == SQLITE_OK && (b = sqlite3_backup_init(to, "main", db->sqlite, "main"))) {
		rc = sqlite3_backup_step(b, -1);
		if (sqlite3_backup_finish(b) == SQLITE_OK && rc == SQLITE_DONE)
			rc = SQLITE_OK;
	} else if (rc == SQLITE_OK) {
		rc = sqlite3_errcode(to);
	}
	/* The copy is to be one file, also when the original was in WAL mode, and nobody has it open. */
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(to, "PRAGMA journal_mode=DELETE; DELETE FROM holder", NULL, NULL, NULL);
	if (rc)
		st = err_set(
			e, ST_DISK,
			"cannot write the copy '%s' that is made before a case is brought up to date: %s",
			path, to ? sqlite3_errmsg(to) : "no memory");
	sqlite3_close(to);
	return st;
}

enum status schema_backup(struct store_db *db, int version, struct error *e)
{
	char path[sizeof db->path + 16];
	enum status st;
	int fd;

	snprintf(path, sizeof path, "%s.v%d", db->path, version);
	fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0 && errno == EEXIST)
		return err_set(e, ST_CASE, "a copy '%s' from an earlier attempt exists; move it away first",
			       path);
	if (fd < 0)
		return err_errno(e, ST_DISK, errno, "cannot create the copy '%s'", path);
	close(fd);
	st = copy_to(db, path, e);
	if (st)
		unlink(path);
	return st;
}

struct step_names {
	int from, to;
};

static enum status log_migration(struct store_db *db, void *arg, struct error *e)
{
	const struct step_names *s = arg;
	char detail[96];

	snprintf(detail, sizeof detail, "from version %d to version %d", s->from, s->to);
	return audit_append(db, db->actor, "case.migrate", "case", detail, time_now(), NULL, e);
}

enum status schema_migrate(struct store_db *db, const struct migration *steps, int from, int to,
			   struct error *e)
{
	struct step_names names = { from, to };
	enum status st = schema_backup(db, from, e);

	return st ? st : schema_apply(db, steps, from, to, log_migration, &names, e);
}

/* ---- comparing ---- */

static const char list_text[] = "SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema ORDER BY "
				"name, type, tbl_name, sql";

static const char *column(sqlite3_stmt *s, int i)
{
	const unsigned char *t = sqlite3_column_text(s, i);

	return t ? (const char *)t : "";
}

static int order(sqlite3_stmt *a, sqlite3_stmt *b)
{
	int by_name = strcmp(column(a, 1), column(b, 1));

	return by_name ? by_name : strcmp(column(a, 0), column(b, 0));
}

static bool equal(sqlite3_stmt *a, sqlite3_stmt *b)
{
	for (int i = 0; i < 4; i++)
		if (sqlite3_column_bytes(a, i) != sqlite3_column_bytes(b, i) ||
		    strcmp(column(a, i), column(b, i)) != 0)
			return false;
	return true;
}

static enum status foreign(struct store_db *db, sqlite3_stmt *have, struct error *e)
{
	return err_set(e, ST_CASE,
		       "the case '%s' carries a %s '%s' that no case has: it is not opened, since it may "
		       "change what is shown or stored",
		       db->path, column(have, 0), column(have, 1));
}

static enum status absent(struct store_db *db, sqlite3_stmt *want, char *missing, size_t cap, struct error *e)
{
	if (strcmp(column(want, 0), "table") == 0)
		return err_set(e, ST_CASE, "the case '%s' is damaged: its table '%s' is missing", db->path,
			       column(want, 1));
	if (!missing[0])
		snprintf(missing, cap, "%s '%s'", column(want, 0), column(want, 1));
	return ST_OK;
}

static enum status walk(struct store_db *db, sqlite3_stmt *want, sqlite3_stmt *have, char *missing,
			size_t cap, struct error *e)
{
	int w = sqlite3_step(want), h = sqlite3_step(have);
	enum status st;

	while (w == SQLITE_ROW || h == SQLITE_ROW) {
		int cmp = w != SQLITE_ROW ? 1 : h != SQLITE_ROW ? -1 : order(want, have);

		if (h != SQLITE_ROW && h != SQLITE_DONE)
			break;
		if (cmp > 0)
			return foreign(db, have, e);
		if (cmp == 0 && !equal(want, have))
			return err_set(
				e, ST_CASE,
				"the case '%s' was altered: its %s '%s' is not the one this version writes",
				db->path, column(have, 0), column(have, 1));
		if (cmp < 0 && (st = absent(db, want, missing, cap, e)))
			return st;
		if (cmp == 0)
			h = sqlite3_step(have);
		w = sqlite3_step(want);
	}
	return h == SQLITE_DONE ? ST_OK : sql_fail(db, h, e);
}

static enum status model(const struct migration *steps, int version, sqlite3 **out, struct error *e)
{
	int rc = sqlite3_open_v2(":memory:", out,
				 SQLITE_OPEN_READWRITE | SQLITE_OPEN_MEMORY | SQLITE_OPEN_NOMUTEX, NULL);

	for (int i = 0; i < version && rc == SQLITE_OK; i++)
		rc = sqlite3_exec(*out, steps[i].ddl, NULL, NULL, NULL);
	if (rc)
		return err_set(e, ST_INTERNAL, "this SQLite cannot make a case: %s",
			       *out ? sqlite3_errmsg(*out) : "no memory");
	return ST_OK;
}

enum status schema_compare(struct store_db *db, const struct migration *steps, int version, char *missing,
			   size_t cap, struct error *e)
{
	sqlite3 *mem = NULL;
	sqlite3_stmt *want = NULL, *have = NULL;
	enum status st = model(steps, version, &mem, e);
	int rc;

	missing[0] = '\0';
	if (st)
		goto out;
	if (sqlite3_prepare_v2(mem, list_text, -1, &want, NULL) != SQLITE_OK) {
		st = err_set(e, ST_INTERNAL, "this SQLite cannot list tables: %s", sqlite3_errmsg(mem));
		goto out;
	}
	rc = sqlite3_prepare_v2(db->sqlite, list_text, -1, &have, NULL);
	st = rc ? sql_fail(db, rc, e) : walk(db, want, have, missing, cap, e);
out:
	sqlite3_finalize(want);
	sqlite3_finalize(have);
	sqlite3_close(mem);
	return st;
}
