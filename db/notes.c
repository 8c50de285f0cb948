/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes: never edited; a new one supersedes an old one. The word index is written here, in the same
 * transaction: a trigger may not write to a virtual table when the schema is not trusted. */
#include "src/base/base.h"
#include "db/record.h"
#include "src/base/mem.h"
#include "src/base/timeutil.h"
#include "src/base/utf8.h"

#include <inttypes.h>

/* The note to be superseded must speak of the same exhibit, and be superseded by none. */
static enum status may_supersede(struct store_db *db, int64_t exhibit, int64_t old, struct error *e)
{
	struct sql q = sql_open(
		db, "SELECT coalesce(n.exhibit, 0), (SELECT s.id FROM note s WHERE s.supersedes = n.id)"
		    " FROM note n WHERE n.id = ?");
	int64_t of = -1, by = 0;
	enum status st;

	sql_int(&q, old);
	if (sql_step(&q)) {
		of = sql_col_int(&q, 0);
		by = sql_col_int(&q, 1);
	}
	st = sql_end(&q, e);
	if (st)
		return st;
	if (of != exhibit)
		return err_set(e, ST_USAGE, "there is no note %" PRId64 " on this exhibit to supersede", old);
	if (by)
		return err_set(e, ST_USAGE, "note %" PRId64 " was already superseded by note %" PRId64, old,
			       by);
	return ST_OK;
}

static void bind_id(struct sql *q, int64_t id)
{
	if (id)
		sql_int(q, id);
	else
		sql_null(q);
}

struct draft {
	int64_t exhibit, supersedes;
	const char *author, *text;
	int64_t now;
};

static enum status put_row(struct store_db *db, const struct draft *d, int64_t *id, struct error *e)
{
	char at[32];
	int64_t seq;
	enum status st = audit_next(db, &seq, e);
	struct sql q;

	if (st)
		return st;
	q = sql_open(
		db,
		"INSERT INTO note(exhibit, author, at, text, supersedes, audit) VALUES(?, ?, ?, ?, ?, ?)");
	bind_id(&q, d->exhibit);
	sql_text(&q, d->author);
	sql_text(&q, time_format_utc(at, d->now));
	sql_text(&q, d->text);
	bind_id(&q, d->supersedes);
	sql_int(&q, seq);
	st = sql_run(&q, e);
	*id = sqlite3_last_insert_rowid(db->sqlite);
	return st;
}

static enum status put_words(struct store_db *db, int64_t id, const char *text, struct error *e)
{
	struct sql q = sql_open(db, "INSERT INTO note_words(rowid, text) VALUES(?, ?)");

	sql_int(&q, id);
	sql_text(&q, text);
	return sql_run(&q, e);
}

/* Lists show how many notes stand. */
static enum status count(struct store_db *db, const struct draft *d, struct error *e)
{
	struct sql q;

	if (!d->exhibit || d->supersedes)
		return ST_OK;
	q = sql_open(db, "UPDATE exhibit SET notes = notes + 1 WHERE id = ?");
	sql_int(&q, d->exhibit);
	return sql_run(&q, e);
}

static enum status put_all(struct store_db *db, const struct draft *d, int64_t *id, struct error *e)
{
	char label[16];
	enum status st = label_of(db, d->exhibit, label, e);

	if (st == ST_OK && d->supersedes)
		st = may_supersede(db, d->exhibit, d->supersedes, e);
	if (st == ST_OK)
		st = put_row(db, d, id, e);
	if (st == ST_OK)
		st = put_words(db, *id, d->text, e);
	if (st == ST_OK)
		st = count(db, d, e);
	return st ? st
		  : record_append(db, "SELECT " NOTE_RECORD_COLUMNS " FROM note n WHERE n.id = ?", *id,
				  note_record, d->author, "note.add", label, d->now, e);
}

enum status note_add(struct store_db *db, int64_t exhibit, const char *author, const char *text,
		     int64_t supersedes, int64_t now, int64_t *id, struct error *e)
{
	struct draft d = { exhibit, supersedes, author && *author ? author : db->actor, text, now };
	int64_t made = 0;
	enum status st;

	if (text[strspn(text, " \t\r\n")] == '\0')
		return err_set(e, ST_USAGE, "a note needs text");
	if (strlen(text) > SQL_TEXT_MAX)
		return err_set(e, ST_LIMIT, "a note has at most %d bytes", SQL_TEXT_MAX);
	if (!utf8_valid(text, strlen(text)) || !utf8_valid(d.author, strlen(d.author)))
		return err_set(e, ST_USAGE, "the note is not UTF-8");
	st = tx_begin(db, e);
	if (st)
		return st;
	st = tx_end(db, put_all(db, &d, &made, e), e);
	if (st == ST_OK)
		*id = made;
	return st;
}

/* ---- reading ---- */

void note_list_release(struct note_list *l)
{
	for (size_t i = 0; i < l->n; i++)
		mem_free(l->items[i].text);
	mem_free(l->items);
	memset(l, 0, sizeof *l);
}

#define NOTE_COLUMNS \
	"SELECT n.id, coalesce(n.supersedes, 0), coalesce(n.exhibit, 0), n.author, n.at, n.text," \
	" EXISTS (SELECT 1 FROM note s WHERE s.supersedes = n.id) FROM note n"

static bool read_note(struct sql *q, struct note *n)
{
	n->id = sql_col_int(q, 0);
	n->supersedes = sql_col_int(q, 1);
	n->exhibit = sql_col_int(q, 2);
	sql_col_line(q, 3, n->author, sizeof n->author);
	sql_col_line(q, 4, n->at, sizeof n->at);
	n->text = sql_col_lines(q, 5);
	n->superseded = sql_col_int(q, 6) != 0;
	return n->text != NULL;
}

/* Takes q. */
static enum status read_list(struct sql *q, struct note_list *out, struct error *e)
{
	struct note_list l = { 0 };
	size_t room = 0;
	bool ok = true;
	enum status st;

	while (ok && sql_step(q)) {
		ok = list_room((void **)&l.items, l.n, &room, sizeof *l.items);
		if (ok)
			ok = read_note(q, &l.items[l.n++]);
	}
	st = sql_end(q, e);
	if (st == ST_OK && !ok)
		st = err_nomem(e);
	if (st)
		note_list_release(&l);
	else
		*out = l;
	return st;
}

enum status note_list_get(struct store_db *db, int64_t exhibit, struct note_list *out, struct error *e)
{
	struct sql q = exhibit < 0 ? sql_open(db, NOTE_COLUMNS " ORDER BY n.id")
		       : exhibit   ? sql_open(db, NOTE_COLUMNS " WHERE n.exhibit = ? ORDER BY n.id")
				   : sql_open(db, NOTE_COLUMNS " WHERE n.exhibit IS NULL ORDER BY n.id");

	if (exhibit > 0)
		sql_int(&q, exhibit);
	return read_list(&q, out, e);
}

/* Each word in double quotes, so that nothing typed is syntax of FTS5; the last one matches as a beginning.
 */
static void as_query(const char *words, struct str *out)
{
	for (;;) {
		size_t n = strcspn(words += strspn(words, " \t\n"), " \t\n");

		if (n == 0)
			break;
		str_puts(out, out->len ? " \"" : "\"");
		for (; n; n--, words++)
			str_printf(out, *words == '"' ? "\"\"" : "%c", *words);
		str_putc(out, '"');
	}
	if (out->len)
		str_putc(out, '*');
}

enum status note_search(struct store_db *db, const char *words, struct note_list *out, struct error *e)
{
	struct str match;
	struct sql q;
	enum status st;

	str_init(&match, 4096);
	as_query(words, &match);
	if (match.failed || match.len == 0) {
		st = err_set(e, ST_USAGE,
			     match.failed ? "too many words to search for" : "name a word to search for");
	} else {
		q = sql_open(db, NOTE_COLUMNS
			     " WHERE n.id IN (SELECT rowid FROM note_words WHERE note_words MATCH ?)"
			     " ORDER BY n.id");
		sql_text(&q, match.data);
		st = read_list(&q, out, e);
	}
	str_release(&match);
	return st;
}
