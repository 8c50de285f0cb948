/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker's allow-list. What is not listed kills the process (SIGSYS), which the parent reports as
 * ST_SANDBOX. What libraries may try by habit (configuration files, terminal tests) is refused with EPERM, so
 * that they go on without. */
#include "src/base/base.h"
#include "src/engine/sandbox.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

/* Without arguments to look at. */
static const int allowed[] = {
	SCMP_SYS(read), SCMP_SYS(write), SCMP_SYS(recvmsg), SCMP_SYS(close), SCMP_SYS(lseek),
	SCMP_SYS(pread64), SCMP_SYS(fstat), SCMP_SYS(poll), SCMP_SYS(munmap), SCMP_SYS(mremap),
	SCMP_SYS(brk), SCMP_SYS(madvise), SCMP_SYS(futex), SCMP_SYS(sched_yield), SCMP_SYS(getrandom),
	SCMP_SYS(clock_gettime), SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(clock_nanosleep),
	SCMP_SYS(nanosleep), SCMP_SYS(restart_syscall), SCMP_SYS(getpid), SCMP_SYS(gettid),
	SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask), SCMP_SYS(rt_sigreturn),
	SCMP_SYS(set_robust_list), SCMP_SYS(rseq), SCMP_SYS(exit), SCMP_SYS(exit_group),
};

/* EPERM: tried by habit. */
static const int refused[] = {
	SCMP_SYS(open),      SCMP_SYS(openat),      SCMP_SYS(openat2),   SCMP_SYS(stat),
	SCMP_SYS(lstat),     SCMP_SYS(newfstatat),  SCMP_SYS(statx),     SCMP_SYS(statfs),
	SCMP_SYS(fstatfs),   SCMP_SYS(access),      SCMP_SYS(faccessat), SCMP_SYS(faccessat2),
	SCMP_SYS(readlink),  SCMP_SYS(readlinkat),  SCMP_SYS(getcwd),    SCMP_SYS(getdents64),
	SCMP_SYS(ioctl),     SCMP_SYS(fcntl),       SCMP_SYS(sysinfo),   SCMP_SYS(uname),
	SCMP_SYS(getuid),    SCMP_SYS(geteuid),     SCMP_SYS(getgid),    SCMP_SYS(getegid),
	SCMP_SYS(getrlimit), SCMP_SYS(prlimit64),   SCMP_SYS(getrusage), SCMP_SYS(sched_getaffinity),
	SCMP_SYS(prctl),     SCMP_SYS(sigaltstack), SCMP_SYS(getcpu),
};

bool sandbox_has_filter(void)
{
	uint32_t action = SECCOMP_RET_KILL_PROCESS;

	return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

static int add_plain(scmp_filter_ctx c)
{
	int rc = 0;

	for (size_t i = 0; i < ARRAY_LEN(allowed) && !rc; i++)
		rc = seccomp_rule_add(c, SCMP_ACT_ALLOW, allowed[i], 0);
	for (size_t i = 0; i < ARRAY_LEN(refused) && !rc; i++)
		rc = seccomp_rule_add(c, SCMP_ACT_ERRNO(EPERM), refused[i], 0);
	return rc;
}

static int add_conditional(scmp_filter_ctx c)
{
	/* A thread of this process, sharing its memory and its signal handlers; never a new process. */
	const scmp_datum_t thread = CLONE_VM | CLONE_SIGHAND | CLONE_THREAD;
	/* What would give a thread a root of its own in some name space. */
	const scmp_datum_t apart = CLONE_NEWNS | CLONE_NEWUSER | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC |
				   CLONE_NEWUTS | CLONE_NEWCGROUP;
	int rc = 0;

	/* No memory that can be executed, ever again. */
	rc = rc ? rc
		: seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(mmap), 1,
				   SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	rc = rc ? rc : seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(mprotect), 1,
					SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
	rc = rc ? rc : seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(clone), 1,
					SCMP_A0(SCMP_CMP_MASKED_EQ, thread | apart, thread));
	/* Its flags lie in memory, out of the filter's sight: the C library then falls back to clone. */
	rc = rc ? rc : seccomp_rule_add(c, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);
	/* abort() sends a signal to itself. */
	rc = rc ? rc
		: seccomp_rule_add(c, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1,
				   SCMP_A0(SCMP_CMP_EQ, (scmp_datum_t)getpid()));
	return rc;
}

enum status sandbox_load_filter(struct error *e)
{
	scmp_filter_ctx c = seccomp_init(SCMP_ACT_KILL_PROCESS);
	int rc;

	if (!c)
		return err_set(e, ST_SANDBOX, "cannot make a seccomp filter");
	rc = seccomp_attr_set(c, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS);
	rc = rc ? rc : seccomp_attr_set(c, SCMP_FLTATR_CTL_TSYNC, 1);
	rc = rc ? rc : seccomp_attr_set(c, SCMP_FLTATR_CTL_OPTIMIZE, 2);
	rc = rc ? rc : add_plain(c);
	rc = rc ? rc : add_conditional(c);
	rc = rc ? rc : seccomp_load(c);
	seccomp_release(c);
	if (rc)
		return err_errno(e, ST_SANDBOX, -rc, "cannot load the seccomp filter");
	return ST_OK;
}
