/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbers of the check `recapture` on planes made here, whose waves are known; then the check itself on a subject
 * whose pixels are handed in, without a decoder. */
#include "tests/unit/unit.h"

#include "analyzers/checks.h"
#include "analyzers/signal/cues.h"
#include "analyzers/signal/decibel.h"
#include "analyzers/signal/messenger.h"
#include "analyzers/signal/moire.h"
#include "analyzers/signal/scene.h"
#include "analyzers/signal/spectrum.h"
#include "analyzers/signal/whiten.h"
#include "src/base/mem.h"

#include <math.h>

enum { N = MOIRE_TILE, HALF = N / 2 + 1, BINS = N * HALF };

static const struct moire_params defaults = { .tiles = 12, .count_db = 17 };
static const struct cue_limits limits = { .peak_db = 27, .lattice_db = 22, .bins = 270, .count_db = 17 };

/* ---- stand-ins for what the check asks of its neighbours ---- */

static struct raster given_raster;
static struct plane given_luma;
static int given_quality;

enum status subject_raster(struct subject *s, struct job_control *ctl, const struct raster **out, struct error *e)
{
	(void)s;
	(void)ctl;
	(void)e;
	*out = &given_raster;
	return ST_OK;
}

enum status subject_luma(struct subject *s, struct job_control *ctl, const struct plane **out, struct error *e)
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

/* ---- planes ---- */

static uint64_t seed;

static double uniform(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (double)(seed >> 11) / 9007199254740992.0;
}

static double gauss(double sigma)
{
	double sum = -6;

	for (int i = 0; i < 12; i++)
		sum += uniform();
	return sigma * sum;
}

static struct plane plane_new(uint32_t w, uint32_t h)
{
	struct plane p = { .width = w, .height = h, .data = mem_array((size_t)w * h, 1) };

	assert_non_null(p.data);
	seed = 0x9E3779B97F4A7C15u;
	return p;
}

static void plane_drop(struct plane *p)
{
	mem_free(p->data);
	p->data = NULL;
}

static uint8_t byte_of(double v)
{
	return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v + .5);
}

/* Noise about 128 and up to two waves; the angle is the direction of the wave's normal, x right and y down. */
struct wave {
	double period, angle, amplitude;
};

static struct plane waves(uint32_t w, uint32_t h, double noise, const struct wave *wave, int n)
{
	struct plane p = plane_new(w, h);

	for (uint32_t y = 0; y < h; y++)
		for (uint32_t x = 0; x < w; x++) {
			double v = 128 + (noise > 0 ? gauss(noise) : 0);

			for (int i = 0; i < n; i++) {
				double a = wave[i].angle * 0.017453292519943295;

				v += wave[i].amplitude * sin(6.283185307179586 / wave[i].period *
							     (x * cos(a) + y * sin(a)) + i);
			}
			p.data[(size_t)y * w + x] = byte_of(v);
		}
	return p;
}

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
			int32_t rr = r < 0 ? 0 : r >= N ? N - 1 : r, cc = c < 0 ? 0 : c >= HALF ? HALF - 1 : c;
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
	struct plane p = waves(N, N, 4, w, 1);
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
			double d = fabs((double)(s.db[r * HALF + c] - x[r * HALF + c] - naive_background(s.db, r, c)));

			sum += d;
			worst = fmax(worst, d);
			n++;
		}
	print_message("# background against the naive median: mean %.3f dB, worst %.3f dB\n", sum / n, worst);
	assert_true(sum / n < .35);
	assert_true(worst < 2);
	for (int32_t r = 0; r < N; r += 44) /* on the nodes nothing is interpolated */
		for (int32_t c = 0; c < HALF; c += 44)
			assert_true(fabsf(s.db[r * HALF + c] - x[r * HALF + c] - naive_background(s.db, r, c)) < 1e-3f);
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
	static const struct wave planted[] = { { 2.7, 0, 4 }, { 2.7, 33, 4 }, { 3.7, 90, 3 }, { 4.4, 118.5, 3 },
		{ 2.3, 161, 5 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(planted); i++) {
		struct plane p = waves(1600, 1200, 5, &planted[i], 1);
		struct moire m = measure(&p);
		double turned = fabs(angle_of(&m) - planted[i].angle);

		assert_true(m.peak_db > 30);
		assert_true(fabs(period_of(&m) - planted[i].period) < .01);
		assert_true(fmin(turned, 180 - turned) < .3);
		assert_int_equal(m.n_tiles, 12);
		assert_int_equal(m.agreeing, 12);
		assert_true(m.log10_nfa < -100);
		assert_true(judge(&m).present[CUE_PEAK]);
		assert_false(judge(&m).consistent); /* one wave, one cue */
		moire_release(&m);
		plane_drop(&p);
	}
}

static void square_lattice_is_found(void **state)
{
	const struct wave planted[] = { { 2.9, 12, 5 }, { 2.9, 102, 5 } };
	struct plane p = waves(1600, 1200, 4, planted, 2);
	struct moire m = measure(&p);
	struct cues c = judge(&m);

	(void)state;
	assert_true(m.lattice.max > 30);
	assert_true(c.present[CUE_LATTICE]);
	assert_true(c.consistent);
	assert_true(c.score > .5);
	moire_release(&m);
	plane_drop(&p);
}

static void a_partner_elsewhere_is_no_lattice(void **state)
{
	const struct wave planted[] = { { 2.9, 12, 5 }, { 2.9, 72, 5 } };
	struct plane p = waves(1600, 1200, 4, planted, 2);
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
	struct cues c = judge(&m);

	print_message("# noise: peak %.1f dB, lattice %.1f dB\n", (double)m.peak_db, (double)m.lattice.max);
	assert_true(m.peak_db < 16);
	assert_true(m.lattice.max < lattice_under);
	assert_true(m.over.max < 1);
	assert_int_equal(m.agreeing, 0);
	assert_int_equal(c.n, 0);
	assert_true(c.score < .15);
	moire_release(&m);
	plane_drop(p);
}

static void white_noise_shows_nothing(void **state)
{
	struct plane p = waves(1600, 1200, 12, NULL, 0);

	(void)state;
	nothing_in(&p, 12);
}

/* White noise smoothed exponentially along both sides, at five scales whose powers fall together about as 1/f^2 does; and a
 * little sensor noise. Nothing in it repeats. */
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

			v[i] = keep * left + (float)gauss(3);
		}
		for (size_t i = W; i < (size_t)W * H; i++)
			v[i] = keep * v[i - W] + v[i];
		for (size_t i = 0; i < (size_t)W * H; i++)
			sum[i] += v[i] / (float)scale;
	}
	for (size_t i = 0; i < (size_t)W * H; i++)
		p.data[i] = byte_of(128 + 4 * (double)sum[i] + gauss(2));
	nothing_in(&p, 17); /* its power lies along both axes, and those lie at a right angle */
	mem_free(v);
	mem_free(sum);
}

/* Coarse cloth: threads of 14 px, soft, both ways. Its waves are low; no fine ones are claimed. */
static void coarse_cloth_is_not_fine(void **state)
{
	const struct wave planted[] = { { 14, 5, 12 }, { 14, 95, 12 } };
	struct plane p = waves(1600, 1200, 5, planted, 2);
	struct moire m = measure(&p);
	struct cues c = judge(&m);

	(void)state;
	assert_true(m.band[0].max > 30);
	assert_true(m.peak_db < 16);
	assert_false(c.present[CUE_PEAK]);
	assert_false(c.consistent);
	moire_release(&m);
	plane_drop(&p);
}

/* What JPEG leaves: steps at the edges of its blocks, and the basis functions themselves. */
static void jpeg_blocks_are_left_out(void **state)
{
	struct plane p = waves(1600, 1200, 3, NULL, 0), grid = plane_new(8, 8);

	(void)state;
	for (uint32_t i = 0; i < 64; i++)
		grid.data[i] = (uint8_t)(20 * uniform());
	for (uint32_t y = 0; y < p.height; y++)
		for (uint32_t x = 0; x < p.width; x++) {
			uint8_t *v = &p.data[(size_t)y * p.width + x];

			*v = (uint8_t)(*v + grid.data[y % 8 * 8 + x % 8]);
		}
	plane_drop(&grid);
	nothing_in(&p, 12);
}

/* The method switched off: the spectrum without the pixels. The planted wave must be lost, or the tests above prove nothing. */
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
	assert_int_equal(judge(&m).n, 0);
	assert_true(judge(&m).score < .01);
	bins_release(&b);
	whiten_release(&w);
	mem_free(x);
}

static void odd_sizes_hold(void **state)
{
	static const uint32_t size[][2] = { { 1, 1 }, { 7, 9 }, { 512, 512 }, { 513, 1400 }, { 1, 60000 }, { 60000, 1 },
		{ 511, 4000 }, { 519, 521 } };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(size); i++) {
		struct plane p = waves(size[i][0], size[i][1], 6, NULL, 0);
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
		assert_int_equal(judge(&m).n, 0);
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
	struct plane p = waves(1600, 1200, 4, NULL, 0);
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

/* ---- scene ---- */

static struct raster raster_new(uint32_t w, uint32_t h)
{
	struct raster r = { .width = w, .height = h, .channels = 3, .depth = 8, .data = mem_array((size_t)w * h, 3) };

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
	struct scene s;

	(void)state;
	fill(&r, all, 20, 20, 32);
	fill(&r, box, 180, 190, 200);
	scene_measure(&r, &s);
	assert_true(s.has_screen);
	assert_true(s.blue_blacks);
	for (int i = 0; i < 4; i++)
		assert_in_range(s.screen[i], box[i] - 50, box[i] + 50);
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
				struct raster r = { .width = size[i][0], .height = size[i][1], .channels = channels,
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
	given_raster = (struct raster){ .width = p.width, .height = p.height, .channels = 1, .depth = 8, .data = p.data };
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

static struct plane lattice_plane(void)
{
	const struct wave planted[] = { { 2.9, 12, 5 }, { 2.9, 102, 5 } };

	return waves(1600, 1200, 4, planted, 2);
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
	give(&f, lattice_plane());
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
	give(&f, lattice_plane());
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
	assert_int_equal(p->n_marks, 6);
	for (uint32_t i = 0; i < 129 * 129; i++) /* a mirror image of itself */
		assert_true(p->data[i] == p->data[129 * 129 - 1 - i]);
	for (uint32_t i = 0; i < p->n_marks; i++) { /* every mark stands on a peak */
		double col = (p->marks[i].x - p->x0) / (p->x1 - p->x0) * 128, row = (p->marks[i].y - p->y0) / (p->y1 - p->y0) * 128;

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
	give(&f, waves(1600, 1200, 5, &planted, 1));
	assert_int_equal(run(&f, &e), ST_OK);
	assert_int_equal(f.r->level, LEVEL_NONE);
	assert_int_equal(f.r->n_findings, 1);
	assert_int_equal(f.r->findings[0].kind, FINDING_OBSERVATION);
	take(&f);
}

static void noise_leaves_no_period(void **state)
{
	struct fixture f;
	struct error e;

	(void)state;
	give(&f, waves(1600, 1200, 12, NULL, 0));
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
	give(&f, lattice_plane());
	f.s.has_jpeg = f.s.jpeg.has_table[0] = true;
	given_quality = 74;
	abstains(&f, "recompressed");
	give(&f, lattice_plane());
	f.s.facts.software = "Instagram 300.1";
	abstains(&f, "Instagram");
}

static void messengers_are_known_by_their_marks(void **state)
{
	struct block iptc = { .kind = BLOCK_IPTC, .bytes = { .data = (const uint8_t *)"xxFBMD23", .len = 8 } };
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
	give(&f, lattice_plane());
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
		give(&f, lattice_plane());
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
		cmocka_unit_test(decibels_agree_with_libm),
		cmocka_unit_test(tiles_lie_on_the_jpeg_grid),
		cmocka_unit_test(background_agrees_with_the_median),
		cmocka_unit_test(mask_leaves_jpeg_lines_out),
		cmocka_unit_test(wave_is_found),
		cmocka_unit_test(square_lattice_is_found),
		cmocka_unit_test(a_partner_elsewhere_is_no_lattice),
		cmocka_unit_test(white_noise_shows_nothing),
		cmocka_unit_test(pink_noise_shows_nothing),
		cmocka_unit_test(coarse_cloth_is_not_fine),
		cmocka_unit_test(jpeg_blocks_are_left_out),
		cmocka_unit_test(without_the_spectrum_nothing_is_found),
		cmocka_unit_test(odd_sizes_hold),
		cmocka_unit_test(constant_planes_show_nothing),
		cmocka_unit_test(cancel_stops_at_a_tile),
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
