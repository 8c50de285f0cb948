/* SPDX-License-Identifier: GPL-3.0-or-later */
/* html_verdict.c: propositions and verdicts: what a person concluded, on a scale of words. */
#include "src/base/base.h"
#include "src/report/html.h"

static void proposition(struct str *o, const struct report_exhibit *x, const struct report_verdict *v)
{
	html_printf(o, "<h3>Exhibit %s</h3><dl class=\"props\">", x->label);
	if (v->question && v->question[0])
		html_printf(o, "<dt>Question</dt><dd>%s</dd>", v->question);
	html_printf(o, "<dt>H1</dt><dd>%s</dd><dt>H2</dt><dd>%s</dd></dl>", v->h1, v->h2);
}

void html_propositions(struct str *o, const struct report_case *c)
{
	bool any = false;

	for (size_t i = 0; i < c->n_exhibits; i++) {
		const struct report_verdict *v = report_current_verdict(&c->exhibits[i]);

		if (v)
			proposition(o, &c->exhibits[i], v);
		any |= v != NULL;
	}
	if (!any)
		str_puts(o, "<p>No propositions have been stated: no verdict is recorded.</p>");
	else
		str_puts(o, "<p class=\"small\">What the examiner knew before the examination, and when, is not recorded by this version.</p>");
}

static void level_cell(struct str *o, const struct report_verdict *v)
{
	if (v->not_suitable)
		str_puts(o, "<b>Not suitable</b>");
	else
		html_printf(o, "<b>%s%d</b> %s", v->level > 0 ? "+" : "", v->level, report_support_words(v->level));
}

/* One row; struck through when a later verdict replaced it, but never left out. */
static void verdict_row(struct str *o, const struct report_exhibit *x, const struct report_verdict *v)
{
	const char *open = v->superseded ? "<del>" : "", *close = v->superseded ? "</del>" : "";

	html_printf(o, "<tr><th scope=\"row\">%s</th><td>", x->label);
	str_puts(o, open);
	level_cell(o, v);
	str_puts(o, close);
	if (v->superseded)
		str_puts(o, " <span class=\"small\">(superseded)</span>");
	str_puts(o, "</td><td>");
	str_puts(o, open);
	html_printf(o, "H1: %s<br />H2: %s", v->h1, v->h2);
	str_puts(o, close);
	html_printf(o, "</td><td>%s</td><td>", v->limits && v->limits[0] ? v->limits : "none stated");
	html_text(o, v->category && v->category[0] ? v->category : "none");
	html_printf(o, "</td><td>%s<br />%s</td></tr>", v->author, v->at);
}

static const char scale[] =
	"<table class=\"dense scale\"><caption>The scale. It expresses support for one proposition against the other, never a "
	"probability.</caption><thead><tr><th scope=\"col\">Level</th><th scope=\"col\">Words</th></tr></thead><tbody>"
	"<tr><td>+4, +3, +2, +1</td><td>very strong, strong, moderate, limited support for H1 rather than H2</td></tr>"
	"<tr><td>0</td><td>inconclusive: examined, and no more support for one than for the other</td></tr>"
	"<tr><td>\u22121, \u22122, \u22123, \u22124</td><td>limited, moderate, strong, very strong support for H2 rather than H1</td></tr>"
	"<tr><td>not suitable</td><td>the picture cannot answer the question: too small, saved again too often, a screenshot</td></tr>"
	"</tbody></table>";

void html_verdicts(struct str *o, const struct report_case *c)
{
	bool open = false;

	for (size_t i = 0; i < c->n_exhibits; i++)
		for (size_t j = 0; j < c->exhibits[i].n_verdicts; j++) {
			if (!open)
				str_puts(o, "<table><caption>Verdicts, oldest first</caption><thead><tr><th scope=\"col\">Exhibit</th>"
					    "<th scope=\"col\">Level</th><th scope=\"col\">Propositions</th><th scope=\"col\">Limits</th>"
					    "<th scope=\"col\">MediaReview category</th><th scope=\"col\">By</th></tr></thead><tbody>");
			open = true;
			verdict_row(o, &c->exhibits[i], &c->exhibits[i].verdicts[j]);
		}
	if (!open) {
		str_puts(o, "<p>No verdict is recorded in this case.</p>");
		return;
	}
	str_puts(o, "</tbody></table>");
	str_puts(o, scale);
}
