/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What keys and clicks do. How it looks: frame.c. */
#include "src/base/base.h"
#include "ui/ui.h"

#include "ui/prompt.h"
#include "ui/views/provenance.h"

#include <stdarg.h>

const struct view_ops *const exam_tabs[TABS] = {
	&summary_view,  &picture_view,   &findings_view, &provenance_view,
	&metadata_view, &structure_view, &signal_view,   &notes_view,
};

static void on_reply(void *arg, const struct backend_reply *r)
{
	look_reply(arg, r);
	thumbnail_reply(arg, r);
}

void ui_init(struct ui *u, const struct backend *b)
{
	memset(u, 0, sizeof *u);
	u->backend = *b;
	list_init(&u->list);
	u->look.overlay = -1;
	u->look.boxes = true;
	b->ops->set_reply(b->self, on_reply, u);
	ui_refresh(u);
}

void ui_release(struct ui *u)
{
	u->backend.ops->set_reply(u->backend.self, NULL, NULL);
	look_forget(u);
	thumbnail_close(u);
	list_clear(&u->list);
	picture_cache_release(&u->pictures);
}

static void log_message(struct ui *u, const char *text, enum level level)
{
	struct message *m = &u->messages[u->n_messages++ % MESSAGES];

	snprintf(m->text, sizeof m->text, "%s", text);
	m->level = level;
}

void ui_say(struct ui *u, enum level level, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(u->flash, sizeof u->flash, fmt, ap);
	va_end(ap);
	u->flash_level = level;
	log_message(u, u->flash, level);
}

/* A message of the session takes the line once; then it stays only in :messages. */
static void hear(struct ui *u)
{
	const struct snapshot *s = u->snap;

	if (strcmp(u->seen, s->message) == 0)
		return;
	snprintf(u->seen, sizeof u->seen, "%s", s->message);
	if (s->message[0])
		ui_say(u, s->message_level, "%s", s->message);
}

void ui_refresh(struct ui *u)
{
	const struct row *r;

	u->snap = u->backend.ops->snapshot(u->backend.self);
	hear(u);
	list_update(&u->list, u->snap);
	r = ui_row(u);
	if (r && r->id != u->selected && (u->in_exam || u->list.chosen)) {
		u->selected = r->id;
		u->backend.ops->select(u->backend.self, r->id);
		u->snap = u->backend.ops->snapshot(
			u->backend.self); /* asking for something ends the one we had */
		list_update(&u->list, u->snap);
		r = ui_row(u);
	}
	if (!r && u->in_exam)
		u->in_exam = false;
}

const struct view_ops *ui_view(const struct ui *u)
{
	if (u->cover)
		return u->cover;
	return u->in_exam ? exam_tabs[u->tab] : &triage_view;
}

const struct row *ui_row(const struct ui *u)
{
	return list_selected(&u->list, u->snap);
}

const struct examination *ui_exam(const struct ui *u)
{
	const struct row *r = ui_row(u);

	if (!r || (r->state != ROW_DONE && r->state != ROW_FAILED))
		return NULL;
	return u->backend.ops->exam(u->backend.self, r->id);
}

struct scroll *ui_page_scroll(struct ui *u)
{
	return u->cover ? &u->cover_scroll : &u->pages[u->tab];
}

bool ui_busy(const struct ui *u)
{
	return u->snap->busy;
}

bool ui_settled(const struct ui *u)
{
	return u->look.tile_id == 0 && u->look.sample_id == 0 && u->chain.tile_id == 0 && !picture_pending(&u->pictures);
}

/* ---- moving about ---- */
static void reset_pages(struct ui *u)
{
	memset(u->pages, 0, sizeof u->pages);
	u->plot = 0;
}

void ui_set_tab(struct ui *u, unsigned tab)
{
	u->tab = tab % TABS;
}

void ui_open_exam(struct ui *u, unsigned tab)
{
	const struct row *r = ui_row(u);

	if (!r) {
		ui_say(u, LEVEL_NONE, "no picture is selected");
		return;
	}
	list_move_to(&u->list, u->snap, u->list.at);
	if (!u->in_exam)
		reset_pages(u);
	u->in_exam = true;
	ui_set_tab(u, tab);
	ui_refresh(u);
}

static void step_row(struct ui *u, bool down)
{
	size_t at = u->list.at;

	if (down ? at + 1 >= u->list.n : at == 0) {
		ui_say(u, LEVEL_NONE,
		       down ? "this is the last picture of the list"
			    : "this is the first picture of the list");
		return;
	}
	list_move_to(&u->list, u->snap, down ? at + 1 : at - 1);
	reset_pages(u);
	ui_refresh(u);
}

static void leave(struct ui *u)
{
	if (ui_busy(u))
		ui_prompt(u, PROMPT_QUIT, "");
	else
		u->quit = true;
}

static void back(struct ui *u, int key)
{
	if (u->cover)
		u->cover = NULL;
	else if (u->in_exam)
		u->in_exam = false;
	else if (u->list.filter[0] && key != 'q') {
		list_set_filter(&u->list, "");
		ui_refresh(u);
	} else if (key == 'q')
		leave(u);
	else
		ui_say(u, LEVEL_NONE, "this is the list; q quits");
}

static void interrupt(struct ui *u)
{
	if (!ui_busy(u)) {
		u->quit = true;
		return;
	}
	u->backend.ops->cancel_all(u->backend.self);
	ui_say(u, LEVEL_NONE, "stopping the work; ctrl-c again quits");
}

static void cover(struct ui *u, const struct view_ops *v)
{
	u->cover = v;
	memset(&u->cover_scroll, 0, sizeof u->cover_scroll);
	if (v == &messages_view)
		u->cover_scroll.top = MESSAGES;
}

static void cancel_row(struct ui *u)
{
	const struct row *r = ui_row(u);

	if (r && r->state < ROW_DONE) {
		u->backend.ops->cancel_row(u->backend.self, r->id);
		ui_say(u, LEVEL_NONE, "stopping '%s'", r->name);
	} else
		ui_say(u, LEVEL_NONE, "this picture is not being examined");
}

static void cancel_all(struct ui *u)
{
	if (!ui_busy(u)) {
		ui_say(u, LEVEL_NONE, "nothing is running");
		return;
	}
	u->backend.ops->cancel_all(u->backend.self);
	ui_say(u, LEVEL_NONE, "stopping all work");
}

static bool writable(struct ui *u, bool needs_row)
{
	if (needs_row && !ui_row(u))
		ui_say(u, LEVEL_NONE, "no picture is selected");
	else if (u->snap->read_only)
		ui_say(u, LEVEL_WARNING, "this case is open for reading only");
	else
		return true;
	return false;
}

static void judge(struct ui *u, enum ui_request r)
{
	if (r == REQ_EXPORT)
		form_open(u, &export_form);
	else if (!writable(u, true))
		return;
	else if (r == REQ_VERDICT)
		form_open(u, &verdict_form);
	else
		ui_prompt(u, r == REQ_TAG ? PROMPT_TAG : PROMPT_NOTE, "");
}

static void everywhere(struct ui *u, enum ui_request r, int key)
{
	switch (r) {
	case REQ_BACK: back(u, key); break;
	case REQ_PICTURE: ui_open_exam(u, 1); break;
	case REQ_NEXT_TAB: ui_set_tab(u, u->tab + 1); break;
	case REQ_PREV_TAB: ui_set_tab(u, u->tab + TABS - 1); break;
	case REQ_NEXT_ROW: step_row(u, true); break;
	case REQ_PREV_ROW: step_row(u, false); break;
	case REQ_VERDICT: case REQ_TAG: case REQ_NOTE: case REQ_EXPORT: judge(u, r); break;
	case REQ_CANCEL: cancel_row(u); break;
	case REQ_CANCEL_ALL: cancel_all(u); break;
	case REQ_COMMAND: ui_prompt(u, PROMPT_COMMAND, ""); break;
	case REQ_HELP: cover(u, &help_view); break;
	case REQ_REDRAW: u->want_redraw = true; break;
	case REQ_SUSPEND: u->want_suspend = true; break;
	case REQ_QUIT: leave(u); break;
	case REQ_INTERRUPT: interrupt(u); break;
	default:
		if (r >= REQ_TAB_1 && r <= REQ_TAB_8)
			ui_set_tab(u, (unsigned)(r - REQ_TAB_1));
	}
}

static void dispatch(struct ui *u, enum ui_request r, int key)
{
	const struct view_ops *v = ui_view(u);

	if (v->request && v->request(u, r))
		return;
	everywhere(u, r, key);
}

void ui_request(struct ui *u, enum ui_request r)
{
	dispatch(u, r, r == REQ_BACK ? 'q' : UI_KEY_NONE);
}

void ui_show_messages(struct ui *u)
{
	cover(u, &messages_view);
}

/* ---- keys and mouse ---- */
static void view_key(struct ui *u, int key)
{
	enum ui_request r = keymap_find(key, ui_view(u)->bit);
	char name[16];

	if (r != REQ_NONE)
		dispatch(u, r, key);
	else
		ui_say(u, LEVEL_NONE, "'%s' does nothing here; ? shows the keys", key_label(key, name));
}

void ui_key(struct ui *u, int key)
{
	u->flash[0] = '\0';
	if (u->form.ops)
		form_key(u, key);
	else if (u->prompt != PROMPT_NONE)
		prompt_key(u, key);
	else
		view_key(u, key);
	ui_refresh(u);
}

static bool click_hint(struct ui *u, int x, int y)
{
	for (unsigned i = 0; i < u->n_hints; i++)
		if (y == u->hints[i].y && x >= u->hints[i].x0 && x < u->hints[i].x1) {
			ui_request(u, u->hints[i].request);
			return true;
		}
	return false;
}

void ui_click(struct ui *u, int x, int y)
{
	const struct view_ops *v = ui_view(u);

	if (u->form.ops || u->prompt != PROMPT_NONE)
		return;
	u->flash[0] = '\0';
	if (!click_hint(u, x, y) && v->click)
		v->click(u, x, y);
	ui_refresh(u);
}

void ui_wheel(struct ui *u, int x, int y, bool up)
{
	(void)x;
	(void)y;
	if (u->form.ops || u->prompt != PROMPT_NONE)
		return;
	if (ui_view(u) == &picture_view)
		ui_request(u, up ? REQ_ZOOM_IN : REQ_ZOOM_OUT);
	else
		for (int i = 0; i < 3; i++)
			ui_request(u, up ? REQ_MOVE_UP : REQ_MOVE_DOWN);
	ui_refresh(u);
}
