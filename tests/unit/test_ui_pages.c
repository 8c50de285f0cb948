/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pages of one picture: pixels, regions, plots, rates, provenance. */
#include "tests/unit/unit.h"

#include "src/base/mem.h"
#include "src/base/utf8.h"
#include "tests/unit/desk.h"
#include "tests/unit/fake_exam.h"
#include "tests/unit/golden.h"
#include "ui/ui.h"

#include <locale.h>
#include <math.h>

static void the_chain_opens_by_key(void **state)
{
	struct desk d = desk_open(fake_fill_demo);

	(void)state;
	no_previews(d.f);
	press(&d, "enter 4");
	golden_check(d.u, "provenance", 80, 24, false);
	golden_check(d.u, "provenance-ascii", 80, 24, true);
	golden_check(d.u, "provenance-160x30", 160, 30, false);
	press(&d, "enter"); /* the headings of its parts */
	assert_true(shows(&d, "certificates (2)"));
	press(&d, "enter c");
	assert_true(shows(&d, "CN=Content Credentials"));
	golden_check(d.u, "provenance-open", 80, 24, false);
	press(&d, "c a");
	assert_false(seen(&d, "CN=Content Credentials"));
	assert_true(shows(&d, "to 3:2"));
	press(&d, "a s");
	assert_true(shows(&d, "assertion.dataHash.mismatch"));
	press(&d, "left left left");
	assert_false(seen(&d, "assertion.dataHash.mismatch"));
	press(&d, "G a"); /* the oldest */
	assert_true(shows(&d, "the signer says that these are all actions"));
	press(&d, "x");
	assert_non_null(strstr(d.f->log, "save 3 store\n"));
	press(&d, "1");
	assert_true(shows(&d, "2026-11-02 15:20, proved by DigiCert TSA"));
	desk_close(&d);
}

static void thumbnails_stand_beside_the_picture(void **state)
{
	struct desk d = desk_open(fake_fill_demo);

	(void)state;
	press(&d, "enter 4 t");
	assert_true(shows(&d, "reading it"));
	settle(&d);
	assert_false(seen(&d, "reading it"));
	golden_check(d.u, "provenance-thumbnail", 80, 24, true);
	press(&d, "t");
	assert_true(shows(&d, "ingredient 1 of manifest 3"));
	press(&d, "t");
	assert_true(shows(&d, "that was the last"));
	press(&d, "q");
	assert_true(shows(&d, "list: official of 2026-08-05"));
	assert_true(d.u->in_exam); /* back from the picture only */
	d.f->refuse_tiles = true;
	press(&d, "t");
	settle(&d);
	assert_false(seen(&d, "reading it"));
	press(&d, "J"); /* another picture: its own chain */
	assert_false(seen(&d, "as it is now"));
	desk_close(&d);
}

static void without_credentials_it_says_so(void **state)
{
	struct desk d = desk_open(fake_fill_demo);

	(void)state;
	no_previews(d.f);
	press(&d, "G enter 4"); /* quay.jpg */
	golden_check(d.u, "provenance-none", 80, 24, false);
	press(&d, "c");
	assert_true(shows(&d, "no manifest to look at"));
	press(&d, "K"); /* harbour-1.jpg: the check did not run */
	assert_true(shows(&d, "not verified: the check c2pa did not run"));
	desk_close(&d);
}

static void looking_asks_for_pixels(void **state)
{
	struct desk d = desk_open(fake_fill_demo);
	unsigned asked;

	(void)state;
	press(&d, "j j p");
	settle(&d);
	assert_int_equal(d.f->requests, 2); /* a tile and a sample */
	assert_true(shows(&d, "R 31  G 40  B 22"));
	assert_true(shows(&d, "x 2000  y 1500"));
	settle(&d);
	assert_int_equal(d.f->requests, 2); /* nothing changed: nothing asked */
	press(&d, "+ + +");
	settle(&d);
	assert_int_equal(d.f->requests, 3);
	assert_true(shows(&d, "pixels a cell"));
	press(&d, "l");
	settle(&d);
	assert_int_equal(d.f->requests, 4);
	press(&d, "right c");
	settle(&d);
	assert_int_equal(d.f->requests, 5);
	assert_true(shows(&d, "luma"));
	d.f->refuse_tiles = true;
	asked = d.f->requests;
	press(&d, "0");
	settle(&d);
	settle(&d);
	assert_int_equal(d.f->requests, asked + 1); /* refused once, not asked again and again */
	assert_true(shows(&d, "\n ! ")); /* why, on a line of its own */
	press(&d, "o");
	assert_true(shows(&d, "recapture: peak by tile"));
	press(&d, "o 3 enter");
	assert_ptr_equal(ui_view(d.u), &picture_view);
	assert_true(shows(&d, "x 1700  y 1050"));
	desk_close(&d);
}

static void regions_are_marked_and_measured(void **state)
{
	struct desk d = desk_open(fake_fill_demo);

	(void)state;
	press(&d, "j j p w");
	assert_true(shows(&d, "mark a region first"));
	press(&d, "a");
	assert_true(shows(&d, "no region is marked"));
	press(&d, "m");
	assert_true(shows(&d, "one corner at 2000, 1500"));
	press(&d, "l l j");
	assert_true(shows(&d, "to here: "));
	press(&d, "u"); /* the corner alone */
	assert_false(d.u->look.marking);
	assert_int_equal(d.u->look.n_regions, 0);
	press(&d, "m l l j m");
	assert_int_equal(d.u->look.n_regions, 1);
	assert_int_equal(d.u->look.regions[0].width, d.u->look.cursor_x - d.u->look.regions[0].x + 1);
	press(&d, "h h h h m k h m"); /* drawn up and to the left */
	assert_int_equal(d.u->look.n_regions, 2);
	assert_int_equal(d.u->look.regions[1].x, d.u->look.cursor_x);
	assert_int_equal(d.u->look.regions[1].y, d.u->look.cursor_y);
	assert_true(shows(&d, "w measure light"));
	settle(&d);
	golden_check(d.u, "regions-ascii", 80, 24, true);
	for (unsigned i = 1; i < REGION_KINDS; i++) {
		press(&d, "a");
		assert_int_equal(d.u->look.regions[1].kind, i);
		assert_true(shows(&d, region_kind_name((enum region_kind)i)));
	}
	press(&d, "a"); /* and round again */
	assert_int_equal(d.u->look.regions[1].kind, REGION_PLAIN);
	assert_int_equal(d.u->look.regions[0].kind, REGION_PLAIN);
	press(&d, "u");
	assert_int_equal(d.u->look.n_regions, 1);
	press(&d, "w");
	assert_ptr_equal(ui_view(d.u), &signal_view);
	assert_non_null(strstr(d.f->log, "examine 4 "));
	press(&d, "p"); /* back on the picture: still marked */
	assert_int_equal(d.u->look.n_regions, 1);
	press(&d, "U");
	assert_int_equal(d.u->look.n_regions, 0);
	for (unsigned i = 0; i <= REGIONS_MAX; i++)
		press(&d, "m l m");
	assert_int_equal(d.u->look.n_regions, REGIONS_MAX);
	assert_true(shows(&d, "no more can be marked"));
	press(&d, "J p"); /* another picture has its own */
	assert_true(shows(&d, "x "));
	assert_int_equal(d.u->look.n_regions, 0);
	desk_close(&d);
}

/* A parabola from the upper left to the upper right, and a mark at its lowest point. */
static void curves_are_drawn(void **state)
{
	struct desk d = desk_open(fake_fill_demo);
	struct plot_mark mark = { 0, 0, "lowest" };
	struct result *r;
	float data[2 * 41];

	(void)state;
	press(&d, "j j enter");
	r = &d.f->exams[ui_row(d.u)->id - 1]->results[0];
	for (int i = 0; i < 41; i++) {
		data[i] = (float)(i - 20) / 20;
		data[41 + i] = data[i] * data[i];
	}
	data[3] = data[41 + 3] = (float)NAN;
	result_add_plot(r, &(struct plot){ "plane", "a curve", PLOT_CURVES, "across", "up", "", -1, 1, 1, -.25, 0, 1, 41,
					   2, data, &mark, 1 });
	press(&d, "7 ]");
	golden_check(d.u, "curves-ascii", 80, 24, true);
	desk_close(&d);
}

/* Five marks side by side: in the plot their numbers, beside it all that they say; a twin without a label none. */
static void marks_are_told_apart(void **state)
{
	static const char *const label[] = { "1: 2.7 px R-118 B+121", "2: 4.6 px in step", "3: 3.1 px R+100 B-99", "4: 7 px", "" };
	struct desk d = desk_open(fake_fill_demo);
	struct plot_mark mark[5];
	float data[33 * 33] = { 0 };
	struct result *r;

	(void)state;
	press(&d, "j j enter");
	r = &d.f->exams[ui_row(d.u)->id - 1]->results[0];
	for (int i = 0; i < 5; i++)
		mark[i] = (struct plot_mark){ -.4 + .12 * i, -.1, label[i] };
	result_add_plot(r, &(struct plot){ "spectrum", "a spectrum", PLOT_SPECTRUM, "across", "down", "dB", -.5, .5, -.5, .5, -10, 30,
					   33, 33, data, mark, 5 });
	press(&d, "7 ]");
	for (int i = 0; i < 4; i++)
		assert_true(shows(&d, label[i]));
	golden_check(d.u, "marks-ascii", 80, 24, true);
	desk_close(&d);
}

/* The cursor begins in the middle also when the examination arrives after the page was opened. */
static void the_cursor_waits_for_the_size(void **state)
{
	struct desk d = desk_open(fake_fill_demo);
	struct examination *x;

	(void)state;
	press(&d, "j j");
	x = d.f->exams[ui_row(d.u)->id - 1];
	d.f->exams[ui_row(d.u)->id - 1] = NULL;
	press(&d, "p");
	assert_true(shows(&d, "loading"));
	d.f->exams[ui_row(d.u)->id - 1] = x;
	settle(&d);
	assert_true(shows(&d, "x 2000  y 1500"));
	desk_close(&d);
}

/* The rate stands beside the score. */
static void rates_stand_beside_scores(void **state)
{
	static const struct error_rate rate = { .calibrated = true,
						.threshold = .61,
						.fpr = .019,
						.fpr_lo = .009,
						.fpr_hi = .04,
						.tpr = .64,
						.tpr_lo = .5,
						.tpr_hi = .75,
						.n_genuine = 412,
						.n_positive = 230,
						.sources = 11,
						.sources_positive = 9,
						.stratum = "large",
						.set = "drawn" };
	struct desk d = desk_open(fake_fill_demo);

	(void)state;
	press(&d, "j j enter");
	assert_true(shows(&d, "score 0.93, uncalibrated"));
	press(&d, "esc");
	for (size_t i = 0; i < d.f->snap.n_rows; i++)
		if (d.f->exams[i]->n_results)
			d.f->exams[i]->results[0].error_rate = rate;
	press(&d, "enter");
	assert_true(shows(&d, "score 0.93; from 0.61 on: 1.9 % of 412"));
	assert_false(shows(&d, "uncalibrated"));
	desk_close(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_chain_opens_by_key),
		cmocka_unit_test(thumbnails_stand_beside_the_picture),
		cmocka_unit_test(without_credentials_it_says_so),
		cmocka_unit_test(looking_asks_for_pixels),
		cmocka_unit_test(regions_are_marked_and_measured),
		cmocka_unit_test(curves_are_drawn),
		cmocka_unit_test(marks_are_told_apart),
		cmocka_unit_test(the_cursor_waits_for_the_size),
		cmocka_unit_test(rates_stand_beside_scores),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
