/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the pictures on the screen say together. When nothing else is going on, the examinations that are new
 * are read a few at a time on the store's thread, so that notes and looks go between; then the case checks
 * run there. Nothing is stored. */
#include "src/base/base.h"
#include "src/session/impl.h"

#include "src/base/mem.h"

/* A larger case would keep the store's thread for too long: `cottingley case check` does it then. */
enum { TOGETHER_MAX = 5000, READ_AT_ONCE = 16, LINES = 12, ROW_TEXT = 8192 };

struct together_op {
	struct session *s;
	struct case_picture *pictures; /* of the session, which does not touch them meanwhile */
	int64_t *exhibits;	       /* 0: nothing to read */
	size_t n, next;
	struct case_report report;
	bool computed;
};

/* ---- store thread ---- */

static enum status read_one(struct store_db *db, struct together_op *op, size_t i, struct error *e)
{
	struct examination *x = NULL;
	struct exhibit shown = { .id = 0 };
	enum status st = exhibit_get(db, op->exhibits[i], &shown, e);

	if (st == ST_OK && shown.examined)
		st = examination_get(db, op->exhibits[i], &x, e);
	case_picture_release(&op->pictures[i]);
	if (st == ST_OK && x && !case_picture_fill(&op->pictures[i], x, shown.label))
		st = err_nomem(e);
	exam_free(x);
	exhibit_release(&shown);
	return st;
}

static enum status together_run(struct store_db *db, void *arg, struct error *e)
{
	struct together_op *op = arg;
	enum status st = ST_OK;

	for (int read = 0; op->next < op->n && read < READ_AT_ONCE && st == ST_OK; op->next++)
		if (op->exhibits[op->next]) {
			st = read_one(db, op, op->next, e);
			read++;
		}
	if (st != ST_OK || op->next < op->n)
		return st;
	op->computed = true;
	return case_check_run(op->pictures, op->n, NULL, &op->report, e);
}

/* ---- session thread ---- */

static void add_line(struct session *s, uint32_t row, const struct case_finding *f, unsigned *lines)
{
	char text[ROW_TEXT];
	char *old = s->items[row].together;

	if (++*lines > LINES)
		return;
	if (*lines == LINES)
		snprintf(text, sizeof text, "%s\nand more: cottingley case check", old);
	else
		snprintf(text, sizeof text, "%s%s%s%s%s", old ? old : "", old ? "\n" : "", f->summary,
			 f->detail ? "; " : "", f->detail ? f->detail : "");
	free(old);
	s->items[row].together = mem_need_str(text);
	s->rows[row].together = s->items[row].together;
}

static void show(struct session *s, const struct case_report *r, size_t n)
{
	unsigned *lines = mem_need(n, sizeof *lines);

	for (size_t i = 0; i < n; i++) {
		free(s->items[i].together);
		s->items[i].together = NULL;
		s->rows[i].together = NULL;
	}
	for (int level = LEVEL_ALERT; level >= LEVEL_NONE; level--)
		for (size_t i = 0; i < r->n_findings; i++)
			for (uint32_t k = 0;
			     (int)r->findings[i].level == level && k < r->findings[i].n_exhibits; k++)
				add_line(s, r->findings[i].exhibits[k], &r->findings[i],
					 &lines[r->findings[i].exhibits[k]]);
	free(lines);
	session_changed(s);
}

static void end(struct together_op *op)
{
	op->s->posts--;
	op->s->together.running = false;
	case_report_release(&op->report);
	free(op->exhibits);
	free(op);
}

static void together_done(void *arg, enum status st, const struct error *e)
{
	struct together_op *op = arg;
	struct session *s = op->s;

	if (st == ST_OK && !op->computed && !s->together.stop) {
		store_post(s->store, together_run, op, together_done);
		return;
	}
	for (size_t i = 0; st != ST_OK && i < op->n; i++) /* what was not read is read the next time */
		if (op->exhibits[i])
			s->items[i].compared = false;
	if (st == ST_OK && op->computed)
		show(s, &op->report, op->n);
	else if (st != ST_OK)
		session_say(s, LEVEL_WARNING, "the pictures could not be compared with one another: %s",
			    e->message);
	end(op);
}

static void grow(struct together *t, size_t n)
{
	struct case_picture *p = mem_need(n, sizeof *p);

	if (t->n)
		memcpy(p, t->pictures, t->n * sizeof *p);
	free(t->pictures);
	t->pictures = p;
	t->n = n;
}

static void start(struct session *s)
{
	struct together_op *op = mem_need(1, sizeof *op);

	if (s->together.n < s->n)
		grow(&s->together, s->n);
	op->s = s;
	op->pictures = s->together.pictures;
	op->n = s->n;
	op->exhibits = mem_need(s->n, sizeof *op->exhibits);
	case_report_init(&op->report);
	for (size_t i = 0; i < s->n; i++)
		if (s->items[i].exhibit && !s->items[i].compared) {
			op->exhibits[i] = s->items[i].exhibit;
			s->items[i].compared = true;
		}
	s->together.stale = false;
	s->together.running = true;
	s->posts++;
	store_post(s->store, together_run, op, together_done);
}

void session_relate(struct session *s)
{
	s->together.wanted = s->together.stale = true;
}

void together_examined(struct session *s, uint64_t row)
{
	item_of(s, row)->compared = false;
	s->together.stale = true;
}

void together_pump(struct session *s)
{
	const struct together *t = &s->together;

	if (!t->wanted || !t->stale || t->running || !s->store || s->in_flight || s->posts || s->n < 2 ||
	    s->n > TOGETHER_MAX || (!s->read_only && s->snapshot.waiting))
		return;
	start(s);
}

void together_release(struct session *s)
{
	for (size_t i = 0; i < s->together.n; i++)
		case_picture_release(&s->together.pictures[i]);
	free(s->together.pictures);
}
