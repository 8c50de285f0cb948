/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/public.h"

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

static void findings(struct result *r, const struct result *from, struct arena *a)
{
	r->findings = from->n_findings ? arena_copy(a, from->findings, from->n_findings * sizeof *r->findings) : NULL;
	r->n_findings = r->findings ? from->n_findings : 0;
	for (uint32_t i = 0; i < r->n_findings; i++) {
		r->findings[i].summary = r->findings[i].code;
		r->findings[i].detail = NULL;
	}
}

static void one(struct result *r, struct arena *a)
{
	static const char *const measured[] = { "recapture", "structure", NULL };
	const struct result from = *r;

	findings(r, &from, a);
	if (!listed(measured, r->check))
		r->n_measures = 0;
	r->details = NULL;
	r->reason = NULL;
	r->n_limits = 0;
	r->n_maps = r->n_plots = 0;
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

void exam_public(const struct examination *x, struct arena *a, struct examination *out)
{
	*out = *x;
	out->path = "(name withheld)";
	out->path_bytes = NULL;
	out->path_len = 0;
	out->link_target = NULL;
	out->format = NULL;
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
		one(&out->results[i], a);
	whys(out, a);
}
