/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How soon the check `recapture` stops when it is told to: how often a whole run asks, from decoder to
 * answer, and that it stops where it asked. Work between two asks is counted in asks and never in time:
 * a megapixel to decode and a tile of 512 x 512 to transform take some twenty milliseconds each on a
 * machine of 2020, so one ask for each of them keeps a run within a tenth of a second of being told. The
 * longest pause is printed for people to look at, and judged by nobody. */
#include "tests/unit/unit.h"

#include "analyzers/checks.h"
#include "src/base/mem.h"
#include "tests/unit/pictures.h"

#include <time.h>

enum { WIDE = 4000, HIGH = 3000, MEGAPIXELS = 12, TILES_LEAST = 12 };

static const struct limits roomy = LIMITS_DEFAULT;

struct asker {
	unsigned asked, stop_at; /* 0: never */
	clock_t last, pause;     /* of the processor */
};

static bool ask(void *owner)
{
	struct asker *a = owner;
	clock_t now = clock();

	if (a->asked > 0 && now - a->last > a->pause)
		a->pause = now - a->last;
	a->last = now;
	a->asked++;
	return a->stop_at && a->asked >= a->stop_at;
}

static enum result_status judge(const struct bytes *b, struct asker *a)
{
	struct job_control ctl = { .cancelled = ask, .owner = a };
	struct context cx = { .name = "" };
	struct error e = ERROR_INIT;
	struct subject s;
	struct result r;

	assert_int_equal(subject_open(&s, bytes_span(b), &roomy, &e), ST_OK);
	r = (struct result){ .arena = &s.arena };
	analyzer_run(&analyzer_recapture, &s, &cx, NULL, &ctl, &r);
	subject_release(&s);
	return r.status;
}

static void a_run_asks_often_and_stops_where_it_asked(void **state)
{
	const struct jpeg_wish wish = { .width = WIDE, .height = HIGH, .quality = 90 };
	struct bytes b = picture_jpeg(&wish);
	struct asker whole = { 0 };
	unsigned at[5];

	(void)state;
	assert_int_equal(judge(&b, &whole), RESULT_DONE);
	print_message("# %u asks, longest pause %ld ms of processor\n", whole.asked,
		      (long)(whole.pause * 1000 / CLOCKS_PER_SEC));
	assert_true(whole.asked >= MEGAPIXELS + TILES_LEAST);
	at[0] = 1;
	at[1] = 2;
	at[2] = whole.asked / 3;
	at[3] = whole.asked * 2 / 3;
	at[4] = whole.asked;
	for (size_t i = 0; i < ARRAY_LEN(at); i++) {
		struct asker stopped = { .stop_at = at[i] };
		size_t before = mem_in_use();

		assert_int_equal(judge(&b, &stopped), RESULT_CANCELLED);
		/* once more at the most: the caller may ask who was told to stop */
		assert_in_range(stopped.asked, at[i], at[i] + 1);
		assert_int_equal(mem_in_use(), before);
	}
	bytes_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_run_asks_often_and_stops_where_it_asked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
