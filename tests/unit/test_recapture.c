/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The check `recapture` on a subject whose pixels are handed in, without a decoder; its rule and its
 * context cues. */
#include "tests/unit/unit.h"

#include "analyzers/checks.h"
#include "analyzers/signal/features.h"
#include "analyzers/signal/messenger.h"
#include "analyzers/signal/recapture_model.h"
#include "analyzers/signal/recapture_verdict.h"
#include "analyzers/signal/scene.h"
#include "src/base/mem.h"
#include "tests/unit/planes.h"

#include <math.h>

/* ---- stand-ins for what the check asks of its neighbours ---- */

static struct raster given_raster;
static struct plane given_luma;
static struct small given_small;
static int given_quality;

enum status subject_raster(struct subject *s, struct job_control *ctl, const struct raster **out,
			   struct error *e)
{
	(void)s;
	(void)ctl;
	(void)e;
	*out = &given_raster;
	return ST_OK;
}

enum status subject_small(struct subject *s, struct job_control *ctl, const struct small **out, struct error *e)
{
	static struct small small;

	(void)s;
	(void)ctl;
	(void)e;
	small_release(&given_small);
	assert_true(raster_small(&given_raster, 384, &given_small));
	small = given_small;
	*out = &small;
	return ST_OK;
}

int jpeg_ijg_quality(const uint16_t table[64], bool chroma, double *difference)
{
	(void)table;
	(void)chroma;
	*difference = 0;
	return given_quality;
}

double param_value(const struct param *p, const char *name)
{
	while (p->name && strcmp(p->name, name) != 0)
		p++;
	assert_non_null(p->name);
	return p->value;
}

/* ---- scene ---- */

static struct raster raster_new(uint32_t w, uint32_t h)
{
	struct raster r = {
		.width = w, .height = h, .channels = 3, .depth = 8, .data = mem_array((size_t)w * h, 3)
	};

	assert_non_null(r.data);
	return r;
}

static void fill(struct raster *r, const int32_t box[4], uint8_t red, uint8_t green, uint8_t blue)
{
	for (int32_t y = box[1]; y < box[1] + box[3]; y++)
		for (int32_t x = box[0]; x < box[0] + box[2]; x++) {
			uint8_t *at = (uint8_t *)r->data + ((size_t)y * r->width + (size_t)x) * 3;

			at[0] = red;
			at[1] = green;
			at[2] = blue;
		}
}

static void bright_rectangle_is_found(void **state)
{
	struct raster r = raster_new(1600, 1200);
	const int32_t all[4] = { 0, 0, 1600, 1200 }, box[4] = { 300, 200, 900, 700 };
	const int32_t corner[4] = { 0, 0, 1000, 800 };
	struct scene s;

	(void)state;
	fill(&r, all, 20, 20, 32);
	fill(&r, box, 180, 190, 200);
	scene_measure(&r, &s);
	assert_true(s.has_screen);
	assert_true(s.blue_blacks);
	for (int i = 0; i < 4; i++)
		assert_in_range(s.screen[i], box[i] - 50, box[i] + 50);
	fill(&r, all, 20, 20, 32);
	fill(&r, corner, 180, 190, 200); /* dark on two sides only */
	scene_measure(&r, &s);
	assert_false(s.has_screen);
	fill(&r, all, 128, 128, 128);
	scene_measure(&r, &s);
	assert_false(s.has_screen);
	assert_false(s.blue_blacks);
	fill(&r, all, 10, 10, 10);
	scene_measure(&r, &s);
	assert_false(s.has_screen);
	assert_true(fabs(s.mean_max - 10) < .01);
	mem_free(r.data);
}

static void scene_takes_every_raster(void **state)
{
	static const uint32_t size[][2] = { { 1, 1 }, { 7, 9 }, { 1, 60000 }, { 65, 63 } };
	struct scene s;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(size); i++)
		for (uint8_t channels = 1; channels <= 4; channels++)
			for (uint8_t depth = 8; depth <= 16; depth += 8) {
				struct raster r = { .width = size[i][0],
						    .height = size[i][1],
						    .channels = channels,
						    .depth = depth };

				r.data = mem_array((size_t)r.width * r.height * channels, depth / 8);
				scene_measure(&r, &s);
				assert_true(s.mean_max < 1);
				assert_true(isnan(s.dark_blue) == (channels < 3));
				mem_free(r.data);
			}
}

/* ---- the check ---- */

struct fixture {
	struct examination *x;
	struct result *r;
	struct subject s;
};

static void give(struct fixture *f, struct plane p)
{
	memset(f, 0, sizeof *f);
	f->x = exam_new();
	f->x->results = arena_alloc(&f->x->arena, 1, sizeof *f->x->results);
	f->x->n_results = 1;
	f->r = f->x->results;
	f->r->arena = &f->x->arena;
	f->r->check = "recapture";
	f->s.container.width = p.width;
	f->s.container.height = p.height;
	given_luma = p;
	given_raster = (struct raster){
		.width = p.width, .height = p.height, .channels = 1, .depth = 8, .data = p.data
	};
	given_quality = 95;
}

static void take(struct fixture *f)
{
	exam_free(f->x);
	small_release(&given_small);
	plane_drop(&given_luma);
}

static enum status run(struct fixture *f, struct error *e)
{
	const struct context cx = { .name = "" };

	*e = (struct error)ERROR_INIT;
	return analyzer_recapture.run(&f->s, &cx, analyzer_recapture.params, NULL, f->r, e);
}

static const struct finding *finding_of(const struct result *r, const char *code)
{
	for (uint32_t i = 0; i < r->n_findings; i++)
		if (strcmp(r->findings[i].code, code) == 0)
			return &r->findings[i];
	return NULL;
}

static void check_reports_a_lattice(void **state)
{
	const struct finding *found;
	struct fixture f;
	struct error e;

	(void)state;
	give(&f, lattice_new());
	assert_int_equal(run(&f, &e), ST_OK);
	assert_true(f.r->has_score && f.r->score > 0 && f.r->score < 1);
	found = finding_of(f.r, "recapture.peak");
	assert_non_null(found);
	assert_int_equal(found->kind, FINDING_OBSERVATION);
	assert_true(found->n_alternatives >= 4);
	assert_non_null(finding_of(f.r, "recapture.lattice"));
	assert_true(fabs(result_measure(f.r, "peak_period")->value - 2.9) < .01);
	assert_true(fabs(value_get(f.r->details, "period_px")->real - 2.9) < .01);
	assert_int_equal(value_get(f.r->details, "tiles")->integer, 9);
	assert_int_equal(value_get(f.r->details, "tiles_agreeing")->integer, 9);
	assert_true(value_get(f.r->details, "log10_nfa")->real < -100);
	assert_true(f.r->n_limits >= 4);
	take(&f);
}

static void check_draws_map_and_spectrum(void **state)
{
	struct fixture f;
	const struct plot *p;
	struct error e;

	(void)state;
	give(&f, lattice_new());
	assert_int_equal(run(&f, &e), ST_OK);
	assert_int_equal(f.r->n_maps, 1);
	assert_int_equal(f.r->maps[0].cols, 3);
	assert_int_equal(f.r->maps[0].rows, 3);
	assert_true(f.r->maps[0].data[5] > 27);
	assert_int_equal(f.r->n_plots, 1);
	p = &f.r->plots[0];
	assert_int_equal(p->kind, PLOT_SPECTRUM);
	assert_int_equal(p->cols, 129);
	assert_int_equal(p->rows, 129);
	assert_int_equal(p->n_marks, 4); /* the wave and its partner, each with its mirror image */
	for (uint32_t i = 0; i < 129 * 129; i++) /* a mirror image of itself */
		assert_true(p->data[i] == p->data[129 * 129 - 1 - i]);
	for (uint32_t i = 0; i < p->n_marks; i++) { /* every mark stands on a peak */
		double col = (p->marks[i].x - p->x0) / (p->x1 - p->x0) * 128,
		       row = (p->marks[i].y - p->y0) / (p->y1 - p->y0) * 128;

		assert_true(p->data[(uint32_t)(row + .5) * 129 + (uint32_t)(col + .5)] > 25);
	}
	take(&f);
}

static void one_cue_is_an_observation(void **state)
{
	const struct wave planted = { 2.7, 33, 4 };
	struct fixture f;
	struct error e;

	(void)state;
	give(&f, waves_new(1600, 1200, 5, &planted, 1));
	assert_int_equal(run(&f, &e), ST_OK);
	assert_int_equal(f.r->level, LEVEL_NONE);
	assert_non_null(finding_of(f.r, "recapture.peak"));
	for (uint32_t i = 0; i < f.r->n_findings; i++)
		assert_int_equal(f.r->findings[i].kind, FINDING_OBSERVATION);
	take(&f);
}

static void noise_leaves_no_period(void **state)
{
	struct fixture f;
	struct error e;

	(void)state;
	give(&f, waves_new(1600, 1200, 12, NULL, 0));
	assert_int_equal(run(&f, &e), ST_OK);
	assert_int_equal(f.r->level, LEVEL_NONE);
	for (uint32_t i = 0; i < f.r->n_findings; i++)
		assert_string_equal(f.r->findings[i].code, "recapture.families");
	assert_true(isnan(result_measure(f.r, "peak_period")->value));
	assert_int_equal(value_get(f.r->details, "period_px")->kind, VALUE_NULL);
	take(&f);
}

/* ---- from odds to a level ---- */

static void levels_follow_the_thresholds(void **state)
{
	struct verdict v = { .score = .5, .physics = 2, .notice = .6, .warning = .9 };

	(void)state;
	assert_int_equal(verdict_level(&v), LEVEL_NONE);
	v.score = .6;
	assert_int_equal(verdict_level(&v), LEVEL_NOTICE);
	v.score = .9;
	assert_int_equal(verdict_level(&v), LEVEL_WARNING);
	v.notice = v.warning = (double)INFINITY; /* not calibrated */
	v.score = 1;
	assert_int_equal(verdict_level(&v), LEVEL_NONE);
}

/* Dark rooms, frames and bluish light may carry the score as high as they like. */
static void context_alone_never_warns(void **state)
{
	const struct verdict v = { .odds = 9, .score = .9999, .physics = .69, .notice = .6, .warning = .9 };

	(void)state;
	assert_int_equal(verdict_level(&v), LEVEL_NOTICE);
}

/* ---- the regression ---- */

static void standing_is_monotone_and_clamped(void **state)
{
	float knot[REGRESSION_KNOTS], last = -3;

	(void)state;
	for (size_t k = 0; k < REGRESSION_KNOTS; k++)
		knot[k] = (float)k;
	for (float x = -5; x < 30; x += .25f) {
		float z = regression_standing(knot, x);

		assert_true(z >= last && z >= -2.04f && z <= 2.04f);
		last = z;
	}
	assert_true(fabsf(regression_standing(knot, 11.5f)) < 1e-6f);
	assert_true(regression_standing(knot, -100) == regression_standing(knot, 0));
	assert_true(regression_standing(knot, NAN) == 0);
	for (size_t k = 0; k < 12; k++) /* half of the training pictures alike: their middle */
		knot[k] = 0;
	assert_true(fabsf(regression_standing(knot, 0) - (-2.0368341f - .0522452f) / 2) < 1e-5f);
}

/* Every feature that the table names stands where the table says. */
static void table_fits_the_features(void **state)
{
	struct raster r = { .width = 64, .height = 64, .channels = 1, .depth = 8, .data = mem_array(64, 64) };
	struct feature_list f = { .room = FEATURES_MAX };
	const struct feature_plan plan = { .tiles = 1 };
	struct error e = ERROR_INIT;
	struct small small;

	(void)state;
	f.v = mem_need(FEATURES_MAX, sizeof *f.v);
	f.names = mem_need(FEATURES_MAX, sizeof *f.names);
	f.families = mem_need(FEATURES_MAX, sizeof *f.families);
	assert_true(raster_small(&r, 384, &small));
	assert_int_equal(features_measure(&r, &small, &plan, NULL, NULL, &f, &e), ST_OK);
	assert_true(recapture_model.n > 100);
	assert_int_equal(recapture_model.version, analyzer_recapture.version);
	for (size_t i = 0; i < recapture_model.n; i++) {
		const struct regression_feature *m = &recapture_model.features[i];

		assert_true(m->index < f.n);
		assert_string_equal(m->name, f.names[m->index]);
		assert_int_equal(m->family, f.families[m->index]);
		for (size_t k = 1; k < REGRESSION_KNOTS; k++)
			assert_true(m->knot[k] >= m->knot[k - 1]);
	}
	small_release(&small);
	mem_free(r.data);
	free(f.families);
	free(f.names);
	free(f.v);
}

static void abstains(struct fixture *f, const char *reason)
{
	struct error e;

	assert_int_equal(run(f, &e), ST_NOT_APPLICABLE);
	assert_non_null(strstr(e.message, reason));
	assert_int_equal(f->r->n_findings, 0);
	assert_false(f->r->has_score);
	take(f);
}

static void check_abstains(void **state)
{
	struct fixture f;

	(void)state;
	give(&f, plane_new(799, 799));
	abstains(&f, "too small");
	give(&f, plane_new(1400, 511));
	abstains(&f, "too small");
	give(&f, plane_new(1400, 600));
	abstains(&f, "nearly black");
	give(&f, lattice_new());
	f.s.has_jpeg = f.s.jpeg.has_table[0] = true;
	given_quality = 39;
	abstains(&f, "recompressed");
}

static void messengers_are_known_by_their_marks(void **state)
{
	struct block iptc = { .kind = BLOCK_IPTC,
			      .bytes = { .data = (const uint8_t *)"xxFBMD23", .len = 8 } };
	struct subject s = { 0 };

	(void)state;
	assert_null(messenger_of(&s));
	s.facts.software = "Windows Photo Viewer 10.0 (Wechatter)";
	assert_null(messenger_of(&s));
	s.facts.software = "whatsapp";
	assert_string_equal(messenger_of(&s), "WhatsApp");
	s.facts.software = NULL;
	s.container.blocks = &iptc;
	s.container.n_blocks = 1;
	assert_string_equal(messenger_of(&s), "Facebook");
}

static void a_good_jpeg_is_judged(void **state)
{
	struct fixture f;
	struct error e;

	(void)state;
	give(&f, lattice_new());
	f.s.has_jpeg = f.s.jpeg.has_table[0] = true;
	given_quality = 40;
	assert_int_equal(run(&f, &e), ST_OK);
	take(&f);
}

/* Everything the check says, as bytes, twice. */
static void two_runs_give_the_same_bytes(void **state)
{
	struct str bytes[2];

	(void)state;
	for (int i = 0; i < 2; i++) {
		struct fixture f;
		struct error e;

		str_init(&bytes[i], 1 << 24);
		give(&f, lattice_new());
		assert_int_equal(run(&f, &e), ST_OK);
		exam_encode(f.x, &bytes[i]);
		assert_false(bytes[i].failed);
		take(&f);
	}
	assert_int_equal(bytes[0].len, bytes[1].len);
	assert_memory_equal(bytes[0].data, bytes[1].data, bytes[0].len);
	str_release(&bytes[0]);
	str_release(&bytes[1]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(bright_rectangle_is_found),
		cmocka_unit_test(scene_takes_every_raster),
		cmocka_unit_test(check_reports_a_lattice),
		cmocka_unit_test(check_draws_map_and_spectrum),
		cmocka_unit_test(one_cue_is_an_observation),
		cmocka_unit_test(noise_leaves_no_period),
		cmocka_unit_test(levels_follow_the_thresholds),
		cmocka_unit_test(context_alone_never_warns),
		cmocka_unit_test(standing_is_monotone_and_clamped),
		cmocka_unit_test(table_fits_the_features),
		cmocka_unit_test(check_abstains),
		cmocka_unit_test(messengers_are_known_by_their_marks),
		cmocka_unit_test(a_good_jpeg_is_judged),
		cmocka_unit_test(two_runs_give_the_same_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
