/* SPDX-License-Identifier: GPL-3.0-or-later */
/* html_record.c: what was not looked at, what happened when, and who did what to the case. */
#include "src/base/base.h"
#include "src/report/html.h"

#include "src/base/mem.h"

void html_lists(struct str *o, const struct report_case *c)
{
	(void)c;
	str_puts(o, "<p>No hash lists, camera lists or registers of earlier appearances were consulted by "
		    "this version.</p>");
}

/* ---- timeline ---- */

struct event {
	const char *at, *what, *label, *who;
	size_t order; /* of collection: equal times keep it */
};

static int by_time(const void *a, const void *b)
{
	const struct event *x = a, *y = b;
	int c = strcmp(x->at, y->at);

	if (c)
		return c;
	return x->order < y->order ? -1 : x->order > y->order;
}

static void add(struct event *list, size_t *n, const char *at, const char *what, const char *label,
		const char *who)
{
	if (!at || !at[0])
		return;
	list[*n] = (struct event){ .at = at, .what = what, .label = label, .who = who, .order = *n };
	(*n)++;
}

static size_t room_for(const struct report_case *c)
{
	size_t n = 2 + c->n_notes;

	for (size_t i = 0; i < c->n_exhibits; i++)
		n += 1 + c->exhibits[i].n_notes + c->exhibits[i].n_verdicts;
	return n;
}

static size_t collect(const struct report_case *c, struct event *list)
{
	size_t n = 0;

	add(list, &n, c->created, "case opened", "", "");
	for (size_t i = 0; i < c->n_notes; i++)
		add(list, &n, c->notes[i].at, "note on the case", "", c->notes[i].author);
	for (size_t i = 0; i < c->n_exhibits; i++) {
		const struct report_exhibit *x = &c->exhibits[i];

		add(list, &n, x->acquired, "exhibit received", x->label, "");
		for (size_t j = 0; j < x->n_notes; j++)
			add(list, &n, x->notes[j].at, "note", x->label, x->notes[j].author);
		for (size_t j = 0; j < x->n_verdicts; j++)
			add(list, &n, x->verdicts[j].at, "verdict", x->label, x->verdicts[j].author);
	}
	add(list, &n, c->generated, "state that this report shows", "", "");
	qsort(list, n, sizeof *list, by_time);
	return n;
}

static void logged(struct str *o, const struct report_case *c)
{
	struct event *list = mem_array(room_for(c), sizeof *list);
	size_t n;

	if (!list) {
		str_puts(o, "<p>The timeline did not fit into memory.</p>");
		return;
	}
	n = collect(c, list);
	str_puts(o, "<table class=\"dense\"><caption>Logged: by this program, with the clock of the machine "
		    "it ran on</caption><thead><tr><th scope=\"col\">UTC</th><th "
		    "scope=\"col\">Exhibit</th><th scope=\"col\">What</th><th "
		    "scope=\"col\">Who</th></tr></thead><tbody>");
	for (size_t i = 0; i < n; i++)
		html_printf(o, "<tr><td class=\"t\">%s</td><td>%s</td><td>%s</td><td>%s</td></tr>",
			    list[i].at, list[i].label ? list[i].label : "", list[i].what,
			    list[i].who ? list[i].who : "");
	str_puts(o, "</tbody></table>");
	mem_free(list);
}

static void claims_of(struct str *o, const struct report_exhibit *x, bool *open)
{
	for (const struct value *v = x->exam && x->exam->facts ? x->exam->facts->first : NULL; v;
	     v = v->next) {
		if (v->kind != VALUE_TEXT || !v->key ||
		    (strncmp(v->key, "date", 4) != 0 && strcmp(v->key, "gps_date") != 0))
			continue;
		if (!*open)
			str_puts(o, "<table class=\"dense\"><caption>Claimed: written in the files, mostly "
				    "without a time zone. A clock may have been wrong, and anybody can write "
				    "these fields.</caption><thead><tr><th scope=\"col\">As written</th><th "
				    "scope=\"col\">Exhibit</th><th "
				    "scope=\"col\">Field</th></tr></thead><tbody>");
		*open = true;
		html_printf(o, "<tr><td class=\"t\">%s</td><td>%s</td><td>%s</td></tr>", v->text, x->label,
			    v->key);
	}
}

void html_timeline(struct str *o, const struct report_case *c)
{
	bool open = false;

	for (size_t i = 0; i < c->n_exhibits; i++)
		claims_of(o, &c->exhibits[i], &open);
	str_puts(o, open ? "</tbody></table>" : "<p>The files claim no dates.</p>");
	logged(o, c);
	str_puts(o, "<p class=\"small\">No time here is attested by a third party.</p>");
}

/* ---- custody and audit ---- */

void html_custody(struct str *o, const struct report_case *c)
{
	str_puts(o, "<p>Every act on the case is a row of a chain: each row carries the SHA-256 of the row "
		    "before it, so that a changed or removed row in the middle shows. A chain cut off at its "
		    "end does not show by itself: compare the head below with the head of the case "
		    "file.</p><dl class=\"props\"><dt>Chain head</dt><dd>");
	html_hex(o, c->audit_head);
	html_printf(o,
		    "</dd><dt>Rows</dt><dd>%lu</dd><dt>Outside proof</dt><dd>none: no third party has "
		    "stamped this head</dd></dl>",
		    (unsigned long)c->audit_seq);
	if (!c->n_audit) {
		str_puts(o, "<p>No audit rows came with this report.</p>");
		return;
	}
	str_puts(o, "<table class=\"dense\"><caption>Audit rows</caption><thead><tr><th "
		    "scope=\"col\">No.</th><th scope=\"col\">UTC</th><th scope=\"col\">Who</th><th "
		    "scope=\"col\">Act</th><th scope=\"col\">On</th><th scope=\"col\">Detail</th><th "
		    "scope=\"col\">Hash, first 16 digits</th></tr></thead><tbody>");
	for (size_t i = 0; i < c->n_audit; i++) {
		const struct report_audit *r = &c->audit[i];
		char start[17];

		snprintf(start, sizeof start, "%.16s", r->hash ? r->hash : "");
		html_printf(o,
			    "<tr><td class=\"n\">%lu</td><td "
			    "class=\"t\">%s</td><td>%s</td><td>%s</td><td>%s</td><td class=\"any\">%s</td><td>",
			    (unsigned long)r->seq, r->at, r->actor, r->action, r->subject ? r->subject : "",
			    r->detail ? r->detail : "");
		html_hex(o, start);
		str_puts(o, "</td></tr>");
	}
	str_puts(o, "</tbody></table>");
}
