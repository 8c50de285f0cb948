/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/result.h"

#include "src/base/mem.h"

#include <math.h>

enum { GROW = 8, ITEMS_MAX = 65536 };

static const char *const level_names[] = { "none", "notice", "warning", "alert" };
static const char *const status_names[] = { "done", "not_applicable", "failed", "cancelled" };
static const char *const kind_names[] = { "observation", "interpretation" };
static const char *const trace_names[] = { "none", "dates", "dimensions", "thumbnail", "software", "gps", "exposure",
	"metadata", "container", "quantisation", "spectrum", "colour", "provenance" };
static const char *const sandbox_names[] = { "enforced", "partial", "off" };

const char *level_name(enum level l)
{
	return (unsigned)l < LEVEL_COUNT ? level_names[l] : "none";
}

enum level level_from_name(const char *s)
{
	for (unsigned i = 0; i < LEVEL_COUNT; i++)
		if (strcmp(level_names[i], s) == 0)
			return (enum level)i;
	return LEVEL_COUNT;
}

const char *level_words(const struct examination *x)
{
	if (x->status != ST_OK)
		return "could not be examined";
	if (x->level != LEVEL_NONE)
		return level_name(x->level);
	return x->little ? "little could be examined" : "nothing found";
}

const char *result_status_name(enum result_status s)
{
	return (unsigned)s < RESULT_STATUS_COUNT ? status_names[s] : "failed";
}

const char *finding_kind_name(enum finding_kind k)
{
	return (unsigned)k < FINDING_KIND_COUNT ? kind_names[k] : "observation";
}

const char *trace_name(enum trace t)
{
	return (unsigned)t < TRACE_COUNT ? trace_names[t] : "none";
}

const char *sandbox_name(enum sandbox_state s)
{
	return (unsigned)s < SANDBOX_COUNT ? sandbox_names[s] : "off";
}

struct examination *exam_new(void)
{
	struct examination *x = mem_need(1, sizeof *x);

	arena_init(&x->arena, EXAM_ARENA_MAX);
	x->chance_flags = (double)NAN;
	return x;
}

void exam_free(struct examination *x)
{
	if (!x)
		return;
	arena_release(&x->arena);
	free(x);
}

/* ---- builders ---- */

static void out_of_memory(struct result *r)
{
	r->status = RESULT_FAILED;
	r->code = ST_MEMORY;
	r->reason = "memory ceiling reached";
}

/* A fresh zeroed item at the end of an array that grows by GROW in the arena; NULL without memory. */
static void *append(struct result *r, void *array, uint32_t *n, size_t size)
{
	void **base = array;
	void *grown;

	if (*n % GROW == 0) {
		grown = *n < ITEMS_MAX ? arena_alloc(r->arena, (size_t)*n + GROW, size) : NULL;
		if (!grown) {
			out_of_memory(r);
			return NULL;
		}
		if (*n)
			memcpy(grown, *base, *n * size);
		*base = grown;
	}
	return (char *)*base + (size_t)(*n)++ * size;
}

static const char *keep(struct result *r, const char *s)
{
	const char *copy = arena_str(r->arena, s);

	if (s && !copy)
		out_of_memory(r);
	return copy;
}

static void copy_alternatives(struct result *r, struct finding *f, const char *const *from)
{
	uint32_t n = 0;

	while (from && from[n])
		n++;
	f->alternatives = n ? arena_alloc(r->arena, n, sizeof *f->alternatives) : NULL;
	if (n && !f->alternatives) {
		out_of_memory(r);
		return;
	}
	for (uint32_t i = 0; i < n; i++)
		f->alternatives[i] = keep(r, from[i]);
	f->n_alternatives = n;
}

void result_add_finding(struct result *r, const struct finding_spec *s)
{
	struct finding *f;

	/* An interpretation without an innocent alternative is a mistake of the check. */
	if (NEVER(s->kind == FINDING_INTERPRETATION && !(s->alternatives && s->alternatives[0])))
		return;
	f = append(r, &r->findings, &r->n_findings, sizeof *f);
	if (!f)
		return;
	f->code = keep(r, s->code);
	f->kind = s->kind;
	f->level = s->level;
	f->trace = s->trace;
	f->summary = keep(r, s->summary);
	f->detail = keep(r, s->detail);
	if (s->region) {
		f->has_region = true;
		memcpy(f->region, s->region, sizeof f->region);
	}
	copy_alternatives(r, f, s->alternatives);
	if (s->level > r->level)
		r->level = s->level;
}

void result_add_measure(struct result *r, const char *name, double value, const char *unit, const char *genuine)
{
	struct measure *m = append(r, &r->measures, &r->n_measures, sizeof *m);

	if (!m)
		return;
	m->name = keep(r, name);
	m->value = value;
	m->unit = keep(r, unit);
	m->genuine = keep(r, genuine);
}

void result_add_limit(struct result *r, const char *text)
{
	const char **l = append(r, &r->limits, &r->n_limits, sizeof *l);

	if (l)
		*l = keep(r, text);
}

static const float *copy_raster(struct result *r, const float *data, uint32_t cols, uint32_t rows)
{
	const float *copy = NULL;

	if (cols && rows && (uint64_t)cols * rows <= MAP_MAX_CELLS)
		copy = arena_copy(r->arena, data, (size_t)cols * rows * sizeof *data);
	if (!copy)
		out_of_memory(r);
	return copy;
}

void result_add_map(struct result *r, const struct map *from)
{
	const float *data = copy_raster(r, from->data, from->cols, from->rows);
	struct map *m = data ? append(r, &r->maps, &r->n_maps, sizeof *m) : NULL;

	if (!m)
		return;
	*m = *from;
	m->data = data;
	m->name = keep(r, from->name);
	m->title = keep(r, from->title);
	m->unit = keep(r, from->unit);
}

static void copy_marks(struct result *r, struct plot *p, const struct plot *from)
{
	p->marks = NULL;
	p->n_marks = 0;
	if (!from->n_marks)
		return;
	p->marks = arena_copy(r->arena, from->marks, from->n_marks * sizeof *from->marks);
	if (!p->marks) {
		out_of_memory(r);
		return;
	}
	for (uint32_t i = 0; i < from->n_marks; i++)
		p->marks[i].label = keep(r, from->marks[i].label);
	p->n_marks = from->n_marks;
}

void result_add_plot(struct result *r, const struct plot *from)
{
	const float *data = copy_raster(r, from->data, from->cols, from->rows);
	struct plot *p = data ? append(r, &r->plots, &r->n_plots, sizeof *p) : NULL;

	if (!p)
		return;
	*p = *from;
	p->data = data;
	p->name = keep(r, from->name);
	p->title = keep(r, from->title);
	p->x_label = keep(r, from->x_label);
	p->y_label = keep(r, from->y_label);
	p->unit = keep(r, from->unit);
	copy_marks(r, p, from);
}

struct value *result_details(struct result *r)
{
	if (!r->details)
		r->details = value_new(r->arena, VALUE_MAP);
	if (!r->details)
		out_of_memory(r);
	return r->details;
}

const struct measure *result_measure(const struct result *r, const char *name)
{
	for (uint32_t i = 0; i < r->n_measures; i++)
		if (strcmp(r->measures[i].name, name) == 0)
			return &r->measures[i];
	return NULL;
}

const struct result *exam_result(const struct examination *x, const char *check)
{
	for (uint32_t i = 0; i < x->n_results; i++)
		if (strcmp(x->results[i].check, check) == 0)
			return &x->results[i];
	return NULL;
}
