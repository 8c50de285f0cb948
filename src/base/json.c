/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/json.h"

#include "src/base/base64.h"
#include "src/base/timeutil.h"
#include "src/base/utf8.h"

#include <math.h>

enum { PRECISION = 15 }; /* decimal digits that every double keeps */

double json_round4(double v)
{
	char buf[40];

	if (!isfinite(v))
		return v;
	snprintf(buf, sizeof buf, "%.4g", v);
	return strtod(buf, NULL);
}

json_t *json_number(double v)
{
	return isfinite(v) ? json_real(v) : json_null();
}

json_t *json_text(const char *s)
{
	char buf[4096];

	if (!s)
		return json_null();
	if (utf8_valid(s, strlen(s)))
		return json_string_nocheck(s);
	return json_string_nocheck(utf8_sanitise(buf, sizeof buf, s, strlen(s)));
}

static void set(json_t *o, const char *key, json_t *v)
{
	json_object_set_new_nocheck(o, key, v);
}

static json_t *children(const struct value *v)
{
	json_t *o = v->kind == VALUE_MAP ? json_object() : json_array();

	for (const struct value *c = v->first; c; c = c->next) {
		if (v->kind == VALUE_MAP)
			set(o, c->key ? c->key : "", json_value(c));
		else
			json_array_append_new(o, json_value(c));
	}
	return o;
}

json_t *json_value(const struct value *v)
{
	switch (v ? v->kind : VALUE_NULL) {
	case VALUE_BOOL: return json_boolean(v->boolean);
	case VALUE_INT: return json_integer(v->integer);
	case VALUE_REAL: return json_number(v->real);
	case VALUE_TEXT: return json_text(v->text);
	case VALUE_ARRAY:
	case VALUE_MAP: return children(v);
	case VALUE_NULL: break;
	}
	return json_null();
}

static json_t *texts(const char *const *v, uint32_t n)
{
	json_t *a = json_array();

	for (uint32_t i = 0; i < n; i++)
		json_array_append_new(a, json_text(v[i]));
	return a;
}

static json_t *hex(const uint8_t *bytes, size_t len)
{
	char buf[2 * SHA256_LEN + 1];

	return json_string(hex_encode(buf, bytes, len));
}

static json_t *base64(const uint8_t *p, size_t len)
{
	struct str o;
	json_t *j;

	str_init(&o, len * 2 + 4);
	base64_add(&o, p, len);
	j = json_string(o.data);
	str_release(&o);
	return j;
}

static json_t *finding(const struct finding *f)
{
	json_t *o = json_object();

	set(o, "code", json_text(f->code));
	set(o, "kind", json_text(finding_kind_name(f->kind)));
	set(o, "level", json_text(level_name(f->level)));
	set(o, "trace", json_text(trace_name(f->trace)));
	set(o, "summary", json_text(f->summary));
	set(o, "detail", json_text(f->detail));
	set(o, "region", f->has_region ? json_pack("[iiii]", f->region[0], f->region[1], f->region[2], f->region[3])
				       : json_null());
	set(o, "alternatives", texts(f->alternatives, f->n_alternatives));
	return o;
}

static json_t *measures(const struct result *r)
{
	json_t *all = json_object();

	for (uint32_t i = 0; i < r->n_measures; i++) {
		const struct measure *m = &r->measures[i];
		json_t *o = json_object();

		set(o, "value", json_number(json_round4(m->value)));
		set(o, "unit", json_text(m->unit));
		if (m->genuine)
			set(o, "genuine", json_text(m->genuine));
		set(all, m->name, o);
	}
	return all;
}

static json_t *rate(const struct error_rate *e)
{
	json_t *o;

	if (!e->calibrated)
		return json_null();
	o = json_object();
	set(o, "threshold", json_number(json_round4(e->threshold)));
	set(o, "false_positive_rate", json_number(json_round4(e->fpr)));
	set(o, "fpr_ci95", json_pack("[oo]", json_number(json_round4(e->fpr_lo)), json_number(json_round4(e->fpr_hi))));
	set(o, "n_genuine", json_integer(e->n_genuine));
	set(o, "true_positive_rate", json_number(json_round4(e->tpr)));
	set(o, "tpr_ci95", json_pack("[oo]", json_number(json_round4(e->tpr_lo)), json_number(json_round4(e->tpr_hi))));
	set(o, "n_positive", json_integer(e->n_positive));
	set(o, "sources", json_integer(e->sources));
	set(o, "sources_positive", json_integer(e->sources_positive));
	set(o, "stratum", json_text(e->stratum));
	set(o, "set", json_text(e->set));
	return o;
}

static json_t *named_maps(const struct result *r)
{
	json_t *a = json_array();

	for (uint32_t i = 0; i < r->n_maps; i++) {
		const struct map *m = &r->maps[i];

		json_array_append_new(a, json_pack("{s:o,s:i,s:i,s:[ff],s:[ff],s:o}", "name", json_text(m->name),
						   "cols", (int)m->cols, "rows", (int)m->rows, "origin",
						   m->origin_x, m->origin_y, "step", m->step_x, m->step_y,
						   "unit", json_text(m->unit)));
	}
	return a;
}

static json_t *named_plots(const struct result *r)
{
	json_t *a = json_array();

	for (uint32_t i = 0; i < r->n_plots; i++)
		json_array_append_new(a, json_text(r->plots[i].name));
	return a;
}

static json_t *result(const struct result *r)
{
	json_t *o = json_object(), *list = json_array();

	set(o, "check", json_text(r->check));
	set(o, "version", json_integer(r->version));
	set(o, "params", r->params ? json_value(r->params) : json_object());
	set(o, "status", json_text(result_status_name(r->status)));
	set(o, "reason", json_text(r->reason));
	if (r->status == RESULT_FAILED) {
		set(o, "code", json_text(status_name(r->code)));
		set(o, "offset", r->has_offset ? json_integer((json_int_t)r->offset) : json_null());
	}
	set(o, "level", json_text(level_name(r->level)));
	set(o, "score", r->has_score ? json_number(json_round4(r->score)) : json_null());
	set(o, "error_rate", rate(&r->error_rate));
	for (uint32_t i = 0; i < r->n_findings; i++)
		json_array_append_new(list, finding(&r->findings[i]));
	set(o, "findings", list);
	set(o, "measures", measures(r));
	set(o, "maps", named_maps(r));
	set(o, "plots", named_plots(r));
	set(o, "limits", texts(r->limits, r->n_limits));
	set(o, "details", r->details ? json_value(r->details) : json_object());
	return o;
}

/* Of a file that could not be read, size and hashes are null: nobody saw a byte of it. */
static void identity(json_t *o, const struct examination *x)
{
	const struct digests *d = &x->digests;
	bool read = digests_known(d);

	set(o, "size", read ? json_integer((json_int_t)x->size) : json_null());
	set(o, "sha256", read ? hex(d->sha256, SHA256_LEN) : json_null());
	set(o, "sha1", read ? hex(d->sha1, SHA1_LEN) : json_null());
	set(o, "md5", read ? hex(d->md5, MD5_LEN) : json_null());
}

/* Null when the check did not run, or had no pixels. */
static void perceptual(json_t *o, const struct result *r)
{
	const struct value *d = r && r->status == RESULT_DONE ? r->details : NULL;

	set(o, "pdq", json_value(value_get(d, "pdq")));
	set(o, "pdq_quality", json_value(value_get(d, "pdq_quality")));
}

static json_t *evidence(const struct examination *x)
{
	json_t *o = json_object();

	set(o, "path", json_text(x->path));
	if (x->path_bytes)
		set(o, "path_bytes", base64(x->path_bytes, x->path_len));
	if (x->link_target)
		set(o, "link_target", json_text(x->link_target));
	identity(o, x);
	if (x->companion)
		set(o, "companion", json_pack("{s:o,s:o}", "name", json_text(x->companion), "sha256",
					      hex(x->companion_sha256, SHA256_LEN)));
	set(o, "media_type", json_text(x->media_type));
	set(o, "format", json_text(x->format));
	set(o, "width", x->width ? json_integer(x->width) : json_null());
	set(o, "height", x->height ? json_integer(x->height) : json_null());
	perceptual(o, exam_result(x, "identity"));
	return o;
}

static json_t *error(const struct examination *x)
{
	if (x->status == ST_OK)
		return json_null();
	return json_pack("{s:o,s:o,s:o}", "code", json_text(status_name(x->status)), "message",
			 json_text(x->error.message), "offset",
			 x->error.has_offset ? json_integer((json_int_t)x->error.offset) : json_null());
}

static json_t *coverage(const struct examination *x)
{
	json_t *o = json_object(), *why = json_object();

	set(o, "spoke", json_integer(x->spoke));
	set(o, "silent", json_integer(x->silent));
	for (uint32_t i = 0; i < x->n_reasons; i++)
		set(why, x->reasons[i].reason, json_integer(x->reasons[i].count));
	set(o, "reasons", why);
	set(o, "little", json_boolean(x->little));
	set(o, "chance_flags", json_number(json_round4(x->chance_flags)));
	return o;
}

static json_t *pictures(const struct examination *x)
{
	json_t *a = json_array();

	for (uint32_t i = 0; i < x->n_pictures; i++) {
		const struct embedded *p = &x->pictures[i];

		json_array_append_new(a, json_pack("{s:o,s:o,s:I,s:I,s:I,s:I}", "kind", json_text(p->kind), "media_type",
						   json_text(p->media_type), "offset", (json_int_t)p->offset, "length",
						   (json_int_t)p->length, "width", (json_int_t)p->width, "height",
						   (json_int_t)p->height));
	}
	return a;
}

static json_t *lists(const struct examination *x)
{
	json_t *a = json_array();
	char date[32];

	for (uint32_t i = 0; i < x->n_lists; i++) {
		const struct context_list *l = &x->lists[i];

		json_array_append_new(a, json_pack("{s:o,s:o,s:o,s:o}", "name", json_text(l->name), "kind", json_text(l->kind),
						   "date", json_text(l->date ? time_format_utc(date, l->date) : NULL), "sha256",
						   hex(l->sha256, SHA256_LEN)));
	}
	return a;
}

json_t *json_examination(const struct examination *x)
{
	json_t *o = json_object(), *results = json_array(), *tool = json_object(), *context = json_object();

	set(o, "schema", json_string("cottingley.examination/1"));
	set(tool, "name", json_string("cottingley"));
	set(tool, "version", json_text(x->tool_version));
	set(tool, "libraries", x->libraries ? json_value(x->libraries) : json_object());
	set(o, "tool", tool);
	set(context, "sha256", hex(x->context_sha256, SHA256_LEN));
	set(context, "lists", lists(x));
	set(o, "context", context);
	set(o, "sandbox", json_text(sandbox_name(x->sandbox)));
	if (x->sandbox_note && x->sandbox_note[0])
		set(o, "sandbox_note", json_text(x->sandbox_note));
	set(o, "evidence", evidence(x));
	set(o, "status", json_text(x->status == ST_OK ? "done" : "failed"));
	set(o, "error", error(x));
	set(o, "metadata", x->facts ? json_value(x->facts) : json_object());
	set(o, "level", json_text(level_name(x->level)));
	set(o, "why", texts(x->why, x->n_why));
	set(o, "coverage", coverage(x));
	set(o, "pictures", pictures(x));
	for (uint32_t i = 0; i < x->n_results; i++)
		json_array_append_new(results, result(&x->results[i]));
	set(o, "results", results);
	return o;
}

char *json_line(const json_t *j)
{
	return json_dumps(j, JSON_COMPACT | JSON_REAL_PRECISION(PRECISION));
}
