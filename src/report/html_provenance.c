/* SPDX-License-Identifier: GPL-3.0-or-later */
/* html_provenance.c: what was signed, by whom, when, and whether it still holds, exhibit by exhibit: five answers, the
 * manifest chain, everything below it, what the signature leaves out, and the lists that the answers rest on. The words
 * are those of base/provenance.h, which the screen and the command line show too. */
#include "src/base/base.h"
#include "src/report/html.h"

#include "src/base/provenance.h"

enum { DEPTHS = 8 };

static const struct value *details_of(const struct examination *x, const char *check)
{
	const struct result *r = x ? exam_result(x, check) : NULL;

	return r && r->status == RESULT_DONE ? r->details : NULL;
}

/* ---- answers ---- */

static const char *mark_words(enum provenance_mark m)
{
	static const char *const words[] = {
		[PROVENANCE_PLAIN] = "", [PROVENANCE_HOLDS] = "checked, holds", [PROVENANCE_BROKEN] = "checked, does not hold",
		[PROVENANCE_OPEN] = "not checked, not judged or not said",
	};

	return words[(unsigned)m < ARRAY_LEN(words) ? m : PROVENANCE_PLAIN];
}

static void sign(struct str *o, enum provenance_mark m)
{
	if (m == PROVENANCE_PLAIN)
		str_puts(o, "<span class=\"glyph\"></span>");
	else
		html_printf(o, "<span class=\"glyph\" title=\"%s\">%s</span>", mark_words(m), provenance_sign(m, false));
}

static void answers(struct str *o, const struct value *details)
{
	str_puts(o, "<dl>");
	for (unsigned i = 0; i < PROVENANCE_ANSWERS; i++) {
		struct provenance_answer a = provenance_answer(details, i);
		const struct value *items = a.items;

		html_printf(o, "<dt>%s</dt><dd>", a.name);
		sign(o, a.mark);
		html_printf(o, " %s", a.text);
		if (items)
			str_puts(o, "<ul>");
		for (const struct value *v = items ? items->first : NULL; v; v = v->next)
			if (v->kind == VALUE_TEXT)
				html_printf(o, "<li>%s</li>", v->text);
		str_puts(o, items ? "</ul></dd>" : "</dd>");
	}
	str_puts(o, "</dl>");
}

/* ---- the chain ---- */

static void manifest_cells(struct str *o, const struct provenance_row *r)
{
	html_printf(o, "<tr><td class=\"d%u\">", r->depth < DEPTHS ? r->depth : DEPTHS);
	sign(o, r->mark);
	html_printf(o, " <strong>%s</strong>", r->text);
}

static void end_manifest(struct str *o, const struct provenance_row *r)
{
	html_printf(o, "</td><td>%s</td><td>%s</td></tr>", r->tool[0] ? r->tool : "not said", r->signer);
}

static void chain(struct str *o, const struct provenance_tree *t)
{
	const struct provenance_row *manifest = NULL;

	str_puts(o, "<table class=\"chain\"><caption>The manifest chain, newest first. A number is the place of a manifest in "
		    "the store; what is set in lies inside the manifest above it. Names in quotation marks are claims "
		    "of a certificate that is on no list.</caption><thead><tr><th scope=\"col\">What was done</th><th "
		    "scope=\"col\">With</th><th scope=\"col\">Signed by</th></tr></thead><tbody>");
	for (uint32_t i = 0; i < t->n; i++) {
		const struct provenance_row *r = &t->rows[i];

		if (r->kind == CHAIN_MANIFEST) {
			if (manifest)
				end_manifest(o, manifest);
			manifest_cells(o, r);
			manifest = r;
		} else if (r->kind == CHAIN_LINE && manifest) {
			html_printf(o, "<br /><span class=\"small\">%s</span>", r->text);
		}
	}
	if (manifest)
		end_manifest(o, manifest);
	str_puts(o, "</tbody></table>");
}

/* ---- everything below a manifest ---- */

static void item(struct str *o, const struct provenance_row *r)
{
	html_printf(o, "<li class=\"i%u\">", r->indent ? 1 : 0);
	if (r->mark != PROVENANCE_PLAIN) {
		sign(o, r->mark);
		str_putc(o, ' ');
	}
	html_printf(o, "%s</li>", r->text);
}

/* Closes what is open down to the level that `next` begins at. */
static void close_lists(struct str *o, bool *in_part)
{
	if (*in_part)
		str_puts(o, "</ul>");
	*in_part = false;
}

static void below(struct str *o, const struct provenance_tree *t)
{
	bool in_part = false;

	for (uint32_t i = 0; i < t->n; i++) {
		const struct provenance_row *r = &t->rows[i];

		if (r->kind == CHAIN_MANIFEST || r->kind == CHAIN_PART || r->kind == CHAIN_MORE)
			close_lists(o, &in_part);
		if (r->kind == CHAIN_MANIFEST)
			html_printf(o, "<h4>Manifest %s</h4>", r->text);
		else if (r->kind == CHAIN_MORE)
			html_printf(o, "<p class=\"small\">%s</p>", r->text);
		else if (r->kind == CHAIN_PART) {
			html_printf(o, "<p class=\"part\">%s</p><ul class=\"rows\">", r->text);
			in_part = true;
		} else if (r->kind == CHAIN_ITEM && in_part)
			item(o, r);
	}
	close_lists(o, &in_part);
}

/* ---- what is not bound; lists ---- */

static void number(struct str *o, const struct value *map, const char *key)
{
	int64_t n = provenance_int(map, key, -1);

	str_puts(o, "<td class=\"n\">");
	if (n < 0)
		str_puts(o, "not recorded");
	else
		str_printf(o, "%llu", (unsigned long long)n);
	str_puts(o, "</td>");
}

/* The store is signed in a way of its own. */
static bool is_store(const struct value *range)
{
	return strcmp(provenance_text(range, "kind"), "store") == 0;
}

static void unbound(struct str *o, const struct value *details)
{
	const struct value *all = provenance_array(details, "unbound");
	size_t n = 0;

	for (const struct value *v = all ? all->first : NULL; v; v = v->next)
		n += !is_store(v);
	if (n == 0) {
		if (provenance_binds(details))
			str_puts(o, "<p class=\"small\">Beside the manifest store itself, no bytes of the file are left out of "
				    "what was signed.</p>");
		return;
	}
	str_puts(o, "<table class=\"dense\"><caption>Bytes that no signature speaks about</caption><thead><tr><th scope=\"col\" "
		    "class=\"n\">At byte</th><th scope=\"col\" class=\"n\">Length</th><th scope=\"col\">Kind</th><th "
		    "scope=\"col\">What</th></tr></thead><tbody>");
	for (const struct value *v = all->first; v; v = v->next) {
		if (is_store(v))
			continue;
		str_puts(o, "<tr>");
		number(o, v, "start");
		number(o, v, "length");
		html_printf(o, "<td>%s</td><td>%s</td></tr>", provenance_text(v, "kind"), provenance_text(v, "what"));
	}
	str_puts(o, "</tbody></table>");
}

static void day(struct str *o, const struct value *list, const char *key)
{
	const char *t = provenance_text(list, key);

	str_puts(o, "<td class=\"t\">");
	if (t[0])
		html_time(o, t);
	else
		str_puts(o, "not said");
	str_puts(o, "</td>");
}

static void lists(struct str *o, const struct value *details)
{
	const struct value *all = provenance_array(details, "lists");
	struct str words;

	str_init(&words, 65536);
	provenance_lists(details, &words);
	html_printf(o, "<p class=\"small\">%s.</p>", words.data);
	str_release(&words);
	if (!all)
		return;
	str_puts(o, "<table class=\"dense\"><caption>Trust lists that were asked</caption><thead><tr><th scope=\"col\">Name</th><th "
		    "scope=\"col\">Kind</th><th scope=\"col\">Issued</th><th scope=\"col\">Next update</th><th scope=\"col\">"
		    "Installed</th><th scope=\"col\">SHA-256</th></tr></thead><tbody>");
	for (const struct value *v = all->first; v; v = v->next) {
		html_printf(o, "<tr><td>%s</td><td>%s</td>", provenance_text(v, "name"), provenance_text(v, "kind"));
		day(o, v, "issued");
		day(o, v, "next_update");
		day(o, v, "added");
		str_puts(o, "<td class=\"any\">");
		html_hex(o, provenance_text(v, "sha256"));
		str_puts(o, "</td></tr>");
	}
	str_puts(o, "</tbody></table>");
}

static void texts(struct str *o, const struct value *details, const char *key, const char *title)
{
	const struct value *all = provenance_array(details, key);

	if (!all)
		return;
	html_printf(o, "<p class=\"part\">%s</p><ul>", title);
	for (const struct value *v = all->first; v; v = v->next)
		html_printf(o, "<li>%s</li>", provenance_text(v, "text"));
	str_puts(o, "</ul>");
}

static void attestation(struct str *o, const struct value *details)
{
	const struct value *steps = provenance_array(details, "steps");
	struct str words;

	if (!details)
		return;
	str_init(&words, 65536);
	provenance_attestation(details, &words);
	html_printf(o, "<p class=\"part\">Attestation: %s</p>", words.data);
	str_release(&words);
	if (!steps)
		return;
	str_puts(o, "<ul class=\"rows\">");
	for (const struct value *s = steps->first; s; s = s->next)
		html_printf(o, "<li class=\"i0\">%s: %s. %s</li>", provenance_text(s, "step"), provenance_text(s, "answer"),
			    provenance_text(s, "text"));
	str_puts(o, "</ul>");
}

/* ---- the section ---- */

static void whole_chain(struct str *o, const struct value *details)
{
	struct provenance_wish closed = { .open_all = 0 }, open = { .open_all = PART_EVERY };
	struct provenance_tree t;

	provenance_tree_make(details, &closed, &t);
	if (t.n)
		chain(o, &t);
	else
		str_puts(o, "<p>There is a manifest store, but no manifest of it could be read.</p>");
	provenance_tree_release(&t);
	unbound(o, details);
	provenance_tree_make(details, &open, &t);
	below(o, &t);
	provenance_tree_release(&t);
}

static void exhibit(struct str *o, const struct report_exhibit *x)
{
	const struct value *details = details_of(x->exam, "c2pa");
	enum level tone;

	html_printf(o, "<h3 id=\"p-%s\">Exhibit %s</h3>", x->label, x->label);
	html_printf(o, "<p class=\"lead\"><strong>%s</strong></p>", provenance_headline(details, &tone));
	answers(o, details);
	if (provenance_present(details)) {
		whole_chain(o, details);
		attestation(o, details_of(x->exam, "attestation"));
	}
	texts(o, details, "residue", "Traces of Content Credentials outside a store");
	texts(o, details, "incidents", "Known incidents that this may concern");
	lists(o, details);
}

void html_provenance(struct str *o, const struct report_case *c)
{
	size_t silent = 0, withheld = 0;

	str_puts(o, "<p>Content Credentials (C2PA) that a file carries. A signature that holds binds bytes to a key; it does not say "
		    "that what the picture shows happened. That a picture carries none is no finding: many services strip "
		    "them, and most devices write none.</p>");
	for (size_t i = 0; i < c->n_exhibits; i++) {
		const struct result *r = c->exhibits[i].exam ? exam_result(c->exhibits[i].exam, "c2pa") : NULL;

		if (details_of(c->exhibits[i].exam, "c2pa"))
			exhibit(o, &c->exhibits[i]);
		else if (r && r->status == RESULT_DONE) /* a report for the public (public.h) */
			withheld++;
		else
			silent++;
	}
	if (silent)
		html_printf(o, "<p>%zu of %zu exhibits were not examined for Content Credentials.</p>", silent, c->n_exhibits);
	if (withheld)
		html_printf(o, "<p>%zu of %zu exhibits were examined for Content Credentials; who signed, when and what it says is "
			       "left out of this report.</p>", withheld, c->n_exhibits);
	str_puts(o, "<p class=\"small\">Publisher signatures and time proofs outside the file were not examined by this "
		    "version.</p>");
}
