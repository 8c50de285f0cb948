/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/engine/attack.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <unistd.h>

/* Every attempt goes straight to the system call, so that no wrapper of the C library refuses for it. */
static int outcome(long rc)
{
	return rc < 0 ? errno : 0;
}

static int attack_open(void)
{
	return outcome(syscall(SYS_open, "/etc/passwd", O_RDONLY));
}

static int attack_openat(void)
{
	return outcome(syscall(SYS_openat, AT_FDCWD, "/etc/passwd", O_RDONLY));
}

static int attack_create(void)
{
	return outcome(syscall(SYS_openat, AT_FDCWD, "/tmp/cottingley-attack", O_WRONLY | O_CREAT, 0600));
}

static int attack_proc(void)
{
	return outcome(syscall(SYS_openat, AT_FDCWD, "/proc/self/mem", O_RDWR));
}

static int attack_stat(void)
{
	struct stat sb;

	return outcome(syscall(SYS_newfstatat, AT_FDCWD, "/etc/passwd", &sb, 0));
}

static int attack_unlink(void)
{
	return outcome(syscall(SYS_unlink, "/tmp/cottingley-attack"));
}

static int attack_inet(void)
{
	return outcome(syscall(SYS_socket, AF_INET, SOCK_STREAM, 0));
}

static int attack_unix(void)
{
	return outcome(syscall(SYS_socket, AF_UNIX, SOCK_STREAM, 0));
}

static int attack_socketpair(void)
{
	int pair[2];

	return outcome(syscall(SYS_socketpair, AF_INET, SOCK_STREAM, 0, pair));
}

static int attack_connect(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(80) };

	return outcome(syscall(SYS_connect, 0, &to, sizeof to));
}

static int attack_exec(void)
{
	char *const argv[] = { (char *)(uintptr_t)"true", NULL };

	return outcome(syscall(SYS_execve, "/bin/true", argv, argv + 1));
}

static int attack_execat(void)
{
	char *const argv[] = { (char *)(uintptr_t)"true", NULL };

	return outcome(syscall(SYS_execveat, AT_FDCWD, "/bin/true", argv, argv + 1, 0));
}

static int attack_fork(void)
{
	return outcome(syscall(SYS_fork));
}

/* What the C library's fork() does. */
static int attack_clone(void)
{
	return outcome(syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, 0));
}

/* What vfork() and posix_spawn() do: the memory is shared, the process is another. */
static int attack_vfork(void)
{
	return outcome(syscall(SYS_clone, CLONE_VM | CLONE_VFORK | SIGCHLD, NULL, NULL, NULL, 0));
}

static void *open_in_thread(void *arg)
{
	*(int *)arg = attack_openat();
	return NULL;
}

/* Decoders may start threads; what is taken away is taken from these, too. */
static int attack_thread(void)
{
	int got = EINVAL;
	pthread_t t;

	if (pthread_create(&t, NULL, open_in_thread, &got) || pthread_join(t, NULL))
		return EAGAIN;
	return got;
}

static int attack_clone3(void)
{
	uint64_t args[8] = { 0, 0, 0, 0, SIGCHLD };

	return outcome(syscall(SYS_clone3, args, sizeof args));
}

static int attack_kill(void)
{
	return outcome(syscall(SYS_kill, getppid(), 0));
}

static int attack_tgkill(void)
{
	return outcome(syscall(SYS_tgkill, 1, 1, 0));
}

static int attack_ptrace(void)
{
	return outcome(syscall(SYS_ptrace, PTRACE_TRACEME, 0, NULL, NULL));
}

static int attack_vm(void)
{
	char byte;
	struct iovec v = { .iov_base = &byte, .iov_len = 1 };

	return outcome(syscall(SYS_process_vm_readv, getpid(), &v, 1, &v, 1, 0));
}

static int attack_memfd(void)
{
	return outcome(syscall(SYS_memfd_create, "attack", 0));
}

static int attack_uring(void)
{
	uint64_t params[15] = { 0 };

	return outcome(syscall(SYS_io_uring_setup, 4, params));
}

static int attack_bpf(void)
{
	return outcome(syscall(SYS_bpf, 0, NULL, 0));
}

static int attack_unshare(void)
{
	return outcome(syscall(SYS_unshare, CLONE_NEWUSER));
}

static int attack_limits(void)
{
	const uint64_t all[2] = { UINT64_MAX, UINT64_MAX };

	return outcome(syscall(SYS_prlimit64, 0, 9 /* RLIMIT_AS */, all, NULL));
}

static int attack_code(void)
{
	long rc = syscall(SYS_mmap, NULL, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
			  MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return outcome(rc);
}

static int attack_protect(void)
{
	void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	return p == MAP_FAILED ? EINVAL : outcome(syscall(SYS_mprotect, p, 4096, PROT_READ | PROT_EXEC));
}

/* All the memory there is: ENOMEM must come before 16 GB. Untouched, so that a machine without a sandbox
 * survives. */
static int attack_memory(void)
{
	const int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;

	for (unsigned i = 0; i < 256; i++)
		if (mmap(NULL, (size_t)64 << 20, PROT_READ, flags, -1, 0) == MAP_FAILED)
			return errno;
	return 0;
}

#if defined(__x86_64__)
/* The 32-bit table has other numbers: 20 is getpid there, 5 is open. A kernel without IA32 emulation has no
 * gate at 0x80: the instruction itself is refused, with SIGSEGV. */
static int attack_i386(void)
{
	long rc;

	__asm__ volatile("int $0x80" : "=a"(rc) : "a"(20L) : "memory");
	return rc < 0 ? (int)-rc : 0;
}

static int attack_x32(void)
{
	return outcome(syscall(0x40000000 | SYS_socket, AF_INET, SOCK_STREAM, 0));
}
#endif

const struct attack attacks[] = {
	{ "open", "read a file", attack_open, 0 },
	{ "openat", "read a file by openat", attack_openat, 0 },
	{ "create", "write a file", attack_create, 0 },
	{ "proc", "write its own memory through /proc", attack_proc, 0 },
	{ "stat", "see whether a file exists", attack_stat, 0 },
	{ "unlink", "remove a file", attack_unlink, 0 },
	{ "inet", "open an internet socket", attack_inet, 0 },
	{ "unix", "open a local socket", attack_unix, 0 },
	{ "socketpair", "open a pair of internet sockets", attack_socketpair, 0 },
	{ "connect", "connect to a server", attack_connect, 0 },
	{ "exec", "start a program", attack_exec, 0 },
	{ "execat", "start a program by execveat", attack_execat, 0 },
	{ "fork", "fork", attack_fork, 0 },
	{ "clone", "make a process by clone", attack_clone, 0 },
	{ "vfork", "make a process that shares its memory", attack_vfork, 0 },
	{ "thread", "read a file from a thread of its own", attack_thread, 0 },
	{ "clone3", "make a process by clone3", attack_clone3, 0 },
	{ "kill", "signal its parent", attack_kill, 0 },
	{ "tgkill", "signal another process by tgkill", attack_tgkill, 0 },
	{ "ptrace", "trace", attack_ptrace, 0 },
	{ "vm", "read memory by process_vm_readv", attack_vm, 0 },
	{ "memfd", "make a memory file", attack_memfd, 0 },
	{ "uring", "open an io_uring", attack_uring, 0 },
	{ "bpf", "load a program into the kernel", attack_bpf, 0 },
	{ "unshare", "become root in a name space of its own", attack_unshare, 0 },
	{ "limits", "raise its own limits", attack_limits, 0 },
	{ "code", "map memory that can be executed", attack_code, 0 },
	{ "protect", "make memory executable", attack_protect, 0 },
	{ "memory", "take all memory", attack_memory, 0 },
#if defined(__x86_64__)
	{ "i386", "use the 32-bit system calls", attack_i386, SIGSEGV },
	{ "x32", "use the x32 system calls", attack_x32, 0 },
#endif
	{ NULL, NULL, NULL, 0 },
};
