/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes, tags and verdicts: written at once on the store's thread; the row shows them when they are safe. */
#include "src/base/base.h"
#include "src/session/impl.h"

#include "src/base/mem.h"
#include "src/base/timeutil.h"

enum judge_kind { JUDGE_NOTE, JUDGE_TAG, JUDGE_VERDICT, JUDGE_READ };

struct judge_op {
	struct session *s;
	uint64_t row;
	enum judge_kind kind;
	int64_t exhibit, now, id;
	char author[64];
	char *text; /* note or tag */
	bool on;
	struct verdict verdict; /* strings owned */
	struct judgement_lists lists;
	struct exhibit shown;
};

static void lists_release(struct judgement_lists *j)
{
	note_list_release(&j->notes);
	verdict_list_release(&j->verdicts);
}

static void op_free(struct judge_op *op)
{
	op->s->posts--;
	free(op->text);
	free(op->verdict.question);
	free(op->verdict.h1);
	free(op->verdict.h2);
	free(op->verdict.limits);
	lists_release(&op->lists);
	exhibit_release(&op->shown);
	free(op);
}

/* ---- store thread ---- */

static enum status write_judgement(struct store_db *db, struct judge_op *op, struct error *e)
{
	switch (op->kind) {
	case JUDGE_NOTE:
		return note_add(db, op->exhibit, op->author, op->text, 0, op->now, &op->id, e);
	case JUDGE_TAG:
		return tag_set(db, op->exhibit, op->text, op->on, op->author, op->now, e);
	case JUDGE_VERDICT:
		return verdict_add(db, &op->verdict, op->now, &op->id, e);
	default:
		return ST_OK;
	}
}

static enum status judge_run(struct store_db *db, void *arg, struct error *e)
{
	struct judge_op *op = arg;
	enum status st = write_judgement(db, op, e);

	if (st == ST_OK)
		st = note_list_get(db, op->exhibit, &op->lists.notes, e);
	if (st == ST_OK)
		st = verdict_list_get(db, op->exhibit, &op->lists.verdicts, e);
	if (st == ST_OK)
		st = exhibit_get(db, op->exhibit, &op->shown, e);
	return st;
}

/* ---- session thread ---- */

static struct cached_judgements *slot(struct session *s, uint64_t row)
{
	struct cached_judgements *best = &s->judge_cache[0];

	for (size_t i = 0; i < JUDGE_CACHE; i++) {
		if (s->judge_cache[i].row == row)
			return &s->judge_cache[i];
		if (s->judge_cache[i].used < best->used)
			best = &s->judge_cache[i];
	}
	return best;
}

static void remember(struct session *s, struct judge_op *op)
{
	struct cached_judgements *c = slot(s, op->row);

	lists_release(&c->lists);
	c->row = op->row;
	c->used = ++s->tick;
	c->ready = true;
	c->lists = op->lists;
	memset(&op->lists, 0, sizeof op->lists);
}

static void show(struct session *s, struct judge_op *op)
{
	struct row *r = row_of(s, op->row);
	static const char *const said[] = { "note saved", "tag saved", "verdict saved", NULL };

	if (op->shown.has_verdict && !r->has_verdict)
		s->snapshot.reviewed++;
	snprintf(r->tags, sizeof r->tags, "%s", op->shown.tags);
	r->notes = op->shown.notes;
	r->has_verdict = op->shown.has_verdict;
	r->not_suitable = op->shown.not_suitable;
	r->verdict_level = op->shown.verdict_level;
	if (said[op->kind])
		session_say(s, LEVEL_NONE, "%s on %s", said[op->kind], r->name);
}

static void judge_done(void *arg, enum status st, const struct error *e)
{
	struct judge_op *op = arg;
	struct session *s = op->s;

	if (st == ST_OK) {
		remember(s, op);
		show(s, op);
	} else {
		judge_forget(s, op->row);
		session_fail(s, st, e);
	}
	session_changed(s);
	op_free(op);
}

static struct judge_op *begin(struct session *s, uint64_t row, enum judge_kind kind)
{
	struct judge_op *op;

	if (!s->store || !item_of(s, row) || !item_of(s, row)->exhibit) {
		if (kind != JUDGE_READ)
			session_say(s, LEVEL_WARNING, "nothing saved: the picture is not in a case yet");
		return NULL;
	}
	if (s->read_only && kind != JUDGE_READ) {
		session_say(s, LEVEL_WARNING, "nothing saved: the case is open read-only");
		return NULL;
	}
	op = mem_need(1, sizeof *op);
	op->s = s;
	op->row = row;
	op->kind = kind;
	op->exhibit = item_of(s, row)->exhibit;
	op->now = time_now();
	snprintf(op->author, sizeof op->author, "%s", s->author);
	s->posts++;
	return op;
}

void session_note(struct session *s, uint64_t row, const char *text)
{
	struct judge_op *op = begin(s, row, JUDGE_NOTE);

	if (!op)
		return;
	op->text = mem_need_str(text);
	store_post(s->store, judge_run, op, judge_done);
}

void session_tag(struct session *s, uint64_t row, const char *tag, bool on)
{
	struct judge_op *op = begin(s, row, JUDGE_TAG);

	if (!op)
		return;
	op->text = mem_need_str(tag);
	op->on = on;
	store_post(s->store, judge_run, op, judge_done);
}

static char *own(const char *text)
{
	return mem_need_str(text ? text : "");
}

void session_verdict(struct session *s, uint64_t row, const struct verdict *v)
{
	struct judge_op *op = begin(s, row, JUDGE_VERDICT);

	if (!op)
		return;
	op->verdict = *v;
	op->verdict.exhibit = op->exhibit;
	snprintf(op->verdict.author, sizeof op->verdict.author, "%s", s->author);
	op->verdict.question = own(v->question);
	op->verdict.h1 = own(v->h1);
	op->verdict.h2 = own(v->h2);
	op->verdict.limits = own(v->limits);
	store_post(s->store, judge_run, op, judge_done);
}

bool session_judgements(struct session *s, uint64_t row, const struct note_list **notes,
			const struct verdict_list **verdicts)
{
	struct cached_judgements *c = slot(s, row);
	struct judge_op *op;

	if (c->row == row) {
		c->used = ++s->tick;
		*notes = &c->lists.notes;
		*verdicts = &c->lists.verdicts;
		return c->ready;
	}
	op = begin(s, row, JUDGE_READ);
	if (!op)
		return false;
	lists_release(&c->lists);
	*c = (struct cached_judgements){ .row = row, .used = ++s->tick };
	store_post(s->store, judge_run, op, judge_done);
	return false;
}

void judge_forget(struct session *s, uint64_t row)
{
	struct cached_judgements *c = slot(s, row);

	if (c->row != row)
		return;
	lists_release(&c->lists);
	memset(c, 0, sizeof *c);
}

void judge_release(struct session *s)
{
	for (size_t i = 0; i < JUDGE_CACHE; i++)
		lists_release(&s->judge_cache[i].lists);
}
