/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The examination as one CBOR map. Keys are short words; result_decode.c reads the same ones. A key whose
 * value is absent is written as null, so that every examination has the same shape. */
#include "src/base/base.h"
#include "src/base/result.h"

#include "src/base/cbor.h"

static void text(struct str *o, const char *key, const char *v)
{
	cbor_put_text(o, key);
	cbor_put_text(o, v);
}

static void put_number(struct str *o, const char *key, uint64_t v)
{
	cbor_put_text(o, key);
	cbor_put_uint(o, v);
}

static void real(struct str *o, const char *key, double v)
{
	cbor_put_text(o, key);
	cbor_put_double(o, v);
}

static void flag(struct str *o, const char *key, bool v)
{
	cbor_put_text(o, key);
	cbor_put_bool(o, v);
}

static void bytes(struct str *o, const char *key, const void *p, size_t len)
{
	cbor_put_text(o, key);
	if (p)
		cbor_put_bytes(o, p, len);
	else
		cbor_put_null(o);
}

static void tree(struct str *o, const char *key, const struct value *v)
{
	cbor_put_text(o, key);
	value_encode(v, o);
}

static void texts(struct str *o, const char *key, const char *const *v, uint32_t n)
{
	cbor_put_text(o, key);
	cbor_put_array(o, n);
	for (uint32_t i = 0; i < n; i++)
		cbor_put_text(o, v[i]);
}

static void list(struct str *o, const char *key, uint32_t n)
{
	cbor_put_text(o, key);
	cbor_put_array(o, n);
}

static void put_error(struct str *o, const struct error *e)
{
	cbor_put_map(o, 4);
	text(o, "code", status_name(e->code));
	text(o, "message", e->message);
	flag(o, "has_offset", e->has_offset);
	put_number(o, "offset", e->offset);
}

static void put_finding(struct str *o, const struct finding *f)
{
	cbor_put_map(o, 8);
	text(o, "code", f->code);
	put_number(o, "kind", f->kind);
	put_number(o, "level", f->level);
	put_number(o, "trace", f->trace);
	text(o, "summary", f->summary);
	text(o, "detail", f->detail);
	cbor_put_text(o, "region");
	cbor_put_array(o, f->has_region ? 4 : 0);
	for (int i = 0; f->has_region && i < 4; i++)
		cbor_put_int(o, f->region[i]);
	texts(o, "alternatives", (const char *const *)f->alternatives, f->n_alternatives);
}

static void put_measure(struct str *o, const struct measure *m)
{
	cbor_put_map(o, 4);
	text(o, "name", m->name);
	real(o, "value", m->value);
	text(o, "unit", m->unit);
	text(o, "genuine", m->genuine);
}

static void put_map(struct str *o, const struct map *m)
{
	cbor_put_map(o, 12);
	text(o, "name", m->name);
	text(o, "title", m->title);
	text(o, "unit", m->unit);
	put_number(o, "cols", m->cols);
	put_number(o, "rows", m->rows);
	real(o, "x", m->origin_x);
	real(o, "y", m->origin_y);
	real(o, "dx", m->step_x);
	real(o, "dy", m->step_y);
	real(o, "low", m->low);
	real(o, "high", m->high);
	cbor_put_text(o, "data");
	cbor_put_floats(o, m->data, (size_t)m->cols * m->rows);
}

static void put_marks(struct str *o, const struct plot *p)
{
	list(o, "marks", p->n_marks);
	for (uint32_t i = 0; i < p->n_marks; i++) {
		cbor_put_map(o, 3);
		real(o, "x", p->marks[i].x);
		real(o, "y", p->marks[i].y);
		text(o, "label", p->marks[i].label);
	}
}

static void put_plot(struct str *o, const struct plot *p)
{
	cbor_put_map(o, 16);
	text(o, "name", p->name);
	text(o, "title", p->title);
	put_number(o, "kind", p->kind);
	text(o, "x_label", p->x_label);
	text(o, "y_label", p->y_label);
	text(o, "unit", p->unit);
	real(o, "x0", p->x0);
	real(o, "x1", p->x1);
	real(o, "y0", p->y0);
	real(o, "y1", p->y1);
	real(o, "low", p->low);
	real(o, "high", p->high);
	put_number(o, "cols", p->cols);
	put_number(o, "rows", p->rows);
	cbor_put_text(o, "data");
	cbor_put_floats(o, p->data, (size_t)p->cols * p->rows);
	put_marks(o, p);
}

static void put_rate(struct str *o, const struct error_rate *r)
{
	cbor_put_text(o, "error_rate");
	if (!r->calibrated) {
		cbor_put_null(o);
		return;
	}
	cbor_put_map(o, 13);
	real(o, "threshold", r->threshold);
	real(o, "fpr", r->fpr);
	real(o, "fpr_lo", r->fpr_lo);
	real(o, "fpr_hi", r->fpr_hi);
	real(o, "tpr", r->tpr);
	real(o, "tpr_lo", r->tpr_lo);
	real(o, "tpr_hi", r->tpr_hi);
	put_number(o, "n_genuine", r->n_genuine);
	put_number(o, "n_positive", r->n_positive);
	put_number(o, "sources", r->sources);
	put_number(o, "sources_positive", r->sources_positive);
	text(o, "stratum", r->stratum);
	text(o, "set", r->set);
}

static void put_result_lists(struct str *o, const struct result *r)
{
	list(o, "findings", r->n_findings);
	for (uint32_t i = 0; i < r->n_findings; i++)
		put_finding(o, &r->findings[i]);
	list(o, "measures", r->n_measures);
	for (uint32_t i = 0; i < r->n_measures; i++)
		put_measure(o, &r->measures[i]);
	list(o, "maps", r->n_maps);
	for (uint32_t i = 0; i < r->n_maps; i++)
		put_map(o, &r->maps[i]);
	list(o, "plots", r->n_plots);
	for (uint32_t i = 0; i < r->n_plots; i++)
		put_plot(o, &r->plots[i]);
	texts(o, "limits", r->limits, r->n_limits);
}

static void put_result(struct str *o, const struct result *r)
{
	cbor_put_map(o, 17);
	text(o, "check", r->check);
	put_number(o, "version", r->version);
	put_number(o, "status", r->status);
	text(o, "reason", r->reason);
	text(o, "code", status_name(r->code));
	flag(o, "has_offset", r->has_offset);
	put_number(o, "offset", r->offset);
	put_number(o, "level", r->level);
	cbor_put_text(o, "score");
	if (r->has_score)
		cbor_put_double(o, r->score);
	else
		cbor_put_null(o);
	put_rate(o, &r->error_rate);
	tree(o, "params", r->params);
	tree(o, "details", r->details);
	put_result_lists(o, r);
}

static void put_entries(struct str *o, const struct examination *x)
{
	list(o, "entries", x->n_entries);
	for (uint32_t i = 0; i < x->n_entries; i++) {
		const struct meta_entry *m = &x->entries[i];

		cbor_put_map(o, 8);
		text(o, "group", m->group);
		put_number(o, "tag", m->tag);
		text(o, "name", m->name);
		text(o, "type", m->type);
		put_number(o, "count", m->count);
		put_number(o, "offset", m->offset);
		put_number(o, "size", m->size);
		text(o, "value", m->value);
	}
}

static void put_segments(struct str *o, const struct examination *x)
{
	list(o, "segments", x->n_segments);
	for (uint32_t i = 0; i < x->n_segments; i++) {
		const struct segment *s = &x->segments[i];

		cbor_put_map(o, 5);
		text(o, "name", s->name);
		put_number(o, "offset", s->offset);
		put_number(o, "length", s->length);
		text(o, "detail", s->detail);
		put_number(o, "depth", s->depth);
	}
}

static void put_pictures(struct str *o, const struct examination *x)
{
	list(o, "pictures", x->n_pictures);
	for (uint32_t i = 0; i < x->n_pictures; i++) {
		const struct embedded *p = &x->pictures[i];

		cbor_put_map(o, 6);
		text(o, "kind", p->kind);
		text(o, "media_type", p->media_type);
		put_number(o, "offset", p->offset);
		put_number(o, "length", p->length);
		put_number(o, "width", p->width);
		put_number(o, "height", p->height);
	}
}

static void put_preview(struct str *o, const struct preview *p)
{
	cbor_put_text(o, "preview");
	if (!p->width || !p->height) {
		cbor_put_null(o);
		return;
	}
	cbor_put_map(o, 3);
	put_number(o, "width", p->width);
	put_number(o, "height", p->height);
	bytes(o, "rgb", p->rgb, (size_t)p->width * p->height * 3);
}

static void put_lists(struct str *o, const struct examination *x)
{
	list(o, "lists", x->n_lists);
	for (uint32_t i = 0; i < x->n_lists; i++) {
		cbor_put_map(o, 4);
		text(o, "name", x->lists[i].name);
		text(o, "kind", x->lists[i].kind);
		cbor_put_text(o, "date");
		cbor_put_int(o, x->lists[i].date);
		bytes(o, "sha256", x->lists[i].sha256, SHA256_LEN);
	}
}

static void put_identity(struct str *o, const struct examination *x)
{
	text(o, "schema", "cottingley.examination/1");
	text(o, "path", x->path);
	bytes(o, "path_bytes", x->path_bytes, x->path_len);
	text(o, "link_target", x->link_target);
	put_number(o, "size", x->size);
	bytes(o, "sha256", x->digests.sha256, SHA256_LEN);
	bytes(o, "sha1", x->digests.sha1, SHA1_LEN);
	bytes(o, "md5", x->digests.md5, MD5_LEN);
	text(o, "tool_version", x->tool_version);
	tree(o, "libraries", x->libraries);
	text(o, "companion", x->companion);
	bytes(o, "companion_sha256", x->companion ? x->companion_sha256 : NULL, SHA256_LEN);
	bytes(o, "context_sha256", x->context_sha256, SHA256_LEN);
	put_lists(o, x);
	put_number(o, "sandbox", x->sandbox);
	text(o, "sandbox_note", x->sandbox_note);
}

static void put_decision(struct str *o, const struct examination *x)
{
	put_number(o, "level", x->level);
	flag(o, "little", x->little);
	texts(o, "why", x->why, x->n_why);
	put_number(o, "spoke", x->spoke);
	put_number(o, "silent", x->silent);
	list(o, "reasons", x->n_reasons);
	for (uint32_t i = 0; i < x->n_reasons; i++) {
		cbor_put_map(o, 2);
		text(o, "reason", x->reasons[i].reason);
		put_number(o, "count", x->reasons[i].count);
	}
	real(o, "chance_flags", x->chance_flags);
}

void exam_encode(const struct examination *x, struct str *o)
{
	enum { IDENTITY = 16, DECISION = 7, PICTURE = 12 };

	cbor_put_map(o, IDENTITY + DECISION + PICTURE);
	put_identity(o, x);
	put_decision(o, x);
	text(o, "status", status_name(x->status));
	cbor_put_text(o, "error");
	put_error(o, &x->error);
	text(o, "media_type", x->media_type);
	text(o, "format", x->format);
	put_number(o, "width", x->width);
	put_number(o, "height", x->height);
	tree(o, "facts", x->facts);
	put_entries(o, x);
	put_segments(o, x);
	put_pictures(o, x);
	list(o, "results", x->n_results);
	for (uint32_t i = 0; i < x->n_results; i++)
		put_result(o, &x->results[i]);
	put_preview(o, &x->preview);
}
