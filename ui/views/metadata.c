/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Page 4: metadata exactly as the file holds it, with the place of every value. */
#include "src/base/base.h"
#include "ui/ui.h"

/* From NARROW on every column has its room; below, the value has it. */
enum { PANE_MIN = 4, NARROW = 58, NAME = 24, NAME_NARROW = 17, GROUP = 9 };

static int name_width(int w)
{
	return w < NARROW ? NAME_NARROW : NAME;
}

static void draw_entry(struct ui *u, struct cellbuf *b, int item, int x, int y, int w)
{
	const struct examination *e = ui_exam(u);
	const struct meta_entry *m = &e->entries[item];
	char text[40];
	int at = x;

	snprintf(text, sizeof text, "%llu", (unsigned long long)m->offset);
	if (w >= 76)
		cellbuf_text(b, at, y, GROUP, ROLE_DIM, m->group ? m->group : ""), at += GROUP + 1;
	cellbuf_text(b, at, y, name_width(w), ROLE_TEXT, m->name ? m->name : "");
	at += name_width(w) + 1;
	if (w >= 100)
		cellbuf_text(b, at, y, 10, ROLE_DIM, m->type ? m->type : ""), at += 11;
	cellbuf_text(b, at, y, x + w - at - (w < NARROW ? 0 : 11), ROLE_TEXT, m->value ? m->value : "");
	if (w >= NARROW)
		cellbuf_right(b, x + w - 10, y, 10, ROLE_DIM, text);
}

static void draw_head(struct cellbuf *b, struct box box)
{
	int x = box.x + 1, w = box.w - 2;

	if (w >= 76)
		cellbuf_text(b, x, box.y, GROUP, ROLE_HEAD, "group"), x += GROUP + 1;
	cellbuf_text(b, x, box.y, name_width(w), ROLE_HEAD, "name");
	x += name_width(w) + 1;
	if (w >= 100)
		cellbuf_text(b, x, box.y, 10, ROLE_HEAD, "type"), x += 11;
	cellbuf_text(b, x, box.y, w - x - (w < NARROW ? 0 : 10), ROLE_HEAD, "value, as written");
	if (w >= NARROW)
		cellbuf_right(b, box.x + 1 + w - 10, box.y, 10, ROLE_HEAD, "at byte");
}

/* Only EXIF has numbers for names; there 0 is one (GPSVersionID). */
static bool has_number(const struct meta_entry *m)
{
	return m->tag || (m->group && strcmp(m->group, "GPS") == 0);
}

/* The whole of the selected value, which may be longer than its line. Returns the lines it takes. */
static int write_selected(struct cellbuf *b, struct box box, const struct meta_entry *m)
{
	struct page p = page_begin(b, box, 0);
	char number[16] = "";

	if (has_number(m))
		snprintf(number, sizeof number, " (0x%04x)", m->tag);
	page_next(&p);
	page_print(&p, 1, ROLE_DIM, "%s %s%s, %s x %llu, %llu bytes", m->group ? m->group : "",
		   m->name ? m->name : "", number, m->type ? m->type : "", (unsigned long long)m->count,
		   (unsigned long long)m->size);
	page_wrap(&p, 1, 1, ROLE_TEXT, m->value ? m->value : "");
	return p.y;
}

/* Four lines, or what the value takes up to half the page. */
static int selected_rows(struct box box, const struct meta_entry *m)
{
	int need = write_selected(NULL, box, m), most = box.h / 2;

	return need < PANE_MIN ? PANE_MIN : need > most ? most : need;
}

static void draw_selected(struct cellbuf *b, struct box box, const struct meta_entry *m)
{
	int lines = write_selected(b, box, m);

	cellbuf_rule(b, box.x, box.y, box.w);
	if (lines > box.h)
		cellbuf_print(b, box.x + 1, box.y + box.h - 1, box.w - 2, ROLE_ACCENT,
			      "%d more lines: an export as json has all of it", lines - box.h + 1);
}

static void metadata_draw(struct ui *u, struct cellbuf *b, struct box box)
{
	const struct examination *x = ui_exam(u);
	struct scroll *s = ui_page_scroll(u);
	int more = 0;

	if (!x) {
		ui_draw_absent(u, b, box);
		return;
	}
	if (x->n_entries == 0) {
		cellbuf_text(b, 2, box.y, box.w - 3, ROLE_TEXT, "no metadata");
		cellbuf_text(b, 2, box.y + 1, box.w - 3, ROLE_DIM,
			     "most networks and messengers strip it; stripped is not edited");
		return;
	}
	scroll_fit_list(s, (int)x->n_entries, box.h - 1);
	if (box.h > 12)
		more = selected_rows(box, &x->entries[s->sel]);
	draw_head(b, box);
	ui_draw_list(u, b, (struct box){ box.x, box.y + 1, box.w, box.h - 1 - more }, s, (int)x->n_entries,
		     draw_entry);
	if (more)
		draw_selected(b, (struct box){ box.x, box.y + box.h - more, box.w, more },
			      &x->entries[s->sel]);
}

static bool list_request(struct ui *u, enum ui_request r)
{
	if (!scroll_is_move(r))
		return false;
	scroll_list(ui_page_scroll(u), r);
	return true;
}

static void list_click(struct ui *u, int x, int y)
{
	struct scroll *s = ui_page_scroll(u);

	(void)x;
	if (y >= u->rows_y && y < u->rows_y + u->rows_n)
		s->sel = s->top + y - u->rows_y;
}

static const enum ui_request hints[] = { REQ_NEXT_TAB, REQ_PICTURE, REQ_VERDICT, REQ_NOTE,
					 REQ_TAG,      REQ_HELP,    REQ_BACK,    REQ_NONE };

const struct view_ops metadata_view = {
	.name = "Metadata",
	.bit = VIEW_METADATA,
	.draw = metadata_draw,
	.request = list_request,
	.click = list_click,
	.hints = hints,
};

/* ===== page 5: structure: the pieces of the file, and the pictures inside it ===== */

enum { PIECE = 18 };

static int number_width(int w)
{
	return w < NARROW ? 9 : 11;
}

static void draw_piece(struct cellbuf *b, int x, int y, int w, int depth, const char *name, uint64_t offset,
		       uint64_t length, const char *detail)
{
	int indent = depth > 4 ? 8 : depth * 2, number = number_width(w);
	char text[40];

	cellbuf_text(b, x + indent, y, PIECE - indent, ROLE_TEXT, name ? name : "");
	snprintf(text, sizeof text, "%llu", (unsigned long long)offset);
	cellbuf_right(b, x + PIECE + 1, y, number, ROLE_DIM, text);
	snprintf(text, sizeof text, "%llu", (unsigned long long)length);
	cellbuf_right(b, x + PIECE + number + 2, y, number, ROLE_DIM, text);
	cellbuf_text(b, x + PIECE + 2 * number + 4, y, w - PIECE - 2 * number - 4, ROLE_TEXT,
		     detail ? detail : "");
}

static void draw_structure_item(struct ui *u, struct cellbuf *b, int item, int x, int y, int w)
{
	const struct examination *e = ui_exam(u);
	char detail[120];

	if (item < (int)e->n_segments) {
		const struct segment *s = &e->segments[item];

		draw_piece(b, x, y, w, (int)(s->depth > 4 ? 4 : s->depth), s->name, s->offset, s->length,
			   s->detail);
	} else {
		const struct embedded *p = &e->pictures[item - (int)e->n_segments];

		snprintf(detail, sizeof detail, "a picture inside: %s", p->media_type ? p->media_type : "");
		if (p->width)
			snprintf(detail, sizeof detail, "a picture inside: %s, %u x %u",
				 p->media_type ? p->media_type : "", p->width, p->height);
		draw_piece(b, x, y, w, 0, p->kind, p->offset, p->length, detail);
	}
}

static void structure_draw(struct ui *u, struct cellbuf *b, struct box box)
{
	const struct examination *x = ui_exam(u);
	struct scroll *s = ui_page_scroll(u);
	int number;

	if (!x) {
		ui_draw_absent(u, b, box);
		return;
	}
	if (x->n_segments + x->n_pictures == 0) {
		cellbuf_text(b, 2, box.y, box.w - 3, ROLE_TEXT,
			     "the structure of this file could not be read");
		return;
	}
	number = number_width(box.w - 2);
	cellbuf_text(b, box.x + 1, box.y, PIECE, ROLE_HEAD, "piece");
	cellbuf_right(b, box.x + 1 + PIECE + 1, box.y, number, ROLE_HEAD, "at byte");
	cellbuf_right(b, box.x + 1 + PIECE + number + 2, box.y, number, ROLE_HEAD, "bytes");
	ui_draw_list(u, b, (struct box){ box.x, box.y + 1, box.w, box.h - 1 }, s,
		     (int)(x->n_segments + x->n_pictures), draw_structure_item);
}

const struct view_ops structure_view = {
	.name = "Structure",
	.bit = VIEW_STRUCTURE,
	.draw = structure_draw,
	.request = list_request,
	.click = list_click,
	.hints = hints,
};
