/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "db/record.h"

#include "db/audit.h"

#include <inttypes.h>

#include <sodium.h>

void record_hash(const char *const *texts, const size_t *lens, size_t n, char hex[2 * SHA256_LEN + 1])
{
	crypto_hash_sha256_state h;
	uint8_t len[4], sum[SHA256_LEN];

	crypto_hash_sha256_init(&h);
	for (size_t i = 0; i < n; i++) {
		for (int b = 0; b < 4; b++)
			len[b] = (uint8_t)(lens[i] >> 8 * (3 - b));
		crypto_hash_sha256_update(&h, len, sizeof len);
		crypto_hash_sha256_update(&h, (const unsigned char *)texts[i], lens[i]);
	}
	crypto_hash_sha256_final(&h, sum);
	hex_encode(hex, sum, sizeof sum);
}

/* n columns from `at` on, hashed together. */
static void put_hash(struct sql *q, int at, size_t n, struct str *out)
{
	const char *text[8];
	size_t len[8];
	char hex[2 * SHA256_LEN + 1];

	for (size_t i = 0; i < n && ALWAYS(n <= 8); i++)
		text[i] = sql_col_raw(q, at + (int)i, &len[i]);
	record_hash(text, len, n, hex);
	str_puts(out, hex);
}

static void put_hex(struct sql *q, int at, struct str *out)
{
	struct span b = sql_col_bytes(q, at);
	char hex[2 * SHA256_LEN + 1];

	if (b.len <= SHA256_LEN)
		str_puts(out, hex_encode(hex, b.data, b.len));
}

static void put_text(struct sql *q, int at, struct str *out)
{
	size_t len;
	const char *s = sql_col_raw(q, at, &len);

	str_add(out, s, len);
}

void exhibit_record(struct sql *q, int at, struct str *out)
{
	struct span name = sql_col_bytes(q, at + 5);
	const char *bytes = (const char *)name.data;
	char hex[2 * SHA256_LEN + 1];

	record_hash(&bytes, &name.len, 1, hex);
	str_printf(out, "exhibit=%" PRId64 " size=%" PRId64 " sha256=", sql_col_int(q, at),
		   sql_col_int(q, at + 1));
	put_hex(q, at + 2, out);
	str_puts(out, " sha1=");
	put_hex(q, at + 3, out);
	str_puts(out, " md5=");
	put_hex(q, at + 4, out);
	str_printf(out, " name=%s link=", hex);
	put_hash(q, at + 6, 1, out);
	str_puts(out, " path=");
	put_text(q, at + 7, out);
}

void examination_record(struct sql *q, int at, struct str *out)
{
	str_printf(out, "examination=%" PRId64 " tool=", sql_col_int(q, at));
	put_text(q, at + 1, out);
	str_puts(out, " status=");
	put_text(q, at + 2, out);
	str_printf(out, " level=%" PRId64 " little=%" PRId64 " spoke=%" PRId64 " silent=%" PRId64 " summary=",
		   sql_col_int(q, at + 3), sql_col_int(q, at + 4), sql_col_int(q, at + 5),
		   sql_col_int(q, at + 6));
	put_hash(q, at + 7, 3, out);
	str_printf(out, " size=%" PRId64 " sha256=", sql_col_int(q, at + 10));
	put_hex(q, at + 11, out);
}

void note_record(struct sql *q, int at, struct str *out)
{
	str_printf(out, "note=%" PRId64 " supersedes=%" PRId64 " text=", sql_col_int(q, at),
		   sql_col_int(q, at + 1));
	put_hash(q, at + 2, 1, out);
}

void verdict_record(struct sql *q, int at, struct str *out)
{
	str_printf(out, "verdict=%" PRId64 " not_suitable=%" PRId64 " level=%" PRId64 " category=",
		   sql_col_int(q, at), sql_col_int(q, at + 1), sql_col_int(q, at + 2));
	put_text(q, at + 3, out);
	str_puts(out, " text=");
	put_hash(q, at + 4, 4, out);
}

enum status label_of(struct store_db *db, int64_t exhibit, char out[16], struct error *e)
{
	struct sql q;
	bool found;
	enum status st;

	snprintf(out, 16, "case");
	if (exhibit == 0)
		return ST_OK;
	q = sql_open(db, "SELECT label FROM exhibit WHERE id = ?");
	sql_int(&q, exhibit);
	found = sql_step(&q);
	if (found)
		sql_col_line(&q, 0, out, 16);
	st = sql_end(&q, e);
	if (st == ST_OK && !found)
		return err_set(e, ST_USAGE, "there is no exhibit number %" PRId64 " in this case", exhibit);
	return st;
}

enum status audit_next(struct store_db *db, int64_t *seq, struct error *e)
{
	enum status st = sql_number(db, "SELECT max(seq) FROM audit", seq, e);

	++*seq;
	return st;
}

enum status record_append(struct store_db *db, const char *query, int64_t id, record_fn text,
			  const char *actor, const char *action, const char *subject, int64_t now,
			  struct error *e)
{
	struct sql q = sql_open(db, query);
	struct str detail;
	enum status st;

	str_init(&detail, RECORD_MAX);
	sql_int(&q, id);
	if (sql_step(&q))
		text(&q, 0, &detail);
	st = sql_end(&q, e);
	if (st == ST_OK && (detail.failed || detail.len == 0))
		st = err_set(e, ST_LIMIT, "the name is too long for the audit chain");
	if (st == ST_OK)
		st = audit_append(db, actor, action, subject, detail.data, now, NULL, e);
	str_release(&detail);
	return st;
}
