/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures on their way through intake and engine. */
#include "src/base/base.h"
#include "src/session/impl.h"

#include "analyzers/analyzer.h"
#include "src/base/mem.h"
#include "src/base/utf8.h"

enum { AHEAD = 2 }; /* pictures sealed ahead of the workers: keeps them busy, bounds the memory */

static size_t may_run(const struct session *s)
{
	return (size_t)s->options.workers + AHEAD;
}

void scan_init(struct session *s)
{
	s->running = mem_need(may_run(s) + 1, sizeof *s->running); /* the selected picture may go beside the others */
}

static void seal(struct session *s, uint64_t row, bool urgent)
{
	struct item *it = item_of(s, row);

	it->sealing = true;
	if (it->stored)
		keep_open_blob(s, row);
	else
		intake_seal(s->intake, row, it->path, urgent);
}

static void start(struct session *s, uint64_t row)
{
	struct item *it = item_of(s, row);

	it->running = true;
	it->cancelled = false;
	s->running[s->in_flight++] = row;
	rows_state(s, row, ROW_HASHING);
	if (it->ev.fd >= 0)
		scan_examine(s, row);
	else if (!it->sealing)
		seal(s, row, row == s->selected);
}

void session_examine(struct session *s, uint64_t row, const struct region *regions, unsigned n)
{
	struct item *it = item_of(s, row);

	if (!it || n > REGIONS_MAX)
		return;
	if (it->running || row_of(s, row)->state < ROW_DONE || s->in_flight > may_run(s)) {
		session_say(s, LEVEL_NONE, "%s: the work under way comes first; ask again when it is done",
			    row_of(s, row)->name);
		return;
	}
	it->n_regions = n;
	memcpy(it->regions, regions, n * sizeof *regions);
	row_of(s, row)->permille = 0;
	start(s, row);
}

void scan_pump(struct session *s)
{
	if (s->read_only)
		return;
	if (s->selected && row_of(s, s->selected)->state == ROW_WAITING && s->in_flight < may_run(s) + 1)
		start(s, s->selected);
	while (s->in_flight < may_run(s) && s->next < s->n) {
		uint64_t row = ++s->next;

		if (row_of(s, row)->state == ROW_WAITING)
			start(s, row);
	}
}

void scan_want_evidence(struct session *s, uint64_t row)
{
	struct item *it = item_of(s, row);

	if (it->ev.fd < 0 && !it->sealing)
		seal(s, row, true);
}

/* A picture that never reached a worker. */
static void finish_unread(struct session *s, uint64_t row, enum status st, const struct error *e)
{
	struct examination *x = exam_new();

	x->status = st;
	x->error = *e;
	x->error.code = st;
	/* A disk that is not plugged in, a file that was moved: no fact about the picture. It goes on waiting. */
	scan_finish(s, row, x, st == ST_IO || st == ST_CANCELLED ? FINISH_SHOW : FINISH_KEEP);
}

static bool hash_changed(const struct item *it, struct error *e)
{
	if (!it->known_hash || memcmp(it->expect, it->ev.digests.sha256, SHA256_LEN) == 0)
		return false;
	err_set(e, ST_MISMATCH, "'%s' is not what was added to the case: its SHA-256 differs", it->shown);
	return true;
}

static void say_problem(struct session *s, const char *path, const struct error *e)
{
	if (s->problem)
		s->problem(s->problem_arg, path, e);
	session_say(s, LEVEL_WARNING, "%s", e->message);
}

void scan_sealed(struct session *s, struct intake_event *ev)
{
	struct item *it = item_of(s, ev->tag);
	struct error e = ev->error;
	enum status st = ev->status;

	it->sealing = false;
	if (st == ST_OK) {
		it->ev = ev->evidence;
		it->companion = ev->companion;
		ev->evidence.fd = ev->companion.fd = -1;
		if (hash_changed(it, &e)) {
			st = ST_MISMATCH;
			rows_let_go(it);
		}
	}
	if (st != ST_OK) {
		seek_failed(s, ev->tag, st, &e);
		if (it->running)
			finish_unread(s, ev->tag, st, &e);
		return;
	}
	if (e.code) /* the picture is there, what lies beside it is not */
		say_problem(s, it->path, &e);
	seek_ready(s, ev->tag);
	if (!it->running)
		return;
	if (s->store && !it->exhibit)
		keep_exhibit(s, ev->tag);
	else
		scan_examine(s, ev->tag);
}

static void list_checks(struct request *r, const char *list)
{
	while (*list && r->n_checks < MESSAGE_MAX_CHECKS) {
		size_t len = strcspn(list, ",");

		snprintf(r->checks[r->n_checks++], sizeof r->checks[0], "%.*s", (int)(len < 31 ? len : 31), list);
		list += len;
		list += *list == ',';
	}
}

static void list_regions(const struct session *s, const struct item *it, struct request *r)
{
	bool own = it->n_regions > 0;

	r->n_regions = own ? it->n_regions : s->options.n_regions;
	memcpy(r->regions, own ? it->regions : s->options.regions, sizeof r->regions);
}

void scan_examine(struct session *s, uint64_t row)
{
	struct item *it = item_of(s, row);
	struct engine_job job = { .key = row,
				  .priority = row == s->selected ? PRIORITY_SELECTED : PRIORITY_BACKGROUND };
	struct request *r = &job.request;
	struct error e;

	if (it->cancelled) {
		err_set(&e, ST_CANCELLED, "cancelled");
		finish_unread(s, row, ST_CANCELLED, &e);
		return;
	}
	r->kind = REQUEST_EXAMINE;
	r->profile = s->options.profile;
	r->now = s->options.now;
	r->now_fixed = s->options.now_fixed;
	r->n_settings = s->options.n_settings;
	memcpy(r->settings, s->options.settings, sizeof r->settings);
	list_checks(r, s->checks);
	list_regions(s, it, r);
	snprintf(r->name, sizeof r->name, "%s", row_of(s, row)->name);
	job.companion = it->companion.fd >= 0 ? &it->companion : NULL;
	it->job = engine_submit(s->engine, &job, &it->ev);
	rows_state(s, row, ROW_EXAMINING);
}

void scan_reply(struct session *s, struct reply *r)
{
	struct item *it = item_of(s, r->key);
	struct examination *x = r->exam;

	if (!it || it->job != r->id)
		return;
	r->exam = NULL;
	if (!x) {
		x = exam_new();
		x->status = r->status;
		x->error = r->error;
		x->error.code = r->status;
	}
	it->job = 0;
	x->seconds = r->seconds;
	scan_finish(s, r->key, x, r->status == ST_CANCELLED ? FINISH_SHOW : FINISH_KEEP);
}

static void drop_evidence(struct session *s, uint64_t row)
{
	if (row != s->selected)
		rows_let_go(item_of(s, row));
}

static void stop(struct session *s, uint64_t row)
{
	size_t i = 0;

	item_of(s, row)->running = false;
	while (s->running[i] != row)
		i++;
	s->running[i] = s->running[--s->in_flight];
}

static enum row_state state_after(const struct examination *x)
{
	if (x->status == ST_OK)
		return ROW_DONE;
	return x->status == ST_CANCELLED ? ROW_CANCELLED : ROW_FAILED;
}

void scan_finish(struct session *s, uint64_t row, struct examination *x, enum finish how)
{
	struct item *it = item_of(s, row);

	if (how != FINISH_KNOWN) {
		identity_fill(s, it, x);
		level_decide(x);
		if (how == FINISH_KEEP && s->store && !s->read_only)
			keep_examination(s, row, x);
	}
	rows_show(s, row, x);
	together_examined(s, row);
	rows_state(s, row, state_after(x));
	if (it->running)
		stop(s, row);
	if (s->sink)
		s->sink(s->sink_arg, row, x);
	drop_evidence(s, row);
	cache_put(s, row, x);
	scan_pump(s);
}

void scan_progress(struct session *s)
{
	for (size_t i = 0; i < s->in_flight; i++) {
		struct row *r = row_of(s, s->running[i]);
		const char *stage;
		unsigned permille;

		if (r->state != ROW_EXAMINING || !engine_progress(s->engine, item_of(s, r->id)->job, &permille, &stage) ||
		    permille == r->permille)
			continue;
		r->permille = permille;
		utf8_sanitise(r->stage, sizeof r->stage, stage, strlen(stage));
		session_changed(s);
	}
}
