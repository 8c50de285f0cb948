/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "ui/signals.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

static const int caught[] = { SIGTERM, SIGHUP, SIGINT, SIGWINCH, SIGCONT };

/* A handler can only reach what is static. */
static int pipe_fds[2] = { -1, -1 };
static struct sigaction before[ARRAY_LEN(caught)];

static void on_signal(int sig)
{
	int saved = errno;
	char byte = (char)sig;
	ssize_t ignored = write(pipe_fds[1], &byte, 1); /* full: a signal waits there already */

	(void)ignored;
	errno = saved;
}

int signals_begin(void)
{
	struct sigaction sa = { .sa_handler = on_signal };

	if (pipe(pipe_fds) != 0)
		return -1;
	for (int i = 0; i < 2; i++) {
		fcntl(pipe_fds[i], F_SETFL, O_NONBLOCK);
		fcntl(pipe_fds[i], F_SETFD, FD_CLOEXEC);
	}
	sigemptyset(&sa.sa_mask);
	for (size_t i = 0; i < ARRAY_LEN(caught); i++)
		sigaction(caught[i], &sa, &before[i]);
	return pipe_fds[0];
}

unsigned signals_take(void)
{
	unsigned got = 0;
	char byte;

	while (read(pipe_fds[0], &byte, 1) == 1) {
		if (byte == SIGTERM || byte == SIGHUP)
			got |= SIGNALS_QUIT;
		else if (byte == SIGINT)
			got |= SIGNALS_INTERRUPT;
		else
			got |= byte == SIGWINCH ? SIGNALS_RESIZE : SIGNALS_CONTINUE;
	}
	return got;
}

void signals_end(void)
{
	if (pipe_fds[0] < 0)
		return;
	for (size_t i = 0; i < ARRAY_LEN(caught); i++)
		sigaction(caught[i], &before[i], NULL);
	close(pipe_fds[0]);
	close(pipe_fds[1]);
	pipe_fds[0] = pipe_fds[1] = -1;
}
