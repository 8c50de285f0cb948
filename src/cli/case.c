/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/cli/case_verbs.h"

#include "src/base/suggest.h"
#include "src/base/utf8.h"

#include <pwd.h>
#include <unistd.h>

static const struct case_verb verbs[] = {
	{ "new", "FILE [--title TEXT]", "make an empty case", STORE_CREATE, 0, 0, case_new },
	{ "add", "FILE PATH... [--reference]", "take pictures in, without examining them", STORE_WRITE, 1, SIZE_MAX, case_add },
	{ "info", "FILE", "what the case holds, and the head of its audit chain", STORE_READ, 0, 0, case_info_verb },
	{ "list", "FILE", "the exhibits", STORE_READ, 0, 0, case_list },
	{ "show", "FILE EXHIBIT", "one exhibit with results, notes and verdicts", STORE_READ, 1, 1, case_show },
	{ "note", "FILE EXHIBIT|- TEXT", "write a note (- for the case itself)", STORE_WRITE, 2, 2, case_note },
	{ "tag", "FILE EXHIBIT TAG", "put a tag on, or take it off with --remove", STORE_WRITE, 2, 2, case_tag },
	{ "verdict", "FILE EXHIBIT --h1 TEXT --h2 TEXT --level N", "record a verdict", STORE_WRITE, 1, 1, case_verdict },
	{ "duplicates", "FILE [--format table|json]", "pictures that show the same, as trees", STORE_READ, 0, 0,
	  case_duplicates_verb },
	{ "check", "FILE [--format table|json]", "what the pictures say together", STORE_READ, 0, 0, case_check_verb },
	{ "verify", "FILE [--head HEAD]", "check the database, the audit chain and every stored picture", STORE_READ, 0, 0, case_verify_verb },
};

const char *case_verb_word(size_t i, void *unused)
{
	(void)unused;
	return i < ARRAY_LEN(verbs) ? verbs[i].name : NULL;
}

static const struct case_verb *find(const char *name)
{
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		if (strcmp(verbs[i].name, name) == 0)
			return &verbs[i];
	return NULL;
}

static enum exit_code list_verbs(void)
{
	fputs("cottingley: case wants a verb and a case file\n\n", stderr);
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		fprintf(stderr, "  case %-10s %-44s %s\n", verbs[i].name, verbs[i].synopsis, verbs[i].help);
	return EXIT_USAGE;
}

static void name_author(struct case_call *c)
{
	struct passwd *pw = getpwuid(getuid());
	const char *name = c->args->author ? c->args->author : pw ? pw->pw_name : "unknown";

	utf8_sanitise(c->author, sizeof c->author, name, strlen(name));
}

static enum exit_code run(const struct case_verb *v, struct case_call *c)
{
	struct error e = ERROR_INIT;
	enum status st = store_open(c->path, v->mode, &c->store, &e);

	if (st != ST_OK)
		return cli_error(&e);
	if (store_notice(c->store)[0])
		fprintf(stderr, "cottingley: %s\n", store_notice(c->store));
	name_author(c);
	st = store_set_actor(c->store, c->author, &e);
	if (st == ST_OK)
		st = v->run(c, &e);
	if (st != ST_OK)
		c->code = exit_worse(c->code, cli_error(&e));
	if (c->store && store_close(c->store, &e) != ST_OK)
		c->code = exit_worse(c->code, cli_error(&e));
	return cli_flush(c->code);
}

enum exit_code cmd_case(const struct cli_args *a)
{
	struct case_call c = { .args = a };
	const struct case_verb *v;
	const char *near;

	if (a->n_words == 0)
		return list_verbs();
	v = find(a->words[0]);
	if (!v) {
		near = suggest_nearest(a->words[0], case_verb_word, NULL);
		return near ? cli_usage("unknown verb '%s'; did you mean 'case %s'?", a->words[0], near) : list_verbs();
	}
	if (a->n_words < 2)
		return cli_usage("case %s wants a case file: case %s %s", v->name, v->name, v->synopsis);
	c.path = a->words[1];
	c.words = a->words + 2;
	c.n_words = a->n_words - 2;
	if (c.n_words < v->least || c.n_words > v->most)
		return cli_usage("usage: cottingley case %s %s", v->name, v->synopsis);
	return run(v, &c);
}
