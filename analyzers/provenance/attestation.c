/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The `attestation` check: how much is the signature of a camera worth here? */
#include "src/base/base.h"
#include "analyzers/checks.h"

#include "analyzers/provenance/attestation.h"
#include "analyzers/provenance/c2pa_case.h"
#include "analyzers/provenance/c2pa_put.h"
#include "src/base/utf8.h"

const struct param attestation_params[] = {
	{ "scene_ncc", "", 0.6, -1, 1, "correlation under which the signed thumbnail shows another scene" },
	{ "part_ncc", "", 0.93, -1, 1, "correlation from which one picture is a part of the other" },
	{ .name = NULL },
};

/* ---- findings ---- */

static bool misleads(const struct attestation_case *c, char *detail)
{
	if (c->rung != RUNG_X)
		return false;
	if (c->steps[STEP_REVOCATION].answer == STEP_FAIL)
		c2pa_say(detail, "%s", c->steps[STEP_REVOCATION].text);
	if (c->steps[STEP_INCIDENT].answer == STEP_FAIL)
		c2pa_say(detail, "%s", c->steps[STEP_INCIDENT].text);
	return true;
}

/* Of a maker's own key alone: an editor's signature says nothing about cameras. */
static bool incoherent(const struct attestation_case *c, char *detail)
{
	if (c->rung < RUNG_1 || !c->profile || c->steps[STEP_CAPTURE].answer != STEP_PASS)
		return false;
	for (int s = STEP_MAKE_MODEL; s <= STEP_EXPOSURE; s++)
		if (c->steps[s].answer == STEP_FAIL)
			c2pa_say(detail, "%s", c->steps[s].text);
	return detail[0] != '\0';
}

static bool condition(const struct attestation_case *c, char *detail)
{
	if (!c->incident || c->steps[STEP_INCIDENT].answer != STEP_UNKNOWN)
		return false;
	c2pa_say(detail, "%s", c->steps[STEP_INCIDENT].text);
	return true;
}

static bool device(const struct attestation_case *c, char *detail)
{
	if (c->rung != RUNG_3 && c->rung != RUNG_4)
		return false;
	c2pa_say(detail, "%s: %s (%s, as of %s)", c->profile->name, key_place_words(c->profile->place), c->profile->source,
		 c->profile->as_of);
	if (c->profile->note)
		c2pa_say(detail, "%s", c->profile->note);
	return true;
}

static bool rung(const struct attestation_case *c, char *detail)
{
	c2pa_say(detail, "%s: %s", rung_name(c->rung), rung_words(c->rung));
	return true;
}

#define OBSERVED FINDING_OBSERVATION
#define MEANS FINDING_INTERPRETATION

const struct attestation_rule attestation_rules[] = {
	{ "attestation.misleading", MEANS, LEVEL_WARNING, misleads,
	  "the picture carries a camera's or program's mark that is called off",
	  { "a picture that was signed as it should be: what is called off is a key or a class of devices" } },
	{ "attestation.incoherent", MEANS, LEVEL_NOTICE, incoherent,
	  "the signature is a camera's, and the rest of the file does not look like that camera's",
	  { "a converter of the camera's maker", "a model of which too little is known" } },
	{ "attestation.condition", OBSERVED, LEVEL_NOTICE, condition,
	  "there is a known incident of this kind of device, under a condition that does not show here", { NULL } },
	{ "attestation.device", OBSERVED, LEVEL_NONE, device,
	  "the signature is that of a device's own key; it does not show what stood before the lens", { NULL } },
	{ "attestation.rung", OBSERVED, LEVEL_NONE, rung, "how far the signature carries", { NULL } },
};
const size_t attestation_n_rules = ARRAY_LEN(attestation_rules);

static void add(const struct attestation_case *c, struct result *out)
{
	char detail[C2PA_DETAIL], safe[C2PA_DETAIL];

	for (size_t i = 0; i < attestation_n_rules; i++) {
		const struct attestation_rule *r = &attestation_rules[i];
		struct finding_spec f = { .code = r->code, .kind = r->kind, .level = r->level, .trace = TRACE_PROVENANCE,
					  .summary = r->summary, .alternatives = r->alternatives };

		detail[0] = '\0';
		if (!r->fires(c, detail))
			continue;
		f.detail = utf8_sanitise(safe, sizeof safe, detail, strlen(detail));
		result_add_finding(out, &f);
	}
}

/* ---- details ---- */

static bool test_one_time_key(const struct attestation_case *c, bool *one_time)
{
	*one_time = c->profile && c->profile->per_image_key;
	return c->profile != NULL;
}

static void details(const struct attestation_case *c, struct result *out)
{
	struct put p = { .a = out->arena, .left = 200 };
	struct value *v = result_details(out), *steps;
	bool one_time;

	put_text(&p, v, "rung", rung_name(c->rung));
	put_text(&p, v, "text", rung_words(c->rung));
	steps = put_array(&p, v, "steps");
	for (int s = 0; s < STEPS; s++) {
		struct value *one = put_map(&p, steps, NULL);

		put_text(&p, one, "step", step_name((enum attestation_step)s));
		put_text(&p, one, "answer", step_answer_name(c->steps[s].answer));
		put_text(&p, one, "text", c->steps[s].text);
	}
	put_text(&p, v, "profile", c->profile ? c->profile->name : NULL);
	put_text(&p, v, "profile_source", c->profile ? c->profile->source : NULL);
	put_text(&p, v, "incident", c->incident ? c->incident->id : NULL);
	if (test_one_time_key(c, &one_time))
		put_bool(&p, v, "one_time_key", one_time);
	else
		put_null(&p, v, "one_time_key");
}

static enum status run(struct subject *in, const struct context *cx, const struct param *p,
		       struct job_control *ctl, struct result *out, struct error *e)
{
	struct attestation_case c = { .in = in, .cx = cx, .p = p, .exif = in->has_exif ? &in->facts : NULL };
	enum status st = credentials_get(in, cx, ctl, &c.r, e);

	if (st)
		return st;
	if (c.r->state == C2PA_NONE)
		return err_set(e, ST_NOT_APPLICABLE, "no Content Credentials in this file");
	c.m = c.r->active;
	if (c.m)
		st = credentials_thumbnail(in, &c.m->thumbnail, ctl, &c.thumbnail, e);
	if (st)
		return st;
	attestation_fill(&c);
	add(&c, out);
	details(&c, out);
	result_add_limit(out, "shows that a key signed these bytes; does not show what stood before the lens");
	if (c.profile)
		result_add_limit(out, "where a product keeps its key is what its source says, not a measurement");
	return ST_OK;
}

const struct analyzer analyzer_attestation = {
	.id = "attestation",
	.title = "Camera attestation",
	.question = "How much is the signature of a camera or program worth here?",
	.stage = STAGE_EXAMINER,
	.trace = TRACE_PROVENANCE,
	.version = 1,
	.needs = NEED_TRUST,
	.profiles = PROFILE_QUICK | PROFILE_FULL,
	.follows = "c2pa",
	.params = attestation_params,
	.run = run,
};
