/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/engine/sandbox.h"

#include <errno.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#ifndef SANITIZED
/* What the worker needs beside its ceiling: descriptors for the socket, the evidence, and three that lead
 * nowhere. */
enum { FILES_MAX = 16 };
#endif

enum status sandbox_probe(enum sandbox_state *state, const char **note, struct error *e)
{
	*state = SANDBOX_OFF;
#ifdef SANITIZED
	(void)e;
	*note = "built with sanitizers";
	return ST_OK;
#else
	*note = "this kernel has no seccomp filters";
	if (!sandbox_has_filter())
		return err_set(e, ST_SANDBOX,
			       "this kernel has no seccomp filters; run with --no-sandbox only on "
			       "pictures that you trust");
	*state = sandbox_has_landlock() ? SANDBOX_ENFORCED : SANDBOX_PARTIAL;
	*note = *state == SANDBOX_ENFORCED ? "" : "this kernel has no landlock";
	return ST_OK;
#endif
}

#ifndef SANITIZED
static bool set_limit(int what, rlim_t value)
{
	struct rlimit l = { .rlim_cur = value, .rlim_max = value };

	return setrlimit((__rlimit_resource_t)what, &l) == 0;
}

/* Bytes of address space in use: the first number of /proc/self/statm, in pages. 0 when unknown. */
static uint64_t address_space(void)
{
	FILE *f = fopen("/proc/self/statm", "re");
	unsigned long pages = 0;

	if (!f)
		return 0;
	if (fscanf(f, "%lu", &pages) != 1)
		pages = 0;
	fclose(f);
	return (uint64_t)pages * 4096;
}

static bool limit_memory(uint64_t memory)
{
	uint64_t total;

	if (!memory)
		return true;
	if (__builtin_add_overflow(memory, address_space(), &total))
		return true; /* a ceiling beyond all memory is none */
	return set_limit(RLIMIT_AS, (rlim_t)total);
}
#endif

enum status sandbox_limit(uint64_t memory, struct error *e)
{
#ifdef SANITIZED
	(void)memory;
	(void)e;
#else
	if (!limit_memory(memory) || !set_limit(RLIMIT_CORE, 0))
		return err_errno(e, ST_SANDBOX, errno, "cannot set the limits of a worker");
#endif
	return ST_OK;
}

enum status sandbox_enter(uint64_t memory, enum sandbox_state *state, const char **note, struct error *e)
{
	enum status st = sandbox_probe(state, note, e);

#ifdef SANITIZED
	(void)memory; /* AddressSanitizer needs the address space, the files and the calls that would be taken
		       */
#else
	if (st)
		return st;
	st = sandbox_limit(memory, e);
	if (st)
		return st;
	/* No RLIMIT_NPROC: it counts threads as well, of all processes of the user, and the HEVC decoder
	 * needs one of its own. That no process is made is the filter's rule. */
	if (!set_limit(RLIMIT_FSIZE, 0) || !set_limit(RLIMIT_NOFILE, FILES_MAX))
		return err_errno(e, ST_SANDBOX, errno, "cannot set the limits of a worker");
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) || prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0))
		return err_errno(e, ST_SANDBOX, errno, "cannot give up privileges");
	if (*state == SANDBOX_ENFORCED && !sandbox_deny_paths()) {
		*state = SANDBOX_PARTIAL;
		*note = "landlock refused its rules";
	}
	st = sandbox_load_filter(e);
#endif
	return st;
}
