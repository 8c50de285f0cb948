/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Page 7: what people wrote about this picture. */
#include "src/base/base.h"
#include "ui/ui.h"

static void write_verdict(struct page *p, const struct verdict *v)
{
	page_print(p, 1, v->superseded ? ROLE_DIM : ROLE_TITLE, "%s  %s%s", v->at, v->author,
		   v->superseded ? "  (superseded)" : "");
	if (v->question && *v->question)
		page_print(p, 3, ROLE_TEXT, "Question  %s", v->question);
	page_print(p, 3, ROLE_TEXT, "H1        %s", v->h1 ? v->h1 : "");
	page_print(p, 3, ROLE_TEXT, "H2        %s", v->h2 ? v->h2 : "");
	if (v->not_suitable || v->level == 0)
		page_print(p, 3, ROLE_ACCENT, "Support   %s", support_words(v->not_suitable, v->level));
	else
		page_print(p, 3, ROLE_ACCENT, "Support   %+d, %s", v->level, support_words(false, v->level));
	if (v->limits && *v->limits)
		page_print(p, 3, ROLE_TEXT, "Limits    %s", v->limits);
	if (v->category[0])
		page_print(p, 3, ROLE_TEXT, "Category  %s (MediaReview, proposed)", v->category);
	page_next(p);
}

static void write_notes(struct page *p, const struct judgements *j)
{
	for (size_t i = 0; i < j->n_notes; i++) {
		const struct note *n = &j->notes[i];

		page_print(p, 1, ROLE_DIM, "%s  %s%s", n->at, n->author,
			   n->superseded ? "  (superseded)" : "");
		page_print(p, 3, n->superseded ? ROLE_DIM : ROLE_TEXT, "%s", n->text ? n->text : "");
		page_next(p);
	}
}

static int write_page(struct cellbuf *b, struct box box, int top, const struct row *r,
		      const struct judgements *j)
{
	struct page p = page_begin(b, box, top);

	page_cell(&p, 1, 9, ROLE_TITLE, "Tags");
	page_wrap(&p, 11, 11, r->tags[0] ? ROLE_TEXT : ROLE_DIM, r->tags[0] ? r->tags : "none; t sets one");
	page_head(&p, "Verdicts");
	if (!j)
		page_print(&p, 3, ROLE_DIM, r->has_verdict || r->notes ? "loading" : "none; v records one");
	for (size_t i = 0; j && i < j->n_verdicts; i++)
		write_verdict(&p, &j->verdicts[j->n_verdicts - 1 - i]);
	if (j && j->n_verdicts == 0)
		page_print(&p, 3, ROLE_DIM, "none; v records one");
	page_head(&p, "Notes");
	if (j)
		write_notes(&p, j);
	if (!j || j->n_notes == 0)
		page_print(&p, 3, ROLE_DIM, !j && r->notes ? "loading" : "none; n writes one");
	return p.y;
}

static void notes_draw(struct ui *u, struct cellbuf *b, struct box box)
{
	const struct row *r = ui_row(u);
	const struct judgements *j = r ? u->backend.ops->judgements(u->backend.self, r->id) : NULL;
	struct scroll *s = ui_page_scroll(u);

	if (!r)
		return;
	scroll_fit_page(s, write_page(NULL, box, 0, r, j), box.h);
	write_page(b, box, s->top, r, j);
	scroll_marks(s, b, box);
}

static bool notes_request(struct ui *u, enum ui_request r)
{
	if (!scroll_is_move(r))
		return false;
	scroll_page(ui_page_scroll(u), r);
	return true;
}

static const enum ui_request hints[] = { REQ_NOTE,     REQ_TAG,  REQ_VERDICT, REQ_EXPORT,
					 REQ_NEXT_TAB, REQ_HELP, REQ_BACK,    REQ_NONE };

const struct view_ops notes_view = {
	.name = "Notes", .bit = VIEW_NOTES, .draw = notes_draw, .request = notes_request, .hints = hints,
};
