/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The program itself in a real terminal, on pictures that are drawn here: looking, judging, leaving, coming back; keys while
 * large pictures are examined; the plug pulled. */
#include "tests/unit/unit.h"

#include "tests/tui/harness.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char folder[] = "/tmp/cottingley-program-XXXXXX";

static const char *built(const char *name)
{
	static char path[2][4096];
	static int turn;
	const char *builddir = getenv("builddir");

	turn ^= 1;
	snprintf(path[turn], sizeof path[turn], "%s/%s", builddir ? builddir : ".", name);
	return path[turn];
}

/* Runs a program to its end; its exit code. Its output goes to /dev/null. */
static int run(const char *const *argv)
{
	pid_t pid = fork();
	int status, null;

	if (pid == 0) {
		null = open("/dev/null", O_RDWR);
		dup2(null, 1);
		dup2(null, 2);
		setenv("HOME", folder, 1);
		execv(argv[0], (char *const *)argv);
		_exit(127);
	}
	assert_true(pid > 0);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static const char *in_folder(const char *name)
{
	static char path[4][256];
	static int turn;

	turn = (turn + 1) % 4;
	snprintf(path[turn], sizeof path[turn], "%s/%s", folder, name);
	return path[turn];
}

static void draw(const char *kind, const char *name, const char *a, const char *b, const char *c)
{
	const char *argv[] = { built("draw-pictures"), kind, in_folder(name), a, b, c, NULL };

	assert_int_equal(run(argv), 0);
}

static int make_pictures(void **state)
{
	char path[300];

	(void)state;
	if (!mkdtemp(folder))
		return -1;
	snprintf(path, sizeof path, "%s/few", folder);
	mkdir(path, 0700);
	snprintf(path, sizeof path, "%s/large", folder);
	mkdir(path, 0700);
	draw("harbour", "few/quay.jpg", "width=900", "height=600", "exif=camera");
	draw("street", "few/dates.jpg", "width=900", "exif=camera", "datetime_original=2039:01:01 00:00:01");
	draw("boats", "few/a.png", "width=500", "height=400", "text.parameters=Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1");
	draw("crowd", "large/0.jpg", "width=4000", "height=3000", "exif=camera");
	for (int i = 1; i < 60; i++) {
		char name[32];

		snprintf(name, sizeof name, "large/%d.jpg", i);
		if (link(in_folder("large/0.jpg"), in_folder(name)) != 0)
			return -1;
	}
	return 0;
}

static int remove_pictures(void **state)
{
	const char *argv[] = { "/bin/rm", "-rf", folder, NULL };

	(void)state;
	return run(argv);
}

static struct tty *start(const char *what, const char *env, int cols, int rows)
{
	const char *argv[] = { built("cottingley"), what, NULL };
	const char *envs[] = { env, NULL };

	return tty_spawn(argv, "xterm-256color", cols, rows, env ? envs : NULL);
}

static const char *data_home(void)
{
	static char env[300];

	snprintf(env, sizeof env, "XDG_DATA_HOME=%s/data", folder);
	return env;
}

static void leave(struct tty *t)
{
	tty_send(t, "q");
	assert_int_equal(tty_end(t), 0);
	assert_true(tty_restored(t));
	tty_close(t);
}

/* A first-time user: a folder, the list, a look, a note, a verdict, a report. */
static void a_whole_session(void **state)
{
	struct tty *t = start(in_folder("few"), data_home(), 80, 24);

	(void)state;
	assert_true(tty_wait(t, "3 pictures, 3 examined"));
	assert_true(tty_wait(t, "offline, enforced"));
	assert_true(tty_wait(t, "! warning"));
	assert_true(tty_wait(t, "? help"));
	tty_send(t, "\r");
	assert_true(tty_wait(t, "[Summary]"));
	tty_send(t, "3");
	assert_true(tty_wait(t, "could also be"));
	tty_send(t, "4");
	assert_true(tty_wait(t, "[Provenance]"));
	tty_send(t, "5");
	assert_true(tty_wait(t, "[Metadata]"));
	tty_send(t, "6");
	assert_true(tty_wait(t, "[Structure]"));
	tty_send(t, "n");
	tty_send(t, "seen first on a forum\r");
	assert_true(tty_wait(t, "note saved"));
	tty_send(t, "8");
	assert_true(tty_wait(t, "seen first on a forum"));
	tty_send(t, "q");
	assert_true(tty_wait(t, "3 pictures"));
	tty_send(t, "/dates\r");
	assert_true(tty_wait_gone(t, "quay.jpg"));
	leave(t);
}

static const char *find_case(void)
{
	static char path[512];
	char command[400];
	FILE *p;

	snprintf(command, sizeof command, "ls %s/data/cottingley/cases/*.cott", folder);
	p = popen(command, "r");
	assert_non_null(p);
	assert_non_null(fgets(path, sizeof path, p));
	pclose(p);
	path[strcspn(path, "\n")] = '\0';
	return path;
}

/* What was said yesterday is there today. */
static void the_case_is_opened_again(void **state)
{
	struct tty *t = start(find_case(), NULL, 80, 24);

	(void)state;
	assert_true(tty_wait(t, "3 pictures, 3 examined"));
	tty_send(t, "\r8");
	assert_true(tty_wait(t, "seen first on a forum"));
	tty_send(t, "e");
	tty_send(t, "\r");
	assert_true(tty_wait(t, "report written"));
	tty_send(t, "q");
	leave(t);
}

static void pixels_and_samples(void **state)
{
	struct tty *t = start(in_folder("few/quay.jpg"), data_home(), 80, 24);

	(void)state;
	assert_true(tty_wait(t, "1 examined"));
	tty_send(t, "\rp");
	assert_true(tty_wait(t, "preview, not evidence"));
	assert_true(tty_wait(t, "stored, 8 bit"));
	tty_resize(t, 100, 30);
	assert_true(tty_wait(t, "preview, not evidence"));
	tty_resize(t, 40, 10);
	tty_send(t, "q");
	tty_resize(t, 80, 24);
	assert_true(tty_wait(t, "1 picture, 1 examined"));
	leave(t);
}

/* Every key is answered while workers are busy with large pictures: help comes and goes before the folder is done. */
static void keys_are_answered_during_work(void **state)
{
	struct tty *t = start(in_folder("large"), data_home(), 80, 24);

	(void)state;
	assert_true(tty_wait(t, "examining"));
	tty_send(t, "?");
	assert_true(tty_wait(t, "Looking"));
	tty_send(t, "q");
	assert_true(tty_wait(t, "60 pictures"));
	assert_false(tty_on(t, "pictures, 60 examined"));
	tty_send(t, "jjj");
	tty_send(t, "x");
	tty_send(t, "/1\r");
	assert_true(tty_wait(t, "1.jpg"));
	kill(t->pid, SIGTERM);
	tty_end(t);
	assert_true(tty_restored(t));
	tty_close(t);
}

/* kill -9 after a note is on the screen as saved: it is in the case. */
static void a_saved_note_survives_the_plug(void **state)
{
	char env[300], command[600], line[256] = "";
	struct tty *t;
	FILE *p;

	(void)state;
	snprintf(env, sizeof env, "XDG_DATA_HOME=%s/plug", folder);
	t = start(in_folder("few/quay.jpg"), env, 80, 24);
	assert_true(tty_wait(t, "1 examined"));
	assert_true(tty_wait(t, "no trust list: identity")); /* said when all is saved: a note wants its picture in the case */
	tty_send(t, "n");
	tty_send(t, "before the plug\r");
	assert_true(tty_wait(t, "note saved"));
	kill(t->pid, SIGKILL);
	tty_end(t);
	tty_close(t);
	snprintf(command, sizeof command, "for c in %s/plug/cottingley/cases/*.cott; do %s case show $c Q1 2>/dev/null; done | grep plug",
		 folder, built("cottingley"));
	p = popen(command, "r");
	assert_non_null(p);
	assert_non_null(fgets(line, sizeof line, p));
	pclose(p);
	assert_non_null(strstr(line, "before the plug"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_whole_session),
		cmocka_unit_test(the_case_is_opened_again),
		cmocka_unit_test(pixels_and_samples),
		cmocka_unit_test(keys_are_answered_during_work),
		cmocka_unit_test(a_saved_note_survives_the_plug),
	};

	return cmocka_run_group_tests(tests, make_pictures, remove_pictures);
}
