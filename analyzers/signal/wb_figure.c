/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Maps and plot of `whitebalance`. */
#include "src/base/base.h"
#include "analyzers/signal/whitebalance.h"

#include "src/base/mem.h"

#include <math.h>

/* ---- maps ---- */

struct shading {
	const double *a, *b; /* b NULL: the angle to a */
};

static float shade(const struct shading *h, const double rg[2])
{
	double d[2], length, along, across;

	if (!h->b)
		return (float)chroma_angle(rg, h->a);
	d[0] = h->b[0] - h->a[0];
	d[1] = h->b[1] - h->a[1];
	length = hypot(d[0], d[1]);
	along = ((rg[0] - h->a[0]) * d[0] + (rg[1] - h->a[1]) * d[1]) / (length * length);
	across = fabs((rg[0] - h->a[0]) * d[1] - (rg[1] - h->a[1]) * d[0]) / length;
	/* Further aside than half their distance it is no mixture of the two lights. */
	if (!(across <= length / 2) || along < -.5 || along > 1.5)
		return NAN;
	return (float)fmin(1, fmax(0, along));
}

static void add_map(const struct surfaces *s, const struct shading *h, struct map *m, struct result *out)
{
	size_t n = (size_t)s->blocks.cols * s->blocks.rows;
	float *data = mem_array(n, sizeof *data), of[SURFACES_MAX];

	if (!data) {
		out->status = RESULT_FAILED;
		out->code = ST_MEMORY;
		out->reason = "memory ceiling reached";
		return;
	}
	for (uint32_t i = 0; i < s->n; i++)
		of[i] = s->at[i].speaks ? shade(h, s->at[i].light.rg) : NAN;
	for (size_t i = 0; i < n; i++)
		data[i] = s->label[i] < s->n ? of[s->label[i]] : NAN;
	m->cols = s->blocks.cols;
	m->rows = s->blocks.rows;
	m->step_x = m->step_y = s->step;
	m->data = data;
	result_add_map(out, m);
	mem_free(data);
}

void wb_map_angle(const struct surfaces *s, struct result *out)
{
	const struct shading h = { .a = s->median };

	if (s->speaking)
		add_map(s, &h,
			&(struct map){ .name = "angle",
				       .title = "Light of each surface against the median light",
				       .unit = "deg",
				       .low = 0,
				       .high = 20 },
			out);
}

void wb_map_between(const struct surfaces *s, const double a[2], const double b[2], struct result *out)
{
	const struct shading h = { .a = a, .b = b };

	add_map(s, &h,
		&(struct map){ .name = "between",
			       .title = "Light of each surface, from region 1 (0) to 2 (1)",
			       .unit = "",
			       .low = 0,
			       .high = 1 },
		out);
}

/* ---- the chromaticity plane ---- */

enum { CURVE = 64, ROWS_MAX = 2 * (1 + WB_POINTS_MAX), MARKS_MAX = WB_POINTS_MAX + 4 };
static const double shown_from = 1900,
		    shown_to = 20000; /* kelvin; hotter and cooler ones widen the plot for nothing */
static const double margin = .06;

struct frame {
	double x0, x1, y0, y1;
};

static void widen(struct frame *f, double x, double y)
{
	f->x0 = fmin(f->x0, x - margin);
	f->x1 = fmax(f->x1, x + margin);
	f->y0 = fmin(f->y0, y - margin);
	f->y1 = fmax(f->y1, y + margin);
}

static void put_locus(const struct locus *l, float *x, float *y, struct frame *f)
{
	for (int i = 0; i < CURVE; i++) {
		int at = i * (LOCUS_POINTS - 1) / (CURVE - 1);
		bool show = l->kelvin[at] >= shown_from && l->kelvin[at] <= shown_to;

		x[i] = show ? (float)l->rg[at][0] : NAN;
		y[i] = show ? (float)l->rg[at][1] : NAN;
		if (show)
			widen(f, l->rg[at][0], l->rg[at][1]);
	}
}

static void put_ellipse(const struct wb_point *p, float *x, float *y)
{
	struct ellipse e = ellipse_of(p->cov);
	double turn = e.angle / 57.295779513082321;

	for (int i = 0; i < CURVE; i++) {
		double t = 6.283185307179586 * i / (CURVE - 1), u = e.major * cos(t), v = e.minor * sin(t);

		x[i] = (float)(p->rg[0] + u * cos(turn) - v * sin(turn));
		y[i] = (float)(p->rg[1] + u * sin(turn) + v * cos(turn));
	}
}

static unsigned put_kelvins(const struct locus *l, struct plot_mark *marks, unsigned n)
{
	static const struct {
		double kelvin;
		const char *label;
	} named[] = { { 2856, "2856 K" }, { 4000, "4000 K" }, { 6500, "6500 K" }, { 12000, "12000 K" } };

	for (size_t k = 0; k < ARRAY_LEN(named); k++) {
		int at = 0;

		while (at + 1 < LOCUS_POINTS && l->kelvin[at] > named[k].kelvin)
			at++;
		marks[n++] = (struct plot_mark){ l->rg[at][0], l->rg[at][1], named[k].label };
	}
	return n;
}

void wb_plot(const struct locus *locus, const struct wb_point *points, unsigned n, struct result *out)
{
	float data[ROWS_MAX * CURVE];
	struct plot_mark marks[MARKS_MAX];
	struct frame f = { 1, 0, 1, 0 };
	struct plot p = { .name = "chromaticity",
			  .kind = PLOT_CURVES,
			  .title = "Light of the surfaces, 95 % ellipses, and the Planckian locus",
			  .x_label = "r = R / (R + G + B)",
			  .y_label = "g = G / (R + G + B)",
			  .unit = "",
			  .cols = CURVE,
			  .rows = 2,
			  .data = data,
			  .marks = marks };

	put_locus(locus, data, data + CURVE, &f);
	for (unsigned i = 0; i < n; i++) {
		marks[p.n_marks++] = (struct plot_mark){ points[i].rg[0], points[i].rg[1], points[i].label };
		widen(&f, points[i].rg[0], points[i].rg[1]);
		if (points[i].cov[0] + points[i].cov[2] <= 0)
			continue;
		put_ellipse(&points[i], data + p.rows * CURVE, data + (p.rows + 1) * CURVE);
		p.rows += 2;
	}
	p.n_marks = put_kelvins(locus, marks, p.n_marks);
	p.x0 = fmax(0, f.x0);
	p.x1 = fmin(1, f.x1);
	p.y0 = p.high = fmin(1, f.y1); /* the first row is the upper one */
	p.y1 = p.low = fmax(0, f.y0);
	result_add_plot(out, &p);
}
