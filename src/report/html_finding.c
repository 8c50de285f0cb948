/* SPDX-License-Identifier: GPL-3.0-or-later */
/* html_finding.c: observations with their figures, then interpretations with their alternatives, then notes.
 * The two kinds stand in sections of their own, so that a reader can take the first without the second. */
#include "src/base/base.h"
#include "src/report/html.h"

enum { BASIS_MAX = 8 }; /* observations named one by one */

static void region(struct str *o, const struct finding *f)
{
	if (f->has_region)
		html_printf(o, " Place: %d \u00D7 %d pixels from (%d, %d).", f->region[2], f->region[3],
			    f->region[0], f->region[1]);
}

static void finding_head(struct str *o, const struct report_exhibit *x, const struct result *r,
			 const struct finding *f, unsigned n)
{
	char kind = f->kind == FINDING_OBSERVATION ? 'O' : 'I';

	html_printf(o, "<li id=\"f-%s-%c%u\"><p><span class=\"num\">%c%u</span> %s ", x->label, kind, n, kind,
		    n, f->summary);
	if (f->level != LEVEL_NONE)
		html_level(o, f->level);
	str_puts(o, "</p>");
	if (f->detail && f->detail[0]) {
		str_puts(o, "<p>");
		html_prose(o, f->detail);
		str_puts(o, "</p>");
	}
	html_printf(o, "<p class=\"small\">Check %s, version %u; code <code>%s</code>.", r->check, r->version,
		    f->code);
	region(o, f);
	str_puts(o, "</p>");
}

/* ---- observations ---- */

/* An observation claims nothing, so what else shows it is a remark, not an alternative. */
static void seen_with(struct str *o, const struct finding *f)
{
	if (!f->n_alternatives)
		return;
	str_puts(o, "<p class=\"small\">Also seen with: ");
	for (uint32_t i = 0; i < f->n_alternatives; i++)
		html_printf(o, "%s%s", i ? "; " : "", f->alternatives[i]);
	str_puts(o, ".</p>");
}

static void observed(struct str *o, const struct report_exhibit *x)
{
	unsigned n = 0;

	for (uint32_t i = 0; i < x->exam->n_results; i++)
		for (uint32_t j = 0; j < x->exam->results[i].n_findings; j++) {
			const struct finding *f = &x->exam->results[i].findings[j];

			if (f->kind != FINDING_OBSERVATION)
				continue;
			if (n++ == 0)
				str_puts(o, "<ol class=\"findings\">");
			finding_head(o, x, &x->exam->results[i], f, n);
			seen_with(o, f);
			str_puts(o, "</li>");
		}
	str_puts(o, n ? "</ol>" : "<p>No observation was recorded.</p>");
}

static bool compared(const struct result *r)
{
	for (uint32_t i = 0; i < r->n_measures; i++)
		if (r->measures[i].genuine)
			return true;
	return false;
}

static void measures_with_reference(struct str *o, const struct result *r)
{
	html_printf(o,
		    "<table class=\"dense\"><caption>Measures of %s</caption><thead><tr><th "
		    "scope=\"col\">Measure</th>"
		    "<th scope=\"col\" class=\"n\">Value</th><th scope=\"col\">Unit</th>"
		    "<th scope=\"col\">Unaltered pictures show</th></tr></thead><tbody>",
		    r->check);
	for (uint32_t i = 0; i < r->n_measures; i++) {
		const struct measure *m = &r->measures[i];

		html_printf(o,
			    "<tr><th scope=\"row\">%s</th><td class=\"n\">%g</td><td>%s</td><td>%s</td></tr>",
			    m->name, m->value, m->unit ? m->unit : "",
			    m->genuine ? m->genuine : "not measured yet");
	}
	str_puts(o, "</tbody></table>");
}

static void measures_alone(struct str *o, const struct result *r)
{
	html_printf(o,
		    "<p class=\"small\">Measures of %s. What unaltered pictures show has not been measured "
		    "yet.</p>"
		    "<dl class=\"four\">",
		    r->check);
	for (uint32_t i = 0; i < r->n_measures; i++) {
		const struct measure *m = &r->measures[i];

		html_printf(o, "<dt>%s</dt><dd>%g %s</dd>", m->name, m->value, m->unit ? m->unit : "");
	}
	str_puts(o, "</dl>");
}

static void measures(struct str *o, const struct examination *x)
{
	for (uint32_t i = 0; i < x->n_results; i++) {
		const struct result *r = &x->results[i];

		if (r->n_measures && compared(r))
			measures_with_reference(o, r);
		else if (r->n_measures)
			measures_alone(o, r);
	}
}

static void figures(struct str *o, const struct examination *x)
{
	bool open = false;

	for (uint32_t i = 0; i < x->n_results; i++) {
		const struct result *r = &x->results[i];

		if (!open && (r->n_maps || r->n_plots)) {
			str_puts(o, "<div class=\"figures\">");
			open = true;
		}
		for (uint32_t j = 0; j < r->n_maps; j++)
			html_map(o, x, r, &r->maps[j]);
		for (uint32_t j = 0; j < r->n_plots; j++)
			html_plot(o, r, &r->plots[j]);
	}
	if (open)
		str_puts(o, "</div>");
}

void html_observations(struct str *o, const struct report_case *c)
{
	if (!c->n_exhibits)
		str_puts(o, "<p>There is nothing to observe: the case holds no exhibits.</p>");
	for (size_t i = 0; i < c->n_exhibits; i++) {
		const struct report_exhibit *x = &c->exhibits[i];

		html_printf(o, "<h3 id=\"o-%s\">Exhibit %s</h3>", x->label, x->label);
		if (!x->exam) {
			str_puts(o, "<p>Not examined.</p>");
			continue;
		}
		observed(o, x);
		measures(o, x->exam);
		figures(o, x->exam);
	}
}

/* ---- interpretations ---- */

static void alternatives(struct str *o, const struct finding *f)
{
	str_puts(o, "<p class=\"lead\">Other explanations that fit as well:</p><ul class=\"alt\">");
	for (uint32_t i = 0; i < f->n_alternatives; i++)
		html_printf(o, "<li>%s</li>", f->alternatives[i]);
	if (!f->n_alternatives)
		str_puts(o, "<li>none was named by the check, which is a fault of the check</li>");
	str_puts(o, "</ul>");
}

static void observation_link(struct str *o, const struct report_exhibit *x, unsigned n)
{
	html_printf(o, "<a href=\"#f-%s-O%u\">O%u</a>", x->label, n, n);
}

/* The observations of the same check; first is the number of its first one. They are numbered without gaps: many are
 * named by the first and the last, or a page would grow with the square of its findings. */
static void basis(struct str *o, const struct report_exhibit *x, const struct result *r, unsigned first)
{
	unsigned end = first;

	for (uint32_t j = 0; j < r->n_findings; j++)
		end += r->findings[j].kind == FINDING_OBSERVATION;
	if (end == first) {
		str_puts(o, "<p class=\"small\">Rests on the measures of the check, section 6.</p>");
		return;
	}
	str_puts(o, "<p class=\"small\">Rests on ");
	for (unsigned n = first; n < end; n++) {
		bool skip = end - first > BASIS_MAX && n > first && n + 1 < end;

		if (n > first && !skip)
			str_puts(o, end - first > BASIS_MAX ? " to " : ", ");
		if (!skip)
			observation_link(o, x, n);
	}
	str_puts(o, ".</p>");
}

static void interpreted(struct str *o, const struct report_exhibit *x)
{
	unsigned seen = 0, n = 0;

	for (uint32_t i = 0; i < x->exam->n_results; i++) {
		const struct result *r = &x->exam->results[i];
		unsigned first = seen + 1;

		for (uint32_t j = 0; j < r->n_findings; j++)
			seen += r->findings[j].kind == FINDING_OBSERVATION;
		for (uint32_t j = 0; j < r->n_findings; j++) {
			if (r->findings[j].kind != FINDING_INTERPRETATION)
				continue;
			if (n++ == 0)
				str_puts(o, "<ol class=\"findings\">");
			finding_head(o, x, r, &r->findings[j], n);
			basis(o, x, r, first);
			alternatives(o, &r->findings[j]);
			str_puts(o, "</li>");
		}
	}
	str_puts(o, n ? "</ol>" : "<p>No check put an interpretation on what it observed.</p>");
}

/* ---- what the results cannot mean: said once when it holds for several exhibits ---- */

/* SHARED_AMONG: a limit is looked for in so many exhibits; the time stays in proportion to their number. */
enum { SHARED_AMONG = 64, LABELS_MAX = 12 };

static bool holds(const struct report_exhibit *x, const char *check, const char *limit)
{
	for (uint32_t i = 0; x->exam && i < x->exam->n_results; i++) {
		const struct result *r = &x->exam->results[i];

		for (uint32_t j = 0; j < r->n_limits && strcmp(r->check, check) == 0; j++)
			if (strcmp(r->limits[j], limit) == 0)
				return true;
	}
	return false;
}

static size_t next_holder(const struct report_case *c, size_t from, size_t end, const char *check,
			  const char *limit)
{
	while (from < end && !holds(&c->exhibits[from], check, limit))
		from++;
	return from;
}

static bool is_shared(const struct report_case *c, size_t at, const char *check, const char *limit)
{
	size_t end = c->n_exhibits < SHARED_AMONG ? c->n_exhibits : SHARED_AMONG;
	size_t first = next_holder(c, 0, end, check, limit);

	if (first == end)
		return false;
	return first != at || next_holder(c, at + 1, c->n_exhibits, check, limit) < c->n_exhibits;
}

static void holders(struct str *o, const struct report_case *c, const char *check, const char *limit)
{
	size_t n = 0, examined = 0;

	for (size_t i = 0; i < c->n_exhibits; i++) {
		examined += c->exhibits[i].exam != NULL;
		n += holds(&c->exhibits[i], check, limit);
	}
	if (n == examined) {
		str_puts(o, "every exhibit examined");
		return;
	}
	for (size_t i = 0, shown = 0; i < c->n_exhibits && shown < LABELS_MAX; i++)
		if (holds(&c->exhibits[i], check, limit))
			html_printf(o, "%s%s", shown++ ? ", " : "", c->exhibits[i].label);
	if (n > LABELS_MAX)
		html_printf(o, " and %zu more", n - LABELS_MAX);
}

static void shared_limits(struct str *o, const struct report_case *c)
{
	bool open = false;

	for (size_t k = 0; k < c->n_exhibits && k < SHARED_AMONG; k++) {
		const struct examination *x = c->exhibits[k].exam;

		for (uint32_t i = 0; x && i < x->n_results; i++)
			for (uint32_t j = 0; j < x->results[i].n_limits; j++) {
				const char *check = x->results[i].check, *limit = x->results[i].limits[j];

				if (next_holder(c, 0, k, check, limit) < k || !is_shared(c, k, check, limit))
					continue;
				if (!open)
					str_puts(o, "<h3 id=\"shared-limits\">What the results cannot mean</h3>"
						    "<p>What holds for one exhibit only stands with it.</p><ul>");
				open = true;
				html_printf(o, "<li>%s: %s <span class=\"small\">(", check, limit);
				holders(o, c, check, limit);
				str_puts(o, ")</span></li>");
			}
	}
	if (open)
		str_puts(o, "</ul>");
}

static void limits(struct str *o, const struct report_case *c, size_t at)
{
	const struct examination *x = c->exhibits[at].exam;
	bool open = false, shared = false;

	for (uint32_t i = 0; i < x->n_results; i++)
		for (uint32_t j = 0; j < x->results[i].n_limits; j++) {
			if (is_shared(c, at, x->results[i].check, x->results[i].limits[j])) {
				shared = true;
				continue;
			}
			if (!open)
				str_puts(o, "<p class=\"lead\">What these results cannot mean:</p><ul>");
			open = true;
			html_printf(o, "<li>%s: %s</li>", x->results[i].check, x->results[i].limits[j]);
		}
	if (open)
		str_puts(o, "</ul>");
	if (shared)
		str_puts(o, "<p class=\"small\">What these results cannot mean: <a href=\"#shared-limits\">said "
			    "once, at the head of this section</a>.</p>");
}

static void notes(struct str *o, const struct report_note *list, size_t n)
{
	if (!n)
		return;
	str_puts(o, "<h4>Notes of the examiners</h4><ul class=\"notes\">");
	for (size_t i = 0; i < n; i++) {
		str_puts(o, list[i].superseded ? "<li><p><del>" : "<li><p>");
		html_prose(o, list[i].text);
		str_puts(o, list[i].superseded ? "</del> <span class=\"small\">(superseded; kept for the "
						 "record)</span></p>"
					       : "</p>");
		html_printf(o, "<p class=\"small\">%s, ", list[i].author);
		html_time(o, list[i].at);
		str_puts(o, "</p></li>");
	}
	str_puts(o, "</ul>");
}

void html_interpretations(struct str *o, const struct report_case *c)
{
	if (!c->n_exhibits && !c->n_notes)
		str_puts(o, "<p>There is nothing to interpret.</p>");
	if (c->n_notes) {
		str_puts(o, "<h3>The case as a whole</h3>");
		notes(o, c->notes, c->n_notes);
	}
	shared_limits(o, c);
	for (size_t i = 0; i < c->n_exhibits; i++) {
		const struct report_exhibit *x = &c->exhibits[i];

		html_printf(o, "<h3 id=\"i-%s\">Exhibit %s</h3>", x->label, x->label);
		if (x->exam) {
			interpreted(o, x);
			limits(o, c, i);
		} else {
			str_puts(o, "<p>Not examined.</p>");
		}
		notes(o, x->notes, x->n_notes);
	}
}
