/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tags: short words on an exhibit. Setting and clearing both stay in the audit chain. */
#include "src/base/base.h"
#include "db/audit.h"
#include "db/record.h"
#include "src/base/timeutil.h"
#include "src/base/utf8.h"

enum { TAG_MAX = 40 };

static enum status check(const char *tag, struct error *e)
{
	size_t len = strlen(tag);

	if (len == 0 || len > TAG_MAX)
		return err_set(e, ST_USAGE, "a tag has 1 to %d bytes", TAG_MAX);
	for (size_t i = 0; i < len;) {
		uint32_t cp;
		unsigned n = utf8_decode(tag + i, len - i, &cp);

		if (n == 0 || utf8_unsafe(cp) || cp == ' ' || cp == ',')
			return err_set(e, ST_USAGE,
				       "the tag '%s' holds a blank, a comma or a control character", tag);
		i += n;
	}
	return ST_OK;
}

static enum status tag_row(struct store_db *db, const char *tag, int64_t *id, struct error *e)
{
	struct sql q = sql_open(db, "INSERT INTO tag(name) VALUES(?) ON CONFLICT(name) DO NOTHING");
	enum status st;

	sql_text(&q, tag);
	st = sql_run(&q, e);
	if (st)
		return st;
	q = sql_open(db, "SELECT id FROM tag WHERE name = ?");
	sql_text(&q, tag);
	*id = sql_step(&q) ? sql_col_int(&q, 0) : 0;
	return sql_end(&q, e);
}

static enum status set(struct store_db *db, int64_t exhibit, int64_t tag, const char *author, int64_t now,
		       struct error *e)
{
	char at[32];
	int64_t seq;
	enum status st = audit_next(db, &seq, e);
	struct sql q;

	if (st)
		return st;
	q = sql_open(db, "INSERT INTO exhibit_tag(exhibit, tag, author, at, audit) VALUES(?, ?, ?, ?, ?)"
			 " ON CONFLICT(exhibit, tag) DO NOTHING");
	sql_int(&q, exhibit);
	sql_int(&q, tag);
	sql_text(&q, author);
	sql_text(&q, time_format_utc(at, now));
	sql_int(&q, seq);
	return sql_run(&q, e);
}

static enum status clear(struct store_db *db, int64_t exhibit, int64_t tag, struct error *e)
{
	struct sql q = sql_open(db, "DELETE FROM exhibit_tag WHERE exhibit = ? AND tag = ?");

	sql_int(&q, exhibit);
	sql_int(&q, tag);
	return sql_run(&q, e);
}

static enum status put_summary(struct store_db *db, int64_t exhibit, struct error *e)
{
	struct sql q = sql_open(
		db,
		"UPDATE exhibit SET tags = coalesce((SELECT group_concat(name, ',') FROM (SELECT t.name"
		" FROM exhibit_tag x JOIN tag t ON t.id = x.tag WHERE x.exhibit = ?1 ORDER BY t.name)), '')"
		" WHERE id = ?1");

	sql_int(&q, exhibit);
	return sql_run(&q, e);
}

static enum status change(struct store_db *db, int64_t exhibit, const char *tag, bool on, const char *author,
			  int64_t now, struct error *e)
{
	char label[16];
	int64_t id, before = 0;
	enum status st = label_of(db, exhibit, label, e);

	if (st == ST_OK)
		st = tag_row(db, tag, &id, e);
	if (st == ST_OK) {
		before = sqlite3_total_changes64(db->sqlite);
		st = on ? set(db, exhibit, id, author, now, e) : clear(db, exhibit, id, e);
	}
	/* Nothing new: nothing to log. */
	if (st || sqlite3_total_changes64(db->sqlite) == before)
		return st;
	st = put_summary(db, exhibit, e);
	return st ? st : audit_append(db, author, on ? "tag.set" : "tag.clear", label, tag, now, NULL, e);
}

enum status tag_set(struct store_db *db, int64_t exhibit, const char *tag, bool on, const char *author,
		    int64_t now, struct error *e)
{
	enum status st = check(tag, e);

	if (st == ST_OK && exhibit <= 0)
		st = err_set(e, ST_USAGE, "a tag needs an exhibit");
	if (st == ST_OK)
		st = tx_begin(db, e);
	if (st)
		return st;
	return tx_end(db, change(db, exhibit, tag, on, author && *author ? author : db->actor, now, e), e);
}
