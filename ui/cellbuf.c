/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "ui/cellbuf.h"

#include "src/base/mem.h"
#include "src/base/utf8.h"
#include "ui/text.h"

#include <stdarg.h>

enum { MARGIN = 2, GUARD = 0xFE };

static size_t stride(const struct cellbuf *b)
{
	return (size_t)b->width + 2 * MARGIN;
}

static size_t all_cells(const struct cellbuf *b)
{
	return stride(b) * ((size_t)b->height + 2 * MARGIN);
}

void cellbuf_init(struct cellbuf *b)
{
	memset(b, 0, sizeof *b);
	b->cursor_x = b->cursor_y = -1;
}

void cellbuf_release(struct cellbuf *b)
{
	free(b->cells);
	cellbuf_init(b);
}

static int clamp_side(int v)
{
	return v < 0 ? 0 : v > CELLBUF_MAX_SIDE ? CELLBUF_MAX_SIDE : v;
}

void cellbuf_resize(struct cellbuf *b, int width, int height)
{
	free(b->cells);
	b->width = clamp_side(width);
	b->height = clamp_side(height);
	b->cells = mem_need(all_cells(b), sizeof *b->cells);
	memset(b->cells, GUARD, all_cells(b) * sizeof *b->cells);
	cellbuf_clear(b);
}

struct cell *cellbuf_at(const struct cellbuf *b, int x, int y)
{
	if (x < 0 || y < 0 || x >= b->width || y >= b->height)
		return NULL;
	return &b->cells[((size_t)y + MARGIN) * stride(b) + (size_t)x + MARGIN];
}

struct box cellbuf_box(const struct cellbuf *b)
{
	return (struct box){ 0, 0, b->width, b->height };
}

static bool is_guard(const struct cell *c)
{
	const unsigned char *p = (const unsigned char *)c;

	for (size_t i = 0; i < sizeof *c; i++)
		if (p[i] != GUARD)
			return false;
	return true;
}

bool cellbuf_guard_intact(const struct cellbuf *b)
{
	for (size_t i = 0; i < all_cells(b); i++) {
		int x = (int)(i % stride(b)) - MARGIN, y = (int)(i / stride(b)) - MARGIN;

		/* Not asked of cellbuf_at(): this is here to catch it. */
		if ((x < 0 || y < 0 || x >= b->width || y >= b->height) && !is_guard(&b->cells[i]))
			return false;
	}
	return true;
}

void cellbuf_clear(struct cellbuf *b)
{
	cellbuf_fill(b, cellbuf_box(b), ROLE_TEXT);
	cellbuf_cursor(b, -1, -1);
}

static void set(struct cellbuf *b, int x, int y, uint32_t cp, enum role r)
{
	struct cell *c = cellbuf_at(b, x, y);

	if (c)
		*c = (struct cell){ .ch = cp, .role = (uint8_t)r };
}

/* A wide character that loses one half becomes a blank. */
static void split(struct cellbuf *b, int x, int y)
{
	struct cell *c = cellbuf_at(b, x, y);
	struct cell *left = cellbuf_at(b, x - 1, y);

	if (c && c->ch == 0 && left)
		left->ch = ' ';
	if (c && c->ch == 0)
		c->ch = ' ';
}

void cellbuf_put(struct cellbuf *b, int x, int y, uint32_t cp, enum role r)
{
	int w = utf8_cells(cp);

	if (b->ascii && (cp < 0x20 || cp > 0x7E)) {
		for (int i = 0; i < w; i++)
			cellbuf_put(b, x + i, y, (uint32_t)glyph_ascii_of(cp), r);
		return;
	}
	if (w < 1 || utf8_unsafe(cp) || !cellbuf_at(b, x, y) || !cellbuf_at(b, x + w - 1, y))
		return;
	split(b, x, y);
	split(b, x + w, y);
	set(b, x, y, cp, r);
	if (w == 2)
		set(b, x + 1, y, 0, r);
}

void cellbuf_glyph(struct cellbuf *b, int x, int y, enum glyph g, enum role r)
{
	cellbuf_put(b, x, y, glyph_char(g, b->ascii), r);
}

void cellbuf_pixel(struct cellbuf *b, int x, int y, uint32_t cp, uint32_t fg, uint32_t bg)
{
	struct cell *c;

	cellbuf_put(b, x, y, utf8_cells(cp) == 1 ? cp : ' ', ROLE_TEXT);
	c = cellbuf_at(b, x, y);
	if (c) {
		c->fg = fg;
		c->bg = bg;
	}
}

static void add_mark(struct cellbuf *b, int x, int y, uint32_t cp)
{
	struct cell *c = cellbuf_at(b, x, y);

	if (c && c->ch == 0)
		c = cellbuf_at(b, x - 1, y);
	if (!c || b->ascii)
		return;
	if (!c->mark[0])
		c->mark[0] = cp;
	else if (!c->mark[1])
		c->mark[1] = cp;
}

int cellbuf_text(struct cellbuf *b, int x, int y, int w, enum role r, const char *text)
{
	struct text_iter t = text_begin(text, strlen(text));
	uint32_t cp;
	int used = 0, room = w;

	if (w <= 0 || y < 0 || y >= b->height || x >= b->width)
		return 0;
	if (text_cells(text, w + 1) > w)
		room = w - 1;
	while (text_next(&t, &cp)) {
		int cells = utf8_cells(cp);

		if (used + cells > room)
			break;
		if (cells == 0 && used > 0)
			add_mark(b, x + used - 1, y, cp);
		else if (cells)
			cellbuf_put(b, x + used, y, cp, r);
		used += cells;
	}
	if (room < w)
		cellbuf_glyph(b, x + used++, y, GLYPH_ELLIPSIS, r);
	return used;
}

/* Where the last `cells` cells of text begin, at a character that stands in it whole. */
static const char *tail_of(const char *text, int total, int cells)
{
	struct text_iter t = text_begin(text, strlen(text));
	uint32_t cp;
	int at = 0;

	while (text_next(&t, &cp)) {
		at += utf8_cells(cp);
		if (total - at <= cells && t.mark_at >= t.mark_len)
			return text + t.used;
	}
	return text + strlen(text);
}

int cellbuf_middle(struct cellbuf *b, int x, int y, int w, enum role r, const char *text)
{
	enum { NAME_LONG = 4096, TAIL = 9 };
	int total = text_cells(text, NAME_LONG), head = w - 1 - TAIL;
	char front[NAME_LONG + 1];
	const char *tail;
	int used;

	if (total <= w || total >= NAME_LONG || head < TAIL)
		return cellbuf_text(b, x, y, w, r, text);
	tail = tail_of(text, total, TAIL);
	snprintf(front, sizeof front, "%.*s", (int)(tail - text), text);
	used = cellbuf_text(b, x, y, head + 1, r, front); /* ends in the ellipsis: the front is longer */
	return used + cellbuf_text(b, x + used, y, w - used, r, tail);
}

int cellbuf_print(struct cellbuf *b, int x, int y, int w, enum role r, const char *fmt, ...)
{
	char line[1024];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(line, sizeof line, fmt, ap);
	va_end(ap);
	return cellbuf_text(b, x, y, w, r, line);
}

int cellbuf_right(struct cellbuf *b, int x, int y, int w, enum role r, const char *text)
{
	int cells = text_cells(text, w);

	return cellbuf_text(b, x + (cells < w ? w - cells : 0), y, w, r, text);
}

void cellbuf_fill(struct cellbuf *b, struct box box, enum role r)
{
	for (int y = box.y; y < box.y + box.h; y++) {
		split(b, box.x, y);
		split(b, box.x + box.w, y);
		for (int x = box.x; x < box.x + box.w; x++)
			set(b, x, y, ' ', r);
	}
}

void cellbuf_rule(struct cellbuf *b, int x, int y, int w)
{
	for (int i = 0; i < w; i++)
		cellbuf_glyph(b, x + i, y, GLYPH_H, ROLE_FRAME);
}

void cellbuf_frame(struct cellbuf *b, struct box box, const char *title)
{
	int right = box.x + box.w - 1, bottom = box.y + box.h - 1;

	if (box.w < 2 || box.h < 2)
		return;
	cellbuf_rule(b, box.x, box.y, box.w);
	cellbuf_rule(b, box.x, bottom, box.w);
	for (int y = box.y + 1; y < bottom; y++) {
		cellbuf_glyph(b, box.x, y, GLYPH_V, ROLE_FRAME);
		cellbuf_glyph(b, right, y, GLYPH_V, ROLE_FRAME);
	}
	cellbuf_glyph(b, box.x, box.y, GLYPH_TL, ROLE_FRAME);
	cellbuf_glyph(b, right, box.y, GLYPH_TR, ROLE_FRAME);
	cellbuf_glyph(b, box.x, bottom, GLYPH_BL, ROLE_FRAME);
	cellbuf_glyph(b, right, bottom, GLYPH_BR, ROLE_FRAME);
	if (title && *title && box.w > 6) {
		int used = cellbuf_text(b, box.x + 2, box.y, box.w - 5, ROLE_TITLE, title);

		cellbuf_put(b, box.x + 1, box.y, ' ', ROLE_FRAME);
		cellbuf_put(b, box.x + 2 + used, box.y, ' ', ROLE_FRAME);
	}
}

void cellbuf_highlight(struct cellbuf *b, struct box box, uint8_t attrs)
{
	for (int y = box.y; y < box.y + box.h; y++)
		for (int x = box.x; x < box.x + box.w; x++) {
			struct cell *c = cellbuf_at(b, x, y);

			if (!c)
				continue;
			c->attrs |= attrs;
			c->role = ROLE_TEXT;
		}
}

void cellbuf_cursor(struct cellbuf *b, int x, int y)
{
	bool inside = cellbuf_at(b, x, y) != NULL;

	b->cursor_x = inside ? x : -1;
	b->cursor_y = inside ? y : -1;
}

static void dump_char(uint32_t cp, struct str *out)
{
	char bytes[4];

	str_add(out, bytes, utf8_encode(cp, bytes));
}

static int last_used(const struct cellbuf *b, int y)
{
	int x = b->width;

	while (x > 0 && cellbuf_at(b, x - 1, y)->ch == ' ')
		x--;
	return x;
}

void cellbuf_dump(const struct cellbuf *b, struct str *out)
{
	for (int y = 0; y < b->height; y++) {
		int end = last_used(b, y);

		for (int x = 0; x < end; x++) {
			const struct cell *c = cellbuf_at(b, x, y);

			if (c->ch)
				dump_char(c->ch, out);
			for (int i = 0; i < 2; i++)
				if (c->ch && c->mark[i])
					dump_char(c->mark[i], out);
		}
		str_putc(out, '\n');
	}
}

void cellbuf_dump_roles(const struct cellbuf *b, struct str *out)
{
	for (int y = 0; y < b->height; y++) {
		for (int x = 0; x < b->width; x++) {
			const struct cell *c = cellbuf_at(b, x, y);

			if (c->fg != COLOUR_ROLE || c->bg != COLOUR_ROLE)
				str_putc(out, '#');
			else
				str_putc(out, (char)((c->attrs ? 'A' : 'a') + c->role));
		}
		str_putc(out, '\n');
	}
}
