/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verdicts: two propositions, a level between them, limits. Never edited; the newest on an exhibit stands,
 * the others are kept and shown as superseded. */
#include "src/base/base.h"
#include "db/record.h"
#include "src/base/mem.h"
#include "src/base/timeutil.h"
#include "src/base/utf8.h"

#include <inttypes.h>

/* schema.org MediaManipulationRatingEnumeration; the same list stands in the table's CHECK. */
const char *const mediareview_categories[] = {
	"DecontextualizedContent",
	"EditedOrCroppedContent",
	"OriginalMediaContent",
	"SatireOrParodyContent",
	"StagedContent",
	"TransformedContent",
	NULL,
};

static bool blank(const char *s)
{
	return !s || s[strspn(s, " \t\r\n")] == '\0';
}

static enum status check_texts(const struct verdict *v, struct error *e)
{
	const char *const texts[] = { v->h1, v->h2, v->question, v->limits, v->author };

	for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
		size_t len = texts[i] ? strlen(texts[i]) : 0;

		if (len > SQL_TEXT_MAX / 8)
			return err_set(e, ST_LIMIT, "a text of a verdict has at most %d bytes",
				       SQL_TEXT_MAX / 8);
		if (len && !utf8_valid(texts[i], len))
			return err_set(e, ST_USAGE, "the verdict is not UTF-8");
	}
	return ST_OK;
}

static enum status check(const struct verdict *v, struct error *e)
{
	bool listed = !v->category[0];

	for (size_t i = 0; mediareview_categories[i]; i++)
		listed |= strcmp(v->category, mediareview_categories[i]) == 0;
	if (v->exhibit <= 0)
		return err_set(e, ST_USAGE, "a verdict needs an exhibit");
	if (blank(v->h1) || blank(v->h2))
		return err_set(e, ST_USAGE, "a verdict needs two propositions in words: H1 and H2");
	if (!v->not_suitable && (v->level < VERDICT_MIN || v->level > VERDICT_MAX))
		return err_set(e, ST_USAGE, "the level of a verdict is %d to +%d, not %d", VERDICT_MIN,
			       VERDICT_MAX, v->level);
	if (!listed)
		return err_set(e, ST_USAGE, "'%s' is not a category of MediaReview", v->category);
	return check_texts(v, e);
}

static enum status put_row(struct store_db *db, const struct verdict *v, const char *author, int64_t now,
			   int64_t *id, struct error *e)
{
	char at[32];
	int64_t seq;
	enum status st = audit_next(db, &seq, e);
	struct sql q;

	if (st)
		return st;
	q = sql_open(db, "INSERT INTO verdict(exhibit, author, at, question, h1, h2, limits, not_suitable, "
			 "level, category,"
			 " audit) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
	sql_int(&q, v->exhibit);
	sql_text(&q, author);
	sql_text(&q, time_format_utc(at, now));
	sql_text(&q, v->question ? v->question : "");
	sql_text(&q, v->h1);
	sql_text(&q, v->h2);
	sql_text(&q, v->limits ? v->limits : "");
	sql_int(&q, v->not_suitable);
	sql_int(&q, v->not_suitable ? 0 : v->level);
	sql_text(&q, v->category);
	sql_int(&q, seq);
	st = sql_run(&q, e);
	*id = sqlite3_last_insert_rowid(db->sqlite);
	return st;
}

static enum status put_summary(struct store_db *db, int64_t exhibit, int64_t id, struct error *e)
{
	struct sql q = sql_open(db, "UPDATE exhibit SET verdict = ? WHERE id = ?");

	sql_int(&q, id);
	sql_int(&q, exhibit);
	return sql_run(&q, e);
}

static enum status put_all(struct store_db *db, const struct verdict *v, int64_t now, int64_t *id,
			   struct error *e)
{
	const char *author = v->author[0] ? v->author : db->actor;
	char label[16];
	enum status st = label_of(db, v->exhibit, label, e);

	if (st == ST_OK)
		st = put_row(db, v, author, now, id, e);
	if (st == ST_OK)
		st = put_summary(db, v->exhibit, *id, e);
	return st ? st
		  : record_append(db, "SELECT " VERDICT_RECORD_COLUMNS " FROM verdict v WHERE v.id = ?", *id,
				  verdict_record, author, "verdict.add", label, now, e);
}

enum status verdict_add(struct store_db *db, const struct verdict *v, int64_t now, int64_t *id,
			struct error *e)
{
	int64_t made = 0;
	enum status st = check(v, e);

	if (st == ST_OK)
		st = tx_begin(db, e);
	if (st)
		return st;
	st = tx_end(db, put_all(db, v, now, &made, e), e);
	if (st == ST_OK)
		*id = made;
	return st;
}

/* ---- reading ---- */

void verdict_list_release(struct verdict_list *l)
{
	for (size_t i = 0; i < l->n; i++) {
		mem_free(l->items[i].question);
		mem_free(l->items[i].h1);
		mem_free(l->items[i].h2);
		mem_free(l->items[i].limits);
	}
	mem_free(l->items);
	memset(l, 0, sizeof *l);
}

static bool read_verdict(struct sql *q, struct verdict *v)
{
	int64_t level = sql_col_int(q, 9);

	v->id = sql_col_int(q, 0);
	v->exhibit = sql_col_int(q, 1);
	sql_col_line(q, 2, v->author, sizeof v->author);
	sql_col_line(q, 3, v->at, sizeof v->at);
	v->question = sql_col_lines(q, 4);
	v->h1 = sql_col_lines(q, 5);
	v->h2 = sql_col_lines(q, 6);
	v->limits = sql_col_lines(q, 7);
	v->not_suitable = sql_col_int(q, 8) != 0;
	v->level = level < VERDICT_MIN || level > VERDICT_MAX ? 0 : (int)level;
	sql_col_line(q, 10, v->category, sizeof v->category);
	v->superseded = sql_col_int(q, 11) != 0;
	return v->question && v->h1 && v->h2 && v->limits;
}

#define VERDICT_COLUMNS \
	"SELECT v.id, v.exhibit, v.author, v.at, v.question, v.h1, v.h2, v.limits, v.not_suitable, " \
	"v.level, v.category," \
	" EXISTS (SELECT 1 FROM verdict n WHERE n.exhibit = v.exhibit AND n.id > v.id) FROM verdict v"

enum status verdict_list_get(struct store_db *db, int64_t exhibit, struct verdict_list *out, struct error *e)
{
	struct sql q = exhibit < 0 ? sql_open(db, VERDICT_COLUMNS " ORDER BY v.id")
				   : sql_open(db, VERDICT_COLUMNS " WHERE v.exhibit = ? ORDER BY v.id");
	struct verdict_list l = { 0 };
	size_t room = 0;
	bool ok = true;
	enum status st;

	if (exhibit >= 0)
		sql_int(&q, exhibit);
	while (ok && sql_step(&q)) {
		ok = list_room((void **)&l.items, l.n, &room, sizeof *l.items);
		if (ok)
			ok = read_verdict(&q, &l.items[l.n++]);
	}
	st = sql_end(&q, e);
	if (st == ST_OK && !ok)
		st = err_nomem(e);
	if (st)
		verdict_list_release(&l);
	else
		*out = l;
	return st;
}
