/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The `structure` check: how the file is put together, and what lies behind the picture. */
#include "src/base/base.h"
#include "analyzers/checks.h"

#include "analyzers/metadata/structure_rules.h"
#include "src/base/utf8.h"
#include "src/base/value.h"

static bool is_media(const struct subject *in, enum structure_media m)
{
	static const char *const types[] = { [MEDIA_JPEG] = "image/jpeg", [MEDIA_PNG] = "image/png",
					     [MEDIA_WEBP] = "image/webp", [MEDIA_GIF] = "image/gif",
					     [MEDIA_BMP] = "image/bmp" };

	return m == MEDIA_ANY || strcmp(in->container.codec->media_type, types[m]) == 0;
}

static void add(struct result *out, const struct structure_rule *r, const char *detail)
{
	char safe[STRUCTURE_DETAIL];
	struct finding_spec f = { .code = r->code, .kind = r->kind, .level = r->level, .trace = r->trace,
				  .summary = r->summary, .alternatives = r->alternatives };

	f.detail = detail[0] ? utf8_sanitise(safe, sizeof safe, detail, strlen(detail)) : NULL;
	result_add_finding(out, &f);
}

static void measure(const struct structure_case *c, struct result *out)
{
	if (c->has_tables) {
		result_add_measure(out, "quality_luma", c->quality_luma, "", NULL);
		result_add_measure(out, "difference_luma", c->difference_luma, "", NULL);
	}
	if (c->has_chroma) {
		result_add_measure(out, "quality_chroma", c->quality_chroma, "", NULL);
		result_add_measure(out, "difference_chroma", c->difference_chroma, "", NULL);
	}
	if (c->in->container.end)
		result_add_measure(out, "trailing_bytes", (double)c->trailing.length, "bytes", NULL);
}

/* "2x2,1x1,1x1" */
static void put_sampling(const struct jpeg_info *j, struct value *v, struct arena *a)
{
	char text[4 * 12] = "";

	for (unsigned i = 0; i < j->n_components && i < JPEG_MAX_COMPONENTS; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), "%s%ux%u", i ? "," : "",
			 j->components[i].h, j->components[i].v);
	value_add_text(a, v, "sampling", text);
}

/* The marker codes up to the first scan: the file's signature among encoders. */
static void put_order(const struct jpeg_info *j, struct value *v, struct arena *a)
{
	char text[64 * 3 + 1] = "";

	for (unsigned i = 0; i < j->n_order && i < sizeof j->order; i++)
		snprintf(text + strlen(text), sizeof text - strlen(text), "%s%02x", i ? " " : "",
			 j->order[i]);
	value_add_text(a, v, "markers", text);
}

static void describe(const struct subject *in, struct result *out)
{
	struct value *v = result_details(out);

	value_add_int(out->arena, v, "segments", in->container.n_segments);
	value_add_int(out->arena, v, "pictures", in->container.n_pictures);
	if (!in->is_jpeg) /* the tables of a preview are not the file's */
		return;
	put_sampling(&in->jpeg, v, out->arena);
	put_order(&in->jpeg, v, out->arena);
	value_add_bool(out->arena, v, "progressive", in->jpeg.sof == 0xC2 || in->jpeg.sof == 0xCA);
	value_add_bool(out->arena, v, "standard_huffman", in->jpeg.standard_huffman);
	value_add_int(out->arena, v, "restart_interval", in->jpeg.restart_interval);
	value_add_int(out->arena, v, "scans", in->jpeg.n_scans);
}

static enum status run(struct subject *in, const struct context *cx, const struct param *p,
		       struct job_control *ctl, struct result *out, struct error *e)
{
	struct structure_case c = { .in = in };
	char detail[STRUCTURE_DETAIL];

	(void)cx, (void)p, (void)ctl, (void)e;
	structure_case_fill(&c);
	for (size_t i = 0; i < structure_n_rules; i++) {
		detail[0] = '\0';
		if (is_media(in, structure_rules[i].media) && structure_rules[i].fires(&c, detail))
			add(out, &structure_rules[i], detail);
	}
	measure(&c, out);
	describe(in, out);
	result_add_limit(out, "how a file is put together says which program wrote it last, not what that "
			      "program changed");
	return ST_OK;
}

const struct analyzer analyzer_structure = {
	.id = "structure",
	.title = "File structure",
	.question = "Who put the file together, and what else is in it?",
	.stage = STAGE_EXAMINER,
	.trace = TRACE_CONTAINER,
	.version = 2,
	.needs = NEED_STRUCTURE,
	.profiles = PROFILE_QUICK | PROFILE_FULL,
	.run = run,
};
