/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The `exif` check: a rule engine over what the metadata says about itself and about the picture. */
#include "src/base/base.h"
#include "analyzers/checks.h"

#include "analyzers/metadata/exif_rules.h"
#include "src/base/utf8.h"
#include "src/base/value.h"

static const enum level levels[] = {
	[WEIGHT_INFO] = LEVEL_NONE,
	[WEIGHT_MEDIUM] = LEVEL_NOTICE,
	[WEIGHT_STRONG] = LEVEL_WARNING,
	[WEIGHT_CERTAIN] = LEVEL_ALERT,
};

static void not_compared(struct thumbnail_match *m, struct result *out, const char *why)
{
	char text[480];

	m->state = THUMBNAIL_SILENT;
	m->why = arena_str(out->arena, why);
	snprintf(text, sizeof text, "the thumbnail was not compared: %s", why);
	result_add_limit(out, text);
}

static void thumbnail_table(struct exif_case *c)
{
	struct subject *in = c->in;
	struct jpeg_info info;
	struct span bytes;
	unsigned t;

	if (!span_slice(&in->bytes, in->exif.thumbnail_offset - in->bytes.origin, in->exif.thumbnail_length, &bytes) ||
	    jpeg_read_info(bytes, &info, NULL) != ST_OK || !info.n_components)
		return;
	t = info.components[0].table;
	c->has_thumbnail_table = t < 4 && info.has_table[t];
	if (c->has_thumbnail_table)
		memcpy(c->thumbnail_table, info.tables[t], sizeof c->thumbnail_table);
}

/* A thumbnail that cannot be compared is a limit of this result, not a failure of the check. */
static enum status look_at_thumbnail(struct exif_case *c, struct job_control *ctl, struct result *out,
				     struct error *e)
{
	struct error why = ERROR_INIT;
	struct raster thumbnail = { 0 };
	const struct raster *picture;
	enum status st;

	if (!c->in->has_exif || !c->in->exif.thumbnail_length)
		return ST_OK;
	thumbnail_table(c);
	st = subject_embedded(c->in, c->in->exif.thumbnail_offset, c->in->exif.thumbnail_length, &thumbnail,
			      &why);
	if (st == ST_OK)
		st = subject_raster(c->in, ctl, &picture, &why);
	if (st == ST_OK)
		st = thumbnail_compare(picture, &thumbnail, &c->thumbnail, &why);
	raster_release(&thumbnail);
	if (st == ST_CANCELLED || st == ST_MEMORY) {
		*e = why;
		return st;
	}
	if (st)
		not_compared(&c->thumbnail, out, why.message);
	else if (c->thumbnail.state == THUMBNAIL_SILENT)
		not_compared(&c->thumbnail, out, c->thumbnail.why);
	else
		result_add_measure(out, "thumbnail_ncc", c->thumbnail.whole, "", "0.91 and more in 62 of 63 samples");
	return ST_OK;
}

static void add(struct result *out, const struct exif_rule *r, const char *detail)
{
	char safe[EXIF_DETAIL];
	struct finding_spec f = { .code = r->code,
				  .kind = r->kind,
				  .level = levels[r->weight],
				  .trace = r->trace,
				  .summary = r->summary,
				  .alternatives = r->alternatives };

	f.detail = detail[0] ? utf8_sanitise(safe, sizeof safe, detail, strlen(detail)) : NULL;
	result_add_finding(out, &f);
}

static enum status run(struct subject *in, const struct context *cx, const struct param *p,
		       struct job_control *ctl, struct result *out, struct error *e)
{
	struct exif_case c = { .in = in, .cx = cx, .p = p };
	char detail[EXIF_DETAIL];
	unsigned fired = 0;
	enum status st;

	exif_case_fill(&c, out->arena);
	st = look_at_thumbnail(&c, ctl, out, e);
	if (st)
		return st;
	for (size_t i = 0; i < exif_n_rules; i++) {
		detail[0] = '\0';
		if (exif_rules[i].fires(&c, detail)) {
			add(out, &exif_rules[i], detail);
			fired++;
		}
	}
	exif_sun_report(&c, out);
	value_add_int(out->arena, result_details(out), "rules", (int64_t)exif_n_rules);
	value_add_int(out->arena, result_details(out), "fired", fired);
	result_add_limit(out, "metadata can be written by anyone: agreement proves nothing, and its "
			      "absence is no sign of editing");
	return ST_OK;
}

const struct analyzer analyzer_exif = {
	.id = "exif",
	.title = "Metadata",
	.question = "Does the camera metadata agree with itself and with the picture?",
	.stage = STAGE_EXAMINER,
	.trace = TRACE_METADATA,
	.version = 2,
	.needs = NEED_STRUCTURE,
	.profiles = PROFILE_QUICK | PROFILE_FULL,
	.params = exif_params,
	.run = run,
};
