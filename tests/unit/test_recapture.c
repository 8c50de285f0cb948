/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The check `recapture` on a subject whose pixels are handed in, without a decoder; its rule and its
 * context cues. */
#include "tests/unit/unit.h"

#include "analyzers/checks.h"
#include "analyzers/signal/cues.h"
#include "analyzers/signal/messenger.h"
#include "analyzers/signal/scene.h"
#include "src/base/mem.h"
#include "tests/unit/planes.h"

#include <math.h>

static const struct cue_limits limits = { .peak_db = 27, .lattice_db = 22, .bins = 270, .count_db = 17 };

/* ---- stand-ins for what the check asks of its neighbours ---- */

static struct raster given_raster;
static struct plane given_luma;
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

enum status subject_luma(struct subject *s, struct job_control *ctl, const struct plane **out,
			 struct error *e)
{
	(void)s;
	(void)ctl;
	(void)e;
	*out = &given_luma;
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
	assert_int_equal(f.r->level, LEVEL_NOTICE);
	assert_true(f.r->has_score && f.r->score > .5 && f.r->score <= 1);
	found = finding_of(f.r, "recapture.screen");
	assert_non_null(found);
	assert_int_equal(found->kind, FINDING_INTERPRETATION);
	assert_true(found->n_alternatives >= 4);
	assert_non_null(finding_of(f.r, "recapture.peak"));
	assert_non_null(finding_of(f.r, "recapture.lattice"));
	assert_true(fabs(result_measure(f.r, "peak_period")->value - 2.9) < .01);
	assert_true(fabs(value_get(f.r->details, "period_px")->real - 2.9) < .01);
	assert_int_equal(value_get(f.r->details, "tiles")->integer, 12);
	assert_int_equal(value_get(f.r->details, "tiles_agreeing")->integer, 12);
	assert_true(value_get(f.r->details, "log10_nfa")->real < -100);
	assert_false(f.r->error_rate.calibrated);
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
	assert_int_equal(f.r->maps[0].cols, 4);
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
	assert_int_equal(f.r->n_findings, 0);
	assert_true(isnan(result_measure(f.r, "peak_period")->value));
	assert_int_equal(value_get(f.r->details, "period_px")->kind, VALUE_NULL);
	assert_true(f.r->score < .15);
	take(&f);
}

static void context_alone_decides_nothing(void **state)
{
	const struct moire m = { .n_tiles = 1, .peak_db = 11 };
	const struct scene both = { .blue_blacks = true, .has_screen = true };
	struct cues c = cues_judge(&m, &both, &limits);

	(void)state;
	assert_int_equal(c.n, 2);
	assert_false(c.consistent);
}

static void score_grows_with_every_cue(void **state)
{
	struct scene s = { 0 };
	struct moire m = { .peak_db = 20, .lattice = { .max = 15 }, .over = { .p80 = 50 } };
	double last = cues_judge(&m, &s, &limits).score, now;

	(void)state;
	m.peak_db = 25;
	assert_true((now = cues_judge(&m, &s, &limits).score) > last);
	m.lattice.max = 20;
	assert_true((last = cues_judge(&m, &s, &limits).score) > now);
	m.over.p80 = 100;
	assert_true((now = cues_judge(&m, &s, &limits).score) > last);
	s.blue_blacks = true;
	assert_true((last = cues_judge(&m, &s, &limits).score) > now);
	m = (struct moire){ .peak_db = 90, .lattice = { .max = 90 }, .over = { .p80 = 1e5f } };
	s.has_screen = true;
	assert_true(fabs(cues_judge(&m, &s, &limits).score - 1) < 1e-9);
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
	give(&f, plane_new(1399, 1399));
	abstains(&f, "too small");
	give(&f, plane_new(1400, 511));
	abstains(&f, "too small");
	give(&f, plane_new(1400, 600));
	abstains(&f, "nearly black");
	give(&f, lattice_new());
	f.s.has_jpeg = f.s.jpeg.has_table[0] = true;
	given_quality = 74;
	abstains(&f, "recompressed");
	give(&f, lattice_new());
	f.s.facts.software = "Instagram 300.1";
	abstains(&f, "Instagram");
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
	given_quality = 75;
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
		cmocka_unit_test(context_alone_decides_nothing),
		cmocka_unit_test(score_grows_with_every_cue),
		cmocka_unit_test(check_abstains),
		cmocka_unit_test(messengers_are_known_by_their_marks),
		cmocka_unit_test(a_good_jpeg_is_judged),
		cmocka_unit_test(two_runs_give_the_same_bytes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
