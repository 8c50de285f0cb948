/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "ui/prompt.h"

#include "ui/text.h"

static const struct {
	const char *label, *hint;
} prompts[] = {
	[PROMPT_NONE] = { "", "" },
	[PROMPT_COMMAND] = { ":", "enter do it   tab complete   up earlier ones   esc leave" },
	[PROMPT_FILTER] = { "filter ", "enter keep   esc clear   name, why, tags and level are searched" },
	[PROMPT_NOTE] = { "note ", "enter save   esc leave unsaved" },
	[PROMPT_TAG] = { "tag ", "enter set   -TAG takes away   esc leave" },
	[PROMPT_QUIT] = { "work is running; quit and stop it?", "y quit   n stay" },
};

void ui_prompt(struct ui *u, enum prompt_kind kind, const char *text)
{
	const struct row *r = ui_row(u);

	u->prompt = kind;
	field_set(&u->field, text);
	u->history_at = u->n_history;
	u->prompt_row = r ? r->id : 0;
	snprintf(u->prompt_subject, sizeof u->prompt_subject, "%s", r ? r->name : "");
}

static void remember(struct ui *u, const char *line)
{
	unsigned max = ARRAY_LEN(u->history);

	if (u->n_history == max) {
		memmove(u->history, u->history + 1, (max - 1) * sizeof u->history[0]);
		u->n_history--;
	}
	snprintf(u->history[u->n_history++], sizeof u->history[0], "%s", line);
}

static void set_tag(struct ui *u, const char *text)
{
	bool on = text[0] != '-';

	if (strchr(text, ',') || !text[!on])
		ui_say(u, LEVEL_WARNING, "a tag is one word without commas");
	else
		u->backend.ops->tag(u->backend.self, u->prompt_row, text + !on, on);
}

static void finish(struct ui *u)
{
	char line[FIELD_MAX];
	enum prompt_kind kind = u->prompt;
	size_t skip = strspn(u->field.text, " ");

	snprintf(line, sizeof line, "%s", u->field.text + skip);
	for (size_t len = strlen(line); len && line[len - 1] == ' ';)
		line[--len] = '\0';
	u->prompt = PROMPT_NONE;
	if (!line[0] || kind == PROMPT_FILTER)
		return;
	if (kind == PROMPT_COMMAND) {
		remember(u, line);
		ui_command(u, line);
	} else if (kind == PROMPT_NOTE)
		u->backend.ops->note(u->backend.self, u->prompt_row, line);
	else if (kind == PROMPT_TAG)
		set_tag(u, line);
}

static void give_up(struct ui *u)
{
	if (u->prompt == PROMPT_FILTER) {
		list_set_filter(&u->list, "");
		ui_refresh(u);
	} else if (u->field.len && u->prompt != PROMPT_COMMAND)
		ui_say(u, LEVEL_NONE, "left unsaved");
	u->prompt = PROMPT_NONE;
}

static void recall(struct ui *u, int step)
{
	unsigned at = u->history_at;

	if (step < 0 && at > 0)
		at--;
	else if (step > 0 && at < u->n_history)
		at++;
	u->history_at = at;
	field_set(&u->field, at < u->n_history ? u->history[at] : "");
}

static void question_key(struct ui *u, int key)
{
	if (key == 'y' || key == UI_CTRL('c')) {
		u->backend.ops->cancel_all(u->backend.self);
		u->quit = true;
	}
	u->prompt = PROMPT_NONE;
}

static void command_key(struct ui *u, int key)
{
	const char *whole;

	if (key == UI_KEY_UP || key == UI_KEY_DOWN)
		recall(u, key == UI_KEY_UP ? -1 : 1);
	else if (key == UI_KEY_TAB && (whole = command_complete(u->field.text)) != NULL) {
		field_set(&u->field, whole);
		field_key(&u->field, ' ');
	} else if (key == UI_KEY_BACKSPACE && u->field.len == 0)
		u->prompt = PROMPT_NONE;
	else
		field_key(&u->field, key);
}

static void filter_key(struct ui *u, int key)
{
	if (key == UI_KEY_UP || key == UI_KEY_DOWN) {
		triage_view.request(u, key == UI_KEY_UP ? REQ_MOVE_UP : REQ_MOVE_DOWN);
		return;
	}
	if (!field_key(&u->field, key))
		return;
	list_set_filter(&u->list, u->field.text);
	ui_refresh(u);
}

void prompt_key(struct ui *u, int key)
{
	if (u->prompt == PROMPT_QUIT)
		question_key(u, key);
	else if (key == UI_KEY_ENTER)
		finish(u);
	else if (key == UI_KEY_ESC || key == UI_CTRL('c'))
		give_up(u);
	else if (u->prompt == PROMPT_COMMAND)
		command_key(u, key);
	else if (u->prompt == PROMPT_FILTER)
		filter_key(u, key);
	else
		field_key(&u->field, key);
}

/* What becomes of the work: a picture without a label has not reached the case. */
static const char *quit_words(const struct snapshot *s, char *out, size_t len)
{
	size_t out_of_case = 0;

	for (size_t i = 0; i < s->n_rows; i++)
		out_of_case += s->rows[i].state < ROW_DONE && !s->rows[i].label[0];
	if (out_of_case)
		snprintf(out, len, "%zu not in the case yet: give %s again later", out_of_case,
			 out_of_case == 1 ? "it" : "them");
	else
		snprintf(out, len, "it resumes with the case");
	return out;
}

void prompt_draw(struct ui *u, struct cellbuf *b, int y)
{
	int x = 1;

	cellbuf_fill(b, (struct box){ 0, y, b->width, 2 }, ROLE_TEXT);
	x += cellbuf_text(b, x, y, b->width - 2, u->prompt == PROMPT_QUIT ? ROLE_WARN : ROLE_TITLE,
			  prompts[u->prompt].label);
	if (u->prompt == PROMPT_NOTE || u->prompt == PROMPT_TAG)
		x += cellbuf_print(b, x, y, b->width / 3, ROLE_DIM, "on %s", u->prompt_subject) + 1;
	if (u->prompt == PROMPT_QUIT) {
		char words[80];

		cellbuf_text(b, x + 1, y, b->width - x - 2, ROLE_WARN,
			     quit_words(u->snap, words, sizeof words));
	} else
		field_draw(&u->field, b, x, y, b->width - x - 1, true);
	cellbuf_text(b, 1, y + 1, b->width - 2, ROLE_HINT, prompts[u->prompt].hint);
}
