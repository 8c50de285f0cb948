/* SPDX-License-Identifier: GPL-3.0-or-later */
/* html_back.c: how a stranger repeats this, who reviewed it, and what it was made with. */
#include "src/base/base.h"
#include "src/report/html.h"

#include "src/base/str.h"

enum { NAME_MAX_BYTES = 8192 };

/* A word for sh: in single quotes, each quote of its own written '\''. */
static void shell_word(struct str *o, const char *s)
{
	struct str word;

	str_init(&word, NAME_MAX_BYTES);
	str_putc(&word, '\'');
	for (; *s; s++) {
		if (*s == '\'')
			str_puts(&word, "'\\''");
		else
			str_putc(&word, *s);
	}
	str_putc(&word, '\'');
	html_text(o, word.data);
	str_release(&word);
}

static void sums(struct str *o, const struct report_case *c)
{
	char hex[2 * SHA256_LEN + 1];

	str_puts(o, "<p>In the folder that holds the pictures; each line must end in OK:</p><pre>sha256sum "
		    "-c &lt;&lt;'END'\n");
	for (size_t i = 0; i < c->n_exhibits; i++)
		if (c->exhibits[i].sha256)
			html_printf(o, "%s  %s\n", hex_encode(hex, c->exhibits[i].sha256, SHA256_LEN),
				    report_base_name(c->exhibits[i].path));
	str_puts(o, "END</pre>");
}

static void one_picture(struct str *o, const struct report_case *c)
{
	const char *name = report_base_name(c->exhibits[0].path);

	str_puts(o, "<p>What the first exhibit says about itself, read by another program, and the same "
		    "examination again:</p><pre>exiftool -a -G1 -s -- ");
	shell_word(o, name);
	str_puts(o, "\ncottingley inspect --structure -- ");
	shell_word(o, name);
	str_puts(o, "\ncottingley scan --format json -- ");
	shell_word(o, name);
	str_puts(o, "</pre><p>The scan must print the same levels, scores and findings as the data inside "
		    "this page when it is done with the same version, parameters and context. On another "
		    "kind of processor scores agree to four digits.</p>");
}

void html_check(struct str *o, const struct report_case *c)
{
	str_puts(o, "<p>All of this needs only the pictures, this file, and free software.</p>");
	if (c->n_exhibits) {
		sums(o, c);
		one_picture(o, c);
	}
	str_puts(o, "<p>With the case file: the chain of acts, the stored bytes and the database itself. The "
		    "command must exit with 0, and the head it prints must be the head of section 13 or a "
		    "later one of the same case:</p><pre>cottingley case verify CASE.cott</pre><p>The data "
		    "inside this page. The number printed must be the one on the first page:</p><pre>sed -n "
		    "'s|^&lt;script type=&quot;application/json&quot; id=&quot;report&quot;&gt;||p' "
		    "REPORT.html | sha256sum</pre><p class=\"small\">Names are shown safely: a mark such as "
		    "&lt;U+202E&gt; stands for an invisible character of the name.</p>");
}

void html_review(struct str *o, const struct report_case *c)
{
	(void)c;
	str_puts(o, "<p>No review by a second examiner is recorded; this version does not record reviews. "
		    "Space for one on paper:</p><table class=\"sign\"><tbody><tr><th "
		    "scope=\"row\">Reviewer</th><td></td></tr>"
		    "<tr><th scope=\"row\">Agrees / with changes / disagrees, because</th><td></td></tr>"
		    "<tr><th scope=\"row\">Date and signature</th><td></td></tr></tbody></table>");
}

/* ---- appendix ---- */

static void libraries(struct str *o, const struct value *v)
{
	for (const struct value *l = v ? v->first : NULL; l; l = l->next)
		html_printf(o, "%s%s %s", l == v->first ? "" : ", ", l->key,
			    l->kind == VALUE_TEXT ? l->text : "");
}

static bool same_libraries(const struct value *a, const struct value *b)
{
	const struct value *x = a ? a->first : NULL, *y = b ? b->first : NULL;

	for (; x && y; x = x->next, y = y->next)
		if (strcmp(x->key, y->key) != 0 ||
		    strcmp(x->text ? x->text : "", y->text ? y->text : "") != 0)
			return false;
	return !x && !y;
}

static bool same_tools(const struct examination *a, const struct examination *b)
{
	return strcmp(a->tool_version ? a->tool_version : "", b->tool_version ? b->tool_version : "") == 0 &&
	       a->sandbox == b->sandbox && memcmp(a->context_sha256, b->context_sha256, SHA256_LEN) == 0 &&
	       same_libraries(a->libraries, b->libraries);
}

static void tool_row(struct str *o, const struct report_exhibit *x)
{
	char hex[2 * SHA256_LEN + 1];

	html_printf(o, "<tr><th scope=\"row\">from %s</th><td>%s</td><td>", x->label, x->exam->tool_version);
	libraries(o, x->exam->libraries);
	html_printf(o, "</td><td>%s", sandbox_name(x->exam->sandbox));
	if (x->exam->sandbox_note && x->exam->sandbox_note[0])
		html_printf(o, " (%s)", x->exam->sandbox_note);
	str_puts(o, "</td><td>");
	html_hex(o, hex_encode(hex, x->exam->context_sha256, SHA256_LEN));
	str_puts(o, "</td></tr>");
}

/* One row for each run of exhibits that were examined with the same things. */
static void tools(struct str *o, const struct report_case *c)
{
	const struct examination *last = NULL;

	for (size_t i = 0; i < c->n_exhibits; i++) {
		const struct report_exhibit *x = &c->exhibits[i];

		if (!x->exam || (last && same_tools(last, x->exam)))
			continue;
		if (!last)
			str_puts(o, "<table class=\"dense\"><caption>Versions</caption><thead><tr><th "
				    "scope=\"col\">Exhibits</th><th scope=\"col\">Cottingley</th><th "
				    "scope=\"col\">Libraries</th><th scope=\"col\">Sandbox</th><th "
				    "scope=\"col\">Context, SHA-256</th></tr></thead><tbody>");
		last = x->exam;
		tool_row(o, x);
	}
	str_puts(o, last ? "</tbody></table>" : "<p>No examination, so no versions to name.</p>");
}

static const char glossary[] =
	"<h3>Words</h3><dl class=\"words\">"
	"<dt>alert</dt><dd>a trace that needs no statistics, for example a thumbnail that shows another "
	"scene</dd>"
	"<dt>warning</dt><dd>a trace strong enough to look at this picture first</dd>"
	"<dt>notice</dt><dd>something worth knowing that often has an innocent cause</dd>"
	"<dt>nothing found</dt><dd>the checks that could speak found nothing; no statement that the picture "
	"is unaltered</dd>"
	"<dt>little could be examined</dt><dd>fewer than half of the checks could speak</dd>"
	"<dt>observation</dt><dd>what is there, without a judgement</dd>"
	"<dt>interpretation</dt><dd>what an observation may mean, always with other explanations</dd>"
	"<dt>uncalibrated</dt><dd>nobody has measured how often this score misleads on pictures of this "
	"kind</dd>"
	"<dt>SHA-256</dt><dd>a fingerprint of the bytes of a file: two files with the same one are the same "
	"file</dd>"
	"<dt>H1, H2</dt><dd>two propositions that exclude each other; the examination supports one of them "
	"more, or neither</dd></dl>";

void html_appendix(struct str *o, const struct report_case *c)
{
	tools(o, c);
	str_puts(o, "<p>The self-test of the program was not part of making this report; <code>cottingley "
		    "selftest</code> runs it.</p>");
	str_puts(o, glossary);
	str_puts(o, "<h3>Data</h3><p>Everything above stands once more for programs at the end of this file, "
		    "in JSON (schema cottingley-report/1). It is the same as what <code>cottingley report "
		    "--format json</code> writes.</p>");
}
