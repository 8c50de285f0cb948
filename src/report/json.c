/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json.c: schema cottingley-report/1. The examinations are embedded whole; runs and findings repeat of them
 * what other parts of the report point to, under the numbers that the page prints. */
#include "src/base/base.h"
#include "src/report/html.h"

#include "src/base/case_json.h"
#include "src/base/json.h"
#include "src/base/utf8.h"

static void set(json_t *o, const char *key, json_t *v)
{
	json_object_set_new_nocheck(o, key, v);
}

static json_t *hex(const uint8_t *bytes, size_t len)
{
	char buf[2 * SHA256_LEN + 1];

	return bytes ? json_string(hex_encode(buf, bytes, len)) : json_null();
}

/* "" and NULL: an empty list; else a list of one. */
static json_t *list_of(const char *s)
{
	json_t *a = json_array();

	if (s && s[0])
		json_array_append_new(a, json_text(s));
	return a;
}

static json_t *tags(const char *s)
{
	json_t *a = json_array();
	char one[256];

	while (s && *s) {
		size_t len;

		s += strspn(s, " ");
		len = strcspn(s, ",");
		if (len)
			json_array_append_new(a, json_text(utf8_sanitise(one, sizeof one, s, len)));
		s += len + (s[len] == ',');
	}
	return a;
}

static json_t *exhibit(const struct report_exhibit *x)
{
	json_t *o = json_object(), *intake = json_object();

	set(o, "label", json_text(x->label));
	set(o, "sha256", hex(x->sha256, SHA256_LEN));
	set(o, "size", json_integer((json_int_t)x->size));
	set(o, "mime", x->exam ? json_text(x->exam->media_type) : json_null());
	set(o, "name_shown", json_text(x->path));
	set(intake, "acquired", json_text(x->acquired));
	set(intake, "bytes", json_string(x->stored ? "stored" : "referenced"));
	set(o, "intake", intake);
	set(o, "tags", tags(x->tags));
	set(o, "examination", x->exam ? json_examination(x->exam) : json_null());
	return o;
}

static void add_runs(json_t *a, const struct report_exhibit *x)
{
	for (uint32_t i = 0; x->exam && i < x->exam->n_results; i++) {
		const struct result *r = &x->exam->results[i];
		json_t *o = json_object();

		set(o, "exhibit", json_text(x->label));
		set(o, "tool", json_text(r->check));
		set(o, "version", json_integer(r->version));
		set(o, "params", r->params ? json_value(r->params) : json_object());
		set(o, "status", json_text(result_status_name(r->status)));
		set(o, "in_sha256", hex(x->sha256, SHA256_LEN));
		json_array_append_new(a, o);
	}
}

static json_t *finding(const struct report_exhibit *x, const struct result *r, const struct finding *f,
		       unsigned number)
{
	json_t *o = json_object(), *alternatives = json_array();
	char id[64];

	snprintf(id, sizeof id, "%s.%c%u", x->label ? x->label : "",
		 f->kind == FINDING_OBSERVATION ? 'O' : 'I', number);
	set(o, "id", json_text(id));
	set(o, "kind", json_text(finding_kind_name(f->kind)));
	set(o, "exhibit", json_text(x->label));
	set(o, "run", json_text(r->check));
	set(o, "code", json_text(f->code));
	set(o, "level", json_text(level_name(f->level)));
	set(o, "region",
	    f->has_region ? json_pack("[iiii]", f->region[0], f->region[1], f->region[2], f->region[3])
			  : json_null());
	set(o, "text", json_text(f->summary));
	for (uint32_t i = 0; i < f->n_alternatives; i++)
		json_array_append_new(alternatives, json_text(f->alternatives[i]));
	set(o, "alternatives", alternatives);
	return o;
}

static void add_findings(json_t *a, const struct report_exhibit *x)
{
	unsigned number[FINDING_KIND_COUNT] = { 0 };

	for (uint32_t i = 0; x->exam && i < x->exam->n_results; i++) {
		const struct result *r = &x->exam->results[i];

		for (uint32_t j = 0; j < r->n_findings; j++) {
			const struct finding *f = &r->findings[j];
			bool interpretation = f->kind == FINDING_INTERPRETATION;

			json_array_append_new(a, finding(x, r, f, ++number[interpretation]));
		}
	}
}

static void add_verdicts(json_t *a, const struct report_exhibit *x)
{
	for (size_t i = 0; i < x->n_verdicts; i++) {
		const struct report_verdict *v = &x->verdicts[i];
		json_t *o = json_object();

		set(o, "exhibit", json_text(x->label));
		set(o, "author", json_text(v->author));
		set(o, "at", json_text(v->at));
		set(o, "question", json_text(v->question));
		set(o, "h1", json_text(v->h1));
		set(o, "h2", json_text(v->h2));
		set(o, "level", v->not_suitable ? json_null() : json_integer(v->level));
		set(o, "suitable", json_boolean(!v->not_suitable));
		set(o, "p", json_null());
		set(o, "category", list_of(v->category));
		set(o, "limits", list_of(v->limits));
		set(o, "superseded", json_boolean(v->superseded));
		json_array_append_new(a, o);
	}
}

static void add_notes(json_t *a, const char *label, const struct report_note *notes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		json_t *o = json_object();

		set(o, "exhibit", json_text(label));
		set(o, "author", json_text(notes[i].author));
		set(o, "at", json_text(notes[i].at));
		set(o, "text", json_text(notes[i].text));
		set(o, "superseded", json_boolean(notes[i].superseded));
		json_array_append_new(a, o);
	}
}

static json_t *methods(const struct report_case *c)
{
	json_t *a = json_array();

	for (size_t i = 0; i < c->n_methods; i++) {
		const struct report_method *m = &c->methods[i];
		json_t *o = json_object();

		set(o, "id", json_text(m->id));
		set(o, "version", json_integer(m->version));
		set(o, "title", json_text(m->title));
		set(o, "question", json_text(m->question));
		json_array_append_new(a, o);
	}
	return a;
}

static json_t *audit(const struct report_case *c)
{
	json_t *o = json_object(), *rows = json_array();

	set(o, "seq", json_integer((json_int_t)c->audit_seq));
	set(o, "head", json_text(c->audit_head));
	set(o, "proofs", json_array());
	for (size_t i = 0; i < c->n_audit; i++) {
		const struct report_audit *r = &c->audit[i];
		json_t *row = json_object();

		set(row, "seq", json_integer((json_int_t)r->seq));
		set(row, "at", json_text(r->at));
		set(row, "actor", json_text(r->actor));
		set(row, "action", json_text(r->action));
		set(row, "subject", json_text(r->subject));
		set(row, "detail", json_text(r->detail));
		set(row, "hash", json_text(r->hash));
		json_array_append_new(rows, row);
	}
	set(o, "rows", rows);
	return o;
}

static json_t *head(const struct report_case *c)
{
	json_t *o = json_object(), *of = json_object(), *made = json_object();

	set(o, "schema", json_string("cottingley-report/1"));
	set(of, "id", json_text(c->uuid));
	set(of, "title", json_text(c->title));
	set(of, "created", json_text(c->created));
	set(o, "case", of);
	set(made, "at", json_text(c->generated));
	set(made, "tool", json_string("cottingley"));
	set(made, "version", json_text(c->tool_version));
	set(made, "network", json_text(c->offline_words));
	set(o, "generated", made);
	return o;
}

static json_t *label_of(void *arg, uint32_t i)
{
	const struct report_case *c = arg;

	return json_pack("{s:o}", "exhibit", i < c->n_exhibits ? json_text(c->exhibits[i].label) : json_null());
}

/* The answers of the check c2pa; everything else that it found stands among the runs. */
static json_t *provenance(const struct report_case *c)
{
	static const char *const keys[] = { "state", "answers", "judges", "lists" };
	json_t *all = json_array();

	for (size_t i = 0; i < c->n_exhibits; i++) {
		const struct result *r = c->exhibits[i].exam ? exam_result(c->exhibits[i].exam, "c2pa") : NULL;
		json_t *one;

		if (!r || r->status != RESULT_DONE || !r->details)
			continue;
		one = json_object();
		set(one, "exhibit", json_text(c->exhibits[i].label));
		for (size_t k = 0; k < ARRAY_LEN(keys); k++) {
			const struct value *v = value_get(r->details, keys[k]);

			set(one, keys[k], v ? json_value(v) : json_null());
		}
		json_array_append_new(all, one);
	}
	return all;
}

static json_t *document(const struct report_case *c)
{
	json_t *o = head(c), *exhibits = json_array(), *runs = json_array(), *findings = json_array(),
	       *verdicts = json_array(), *notes = json_array();

	add_notes(notes, NULL, c->notes, c->n_notes);
	for (size_t i = 0; i < c->n_exhibits; i++) {
		const struct report_exhibit *x = &c->exhibits[i];

		json_array_append_new(exhibits, exhibit(x));
		add_runs(runs, x);
		add_findings(findings, x);
		add_verdicts(verdicts, x);
		add_notes(notes, x->label, x->notes, x->n_notes);
	}
	set(o, "exhibits", exhibits);
	set(o, "methods", methods(c));
	set(o, "runs", runs);
	set(o, "findings", findings);
	set(o, "verdicts", verdicts);
	set(o, "notes", notes);
	set(o, "together", c->together ? json_case_report(c->together, label_of, (void *)(uintptr_t)c)
				       : json_null());
	set(o, "provenance", provenance(c));
	set(o, "lists", json_array());
	set(o, "audit", audit(c));
	return o;
}

static void put_escape(struct str *out, uint32_t cp)
{
	if (cp >= 0x10000) {
		cp -= 0x10000;
		str_printf(out, "\\u%04x\\u%04x", (unsigned)(0xD800 + (cp >> 10)),
			   (unsigned)(0xDC00 + (cp & 0x3FF)));
	} else {
		str_printf(out, "\\u%04x", (unsigned)cp);
	}
}

/* < > & and invisible code points stand only inside strings of the text, where an escape means the same. */
static void put_safely(struct str *out, const char *text)
{
	size_t len = strlen(text);
	uint32_t cp;

	for (size_t i = 0; i < len;) {
		unsigned n = utf8_decode(text + i, len - i, &cp);

		if (NEVER(n == 0)) /* json_text() lets no other bytes through */
			return;
		if (strchr("<>&", text[i]) || utf8_unsafe(cp))
			put_escape(out, cp);
		else
			str_add(out, text + i, n);
		i += n;
	}
}

enum status report_json(const struct report_case *c, struct str *out, struct error *e)
{
	json_t *j = document(c);
	char *text = j ? json_line(j) : NULL;

	json_decref(j);
	if (!text)
		return err_nomem(e);
	put_safely(out, text);
	str_putc(out, '\n');
	free(text);
	if (out->failed)
		return err_set(e, ST_LIMIT,
			       "the report would be larger than %zu bytes; export fewer exhibits", out->max);
	return ST_OK;
}
