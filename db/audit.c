/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "db/audit.h"

#include "src/base/mem.h"
#include "src/base/timeutil.h"
#include "src/base/utf8.h"

#include <inttypes.h>

#include <sodium.h>

static void put_be(uint8_t *out, uint64_t v, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		out[i] = (uint8_t)(v >> 8 * (bytes - 1 - i));
}

void audit_hash(uint64_t seq, const uint8_t prev[SHA256_LEN], const struct audit_text *t,
		uint8_t out[SHA256_LEN])
{
	crypto_hash_sha256_state h;
	uint8_t number[8];

	crypto_hash_sha256_init(&h);
	crypto_hash_sha256_update(&h, (const unsigned char *)"CTGAUDIT1", 9);
	put_be(number, seq, 8);
	crypto_hash_sha256_update(&h, number, 8);
	crypto_hash_sha256_update(&h, prev, SHA256_LEN);
	for (int i = 0; i < AUDIT_FIELDS; i++) {
		put_be(number, t->len[i], 4);
		crypto_hash_sha256_update(&h, number, 4);
		crypto_hash_sha256_update(&h, (const unsigned char *)t->text[i], t->len[i]);
	}
	crypto_hash_sha256_final(&h, out);
}

static bool copy_hash(struct sql *q, int column, uint8_t out[SHA256_LEN])
{
	struct span b = sql_col_bytes(q, column);

	return b.len == SHA256_LEN && span_copy(&b, out, SHA256_LEN);
}

static enum status last(struct store_db *db, uint64_t *seq, uint8_t hash[SHA256_LEN], struct error *e)
{
	struct sql q = sql_open(db, "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1");
	bool whole = true;
	enum status st;

	*seq = 0;
	memset(hash, 0, SHA256_LEN);
	if (sql_step(&q)) {
		*seq = (uint64_t)sql_col_int(&q, 0);
		whole = copy_hash(&q, 1, hash);
	}
	st = sql_end(&q, e);
	if (st == ST_OK && !whole)
		return err_set(e, ST_CASE, "the audit chain of '%s' is damaged at row %" PRIu64, db->path,
			       *seq);
	if (st == ST_OK && db->head_known && (*seq != db->seq || memcmp(hash, db->head, SHA256_LEN) != 0))
		return err_set(e, ST_CASE,
			       "the audit chain of '%s' was changed by another program while the case was "
			       "open: row %" PRIu64 " is not where it ended",
			       db->path, *seq);
	return st;
}

static enum status put(struct store_db *db, const struct audit_text *t, uint64_t seq, const uint8_t *prev,
		       const uint8_t *hash, struct error *e)
{
	struct sql q = sql_open(db, "INSERT INTO audit(seq, ts, actor, action, subject, detail, prev, hash)"
				    " VALUES(?, ?, ?, ?, ?, ?, ?, ?)");

	sql_int(&q, (int64_t)seq);
	for (int i = 0; i < AUDIT_FIELDS; i++)
		sql_text(&q, t->text[i]);
	sql_blob(&q, prev, SHA256_LEN);
	sql_blob(&q, hash, SHA256_LEN);
	return sql_run(&q, e);
}

enum status audit_append(struct store_db *db, const char *actor, const char *action, const char *subject,
			 const char *detail, int64_t now, int64_t *seq, struct error *e)
{
	char at[32];
	struct audit_text t = { .text = { time_format_utc(at, now), actor, action, subject, detail } };
	uint8_t prev[SHA256_LEN];
	uint64_t n;
	enum status st = last(db, &n, prev, e);

	if (st)
		return st;
	for (int i = 0; i < AUDIT_FIELDS; i++)
		t.len[i] = strlen(t.text[i]);
	audit_hash(n + 1, prev, &t, db->head);
	/* Before the insert: a failure ends in tx_end(), which forgets the head. */
	db->seq = n + 1;
	db->head_known = true;
	if (seq)
		*seq = (int64_t)(n + 1);
	return put(db, &t, n + 1, prev, db->head, e);
}

/* Actions whose rows speak for a row of another table; only their verbs write them. */
static bool reserved(const char *action)
{
	static const char *const names[] = { "exhibit.add", "examination.add", "note.add",    "verdict.add",
					     "tag.set",	    "tag.clear",       "case.create", "case.title",
					     "case.copies", "case.migrate",    "case.recover" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(action, names[i]) == 0)
			return true;
	return false;
}

enum status audit_add(struct store_db *db, const char *actor, const char *action, const char *subject,
		      const char *detail, int64_t now, struct error *e)
{
	enum status st;

	if (!action || !*action || reserved(action))
		return err_set(e, ST_USAGE, "'%s' is not an audit action that can be written alone",
			       action ? action : "");
	st = tx_begin(db, e);
	if (st)
		return st;
	st = audit_append(db, actor && *actor ? actor : db->actor, action, subject ? subject : "",
			  detail ? detail : "", now, NULL, e);
	return tx_end(db, st, e);
}

/* ---- reading ---- */

void audit_list_release(struct audit_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		mem_free(l->items[i].detail);
	mem_free(l->items);
	memset(l, 0, sizeof *l);
}

enum status audit_list_get(struct store_db *db, struct audit_list *out, struct error *e)
{
	struct sql q = sql_open(
		db, "SELECT seq, ts, actor, action, subject, detail, hash FROM audit ORDER BY seq");
	struct audit_list l = { 0 };
	size_t room = 0;
	enum status st;
	bool ok = true;

	while (ok && sql_step(&q)) {
		struct audit_row *r;

		if (!(ok = list_room((void **)&l.items, l.n, &room, sizeof *l.items)))
			break;
		r = &l.items[l.n++];
		r->seq = (uint64_t)sql_col_int(&q, 0);
		sql_col_line(&q, 1, r->at, sizeof r->at);
		sql_col_line(&q, 2, r->actor, sizeof r->actor);
		sql_col_line(&q, 3, r->action, sizeof r->action);
		sql_col_line(&q, 4, r->subject, sizeof r->subject);
		r->detail = sql_col_take(&q, 5);
		ok = r->detail != NULL;
		(void)copy_hash(&q, 6, r->hash);
	}
	st = sql_end(&q, e);
	if (st == ST_OK && !ok)
		st = err_nomem(e);
	if (st)
		audit_list_release(&l);
	else
		*out = l;
	return st;
}

/* Does the row that q stands on follow? Says what is wrong with it, or leaves problem alone. */
static bool follows(struct sql *q, uint64_t want, const uint8_t before[SHA256_LEN], uint8_t hash[SHA256_LEN],
		    char *problem, size_t cap)
{
	uint64_t seq = (uint64_t)sql_col_int(q, 0);
	uint8_t prev[SHA256_LEN], made[SHA256_LEN];
	struct audit_text t;

	if (seq != want) {
		snprintf(problem, cap, "audit row %" PRIu64 " is missing", want);
		return false;
	}
	if (!copy_hash(q, 6, prev) || !copy_hash(q, 7, hash) || memcmp(prev, before, SHA256_LEN) != 0) {
		snprintf(problem, cap, "audit row %" PRIu64 " does not follow the row before it", seq);
		return false;
	}
	for (int i = 0; i < AUDIT_FIELDS; i++)
		t.text[i] = sql_col_raw(q, i + 1, &t.len[i]);
	audit_hash(seq, prev, &t, made);
	if (memcmp(made, hash, SHA256_LEN) == 0)
		return true;
	snprintf(problem, cap, "audit row %" PRIu64 " was changed: its hash is not that of its text", seq);
	return false;
}

enum status audit_walk(struct store_db *db, uint64_t *rows, uint8_t head[SHA256_LEN], char *problem,
		       size_t cap, struct error *e)
{
	struct sql q = sql_open(
		db, "SELECT seq, ts, actor, action, subject, detail, prev, hash FROM audit ORDER BY seq");
	uint8_t hash[SHA256_LEN];

	*rows = 0;
	memset(head, 0, SHA256_LEN);
	problem[0] = '\0';
	while (sql_step(&q)) {
		if (!follows(&q, *rows + 1, head, hash, problem, cap))
			break;
		memcpy(head, hash, SHA256_LEN);
		++*rows;
	}
	return sql_end(&q, e);
}

enum status audit_check_head(struct store_db *db, uint64_t seq, const uint8_t hash[SHA256_LEN],
			     struct error *e)
{
	struct sql q = sql_open(db, "SELECT hash FROM audit WHERE seq = ?");
	uint8_t have[SHA256_LEN];
	bool found = false, same = false;
	enum status st;

	if (seq > INT64_MAX)
		seq = INT64_MAX;
	sql_int(&q, (int64_t)seq);
	if (sql_step(&q)) {
		found = true;
		same = copy_hash(&q, 0, have) && memcmp(have, hash, SHA256_LEN) == 0;
	}
	st = sql_end(&q, e);
	if (st || same)
		return st;
	if (found)
		return err_set(e, ST_MISMATCH,
			       "audit row %" PRIu64
			       " has another hash than the one remembered: the chain was "
			       "rewritten",
			       seq);
	return err_set(e, ST_MISMATCH,
		       "audit row %" PRIu64 " is remembered, but the chain ends before it: it was "
		       "shortened",
		       seq);
}
