/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be typed after ':'. */
#include "src/base/base.h"
#include "ui/prompt.h"

#include "src/base/suggest.h"

static void run_quit(struct ui *u, char *args)
{
	(void)args;
	ui_request(u, REQ_QUIT);
}

static void run_help(struct ui *u, char *args)
{
	(void)args;
	ui_request(u, REQ_HELP);
}

static void run_messages(struct ui *u, char *args)
{
	(void)args;
	ui_show_messages(u);
}

static const char *format_word(size_t i, void *arg)
{
	const struct ui *u = arg;

	return u->backend.formats[i];
}

static bool known_format(const struct ui *u, const char *name)
{
	for (size_t i = 0; u->backend.formats[i]; i++)
		if (strcmp(u->backend.formats[i], name) == 0)
			return true;
	return false;
}

static void run_export(struct ui *u, char *args)
{
	size_t len = strcspn(args, " ");
	const char *path = args + len + strspn(args + len, " "), *near;

	if (!*args) {
		ui_request(u, REQ_EXPORT);
		return;
	}
	args[len] = '\0';
	if (known_format(u, args)) {
		u->backend.ops->export(u->backend.self, args, *path ? path : NULL);
		return;
	}
	near = suggest_nearest(args, format_word, u);
	ui_say(u, LEVEL_WARNING, "unknown format '%s'; %s '%s'", args, near ? "did you mean" : "try",
	       near ? near : u->backend.formats[0]);
}

static const char *sort_word(size_t i, void *arg)
{
	(void)arg;
	return i < SORT_COUNT ? sort_name((enum sort_key)i) : NULL;
}

static void run_sort(struct ui *u, char *args)
{
	enum sort_key k = sort_from_name(args);
	const char *near;

	if (!*args) {
		ui_say(u, LEVEL_NONE, "sorted by %s; sort KEY: level, name, taken, checks, order",
		       sort_name(u->list.sort));
		return;
	}
	if (k == SORT_COUNT) {
		near = suggest_nearest(args, sort_word, NULL);
		ui_say(u, LEVEL_WARNING, "cannot sort by '%s'; %s", args,
		       near ? near : "level, name, taken, checks, order");
		return;
	}
	list_set_sort(&u->list, k);
	ui_refresh(u);
	ui_say(u, LEVEL_NONE, "sorted by %s", sort_name(k));
}

static void run_filter(struct ui *u, char *args)
{
	list_set_filter(&u->list, args);
	ui_refresh(u);
}

static void run_note(struct ui *u, char *args)
{
	const struct row *r = ui_row(u);

	if (!*args || !r || u->snap->read_only)
		ui_request(u, REQ_NOTE);
	else
		u->backend.ops->note(u->backend.self, r->id, args);
}

static void run_tag(struct ui *u, char *args)
{
	const struct row *r = ui_row(u);

	if (!*args || !r || u->snap->read_only)
		ui_request(u, REQ_TAG);
	else
		u->backend.ops->tag(u->backend.self, r->id, args + (*args == '-'), *args != '-');
}

static void run_stop(struct ui *u, char *args)
{
	(void)args;
	ui_request(u, REQ_CANCEL_ALL);
}

const struct command commands[] = {
	{ "export", "FORMAT [PATH]", "write a report of the case", run_export },
	{ "filter", "WORDS", "show only rows with these words; none: all", run_filter },
	{ "help", "", "keys, signs and commands", run_help },
	{ "messages", "", "what was said so far", run_messages },
	{ "note", "TEXT", "write a note about the selected picture", run_note },
	{ "quit", "", "leave", run_quit },
	{ "sort", "KEY", "level, name, taken, checks, order", run_sort },
	{ "stop", "", "stop all work", run_stop },
	{ "tag", "TAG", "tag the selected picture; -TAG takes it away", run_tag },
	{ NULL, NULL, NULL, NULL },
};

static const char *command_word(size_t i, void *arg)
{
	(void)arg;
	return commands[i].name;
}

const char *command_complete(const char *typed)
{
	const char *found = NULL;

	for (const struct command *c = commands; c->name; c++) {
		if (strncmp(c->name, typed, strlen(typed)) != 0)
			continue;
		if (found)
			return NULL;
		found = c->name;
	}
	return found;
}

void ui_command(struct ui *u, const char *line)
{
	char text[FIELD_MAX], *args;
	const char *name, *near;

	snprintf(text, sizeof text, "%s", line);
	args = text + strcspn(text, " ");
	if (*args)
		*args++ = '\0';
	args += strspn(args, " ");
	name = strcmp(text, "q") == 0 ? "quit" : command_complete(text);
	for (const struct command *c = commands; name && c->name; c++)
		if (strcmp(c->name, name) == 0) {
			c->run(u, args);
			return;
		}
	near = suggest_nearest(text, command_word, NULL);
	if (near)
		ui_say(u, LEVEL_WARNING, "unknown command '%s'; did you mean '%s'?", text, near);
	else
		ui_say(u, LEVEL_WARNING, "unknown command '%s'; ? shows all", text);
}
