/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/session/case_answer.h"

#include "analyzers/case/case_check.h"
#include "src/base/mem.h"

void case_answer_release(struct case_answer *a)
{
	exhibit_list_release(&a->exhibits);
	case_report_release(&a->report);
}

/* The hashes and names are the case's own, also where an examination is missing. */
static void name(struct case_picture *p, const struct exhibit *x)
{
	const char *slash = strrchr(x->path, '/');

	snprintf(p->label, sizeof p->label, "%s", x->label);
	snprintf(p->name, sizeof p->name, "%.63s", slash && slash[1] ? slash + 1 : x->path);
	memcpy(p->sha256, x->sha256, SHA256_LEN);
	p->has_hash = true;
}

static enum status fill(struct case_picture *p, const struct examination *x, const struct exhibit *exhibit,
			struct error *e)
{
	if (x && !case_picture_fill(p, x, NULL))
		return err_nomem(e);
	name(p, exhibit);
	return ST_OK;
}

static void release(struct case_picture *p, size_t n)
{
	for (size_t i = 0; p && i < n; i++)
		case_picture_release(&p[i]);
	mem_free(p);
}

enum status case_answer_report(const struct exhibit_list *exhibits, struct examination *const *exams,
			       struct case_report *out, struct error *e)
{
	struct case_picture *p = mem_array(exhibits->n, sizeof *p);
	enum status st = p ? ST_OK : err_nomem(e);

	case_report_init(out);
	for (size_t i = 0; st == ST_OK && i < exhibits->n; i++)
		st = fill(&p[i], exams[i], &exhibits->items[i], e);
	if (st == ST_OK)
		st = case_check_run(p, exhibits->n, NULL, out, e);
	release(p, exhibits->n);
	return st;
}

/* One examination at a time: with its preview it is a hundred times as large as what is kept of it. */
static enum status fetch(struct store_db *db, const struct exhibit *exhibit, struct case_picture *p,
			 struct error *e)
{
	struct examination *x = NULL;
	enum status st = exhibit->examined ? examination_get(db, exhibit->id, &x, e) : ST_OK;

	if (st == ST_OK)
		st = fill(p, x, exhibit, e);
	exam_free(x);
	return st;
}

struct answer_op {
	size_t most;
	struct case_answer *out;
};

static enum status answer_op(struct store_db *db, void *arg, struct error *e)
{
	const struct answer_op *op = arg;
	struct case_answer *out = op->out;
	struct case_picture *p = NULL;
	enum status st = exhibit_list_get(db, &out->exhibits, e);
	size_t n = out->exhibits.n;

	if (st == ST_OK && op->most && n > op->most)
		return err_set(e, ST_LIMIT, "the case has %zu exhibits", n);
	if (st == ST_OK && !(p = mem_array(n, sizeof *p)))
		st = err_nomem(e);
	for (size_t i = 0; st == ST_OK && i < n; i++)
		st = fetch(db, &out->exhibits.items[i], &p[i], e);
	if (st == ST_OK)
		st = case_check_run(p, n, NULL, &out->report, e);
	release(p, n);
	return st;
}

enum status session_case_answer(struct store *store, size_t most, struct case_answer *out, struct error *e)
{
	struct answer_op op = { most, out };

	case_report_init(&out->report);
	return store_call(store, answer_op, &op, e);
}
