/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A worker may have been taken over by the picture it decoded: its record is believed only where it is
 * consistent with the file and with what was asked. */
#include "src/base/base.h"
#include "src/engine/engine_state.h"

#include "src/engine/chosen.h"

#include <inttypes.h>
#include <math.h>

static enum status lie(struct error *e, const char *what, uint64_t offset)
{
	return err_at(e, ST_PROTOCOL, offset, "a worker reported %s that cannot be", what);
}

static bool inside(uint64_t offset, uint64_t length, uint64_t size)
{
	return offset <= size && length <= size - offset;
}

static enum status check_places(const struct examination *x, uint64_t size, struct error *e)
{
	for (uint32_t i = 0; i < x->n_segments; i++)
		if (!inside(x->segments[i].offset, x->segments[i].length, size))
			return lie(e, "a segment", x->segments[i].offset);
	for (uint32_t i = 0; i < x->n_pictures; i++)
		if (!inside(x->pictures[i].offset, x->pictures[i].length, size))
			return lie(e, "an embedded picture", x->pictures[i].offset);
	return ST_OK;
}

/* A broken entry may declare a value outside the file; that is evidence, and stays written in its type and
 * count. Its place is cut to the file, so that nobody looks up bytes that are not there. */
static void cut_entries(struct examination *x, uint64_t size)
{
	for (uint32_t i = 0; i < x->n_entries; i++) {
		struct meta_entry *m = &x->entries[i];

		if (!inside(m->offset, m->size, size)) {
			m->offset = m->offset < size ? m->offset : size;
			m->size = 0;
		}
	}
}

static enum status check_region(const struct examination *x, const struct finding *f, struct error *e)
{
	const int32_t *r = f->region;

	if (!f->has_region)
		return ST_OK;
	if (r[0] < 0 || r[1] < 0 || r[2] <= 0 || r[3] <= 0 ||
	    !inside((uint64_t)r[0], (uint64_t)r[2], x->width) ||
	    !inside((uint64_t)r[1], (uint64_t)r[3], x->height))
		return lie(e, "a region outside the picture", 0);
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
		return lie(e, "a map", 0);
	cut_cells(m->data, (uint64_t)m->cols * m->rows);
	return ST_OK;
}

static enum status check_plot(const struct plot *p, struct error *e)
{
	const double ends[] = { p->x0, p->x1, p->y0, p->y1, p->low, p->high };

	for (size_t i = 0; i < ARRAY_LEN(ends); i++)
		if (!isfinite(ends[i]))
			return lie(e, "a plot", 0);
	for (uint32_t i = 0; i < p->n_marks; i++)
		if (!isfinite(p->marks[i].x) || !isfinite(p->marks[i].y))
			return lie(e, "a mark", 0);
	cut_cells(p->data, (uint64_t)p->cols * p->rows);
	return ST_OK;
}

static enum status check_result(const struct examination *x, const struct result *r, struct error *e)
{
	enum level top = LEVEL_NONE;
	enum status st = ST_OK;

	for (uint32_t i = 0; i < r->n_findings && !st; i++) {
		st = check_region(x, &r->findings[i], e);
		top = r->findings[i].level > top ? r->findings[i].level : top;
	}
	for (uint32_t i = 0; i < r->n_maps && !st; i++)
		st = check_map(x, &r->maps[i], e);
	for (uint32_t i = 0; i < r->n_plots && !st; i++)
		st = check_plot(&r->plots[i], e);
	if (!st && r->level > top)
		st = lie(e, "a level without a finding", 0);
	if (!st && r->status != RESULT_DONE && !r->reason)
		st = lie(e, "silence without a reason", 0);
	return st;
}

/* Exactly the checks that were asked for, in their order; none when the picture could not be opened. */
static enum status check_results(const struct examination *x, const struct request *r, struct error *e)
{
	uint32_t n = 0;

	for (unsigned i = 0; analyzers[i]; i++) {
		const struct analyzer *a = analyzers[i];

		if (!request_wants(r, a))
			continue;
		if (n < x->n_results &&
		    (strcmp(x->results[n].check, a->id) || x->results[n].version != a->version))
			return lie(e, "a check", 0);
		n++;
	}
	if (x->n_results != n && !(x->n_results == 0 && x->status))
		return lie(e, "a number of checks", 0);
	for (uint32_t i = 0; i < x->n_results; i++) {
		enum status st = check_result(x, &x->results[i], e);

		if (st)
			return err_context(e, st, "'%s'", x->results[i].check);
	}
	return ST_OK;
}

/* Identity and decision are the parent's: whatever the record says about them is dropped. */
static void reset(struct examination *x, uint64_t size)
{
	x->path = x->link_target = x->tool_version = x->sandbox_note = NULL;
	x->path_bytes = NULL;
	x->path_len = 0;
	x->size = size;
	memset(&x->digests, 0, sizeof x->digests);
	memset(x->context_sha256, 0, sizeof x->context_sha256);
	x->libraries = NULL;
	x->sandbox = SANDBOX_OFF;
	x->level = LEVEL_NONE;
	x->little = false;
	x->why = NULL;
	x->reasons = NULL;
	x->n_why = x->n_reasons = x->spoke = x->silent = 0;
	x->chance_flags = (double)NAN;
}

enum status exam_check(struct examination *x, const struct request *r, uint64_t size, struct error *e)
{
	enum status st = ST_OK;

	if ((x->status != ST_OK) != (x->error.code != ST_OK) || x->status != x->error.code)
		st = lie(e, "a status", 0);
	if (!st && (x->width == 0) != (x->height == 0))
		st = lie(e, "a size", 0);
	if (!st && x->status == ST_OK && (!x->media_type || !x->format))
		st = lie(e, "a format", 0);
	if (!st)
		st = check_places(x, size, e);
	if (!st)
		st = check_results(x, r, e);
	cut_entries(x, size);
	reset(x, size);
	return st;
}
