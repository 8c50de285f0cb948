/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be opened below a manifest, part by part. */
#include "src/base/base.h"
#include "src/base/provenance.h"

#include "src/base/json.h"

#include <inttypes.h>

struct writer { /* rows of one part */
	struct provenance_tree *t;
	struct provenance_row at;
};

static PRINTF(3, 4) struct provenance_row *say(struct writer *w, uint32_t indent, const char *fmt, ...)
{
	struct provenance_row *r;
	va_list ap;

	w->at.indent = indent;
	va_start(ap, fmt);
	r = provenance_vadd(w->t, &w->at, fmt, ap);
	va_end(ap);
	return r;
}

/* "label  text", when there is a text. */
static void field(struct writer *w, uint32_t indent, const char *label, const char *text)
{
	if (text[0])
		say(w, indent, "%-12s %s", label, text);
}

static void field_of(struct writer *w, uint32_t indent, const char *label, const struct value *map, const char *key)
{
	field(w, indent, label, provenance_text(map, key));
}

static const struct value *get(const struct value *map, const char *key)
{
	return map && map->kind == VALUE_MAP ? value_get(map, key) : NULL;
}

static const char *text_of(const struct value *v)
{
	return v && v->kind == VALUE_TEXT && v->text ? v->text : "";
}

/* "a, b, c" of an array of texts. */
static void joined(const struct value *array, struct str *o)
{
	for (const struct value *v = array ? array->first : NULL; v; v = v->next)
		str_printf(o, "%s%s", v == array->first ? "" : ", ", text_of(v));
}

static void field_joined(struct writer *w, uint32_t indent, const char *label, const struct value *map,
			 const char *key)
{
	struct str o;

	str_init(&o, 1u << 20);
	joined(provenance_array(map, key), &o);
	field(w, indent, label, o.data);
	str_release(&o);
}

static uint32_t count(const struct value *map, const char *key)
{
	const struct value *v = provenance_array(map, key);

	return v ? v->count : 0;
}

/* ---- about ---- */

static void list_field(struct writer *w, uint32_t indent, const struct value *list)
{
	if (!list || list->kind != VALUE_MAP)
		return;
	say(w, indent, "%-12s %s (%s), issued %s, sha256 %s", "list", provenance_text(list, "name"),
	    provenance_text(list, "kind"),
	    provenance_text(list, "issued")[0] ? provenance_text(list, "issued") : "without a date",
	    provenance_text(list, "sha256"));
}

static void about_stamp(struct writer *w, const struct value *stamp)
{
	if (!stamp || stamp->kind != VALUE_MAP) {
		say(w, 0, "%-12s none", "time stamp");
		return;
	}
	say(w, 0, "%-12s %s, %s, version %" PRId64 ", by %s", "time stamp", provenance_text(stamp, "state"),
	    provenance_text(stamp, "time"), provenance_int(stamp, "version", 0),
	    provenance_text(stamp, "authority")[0] ? provenance_text(stamp, "authority")
						   : "an authority without a name");
	list_field(w, 1, get(stamp, "list"));
	field_of(w, 1, "note", stamp, "note");
}

static void about_revocation(struct writer *w, const struct value *r)
{
	if (!r || r->kind != VALUE_MAP)
		return;
	say(w, 0, "%-12s %s%s%s%s%s", "revocation", provenance_text(r, "state"),
	    provenance_text(r, "source")[0] ? ", by " : "", provenance_text(r, "source"),
	    provenance_text(r, "checked")[0] ? ", answer of " : "", provenance_text(r, "checked"));
	field_of(w, 1, "revoked at", r, "revoked_at");
	field_of(w, 1, "reason", r, "reason");
	field_of(w, 1, "note", r, "note");
}

static void about_signature(struct writer *w, const struct value *s)
{
	const struct value *odd = provenance_array(s, "oddities");

	if (!s || s->kind != VALUE_MAP) {
		say(w, 0, "%-12s none", "signature");
		return;
	}
	say(w, 0, "%-12s %s, %s", "signature",
	    provenance_text(s, "algorithm")[0] ? provenance_text(s, "algorithm") : "unknown algorithm",
	    provenance_true(s, "intact") ? "verifies" : "does not verify");
	say(w, 0, "%-12s %s, judged at %s (%s)", "signer", provenance_text(s, "identity"),
	    provenance_text(s, "judged_at"),
	    strcmp(provenance_text(s, "judged_by"), "stamp") == 0 ? "the time stamp" : "the present time");
	field_of(w, 1, "note", s, "note");
	field_of(w, 1, "entity", s, "entity");
	list_field(w, 1, get(s, "list"));
	about_stamp(w, get(s, "stamp"));
	about_revocation(w, get(s, "revocation"));
	for (const struct value *v = odd ? odd->first : NULL; v; v = v->next)
		field(w, 0, "odd", text_of(v));
}

static void about_binding(struct writer *w, const struct value *b)
{
	struct provenance_row *r;

	if (!b || b->kind != VALUE_MAP)
		return;
	r = say(w, 0, "%-12s %s, %s: %s", "binding", provenance_text(b, "kind"),
		provenance_text(b, "algorithm")[0] ? provenance_text(b, "algorithm") : "unknown algorithm",
		provenance_text(b, "answer"));
	if (r && strcmp(provenance_text(b, "answer"), "match") != 0)
		r->tone = LEVEL_ALERT;
	field_of(w, 1, "note", b, "note");
	if (provenance_true(b, "picture_unbound"))
		say(w, 1, "the hash leaves picture data out");
}

static void about(struct writer *w, const struct value *m)
{
	field_of(w, 0, "title", m, "title");
	field_of(w, 0, "format", m, "format");
	say(w, 0, "%-12s %s manifest, claim version %" PRId64 "%s", "kind",
	    provenance_text(m, "kind")[0] ? provenance_text(m, "kind") : "unknown",
	    provenance_int(m, "claim_version", 0), provenance_true(m, "compressed") ? ", compressed" : "");
	say(w, 0, "%-12s %s, level %" PRId64 " of the chain", "role",
	    provenance_text(m, "role")[0] ? provenance_text(m, "role") : "not said", provenance_int(m, "depth", 0));
	field_of(w, 0, "label", m, "label");
	field_of(w, 0, "instance", m, "instance_id");
	about_signature(w, get(m, "signature"));
	about_binding(w, get(m, "binding"));
	for (const struct value *v = provenance_array(m, "redactions") ? provenance_array(m, "redactions")->first
								       : NULL;
	     v; v = v->next)
		field(w, 0, "redacts", text_of(v));
}

/* ---- actions ---- */

static void action(struct writer *w, const struct value *a)
{
	struct str o;
	struct provenance_row *r;

	str_init(&o, 1u << 20);
	provenance_action(a, &o);
	if (provenance_text(a, "when")[0]) {
		str_puts(&o, ", ");
		provenance_time(provenance_text(a, "when"), &o);
	}
	if (provenance_text(a, "agent")[0])
		str_printf(&o, ", with %s", provenance_text(a, "agent"));
	r = say(w, 0, "%s (%s)", o.data, provenance_text(a, "action"));
	str_release(&o);
	if (!r)
		return;
	field_of(w, 1, "says", a, "description");
	field_of(w, 1, "reason", a, "reason");
	field_of(w, 1, "source type", a, "type");
	field_joined(w, 1, "ingredients", a, "ingredients");
	if (provenance_true(a, "changes"))
		say(w, 1, "names the regions that it changed");
}

static void actions(struct writer *w, const struct value *m)
{
	const struct value *all = provenance_array(m, "actions");

	for (const struct value *a = all ? all->first : NULL; a; a = a->next) {
		action(w, a);
		w->at.item++;
	}
	say(w, 0, "%s",
	    provenance_true(m, "all_actions_included") ? "the signer says that these are all actions"
						       : "the signer does not say that these are all actions");
}

/* ---- ingredients ---- */

static void code_fields(struct writer *w, uint32_t indent, const char *label, const struct value *codes)
{
	static const char *const classes[] = { "failure", "informational", "success" };

	for (size_t i = 0; i < ARRAY_LEN(classes); i++) {
		struct str o;

		str_init(&o, 1u << 20);
		joined(provenance_array(codes, classes[i]), &o);
		if (o.data[0])
			say(w, indent, "%s, %s: %s", label, classes[i], o.data);
		str_release(&o);
	}
}

static void ingredient(struct writer *w, const struct value *g)
{
	int64_t to = provenance_int(g, "resolved", -1), picture = provenance_int(g, "thumbnail", -1);

	say(w, 0, "%s%s%s, %s", provenance_text(g, "title")[0] ? provenance_text(g, "title") : "without a title",
	    provenance_text(g, "format")[0] ? ", " : "", provenance_text(g, "format"),
	    provenance_text(g, "relationship")[0] ? provenance_text(g, "relationship") : "relationship not said");
	field_of(w, 1, "label", g, "label");
	if (to >= 0)
		say(w, 1, "%-12s %" PRId64 " of this store", "manifest", to + 1);
	else if (provenance_text(g, "manifest")[0])
		say(w, 1, "%-12s %s, which is not in this store", "manifest", provenance_text(g, "manifest"));
	else
		say(w, 1, "%-12s none: its origin is unknown", "manifest");
	if (picture >= 0)
		say(w, 1, "%-12s at byte %" PRId64 " of the store", "thumbnail", picture);
	code_fields(w, 1, "recorded", get(g, "recorded"));
	code_fields(w, 1, "new", get(g, "fresh"));
}

static void ingredients(struct writer *w, const struct value *m)
{
	const struct value *all = provenance_array(m, "ingredients");

	for (const struct value *g = all ? all->first : NULL; g; g = g->next) {
		ingredient(w, g);
		w->at.item++;
	}
}

/* ---- certificates ---- */

static void certificate(struct writer *w, const struct value *c)
{
	struct provenance_row *r =
		say(w, 0, "%u %s", w->at.item + 1,
		    provenance_text(c, "subject")[0] ? provenance_text(c, "subject") : "without a subject");

	if (!r)
		return;
	field_of(w, 1, "issuer", c, "issuer");
	say(w, 1, "%-12s %s to %s", "valid", provenance_text(c, "not_before"), provenance_text(c, "not_after"));
	field_of(w, 1, "serial", c, "serial");
	say(w, 1, "%-12s %s, %s%s", "key", provenance_text(c, "key"), provenance_text(c, "signature"),
	    provenance_true(c, "ca") ? ", certificate authority" : "");
	field_joined(w, 1, "key usages", c, "ekus");
	field_of(w, 1, "sha256", c, "sha256");
	field_of(w, 1, "key sha256", c, "spki_sha256");
	if (provenance_true(c, "public_test") && (r = say(w, 1, "public test key: anybody can sign with it")))
		r->tone = LEVEL_WARNING;
	if (provenance_text(c, "problem")[0] && (r = say(w, 1, "%-12s %s", "breaks", provenance_text(c, "problem"))))
		r->tone = LEVEL_WARNING;
}

static void certificates(struct writer *w, const struct value *m)
{
	const struct value *all = provenance_array(get(m, "signature"), "certificates");

	for (const struct value *c = all ? all->first : NULL; c; c = c->next) {
		certificate(w, c);
		w->at.item++;
	}
}

/* ---- status codes ---- */

static void codes(struct writer *w, const struct value *m)
{
	static const struct { const char *class; enum provenance_mark mark; enum level tone; } classes[] = {
		{ "failure", PROVENANCE_BROKEN, LEVEL_WARNING }, { "informational", PROVENANCE_OPEN, LEVEL_NONE },
		{ "success", PROVENANCE_HOLDS, LEVEL_NONE },
	};
	const struct value *all = provenance_array(m, "entries");

	for (size_t i = 0; i < ARRAY_LEN(classes); i++)
		for (const struct value *v = all ? all->first : NULL; v; v = v->next) {
			struct provenance_row *r;

			if (strcmp(provenance_text(v, "class"), classes[i].class) != 0)
				continue;
			r = say(w, 0, "%s", provenance_text(v, "code"));
			if (!r)
				return;
			r->mark = classes[i].mark;
			r->tone = classes[i].tone;
			field_of(w, 1, "says", v, "explanation");
			field_of(w, 1, "about", v, "url");
			w->at.item++;
		}
}

/* ---- assertions ---- */

static void content(struct writer *w, const struct value *a)
{
	const struct value *v = get(a, "content");
	json_t *j;
	char *line;

	if (!v || v->kind == VALUE_NULL)
		return;
	if (v->kind == VALUE_TEXT) {
		field(w, 1, "content", text_of(v));
		return;
	}
	j = json_pack("[o]", json_value(v)); /* jansson prints only arrays and objects at the top */
	line = j ? json_line(j) : NULL;
	if (line)
		say(w, 1, "%-12s %.*s", "content", (int)strlen(line) - 2, line + 1);
	free(line);
	json_decref(j);
}

static void assertion(struct writer *w, const struct value *a)
{
	const char *state = provenance_text(a, "state"), *listed = provenance_text(a, "listed"),
		   *type = provenance_text(a, "media_type");
	bool match = strcmp(state, "match") == 0;
	struct provenance_row *r =
		say(w, 0, "%s: %s%s%s%s%s, %" PRId64 " bytes at %" PRId64, provenance_text(a, "label"),
		    state[0] ? state : "not said", listed[0] && strcmp(listed, "no") != 0 ? ", " : "",
		    strcmp(listed, "no") != 0 ? listed : "", type[0] ? ", " : "", type,
		    provenance_int(a, "length", 0), provenance_int(a, "offset", 0));

	if (!r)
		return;
	r->mark = match ? PROVENANCE_HOLDS : strcmp(state, "redacted") == 0 ? PROVENANCE_OPEN : PROVENANCE_BROKEN;
	r->tone = r->mark == PROVENANCE_BROKEN ? LEVEL_WARNING : LEVEL_NONE;
	content(w, a);
	if (provenance_true(a, "cut"))
		say(w, 1, "cut here; 'extract --what manifest' has all of it");
}

static void assertions(struct writer *w, const struct value *m)
{
	const struct value *all = provenance_array(m, "assertions");

	for (const struct value *a = all ? all->first : NULL; a; a = a->next) {
		assertion(w, a);
		w->at.item++;
	}
}

/* ---- thumbnails ---- */

static void thumbnails(struct writer *w, const struct value *m)
{
	const struct value *t = get(m, "thumbnail"), *all = provenance_array(m, "ingredients");
	const struct value *d = get(t, "distance");

	if (t && t->kind == VALUE_MAP) {
		say(w, 0, "of the picture: %s, %" PRId64 " bytes at %" PRId64 " of the store",
		    provenance_text(t, "media_type"), provenance_int(t, "length", 0),
		    provenance_int(t, "offset", 0));
		if (d && d->kind == VALUE_REAL)
			say(w, 1, "%-12s %.2f of 1 from the picture as it is now", "distance", d->real);
		else if (d && d->kind == VALUE_INT)
			say(w, 1, "%-12s %" PRId64 " of 1 from the picture as it is now", "distance", d->integer);
		else
			say(w, 1, "not compared with the picture");
	}
	for (const struct value *g = all ? all->first : NULL; g; g = g->next) {
		w->at.item++;
		if (provenance_int(g, "thumbnail", -1) >= 0)
			say(w, 0, "of ingredient %u, %s", w->at.item,
			    provenance_text(g, "title")[0] ? provenance_text(g, "title") : "without a title");
	}
}

/* ---- the table ---- */

static uint32_t count_about(const struct value *m)
{
	(void)m;
	return 1;
}

static uint32_t count_actions(const struct value *m)
{
	return count(m, "actions");
}

static uint32_t count_ingredients(const struct value *m)
{
	return count(m, "ingredients");
}

static uint32_t count_certificates(const struct value *m)
{
	return count(get(m, "signature"), "certificates");
}

static uint32_t count_codes(const struct value *m)
{
	return count(m, "entries");
}

static uint32_t count_assertions(const struct value *m)
{
	return count(m, "assertions");
}

static uint32_t count_thumbnails(const struct value *m)
{
	const struct value *t = get(m, "thumbnail"), *all = provenance_array(m, "ingredients");
	uint32_t n = t && t->kind == VALUE_MAP;

	for (const struct value *g = all ? all->first : NULL; g; g = g->next)
		n += provenance_int(g, "thumbnail", -1) >= 0;
	return n;
}

static const struct {
	const char *name;
	uint32_t (*count)(const struct value *m);
	void (*rows)(struct writer *w, const struct value *m);
} parts[PROVENANCE_PARTS] = {
	{ "about", count_about, about }, { "actions", count_actions, actions },
	{ "ingredients", count_ingredients, ingredients }, { "certificates", count_certificates, certificates },
	{ "status codes", count_codes, codes }, { "assertions", count_assertions, assertions },
	{ "thumbnails", count_thumbnails, thumbnails },
};

static unsigned place(enum provenance_part p)
{
	unsigned k = 0;

	while (k < PROVENANCE_PARTS - 1 && !((unsigned)p >> k & 1))
		k++;
	return k;
}

const char *provenance_part_name(enum provenance_part p)
{
	return parts[place(p)].name;
}

bool provenance_part_rows(struct provenance_tree *t, const struct provenance_row *at, const struct value *manifest,
			  enum provenance_part part, bool open)
{
	unsigned k = place(part);
	uint32_t n = parts[k].count(manifest);
	struct writer w = { .t = t, .at = *at };
	struct provenance_row *r;

	w.at.part = part;
	w.at.item = 0;
	if (n == 0)
		return false;
	r = part == PART_ABOUT ? say(&w, 0, "%s", parts[k].name) : say(&w, 0, "%s (%u)", parts[k].name, n);
	if (!r)
		return true;
	r->kind = CHAIN_PART;
	r->open = open;
	if (open)
		parts[k].rows(&w, manifest);
	return true;
}
