/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The official list: ETSI TS 119 602, "List of trusted entities", in its JSON form, as the C2PA publishes its signer and
 * its time-stamp list. A service has a status since a time, and a history of earlier ones (section 6.6): a certificate is
 * trusted in the intervals in which its status was "trusted". */
#include "src/base/base.h"

#include "src/base/base64.h"
#include "src/base/timeutil.h"
#include "src/trust/list_parse.h"

#include <jansson.h>
#include <strings.h>

enum { DEPTH_MAX = 32, TOKENS_MAX = 400000, EVENTS_MAX = 64 };

/* jansson needs some hundred bytes a token: what could exhaust it is refused before it sees it. */
static enum status guard(struct span in, struct error *e)
{
	unsigned depth = 0, tokens = 0;
	bool quoted = false;

	for (size_t i = 0; i < in.len; i++) {
		uint8_t c = in.data[i];

		if (quoted) {
			i += c == '\\';
			quoted = c != '"';
			continue;
		}
		quoted = c == '"';
		depth += c == '[' || c == '{';
		depth -= (c == ']' || c == '}') && depth > 0;
		tokens += c == '[' || c == '{' || c == ',' || c == ':';
		if (depth > DEPTH_MAX || tokens > TOKENS_MAX)
			return err_at(e, ST_LIMIT, i, "the list is nested more than %d deep or has more than %d values",
				      DEPTH_MAX, TOKENS_MAX);
	}
	return ST_OK;
}

static enum status load(struct span in, json_t **out, struct error *e)
{
	enum status st = guard(in, e);
	json_error_t problem;

	if (st)
		return st;
	*out = json_loadb((const char *)in.data, in.len, JSON_REJECT_DUPLICATES, &problem);
	if (!*out && json_error_code(&problem) == json_error_out_of_memory)
		return err_nomem(e);
	if (!*out)
		return err_set(e, ST_CORRUPT, "line %d: no JSON (%s)", problem.line, problem.text);
	return ST_OK;
}

/* ---- texts and times ---- */

/* Of a multilingual string the English one, else the first. NULL: none, or no memory. */
static const char *words_of(struct arena *a, const json_t *list)
{
	const char *best = NULL;

	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *one = json_array_get(list, i);
		const char *lang = json_string_value(json_object_get(one, "lang"));
		const char *text = json_string_value(json_object_get(one, "value"));
		bool english = lang && strcmp(lang, "en") == 0;

		if (text && (!best || english))
			best = text;
		if (text && english)
			break;
	}
	return best ? list_text(a, best, strlen(best)) : NULL;
}

/* ST_CORRUPT when it is there and no time. ST_NOTHING when it is not there. */
static enum status time_of(const json_t *o, const char *key, int64_t *out, struct error *e)
{
	const json_t *v = json_object_get(o, key);
	char text[40], *dot;

	if (!v || json_is_null(v))
		return ST_NOTHING;
	if (!json_is_string(v))
		return err_set(e, ST_CORRUPT, "%s is no text", key);
	snprintf(text, sizeof text, "%s", json_string_value(v));
	/* Fractions of a second, which xs:dateTime allows, do not matter here. */
	dot = strchr(text, '.');
	if (dot)
		memmove(dot, dot + 1 + strspn(dot + 1, "0123456789"), strlen(dot + 1 + strspn(dot + 1, "0123456789")) + 1);
	if (!time_parse_utc(text, out))
		return err_set(e, ST_CORRUPT, "%s '%s' is no time in UTC", key, json_string_value(v));
	return ST_OK;
}

/* ---- when was it trusted ---- */

struct event { int64_t at; bool trusted; };

/* The last part of the URI decides: ".../trust-list/trusted". Any other status is none. */
static bool is_trusted(const json_t *service)
{
	const char *s = json_string_value(json_object_get(service, "ServiceStatus"));
	const char *tail = s ? strrchr(s, '/') : NULL;

	return s && strcasecmp(tail ? tail + 1 : s, "trusted") == 0;
}

static enum status read_event(const json_t *service, struct event *out, struct error *e)
{
	enum status st = time_of(service, "StatusStartingTime", &out->at, e);

	/* A list that has no status trusts all that it names (TS 119 602 makes both optional). */
	out->trusted = is_trusted(service) || !json_object_get(service, "ServiceStatus");
	if (st == ST_NOTHING)
		out->at = INT64_MIN;
	return st == ST_NOTHING ? ST_OK : st;
}

/* In order of time; of two at one time the one that came first (history is given newest first, the present status before
 * it) is the later. */
static void insert(struct event *list, unsigned n, struct event x)
{
	while (n > 0 && list[n - 1].at >= x.at) {
		list[n] = list[n - 1];
		n--;
	}
	list[n] = x;
}

static enum status read_events(const json_t *service, struct event *list, unsigned *n, struct error *e)
{
	const json_t *history = json_object_get(service, "ServiceHistory");
	struct event x;
	enum status st = read_event(json_object_get(service, "ServiceInformation"), &x, e);

	if (st)
		return st;
	if (json_array_size(history) >= EVENTS_MAX)
		return err_set(e, ST_LIMIT, "a service with a history of more than %d steps", EVENTS_MAX - 1);
	insert(list, (*n)++, x);
	for (size_t i = 0; i < json_array_size(history); i++) {
		const json_t *one = json_array_get(history, i), *inner = json_object_get(one, "ServiceHistoryInstance");

		st = read_event(inner ? inner : one, &x, e);
		if (st)
			return st;
		insert(list, (*n)++, x);
	}
	return ST_OK;
}

/* ---- entries ---- */

struct reading {
	struct arena *arena;
	struct trust_list *out;
	unsigned bad, withdrawn, nameless, room;
	const char *entity;
};

static enum status add_interval(struct reading *r, struct span der, int64_t from, int64_t until, struct error *e)
{
	struct trust_list *out = r->out;
	struct trust_list one = { .entries = &out->entries[out->n_entries] };
	enum status st;

	if (out->n_entries == r->room)
		return err_set(e, ST_LIMIT, "more than %d certificates", LIST_MAX_CERTIFICATES);
	st = list_take(r->arena, &one, der, r->entity, &r->bad, e);
	if (st || one.n_entries == 0)
		return st;
	one.entries->from = from;
	one.entries->until = until;
	out->n_entries++;
	return ST_OK;
}

/* One certificate of a service: an entry for each interval in which it was trusted. */
static enum status add_certificate(struct reading *r, struct span der, const struct event *list, unsigned n,
				   struct error *e)
{
	enum status st = ST_OK;

	for (unsigned i = 0, j; i < n && !st; i = j) {
		for (j = i + 1; j < n && list[j].trusted == list[i].trusted; j++)
			;
		if (list[i].trusted && (j == n || list[i].at < list[j].at))
			st = add_interval(r, der, list[i].at, j < n ? list[j].at : INT64_MAX, e);
	}
	r->withdrawn += !list[n - 1].trusted;
	return st;
}

static enum status decode(struct reading *r, const json_t *one, struct span *der, struct error *e)
{
	const char *text = json_string_value(json_is_string(one) ? one : json_object_get(one, "val"));
	size_t len = text ? strlen(text) : 0;
	uint8_t *bytes;

	*der = span_of(NULL, 0, 0);
	if (!text || len > CERTIFICATE_MAX_DER * 2)
		return ST_OK;
	bytes = arena_alloc(r->arena, len / 4 * 3 + 3, 1);
	if (!bytes)
		return err_nomem(e);
	if (base64_decode(text, bytes, &len))
		*der = span_of(bytes, len, 0);
	return ST_OK;
}

static enum status add_service(struct reading *r, const json_t *service, struct error *e)
{
	const json_t *info = json_object_get(service, "ServiceInformation");
	const json_t *certs = json_object_get(json_object_get(info, "ServiceDigitalIdentity"), "X509Certificates");
	struct event events[EVENTS_MAX];
	unsigned n = 0;
	enum status st = read_events(service, events, &n, e);

	r->nameless += json_array_size(certs) == 0;
	for (size_t i = 0; !st && i < json_array_size(certs); i++) {
		struct span der;

		st = decode(r, json_array_get(certs, i), &der, e);
		if (!st && der.len == 0)
			r->bad++;
		else if (!st)
			st = add_certificate(r, der, events, n, e);
	}
	return st;
}

static enum status add_entities(struct reading *r, const json_t *entities, struct error *e)
{
	for (size_t i = 0; i < json_array_size(entities); i++) {
		const json_t *one = json_array_get(entities, i), *list = json_object_get(one, "TrustedEntityServices");

		r->entity = words_of(r->arena, json_object_get(json_object_get(one, "TrustedEntityInformation"), "TEName"));
		for (size_t k = 0; k < json_array_size(list); k++) {
			enum status st = add_service(r, json_array_get(list, k), e);

			if (st && st != ST_MEMORY)
				return err_context(e, st, "entity %zu (%s), service %zu", i + 1,
						   r->entity ? r->entity : "no name", k + 1);
			if (st)
				return st;
		}
	}
	return ST_OK;
}

/* ---- the list ---- */

/* One word in the scheme's name tells the two lists apart; nothing else in them does. */
static enum status check_scheme(struct reading *r, const json_t *info, struct error *e)
{
	const char *name = words_of(r->arena, json_object_get(info, "SchemeName"));
	bool tsa = name && (strstr(name, "TSA") || strcasestr(name, "time-stamp") || strcasestr(name, "timestamp"));

	if (tsa && r->out->kind != LIST_TSA)
		return err_set(e, ST_CORRUPT, "'%s' is a list of time-stamp authorities; add it as 'official-tsa'", name);
	if (name && !tsa && r->out->kind == LIST_TSA)
		return err_set(e, ST_CORRUPT, "'%s' is no list of time-stamp authorities; add it as 'official'", name);
	return ST_OK;
}

static enum status read_head(struct reading *r, const json_t *info, struct error *e)
{
	json_t *sequence = json_object_get(info, "LoTESequenceNumber");
	enum status st = check_scheme(r, info, e);

	if (st)
		return st;
	if (!json_is_object(info))
		return err_set(e, ST_CORRUPT, "no ListAndSchemeInformation: this is no list of trusted entities");
	if (sequence && (!json_is_integer(sequence) || json_integer_value(sequence) < 0))
		return err_set(e, ST_CORRUPT, "LoTESequenceNumber is no number");
	r->out->sequence = (uint64_t)json_integer_value(sequence);
	st = time_of(info, "ListIssueDateTime", &r->out->issued, e);
	if (st == ST_NOTHING)
		return err_set(e, ST_CORRUPT, "the list does not say when it was issued (ListIssueDateTime)");
	st = st ? st : time_of(info, "NextUpdate", &r->out->next_update, e);
	return st == ST_NOTHING ? ST_OK : st;
}

static void say_skipped(struct reading *r)
{
	if (r->bad)
		list_note(r->arena, r->out, "%u certificate%s could not be read", r->bad, r->bad == 1 ? "" : "s");
	if (r->withdrawn)
		list_note(r->arena, r->out, "%u certificate%s listed as no longer trusted", r->withdrawn,
			  r->withdrawn == 1 ? " is" : "s are");
	if (r->nameless)
		list_note(r->arena, r->out, "%u service%s no certificate", r->nameless, r->nameless == 1 ? " has" : "s have");
}

enum status list_official(struct arena *a, struct span bytes, struct trust_list *out, struct error *e)
{
	struct reading r = { .arena = a, .out = out, .room = LIST_MAX_CERTIFICATES };
	json_t *root = NULL;
	const json_t *lote, *entities;
	enum status st = load(bytes, &root, e);

	if (st)
		return st;
	lote = json_object_get(root, "LoTE");
	entities = json_object_get(lote, "TrustedEntitiesList");
	out->official = true;
	st = read_head(&r, json_object_get(lote, "ListAndSchemeInformation"), e);
	if (!st && !json_is_array(entities))
		st = err_set(e, ST_CORRUPT, "no TrustedEntitiesList: this is no list of trusted entities");
	st = st ? st : list_reserve(a, out, r.room, e);
	st = st ? st : add_entities(&r, entities, e);
	json_decref(root);
	if (!st && out->n_entries == 0 && !r.withdrawn)
		st = err_set(e, ST_CORRUPT, "the list names no certificate that can be read");
	if (!st)
		say_skipped(&r);
	return st;
}
