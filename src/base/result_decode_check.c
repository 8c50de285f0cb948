/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One result of a check: findings, measures, maps, plots. */
#include "src/base/base.h"
#include "src/base/result_record.h"

#include "src/base/cbor.h"

static bool read_region(struct reader *r, struct finding *f)
{
	uint64_t n;
	int64_t v;

	if (!cbor_get_array(&r->in, &n) || (n != 0 && n != 4))
		return false;
	for (unsigned i = 0; i < n; i++) {
		if (!cbor_get_int(&r->in, &v) || v < 0 || v > INT32_MAX)
			return false;
		f->region[i] = (int32_t)v;
	}
	f->has_region = n == 4;
	return true;
}

static bool finding_field(struct reader *r, void *o, const char *k, size_t len, bool *known)
{
	struct finding *f = o;

	if (KEY("code"))
		return record_word(r, &f->code);
	if (KEY("kind"))
		return record_enum(r, FINDING_KIND_COUNT, &f->kind);
	if (KEY("level"))
		return record_enum(r, LEVEL_COUNT, &f->level);
	if (KEY("trace"))
		return record_enum(r, TRACE_COUNT, &f->trace);
	if (KEY("summary"))
		return record_word(r, &f->summary);
	if (KEY("detail"))
		return record_text(r, &f->detail);
	if (KEY("region"))
		return read_region(r, f);
	if (KEY("alternatives"))
		return record_list(r, &f->alternatives, &f->n_alternatives, sizeof(char *), 32, record_text_item);
	*known = false;
	return true;
}

static bool finding_item(struct reader *r, void *o)
{
	struct finding *f = o;

	return record_spend(&r->findings) && record_map(r, f, finding_field) && f->code && f->summary &&
	       (f->kind == FINDING_OBSERVATION || f->n_alternatives > 0);
}

static bool measure_field(struct reader *r, void *o, const char *k, size_t len, bool *known)
{
	struct measure *m = o;

	if (KEY("name"))
		return record_word(r, &m->name);
	if (KEY("value"))
		return cbor_get_double(&r->in, &m->value);
	if (KEY("unit"))
		return record_word(r, &m->unit);
	if (KEY("genuine"))
		return record_text(r, &m->genuine);
	*known = false;
	return true;
}

static bool measure_item(struct reader *r, void *o)
{
	struct measure *m = o;

	return record_map(r, m, measure_field) && m->name && m->unit;
}

struct map_read {
	struct map m;
	uint32_t cells;
};

static bool map_field(struct reader *r, void *o, const char *k, size_t len, bool *known)
{
	struct map_read *t = o;
	struct { const char *key; double *to; } reals[] = {
		{ "x", &t->m.origin_x }, { "y", &t->m.origin_y }, { "dx", &t->m.step_x },
		{ "dy", &t->m.step_y }, { "low", &t->m.low }, { "high", &t->m.high },
	};

	if (KEY("name"))
		return record_word(r, &t->m.name);
	if (KEY("title"))
		return record_word(r, &t->m.title);
	if (KEY("unit"))
		return record_word(r, &t->m.unit);
	if (KEY("cols"))
		return record_u32(r, MAP_MAX_CELLS, &t->m.cols);
	if (KEY("rows"))
		return record_u32(r, MAP_MAX_CELLS, &t->m.rows);
	if (KEY("data"))
		return record_floats(r, &t->m.data, &t->cells);
	for (size_t i = 0; i < ARRAY_LEN(reals); i++)
		if (KEY(reals[i].key))
			return cbor_get_double(&r->in, reals[i].to);
	*known = false;
	return true;
}

static bool map_item(struct reader *r, void *o)
{
	struct map_read t = { .cells = 0 };

	if (!record_spend(&r->figures) || !record_map(r, &t, map_field) || !t.m.name || !t.m.title ||
	    !t.m.unit || !t.m.data || (uint64_t)t.m.cols * t.m.rows != t.cells || t.cells == 0)
		return false;
	*(struct map *)o = t.m;
	return true;
}

static bool mark_field(struct reader *r, void *o, const char *k, size_t len, bool *known)
{
	struct plot_mark *m = o;

	if (KEY("x"))
		return cbor_get_double(&r->in, &m->x);
	if (KEY("y"))
		return cbor_get_double(&r->in, &m->y);
	if (KEY("label"))
		return record_text(r, &m->label);
	*known = false;
	return true;
}

static bool mark_item(struct reader *r, void *o)
{
	return record_map(r, o, mark_field);
}

struct plot_read {
	struct plot p;
	uint32_t cells;
};

static bool plot_text(struct reader *r, struct plot *p, const char *k, size_t len, bool *known)
{
	struct { const char *key; const char **to; } texts[] = {
		{ "name", &p->name }, { "title", &p->title }, { "x_label", &p->x_label },
		{ "y_label", &p->y_label }, { "unit", &p->unit },
	};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		if (KEY(texts[i].key))
			return record_word(r, texts[i].to);
	*known = false;
	return true;
}

static bool plot_field(struct reader *r, void *o, const char *k, size_t len, bool *known)
{
	struct plot_read *t = o;
	struct plot *p = &t->p;
	struct { const char *key; double *to; } reals[] = {
		{ "x0", &p->x0 }, { "x1", &p->x1 }, { "y0", &p->y0 }, { "y1", &p->y1 },
		{ "low", &p->low }, { "high", &p->high },
	};

	if (KEY("kind"))
		return record_enum(r, PLOT_KIND_COUNT, &p->kind);
	if (KEY("cols"))
		return record_u32(r, MAP_MAX_CELLS, &p->cols);
	if (KEY("rows"))
		return record_u32(r, MAP_MAX_CELLS, &p->rows);
	if (KEY("data"))
		return record_floats(r, &p->data, &t->cells);
	if (KEY("marks"))
		return record_list(r, &p->marks, &p->n_marks, sizeof *p->marks, SMALL_LIST_MAX, mark_item);
	for (size_t i = 0; i < ARRAY_LEN(reals); i++)
		if (KEY(reals[i].key))
			return cbor_get_double(&r->in, reals[i].to);
	return plot_text(r, p, k, len, known);
}

static bool plot_item(struct reader *r, void *o)
{
	struct plot_read t = { .cells = 0 };
	const struct plot *p = &t.p;

	if (!record_spend(&r->figures) || !record_map(r, &t, plot_field) || !p->name || !p->title ||
	    !p->x_label || !p->y_label || !p->unit || !p->data || (uint64_t)p->cols * p->rows != t.cells || t.cells == 0)
		return false;
	*(struct plot *)o = t.p;
	return true;
}

static bool rate_field(struct reader *r, void *o, const char *k, size_t len, bool *known)
{
	struct error_rate *e = o;
	struct { const char *key; double *to; } reals[] = {
		{ "threshold", &e->threshold }, { "fpr", &e->fpr }, { "fpr_lo", &e->fpr_lo }, { "fpr_hi", &e->fpr_hi },
		{ "tpr", &e->tpr }, { "tpr_lo", &e->tpr_lo }, { "tpr_hi", &e->tpr_hi },
	};
	struct { const char *key; uint32_t *to; } counts[] = {
		{ "n_genuine", &e->n_genuine }, { "n_positive", &e->n_positive }, { "sources", &e->sources },
		{ "sources_positive", &e->sources_positive },
	};

	for (size_t i = 0; i < ARRAY_LEN(reals); i++)
		if (KEY(reals[i].key))
			return cbor_get_double(&r->in, reals[i].to);
	for (size_t i = 0; i < ARRAY_LEN(counts); i++)
		if (KEY(counts[i].key))
			return record_u32(r, UINT32_MAX, counts[i].to);
	if (KEY("stratum"))
		return record_word(r, &e->stratum);
	if (KEY("set"))
		return record_word(r, &e->set);
	*known = false;
	return true;
}

static bool read_rate(struct reader *r, struct error_rate *e)
{
	if (cbor_get_null(&r->in))
		return true;
	e->calibrated = true;
	return record_map(r, e, rate_field) && e->stratum && e->set;
}

static bool read_score(struct reader *r, struct result *x)
{
	if (cbor_get_null(&r->in))
		return true;
	x->has_score = true;
	return cbor_get_double(&r->in, &x->score) && x->score >= 0 && x->score <= 1;
}

static bool result_list(struct reader *r, struct result *x, const char *k, size_t len, bool *known)
{
	if (KEY("findings"))
		return record_list(r, &x->findings, &x->n_findings, sizeof *x->findings, SMALL_LIST_MAX, finding_item);
	if (KEY("measures"))
		return record_list(r, &x->measures, &x->n_measures, sizeof *x->measures, SMALL_LIST_MAX, measure_item);
	if (KEY("maps"))
		return record_list(r, &x->maps, &x->n_maps, sizeof *x->maps, 64, map_item);
	if (KEY("plots"))
		return record_list(r, &x->plots, &x->n_plots, sizeof *x->plots, 64, plot_item);
	if (KEY("limits"))
		return record_list(r, &x->limits, &x->n_limits, sizeof(char *), 64, record_text_item);
	*known = false;
	return true;
}

static bool result_field(struct reader *r, void *o, const char *k, size_t len, bool *known)
{
	struct result *x = o;

	if (KEY("check"))
		return record_word(r, &x->check);
	if (KEY("version"))
		return record_u32(r, UINT32_MAX, &x->version);
	if (KEY("status"))
		return record_enum(r, RESULT_STATUS_COUNT, &x->status);
	if (KEY("reason"))
		return record_text(r, &x->reason);
	if (KEY("code"))
		return record_status(r, &x->code);
	if (KEY("has_offset"))
		return cbor_get_bool(&r->in, &x->has_offset);
	if (KEY("offset"))
		return record_u64(r, &x->offset);
	if (KEY("level"))
		return record_enum(r, LEVEL_COUNT, &x->level);
	if (KEY("score"))
		return read_score(r, x);
	if (KEY("error_rate"))
		return read_rate(r, &x->error_rate);
	if (KEY("params"))
		return record_map_tree(r, &x->params);
	if (KEY("details"))
		return record_map_tree(r, &x->details);
	return result_list(r, x, k, len, known);
}

bool record_result(struct reader *r, void *o)
{
	struct result *x = o;

	x->arena = r->a;
	return record_map(r, x, result_field) && x->check;
}
