/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/cli/command.h"

#include "src/session/session.h"
#include "ui/workstation.h"

#include <fcntl.h>
#include <unistd.h>

/* A case file says so in SQLite's header: "SQLite format 3\0" with our application id at byte 68. */
static bool is_case(const char *path)
{
	static const uint8_t id[4] = { 0x43, 0x4F, 0x54, 0x54 };
	uint8_t head[72];
	int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
	ssize_t n = fd >= 0 ? read(fd, head, sizeof head) : -1;

	if (fd >= 0)
		close(fd);
	return n == (ssize_t)sizeof head && memcmp(head, "SQLite format 3", 16) == 0 && memcmp(head + 68, id, 4) == 0;
}

static bool named_case(const char *path)
{
	size_t len = strlen(path);

	return is_case(path) || (len > 5 && strcmp(path + len - 5, ".cott") == 0);
}

static enum colour_when colour_of(const char *word)
{
	if (!word || strcmp(word, "auto") == 0)
		return COLOUR_AUTO;
	return strcmp(word, "always") == 0 ? COLOUR_ALWAYS : COLOUR_NEVER;
}

static enum status open_what(const struct cli_args *a, struct session *s, struct error *e)
{
	enum status st;

	if (a->n_words == 1 && named_case(a->words[0])) {
		st = session_open_case(s, a->words[0], a->read_only, e);
		return st == ST_OK ? session_load_case(s, !a->read_only, e) : st;
	}
	st = session_create_case(s, NULL, NULL, e);
	for (size_t i = 0; st == ST_OK && i < a->n_words; i++)
		session_add_path(s, a->words[i]);
	return st;
}

enum exit_code cmd_workstation(const struct cli_args *a)
{
	struct workstation_options wo = { .colour = colour_of(a->color), .ascii = a->ascii, .no_mouse = a->no_mouse,
					  .script = a->script };
	struct session_options so;
	struct error e = ERROR_INIT;
	enum exit_code code;
	struct session *s;

	if (a->n_words == 0)
		return cli_usage("name a case, pictures or a folder; 'cottingley --help' shows more");
	if (!a->script && (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)))
		return cli_usage("the workstation needs a terminal; 'cottingley scan' does not");
	cli_session_options(a, &so);
	if (session_open(&so, &s, &e) != ST_OK)
		return cli_error(&e);
	if (open_what(a, s, &e) != ST_OK) {
		code = cli_error(&e);
		if (session_close(s, &e) != ST_OK)
			cli_error(&e);
		return code;
	}
	code = workstation_run(s, &wo, &e);
	if (code != EXIT_DONE && e.message[0])
		cli_error(&e);
	printf("%s\n", session_snapshot(s)->case_path);
	if (session_close(s, &e) != ST_OK)
		code = exit_worse(code, cli_error(&e));
	return cli_flush(code);
}
