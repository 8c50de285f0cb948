/* SPDX-License-Identifier: GPL-3.0-or-later */
/* html_together.c: what the exhibits say together: trees of pictures that show the same, and findings about
 * several of them. */
#include "src/base/base.h"
#include "src/report/html.h"

#include "src/base/case_report.h"

static void link_to(struct str *o, const struct report_case *c, uint32_t i)
{
	const struct report_exhibit *x;

	if (NEVER(i >= c->n_exhibits))
		return;
	x = &c->exhibits[i];
	html_printf(o, "<a href=\"#x-%s\">%s</a> %s", x->label, x->label, report_base_name(x->path));
}

/* ---- trees ---- */

static void one_node(struct str *o, const struct report_case *c, const struct case_node *n)
{
	link_to(o, c, n->exhibit);
	if (n->depth == 0)
		return;
	html_printf(o, "<br /><span class=\"small\">%s", n->transform);
	if (!n->identical)
		html_printf(o, "; %s; %u of 256 bits differ", n->order, n->distance);
	str_puts(o, "</span>");
}

/* Lists nest at most this deep; what is deeper stands on the last level. */
enum { DEEPEST = 24 };

static uint32_t depth_of(const struct case_node *n)
{
	return n->depth < DEEPEST ? n->depth : DEEPEST;
}

/* Every item stays open until the next node shows whether it has children. */
static void trees(struct str *o, const struct report_case *c)
{
	const struct case_report *r = c->together;

	for (size_t i = 0; i < r->n_nodes; i++) {
		const struct case_node *n = &r->nodes[i], *next = i + 1 < r->n_nodes ? n + 1 : NULL;
		uint32_t depth = depth_of(n), then = next ? depth_of(next) : 0;

		str_puts(o, depth == 0 ? "<ul><li>" : "<li>");
		one_node(o, c, n);
		if (then > depth) {
			str_puts(o, "<ul>");
			continue;
		}
		for (uint32_t d = depth; d > then; d--)
			str_puts(o, "</li></ul>");
		str_puts(o, then == 0 ? "</li></ul>" : "</li>");
	}
}

/* ---- findings ---- */

static void one_finding(struct str *o, const struct report_case *c, const struct case_finding *f)
{
	str_puts(o, "<tr><td>");
	html_level(o, f->level);
	html_printf(o, "</td><td>%s<br /><span class=\"small\">%s</span>", f->summary, f->code);
	if (f->detail)
		html_printf(o, "<br /><span class=\"small\">%s</span>", f->detail);
	if (f->n_alternatives)
		str_puts(o, "<br /><span class=\"small\">could also be: ");
	for (uint32_t i = 0; i < f->n_alternatives; i++)
		html_printf(o, "%s%s", i ? "; " : "", f->alternatives[i]);
	str_puts(o, f->n_alternatives ? "</span></td><td>" : "</td><td>");
	for (uint32_t i = 0; i < f->n_exhibits; i++) {
		str_puts(o, i ? "<br />" : "");
		link_to(o, c, f->exhibits[i]);
	}
	str_puts(o, "</td></tr>");
}

/* Copies stand in the trees. */
static bool is_copy(const struct case_finding *f)
{
	return strcmp(f->check, "duplicates") == 0;
}

static void findings(struct str *o, const struct report_case *c)
{
	const struct case_report *r = c->together;
	size_t shown = 0;

	for (int level = LEVEL_ALERT; level >= LEVEL_NONE; level--)
		for (size_t i = 0; i < r->n_findings; i++) {
			if ((int)r->findings[i].level != level || is_copy(&r->findings[i]))
				continue;
			if (shown++ == 0)
				str_puts(
					o,
					"<table><caption>What only several exhibits together show; it does "
					"not "
					"change the level of one</caption><thead><tr><th scope=\"col\">Level"
					"</th><th scope=\"col\">What</th><th scope=\"col\">Exhibits</th></tr>"
					"</thead><tbody>");
			one_finding(o, c, &r->findings[i]);
		}
	str_puts(o, shown ? "</tbody></table>"
			  : "<p>Serial numbers, identifiers, times and places do not "
			    "contradict one another between exhibits, as far as they are "
			    "stated.</p>");
}

void html_together(struct str *o, const struct report_case *c)
{
	const struct case_report *r = c->together;

	if (!r) {
		str_puts(o, "<p>The exhibits were not compared with one another.</p>");
		return;
	}
	html_printf(o,
		    "<p>%zu examined exhibits were compared, %zu of them with enough in them to be known "
		    "again.%s</p>",
		    r->n_pictures, r->n_matchable,
		    r->exhaustive ? "" : " Of so many, pictures that differ strongly were compared in part.");
	if (r->n_nodes) {
		str_puts(o, "<p>Pictures that show the same. The first of each tree is likely the earliest "
			    "of those "
			    "that are here; each other one stands under the picture that it is nearest to. "
			    "What came "
			    "first is inferred from what copying loses, and nothing in a file proves it. Two "
			    "frames of "
			    "one moment, or two pictures of one poster, can look like copies.</p>");
		trees(o, c);
	} else {
		str_puts(o, "<p>No two of them show the same, as far as could be seen.</p>");
	}
	findings(o, c);
}
