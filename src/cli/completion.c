/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completions, printed from the tables of commands, options and checks: they cannot fall behind the program. */
#include "src/base/base.h"
#include "src/cli/command.h"

#include "analyzers/analyzer.h"

static void put_word(const char *word)
{
	printf("%s ", word);
}

static void put_long(void *arg, const char *name, char letter, const char *value, const char *help)
{
	(void)arg;
	(void)value;
	(void)help;
	printf("--%s ", name);
	if (letter)
		printf("-%c ", letter);
}

static void put_commands(void)
{
	for (const struct command *c = cli_commands; c->name; c++)
		put_word(c->name);
}

static void put_checks(void)
{
	for (size_t i = 0; analyzers[i]; i++)
		put_word(analyzers[i]->id);
}

static void bash(void)
{
	fputs("# bash completion of cottingley\n_cottingley()\n{\n"
	      "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev= words= i\n"
	      "\t[ \"$COMP_CWORD\" -gt 0 ] && prev=${COMP_WORDS[COMP_CWORD-1]}\n\tCOMPREPLY=()\n"
	      "\tcase $prev in\n\t--checks) COMPREPLY=($(compgen -W '", stdout);
	put_checks();
	fputs("' -- \"$cur\")); return ;;\n"
	      "\t--profile) COMPREPLY=($(compgen -W 'quick full' -- \"$cur\")); return ;;\n"
	      "\t--color) COMPREPLY=($(compgen -W 'auto always never' -- \"$cur\")); return ;;\n"
	      "\t--fail-on) COMPREPLY=($(compgen -W 'notice warning alert' -- \"$cur\")); return ;;\n"
	      "\t--format|-f)\n\t\tcase ${COMP_WORDS[1]} in\n\t\tscan) words='table json ndjson cbor' ;;\n"
	      "\t\tcompare) words='table json' ;;\n\t\treport) words='html json' ;;\n\t\tesac\n"
	      "\t\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\")); return ;;\n"
	      "\t--case|-c)\n\t\twhile IFS= read -r i; do COMPREPLY+=(\"$i\"); done < "
	      "<(compgen -f -X '!*.cott' -- \"$cur\"; compgen -d -- \"$cur\")\n\t\treturn ;;\n"
	      "\tesac\n\tcase ${COMP_WORDS[1]} in\n", stdout);
	for (const struct command *c = cli_commands; c->name; c++) {
		printf("\t%s) words='", c->name);
		options_each(c->bit, put_long, NULL);
		if (c->bit == FOR_CHECKS)
			put_checks();
		fputs("' ;;\n", stdout);
	}
	fputs("\t*) words='", stdout);
	options_each(FOR_WORKSTATION, put_long, NULL);
	fputs("' ;;\n\tesac\n\t[ \"$COMP_CWORD\" -eq 1 ] && words=\"$words ", stdout);
	put_commands();
	fputs("\"\n\tcase $cur in\n\t-*) COMPREPLY=($(compgen -W \"$words\" -- \"$cur\")) ;;\n"
	      "\t*)\n\t\twords=$(printf '%s\\n' $words | grep -v '^-')\n"
	      "\t\twhile IFS= read -r i; do COMPREPLY+=(\"$i\"); done < <(compgen -W \"$words\" -- \"$cur\"; "
	      "compgen -f -- \"$cur\") ;;\n"
	      "\tesac\n}\ncomplete -o filenames -F _cottingley cottingley\n", stdout);
}

/* In single quotes, as zsh and fish read them. */
static void put_quoted(const char *s, bool zsh)
{
	for (; *s; s++) {
		if (*s == '\'')
			fputs(zsh ? "'\\''" : "\\'", stdout);
		else if (zsh && (*s == '[' || *s == ']' || *s == ':' || *s == '\\'))
			printf("\\%c", *s);
		else
			putchar(*s);
	}
}

static void zsh_option(void *arg, const char *name, char letter, const char *value, const char *help)
{
	(void)arg;
	(void)letter;
	printf("\t\t'--%s[", name);
	put_quoted(help, true);
	putchar(']');
	if (value) {
		fputs(":", stdout);
		put_quoted(value, true);
		fputs(strcmp(name, "case") == 0 ? ":_files -g \"*.cott\"" : ":_files", stdout);
	}
	fputs("' \\\n", stdout);
}

static void zsh(void)
{
	fputs("#compdef cottingley\n_cottingley()\n{\n\tlocal -a commands\n\tcommands=(", stdout);
	put_commands();
	fputs(")\n\tif (( CURRENT == 2 )); then\n\t\tcompadd -a commands\n\t\t_files\n\t\treturn\n\tfi\n"
	      "\tcase ${words[2]} in\n", stdout);
	for (const struct command *c = cli_commands; c->name; c++) {
		printf("\t%s)\n\t\t_arguments \\\n", c->name);
		options_each(c->bit, zsh_option, NULL);
		fputs("\t\t'*:file:_files'\n\t\t;;\n", stdout);
	}
	fputs("\t*) _files ;;\n\tesac\n}\n_cottingley \"$@\"\n", stdout);
}

static void fish_option(void *arg, const char *name, char letter, const char *value, const char *help)
{
	printf("complete -c cottingley -n '__fish_seen_subcommand_from %s' -l %s", (const char *)arg, name);
	if (letter)
		printf(" -s %c", letter);
	fputs(value ? " -r -d '" : " -d '", stdout);
	put_quoted(help, false);
	fputs("'\n", stdout);
}

static void fish(void)
{
	for (const struct command *c = cli_commands; c->name; c++) {
		printf("complete -c cottingley -n __fish_use_subcommand -a %s -d '", c->name);
		put_quoted(c->help, false);
		fputs("'\n", stdout);
		options_each(c->bit, fish_option, (void *)c->name);
	}
	fputs("complete -c cottingley -n '__fish_seen_subcommand_from scan' -l checks -r -a '", stdout);
	put_checks();
	fputs("'\n", stdout);
}

enum exit_code cmd_completion(const struct cli_args *a)
{
	const char *shell = a->n_words == 1 ? a->words[0] : "";

	if (strcmp(shell, "bash") == 0)
		bash();
	else if (strcmp(shell, "zsh") == 0)
		zsh();
	else if (strcmp(shell, "fish") == 0)
		fish();
	else
		return cli_usage("completion wants the name of a shell: bash, zsh or fish");
	return cli_flush(EXIT_DONE);
}
