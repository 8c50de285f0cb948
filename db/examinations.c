/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Examinations: the CBOR as it came, findings beside it for search, and a summary on the row of the exhibit.
 * None is ever replaced; the newest one is what lists show. */
#include "src/base/base.h"
#include "db/record.h"
#include "src/base/mem.h"
#include "src/base/timeutil.h"

#include <inttypes.h>

#include <sodium.h>

struct summary {
	const char *tool, *status, *media_type, *why, *taken;
};

static struct summary summary_of(const struct examination *x)
{
	const char *taken = value_get_text(x->facts, "date_time_original");

	return (struct summary){
		.tool = x->tool_version ? x->tool_version : "",
		.status = status_name(x->status),
		.media_type = x->media_type ? x->media_type : "",
		.why = x->status  ? x->error.message
		       : x->n_why ? x->why[0]
				  : "",
		.taken = taken ? taken : "",
	};
}

static enum status put_row(struct store_db *db, int64_t exhibit, const struct examination *x,
			   const void *cbor, size_t len, int64_t now, int64_t *id, struct error *e)
{
	struct summary s = summary_of(x);
	uint8_t sum[SHA256_LEN];
	char at[32];
	int64_t seq;
	enum status st = audit_next(db, &seq, e);
	struct sql q;

	if (st)
		return st;
	crypto_hash_sha256(sum, cbor, len);
	q = sql_open(db, "INSERT INTO examination(exhibit, at, tool, status, level, little, spoke, silent, "
			 "media_type, why,"
			 " taken, size, sha256, audit) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
	sql_int(&q, exhibit);
	sql_text(&q, time_format_utc(at, now));
	sql_text(&q, s.tool);
	sql_text(&q, s.status);
	sql_int(&q, x->level);
	sql_int(&q, x->little);
	sql_int(&q, x->spoke);
	sql_int(&q, x->silent);
	sql_text(&q, s.media_type);
	sql_text(&q, s.why);
	sql_text(&q, s.taken);
	sql_int(&q, (int64_t)len);
	sql_blob(&q, sum, SHA256_LEN);
	sql_int(&q, seq);
	st = sql_run(&q, e);
	*id = sqlite3_last_insert_rowid(db->sqlite);
	return st;
}

static enum status put_data(struct store_db *db, int64_t id, const void *cbor, size_t len, struct error *e)
{
	struct sql q = sql_open(db, "INSERT INTO examination_data(examination, cbor) VALUES(?, ?)");

	sql_int(&q, id);
	sql_blob(&q, cbor, len);
	return sql_run(&q, e);
}

static void bind_region(struct sql *q, const struct finding *f)
{
	for (int i = 0; i < 4; i++) {
		if (f->has_region)
			sql_int(q, f->region[i]);
		else
			sql_null(q);
	}
}

static enum status put_finding(struct store_db *db, int64_t id, const char *check, const struct finding *f,
			       struct error *e)
{
	struct sql q = sql_open(
		db,
		"INSERT INTO finding(examination, check_id, code, kind, level, summary, detail, alternatives,"
		" x, y, width, height) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
	struct str other;
	enum status st;

	str_init(&other, 64 * 1024);
	for (uint32_t i = 0; i < f->n_alternatives; i++)
		str_printf(&other, "%s%s", i ? "\n" : "", f->alternatives[i]);
	sql_int(&q, id);
	sql_text(&q, check);
	sql_text(&q, f->code ? f->code : "");
	sql_text(&q, finding_kind_name(f->kind));
	sql_int(&q, f->level);
	sql_text(&q, f->summary ? f->summary : "");
	sql_text(&q, f->detail ? f->detail : "");
	sql_text(&q, other.data);
	bind_region(&q, f);
	st = sql_run(&q, e);
	str_release(&other);
	return st;
}

static enum status put_findings(struct store_db *db, int64_t id, const struct examination *x, struct error *e)
{
	enum status st = ST_OK;

	for (uint32_t r = 0; r < x->n_results && st == ST_OK; r++)
		for (uint32_t f = 0; f < x->results[r].n_findings && st == ST_OK; f++)
			st = put_finding(db, id, x->results[r].check ? x->results[r].check : "",
					 &x->results[r].findings[f], e);
	return st;
}

static enum status put_summary(struct store_db *db, int64_t exhibit, int64_t id, struct error *e)
{
	struct sql q = sql_open(
		db, "UPDATE exhibit SET (newest, tool, status, level, little, spoke, silent, media_type, "
		    "why, taken)"
		    " = (SELECT id, tool, status, level, little, spoke, silent, media_type, why, taken"
		    " FROM examination WHERE id = ?) WHERE id = ?");

	sql_int(&q, id);
	sql_int(&q, exhibit);
	return sql_run(&q, e);
}

static enum status put_all(struct store_db *db, int64_t exhibit, const struct examination *x,
			   const void *cbor, size_t len, int64_t now, struct error *e)
{
	char label[16];
	int64_t id = 0;
	enum status st = label_of(db, exhibit, label, e);

	if (st == ST_OK)
		st = put_row(db, exhibit, x, cbor, len, now, &id, e);
	if (st == ST_OK)
		st = put_data(db, id, cbor, len, e);
	if (st == ST_OK)
		st = put_findings(db, id, x, e);
	if (st == ST_OK)
		st = put_summary(db, exhibit, id, e);
	return st ? st
		  : record_append(db,
				  "SELECT " EXAMINATION_RECORD_COLUMNS " FROM examination m WHERE m.id = ?",
				  id, examination_record, db->actor, "examination.add", label, now, e);
}

enum status examination_put(struct store_db *db, int64_t exhibit, const struct examination *x,
			    const void *cbor, size_t len, int64_t now, struct error *e)
{
	enum status st;

	if (len == 0)
		return err_set(e, ST_INTERNAL, "an examination without bytes cannot be kept");
	if (exhibit <= 0)
		return err_set(e, ST_USAGE, "there is no exhibit number %" PRId64 " in this case", exhibit);
	st = tx_begin(db, e);
	return st ? st : tx_end(db, put_all(db, exhibit, x, cbor, len, now, e), e);
}

enum status examination_get(struct store_db *db, int64_t exhibit, struct examination **out, struct error *e)
{
	struct sql q = sql_open(
		db, "SELECT d.cbor, x.label FROM exhibit x JOIN examination_data d ON d.examination = x.newest"
		    " WHERE x.id = ?");
	struct examination *x = NULL;
	char label[16];
	bool found;
	enum status st = ST_OK, end;

	sql_int(&q, exhibit);
	found = sql_step(&q);
	if (found) {
		st = exam_decode(sql_col_bytes(&q, 0), &x, e);
		sql_col_line(&q, 1, label, sizeof label);
	}
	end = sql_end(&q, st ? NULL : e);
	if (st == ST_PROTOCOL) {
		if (e)
			e->code = ST_CASE;
		return err_context(e, ST_CASE, "the stored examination of %s is damaged", label);
	}
	if (st == ST_OK && end == ST_OK && found) {
		*out = x;
		return ST_OK;
	}
	if (x)
		exam_free(x);
	if (st || end)
		return st ? st : end;
	return err_set(e, ST_NOTHING, "this exhibit was not examined yet");
}
