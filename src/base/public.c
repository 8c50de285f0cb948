/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/public.h"

#include "src/base/region.h"

const char *const public_dropped[] = { "names and paths", "metadata entries", "places", "serial numbers", "dates",
				       "owner, artist, copyright and comments", "wording of findings and errors",
				       "details, limits and reasons of checks", NULL };

static bool listed(const char *const *list, const char *word)
{
	for (; *list; list++)
		if (strcmp(*list, word) == 0)
			return true;
	return false;
}

/* Numbers alone: a text under an innocent key may say anything. */
static struct value *facts(const struct value *from, struct arena *a)
{
	static const char *const keys[] = { "orientation", "pixel_x_dimension", "pixel_y_dimension", NULL };
	struct value *out = value_new(a, VALUE_MAP);

	for (const struct value *v = from ? from->first : NULL; v; v = v->next)
		if (v->kind == VALUE_INT && v->key && listed(keys, v->key))
			value_add_int(a, out, v->key, v->integer);
	return out;
}

/* The words of the walks and checks: "image/x-canon-cr3", "thumbnail (Photoshop)", "cycles/px". */
static bool is_word(const char *s, size_t most)
{
	size_t n = s ? strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._+/() -") : 0;

	return s && s[n] == '\0' && n <= most;
}

static void alternatives(struct finding *f, const char *check, public_says says, struct arena *a)
{
	const char **from = f->alternatives;
	uint32_t most = f->n_alternatives;

	f->n_alternatives = 0;
	f->alternatives = most ? arena_alloc(a, most, sizeof *from) : NULL;
	for (uint32_t i = 0; f->alternatives && i < most; i++)
		if (says(check, f->code, from[i]))
			f->alternatives[f->n_alternatives++] = from[i];
}

static void findings(struct result *r, const struct result *from, public_says says, struct arena *a)
{
	r->findings = from->n_findings ? arena_copy(a, from->findings, from->n_findings * sizeof *r->findings) : NULL;
	r->n_findings = r->findings ? from->n_findings : 0;
	for (uint32_t i = 0; i < r->n_findings; i++) {
		struct finding *f = &r->findings[i];

		if (!says(r->check, f->code, NULL))
			f->code = "withheld";
		f->summary = f->code;
		f->detail = NULL;
		alternatives(f, r->check, says, a);
	}
}

static void measures(struct result *r, struct arena *a)
{
	static const char *const measured[] = { "recapture", "structure", NULL };
	const struct measure *from = r->measures;
	uint32_t most = listed(measured, r->check) ? r->n_measures : 0;

	r->n_measures = 0;
	r->measures = most ? arena_alloc(a, most, sizeof *from) : NULL;
	for (uint32_t i = 0; r->measures && i < most; i++)
		if (is_word(from[i].name, 32) && is_word(from[i].unit, 12)) {
			r->measures[r->n_measures] = from[i];
			r->measures[r->n_measures++].genuine = NULL;
		}
}

/* The parameters of checks are numbers, and regions made of numbers and the word for their kind. */
static void numbers(const struct value *from, struct value *out, struct arena *a, unsigned depth)
{
	for (const struct value *v = from->first; v; v = v->next) {
		if (v->key && !is_word(v->key, 40))
			continue;
		if (v->kind == VALUE_INT)
			value_add_int(a, out, v->key, v->integer);
		else if (v->kind == VALUE_REAL)
			value_add_real(a, out, v->key, v->real);
		else if (v->kind == VALUE_BOOL)
			value_add_bool(a, out, v->key, v->boolean);
		else if (v->kind == VALUE_TEXT && depth == 2 && region_kind_from(v->text) != REGION_KINDS)
			value_add_text(a, out, v->key, v->text);
		else if ((v->kind == VALUE_MAP || v->kind == VALUE_ARRAY) && depth < 4)
			numbers(v, value_add(a, out, v->key, v->kind), a, depth + 1);
	}
}

static void one(struct result *r, public_says says, struct arena *a)
{
	const struct result from = *r;

	findings(r, &from, says, a);
	measures(r, a);
	r->params = value_new(a, VALUE_MAP);
	if (from.params)
		numbers(from.params, r->params, a, 0);
	if (!is_word(from.error_rate.stratum, 64) || !is_word(from.error_rate.set, 64))
		r->error_rate.calibrated = false;
	r->details = NULL;
	r->reason = NULL;
	r->n_limits = 0;
	r->n_maps = r->n_plots = 0;
}

static void pictures(struct examination *out, struct arena *a)
{
	struct embedded *p = out->n_pictures ? arena_copy(a, out->pictures, out->n_pictures * sizeof *p) : NULL;

	out->pictures = p;
	out->n_pictures = p ? out->n_pictures : 0;
	for (uint32_t i = 0; i < out->n_pictures; i++) {
		if (!is_word(p[i].kind, 32))
			p[i].kind = "withheld";
		if (!is_word(p[i].media_type, 40))
			p[i].media_type = "application/octet-stream";
	}
}

static void whys(struct examination *out, struct arena *a)
{
	uint32_t n = 0, most = 0;

	for (uint32_t i = 0; i < out->n_results; i++)
		most += out->results[i].n_findings;
	out->n_why = 0;
	out->why = most ? arena_alloc(a, most, sizeof *out->why) : NULL;
	for (uint32_t i = 0; out->why && i < out->n_results; i++)
		for (uint32_t k = 0; k < out->results[i].n_findings; k++)
			if (out->results[i].findings[k].level > LEVEL_NONE)
				out->why[n++] = out->results[i].findings[k].code;
	out->n_why = n;
}

void exam_public(const struct examination *x, public_says says, struct arena *a, struct examination *out)
{
	*out = *x;
	out->path = "(name withheld)";
	out->path_bytes = NULL;
	out->path_len = 0;
	out->link_target = NULL;
	if (x->companion)
		out->companion = "(name withheld)";
	out->lists = x->n_lists ? arena_copy(a, x->lists, x->n_lists * sizeof *out->lists) : NULL;
	out->n_lists = out->lists ? x->n_lists : 0;
	for (uint32_t i = 0; i < out->n_lists; i++)
		out->lists[i].name = out->lists[i].kind; /* the user named them */
	out->format = NULL;
	if (!is_word(x->media_type, 40))
		out->media_type = x->media_type ? "application/octet-stream" : NULL;
	out->facts = facts(x->facts, a);
	out->entries = NULL;
	out->n_entries = 0;
	out->segments = NULL;
	out->n_segments = 0;
	out->n_reasons = 0;
	snprintf(out->error.message, sizeof out->error.message, "%s", x->status == ST_OK ? "" : status_name(x->status));
	out->results = x->n_results ? arena_copy(a, x->results, x->n_results * sizeof *out->results) : NULL;
	out->n_results = out->results ? x->n_results : 0;
	for (uint32_t i = 0; i < out->n_results; i++)
		one(&out->results[i], says, a);
	pictures(out, a);
	whys(out, a);
}

void case_report_public(const struct case_report *r, struct arena *a, struct case_report *out)
{
	*out = *r;
	out->findings = r->n_findings ? arena_copy(a, r->findings, r->n_findings * sizeof *out->findings) : NULL;
	out->n_findings = out->findings ? r->n_findings : 0;
	for (size_t i = 0; i < out->n_findings; i++) {
		out->findings[i].summary = out->findings[i].code;
		out->findings[i].detail = NULL;
	}
}
