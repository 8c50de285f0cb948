/* SPDX-License-Identifier: GPL-3.0-or-later */
/* command.h: one file a command; commands.c holds the table that dispatch, --help and suggestions come
 * from. */
#ifndef COTTINGLEY_COMMAND_H
#define COTTINGLEY_COMMAND_H

#include "src/base/base.h"
#include "src/base/status.h"
#include "src/base/str.h"
#include "src/cli/options.h"

struct command {
	const char *name;     /* "scan"; NULL ends the table */
	unsigned bit;         /* FOR_SCAN */
	const char *synopsis; /* after the name */
	const char *help;     /* one line */
	const char *examples; /* lines, or NULL */
	enum exit_code (*run)(const struct cli_args *a);
};
extern const struct command cli_commands[];

/* The whole command line; what main() returns. */
int cli_main(int argc, char **argv);

enum exit_code cmd_scan(const struct cli_args *a);
enum exit_code cmd_inspect(const struct cli_args *a);
enum exit_code cmd_extract(const struct cli_args *a);
enum exit_code cmd_compare(const struct cli_args *a);
enum exit_code cmd_completion(const struct cli_args *a);
enum exit_code cmd_checks(const struct cli_args *a);
enum exit_code cmd_case(const struct cli_args *a);
enum exit_code cmd_report(const struct cli_args *a);
enum exit_code cmd_trust(const struct cli_args *a);
enum exit_code cmd_selftest(const struct cli_args *a);
enum exit_code cmd_verify(const struct cli_args *a);
enum exit_code cmd_workstation(const struct cli_args *a);

/* ---- shared by commands (talk.c) ---- */
/* "cottingley: message (at byte N)" on stderr; returns the exit code of e. */
enum exit_code cli_error(const struct error *e);
enum exit_code cli_usage(const char *fmt, ...) PRINTF(1, 2);
/* Flushes stdout; EXIT_CASE with a line when it could not be written. */
enum exit_code cli_flush(enum exit_code so_far);

/* Colour on out? --color over NO_COLOR (https://no-color.org) over what out is; when: the word after
 * --color, or NULL. */
bool cli_colour(const char *when, FILE *out);

struct session;
struct session_options;
void cli_session_options(const struct cli_args *a, struct session_options *o);
/* Opens a session, examines one file and gives the examination (owned by the session). after, which may be NULL, is called
 * when all is done, for what else is asked of row 1. */
enum exit_code cli_examine_one(const struct cli_args *a, const char *path, const char *checks,
			       void (*use)(void *arg, const struct examination *x),
			       void (*after)(void *arg, struct session *s), void *arg);

/* case.c: the verbs of case; NULL after the last. For suggest_nearest() too. */
const char *case_verb_word(size_t i, void *unused);

/* trust.c: its verbs and kinds; NULL after the last. */
const char *trust_verb_word(size_t i, void *unused);
const char *trust_kind_word(size_t i, void *unused);

/* maps.c: scan --maps */
enum status maps_folder(const char *dir, struct error *e);
enum status maps_write(const char *dir, const struct examination *x, struct error *e);

/* table.c */
void table_head(FILE *out);
void table_row(struct str *o, const struct examination *x, bool timing, bool colour);

#endif
