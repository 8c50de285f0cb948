/* SPDX-License-Identifier: GPL-3.0-or-later */
/* html_methods.c: which checks ran on what, with which parameters and error rates, and which could not speak.
 */
#include "src/base/base.h"
#include "src/report/html.h"

struct tally {
	size_t done, silent, failed;
};

static struct tally tally_of(const struct report_case *c, const char *id)
{
	struct tally t = { 0 };

	for (size_t i = 0; i < c->n_exhibits; i++) {
		const struct result *r = c->exhibits[i].exam ? exam_result(c->exhibits[i].exam, id) : NULL;

		if (!r)
			continue;
		t.done += r->status == RESULT_DONE;
		t.silent += r->status == RESULT_NOT_APPLICABLE;
		t.failed += r->status == RESULT_FAILED || r->status == RESULT_CANCELLED;
	}
	return t;
}

static void method(struct str *o, const struct report_case *c, const struct report_method *m)
{
	struct tally t = tally_of(c, m->id);
	size_t unused = c->n_exhibits - t.done - t.silent - t.failed;

	html_printf(o,
		    "<tr><th scope=\"row\">%s</th><td>%u</td><td><b>%s.</b> "
		    "%s</td><td>%zu</td><td>%zu</td><td>%zu</td><td>%zu</td></tr>",
		    m->id, m->version, m->title, m->question, t.done, t.silent, t.failed, unused);
}

static void registry(struct str *o, const struct report_case *c)
{
	if (!c->n_methods) {
		str_puts(o, "<p>No list of methods came with this report.</p>");
		return;
	}
	str_puts(o, "<table><caption>The checks of this version, and on how many exhibits each "
		    "spoke</caption><thead><tr><th scope=\"col\">Check</th><th scope=\"col\">Version</th><th "
		    "scope=\"col\">What it answers</th><th scope=\"col\">Done</th><th scope=\"col\">Not "
		    "applicable</th><th scope=\"col\">Failed or cancelled</th><th scope=\"col\">Not "
		    "used</th></tr></thead><tbody>");
	for (size_t i = 0; i < c->n_methods; i++)
		method(o, c, &c->methods[i]);
	str_puts(o, "</tbody></table><p>Each check is described, with its known false alarms, in the manual "
		    "page cottingley-methods(7) of this version.</p>");
}

/* Regions are lists of lists; value_decode() bounds the depth. */
static void param(struct str *o, const struct value *v)
{
	if (v->kind == VALUE_INT) {
		str_printf(o, "%lld", (long long)v->integer);
	} else if (v->kind == VALUE_REAL) {
		html_printf(o, "%g", v->real);
	} else if (v->kind == VALUE_ARRAY) {
		str_putc(o, '[');
		for (const struct value *i = v->first; i; i = i->next) {
			param(o, i);
			str_puts(o, i->next ? ", " : "");
		}
		str_putc(o, ']');
	} else {
		html_text(o, v->kind == VALUE_TEXT   ? v->text
			     : v->kind == VALUE_BOOL ? (v->boolean ? "yes" : "no")
						     : "set");
	}
}

static void params(struct str *o, const struct value *p)
{
	const struct value *v = p ? p->first : NULL;

	if (!v)
		return;
	str_puts(o, "<div class=\"small\">");
	for (; v; v = v->next) {
		html_printf(o, "%s = ", v->key);
		param(o, v);
		str_puts(o, v->next ? ", " : "</div>");
	}
}

static void status(struct str *o, const struct result *r)
{
	static const char *const words[] = { "done", "not applicable", "failed", "cancelled" };

	html_text(o, (unsigned)r->status < ARRAY_LEN(words) ? words[r->status] : "failed");
	if (r->status == RESULT_FAILED) {
		html_printf(o, " (%s", status_name(r->code));
		if (r->has_offset)
			html_printf(o, ", at byte %lu", (unsigned long)r->offset);
		str_putc(o, ')');
	}
}

static void check_row(struct str *o, const struct result *r)
{
	html_printf(o, "<tr><th scope=\"row\">%s", r->check);
	params(o, r->params);
	html_printf(o, "</th><td>%u</td><td>", r->version);
	status(o, r);
	html_printf(o, "</td><td>%s</td><td>", r->reason && r->reason[0] ? r->reason : "\u2013");
	if (r->status == RESULT_DONE)
		html_level(o, r->level);
	else
		str_puts(o, "\u2013");
	str_puts(o, "</td><td>");
	if (r->has_score)
		html_printf(o, "%g", r->score);
	else
		str_puts(o, "\u2013");
	str_puts(o, "</td><td>");
	html_error_rate(o, r);
	str_puts(o, "</td></tr>");
}

static void checks(struct str *o, const struct report_exhibit *x)
{
	if (!x->exam || !x->exam->n_results) {
		html_printf(o, "<h3 id=\"c-%s\">Exhibit %s</h3><p>No check has run on this exhibit.</p>",
			    x->label, x->label);
		return;
	}
	html_printf(o,
		    "<h3 id=\"c-%s\">Exhibit %s</h3><table class=\"dense checks\"><caption>Checks on "
		    "%s</caption><thead><tr><th scope=\"col\">Check</th><th scope=\"col\">Version</th><th "
		    "scope=\"col\">Status</th><th scope=\"col\">Reason</th><th scope=\"col\">Level</th><th "
		    "scope=\"col\">Score, 0 to 1</th><th scope=\"col\">Measured error "
		    "rate</th></tr></thead><tbody>",
		    x->label, x->label, report_base_name(x->path));
	for (uint32_t i = 0; i < x->exam->n_results; i++)
		check_row(o, &x->exam->results[i]);
	str_puts(o, "</tbody></table>");
}

void html_methods(struct str *o, const struct report_case *c)
{
	registry(o, c);
	for (size_t i = 0; i < c->n_exhibits; i++)
		checks(o, &c->exhibits[i]);
}
