/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "db/holder.h"

#include "src/base/timeutil.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <unistd.h>

/* First bytes of a small file of /proc, NUL-terminated. */
static bool peek(const char *name, char *buf, size_t cap)
{
	int fd = open(name, O_RDONLY | O_CLOEXEC);
	ssize_t n;

	if (fd < 0)
		return false;
	n = read(fd, buf, cap - 1);
	close(fd);
	if (n <= 0)
		return false;
	buf[n] = '\0';
	return true;
}

/* Field 22 of proc(5) stat. The name in field 2 may hold anything, so counting begins after its last ')'.
 * False when there is no such process, or only its remains. */
static bool start_of(int64_t pid, int64_t *started)
{
	char name[64], text[1024], *p;

	snprintf(name, sizeof name, "/proc/%" PRId64 "/stat", pid);
	if (!peek(name, text, sizeof text) || !(p = strrchr(text, ')')) || p[1] != ' ')
		return false;
	if (p[2] == 'Z' || p[2] == 'X')
		return false;
	for (int field = 2; field < 22; field++) {
		p = strchr(p + 1, ' ');
		if (!p)
			return false;
	}
	*started = strtoll(p + 1, NULL, 10);
	return true;
}

static void self(struct holder *h)
{
	char boot[64] = "", space[48] = "";
	ssize_t n = readlink("/proc/self/ns/pid", space, sizeof space - 1);

	memset(h, 0, sizeof *h);
	h->present = true;
	h->pid = getpid();
	if (!start_of(h->pid, &h->started))
		h->started = 0;
	if (n > 0)
		space[n] = '\0';
	if (peek("/proc/sys/kernel/random/boot_id", boot, sizeof boot))
		boot[strcspn(boot, "\n")] = '\0';
	snprintf(h->machine, sizeof h->machine, "%s %s", boot, space);
	if (gethostname(h->host, sizeof h->host - 1))
		snprintf(h->host, sizeof h->host, "unknown");
	time_format_utc(h->since, time_now());
}

enum holder_life holder_life(const struct holder *h)
{
	struct holder me;
	int64_t started;

	if (!h->present)
		return HOLDER_NONE;
	self(&me);
	if (h->pid <= 0 || h->pid > INT32_MAX || strcmp(h->machine, me.machine) != 0)
		return HOLDER_UNKNOWN;
	if (start_of(h->pid, &started))
		return started == h->started ? HOLDER_ALIVE : HOLDER_DEAD;
	/* No such process - or one that /proc hides from this user. */
	return kill((pid_t)h->pid, 0) == -1 && errno == EPERM ? HOLDER_UNKNOWN : HOLDER_DEAD;
}

enum status holder_get(struct store_db *db, struct holder *out, struct error *e)
{
	struct sql q = sql_open(db, "SELECT pid, started, machine, host, since FROM holder");

	memset(out, 0, sizeof *out);
	if (sql_step(&q)) {
		out->present = true;
		out->pid = sql_col_int(&q, 0);
		out->started = sql_col_int(&q, 1);
		sql_col_line(&q, 2, out->machine, sizeof out->machine);
		sql_col_line(&q, 3, out->host, sizeof out->host);
		sql_col_line(&q, 4, out->since, sizeof out->since);
	}
	return sql_end(&q, e);
}

static enum status busy(struct store_db *db, const struct holder *h, struct error *e)
{
	return err_set(e, ST_BUSY,
		       "'%s' is open for writing in process %" PRId64 " on '%s' since %s; close it there, "
		       "or open it for reading",
		       db->path, h->pid, h->host, h->since);
}

enum status holder_busy(struct store_db *db, struct error *e)
{
	struct holder h;
	sqlite3_stmt *stmt = NULL;

	/* Not through the cache and not through sql_end(): this is where their errors come to. */
	memset(&h, 0, sizeof h);
	if (sqlite3_prepare_v2(db->sqlite, "SELECT pid, host, since FROM holder", -1, &stmt, NULL) ==
		    SQLITE_OK &&
	    sqlite3_step(stmt) == SQLITE_ROW) {
		struct sql q = { .db = db, .stmt = stmt };

		h.present = true;
		h.pid = sql_col_int(&q, 0);
		sql_col_line(&q, 1, h.host, sizeof h.host);
		sql_col_line(&q, 2, h.since, sizeof h.since);
	}
	sqlite3_finalize(stmt);
	if (h.present && h.pid != getpid())
		return busy(db, &h, e);
	return err_set(e, ST_BUSY, "another program is working on '%s'; close it there and try again",
		       db->path);
}

/* Where the pid means nothing (another container, another machine) SQLite's locks still tell whether anybody
 * has the file open: leaving WAL mode needs the file alone. */
static bool alone(struct store_db *db)
{
	int rc;

	sql_forget(db);
	sqlite3_busy_timeout(db->sqlite, 300);
	rc = sqlite3_exec(db->sqlite, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL);
	sqlite3_busy_timeout(db->sqlite, SQL_BUSY_MS);
	return rc == SQLITE_OK;
}

static bool same(const struct holder *a, const struct holder *b)
{
	return a->present == b->present && a->pid == b->pid && a->started == b->started &&
	       strcmp(a->machine, b->machine) == 0;
}

static enum status put(struct store_db *db, const struct holder *me, struct error *e)
{
	struct sql q = sql_open(db, "INSERT OR REPLACE INTO holder(one, pid, started, machine, host, since)"
				    " VALUES(1, ?, ?, ?, ?, ?)");

	sql_int(&q, me->pid);
	sql_int(&q, me->started);
	sql_text(&q, me->machine);
	sql_text(&q, me->host);
	sql_text(&q, me->since);
	return sql_run(&q, e);
}

enum status holder_take(struct store_db *db, struct holder *left, struct error *e)
{
	struct holder me, now;
	enum status st = holder_get(db, left, e);
	enum holder_life life;

	if (st)
		return st;
	self(&me);
	life = holder_life(left);
	if (life == HOLDER_ALIVE || (life == HOLDER_UNKNOWN && !alone(db)))
		return busy(db, left, e);
	st = tx_begin(db, e);
	if (st)
		return st;
	st = holder_get(db, &now, e);
	if (st == ST_OK && !same(left, &now)) /* somebody was quicker */
		st = busy(db, &now, e);
	if (st == ST_OK)
		st = put(db, &me, e);
	return tx_end(db, st, e);
}

enum status holder_drop(struct store_db *db, struct error *e)
{
	enum status st = tx_begin(db, e);

	if (st)
		return st;
	return tx_end(db, sql_do(db, "DELETE FROM holder", e), e);
}
