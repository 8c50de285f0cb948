/* SPDX-License-Identifier: GPL-3.0-or-later */
/* options.h: one table of options for all commands. Parser, --help, man page and completion come from
 * its rows. */
#ifndef COTTINGLEY_OPTIONS_H
#define COTTINGLEY_OPTIONS_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/hash.h"
#include "src/base/job.h"
#include "src/base/result.h"
#include "src/engine/message.h"
#include "src/session/session.h"

/* Which commands take an option; a command's own bit stands in its row of the command table. */
enum {
	FOR_WORKSTATION = 1 << 0, FOR_SCAN = 1 << 1, FOR_INSPECT = 1 << 2, FOR_EXTRACT = 1 << 3, FOR_CHECKS = 1 << 4,
	FOR_CASE = 1 << 5, FOR_REPORT = 1 << 6, FOR_SELFTEST = 1 << 7, FOR_COMPARE = 1 << 8, FOR_COMPLETION = 1 << 9,
	FOR_VERIFY = 1 << 10, FOR_TRUST = 1 << 11,
	FOR_ALL = (1 << 12) - 1,
	FOR_WORK = FOR_WORKSTATION | FOR_SCAN | FOR_INSPECT | FOR_EXTRACT | FOR_COMPARE | FOR_VERIFY,
	FOR_JUDGING = FOR_WORKSTATION | FOR_SCAN | FOR_VERIFY, /* what signers are judged by can be said */
};

enum { WHAT_MAX = 16 };

struct cli_args {
	/* what to do */
	const char *checks, *format, *case_path, *output, *author, *color, *script, *maps, *files_from;
	struct setting settings[MESSAGE_MAX_SETTINGS];
	unsigned n_settings;
	struct region regions[REGIONS_MAX];
	unsigned n_regions;
	unsigned profile, jobs;
	int64_t now;
	bool now_fixed, timing, no_sandbox, reference, no_mouse, ascii, read_only, public_only;
	bool has_fail_on, no_trust;
	struct trust_file trust_files[TRUST_FILES_MAX];
	unsigned n_trust_files;
	const char *name; /* trust add: what the list is called */
	bool all; /* verify */
	enum level fail_on;
	struct limits limits;
	/* inspect, extract */
	bool structure, metadata, has_hex;
	uint64_t hex;
	const char *what[WHAT_MAX];
	unsigned n_what;
	/* case */
	const char *title, *question, *h1, *h2, *verdict_limits, *category;
	bool has_level, not_suitable, remove;
	int level;
	int64_t supersedes;
	bool has_head; uint64_t head_seq; uint8_t head[SHA256_LEN]; /* of an audit chain, as remembered */
	/* help */
	bool help, version;
	/* words that are no options; borrowed from argv */
	char **words;
	size_t n_words;
};

/* Parses argv[1..] for the command whose bit is given. Words and options may mix; "--" ends options.
 * ST_USAGE with the nearest option named. */
MUST_USE enum status options_parse(struct cli_args *a, unsigned command, int argc, char **argv,
				   struct error *e);

/* Prints the option rows of a command, two columns, to out. */
void options_help(unsigned command, FILE *out);

/* The rows of a command, for completions. letter 0: none; value: what its value is called, NULL when it takes
 * none. */
typedef void (*options_use)(void *arg, const char *name, char letter, const char *value, const char *help);
void options_each(unsigned command, options_use use, void *arg);

#endif
