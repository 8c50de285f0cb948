/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The whole program is offline: no socket but Unix ones, in no thread and no child. */
#include "src/base/base.h"
#include "src/engine/sandbox.h"

#include <errno.h>
#include <seccomp.h>
#include <sys/socket.h>
#include <unistd.h>

static int add_rules(scmp_filter_ctx c)
{
	static const int uring[] = { SCMP_SYS(io_uring_setup), SCMP_SYS(io_uring_enter),
				     SCMP_SYS(io_uring_register) };
	static const int sockets[] = { SCMP_SYS(socket), SCMP_SYS(socketpair) };
	int rc = 0;

	/* The kernel reads the lower 32 bits of the family; these compare all 64, so that exactly AF_UNIX
	 * passes. */
	for (size_t i = 0; i < ARRAY_LEN(sockets) && !rc; i++) {
		rc = seccomp_rule_add(c, SCMP_ACT_ERRNO(EACCES), sockets[i], 1,
				      SCMP_A0(SCMP_CMP_GT, AF_UNIX));
		rc = rc ? rc
			: seccomp_rule_add(c, SCMP_ACT_ERRNO(EACCES), sockets[i], 1,
					   SCMP_A0(SCMP_CMP_LT, AF_UNIX));
	}
	for (size_t i = 0; i < ARRAY_LEN(uring) && !rc; i++)
		rc = seccomp_rule_add(c, SCMP_ACT_ERRNO(EPERM), uring[i], 0);
	return rc;
}

bool sandbox_deny_internet(struct error *e)
{
	scmp_filter_ctx c = seccomp_init(SCMP_ACT_ALLOW);
	int rc;

	if (!c) {
		err_set(e, ST_SANDBOX, "cannot make a seccomp filter");
		return false;
	}
	/* The 32-bit tables (int 0x80, x32) have socket calls of their own. */
	rc = seccomp_attr_set(c, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_ERRNO(EPERM));
	rc = rc ? rc : seccomp_attr_set(c, SCMP_FLTATR_CTL_TSYNC, 1);
	rc = rc ? rc : add_rules(c);
	rc = rc ? rc : seccomp_load(c);
	seccomp_release(c);
	if (rc)
		err_errno(e, ST_SANDBOX, -rc, "cannot load the filter that keeps this program offline");
	return rc == 0;
}

bool sandbox_is_offline(void)
{
	static const int families[] = { AF_INET, AF_INET6, AF_NETLINK, AF_PACKET };

	for (size_t i = 0; i < ARRAY_LEN(families); i++) {
		int fd = socket(families[i], SOCK_DGRAM | SOCK_CLOEXEC, 0);

		if (fd >= 0)
			close(fd);
		if (fd >= 0 || errno != EACCES)
			return false;
	}
	return true;
}
