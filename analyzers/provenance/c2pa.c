/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The `c2pa` check: Content Credentials, verified offline; five separate answers, never one word for all. */
#include "src/base/base.h"
#include "analyzers/checks.h"

#include "analyzers/provenance/c2pa_case.h"
#include "src/base/utf8.h"
#include "src/base/value.h"

void c2pa_case_fill(struct c2pa_case *c)
{
	c->m = c->r->active;
	c->bound = credentials_bound(c->r);
	if (!c->r->store)
		c2pa_residue(c);
}

const struct thumbnail_match *c2pa_match(const struct c2pa_case *c, const struct c2pa_thumbnail *t)
{
	for (uint32_t i = 0; i < c->n_compared; i++)
		if (c->compared[i].thumbnail == t)
			return &c->compared[i].match;
	return NULL;
}

/* ---- thumbnails ---- */

static enum status look_at(struct c2pa_case *c, const struct c2pa_thumbnail *t, const char *whose,
			   struct job_control *ctl, struct result *out, struct error *e)
{
	struct compared *k = &c->compared[c->n_compared];
	char text[200];
	enum status st;

	if (!t->bytes.len || c->n_compared == C2PA_COMPARED)
		return ST_OK;
	st = credentials_thumbnail(c->in, t, ctl, &k->match, e);
	if (st)
		return st;
	k->thumbnail = t;
	c->n_compared++;
	if (k->match.state == THUMBNAIL_SILENT) {
		snprintf(text, sizeof text, "the thumbnail of %s was not compared: %s", whose, k->match.why);
		result_add_limit(out, text);
	}
	return ST_OK;
}

/* The active claim's, those of its ingredients, then those of the manifests behind them. */
static enum status thumbnails(struct c2pa_case *c, struct job_control *ctl, struct result *out, struct error *e)
{
	enum status st = c->m ? look_at(c, &c->m->thumbnail, "the claim", ctl, out, e) : ST_OK;

	for (uint32_t i = 0; !st && c->m && i < c->m->n_ingredients; i++)
		st = look_at(c, &c->m->ingredients[i].thumbnail, "an ingredient", ctl, out, e);
	for (uint32_t i = 0; !st && i < c->r->n_manifests; i++) {
		const struct c2pa_manifest *m = &c->r->manifests[i];

		if (m != c->m && m->referenced)
			st = look_at(c, &m->thumbnail, "an earlier claim", ctl, out, e);
	}
	return st;
}

/* ---- the check ---- */

static void add(struct result *out, const struct c2pa_rule *r, const char *detail)
{
	char safe[C2PA_DETAIL];
	struct finding_spec f = { .code = r->code, .kind = r->kind, .level = r->level, .trace = TRACE_PROVENANCE,
				  .summary = r->summary, .alternatives = r->alternatives };

	f.detail = detail[0] ? utf8_sanitise(safe, sizeof safe, detail, strlen(detail)) : NULL;
	result_add_finding(out, &f);
}

static void limits(const struct c2pa_case *c, struct result *out)
{
	if (!c->r->active)
		return;
	result_add_limit(out, "a signature binds bytes to a key; it does not show that what the signer states is true");
	if (!c->cx->world->judges)
		result_add_limit(out, "nobody was asked whose key it is: no trust list was used");
	result_add_limit(out, "nothing was fetched: revocation is known as far as the file and the installed lists tell");
}

static enum status run(struct subject *in, const struct context *cx, const struct param *p,
		       struct job_control *ctl, struct result *out, struct error *e)
{
	struct c2pa_case c = { .in = in, .cx = cx, .p = p, .arena = out->arena };
	struct c2pa_answers answers;
	char detail[C2PA_DETAIL];
	enum status st;

	st = credentials_get(in, cx, ctl, &c.r, e);
	if (st)
		return st;
	c2pa_case_fill(&c);
	if (c.r->state == C2PA_NONE && !c.n_residue)
		return err_set(e, ST_NOT_APPLICABLE, "no Content Credentials in this file");
	st = thumbnails(&c, ctl, out, e);
	if (st)
		return st;
	for (size_t i = 0; i < c2pa_n_rules; i++) {
		detail[0] = '\0';
		if (c2pa_rules[i].fires(&c, &c2pa_rules[i], detail))
			add(out, &c2pa_rules[i], detail);
	}
	c2pa_answer(&c, &answers);
	c2pa_details(&c, &answers, out);
	limits(&c, out);
	return ST_OK;
}

const struct analyzer analyzer_c2pa = {
	.id = "c2pa",
	.title = "Content Credentials",
	.question = "What does a signed manifest in the file prove, and what does its signer only state?",
	.stage = STAGE_EXAMINER,
	.trace = TRACE_PROVENANCE,
	.version = 1,
	.needs = NEED_TRUST,
	.profiles = PROFILE_QUICK | PROFILE_FULL,
	.params = c2pa_params,
	.run = run,
};
