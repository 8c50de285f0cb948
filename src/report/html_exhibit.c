/* SPDX-License-Identifier: GPL-3.0-or-later */
/* html_exhibit.c: what each exhibit is, and what could be asked of it. */
#include "src/base/base.h"
#include "src/report/html.h"

static void term(struct str *o, const char *name)
{
	html_printf(o, "<dt>%s</dt><dd>", name);
}

static void end(struct str *o)
{
	str_puts(o, "</dd>");
}

static void row(struct str *o, const char *name, const char *text)
{
	term(o, name);
	html_text(o, text);
	end(o);
}

static void hash_row(struct str *o, const char *name, const uint8_t *bytes, size_t len)
{
	char hex[2 * SHA256_LEN + 1];

	term(o, name);
	html_hex(o, bytes ? hex_encode(hex, bytes, len) : NULL);
	end(o);
}

static void identity(struct str *o, const struct report_exhibit *x)
{
	const struct examination *e = x->exam;

	row(o, "Name", report_base_name(x->path));
	row(o, "Given as", x->path);
	if (e && e->link_target)
		row(o, "Link to", e->link_target);
	term(o, "Size");
	html_bytes(o, x->size);
	end(o);
	if (e) {
		term(o, "Format");
		html_printf(o, "%s (%s)", e->format ? e->format : "not recognised",
			    e->media_type ? e->media_type : "application/octet-stream");
		end(o);
	}
	if (e && e->width && e->height) {
		term(o, "Dimensions");
		html_printf(o, "%u \u00D7 %u pixels as stored", e->width, e->height);
		end(o);
	}
	hash_row(o, "SHA-256", x->sha256, SHA256_LEN);
	if (e) {
		hash_row(o, "SHA-1", e->digests.sha1, SHA1_LEN);
		hash_row(o, "MD5", e->digests.md5, MD5_LEN);
	}
	term(o, "Received");
	html_time(o, x->acquired);
	end(o);
	row(o, "Kept",
	    x->stored ? "a copy of the bytes is in the case file"
		      : "path and hash only; the file stays where it was");
	row(o, "Tags", x->tags && x->tags[0] ? x->tags : "none");
}

static void coverage(struct str *o, const struct examination *x)
{
	html_printf(o, "%u of %u checks could speak.", x->spoke, x->spoke + x->silent);
	for (uint32_t i = 0; i < x->n_reasons; i++)
		html_printf(o, "%s%s (%u)", i ? ", " : " Silent because: ", x->reasons[i].reason,
			    x->reasons[i].count);
	if (x->n_reasons)
		str_putc(o, '.');
	if (x->chance_flags >= 0)
		html_printf(o, " Flags expected by chance on an unaltered picture: %g.", x->chance_flags);
	else
		str_puts(o, " How many flags chance alone would raise is not known: the checks are not "
			    "calibrated for pictures like this one.");
}

static void why(struct str *o, const struct examination *x)
{
	if (!x->n_why) {
		str_puts(o, "no rule fired");
		return;
	}
	str_puts(o, "<ul>");
	for (uint32_t i = 0; i < x->n_why; i++)
		html_printf(o, "<li>%s</li>", x->why[i]);
	str_puts(o, "</ul>");
}

static void failure(struct str *o, const struct examination *x)
{
	html_printf(o, "%s (%s", x->error.message, status_name(x->status));
	if (x->error.has_offset)
		html_printf(o, ", at byte %lu", (unsigned long)x->error.offset);
	str_puts(o, "). The other statements about this exhibit come from its bytes alone.");
}

static void outcome(struct str *o, const struct report_exhibit *x)
{
	term(o, "Level");
	html_exam_level(o, x->exam);
	end(o);
	if (!x->exam)
		return;
	if (x->exam->status != ST_OK) {
		term(o, "Problem");
		failure(o, x->exam);
		end(o);
		return;
	}
	term(o, "Why");
	why(o, x->exam);
	end(o);
	term(o, "Coverage");
	coverage(o, x->exam);
	end(o);
}

/* ---- what the file says about itself ---- */

static void fact(struct str *o, const struct value *v)
{
	switch (v->kind) {
	case VALUE_TEXT: html_text(o, v->text); break;
	case VALUE_INT: str_printf(o, "%lld", (long long)v->integer); break;
	case VALUE_REAL: html_printf(o, "%g", v->real); break;
	case VALUE_BOOL: str_puts(o, v->boolean ? "yes" : "no"); break;
	case VALUE_NULL: str_puts(o, "none"); break;
	case VALUE_ARRAY:
	case VALUE_MAP:
		for (const struct value *child = v->first; child; child = child->next) {
			if (child->key)
				html_printf(o, "%s ", child->key);
			if (child->kind != VALUE_ARRAY && child->kind != VALUE_MAP)
				fact(o, child);
			if (child->next)
				str_puts(o, ", ");
		}
	}
}

static void facts(struct str *o, const struct examination *x)
{
	if (!x->facts || !x->facts->first) {
		str_puts(o, "<p>The file carries no camera data that this version reads.</p>");
		return;
	}
	str_puts(o, "<p class=\"small\">What the file says about itself. Anybody can write these fields.</p>"
		    "<dl class=\"four\">");
	for (const struct value *v = x->facts->first; v; v = v->next) {
		term(o, v->key);
		fact(o, v);
		end(o);
	}
	str_puts(o, "</dl>");
}

static void embedded(struct str *o, const struct examination *x)
{
	if (!x->n_pictures)
		return;
	str_puts(o, "<table><caption>Pictures inside the file</caption><thead><tr><th "
		    "scope=\"col\">Kind</th><th scope=\"col\">Type</th><th scope=\"col\">At byte</th><th "
		    "scope=\"col\">Length</th><th scope=\"col\">Pixels</th></tr></thead><tbody>");
	for (uint32_t i = 0; i < x->n_pictures; i++) {
		const struct embedded *p = &x->pictures[i];

		html_printf(o, "<tr><td>%s</td><td>%s</td><td>%lu</td><td>%lu</td><td>", p->kind,
			    p->media_type, (unsigned long)p->offset, (unsigned long)p->length);
		if (p->width && p->height)
			html_printf(o, "%u \u00D7 %u</td></tr>", p->width, p->height);
		else
			str_puts(o, "unknown</td></tr>");
	}
	str_puts(o, "</tbody></table>");
}

static void exhibit(struct str *o, const struct report_exhibit *x)
{
	html_printf(o, "<article class=\"exhibit\" id=\"x-%s\"><h3>Exhibit %s</h3><div class=\"card\">",
		    x->label, x->label);
	html_preview(o, x);
	str_puts(o, "<dl>");
	outcome(o, x);
	identity(o, x);
	str_puts(o, "</dl></div>");
	if (x->exam)
		html_printf(o,
			    "<p class=\"small screen\">More on exhibit %s: <a href=\"#c-%s\">checks</a>, <a "
			    "href=\"#o-%s\">observations</a>, <a href=\"#i-%s\">interpretation and "
			    "notes</a>.</p>",
			    x->label, x->label, x->label, x->label);
	if (x->exam && x->exam->status == ST_OK) {
		facts(o, x->exam);
		embedded(o, x->exam);
	}
	str_puts(o, "</article>");
}

void html_exhibits(struct str *o, const struct report_case *c)
{
	if (!c->n_exhibits) {
		str_puts(o, "<p>The case holds no exhibits.</p>");
		return;
	}
	str_puts(o, "<p>From whom an exhibit came, and whether it was derived from another, is not recorded "
		    "by this version.</p>");
	for (size_t i = 0; i < c->n_exhibits; i++)
		exhibit(o, &c->exhibits[i]);
}
