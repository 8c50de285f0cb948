/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The thread that walks folders and seals files: order, what it passes over, and that it can be stopped. */
#include "tests/unit/unit.h"

#include "src/session/intake.h"
#include "src/session/walk.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
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

/* ---- the file beside it ---- */

static void put(const char *path, const char *text)
{
	FILE *f = fopen(path, "wb");

	assert_true(f && fputs(text, f) >= 0 && fclose(f) == 0);
}

/* Seals picture; want: the bytes of its companion, or NULL. */
static void seals(struct intake *t, const char *picture, const char *want)
{
	struct intake_event *ev;
	char text[16] = "";

	intake_seal(t, 1, picture, false);
	ev = next(t);
	assert_non_null(ev);
	assert_int_equal(ev->status, ST_OK);
	assert_int_equal(ev->companion.fd >= 0, want != NULL);
	if (want) {
		assert_int_equal(ev->companion.size, strlen(want));
		assert_int_equal(evidence_read(&ev->companion, 0, text, strlen(want), NULL), ST_OK);
		assert_string_equal(text, want);
	}
	intake_event_free(ev);
}

static void companions_are_sealed_along(void **state)
{
	struct intake *t;

	(void)state;
	assert_int_equal(mkdir("in.take", 0700), 0);
	put("in.take/a.jpg", "picture");
	put("in.take/b", "picture");
	assert_int_equal(intake_open(&t, NULL), ST_OK);
	seals(t, "in.take/a.jpg", NULL);
	put("in.take/a.jpg.c2pa", "second");
	seals(t, "in.take/a.jpg", "second");
	put("in.take/a.c2pa", "first");
	seals(t, "in.take/a.jpg", "first");
	seals(t, "in.take/a.c2pa", NULL); /* a store has none beside it */
	put("in.take/b.c2pa", "bare");
	seals(t, "in.take/b", "bare");
	assert_int_equal(unlink("in.take/a.c2pa") | unlink("in.take/a.jpg.c2pa"), 0);
	assert_int_equal(symlink("b.c2pa", "in.take/a.c2pa"), 0);
	seals(t, "in.take/a.jpg", NULL); /* a link leads elsewhere */
	assert_int_equal(unlink("in.take/a.c2pa"), 0);
	assert_int_equal(mkdir("in.take/a.c2pa", 0700), 0);
	seals(t, "in.take/a.jpg", NULL);
	intake_close(t);
	assert_int_equal(rmdir("in.take/a.c2pa") | unlink("in.take/a.jpg") | unlink("in.take/b") | unlink("in.take/b.c2pa") |
				 rmdir("in.take"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(walks_in_order),
		cmocka_unit_test(a_stopped_walk_finds_nothing_more),
		cmocka_unit_test(names_for_every_folder),
		cmocka_unit_test(companions_are_sealed_along),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
