/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Landlock by its system calls: the C library has no wrappers, and the header of Debian 12 is older than many
 * kernels. A rule set that handles everything and allows nothing. Numbers: include/uapi/linux/landlock.h of
 * Linux 6.12. */
#include "src/base/base.h"
#include "src/engine/sandbox.h"

#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_restrict_self 446
#endif

enum { VERSION_FLAG = 1 }; /* LANDLOCK_CREATE_RULESET_VERSION */

struct rules { /* struct landlock_ruleset_attr; older kernels take a shorter one */
	uint64_t files, net, scoped;
};

/* What there is to handle, by version of the interface. */
static const struct {
	unsigned file_bits, net_bits, scope_bits;
	size_t size;
} versions[] = {
	{ 13, 0, 0, 8 },  /* 1: execute ... make symbolic links */
	{ 14, 0, 0, 8 },  /* 2: move between folders */
	{ 15, 0, 0, 8 },  /* 3: truncate */
	{ 15, 2, 0, 16 }, /* 4: TCP bind, connect */
	{ 16, 2, 0, 16 }, /* 5: device ioctl */
	{ 16, 2, 2, 24 }, /* 6: abstract Unix sockets, signals */
};

static long version(void)
{
	return syscall(SYS_landlock_create_ruleset, NULL, 0, VERSION_FLAG);
}

bool sandbox_has_landlock(void)
{
	return version() > 0;
}

static uint64_t bits(unsigned n)
{
	return ((uint64_t)1 << n) - 1;
}

bool sandbox_deny_paths(void)
{
	long v = version();
	size_t row = v < 1 ? 0 : (size_t)v - 1;
	struct rules r;
	bool done;
	int fd;

	if (v < 1)
		return false;
	if (row >= ARRAY_LEN(versions))
		row = ARRAY_LEN(versions) - 1;
	r = (struct rules){ .files = bits(versions[row].file_bits), .net = bits(versions[row].net_bits),
			    .scoped = bits(versions[row].scope_bits) };
	fd = (int)syscall(SYS_landlock_create_ruleset, &r, versions[row].size, 0);
	if (fd < 0)
		return false;
	done = syscall(SYS_landlock_restrict_self, fd, 0) == 0;
	close(fd);
	return done;
}
