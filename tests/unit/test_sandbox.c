/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each attempt is made by a child inside the sandbox, and must end as the table says; the same attempts are
 * made outside where that is harmless, so that a test which would pass on anything is noticed. */
#include "tests/unit/unit.h"

#include "src/engine/attack.h"
#include "src/engine/sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { KILLED = -1, NO_SANDBOX = 200 };

static bool skip_sanitized(void)
{
#ifdef SANITIZED
	print_message("# SKIP: built with sanitizers: workers have no sandbox to test\n");
	return true;
#else
	return false;
#endif
}

/* Exit code of a child that runs body, or minus the signal that killed it. */
static int run_child(int (*body)(void *arg), void *arg)
{
	int status;
	pid_t pid = fork();

	assert_true(pid >= 0);
	if (pid == 0) {
		signal(SIGSEGV, SIG_DFL); /* else cmocka's handler goes on with the next test, in the child */
		_exit(body(arg));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static int inside(void *arg)
{
	const struct attack *a = arg;
	enum sandbox_state state;
	const char *note;

	if (sandbox_enter(64 << 20, &state, &note, NULL) || state == SANDBOX_OFF)
		return NO_SANDBOX;
	return a->attempt();
}

static int outside(void *arg)
{
	return ((const struct attack *)arg)->attempt();
}

static const struct {
	const char *name;
	int how;      /* KILLED or an errno */
	bool control; /* works outside (as any user) */
} expected[] = {
	{ "open", EPERM, true },      { "openat", EPERM, true },    { "create", EPERM, true },
	{ "proc", EPERM, true },      { "stat", EPERM, true },      { "unlink", KILLED, false },
	{ "inet", KILLED, false },    { "unix", KILLED, true },     { "socketpair", KILLED, false },
	{ "connect", KILLED, false }, { "exec", KILLED, false },    { "execat", KILLED, false },
	{ "fork", KILLED, false },    { "clone", KILLED, false },   { "vfork", KILLED, false },
	{ "thread", EPERM, true },    { "clone3", ENOSYS, false },
	{ "kill", KILLED, true },     { "tgkill", KILLED, false },  { "ptrace", KILLED, false },
	{ "vm", KILLED, true },       { "memfd", KILLED, true },    { "uring", KILLED, false },
	{ "bpf", KILLED, false },     { "unshare", KILLED, false }, { "limits", EPERM, false },
	{ "code", KILLED, true },     { "protect", KILLED, true },  { "memory", ENOMEM, false },
	{ "i386", KILLED, false },    { "x32", KILLED, false },
};

static void attacks_are_stopped(void **state)
{
	size_t n = 0;

	(void)state;
	if (skip_sanitized())
		return;
	for (; attacks[n].name; n++) {
		int got = run_child(inside, (void *)(uintptr_t)&attacks[n]);
		int want = expected[n].how == KILLED ? -SIGSYS : expected[n].how;

		assert_string_equal(attacks[n].name, expected[n].name);
		if (attacks[n].absent && got == -attacks[n].absent)
			continue; /* not even outside: this kernel has no such way in */
		if (got != want)
			fail_msg("'%s' ended with %d instead of %d", attacks[n].what, got, want);
		if (expected[n].control && run_child(outside, (void *)(uintptr_t)&attacks[n]) != 0)
			fail_msg("'%s' does not even work outside", attacks[n].what);
	}
	assert_int_equal(n, ARRAY_LEN(expected));
	unlink("/tmp/cottingley-attack"); /* of the control */
}

/* What a decoder needs still works. */
static int useful_work(void *arg)
{
	enum sandbox_state state;
	const char *note;
	struct timespec t;
	void *p;

	(void)arg;
	if (sandbox_enter(64 << 20, &state, &note, NULL))
		return NO_SANDBOX;
	p = calloc(1, 1 << 22);
	if (!p || clock_gettime(CLOCK_MONOTONIC, &t) || write(1, "", 0) != 0)
		return 1;
	p = realloc(p, 1 << 23);
	free(p);
	return p && malloc((size_t)512 << 20) == NULL ? 0 : 2;
}

static void decoders_can_work(void **state)
{
	(void)state;
	if (!skip_sanitized())
		assert_int_equal(run_child(useful_work, NULL), 0);
}

static int abort_inside(void *arg)
{
	enum sandbox_state state;
	const char *note;

	(void)arg;
	if (sandbox_enter(0, &state, &note, NULL))
		return NO_SANDBOX;
	abort();
}

/* abort() is told apart from the sandbox. */
static void abort_is_an_abort(void **state)
{
	(void)state;
	if (!skip_sanitized())
		assert_int_equal(run_child(abort_inside, NULL), -SIGABRT);
}

static int landlocked(void *arg)
{
	int before = open("/etc/passwd", O_RDONLY), after;

	(void)arg;
	if (before < 0 || !sandbox_deny_paths())
		return NO_SANDBOX;
	after = open("/etc/passwd", O_RDONLY);
	return after < 0 && errno == EACCES ? 0 : 1;
}

/* Landlock alone, without the filter before it. */
static int landlock_alone(void *arg)
{
	enum sandbox_state state;
	const char *note;

	if (!sandbox_has_landlock())
		return 77;
	if (sandbox_probe(&state, &note, NULL))
		return NO_SANDBOX;
	if (syscall(SYS_prctl, 38 /* PR_SET_NO_NEW_PRIVS */, 1, 0, 0, 0))
		return NO_SANDBOX;
	return landlocked(arg);
}

static void landlock_denies_paths(void **state)
{
	int got = run_child(landlock_alone, NULL);

	(void)state;
	if (got == 77)
		print_message("# SKIP: this kernel has no landlock\n");
	else
		assert_int_equal(got, 0);
}

/* ---- offline ---- */

static void *try_socket(void *arg)
{
	(void)arg;
	return socket(AF_INET, SOCK_STREAM, 0) < 0 && errno == EACCES ? NULL : (void *)(uintptr_t)1;
}

static void *wait_then_try(void *arg)
{
	int *fds = arg;
	char byte;

	return read(fds[0], &byte, 1) == 1 ? try_socket(NULL) : (void *)(uintptr_t)1;
}

/* With a thread that was there before, and one that comes after. */
static int threads_are_offline(int fds[2])
{
	pthread_t old, young;
	void *a, *b;

	if (pthread_create(&old, NULL, wait_then_try, fds) || !sandbox_deny_internet(NULL) ||
	    write(fds[1], "", 1) != 1 || pthread_create(&young, NULL, try_socket, NULL))
		return 1;
	pthread_join(old, &a);
	pthread_join(young, &b);
	return a || b ? 2 : 0;
}

static int raw_socket(long family)
{
	return syscall(SYS_socket, family, SOCK_STREAM, 0) >= 0 ? 0 : errno;
}

static int offline(void *arg)
{
	static const int others[] = { AF_INET,      AF_INET6, AF_NETLINK, AF_PACKET,
				      AF_BLUETOOTH, AF_VSOCK, AF_UNSPEC,  200 };
	int fds[2], pair[2];

	(void)arg;
	if (sandbox_is_offline() || socketpair(AF_UNIX, SOCK_STREAM, 0, fds) || threads_are_offline(fds))
		return 1;
	for (size_t i = 0; i < ARRAY_LEN(others); i++)
		if (raw_socket(others[i]) != EACCES)
			return 2;
	/* The kernel reads 32 bits of the family: high bits must not smuggle one through. */
	if (raw_socket(0x100000000L | AF_INET) != EACCES || raw_socket(-0x100000000L | AF_INET) != EACCES)
		return 3;
	if (socketpair(AF_INET, SOCK_STREAM, 0, pair) == 0 || errno != EACCES)
		return 4;
	if (syscall(SYS_io_uring_setup, 4, NULL) >= 0 || errno != EPERM)
		return 5;
	if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) || raw_socket(AF_UNIX) != 0)
		return 6;
	return sandbox_is_offline() ? 0 : 7;
}

static void internet_is_denied(void **state)
{
	(void)state;
	assert_int_equal(run_child(offline, NULL), 0);
}

static int foreign_table(void *arg)
{
	const struct attack *a = arg;

	return sandbox_deny_internet(NULL) ? a->attempt() : 0;
}

static void foreign_tables_are_denied(void **state)
{
	(void)state;
	for (const struct attack *a = attacks; a->name; a++) {
		int got;

		if (strcmp(a->name, "i386") != 0 && strcmp(a->name, "x32") != 0)
			continue;
		got = run_child(foreign_table, (void *)(uintptr_t)a);
		if (!a->absent || got != -a->absent)
			assert_int_equal(got, EPERM);
	}
}

static int inherited(void *arg)
{
	int status;
	pid_t pid;

	(void)arg;
	if (!sandbox_deny_internet(NULL))
		return 1;
	pid = fork();
	if (pid == 0)
		_exit(try_socket(NULL) ? 2 : 0);
	return waitpid(pid, &status, 0) == pid && status == 0 ? 0 : 3;
}

static void children_are_offline(void **state)
{
	(void)state;
	assert_int_equal(run_child(inherited, NULL), 0);
}

/* ---- the selftest's entry ---- */

struct tally {
	unsigned stopped, through;
	bool quiet;
};

static void count(void *arg, const char *what, bool stopped, const char *how)
{
	struct tally *t = arg;

	*(stopped ? &t->stopped : &t->through) += 1;
	if (!stopped && !t->quiet)
		print_message("# %s: %s\n", what, how);
}

static void selftest_attacks(void **state)
{
	const char *dir = getenv("builddir");
	struct tally t = { .quiet = false };
	struct error e = ERROR_INIT;
	char path[4096];
	enum status st;

	(void)state;
	snprintf(path, sizeof path, "%s/tests/unit/worker_double", dir ? dir : ".");
	st = attack_run(path, count, &t, &e);
#ifdef SANITIZED
	assert_int_equal(st, ST_SANDBOX);
#else
	assert_int_equal(st, ST_OK);
	assert_int_equal(t.stopped, ARRAY_LEN(expected));
#endif
	assert_int_equal(t.through, 0);
	t.quiet = true; /* a program without a sandbox: everything gets through */
	assert_int_equal(attack_run("/bin/true", count, &t, &e), skip_sanitized() ? ST_SANDBOX : ST_MISMATCH);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(attacks_are_stopped),
		cmocka_unit_test(decoders_can_work),
		cmocka_unit_test(abort_is_an_abort),
		cmocka_unit_test(landlock_denies_paths),
		cmocka_unit_test(internet_is_denied),
		cmocka_unit_test(foreign_tables_are_denied),
		cmocka_unit_test(children_are_offline),
		cmocka_unit_test(selftest_attacks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
