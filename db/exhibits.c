/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Exhibits: one row for each name under which bytes came in. The columns of its newest examination stand on
 * the row, so that the list of a large case is one pass over one table. */
#include "src/base/base.h"
#include "db/audit.h"
#include "db/blobs.h"
#include "db/record.h"
#include "src/base/mem.h"
#include "src/base/timeutil.h"
#include "src/base/utf8.h"

#include <inttypes.h>

/* ---- taking in ---- */

/* The exhibit with these bytes under this name; 0 when there is none. */
static enum status known(struct store_db *db, const struct exhibit_new *x, int64_t *id, bool *stored,
			 struct error *e)
{
	struct sql q = sql_open(db, "SELECT id, stored FROM exhibit WHERE sha256 = ? AND path_bytes = ?");

	sql_blob(&q, x->digests.sha256, SHA256_LEN);
	sql_blob(&q, x->path_bytes, x->path_len);
	*id = 0;
	if (sql_step(&q)) {
		*id = sql_col_int(&q, 0);
		*stored = !sql_col_null(&q, 1);
	}
	return sql_end(&q, e);
}

/* 0: the bytes are not in the case and are not to be. */
static enum status bytes_row(struct store_db *db, const struct exhibit_new *x, int64_t *stored,
			     struct error *e)
{
	enum status st = blob_find(db, x->digests.sha256, stored, e);

	if (st == ST_OK && *stored == 0 && x->copy)
		st = blob_put(db, x->fd, x->size, x->digests.sha256, stored, e);
	return st;
}

static void bind_identity(struct sql *q, const struct exhibit_new *x)
{
	sql_text(q, x->path);
	sql_blob(q, x->path_bytes, x->path_len);
	sql_text(q, x->link_target);
	sql_int(q, (int64_t)x->size);
	sql_blob(q, x->digests.sha256, SHA256_LEN);
	sql_blob(q, x->digests.sha1, SHA1_LEN);
	sql_blob(q, x->digests.md5, MD5_LEN);
}

static enum status put_row(struct store_db *db, const struct exhibit_new *x, const char *label, int64_t id,
			   int64_t stored, struct error *e)
{
	char at[32];
	int64_t seq;
	enum status st = audit_next(db, &seq, e);
	struct sql q;

	if (st)
		return st;
	q = sql_open(db,
		     "INSERT INTO exhibit(id, label, stored, audit, acquired, path, path_bytes, link_target,"
		     " size, sha256, sha1, md5) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
	sql_int(&q, id);
	sql_text(&q, label);
	if (stored)
		sql_int(&q, stored);
	else
		sql_null(&q);
	sql_int(&q, seq);
	sql_text(&q, time_format_utc(at, x->now));
	bind_identity(&q, x);
	return sql_run(&q, e);
}

static enum status add(struct store_db *db, const struct exhibit_new *x, int64_t *id, struct error *e)
{
	char label[16];
	int64_t stored;
	enum status st = bytes_row(db, x, &stored, e);

	if (st == ST_OK)
		st = sql_number(db, "SELECT coalesce(max(id), 0) + 1 FROM exhibit", id, e);
	if (st)
		return st;
	snprintf(label, sizeof label, "Q%" PRId64, *id);
	st = put_row(db, x, label, *id, stored, e);
	return st ? st
		  : record_append(db, "SELECT " EXHIBIT_RECORD_COLUMNS " FROM exhibit x WHERE x.id = ?", *id,
				  exhibit_record, db->actor, "exhibit.add", label, x->now, e);
}

/* Known by path and hash only so far; now its bytes are to be kept too. */
static enum status complete(struct store_db *db, const struct exhibit_new *x, int64_t id, struct error *e)
{
	struct sql q;
	char label[16];
	int64_t stored;
	enum status st = bytes_row(db, x, &stored, e);

	if (st == ST_OK)
		st = label_of(db, id, label, e);
	if (st)
		return st;
	q = sql_open(db, "UPDATE exhibit SET stored = ? WHERE id = ?");
	sql_int(&q, stored);
	sql_int(&q, id);
	st = sql_run(&q, e);
	return st ? st
		  : audit_append(db, db->actor, "exhibit.store", label, "its bytes were copied into the case",
				 x->now, NULL, e);
}

enum status exhibit_add(struct store_db *db, const struct exhibit_new *given, int64_t *id, bool *added,
			struct error *e)
{
	struct exhibit_new copy = *given, *x = &copy;
	bool stored = false;
	int64_t found;
	enum status st;

	if (!x->path_bytes) { /* the name is what is shown */
		x->path_bytes = (const uint8_t *)x->path;
		x->path_len = strlen(x->path);
	}
	if (x->size > INT64_MAX)
		return err_set(e, ST_LIMIT, "'%s' is larger than a file can be", x->path);
	st = known(db, x, &found, &stored, e);
	if (st == ST_OK && found && (stored || !x->copy)) {
		*id = found;
		*added = false;
		return ST_OK;
	}
	if (st == ST_OK)
		st = tx_begin(db, e);
	if (st)
		return st;
	*added = found == 0;
	*id = found;
	return tx_end(db, found ? complete(db, x, found, e) : add(db, x, id, e), e);
}

/* ---- lists ---- */

void exhibit_release(struct exhibit *x)
{
	mem_free(x->path);
	mem_free(x->path_bytes);
	memset(x, 0, sizeof *x);
}

void exhibit_list_release(struct exhibit_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		exhibit_release(&l->items[i]);
	mem_free(l->items);
	memset(l, 0, sizeof *l);
}

#define LIST_COLUMNS \
	"SELECT x.id, x.label, x.path, x.path_bytes, x.size, x.sha256, x.stored, x.acquired, x.newest, " \
	"x.status, x.level," \
	" x.little, x.spoke, x.silent, x.media_type, x.why, x.taken, x.tags, x.notes, x.verdict, v.level, " \
	"v.not_suitable" \
	" FROM exhibit x LEFT JOIN verdict v ON v.id = x.verdict"

static void read_summary(struct sql *q, struct exhibit *x)
{
	char status[32];
	int64_t level = sql_col_int(q, 10);

	x->examined = !sql_col_null(q, 8);
	sql_col_line(q, 9, status, sizeof status);
	x->status = x->examined ? status_from_name(status) : ST_OK;
	if (x->status == ST_COUNT)
		x->status = ST_INTERNAL;
	x->level = level > 0 && level < LEVEL_COUNT ? (enum level)level : LEVEL_NONE;
	x->little = sql_col_int(q, 11) != 0;
	x->spoke = sql_col_u32(q, 12);
	x->silent = sql_col_u32(q, 13);
	sql_col_line(q, 14, x->media_type, sizeof x->media_type);
	sql_col_line(q, 15, x->why, sizeof x->why);
	sql_col_line(q, 16, x->taken, sizeof x->taken);
	sql_col_line(q, 17, x->tags, sizeof x->tags);
	x->notes = sql_col_u32(q, 18);
	x->has_verdict = !sql_col_null(q, 19);
	level = sql_col_int(q, 20);
	x->verdict_level = level < VERDICT_MIN || level > VERDICT_MAX ? 0 : (int)level;
	x->not_suitable = sql_col_int(q, 21) != 0;
}

/* False without memory. */
static bool read_exhibit(struct sql *q, struct exhibit *x)
{
	struct span name = sql_col_bytes(q, 3), sum;

	x->id = sql_col_int(q, 0);
	sql_col_line(q, 1, x->label, sizeof x->label);
	x->path = sql_col_take(q, 2);
	x->path_bytes = mem_array(name.len + 1, 1); /* a NUL after them: usable as a file name */
	if (!x->path || !x->path_bytes)
		return false;
	memcpy(x->path_bytes, name.data, name.len);
	x->path_len = name.len;
	x->size = (uint64_t)sql_col_int(q, 4);
	sum = sql_col_bytes(q, 5);
	if (!span_copy(&sum, x->sha256, SHA256_LEN))
		memset(x->sha256, 0, SHA256_LEN);
	x->stored = !sql_col_null(q, 6);
	sql_col_line(q, 7, x->acquired, sizeof x->acquired);
	read_summary(q, x);
	return true;
}

/* Takes q: steps it, ends it. */
static enum status read_list(struct sql *q, int64_t expected, struct exhibit_list *out, struct error *e)
{
	struct exhibit_list l = { 0 };
	size_t room = 0;
	bool ok = true;
	enum status st;

	/* Room for what is expected at once; a hostile count costs nothing, since it is bounded and not
	 * touched. */
	if (expected > 0 && expected < 1000000 && (l.items = mem_array((size_t)expected, sizeof *l.items)))
		room = (size_t)expected;
	while (ok && sql_step(q)) {
		ok = list_room((void **)&l.items, l.n, &room, sizeof *l.items);
		if (ok)
			ok = read_exhibit(q, &l.items[l.n++]);
	}
	st = sql_end(q, e);
	if (st == ST_OK && !ok)
		st = err_nomem(e);
	if (st)
		exhibit_list_release(&l);
	else
		*out = l;
	return st;
}

enum status exhibit_list_get(struct store_db *db, struct exhibit_list *out, struct error *e)
{
	int64_t n;
	enum status st = sql_number(db, "SELECT count(*) FROM exhibit", &n, e);
	struct sql q;

	if (st)
		return st;
	q = sql_open(db, LIST_COLUMNS " ORDER BY x.id");
	return read_list(&q, n, out, e);
}

enum status exhibit_get(struct store_db *db, int64_t id, struct exhibit *out, struct error *e)
{
	struct exhibit_list l;
	struct sql q = sql_open(db, LIST_COLUMNS " WHERE x.id = ?");
	enum status st;

	sql_int(&q, id);
	st = read_list(&q, 1, &l, e);
	if (st)
		return st;
	if (l.n == 0)
		return err_set(e, ST_USAGE, "there is no exhibit number %" PRId64 " in this case", id);
	*out = l.items[0];
	mem_free(l.items);
	return ST_OK;
}

enum status scan_pending_get(struct store_db *db, struct exhibit_list *out, struct error *e)
{
	struct sql q = sql_open(db, LIST_COLUMNS
				" WHERE x.newest IS NULL OR x.tool <> ? OR x.status = 'cancelled'"
				" ORDER BY x.id");

	sql_text(&q, PACKAGE_VERSION);
	return read_list(&q, 0, out, e);
}

/* ---- finding one ---- */

struct matches {
	int64_t id;
	unsigned n;
	char labels[80];
};

static enum status collect(struct sql *q, struct matches *m, struct error *e)
{
	while (sql_step(q)) {
		size_t used = strlen(m->labels);
		char label[16];

		if (m->n++ == 0)
			m->id = sql_col_int(q, 0);
		sql_col_line(q, 1, label, sizeof label);
		if (m->n <= 4)
			snprintf(m->labels + used, sizeof m->labels - used, "%s%s", used ? ", " : "", label);
		else if (m->n == 5)
			snprintf(m->labels + used, sizeof m->labels - used, ", ...");
	}
	return sql_end(q, e);
}

static enum status by_label(struct store_db *db, const char *what, struct matches *m, struct error *e)
{
	struct sql q = sql_open(db, "SELECT id, label FROM exhibit WHERE label = ? COLLATE NOCASE");

	sql_text(&q, what);
	return collect(&q, m, e);
}

/* The first and the last SHA-256 that begin with these hex digits. */
static bool hash_range(const char *hex, uint8_t low[SHA256_LEN], uint8_t high[SHA256_LEN])
{
	char digits[2 * SHA256_LEN + 1];
	size_t n = strlen(hex);

	if (n < 4 || n > 2 * SHA256_LEN)
		return false;
	memset(digits, '0', sizeof digits - 1);
	digits[sizeof digits - 1] = '\0';
	memcpy(digits, hex, n);
	if (!hex_decode(low, SHA256_LEN, digits))
		return false;
	memset(digits + n, 'f', sizeof digits - 1 - n);
	return hex_decode(high, SHA256_LEN, digits);
}

static enum status by_hash(struct store_db *db, const char *what, struct matches *m, struct error *e)
{
	uint8_t low[SHA256_LEN], high[SHA256_LEN], sum[SHA256_LEN] = { 0 };
	size_t bytes = strlen(what) / 2;
	struct sql q;
	enum status st;

	if (!hash_range(what, low, high))
		return ST_OK;
	q = sql_open(db, "SELECT id, label FROM exhibit WHERE sha256 BETWEEN ? AND ? ORDER BY id");
	sql_blob(&q, low, SHA256_LEN);
	sql_blob(&q, high, SHA256_LEN);
	st = collect(&q, m, e);
	if (st || m->n || (bytes != SHA1_LEN && bytes != MD5_LEN) || !hex_decode(sum, bytes, what))
		return st;
	q = sql_open(db, "SELECT id, label FROM exhibit WHERE sha1 = ?1 OR md5 = ?1 ORDER BY id");
	sql_blob(&q, sum, bytes);
	return collect(&q, m, e);
}

static enum status by_path(struct store_db *db, const char *what, struct matches *m, struct error *e)
{
	struct sql q = sql_open(db,
				"SELECT id, label FROM exhibit WHERE path = ? OR path_bytes = ? ORDER BY id");

	sql_text(&q, what);
	sql_blob(&q, what, strlen(what));
	return collect(&q, m, e);
}

/* "a.jpg" for ".../a.jpg". */
static enum status by_name(struct store_db *db, const char *what, struct matches *m, struct error *e)
{
	struct sql q = sql_open(db, "SELECT id, label FROM exhibit WHERE length(path) > length(?1)"
				    " AND substr(path, -length(?1) - 1) = '/' || ?1 ORDER BY id");

	sql_text(&q, what);
	return collect(&q, m, e);
}

enum status exhibit_find(struct store_db *db, const char *what, int64_t *id, struct error *e)
{
	static enum status (*const ways[])(struct store_db *, const char *, struct matches *,
					   struct error *) = { by_label, by_path, by_hash, by_name };
	struct matches m = { 0 };
	enum status st = ST_OK;

	for (size_t i = 0; i < ARRAY_LEN(ways) && st == ST_OK && m.n == 0 && *what; i++)
		st = ways[i](db, what, &m, e);
	if (st)
		return st;
	if (m.n == 0)
		return err_set(
			e, ST_USAGE,
			"there is no exhibit '%s' in this case; give a label, a path, or four or more digits "
			"of its SHA-256",
			what);
	if (m.n > 1)
		return err_set(e, ST_USAGE, "'%s' fits %u exhibits: %s; give the label", what, m.n, m.labels);
	*id = m.id;
	return ST_OK;
}
