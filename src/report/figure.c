/* SPDX-License-Identifier: GPL-3.0-or-later */
/* figure.c: a picture with its words. Rasters are PNG; outlines, marks and curves are drawn over them as SVG,
 * so that they stay sharp in print; every figure says in its caption what the drawing shows. */
#include "src/base/base.h"
#include "src/report/html.h"

#include <math.h>

enum { SERIES_MAX = 6, CURVES_MAX = 16, POINTS_MAX = 1024, SERIES_W = 480, SERIES_H = 200, PLANE_H = 360 };
enum { PLANE_SIDE = 200, LABEL_LINE = 10, LABELS_MAX = 32 };

/* ---- the preview, with the regions of the findings ---- */

static void outline(struct str *o, const struct examination *x, const struct finding *f, unsigned number,
		    unsigned row)
{
	double em = fmax(x->width, x->height) / 15.0;

	html_printf(o,
		    "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" class=\"halo\" /><rect x=\"%d\" "
		    "y=\"%d\" width=\"%d\" height=\"%d\" />",
		    f->region[0], f->region[1], f->region[2], f->region[3], f->region[0], f->region[1],
		    f->region[2], f->region[3]);
	html_printf(o, "<text x=\"%g\" y=\"%g\" font-size=\"%g\" stroke-width=\"%g\">%c%u</text>",
		    f->region[0] + em / 4, f->region[1] + em * (1.05 + row), em, em / 6,
		    f->kind == FINDING_OBSERVATION ? 'O' : 'I', number);
}

/* How many findings before this one have their corner at the same place: their labels stand above. */
static unsigned labels_above(const struct examination *x, const struct finding *f)
{
	unsigned n = 0;

	for (uint32_t i = 0; i < x->n_results; i++)
		for (uint32_t j = 0; j < x->results[i].n_findings; j++) {
			const struct finding *g = &x->results[i].findings[j];

			if (g == f)
				return n;
			n += g->has_region && memcmp(g->region, f->region, 2 * sizeof *g->region) == 0;
		}
	return n;
}

/* Outlines every region; returns how many. */
static unsigned outlines(struct str *o, const struct examination *x)
{
	unsigned number[FINDING_KIND_COUNT] = { 0 }, drawn = 0;

	for (uint32_t i = 0; i < x->n_results; i++)
		for (uint32_t j = 0; j < x->results[i].n_findings; j++) {
			const struct finding *f = &x->results[i].findings[j];
			unsigned n = ++number[f->kind == FINDING_INTERPRETATION];

			if (!f->has_region)
				continue;
			if (drawn++ == 0)
				html_printf(o, "<svg viewBox=\"0 0 %u %u\" aria-hidden=\"true\">", x->width,
					    x->height);
			outline(o, x, f, n, labels_above(x, f));
		}
	if (drawn)
		str_puts(o, "</svg>");
	return drawn;
}

void html_preview(struct str *o, const struct report_exhibit *x)
{
	const struct examination *exam = x->exam;
	unsigned drawn = 0;

	if (!exam || !exam->preview.width) {
		str_puts(o, "<figure class=\"thumb\"><div class=\"nopic\">no preview</div></figure>");
		return;
	}
	str_puts(o, "<figure class=\"thumb\"><div class=\"pic\"><img src=\"");
	png_data_uri(o, exam->preview.rgb, exam->preview.width, exam->preview.height);
	html_printf(o, "\" width=\"%u\" height=\"%u\" alt=\"Reduced preview of exhibit %s\" />",
		    exam->preview.width, exam->preview.height, x->label);
	if (exam->width && exam->height)
		drawn = outlines(o, exam);
	str_puts(o, "</div><figcaption>Preview, not evidence. Shown as stored, without the rotation that a "
		    "viewer may apply.");
	if (drawn)
		str_puts(o, " Outlined: the places that the observations (O) and interpretations (I) name.");
	str_puts(o, "</figcaption></figure>");
}

/* ---- maps and spectra ---- */

static void scale(struct str *o, double low, double high, const char *unit, const char *blank)
{
	const char *space = unit && unit[0] ? " " : "";

	html_printf(o, "<span class=\"scale\">%g%s%s <img src=\"", low, space, unit ? unit : "");
	raster_scale_uri(o);
	html_printf(o,
		    "\" width=\"192\" height=\"10\" alt=\"colour scale from dark blue, low, to yellow, "
		    "high\" /> %g%s%s</span>",
		    high, space, unit ? unit : "");
	html_text(o, blank);
}

void html_map(struct str *o, const struct examination *x, const struct result *r, const struct map *m)
{
	html_printf(o, "<figure class=\"plot\"><div class=\"pic\"><img src=\"");
	raster_map_uri(o, x, m);
	html_printf(o,
		    "\" alt=\"Map of %s over the picture, from check %s\" /></div><figcaption><b>%s</b> "
		    "(%s). ",
		    m->title, r->check, m->title, r->check);
	scale(o, m->low, m->high, m->unit, "Hatched: cannot speak there.");
	html_printf(o, " %u by %u cells of %g by %g pixels.</figcaption></figure>", m->cols, m->rows,
		    m->step_x, m->step_y);
}

static double place(double v, double first, double last, double size)
{
	double t = (v - first) / (last - first);

	return isfinite(t) && t >= 0 && t <= 1 ? t * size : (double)NAN;
}

/* A drawing without axes, such as dials: its marks are places of the drawing, not values. */
static bool has_axes(const struct plot *p)
{
	return (p->x_label && p->x_label[0]) || (p->y_label && p->y_label[0]);
}

/* The first line at y or below that no label has taken. */
static double free_line(const double *taken, uint32_t n, double y)
{
	for (uint32_t k = 0; k < n; k++)
		if (fabs(taken[k] - y) < LABEL_LINE) {
			y = taken[k] + LABEL_LINE;
			k = UINT32_MAX; /* look again from the first */
		}
	return y;
}

/* Labels beside their rings, inside the picture, none over another; a line leads from a ring to a label that had to
 * give way. */
static void ring_labels(struct str *o, const struct plot *p)
{
	double taken[LABELS_MAX];
	uint32_t n = 0;

	for (uint32_t i = 0; i < p->n_marks && n < LABELS_MAX; i++) {
		double x = place(p->marks[i].x, p->x0, p->x1, PLANE_SIDE), y = place(p->marks[i].y, p->y0, p->y1, PLANE_SIDE);
		bool left = x < PLANE_SIDE * .6;
		double at = left ? x + 7 : x - 7;

		if (!isfinite(x) || !isfinite(y) || !p->marks[i].label || !p->marks[i].label[0])
			continue;
		taken[n] = free_line(taken, n, y);
		if (taken[n] > y)
			html_printf(o, "<path d=\"M%g %gL%g %g\" stroke=\"#fff\" stroke-width=\".6\" />",
				    x, y + 5, at, taken[n]);
		html_printf(o, "<text x=\"%g\" y=\"%g\" font-size=\"8\" stroke-width=\"1.6\" text-anchor=\"%s\">%s</text>",
			    at, taken[n] + 3, left ? "start" : "end", p->marks[i].label);
		n++;
	}
}

static void rings(struct str *o, const struct plot *p)
{
	if (!p->n_marks)
		return;
	str_puts(o, "<svg viewBox=\"0 0 200 200\" preserveAspectRatio=\"none\" aria-hidden=\"true\">");
	for (uint32_t i = 0; i < p->n_marks; i++) {
		double x = place(p->marks[i].x, p->x0, p->x1, PLANE_SIDE), y = place(p->marks[i].y, p->y0, p->y1, PLANE_SIDE);

		if (isfinite(x) && isfinite(y))
			html_printf(o,
				    "<circle cx=\"%g\" cy=\"%g\" r=\"5\" class=\"halo\" /><circle cx=\"%g\" "
				    "cy=\"%g\" r=\"5\" />",
				    x, y, x, y);
	}
	ring_labels(o, p);
	str_puts(o, "</svg>");
}

static void axis(struct str *o, const char *name, double first, double last)
{
	html_printf(o, " %s: %g to %g.", name && name[0] ? name : "Axis", first, last);
}

static bool any_label(const struct plot *p)
{
	for (uint32_t i = 0; i < p->n_marks; i++)
		if (p->marks[i].label && p->marks[i].label[0])
			return true;
	return false;
}

/* A mark without a label among labelled ones is the twin of one of them. */
static void marks(struct str *o, const struct plot *p)
{
	bool labelled = any_label(p);
	unsigned n = 0;

	for (uint32_t i = 0; i < p->n_marks; i++) {
		bool has = p->marks[i].label && p->marks[i].label[0];

		if (labelled && !has)
			continue;
		html_printf(o, "%s(%g, %g)", n++ ? "; " : " Marked: ", p->marks[i].x, p->marks[i].y);
		if (has)
			html_printf(o, " %s", p->marks[i].label);
	}
	if (n)
		str_putc(o, '.');
}

static void spectrum(struct str *o, const struct result *r, const struct plot *p)
{
	str_puts(o, "<figure class=\"plot\"><div class=\"pic\"><img src=\"");
	raster_spectrum_uri(o, p);
	html_printf(o, "\" alt=\"Spectrum %s, from check %s\" />", p->title, r->check);
	rings(o, p);
	html_printf(o, "</div><figcaption><b>%s</b> (%s). ", p->title, r->check);
	scale(o, p->low, p->high, p->unit, "");
	axis(o, p->x_label, p->x0, p->x1);
	axis(o, p->y_label, p->y0, p->y1);
	marks(o, p);
	str_puts(o, "</figcaption></figure>");
}

/* ---- curves ---- */

static void curve(struct str *o, const struct plot *p, uint32_t row)
{
	uint32_t n = p->cols < POINTS_MAX ? p->cols : POINTS_MAX;
	bool pen = false;

	html_printf(o, "<path class=\"s%u\" d=\"", row);
	for (uint32_t i = 0; i < n; i++) {
		uint32_t at = (uint32_t)((uint64_t)i * p->cols / n);
		double t = ((double)p->data[(size_t)row * p->cols + at] - p->low) / (p->high - p->low);

		if (isfinite(t))
			html_printf(o, "%c%g %g", pen ? 'L' : 'M',
				    n > 1 ? SERIES_W * (double)i / (n - 1) : 0.0,
				    SERIES_H * (1 - fmin(fmax(t, 0), 1)));
		pen = isfinite(t);
	}
	str_puts(o, "\" />");
}

static void series(struct str *o, const struct result *r, const struct plot *p)
{
	html_printf(o,
		    "<figure class=\"plot wide\"><svg class=\"series\" viewBox=\"-2 -2 %d %d\" role=\"img\" "
		    "aria-label=\"Curve %s, from check %s\">",
		    SERIES_W + 4, SERIES_H + 4, p->title, r->check);
	html_printf(o, "<rect x=\"0\" y=\"0\" width=\"%d\" height=\"%d\" class=\"frame\" />", SERIES_W,
		    SERIES_H);
	for (uint32_t i = 0; i < p->rows && i < SERIES_MAX; i++)
		curve(o, p, i);
	html_printf(o, "</svg><figcaption><b>%s</b> (%s).", p->title, r->check);
	axis(o, p->x_label && p->x_label[0] ? p->x_label : "Across", p->x0, p->x1);
	html_printf(o, " %s: %g to %g %s.", p->y_label && p->y_label[0] ? p->y_label : "Up", p->low, p->high,
		    p->unit ? p->unit : "");
	if (p->rows > 1)
		html_printf(o, " %u curves: solid, dashed, dotted, then heavier in the same order.",
			    p->rows < SERIES_MAX ? p->rows : SERIES_MAX);
	marks(o, p);
	str_puts(o, "</figcaption></figure>");
}

/* ---- curves in a plane ---- */

static void plane_curve(struct str *o, const struct plot *p, uint32_t k)
{
	const float *x = p->data + (size_t)2 * k * p->cols, *y = x + p->cols;
	bool pen = false;

	html_printf(o, "<path class=\"s%u\" d=\"", k < SERIES_MAX ? k : SERIES_MAX - 1);
	for (uint32_t i = 0; i < p->cols && i < POINTS_MAX; i++) {
		double at_x = place((double)x[i], p->x0, p->x1, SERIES_W),
		       at_y = place((double)y[i], p->y0, p->y1, PLANE_H);
		bool on = isfinite(at_x) && isfinite(at_y);

		if (on)
			html_printf(o, "%c%g %g", pen ? 'L' : 'M', at_x, at_y);
		pen = on;
	}
	str_puts(o, "\" />");
}

static void plane_marks(struct str *o, const struct plot *p)
{
	for (uint32_t i = 0; i < p->n_marks; i++) {
		double x = place(p->marks[i].x, p->x0, p->x1, SERIES_W),
		       y = place(p->marks[i].y, p->y0, p->y1, PLANE_H);

		if (!isfinite(x) || !isfinite(y))
			continue;
		html_printf(o, "<circle cx=\"%g\" cy=\"%g\" r=\"3\" />", x, y);
		if (p->marks[i].label)
			html_printf(o, "<text x=\"%g\" y=\"%g\" font-size=\"12\">%s</text>", x + 6, y - 4,
				    p->marks[i].label);
	}
}

static void plane(struct str *o, const struct result *r, const struct plot *p)
{
	html_printf(o,
		    "<figure class=\"plot wide\"><svg class=\"series\" viewBox=\"-2 -2 %d %d\" role=\"img\" "
		    "aria-label=\"Curves %s, from check %s\">",
		    SERIES_W + 4, PLANE_H + 4, p->title, r->check);
	html_printf(o, "<rect x=\"0\" y=\"0\" width=\"%d\" height=\"%d\" class=\"frame\" />", SERIES_W,
		    PLANE_H);
	for (uint32_t k = 0; k < p->rows / 2 && k < CURVES_MAX; k++)
		plane_curve(o, p, k);
	plane_marks(o, p);
	html_printf(o, "</svg><figcaption><b>%s</b> (%s).", p->title, r->check);
	if (has_axes(p)) {
		axis(o, p->x_label && p->x_label[0] ? p->x_label : "Across", p->x0, p->x1);
		axis(o, p->y_label && p->y_label[0] ? p->y_label : "Up", p->y1, p->y0);
		marks(o, p);
	}
	str_puts(o, "</figcaption></figure>");
}

void html_plot(struct str *o, const struct result *r, const struct plot *p)
{
	if (p->kind == PLOT_SPECTRUM)
		spectrum(o, r, p);
	else if (p->kind == PLOT_CURVES)
		plane(o, r, p);
	else
		series(o, r, p);
}
