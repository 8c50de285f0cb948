/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The evidence of the check `recapture`: colour phases of planted waves, what a period would mean for a display, how
 * far waves reach, the words of the families, and the whole call. */
#include "tests/unit/unit.h"

#include "analyzers/signal/display.h"
#include "analyzers/signal/recapture_evidence.h"
#include "analyzers/signal/rotation.h"
#include "src/base/mem.h"
#include "tests/unit/planes.h"

#include <math.h>

enum { N = MOIRE_TILE };

/* ---- planted waves ---- */

/* A wave of colours: amplitude and phase (degrees) of red, green, blue. */
struct colour_wave {
	double fx, fy, amplitude[3], phase[3];
};

static struct raster colours_new(uint32_t w, uint32_t h, uint8_t channels, uint8_t depth, double noise,
				 const struct colour_wave *wave, int n)
{
	struct plane seed = plane_new(1, 1); /* starts the noise again */
	struct raster r = { .width = w, .height = h, .channels = channels, .depth = depth };

	plane_drop(&seed);
	r.data = mem_array((size_t)w * h * channels, depth / 8);
	assert_non_null(r.data);
	for (size_t i = 0; i < (size_t)w * h; i++)
		for (uint32_t c = 0; c < channels; c++) {
			double v = 128 + (noise > 0 ? noise_gauss(noise) : 0);

			for (int k = 0; k < n && c < 3; k++)
				v += wave[k].amplitude[c] *
				     cos(6.283185307179586 * (wave[k].fx * (double)(i % w) + wave[k].fy * (double)(i / w)) +
					 wave[k].phase[c] * 0.017453292519943295);
			if (depth == 16)
				((uint16_t *)r.data)[i * channels + c] = (uint16_t)(v * 257 + .5);
			else
				((uint8_t *)r.data)[i * channels + c] = byte_of(v);
		}
	return r;
}

static struct phases measure(const struct raster *r, uint32_t x, uint32_t y, double fx, double fy)
{
	struct error e = ERROR_INIT;
	size_t before = mem_in_use();
	struct phases p;

	assert_int_equal(phases_measure(r, x, y, fx, fy, &p, &e), ST_OK);
	assert_int_equal(mem_in_use(), before);
	return p;
}

static struct phases measure_wave(const struct colour_wave *w, double noise)
{
	struct raster r = colours_new(600, 560, 3, 8, noise, w, 1);
	struct phases p = measure(&r, 80, 40, w->fx, w->fy);

	mem_free(r.data);
	return p;
}

static void stripes_are_rotated(void **state)
{
	static const struct colour_wave wave[] = {
		{ .1613, -.037, { 4, 4, 4 }, { -120, 0, 120 } },
		{ .0421, .0915, { 2, 3, 2.5 }, { 122, 0, -117 } },
		{ .31, .12, { 6, 6, 6 }, { -120, 0, 120 } }, /* even where colour is not trusted to be in step */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wave); i++) {
		struct phases p = measure_wave(&wave[i], 4);

		assert_int_equal(p.reading, PHASES_ROTATED);
		assert_null(p.why);
		for (int k = 0; k < 3; k++)
			assert_true(fabs(p.amplitude[k] - wave[i].amplitude[k]) < .1);
		assert_true(fabs(p.red - wave[i].phase[0]) < 12 && fabs(p.blue - wave[i].phase[2]) < 12);
		assert_true((p.rotation < 0) == (wave[i].phase[0] < 0));
		assert_true(fabs(p.rotation) > .9);
		assert_true(p.red_error > 0 && p.red_error < 3);
		assert_true(p.rotation_error < .1);
	}
}

/* A coarse file weakens what differs between the colours: the common wave hides it, but not its shape. */
static void a_common_wave_hides_nothing(void **state)
{
	const struct colour_wave two[] = { { .15, .02, { 20, 20, 20 }, { 40, 40, 40 } },
					   { .15, .02, { 1, 1, 1 }, { -120, 0, 120 } } };
	struct raster r = colours_new(600, 560, 3, 8, 3, two, 2);
	struct phases p = measure(&r, 0, 0, .15, .02);

	(void)state;
	assert_int_equal(p.reading, PHASES_ROTATED);
	assert_true(fabs(p.red + 120) < 12 && fabs(p.blue - 120) < 12);
	assert_true(fabs(p.amplitude[1] - p.amplitude[0]) < 2); /* nearly in step as a whole */
	mem_free(r.data);
}

static void textures_are_in_step(void **state)
{
	static const struct colour_wave wave[] = {
		{ .1613, -.037, { 4, 4, 4 }, { 0, 0, 0 } },      /* grey */
		{ .1613, -.037, { 6, 4, 2 }, { 10, 10, 10 } },   /* one colour */
		{ .0421, .0915, { 5, 5, 1 }, { 180, 0, 0 } },    /* two colours in turn */
		{ .1613, .02, { 5, 5, 5 }, { 8, 0, -8 } },       /* a little lateral colour */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wave); i++) {
		struct phases p = measure_wave(&wave[i], 3);

		assert_int_equal(p.reading, PHASES_IN_STEP);
		assert_int_equal(phases_seen(&p), i != 0);
		assert_true(!phases_seen(&p) || fabs(p.rotation) < .3);
	}
}

static void the_rest_is_undetermined(void **state)
{
	const struct colour_wave fine = { .31, .02, { 5, 5, 5 }, { 0, 0, 0 } }, none = { .15, .05, { 0 }, { 0 } };
	struct raster grey = colours_new(N, N, 1, 8, 3, &fine, 1);
	struct phases p = measure_wave(&fine, 3);

	(void)state;
	assert_int_equal(p.reading, PHASES_UNDETERMINED);
	assert_non_null(strstr(p.why, "half the resolution"));
	p = measure_wave(&none, 3);
	assert_int_equal(p.reading, PHASES_UNDETERMINED);
	assert_non_null(strstr(p.why, "noise"));
	p = measure(&grey, 0, 0, fine.fx, fine.fy);
	assert_int_equal(p.reading, PHASES_UNDETERMINED);
	assert_non_null(strstr(p.why, "grey"));
	mem_free(grey.data);
}

/* The stated errors against what 25 tiles of one noisy wave show. */
static void errors_are_as_stated(void **state)
{
	enum { SIDE = 5, TIMES = SIDE * SIDE };
	const struct colour_wave w = { .14, .09, { .25, .25, .25 }, { -120, 0, 120 } };
	struct raster r = colours_new(SIDE * N, SIDE * N, 3, 8, 6, &w, 1);
	double sum = 0, squares = 0, stated = 0, mean, deviation;
	double turn_sum = 0, turn_squares = 0, turn_stated = 0;

	(void)state;
	for (uint32_t i = 0; i < TIMES; i++) {
		struct phases p = measure(&r, i % SIDE * N, i / SIDE * N, w.fx, w.fy);

		sum += p.red;
		squares += p.red * p.red;
		stated += p.red_error / TIMES;
		turn_sum += p.rotation;
		turn_squares += p.rotation * p.rotation;
		turn_stated += p.rotation_error / TIMES;
	}
	mean = sum / TIMES;
	deviation = sqrt(squares / TIMES - mean * mean);
	print_message("# red %.1f degrees, deviation %.1f, stated %.1f; rotation %.3f, stated %.3f\n", mean, deviation, stated,
		      turn_sum / TIMES, turn_stated);
	assert_true(fabs(mean + 120) < 6);
	assert_true(deviation > stated / 2 && deviation < 1.5 * stated);
	assert_true(sqrt(turn_squares / TIMES - turn_sum / TIMES * turn_sum / TIMES) < turn_stated);
	mem_free(r.data);
}

static void every_raster_is_taken(void **state)
{
	const struct colour_wave w = { .1613, -.037, { 8, 8, 8 }, { -120, 0, 120 } };

	(void)state;
	for (uint8_t channels = 3; channels <= 4; channels++)
		for (uint8_t depth = 8; depth <= 16; depth += 8) {
			struct raster r = colours_new(N, N, channels, depth, 3, &w, 1);
			struct phases p = measure(&r, 0, 0, w.fx, w.fy);

			assert_int_equal(p.reading, PHASES_ROTATED);
			assert_true(fabs(p.amplitude[0] - 8) < .1);
			mem_free(r.data);
		}
}

/* ---- the search for turning colours ---- */

static struct rotation_wave find(const struct raster *r)
{
	struct tile_grid g;
	const uint32_t tile = 0;
	struct rotation_wave w;
	struct error e = ERROR_INIT;
	size_t before = mem_in_use();
	uint32_t n;

	tile_grid_init(&g, r->width, r->height, N, 1);
	assert_int_equal(rotation_find(r, &g, &tile, 1, &w, &n, &e), ST_OK);
	assert_int_equal(n, 1);
	assert_int_equal(mem_in_use(), before);
	return w;
}

static void turning_colours_are_found(void **state)
{
	/* Weaker than the noise of one pixel by far, under a grey wave and one of two colours that are far stronger. */
	const struct colour_wave wave[] = { { .171, -.063, { .5, .5, .5 }, { -120, 0, 120 } },
					    { .11, .05, { 9, 9, 9 }, { 0, 0, 0 } },
					    { .06, .14, { 9, 9, 2 }, { 0, 180, 0 } } };
	struct raster r = colours_new(N, N, 3, 8, 4, wave, 3);
	struct rotation_wave found = find(&r);

	(void)state;
	assert_true(fabs(found.fx - wave[0].fx) < 1.5 / N && fabs(found.fy - wave[0].fy) < 1.5 / N);
	assert_true(found.db > (double)evidence_db);
	assert_true(found.turn < -.8);
	mem_free(r.data);
	r = colours_new(N, N, 3, 8, 4, wave + 1, 1); /* without it: what noise gives */
	found = find(&r);
	print_message("# noise alone: %.1f dB\n", found.db);
	assert_true(found.db < 12);
	mem_free(r.data);
}

/* ---- displays ---- */

static bool has_pitch(double pitch, double angle, double tolerance)
{
	struct display_candidate c[DISPLAY_CANDIDATES_MAX];
	/* What sampling makes of a lattice: the frequency less the nearest whole number, on each axis. */
	double a = angle * 0.017453292519943295, fx = cos(a) / pitch, fy = sin(a) / pitch;
	uint32_t n = display_candidates(fx - round(fx), fy - round(fy), c);

	for (uint32_t i = 0; i < n; i++) {
		double off = fabs(c[i].angle - angle);

		if (fabs(c[i].pitch - pitch) < tolerance && fmin(off, 180 - off) < .01)
			return true;
	}
	return false;
}

static void folding_is_undone(void **state)
{
	static const double pitch[] = { .55, .61, .8, 1.15, 1.37, 1.9, 2.4, 3.3, 7 }, angle[] = { 0, 1.5, 4, 88, 91, 177 };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(pitch); i++)
		for (size_t k = 0; k < ARRAY_LEN(angle); k++)
			assert_true(has_pitch(pitch[i], angle[k], 1e-9));
	assert_int_equal(display_candidates(0, 0, (struct display_candidate[DISPLAY_CANDIDATES_MAX]){ { 0 } }), 0);
}

static void candidates_are_those_of_the_formula(void **state)
{
	struct display_candidate c[DISPLAY_CANDIDATES_MAX];

	(void)state;
	assert_int_equal(display_candidates(.27, 0, c), 4);
	assert_true(fabs(c[0].pitch - 1 / .27) < 1e-9 && c[0].fold == 0);
	assert_true(fabs(c[1].pitch - 1 / .73) < 1e-9 && c[1].fold == -1);
	assert_true(fabs(c[2].pitch - 1 / 1.27) < 1e-9 && c[2].fold == 1);
	assert_true(fabs(c[3].pitch - 1 / 1.73) < 1e-9 && c[3].fold == -2);
}

static void pitch_and_distance_fit(void **state)
{
	/* 4000 x 3000, 26 mm: at 600 mm the diagonal of 5000 px covers 600 * 43.2666 / 26 = 998.46 mm. */
	struct display_view v = display_view(26, 4000, 3000), unknown = display_view((double)NAN, 4000, 3000);
	double mm = display_mm(&v, 1.37, 600);

	(void)state;
	assert_false(v.assumed);
	assert_true(fabs(mm - 1.37 * 998.46 / 5000) < 1e-4);
	assert_true(fabs(display_distance(&v, 1.37, display_ppi(mm)) - 600) < 1e-6);
	assert_true(unknown.assumed && fabs(unknown.focal35 - DISPLAY_FOCAL35) < 1e-9);
	assert_true(display_view(0, 10, 10).assumed && display_view(1e9, 10, 10).assumed);
	assert_string_equal(display_kind_of(140)->name, "a laptop");
	assert_string_equal(display_kind_of(100)->name, "a monitor");
	assert_string_equal(display_kind_of(55)->name, "a television");
	assert_string_equal(display_kind_of(85)->name, "a television"); /* the nearest: 85/80 under 92/85 */
	assert_string_equal(display_kind_of(500)->name, "a phone");
	assert_null(display_kind_of(600));
	assert_null(display_kind_of(20));
}

static void sentences_say_what_is_assumed(void **state)
{
	struct subject s = { .facts = { .has_focal35 = true, .focal35 = 26 } };
	char text[1000];

	(void)state;
	display_sentences(.27, 0, &s, 4000, 3000, text, sizeof text);
	assert_non_null(strstr(text, "3.7 captured pixels or, folded by sampling, 1.37, 0.787 or 0.578"));
	assert_non_null(strstr(text, "At 60 cm"));
	assert_non_null(strstr(text, "0.27 mm, 93 ppi, as of a monitor"));
	assert_non_null(strstr(text, "neither cropped nor resized"));
	assert_null(strstr(text, "assumed as of a phone"));
	display_sentences(.27, 0, NULL, 4000, 3000, text, sizeof text);
	assert_non_null(strstr(text, "assumed as of a phone"));
	display_sentences(0, 0, NULL, 4000, 3000, text, sizeof text);
	assert_string_equal(text, "");
}

/* ---- how far waves reach ---- */

/* A grid of 4 x 3 whose tiles bear a wave of that many bins across where the picture has a letter. */
static struct moire tiles_of(const char *picture)
{
	struct moire m = { .n_tiles = 12, .half = N / 2 + 1 };

	tile_grid_init(&m.grid, 1600, 1200, N, 12);
	for (uint32_t i = 0; i < 12; i++) {
		uint32_t bins = picture[i] == 'a' ? 150 : picture[i] == 'b' ? 110 : picture[i] == 'c' ? 135 : 0;

		m.tile[i].band_db[BAND_HIGH] = bins ? 25 : 5;
		m.tile[i].band_bin[BAND_HIGH] = N / 2 * m.half + bins;
		if (bins && !(m.peak_db > 0)) {
			m.peak_db = 25;
			m.peak_tile = i;
		}
	}
	return m;
}

static struct reach reach_in(const char *picture, const char *dark)
{
	struct moire m = tiles_of(picture);
	bool silent[TILES_MAX] = { false };

	for (uint32_t i = 0; i < 12; i++)
		silent[i] = dark[i] == 'x';
	return reach_of(&m, silent, 17, 1600, 1200);
}

static void reach_follows_its_rule(void **state)
{
	static const char none[] = "............";
	struct reach r = reach_in("aaaaaaaaaaaa", none);

	(void)state;
	assert_int_equal(r.kind, REACH_ALL);
	assert_int_equal(r.together, 12);
	assert_int_equal(reach_in("aaaaa.aaa..a", none).kind, REACH_ALL);  /* 9 of 12, on all sides */
	assert_int_equal(reach_in("aaa.aaa.aaa.", none).kind, REACH_PART); /* 9, not on the right */
	assert_int_equal(reach_in("aaaa....aaaa", none).kind, REACH_PART); /* two halves that do not touch */
	r = reach_in(".....aa..aa.", none);
	assert_int_equal(r.kind, REACH_PART);
	assert_int_equal(r.together, 4);
	assert_int_equal(r.region[0], 400);
	assert_int_equal(r.region[1], 400);
	assert_int_equal(r.region[2], 800);
	assert_int_equal(r.region[3], 800);
	assert_int_equal(reach_in("...a....b...", none).kind, REACH_ALONE);
	assert_int_equal(reach_in("ab..........", none).kind, REACH_ALONE); /* 150 and 110 bins: no kin */
	assert_int_equal(reach_in("acb.........", none).together, 2);       /* c is kin of a, b of neither by 15 % */
	assert_int_equal(reach_in(none, none).kind, REACH_NONE);
	/* Columns that are black are no part of the picture that could bear waves. */
	assert_int_equal(reach_in(".aa..aa..aa.", "x..xx..xx..x").kind, REACH_ALL);
	/* A row's end is no neighbour of the next row's start. */
	assert_int_equal(reach_in("...aa.......", none).kind, REACH_ALONE);
}

static void dark_and_clipped_tiles_are_silent(void **state)
{
	struct raster r = colours_new(1600, 1200, 3, 8, 0, NULL, 0);
	struct moire m = tiles_of("............");
	bool silent[TILES_MAX];

	(void)state;
	for (uint32_t y = 0; y < N; y++)
		memset((uint8_t *)r.data + (size_t)y * 1600 * 3, 10, N * 3);
	m.tile[11].clip = .6f;
	reach_silent(&m, &r, silent);
	for (uint32_t i = 0; i < 12; i++)
		assert_int_equal(silent[i], i == 0 || i == 11);
	mem_free(r.data);
}

/* ---- families ---- */

static void families_are_put_into_words(void **state)
{
	static const struct family_evidence f[] = { { "fine waves", 2.1 },	 { "averaged waves", .2 },
						    { "colour rotation", 1.2 },	 { "colour and light", -.3 },
						    { "layout and edges", -1.1 }, { "last save", 2.1 } };
	char text[400], small[20];
	const struct family_evidence unknown[] = { { "fine waves", (double)NAN }, { "last save", .1 } };

	(void)state;
	families_summary(f, ARRAY_LEN(f), text, sizeof text);
	assert_string_equal(text, "fine waves, last save and colour rotation speak for a screen; layout and edges speaks "
				  "against; the others say little");
	families_summary(f, 1, text, sizeof text);
	assert_string_equal(text, "fine waves speaks for a screen");
	families_summary(f + 1, 1, text, sizeof text);
	assert_string_equal(text, "every family of cues says little");
	families_summary(unknown, 2, text, sizeof text);
	assert_string_equal(text, "fine waves could not be measured; the other one says little");
	families_summary(f, ARRAY_LEN(f), small, sizeof small);
	assert_int_equal(strlen(small), sizeof small - 1);
	assert_string_equal(family_words(1), "speaks for a screen");
	assert_string_equal(family_words(-1), "speaks against a screen");
	assert_string_equal(family_words(.6), "says little");
}

/* ---- the whole ---- */

struct fixture {
	struct examination *x;
	struct result *r;
	struct raster raster;
	struct moire moire;
};

static void give(struct fixture *f, struct raster r)
{
	const struct moire_params mp = { .tiles = 12, .count_db = 17 };
	struct error e = ERROR_INIT;
	struct plane luma;

	memset(f, 0, sizeof *f);
	f->x = exam_new();
	f->x->results = arena_alloc(&f->x->arena, 1, sizeof *f->x->results);
	f->x->n_results = 1;
	f->x->width = r.width;
	f->x->height = r.height;
	f->r = f->x->results;
	f->r->arena = &f->x->arena;
	f->r->check = "recapture";
	f->raster = r;
	assert_true(raster_luma(&r, &luma));
	assert_int_equal(moire_measure(&luma, &mp, NULL, &f->moire, &e), ST_OK);
	plane_drop(&luma);
}

static void take(struct fixture *f)
{
	moire_release(&f->moire);
	exam_free(f->x);
	mem_free(f->raster.data);
}

static const struct finding *finding_of(const struct result *r, const char *code)
{
	for (uint32_t i = 0; i < r->n_findings; i++)
		if (strcmp(r->findings[i].code, code) == 0)
			return &r->findings[i];
	return NULL;
}

static bool has_label(const struct plot *p, const char *text)
{
	for (uint32_t i = 0; i < p->n_marks; i++)
		if (p->marks[i].label && strstr(p->marks[i].label, text))
			return true;
	return false;
}

/* What a screen leaves: a wave across its stripes whose colours turn, and one along them whose colours do not. */
static const struct colour_wave lattice[] = { { .232, .012, { 6, 7, 6 }, { -120, 0, 120 } },
					      { -.012, .232, { 6, 6, 6 }, { 0, 0, 0 } } };

static void a_screen_is_shown(void **state)
{
	static const struct family_evidence families[] = { { "fine waves", 2.5 }, { "last save", -.1 } };
	struct subject s = { .facts = { .has_focal35 = true, .focal35 = 26 } };
	const struct value *phases, *display;
	const struct finding *found;
	struct fixture f;

	(void)state;
	give(&f, colours_new(1600, 1200, 3, 8, 4, lattice, 2));
	recapture_evidence(&f.raster, &f.moire, families, ARRAY_LEN(families), &s, f.r);
	assert_int_equal(f.r->status, RESULT_DONE);
	assert_int_equal(f.r->level, LEVEL_NONE);
	assert_false(f.r->has_score);
	found = finding_of(f.r, "recapture.where");
	assert_non_null(strstr(found->summary, "fills the frame"));
	assert_false(found->has_region);
	found = finding_of(f.r, "recapture.colours");
	assert_non_null(strstr(found->summary, "rotated by about 120 degrees"));
	assert_true(found->n_alternatives >= 3);
	found = finding_of(f.r, "recapture.families");
	assert_non_null(strstr(found->summary, "fine waves speaks for a screen"));
	assert_true(fabs(result_measure(f.r, "fine_waves")->value - 2.5) < 1e-9);
	assert_true(fabs(fabs(result_measure(f.r, "rotation")->value) - 1) < .1);
	phases = value_get(f.r->details, "phases");
	assert_true(phases->count >= 2);
	assert_true(value_get(phases->first, "period_px")->real > 4.2 && value_get(phases->first, "period_px")->real < 4.4);
	display = value_get(f.r->details, "display");
	assert_int_equal(value_get(display, "candidates")->count, 4);
	assert_string_equal(value_get_text(value_get(f.r->details, "reach"), "where"), "all_over");
	take(&f);
}

static void a_screen_is_drawn(void **state)
{
	struct fixture f;
	struct error e = ERROR_INIT;

	(void)state;
	give(&f, colours_new(1600, 1200, 3, 8, 4, lattice, 2));
	recapture_evidence(&f.raster, &f.moire, NULL, 0, NULL, f.r);
	assert_int_equal(f.r->n_maps, 1);
	assert_int_equal(f.r->n_plots, 2);
	assert_string_equal(f.r->plots[0].name, "spectrum");
	assert_true(has_label(&f.r->plots[0], "4.3 px R-1"));
	assert_true(has_label(&f.r->plots[0], "px in step"));
	assert_string_equal(f.r->plots[1].name, "colours");
	assert_int_equal(f.r->plots[1].kind, PLOT_CURVES);
	assert_true(has_label(&f.r->plots[1], "G"));
	for (uint32_t i = 0; i < f.r->n_plots; i++)
		for (uint32_t k = 0; k < f.r->plots[i].n_marks; k++) {
			const struct plot *p = &f.r->plots[i];

			assert_true(p->marks[k].x >= p->x0 && p->marks[k].x <= p->x1);
			assert_true(fmin(p->y0, p->y1) <= p->marks[k].y && p->marks[k].y <= fmax(p->y0, p->y1));
		}
	assert_int_equal(exam_consistent(f.x, &e), ST_OK);
	take(&f);
}

static void nothing_shows_nothing(void **state)
{
	static const struct family_evidence families[] = { { "fine waves", -.2 } };
	struct fixture f;

	(void)state;
	give(&f, colours_new(1600, 1200, 3, 8, 8, NULL, 0));
	recapture_evidence(&f.raster, &f.moire, families, 1, NULL, f.r);
	assert_int_equal(f.r->n_findings, 1);
	assert_string_equal(f.r->findings[0].summary, "every family of cues says little");
	assert_int_equal(value_get(f.r->details, "period_px")->kind, VALUE_NULL);
	assert_int_equal(value_get(f.r->details, "display")->kind, VALUE_NULL);
	assert_int_equal(value_get(f.r->details, "phases")->count, 0);
	assert_true(isnan(result_measure(f.r, "rotation")->value));
	assert_int_equal(f.r->n_plots, 1);
	assert_int_equal(f.r->plots[0].n_marks, 0);
	take(&f);
}

/* A grey picture has waves but no colours; so has the smallest one that is measured. */
static void grey_and_small_ones_hold(void **state)
{
	struct fixture f;

	(void)state;
	give(&f, colours_new(N, N, 1, 8, 4, lattice, 1));
	recapture_evidence(&f.raster, &f.moire, NULL, 0, NULL, f.r);
	assert_null(finding_of(f.r, "recapture.colours"));
	assert_int_equal(f.r->n_plots, 1);
	assert_true(f.r->plots[0].n_marks >= 2);
	take(&f);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stripes_are_rotated),
		cmocka_unit_test(a_common_wave_hides_nothing),
		cmocka_unit_test(textures_are_in_step),
		cmocka_unit_test(the_rest_is_undetermined),
		cmocka_unit_test(errors_are_as_stated),
		cmocka_unit_test(every_raster_is_taken),
		cmocka_unit_test(turning_colours_are_found),
		cmocka_unit_test(folding_is_undone),
		cmocka_unit_test(candidates_are_those_of_the_formula),
		cmocka_unit_test(pitch_and_distance_fit),
		cmocka_unit_test(sentences_say_what_is_assumed),
		cmocka_unit_test(reach_follows_its_rule),
		cmocka_unit_test(dark_and_clipped_tiles_are_silent),
		cmocka_unit_test(families_are_put_into_words),
		cmocka_unit_test(a_screen_is_shown),
		cmocka_unit_test(a_screen_is_drawn),
		cmocka_unit_test(nothing_shows_nothing),
		cmocka_unit_test(grey_and_small_ones_hold),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
