/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Help for the view it was called from, made from the request table; and the messages so far. */
#include "src/base/base.h"
#include "ui/ui.h"

#include "ui/prompt.h"

const char *level_meaning(enum level l)
{
	static const char *const words[] = {
		[LEVEL_NONE] = "nothing found; that says little about where a picture comes from",
		[LEVEL_NOTICE] = "worth a look; innocent causes are common",
		[LEVEL_WARNING] = "a trace that few unaltered pictures show, or two that agree",
		[LEVEL_ALERT] = "the file contradicts itself, no statistics needed; e.g. signed bytes changed",
	};

	return (unsigned)l < ARRAY_LEN(words) ? words[l] : "";
}

static void write_words(struct page *p)
{
	static const struct {
		const char *word, *means;
	} rows[] = {
		{ "checks 6/15", "6 of 15 checks that apply to this kind of file could speak" },
		{ "uncalibrated", "nobody has measured yet how often this check flags unaltered pictures: "
				  "its score ranks, it proves nothing" },
		{ "cannot speak", "the check needs something that this picture does not have" },
		{ "offline, enforced", "the system itself keeps this program from the network" },
	};

	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		page_cell(p, 3, 18, ROLE_TEXT, rows[i].word);
		page_wrap(p, 22, 22, ROLE_TEXT, rows[i].means);
	}
}

static void write_signs(struct page *p)
{
	static const struct {
		enum glyph g; enum role r; const char *word, *means;
	} rows[] = {
		{ GLYPH_ALERT, ROLE_ALERT, "alert", NULL },
		{ GLYPH_WARNING, ROLE_WARN, "warning", NULL },
		{ GLYPH_NOTICE, ROLE_NOTICE, "notice", NULL },
		{ GLYPH_BLANK, ROLE_TEXT, "nothing", NULL },
		{ GLYPH_BLANK, ROLE_TEXT, "little", "fewer than half of the checks could speak" },
		{ GLYPH_FAILED, ROLE_WARN, "failed",
		  "could not be examined; a statement about the file, not the picture" },
		{ GLYPH_CHECK, ROLE_INFO, "reviewed", "somebody recorded a verdict" },
	};

	page_head(p, "Signs");
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		page_glyph(p, 3, rows[i].g, rows[i].r);
		page_cell(p, 5, 16, rows[i].r, rows[i].word);
		page_wrap(p, 22, 22, ROLE_TEXT,
			  rows[i].means ? rows[i].means : level_meaning((enum level)(LEVEL_ALERT - i)));
	}
	write_words(p);
}

static void write_keys(struct page *p, unsigned view)
{
	char keys[64];

	for (unsigned g = 0; g < GROUP_COUNT; g++) {
		bool head = false;

		for (unsigned r = REQ_NONE + 1; r < REQ_COUNT; r++) {
			const struct request_info *info = request_info((enum ui_request)r);

			if (info->group != (enum request_group)g || !(info->views & view))
				continue;
			if (!head)
				page_head(p, request_group_title((enum request_group)g));
			head = true;
			page_cell(p, 3, 18, ROLE_KEY, request_keys((enum ui_request)r, keys));
			page_wrap(p, 22, 22, ROLE_TEXT, info->help);
		}
	}
}

static void write_commands(struct page *p)
{
	page_head(p, "Commands, after :");
	for (const struct command *c = commands; c->name; c++) {
		char text[80];

		snprintf(text, sizeof text, "%s %s", c->name, c->args);
		page_cell(p, 3, 22, ROLE_KEY, text);
		page_wrap(p, 26, 26, ROLE_TEXT, c->help);
	}
}

/* Where a level is seen first, its meaning comes first; on the other pages the keys. */
static int write_page(struct cellbuf *b, struct box box, int top, unsigned view)
{
	struct page p = page_begin(b, box, top);
	bool signs_first = view == VIEW_TRIAGE || view == VIEW_SUMMARY;

	if (signs_first)
		write_signs(&p);
	write_keys(&p, view);
	write_commands(&p);
	if (!signs_first)
		write_signs(&p);
	return p.y;
}

static void help_draw(struct ui *u, struct cellbuf *b, struct box box)
{
	unsigned view = u->in_exam ? exam_tabs[u->tab]->bit : VIEW_TRIAGE;
	struct scroll *s = ui_page_scroll(u);

	scroll_fit_page(s, write_page(NULL, box, 0, view), box.h);
	write_page(b, box, s->top, view);
	scroll_marks(s, b, box);
}

static bool cover_request(struct ui *u, enum ui_request r)
{
	if (!scroll_is_move(r))
		return false;
	scroll_page(ui_page_scroll(u), r);
	return true;
}

static const enum ui_request hints[] = { REQ_BACK, REQ_PAGE_DOWN, REQ_MOVE_DOWN, REQ_COMMAND, REQ_NONE };

const struct view_ops help_view = {
	.name = "Help", .bit = VIEW_HELP, .draw = help_draw, .request = cover_request, .hints = hints,
};

/* ===== messages ===== */

static int write_messages(struct ui *u, struct cellbuf *b, struct box box, int top)
{
	struct page p = page_begin(b, box, top);
	unsigned first = u->n_messages > MESSAGES ? u->n_messages - MESSAGES : 0;

	for (unsigned i = first; i < u->n_messages; i++) {
		const struct message *m = &u->messages[i % MESSAGES];

		page_glyph(&p, 1, level_glyph(m->level), role_of_level(m->level));
		page_wrap(&p, 3, 3, m->level >= LEVEL_WARNING ? ROLE_WARN : ROLE_TEXT, m->text);
	}
	if (u->n_messages == 0)
		page_print(&p, 1, ROLE_DIM, "nothing was said yet");
	return p.y;
}

static void messages_draw(struct ui *u, struct cellbuf *b, struct box box)
{
	struct scroll *s = ui_page_scroll(u);

	scroll_fit_page(s, write_messages(u, NULL, box, 0), box.h);
	write_messages(u, b, box, s->top);
	scroll_marks(s, b, box);
}

const struct view_ops messages_view = {
	.name = "Messages",
	.bit = VIEW_MESSAGES,
	.draw = messages_draw,
	.request = cover_request,
	.hints = hints,
};
