/* SPDX-License-Identifier: GPL-3.0-or-later */
/* html.c: the page as a whole. The order of the sections is the order in which a reader needs them: answer,
 * limits, evidence, method, what was seen, what it may mean, who did what, how to check. */
#include "src/base/base.h"
#include "src/report/html.h"

#include "src/base/hash.h"

static const struct {
	const char *id, *title;
	void (*body)(struct str *o, const struct report_case *c);
} sections[] = {
	{ "answer", "Question and answer", html_answer },
	{ "limits", "What this report does not say", html_limits },
	{ "exhibits", "Exhibits", html_exhibits },
	{ "propositions", "Propositions", html_propositions },
	{ "methods", "Methods used, not used, not applicable", html_methods },
	{ "observations", "Observations", html_observations },
	{ "interpretation", "Interpretation and notes", html_interpretations },
	{ "together", "Pictures that belong together", html_together },
	{ "provenance", "Provenance and signatures", html_provenance },
	{ "lists", "List hits", html_lists },
	{ "verdict", "Verdicts", html_verdicts },
	{ "timeline", "Timeline", html_timeline },
	{ "custody", "Custody and audit", html_custody },
	{ "check", "How to check this yourself", html_check },
	{ "review", "Reviewer\u2019s statement", html_review },
	{ "appendix", "Appendix", html_appendix },
};

static void head(struct str *o, const struct report_case *c)
{
	html_printf(o,
		    "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\" /><meta "
		    "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; "
		    "style-src 'unsafe-inline'\" /><meta name=\"viewport\" content=\"width=device-width, "
		    "initial-scale=1\" /><title>%s: examination report</title>\n<style>",
		    c->title);
	str_puts(o, html_style);
	str_puts(o, "@page{@top-left{content:\"");
	html_css_string(o, c->title);
	str_puts(o, "\"}@top-right{content:\"Cottingley ");
	html_css_string(o, c->tool_version);
	str_puts(o, " \\2013  examination report");
	str_puts(o, "\"}}\n</style></head>\n<body>\n");
}

/* The names of everybody who judged, once each, in the order of first appearance. */
static void examiners(struct str *o, const struct report_case *c)
{
	enum { NAMES = 16 };
	const char *seen[NAMES];
	size_t n = 0;

	for (size_t i = 0; i < c->n_exhibits; i++)
		for (size_t j = 0; j < c->exhibits[i].n_verdicts && n < NAMES; j++) {
			const char *who = c->exhibits[i].verdicts[j].author;
			size_t k = 0;

			while (who && k < n && strcmp(seen[k], who) != 0)
				k++;
			if (!who || k < n)
				continue;
			seen[n++] = who;
			html_printf(o, "%s%s", n > 1 ? ", " : "", who);
		}
	if (!n)
		str_puts(o, "none recorded");
}

static void title_block(struct str *o, const struct report_case *c, const char *json_hash)
{
	html_printf(o,
		    "<header><p class=\"kicker\">Examination of photographs</p><h1>%s</h1><dl "
		    "class=\"two\"><dt>Case as of</dt><dd>",
		    c->title && c->title[0] ? c->title : "Untitled case");
	html_time(o, c->generated);
	str_puts(o, "</dd><dt>Case opened</dt><dd>");
	html_time(o, c->created);
	str_puts(o, "</dd><dt>Judged by</dt><dd>");
	examiners(o, c);
	html_printf(o,
		    "</dd><dt>Status</dt><dd>not reviewed</dd><dt>Case</dt><dd>%s</dd><dt>Made "
		    "with</dt><dd>Cottingley %s",
		    c->uuid, c->tool_version);
	if (c->offline_words && c->offline_words[0])
		html_printf(o, " (%s)", c->offline_words);
	html_printf(o, "</dd><dt>Audit head</dt><dd class=\"wide\">");
	html_hex(o, c->audit_head);
	html_printf(o, " after row %lu", (unsigned long)c->audit_seq);
	str_puts(o, "</dd><dt>Data, SHA-256</dt><dd class=\"wide\" id=\"data-sha256\">");
	html_hex(o, json_hash);
	str_puts(o, "</dd></dl></header>\n");
}

static void contents(struct str *o)
{
	str_puts(o, "<nav aria-label=\"Contents\"><ol>");
	for (size_t i = 0; i < ARRAY_LEN(sections); i++)
		html_printf(o, "<li><a href=\"#%s\">%s</a></li>", sections[i].id, sections[i].title);
	str_puts(o, "</ol></nav>\n");
}

static void body(struct str *o, const struct report_case *c)
{
	for (size_t i = 0; i < ARRAY_LEN(sections); i++) {
		html_printf(o, "<section id=\"%s\"><h2><span class=\"no\">%zu</span> %s</h2>\n",
			    sections[i].id, i + 1, sections[i].title);
		sections[i].body(o, c);
		str_puts(o, "</section>\n");
		if (i == 1) /* on paper the first page ends here */
			contents(o);
	}
}

enum status report_html(const struct report_case *c, struct str *out, struct error *e)
{
	char hex[2 * SHA256_LEN + 1];
	uint8_t hash[SHA256_LEN];
	struct str json;
	enum status st;

	str_init(&json, out->max);
	st = report_json(c, &json, e);
	if (st)
		goto done;
	hash_sha256(json.data, json.len, hash);
	head(out, c);
	title_block(out, c, hex_encode(hex, hash, sizeof hash));
	body(out, c);
	str_puts(out, "<script type=\"application/json\" id=\"report\">");
	str_add(out, json.data, json.len);
	str_puts(out, "</script>\n</body></html>\n");
	if (out->failed)
		st = err_set(e, ST_LIMIT, "the report would be larger than %zu bytes; export fewer exhibits",
			     out->max);
done:
	str_release(&json);
	return st;
}
