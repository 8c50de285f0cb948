/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The case as a whole: what it is called and how much it holds. */
#include "src/base/base.h"
#include "db/audit.h"

#include "src/base/timeutil.h"
#include "src/base/utf8.h"

static enum status meta_get(struct store_db *db, const char *key, char *out, size_t cap, struct error *e)
{
	struct sql q = sql_open(db, "SELECT value FROM meta WHERE key = ?");

	out[0] = '\0';
	sql_text(&q, key);
	if (sql_step(&q))
		sql_col_line(&q, 0, out, cap);
	return sql_end(&q, e);
}

static enum status meta_set(struct store_db *db, const char *key, const char *value, const char *action,
			    struct error *e)
{
	struct sql q;
	enum status st = tx_begin(db, e);

	if (st)
		return st;
	q = sql_open(db, "INSERT INTO meta(key, value) VALUES(?, ?) ON CONFLICT(key) DO UPDATE SET value = "
			 "excluded.value");
	sql_text(&q, key);
	sql_text(&q, value);
	st = sql_run(&q, e);
	if (st == ST_OK)
		st = audit_append(db, db->actor, action, "case", value, time_now(), NULL, e);
	return tx_end(db, st, e);
}

enum status case_set_title(struct store_db *db, const char *title, struct error *e)
{
	if (strlen(title) >= sizeof((struct case_info *)0)->title)
		return err_set(e, ST_USAGE, "a title has at most 255 bytes");
	if (!utf8_valid(title, strlen(title)))
		return err_set(e, ST_USAGE, "the title is not UTF-8");
	return meta_set(db, "title", title, "case.title", e);
}

enum status case_set_copies(struct store_db *db, bool copies, struct error *e)
{
	return meta_set(db, "copies", copies ? "1" : "0", "case.copies", e);
}

static enum status counts(struct store_db *db, struct case_info *out, struct error *e)
{
	static const char *const texts[] = {
		"SELECT count(*) FROM exhibit",
		"SELECT count(*) FROM exhibit WHERE newest IS NULL",
		"SELECT count(*) FROM exhibit WHERE stored IS NOT NULL",
		"SELECT count(*) FROM note",
		"SELECT count(*) FROM verdict",
	};
	int64_t n[ARRAY_LEN(texts)] = { 0 };
	enum status st = ST_OK;

	for (size_t i = 0; i < ARRAY_LEN(texts) && st == ST_OK; i++)
		st = sql_number(db, texts[i], &n[i], e);
	out->exhibits = (uint64_t)n[0];
	out->examined = (uint64_t)(n[0] - n[1]);
	out->copied = (uint64_t)n[2];
	out->notes = (uint64_t)n[3];
	out->verdicts = (uint64_t)n[4];
	return st;
}

static enum status head(struct store_db *db, struct case_info *out, struct error *e)
{
	struct sql q = sql_open(db, "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1");

	if (sql_step(&q)) {
		struct span b = sql_col_bytes(&q, 1);

		out->audit_seq = (uint64_t)sql_col_int(&q, 0);
		if (!span_copy(&b, out->audit_head, SHA256_LEN))
			memset(out->audit_head, 0, SHA256_LEN); /* damaged; case_verify() says so */
	}
	return sql_end(&q, e);
}

enum status case_info_get(struct store_db *db, struct case_info *out, struct error *e)
{
	struct case_info c;
	char copies[8];
	enum status st;

	memset(&c, 0, sizeof c);
	st = meta_get(db, "title", c.title, sizeof c.title, e);
	if (st == ST_OK)
		st = meta_get(db, "uuid", c.uuid, sizeof c.uuid, e);
	if (st == ST_OK)
		st = meta_get(db, "created", c.created, sizeof c.created, e);
	if (st == ST_OK)
		st = meta_get(db, "copies", copies, sizeof copies, e);
	if (st == ST_OK)
		st = counts(db, &c, e);
	if (st == ST_OK)
		st = head(db, &c, e);
	if (st)
		return st;
	utf8_sanitise(c.path, sizeof c.path, db->path, strlen(db->path));
	c.copies = strcmp(copies, "0") != 0;
	*out = c;
	return ST_OK;
}
