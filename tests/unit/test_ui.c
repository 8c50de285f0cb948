/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The workstation on a fake case: how it looks, what keys do, and that no text breaks it. */
#include "tests/unit/unit.h"

#include "src/base/mem.h"
#include "src/base/utf8.h"
#include "tests/unit/desk.h"
#include "tests/unit/fake_exam.h"
#include "tests/unit/golden.h"
#include "ui/ui.h"

#include <locale.h>
#include <math.h>

static void screens_look_as_they_should(void **state)
{
	static const struct {
		const char *name, *keys;
	} pages[] = {
		{ "triage", "" },
		{ "summary", "j j enter" },
		{ "findings", "3" },
		{ "metadata", "5 j" },
		{ "structure", "6" },
		{ "signal", "7" },
		{ "notes", "8" },
		{ "verdict", "v" },
		{ "help", "esc ?" },
		{ "export", "q e" },
		{ "failed", "esc q G k k enter" },
	};
	struct desk d = desk_open(fake_fill_demo);

	(void)state;
	no_previews(d.f);
	for (size_t i = 0; i < ARRAY_LEN(pages); i++) {
		press(&d, pages[i].keys);
		golden_check(d.u, pages[i].name, 80, 24, false);
	}
	desk_close(&d);
}

static void other_sizes_and_ascii(void **state)
{
	struct desk d = desk_open(fake_fill_demo);

	(void)state;
	golden_check(d.u, "triage-ascii", 80, 24, true);
	press(&d, "j j p");
	settle(&d);
	golden_check(d.u, "picture-ascii", 80, 24, true);
	press(&d, "o");
	golden_check(d.u, "overlay-ascii", 80, 24, true);
	press(&d, "q");
	no_previews(d.f);
	golden_check(d.u, "triage-40x10", 40, 10, false);
	golden_check(d.u, "triage-160x30", 160, 30, false);
	golden_check(d.u, "triage-20x5", 20, 5, false);
	golden_check(d.u, "too-small", 19, 4, false);
	desk_close(&d);
}

static void empty_case(void **state)
{
	struct desk d = desk_open(NULL);

	(void)state;
	golden_check(d.u, "empty", 80, 24, false);
	press(&d, "enter p v n t x X s j k G / \"x\" enter esc 3 tab");
	assert_false(d.u->in_exam);
	assert_string_equal(d.f->log, "");
	press(&d, "q");
	assert_true(d.u->quit);
	desk_close(&d);
}

static void serious_first(void **state)
{
	static const char *const order[] = { "IMG_2041.jpg",     "flag-crop.png", "crowd.jpg",
					     "PXL_20261102.jpg", "DSC_0012.jpg",  "broken.jpg",
					     "harbour-1.jpg",    "quay.jpg" };
	struct desk d = desk_open(fake_fill_demo);

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(order); i++)
		assert_string_equal(list_row(&d.u->list, d.u->snap, i)->name, order[i]);
	press(&d, "s");
	assert_string_equal(list_row(&d.u->list, d.u->snap, 0)->name, "DSC_0012.jpg");
	press(&d, "s");
	assert_string_equal(list_row(&d.u->list, d.u->snap, 0)->name, "quay.jpg");
	press(&d, "s"); /* checks: least covered first */
	assert_string_equal(list_row(&d.u->list, d.u->snap, 0)->name, "harbour-1.jpg");
	press(&d, "s");
	assert_string_equal(list_row(&d.u->list, d.u->snap, 7)->name, "broken.jpg");
	press(&d, ": \"sort level\" enter");
	assert_string_equal(list_row(&d.u->list, d.u->snap, 0)->name, "IMG_2041.jpg");
	desk_close(&d);
}

static void filter_as_you_type(void **state)
{
	struct desk d = desk_open(fake_fill_demo);

	(void)state;
	press(&d, "/ \"warn\"");
	assert_int_equal(d.u->list.n, 2);
	press(&d, "\" screen\"");
	assert_int_equal(d.u->list.n, 1);
	assert_string_equal(selected(&d), "crowd.jpg");
	press(&d, "enter");
	assert_true(shows(&d, "1 of 8"));
	press(&d, "esc");
	assert_int_equal(d.u->list.n, 8);
	assert_false(d.u->quit);
	press(&d, "/ \"HARBOUR\""); /* a name and a tag */
	assert_int_equal(d.u->list.n, 2);
	press(&d, "\"zz\"");
	assert_int_equal(d.u->list.n, 0);
	assert_true(shows(&d, "no picture has these words"));
	press(&d, "enter v");
	assert_true(shows(&d, "no picture is selected"));
	press(&d, "/ esc");
	assert_int_equal(d.u->list.n, 8);
	desk_close(&d);
}

static void selection_stays_with_its_picture(void **state)
{
	struct desk d = desk_open(fake_fill_demo);

	(void)state;
	assert_string_equal(selected(&d), "IMG_2041.jpg");
	fake_add(d.f, "later.jpg", ROW_DONE, LEVEL_ALERT, "", "");
	ui_refresh(d.u);
	press(&d, "j j j");
	d.f->rows[0].level = LEVEL_ALERT; /* another row rises above */
	d.f->snap.generation++;
	ui_refresh(d.u);
	assert_string_equal(selected(&d), "crowd.jpg");
	press(&d, "enter J");
	assert_string_equal(selected(&d), "PXL_20261102.jpg");
	press(&d, "K K");
	assert_string_equal(selected(&d), "flag-crop.png");
	assert_non_null(strstr(d.f->log, "select 4"));
	desk_close(&d);
}

/* A note belongs to the picture it was begun on, whatever the list does meanwhile. */
static void note_goes_to_its_picture(void **state)
{
	struct desk d = desk_open(fake_fill_demo);

	(void)state;
	press(&d, "n \"seen \"");
	fake_add(d.f, "aaa.jpg", ROW_DONE, LEVEL_ALERT, "", "");
	d.f->rows[2].level = LEVEL_NONE;
	d.f->snap.generation++;
	press(&d, "\"before\" enter");
	assert_non_null(strstr(d.f->log, "note 3 seen before\n"));
	assert_true(shows(&d, "note saved"));
	press(&d, "n \"x\" esc");
	assert_true(shows(&d, "left unsaved"));
	assert_null(strstr(d.f->log, "note 3 x"));
	press(&d, "n enter");
	assert_null(strstr(d.f->log, "note 3 \n"));
	desk_close(&d);
}

static void tags(void **state)
{
	struct desk d = desk_open(fake_fill_demo);

	(void)state;
	press(&d, "t \"harbour\" enter");
	assert_non_null(strstr(d.f->log, "tag 3 harbour\n"));
	press(&d, "t \"-harbour\" enter");
	assert_non_null(strstr(d.f->log, "tag 3 -harbour\n"));
	press(&d, "t \"a,b\" enter");
	assert_true(shows(&d, "without commas"));
	press(&d, "t \"-\" enter");
	assert_true(shows(&d, "without commas"));
	desk_close(&d);
}

static void verdict_needs_both_sides(void **state)
{
	struct desk d = desk_open(fake_fill_demo);

	(void)state;
	press(&d, "j j v enter");
	assert_true(shows(&d, "H1 is missing"));
	press(&d, "\"direct\" enter");
	assert_true(shows(&d, "H2 is missing"));
	press(&d, "\" \" enter"); /* blanks do not count */
	assert_true(shows(&d, "H2 is missing"));
	press(&d, "\"screen\" enter");
	assert_true(shows(&d, "Support is missing"));
	assert_null(strstr(d.f->log, "verdict"));
	press(&d, "left");
	assert_true(shows(&d, "neither is supported more"));
	press(&d, "left left");
	assert_true(shows(&d, "moderate support for H2"));
	press(&d, "tab \"no original\" tab right right up up up up up");
	press(&d, "\"As posted?\" enter");
	assert_non_null(strstr(d.f->log,
			       "verdict 4 q=As posted? h1=direct h2= screen level=-2 limits=no original "
			       "category=EditedOrCroppedContent\n"));
	assert_null(d.u->form.ops);
	assert_true(shows(&d, "verdict saved"));
	desk_close(&d);
}

static void verdict_not_suitable_and_leaving(void **state)
{
	struct desk d = desk_open(fake_fill_demo);

	(void)state;
	press(&d, "v \"q\" esc");
	assert_null(d.u->form.ops);
	assert_null(strstr(d.f->log, "verdict"));
	press(&d, "v tab \"a\" tab \"b\" tab left left left left left left left left left");
	assert_true(shows(&d, "[-4]"));
	press(&d, "right right right right right right right right right right right");
	assert_true(shows(&d, "[not suitable]"));
	press(&d, "enter");
	assert_non_null(strstr(d.f->log, "level=0 not suitable"));
	d.f->snap.read_only = true;
	press(&d, "v");
	assert_null(d.u->form.ops);
	assert_true(shows(&d, "reading only"));
	desk_close(&d);
}

static void export_and_commands(void **state)
{
	struct desk d = desk_open(fake_fill_demo);

	(void)state;
	press(&d, "e enter");
	assert_non_null(strstr(d.f->log, "export html -\n"));
	press(&d, "e right tab \"/tmp/r.json\" enter");
	assert_non_null(strstr(d.f->log, "export json /tmp/r.json\n"));
	assert_true(shows(&d, "report written to"));
	press(&d, ": \"export html\" enter");
	assert_non_null(strstr(d.f->log, "export html -\n"));
	press(&d, ": \"export hmtl\" enter");
	assert_true(shows(&d, "did you mean 'html'"));
	press(&d, ": \"exprot\" enter");
	assert_true(shows(&d, "did you mean 'export'"));
	press(&d, ": \"mes\" tab enter");
	assert_true(shows(&d, "did you mean 'export'"));
	assert_ptr_equal(ui_view(d.u), &messages_view);
	press(&d, "esc : up up enter");
	assert_true(shows(&d, "did you mean 'export'"));
	press(&d, ": \"filter crowd\" enter");
	assert_int_equal(d.u->list.n, 1);
	press(&d, ": \"note from the line\" enter");
	assert_non_null(strstr(d.f->log, "note 4 from the line\n"));
	press(&d, ": \"q\" enter");
	assert_true(d.u->quit);
	desk_close(&d);
}

/* At 80 columns the reasons get the room: no name of a check, no date but when the order is by it. */
static void the_list_says_why(void **state)
{
	struct desk d = desk_open(fake_fill_demo);

	(void)state;
	assert_true(shows(&d, "2/4 edited with Lightroom 14.1"));
	assert_true(shows(&d, "lattice of peri"));
	press(&d, ": \"sort taken\" enter");
	assert_true(shows(&d, "2026-11-02"));
	press(&d, ": \"filter recapture\" enter"); /* hidden words are still found */
	assert_int_equal(d.u->list.n, 1);
	desk_close(&d);
}

/* 60 columns: the reason still says more than the name. */
static void narrow_lists_say_why(void **state)
{
	struct desk d = desk_open(fake_fill_demo);
	char *screen = golden_screen(d.u, 60, 15, DEPTH_MONO, false);

	(void)state;
	assert_non_null(strstr(screen, "two JPEG grids; noise d"));
	mem_free(screen);
	desk_close(&d);
}

static void long_names_keep_their_end(void **state)
{
	struct desk d = desk_open(NULL);

	(void)state;
	fake_add(d.f, "PXL_20240903_141240123.MP~2.jpg", ROW_DONE, LEVEL_NONE, "", "");
	fake_add(d.f, "PXL_20240903_141240123.MP~3.jpg", ROW_DONE, LEVEL_NONE, "", "");
	ui_refresh(d.u);
	assert_true(shows(&d, "PXL_20240903\u2026.MP~2.jpg "));
	assert_true(shows(&d, "PXL_20240903\u2026.MP~3.jpg "));
	desk_close(&d);
}

static void where_it_is_saved(void **state)
{
	struct desk d = desk_open(fake_fill_demo);

	(void)state;
	assert_true(shows(&d, "all is saved in /cases/harbour-fire.cott"));
	d.f->snap.trust_words = "no trust list: identity cannot be judged";
	assert_true(shows(&d, "no trust list: identity cannot be judged"));
	d.f->snap.trust_words = "official list";
	assert_true(shows(&d, "all is saved in /cases/harbour-fire.cott; official list"));
	d.f->snap.read_only = true;
	assert_true(shows(&d, "open for reading only: nothing is changed"));
	desk_close(&d);
}

/* The end of a message says why, or where: it is not cut off. */
static void long_messages_are_whole(void **state)
{
	struct desk d = desk_open(fake_fill_demo);

	(void)state;
	ui_say(d.u, LEVEL_WARNING, "cannot make '/a-folder/%s/report.html': No such file or directory",
	       "of-a-name/that-is-longer/than-one-line-has/columns-for-it/by-far");
	assert_true(shows(&d, "\n ! cannot make"));
	assert_true(shows(&d, "No such file or directory"));
	assert_true(shows(&d, "enter look"));
	press(&d, ": \"sort\" enter");
	assert_true(shows(&d, "sorted by level; sort KEY"));
	desk_close(&d);
}

/* A value longer than its line is seen whole below, or it is said that there is more. */
static void long_values_are_seen(void **state)
{
	struct desk d = desk_open(fake_fill_demo);
	static char value[2400];

	(void)state;
	for (size_t i = 0; i + 1 < sizeof value; i++)
		value[i] = i % 6 == 5 ? ' ' : 'w';
	press(&d, "j j enter 5");
	d.f->exams[ui_row(d.u)->id - 1]->entries[0].value = value;
	assert_true(shows(&d, "more lines: an export as json has all of it"));
	memcpy(value + 400, "the end", 8);
	assert_true(shows(&d, "the end"));
	desk_close(&d);
}

static void leaving_asks_only_while_working(void **state)
{
	struct desk d = desk_open(fake_fill_demo);

	(void)state;
	fake_stream(d.f, 3, 1);
	press(&d, "q");
	assert_false(d.u->quit);
	assert_true(shows(&d, "work is running; quit and stop it? it resumes with the case"));
	d.f->rows[d.f->snap.n_rows - 1].label[0] = '\0';
	assert_true(shows(&d, "stop it? 1 not in the case yet: give it again later"));
	press(&d, "n");
	assert_false(d.u->quit);
	press(&d, "ctrl-c");
	assert_non_null(strstr(d.f->log, "cancel all"));
	assert_false(d.u->quit);
	press(&d, "ctrl-c");
	assert_true(d.u->quit);
	desk_close(&d);
}

static void rows_stream_in(void **state)
{
	struct desk d = desk_open(fake_fill_demo);

	(void)state;
	no_previews(d.f);
	fake_stream(d.f, 2, 1);
	d.u->backend.ops->step(d.f);
	d.u->backend.ops->step(d.f);
	ui_refresh(d.u);
	golden_check(d.u, "streaming", 80, 24, false);
	press(&d, "/ \"examining\" enter x");
	assert_non_null(strstr(d.f->log, "cancel 9"));
	desk_close(&d);
}

static void mouse_adds(void **state)
{
	struct desk d = desk_open(fake_fill_demo);

	(void)state;
	assert_true(shows(&d, "crowd.jpg"));
	ui_click(d.u, 20, 5);
	assert_string_equal(selected(&d), "crowd.jpg");
	assert_false(d.u->in_exam);
	assert_true(shows(&d, "crowd.jpg"));
	ui_click(d.u, 20, 5);
	assert_true(d.u->in_exam);
	assert_true(shows(&d, "Summary"));
	ui_wheel(d.u, 5, 5, false);
	assert_int_equal(d.u->pages[0].top > 0, 1);
	assert_true(shows(&d, "q back"));
	ui_click(d.u, d.u->hints[1].x0, 23);
	assert_int_equal(d.u->tab, 1);
	ui_click(d.u, 500, 500);
	ui_click(d.u, -1, -1);
	desk_close(&d);
}

static void back_is_a_stack(void **state)
{
	struct desk d = desk_open(fake_fill_demo);

	(void)state;
	press(&d, "enter ?");
	assert_ptr_equal(ui_view(d.u), &help_view);
	press(&d, "esc");
	assert_ptr_equal(ui_view(d.u), &summary_view);
	press(&d, "shift-tab");
	assert_ptr_equal(ui_view(d.u), &notes_view);
	press(&d, "tab tab backspace");
	assert_ptr_equal(ui_view(d.u), &triage_view);
	press(&d, "esc esc");
	assert_false(d.u->quit);
	desk_close(&d);
}

static void unknown_keys_say_so(void **state)
{
	struct desk d = desk_open(fake_fill_demo);

	(void)state;
	press(&d, "w");
	assert_true(shows(&d, "'w' does nothing here; ? shows the keys"));
	press(&d, "j");
	assert_false(strcmp(d.u->flash, "") != 0);
	desk_close(&d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(screens_look_as_they_should),
		cmocka_unit_test(other_sizes_and_ascii),
		cmocka_unit_test(empty_case),
		cmocka_unit_test(serious_first),
		cmocka_unit_test(filter_as_you_type),
		cmocka_unit_test(selection_stays_with_its_picture),
		cmocka_unit_test(note_goes_to_its_picture),
		cmocka_unit_test(tags),
		cmocka_unit_test(verdict_needs_both_sides),
		cmocka_unit_test(verdict_not_suitable_and_leaving),
		cmocka_unit_test(export_and_commands),
		cmocka_unit_test(the_list_says_why),
		cmocka_unit_test(narrow_lists_say_why),
		cmocka_unit_test(long_names_keep_their_end),
		cmocka_unit_test(where_it_is_saved),
		cmocka_unit_test(long_messages_are_whole),
		cmocka_unit_test(long_values_are_seen),
		cmocka_unit_test(leaving_asks_only_while_working),
		cmocka_unit_test(rows_stream_in),
		cmocka_unit_test(mouse_adds),
		cmocka_unit_test(back_is_a_stack),
		cmocka_unit_test(unknown_keys_say_so),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
