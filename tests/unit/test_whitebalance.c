/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The check `whitebalance` on scenes whose lights are known. */
#include "tests/unit/unit.h"

#include "analyzers/checks.h"
#include "analyzers/signal/whitebalance.h"
#include "src/base/mem.h"
#include "tests/unit/lit_scene.h"

#include <math.h>

enum { SEEDS = 40, ENOUGH = 36 /* 90 % of them */ };

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

static void give_jpeg(struct fixture *f, struct raster r, int quality)
{
	const struct limits lim = LIMITS_DEFAULT;
	struct error e = ERROR_INIT;
	size_t len;

	begin(f);
	f->x->width = r.width;
	f->x->height = r.height;
	f->jpeg = lit_scene_jpeg(&r, quality, &len);
	raster_release(&r);
	assert_int_equal(subject_open(&f->s, span_of(f->jpeg, len, 0), &lim, &e), ST_OK);
}

static void drop(struct fixture *f)
{
	subject_release(&f->s);
	exam_free(f->x);
	free(f->jpeg);
}

static enum status run_with(struct fixture *f, const struct region *regions, unsigned n, struct error *e)
{
	const struct context cx = { .name = "", .regions = regions, .n_regions = n };

	*e = (struct error)ERROR_INIT;
	return analyzer_whitebalance.run(&f->s, &cx, analyzer_whitebalance.params, NULL, f->r, e);
}

static const struct finding *finding_of(const struct result *r, const char *code)
{
	for (uint32_t i = 0; i < r->n_findings; i++)
		if (strcmp(r->findings[i].code, code) == 0)
			return &r->findings[i];
	return NULL;
}

static double detail(const struct result *r, const char *key, unsigned i)
{
	const struct value *v = value_get(r->details, key);

	for (v = v && v->kind == VALUE_ARRAY ? v->first : v; v && i; i--)
		v = v->next;
	assert_non_null(v);
	return v->real;
}

/* ---- scenes ---- */

static const struct region halves[2] = { { 20, 20, 340, 440, 0 }, { 440, 20, 340, 440, 0 } };

static struct lit_scene two_lights(uint64_t seed)
{
	return (struct lit_scene){ .width = 800, .height = 480, .tile = 20, .seed = seed, .kelvin = 8000,
				   .other_kelvin = 2500, .other = { .x = 400, .width = 400, .height = 480 },
				   .colour = .5, .noise = 2 };
}

static struct lit_scene one_light(uint64_t seed)
{
	struct lit_scene s = two_lights(seed);

	s.kelvin = s.other_kelvin = 4500;
	return s;
}

static double true_angle(const struct lit_scene *s)
{
	double a[2], b[2];

	light_colour(s->kelvin, a);
	light_colour(s->other_kelvin, b);
	return chroma_angle(a, b);
}

/* ---- with regions ---- */

struct outcome {
	unsigned held, flagged;
	double worst;
};

static struct outcome many(struct lit_scene (*make)(uint64_t seed), int quality)
{
	struct outcome o = { 0, 0, 0 };

	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		struct lit_scene s = make(seed);
		double truth = true_angle(&s), low, high;
		struct fixture f;
		struct error e;

		if (quality)
			give_jpeg(&f, lit_scene_draw(&s), quality);
		else
			give(&f, lit_scene_draw(&s));
		assert_int_equal(run_with(&f, halves, 2, &e), ST_OK);
		low = detail(f.r, "angle_ci", 0);
		high = detail(f.r, "angle_ci", 1);
		o.held += low <= truth && truth <= high;
		o.flagged += finding_of(f.r, "whitebalance.regions") != NULL;
		o.worst = fmax(o.worst, fabs(detail(f.r, "angle", 0) - truth));
		drop(&f);
	}
	print_message("# %u of %d intervals hold the truth, %u flagged, worst error %.1f degrees\n", o.held, SEEDS,
		      o.flagged, o.worst);
	return o;
}

static void two_lights_are_measured(void **state)
{
	struct outcome o = many(two_lights, 0);

	(void)state;
	assert_true(o.held >= ENOUGH && o.flagged >= ENOUGH);
	assert_true(o.worst < 5);
}

static void two_lights_are_measured_in_a_jpeg(void **state)
{
	struct outcome o = many(two_lights, 75);

	(void)state;
	assert_true(o.held >= ENOUGH && o.flagged >= ENOUGH);
	assert_true(o.worst < 5);
}

static void one_light_raises_nothing(void **state)
{
	struct outcome o = many(one_light, 0);

	(void)state;
	assert_int_equal(o.flagged, 0);
	assert_true(o.held >= ENOUGH);
	o = many(one_light, 75);
	assert_int_equal(o.flagged, 0);
}

/* Large tiles: few paints in a region, so that chance has more to say, and the interval must know it. */
static struct lit_scene large_tiles(uint64_t seed)
{
	struct lit_scene s = two_lights(seed + 1000);

	s.tile = 40;
	s.kelvin = 5500;
	s.other_kelvin = 3500;
	return s;
}

static void few_paints_widen_the_interval(void **state)
{
	struct outcome o = many(large_tiles, 85);

	(void)state;
	assert_true(o.held >= ENOUGH);
}

static void a_guided_result_is_complete(void **state)
{
	static const struct region three[3] = { { 20, 20, 340, 440, 0 }, { 440, 20, 340, 440, 0 }, { 0, 0, 20, 20, 0 } };
	struct lit_scene s = two_lights(3);
	const struct context cx = { .name = "", .regions = three, .n_regions = 3 };
	const struct value *regions, *v;
	const struct finding *found;
	struct fixture f;
	double cct;

	(void)state;
	give_jpeg(&f, lit_scene_draw(&s), 90);
	analyzer_run(&analyzer_whitebalance, &f.s, &cx, NULL, NULL, f.r);
	assert_int_equal(f.r->status, RESULT_DONE);
	assert_int_equal(f.r->level, LEVEL_NOTICE);
	assert_true(f.r->has_score && f.r->score > .5 && f.r->score <= 1 && !f.r->error_rate.calibrated);
	assert_int_equal(value_get(f.r->params, "regions")->count, 3);
	assert_int_equal(value_get(f.r->params, "regions")->first->next->first->integer, 440);
	found = finding_of(f.r, "whitebalance.regions");
	assert_non_null(found);
	assert_int_equal(found->kind, FINDING_INTERPRETATION);
	assert_true(found->n_alternatives >= 4 && found->has_region && found->region[0] == 440);
	assert_non_null(finding_of(f.r, "whitebalance.silent"));
	regions = value_get(f.r->details, "regions");
	assert_int_equal(regions->count, 3);
	v = regions->first;
	assert_int_equal(value_get(v, "cov")->count, 3);
	cct = value_get(v, "cct")->real;
	assert_true(cct > 6500 && cct < 10000);
	cct = value_get(v->next, "cct")->real;
	assert_true(cct > 2200 && cct < 2900);
	assert_true(value_get(v, "ellipse") && value_get(v, "estimates")->count >= 3);
	assert_int_equal(value_get(v->next->next, "rg")->kind, VALUE_NULL);
	assert_non_null(strstr(value_get_text(v->next->next, "reason"), "too small"));
	assert_int_equal(value_get(f.r->details, "pairs")->count, 1);
	drop(&f);
}

static void maps_and_plot_show_the_two_lights(void **state)
{
	struct lit_scene s = two_lights(4);
	const struct plot *p;
	const struct map *m;
	struct fixture f;
	struct error e;

	(void)state;
	give(&f, lit_scene_draw(&s));
	assert_int_equal(run_with(&f, halves, 2, &e), ST_OK);
	assert_int_equal(f.r->n_maps, 2);
	m = &f.r->maps[0];
	assert_string_equal(m->name, "between");
	for (uint32_t row = 2; row + 2 < m->rows; row++) {
		float left = m->data[row * m->cols + m->cols / 4], right = m->data[row * m->cols + 3 * m->cols / 4];

		assert_true(isnan(left) || left < .4f);
		assert_true(isnan(right) || right > .6f);
	}
	assert_int_equal(f.r->n_plots, 1);
	p = &f.r->plots[0];
	assert_int_equal(p->kind, PLOT_CURVES);
	assert_int_equal(p->rows, 6); /* the locus and two ellipses */
	assert_int_equal(p->n_marks, 6);
	assert_string_equal(p->marks[1].label, "2");
	assert_int_equal(exam_consistent(f.x, &e), ST_OK);
	drop(&f);
}

static void regions_that_cannot_speak_say_why(void **state)
{
	struct lit_scene s = two_lights(5);
	static const struct region outside = { 900, 10, 50, 50, 0 };
	static const struct {
		struct region r;
		const char *words;
	} wrong[] = {
		{ { 900, 10, 50, 50, 0 }, "outside the picture" },
		{ { 0, 0, 30, 30, 0 }, "too small" },
		{ { 790, 470, 1000000, 1000000, 0 }, "too small" }, /* what lies in the picture of it */
		{ { 100, 300, 120, 120, 0 }, "saturated" },
		{ { 300, 300, 90, 120, 0 }, "too dark" },
	};
	struct raster r = lit_scene_draw(&s);
	struct fixture f;
	struct error e;

	(void)state;
	for (uint32_t y = 300; y < 420; y++) {
		memset((uint8_t *)r.data + (y * 800 + 100) * 3, 254, 120 * 3);
		memset((uint8_t *)r.data + (y * 800 + 300) * 3, 3, 90 * 3);
	}
	give(&f, r);
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		assert_int_equal(run_with(&f, &wrong[i].r, 1, &e), ST_NOT_APPLICABLE);
		if (!strstr(e.message, wrong[i].words))
			fail_msg("'%s' lacks '%s'", e.message, wrong[i].words);
	}
	assert_int_equal(run_with(&f, (const struct region[]){ halves[0], outside }, 2, &e), ST_OK);
	assert_non_null(finding_of(f.r, "whitebalance.silent"));
	assert_int_equal(f.r->level, LEVEL_NONE);
	drop(&f);
}

/* Two even walls of different paint: measured, and no claim is made of it. */
static void flat_regions_make_no_claim(void **state)
{
	static const struct region two[2] = { { 0, 0, 200, 200, 0 }, { 200, 0, 200, 200, 0 } };
	struct raster r = { 400, 200, 3, 8, mem_array(400 * 200, 3) };
	struct fixture f;
	struct error e;

	(void)state;
	for (uint32_t i = 0; i < 400 * 200; i++) {
		uint8_t *p = (uint8_t *)r.data + i * 3;

		p[0] = i % 400 < 200 ? 120 : 190;
		p[1] = (uint8_t)(121 + (i * 2654435761u >> 29)); /* noise, for the edges */
		p[2] = i % 400 < 200 ? 120 : 60;
	}
	give(&f, r);
	assert_int_equal(run_with(&f, two, 2, &e), ST_OK);
	assert_null(finding_of(f.r, "whitebalance.regions"));
	assert_int_equal(f.r->level, LEVEL_NONE);
	assert_true(f.r->score < .5);
	assert_true(detail(f.r, "angle", 0) > 20);
	assert_true(value_get(value_get(f.r->details, "regions")->first, "flat")->boolean);
	drop(&f);
}

/* ---- by itself ---- */

static struct lit_scene with_part(uint64_t seed)
{
	return (struct lit_scene){ .width = 1200, .height = 900, .tile = 14, .seed = seed, .kelvin = 6500,
				   .other_kelvin = 3200, .other = { .x = 760, .y = 380, .width = 360, .height = 400 },
				   .colour = .6, .noise = 2 };
}

struct seen {
	unsigned flagged, spoke;
	double least, most; /* score */
};

static struct seen by_itself(struct lit_scene (*make)(uint64_t seed), unsigned seeds, int quality)
{
	struct seen o = { .least = 1 };

	for (uint64_t seed = 1; seed <= seeds; seed++) {
		struct lit_scene s = make(seed);
		struct fixture f;
		struct error e;

		if (quality)
			give_jpeg(&f, lit_scene_draw(&s), quality);
		else
			give(&f, lit_scene_draw(&s));
		if (run_with(&f, NULL, 0, &e) == ST_OK) {
			o.spoke++;
			o.flagged += finding_of(f.r, "whitebalance.part") != NULL;
			assert_true(f.r->has_score && f.r->score >= 0 && f.r->score <= 1);
			o.least = fmin(o.least, f.r->score);
			o.most = fmax(o.most, f.r->score);
		} else {
			assert_int_equal(e.code, ST_NOT_APPLICABLE);
		}
		drop(&f);
	}
	print_message("# %u of %u spoke, %u flagged, scores %.2f to %.2f\n", o.spoke, seeds, o.flagged, o.least,
		      o.most);
	return o;
}

static void a_part_in_another_light_is_found(void **state)
{
	struct seen plain = by_itself(with_part, 8, 0), jpeg = by_itself(with_part, 8, 75);

	(void)state;
	/* Not all: it would rather say nothing. */
	assert_true(plain.flagged >= 5 && jpeg.flagged >= 5);
}

static void the_part_is_where_it_is(void **state)
{
	struct lit_scene s = with_part(2);
	const struct finding *found;
	struct fixture f;
	struct error e;

	(void)state;
	give(&f, lit_scene_draw(&s));
	assert_int_equal(run_with(&f, NULL, 0, &e), ST_OK);
	found = finding_of(f.r, "whitebalance.part");
	assert_non_null(found);
	assert_int_equal(found->level, LEVEL_NOTICE);
	assert_true(found->n_alternatives >= 4);
	assert_true(found->region[0] >= 600 && found->region[0] <= 860 && found->region[1] >= 250 &&
		    found->region[1] <= 480);
	assert_true(found->region[0] + found->region[2] <= 1200 && found->region[1] + found->region[3] <= 900);
	assert_string_equal(f.r->maps[0].name, "angle");
	assert_string_equal(value_get_text(f.r->details, "mode"), "automatic");
	assert_int_equal(value_get(f.r->details, "regions")->count, 2);
	assert_int_equal(exam_consistent(f.x, &e), ST_OK);
	drop(&f);
}

static struct lit_scene plain(uint64_t seed)
{
	struct lit_scene s = with_part(seed);

	s.other = (struct region){ .width = 0 };
	return s;
}

static struct lit_scene red_wall(uint64_t seed)
{
	struct lit_scene s = with_part(seed);

	s.other_kelvin = s.kelvin;
	s.red_wall = true;
	return s;
}

static void one_light_is_not_flagged(void **state)
{
	struct seen o = by_itself(plain, 8, 0);

	(void)state;
	assert_true(o.spoke > 0 && o.flagged == 0 && o.most < .5);
	o = by_itself(plain, 8, 75);
	assert_true(o.spoke > 0 && o.flagged == 0 && o.most < .5);
}

/* Only surfaces of like material are compared: paint is no light. */
static void paint_is_not_flagged(void **state)
{
	struct seen o = by_itself(red_wall, 8, 0);

	(void)state;
	assert_true(o.spoke > 0 && o.flagged == 0 && o.most < .5);
	o = by_itself(red_wall, 8, 75);
	assert_true(o.spoke > 0 && o.flagged == 0 && o.most < .5);
}

static void it_says_when_it_cannot_speak(void **state)
{
	static const struct {
		uint32_t width, height;
		uint8_t channels, value;
		bool ramp;
		const char *words;
	} wrong[] = {
		{ 400, 300, 1, 90, false, "greyscale" }, { 400, 300, 3, 90, true, "nearly one colour" },
		{ 12, 300, 3, 90, true, "too small" },   { 400, 300, 3, 2, false, "too dark or clipped" },
		{ 400, 300, 3, 255, false, "too dark or clipped" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		uint32_t n = wrong[i].width * wrong[i].height;
		struct raster r = { wrong[i].width, wrong[i].height, wrong[i].channels, 8,
				    mem_array(n, wrong[i].channels) };
		struct fixture f;
		struct error e;

		for (uint32_t k = 0; k < n * r.channels; k++)
			((uint8_t *)r.data)[k] =
				wrong[i].ramp ? (uint8_t)(80 + k / r.channels % 90) : wrong[i].value;
		give(&f, r);
		assert_int_equal(run_with(&f, NULL, 0, &e), ST_NOT_APPLICABLE);
		if (!strstr(e.message, wrong[i].words))
			fail_msg("'%s' lacks '%s'", e.message, wrong[i].words);
		drop(&f);
	}
}

/* Deep samples and transparency take another way to the cells. */
static void deep_and_transparent_pictures(void **state)
{
	struct lit_scene s = two_lights(6);
	struct raster r = lit_scene_draw(&s), deep = { 800, 480, 4, 16, mem_array(800 * 480, 8) };
	const struct region outer = { 0, 0, 60, 60, 0 };
	double angle;
	struct fixture f;
	struct error e;

	(void)state;
	for (uint32_t i = 0; i < 800 * 480; i++)
		for (unsigned c = 0; c < 4; c++)
			((uint16_t *)deep.data)[i * 4 + c] =
				c < 3 ? (uint16_t)(((uint8_t *)r.data)[i * 3 + c] * 257) :
				i % 800 < 60 && i / 800 < 60 ? 300 : 65535;
	give(&f, r);
	assert_int_equal(run_with(&f, halves, 2, &e), ST_OK);
	angle = detail(f.r, "angle", 0);
	drop(&f);
	give(&f, deep);
	assert_int_equal(run_with(&f, (const struct region[]){ { 80, 20, 280, 440, 0 }, halves[1] }, 2, &e), ST_OK);
	assert_true(fabs(detail(f.r, "angle", 0) - angle) < 3);
	assert_int_equal(run_with(&f, &outer, 1, &e), ST_NOT_APPLICABLE);
	assert_non_null(strstr(e.message, "can be used"));
	drop(&f);
}

static void the_same_twice(void **state)
{
	struct lit_scene s = two_lights(8);
	struct str out[2];

	(void)state;
	for (unsigned i = 0; i < 2; i++) {
		struct fixture f;
		struct error e;

		give(&f, lit_scene_draw(&s));
		assert_int_equal(run_with(&f, halves, 2, &e), ST_OK);
		f.r->check = "whitebalance";
		str_init(&out[i], 1 << 24);
		exam_encode(f.x, &out[i]);
		drop(&f);
	}
	assert_int_equal(out[0].len, out[1].len);
	assert_memory_equal(out[0].data, out[1].data, out[0].len);
	str_release(&out[0]);
	str_release(&out[1]);
}

/* Thin and odd parts of a picture, at every place where a cell or a block may end. */
static void odd_sizes(void **state)
{
	static const uint32_t sides[] = { 16, 17, 31, 33, 63, 129, 480 };
	struct lit_scene s = two_lights(9);
	struct fixture f;
	struct error e;

	(void)state;
	give(&f, lit_scene_draw(&s));
	for (size_t i = 0; i < ARRAY_LEN(sides); i++)
		for (size_t k = 0; k < ARRAY_LEN(sides); k++) {
			const struct region r[2] = { { 800 - sides[i], 480 - sides[k], sides[i], sides[k], 0 },
						     { 0, 0, sides[k], sides[i], 0 } };
			enum status st = run_with(&f, r, 2, &e);

			assert_true(st == ST_OK || st == ST_NOT_APPLICABLE);
		}
	drop(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(two_lights_are_measured),
		cmocka_unit_test(two_lights_are_measured_in_a_jpeg),
		cmocka_unit_test(one_light_raises_nothing),
		cmocka_unit_test(few_paints_widen_the_interval),
		cmocka_unit_test(a_guided_result_is_complete),
		cmocka_unit_test(maps_and_plot_show_the_two_lights),
		cmocka_unit_test(regions_that_cannot_speak_say_why),
		cmocka_unit_test(flat_regions_make_no_claim),
		cmocka_unit_test(a_part_in_another_light_is_found),
		cmocka_unit_test(the_part_is_where_it_is),
		cmocka_unit_test(one_light_is_not_flagged),
		cmocka_unit_test(paint_is_not_flagged),
		cmocka_unit_test(it_says_when_it_cannot_speak),
		cmocka_unit_test(deep_and_transparent_pictures),
		cmocka_unit_test(the_same_twice),
		cmocka_unit_test(odd_sizes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
