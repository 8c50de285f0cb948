/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One thread that never waits for anything but poll(): the terminal, the backend's descriptors,
 * the helper that makes pictures, signals. A key is drawn at once, progress at most 30 times a
 * second, and without either nothing wakes up. */
#include "src/base/base.h"
#include "ui/workstation.h"

#include "ui/backend.h"
#include "ui/script.h"
#include "ui/signals.h"
#include "ui/ui.h"

#include "src/base/mem.h"

#include <langinfo.h>
#include <locale.h>
#include <sys/stat.h>

enum { FRAME_MS = 33, MAX_FDS = 64 };

struct loop {
	struct ui *ui;
	struct term *term;
	struct script *script;
	struct cellbuf screen;
	int signals;
	bool now;             /* draw at once */
	bool progress;        /* something may have changed */
	uint64_t generation;  /* of the snapshot on the screen */
	int64_t drawn;        /* when, in ms */
	bool interrupted;
};

static int64_t clock_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t); /* for pacing alone; nothing that is kept depends on it */
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void lay_out(struct loop *l)
{
	int w, h;

	l->term->ops->size(l->term, &w, &h);
	if (w != l->screen.width || h != l->screen.height)
		cellbuf_resize(&l->screen, w, h);
	ui_draw(l->ui, &l->screen);
}

static void draw(struct loop *l)
{
	lay_out(l);
	l->term->ops->draw(l->term, &l->screen);
	l->generation = l->ui->snap->generation;
	l->drawn = clock_ms();
	l->now = l->progress = false;
	ui_ask(l->ui);
}

static void draw_if_due(struct loop *l)
{
	if (!l->now && !(l->progress && clock_ms() - l->drawn >= FRAME_MS))
		return;
	ui_refresh(l->ui);
	if (!l->now && l->generation == l->ui->snap->generation && !l->ui->in_exam) {
		l->progress = false;
		return;
	}
	draw(l);
}

static void handle(struct loop *l, const struct event *e)
{
	switch (e->kind) {
	case EVENT_KEY: ui_key(l->ui, e->key); break;
	case EVENT_CLICK: ui_click(l->ui, e->x, e->y); break;
	case EVENT_WHEEL_UP: ui_wheel(l->ui, e->x, e->y, true); break;
	case EVENT_WHEEL_DOWN: ui_wheel(l->ui, e->x, e->y, false); break;
	case EVENT_RESIZE: l->term->ops->resized(l->term); break;
	case EVENT_HANGUP: l->interrupted = l->ui->quit = true; break;
	}
	l->now = true;
}

static void wishes(struct loop *l)
{
	if (l->ui->want_suspend)
		l->term->ops->suspend(l->term);
	if (l->ui->want_redraw || l->ui->want_suspend)
		l->term->ops->redraw(l->term);
	l->ui->want_suspend = l->ui->want_redraw = false;
}

static void drain_keys(struct loop *l)
{
	const struct view_ops *view = ui_view(l->ui);
	uint64_t row = l->ui->list.selected;
	struct event e;

	ui_refresh(l->ui);
	while (!l->ui->quit && l->term->ops->event(l->term, &e)) {
		/* A page has to be laid out before keys make sense on it; keys typed ahead come
		 * before the first frame. */
		if (view != ui_view(l->ui) || row != l->ui->list.selected)
			lay_out(l);
		view = ui_view(l->ui);
		row = l->ui->list.selected;
		handle(l, &e);
		wishes(l);
	}
}

static void drain_signals(struct loop *l)
{
	unsigned got = signals_take();

	if (got & SIGNALS_QUIT)
		l->interrupted = l->ui->quit = true;
	if (got & SIGNALS_INTERRUPT)
		ui_key(l->ui, UI_CTRL('c'));
	if (got & SIGNALS_RESIZE)
		l->term->ops->resized(l->term);
	if (got & SIGNALS_CONTINUE)
		l->term->ops->redraw(l->term);
	if (got)
		l->now = true;
}

static int timeout_of(const struct loop *l, int backend)
{
	int64_t wait;

	if (l->now)
		return 0;
	if (!l->progress)
		return backend;
	wait = l->drawn + FRAME_MS - clock_ms();
	wait = wait < 0 ? 0 : wait;
	return backend >= 0 && backend < wait ? backend : (int)wait;
}

/* Waits, then lets everything that is ready have its turn. */
static void turn(struct loop *l)
{
	const struct backend *b = &l->ui->backend;
	struct pollfd fds[MAX_FDS];
	int timeout = -1;
	nfds_t n = 3;

	fds[0] = (struct pollfd){ .fd = l->term->ops->fd(l->term), .events = POLLIN };
	fds[1] = (struct pollfd){ .fd = l->signals, .events = POLLIN };
	fds[2] = (struct pollfd){ .fd = picture_fd(&l->ui->pictures), .events = POLLIN };
	n += b->ops->fds(b->self, fds + 3, MAX_FDS - 3, &timeout);
	if (poll(fds, n, timeout_of(l, timeout)) < 0)
		n = 0; /* a signal: its byte is on the pipe */
	for (nfds_t i = 3; i < n; i++)
		l->progress |= fds[i].revents != 0;
	l->progress |= timeout >= 0; /* the backend had something to do by itself */
	b->ops->step(b->self);
	if (picture_collect(&l->ui->pictures))
		l->now = true;
	drain_keys(l); /* whatever woke us: curses keeps keys of its own */
	drain_signals(l);
	if (n && (fds[0].revents & (POLLHUP | POLLERR | POLLNVAL)))
		l->interrupted = l->ui->quit = true;
}

static enum status run(struct loop *l, struct error *e)
{
	const struct backend *b = &l->ui->backend;
	enum status st = ST_OK;

	l->now = true;
	while (!l->ui->quit && st == ST_OK) {
		draw_if_due(l);
		if (l->script) {
			bool idle = b->ops->idle(b->self) && ui_settled(l->ui);

			st = script_run(l->script, l->ui, l->term, &l->screen, idle, e);
			if (st != ST_OK || l->ui->quit)
				break;
			l->progress = true;
		}
		turn(l);
	}
	return st;
}

/* $XDG_STATE_HOME/cottingley/log; empty or relative values count as unset. False: no home. */
static bool log_path(char *out, size_t len)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");
	int n;

	if (state && state[0] == '/')
		n = snprintf(out, len, "%s/cottingley/log", state);
	else if (home && home[0] == '/')
		n = snprintf(out, len, "%s/.local/state/cottingley/log", home);
	else
		return false;
	if (n < 0 || (size_t)n >= len)
		return false;
	for (char *p = out + 1; (p = strchr(p, '/')) != NULL; p++) {
		*p = '\0';
		mkdir(out, 0700); /* it may be there already; opening the log says the rest */
		*p = '/';
	}
	return true;
}

static enum status open_term(struct loop *l, const struct workstation_options *o, struct error *e)
{
	struct term_options t = { .colour = o->colour, .ascii = o->ascii, .no_mouse = o->no_mouse };
	char path[4096];

	if (o->script) {
		setlocale(LC_CTYPE, "");
		l->term = term_null_open(o->columns ? o->columns : 80, o->rows ? o->rows : 24,
					 o->colour == COLOUR_ALWAYS ? DEPTH_256 : DEPTH_MONO,
					 o->ascii || strcmp(nl_langinfo(CODESET), "UTF-8") != 0);
		return script_open(o->script, &l->script, e);
	}
	if (log_path(path, sizeof path))
		t.log_path = path;
	return term_curses_open(&t, &l->term, e);
}

static void close_all(struct loop *l)
{
	ui_release(l->ui);
	script_close(l->script);
	if (l->term)
		l->term->ops->close(l->term);
	signals_end();
	cellbuf_release(&l->screen);
	free(l->ui);
}

enum exit_code workstation_run_backend(const struct backend *b, const struct workstation_options *o,
				       struct error *e)
{
	struct loop l = { .signals = signals_begin() };
	enum status st;

	cellbuf_init(&l.screen);
	l.ui = mem_need(1, sizeof *l.ui);
	ui_init(l.ui, b);
	st = open_term(&l, o, e);
	if (st == ST_OK) {
		l.screen.depth = l.term->depth;
		l.screen.ascii = l.term->ascii;
		if (!l.script)
			picture_helper_start(&l.ui->pictures);
		st = run(&l, e);
	}
	close_all(&l);
	if (st != ST_OK)
		return status_exit(st);
	return l.interrupted ? EXIT_INTERRUPTED : EXIT_DONE;
}
