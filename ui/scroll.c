/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "ui/scroll.h"

#include "ui/text.h"

#include <stdarg.h>

static int clamp(int v, int low, int high)
{
	return v > high ? (high < low ? low : high) : v < low ? low : v;
}

bool scroll_is_move(enum ui_request r)
{
	return r >= REQ_MOVE_UP && r <= REQ_LAST;
}

int scroll_target(enum ui_request r, int at, int total, int room)
{
	int step = room > 1 ? room - 1 : 1, half = room > 1 ? room / 2 : 1;

	switch (r) {
	case REQ_MOVE_UP: at -= 1; break;
	case REQ_MOVE_DOWN: at += 1; break;
	case REQ_PAGE_UP: at -= step; break;
	case REQ_PAGE_DOWN: case REQ_PAGE_SPACE: at += step; break;
	case REQ_HALF_UP: at -= half; break;
	case REQ_HALF_DOWN: at += half; break;
	case REQ_FIRST: at = 0; break;
	case REQ_LAST: at = total - 1; break;
	default: break;
	}
	return clamp(at, 0, total - 1);
}

void scroll_list(struct scroll *s, enum ui_request r)
{
	s->sel = scroll_target(r, s->sel, s->total, s->room);
}

void scroll_page(struct scroll *s, enum ui_request r)
{
	s->top = scroll_target(r, s->top, s->total, s->room);
	scroll_fit_page(s, s->total, s->room);
}

void scroll_fit_list(struct scroll *s, int total, int room)
{
	s->total = total;
	s->room = room;
	s->sel = clamp(s->sel, 0, total - 1);
	if (room < 1)
		return;
	s->top = clamp(s->top, s->sel - room + 1, s->sel);
	s->top = clamp(s->top, 0, total - room);
}

void scroll_fit_page(struct scroll *s, int total, int room)
{
	s->total = total;
	s->room = room;
	s->top = clamp(s->top, 0, total - room);
}

void scroll_marks(const struct scroll *s, struct cellbuf *b, struct box box)
{
	int x = box.x + box.w - 1;

	if (box.h < 2 || box.w < 8)
		return;
	if (s->top > 0)
		cellbuf_glyph(b, x, box.y, GLYPH_UP, ROLE_ACCENT);
	if (s->top + s->room < s->total)
		cellbuf_glyph(b, x, box.y + box.h - 1, GLYPH_DOWN, ROLE_ACCENT);
}

struct page page_begin(struct cellbuf *b, struct box box, int top)
{
	return (struct page){ .b = b, .box = box, .top = top };
}

static int page_line(const struct page *p)
{
	int line = p->y - p->top;

	return p->b && line >= 0 && line < p->box.h ? p->box.y + line : -1;
}

void page_cell(const struct page *p, int x, int w, enum role r, const char *text)
{
	int y = page_line(p), room = p->box.w - x;

	if (y >= 0 && x >= 0)
		cellbuf_text(p->b, p->box.x + x, y, w < room ? w : room, r, text);
}

void page_glyph(const struct page *p, int x, enum glyph g, enum role r)
{
	page_cell(p, x, 1, r, glyph_str(g, p->b && p->b->ascii));
}

void page_next(struct page *p)
{
	p->y++;
}

void page_wrap(struct page *p, int first, int indent, enum role r, const char *text)
{
	char line[1024];
	int x = first;

	do {
		size_t next, len = text_line(text, p->box.w - x - 1, &next);

		if (len >= sizeof line) {
			for (len = sizeof line - 1; ((unsigned char)text[len] & 0xC0) == 0x80;)
				len--;
			next = len;
		}
		memcpy(line, text, len);
		line[len] = '\0';
		page_cell(p, x, p->box.w, r, line);
		page_next(p);
		text += next;
		x = indent;
	} while (*text);
}

void page_print(struct page *p, int indent, enum role r, const char *fmt, ...)
{
	char text[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof text, fmt, ap);
	va_end(ap);
	page_wrap(p, indent, indent, r, text);
}

void page_head(struct page *p, const char *title)
{
	if (p->y > 0)
		page_next(p);
	page_cell(p, 1, p->box.w, ROLE_TITLE, title);
	page_next(p);
}
