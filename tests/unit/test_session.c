/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walking, our own folders, files written whole, and the intake thread. (The road of a picture is tested through the program:
 * tests/cli, tests/tui.) */
#include "tests/unit/unit.h"

#include "src/base/timeutil.h"
#include "src/session/intake.h"
#include "src/session/session.h"
#include "src/session/walk.h"
#include "src/session/xdg.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[64];

static const char *in(const char *name)
{
	static char path[4][256];
	static unsigned turn;

	turn = (turn + 1) % 4;
	snprintf(path[turn], sizeof path[turn], "%s/%s", dir, name);
	return path[turn];
}

static void put(const char *name)
{
	int fd = open(in(name), O_WRONLY | O_CREAT, 0600);

	assert_true(fd >= 0);
	assert_int_equal(write(fd, "x", 1), 1);
	close(fd);
}

static int make(void **state)
{
	(void)state;
	snprintf(dir, sizeof dir, "/tmp/cottingley-session-XXXXXX");
	return mkdtemp(dir) ? 0 : -1;
}

static int drop(void **state)
{
	char command[128];

	(void)state;
	snprintf(command, sizeof command, "rm -rf '%s'", dir);
	return system(command);
}

struct seen {
	char names[32][256];
	unsigned files, links, problems, stop_after;
};

static bool on_file(void *arg, const char *path)
{
	struct seen *s = arg;

	snprintf(s->names[s->files++], sizeof s->names[0], "%s", path);
	return s->files != s->stop_after;
}

static void on_problem(void *arg, const char *path, const struct error *e)
{
	(void)path;
	assert_true(e->message[0]);
	((struct seen *)arg)->problems++;
}

static void on_link(void *arg, const char *path)
{
	(void)path;
	((struct seen *)arg)->links++;
}

static struct walk_sink sink_of(struct seen *s)
{
	return (struct walk_sink){ on_file, on_problem, on_link, s };
}

/* Bytewise order of whole paths: "a-b.jpg" (0x2d) comes before what lies in "a/" (0x2f), "a.jpg" (0x2e) between them. */
static void folders_are_walked_in_path_order(void **state)
{
	static const char *const want[] = { "w/B.jpg", "w/a-b.jpg", "w/a.jpg", "w/a/1.jpg", "w/a/2.jpg", "w/a0.jpg", "w/\xff.jpg" };
	struct seen s = { .files = 0 };
	struct walk_sink sink = sink_of(&s);

	(void)state;
	mkdir(in("w"), 0700);
	mkdir(in("w/a"), 0700);
	for (size_t i = ARRAY_LEN(want); i-- > 0;)
		put(want[i]);
	assert_int_equal(symlink("a.jpg", in("w/link.jpg")), 0);
	assert_int_equal(symlink(".", in("w/loop")), 0);
	walk_path(in("w///"), &sink);
	assert_int_equal(s.files, ARRAY_LEN(want));
	for (size_t i = 0; i < ARRAY_LEN(want); i++)
		assert_string_equal(s.names[i], in(want[i]));
	assert_int_equal(s.links, 2);
}

static void a_sink_can_stop_the_walk(void **state)
{
	struct seen s = { .stop_after = 3 };
	struct walk_sink sink = sink_of(&s);

	(void)state;
	walk_path(in("w"), &sink);
	assert_int_equal(s.files, 3);
}

static void what_is_not_there_is_still_handed_on(void **state)
{
	struct seen s = { .files = 0 };
	struct walk_sink sink = sink_of(&s);

	(void)state;
	walk_path(in("nowhere.jpg"), &sink);
	assert_int_equal(s.files, 1);
}

static void relative_xdg_folders_count_as_unset(void **state)
{
	char out[512];

	(void)state;
	setenv("HOME", dir, 1);
	setenv("XDG_DATA_HOME", "relative", 1);
	assert_int_equal(xdg_data(out, sizeof out, NULL), ST_OK);
	assert_string_equal(out, in(".local/share/cottingley"));
	setenv("XDG_DATA_HOME", in("data"), 1);
	assert_int_equal(xdg_data(out, sizeof out, NULL), ST_OK);
	assert_string_equal(out, in("data/cottingley"));
	unsetenv("XDG_DATA_HOME");
	unsetenv("HOME");
	assert_int_equal(xdg_data(out, sizeof out, NULL), ST_IO);
	setenv("HOME", dir, 1);
}

static void new_cases_never_share_a_name(void **state)
{
	char one[512], two[512];
	struct stat st;
	int fd;

	(void)state;
	assert_int_equal(xdg_new_case(one, sizeof one, 0, NULL), ST_OK);
	assert_non_null(strstr(one, "/cases/case-19700101-000000.cott"));
	fd = open(one, O_WRONLY | O_CREAT, 0600);
	assert_true(fd >= 0);
	close(fd);
	assert_int_equal(xdg_new_case(two, sizeof two, 0, NULL), ST_OK);
	assert_string_not_equal(one, two);
	*strrchr(one, '/') = '\0';
	assert_int_equal(stat(one, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0700);
}

static void files_are_written_whole_or_not(void **state)
{
	struct error e = ERROR_INIT;
	struct stat st;

	(void)state;
	assert_int_equal(session_write_file(in("report.html"), "<!do", 4, &e), ST_OK);
	assert_int_equal(stat(in("report.html"), &st), 0);
	assert_int_equal(st.st_size, 4);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(session_write_file(in("report.html"), "<!doct", 6, &e), ST_OK);
	/* what is something else is not replaced: it may be a picture */
	assert_int_equal(session_write_file(in("report.html"), "{\"schema", 8, &e), ST_DISK);
	assert_non_null(strstr(e.message, "something else"));
	assert_int_equal(session_write_file(in("none/report.html"), "abc", 3, &e), ST_DISK);
	assert_int_equal(access(in("report.html.part"), F_OK), -1);
	/* a link in the way of the temporary file is not followed */
	assert_int_equal(symlink("report.html", in("r2.html.part")), 0);
	assert_int_equal(session_write_file(in("r2.html"), "x", 1, &e), ST_DISK);
	assert_int_equal(stat(in("report.html"), &st), 0);
	assert_int_equal(st.st_size, 6);
}

static struct intake_event *wait_event(struct intake *t)
{
	struct pollfd p = { .fd = intake_fd(t), .events = POLLIN };
	struct intake_event *ev;

	while ((ev = intake_take(t)) == NULL)
		assert_true(poll(&p, 1, 30000) > 0);
	return ev;
}

static void intake_finds_and_seals(void **state)
{
	struct intake_event *ev;
	struct error e = ERROR_INIT;
	struct intake *t;
	unsigned found = 0;

	(void)state;
	assert_int_equal(intake_open(&t, &e), ST_OK);
	intake_walk(t, in("w"));
	for (ev = wait_event(t); ev->kind != INTAKE_WALKED; ev = wait_event(t)) {
		found += ev->kind == INTAKE_FOUND;
		intake_event_free(ev);
	}
	intake_event_free(ev);
	assert_int_equal(found, 7);
	intake_seal(t, 42, in("w/a.jpg"), false);
	ev = wait_event(t);
	assert_int_equal(ev->kind, INTAKE_SEALED);
	assert_int_equal(ev->tag, 42);
	assert_int_equal(ev->status, ST_OK);
	assert_int_equal(ev->evidence.size, 1);
	intake_event_free(ev);
	assert_int_equal(intake_pending(t), 0);
	intake_seal(t, 43, in("nowhere"), true); /* closing releases what nobody took */
	intake_close(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(folders_are_walked_in_path_order),
		cmocka_unit_test(a_sink_can_stop_the_walk),
		cmocka_unit_test(what_is_not_there_is_still_handed_on),
		cmocka_unit_test(relative_xdg_folders_count_as_unset),
		cmocka_unit_test(new_cases_never_share_a_name),
		cmocka_unit_test(files_are_written_whole_or_not),
		cmocka_unit_test(intake_finds_and_seals),
	};

	return cmocka_run_group_tests(tests, make, drop);
}
