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
		str_puts(o, "<p class=\"small\">What the examiner knew before the examination, and when, is "
			    "not recorded by this version.</p>");
}

static void level_words_of(struct str *o, const struct report_verdict *v)
{
	if (v->not_suitable)
		str_puts(o, "<b>Not suitable</b>");
	else
		html_printf(o, "<b>%s%d</b> %s", v->level > 0 ? "+" : "", v->level,
			    report_support_words(v->level));
}

/* Struck through when a later verdict replaced it, but never left out. */
static void verdict(struct str *o, const struct report_exhibit *x, const struct report_verdict *v)
{
	html_printf(o, "<div class=\"verdict\"><dl><dt>Exhibit %s</dt><dd>", x->label);
	str_puts(o, v->superseded ? "<del>" : "");
	level_words_of(o, v);
	str_puts(o, v->superseded ? "</del> (superseded; kept for the record)</dd><dt>H1</dt><dd><del>"
				  : "</dd><dt>H1</dt><dd>");
	html_text(o, v->h1);
	str_puts(o, v->superseded ? "</del></dd><dt>H2</dt><dd><del>" : "</dd><dt>H2</dt><dd>");
	html_text(o, v->h2);
	str_puts(o, v->superseded ? "</del>" : "");
	html_printf(o, "</dd><dt>Limits</dt><dd>%s</dd><dt>Category</dt><dd>%s</dd><dt>By</dt><dd>%s, ",
		    v->limits && v->limits[0] ? v->limits : "none stated",
		    v->category && v->category[0] ? v->category : "none (MediaReview)", v->author);
	html_time(o, v->at);
	str_puts(o, "</dd></dl></div>");
}

static const char scale[] = "<table class=\"dense scale\"><caption>The scale. It expresses support for one "
			    "proposition against the other, never a probability.</caption><thead><tr><th "
			    "scope=\"col\">Level</th><th scope=\"col\">Words</th></tr></thead><tbody>"
			    "<tr><td>+4, +3, +2, +1</td><td>very strong, strong, moderate, limited support "
			    "for H1 rather than H2</td></tr>"
			    "<tr><td>0</td><td>inconclusive: examined, and no more support for one than for "
			    "the other</td></tr>"
			    "<tr><td>\u22121, \u22122, \u22123, \u22124</td><td>limited, moderate, strong, "
			    "very strong support for H2 rather than H1</td></tr>"
			    "<tr><td>not suitable</td><td>the picture cannot answer the question: too small, "
			    "saved again too often, a screenshot</td></tr>"
			    "</tbody></table>";

void html_verdicts(struct str *o, const struct report_case *c)
{
	bool any = false;

	for (size_t i = 0; i < c->n_exhibits; i++)
		for (size_t j = 0; j < c->exhibits[i].n_verdicts; j++) {
			if (!any)
				str_puts(o, "<p>Per exhibit, oldest first.</p>");
			any = true;
			verdict(o, &c->exhibits[i], &c->exhibits[i].verdicts[j]);
		}
	str_puts(o, any ? scale : "<p>No verdict is recorded in this case.</p>");
}
