/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Do the parts of a record fit each other? Asked of every record that is read, from a worker or from a case. */
#include "src/base/base.h"
#include "src/base/result.h"

#include <math.h>

static enum status misfit(struct error *e, const char *what)
{
	return err_set(e, ST_PROTOCOL, "%s that cannot be", what);
}

static bool inside(int32_t offset, int32_t length, uint32_t size)
{
	return offset >= 0 && length > 0 && (uint32_t)offset <= size && (uint32_t)length <= size - (uint32_t)offset;
}

static enum status check_region(const struct examination *x, const struct finding *f, struct error *e)
{
	const int32_t *r = f->region;

	if (f->has_region && (!inside(r[0], r[2], x->width) || !inside(r[1], r[3], x->height)))
		return misfit(e, "a region outside the picture");
	return ST_OK;
}

/* Infinite cells cannot be drawn to scale: like NaN, they cannot speak. */
static void cut_cells(const float *data, uint64_t n)
{
	float *cells = (float *)(uintptr_t)data; /* the arena of the examination is ours */

	for (uint64_t i = 0; i < n; i++)
		if (isinf(cells[i]))
			cells[i] = NAN;
}

/* The last cell of a row may reach over the edge by less than itself. */
static bool fits(double origin, double step, uint32_t cells, uint32_t side)
{
	return isfinite(origin) && isfinite(step) && step > 0 && origin > -step &&
	       origin + step * (cells - 1) < side;
}

static enum status check_map(const struct examination *x, const struct map *m, struct error *e)
{
	if (!fits(m->origin_x, m->step_x, m->cols, x->width) ||
	    !fits(m->origin_y, m->step_y, m->rows, x->height) || !isfinite(m->low) || !isfinite(m->high) ||
	    m->low > m->high)
		return misfit(e, "a map");
	cut_cells(m->data, (uint64_t)m->cols * m->rows);
	return ST_OK;
}

static enum status check_plot(const struct plot *p, struct error *e)
{
	const double ends[] = { p->x0, p->x1, p->y0, p->y1, p->low, p->high };

	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		if (!isfinite(ends[i]))
			return misfit(e, "a plot");
	if (p->kind == PLOT_CURVES && p->rows % 2)
		return misfit(e, "a curve without its other half");
	for (uint32_t i = 0; i < p->n_marks; i++)
		if (!isfinite(p->marks[i].x) || !isfinite(p->marks[i].y))
			return misfit(e, "a mark");
	cut_cells(p->data, (uint64_t)p->cols * p->rows);
	return ST_OK;
}

static enum status check_rate(const struct error_rate *r, struct error *e)
{
	const double rates[] = { r->fpr, r->fpr_lo, r->fpr_hi, r->tpr, r->tpr_lo, r->tpr_hi };

	for (size_t i = 0; i < ARRAY_LEN(rates); i++)
		if (rates[i] < 0 || rates[i] > 1)
			return misfit(e, "an error rate");
	return ST_OK;
}

static enum status check_result(const struct examination *x, const struct result *r, struct error *e)
{
	enum status st = check_rate(&r->error_rate, e);

	for (uint32_t i = 0; i < r->n_findings && !st; i++)
		st = check_region(x, &r->findings[i], e);
	for (uint32_t i = 0; i < r->n_maps && !st; i++)
		st = check_map(x, &r->maps[i], e);
	for (uint32_t i = 0; i < r->n_plots && !st; i++)
		st = check_plot(&r->plots[i], e);
	return st;
}

enum status exam_consistent(const struct examination *x, struct error *e)
{
	if ((x->width == 0) != (x->height == 0))
		return misfit(e, "a size");
	for (uint32_t i = 0; i < x->n_results; i++) {
		enum status st = check_result(x, &x->results[i], e);

		if (st)
			return err_context(e, st, "'%s'", x->results[i].check);
	}
	return ST_OK;
}
