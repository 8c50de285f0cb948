/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The result model: out and back unchanged, and hostile records refused. */
#include "tests/unit/unit.h"

#include "src/base/json.h"
#include "src/base/result.h"
#include "src/base/str.h"

#include <math.h>

static void add_result(struct examination *x)
{
	static const char *const innocent[] = { "woven fabric", "halftone print", NULL };
	static const int32_t region[4] = { 10, 20, 300, 200 };
	static const float cells[6] = { 0, 1, 2, 3, 4, (float)NAN };
	struct result *r = arena_alloc(&x->arena, 1, sizeof *r);
	struct finding_spec f = { "recapture.lattice", FINDING_INTERPRETATION, LEVEL_NOTICE, TRACE_SPECTRUM, "a lattice",
				  "more", region, innocent };
	struct map m = { "peak", "Peak", "dB", 3, 2, 0, 8, 512, 512, 0, 30, cells };
	struct plot_mark marks[1] = { { 0.1, 0.2, "peak" } };
	struct plot p = { "spectrum", "Spectrum", PLOT_SPECTRUM, "fx", "fy", "dB", -0.5, 0.5, -0.5, 0.5, -10, 30, 2, 3,
			  cells, marks, 1 };

	r->arena = &x->arena;
	r->check = "recapture";
	r->version = 3;
	r->has_score = true;
	r->score = 0.93456789;
	r->params = value_new(&x->arena, VALUE_MAP);
	value_add_real(&x->arena, r->params, "threshold_db", 17);
	result_add_finding(r, &f);
	result_add_measure(r, "peak_db", 31.23456, "dB", "10 to 12");
	result_add_measure(r, "nothing", (double)NAN, "", NULL);
	result_add_map(r, &m);
	result_add_plot(r, &p);
	result_add_limit(r, "says nothing about the scene");
	value_add_int(&x->arena, result_details(r), "tiles", 12);
	x->results = r;
	x->n_results = 1;
}

static struct examination *sample(void)
{
	static const uint8_t rgb[6] = { 1, 2, 3, 4, 5, 6 };
	static const char *why[] = { "recapture: a lattice" };
	struct examination *x = exam_new();

	x->path = "a\x1b.jpg";
	x->size = 123;
	memset(x->digests.sha256, 7, SHA256_LEN);
	x->tool_version = "0.1.0";
	x->media_type = "image/jpeg";
	x->format = "JPEG, baseline, 4:2:0";
	x->width = 4000;
	x->height = 3000;
	x->facts = value_new(&x->arena, VALUE_MAP);
	value_add_text(&x->arena, x->facts, "make", "North\x1blight");
	x->preview = (struct preview){ 2, 1, rgb };
	x->why = why;
	x->n_why = 1;
	x->level = LEVEL_NOTICE;
	x->spoke = 2;
	x->silent = 1;
	add_result(x);
	return x;
}

static void encode(const struct examination *x, struct str *o)
{
	str_init(o, 1u << 20);
	exam_encode(x, o);
	assert_false(o->failed);
}

static void round_trip_is_stable(void **state)
{
	struct examination *x = sample(), *y, *z;
	struct str a, b, c;

	(void)state;
	encode(x, &a);
	assert_int_equal(exam_decode(span_of(a.data, a.len, 0), &y, NULL), ST_OK);
	assert_string_equal(y->path, "a<U+001B>.jpg");
	assert_string_equal(value_get_text(y->facts, "make"), "North<U+001B>light");
	assert_int_equal(y->results[0].n_findings, 1);
	assert_int_equal(y->results[0].findings[0].region[2], 300);
	assert_string_equal(y->results[0].findings[0].alternatives[1], "halftone print");
	assert_true(isnan(result_measure(&y->results[0], "nothing")->value));
	assert_true(isnan((double)y->results[0].maps[0].data[5]));
	assert_int_equal(y->preview.rgb[5], 6);
	encode(y, &b);
	assert_int_equal(exam_decode(span_of(b.data, b.len, 0), &z, NULL), ST_OK);
	encode(z, &c);
	assert_int_equal(b.len, c.len);
	assert_memory_equal(b.data, c.data, b.len);
	str_release(&a);
	str_release(&b);
	str_release(&c);
	exam_free(x);
	exam_free(y);
	exam_free(z);
}

static void every_truncation_is_refused(void **state)
{
	struct examination *x = sample(), *y;
	struct error e = ERROR_INIT;
	struct str a;

	(void)state;
	encode(x, &a);
	for (size_t len = 0; len < a.len; len++)
		assert_int_equal(exam_decode(span_of(a.data, len, 0), &y, &e), ST_PROTOCOL);
	str_release(&a);
	exam_free(x);
}

/* One byte changed anywhere: refused or read, never a crash (the sanitizer build looks on). */
static void every_flip_is_survived(void **state)
{
	struct examination *x = sample(), *y;
	struct str a;

	(void)state;
	encode(x, &a);
	for (size_t i = 0; i < a.len; i++) {
		for (int bit = 0; bit < 8; bit++) {
			a.data[i] = (char)(a.data[i] ^ (1 << bit));
			if (exam_decode(span_of(a.data, a.len, 0), &y, NULL) == ST_OK)
				exam_free(y);
			a.data[i] = (char)(a.data[i] ^ (1 << bit));
		}
	}
	str_release(&a);
	exam_free(x);
}

static enum status read_back(const struct examination *x)
{
	struct examination *y;
	struct error e = ERROR_INIT;
	enum status st;
	struct str o;

	encode(x, &o);
	st = exam_decode(span_of(o.data, o.len, 0), &y, &e);
	str_release(&o);
	if (st == ST_OK)
		exam_free(y);
	else
		assert_true(e.message[0] != 0);
	return st;
}

static void curves_come_back(void **state)
{
	struct examination *x = sample(), *y;
	struct plot *p = &x->results[0].plots[0];
	struct error e = ERROR_INIT;
	struct str s;

	(void)state;
	p->kind = PLOT_CURVES;
	p->cols = 3;
	p->rows = 2;
	encode(x, &s);
	assert_int_equal(exam_decode(span_of(s.data, s.len, 0), &y, &e), ST_OK);
	assert_int_equal(y->results[0].plots[0].kind, PLOT_CURVES);
	assert_true(y->results[0].plots[0].data[4] == 4 && isnan(y->results[0].plots[0].data[5]));
	str_release(&s);
	exam_free(x);
	exam_free(y);
}

/* PNG allows sides of 2^31 - 1: such a header is reported, not refused as no record. */
static void the_largest_sides_are_read(void **state)
{
	struct examination *x = sample();

	(void)state;
	x->width = x->height = INT32_MAX;
	assert_int_equal(read_back(x), ST_OK);
	exam_free(x);
}

static void wrong_region(struct examination *x) { x->results[0].findings[0].region[0] = 3800; }
static void wrong_region_wrap(struct examination *x)
{
	x->width = x->height = INT32_MAX;
	x->results[0].findings[0].region[0] = x->results[0].findings[0].region[2] = INT32_MAX;
}
static void wrong_step(struct examination *x) { x->results[0].maps[0].step_x = (double)INFINITY; }
static void wrong_scale(struct examination *x) { x->results[0].plots[0].high = (double)NAN; }
static void wrong_mark(struct examination *x) { x->results[0].plots[0].marks[0].x = (double)INFINITY; }
static void wrong_curve(struct examination *x) { x->results[0].plots[0].kind = PLOT_CURVES; } /* of three rows */
static void wrong_side(struct examination *x) { x->height = 0; }
static void wrong_offset(struct examination *x) { x->results[0].offset = 1ULL << 63, x->results[0].has_offset = true; }
static void wrong_size(struct examination *x) { x->size = UINT64_MAX; }
static void wrong_rate(struct examination *x)
{
	x->results[0].error_rate = (struct error_rate){ .calibrated = true, .fpr = 2, .stratum = "s", .set = "s" };
}

/* A case file is edited by anyone: what no check can write is refused where it is read. */
static void what_cannot_be_is_refused(void **state)
{
	static void (*const wrong[])(struct examination *) = {
		wrong_region, wrong_region_wrap, wrong_step, wrong_scale, wrong_mark,
		wrong_side, wrong_offset, wrong_size, wrong_rate, wrong_curve,
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++) {
		struct examination *x = sample();

		wrong[i](x);
		if (read_back(x) != ST_PROTOCOL)
			fail_msg("mistake %zu was accepted", i);
		exam_free(x);
	}
}

/* Each figure costs a report milliseconds, however small it is here. */
static void figures_are_counted(void **state)
{
	struct examination *x = sample();
	struct result *r = arena_alloc(&x->arena, 16, sizeof *r);
	const struct map m = x->results[0].maps[0];

	(void)state;
	x->results = r;
	x->n_results = 16;
	for (unsigned i = 0; i < 16; i++) {
		r[i].arena = &x->arena;
		r[i].check = "many";
		for (unsigned k = 0; k < 60; k++)
			result_add_map(&r[i], &m);
	}
	assert_int_equal(read_back(x), ST_PROTOCOL);
	x->n_results = 2;
	assert_int_equal(read_back(x), ST_OK);
	exam_free(x);
}

static void json_has_the_fixed_names(void **state)
{
	static const char *const keys[] = { "schema", "tool", "context", "sandbox", "evidence", "status", "error", "metadata",
					    "level", "why", "coverage", "results" };
	struct examination *x = sample();
	json_t *j = json_examination(x), *r;
	char *line = json_line(j);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		assert_non_null(json_object_get(j, keys[i]));
	r = json_array_get(json_object_get(j, "results"), 0);
	assert_non_null(strstr(line, "\"peak_db\":{\"value\":31.23,"));
	assert_non_null(strstr(line, "\"score\":0.9346,"));
	assert_non_null(strstr(line, "\"nothing\":{\"value\":null,"));
	assert_true(json_is_null(json_object_get(r, "error_rate")));
	assert_null(strchr(line, '\n'));
	assert_null(strchr(line, 0x1b));
	free(line);
	json_decref(j);
	exam_free(x);
}

static void a_level_never_reads_as_a_verdict(void **state)
{
	struct examination *x = exam_new();

	(void)state;
	assert_string_equal(level_words(x), "nothing found");
	x->little = true;
	assert_string_equal(level_words(x), "little could be examined");
	x->status = ST_CRASHED;
	assert_string_equal(level_words(x), "could not be examined");
	exam_free(x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(round_trip_is_stable),
		cmocka_unit_test(every_truncation_is_refused),
		cmocka_unit_test(every_flip_is_survived),
		cmocka_unit_test(the_largest_sides_are_read),
		cmocka_unit_test(what_cannot_be_is_refused),
		cmocka_unit_test(curves_come_back),
		cmocka_unit_test(figures_are_counted),
		cmocka_unit_test(json_has_the_fixed_names),
		cmocka_unit_test(a_level_never_reads_as_a_verdict),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
