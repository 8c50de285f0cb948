/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list: every picture with its level, and why. Below it, when there is room, the selected
 * one at a glance. */
#include "src/base/base.h"
#include "ui/ui.h"

#include "ui/views/glance.h"

#include "ui/text.h"

/* A column appears from a width of the terminal on; the words in it never change. `why` takes
 * what is left. */
struct column {
	const char *title;
	int from, width; /* width 0: the rest */
	enum sort_key sort; /* the list is sorted by it: shown from SORTED_FROM on. SORT_COUNT: none */
	void (*draw)(struct cellbuf *b, int x, int y, int w, const struct row *r);
};

static void draw_name(struct cellbuf *b, int x, int y, int w, const struct row *r)
{
	cellbuf_middle(b, x, y, w, ROLE_TEXT, r->name ? r->name : "");
}

static void draw_taken(struct cellbuf *b, int x, int y, int w, const struct row *r)
{
	char date[11];

	snprintf(date, sizeof date, "%.10s", r->taken);
	cellbuf_text(b, x, y, w, ROLE_TEXT, date[0] ? date : "-");
}

static void draw_time(struct cellbuf *b, int x, int y, int w, const struct row *r)
{
	if (strnlen(r->taken, sizeof r->taken) > 11)
		cellbuf_text(b, x, y, w, ROLE_TEXT, r->taken + 11);
}

static void draw_checks(struct cellbuf *b, int x, int y, int w, const struct row *r)
{
	char text[24];

	if (r->state != ROW_DONE)
		return;
	snprintf(text, sizeof text, "%u/%u", r->spoke, r->spoke + r->silent);
	cellbuf_right(b, x, y, w, ROLE_TEXT, text);
}

static void draw_bar(struct cellbuf *b, int x, int y, int w, const struct row *r)
{
	int bar = w < 10 ? w : 10,
	    full = (int)((r->permille > 1000 ? 1000 : r->permille) * (unsigned)bar / 1000);

	for (int i = 0; i < bar; i++)
		cellbuf_glyph(b, x + i, y, i < full ? GLYPH_FULL : GLYPH_EMPTY, ROLE_NOTICE);
	cellbuf_text(b, x + bar + 1, y, w - bar - 1, ROLE_DIM, r->stage);
}

/* The words alone: which check said them stands on every other page, and costs a quarter of the
 * column here. */
static const char *without_check(const char *why)
{
	size_t name = strspn(why, "abcdefghijklmnopqrstuvwxyz0123456789-");

	return name > 0 && strncmp(why + name, ": ", 2) == 0 && why[name + 2] ? why + name + 2 : why;
}

static void draw_why(struct cellbuf *b, int x, int y, int w, const struct row *r)
{
	if (r->state == ROW_EXAMINING)
		draw_bar(b, x, y, w, r);
	else
		cellbuf_text(b, x, y, w, ROLE_TEXT, r->state == ROW_DONE ? without_check(r->why) : r->why);
}

static void draw_size(struct cellbuf *b, int x, int y, int w, const struct row *r)
{
	char text[32];

	if (!r->width)
		return;
	snprintf(text, sizeof text, "%ux%u", r->width, r->height);
	cellbuf_right(b, x, y, w, ROLE_TEXT, text);
}

static void draw_verdict(struct cellbuf *b, int x, int y, int w, const struct row *r)
{
	if (r->has_verdict && r->not_suitable)
		cellbuf_text(b, x, y, w, ROLE_TEXT, "n/s");
	else if (r->has_verdict)
		cellbuf_print(b, x, y, w, ROLE_TEXT, r->verdict_level ? "%+d" : " %d", r->verdict_level);
}

static void draw_tags(struct cellbuf *b, int x, int y, int w, const struct row *r)
{
	cellbuf_text(b, x, y, w, ROLE_TEXT, r->tags);
}

static void draw_label(struct cellbuf *b, int x, int y, int w, const struct row *r)
{
	cellbuf_text(b, x, y, w, ROLE_TEXT, r->label);
}

/* LEVEL_WIDTH: glyph, word, and the sign of a verdict */
enum { LEVEL_WIDTH = 13, WHY_FROM = 44, SORTED_FROM = 70 };

static const struct column columns[] = {
	{ "exhibit", 130, 7, SORT_COUNT, draw_label },
	{ "picture", 0, 22, SORT_COUNT, draw_name },
	{ "taken", 92, 10, SORT_TAKEN, draw_taken },
	{ "time", 110, 8, SORT_COUNT, draw_time },
	{ "size", 140, 11, SORT_COUNT, draw_size },
	{ "checks", 72, 6, SORT_CHECKS, draw_checks },
	{ "verdict", 100, 7, SORT_COUNT, draw_verdict },
	{ "tags", 150, 20, SORT_COUNT, draw_tags },
	{ "why", WHY_FROM, 0, SORT_COUNT, draw_why },
};

static int name_width(int w, int fixed)
{
	if (w < WHY_FROM)
		return w - LEVEL_WIDTH;
	if (w < SORTED_FROM) /* a little less than half, the reason has the rest */
		return (w - 2 - LEVEL_WIDTH) * 9 / 20;
	return fixed + (w > 150 ? 10 : 0);
}

static bool has_room(const struct column *c, int screen, enum sort_key sort)
{
	return screen >= c->from || (sort == c->sort && screen >= SORTED_FROM);
}

/* Calls each column that has room. r NULL: the titles. */
static void draw_columns(struct cellbuf *b, int x, int y, int w, enum sort_key sort, const struct row *r)
{
	int screen = b->width, at = x + LEVEL_WIDTH, end = x + w;

	for (size_t i = 0; i < ARRAY_LEN(columns); i++) {
		const struct column *c = &columns[i];
		int cw = c->width ? c->width : end - at;

		if (!has_room(c, screen, sort))
			continue;
		if (c->draw == draw_name)
			cw = name_width(screen, c->width);
		if (cw > end - at)
			cw = end - at;
		if (r)
			c->draw(b, at, y, cw, r);
		else
			cellbuf_text(b, at, y, cw, ROLE_HEAD, c->title);
		at += cw + 1;
	}
}

static void draw_item(struct ui *u, struct cellbuf *b, int item, int x, int y, int w)
{
	const struct row *r = list_row(&u->list, u->snap, (size_t)item);

	if (!r)
		return;
	cellbuf_glyph(b, x, y, row_glyph(r), row_role(r));
	cellbuf_text(b, x + 2, y, 9, row_role(r), row_word(r));
	if (r->has_verdict)
		cellbuf_glyph(b, x + 11, y, GLYPH_CHECK, ROLE_INFO);
	draw_columns(b, x, y, w, u->list.sort, r);
}

static void draw_empty(struct ui *u, struct cellbuf *b, struct box box)
{
	int y = box.y + (box.h > 3);

	if (u->snap->n_rows) {
		cellbuf_text(b, 2, y, box.w - 3, ROLE_TEXT, "no picture has these words; esc shows all");
		return;
	}
	cellbuf_text(b, 2, y, box.w - 3, ROLE_TEXT, u->snap->busy ? "reading..." : "no pictures in this case");
	if (!u->snap->busy && box.h > 4) {
		cellbuf_text(b, 2, y + 2, box.w - 3, ROLE_DIM,
			     "what was given holds none that this version reads. start with others:");
		cellbuf_text(b, 2, y + 3, box.w - 3, ROLE_DIM, "  cottingley FILE or FOLDER");
	}
}

/* The pane gets about two fifths, never less than 8 rows; none in small windows. */
static int pane_rows(struct box box, int screen_height)
{
	int rows = box.h * 2 / 5;

	if (screen_height < 20 || box.w < 60)
		return 0;
	return rows < 8 ? 8 : rows > 18 ? 18 : rows;
}

static void triage_draw(struct ui *u, struct cellbuf *b, struct box box)
{
	int pane = u->snap->n_rows ? pane_rows(box, b->height) : 0;
	struct box rows = { box.x, box.y, box.w, box.h - pane - (pane > 0) };

	if (rows.h > 3) {
		cellbuf_text(b, 3, rows.y, 8, ROLE_HEAD, "level");
		draw_columns(b, 1, rows.y, box.w - 2, u->list.sort, NULL);
		rows.y++;
		rows.h--;
	}
	u->triage.sel = (int)u->list.at;
	if (u->list.n)
		ui_draw_list(u, b, rows, &u->triage, (int)u->list.n, draw_item);
	else
		draw_empty(u, b, rows);
	if (pane) {
		cellbuf_rule(b, 0, box.y + box.h - pane - 1, box.w);
		glance_draw(u, b, (struct box){ box.x, box.y + box.h - pane, box.w, pane });
	}
}

static bool triage_request(struct ui *u, enum ui_request r)
{
	if (scroll_is_move(r)) {
		list_move_to(&u->list, u->snap,
			     (size_t)scroll_target(r, (int)u->list.at, (int)u->list.n, u->triage.room));
		return true;
	}
	switch (r) {
	case REQ_OPEN: ui_open_exam(u, 0); return true;
	case REQ_FILTER: ui_prompt(u, PROMPT_FILTER, u->list.filter); return true;
	case REQ_SORT:
		list_set_sort(&u->list, (enum sort_key)((u->list.sort + 1) % SORT_COUNT));
		ui_say(u, LEVEL_NONE, "sorted by %s", sort_name(u->list.sort));
		return true;
	default: return false;
	}
}

static void triage_click(struct ui *u, int x, int y)
{
	size_t item = (size_t)(u->triage.top + y - u->rows_y);

	(void)x;
	if (y < u->rows_y || y >= u->rows_y + u->rows_n)
		return;
	if (u->list.chosen && item == u->list.at)
		ui_open_exam(u, 0);
	else
		list_move_to(&u->list, u->snap, item);
}

static const enum ui_request hints[] = {
	REQ_OPEN, REQ_VERDICT, REQ_NOTE, REQ_TAG, REQ_FILTER, REQ_SORT, REQ_EXPORT, REQ_HELP, REQ_NONE
};

const struct view_ops triage_view = {
	.name = "triage",
	.bit = VIEW_TRIAGE,
	.draw = triage_draw,
	.request = triage_request,
	.click = triage_click,
	.hints = hints,
};
