/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The `contradiction` check: layers of metadata compared with one another and with the picture. */
#include "src/base/base.h"
#include "analyzers/checks.h"

#include "analyzers/provenance/contradiction_rules.h"
#include "analyzers/provenance/credentials.h"
#include "src/base/utf8.h"
#include "src/base/value.h"

/* Photoshop 4 stored blue first. */
static void swap_blue(struct raster *r)
{
	uint8_t *p = r->data;

	for (size_t i = 0; r->channels == 3 && r->depth == 8 && i < (size_t)r->width * r->height; i++, p += 3) {
		uint8_t blue = p[0];

		p[0] = p[2];
		p[2] = blue;
	}
}

static enum status compare(struct contradiction_case *c, struct raster *thumbnail, struct thumbnail_match *m,
			   struct job_control *ctl, struct error *why)
{
	const struct raster *picture;
	enum status st = subject_raster(c->in, ctl, &picture, why);

	return st ? st : thumbnail_compare(picture, thumbnail, m, why);
}

/* A thumbnail that cannot be compared is a limit of this result, not a failure of the check. */
static enum status look_at(struct contradiction_case *c, struct span jpeg, bool blue_first, const char *whose,
			   struct thumbnail_match *m, struct job_control *ctl, struct result *out, struct error *e)
{
	struct error why = ERROR_INIT;
	struct raster thumbnail = { 0 };
	char text[480];
	enum status st;

	if (!jpeg.len)
		return ST_OK;
	st = subject_embedded_bytes(c->in, jpeg, &thumbnail, &why);
	if (st == ST_OK && blue_first)
		swap_blue(&thumbnail);
	if (st == ST_OK)
		st = compare(c, &thumbnail, m, ctl, &why);
	raster_release(&thumbnail);
	if (st == ST_CANCELLED || st == ST_MEMORY) {
		*e = why;
		return st;
	}
	if (st)
		m->state = THUMBNAIL_SILENT;
	if (m->state != THUMBNAIL_SILENT)
		return ST_OK;
	snprintf(text, sizeof text, "%s thumbnail was not compared: %s", whose, st ? why.message : m->why);
	result_add_limit(out, text);
	return ST_OK;
}

static enum status thumbnails(struct contradiction_case *c, struct job_control *ctl, struct result *out,
			      struct error *e)
{
	enum status st = ST_OK;

	if (c->photoshop)
		st = look_at(c, c->photoshop->thumbnail, c->photoshop->thumbnail_bgr, "Photoshop's",
			     &c->photoshop_thumbnail, ctl, out, e);
	if (!st && c->xmp)
		st = look_at(c, c->xmp->thumbnail_jpeg, false, "the XMP", &c->xmp_thumbnail, ctl, out, e);
	return st;
}

/* Credentials that cannot be verified are a limit of this result. */
static enum status credentials(struct contradiction_case *c, const struct context *cx, struct job_control *ctl,
			       struct result *out, struct error *e)
{
	struct error why = ERROR_INIT;
	enum status st = credentials_get(c->in, cx, ctl, &c->c2pa, &why);
	char text[480];

	if (!st)
		return ST_OK;
	if (st == ST_CANCELLED || st == ST_MEMORY) {
		*e = why;
		return st;
	}
	snprintf(text, sizeof text, "Content Credentials were not compared: %s", why.message);
	result_add_limit(out, text);
	return ST_OK;
}

static void add(struct result *out, const struct contradiction_rule *r, const char *detail)
{
	char safe[CONTRADICTION_DETAIL];
	struct finding_spec f = { .code = r->code, .kind = r->kind, .level = r->level, .trace = r->trace,
				  .summary = r->summary, .alternatives = r->alternatives };

	f.detail = detail[0] ? utf8_sanitise(safe, sizeof safe, detail, strlen(detail)) : NULL;
	result_add_finding(out, &f);
}

static enum status run(struct subject *in, const struct context *cx, const struct param *p,
		       struct job_control *ctl, struct result *out, struct error *e)
{
	struct contradiction_case c = { .in = in, .p = p };
	unsigned compared = 0, differ = 0;
	char detail[CONTRADICTION_DETAIL];
	enum status st;

	contradiction_case_fill(&c, out->arena);
	st = credentials(&c, cx, ctl, out, e);
	if (!st)
		st = thumbnails(&c, ctl, out, e);
	if (st)
		return st;
	for (size_t i = 0; i < contradiction_n_rules; i++) {
		enum contradiction_says says;

		detail[0] = '\0';
		says = contradiction_rules[i].compare(&c, detail);
		compared += says != SAYS_NOTHING;
		differ += says == SAYS_DIFFERS;
		if (says == SAYS_DIFFERS)
			add(out, &contradiction_rules[i], detail);
	}
	if (!compared)
		return err_set(e, ST_NOT_APPLICABLE, "no two layers of metadata say anything about one thing");
	value_add_int(out->arena, result_details(out), "compared", compared);
	value_add_int(out->arena, result_details(out), "differ", differ);
	result_add_limit(out, "layers that agree may have been written together by anyone; layers that differ say "
			      "that programs changed one of them, not what they changed in the picture");
	return ST_OK;
}

const struct analyzer analyzer_contradiction = {
	.id = "contradiction",
	.title = "Contradictions",
	.question = "Do the layers of metadata agree with one another and with the picture?",
	.stage = STAGE_EXAMINER,
	.trace = TRACE_METADATA,
	.version = 2,
	.needs = NEED_STRUCTURE,
	.profiles = PROFILE_QUICK | PROFILE_FULL,
	.params = contradiction_params,
	.run = run,
};
