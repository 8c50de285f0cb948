/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Verifying a case: SQLite's own checks, the chain, every row against what its audit row said of it, every
 * stored byte against its hash. A case that is damaged is an answer here, not an error. */
#include "src/base/base.h"
#include "db/audit.h"
#include "db/blobs.h"
#include "db/hostile.h"
#include "db/record.h"
#include "db/schema.h"

#include <inttypes.h>
#include <stdarg.h>

static void PRINTF(2, 3) problem(struct verify_report *r, const char *fmt, ...)
{
	va_list ap;

	if (r->first_problem[0])
		return;
	va_start(ap, fmt);
	vsnprintf(r->first_problem, sizeof r->first_problem, fmt, ap);
	va_end(ap);
}

/* Damage becomes part of the report; what stops us (memory, a full disk) stays an error. */
static enum status absorb(enum status st, bool *ok, struct verify_report *r, struct error *e)
{
	struct error none = ERROR_INIT;

	if (st != ST_CASE && st != ST_MISMATCH && st != ST_LIMIT)
		return st;
	*ok = false;
	problem(r, "%s", e ? e->message : none.message);
	err_clear(e);
	return ST_OK;
}

/* ---- SQLite ---- */

static enum status integrity(struct store_db *db, struct verify_report *r, struct error *e)
{
	struct sql q = sql_open(db, "PRAGMA integrity_check(1)");
	char said[200] = "it says nothing";

	if (sql_step(&q))
		sql_col_line(&q, 0, said, sizeof said);
	r->integrity_ok = strcmp(said, "ok") == 0;
	if (!r->integrity_ok)
		problem(r, "the file is damaged: %s", said);
	return sql_end(&q, e);
}

static enum status schema(struct store_db *db, struct verify_report *r, struct error *e)
{
	char missing[128];
	int64_t version;
	enum status st = sql_number(db, "PRAGMA user_version", &version, e);

	if (st == ST_OK && (version < 1 || version > STORE_VERSION))
		st = err_set(e, ST_CASE, "the case has the impossible version %" PRId64, version);
	if (st == ST_OK)
		st = schema_compare(db, schema_steps, (int)version, missing, sizeof missing, e);
	if (st == ST_OK && missing[0]) {
		r->integrity_ok = false;
		problem(r, "the case was altered: its %s is missing", missing);
	}
	return st;
}

static enum status foreign_keys(struct store_db *db, struct verify_report *r, struct error *e)
{
	struct sql q = sql_open(db, "PRAGMA foreign_key_check");
	char table[40], parent[40];

	r->foreign_keys_ok = true;
	if (sql_step(&q)) {
		sql_col_line(&q, 0, table, sizeof table);
		sql_col_line(&q, 2, parent, sizeof parent);
		r->foreign_keys_ok = false;
		problem(r, "row %" PRId64 " of table '%s' names a row of '%s' that is missing",
			sql_col_int(&q, 1), table, parent);
	}
	return sql_end(&q, e);
}

/* The index of words is only ours to check when we may write: SQLite offers that check as a statement that
 * inserts. */
static enum status words(struct store_db *db, struct verify_report *r, struct error *e)
{
	enum status st;

	if (!db->writable)
		return ST_OK;
	st = sql_do(db, "INSERT INTO note_words(note_words) VALUES('integrity-check')", e);
	if (st == ST_CASE)
		err_set(e, ST_CASE, "the word index of the notes does not match the notes");
	return absorb(st, &r->integrity_ok, r, e);
}

/* ---- the chain and what it speaks of ---- */

/* Every column list begins with: label or "case", the time, the author or NULL, then the audit row, then the
 * record. */
#define SAID " a.ts, a.actor, a.action, a.subject, a.detail, "
#define OF_AUDIT " LEFT JOIN audit a ON a.seq = "

static const struct binding {
	const char *what, *action, *query, *rows, *logged;
	record_fn text;
} bindings[] = {
	{ "exhibit", "exhibit.add",
	  "SELECT x.label, x.acquired, NULL," SAID EXHIBIT_RECORD_COLUMNS " FROM exhibit x" OF_AUDIT
	  "x.audit ORDER BY x.id",
	  "SELECT count(*) FROM exhibit", "SELECT count(*) FROM audit WHERE action = 'exhibit.add'",
	  exhibit_record },
	{ "examination", "examination.add",
	  "SELECT x.label, m.at, NULL," SAID EXAMINATION_RECORD_COLUMNS
	  " FROM examination m LEFT JOIN exhibit x ON x.id = m.exhibit" OF_AUDIT "m.audit ORDER BY m.id",
	  "SELECT count(*) FROM examination", "SELECT count(*) FROM audit WHERE action = 'examination.add'",
	  examination_record },
	{ "note", "note.add",
	  "SELECT coalesce(x.label, 'case'), n.at, n.author," SAID NOTE_RECORD_COLUMNS
	  " FROM note n LEFT JOIN exhibit x ON x.id = n.exhibit" OF_AUDIT "n.audit ORDER BY n.id",
	  "SELECT count(*) FROM note", "SELECT count(*) FROM audit WHERE action = 'note.add'", note_record },
	{ "verdict", "verdict.add",
	  "SELECT x.label, v.at, v.author," SAID VERDICT_RECORD_COLUMNS
	  " FROM verdict v LEFT JOIN exhibit x ON x.id = v.exhibit" OF_AUDIT "v.audit ORDER BY v.id",
	  "SELECT count(*) FROM verdict", "SELECT count(*) FROM audit WHERE action = 'verdict.add'",
	  verdict_record },
};

static bool same_column(struct sql *q, int a, int b)
{
	size_t la, lb;
	const char *ta = sql_col_raw(q, a, &la), *tb = sql_col_raw(q, b, &lb);

	return la == lb && memcmp(ta, tb, la) == 0;
}

static bool is_column(struct sql *q, int i, const char *s, size_t len)
{
	size_t have;
	const char *t = sql_col_raw(q, i, &have);

	return have == len && memcmp(t, s, len) == 0;
}

static bool agrees(struct sql *q, const struct binding *b, struct str *text)
{
	str_clear(text);
	b->text(q, 8, text);
	return !text->failed && same_column(q, 1, 3) && (sql_col_null(q, 2) || same_column(q, 2, 4)) &&
	       is_column(q, 5, b->action, strlen(b->action)) && same_column(q, 0, 6) &&
	       is_column(q, 7, text->data, text->len);
}

static enum status bound_rows(struct store_db *db, const struct binding *b, struct verify_report *r,
			      struct error *e)
{
	struct sql q = sql_open(db, b->query);
	struct str text;

	str_init(&text, RECORD_MAX);
	while (sql_step(&q)) {
		if (agrees(&q, b, &text))
			continue;
		r->audit_ok = false;
		problem(r, "%s %" PRId64 " is not what the audit chain says of it", b->what,
			sql_col_int(&q, 8));
		break;
	}
	str_release(&text);
	return sql_end(&q, e);
}

static enum status bound_count(struct store_db *db, const struct binding *b, struct verify_report *r,
			       struct error *e)
{
	int64_t rows, logged;
	enum status st = sql_number(db, b->rows, &rows, e);

	if (st == ST_OK)
		st = sql_number(db, b->logged, &logged, e);
	if (st == ST_OK && rows != logged) {
		r->audit_ok = false;
		problem(r, "the audit chain speaks of %" PRId64 " %ss, the case holds %" PRId64, logged,
			b->what, rows);
	}
	return st;
}

/* What lists show of an exhibit is what its newest examination, its tags, notes and verdicts say. */
static const char summary_text[] =
	"SELECT x.label FROM exhibit x LEFT JOIN examination m ON m.id = x.newest"
	" WHERE x.newest IS NOT (SELECT max(id) FROM examination WHERE exhibit = x.id)"
	" OR x.verdict IS NOT (SELECT max(id) FROM verdict WHERE exhibit = x.id)"
	" OR x.notes <> (SELECT count(*) FROM note WHERE exhibit = x.id AND supersedes IS NULL)"
	" OR x.tags <> coalesce((SELECT group_concat(name, ',') FROM (SELECT t.name FROM exhibit_tag e"
	" JOIN tag t ON t.id = e.tag WHERE e.exhibit = x.id ORDER BY t.name)), '')"
	" OR (x.newest IS NOT NULL AND (x.tool <> m.tool OR x.status <> m.status OR x.level <> m.level"
	" OR x.little <> m.little OR x.spoke <> m.spoke OR x.silent <> m.silent OR x.media_type"
	" <> m.media_type OR x.why <> m.why OR x.taken <> m.taken)) LIMIT 1";

static const char tag_text[] =
	"SELECT x.label FROM exhibit_tag e JOIN exhibit x ON x.id = e.exhibit JOIN tag t ON t.id = e.tag"
	" LEFT JOIN audit a ON a.seq = e.audit"
	" WHERE a.action IS NOT 'tag.set' OR a.subject <> x.label OR a.detail <> t.name OR a.actor"
	" <> e.author OR a.ts <> e.at LIMIT 1";

/* The title, the identifier and the habit of copying are what the chain said last. */
static const char meta_text[] =
	"SELECT key FROM meta WHERE (key = 'title' AND value IS NOT coalesce((SELECT detail FROM audit"
	" WHERE action = 'case.title' ORDER BY seq DESC LIMIT 1), ''))"
	" OR (key = 'copies' AND value IS NOT coalesce((SELECT detail FROM audit"
	" WHERE action = 'case.copies' ORDER BY seq DESC LIMIT 1), '1'))"
	" OR (key = 'uuid' AND NOT EXISTS (SELECT 1 FROM audit WHERE action = 'case.create'"
	" AND substr(detail, 1, 42) = 'uuid=' || meta.value || ' ')) LIMIT 1";

static enum status none_of(struct store_db *db, const char *text, const char *what, struct verify_report *r,
			   struct error *e)
{
	struct sql q = sql_open(db, text);
	char label[16];

	if (sql_step(&q)) {
		sql_col_line(&q, 0, label, sizeof label);
		r->audit_ok = false;
		problem(r, "%s of '%s' do not match", what, label);
	}
	return sql_end(&q, e);
}

static enum status chain(struct store_db *db, struct verify_report *r, struct error *e)
{
	char said[128];
	enum status st = audit_walk(db, &r->audit_rows, r->head, said, sizeof said, e);

	r->audit_ok = st == ST_OK && !said[0];
	if (said[0])
		problem(r, "%s", said);
	for (size_t i = 0; i < ARRAY_LEN(bindings) && st == ST_OK; i++) {
		st = bound_rows(db, &bindings[i], r, e);
		if (st == ST_OK)
			st = bound_count(db, &bindings[i], r, e);
	}
	if (st == ST_OK)
		st = none_of(db, tag_text, "the tags and the audit chain", r, e);
	if (st == ST_OK)
		st = none_of(db, meta_text, "the case and the audit chain", r, e);
	return st ? st
		  : none_of(db, summary_text, "what lists show and the examination, tags, notes or verdict",
			    r, e);
}

/* ---- bytes ---- */

static enum status one_blob(struct store_db *db, int64_t id, struct verify_report *r, struct error *e)
{
	uint64_t size;
	enum status st = blob_read(db, id, NULL, NULL, &size, e);

	if (st == ST_MISMATCH)
		err_set(e, st, "the stored bytes number %" PRId64 " do not have their SHA-256", id);
	r->blobs++;
	return absorb(st, &r->blobs_ok, r, e);
}

static enum status blobs(struct store_db *db, struct verify_report *r, struct error *e)
{
	int64_t last = 0;

	r->blobs_ok = true;
	for (;;) {
		struct sql q = sql_open(db, "SELECT min(id) FROM stored WHERE id > ?");
		bool more;
		enum status st;

		sql_int(&q, last);
		more = sql_step(&q) && !sql_col_null(&q, 0);
		if (more)
			last = sql_col_int(&q, 0);
		st = sql_end(&q, e);
		if (st == ST_OK && more)
			st = one_blob(db, last, r, e);
		if (st || !more)
			return st;
	}
}

static enum status examination_bytes(struct store_db *db, struct verify_report *r, struct error *e)
{
	struct sql q = sql_open(db, "SELECT m.id, m.size, m.sha256, d.cbor FROM examination m"
				    " LEFT JOIN examination_data d ON d.examination = m.id ORDER BY m.id");

	while (sql_step(&q)) {
		struct span cbor = sql_col_bytes(&q, 3), want = sql_col_bytes(&q, 2);
		uint8_t sum[SHA256_LEN];

		hash_sha256(cbor.data, cbor.len, sum);
		if (cbor.len == (uint64_t)sql_col_int(&q, 1) && want.len == SHA256_LEN &&
		    span_is(&want, sum, SHA256_LEN))
			continue;
		r->blobs_ok = false;
		problem(r, "the stored examination number %" PRId64 " does not have its SHA-256",
			sql_col_int(&q, 0));
		break;
	}
	return sql_end(&q, e);
}

/* Exhibits and the bytes that they share agree on the hash. */
static enum status shared(struct store_db *db, struct verify_report *r, struct error *e)
{
	struct sql q = sql_open(db, "SELECT x.label FROM exhibit x JOIN stored s ON s.id = x.stored"
				    " WHERE s.sha256 <> x.sha256 OR s.size <> x.size LIMIT 1");
	char label[16];

	if (sql_step(&q)) {
		sql_col_line(&q, 0, label, sizeof label);
		r->blobs_ok = false;
		problem(r, "'%s' points to stored bytes of another SHA-256", label);
	}
	return sql_end(&q, e);
}

enum status case_verify(struct store_db *db, struct verify_report *out, struct error *e)
{
	struct verify_report r;
	struct error own = ERROR_INIT, *err = e ? e : &own;
	enum status st;

	memset(&r, 0, sizeof r);
	hostile_deadline(db, 0); /* who asks for everything waits for everything */
	st = absorb(integrity(db, &r, err), &r.integrity_ok, &r, err);
	if (st == ST_OK)
		st = absorb(schema(db, &r, err), &r.integrity_ok, &r, err);
	if (st == ST_OK)
		st = absorb(chain(db, &r, err), &r.audit_ok, &r, err);
	if (st == ST_OK)
		st = absorb(foreign_keys(db, &r, err), &r.foreign_keys_ok, &r, err);
	if (st == ST_OK)
		st = absorb(blobs(db, &r, err), &r.blobs_ok, &r, err);
	if (st == ST_OK)
		st = absorb(examination_bytes(db, &r, err), &r.blobs_ok, &r, err);
	if (st == ST_OK)
		st = absorb(shared(db, &r, err), &r.blobs_ok, &r, err);
	if (st == ST_OK)
		st = words(db, &r, err);
	if (st == ST_OK)
		*out = r;
	return st;
}
