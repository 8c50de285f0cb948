/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "analyzers/analyzer.h"
#include "src/base/mem.h"
#include "src/base/suggest.h"
#include "src/engine/chosen.h"
#include "src/engine/worker_state.h"

#include <inttypes.h>

enum { PARAMS_MAX = 64 };

/* ---- which checks, with which parameters ---- */

static const char *check_word(size_t i, void *arg)
{
	(void)arg;
	return analyzers[i] ? analyzers[i]->id : NULL;
}

static enum status unknown_check(const char *id, struct error *e)
{
	const char *near = suggest_nearest(id, check_word, NULL);

	return near ? err_set(e, ST_USAGE, "unknown check '%s'; did you mean '%s'?", id, near)
		    : err_set(e, ST_USAGE, "unknown check '%s'; 'cottingley checks' lists them", id);
}

static const struct param *param_find(const struct analyzer *a, const char *name)
{
	for (const struct param *p = a->params; p && p->name; p++)
		if (strcmp(p->name, name) == 0)
			return p;
	return NULL;
}

static enum status check_setting(const struct setting *s, struct error *e)
{
	const struct analyzer *a = analyzer_find(s->check);
	const struct param *p;

	if (!a)
		return unknown_check(s->check, e);
	p = param_find(a, s->param);
	if (!p)
		return err_set(e, ST_USAGE,
			       "check '%s' has no parameter '%s'; 'cottingley checks %s' lists them", a->id,
			       s->param, a->id);
	if (!(s->value >= p->min && s->value <= p->max))
		return err_set(e, ST_USAGE, "'%s.%s' is %g; it must be %g to %g", a->id, p->name, s->value,
			       p->min, p->max);
	return ST_OK;
}

static enum status check_request(const struct request *r, struct error *e)
{
	enum status st;

	for (unsigned i = 0; i < r->n_checks; i++) {
		const struct analyzer *a = analyzer_find(r->checks[i]);

		if (!a)
			return unknown_check(r->checks[i], e);
		if (a->stage != STAGE_EXAMINER)
			return err_set(e, ST_USAGE, "check '%s' does not run on one picture alone", a->id);
	}
	for (unsigned i = 0; i < r->n_settings; i++) {
		st = check_setting(&r->settings[i], e);
		if (st)
			return st;
	}
	return ST_OK;
}

/* The check's table with the settings of the request in it; NULL: the defaults. */
static const struct param *make_params(const struct analyzer *a, const struct request *r,
				       struct param out[PARAMS_MAX])
{
	unsigned n = 0;

	while (a->params && a->params[n].name && n < PARAMS_MAX - 1) {
		out[n] = a->params[n];
		for (unsigned i = 0; i < r->n_settings; i++)
			if (strcmp(r->settings[i].check, a->id) == 0 &&
			    strcmp(r->settings[i].param, out[n].name) == 0)
				out[n].value = r->settings[i].value;
		n++;
	}
	out[n].name = NULL;
	return a->params ? out : NULL;
}

/* ---- running ---- */

/* A check that was stopped half-way has seen half of the picture: what it found until then is not kept. */
static void void_result(struct result *r, enum status code, const char *reason)
{
	r->status = code == ST_CANCELLED ? RESULT_CANCELLED : RESULT_FAILED;
	r->code = code;
	r->reason = arena_str(r->arena, reason);
	if (!r->reason)
		r->reason = "stopped";
	r->level = LEVEL_NONE;
	r->has_score = false;
	r->details = NULL;
	r->n_findings = r->n_measures = r->n_maps = r->n_plots = r->n_limits = 0;
}

static void run_check(struct worker *w, const struct analyzer *a, const struct request *r, struct result *out)
{
	struct context cx = { .now = r->now, .now_fixed = r->now_fixed, .name = r->name,
			      .regions = r->regions, .n_regions = r->n_regions, .world = w->world,
			      .sidecar = w->companion };
	struct param params[PARAMS_MAX];
	struct error e;

	analyzer_run(a, &w->subject, &cx, make_params(a, r, params), &w->control, out);
	if (worker_stopped(w, &e))
		void_result(out, e.code, e.message);
}

static unsigned count_chosen(const struct request *r, bool unread)
{
	unsigned n = 0;

	for (unsigned i = 0; analyzers[i]; i++)
		n += request_runs(r, analyzers[i], unread);
	return n;
}

/* In registry order, whatever the order of the request; of a file that has no reader only those that need none.
 * ST_CANCELLED or ST_MEMORY stop it. */
static enum status run_checks(struct worker *w, const struct request *r, bool unread, struct examination *x,
			      struct error *e)
{
	unsigned n = count_chosen(r, unread), done = 0;
	struct subject *s;

	x->results = arena_alloc(&x->arena, n ? n : 1, sizeof *x->results);
	if (!x->results)
		return err_nomem(e);
	for (unsigned i = 0; analyzers[i]; i++) {
		if (!request_runs(r, analyzers[i], unread))
			continue;
		worker_step(w, analyzers[i]->id, 100 + 900 * done / n, 900 / n);
		if (worker_subject(w, &s, e) && !unread)
			return e->code;
		x->results[done].arena = &x->arena;
		run_check(w, analyzers[i], r, &x->results[done]);
		done++;
		x->n_results = done;
		if (w->cancelled)
			return worker_stopped(w, e);
	}
	return ST_OK;
}

static void set_failure(struct examination *x, const struct error *e)
{
	x->status = e->code;
	x->error = *e;
}

/* Opens and describes the picture. What could be found out stays in x even when it cannot be examined. */
static enum status describe(struct worker *w, struct examination *x, struct error *e)
{
	struct subject *s;
	struct error open_error = ERROR_INIT;
	enum status st;

	worker_step(w, "decode", 0, 100);
	st = worker_subject(w, &s, &open_error);
	if (subject_describe(s, &w->control, x, e) && !st)
		set_failure(x, e);
	if (st)
		set_failure(x, &open_error);
	if (worker_stopped(w, e)) {
		if (e->code == ST_CANCELLED)
			return ST_CANCELLED;
		set_failure(x, e);
	}
	return ST_OK;
}

/* ST_OK with *out, whose status may be a failure of the picture; else there is nothing to send. */
static enum status examine(struct worker *w, const struct request *r, struct examination **out,
			   struct error *e)
{
	struct examination *x = exam_new();
	enum status st = check_request(r, e);

	if (!st)
		st = describe(w, x, e);
	if (!st && (w->open_status == ST_OK || w->open_status == ST_UNSUPPORTED) && x->status != ST_TIMEOUT &&
	    x->status != ST_MEMORY)
		st = run_checks(w, r, w->open_status != ST_OK, x, e);
	if (st) {
		exam_free(x);
		return st;
	}
	*out = x;
	return ST_OK;
}

static void keep(struct worker *w, struct examination *x, const struct request *r)
{
	exam_free(w->kept);
	free(w->kept_for);
	w->kept = x;
	w->kept_for = mem_need(1, sizeof *r);
	*w->kept_for = *r;
}

void worker_examine(struct worker *w, const struct request *r)
{
	struct examination *x = NULL;
	struct error e = ERROR_INIT;
	size_t at;

	if (examine(w, r, &x, &e)) {
		worker_fail(w, &e);
		return;
	}
	at = frame_begin(&w->out);
	answer_put_examination(&w->out.out, w->id, worker_seconds(w), x);
	worker_send(w, at);
	keep(w, x, r);
}

/* ---- maps ---- */

static bool same_settings(const struct request *a, const struct request *b)
{
	if (a->n_settings != b->n_settings || a->now != b->now || a->now_fixed != b->now_fixed ||
	    memcmp(a->companion, b->companion, sizeof a->companion) || memcmp(a->lists, b->lists, sizeof a->lists))
		return false;
	for (unsigned i = 0; i < a->n_settings; i++)
		if (strcmp(a->settings[i].check, b->settings[i].check) ||
		    strcmp(a->settings[i].param, b->settings[i].param) ||
		    a->settings[i].value < b->settings[i].value ||
		    a->settings[i].value > b->settings[i].value)
			return false;
	return true;
}

static bool same_regions(const struct request *a, const struct request *b)
{
	if (a->n_regions != b->n_regions)
		return false;
	for (unsigned i = 0; i < a->n_regions; i++)
		if (!region_equal(&a->regions[i], &b->regions[i]))
			return false;
	return true;
}

static const struct map *find_map(const struct examination *x, const struct request *r)
{
	const struct result *in = x ? exam_result(x, r->check) : NULL;

	for (uint32_t i = 0; in && i < in->n_maps; i++)
		if (strcmp(in->maps[i].name, r->map) == 0)
			return &in->maps[i];
	return NULL;
}

/* Runs the one check again, and keeps what it said for the next map. */
static enum status run_for_map(struct worker *w, const struct request *r, struct error *e)
{
	struct request one = *r;
	struct examination *x = NULL;
	enum status st;

	memset(one.checks, 0, sizeof one.checks);
	memcpy(one.checks[0], r->check, sizeof one.checks[0]);
	one.n_checks = 1;
	st = examine(w, &one, &x, e);
	if (st)
		return st;
	keep(w, x, &one);
	if (x->status) {
		*e = x->error;
		return x->status;
	}
	return ST_OK;
}

void worker_map(struct worker *w, const struct request *r)
{
	bool known = w->kept && same_settings(w->kept_for, r) && same_regions(w->kept_for, r) &&
		     exam_result(w->kept, r->check);
	struct error e = ERROR_INIT;
	const struct map *m;
	size_t at;

	if (!known && run_for_map(w, r, &e)) {
		worker_fail(w, &e);
		return;
	}
	m = find_map(w->kept, r);
	if (!m) {
		const struct result *in = exam_result(w->kept, r->check);

		if (in && in->status != RESULT_DONE && in->reason)
			err_set(&e, ST_NOT_APPLICABLE, "check '%s' has no maps here: %s", r->check,
				in->reason);
		else
			err_set(&e, ST_USAGE, "check '%s' has no map '%s' for this picture", r->check,
				r->map);
		worker_fail(w, &e);
		return;
	}
	at = frame_begin(&w->out);
	answer_put_map(&w->out.out, w->id, worker_seconds(w), m);
	worker_send(w, at);
}
