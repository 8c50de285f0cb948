/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/engine/attack.h"

#include "src/engine/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	ATTACK_MEMORY = 256 * 1024 * 1024,
	ATTACK_MS = 10000,
	/* Exit codes of the child: 0 it worked, 1 to 253 the errno it was refused with. */
	NOT_STARTED = 254,
};

/* ---- the child ---- */

int attack_main(int argc, char **argv)
{
	enum sandbox_state state;
	const char *note;
	int got;

	for (const struct attack *a = attacks; argc == 3 && a->name; a++) {
		if (strcmp(a->name, argv[2]))
			continue;
		if (sandbox_enter(ATTACK_MEMORY, &state, &note, NULL) || state == SANDBOX_OFF)
			return NOT_STARTED;
		got = a->attempt();
		_exit(got < 0 || got >= NOT_STARTED ? EPERM : got);
	}
	fputs("cottingley: '--attack' is an internal command\n", stderr);
	return NOT_STARTED;
}

/* ---- the parent ---- */

static int spawn_attack(const char *program, const struct attack *a, pid_t *pid)
{
	char *const argv[] = { (char *)(uintptr_t)"cottingley", (char *)(uintptr_t)"--attack",
			       (char *)(uintptr_t)a->name, NULL };
	char *const environment[] = { (char *)(uintptr_t)"LC_ALL=C.UTF-8", NULL };

	return posix_spawn(pid, program, NULL, NULL, argv, environment);
}

/* Waits at most ATTACK_MS. False: it had to be killed. */
static bool await(pid_t pid, siginfo_t *info)
{
	for (unsigned waited = 0; waited < ATTACK_MS; waited += 2) {
		info->si_pid = 0;
		if (waitid(P_PID, (id_t)pid, info, WEXITED | WNOHANG) == 0 && info->si_pid == pid)
			return true;
		poll(NULL, 0, 2);
	}
	kill(pid, SIGKILL);
	while (waitid(P_PID, (id_t)pid, info, WEXITED) && errno == EINTR)
		;
	return false;
}

/* True: stopped. How it ended goes into how. */
static bool judge(const struct attack *a, const siginfo_t *info, char *how, size_t len)
{
	const char *name;

	if (info->si_code == CLD_EXITED) {
		name = strerrorname_np(info->si_status);
		snprintf(how, len, "%s", info->si_status == 0 ? "it worked" : info->si_status == NOT_STARTED ?
			 "the sandbox could not be entered" : name ? name : "refused");
		return info->si_status != 0 && info->si_status != NOT_STARTED;
	}
	if (a->absent && info->si_status == a->absent) {
		snprintf(how, len, "this kernel has no such way in");
		return true;
	}
	name = sigabbrev_np(info->si_status);
	snprintf(how, len, "killed (SIG%s)", name ? name : "?");
	return info->si_status == SIGSYS;
}

enum status attack_run(const char *program,
		       void (*report)(void *arg, const char *what, bool stopped, const char *how), void *arg,
		       struct error *e)
{
	enum sandbox_state state;
	const char *note;
	unsigned through = 0;
	enum status st = sandbox_probe(&state, &note, e);

	if (!st && state == SANDBOX_OFF)
		st = err_set(e, ST_SANDBOX, "there is no sandbox to attack: %s", note);
	for (const struct attack *a = attacks; !st && a->name; a++) {
		siginfo_t info;
		char how[64] = "it did not end";
		bool stopped;
		pid_t pid;
		int rc = spawn_attack(program ? program : "/proc/self/exe", a, &pid);

		if (rc)
			return err_errno(e, ST_INTERNAL, rc, "cannot start '%s'",
					 program ? program : "/proc/self/exe");
		stopped = await(pid, &info) && judge(a, &info, how, sizeof how);
		through += !stopped;
		report(arg, a->what, stopped, how);
	}
	return !st && through ? err_set(e, ST_MISMATCH, "%u attacks on the sandbox were not stopped", through)
			      : st;
}
