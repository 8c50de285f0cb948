/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What surrounds a view: title, rules, message line, hint line. */
#include "src/base/base.h"
#include "ui/ui.h"

#include "ui/prompt.h"
#include "ui/text.h"

enum { MIN_WIDTH = 20, MIN_HEIGHT = 5, RULES_FROM = 12, FLASH_LINES = 4, LINE_BYTES = 400 };

enum glyph level_glyph(enum level l)
{
	static const enum glyph g[] = { GLYPH_BLANK, GLYPH_NOTICE, GLYPH_WARNING, GLYPH_ALERT };

	return (unsigned)l < ARRAY_LEN(g) ? g[l] : GLYPH_BLANK;
}

const char *level_word(enum level l)
{
	return l == LEVEL_NONE ? "nothing" : level_name(l);
}

enum glyph row_glyph(const struct row *r)
{
	switch (r->state) {
	case ROW_DONE: return level_glyph(r->level);
	case ROW_FAILED: return GLYPH_FAILED;
	case ROW_CANCELLED: return GLYPH_STOPPED;
	case ROW_EXAMINING: case ROW_HASHING: return GLYPH_WORKING;
	default: return GLYPH_BLANK;
	}
}

enum role row_role(const struct row *r)
{
	if (r->state == ROW_DONE)
		return role_of_level(r->level);
	return r->state == ROW_FAILED ? ROLE_WARN : ROLE_DIM;
}

static void hex_prefix(const struct row *r, char out[32])
{
	if (r->has_hash)
		snprintf(out, 32, "sha256 %02x%02x %02x%02x", r->sha256[0], r->sha256[1], r->sha256[2],
			 r->sha256[3]);
	else
		out[0] = '\0';
}

static void draw_offline(const struct ui *u, struct cellbuf *b, int w)
{
	const char *words = u->snap->offline_words ? u->snap->offline_words : "";

	cellbuf_right(b, b->width - 1 - w, 0, w, u->snap->offline ? ROLE_INFO : ROLE_WARN, words);
}

/* detail 2: everything; 1: without failures; 0: the shortest. */
static void counts(const struct snapshot *s, int detail, char out[96])
{
	int n = snprintf(out, 96, "%zu picture%s, %llu examined", s->n_rows, s->n_rows == 1 ? "" : "s",
			 (unsigned long long)s->examined);

	if (detail > 1 && s->failed)
		n += snprintf(out + n, 96 - (size_t)n, ", %llu failed", (unsigned long long)s->failed);
	if (detail > 0)
		snprintf(out + n, 96 - (size_t)n, ", %llu reviewed", (unsigned long long)s->reviewed);
}

/* The list: case, counts, offline; counts are shortened before the name of the case. */
static void list_title(struct ui *u, struct cellbuf *b)
{
	const char *name = u->snap->case_name ? u->snap->case_name : "";
	const char *words = u->snap->offline_words ? u->snap->offline_words : "";
	int off = text_cells(words, b->width), room = b->width - 2, name_w = text_cells(name, 40), detail = 2;
	char text[96];

	do
		counts(u->snap, detail, text);
	while (name_w + text_cells(text, 96) + off + 5 > room && detail-- > 0);
	if (detail < 0 && name_w > 16 && name_w + off + 3 > room)
		name_w = 16;
	cellbuf_text(b, 1, 0, name_w < room ? name_w : room, ROLE_TITLE, name);
	if (off + 2 < room - name_w) {
		draw_offline(u, b, off);
		room -= off + 2;
	}
	cellbuf_text(b, 1 + name_w + 3, 0, room - name_w - 3, ROLE_TEXT, text);
}

static void exam_title(struct ui *u, struct cellbuf *b, const struct row *r)
{
	const char *words = u->snap->offline_words ? u->snap->offline_words : "";
	int off = text_cells(words, b->width), room = b->width - 2;
	char crumb[600], hash[32];
	const char *in = u->snap->case_name ? u->snap->case_name : "";

	hex_prefix(r, hash);
	if (off + 16 < room) {
		draw_offline(u, b, off);
		room -= off + 2;
	}
	if (hash[0] && room > 50) {
		cellbuf_right(b, 1 + room - 16, 0, 16, ROLE_DIM, hash);
		room -= 18;
	}
	snprintf(crumb, sizeof crumb, "%.200s > %s%s%.300s", in, r->label, r->label[0] ? " " : "", r->name);
	if (text_cells(crumb, room + 1) > room)
		snprintf(crumb, sizeof crumb, "%s%s%.300s", r->label, r->label[0] ? " " : "", r->name);
	cellbuf_text(b, 1, 0, room, ROLE_TITLE, crumb);
}

static void draw_title(struct ui *u, struct cellbuf *b)
{
	const struct row *r = ui_row(u);

	if (u->cover) {
		cellbuf_print(b, 1, 0, b->width - 2, ROLE_TITLE, "%s", u->cover->name);
		return;
	}
	if (u->in_exam && r)
		exam_title(u, b, r);
	else
		list_title(u, b);
}

/* All names when they fit, else numbers with the name of the open page. */
static void draw_tabs(const struct ui *u, struct cellbuf *b)
{
	int x = 1, need = 1;

	for (unsigned i = 0; i < TABS; i++)
		need += text_cells(exam_tabs[i]->name, 20) + 2;
	for (unsigned i = 0; i < TABS; i++) {
		bool on = i == u->tab;
		char text[32];

		if (need <= b->width || on)
			snprintf(text, sizeof text, "%s%s%s", on ? "[" : " ", exam_tabs[i]->name,
				 on ? "]" : " ");
		else
			snprintf(text, sizeof text, " %u ", i + 1);
		x += cellbuf_text(b, x - 1, 1, b->width - x + 1, on ? ROLE_TAB : ROLE_TEXT, text);
	}
}

/* Where all of it is kept, and by which lists signers are judged; where there is room for one of them, that. */
static void at_rest(const struct snapshot *s, int room, char out[LINE_BYTES])
{
	const char *trust = s->trust_words ? s->trust_words : "";

	snprintf(out, LINE_BYTES, "all is saved in %.140s%s%.200s", s->case_path, trust[0] ? "; " : "", trust);
	if (trust[0] && text_cells(out, room + 1) > room)
		snprintf(out, LINE_BYTES, "%.200s", trust);
}

static void progress(const struct ui *u, int room, char out[LINE_BYTES])
{
	const struct snapshot *s = u->snap;
	int n;

	out[0] = '\0';
	if (s->busy) {
		n = snprintf(out, LINE_BYTES, "%llu of %zu examined, %llu to go",
			     (unsigned long long)s->examined, s->n_rows, (unsigned long long)s->waiting);
		if (s->eta_seconds >= 0 && n < LINE_BYTES)
			snprintf(out + n, LINE_BYTES - (size_t)n, ", about %d %s left",
				 s->eta_seconds < 120 ? s->eta_seconds : s->eta_seconds / 60,
				 s->eta_seconds < 120 ? "s" : "min");
	} else if (u->list.filter[0] && !u->in_exam)
		snprintf(out, LINE_BYTES, "filter '%.60s': %zu of %zu; esc shows all", u->list.filter, u->list.n,
			 s->n_rows);
	else if (s->skipped_links)
		snprintf(out, LINE_BYTES, "%llu link%s in folders skipped", (unsigned long long)s->skipped_links,
			 s->skipped_links == 1 ? "" : "s");
	else if (s->read_only)
		snprintf(out, LINE_BYTES, "open for reading only: nothing is changed");
	else if (!u->in_exam && !u->cover && s->n_rows && s->case_path && s->case_path[0] &&
		 u->backend.ops->idle(u->backend.self))
		at_rest(s, room, out);
}

/* A message says at its end why, and where a report went: a long one takes lines of the view
 * above, until the next key. */
static void draw_flash(const struct ui *u, struct cellbuf *b, int y)
{
	bool warning = u->flash_level >= LEVEL_WARNING;
	int x = warning ? 3 : 1, most = b->height >= RULES_FROM ? FLASH_LINES : 1, lines = 0;
	struct box box = { x, 0, b->width - x, 1 };
	struct page p = page_begin(NULL, box, 0);

	page_wrap(&p, 0, 0, ROLE_NOTICE, u->flash);
	lines = p.y < most ? p.y : most;
	if (lines > 1)
		cellbuf_fill(b, (struct box){ 0, y - lines + 1, b->width, lines }, ROLE_TEXT);
	if (warning)
		cellbuf_text(b, 1, y - lines + 1, 2, ROLE_WARN, "! ");
	if (lines == 1) {
		cellbuf_text(b, x, y, b->width - x - 1, warning ? ROLE_WARN : ROLE_NOTICE, u->flash);
		return;
	}
	box.y = y - lines + 1;
	box.h = lines;
	p = page_begin(b, box, 0);
	page_wrap(&p, 0, 0, warning ? ROLE_WARN : ROLE_NOTICE, u->flash);
}

static void draw_message(struct ui *u, struct cellbuf *b, int y)
{
	char text[LINE_BYTES];

	if (u->flash[0]) {
		draw_flash(u, b, y);
		return;
	}
	progress(u, b->width - 2, text);
	cellbuf_middle(b, 1, y, b->width - 2, ROLE_DIM, text);
	if (!u->in_exam && !u->cover && u->list.sort != SORT_LEVEL && text_cells(text, 200) + 20 < b->width) {
		snprintf(text, sizeof text, "sorted by %s", sort_name(u->list.sort));
		cellbuf_right(b, b->width - 21, y, 20, ROLE_DIM, text);
	}
}

static int draw_hint(struct ui *u, struct cellbuf *b, int x, int y, enum ui_request r)
{
	const struct request_info *info = request_info(r);
	char key[16];
	int start = x, need;

	key_label(info->keys[0], key);
	if (r == REQ_CURSOR_LEFT)
		snprintf(key, sizeof key, "hjkl");
	else if (r == REQ_ZOOM_IN)
		snprintf(key, sizeof key, "+ -");
	need = text_cells(key, 20) + 1 + text_cells(info->hint, 20);
	if (x + need > b->width - 1 || u->n_hints == ARRAY_LEN(u->hints))
		return x;
	x += cellbuf_text(b, x, y, 16, ROLE_KEY, key) + 1;
	x += cellbuf_text(b, x, y, 20, ROLE_HINT, info->hint);
	u->hints[u->n_hints++] = (struct hint_box){ start, x, y, r };
	return x + 2;
}

static void draw_hints(struct ui *u, struct cellbuf *b, int y)
{
	const struct view_ops *v = ui_view(u);
	int x = 1;

	u->n_hints = 0;
	for (const enum ui_request *r = v->hints_now ? v->hints_now(u) : v->hints; *r != REQ_NONE; r++)
		x = draw_hint(u, b, x, y, *r);
}

static void too_small(struct cellbuf *b)
{
	const char *text = "terminal too small (need 20x5)";

	if (b->width >= text_cells(text, 99) || b->height < 2)
		cellbuf_text(b, 0, 0, b->width, ROLE_TEXT, text);
	else {
		cellbuf_text(b, 0, 0, b->width, ROLE_TEXT, "terminal too small");
		cellbuf_text(b, 0, 1, b->width, ROLE_TEXT, "(need 20x5)");
	}
}

void ui_draw(struct ui *u, struct cellbuf *b)
{
	bool rules = b->height >= RULES_FROM;
	int top = 1;

	cellbuf_clear(b);
	if (b->width < MIN_WIDTH || b->height < MIN_HEIGHT) {
		too_small(b);
		return;
	}
	draw_title(u, b);
	if (u->in_exam && !u->cover)
		draw_tabs(u, b), top++;
	if (rules)
		cellbuf_rule(b, 0, top++, b->width);
	ui_view(u)->draw(u, b, (struct box){ 0, top, b->width, b->height - 2 - top });
	draw_message(u, b, b->height - 2);
	draw_hints(u, b, b->height - 1);
	if (u->form.ops)
		form_draw(u, b);
	else if (u->prompt != PROMPT_NONE)
		prompt_draw(u, b, b->height - 2);
}

void ui_draw_absent(struct ui *u, struct cellbuf *b, struct box box)
{
	const struct row *r = ui_row(u);
	const char *text = "not examined yet";

	if (r && r->state == ROW_EXAMINING)
		text = "being examined";
	else if (r && r->state == ROW_CANCELLED)
		text = "stopped before it was examined";
	else if (r && (r->state == ROW_DONE || r->state == ROW_FAILED))
		text = "loading";
	cellbuf_text(b, box.x + 2, box.y + (box.h > 2), box.w - 3, ROLE_DIM, text);
}

void ui_draw_list(struct ui *u, struct cellbuf *b, struct box box, struct scroll *s, int n,
		  void (*draw)(struct ui *u, struct cellbuf *b, int item, int x, int y, int w))
{
	scroll_fit_list(s, n, box.h);
	u->rows_y = box.y;
	u->rows_n = 0;
	for (int i = 0; i < box.h && s->top + i < n; i++) {
		bool on = s->top + i == s->sel;

		draw(u, b, s->top + i, box.x + 1, box.y + i, box.w - 2);
		if (on) {
			cellbuf_highlight(b, (struct box){ box.x + 1, box.y + i, box.w - 2, 1 },
					  ATTR_REVERSE);
			cellbuf_glyph(b, box.x, box.y + i, GLYPH_POINTER, ROLE_ACCENT);
		}
		u->rows_n++;
	}
	scroll_marks(s, b, box);
}
