/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers that the regression of `recapture` reads: hot loops against plain ones, planted colour waves, and
 * pictures of every shape. */
#include "tests/unit/unit.h"

#include "analyzers/signal/features.h"
#include "analyzers/signal/smooth.h"
#include "src/base/mem.h"

#include <math.h>

enum { N = 64 };
static const double two_pi = 6.283185307179586;

static uint32_t seed = 7;

static uint32_t next(void)
{
	seed = seed * 1664525u + 1013904223u;
	return seed >> 8;
}

/* ---- hot loops and their plain references ---- */

static float plain_box(const float *v, int x, int y, int w)
{
	double sum = 0;

	for (int j = y - w / 2; j <= y + w / 2; j++)
		for (int i = x - w / 2; i <= x + w / 2; i++) {
			int a = i < 0 ? 0 : i >= N ? N - 1 : i, b = j < 0 ? 0 : j >= N ? N - 1 : j;

			sum += (double)v[b * N + a];
		}
	return (float)(sum / (w * w));
}

static void box_is_a_mean(void **state)
{
	float v[N * N], out[N * N], tmp[N * N];

	(void)state;
	for (size_t i = 0; i < N * N; i++)
		v[i] = (float)(next() % 256);
	for (int w = 3; w <= 17; w += 2) {
		smooth_box(v, out, tmp, N, (uint32_t)w);
		for (int y = 0; y < N; y++)
			for (int x = 0; x < N; x++)
				assert_true(fabsf(out[y * N + x] - plain_box(v, x, y, w)) < 1e-3f);
	}
}

static int ascending(const void *a, const void *b)
{
	float x = *(const float *)a, y = *(const float *)b;

	return (x > y) - (x < y);
}

static void sorting_is_sorting(void **state)
{
	static const size_t size[] = { 0, 1, 2, 255, 256, 1000, 70000 };

	(void)state;
	for (size_t k = 0; k < ARRAY_LEN(size); k++) {
		float *a = mem_need(size[k] + 1, sizeof *a), *b = mem_need(size[k] + 1, sizeof *b);

		for (size_t i = 0; i < size[k]; i++)
			a[i] = b[i] = ((float)next() - 8e6f) / (float)(1 + next() % 1000);
		sort_floats(a, size[k]);
		qsort(b, size[k], sizeof *b, ascending);
		assert_memory_equal(a, b, size[k] * sizeof *a);
		free(a);
		free(b);
	}
}

/* One bin of the windowed transform, by its definition. */
static double plain_bin(const uint8_t *p, const float *window, int fx, int fy)
{
	double mean = 0, re = 0, im = 0;

	for (size_t i = 0; i < N * N; i++)
		mean += p[3 * i] / (double)(N * N);
	for (int y = 0; y < N; y++)
		for (int x = 0; x < N; x++) {
			double v = (p[3 * (y * N + x)] - mean) * (double)window[x] * (double)window[y];
			double a = two_pi * (fx * x + fy * y) / N;

			re += v * cos(a);
			im -= v * sin(a);
		}
	return re * re + im * im;
}

static void both_transforms_agree_with_the_definition(void **state)
{
	uint8_t p[N * N * 3];
	float plane[N * N], power[2][N * (N / 2 + 1)] = { { 0 } };
	struct transform t;

	(void)state;
	for (size_t i = 0; i < sizeof p; i++)
		p[i] = (uint8_t)next();
	for (size_t i = 0; i < N * N; i++)
		plane[i] = p[3 * i];
	assert_int_equal(transform_init(&t, N, NULL), ST_OK);
	transform_run(&t, plane, N);
	transform_add_power(&t, power[0]);
	transform_run_bytes(&t, p, 3, N * 3);
	transform_add_power(&t, power[1]);
	for (size_t i = 0; i < ARRAY_LEN(power[0]); i++)
		assert_true(fabsf(power[0][i] - power[1][i]) <= 1e-4f * power[0][i] + 1);
	for (int fy = -N / 2; fy < N / 2; fy += 5)
		for (int fx = 0; fx <= N / 2; fx += 3) {
			double want = plain_bin(p, t.window, fx, fy);

			assert_true(fabs((double)power[0][(fy + N / 2) * (N / 2 + 1) + fx] - want) < 1e-3 * want + 1);
		}
	transform_release(&t);
}

/* ---- pictures ---- */

static struct raster picture(uint32_t w, uint32_t h, uint8_t channels, uint8_t depth)
{
	struct raster r = { .width = w, .height = h, .channels = channels, .depth = depth };

	r.data = mem_array((size_t)w * h * channels, depth / 8);
	assert_non_null(r.data);
	return r;
}

static size_t measure(const struct raster *r, const struct feature_plan *plan, float *v,
		      char (*names)[FEATURE_NAME])
{
	struct feature_list f = { .v = v, .names = names, .room = FEATURES_MAX };
	struct small small;

	assert_true(raster_small(r, 384, &small));
	assert_int_equal(features_measure(r, &small, plan, NULL, NULL, &f, NULL), ST_OK);
	small_release(&small);
	return f.n;
}

static float named(const float *v, char (*names)[FEATURE_NAME], size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(names[i], name) == 0)
			return v[i];
	fail_msg("no feature %s", name);
	return 0;
}

/* Waves of 16 pixels in red, green and blue, each `lag` degrees behind the one before, in noise. */
static float rotation_seen(double lag)
{
	const struct feature_plan plan = { .tiles = 1 };
	struct raster r = picture(TILE_SIDE, TILE_SIDE, 3, 8);
	float *v = mem_need(FEATURES_MAX, sizeof *v), seen;
	char (*names)[FEATURE_NAME] = mem_need(FEATURES_MAX, sizeof *names);
	uint8_t *p = r.data;
	size_t n;

	for (uint32_t y = 0; y < TILE_SIDE; y++)
		for (uint32_t x = 0; x < TILE_SIDE; x++)
			for (unsigned k = 0; k < 3; k++)
				*p++ = (uint8_t)(128 + 6 * sin(two_pi * (x + .37 * y) / 16.3 - k * lag / 57.29578) +
						 (next() >> 12) % 16);
	n = measure(&r, &plan, v, names);
	seen = named(v, names, n, "Q.all/max");
	free(names);
	free(v);
	mem_free(r.data);
	return seen;
}

static void stripes_turn_and_texture_does_not(void **state)
{
	float stripes = rotation_seen(120), other_way = rotation_seen(-120), texture = rotation_seen(0);

	(void)state;
	print_message("# rotation: stripes %.1f and %.1f dB, texture %.1f dB\n", (double)stripes,
		      (double)other_way, (double)texture);
	assert_true(stripes > 12);
	assert_true(other_way > 12);
	assert_true(texture < 4);
}

static void every_shape_has_the_same_list(void **state)
{
	static const struct {
		uint32_t w, h;
		uint8_t channels, depth;
	} shape[] = { { 1, 1, 3, 8 }, { 7, 9, 1, 8 }, { 1, 60000, 3, 8 }, { 511, 513, 4, 8 }, { 600, 256, 3, 16 },
		      { 640, 530, 2, 16 }, { 1031, 777, 3, 8 } };

	(void)state;
	for (int thorough = 0; thorough < 2; thorough++) {
		const struct feature_plan plan = { .tiles = 4, .thorough = thorough };
		size_t n = 0;

		for (size_t i = 0; i < ARRAY_LEN(shape); i++) {
			struct raster r = picture(shape[i].w, shape[i].h, shape[i].channels, shape[i].depth);
			float *v = mem_need(FEATURES_MAX, sizeof *v);
			size_t have;

			for (size_t k = 0; k < (size_t)r.width * r.height * r.channels * r.depth / 8; k++)
				((uint8_t *)r.data)[k] = (uint8_t)next();
			have = measure(&r, &plan, v, NULL);
			assert_true(have > 300 && have < FEATURES_MAX);
			assert_true(n == 0 || have == n);
			n = have;
			for (size_t k = 0; k < n; k++)
				assert_false(isinf(v[k]));
			free(v);
			mem_free(r.data);
		}
	}
}

/* 8-bit RGB is read where it stands; the same picture in another form takes the other way. */
static void both_ways_to_load_a_tile_agree(void **state)
{
	const struct feature_plan plan = { .tiles = 1 };
	struct raster a = picture(TILE_SIDE, TILE_SIDE, 3, 8), b = picture(TILE_SIDE, TILE_SIDE, 4, 8);
	float *va = mem_need(FEATURES_MAX, sizeof *va), *vb = mem_need(FEATURES_MAX, sizeof *vb);
	size_t n;

	(void)state;
	for (size_t i = 0; i < (size_t)TILE_SIDE * TILE_SIDE; i++) {
		for (size_t k = 0; k < 3; k++)
			((uint8_t *)a.data)[3 * i + k] = ((uint8_t *)b.data)[4 * i + k] =
				(uint8_t)(100 + next() % 30 + i % 5);
		((uint8_t *)b.data)[4 * i + 3] = 255;
	}
	n = measure(&a, &plan, va, NULL);
	assert_int_equal(n, measure(&b, &plan, vb, NULL));
	for (size_t i = 0; i < n; i++)
		assert_true((isnan(va[i]) && isnan(vb[i])) || fabsf(va[i] - vb[i]) <= 2e-2f * fabsf(va[i]) + 2e-2f);
	free(va);
	free(vb);
	mem_free(a.data);
	mem_free(b.data);
}

static bool stop(void *unused)
{
	(void)unused;
	return true;
}

static void cancelling_stops_it(void **state)
{
	const struct feature_plan plan = { .tiles = 4 };
	struct raster r = picture(1200, 900, 3, 8);
	struct job_control ctl = { .cancelled = stop };
	struct feature_list f = { .v = mem_need(FEATURES_MAX, sizeof(float)), .room = FEATURES_MAX };
	struct small small;

	(void)state;
	assert_true(raster_small(&r, 384, &small));
	assert_int_equal(features_measure(&r, &small, &plan, &ctl, NULL, &f, NULL), ST_CANCELLED);
	small_release(&small);
	free(f.v);
	mem_free(r.data);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(box_is_a_mean),
		cmocka_unit_test(sorting_is_sorting),
		cmocka_unit_test(both_transforms_agree_with_the_definition),
		cmocka_unit_test(stripes_turn_and_texture_does_not),
		cmocka_unit_test(every_shape_has_the_same_list),
		cmocka_unit_test(both_ways_to_load_a_tile_agree),
		cmocka_unit_test(cancelling_stops_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
