/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "tests/tui/harness.h"

#include "src/base/mem.h"
#include "src/base/str.h"
#include "src/base/utf8.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmp.h>

static int64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

static void die(const char *what)
{
	printf("Bail out! %s: %s\n", what, strerror(errno));
	exit(99);
}

static int on_property(VTermProp prop, VTermValue *v, void *arg)
{
	struct tty *t = arg;

	if (prop == VTERM_PROP_ALTSCREEN)
		t->altscreen = v->boolean;
	else if (prop == VTERM_PROP_CURSORVISIBLE)
		t->cursor = v->boolean;
	return 1;
}

static void start_emulator(struct tty *t)
{
	static const VTermScreenCallbacks callbacks = { .settermprop = on_property };

	t->vt = vterm_new(t->rows, t->cols);
	vterm_set_utf8(t->vt, 1);
	t->screen = vterm_obtain_screen(t->vt);
	vterm_screen_enable_altscreen(t->screen, 1);
	vterm_screen_set_callbacks(t->screen, &callbacks, t);
	vterm_screen_reset(t->screen, 1);
	t->cursor = true;
	t->altscreen = false;
}

static void child(struct tty *t, const char *const *argv, const char *term, const char *const *env)
{
	char home[96], type[64];
	char *all[32] = { (char *)"LC_ALL=C.UTF-8", (char *)"TZ=UTC", (char *)"PATH=/usr/bin:/bin", home,
			  type };
	size_t n = 5;

	snprintf(home, sizeof home, "HOME=%s", t->home);
	snprintf(type, sizeof type, "TERM=%s", term);
	for (; env && *env && n < 31; env++)
		all[n++] = (char *)(uintptr_t)*env;
	close(t->master);
	if (login_tty(t->slave) != 0)
		_exit(98);
	execve(argv[0], (char **)(uintptr_t)argv, all);
	_exit(97);
}

struct tty *tty_spawn(const char *const *argv, const char *term, int cols, int rows, const char *const *env)
{
	struct tty *t = mem_need(1, sizeof *t);
	struct winsize ws = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };

	t->cols = cols;
	t->rows = rows;
	snprintf(t->home, sizeof t->home, "/tmp/cottingley-tui-XXXXXX");
	if (!mkdtemp(t->home) || openpty(&t->master, &t->slave, NULL, NULL, &ws) != 0)
		die("cannot open a terminal");
	tcgetattr(t->slave, &t->before);
	start_emulator(t);
	fflush(stdout);
	t->pid = fork();
	if (t->pid < 0)
		die("cannot fork");
	if (t->pid == 0)
		child(t, argv, term, env);
	t->pidfd = pidfd_open(t->pid, 0);
	fcntl(t->master, F_SETFL, O_NONBLOCK);
	return t;
}

/* Reads what is there, or waits for something until the deadline. False: the time is over, or
 * the program ended and all is read. */
static bool pump(struct tty *t, int64_t deadline)
{
	struct pollfd fds[2] = { { .fd = t->master, .events = POLLIN },
				 { .fd = t->ended ? -1 : t->pidfd, .events = POLLIN } };
	int64_t left = deadline - now_ms();
	char bytes[4096];
	ssize_t n;

	if (poll(fds, 2, t->ended ? 0 : left < 0 ? 0 : (int)left) <= 0)
		return false;
	n = read(t->master, bytes, sizeof bytes);
	if (n > 0) {
		vterm_input_write(t->vt, bytes, (size_t)n);
		return true;
	}
	if ((fds[1].revents & POLLIN) && waitpid(t->pid, &t->status, WNOHANG) == t->pid) {
		t->ended = true;
		return true;
	}
	return false;
}

static void append_cell(const VTermScreenCell *c, struct str *out)
{
	char bytes[4];

	if (c->chars[0] == (uint32_t)-1)
		return; /* right half of a wide character */
	if (c->chars[0] == 0)
		str_putc(out, ' ');
	for (int i = 0; i < VTERM_MAX_CHARS_PER_CELL && c->chars[i]; i++)
		str_add(out, bytes, utf8_encode(c->chars[i], bytes));
}

char *tty_dump(struct tty *t)
{
	struct str out;
	char *copy;

	str_init(&out, 1 << 20);
	for (int y = 0; y < t->rows; y++) {
		for (int x = 0; x < t->cols; x++) {
			VTermScreenCell c;

			if (vterm_screen_get_cell(t->screen, (VTermPos){ y, x }, &c))
				append_cell(&c, &out);
		}
		while (out.len && out.data[out.len - 1] == ' ')
			out.data[--out.len] = '\0';
		str_putc(&out, '\n');
	}
	copy = mem_need_str(out.data);
	str_release(&out);
	return copy;
}

bool tty_on(struct tty *t, const char *text)
{
	char *screen = tty_dump(t);
	bool found = strstr(screen, text) != NULL;

	free(screen);
	return found;
}

static bool wait_for(struct tty *t, const char *text, bool there)
{
	int64_t deadline = now_ms() + TTY_WAIT_MS;
	char *screen;

	while (tty_on(t, text) != there)
		if (!pump(t, deadline))
			break;
	if (tty_on(t, text) == there)
		return true;
	screen = tty_dump(t);
	fprintf(stderr, "# '%s' %s; the screen is\n%s", text, there ? "did not come" : "did not go", screen);
	free(screen);
	return false;
}

bool tty_wait(struct tty *t, const char *text)
{
	return wait_for(t, text, true);
}

bool tty_wait_gone(struct tty *t, const char *text)
{
	return wait_for(t, text, false);
}

void tty_send(struct tty *t, const char *bytes)
{
	size_t len = strlen(bytes);

	if (write(t->master, bytes, len) != (ssize_t)len)
		fprintf(stderr, "# keys were not taken\n");
}

void tty_resize(struct tty *t, int cols, int rows)
{
	struct winsize ws = { .ws_row = (unsigned short)rows, .ws_col = (unsigned short)cols };

	t->cols = cols;
	t->rows = rows;
	vterm_set_size(t->vt, rows, cols);
	ioctl(t->master, TIOCSWINSZ, &ws); /* the kernel sends WINCH */
}

int tty_end(struct tty *t)
{
	int64_t deadline = now_ms() + TTY_WAIT_MS;

	while (!t->ended && pump(t, deadline))
		;
	while (pump(t, 0)) /* its last words */
		;
	if (!t->ended)
		return -1;
	return WIFEXITED(t->status) ? WEXITSTATUS(t->status) : 1000 + WTERMSIG(t->status);
}

bool tty_restored(struct tty *t)
{
	struct termios after;

	if (tcgetattr(t->slave, &after) != 0)
		return false;
	if (after.c_lflag != t->before.c_lflag || after.c_iflag != t->before.c_iflag ||
	    after.c_oflag != t->before.c_oflag)
		fprintf(stderr, "# settings differ: lflag %x %x iflag %x %x oflag %x %x\n",
			t->before.c_lflag, after.c_lflag, t->before.c_iflag, after.c_iflag,
			t->before.c_oflag, after.c_oflag);
	return after.c_lflag == t->before.c_lflag && after.c_iflag == t->before.c_iflag &&
	       after.c_oflag == t->before.c_oflag && !t->altscreen && t->cursor;
}

bool tty_cell(struct tty *t, const char *text, VTermScreenCell *out)
{
	char *screen = tty_dump(t), *at = strstr(screen, text), *p;
	VTermPos pos = { 0, 0 };
	uint32_t cp;

	for (p = screen; at && p < at;) {
		unsigned n = utf8_decode(p, strlen(p), &cp);

		pos.col += utf8_cells(cp);
		if (cp == '\n')
			pos = (VTermPos){ pos.row + 1, 0 };
		p += n ? n : 1;
	}
	free(screen);
	return at && vterm_screen_get_cell(t->screen, pos, out);
}

static int remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

void tty_close(struct tty *t)
{
	if (!t->ended) {
		kill(t->pid, SIGKILL);
		waitpid(t->pid, &t->status, 0);
	}
	if (t->master >= 0)
		close(t->master);
	close(t->slave);
	close(t->pidfd);
	vterm_free(t->vt);
	nftw(t->home, remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(t);
}
