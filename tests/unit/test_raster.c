/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"

#include "src/base/mem.h"
#include "src/media/raster.h"

#include <math.h>

static struct raster make(uint32_t w, uint32_t h, uint8_t channels, uint8_t depth)
{
	struct raster r = { .width = w, .height = h, .channels = channels, .depth = depth };
	size_t n = (size_t)w * h * channels;
	uint32_t seed = 12345;

	r.data = mem_array(n, depth / 8u);
	assert_non_null(r.data);
	for (size_t i = 0; i < n; i++) {
		seed = seed * 1664525 + 1013904223;
		if (depth == 16)
			((uint16_t *)r.data)[i] = (uint16_t)(seed >> 16);
		else
			((uint8_t *)r.data)[i] = (uint8_t)(seed >> 24);
	}
	return r;
}

static unsigned sample(const struct raster *r, size_t pixel, unsigned c)
{
	size_t i = pixel * r->channels + c;

	return r->depth == 16 ? ((uint16_t *)r->data)[i] >> 8 : ((uint8_t *)r->data)[i];
}

/* Odd width: the tail of a vector loop counts too. */
static void luma_is_rec_601(void **state)
{
	(void)state;
	for (uint8_t depth = 8; depth <= 16; depth += 8) {
		for (uint8_t ch = 1; ch <= 4; ch++) {
			struct raster r = make(131, 7, ch, depth);
			struct plane p;

			assert_true(raster_luma(&r, &p));
			for (size_t i = 0; i < 131 * 7; i++) {
				double y = ch < 3 ? sample(&r, i, 0)
						  : .299 * sample(&r, i, 0) + .587 * sample(&r, i, 1) +
							    .114 * sample(&r, i, 2);

				assert_true(fabs(p.data[i] - y) <= 0.51);
			}
			plane_release(&p);
			raster_release(&r);
		}
	}
}

static void luma_keeps_black_and_white(void **state)
{
	struct raster r = make(64, 1, 3, 8);
	struct plane p;

	(void)state;
	memset(r.data, 255, 32 * 3);
	memset((uint8_t *)r.data + 32 * 3, 0, 32 * 3);
	assert_true(raster_luma(&r, &p));
	assert_int_equal(p.data[0], 255);
	assert_int_equal(p.data[31], 255);
	assert_int_equal(p.data[32], 0);
	plane_release(&p);
	raster_release(&r);
}

static void shrink_is_the_mean_of_each_area(void **state)
{
	struct raster r = make(12, 8, 3, 8);
	uint8_t out[3 * 4 * 3];

	(void)state;
	raster_shrink_rgb(&r, 0, 0, 12, 8, 3, 4, out);
	for (unsigned j = 0; j < 4; j++)
		for (unsigned i = 0; i < 3; i++)
			for (unsigned c = 0; c < 3; c++) {
				double sum = 0;

				for (unsigned y = 0; y < 2; y++)
					for (unsigned x = 0; x < 4; x++)
						sum += sample(&r, (j * 2 + y) * 12 + i * 4 + x, c);
				assert_true(fabs(out[(j * 3 + i) * 3 + c] - sum / 8) <= 0.5);
			}
	raster_release(&r);
}

/* Growing repeats samples; a rectangle of one pixel fills the whole output; gray is replicated; depth 16
 * works. */
static void shrink_takes_any_rectangle(void **state)
{
	(void)state;
	for (uint8_t ch = 1; ch <= 3; ch += 2) {
		struct raster r = make(5, 4, ch, 16);
		uint8_t out[7 * 9 * 3];

		raster_shrink_rgb(&r, 4, 3, 1, 1, 7, 9, out);
		for (unsigned i = 0; i < 7 * 9; i++)
			for (unsigned c = 0; c < 3; c++)
				assert_int_equal(out[i * 3 + c], sample(&r, 19, ch == 1 ? 0 : c));
		raster_shrink_rgb(&r, 0, 0, UINT32_MAX, UINT32_MAX, 5, 4, out); /* clamped */
		assert_int_equal(out[19 * 3], sample(&r, 19, 0));
		raster_release(&r);
	}
}

static void shrink_lays_alpha_over_checks(void **state)
{
	struct raster r = make(16, 8, 4, 8);
	uint8_t out[16 * 8 * 3];

	(void)state;
	memset(r.data, 0, 16 * 8 * 4);
	((uint8_t *)r.data)[3] = 255; /* one opaque black pixel */
	raster_shrink_rgb(&r, 0, 0, 16, 8, 16, 8, out);
	assert_int_equal(out[0], 0);
	assert_int_equal(out[3], 102);
	assert_int_equal(out[8 * 3], 153);
	raster_release(&r);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(luma_is_rec_601),
		cmocka_unit_test(luma_keeps_black_and_white),
		cmocka_unit_test(shrink_is_the_mean_of_each_area),
		cmocka_unit_test(shrink_takes_any_rectangle),
		cmocka_unit_test(shrink_lays_alpha_over_checks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
