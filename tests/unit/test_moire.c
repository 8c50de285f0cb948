/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers under the check `recapture`, on planes whose waves are known. */
#include "tests/unit/unit.h"

#include "analyzers/signal/cues.h"
#include "analyzers/signal/decibel.h"
#include "analyzers/signal/moire.h"
#include "analyzers/signal/spectrum.h"
#include "analyzers/signal/whiten.h"
#include "src/base/mem.h"
#include "tests/unit/planes.h"

#include <math.h>

enum { N = MOIRE_TILE, HALF = N / 2 + 1, BINS = N * HALF };

static const struct moire_params defaults = { .tiles = 12, .count_db = 17 };
static const struct cue_limits limits = { .peak_db = 27, .lattice_db = 22, .bins = 270, .count_db = 17 };

static struct moire measure(const struct plane *p)
{
	struct moire m;

	assert_int_equal(moire_measure(p, &defaults, NULL, &m, NULL), ST_OK);
	return m;
}

static double period_of(const struct moire *m)
{
	return 1 / hypot((double)m->fx, (double)m->fy);
}

static double angle_of(const struct moire *m)
{
	double a = atan2((double)m->fy, (double)m->fx) * 57.29577951308232;

	return a < 0 ? a + 180 : a;
}

static struct cues judge(const struct moire *m)
{
	const struct scene nothing = { 0 };

	return cues_judge(m, &nothing, &limits);
}

static unsigned cues_of(const struct moire *m)
{
	struct cues c = judge(m);
	unsigned n = 0;

	for (unsigned i = 0; i < CUES; i++)
		n += c.present[i];
	return n;
}

/* ---- parts ---- */

static void decibels_agree_with_libm(void **state)
{
	double worst = 0;

	(void)state;
	for (double p = 1e-12; p < 1e15; p *= 1.00137) {
		float in = (float)p, out;

		decibel(&in, &out, 1);
		worst = fmax(worst, fabs((double)out - 10 * log10((double)in)));
	}
	assert_true(worst < 5e-5);
}

static void tiles_lie_on_the_jpeg_grid(void **state)
{
	struct tile_grid g;

	(void)state;
	tile_grid_init(&g, 4000, 3000, N, 12);
	assert_int_equal(g.cols, 4);
	assert_int_equal(g.rows, 3);
	assert_int_equal(g.x[1], 1160); /* 8 * floor(floor(3488 / 3) / 8) */
	assert_int_equal(g.x[3], 3488);
	tile_grid_init(&g, 3000, 4000, N, 24);
	assert_int_equal(g.cols, 4);
	assert_int_equal(g.rows, 6);
	tile_grid_init(&g, 1400, 513, N, 12);
	assert_int_equal(g.cols, 4);
	assert_int_equal(g.rows, 1);
	tile_grid_init(&g, N, N, N, 12);
	assert_int_equal(g.cols * g.rows, 1);
	tile_grid_init(&g, N - 1, 60000, N, 12);
	assert_int_equal(g.cols * g.rows, 0);
	for (uint32_t want = 1; want <= TILES_MAX; want++) {
		tile_grid_init(&g, 60000, 60000, N, want);
		assert_in_range(g.cols * g.rows, 1, want);
		assert_int_equal((g.x[g.cols - 1] | g.y[g.rows - 1]) % 8, 0);
	}
}

static int ascending(const void *a, const void *b)
{
	return *(const uint8_t *)a - *(const uint8_t *)b;
}

/* The definition: sort the 25 x 25 bytes around the bin. */
static float naive_background(const float *db, int32_t row, int32_t col)
{
	enum { R = MOIRE_MEDIAN / 2 };
	uint8_t v[MOIRE_MEDIAN * MOIRE_MEDIAN];
	size_t n = 0;

	for (int32_t r = row - R; r <= row + R; r++)
		for (int32_t c = col - R; c <= col + R; c++) {
			bool twin = c < 0 || c >= HALF;
			int32_t rr = ((twin ? N - r : r) + N) % N, cc = c < 0 ? -c : c >= HALF ? N - c : c;
			float q = 1.5f * (db[rr * HALF + cc] + 40);

			v[n++] = (uint8_t)(q < 0 ? 0 : q > 255 ? 255 : q);
		}
	qsort(v, n, 1, ascending);
	return (float)v[n / 2] / 1.5f - 40;
}

/* Every 7th bin each way, so that all distances from a node occur. */
static void background_agrees_with_the_median(void **state)
{
	const struct wave w[] = { { 3.1, 20, 6 } };
	struct plane p = waves_new(N, N, 4, w, 1);
	float *x = mem_array(BINS, sizeof *x);
	double sum = 0, worst = 0;
	struct spectrum s;
	struct whiten wh;
	uint32_t n = 0;

	(void)state;
	assert_int_equal(spectrum_init(&s, N, NULL), ST_OK);
	assert_int_equal(whiten_init(&wh, N, MOIRE_MEDIAN, NULL), ST_OK);
	/* A slope, as pictures have: 1/f noise from a running sum along the rows. */
	for (size_t i = 1; i < (size_t)N * N; i++)
		p.data[i] = byte_of(.6 * p.data[i - 1] + .4 * p.data[i]);
	spectrum_tile(&s, &p, 0, 0);
	whiten_run(&wh, s.db, x);
	for (int32_t r = 0; r < N; r += 7)
		for (int32_t c = 0; c < HALF; c += 7) {
			double d = fabs((double)(s.db[r * HALF + c] - x[r * HALF + c] -
						 naive_background(s.db, r, c)));

			sum += d;
			worst = fmax(worst, d);
			n++;
		}
	print_message("# background against the naive median: mean %.3f dB, worst %.3f dB\n", sum / n, worst);
	assert_true(sum / n < .35);
	assert_true(worst < 2);
	for (int32_t r = 0; r < N; r += 44) /* on the nodes nothing is interpolated */
		for (int32_t c = 0; c < HALF; c += 44)
			assert_true(fabsf(s.db[r * HALF + c] - x[r * HALF + c] -
					  naive_background(s.db, r, c)) < 1e-3f);
	whiten_release(&wh);
	spectrum_release(&s);
	mem_free(x);
	plane_drop(&p);
}

static void mask_leaves_jpeg_lines_out(void **state)
{
	struct bins b;

	(void)state;
	assert_int_equal(bins_init(&b, N, NULL), ST_OK);
	assert_int_equal(b.kind[(N / 2 + 64) * HALF + 128], BIN_MASKED);
	assert_int_equal(b.kind[(N / 2 + 65) * HALF + 127], BIN_MASKED);
	assert_int_equal(b.kind[(N / 2) * HALF + 130], BIN_MASKED);
	assert_int_equal(b.kind[(N / 2 - 62) * HALF + 2], BIN_MASKED);
	assert_int_equal(b.kind[(N / 2 + 3) * HALF + 5], BIN_MASKED); /* R < .03 */
	assert_int_equal(b.kind[(N / 2) * HALF + 140] & BIN_BAND, 1 + 2); /* an axis, otherwise kept */
	assert_int_equal(b.kind[(N / 2 + 66) * HALF + 128] & BIN_BAND, 1 + 2);
	assert_int_equal(b.kind[(N / 2 + 12) * HALF + 12], 1);              /* too low to be counted */
	assert_int_equal(b.kind[12 * HALF + 243] & BIN_BAND, BANDS + 1);    /* beyond .5 */
	bins_release(&b);
}

/* ---- planes in, numbers out ---- */

static void wave_is_found(void **state)
{
	static const struct wave planted[] = {
		{ 2.7, 0, 4 }, { 2.7, 33, 4 }, { 3.7, 90, 3 }, { 4.4, 118.5, 3 }, { 2.3, 161, 5 }
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(planted); i++) {
		struct plane p = waves_new(1600, 1200, 5, &planted[i], 1);
		struct moire m = measure(&p);
		double turned = fabs(angle_of(&m) - planted[i].angle);

		assert_true(m.peak_db > 30);
		assert_true(fabs(period_of(&m) - planted[i].period) < .01);
		assert_true(fmin(turned, 180 - turned) < .3);
		assert_int_equal(m.n_tiles, 12);
		assert_int_equal(m.agreeing, 12);
		assert_true(m.log10_nfa < -100);
		assert_true(judge(&m).present[CUE_PEAK]);
		assert_int_equal(cues_of(&m), 1); /* one wave, one cue */
		moire_release(&m);
		plane_drop(&p);
	}
}

static void square_lattice_is_found(void **state)
{
	const struct wave planted[] = { { 2.9, 12, 5 }, { 2.9, 102, 5 } };
	struct plane p = waves_new(1600, 1200, 4, planted, 2);
	struct moire m = measure(&p);
	struct cues c = judge(&m);

	(void)state;
	assert_true(m.lattice.max > 30);
	assert_true(c.present[CUE_LATTICE]);
	moire_release(&m);
	plane_drop(&p);
}

/* One axis must not be treated unlike the other: the picture mirrored at its diagonal gives the same
 * numbers. */
static void axes_are_treated_alike(void **state)
{
	const struct wave planted[] = { { 2.9, 0, 1 }, { 3.3, 40, 2 } };
	struct plane p = waves_new(1600, 1200, 4, planted, 2), q = plane_new(1200, 1600);
	struct moire a, b;

	(void)state;
	for (uint32_t y = 0; y < p.height; y++)
		for (uint32_t x = 0; x < p.width; x++)
			q.data[(size_t)x * q.width + y] = p.data[(size_t)y * p.width + x];
	a = measure(&p);
	b = measure(&q);
	assert_true(fabsf(a.peak_db - b.peak_db) < .01f);
	assert_true(fabsf(a.lattice.max - b.lattice.max) < .01f);
	for (uint32_t k = 0; k < BANDS; k++)
		assert_true(fabsf(a.band[k].max - b.band[k].max) < .01f);
	assert_true(fabs(fmod(angle_of(&a) + angle_of(&b), 180) - 90) < .1);
	assert_true(a.over.p80 == b.over.p80);
	moire_release(&a);
	moire_release(&b);
	plane_drop(&p);
	plane_drop(&q);
}

static void a_partner_elsewhere_is_no_lattice(void **state)
{
	const struct wave planted[] = { { 2.9, 12, 5 }, { 2.9, 72, 5 } };
	struct plane p = waves_new(1600, 1200, 4, planted, 2);
	struct moire m = measure(&p);

	(void)state;
	assert_true(m.peak_db > 30);
	assert_true(m.lattice.max < 15);
	moire_release(&m);
	plane_drop(&p);
}

static void nothing_in(struct plane *p, float lattice_under)
{
	struct moire m = measure(p);

	print_message("# noise: peak %.1f dB, lattice %.1f dB\n", (double)m.peak_db, (double)m.lattice.max);
	assert_true(m.peak_db < 16);
	assert_true(m.lattice.max < lattice_under);
	assert_true(m.over.max < 1);
	assert_int_equal(m.agreeing, 0);
	assert_int_equal(cues_of(&m), 0);
	moire_release(&m);
	plane_drop(p);
}

static void white_noise_shows_nothing(void **state)
{
	struct plane p = waves_new(1600, 1200, 12, NULL, 0);

	(void)state;
	nothing_in(&p, 12);
}

/* White noise smoothed exponentially along both sides, at five scales whose powers fall together about
 * as 1/f^2 does; and a little sensor noise. Nothing in it repeats. */
static void pink_noise_shows_nothing(void **state)
{
	enum { W = 1600, H = 1200 };
	struct plane p = plane_new(W, H);
	float *v = mem_array((size_t)W * H, sizeof *v), *sum = mem_array((size_t)W * H, sizeof *sum);

	(void)state;
	for (int scale = 2; scale <= 512; scale *= 4) {
		float keep = 1 - 1 / (float)scale;

		for (size_t i = 0; i < (size_t)W * H; i++) {
			float left = i % W ? v[i - 1] : 0;

			v[i] = keep * left + (float)noise_gauss(3);
		}
		for (size_t i = W; i < (size_t)W * H; i++)
			v[i] = keep * v[i - W] + v[i];
		for (size_t i = 0; i < (size_t)W * H; i++)
			sum[i] += v[i] / (float)scale;
	}
	for (size_t i = 0; i < (size_t)W * H; i++)
		p.data[i] = byte_of(128 + 4 * (double)sum[i] + noise_gauss(2));
	nothing_in(&p, 17); /* its power lies along both axes, and those lie at a right angle */
	mem_free(v);
	mem_free(sum);
}

/* Coarse cloth: threads of 14 px, soft, both ways. Its waves are low; no fine ones are claimed. */
static void coarse_cloth_is_not_fine(void **state)
{
	const struct wave planted[] = { { 14, 5, 12 }, { 14, 95, 12 } };
	struct plane p = waves_new(1600, 1200, 5, planted, 2);
	struct moire m = measure(&p);
	struct cues c = judge(&m);

	(void)state;
	assert_true(m.band[0].max > 30);
	assert_true(m.peak_db < 16);
	assert_false(c.present[CUE_PEAK]);
	moire_release(&m);
	plane_drop(&p);
}

/* What JPEG leaves: steps at the edges of its blocks, and the basis functions themselves. */
static void jpeg_blocks_are_left_out(void **state)
{
	struct plane p = waves_new(1600, 1200, 3, NULL, 0), grid = plane_new(8, 8);

	(void)state;
	for (uint32_t i = 0; i < 64; i++)
		grid.data[i] = (uint8_t)(20 * noise_uniform());
	for (uint32_t y = 0; y < p.height; y++)
		for (uint32_t x = 0; x < p.width; x++) {
			uint8_t *v = &p.data[(size_t)y * p.width + x];

			*v = (uint8_t)(*v + grid.data[y % 8 * 8 + x % 8]);
		}
	plane_drop(&grid);
	nothing_in(&p, 12);
}

/* The method switched off: the spectrum without the pixels. The planted wave must be lost, or the
 * tests above prove nothing. */
static void without_the_spectrum_nothing_is_found(void **state)
{
	float *x = mem_array(BINS, sizeof *x);
	struct tile_peaks t;
	struct moire m = { .n_tiles = 1 };
	struct whiten w;
	struct bins b;

	(void)state;
	assert_int_equal(whiten_init(&w, N, MOIRE_MEDIAN, NULL), ST_OK);
	assert_int_equal(bins_init(&b, N, NULL), ST_OK);
	whiten_run(&w, x, x);
	tile_peaks_find(&b, x, 17, &t);
	assert_true(tile_peaks_high(&t) < 1);
	m.peak_db = tile_peaks_high(&t);
	m.lattice.max = t.lattice_db;
	assert_int_equal(cues_of(&m), 0);
	bins_release(&b);
	whiten_release(&w);
	mem_free(x);
}

static void odd_sizes_hold(void **state)
{
	static const uint32_t size[][2] = { { 1, 1 },	  { 7, 9 },	{ 512, 512 },  { 513, 1400 },
					    { 1, 60000 }, { 60000, 1 }, { 511, 4000 }, { 519, 521 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(size); i++) {
		struct plane p = waves_new(size[i][0], size[i][1], 6, NULL, 0);
		struct error e = ERROR_INIT;
		struct moire m;
		enum status st = moire_measure(&p, &defaults, NULL, &m, &e);

		if (size[i][0] < N || size[i][1] < N) {
			assert_int_equal(st, ST_NOT_APPLICABLE);
			assert_true(e.message[0] != 0);
		} else {
			assert_int_equal(st, ST_OK);
			assert_true(isfinite((double)m.peak_db));
			moire_release(&m);
		}
		plane_drop(&p);
	}
}

static void constant_planes_show_nothing(void **state)
{
	(void)state;
	for (int v = 0; v < 256; v += 51) {
		struct plane p = plane_new(1400, 600);
		struct moire m;

		memset(p.data, v, (size_t)p.width * p.height);
		m = measure(&p);
		assert_true(fabsf(m.peak_db) < 1);
		assert_int_equal(cues_of(&m), 0);
		assert_true((m.clip > .5f) == (v > 250));
		moire_release(&m);
		plane_drop(&p);
	}
}

struct stopper {
	unsigned asked, stop_at, last_permille;
};

static bool stop(void *owner)
{
	struct stopper *s = owner;

	return ++s->asked >= s->stop_at;
}

static void progress(void *owner, unsigned permille, const char *stage)
{
	struct stopper *s = owner;

	assert_non_null(stage);
	assert_true(permille >= s->last_permille && permille <= 1000);
	s->last_permille = permille;
}

static void cancel_stops_at_a_tile(void **state)
{
	struct plane p = waves_new(1600, 1200, 4, NULL, 0);
	struct stopper s = { .stop_at = 3 };
	struct job_control ctl = { .cancelled = stop, .progress = progress, .owner = &s };
	size_t before = mem_in_use();
	struct moire m;

	(void)state;
	assert_int_equal(moire_measure(&p, &defaults, &ctl, &m, NULL), ST_CANCELLED);
	assert_int_equal(s.asked, 3);
	assert_int_equal(mem_in_use(), before);
	s = (struct stopper){ .stop_at = 1000 };
	assert_int_equal(moire_measure(&p, &defaults, &ctl, &m, NULL), ST_OK);
	assert_int_equal(s.asked, 12);
	assert_int_equal(s.last_permille, 1000);
	moire_release(&m);
	assert_int_equal(mem_in_use(), before);
	plane_drop(&p);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(decibels_agree_with_libm),
		cmocka_unit_test(tiles_lie_on_the_jpeg_grid),
		cmocka_unit_test(background_agrees_with_the_median),
		cmocka_unit_test(mask_leaves_jpeg_lines_out),
		cmocka_unit_test(wave_is_found),
		cmocka_unit_test(square_lattice_is_found),
		cmocka_unit_test(axes_are_treated_alike),
		cmocka_unit_test(a_partner_elsewhere_is_no_lattice),
		cmocka_unit_test(white_noise_shows_nothing),
		cmocka_unit_test(pink_noise_shows_nothing),
		cmocka_unit_test(coarse_cloth_is_not_fine),
		cmocka_unit_test(jpeg_blocks_are_left_out),
		cmocka_unit_test(without_the_spectrum_nothing_is_found),
		cmocka_unit_test(odd_sizes_hold),
		cmocka_unit_test(constant_planes_show_nothing),
		cmocka_unit_test(cancel_stops_at_a_tile),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
