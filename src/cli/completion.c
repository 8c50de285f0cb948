/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Completions, printed from the tables of commands, options and checks: they cannot fall behind the program. */
#include "src/base/base.h"
#include "src/cli/command.h"

#include "analyzers/analyzer.h"
#include "src/cli/extract_parts.h"

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

static void put_verbs(void)
{
	for (size_t i = 0; case_verb_word(i, NULL); i++)
		put_word(case_verb_word(i, NULL));
}

/* Verbs, and what may follow add. */
static void put_trust(void)
{
	for (size_t i = 0; trust_verb_word(i, NULL); i++)
		put_word(trust_verb_word(i, NULL));
	for (size_t i = 0; trust_kind_word(i, NULL); i++)
		put_word(trust_kind_word(i, NULL));
}

static void put_kinds(void)
{
	for (size_t i = 0; part_kind(i, NULL); i++)
		put_word(part_kind(i, NULL));
}

/* The values of an option of these commands, or of all when commands is FOR_ALL. */
static const struct option_values {
	const char *name;
	unsigned commands;
	const char *words; /* NULL: what put prints */
	void (*put)(void);
	bool list; /* several, with commas */
} option_values[] = {
	{ "checks", FOR_ALL, NULL, put_checks, true },
	{ "profile", FOR_ALL, "quick full", NULL, false },
	{ "color", FOR_ALL, "auto always never", NULL, false },
	{ "fail-on", FOR_ALL, "notice warning alert", NULL, false },
	{ "what", FOR_ALL, NULL, put_kinds, false },
	{ "format", FOR_SCAN, "table json ndjson cbor", NULL, false },
	{ "format", FOR_VERIFY, "table json ndjson", NULL, false },
	{ "format", FOR_COMPARE | FOR_CASE | FOR_TRUST, "table json", NULL, false },
	{ "format", FOR_REPORT, "html json", NULL, false },
};

static const struct option_values *values_of(const char *name, unsigned command)
{
	for (size_t i = 0; i < ARRAY_LEN(option_values); i++)
		if (strcmp(option_values[i].name, name) == 0 && (option_values[i].commands & command))
			return &option_values[i];
	return NULL;
}

static void put_values(const struct option_values *v)
{
	if (v->put)
		v->put();
	else
		fputs(v->words, stdout);
}

/* Does the value name a file or a folder? value: the word that --help shows. */
static bool names_file(const char *value)
{
	static const char *const words[] = { "FILE", "DIR", "PATH", "CASE" };

	for (size_t i = 0; i < ARRAY_LEN(words); i++)
		if (strcmp(words[i], value) == 0)
			return true;
	return false;
}

/* The words that may follow a command itself. */
static bool put_operands(unsigned command)
{
	switch (command) {
	case FOR_CHECKS: put_checks(); return true;
	case FOR_CASE: put_verbs(); return true;
	case FOR_TRUST: put_trust(); return true;
	case FOR_COMPLETION: fputs("bash zsh fish", stdout); return true;
	default: return false;
	}
}

/* ---- bash ---- */

static void bash_values(void)
{
	for (size_t i = 0; i < ARRAY_LEN(option_values); i++) {
		const struct option_values *v = &option_values[i];

		if (v->commands != FOR_ALL)
			continue;
		printf("\t--%s) COMPREPLY=($(compgen -W '", v->name);
		put_values(v);
		fputs("' -- \"$cur\")); return ;;\n", stdout);
	}
	fputs("\t--format|-f)\n\t\tcase ${COMP_WORDS[1]} in\n", stdout);
	for (const struct command *c = cli_commands; c->name; c++)
		if (values_of("format", c->bit))
			printf("\t\t%s) words='%s' ;;\n", c->name, values_of("format", c->bit)->words);
	fputs("\t\tesac\n\t\tCOMPREPLY=($(compgen -W \"$words\" -- \"$cur\")); return ;;\n", stdout);
}

static void bash(void)
{
	fputs("# bash completion of cottingley\n_cottingley()\n{\n"
	      "\tlocal cur=${COMP_WORDS[COMP_CWORD]} prev= words= i\n"
	      "\t[ \"$COMP_CWORD\" -gt 0 ] && prev=${COMP_WORDS[COMP_CWORD-1]}\n\tCOMPREPLY=()\n"
	      "\tcase $prev in\n", stdout);
	bash_values();
	fputs("\t--case|-c)\n\t\twhile IFS= read -r i; do COMPREPLY+=(\"$i\"); done < "
	      "<(compgen -f -X '!*.cott' -- \"$cur\"; compgen -d -- \"$cur\")\n\t\treturn ;;\n"
	      "\tesac\n\tcase ${COMP_WORDS[1]} in\n", stdout);
	for (const struct command *c = cli_commands; c->name; c++) {
		printf("\t%s) words='", c->name);
		options_each(c->bit, put_long, NULL);
		fputs("'\n\t\t[ \"$COMP_CWORD\" -eq 2 ] && words=\"$words ", stdout);
		put_operands(c->bit);
		fputs("\" ;;\n", stdout);
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

/* ---- zsh ---- */

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

/* What completes the value: zshcompsys(1), _arguments. */
static void zsh_action(const char *name, const char *value, unsigned command)
{
	const struct option_values *v = values_of(name, command);

	putchar(':');
	put_quoted(value, true);
	putchar(':');
	if (v) {
		fputs(v->list ? "_values -s , value " : "(", stdout);
		put_values(v);
		fputs(v->list ? "" : ")", stdout);
	} else {
		fputs(strcmp(name, "case") == 0 ? "_files -g \"*.cott\"" : names_file(value) ? "_files" : " ", stdout);
	}
}

/* arg: the bit of the command. All may be repeated: for the program the last one counts, or all. */
static void zsh_option(void *arg, const char *name, char letter, const char *value, const char *help)
{
	for (int i = 0; i < (letter ? 2 : 1); i++) {
		if (i)
			printf("\t\t'*-%c[", letter);
		else
			printf("\t\t'*--%s[", name);
		put_quoted(help, true);
		putchar(']');
		if (value)
			zsh_action(name, value, *(unsigned *)arg);
		fputs("' \\\n", stdout);
	}
}

static void zsh_command(const char *pattern, unsigned bit)
{
	printf("\t%s)\n\t\t_arguments \\\n", pattern);
	options_each(bit, zsh_option, &bit);
	if (bit == FOR_CHECKS || bit == FOR_CASE || bit == FOR_COMPLETION) {
		fputs("\t\t'1:word:(", stdout);
		put_operands(bit);
		fputs(")' \\\n", stdout);
	}
	fputs("\t\t'*:file:_files'\n\t\t;;\n", stdout);
}

static void zsh(void)
{
	fputs("#compdef cottingley\n_cottingley()\n{\n\tlocal -a commands\n\tcommands=(", stdout);
	put_commands();
	fputs(")\n\tif (( CURRENT == 2 )) && [[ $words[2] != -* ]]; then\n\t\tcompadd -a commands\n\t\t_files\n"
	      "\t\treturn\n\tfi\n"
	      "\tif (( $commands[(Ie)$words[2]] )); then\n\t\tshift words\n\t\t(( CURRENT-- ))\n\telse\n"
	      "\t\twords[1]=workstation\n\tfi\n\tcase $words[1] in\n", stdout);
	for (const struct command *c = cli_commands; c->name; c++)
		zsh_command(c->name, c->bit);
	zsh_command("*", FOR_WORKSTATION);
	fputs("\tesac\n}\n_cottingley \"$@\"\n", stdout);
}

/* ---- fish ---- */

struct fish_command {
	const char *condition;
	unsigned bit;
};

static void fish_option(void *arg, const char *name, char letter, const char *value, const char *help)
{
	const struct fish_command *f = arg;
	const struct option_values *v = values_of(name, f->bit);

	printf("complete -c cottingley -n '%s' -l %s", f->condition, name);
	if (letter)
		printf(" -s %c", letter);
	if (value)
		fputs(names_file(value) ? " -r -F" : " -x", stdout);
	if (value && v) {
		fputs(" -a '", stdout);
		put_values(v);
		fputs("'", stdout);
	}
	fputs(" -d '", stdout);
	put_quoted(help, false);
	fputs("'\n", stdout);
}

static void fish(void)
{
	char condition[64];

	fputs("function __cottingley_workstation\n\tnot __fish_seen_subcommand_from ", stdout);
	put_commands();
	fputs("\nend\n", stdout);
	options_each(FOR_WORKSTATION, fish_option,
		     &(struct fish_command){ "__cottingley_workstation", FOR_WORKSTATION });
	for (const struct command *c = cli_commands; c->name; c++) {
		printf("complete -c cottingley -n __fish_use_subcommand -a %s -d '", c->name);
		put_quoted(c->help, false);
		fputs("'\n", stdout);
		snprintf(condition, sizeof condition, "__fish_seen_subcommand_from %s", c->name);
		options_each(c->bit, fish_option, &(struct fish_command){ condition, c->bit });
		if (c->bit != FOR_CHECKS && c->bit != FOR_CASE && c->bit != FOR_COMPLETION)
			continue;
		printf("complete -c cottingley -n '%s' %s-a '", condition, c->bit == FOR_CASE ? "" : "-f ");
		put_operands(c->bit);
		fputs("'\n", stdout);
	}
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
