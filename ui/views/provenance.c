/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Page 4: who did what to this picture, when, with what, and who signed for it: the manifest chain as a tree that
 * opens by key. Its words are those of base/provenance.h, which the command line and the report show too. */
#include "src/base/base.h"
#include "ui/views/provenance.h"

#include "src/base/provenance.h"
#include "ui/views/glance.h"

enum { PANE_MIN = 4, PANE_FROM = 12, ANSWER_TEXT = 15, LINE_MAX_BYTES = 4096 };

const struct value *exam_credentials(const struct examination *x)
{
	const struct result *r = x ? exam_result(x, "c2pa") : NULL;

	return r && r->status == RESULT_DONE ? r->details : NULL;
}

static enum role role_of_mark(enum provenance_mark m, enum level tone)
{
	if (tone > LEVEL_NONE)
		return role_of_level(tone);
	return m == PROVENANCE_HOLDS ? ROLE_INFO : ROLE_DIM;
}

void write_answers(struct page *p, int at, const struct value *details)
{
	for (unsigned i = 0; i < PROVENANCE_ANSWERS; i++) {
		struct provenance_answer a = provenance_answer(details, i);

		page_cell(p, at, 1, role_of_mark(a.mark, a.tone), provenance_sign(a.mark, p->b && p->b->ascii));
		page_cell(p, at + 2, 11, ROLE_TEXT, a.name);
		page_wrap(p, at + 14, at + 14, a.tone ? role_of_level(a.tone) : ROLE_TEXT, a.text);
	}
}

/* ---- the tree on this page ---- */

/* What was opened belongs to one picture. */
static void meet(struct ui *u)
{
	const struct row *r = ui_row(u);
	struct chain_page *c = &u->chain;

	if (r && c->row == r->id)
		return;
	thumbnail_close(u);
	memset(c, 0, sizeof *c);
	c->row = r ? r->id : 0;
}

static void make_tree(const struct ui *u, const struct value *details, struct provenance_tree *t)
{
	struct provenance_wish wish = { .open = u->chain.open, .n_open = ARRAY_LEN(u->chain.open) };

	provenance_tree_make(details, &wish, t);
}

static struct provenance_row selected(const struct ui *u, const struct provenance_tree *t)
{
	int sel = u->pages[u->tab].sel;
	struct provenance_row none = { .kind = CHAIN_MORE, .text = "", .tool = "", .signer = "" };

	if (t->n == 0)
		return none;
	sel = sel < 0 ? 0 : sel >= (int)t->n ? (int)t->n - 1 : sel;
	return t->rows[sel];
}

/* ---- drawing ---- */

static void draw_row(struct cellbuf *b, int x, int y, int w, const struct provenance_row *r)
{
	struct str o;
	int prefix;

	if (w < 1)
		return;
	str_init(&o, 1u << 20);
	provenance_line(r, (size_t)w, b->ascii, &o);
	cellbuf_text(b, x, y, w,
		     r->tone ? role_of_level(r->tone) : r->kind == CHAIN_MANIFEST ? ROLE_TEXT : ROLE_DIM,
		     o.data);
	str_clear(&o);
	prefix = (int)provenance_prefix(r, b->ascii, &o);
	cellbuf_text(b, x, y, prefix < w ? prefix : w, ROLE_FRAME, o.data);
	if (r->mark != PROVENANCE_PLAIN && prefix >= 2 && prefix - 2 < w)
		cellbuf_text(b, x + prefix - 2, y, 1, role_of_mark(r->mark, r->tone),
			     provenance_sign(r->mark, b->ascii));
	if (r->kind == CHAIN_PART && prefix < w)
		cellbuf_text(b, x + prefix, y, w - prefix, ROLE_TITLE, r->text);
	str_release(&o);
}

static void draw_tree(struct ui *u, struct cellbuf *b, struct box box, const struct provenance_tree *t)
{
	struct scroll *s = ui_page_scroll(u);

	scroll_fit_list(s, (int)t->n, box.h);
	u->rows_y = box.y;
	u->rows_n = 0;
	for (int i = 0; i < box.h && s->top + i < (int)t->n; i++) {
		draw_row(b, box.x + 1, box.y + i, box.w - 2, &t->rows[s->top + i]);
		if (s->top + i == s->sel) {
			cellbuf_highlight(b, (struct box){ box.x + 1, box.y + i, box.w - 2, 1 }, ATTR_REVERSE);
			cellbuf_glyph(b, box.x, box.y + i, GLYPH_POINTER, ROLE_ACCENT);
		}
		u->rows_n++;
	}
	scroll_marks(s, b, box);
}

/* Headline, and the list that the answers rest on. Returns the lines used. */
static int write_head(struct cellbuf *b, struct box box, const struct value *details)
{
	struct page p = page_begin(b, box, 0);
	enum level tone;
	const char *text = provenance_headline(details, &tone);
	struct str o;

	page_glyph(&p, 1, level_glyph(tone), role_of_level(tone));
	page_wrap(&p, 3, 3, tone ? role_of_level(tone) : ROLE_TITLE, text);
	str_init(&o, 65536);
	provenance_lists(details, &o);
	page_wrap(&p, 3, 3, ROLE_DIM, o.data);
	str_release(&o);
	return p.y < box.h ? p.y : box.h;
}

static void write_row(struct page *p, const struct provenance_row *r)
{
	struct str o;

	str_init(&o, 1u << 20);
	str_puts(&o, r->text);
	if (r->tool[0])
		str_printf(&o, "; %s", r->tool);
	if (r->signer[0])
		str_printf(&o, "; signed by %s", r->signer);
	page_wrap(p, 1, 1, ROLE_TEXT, o.data);
	str_release(&o);
}

/* The selected row in full, and what the signature leaves open. Returns the lines. */
static int write_pane(struct cellbuf *b, struct box box, const struct examination *x, const struct value *details,
		      const struct provenance_row *r)
{
	const struct result *attestation = exam_result(x, "attestation");
	struct page p = page_begin(b, box, 0);
	struct str o;

	page_next(&p);
	write_row(&p, r);
	if (r->kind == CHAIN_ITEM)
		return p.y;
	str_init(&o, 65536);
	if (provenance_binds(details)) {
		str_puts(&o, "not bound: ");
		provenance_unbound(details, &o);
		page_wrap(&p, 1, 1, ROLE_DIM, o.data);
	}
	if (attestation && attestation->status == RESULT_DONE && attestation->details) {
		str_clear(&o);
		str_puts(&o, "attestation: ");
		provenance_attestation(attestation->details, &o);
		page_wrap(&p, 1, 1, ROLE_DIM, o.data);
	}
	str_release(&o);
	return p.y;
}

static void draw_pane(struct cellbuf *b, struct box box, const struct examination *x, const struct value *details,
		      const struct provenance_row *r)
{
	int lines = write_pane(b, box, x, details, r);

	cellbuf_rule(b, box.x, box.y, box.w);
	if (lines > box.h)
		cellbuf_print(b, box.x + 1, box.y + box.h - 1, box.w - 2, ROLE_ACCENT,
			      "%d more lines: an export as json has all of it", lines - box.h + 1);
}

/* What the checks about provenance found, where there is no chain to show. */
static void write_findings(struct page *p, const struct examination *x)
{
	for (uint32_t i = 0; i < x->n_results; i++)
		for (uint32_t k = 0; k < x->results[i].n_findings; k++) {
			const struct finding *f = &x->results[i].findings[k];

			if (f->trace != TRACE_PROVENANCE)
				continue;
			page_glyph(p, 1, level_glyph(f->level), role_of_level(f->level));
			page_wrap(p, 3, 3, f->level ? role_of_level(f->level) : ROLE_TEXT,
				  f->summary ? f->summary : "");
		}
}

static int write_nothing(struct cellbuf *b, struct box box, int top, const struct examination *x)
{
	const struct value *details = exam_credentials(x);
	const struct result *r = exam_result(x, "c2pa");
	struct page p = page_begin(b, box, top);

	if (!details) {
		page_print(&p, 1, ROLE_TEXT, "not verified: %s", !r          ? "the check c2pa did not run"
								 : r->reason ? r->reason
									     : result_status_name(r->status));
	} else {
		write_answers(&p, 1, details);
		if (!provenance_present(details))
			page_print(&p, 1, ROLE_DIM,
				   "most pictures have no Content Credentials; many services strip them");
	}
	page_next(&p);
	write_findings(&p, x);
	return p.y;
}

static void draw_nothing(struct ui *u, struct cellbuf *b, struct box box, const struct examination *x)
{
	struct scroll *s = ui_page_scroll(u);

	scroll_fit_page(s, write_nothing(NULL, box, 0, x), box.h);
	write_nothing(b, box, s->top, x);
	scroll_marks(s, b, box);
}

static void draw_chain(struct ui *u, struct cellbuf *b, struct box box, const struct examination *x,
		       const struct provenance_tree *t)
{
	const struct value *details = exam_credentials(x);
	struct provenance_row at;
	int head = write_head(b, box, details), pane = 0;

	scroll_fit_list(ui_page_scroll(u), (int)t->n, box.h - head);
	at = selected(u, t);
	if (box.h >= PANE_FROM) {
		pane = write_pane(NULL, box, x, details, &at);
		pane = pane < PANE_MIN ? PANE_MIN : pane > box.h / 2 ? box.h / 2 : pane;
	}
	draw_tree(u, b, (struct box){ box.x, box.y + head, box.w, box.h - head - pane }, t);
	if (pane)
		draw_pane(b, (struct box){ box.x, box.y + box.h - pane, box.w, pane }, x, details, &at);
}

static void provenance_draw(struct ui *u, struct cellbuf *b, struct box box)
{
	const struct examination *x = ui_exam(u);
	struct provenance_tree t;

	meet(u);
	if (!x) {
		ui_draw_absent(u, b, box);
		return;
	}
	if (u->chain.picture) {
		thumbnail_draw(u, b, box);
		return;
	}
	make_tree(u, exam_credentials(x), &t);
	if (t.n)
		draw_chain(u, b, box, x, &t);
	else
		draw_nothing(u, b, box, x);
	provenance_tree_release(&t);
}

/* ---- keys ---- */

static void select_row(struct ui *u, const struct value *details, uint32_t manifest, enum provenance_part part)
{
	struct provenance_tree t;

	make_tree(u, details, &t);
	for (uint32_t i = 0; i < t.n; i++)
		if (t.rows[i].manifest == manifest &&
		    (part ? t.rows[i].kind == CHAIN_PART && t.rows[i].part == part
			  : t.rows[i].kind == CHAIN_MANIFEST))
			ui_page_scroll(u)->sel = (int)i;
	provenance_tree_release(&t);
}

/* Opens or closes a part and goes to its heading; closed, to where it can be opened again. */
static void turn(struct ui *u, const struct value *details, const struct provenance_row *at,
		 enum provenance_part part)
{
	uint16_t *open = &u->chain.open[at->manifest % ARRAY_LEN(u->chain.open)];
	struct provenance_tree t;
	bool there = false;

	*open ^= (uint16_t)part;
	make_tree(u, details, &t);
	for (uint32_t i = 0; i < t.n; i++)
		there |= t.rows[i].manifest == at->manifest && t.rows[i].kind == CHAIN_PART && t.rows[i].part == part;
	provenance_tree_release(&t);
	if (!there && (*open & part)) {
		*open ^= (uint16_t)part;
		ui_say(u, LEVEL_NONE, "this manifest has no %s", provenance_part_name(part));
		return;
	}
	select_row(u, details, at->manifest, there ? part : (enum provenance_part)0);
}

static void fold(struct ui *u, const struct value *details, const struct provenance_row *at, enum ui_request r)
{
	uint16_t *open = &u->chain.open[at->manifest % ARRAY_LEN(u->chain.open)];
	bool in_part = at->kind == CHAIN_PART || at->kind == CHAIN_ITEM;

	if (at->kind == CHAIN_MORE)
		return;
	if (in_part) {
		bool is = *open & at->part;

		if (r == REQ_OPEN && at->part == PART_THUMBNAILS && at->kind == CHAIN_ITEM)
			thumbnail_open(u, details, at->manifest, at->item);
		else if (r == REQ_CLOSE && at->kind == CHAIN_PART && !is)
			select_row(u, details, at->manifest, (enum provenance_part)0);
		else if ((r == REQ_UNFOLD && !is) || (r == REQ_CLOSE && is) || r == REQ_OPEN || r == REQ_FOLD)
			turn(u, details, at, at->part);
		return;
	}
	if (r == REQ_CLOSE)
		*open = 0;
	else if (r == REQ_UNFOLD)
		*open |= PART_HEADS;
	else
		*open = *open ? 0 : PART_HEADS;
	select_row(u, details, at->manifest, (enum provenance_part)0);
}

static void show_picture(struct ui *u, const struct value *details, const struct provenance_row *at)
{
	bool again = u->chain.picture;
	bool here = at->kind == CHAIN_ITEM && at->part == PART_THUMBNAILS;
	uint32_t from = again ? u->chain.item + 1 : here ? at->item : 0;

	if (thumbnail_open(u, details, again ? u->chain.manifest : at->manifest, from))
		return;
	if (again)
		ui_say(u, LEVEL_NONE, "that was the last thumbnail of this manifest; q goes back");
	else
		ui_say(u, LEVEL_NONE, "this manifest has no thumbnail");
}

static bool in_picture(struct ui *u, enum ui_request r)
{
	if (r == REQ_BACK || r == REQ_OPEN || r == REQ_FOLD || r == REQ_CLOSE) {
		thumbnail_close(u);
		return true;
	}
	return scroll_is_move(r);
}

static bool on_chain(struct ui *u, enum ui_request r, const struct value *details, const struct provenance_row *at)
{
	switch (r) {
	case REQ_OPEN: case REQ_FOLD: case REQ_UNFOLD: case REQ_CLOSE: fold(u, details, at, r); break;
	case REQ_CERTIFICATES: turn(u, details, at, PART_CERTIFICATES); break;
	case REQ_ACTIONS: turn(u, details, at, PART_ACTIONS); break;
	case REQ_CODES: turn(u, details, at, PART_CODES); break;
	case REQ_THUMBNAILS: show_picture(u, details, at); break;
	case REQ_STORE: u->backend.ops->save_part(u->backend.self, u->chain.row, "store"); break;
	default: return false;
	}
	return true;
}

static bool provenance_request(struct ui *u, enum ui_request r)
{
	const struct value *details = exam_credentials(ui_exam(u));
	struct provenance_tree t;
	struct provenance_row at;
	bool taken;

	meet(u);
	if (u->chain.picture && in_picture(u, r))
		return true;
	make_tree(u, details, &t);
	at = selected(u, &t);
	if (scroll_is_move(r) && t.n)
		scroll_list(ui_page_scroll(u), r);
	else if (scroll_is_move(r))
		scroll_page(ui_page_scroll(u), r);
	taken = scroll_is_move(r);
	if (!taken && t.n)
		taken = on_chain(u, r, details, &at);
	else if (!taken && (r == REQ_STORE && provenance_present(details)))
		taken = on_chain(u, r, details, &at);
	else if (!taken && ((r >= REQ_FOLD && r <= REQ_STORE) || r == REQ_OPEN)) {
		ui_say(u, LEVEL_NONE, "there is no manifest to look at");
		taken = true;
	}
	provenance_tree_release(&t);
	return taken;
}

static void provenance_click(struct ui *u, int x, int y)
{
	struct scroll *s = ui_page_scroll(u);

	(void)x;
	if (y >= u->rows_y && y < u->rows_y + u->rows_n)
		s->sel = s->top + y - u->rows_y;
}

static const enum ui_request hints[] = { REQ_OPEN,  REQ_CERTIFICATES, REQ_ACTIONS, REQ_THUMBNAILS,
					 REQ_CODES, REQ_STORE,        REQ_NEXT_TAB, REQ_BACK, REQ_NONE };

const struct view_ops provenance_view = {
	.name = "Provenance",
	.bit = VIEW_PROVENANCE,
	.draw = provenance_draw,
	.request = provenance_request,
	.click = provenance_click,
	.hints = hints,
};
