/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "ui/term_guard.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

/* Signal handlers can only reach what is static. */
static struct {
	volatile sig_atomic_t active;
	int tty, saved_stderr;
	struct termios before;
	char leave[256];
	size_t leave_len;
	bool at_exit;
} guard = { .tty = -1, .saved_stderr = -1 };

static const int fatal[] = { SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL };

static void restore(void)
{
	ssize_t ignored;

	if (!guard.active)
		return;
	guard.active = 0;
	ignored = write(guard.tty, guard.leave, guard.leave_len);
	(void)ignored;
	tcsetattr(guard.tty, TCSANOW, &guard.before);
	if (guard.saved_stderr >= 0)
		dup2(guard.saved_stderr, STDERR_FILENO);
}

static void on_fatal(int sig)
{
	restore();
	raise(sig); /* the handler was reset by SA_RESETHAND: this ends the process as it should */
}

void term_guard_begin(int tty)
{
	struct sigaction sa = { .sa_handler = on_fatal, .sa_flags = (int)SA_RESETHAND | SA_NODEFER };

	guard.tty = tty;
	guard.leave_len = 0;
	if (tcgetattr(tty, &guard.before) != 0)
		return;
	sigemptyset(&sa.sa_mask);
	for (size_t i = 0; i < ARRAY_LEN(fatal); i++)
		sigaction(fatal[i], &sa, NULL);
	if (!guard.at_exit)
		guard.at_exit = atexit(restore) == 0;
	guard.active = 1;
}

void term_guard_leave(const char *bytes)
{
	size_t len = strlen(bytes);

	if (guard.leave_len + len >= sizeof guard.leave)
		return;
	memcpy(guard.leave + guard.leave_len, bytes, len);
	guard.leave_len += len;
}

void term_guard_stderr(const char *path)
{
	int fd = -1;

	if (path)
		fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd < 0)
		fd = open("/dev/null", O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	fflush(stderr);
	guard.saved_stderr = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 3);
	dup2(fd, STDERR_FILENO);
	close(fd);
}

void term_guard_end(void)
{
	guard.active = 0;
	for (size_t i = 0; i < ARRAY_LEN(fatal); i++)
		signal(fatal[i], SIG_DFL);
	if (guard.saved_stderr < 0)
		return;
	fflush(stderr);
	dup2(guard.saved_stderr, STDERR_FILENO);
	close(guard.saved_stderr);
	guard.saved_stderr = -1;
}
