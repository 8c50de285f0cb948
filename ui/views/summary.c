/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Page 1: the level and its reasons, every check in a line, what could not speak, what would
 * change this. */
#include "src/base/base.h"
#include "src/base/error_rate.h"
#include "ui/views/provenance.h"

#include <math.h>

static void level_lines(struct page *p, const struct examination *x)
{
	page_glyph(p, 1, level_glyph(x->level), role_of_level(x->level));
	page_cell(p, 3, p->box.w, x->level ? role_of_level(x->level) : ROLE_TITLE, level_words(x));
	page_next(p);
	if (x->level)
		page_print(p, 3, ROLE_DIM, "%s", level_meaning(x->level));
	for (uint32_t i = 0; i < x->n_why; i++) {
		page_glyph(p, 3, GLYPH_BULLET, ROLE_DIM);
		page_wrap(p, 5, 5, ROLE_TEXT, x->why[i]);
	}
	if (x->n_why == 0)
		page_print(p, 3, ROLE_DIM,
			   "no rule fired; that says little about where a picture comes from");
}

static void coverage_lines(struct page *p, const struct examination *x)
{
	char chance[80] = "";

	if (!isnan(x->chance_flags))
		snprintf(chance, sizeof chance, "; flags expected by chance on an unaltered picture: %.2g",
			 x->chance_flags);
	page_print(p, 1, ROLE_TEXT, "%u of %u checks could speak%s", x->spoke, x->spoke + x->silent, chance);
	for (uint32_t i = 0; i < x->n_reasons; i++)
		page_print(p, 3, ROLE_DIM, "%u could not: %s", x->reasons[i].count,
			   x->reasons[i].reason ? x->reasons[i].reason : "");
}

static const char *status_words(const struct result *r)
{
	switch (r->status) {
	case RESULT_DONE: return level_word(r->level);
	case RESULT_NOT_APPLICABLE: return "cannot speak";
	case RESULT_FAILED: return "failed";
	default: return "stopped";
	}
}

static void rate_line(const struct result *r, char *out, size_t len)
{
	struct str words;

	str_init(&words, 2048);
	rate_words(&words, &r->error_rate);
	snprintf(out, len, "score %.2f; %s", r->score, words.data);
	str_release(&words);
}

/* The rate belongs beside the score: a score alone tempts to read it as a probability. */
static void score_words(const struct result *r, char *out, size_t len)
{
	const struct error_rate *e = &r->error_rate;

	if (r->status != RESULT_DONE)
		snprintf(out, len, "%s", r->reason ? r->reason : "");
	else if (!r->has_score)
		snprintf(out, len, "%u finding%s", r->n_findings, r->n_findings == 1 ? "" : "s");
	else if (!e->calibrated)
		snprintf(out, len, "score %.2f, uncalibrated", r->score);
	else
		rate_line(r, out, len);
}

static void check_line(struct page *p, const struct result *r)
{
	bool done = r->status == RESULT_DONE;
	enum role role = done ? role_of_level(r->level) : ROLE_DIM;
	char text[640];

	page_cell(p, 3, 16, ROLE_TEXT, r->check ? r->check : "");
	if (done)
		page_glyph(p, 20, level_glyph(r->level), role);
	page_cell(p, 22, 13, r->status == RESULT_FAILED ? ROLE_WARN : role, status_words(r));
	score_words(r, text, sizeof text);
	page_wrap(p, 36, 36, done ? ROLE_TEXT : ROLE_DIM, text);
}

/* Said once, below the table. */
static void calibration_line(struct page *p, const struct examination *x)
{
	for (uint32_t i = 0; i < x->n_results; i++)
		if (x->results[i].has_score && !x->results[i].error_rate.calibrated) {
			page_print(
				p, 3, ROLE_DIM,
				"uncalibrated: nobody has measured yet how often this check flags "
				"unaltered pictures like this one; its score ranks, it proves nothing");
			return;
		}
}

/* calibration_line() says it, once for all checks. */
static bool is_said(const char *limit)
{
	return strcmp(limit, RATE_UNCALIBRATED) == 0;
}

static void limit_lines(struct page *p, const struct examination *x)
{
	bool head = false;

	for (uint32_t i = 0; i < x->n_results; i++)
		for (uint32_t k = 0; k < x->results[i].n_limits; k++) {
			if (is_said(x->results[i].limits[k]))
				continue;
			if (!head)
				page_head(p, "What these results cannot mean");
			head = true;
			page_print(p, 3, ROLE_DIM, "%s: %s", x->results[i].check, x->results[i].limits[k]);
		}
}

/* What other pictures of the case say about this one; it does not change its level. */
static void together_lines(struct page *p, const struct row *r)
{
	char line[1024];

	if (!r || !r->together)
		return;
	page_head(p, "In this case");
	for (const char *at = r->together; *at;) {
		size_t len = strcspn(at, "\n");

		snprintf(line, sizeof line, "%.*s", (int)(len < sizeof line ? len : sizeof line - 1), at);
		page_glyph(p, 3, GLYPH_BULLET, ROLE_DIM);
		page_wrap(p, 5, 5, ROLE_TEXT, line);
		at += len + (at[len] == '\n');
	}
}

static void file_lines(struct page *p, const struct examination *x)
{
	char hex[2 * SHA256_LEN + 1], size[48];

	for (int i = 0; i < SHA256_LEN; i++)
		snprintf(hex + (size_t)i * 2, 3, "%02x", x->digests.sha256[i]);
	page_head(p, "File");
	snprintf(size, sizeof size, ", %u x %u pixels", x->width, x->height);
	page_print(p, 3, ROLE_TEXT, "%s%s, %llu bytes",
		   x->format       ? x->format
		   : x->media_type ? x->media_type
				   : "unknown",
		   x->width ? size : "", (unsigned long long)x->size);
	page_print(p, 3, ROLE_TEXT, "sha256 %s", hex);
	if (x->path)
		page_print(p, 3, ROLE_TEXT, "path   %s", x->path);
	if (x->link_target)
		page_print(p, 3, ROLE_TEXT, "link to %s", x->link_target);
	page_print(p, 3, x->sandbox == SANDBOX_ENFORCED ? ROLE_DIM : ROLE_WARN, "sandbox %s%s%s",
		   sandbox_name(x->sandbox), x->sandbox_note && *x->sandbox_note ? ": " : "",
		   x->sandbox_note ? x->sandbox_note : "");
}

static void failure_lines(struct page *p, const struct examination *x)
{
	char text[480];

	page_glyph(p, 1, GLYPH_FAILED, ROLE_WARN);
	page_cell(p, 3, p->box.w, ROLE_WARN, "could not be examined");
	page_next(p);
	page_print(p, 3, ROLE_TEXT, "%s: %s", status_name(x->status), err_text(&x->error, text, sizeof text));
	page_print(p, 3, ROLE_DIM,
		   "this is a statement about the file and this program, not about the picture");
}

static void provenance_lines(struct page *p, const struct examination *x)
{
	const struct value *details = exam_credentials(x);

	if (!details)
		return;
	page_head(p, "Provenance");
	write_answers(p, 3, details);
}

static int write_page(struct cellbuf *b, struct box box, int top, const struct row *r,
		      const struct examination *x)
{
	struct page p = page_begin(b, box, top);

	if (x->status != ST_OK)
		failure_lines(&p, x);
	else {
		level_lines(&p, x);
		page_next(&p);
		coverage_lines(&p, x);
	}
	provenance_lines(&p, x);
	together_lines(&p, r);
	if (x->n_results)
		page_head(&p, "Checks");
	for (uint32_t i = 0; i < x->n_results; i++)
		check_line(&p, &x->results[i]);
	calibration_line(&p, x);
	if (x->status == ST_OK) {
		page_head(&p, "What would change this");
		page_print(
			&p, 3, ROLE_TEXT,
			"the original file as the camera wrote it; a second picture of the scene; "
			   "who sent it and how");
	}
	limit_lines(&p, x);
	file_lines(&p, x);
	return p.y;
}

static void summary_draw(struct ui *u, struct cellbuf *b, struct box box)
{
	const struct examination *x = ui_exam(u);
	struct scroll *s = ui_page_scroll(u);

	if (!x) {
		ui_draw_absent(u, b, box);
		return;
	}
	scroll_fit_page(s, write_page(NULL, box, 0, ui_row(u), x), box.h);
	write_page(b, box, s->top, ui_row(u), x);
	scroll_marks(s, b, box);
}

static bool summary_request(struct ui *u, enum ui_request r)
{
	if (scroll_is_move(r))
		scroll_page(ui_page_scroll(u), r);
	else if (r == REQ_OPEN)
		ui_set_tab(u, 2);
	else
		return false;
	return true;
}

static const enum ui_request hints[] = {
	REQ_OPEN, REQ_NEXT_TAB, REQ_PICTURE, REQ_VERDICT, REQ_NOTE, REQ_TAG, REQ_HELP, REQ_BACK, REQ_NONE
};

const struct view_ops summary_view = {
	.name = "Summary",
	.bit = VIEW_SUMMARY,
	.draw = summary_draw,
	.request = summary_request,
	.hints = hints,
};
