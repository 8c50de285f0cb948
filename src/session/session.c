/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/session/impl.h"

#include "analyzers/analyzer.h"
#include "src/base/mem.h"
#include "src/base/timeutil.h"
#include "src/base/utf8.h"
#include "src/engine/sandbox.h"
#include "src/session/xdg.h"

#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SLICE = 64, DAY = 86400 };

static double monotonic(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static void name_author(struct session *s)
{
	struct passwd *pw;

	if (s->options.author) {
		utf8_sanitise(s->author, sizeof s->author, s->options.author, strlen(s->options.author));
		return;
	}
	pw = getpwuid(getuid());
	snprintf(s->author, sizeof s->author, "%s", pw ? pw->pw_name : "unknown");
}

static void fill_options(struct session *s, const struct session_options *o)
{
	long processors = sysconf(_SC_NPROCESSORS_ONLN);

	s->options = *o;
	if (!s->options.workers)
		s->options.workers = processors > 0 ? (unsigned)processors : 1;
	if (!s->options.profile)
		s->options.profile = PROFILE_QUICK;
	if (!s->options.now_fixed)
		s->options.now = time_now() / DAY * DAY;
	snprintf(s->checks, sizeof s->checks, "%s", o->checks ? o->checks : "");
	name_author(s);
	s->options.checks = s->checks;
	s->options.author = s->author;
}

static void first_snapshot(struct session *s)
{
	struct snapshot *p = &s->snapshot;
	const char *note;

	p->generation = 1;
	p->case_name = "no case";
	p->case_path = "";
	p->offline = sandbox_is_offline();
	p->offline_words = p->offline ? "offline, enforced" : "offline, NOT enforced";
	p->sandboxed = engine_sandbox(s->engine, &note) != SANDBOX_OFF;
	p->trust_words = s->trust_line;
	p->eta_seconds = -1;
}

enum status session_open(const struct session_options *o, struct session **out, struct error *e)
{
	struct session *s = mem_need(1, sizeof *s);
	struct engine_options eo = { .limits = o->limits, .no_sandbox = o->no_sandbox, .program = o->program };
	enum status st;

	s->pack.fd = -1;
	fill_options(s, o);
	eo.workers = s->options.workers;
	st = engine_open(&eo, &s->engine, e);
	if (st == ST_OK)
		st = intake_open(&s->intake, e);
	if (st == ST_OK)
		st = trust_load(s, e);
	if (st != ST_OK) {
		if (s->engine)
			engine_close(s->engine);
		intake_close(s->intake);
		trust_release(s);
		free(s);
		return st;
	}
	s->started = monotonic();
	scan_init(s);
	identity_init(s);
	first_snapshot(s);
	*out = s;
	return ST_OK;
}

enum status session_close(struct session *s, struct error *e)
{
	enum status st = ST_OK;

	if (!s)
		return ST_OK;
	s->sink = NULL;
	s->reply = NULL;
	engine_close(s->engine);
	intake_close(s->intake);
	s->together.stop = true;
	if (s->store) {
		while (store_pending(s->store)) {
			struct pollfd p = { .fd = store_fd(s->store), .events = POLLIN };

			poll(&p, 1, 1000);
			store_dispatch(s->store);
		}
		st = store_close(s->store, e);
	}
	seek_release(s);
	cache_release(s);
	judge_release(s);
	together_release(s);
	rows_release(s);
	trust_release(s);
	arena_release(&s->arena);
	free(s->running);
	free(s);
	return st;
}

/* ---- case ---- */

static void name_case(struct session *s, const char *path)
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path;

	utf8_sanitise(s->case_name, sizeof s->case_name, base, strlen(base));
	utf8_sanitise(s->case_path, sizeof s->case_path, path, strlen(path));
	s->snapshot.case_name = s->case_name;
	s->snapshot.case_path = s->case_path;
	if (store_notice(s->store)[0])
		session_say(s, LEVEL_NOTICE, "%s", store_notice(s->store));
}

static enum status title_op(struct store_db *db, void *arg, struct error *e)
{
	return case_set_title(db, arg, e);
}

enum status session_create_case(struct session *s, const char *path, const char *title, struct error *e)
{
	char made[4096], text[256];
	enum status st = ST_OK;

	if (!path) {
		st = xdg_new_case(made, sizeof made, time_now(), e);
		path = made;
	}
	if (st == ST_OK)
		st = store_open(path, STORE_CREATE, &s->store, e);
	if (st == ST_OK)
		st = store_set_actor(s->store, s->author, e);
	if (st != ST_OK)
		return st;
	name_case(s, path);
	snprintf(text, sizeof text, "%s", title ? title : s->case_name);
	return store_call(s->store, title_op, text, e);
}

enum status session_open_case(struct session *s, const char *path, bool read_only, struct error *e)
{
	enum status st = store_open(path, read_only ? STORE_READ : STORE_WRITE, &s->store, e);

	if (st == ST_OK)
		st = store_set_actor(s->store, s->author, e);
	if (st != ST_OK)
		return st;
	s->read_only = s->snapshot.read_only = read_only;
	name_case(s, path);
	return ST_OK;
}

struct store *session_store(struct session *s)
{
	return s->store;
}

static enum status list_op(struct store_db *db, void *arg, struct error *e)
{
	return exhibit_list_get(db, arg, e);
}

static void load_row(struct session *s, const struct exhibit *x, bool resume)
{
	char *path = x->stored ? NULL : strndup((const char *)x->path_bytes, x->path_len);
	uint64_t row = rows_add(s, path, x->path);
	struct item *it = item_of(s, row);

	free(path);
	it->exhibit = x->id;
	it->stored = x->stored;
	it->known_hash = true;
	memcpy(it->expect, x->sha256, SHA256_LEN);
	rows_from_exhibit(s, row, x);
	if (x->examined)
		rows_state(s, row, x->status == ST_OK ? ROW_DONE : ROW_FAILED);
	else if (!resume)
		rows_state(s, row, ROW_CANCELLED);
}

enum status session_load_case(struct session *s, bool resume, struct error *e)
{
	struct exhibit_list list = { 0 };
	enum status st = store_call(s->store, list_op, &list, e);

	if (st != ST_OK)
		return st;
	for (size_t i = 0; i < list.n; i++)
		load_row(s, &list.items[i], resume && !s->read_only);
	exhibit_list_release(&list);
	if (s->snapshot.waiting)
		session_say(s, LEVEL_NONE, "not examined yet: %llu picture%s; going on",
			    (unsigned long long)s->snapshot.waiting, s->snapshot.waiting == 1 ? "" : "s");
	return ST_OK;
}

/* ---- the loop ---- */

void session_add_path(struct session *s, const char *path)
{
	intake_walk(s->intake, path);
}

size_t session_fds(struct session *s, struct pollfd *out, size_t max, int *timeout_ms)
{
	size_t n = 0;

	if (max < 2)
		return 0;
	out[n++] = (struct pollfd){ .fd = intake_fd(s->intake), .events = POLLIN };
	if (s->store)
		out[n++] = (struct pollfd){ .fd = store_fd(s->store), .events = POLLIN };
	return n + engine_fds(s->engine, out + n, max - n, timeout_ms);
}

/* The case that is open, and SQLite's files beside it, are no evidence. */
static bool is_own_case(const struct session *s, const char *path)
{
	static const char *const tails[] = { "-wal", "-shm", "-journal" };
	char base[4096];
	struct stat a, b;
	size_t len;

	if (!s->store || snprintf(base, sizeof base, "%s", path) >= (int)sizeof base)
		return false;
	len = strlen(base);
	for (size_t i = 0; i < ARRAY_LEN(tails); i++) {
		size_t tail = strlen(tails[i]);

		if (len > tail && strcmp(base + len - tail, tails[i]) == 0)
			base[len - tail] = '\0';
	}
	return stat(base, &a) == 0 && stat(store_path(s->store), &b) == 0 && a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

static void on_intake(struct session *s, struct intake_event *ev)
{
	switch (ev->kind) {
	case INTAKE_FOUND:
		if (!is_own_case(s, ev->path))
			rows_add(s, ev->path, ev->path);
		break;
	case INTAKE_LINK:
		s->snapshot.skipped_links++;
		break;
	case INTAKE_PROBLEM:
		if (s->problem)
			s->problem(s->problem_arg, ev->path, &ev->error);
		session_say(s, LEVEL_WARNING, "%s", ev->error.message);
		break;
	case INTAKE_SEALED:
		scan_sealed(s, ev);
		break;
	case INTAKE_WALKED:
		break;
	}
}

static void drain_intake(struct session *s)
{
	struct intake_event *ev;

	for (int i = 0; i < SLICE && (ev = intake_take(s->intake)) != NULL; i++) {
		on_intake(s, ev);
		intake_event_free(ev);
	}
}

static void drain_engine(struct session *s)
{
	struct reply *r;

	engine_dispatch(s->engine);
	while ((r = engine_take(s->engine)) != NULL) {
		if (!seek_reply(s, r))
			scan_reply(s, r);
		reply_free(r);
	}
}

/* Looking at pixels (seeks) is no work that leaving would stop. */
static bool working(const struct session *s)
{
	return s->in_flight || s->posts || (!s->read_only && s->snapshot.waiting) ||
	       intake_pending(s->intake);
}

static void estimate(struct session *s)
{
	struct snapshot *p = &s->snapshot;
	uint64_t done = p->examined + p->failed;

	p->busy = working(s);
	p->rows = s->rows;
	p->n_rows = s->n;
	p->eta_seconds = -1;
	if (p->waiting && done > 3)
		p->eta_seconds = (int)((monotonic() - s->started) / (double)done * (double)p->waiting);
}

void session_step(struct session *s)
{
	drain_intake(s);
	if (s->store)
		store_dispatch(s->store);
	drain_engine(s);
	scan_pump(s);
	scan_progress(s);
	together_pump(s);
	estimate(s);
}

bool session_idle(const struct session *s)
{
	return !working(s) && !s->seeks;
}

void session_wait(struct session *s)
{
	struct pollfd fds[64];
	int timeout = 1000;
	size_t n = session_fds(s, fds, ARRAY_LEN(fds), &timeout);

	poll(fds, n, timeout);
	session_step(s);
}

void session_set_sink(struct session *s, session_sink sink, void *arg)
{
	s->sink = sink;
	s->sink_arg = arg;
}

void session_set_reply(struct session *s, session_reply cb, void *arg)
{
	s->reply = cb;
	s->reply_arg = arg;
}

void session_set_problem(struct session *s, session_problem cb, void *arg)
{
	s->problem = cb;
	s->problem_arg = arg;
}

enum status session_trouble(const struct session *s, struct error *e)
{
	if (e)
		*e = s->trouble_error;
	return s->trouble;
}

/* ---- looking ---- */

const struct snapshot *session_snapshot(struct session *s)
{
	return &s->snapshot;
}

const struct examination *session_exam(struct session *s, uint64_t row)
{
	const struct item *it = item_of(s, row);
	const struct examination *x;
	bool pending;

	if (!it)
		return NULL;
	x = cache_exam(s, row, &pending);
	if (!x && !pending && s->store && it->exhibit && !it->running && row_of(s, row)->state <= ROW_FAILED &&
	    row_of(s, row)->state >= ROW_DONE)
		keep_fetch(s, row);
	return x;
}

void session_select(struct session *s, uint64_t row)
{
	struct item *old = item_of(s, s->selected);

	if (row == s->selected)
		return;
	if (old && !old->running)
		rows_let_go(old);
	s->selected = row;
	engine_prioritise(s->engine, row, PRIORITY_SELECTED);
	scan_pump(s);
}

void session_cancel_row(struct session *s, uint64_t row)
{
	struct item *it = item_of(s, row);

	if (!it)
		return;
	if (it->job)
		engine_cancel(s->engine, it->job);
	else if (it->running)
		it->cancelled = true;
	else if (row_of(s, row)->state == ROW_WAITING)
		rows_state(s, row, ROW_CANCELLED);
}

void session_cancel_all(struct session *s)
{
	intake_stop_walks(s->intake);
	for (uint64_t row = 1; row <= s->n; row++)
		if (row_of(s, row)->state == ROW_WAITING)
			rows_state(s, row, ROW_CANCELLED);
		else if (item_of(s, row)->running && !item_of(s, row)->job)
			item_of(s, row)->cancelled = true;
	engine_cancel_all(s->engine);
}
