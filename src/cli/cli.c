/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dispatch: the first word is a command, or a picture, folder or case for the workstation. */
#include "src/base/base.h"
#include "src/cli/command.h"

#include "src/base/suggest.h"

#include <sys/stat.h>

static const struct command workstation = {
	.name = "cottingley", .bit = FOR_WORKSTATION, .synopsis = "[CASE.cott | PICTURE... | FOLDER]", .run = cmd_workstation,
	.help = "the workstation",
};

static void help_all(FILE *out)
{
	fputs("cottingley - image provenance and forensics for the terminal\n\n"
	      "  cottingley photos/                   look at a folder in the workstation\n"
	      "  cottingley scan photos/              a triage table on standard output\n"
	      "  cottingley report -c fire.cott --format html -o fire.html\n\n"
	      "usage: cottingley [CASE.cott | PICTURE... | FOLDER]\n"
	      "       cottingley COMMAND ...\n\n",
	      out);
	for (const struct command *c = cli_commands; c->name; c++)
		fprintf(out, "  %-10s %s\n", c->name, c->help);
	fputs("\noptions of the workstation:\n", out);
	options_help(FOR_WORKSTATION, out);
	fputs("\n'cottingley COMMAND --help' tells more; so do cottingley(1) and cottingley-methods(7).\n", out);
}

static void help_command(const struct command *c, FILE *out)
{
	fprintf(out, "cottingley %s - %s\n\n", c->name, c->help);
	if (c->examples)
		fprintf(out, "%s\n", c->examples);
	fprintf(out, "usage: cottingley %s %s\n\n", c->name, c->synopsis);
	options_help(c->bit, out);
	fputs("\nexit codes:\n", out);
	for (int i = 0; i <= 130; i++)
		if (strcmp(exit_meaning((enum exit_code)i), "unknown") != 0)
			fprintf(out, "  %3d  %s\n", i, exit_meaning((enum exit_code)i));
}

static void print_version(void)
{
	puts("cottingley " PACKAGE_VERSION "\nGPL-3.0-or-later; no warranty");
}

static const struct command *find(const char *word)
{
	for (const struct command *c = cli_commands; c->name; c++)
		if (strcmp(c->name, word) == 0)
			return c;
	return NULL;
}

static const char *command_word(size_t i, void *arg)
{
	(void)arg;
	return cli_commands[i].name;
}

/* A first word that is neither a command nor anything on disk is most likely a mistyped command. */
static enum exit_code unknown_word(const char *word)
{
	const char *near = suggest_nearest(word, command_word, NULL);

	if (near)
		return cli_usage("there is no command and no file '%s'; did you mean '%s'?", word, near);
	return cli_usage("there is no command and no file '%s'; 'cottingley --help' lists the commands", word);
}

static enum exit_code run(const struct command *c, int argc, char **argv)
{
	struct error e = ERROR_INIT;
	struct cli_args a;

	if (options_parse(&a, c->bit, argc, argv, &e) != ST_OK)
		return cli_error(&e);
	if (a.help) {
		if (c == &workstation)
			help_all(stdout);
		else
			help_command(c, stdout);
		return cli_flush(EXIT_DONE);
	}
	if (a.version) {
		print_version();
		return cli_flush(EXIT_DONE);
	}
	return c->run(&a);
}

int cli_main(int argc, char **argv)
{
	const struct command *c = argc > 1 ? find(argv[1]) : NULL;
	struct stat st;

	if (c)
		return (int)run(c, argc - 1, argv + 1);
	if (argc > 1 && strcmp(argv[1], "help") == 0 && lstat("help", &st) != 0) {
		c = argc > 2 ? find(argv[2]) : NULL;
		if (c)
			help_command(c, stdout);
		else
			help_all(stdout);
		return (int)cli_flush(EXIT_DONE);
	}
	if (argc > 1 && argv[1][0] != '-' && lstat(argv[1], &st) != 0)
		return (int)unknown_word(argv[1]);
	return (int)run(&workstation, argc, argv);
}
