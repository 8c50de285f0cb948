/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cost: the processor time of a command and of the processes it waited for, user and system, in milliseconds:
 * the least of several runs, which a busy machine disturbs least. What it prints is thrown away.
 * usage: cost RUNS COMMAND [ARGUMENT...]
 * Ends with 1 when the command does not run to its end, 3 when it fails. */
#include "src/base/base.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>

static double seconds(struct timeval t)
{
	return (double)t.tv_sec + (double)t.tv_usec / 1e6;
}

/* Seconds of one run; negative when it did not run to its end. */
static double once(char **argv, int *code)
{
	posix_spawn_file_actions_t f;
	struct rusage ru;
	int status = 0, rc;
	pid_t pid;

	if (posix_spawn_file_actions_init(&f))
		return -1;
	rc = posix_spawn_file_actions_addopen(&f, 1, "/dev/null", O_WRONLY, 0);
	rc = rc ? rc : posix_spawn_file_actions_addopen(&f, 2, "/dev/null", O_WRONLY, 0);
	rc = rc ? rc : posix_spawnp(&pid, argv[0], &f, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&f);
	if (rc || wait4(pid, &status, 0, &ru) != pid || !WIFEXITED(status))
		return -1;
	*code = WEXITSTATUS(status);
	return seconds(ru.ru_utime) + seconds(ru.ru_stime);
}

int main(int argc, char **argv)
{
	int runs = argc > 2 ? atoi(argv[1]) : 0, code = 0;
	double least = 0;

	if (runs < 1 || runs > 99) {
		fputs("usage: cost RUNS (1 to 99) COMMAND [ARGUMENT...]\n", stderr);
		return 2;
	}
	for (int i = 0; i < runs; i++) {
		double t = once(argv + 2, &code);

		if (t < 0 || code != 0) {
			fprintf(stderr, "cost: '%s' failed\n", argv[2]);
			return t < 0 ? 1 : 3;
		}
		least = i == 0 || t < least ? t : least;
	}
	printf("%.1f\n", least * 1e3);
	return 0;
}
