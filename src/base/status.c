/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/status.h"

static const struct {
	const char *name;
	enum exit_code exit;
} rows[ST_COUNT] = {
	[ST_OK] = { "ok", EXIT_DONE },
	[ST_USAGE] = { "usage", EXIT_USAGE },
	[ST_IO] = { "io", EXIT_NONE },
	[ST_NOT_REGULAR] = { "not_regular", EXIT_NONE },
	[ST_CORRUPT] = { "corrupt", EXIT_NONE },
	[ST_UNSUPPORTED] = { "unsupported", EXIT_NONE },
	[ST_NOT_APPLICABLE] = { "not_applicable", EXIT_NONE },
	[ST_LIMIT] = { "limit", EXIT_NONE },
	[ST_MEMORY] = { "memory_limit", EXIT_NONE },
	[ST_TIMEOUT] = { "time_limit", EXIT_NONE },
	[ST_CANCELLED] = { "cancelled", EXIT_INTERRUPTED },
	[ST_CRASHED] = { "crashed", EXIT_NONE },
	[ST_SANDBOX] = { "sandbox", EXIT_NONE },
	[ST_CASE] = { "case", EXIT_CASE },
	[ST_DISK] = { "disk", EXIT_CASE },
	[ST_BUSY] = { "busy", EXIT_CASE },
	[ST_MISMATCH] = { "mismatch", EXIT_UNVERIFIED },
	[ST_NOTHING] = { "nothing", EXIT_NOTHING },
	[ST_PROTOCOL] = { "protocol", EXIT_INTERNAL },
	[ST_INTERNAL] = { "internal", EXIT_INTERNAL },
};

/* Highest priority first. */
static const struct {
	enum exit_code code;
	const char *meaning;
} exits[] = {
	{ EXIT_INTERRUPTED, "interrupted" },
	{ EXIT_USAGE, "the command line was not understood" },
	{ EXIT_INTERNAL, "internal error" },
	{ EXIT_CASE, "the case file or the disk failed" },
	{ EXIT_NONE, "no input could be examined" },
	{ EXIT_SOME, "some inputs could not be examined" },
	{ EXIT_UNVERIFIED, "something checked did not verify" },
	{ EXIT_FAIL_ON, "done, and the level of --fail-on was reached" },
	{ EXIT_NOTHING, "there was nothing to verify" },
	{ EXIT_DONE, "done" },
};

const char *status_name(enum status st)
{
	return (unsigned)st < ST_COUNT ? rows[st].name : "internal";
}

enum status status_from_name(const char *s)
{
	for (unsigned i = 0; i < ST_COUNT; i++)
		if (strcmp(rows[i].name, s) == 0)
			return (enum status)i;
	return ST_COUNT;
}

enum exit_code status_exit(enum status st)
{
	return (unsigned)st < ST_COUNT ? rows[st].exit : EXIT_INTERNAL;
}

const char *exit_meaning(enum exit_code c)
{
	for (size_t i = 0; i < ARRAY_LEN(exits); i++)
		if (exits[i].code == c)
			return exits[i].meaning;
	return "unknown";
}

enum exit_code exit_worse(enum exit_code a, enum exit_code b)
{
	for (size_t i = 0; i < ARRAY_LEN(exits); i++)
		if (exits[i].code == a || exits[i].code == b)
			return exits[i].code;
	return EXIT_INTERNAL;
}
