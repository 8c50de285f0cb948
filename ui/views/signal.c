/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Page 6: what the checks computed: a spectrum or a series as a picture, beside it the
 * measures, below it the map. */
#include "src/base/base.h"
#include "ui/ui.h"

#include "ui/heat.h"
#include "ui/views/glance.h"

#include <math.h>

enum { MEASURES_WIDTH = 40, MEASURE_NAME = 21, MAP_ROWS = 8, LABELS_FROM = 60, ROOMY = 14 };

struct shown { const struct result *result; const struct plot *plot; unsigned index, total; };

static struct shown find_plot(const struct ui *u, const struct examination *x)
{
	struct shown s = { NULL, NULL, 0, 0 };
	unsigned n = 0;

	for (uint32_t i = 0; i < x->n_results; i++)
		s.total += x->results[i].n_plots;
	s.index = s.total ? u->plot % s.total : 0;
	for (uint32_t i = 0; i < x->n_results; i++)
		for (uint32_t k = 0; k < x->results[i].n_plots; k++)
			if (n++ == s.index) {
				s.result = &x->results[i];
				s.plot = &x->results[i].plots[k];
			}
	return s;
}

/* Cells for a position between v0 and v1; -1 outside. */
static int place(double v, double v0, double v1, int cells)
{
	double t = (v - v0) / (v1 - v0);

	return !(t >= 0 && t <= 1) ? -1 : (int)(t * (cells - 1) + 0.5);
}

enum { MARKS_MAX = 64, SERIES_LABEL = 10 };

/* Cells of one line that are taken. */
struct taken { int x, y, w; };

/* A free place for w cells from x on, in line *y or at most two lines off; false when there is none. */
static bool find_room(const struct taken *t, int n, struct box box, int x, int *y, int w)
{
	static const int shift[] = { 0, 1, -1, 2, -2 };

	for (size_t k = 0; k < ARRAY_LEN(shift); k++) {
		int at = *y + shift[k], i = 0;

		while (i < n && (t[i].y != at || x >= t[i].x + t[i].w || t[i].x >= x + w))
			i++;
		if (i == n && at >= box.y && at < box.y + box.h) {
			*y = at;
			return true;
		}
	}
	return false;
}

static int place_marks(struct taken *t, struct box box, const struct plot *p)
{
	int n = 0;

	for (uint32_t i = 0; i < p->n_marks && n < MARKS_MAX; i++) {
		int x = place(p->marks[i].x, p->x0, p->x1, box.w), y = place(p->marks[i].y, p->y0, p->y1, box.h);

		t[n++] = (struct taken){ x < 0 || y < 0 ? -1 : box.x + x, box.y + y, 1 };
	}
	return n;
}

/* Cells of a label: all of it, or where that finds no room what stands before its colon; 0 for none. */
static int fit_label(const struct taken *t, int n, struct box box, const char *text, int room, int x, int *y)
{
	const char *colon = strchr(text, ':');
	int all = (int)strnlen(text, MEASURES_WIDTH), w = all < room ? all : room;

	if (w < 1)
		return 0;
	if ((!colon || w == all) && find_room(t, n, box, x, y, w))
		return w;
	w = colon ? (int)(colon - text) : 0;
	return w > 0 && w <= room && find_room(t, n, box, x, y, w) ? w : 0;
}

/* Labels beside their marks, none over another or over a mark; a series has room for the first one only. */
static void draw_labels(struct cellbuf *b, struct box box, const struct plot *p, struct taken *t, int n)
{
	int marks = n;

	for (int i = 0; i < marks; i++) {
		const char *text = p->marks[i].label ? p->marks[i].label : "";
		int x = t[i].x + 1, y = t[i].y, room = box.x + box.w - x, w;
		char shown[MEASURES_WIDTH + 1];

		if (p->kind == PLOT_SERIES)
			room = i > 0 && box.w <= LABELS_FROM ? 0 : room < SERIES_LABEL ? room : SERIES_LABEL;
		w = t[i].x < 0 ? 0 : fit_label(t, n, box, text, room, x, &y);
		if (w < 1)
			continue;
		snprintf(shown, sizeof shown, "%.*s", (size_t)w < strlen(text) && text[w] == ':' ? w : MEASURES_WIDTH, text);
		cellbuf_text(b, x, y, w, ROLE_ACCENT, shown);
		t[n++] = (struct taken){ x, y, w };
	}
}

static void draw_marks(struct cellbuf *b, struct box box, const struct plot *p)
{
	struct taken taken[2 * MARKS_MAX];
	int n = place_marks(taken, box, p);

	if (p->kind == PLOT_SPECTRUM)
		cellbuf_glyph(b, box.x + (box.w - 1) / 2, box.y + (box.h - 1) / 2, GLYPH_CROSS, ROLE_TEXT);
	draw_labels(b, box, p, taken, n);
	for (int i = 0; i < n; i++)
		if (taken[i].x >= 0)
			cellbuf_glyph(b, taken[i].x, taken[i].y, GLYPH_PEAK, ROLE_ACCENT);
}

/* A series as columns: one value a column of cells (the largest under it), height by value. */
static void draw_series(struct cellbuf *b, struct box box, const struct plot *p)
{
	for (int x = 0; x < box.w; x++) {
		uint32_t c0 = (uint32_t)((uint64_t)x * p->cols / (unsigned)box.w),
			 c1 = (uint32_t)((uint64_t)(x + 1) * p->cols / (unsigned)box.w);
		double top = (double)NAN;

		for (uint32_t c = c0; c < (c1 > c0 ? c1 : c0 + 1); c++)
			if (!((double)p->data[c] <= top))
				top = (double)p->data[c];
		for (int y = 0; y < box.h; y++) {
			double at = p->low + (p->high - p->low) * (box.h - y - 0.5) / box.h;

			if (top >= at)
				cellbuf_glyph(b, box.x + x, box.y + y, GLYPH_FULL, ROLE_NOTICE);
		}
	}
}

/* Curves in a plane: a point where one passes; the first one, which the others are compared with, is dim. */
static void draw_curves(struct cellbuf *b, struct box box, const struct plot *p)
{
	for (uint32_t k = 0; k < p->rows / 2; k++) {
		const float *at = p->data + (size_t)2 * k * p->cols;

		for (uint32_t i = 0; i < p->cols; i++) {
			int x = place((double)at[i], p->x0, p->x1, box.w),
			    y = place((double)at[p->cols + i], p->y0, p->y1, box.h);

			if (x >= 0 && y >= 0)
				cellbuf_glyph(b, box.x + x, box.y + y, GLYPH_BULLET,
					      k ? ROLE_NOTICE : ROLE_DIM);
		}
	}
}

/* A drawing without them, such as dials, names no axis. */
static bool has_axes(const struct plot *p)
{
	return (p->x_label && *p->x_label) || (p->y_label && *p->y_label);
}

static void draw_plot(struct ui *u, struct cellbuf *b, struct box box, const struct plot *p)
{
	struct box in = { box.x + 1, box.y + 1, box.w - 2, box.h - 2 };

	cellbuf_frame(b, box, p->name);
	if (p->cols == 0 || p->rows == 0 || !p->data || in.w < 2 || in.h < 2)
		return;
	if (p->kind == PLOT_SERIES)
		draw_series(b, in, p);
	else if (p->kind == PLOT_CURVES)
		draw_curves(b, in, p);
	else
		heat_draw(&u->pictures, b, in, &(struct heat){ p->cols, p->rows, p->data, p->low, p->high });
	draw_marks(b, in, p);
	if (p->kind == PLOT_SPECTRUM)
		heat_legend(b, box.x + 2, box.y + box.h - 1, box.w - 4, p->low, p->high, p->unit);
	else if (p->kind == PLOT_CURVES && has_axes(p))
		cellbuf_print(b, box.x + 2, box.y + box.h - 1, box.w - 4, ROLE_DIM,
			      " %.2f to %.2f; up %.2f to %.2f ", p->x0, p->x1, p->y1, p->y0);
	else if (p->kind == PLOT_SERIES)
		cellbuf_print(b, box.x + 2, box.y + box.h - 1, box.w - 4, ROLE_DIM,
			      " %.3g to %.3g %s; up to %.3g ", p->x0, p->x1, p->x_label ? p->x_label : "",
			      p->high);
}

static void draw_map(struct ui *u, struct cellbuf *b, struct box box, const struct result *r)
{
	const struct map *m = r->n_maps ? &r->maps[0] : NULL;
	struct box in;

	if (!m || box.h < 4 || m->cols == 0 || m->rows == 0 || !m->data)
		return;
	cellbuf_text(b, box.x, box.y, box.w, ROLE_TITLE, m->title ? m->title : m->name ? m->name : "");
	in = picture_fit((struct box){ box.x, box.y + 1, box.w, box.h - 2 }, m->cols, m->rows);
	in.x = box.x;
	in.y = box.y + 1;
	heat_draw(&u->pictures, b, in, &(struct heat){ m->cols, m->rows, m->data, m->low, m->high });
	heat_legend(b, box.x, in.y + in.h, box.w, m->low, m->high, m->unit);
}

/* What the marks of a spectrum say in full: in the plot there is seldom room for it. */
static void write_marks(struct page *p, const struct plot *plot)
{
	for (uint32_t i = 0; plot->kind == PLOT_SPECTRUM && i < plot->n_marks; i++)
		if (plot->marks[i].label && *plot->marks[i].label)
			page_print(p, 0, ROLE_ACCENT, "%s", plot->marks[i].label);
}

static int write_measures(struct cellbuf *b, struct box box, int top, const struct shown *s)
{
	struct page p = page_begin(b, box, top);
	const struct result *r = s->result;

	write_marks(&p, s->plot);
	for (uint32_t i = 0; i < r->n_measures; i++) {
		const struct measure *m = &r->measures[i];
		char value[80];

		if (isnan(m->value))
			snprintf(value, sizeof value, "-");
		else
			snprintf(value, sizeof value, "%.4g %s", m->value, m->unit ? m->unit : "");
		page_cell(&p, 0, MEASURE_NAME, ROLE_TEXT, m->name ? m->name : "");
		page_cell(&p, MEASURE_NAME + 1, box.w, ROLE_TITLE, value);
		page_next(&p);
		if (m->genuine)
			page_print(&p, 2, ROLE_DIM, "unaltered: %s", m->genuine);
	}
	return p.y;
}

/* The marks and measures, and below them the map with what is left, at least a third. */
static void draw_side(struct ui *u, struct cellbuf *b, struct box box, const struct shown *shown)
{
	struct scroll *s = ui_page_scroll(u);
	const struct result *r = shown->result;
	int lines = write_measures(NULL, box, 0, shown);
	int most = r->n_maps ? box.h - (box.h / 3 > MAP_ROWS ? box.h / 3 : MAP_ROWS) - 1 : box.h;
	struct box upper = { box.x, box.y, box.w, lines < most ? lines : most };

	if (most < 3)
		upper.h = box.h;
	scroll_fit_page(s, lines, upper.h);
	write_measures(b, upper, s->top, shown);
	scroll_marks(s, b, upper);
	draw_map(u, b, (struct box){ box.x, box.y + upper.h + 1, box.w, box.h - upper.h - 1 }, r);
}

static void draw_nothing(struct cellbuf *b, struct box box, const struct examination *x)
{
	struct page p = page_begin(b, box, 0);
	char silent[600];

	page_print(&p, 2, ROLE_TEXT, "no check drew anything for this picture");
	exam_silent(x, silent, sizeof silent);
	if (silent[0])
		page_print(&p, 2, ROLE_DIM, "cannot speak: %s", silent);
}

/* What is drawn, and how to read it. Returns the lines used. */
static int write_head(struct cellbuf *b, struct box box, const struct shown *s, bool roomy)
{
	const struct plot *plot = s->plot;
	const char *unit = plot->unit ? plot->unit : "";
	struct page p = page_begin(b, (struct box){ box.x, box.y, box.w, roomy ? 4 : 1 }, 0);

	page_print(&p, 1, ROLE_TEXT, "plot %u of %u, %s: %s%s%s", s->index + 1, s->total, s->result->check,
		   plot->title ? plot->title : "", *unit ? ", " : "", unit);
	if (plot->kind == PLOT_CURVES && has_axes(plot))
		page_print(&p, 1, ROLE_DIM, "across: %s; up: %s; dim: the curve to compare with",
			   plot->x_label ? plot->x_label : "", plot->y_label ? plot->y_label : "");
	if (plot->kind == PLOT_SPECTRUM)
		page_print(&p, 1, ROLE_DIM,
			   "%s middle: flat areas; edge: the finest detail; %s peaks: a pattern that repeats",
			   glyph_str(GLYPH_CROSS, b->ascii), glyph_str(GLYPH_PEAK, b->ascii));
	return p.y < p.box.h ? p.y : p.box.h;
}

/* Whoever asked a check to run again wants to see what it drew. */
static void turn_to(struct ui *u, const struct examination *x)
{
	unsigned n = 0;

	for (uint32_t i = 0; u->plot_of && i < x->n_results; i++) {
		if (x->results[i].n_plots && strcmp(x->results[i].check, u->plot_of) == 0) {
			u->plot = n;
			u->plot_of = NULL;
			return;
		}
		n += x->results[i].n_plots;
	}
}

static void signal_draw(struct ui *u, struct cellbuf *b, struct box box)
{
	const struct examination *x = ui_exam(u);
	struct shown s;
	struct box plot;
	int head;

	if (!x) {
		ui_draw_absent(u, b, box);
		return;
	}
	turn_to(u, x);
	s = find_plot(u, x);
	if (!s.plot) {
		draw_nothing(b, box, x);
		return;
	}
	head = write_head(b, box, &s, box.h >= ROOMY);
	plot = (struct box){ box.x, box.y + head, box.w < 70 ? box.w : box.w - MEASURES_WIDTH - 1,
			     box.h - head };
	draw_plot(u, b, plot, s.plot);
	if (box.w >= 70)
		draw_side(u, b, (struct box){ box.x + plot.w + 1, plot.y, MEASURES_WIDTH, plot.h }, &s);
}

static bool signal_request(struct ui *u, enum ui_request r)
{
	const struct examination *x = ui_exam(u);
	unsigned total = x ? find_plot(u, x).total : 0;

	if (scroll_is_move(r)) {
		scroll_page(ui_page_scroll(u), r);
		return true;
	}
	if (r != REQ_NEXT_PLOT && r != REQ_PREV_PLOT)
		return false;
	if (total < 2)
		ui_say(u, LEVEL_NONE, total ? "there is one plot" : "no check drew anything");
	else
		u->plot = (u->plot % total + (r == REQ_NEXT_PLOT ? 1 : total - 1)) % total;
	return true;
}

static const enum ui_request hints[] = { REQ_NEXT_PLOT, REQ_NEXT_TAB, REQ_PICTURE, REQ_VERDICT,
					 REQ_NOTE,      REQ_HELP,     REQ_BACK,    REQ_NONE };

const struct view_ops signal_view = {
	.name = "Signal", .bit = VIEW_SIGNAL, .draw = signal_draw, .request = signal_request, .hints = hints,
};
