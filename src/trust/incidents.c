/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Known incidents: signatures that verify and mislead all the same. One key and its value a line; "incident ID" begins
 * one; the grammar stands in cottingley-trust(1). The built-in table (incident_table.c) is text of the same grammar. */
#include "src/base/base.h"

#include "src/trust/list_parse.h"

static bool effect_of(const char *word, enum incident_effect *out)
{
	static const char *const names[] = { "any-signature", "class-revoked", "condition" };

	for (size_t i = 0; i < ARRAY_LEN(names); i++)
		if (strcmp(names[i], word) == 0) {
			*out = (enum incident_effect)i;
			return true;
		}
	return false;
}

/* Letters, digits, '-', '_' and '.': it is shown in reports and asked for by tests. */
static bool is_id(const char *s)
{
	return *s && strlen(s) <= 64 &&
	       s[strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")] == '\0';
}

static enum status begin(struct arena *a, struct lines *l, const char *id, struct trust_list *out, struct error *e)
{
	struct incident *x;

	if (!is_id(id))
		return err_set(e, ST_CORRUPT, "line %u: '%.70s' is no name of letters, digits and '-'", l->number, id);
	for (uint32_t i = 0; i < out->n_incidents; i++)
		if (strcmp(out->incidents[i].id, id) == 0)
			return err_set(e, ST_CORRUPT, "line %u: incident '%s' comes twice", l->number, id);
	if (out->n_incidents == LIST_INCIDENTS_MAX)
		return err_set(e, ST_LIMIT, "more than %d incidents", LIST_INCIDENTS_MAX);
	x = &out->incidents[out->n_incidents++];
	*x = (struct incident){ .id = arena_str(a, id), .vendor = "*", .model = "*", .from = INT64_MIN,
				.until = INT64_MAX };
	return x->id ? ST_OK : err_nomem(e);
}

static enum status set_text(struct arena *a, const char **to, const char *value, struct error *e)
{
	*to = list_text(a, value, strlen(value));
	return *to ? ST_OK : err_nomem(e);
}

static enum status set(struct arena *a, struct lines *l, struct incident *x, const char *key, const char *value,
		       struct error *e)
{
	const struct { const char *key; const char **to; } texts[] = {
		{ "vendor", &x->vendor }, { "model", &x->model }, { "condition", &x->condition },
		{ "text", &x->text }, { "source", &x->source },
	};
	const struct { const char *key; int64_t *to; } dates[] = {
		{ "from", &x->from }, { "until", &x->until }, { "as-of", &x->as_of },
	};

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		if (strcmp(texts[i].key, key) == 0)
			return set_text(a, texts[i].to, value, e);
	for (size_t i = 0; i < ARRAY_LEN(dates); i++)
		if (strcmp(dates[i].key, key) == 0)
			return line_date(l, value, dates[i].to, e) ? ST_OK : e->code;
	if (strcmp(key, "effect") != 0)
		return err_set(e, ST_CORRUPT, "line %u: unknown key '%.40s'", l->number, key);
	if (!effect_of(value, &x->effect))
		return err_set(e, ST_CORRUPT, "line %u: effect '%.40s'; it must be any-signature, class-revoked or condition",
			       l->number, value);
	return ST_OK;
}

static enum status take_line(struct arena *a, struct lines *l, struct trust_list *out, struct error *e)
{
	char *value = l->text;
	const char *key = line_word(&value);

	if (!*value)
		return err_set(e, ST_CORRUPT, "line %u: '%.40s' has no value", l->number, key);
	if (strcmp(key, "incident") == 0)
		return begin(a, l, value, out, e);
	if (out->n_incidents > 0)
		return set(a, l, &out->incidents[out->n_incidents - 1], key, value, e);
	if (strcmp(key, "issued") == 0)
		return line_date(l, value, &out->issued, e) ? ST_OK : e->code;
	if (strcmp(key, "next-update") == 0)
		return line_date(l, value, &out->next_update, e) ? ST_OK : e->code;
	return err_set(e, ST_CORRUPT, "line %u: '%.40s' before the first incident", l->number, key);
}

/* An incident that does not say what it is about, or on whose word, is of no use to a reader. */
static enum status check(const struct trust_list *l, struct error *e)
{
	if (l->n_incidents == 0)
		return err_set(e, ST_CORRUPT, "there is no incident in it");
	for (uint32_t i = 0; i < l->n_incidents; i++) {
		const struct incident *x = &l->incidents[i];

		if (!x->text || !x->source)
			return err_set(e, ST_CORRUPT, "incident '%s' has no %s", x->id, x->text ? "source" : "text");
		if (strcmp(x->vendor, "*") == 0 && strcmp(x->model, "*") == 0)
			return err_set(e, ST_CORRUPT, "incident '%s' names neither vendor nor model", x->id);
		if (x->effect == INCIDENT_CONDITION && !x->condition)
			return err_set(e, ST_CORRUPT, "incident '%s' has the effect 'condition' and no condition", x->id);
		if (x->from >= x->until)
			return err_set(e, ST_CORRUPT, "incident '%s' ends before it begins", x->id);
	}
	return ST_OK;
}

enum status list_incidents(struct arena *a, struct span bytes, struct trust_list *out, struct error *e)
{
	struct lines l;
	enum status st;

	out->incidents = arena_alloc(a, LIST_INCIDENTS_MAX, sizeof *out->incidents);
	if (!out->incidents)
		return err_nomem(e);
	lines_init(&l, bytes);
	while ((st = lines_entry(&l, false, e)) == ST_OK) {
		st = take_line(a, &l, out, e);
		if (st)
			return st;
	}
	return st == ST_NOTHING ? check(out, e) : st;
}
