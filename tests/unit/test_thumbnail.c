/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Thumbnails of drawn scenes: their own, cropped ones, and other ones. */
#include "tests/unit/unit.h"

#include "analyzers/metadata/exif_thumbnail.h"

enum { W = 240, H = 160 };

/* Smooth blobs whose places depend on the seed. */
static double scene_at(unsigned seed, double x, double y)
{
	double v = 0;

	for (unsigned i = 0; i < 7; i++) {
		unsigned h = (seed * 7919 + i * 104729) * 2654435761u;
		double cx = h % 1000 / 1000.0, cy = h / 1000 % 1000 / 1000.0, r = 0.02 + (h / 7 % 50) / 500.0;

		v += (h & 1 << 20 ? 100 : -80) / (1 + ((x - cx) * (x - cx) + (y - cy) * (y - cy)) / (r * r));
	}
	return v < -120 ? 8 : v > 120 ? 248 : 128 + v;
}

static void draw(uint8_t *rgb, unsigned w, unsigned h, unsigned seed, double x0, double y0, double x1,
		 double y1)
{
	for (unsigned y = 0; y < h; y++)
		for (unsigned x = 0; x < w; x++) {
			double v = scene_at(seed, x0 + (x1 - x0) * x / w, y0 + (y1 - y0) * y / h);

			memset(rgb + 3 * (y * w + x), (uint8_t)v, 3);
		}
}

static struct thumbnail_match compare(uint8_t *a, unsigned aw, unsigned ah, uint8_t *b, unsigned bw,
				      unsigned bh)
{
	struct raster p = { .width = aw, .height = ah, .channels = 3, .depth = 8, .data = a };
	struct raster t = { .width = bw, .height = bh, .channels = 3, .depth = 8, .data = b };
	struct thumbnail_match m = { 0 };
	struct error e = ERROR_INIT;

	assert_int_equal(thumbnail_compare(&p, &t, &m, &e), ST_OK);
	return m;
}

static void own_thumbnails_are_known(void **state)
{
	static uint8_t a[W * H * 3], b[160 * 120 * 3], c[120 * 160 * 3];
	struct thumbnail_match m;

	(void)state;
	draw(a, W, H, 1, 0, 0, 1, 1);
	draw(b, 160, 107, 1, 0, 0, 1, 1);
	m = compare(a, W, H, b, 160, 107);
	assert_int_equal(m.state, THUMBNAIL_COMPARED);
	assert_true(m.whole > 0.97);
	/* letterbox: the same picture between black bars */
	memset(b, 0, sizeof b);
	draw(b + 7 * 160 * 3, 160, 106, 1, 0, 0, 1, 1);
	assert_true(compare(a, W, H, b, 160, 120).whole > 0.95);
	/* turned by 90 degrees and darker */
	draw(b, 160, 107, 1, 0, 0, 1, 1);
	for (unsigned y = 0; y < 160; y++)
		for (unsigned x = 0; x < 107; x++)
			memset(c + 3 * (y * 107 + x), b[3 * ((106 - x) * 160 + y)] / 2, 3);
	assert_true(compare(a, W, H, c, 107, 160).whole > 0.95);
}

static void crops_and_other_scenes_are_told_apart(void **state)
{
	static uint8_t a[W * H * 3], b[160 * 107 * 3];
	struct thumbnail_match m;

	(void)state;
	draw(a, W, H, 1, 0.2, 0.15, 0.8, 0.75);
	draw(b, 160, 107, 1, 0, 0, 1, 1);
	m = compare(a, W, H, b, 160, 107);
	assert_true(m.part > 0.95);
	assert_true(m.part_share > 0.5 && m.part_share < 0.7);
	draw(a, W, H, 2, 0, 0, 1, 1);
	m = compare(a, W, H, b, 160, 107);
	assert_true(m.whole < 0.6 && m.part < 0.93);
	memset(a, 77, sizeof a);
	m = compare(a, W, H, b, 160, 107);
	assert_int_equal(m.state, THUMBNAIL_SILENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(own_thumbnails_are_known),
		cmocka_unit_test(crops_and_other_scenes_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
