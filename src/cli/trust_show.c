/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/cli/trust_show.h"

#include "src/base/json.h"
#include "src/base/timeutil.h"

#include <inttypes.h>

enum { DATE_LEN = 10 };

/* ---- values ---- */

int64_t trust_number(const struct value *map, const char *key)
{
	const struct value *v = value_get(map, key);

	return v && v->kind == VALUE_INT && v->integer > 0 ? v->integer : 0;
}

const char *trust_date(char out[16], int64_t t)
{
	char whole[32];

	snprintf(out, 16, "%.*s", DATE_LEN, t ? time_format_utc(whole, t) : "-");
	return out;
}

/* Of an entry: any time may stand there, and null is an open one. */
static const char *date_of(char out[16], const struct value *map, const char *key, const char *open)
{
	const struct value *v = value_get(map, key);

	if (!v || v->kind != VALUE_INT)
		return open;
	return trust_date(out, v->integer ? v->integer : 1);
}

static const char *text_of(const struct value *map, const char *key)
{
	const char *s = value_get_text(map, key);

	return s ? s : "-";
}

const char *trust_unit(enum list_kind kind, uint32_t n)
{
	static const char *const one[LIST_KINDS] = { "certificate", "certificate", "signer", "key usage", "denied signer",
						     "revocation list", "incident" };
	static const char *const many[LIST_KINDS] = { "certificates", "certificates", "signers", "key usages",
						      "denied signers", "revocation lists", "incidents" };

	return (unsigned)kind < LIST_KINDS ? (n == 1 ? one : many)[kind] : "entries";
}

static bool is_late(const struct stored_list *l, int64_t now)
{
	return l->next_update && l->next_update < now;
}

void trust_warn(const struct stored_list *l, int64_t now)
{
	char due[16];

	if (is_late(l, now))
		fprintf(stderr, "cottingley: trust list '%s' is out of date: its next update was due on %s\n", l->name,
			trust_date(due, l->next_update));
}

static const char *state_of(const struct stored_list *l, bool whole, int64_t now)
{
	return !whole ? "changed" : is_late(l, now) ? "out of date" : "ok";
}

static const char *flag_of(const struct stored_list *l)
{
	return l->official ? "official" : l->interim ? "interim" : "";
}

/* ---- table ---- */

void trust_list_table(const struct trust_store *t, const bool *whole, int64_t now)
{
	char hex[2 * SHA256_LEN + 1], a[16], b[16], c[16], words[TRUST_WORDS];

	trust_words(t->lists, t->n, now, words);
	if (!t->n) {
		puts(words);
		return;
	}
	printf("%-24s %-18s %7s  %-10s  %-11s  %-10s  %-11s  %s\n", "name", "kind", "entries", "issued", "next update",
	       "added", "state", "sha256");
	for (unsigned i = 0; i < t->n; i++) {
		const struct stored_list *l = &t->lists[i];
		char kind[32];

		snprintf(kind, sizeof kind, "%s%s%s", list_kind_name(l->kind), flag_of(l)[0] ? ", " : "", flag_of(l));
		hex_encode(hex, l->sha256, SHA256_LEN);
		printf("%-24s %-18s %7" PRIu32 "  %-10s  %-11s  %-10s  %-11s  %.16s\n", l->name, kind, l->count,
		       trust_date(a, l->issued), trust_date(b, l->next_update), trust_date(c, l->added),
		       state_of(l, whole[i], now), hex);
	}
	printf("\n%s\n", words);
}

/* ---- text of one list ---- */

static void show_certificate(const struct value *x)
{
	char from[16], until[16], since[16], to[16];

	printf("%s\n  subject  %s\n  sha256   %s\n", text_of(x, "entity"), text_of(x, "subject"), text_of(x, "sha256"));
	if (value_get_text(x, "subject"))
		printf("  key      %s; valid %s to %s\n", text_of(x, "key"), date_of(from, x, "not_before", "?"),
		       date_of(until, x, "not_after", "?"));
	if (value_get(x, "from") && (value_get(x, "from")->kind == VALUE_INT || value_get(x, "until")))
		printf("  listed   %s to %s\n", date_of(since, x, "from", "always"), date_of(to, x, "until", "now"));
}

static void show_denied(const struct value *x)
{
	char since[16];

	printf("%s %s%s%s\n  since    %s\n  reason   %s\n", text_of(x, "by"), text_of(x, "digest"),
	       value_get_text(x, "serial") ? " " : "", value_get_text(x, "serial") ? value_get_text(x, "serial") : "",
	       date_of(since, x, "since", "always"), text_of(x, "reason"));
	if (value_get_text(x, "source"))
		printf("  source   %s\n", text_of(x, "source"));
}

static void show_incident(const struct value *x)
{
	char from[16], until[16], as_of[16];

	printf("%s\n  about    %s, %s; signed %s to %s\n  effect   %s\n", text_of(x, "id"), text_of(x, "vendor"),
	       text_of(x, "model"), date_of(from, x, "from", "always"), date_of(until, x, "until", "now"), text_of(x, "effect"));
	if (value_get_text(x, "condition"))
		printf("  when     %s\n", text_of(x, "condition"));
	printf("  text     %s\n  source   %s\n  as of    %s\n", text_of(x, "text"), text_of(x, "source"),
	       date_of(as_of, x, "as_of", "-"));
}

static void show_entry(enum list_kind kind, const struct value *x)
{
	switch (kind) {
	case LIST_ANCHORS:
	case LIST_TSA:
	case LIST_ALLOWED:
		show_certificate(x);
		break;
	case LIST_DENY:
		show_denied(x);
		break;
	case LIST_INCIDENTS:
		show_incident(x);
		break;
	case LIST_CRL:
		printf("issuer   %s\nrevoked  %" PRId64 " certificates\n", text_of(x, "issuer"), trust_number(x, "revoked"));
		break;
	default:
		printf("%s\n", x->kind == VALUE_TEXT ? x->text : "-");
		break;
	}
}

void trust_show_text(const struct stored_list *l, const struct value *summary, int64_t now)
{
	const struct value *entries = value_get(summary, "entries");
	char hex[2 * SHA256_LEN + 1], a[16], b[16], c[16];

	printf("name         %s\nkind         %s%s%s\n", l->name, list_kind_name(l->kind), flag_of(l)[0] ? ", " : "", flag_of(l));
	printf("issued       %s\nnext update  %s%s\nadded        %s\n", trust_date(a, l->issued), trust_date(b, l->next_update),
	       is_late(l, now) ? " (out of date)" : "", trust_date(c, l->added));
	printf("sequence     %" PRIu64 "\nsha256       %s\n", l->sequence, hex_encode(hex, l->sha256, SHA256_LEN));
	if (value_get_text(summary, "note"))
		printf("note         %s\n", text_of(summary, "note"));
	printf("entries      %" PRIu32 " %s\n", l->count, trust_unit(l->kind, l->count));
	for (const struct value *x = entries ? entries->first : NULL; x; x = x->next) {
		putchar('\n');
		show_entry(l->kind, x);
	}
	if (trust_number(summary, "more"))
		printf("\nand %" PRId64 " more\n", trust_number(summary, "more"));
}

/* ---- JSON ---- */

static void set(json_t *o, const char *key, json_t *v)
{
	json_object_set_new_nocheck(o, key, v);
}

static json_t *time_json(int64_t t)
{
	char text[32];

	return t ? json_string(time_format_utc(text, t)) : json_null();
}

static json_t *list_json(const struct stored_list *l, bool whole, int64_t now)
{
	char hex[2 * SHA256_LEN + 1];
	json_t *o = json_object();

	set(o, "name", json_text(l->name));
	set(o, "kind", json_text(list_kind_name(l->kind)));
	set(o, "official", json_boolean(l->official));
	set(o, "interim", json_boolean(l->interim));
	set(o, "entries", json_integer(l->count));
	set(o, "issued", time_json(l->issued));
	set(o, "next_update", time_json(l->next_update));
	set(o, "added", time_json(l->added));
	set(o, "sequence", json_integer(l->sequence <= INT64_MAX ? (json_int_t)l->sequence : INT64_MAX));
	set(o, "sha256", json_text(hex_encode(hex, l->sha256, SHA256_LEN)));
	set(o, "state", json_text(state_of(l, whole, now)));
	return o;
}

static void print_json(json_t *o)
{
	char *line = json_line(o);

	puts(line);
	free(line);
	json_decref(o);
}

void trust_list_json(const struct trust_store *t, const bool *whole, int64_t now)
{
	json_t *o = json_object(), *lists = json_array();

	for (unsigned i = 0; i < t->n; i++)
		json_array_append_new(lists, list_json(&t->lists[i], whole[i], now));
	set(o, "schema", json_string("cottingley.trust/1"));
	set(o, "lists", lists);
	print_json(o);
}

static bool is_time(const char *key)
{
	static const char *const keys[] = { "not_before", "not_after", "from", "until", "since", "as_of" };

	for (size_t i = 0; i < ARRAY_LEN(keys); i++)
		if (strcmp(keys[i], key) == 0)
			return true;
	return false;
}

/* Times as text; the rest as it stands. */
static json_t *entry_json(const struct value *x)
{
	json_t *o;

	if (x->kind != VALUE_MAP)
		return json_value(x);
	o = json_object();
	for (const struct value *v = x->first; v; v = v->next) {
		char text[32];
		bool time = v->kind == VALUE_INT && is_time(v->key);

		set(o, v->key, time ? json_string(time_format_utc(text, v->integer)) : json_value(v));
	}
	return o;
}

void trust_show_json(const struct stored_list *l, const struct value *summary, int64_t now)
{
	const struct value *entries = value_get(summary, "entries");
	json_t *o = json_object(), *one = list_json(l, true, now), *all = json_array();

	for (const struct value *x = entries ? entries->first : NULL; x; x = x->next)
		json_array_append_new(all, entry_json(x));
	set(one, "note", json_text(value_get_text(summary, "note")));
	set(one, "list", all);
	set(one, "more", json_integer((json_int_t)trust_number(summary, "more")));
	set(o, "schema", json_string("cottingley.trust/1"));
	set(o, "lists", json_pack("[o]", one));
	print_json(o);
}
