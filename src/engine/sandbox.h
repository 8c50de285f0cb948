/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sandbox.h: what a process gives up. */
#ifndef COTTINGLEY_SANDBOX_H
#define COTTINGLEY_SANDBOX_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/result.h"

/* The main process: sockets of the internet families (AF_INET, AF_INET6, AF_PACKET, netlink, vsock, ...: everything but AF_UNIX) are
 * denied with EACCES from now on, in every thread and every child. Called first thing in main(). False: not possible here (why in e). */
MUST_USE bool sandbox_deny_internet(struct error *e);
bool sandbox_is_offline(void); /* did sandbox_deny_internet succeed? tested by trying, not by memory */

/* A worker, after warming up: allow-list seccomp (EPERM for openat; kill for socket, execve, ptrace and all that is not listed), landlock where the
 * system call answers, rlimits (address space, no files, no processes, no core), not dumpable. memory 0: no RLIMIT_AS. */
MUST_USE enum status sandbox_enter(uint64_t memory, enum sandbox_state *state, const char **note, struct error *e);

#endif
