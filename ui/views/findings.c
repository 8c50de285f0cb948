/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Page 3: every finding in full: what was seen, what it may mean, what else could explain it. */
#include "src/base/base.h"
#include "ui/ui.h"

#include "ui/views/glance.h"

#include "src/base/mem.h"

struct place { int first, last; }; /* lines of the selected finding */

static void write_finding(struct page *p, const struct finding_at *at)
{
	const struct finding *f = at->finding;
	char alt[800];

	page_glyph(p, 1, level_glyph(f->level), role_of_level(f->level));
	page_cell(p, 3, 9, role_of_level(f->level), f->level ? level_word(f->level) : "");
	page_wrap(p, 12, 12, f->level ? role_of_level(f->level) : ROLE_TITLE, f->summary ? f->summary : "");
	if (f->detail)
		page_print(p, 12, ROLE_TEXT, "%s", f->detail);
	finding_alternatives(f, alt, sizeof alt);
	if (alt[0])
		page_print(p, 12, ROLE_NOTICE, "could also be: %s", alt);
	page_print(p, 12, ROLE_DIM, "%s, read from %s, by %s: %s", finding_kind_name(f->kind),
		   trace_name(f->trace), at->result->check ? at->result->check : "",
		   f->code ? f->code : "");
	if (f->has_region)
		page_print(p, 12, ROLE_DIM, "region x %d, y %d, %d x %d pixels; enter shows it",
			   f->region[0], f->region[1], f->region[2], f->region[3]);
	page_next(p);
}

static int write_page(struct cellbuf *b, struct box box, int top, const struct finding_at *all, size_t n,
		      int sel, struct place *place)
{
	struct page p = page_begin(b, box, top);

	for (size_t i = 0; i < n; i++) {
		int first = p.y;

		write_finding(&p, &all[i]);
		if ((int)i != sel)
			continue;
		*place = (struct place){ first, p.y - 1 };
		for (int y = first; b && y < p.y - 1; y++)
			if (y >= top && y < top + box.h)
				cellbuf_glyph(b, box.x, box.y + y - top,
					      y == first ? GLYPH_POINTER : GLYPH_V, ROLE_ACCENT);
	}
	return p.y;
}

static struct finding_at *collect(const struct examination *x, size_t *n)
{
	struct finding_at *all;

	*n = exam_count_findings(x);
	all = mem_array(*n, sizeof *all);
	if (!all)
		*n = 0;
	else
		*n = exam_findings(x, all, *n);
	return all;
}

/* sel counts findings, top counts lines: the selected finding is brought into the window. */
static void follow(struct scroll *s, const struct place *place, int lines, int room)
{
	if (s->top > place->first)
		s->top = place->first;
	if (s->top < place->last - room + 1)
		s->top = place->last - room + 1 < place->first ? place->last - room + 1 : place->first;
	if (s->top > lines - room)
		s->top = lines - room;
	if (s->top < 0)
		s->top = 0;
}

static void findings_draw(struct ui *u, struct cellbuf *b, struct box box)
{
	const struct examination *x = ui_exam(u);
	struct scroll *s = ui_page_scroll(u);
	struct place place = { 0, 0 };
	struct finding_at *all;
	size_t n;
	int lines;

	if (!x) {
		ui_draw_absent(u, b, box);
		return;
	}
	all = collect(x, &n);
	s->sel = s->sel >= (int)n ? (int)n - 1 : s->sel;
	s->sel = s->sel < 0 ? 0 : s->sel;
	lines = write_page(NULL, box, 0, all, n, s->sel, &place);
	follow(s, &place, lines, box.h);
	write_page(b, box, s->top, all, n, s->sel, &place);
	if (n == 0)
		cellbuf_text(b, 2, box.y, box.w - 3, ROLE_TEXT,
			     "nothing found; that says little about where a picture comes from");
	scroll_marks(&(struct scroll){ .top = s->top, .total = lines, .room = box.h }, b, box);
	s->total = (int)n;
	s->room = 4;
	mem_free(all);
}

static void show_region(struct ui *u)
{
	const struct examination *x = ui_exam(u);
	struct finding_at *all;
	size_t n;
	int sel = ui_page_scroll(u)->sel;

	if (!x)
		return;
	all = collect(x, &n);
	if (sel >= 0 && (size_t)sel < n && all[sel].finding->has_region) {
		const int32_t *r = all[sel].finding->region;

		u->look.boxes = true;
		ui_set_tab(u, 1);
		look_centre(u, r[0] + r[2] / 2.0, r[1] + r[3] / 2.0);
	} else
		ui_say(u, LEVEL_NONE, "this finding is about the whole file");
	mem_free(all);
}

static bool findings_request(struct ui *u, enum ui_request r)
{
	if (scroll_is_move(r))
		scroll_list(ui_page_scroll(u), r);
	else if (r == REQ_OPEN)
		show_region(u);
	else
		return false;
	return true;
}

static const enum ui_request hints[] = { REQ_OPEN, REQ_NEXT_TAB, REQ_PICTURE, REQ_VERDICT,
					 REQ_NOTE, REQ_HELP,     REQ_BACK,    REQ_NONE };

const struct view_ops findings_view = {
	.name = "Findings",
	.bit = VIEW_FINDINGS,
	.draw = findings_draw,
	.request = findings_request,
	.hints = hints,
};
