/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One worker process: its start, its requests, its death. */
#include "src/base/base.h"
#include "src/engine/engine_state.h"

#include "src/engine/chosen.h"
#include "src/engine/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILD_SOCKET = 3 };

/* ---- start ---- */

struct worker_args {
	char fd[12], memory[24], pixels[24], seconds[12];
	char *argv[12];
};

static void make_args(struct worker_args *a, const struct engine_options *o)
{
	unsigned n = 0;
	const char *const words[] = { "cottingley", "--worker", a->fd,       "--memory", a->memory,
				      "--pixels",   a->pixels,  "--seconds", a->seconds };

	snprintf(a->fd, sizeof a->fd, "%d", CHILD_SOCKET);
	snprintf(a->memory, sizeof a->memory, "%" PRIu64, o->limits.memory);
	snprintf(a->pixels, sizeof a->pixels, "%" PRIu64, o->limits.pixels);
	snprintf(a->seconds, sizeof a->seconds, "%" PRIu32, o->limits.seconds);
	for (; n < ARRAY_LEN(words); n++)
		a->argv[n] = (char *)(uintptr_t)words[n]; /* posix_spawn() does not write there */
	if (o->no_sandbox)
		a->argv[n++] = (char *)(uintptr_t)"--no-sandbox";
	a->argv[n] = NULL;
}

/* Descriptors, signals and process group of the child. A group of its own: a Ctrl-C at the terminal is the
 * parent's to judge. */
static int prepare(posix_spawn_file_actions_t *f, posix_spawnattr_t *attr, int sock)
{
	sigset_t none, all;
	int rc;

	sigemptyset(&none);
	sigfillset(&all);
	rc = posix_spawn_file_actions_adddup2(f, sock, CHILD_SOCKET);
	rc = rc ? rc : posix_spawn_file_actions_addclosefrom_np(f, CHILD_SOCKET + 1);
	rc = rc ? rc : posix_spawnattr_setsigmask(attr, &none);
	rc = rc ? rc : posix_spawnattr_setsigdefault(attr, &all);
	rc = rc ? rc : posix_spawnattr_setpgroup(attr, 0);
	rc = rc ? rc : posix_spawnattr_setflags(attr, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
						       POSIX_SPAWN_SETPGROUP);
	return rc;
}

/* posix_spawn() shares the parent's memory until exec, so that a large parent, with threads, starts workers
 * as fast as a small one. */
static int spawn(const struct engine *g, int sock, pid_t *pid)
{
	static const char *const environment[] = {
		"LC_ALL=C.UTF-8", "TZ=UTC",
#ifdef SANITIZED
		"ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1:max_allocation_size_mb=2048",
		"UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1",
#endif
		NULL
	};
	posix_spawn_file_actions_t f;
	posix_spawnattr_t attr;
	struct worker_args a;
	int rc;

	make_args(&a, &g->o);
	rc = posix_spawn_file_actions_init(&f);
	if (rc)
		return rc;
	rc = posix_spawnattr_init(&attr);
	if (!rc) {
		rc = prepare(&f, &attr, sock);
		rc = rc ? rc
			: posix_spawn(pid, g->program, &f, &attr, a.argv,
				      (char *const *)(uintptr_t)environment);
		posix_spawnattr_destroy(&attr);
	}
	posix_spawn_file_actions_destroy(&f);
	return rc;
}

static void child_init(struct child *c, pid_t pid, int sock, bool selected_only)
{
	int64_t now = engine_clock();

	*c = (struct child){ .state = CHILD_STARTING,
			     .selected_only = selected_only,
			     .pid = pid,
			     .sock = sock,
			     .silent_at = now + START_MS,
			     .late_at = now + START_MS };
	c->pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	frame_reader_init(&c->in, MESSAGE_MAX_ANSWER, false);
	frame_writer_init(&c->out, 2 * (size_t)MESSAGE_MAX_REQUEST);
}

enum status child_spawn(struct engine *g, bool selected_only, struct error *e)
{
	int pair[2], rc;
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
		return err_errno(e, ST_INTERNAL, errno, "cannot make a socket for a worker");
	if (pair[1] == CHILD_SOCKET) { /* keep it clear of the number that the child's end gets */
		rc = fcntl(pair[1], F_DUPFD_CLOEXEC, CHILD_SOCKET + 1);
		close(pair[1]);
		pair[1] = rc;
	}
	rc = pair[1] < 0 ? errno : spawn(g, pair[1], &pid);
	if (pair[1] >= 0)
		close(pair[1]);
	if (rc) {
		close(pair[0]);
		return err_errno(e, ST_INTERNAL, rc, "cannot start a worker from '%s'", g->program);
	}
	child_init(&g->children[g->n_children++], pid, pair[0], selected_only);
	return ST_OK;
}

/* ---- death ---- */

static void send_kill(const struct child *c)
{
	if (c->pidfd < 0 || syscall(SYS_pidfd_send_signal, c->pidfd, SIGKILL, NULL, 0))
		kill(c->pid, SIGKILL); /* not reaped yet, so that the number is still its own */
}

void child_kill(struct child *c, enum status st, const char *fmt, ...)
{
	char text[sizeof c->why.message];
	va_list ap;

	if (!c->killed) {
		va_start(ap, fmt);
		vsnprintf(text, sizeof text, fmt, ap);
		va_end(ap);
		err_set(&c->why, st, "%s", text);
	}
	c->killed = true;
	c->state = CHILD_DYING;
	send_kill(c);
}

static void close_child(struct child *c)
{
	frame_reader_release(&c->in);
	frame_writer_release(&c->out);
	if (c->pidfd >= 0)
		close(c->pidfd);
	close(c->sock);
	c->pidfd = c->sock = -1;
}

static void name_signal(int sig, struct error *e)
{
	const char *name = sigabbrev_np(sig);

	if (sig == SIGSYS)
		err_set(e, ST_SANDBOX,
			"the sandbox stopped the worker at a system call that no decoder needs (SIGSYS)");
	else if (sig == SIGKILL)
		err_set(e, ST_MEMORY,
			"the system killed the worker (SIGKILL), most likely because memory ran out");
	else
		err_set(e, ST_CRASHED, "the worker crashed (SIG%s)", name ? name : "?");
}

static void name_exit(int code, struct error *e)
{
	if (code == WORKER_PROTOCOL)
		err_set(e, ST_PROTOCOL, "the worker did not understand a request");
	else
		err_set(e, ST_CRASHED, "the worker ended with exit code %d before it answered", code);
}

bool child_reaped(struct child *c, struct error *e)
{
	siginfo_t info = { .si_pid = 0 };

	if (waitid(P_PID, (id_t)c->pid, &info, WEXITED | WNOHANG) == 0 && info.si_pid == 0)
		return false;
	if (c->killed)
		*e = c->why;
	else if (info.si_pid == 0)
		err_set(e, ST_INTERNAL, "somebody else waited for the worker");
	else if (info.si_code == CLD_EXITED)
		name_exit(info.si_status, e);
	else
		name_signal(info.si_status, e);
	close_child(c);
	return true;
}

void child_end(struct child *c)
{
	siginfo_t info;

	send_kill(c);
	while (waitid(P_PID, (id_t)c->pid, &info, WEXITED) && errno == EINTR)
		;
	close_child(c);
}

/* ---- requests ---- */

static int64_t step_ms(const struct engine *g)
{
	return (int64_t)g->o.limits.seconds * 1000 + SILENCE_MS;
}

/* Decode, the checks one after another, and one more for what lies between. */
static unsigned steps(const struct request *r)
{
	unsigned n = 2;

	for (unsigned i = 0; r->kind == REQUEST_EXAMINE && analyzers[i]; i++)
		n += request_wants(r, analyzers[i]);
	return n;
}

/* What the child does not have yet. */
static struct envelope envelope_for(const struct engine *g, struct child *c, struct job *j)
{
	/* A list is read once: under one key there may be another one next. */
	bool held = c->holds && c->key == j->key && j->request.kind != REQUEST_LIST;
	struct envelope v = { .id = j->id, .key = j->key, .has_evidence = !held };

	if (c->key != j->key) /* it lets go of the companion with the picture */
		memset(c->companion, 0, sizeof c->companion);
	if (!request_reads_lists(&j->request))
		return v;
	memcpy(j->request.lists, g->lists, sizeof g->lists);
	v.has_companion = j->companion >= 0 && memcmp(c->companion, j->request.companion, SHA256_LEN) != 0;
	v.has_lists = g->lists_fd >= 0 && memcmp(c->lists, g->lists, SHA256_LEN) != 0;
	return v;
}

/* The descriptors that go along, each a duplicate that is closed once it is sent. */
static enum status duplicate(const struct engine *g, const struct job *j, const struct envelope *v, int fds[FRAME_FDS],
			     unsigned *n, struct error *e)
{
	const int from[FRAME_FDS] = { v->has_evidence ? j->fd : -1, v->has_companion ? j->companion : -1,
				      v->has_lists ? g->lists_fd : -1 };

	for (unsigned i = 0; i < FRAME_FDS; i++) {
		if (from[i] < 0)
			continue;
		fds[*n] = fcntl(from[i], F_DUPFD_CLOEXEC, CHILD_SOCKET + 1);
		if (fds[*n] >= 0) {
			++*n;
			continue;
		}
		err_errno(e, ST_IO, errno, "cannot hand the evidence to a worker");
		while (*n)
			close(fds[--*n]);
		return ST_IO;
	}
	return ST_OK;
}

/* What the child has once it has read the request. */
static void remember(struct child *c, const struct job *j, const struct envelope *v)
{
	c->holds = j->request.kind != REQUEST_LIST;
	c->key = j->key;
	if (!request_reads_lists(&j->request))
		return;
	memcpy(c->companion, j->request.companion, SHA256_LEN);
	if (v->has_lists)
		memcpy(c->lists, j->request.lists, SHA256_LEN);
}

enum status child_start_job(struct engine *g, struct child *c, struct job *j, struct error *e)
{
	struct envelope v = envelope_for(g, c, j);
	size_t at = frame_begin(&c->out);
	enum status st = request_encode(&v, &j->request, &c->out.out, e);
	int fds[FRAME_FDS];
	unsigned n = 0;

	st = st ? st : duplicate(g, j, &v, fds, &n, e);
	if (st)
		str_clear(&c->out.out); /* an idle child has nothing else to send */
	else if (!frame_end_with(&c->out, at, MESSAGE_MAX_REQUEST, fds, n))
		st = err_set(e, ST_USAGE, "the request is longer than %d bytes", MESSAGE_MAX_REQUEST);
	if (st)
		return st;
	c->used = engine_clock();
	c->silent_at = c->used + step_ms(g);
	c->late_at = c->used + step_ms(g) * steps(&j->request);
	c->state = CHILD_BUSY;
	c->job = j;
	remember(c, j, &v);
	c->cancelled = false;
	c->permille = 0;
	snprintf(c->stage, sizeof c->stage, "start");
	return ST_OK;
}

void child_send_cancel(struct engine *g, struct child *c)
{
	struct request r = { .kind = REQUEST_CANCEL };
	struct envelope v = { .id = c->job->id, .key = c->job->key };
	size_t at;

	if (c->cancelled || c->state != CHILD_BUSY)
		return;
	c->cancelled = true;
	c->cancel_at = engine_clock() + g->o.cancel_grace_ms;
	at = frame_begin(&c->out);
	if (request_encode(&v, &r, &c->out.out, NULL) || !frame_end(&c->out, at, MESSAGE_MAX_REQUEST, -1))
		c->cancel_at = 0; /* it cannot be asked, so it is killed */
}
