/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The workstation in a real terminal: colours, sizes, keys while rows stream, and the terminal
 * given back however it ends. */
#include "tests/unit/unit.h"

#include "tests/tui/harness.h"

#include <fcntl.h>
#include <locale.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static const char *demo(void)
{
	static char path[4096];
	const char *builddir = getenv("builddir");

	snprintf(path, sizeof path, "%s/tests/tui/ui_demo", builddir ? builddir : ".");
	return path;
}

static struct tty *start(const char *term, int cols, int rows, const char *env, const char *option)
{
	const char *argv[] = { demo(), option, option && strcmp(option, "--stream") == 0 ? "400" : NULL,
			       NULL };
	const char *envs[] = { env, NULL };

	return tty_spawn(argv, term, cols, rows, env ? envs : NULL);
}

static void quit_well(struct tty *t)
{
	tty_send(t, "q");
	assert_int_equal(tty_end(t), 0);
	assert_true(tty_restored(t));
	tty_close(t);
}

static void in_256_colours(void **state)
{
	struct tty *t = start("xterm-256color", 80, 24, NULL, NULL);
	VTermScreenCell c;

	(void)state;
	assert_true(tty_wait(t, "offline, enforced"));
	assert_true(t->altscreen);
	assert_true(tty_wait(t, "? help"));
	assert_true(tty_cell(t, "warning", &c));
	assert_true(VTERM_COLOR_IS_INDEXED(&c.fg));
	assert_int_equal(c.fg.indexed.idx, 214);
	tty_send(t, "jj\r");
	assert_true(tty_wait(t, "[Summary]"));
	tty_send(t, "q");
	assert_true(tty_wait_gone(t, "[Summary]"));
	quit_well(t);
}

static void without_colour(void **state)
{
	struct tty *t = start("xterm-256color", 80, 24, "NO_COLOR=1", NULL);
	VTermScreenCell c;

	(void)state;
	assert_true(tty_wait(t, "? help"));
	for (int y = 0; y < 24; y++)
		for (int x = 0; x < 80; x++) {
			assert_true(vterm_screen_get_cell(t->screen, (VTermPos){ y, x }, &c));
			assert_true(VTERM_COLOR_IS_DEFAULT_FG(&c.fg) && VTERM_COLOR_IS_DEFAULT_BG(&c.bg));
		}
	assert_true(tty_cell(t, "warning", &c));
	assert_int_equal(c.attrs.bold, 1);
	assert_true(tty_wait(t, "! warning"));
	assert_true(tty_wait(t, "· notice"));
	quit_well(t);
}

static void on_terminals_with_few_colours(void **state)
{
	static const char *const terms[] = {
		"vt100", "screen", "xterm",
#ifndef SANITIZED
		"linux", /* there curses loads libgpm, which leaks */
#endif
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(terms); i++) {
		struct tty *t = start(terms[i], 80, 24, NULL, NULL);
		VTermScreenCell c;

		assert_true(tty_wait(t, "? help"));
		assert_true(tty_cell(t, "warning", &c));
		assert_true(VTERM_COLOR_IS_DEFAULT_FG(&c.fg));
		tty_send(t, "p");
		assert_true(tty_wait(t, "[Picture]"));
		tty_send(t, "q");
		assert_true(tty_wait_gone(t, "[Picture]"));
		quit_well(t);
	}
}

/* Compiles our own descriptions; false when there is no tic. */
static bool compile_terminfo(const char *dir)
{
	const char *srcdir = getenv("srcdir");
	char source[4096];
	int status = 0;
	pid_t pid;

	snprintf(source, sizeof source, "%s/tests/tui/cottest.ti", srcdir ? srcdir : ".");
	pid = fork();
	if (pid == 0) {
		execlp("tic", "tic", "-x", "-o", dir, source, (char *)NULL);
		_exit(127);
	}
	return pid > 0 && waitpid(pid, &status, 0) == pid && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void in_16_colours_and_in_full(void **state)
{
	char dir[] = "/tmp/cottingley-ti-XXXXXX", env[64], path[80];
	struct tty *t;
	VTermScreenCell c;

	(void)state;
	assert_non_null(mkdtemp(dir));
	if (!compile_terminfo(dir))
		skip();
	snprintf(env, sizeof env, "TERMINFO=%s", dir);
	t = start("cott-16", 80, 24, env, NULL);
	assert_true(tty_wait(t, "? help"));
	assert_true(tty_cell(t, "warning", &c));
	assert_true(VTERM_COLOR_IS_INDEXED(&c.fg));
	assert_int_equal(c.fg.indexed.idx, 11);
	quit_well(t);
	t = start("cott-direct", 80, 24, env, NULL);
	assert_true(tty_wait(t, "? help"));
	assert_true(tty_cell(t, "warning", &c));
	assert_true(VTERM_COLOR_IS_RGB(&c.fg));
	assert_int_equal(c.fg.rgb.red, 0xE6);
	assert_int_equal(c.fg.rgb.green, 0x9F);
	tty_send(t, "jjp");
	assert_true(tty_wait(t, "(stored, 8 bit)"));
	tty_send(t, "o");
	assert_true(tty_wait(t, "peak by tile"));
	tty_send(t, "q");
	assert_true(tty_wait_gone(t, "[Picture]"));
	quit_well(t);
	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof path, "%s/c/cott-%s", dir, i ? "direct" : "16");
		unlink(path);
	}
	snprintf(path, sizeof path, "%s/c", dir);
	rmdir(path);
	rmdir(dir);
}

static void unknown_terminals_are_told_what_to_do(void **state)
{
	struct tty *t = start("no-such-terminal", 120, 24, NULL, NULL);

	(void)state;
	assert_true(
		tty_wait(t, "terminal type 'no-such-terminal' is not known here; try TERM=xterm-256color"));
	assert_int_not_equal(tty_end(t), 0);
	assert_true(tty_restored(t));
	tty_close(t);
	t = start("dumb", 80, 24, NULL, NULL);
	assert_true(tty_wait(t, "cannot move the cursor"));
	assert_int_not_equal(tty_end(t), 0);
	assert_true(tty_restored(t));
	tty_close(t);
}

static void windows_change_their_size(void **state)
{
	struct tty *t = start("xterm-256color", 80, 24, NULL, NULL);

	(void)state;
	assert_true(tty_wait(t, "enter look  v verdict  n note  t tag  / filter"));
	tty_resize(t, 40, 10);
	assert_true(tty_wait_gone(t, "could also be"));
	assert_true(tty_wait(t, "enter look"));
	tty_resize(t, 12, 3);
	assert_true(tty_wait(t, "(need 20x5)"));
	tty_resize(t, 80, 24);
	assert_true(tty_wait(t, "could also be"));
	assert_true(tty_wait(t, "/ filter  s sort"));
	tty_resize(t, 200, 60);
	assert_true(tty_wait(t, "4000x3000"));
	quit_well(t);
}

static void keys_are_answered_while_rows_stream(void **state)
{
	struct tty *t = start("xterm-256color", 80, 24, NULL, "--stream");

	(void)state;
	assert_true(tty_wait(t, "examining"));
	tty_send(t, "jj");
	assert_true(tty_wait(t, "▸! warning    crowd.jpg"));
	tty_send(t, "/harbour-2.j");
	assert_true(tty_wait(t, "filter harbour-2.j"));
	assert_true(tty_wait_gone(t, "quay.jpg"));
	tty_send(t, "\r");
	assert_true(tty_wait(t, "nothing    harbour-2.jpg")); /* it finishes while we look */
	tty_send(t, "q");
	assert_true(tty_wait(t, "work is running"));
	tty_send(t, "y");
	assert_int_equal(tty_end(t), 0);
	assert_true(tty_restored(t));
	tty_close(t);
}

static void large_pictures_come_from_the_helper(void **state)
{
	struct tty *t = start("xterm-256color", 160, 50, NULL, NULL);

	(void)state;
	assert_true(tty_wait(t, "? help"));
	tty_send(t, "p++++");
	assert_true(tty_wait(t, "pixels a cell"));
	assert_true(tty_wait(t, "(stored, 8 bit)"));
	tty_send(t, "\x1bOC\x1bOB");
	tty_send(t, "0");
	assert_true(tty_wait(t, "whole picture"));
	tty_send(t, "q");
	assert_true(tty_wait_gone(t, "whole picture"));
	quit_well(t);
}

static void verdict_from_the_keyboard(void **state)
{
	struct tty *t = start("xterm-256color", 80, 24, NULL, NULL);

	(void)state;
	assert_true(tty_wait(t, "? help"));
	tty_send(t, "jjv\tdirect\tscreen, café\t");
	assert_true(tty_wait(t, "screen, café"));
	tty_send(t, "\x1bOD\x1bOD\x1bOD");
	assert_true(tty_wait(t, "moderate support for H2"));
	tty_send(t, "\r");
	assert_true(tty_wait(t, "verdict saved"));
	assert_true(tty_wait(t, "warning  ✓ crowd.jpg"));
	quit_well(t);
}

static void the_mouse_selects(void **state)
{
	struct tty *t = start("xterm-256color", 80, 24, NULL, NULL);

	(void)state;
	assert_true(tty_wait(t, "? help"));
	tty_send(t, "\x1b[<0;20;6M\x1b[<0;20;6m");
	assert_true(tty_wait(t, "▸! warning    crowd.jpg"));
	tty_send(t, "\x1b[<0;20;6M\x1b[<0;20;6m");
	assert_true(tty_wait(t, "[Summary]"));
	tty_send(t, "q");
	assert_true(tty_wait_gone(t, "[Summary]"));
	quit_well(t);
}

static void signals_give_the_terminal_back(void **state)
{
	static const struct {
		int sig, want;
	} ends[] = {
		{ SIGTERM, 130 },
		{ SIGHUP, 130 },
		{ SIGSEGV, 1000 + SIGSEGV },
		{ SIGABRT, 1000 + SIGABRT },
		{ SIGBUS, 1000 + SIGBUS },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(ends); i++) {
		struct tty *t = start("xterm-256color", 80, 24, NULL, NULL);
		int end;

		assert_true(tty_wait(t, "? help"));
		kill(t->pid, ends[i].sig);
		end = tty_end(t);
		if (end != 1) /* a sanitizer takes the fatal signals for itself */
			assert_int_equal(end, ends[i].want);
		assert_true(tty_restored(t));
		tty_close(t);
	}
}

static void it_stops_and_goes_on(void **state)
{
	struct tty *t = start("xterm-256color", 80, 24, NULL, NULL);
	int status = 0;

	(void)state;
	assert_true(tty_wait(t, "? help"));
	tty_send(t, "\x1a");
	assert_int_equal(waitpid(t->pid, &status, WUNTRACED), t->pid);
	assert_true(WIFSTOPPED(status));
	assert_true(tty_wait_gone(t, "? help"));
	assert_true(tty_restored(t));
	kill(t->pid, SIGCONT);
	assert_true(tty_wait(t, "? help"));
	quit_well(t);
}

static void ctrl_c_stops_work_then_leaves(void **state)
{
	struct tty *t = start("xterm-256color", 80, 24, NULL, "--stream");

	(void)state;
	assert_true(tty_wait(t, "waiting"));
	tty_send(t, "\x03");
	assert_true(tty_wait(t, "stopped"));
	tty_send(t, "\x03");
	assert_int_equal(tty_end(t), 0);
	assert_true(tty_restored(t));
	tty_close(t);
}

static void a_closed_terminal_ends_it(void **state)
{
	struct tty *t = start("xterm-256color", 80, 24, NULL, NULL);

	(void)state;
	assert_true(tty_wait(t, "? help"));
	close(t->slave);
	t->slave = open("/dev/null", O_RDWR);
	close(t->master);
	t->master = -1;
	assert_int_equal(waitpid(t->pid, &t->status, 0), t->pid);
	t->ended = true;
	assert_int_equal(WEXITSTATUS(t->status), 130);
	tty_close(t);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(in_256_colours),
		cmocka_unit_test(without_colour),
		cmocka_unit_test(on_terminals_with_few_colours),
		cmocka_unit_test(in_16_colours_and_in_full),
		cmocka_unit_test(unknown_terminals_are_told_what_to_do),
		cmocka_unit_test(windows_change_their_size),
		cmocka_unit_test(keys_are_answered_while_rows_stream),
		cmocka_unit_test(large_pictures_come_from_the_helper),
		cmocka_unit_test(verdict_from_the_keyboard),
		cmocka_unit_test(the_mouse_selects),
		cmocka_unit_test(signals_give_the_terminal_back),
		cmocka_unit_test(it_stops_and_goes_on),
		cmocka_unit_test(ctrl_c_stops_work_then_leaves),
		cmocka_unit_test(a_closed_terminal_ends_it),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
