/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sandbox.h: what a process gives up. */
#ifndef COTTINGLEY_SANDBOX_H
#define COTTINGLEY_SANDBOX_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/result.h"

/* The main process: sockets of the internet families (AF_INET, AF_INET6, AF_PACKET, netlink, vsock, ...:
 * everything but AF_UNIX) are denied with EACCES from now on, io_uring (which opens sockets of its own) and
 * foreign system call tables with EPERM, in every thread and every child. Called first thing in main().
 * False: not possible here (why in e). */
MUST_USE bool sandbox_deny_internet(struct error *e);
bool sandbox_is_offline(void); /* did sandbox_deny_internet succeed? tested by trying, not by memory */

/* What sandbox_enter() can do on this system and in this build, without doing it. ST_SANDBOX when there is no
 * filter: *state is then SANDBOX_OFF. *note says what is missing, or ""; both texts are constants. */
MUST_USE enum status sandbox_probe(enum sandbox_state *state, const char **note, struct error *e);

/* A worker, after warming up: allow-list seccomp (EPERM for openat; kill for socket, execve, ptrace and all
 * that is not listed; threads, but no processes), landlock where the system call answers, rlimits (address
 * space, no files, no core), not dumpable. memory: bytes that the address space may grow by from now on; 0: no
 * RLIMIT_AS. Builds with sanitizers do none of it and say SANDBOX_OFF. */
MUST_USE enum status sandbox_enter(uint64_t memory, enum sandbox_state *state, const char **note,
				   struct error *e);
/* With --no-sandbox: the memory ceiling and no core dumps, nothing else. */
MUST_USE enum status sandbox_limit(uint64_t memory, struct error *e);

/* ---- the parts, for sandbox.c ---- */
MUST_USE enum status sandbox_load_filter(struct error *e);   /* sandbox_seccomp.c */
bool sandbox_has_filter(void);                               /* does the kernel kill a process by filter? */
bool sandbox_has_landlock(void);                             /* sandbox_landlock.c */
MUST_USE bool sandbox_deny_paths(void);                      /* false: landlock is missing or refused */

#endif
