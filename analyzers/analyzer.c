/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is the same for every check: applicability, status, parameters, and the ceiling of what has no error
 * rate. */
#include "src/base/base.h"
#include "analyzers/analyzer.h"

#include "analyzers/calibration.h"
#include "analyzers/stratum.h"
#include "src/base/error_rate.h"
#include "src/base/value.h"

static const char derived[] = "measured on the embedded preview, not on the raw data";

enum { NEEDS_PICTURE = NEED_PIXELS | NEED_JPEG_TABLES | NEED_JPEG_COEFFICIENTS };

double param_value(const struct param *p, const char *name)
{
	for (; p && p->name; p++)
		if (strcmp(p->name, name) == 0)
			return p->value;
	(void)NEVER(true); /* a check asked for a parameter that its table does not have */
	return 0;
}

/* ---- applicability ---- */

static bool has_exif(const struct subject *in)
{
	return in->has_exif;
}

static bool has_structure(const struct subject *in)
{
	return in->container.codec && in->container.codec->walk;
}

static bool has_pixels(const struct subject *in)
{
	return subject_has_decoder(in);
}

static bool has_jpeg(const struct subject *in)
{
	return in->has_jpeg;
}

static const struct {
	enum check_need need;
	bool (*met)(const struct subject *in);
	const char *reason;
} needs[] = {
	{ NEED_STRUCTURE, has_structure, "no reader for this format" },
	{ NEED_METADATA, has_exif, "no EXIF metadata" },
	{ NEED_JPEG_TABLES, has_jpeg, "not a JPEG" },
	{ NEED_JPEG_COEFFICIENTS, has_jpeg, "not a JPEG" },
	{ NEED_PIXELS, has_pixels, "no decoder for this format" },
};

static const char *unmet(const struct analyzer *a, const struct subject *in, const struct context *cx)
{
	if ((a->needs & NEED_TRUST) && !cx->world)
		return "no trust lists came along";
	for (size_t i = 0; i < ARRAY_LEN(needs); i++)
		if ((a->needs & needs[i].need) && !needs[i].met(in))
			return needs[i].reason;
	return NULL;
}

/* ---- filling the result ---- */

static void put_regions(struct result *out, const struct context *cx)
{
	struct value *list = value_add(out->arena, out->params, "regions", VALUE_ARRAY);

	for (unsigned i = 0; i < cx->n_regions; i++) {
		const struct region *r = &cx->regions[i];
		struct value *one = value_add(out->arena, list, NULL, VALUE_ARRAY);

		value_add_int(out->arena, one, NULL, r->x);
		value_add_int(out->arena, one, NULL, r->y);
		value_add_int(out->arena, one, NULL, r->width);
		value_add_int(out->arena, one, NULL, r->height);
		if (r->kind != REGION_PLAIN)
			value_add_text(out->arena, one, NULL, region_kind_name(r->kind));
	}
}

/* What makes the result again: regions too, when the check reads them and there are any. */
static void put_params(const struct analyzer *a, const struct context *cx, const struct param *p,
		       struct result *out)
{
	out->params = value_new(out->arena, VALUE_MAP);
	for (; p && p->name; p++)
		value_add_real(out->arena, out->params, p->name, p->value);
	if (a->regions && cx->n_regions)
		put_regions(out, cx);
}

/* What did not end well says nothing but why: an error never becomes a low score. */
static void silence(struct result *out, enum result_status status, enum status code, const char *reason)
{
	*out = (struct result){ .check = out->check,
				.version = out->version,
				.params = out->params,
				.arena = out->arena,
				.status = status,
				.code = code,
				.reason = reason };
}

static void failed(struct result *out, enum status st, const struct error *e)
{
	const char *reason = arena_str(out->arena, e->message[0] ? e->message : "no reason given");
	enum result_status status = st == ST_CANCELLED ? RESULT_CANCELLED : RESULT_FAILED;

	/* Well formed, but no reader for it here: the check cannot speak about this picture. */
	if (st == ST_NOT_APPLICABLE || st == ST_UNSUPPORTED)
		status = RESULT_NOT_APPLICABLE;
	silence(out, status, st, reason ? reason : "memory ceiling reached");
	out->has_offset = e->has_offset;
	out->offset = e->offset;
}

/* The rates were measured with the parameters of the table, on whole pictures that were files of their own. */
static bool as_measured(const struct analyzer *a, const struct subject *in, const struct context *cx,
			const struct param *p)
{
	const struct param *own = a->params;

	if (in->derived || (a->regions && cx->n_regions))
		return false;
	for (; own && own->name; own++, p++)
		if (p->value < own->value || p->value > own->value)
			return false;
	return true;
}

static void put_rate(const struct analyzer *a, const struct subject *in, const struct context *cx,
		     const struct param *p, struct result *out)
{
	if (a->scores && out->has_score && as_measured(a, in, cx, p))
		out->error_rate = calibration_rate(a->id, a->version, stratum_of(in), out->score);
}

/* Levels are earned: without a measured error rate a score is at most a notice, and at most a warning with one that
 * is good enough. */
static enum level ceiling(const struct analyzer *a, const struct result *out)
{
	if (!a->scores)
		return LEVEL_ALERT;
	return calibration_warns(&out->error_rate) ? LEVEL_WARNING : LEVEL_NOTICE;
}

static void hold_back(const struct analyzer *a, struct result *out)
{
	enum level most = ceiling(a, out);

	out->level = LEVEL_NONE;
	for (uint32_t i = 0; i < out->n_findings; i++) {
		struct finding *f = &out->findings[i];

		if (f->level > most)
			f->level = most;
		if (f->level > out->level)
			out->level = f->level;
	}
	if (a->scores && !out->error_rate.calibrated)
		result_add_limit(out, RATE_UNCALIBRATED);
}

static bool shape_fits(const struct param *given, const struct param *own)
{
	for (; own && own->name; own++, given++)
		if (!given->name || strcmp(given->name, own->name) != 0)
			return false;
	return true;
}

void analyzer_run(const struct analyzer *a, struct subject *in, const struct context *cx,
		  const struct param *params, struct job_control *ctl, struct result *out)
{
	const struct param *p = params && ALWAYS(shape_fits(params, a->params)) ? params : a->params;
	struct error e = ERROR_INIT;
	const char *reason;
	enum status st;

	out->check = a->id;
	out->version = a->version;
	put_params(a, cx, p, out);
	reason = unmet(a, in, cx);
	if (reason) {
		silence(out, RESULT_NOT_APPLICABLE, ST_NOT_APPLICABLE, reason);
		return;
	}
	out->status = RESULT_DONE;
	st = a->run(in, cx, p, ctl, out, &e);
	if (st == ST_OK && out->status != RESULT_DONE) /* a builder ran out of memory */
		st = err_nomem(&e);
	if (st == ST_OK) {
		put_rate(a, in, cx, p, out);
		hold_back(a, out);
	}
	if (st == ST_OK && in->derived && (a->needs & NEEDS_PICTURE))
		result_add_limit(out, derived);
	if (out->status != RESULT_DONE && st == ST_OK)
		st = err_nomem(&e);
	if (st)
		failed(out, st, &e);
}
