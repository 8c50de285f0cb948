/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `whitebalance` on regions of which a person says what they show, in scenes whose lights are known. */
#include "tests/unit/unit.h"

#include "analyzers/checks.h"
#include "analyzers/signal/whitebalance.h"
#include "src/base/mem.h"
#include "tests/unit/lit_scene.h"
#include "tests/unit/lit_world.h"

#include <math.h>

/* Of 12 intervals that hold the truth 95 times in 100, fewer than 10 do so in 2 of 100 runs. */
enum { SEEDS = 12, ENOUGH = 10 };

/* ---- running the check ---- */

struct fixture {
	struct examination *x;
	struct result *r;
	struct subject s;
	uint8_t *jpeg;
};

static void begin(struct fixture *f)
{
	memset(f, 0, sizeof *f);
	f->x = exam_new();
	f->x->results = arena_alloc(&f->x->arena, 1, sizeof *f->x->results);
	f->x->n_results = 1;
	f->r = f->x->results;
	f->r->arena = &f->x->arena;
}

/* As if it had been decoded: the subject owns the samples. */
static void give(struct fixture *f, struct raster r)
{
	static const struct codec none = { .name = "none" };

	begin(f);
	f->s.container.codec = &none;
	f->s.container.width = f->x->width = r.width;
	f->s.container.height = f->x->height = r.height;
	f->s.raster = r;
	f->s.raster_tried = true;
}

static void give_world(struct fixture *f, const struct lit_world *w)
{
	const struct limits lim = LIMITS_DEFAULT;
	struct raster r = lit_world_draw(w);
	struct error e = ERROR_INIT;
	size_t len;

	if (!w->quality) {
		give(f, r);
		return;
	}
	begin(f);
	f->x->width = r.width;
	f->x->height = r.height;
	f->jpeg = lit_scene_jpeg(&r, w->quality, &len);
	raster_release(&r);
	assert_int_equal(subject_open(&f->s, span_of(f->jpeg, len, 0), &lim, &e), ST_OK);
}

static void drop(struct fixture *f)
{
	subject_release(&f->s);
	exam_free(f->x);
	free(f->jpeg);
}

static void run(struct fixture *f, const struct region *marks, unsigned n, struct job_control *ctl)
{
	const struct context cx = { .name = "", .regions = marks, .n_regions = n };

	struct error e = ERROR_INIT;
	enum status st;

	if (f->jpeg) {
		analyzer_run(&analyzer_whitebalance, &f->s, &cx, NULL, ctl, f->r);
		return;
	}
	/* what was never encoded has no codec, which the wrapper would ask for */
	*f->r = (struct result){ .check = analyzer_whitebalance.id, .arena = &f->x->arena };
	st = analyzer_whitebalance.run(&f->s, &cx, analyzer_whitebalance.params, ctl, f->r, &e);
	f->r->status = st == ST_OK		 ? RESULT_DONE
		       : st == ST_NOT_APPLICABLE ? RESULT_NOT_APPLICABLE
		       : st == ST_CANCELLED	 ? RESULT_CANCELLED
						 : RESULT_FAILED;
	f->r->reason = arena_copy(&f->x->arena, e.message, sizeof e.message);
}

static const struct value *nth(const struct value *list, unsigned i)
{
	const struct value *v = list ? list->first : NULL;

	while (v && i--)
		v = v->next;
	assert_non_null(v);
	return v;
}

static const struct value *detail(const struct fixture *f, const char *key)
{
	const struct value *v = value_get(f->r->details, key);

	assert_non_null(v);
	return v;
}

static unsigned notices(const struct fixture *f)
{
	unsigned n = 0;

	for (uint32_t i = 0; i < f->r->n_findings; i++)
		n += f->r->findings[i].level == LEVEL_NOTICE;
	return n;
}

/* ---- scenes ---- */

static const double white_at[2] = { 5200, 5200 }, apart_at[2] = { 6500, 4000 },
		    far_at[2] = { 8000, 3000 };

static struct lit_world world(uint64_t seed, const double kelvin[2])
{
	return (struct lit_world){ .width = 720, .height = 640, .tile = 24, .seed = seed,
				   .kelvin = { kelvin[0], kelvin[1] }, .white = 4800, .saturation = 1.1,
				   .gain = .9, .noise = 2, .tone = .2, .vivid = .5, .bias = .15, .chroma = 1.6,
				   .quality = seed % 2 ? 80 : 0 };
}

static double planted(const struct lit_world *w, const struct region marks[2], bool around)
{
	double rg[2][2], ab[2][2];

	for (unsigned i = 0; i < 2; i++) {
		lit_world_light(w, &marks[i], rg[i]);
		chroma_logs(rg[i], ab[i]);
	}
	for (unsigned c = 0; c < 2 && around; c++) {
		double half = (ab[1][c] - ab[0][c]) / 2;

		ab[0][c] = -half;
		ab[1][c] = half;
	}
	for (unsigned i = 0; i < 2; i++)
		chroma_of_logs(ab[i], rg[i]);
	return chroma_angle(rg[0], rg[1]);
}

struct outcome {
	unsigned spoke, held, named;
	double worst, widest;
};

static struct outcome many(enum lit_band band, enum region_kind kind, const double kelvin[2])
{
	struct outcome o = { .spoke = 0 };

	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		struct lit_world w = world(seed, kelvin);
		struct region marks[2] = { lit_world_region(&w, band, 0), lit_world_region(&w, band, 1) };
		double truth, low, high;
		struct fixture f;

		w.skin = kind == REGION_SKIN;
		w.bands = 1u << band;
		marks[0].kind = marks[1].kind = kind;
		truth = planted(&w, marks, kind >= REGION_SKIN);
		give_world(&f, &w);
		run(&f, marks, 2, NULL);
		if (f.r->status == RESULT_DONE && detail(&f, "pairs")->count == 1) {
			low = nth(detail(&f, "angle_ci"), 0)->real;
			high = nth(detail(&f, "angle_ci"), 1)->real;
			o.spoke++;
			o.held += low <= truth && truth <= high;
			o.named += notices(&f) > 0;
			assert_int_equal(notices(&f) > 0, f.r->score > .5);
			assert_true(f.r->level <= LEVEL_NOTICE);
			o.worst = fmax(o.worst, fabs(detail(&f, "angle")->real - truth));
			o.widest = fmax(o.widest, high - low);
		}
		drop(&f);
	}
	print_message("# %s: %u of %u intervals hold the truth, %u name two lights, worst error %.1f, widest %.1f\n",
		      region_kind_name(kind), o.held, o.spoke, o.named, o.worst, o.widest);
	return o;
}

/* Two lights are named and measured, one light is not taken for two; and the interval is no wider than
 * says something. */
static void golden(enum lit_band band, enum region_kind kind, const double kelvin[2], unsigned named_from,
		   double widest)
{
	struct outcome two = many(band, kind, kelvin), one = many(band, kind, white_at);

	assert_true(two.spoke >= SEEDS / 2 && SEEDS * two.held >= ENOUGH * two.spoke);
	assert_true(SEEDS * two.named >= named_from * two.spoke);
	assert_true(one.spoke >= ENOUGH && SEEDS * one.held >= ENOUGH * one.spoke);
	assert_true(one.named <= 1);
	assert_true(one.widest < widest);
}

static void neutral_surfaces_measure_the_light(void **state)
{
	(void)state;
	golden(BAND_NEUTRAL, REGION_NEUTRAL, apart_at, SEEDS, 10);
}

static void highlights_measure_the_light(void **state)
{
	(void)state;
	golden(BAND_SHINY, REGION_HIGHLIGHT, far_at, 8, 25);
}

static void one_material_measures_the_difference(void **state)
{
	(void)state;
	golden(BAND_MATERIAL, REGION_SAME_A, apart_at, ENOUGH, 5);
}

static void skin_measures_the_difference(void **state)
{
	(void)state;
	golden(BAND_MATERIAL, REGION_SKIN, apart_at, ENOUGH, 15);
}

/* Each of the lights too, not only the angle between them: its temperature within a tenth. */
static void the_light_of_a_neutral_surface_is_that_light(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 6; seed++) {
		struct lit_world w = world(seed, far_at);
		struct locus locus;
		struct fixture f;

		w.bands = 1 << BAND_NEUTRAL;
		w.chroma = 0;
		w.tone = 0;
		w.saturation = 1;
		locus_init(&locus);
		for (unsigned side = 0; side < 2; side++) {
			struct region mark = lit_world_region(&w, BAND_NEUTRAL, side);
			double rg[2], cct;

			mark.kind = REGION_NEUTRAL;
			lit_world_light(&w, &mark, rg);
			give_world(&f, &w);
			run(&f, &mark, 1, NULL);
			cct = value_get(nth(detail(&f, "regions"), 0), "cct")->real;
			assert_true(fabs(cct / cct_of(&locus, rg).kelvin - 1) < .1);
			drop(&f);
		}
	}
}

/* ---- what must not be measured ---- */

static void matte_surfaces_have_no_highlights(void **state)
{
	unsigned shiny = 0, matte = 0;

	(void)state;
	for (uint64_t seed = 1; seed <= 6; seed++)
		for (unsigned k = 0; k < 2; k++) {
			struct lit_world w = world(seed, white_at);
			struct region mark = lit_world_region(&w, BAND_SHINY, 0);
			struct wb_limits limits = { .resamples = 50, .surface = { .min_pixels = 2500 } };
			struct locus locus;
			struct wb_guided g;
			struct raster r;
			struct error e;

			w.matte = k;
			w.bands = 1 << BAND_SHINY;
			w.tile = 80;
			w.noise = 1;
			mark.kind = REGION_HIGHLIGHT;
			locus_init(&locus);
			r = lit_world_draw(&w);
			assert_int_equal(wb_guide(&r, &mark, 1, &locus, &limits, NULL, &g, &e), ST_OK);
			*(k ? &matte : &shiny) += g.at[0].lines;
			wb_guided_release(&g);
			raster_release(&r);
		}
	print_message("# %u lines from shiny balls, %u from matte ones\n", shiny, matte);
	assert_true(2 * shiny > 3 * matte); /* borders of two paints look like highlights */
}

static void a_flat_grey_has_no_highlights(void **state)
{
	const struct region mark = { .width = 400, .height = 300, .kind = REGION_HIGHLIGHT };
	struct raster r = { 400, 300, 3, 8, mem_array(400 * 300, 3) };
	struct fixture f;

	(void)state;
	for (uint32_t i = 0; i < 400 * 300 * 3; i++)
		((uint8_t *)r.data)[i] = (uint8_t)(120 + (i * 2654435761u >> 30));
	give(&f, r);
	run(&f, &mark, 1, NULL);
	assert_int_equal(f.r->status, RESULT_NOT_APPLICABLE);
	assert_non_null(strstr(f.r->reason, "no highlights"));
	drop(&f);
}

static void many_paints_are_not_one_material(void **state)
{
	struct lit_world w = world(3, white_at);
	struct region mark = lit_world_region(&w, BAND_PAINTS, 0);
	struct fixture f;

	(void)state;
	w.vivid = 1.2;
	w.tile = 60;
	mark.kind = REGION_SKIN;
	give_world(&f, &w);
	run(&f, &mark, 1, NULL);
	assert_int_equal(f.r->status, RESULT_NOT_APPLICABLE);
	assert_non_null(strstr(f.r->reason, "more than one material"));
	drop(&f);
}

/* Where a colour has no blue left, its logarithm is noise. */
static void a_channel_that_is_black_says_so(void **state)
{
	const struct region mark = { .width = 200, .height = 200, .kind = REGION_SAME_B };
	struct raster r = { 200, 200, 3, 8, mem_array(200 * 200, 3) };
	struct fixture f;

	(void)state;
	for (uint32_t i = 0; i < 200 * 200; i++)
		memcpy((uint8_t *)r.data + 3 * i, (const uint8_t[3]){ 200, 120, (uint8_t)(i % 7) }, 3);
	give(&f, r);
	run(&f, &mark, 1, NULL);
	assert_int_equal(f.r->status, RESULT_NOT_APPLICABLE);
	assert_non_null(strstr(f.r->reason, "too saturated"));
	drop(&f);
}

/* Skin is compared with skin, A with A, and neither with another. */
static void only_like_is_compared_with_like(void **state)
{
	struct lit_world w = world(4, far_at);
	static const struct {
		enum region_kind a, b;
		unsigned pairs;
	} want[] = { { REGION_SAME_A, REGION_SAME_A, 1 },  { REGION_SAME_A, REGION_SAME_B, 0 },
		     { REGION_SKIN, REGION_SAME_A, 0 },    { REGION_SKIN, REGION_NEUTRAL, 0 },
		     { REGION_NEUTRAL, REGION_PLAIN, 1 },  { REGION_PLAIN, REGION_SKIN, 0 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(want); i++) {
		struct region marks[2] = { lit_world_region(&w, BAND_NEUTRAL, 0),
					   lit_world_region(&w, BAND_NEUTRAL, 1) };
		struct fixture f;

		w.bands = 1 << BAND_NEUTRAL;

		marks[0].kind = want[i].a;
		marks[1].kind = want[i].b;
		give_world(&f, &w);
		run(&f, marks, 2, NULL);
		assert_int_equal(f.r->status, RESULT_DONE);
		assert_int_equal(detail(&f, "pairs")->count, want[i].pairs);
		drop(&f);
	}
}

/* ---- the result ---- */

static void a_result_of_kinds_is_complete(void **state)
{
	struct lit_world w = world(5, far_at);
	struct region marks[2 * LIT_BANDS];
	static const enum region_kind kinds[LIT_BANDS] = { REGION_PLAIN, REGION_SAME_C, REGION_NEUTRAL,
							   REGION_HIGHLIGHT };
	const struct finding *found = NULL;
	const struct value *pair;
	struct error e;
	struct fixture f;

	(void)state;
	for (unsigned i = 0; i < 2 * LIT_BANDS; i++) {
		marks[i] = lit_world_region(&w, (enum lit_band)(i / 2), i % 2);
		marks[i].kind = kinds[i / 2];
	}
	give_world(&f, &w);
	run(&f, marks, 2 * LIT_BANDS, NULL);
	assert_int_equal(f.r->status, RESULT_DONE);
	assert_string_equal(nth(nth(value_get(f.r->params, "regions"), 2), 4)->text, "same=C");
	assert_int_equal(nth(value_get(f.r->params, "regions"), 0)->count, 4);
	assert_string_equal(value_get_text(nth(detail(&f, "regions"), 4), "reading"), "neutral");
	assert_string_equal(value_get_text(nth(detail(&f, "regions"), 4), "kind"), "neutral");
	assert_true(value_get(nth(detail(&f, "regions"), 6), "lines")->integer > 6);
	/* 15 pairs of the six that have a light of their own, one of the material */
	assert_int_equal(detail(&f, "pairs")->count, 16);
	for (unsigned i = 0; i < 16; i++) {
		pair = nth(detail(&f, "pairs"), i);
		if (strcmp(value_get_text(pair, "reading"), "material") == 0)
			assert_true(value_get(pair, "a")->integer == 3 && value_get(pair, "b")->integer == 4 &&
				    value_get(pair, "apart")->boolean && value_get(pair, "cct_if_white"));
	}
	for (uint32_t i = 0; i < f.r->n_findings; i++)
		if (strstr(f.r->findings[i].summary, "read from same=C"))
			found = &f.r->findings[i];
	assert_non_null(found);
	assert_int_equal(found->kind, FINDING_INTERPRETATION);
	assert_true(found->n_alternatives >= 4 && strstr(found->summary, "supports another light on region 4"));
	assert_int_equal(exam_consistent(f.x, &e), ST_OK);
	drop(&f);
}

/* ---- any picture, and stopping ---- */

static void any_shape_is_answered(void **state)
{
	static const struct {
		uint32_t width, height;
		uint8_t channels, depth;
	} shape[] = { { 1, 1, 3, 8 },      { 7, 9, 3, 8 },   { 1, 60000, 3, 8 },
		      { 60000, 1, 3, 8 },  { 16, 60000, 3, 8 }, { 60, 60, 1, 8 },
		      { 300, 300, 3, 16 }, { 300, 300, 4, 8 }, { 90, 70, 2, 16 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(shape); i++)
		for (unsigned kind = 0; kind <= REGION_KINDS; kind++) {
			size_t n = (size_t)shape[i].width * shape[i].height * shape[i].channels *
				   (shape[i].depth / 8);
			struct raster r = { shape[i].width, shape[i].height, shape[i].channels, shape[i].depth,
					    mem_array(n, 1) };
			const struct region marks[2] = {
				{ .width = REGION_SIDE_MAX, .height = REGION_SIDE_MAX,
				  .kind = (enum region_kind)(kind % REGION_KINDS) },
				{ .x = shape[i].width / 2, .width = 9, .height = 9999,
				  .kind = (enum region_kind)(kind % REGION_KINDS) },
			};
			struct error e;
			struct fixture f;

			for (size_t k = 0; k < n; k++)
				((uint8_t *)r.data)[k] = (uint8_t)(60 + (k * 2654435761u >> 25));
			give(&f, r);
			run(&f, marks, kind == REGION_KINDS ? 0 : 2, NULL); /* and without regions */
			assert_true(f.r->status == RESULT_DONE || f.r->status == RESULT_NOT_APPLICABLE);
			assert_true(f.r->status == RESULT_DONE || f.r->reason[0]);
			assert_int_equal(exam_consistent(f.x, &e), ST_OK);
			drop(&f);
		}
}

struct patience {
	unsigned asked, until;
};

static bool lost(void *owner)
{
	struct patience *p = owner;

	return ++p->asked > p->until;
}

/* Whenever it asks and is told to stop, it stops. */
static void it_stops_when_asked(void **state)
{
	struct lit_world w = world(7, far_at);
	unsigned stopped = 0;

	(void)state;
	w.bands = 1 << BAND_SHINY | 1 << BAND_PAINTS;
	for (unsigned kind = 0; kind <= REGION_KINDS; kind++) {
		struct region mark = lit_world_region(&w, BAND_SHINY, 0);
		struct patience p = { 0, UINT32_MAX };
		struct job_control ctl = { .cancelled = lost, .owner = &p };
		struct fixture f;
		unsigned asked;

		mark.kind = (enum region_kind)(kind % REGION_KINDS);
		give_world(&f, &w);
		run(&f, &mark, kind < REGION_KINDS, NULL); /* decoded, once */
		run(&f, &mark, kind < REGION_KINDS, &ctl);
		asked = p.asked;
		assert_true(asked > 0);
		for (p.until = 0; p.until < asked; p.until++) {
			p.asked = 0;
			run(&f, &mark, kind < REGION_KINDS, &ctl);
			assert_int_equal(f.r->status, RESULT_CANCELLED);
			stopped++;
		}
		drop(&f);
	}
	print_message("# stopped at %u places\n", stopped);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(neutral_surfaces_measure_the_light),
		cmocka_unit_test(highlights_measure_the_light),
		cmocka_unit_test(one_material_measures_the_difference),
		cmocka_unit_test(skin_measures_the_difference),
		cmocka_unit_test(the_light_of_a_neutral_surface_is_that_light),
		cmocka_unit_test(matte_surfaces_have_no_highlights),
		cmocka_unit_test(a_flat_grey_has_no_highlights),
		cmocka_unit_test(many_paints_are_not_one_material),
		cmocka_unit_test(a_channel_that_is_black_says_so),
		cmocka_unit_test(only_like_is_compared_with_like),
		cmocka_unit_test(a_result_of_kinds_is_complete),
		cmocka_unit_test(any_shape_is_answered),
		cmocka_unit_test(it_stops_when_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
