/* SPDX-License-Identifier: GPL-3.0-or-later */
/* html_front.c: the first page: question, answer, and what this does not say, in plain words. */
#include "src/base/base.h"
#include "src/report/html.h"

enum { ANSWERS_MAX = 6, REASONS_MAX = 3, GLANCE_MAX = 14, WEIGHTS = 6 };

static void reasons(struct str *o, const struct examination *x)
{
	if (!x || !x->n_why)
		return;
	str_puts(o, "<p class=\"lead\">What the checks found:</p><ul>");
	for (uint32_t i = 0; i < x->n_why && i < REASONS_MAX; i++)
		html_printf(o, "<li>%s</li>", x->why[i]);
	str_puts(o, "</ul>");
}

static void answer(struct str *o, const struct report_exhibit *x, const struct report_verdict *v)
{
	html_printf(o, "<div class=\"answer\"><p class=\"q\"><span class=\"tag\">Exhibit %s</span> %s</p>",
		    x->label,
		    v->question && v->question[0] ? v->question
						  : "Which of the two propositions does the examination "
						    "support?");
	if (v->not_suitable)
		str_puts(o, "<p class=\"a\">Not suitable: this picture cannot answer the question.</p>");
	else
		html_printf(o, "<p class=\"a\">%c%s.</p>", report_support_words(v->level)[0] - 'a' + 'A',
			    report_support_words(v->level) + 1);
	html_printf(o, "<dl class=\"props\"><dt>H1</dt><dd>%s</dd><dt>H2</dt><dd>%s</dd></dl>", v->h1, v->h2);
	reasons(o, x->exam);
	html_printf(o, "<p class=\"small\">Judged by %s, ", v->author);
	html_time(o, v->at);
	str_puts(o, ".</p></div>");
}

static size_t answers(struct str *o, const struct report_case *c)
{
	size_t judged = 0;

	for (size_t i = 0; i < c->n_exhibits; i++) {
		const struct report_verdict *v = report_current_verdict(&c->exhibits[i]);

		if (v && ++judged <= ANSWERS_MAX)
			answer(o, &c->exhibits[i], v);
	}
	if (judged > ANSWERS_MAX)
		html_printf(o, "<p>%zu further verdicts stand in section 11.</p>", judged - ANSWERS_MAX);
	return judged;
}

static void glance_row(struct str *o, const struct report_exhibit *x)
{
	const struct report_verdict *v = report_current_verdict(x);

	html_printf(o, "<tr><td><a href=\"#x-%s\">%s</a></td><td>%s</td><td>", x->label, x->label,
		    report_base_name(x->path));
	html_exam_level(o, x->exam);
	html_printf(o, "</td><td>%s</td></tr>",
		    !v                ? "none recorded"
		    : v->not_suitable ? "not suitable"
				      : report_support_words(v->level));
}

/* Where an exhibit stands in a list that may be cut: 0 first. */
static unsigned weight(const struct report_exhibit *x)
{
	if (report_current_verdict(x))
		return 0;
	if (!x->exam || x->exam->status != ST_OK)
		return 3;
	switch (x->exam->level) {
	case LEVEL_ALERT: return 1;
	case LEVEL_WARNING: return 2;
	case LEVEL_NOTICE: return 4;
	default: return WEIGHTS - 1;
	}
}

/* "14 exhibits: 1 alert, 2 warnings, ..." */
static void tally(struct str *o, const struct report_case *c)
{
	static const char *const words[] = { "alert",         "warning",
					     "notice",        "little could be examined",
					     "nothing found", "could not be examined",
					     "not examined" };
	enum { NOUNS = 3 }; /* the first so many have a plural */
	const char *css, *glyph, *before = ": ";

	html_printf(o, "<p>%zu exhibits", c->n_exhibits);
	for (size_t w = 0; w < ARRAY_LEN(words); w++) {
		size_t n = 0;

		for (size_t i = 0; i < c->n_exhibits; i++)
			n += strcmp(report_current_level(c->exhibits[i].exam, &css, &glyph), words[w]) == 0;
		if (n)
			html_printf(o, "%s%zu %s%s", before, n, words[w], w < NOUNS && n > 1 ? "s" : "");
		before = n ? ", " : before;
	}
	str_puts(o, ".</p>");
}

static void glance(struct str *o, const struct report_case *c)
{
	size_t shown = 0;

	if (c->n_exhibits < 2)
		return;
	tally(o, c);
	str_puts(o, "<table><caption>The exhibits at a glance</caption><thead><tr><th "
		    "scope=\"col\">Exhibit</th><th scope=\"col\">Name</th><th scope=\"col\">Level of the "
		    "checks</th><th scope=\"col\">Verdict</th></tr></thead><tbody>");
	for (unsigned w = 0; w < WEIGHTS; w++)
		for (size_t i = 0; i < c->n_exhibits; i++)
			if (shown < GLANCE_MAX && weight(&c->exhibits[i]) == w) {
				glance_row(o, &c->exhibits[i]);
				shown++;
			}
	str_puts(o, "</tbody></table>");
	if (c->n_exhibits > shown)
		html_printf(o, "<p>The %zu others stand in section 3.</p>", c->n_exhibits - shown);
}

static void unjudged(struct str *o, const struct report_case *c)
{
	if (!c->n_exhibits) {
		str_puts(o, "<p class=\"a\">This case holds no exhibits, so there is no question to "
			    "answer.</p>");
		return;
	}
	str_puts(o, "<p class=\"a\">No verdict has been recorded.</p><p>What follows is what the checks "
		    "observed. Observations are not an answer: somebody has to weigh them against two stated "
		    "propositions.</p>");
	if (c->n_exhibits == 1) {
		str_puts(o, "<p>Level of the checks for the one exhibit: ");
		html_exam_level(o, c->exhibits[0].exam);
		str_puts(o, "</p>");
		reasons(o, c->exhibits[0].exam);
	}
}

void html_answer(struct str *o, const struct report_case *c)
{
	size_t judged = answers(o, c);

	if (!judged)
		unjudged(o, c);
	else if (judged < c->n_exhibits)
		html_printf(o,
			    "<p>There are verdicts on %zu of %zu exhibits. No answer is given for the "
			    "others.</p>",
			    judged, c->n_exhibits);
	glance(o, c);
	if (c->n_exhibits)
		str_puts(o, "<p><b>What would change this:</b> the file as the camera wrote it, other frames "
			    "of the same moment, an earlier published copy, or the account of the person who "
			    "took the picture. Each can move an answer in either direction.</p>");
}

/* ---- what this does not say ---- */

struct gaps {
	size_t failed, unexamined, little, uncalibrated, open_box;
};

static void count_gaps(struct gaps *g, const struct report_exhibit *x)
{
	if (!x->exam) {
		g->unexamined++;
		return;
	}
	g->failed += x->exam->status != ST_OK;
	g->little += x->exam->status == ST_OK && x->exam->little;
	g->open_box += x->exam->sandbox != SANDBOX_ENFORCED;
	for (uint32_t i = 0; i < x->exam->n_results; i++) {
		const struct result *r = &x->exam->results[i];

		g->uncalibrated += r->status == RESULT_DONE && r->has_score && !r->error_rate.calibrated;
	}
}

static void gap(struct str *o, size_t n, const char *one, const char *many)
{
	if (n)
		html_printf(o, "<li>%zu %s</li>", n, n == 1 ? one : many);
}

static void verdict_limits(struct str *o, const struct report_case *c)
{
	for (size_t i = 0, shown = 0; i < c->n_exhibits && shown < ANSWERS_MAX; i++) {
		const struct report_verdict *v = report_current_verdict(&c->exhibits[i]);

		if (!v || !v->limits || !v->limits[0])
			continue;
		html_printf(o, "<li>Exhibit %s, stated by the examiner: %s</li>", c->exhibits[i].label,
			    v->limits);
		shown++;
	}
}

void html_limits(struct str *o, const struct report_case *c)
{
	struct gaps g = { 0 };

	for (size_t i = 0; i < c->n_exhibits; i++)
		count_gaps(&g, &c->exhibits[i]);
	str_puts(o, "<ul><li>A picture can be just as the camera wrote it and still carry a caption that is "
		    "untrue. Who, where, when and why are not answered by a file.</li>"
		    "<li>\u201CNothing found\u201D means that the checks that could speak found nothing. It "
		    "is not a statement that the picture is unaltered.</li>"
		    "<li>Missing camera data is what nearly every messenger and social network leaves "
		    "behind. It says nothing against a picture.</li>"
		    "<li>No check here names a person, a motive or a program with certainty.</li>");
	gap(o, g.failed, "exhibit could not be examined; section 3 says why.",
	    "exhibits could not be examined; section 3 says why.");
	gap(o, g.unexamined, "exhibit has not been examined.", "exhibits have not been examined.");
	gap(o, g.little, "exhibit let fewer than half of the checks speak.",
	    "exhibits let fewer than half of the checks speak.");
	gap(o, g.uncalibrated,
	    "score has no measured error rate for pictures like this one; it ranks, it does not prove.",
	    "scores have no measured error rate for pictures like these; they rank, they do not prove.");
	gap(o, g.open_box, "exhibit was examined without the full protection of the program's sandbox.",
	    "exhibits were examined without the full protection of the program's sandbox.");
	verdict_limits(o, c);
	str_puts(o, "</ul>");
}
