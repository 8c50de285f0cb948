/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread that walks folders and seals files: order, what it passes over, and that it can be stopped. */
#include "tests/unit/unit.h"

#include "src/session/intake.h"
#include "src/session/walk.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

enum { FILES = 300 };

static int make_folder(void **state)
{
	static char folder[] = "intake-XXXXXX";
	char path[64];

	if (!mkdtemp(folder))
		return -1;
	for (int i = 0; i < FILES; i++) {
		snprintf(path, sizeof path, "%s/%03d", folder, i);
		close(open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
	}
	*state = folder;
	return 0;
}

static int remove_folder(void **state)
{
	char path[64];

	for (int i = 0; i < FILES; i++) {
		snprintf(path, sizeof path, "%s/%03d", (char *)*state, i);
		unlink(path);
	}
	return rmdir(*state);
}

/* The next event; NULL when there is nothing more to come. */
static struct intake_event *next(struct intake *t)
{
	struct intake_event *ev;

	while (!(ev = intake_take(t)) && intake_pending(t)) {
		struct pollfd p = { .fd = intake_fd(t), .events = POLLIN };

		poll(&p, 1, 10);
	}
	return ev;
}

static unsigned count_found(struct intake *t)
{
	struct intake_event *ev;
	unsigned n = 0;

	while ((ev = next(t))) {
		n += ev->kind == INTAKE_FOUND;
		intake_event_free(ev);
	}
	return n;
}

static void walks_in_order(void **state)
{
	char last[4096] = "";
	struct intake_event *ev;
	struct intake *t;
	unsigned n = 0;

	assert_int_equal(intake_open(&t, NULL), ST_OK);
	intake_walk(t, *state);
	while ((ev = next(t))) {
		if (ev->kind == INTAKE_FOUND) {
			assert_true(strcmp(last, ev->path) < 0);
			snprintf(last, sizeof last, "%s", ev->path);
			n++;
		}
		intake_event_free(ev);
	}
	assert_int_equal(n, FILES);
	intake_close(t);
}

static void a_stopped_walk_finds_nothing_more(void **state)
{
	struct intake_event *ev;
	struct intake *t;

	assert_int_equal(intake_open(&t, NULL), ST_OK);
	intake_walk(t, *state);
	intake_walk(t, *state);
	ev = next(t);
	assert_non_null(ev);
	intake_event_free(ev);
	intake_stop_walks(t);
	assert_int_equal(count_found(t), 0);
	intake_walk(t, *state); /* a later one is not meant */
	assert_int_equal(count_found(t), FILES);
	intake_close(t);
}

static void names_for_every_folder(void **state)
{
	char *here = getcwd(NULL, 0), want[4200], *got;
	static const char *const same[] = { "a/b", "./a/b", ".//a/b" };

	(void)state;
	assert_non_null(here);
	snprintf(want, sizeof want, "%s/a/b", here);
	for (size_t i = 0; i < ARRAY_LEN(same); i++) {
		got = walk_absolute(same[i]);
		assert_string_equal(got, want);
		free(got);
	}
	got = walk_absolute("/x/../y");
	assert_string_equal(got, "/x/../y"); /* a link may stand there: nothing is resolved */
	free(got);
	free(here);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(walks_in_order),
		cmocka_unit_test(a_stopped_walk_finds_nothing_more),
		cmocka_unit_test(names_for_every_folder),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
