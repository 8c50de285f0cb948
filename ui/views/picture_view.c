/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Page 2: the picture: zoom, cursor with the stored sample values, maps of the checks laid over
 * it, regions of findings. */
#include "src/base/base.h"
#include "ui/look.h"

#include "ui/heat.h"
#include "ui/views/regions.h"

#include "src/base/mem.h"

#include <math.h>

enum {
	INFO_LINES = 3,
	INFO_FROM = 6,
	EXACT = 2 /* from this zoom on a stored pixel has half a cell or more for itself */
};

static struct box room_of(struct box box)
{
	box.h -= box.h > INFO_FROM ? INFO_LINES : 0;
	return box;
}

/* While the tile is on its way, the same part of the preview stands in. NULL: neither. Release
 * with mem_free(). */
static uint8_t *crop_preview(const struct examination *x, const struct window *w, struct pixels *out)
{
	const struct preview *p = &x->preview;
	uint8_t *rgb;

	if (!p->width || !p->rgb || !x->width || !x->height)
		return NULL;
	out->width = (uint32_t)((uint64_t)w->w * p->width / x->width);
	out->height = (uint32_t)((uint64_t)w->h * p->height / x->height);
	out->width += out->width == 0;
	out->height += out->height == 0;
	rgb = mem_array((size_t)out->width * out->height, 3);
	for (uint32_t j = 0; rgb && j < out->height; j++) {
		uint64_t y = (uint64_t)w->y * p->height / x->height + j,
			 left = (uint64_t)w->x * p->width / x->width;

		if (y < p->height && left + out->width <= p->width)
			memcpy(rgb + (size_t)j * out->width * 3, p->rgb + (y * p->width + left) * 3,
			       (size_t)out->width * 3);
	}
	out->rgb = rgb;
	return rgb;
}

static uint8_t *copy_tile(const struct look *l, struct pixels *out)
{
	size_t bytes = (size_t)l->tile.width * l->tile.height * 3;
	uint8_t *rgb = mem_array(bytes, 1);

	if (rgb)
		memcpy(rgb, l->tile.rgb, bytes);
	*out = (struct pixels){ l->tile.width, l->tile.height, rgb, l->zoomed && l->zoom >= EXACT };
	return rgb;
}

static void draw_pixels(struct ui *u, struct cellbuf *b, const struct examination *x,
			const struct window *w, const struct map *m)
{
	const double rect[4] = { w->x, w->y, w->w, w->h };
	struct pixels p = { 0, 0, NULL, false };
	uint8_t *rgb = look_has_tile(&u->look, w) ? copy_tile(&u->look, &p) : crop_preview(x, w, &p);

	if (rgb && m && b->depth != DEPTH_MONO && !b->ascii)
		heat_blend(m, rect, p.width, p.height, rgb);
	if (rgb)
		picture_draw(&u->pictures, b, w->box, &p);
	else
		cellbuf_text(b, w->box.x + 1, w->box.y, w->box.w - 2, ROLE_DIM,
			     u->look.error[0] ? u->look.error : "loading");
	if (m && (b->depth == DEPTH_MONO || b->ascii))
		heat_densities(m, rect, b, w->box);
	mem_free(rgb);
}

/* Where a stored coordinate stands; may be outside. */
static int cell_of(double v, uint32_t from, uint32_t len, int start, int cells)
{
	double t = (v - from) / len * cells;

	return t < 0 ? start - 1 : t >= cells ? start + cells : start + (int)t;
}

static void outline(struct cellbuf *b, const struct window *w, const int32_t r[4], enum role role)
{
	int x0 = cell_of(r[0], w->x, w->w, w->box.x, w->box.w),
	    y0 = cell_of(r[1], w->y, w->h, w->box.y, w->box.h);
	int x1 = cell_of((double)r[0] + r[2] - 1, w->x, w->w, w->box.x, w->box.w);
	int y1 = cell_of((double)r[1] + r[3] - 1, w->y, w->h, w->box.y, w->box.h);
	int right = w->box.x + w->box.w, bottom = w->box.y + w->box.h;

	for (int y = y0; y <= y1; y++)
		for (int x = x0; x <= x1; x++) {
			bool side = x == x0 || x == x1, edge = y == y0 || y == y1;
			enum glyph corner = y == y0   ? (x == x0 ? GLYPH_TL : GLYPH_TR)
					    : x == x0 ? GLYPH_BL
						      : GLYPH_BR;

			if ((side || edge) && x >= w->box.x && x < right && y >= w->box.y && y < bottom)
				cellbuf_glyph(b, x, y,
					      side && edge ? corner
					      : side       ? GLYPH_V
							   : GLYPH_H,
					      role);
		}
}

static void draw_regions(struct cellbuf *b, const struct examination *x, const struct window *w)
{
	for (uint32_t i = 0; i < x->n_results; i++)
		for (uint32_t k = 0; k < x->results[i].n_findings; k++) {
			const struct finding *f = &x->results[i].findings[k];

			if (f->has_region && f->region[2] > 0 && f->region[3] > 0)
				outline(b, w, f->region, role_of_level(f->level));
		}
}

/* Numbered, so that what a check says of region 2 can be found. */
static void draw_marks(struct cellbuf *b, const struct look *l, const struct window *w)
{
	for (unsigned i = 0; i < l->n_regions + l->marking; i++) {
		struct region r = i < l->n_regions ? l->regions[i] : regions_open(l);
		const int32_t at[4] = { (int32_t)r.x, (int32_t)r.y, (int32_t)r.width, (int32_t)r.height };
		int x = cell_of(r.x, w->x, w->w, w->box.x, w->box.w),
		    y = cell_of(r.y, w->y, w->h, w->box.y, w->box.h);

		outline(b, w, at, ROLE_ACCENT);
		if (i < l->n_regions && x >= w->box.x && x < w->box.x + w->box.w && y >= w->box.y &&
		    y < w->box.y + w->box.h)
			cellbuf_print(b, x, y, 1, ROLE_ACCENT, "%u", i + 1);
	}
}

static void draw_cursor(const struct look *l, struct cellbuf *b, const struct window *w)
{
	int x = cell_of(l->cursor_x, w->x, w->w, w->box.x, w->box.w),
	    y = cell_of(l->cursor_y, w->y, w->h, w->box.y, w->box.h);

	if (x >= w->box.x && x < w->box.x + w->box.w && y >= w->box.y && y < w->box.y + w->box.h) {
		cellbuf_glyph(b, x, y, GLYPH_CROSS, ROLE_ACCENT);
		cellbuf_highlight(b, (struct box){ x, y, 1, 1 }, ATTR_REVERSE | ATTR_BOLD);
	}
}

static void sample_words(const struct look *l, char *out, size_t len)
{
	static const char *const names[5][4] = {
		{ "", "", "", "" },    { "grey", "", "", "" }, { "grey", "alpha", "", "" },
		{ "R", "G", "B", "" }, { "1", "2", "3", "4" },
	};
	unsigned n = l->sample.channels > 4 ? 4 : l->sample.channels;
	size_t used = (size_t)snprintf(out, len, "x %u  y %u", l->cursor_x, l->cursor_y);

	if (!l->has_sample || l->sample_x != l->cursor_x || l->sample_y != l->cursor_y)
		return;
	for (unsigned i = 0; i < n && used < len; i++)
		used += (size_t)snprintf(out + used, len - used, "  %s %u", names[n][i], l->sample.value[i]);
	if (used < len)
		snprintf(out + used, len - used, "  (stored, %u bit)", l->sample.depth);
}

/* The map has a number for the place under the cursor. */
static void map_words(const struct map *m, const struct look *l, char *out, size_t len)
{
	double v = heat_value(m, l->cursor_x, l->cursor_y);
	const char *unit = m->unit ? m->unit : "";

	if (isnan(v))
		snprintf(out, len, "  map: cannot speak here");
	else
		snprintf(out, len, "  map %.3g%s%s", v, *unit ? " " : "", unit);
}

/* In cells, because that is what one sees: how many stored pixels one of them stands for. */
static void zoom_words(const struct look *l, const struct window *w, char out[64])
{
	if (!l->zoomed)
		snprintf(out, 64, "whole picture, %.3g pixels across a cell",
			 w->box.w ? (double)w->w / w->box.w : 0);
	else if (l->zoom <= EXACT)
		snprintf(out, 64, "zoom, %d x %d pixels a cell", SUB_X << (EXACT - l->zoom) >> EXACT,
			 SUB_Y << (EXACT - l->zoom) >> EXACT);
	else
		snprintf(out, 64, "zoom, %d x %d cells a pixel", (1 << l->zoom) / SUB_X,
			 (1 << l->zoom) / SUB_Y);
}

/* Which map lies over the picture and what its colours mean; without one, how many there are. */
static void draw_map_line(struct cellbuf *b, int y, int w, const struct map *m, const struct result *r,
			  const struct examination *e)
{
	const struct result *of;
	int n = 0, x = 1, legend = 30;

	if (!m) {
		while (exam_map(e, n, &of))
			n++;
		if (n)
			cellbuf_print(b, x, y, w - 2, ROLE_DIM, "o lays over it what a check measured: %d map%s",
				      n, n == 1 ? "" : "s");
		else
			cellbuf_text(b, x, y, w - 2, ROLE_DIM, "no check made a map of this picture");
		return;
	}
	x += cellbuf_print(b, x, y, w - 2 > 2 * legend ? w - 2 - legend : w / 2, ROLE_TITLE, "%s: %s",
			   r->check ? r->check : "", m->title ? m->title : m->name ? m->name : "") +
	     2;
	x += heat_legend(b, x, y, w - x - 1, m->low, m->high, m->unit) + 2;
	if (b->depth == DEPTH_MONO || b->ascii)
		cellbuf_text(b, x, y, w - x - 1, ROLE_DIM, "blank: cannot speak");
}

/* The regions, when some are marked and no map needs its legend. */
static void draw_middle_line(struct cellbuf *b, int y, int w, const struct look *l, const struct map *m,
			     const struct result *r, const struct examination *e)
{
	char text[240];

	regions_words(l, text, sizeof text);
	if (text[0] && !m)
		cellbuf_text(b, 1, y, w - 2, ROLE_ACCENT, text);
	else
		draw_map_line(b, y, w, m, r, e);
}

/* How much is shown, and which channel: also below a map, which lies over its grey. */
static void draw_info(struct ui *u, struct cellbuf *b, struct box box, const struct window *w,
		      const struct map *m, const struct result *r, const struct examination *e)
{
	static const char *const channels[] = { "colour", "luma", "red", "green", "blue" };
	bool failed = u->look.error[0];
	const char *loading = failed && m ? u->look.error : u->look.tile_id ? "loading" : "";
	char text[160], zoom[64];
	int y = box.y + box.h - INFO_LINES;

	zoom_words(&u->look, w, zoom);
	cellbuf_print(b, 1, y, box.w - 2, ROLE_DIM, "%s, %s%s%s%s", zoom, channels[u->look.channel],
		      m && b->depth != DEPTH_MONO && !b->ascii ? " as grey" : "", *loading ? ", " : "", loading);
	if (box.w > 74 + (int)strlen(loading))
		cellbuf_right(b, box.w - 22, y, 21, ROLE_DIM, "preview, not evidence");
	if (failed && !m)
		cellbuf_print(b, 1, y + 1, box.w - 2, ROLE_WARN, "! %s", u->look.error);
	else
		draw_middle_line(b, y + 1, box.w, &u->look, m, r, e);
	sample_words(&u->look, text, sizeof text);
	if (m)
		map_words(m, &u->look, text + strlen(text), sizeof text - strlen(text));
	cellbuf_text(b, 1, y + 2, box.w - 2, ROLE_TEXT, text);
}

static struct window current(const struct ui *u, const struct examination *x)
{
	return look_window(&u->look, u->look.drawn, x->width, x->height);
}

static void picture_page_draw(struct ui *u, struct cellbuf *b, struct box box)
{
	const struct row *row = ui_row(u);
	const struct examination *x = ui_exam(u);
	const struct result *result = NULL;
	const struct map *m;
	struct window w;

	if (row && x && u->look.row != row->id) { /* not before its size is known */
		look_forget(u);
		u->look.row = row->id;
		look_centre(u, x->width / 2, x->height / 2);
		regions_from_exam(&u->look, x);
	}
	u->look.wanted.kind = 0;
	if (!x || !x->width || !x->height) {
		if (x)
			cellbuf_text(b, 2, box.y, box.w - 3, ROLE_TEXT,
				     "there is no picture to show: it could not be decoded");
		else
			ui_draw_absent(u, b, box);
		return;
	}
	u->look.drawn = room_of(box);
	w = current(u, x);
	look_want(&u->look, &w, x->width, x->height);
	m = exam_map(x, u->look.overlay, &result);
	draw_pixels(u, b, x, &w, m);
	if (u->look.boxes)
		draw_regions(b, x, &w);
	draw_marks(b, &u->look, &w);
	draw_cursor(&u->look, b, &w);
	if (box.h > INFO_FROM)
		draw_info(u, b, box, &w, m, result, x);
}

static void next_overlay(struct ui *u, const struct examination *x)
{
	const struct result *r;

	if (exam_map(x, u->look.overlay + 1, &r))
		u->look.overlay++;
	else if (u->look.overlay >= 0)
		u->look.overlay = -1;
	else
		ui_say(u, LEVEL_NONE, "no check made a map of this picture");
}

static bool picture_move(struct look *l, const struct window *w, const struct examination *x,
			 enum ui_request r)
{
	switch (r) {
	case REQ_PAN_UP: look_pan(l, w, x->width, x->height, 0, -1); return true;
	case REQ_PAN_DOWN: look_pan(l, w, x->width, x->height, 0, 1); return true;
	case REQ_PAN_LEFT: look_pan(l, w, x->width, x->height, -1, 0); return true;
	case REQ_PAN_RIGHT: look_pan(l, w, x->width, x->height, 1, 0); return true;
	case REQ_CURSOR_UP: look_move_cursor(l, w, x->width, x->height, 0, -1); return true;
	case REQ_CURSOR_DOWN: look_move_cursor(l, w, x->width, x->height, 0, 1); return true;
	case REQ_CURSOR_LEFT: look_move_cursor(l, w, x->width, x->height, -1, 0); return true;
	case REQ_CURSOR_RIGHT: look_move_cursor(l, w, x->width, x->height, 1, 0); return true;
	case REQ_ZOOM_IN: look_zoom(l, w, x->width, x->height, 1); return true;
	case REQ_ZOOM_OUT: look_zoom(l, w, x->width, x->height, -1); return true;
	case REQ_ZOOM_FIT: l->zoomed = false; return true;
	default: return false;
	}
}

static bool picture_request(struct ui *u, enum ui_request r)
{
	const struct examination *x = ui_exam(u);
	struct window w;

	if (!x || !x->width || !x->height)
		return r >= REQ_PAN_UP && r <= REQ_CHANNEL;
	w = current(u, x);
	if (picture_move(&u->look, &w, x, r))
		return true;
	switch (r) {
	case REQ_OVERLAY: next_overlay(u, x); return true;
	case REQ_BOXES: u->look.boxes = !u->look.boxes; return true;
	case REQ_MARK: regions_mark(u); return true;
	case REQ_UNMARK: regions_unmark(u); return true;
	case REQ_UNMARK_ALL: regions_unmark_all(u); return true;
	case REQ_KIND: regions_kind(u); return true;
	case REQ_WHITEBALANCE: regions_measure(u); return true;
	case REQ_CHANNEL:
		u->look.channel = (enum tile_channel)((u->look.channel + 1) % (CHANNEL_BLUE + 1));
		return true;
	default: return false;
	}
}

static void picture_click(struct ui *u, int x, int y)
{
	const struct examination *e = ui_exam(u);
	struct window w;

	if (!e || !e->width || !e->height)
		return;
	w = current(u, e);
	if (x < w.box.x || y < w.box.y || x >= w.box.x + w.box.w || y >= w.box.y + w.box.h)
		return;
	u->look.cursor_x = w.x + (uint32_t)((uint64_t)(x - w.box.x) * w.w / (unsigned)w.box.w);
	u->look.cursor_y = w.y + (uint32_t)((uint64_t)(y - w.box.y) * w.h / (unsigned)w.box.h);
}

static const enum ui_request hints[] = { REQ_CURSOR_LEFT, REQ_ZOOM_IN, REQ_OVERLAY, REQ_MARK,
					 REQ_NEXT_TAB,    REQ_HELP,    REQ_BACK,    REQ_BOXES,
					 REQ_ZOOM_FIT,    REQ_CHANNEL, REQ_NONE };
static const enum ui_request marked_hints[] = { REQ_CURSOR_LEFT, REQ_MARK,	 REQ_WHITEBALANCE,
						REQ_KIND,	 REQ_UNMARK,	 REQ_HELP,
						REQ_BACK,	 REQ_ZOOM_IN,	 REQ_NONE };

static const enum ui_request *hints_now(const struct ui *u)
{
	return u->look.marking || u->look.n_regions ? marked_hints : hints;
}

const struct view_ops picture_view = {
	.name = "Picture",
	.bit = VIEW_PICTURE,
	.draw = picture_page_draw,
	.request = picture_request,
	.click = picture_click,
	.hints = hints,
	.hints_now = hints_now,
};
