/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Hostile reading of what result_encode.c writes. Every struct has a table of keys; a reader that is given a
 * key answers false when the value is not what that key may hold. Unknown keys are skipped, so that newer
 * workers and case files can say more. */
#include "src/base/base.h"
#include "src/base/result.h"

#include "src/base/cbor.h"
#include "src/base/utf8.h"

enum {
	TEXT_MAX = 4096, LIST_MAX = 65536, SMALL_LIST_MAX = 1024, NODES_MAX = 20000,
	SIDE_MAX = INT32_MAX, /* PNG's */
	/* Of all results together: a report draws each figure and numbers each finding. */
	FINDINGS_MAX = 2048, FIGURES_MAX = 128,
};

struct reader {
	struct arena *a;
	struct span in;
	unsigned nodes; /* what is left of the budget of value trees */
	unsigned findings, figures; /* and of these */
};

typedef bool (*field_fn)(struct reader *r, void *object, const char *key, size_t key_len, bool *known);
typedef bool (*item_fn)(struct reader *r, void *item);

static bool is(const char *key, size_t len, const char *name)
{
	return strlen(name) == len && memcmp(key, name, len) == 0;
}

static bool spend(unsigned *budget)
{
	return *budget && (*budget)--;
}

/* Reads a map, giving each key to fn, which reads its value or says that it does not know it. */
static bool read_map(struct reader *r, void *object, field_fn fn)
{
	uint64_t pairs;
	struct span key;

	if (!cbor_get_map(&r->in, &pairs))
		return false;
	for (uint64_t i = 0; i < pairs; i++) {
		bool known = true;

		if (!cbor_get_text(&r->in, &key) ||
		    !fn(r, object, (const char *)key.data, key.len, &known))
			return false;
		if (!known && !cbor_skip(&r->in))
			return false;
	}
	return true;
}

/* Reads an array of at most max items of `size` bytes into *items. */
static bool read_list(struct reader *r, void *items, uint32_t *n, size_t size, uint32_t max, item_fn fn)
{
	uint64_t count;
	char *base;

	if (!cbor_get_array(&r->in, &count) || count > max)
		return false;
	base = arena_alloc(r->a, count ? (size_t)count : 1, size);
	if (!base)
		return false;
	for (uint64_t i = 0; i < count; i++)
		if (!fn(r, base + i * size))
			return false;
	*(void **)items = base;
	*n = (uint32_t)count;
	return true;
}

static bool read_text(struct reader *r, const char **out)
{
	char buf[TEXT_MAX];
	struct span s;

	if (cbor_get_null(&r->in)) {
		*out = NULL;
		return true;
	}
	if (!cbor_get_text(&r->in, &s))
		return false;
	utf8_sanitise(buf, sizeof buf, (const char *)s.data, s.len);
	*out = arena_str(r->a, buf);
	return *out != NULL;
}

/* A text that may not be null. */
static bool read_word(struct reader *r, const char **out)
{
	return read_text(r, out) && *out;
}

static bool read_text_item(struct reader *r, void *item)
{
	return read_word(r, item);
}

static bool read_u32(struct reader *r, uint32_t max, uint32_t *out)
{
	uint64_t v;

	return cbor_get_uint(&r->in, max, &v) && (*out = (uint32_t)v, true);
}

static bool read_u64(struct reader *r, uint64_t *out)
{
	return cbor_get_uint(&r->in, INT64_MAX, out); /* JSON and SQL know no more */
}

/* An enum below count; enums are ints here. */
static bool read_enum(struct reader *r, unsigned count, void *out)
{
	uint32_t v;
	int e;

	if (!read_u32(r, count - 1, &v))
		return false;
	e = (int)v;
	memcpy(out, &e, sizeof e);
	return true;
}

static bool read_status(struct reader *r, enum status *out)
{
	const char *name;

	if (!read_word(r, &name))
		return false;
	*out = status_from_name(name);
	return *out != ST_COUNT;
}

static bool read_digest(struct reader *r, uint8_t *out, size_t len)
{
	struct span s;

	if (!cbor_get_bytes(&r->in, &s) || s.len != len)
		return false;
	memcpy(out, s.data, len);
	return true;
}

static bool read_tree(struct reader *r, struct value **out)
{
	*out = value_decode(r->a, &r->in, &r->nodes);
	return *out != NULL;
}

static bool read_map_tree(struct reader *r, struct value **out)
{
	if (!read_tree(r, out))
		return false;
	if ((*out)->kind == VALUE_NULL)
		*out = NULL;
	return !*out || (*out)->kind == VALUE_MAP;
}

static bool read_floats(struct reader *r, const float **out, uint32_t *n)
{
	struct span s;
	float *v;

	if (!cbor_get_bytes(&r->in, &s) || s.len % 4 || s.len / 4 > MAP_MAX_CELLS)
		return false;
	v = arena_alloc(r->a, s.len / 4 + 1, sizeof *v);
	if (!v)
		return false;
	*n = (uint32_t)(s.len / 4);
	for (uint32_t i = 0; i < *n; i++) {
		uint32_t bits = 0;

		if (!span_u32le(&s, &bits))
			return false;
		memcpy(&v[i], &bits, sizeof bits);
	}
	*out = v;
	return true;
}

/* ---- the parts ---- */

#define KEY(name) is(k, len, name)

static bool error_field(struct reader *r, void *o, const char *k, size_t len, bool *known)
{
	struct error *e = o;
	const char *text;

	if (KEY("code"))
		return read_status(r, &e->code);
	if (KEY("message")) {
		if (!read_word(r, &text))
			return false;
		snprintf(e->message, sizeof e->message, "%s", text);
		return true;
	}
	if (KEY("has_offset"))
		return cbor_get_bool(&r->in, &e->has_offset);
	if (KEY("offset"))
		return read_u64(r, &e->offset);
	*known = false;
	return true;
}

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
		return read_word(r, &f->code);
	if (KEY("kind"))
		return read_enum(r, FINDING_KIND_COUNT, &f->kind);
	if (KEY("level"))
		return read_enum(r, LEVEL_COUNT, &f->level);
	if (KEY("trace"))
		return read_enum(r, TRACE_COUNT, &f->trace);
	if (KEY("summary"))
		return read_word(r, &f->summary);
	if (KEY("detail"))
		return read_text(r, &f->detail);
	if (KEY("region"))
		return read_region(r, f);
	if (KEY("alternatives"))
		return read_list(r, &f->alternatives, &f->n_alternatives, sizeof(char *), 32, read_text_item);
	*known = false;
	return true;
}

static bool finding_item(struct reader *r, void *o)
{
	struct finding *f = o;

	return spend(&r->findings) && read_map(r, f, finding_field) && f->code && f->summary &&
	       (f->kind == FINDING_OBSERVATION || f->n_alternatives > 0);
}

static bool measure_field(struct reader *r, void *o, const char *k, size_t len, bool *known)
{
	struct measure *m = o;

	if (KEY("name"))
		return read_word(r, &m->name);
	if (KEY("value"))
		return cbor_get_double(&r->in, &m->value);
	if (KEY("unit"))
		return read_word(r, &m->unit);
	if (KEY("genuine"))
		return read_text(r, &m->genuine);
	*known = false;
	return true;
}

static bool measure_item(struct reader *r, void *o)
{
	struct measure *m = o;

	return read_map(r, m, measure_field) && m->name && m->unit;
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
		return read_word(r, &t->m.name);
	if (KEY("title"))
		return read_word(r, &t->m.title);
	if (KEY("unit"))
		return read_word(r, &t->m.unit);
	if (KEY("cols"))
		return read_u32(r, MAP_MAX_CELLS, &t->m.cols);
	if (KEY("rows"))
		return read_u32(r, MAP_MAX_CELLS, &t->m.rows);
	if (KEY("data"))
		return read_floats(r, &t->m.data, &t->cells);
	for (size_t i = 0; i < ARRAY_LEN(reals); i++)
		if (KEY(reals[i].key))
			return cbor_get_double(&r->in, reals[i].to);
	*known = false;
	return true;
}

static bool map_item(struct reader *r, void *o)
{
	struct map_read t = { .cells = 0 };

	if (!spend(&r->figures) || !read_map(r, &t, map_field) || !t.m.name || !t.m.title || !t.m.unit || !t.m.data ||
	    (uint64_t)t.m.cols * t.m.rows != t.cells || t.cells == 0)
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
		return read_text(r, &m->label);
	*known = false;
	return true;
}

static bool mark_item(struct reader *r, void *o)
{
	return read_map(r, o, mark_field);
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
			return read_word(r, texts[i].to);
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
		return read_enum(r, PLOT_KIND_COUNT, &p->kind);
	if (KEY("cols"))
		return read_u32(r, MAP_MAX_CELLS, &p->cols);
	if (KEY("rows"))
		return read_u32(r, MAP_MAX_CELLS, &p->rows);
	if (KEY("data"))
		return read_floats(r, &p->data, &t->cells);
	if (KEY("marks"))
		return read_list(r, &p->marks, &p->n_marks, sizeof *p->marks, SMALL_LIST_MAX, mark_item);
	for (size_t i = 0; i < ARRAY_LEN(reals); i++)
		if (KEY(reals[i].key))
			return cbor_get_double(&r->in, reals[i].to);
	return plot_text(r, p, k, len, known);
}

static bool plot_item(struct reader *r, void *o)
{
	struct plot_read t = { .cells = 0 };
	const struct plot *p = &t.p;

	if (!spend(&r->figures) || !read_map(r, &t, plot_field) || !p->name || !p->title || !p->x_label || !p->y_label || !p->unit ||
	    !p->data || (uint64_t)p->cols * p->rows != t.cells || t.cells == 0)
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
	};

	for (size_t i = 0; i < ARRAY_LEN(reals); i++)
		if (KEY(reals[i].key))
			return cbor_get_double(&r->in, reals[i].to);
	for (size_t i = 0; i < ARRAY_LEN(counts); i++)
		if (KEY(counts[i].key))
			return read_u32(r, UINT32_MAX, counts[i].to);
	if (KEY("stratum"))
		return read_word(r, &e->stratum);
	if (KEY("set"))
		return read_word(r, &e->set);
	*known = false;
	return true;
}

static bool read_rate(struct reader *r, struct error_rate *e)
{
	if (cbor_get_null(&r->in))
		return true;
	e->calibrated = true;
	return read_map(r, e, rate_field) && e->stratum && e->set;
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
		return read_list(r, &x->findings, &x->n_findings, sizeof *x->findings, SMALL_LIST_MAX, finding_item);
	if (KEY("measures"))
		return read_list(r, &x->measures, &x->n_measures, sizeof *x->measures, SMALL_LIST_MAX, measure_item);
	if (KEY("maps"))
		return read_list(r, &x->maps, &x->n_maps, sizeof *x->maps, 64, map_item);
	if (KEY("plots"))
		return read_list(r, &x->plots, &x->n_plots, sizeof *x->plots, 64, plot_item);
	if (KEY("limits"))
		return read_list(r, &x->limits, &x->n_limits, sizeof(char *), 64, read_text_item);
	*known = false;
	return true;
}

static bool result_field(struct reader *r, void *o, const char *k, size_t len, bool *known)
{
	struct result *x = o;

	if (KEY("check"))
		return read_word(r, &x->check);
	if (KEY("version"))
		return read_u32(r, UINT32_MAX, &x->version);
	if (KEY("status"))
		return read_enum(r, RESULT_STATUS_COUNT, &x->status);
	if (KEY("reason"))
		return read_text(r, &x->reason);
	if (KEY("code"))
		return read_status(r, &x->code);
	if (KEY("has_offset"))
		return cbor_get_bool(&r->in, &x->has_offset);
	if (KEY("offset"))
		return read_u64(r, &x->offset);
	if (KEY("level"))
		return read_enum(r, LEVEL_COUNT, &x->level);
	if (KEY("score"))
		return read_score(r, x);
	if (KEY("error_rate"))
		return read_rate(r, &x->error_rate);
	if (KEY("params"))
		return read_map_tree(r, &x->params);
	if (KEY("details"))
		return read_map_tree(r, &x->details);
	return result_list(r, x, k, len, known);
}

static bool result_item(struct reader *r, void *o)
{
	struct result *x = o;

	x->arena = r->a;
	return read_map(r, x, result_field) && x->check;
}

static bool entry_field(struct reader *r, void *o, const char *k, size_t len, bool *known)
{
	struct meta_entry *m = o;

	if (KEY("group"))
		return read_word(r, &m->group);
	if (KEY("tag"))
		return read_u32(r, UINT32_MAX, &m->tag);
	if (KEY("name"))
		return read_word(r, &m->name);
	if (KEY("type"))
		return read_word(r, &m->type);
	if (KEY("count"))
		return read_u64(r, &m->count);
	if (KEY("offset"))
		return read_u64(r, &m->offset);
	if (KEY("size"))
		return read_u64(r, &m->size);
	if (KEY("value"))
		return read_word(r, &m->value);
	*known = false;
	return true;
}

static bool entry_item(struct reader *r, void *o)
{
	struct meta_entry *m = o;

	return read_map(r, m, entry_field) && m->group && m->name && m->type && m->value;
}

static bool segment_field(struct reader *r, void *o, const char *k, size_t len, bool *known)
{
	struct segment *s = o;

	if (KEY("name"))
		return read_word(r, &s->name);
	if (KEY("offset"))
		return read_u64(r, &s->offset);
	if (KEY("length"))
		return read_u64(r, &s->length);
	if (KEY("detail"))
		return read_text(r, &s->detail);
	if (KEY("depth"))
		return read_u32(r, 16, &s->depth);
	*known = false;
	return true;
}

static bool segment_item(struct reader *r, void *o)
{
	struct segment *s = o;

	return read_map(r, s, segment_field) && s->name;
}

static bool picture_field(struct reader *r, void *o, const char *k, size_t len, bool *known)
{
	struct embedded *p = o;

	if (KEY("kind"))
		return read_word(r, &p->kind);
	if (KEY("media_type"))
		return read_word(r, &p->media_type);
	if (KEY("offset"))
		return read_u64(r, &p->offset);
	if (KEY("length"))
		return read_u64(r, &p->length);
	if (KEY("width"))
		return read_u32(r, SIDE_MAX, &p->width);
	if (KEY("height"))
		return read_u32(r, SIDE_MAX, &p->height);
	*known = false;
	return true;
}

static bool picture_item(struct reader *r, void *o)
{
	struct embedded *p = o;

	return read_map(r, p, picture_field) && p->kind && p->media_type;
}

struct preview_read {
	struct preview p;
	struct span rgb;
};

static bool preview_field(struct reader *r, void *o, const char *k, size_t len, bool *known)
{
	struct preview_read *t = o;

	if (KEY("width"))
		return read_u32(r, PREVIEW_MAX_SIDE, &t->p.width);
	if (KEY("height"))
		return read_u32(r, PREVIEW_MAX_SIDE, &t->p.height);
	if (KEY("rgb"))
		return cbor_get_bytes(&r->in, &t->rgb);
	*known = false;
	return true;
}

static bool read_preview(struct reader *r, struct preview *out)
{
	struct preview_read t = { .p = { 0 } };

	if (cbor_get_null(&r->in))
		return true;
	if (!read_map(r, &t, preview_field) || !t.p.width || !t.p.height ||
	    t.rgb.len != (size_t)t.p.width * t.p.height * 3)
		return false;
	t.p.rgb = arena_copy(r->a, t.rgb.data, t.rgb.len);
	*out = t.p;
	return t.p.rgb != NULL;
}

static bool reason_field(struct reader *r, void *o, const char *k, size_t len, bool *known)
{
	struct coverage_reason *c = o;

	if (KEY("reason"))
		return read_word(r, &c->reason);
	if (KEY("count"))
		return read_u32(r, UINT32_MAX, &c->count);
	*known = false;
	return true;
}

static bool reason_item(struct reader *r, void *o)
{
	struct coverage_reason *c = o;

	return read_map(r, c, reason_field) && c->reason;
}

static bool read_path_bytes(struct reader *r, struct examination *x)
{
	struct span s;

	if (cbor_get_null(&r->in))
		return true;
	if (!cbor_get_bytes(&r->in, &s) || s.len > TEXT_MAX)
		return false;
	x->path_bytes = arena_copy(r->a, s.data, s.len);
	x->path_len = (uint32_t)s.len;
	return x->path_bytes != NULL;
}

static bool identity_field(struct reader *r, struct examination *x, const char *k, size_t len, bool *known)
{
	if (KEY("path"))
		return read_text(r, &x->path);
	if (KEY("path_bytes"))
		return read_path_bytes(r, x);
	if (KEY("link_target"))
		return read_text(r, &x->link_target);
	if (KEY("size"))
		return read_u64(r, &x->size);
	if (KEY("sha256"))
		return read_digest(r, x->digests.sha256, SHA256_LEN);
	if (KEY("sha1"))
		return read_digest(r, x->digests.sha1, SHA1_LEN);
	if (KEY("md5"))
		return read_digest(r, x->digests.md5, MD5_LEN);
	if (KEY("tool_version"))
		return read_text(r, &x->tool_version);
	if (KEY("libraries"))
		return read_map_tree(r, &x->libraries);
	if (KEY("context_sha256"))
		return read_digest(r, x->context_sha256, SHA256_LEN);
	if (KEY("sandbox"))
		return read_enum(r, SANDBOX_COUNT, &x->sandbox);
	if (KEY("sandbox_note"))
		return read_text(r, &x->sandbox_note);
	*known = false;
	return true;
}

static bool decision_field(struct reader *r, struct examination *x, const char *k, size_t len, bool *known)
{
	if (KEY("level"))
		return read_enum(r, LEVEL_COUNT, &x->level);
	if (KEY("little"))
		return cbor_get_bool(&r->in, &x->little);
	if (KEY("why"))
		return read_list(r, &x->why, &x->n_why, sizeof(char *), SMALL_LIST_MAX, read_text_item);
	if (KEY("spoke"))
		return read_u32(r, 10000, &x->spoke);
	if (KEY("silent"))
		return read_u32(r, 10000, &x->silent);
	if (KEY("reasons"))
		return read_list(r, &x->reasons, &x->n_reasons, sizeof *x->reasons, SMALL_LIST_MAX, reason_item);
	if (KEY("chance_flags"))
		return cbor_get_double(&r->in, &x->chance_flags);
	return identity_field(r, x, k, len, known);
}

static bool picture_lists(struct reader *r, struct examination *x, const char *k, size_t len, bool *known)
{
	if (KEY("entries"))
		return read_list(r, &x->entries, &x->n_entries, sizeof *x->entries, LIST_MAX, entry_item);
	if (KEY("segments"))
		return read_list(r, &x->segments, &x->n_segments, sizeof *x->segments, LIST_MAX, segment_item);
	if (KEY("pictures"))
		return read_list(r, &x->pictures, &x->n_pictures, sizeof *x->pictures, SMALL_LIST_MAX, picture_item);
	if (KEY("results"))
		return read_list(r, &x->results, &x->n_results, sizeof *x->results, 256, result_item);
	return decision_field(r, x, k, len, known);
}

static bool exam_field(struct reader *r, void *o, const char *k, size_t len, bool *known)
{
	struct examination *x = o;

	if (KEY("status"))
		return read_status(r, &x->status);
	if (KEY("error"))
		return read_map(r, &x->error, error_field);
	if (KEY("media_type"))
		return read_text(r, &x->media_type);
	if (KEY("format"))
		return read_text(r, &x->format);
	if (KEY("width"))
		return read_u32(r, SIDE_MAX, &x->width);
	if (KEY("height"))
		return read_u32(r, SIDE_MAX, &x->height);
	if (KEY("facts"))
		return read_map_tree(r, &x->facts);
	if (KEY("preview"))
		return read_preview(r, &x->preview);
	return picture_lists(r, x, k, len, known);
}

enum status exam_decode(struct span bytes, struct examination **out, struct error *e)
{
	struct examination *x = exam_new();
	struct reader r = { .a = &x->arena, .in = bytes, .nodes = NODES_MAX, .findings = FINDINGS_MAX,
			    .figures = FIGURES_MAX };
	enum status st = ST_OK;

	if (!read_map(&r, x, exam_field) || span_left(&r.in) != 0)
		st = err_at(e, ST_PROTOCOL, span_at(&r.in), "this is no examination record");
	if (!st && (st = exam_consistent(x, e)))
		err_context(e, st, "an examination record holds");
	if (st) {
		exam_free(x);
		return st;
	}
	*out = x;
	return ST_OK;
}
