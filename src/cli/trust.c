/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The user's trust lists: add, list, show, remove. A list is read by a worker before it is kept; this process only moves its
 * bytes and reads the worker's summary as it reads everything a worker says. */
#include "src/base/base.h"
#include "src/cli/command.h"

#include "src/base/mem.h"
#include "src/base/suggest.h"
#include "src/base/timeutil.h"
#include "src/cli/trust_show.h"
#include "src/session/session.h"
#include "src/session/trust_store.h"

#include <inttypes.h>

static const struct list_word {
	const char *word;
	enum list_kind kind;
	bool official, interim;
} list_words[] = {
	{ "official", LIST_ANCHORS, true, false },      { "official-tsa", LIST_TSA, true, false },
	{ "interim", LIST_ANCHORS, false, true },       { "interim-allowed", LIST_ALLOWED, false, true },
	{ "anchors", LIST_ANCHORS, false, false },      { "tsa", LIST_TSA, false, false },
	{ "allowed", LIST_ALLOWED, false, false },      { "eku", LIST_EKU, false, false },
	{ "deny", LIST_DENY, false, false },            { "crl", LIST_CRL, false, false },
	{ "incidents", LIST_INCIDENTS, false, false },
};

const char *trust_kind_word(size_t i, void *unused)
{
	(void)unused;
	return i < ARRAY_LEN(list_words) ? list_words[i].word : NULL;
}

static const struct list_word *find_kind(const char *word)
{
	for (size_t i = 0; i < ARRAY_LEN(list_words); i++)
		if (strcmp(list_words[i].word, word) == 0)
			return &list_words[i];
	return NULL;
}

static int64_t present(const struct cli_args *a)
{
	return a->now_fixed ? a->now : time_now();
}

static bool as_json(const struct cli_args *a)
{
	return a->format && strcmp(a->format, "json") == 0;
}

/* ---- asking a worker ---- */

/* Without the user's lists: they are what is being changed. */
static enum status summarise(const struct cli_args *a, enum list_kind kind, const struct str *bytes, struct arena *arena,
			     const struct value **out, struct error *e)
{
	struct session_options o;
	struct session *s = NULL;
	struct error closing;
	enum status st;

	cli_session_options(a, &o);
	o.no_trust = true;
	o.workers = 1;
	st = session_open(&o, &s, e);
	st = st ? st : session_list_check(s, kind, bytes->data, bytes->len, arena, out, e);
	if (s && session_close(s, &closing) != ST_OK && !st) {
		*e = closing;
		st = closing.code;
	}
	return st;
}

/* ---- add ---- */

/* From the file's name: "My Anchors.pem" is "my-anchors". */
static void name_by_file(const char *path, const char *otherwise, char out[TRUST_NAME_MAX + 1])
{
	const char *slash = strrchr(path, '/'), *base = slash ? slash + 1 : path, *dot = strrchr(base, '.');
	size_t len = dot && dot > base ? (size_t)(dot - base) : strlen(base), n = 0;

	for (size_t i = 0; i < len && n < TRUST_NAME_MAX; i++) {
		char c = base[i] >= 'A' && base[i] <= 'Z' ? (char)(base[i] + 'a' - 'A') : base[i];
		bool good = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');

		if (good || (n > 0 && strchr("._-", c)))
			out[n++] = c;
		else if (n > 0 && out[n - 1] != '-')
			out[n++] = '-';
	}
	out[n] = '\0';
	if (!trust_name_valid(out))
		snprintf(out, TRUST_NAME_MAX + 1, "%s", otherwise);
}

static void fill(struct stored_list *l, const struct list_word *k, const struct value *summary, int64_t now)
{
	const struct value *official = value_get(summary, "official");

	l->kind = k->kind;
	l->official = k->official || (official && official->boolean && !k->interim);
	l->interim = k->interim;
	l->added = now;
	l->issued = trust_number(summary, "issued");
	l->next_update = trust_number(summary, "next_update");
	l->sequence = (uint64_t)trust_number(summary, "sequence");
	l->count = (uint32_t)trust_number(summary, "count");
}

/* May this one take the place of the one that is there? An official list only by a later one: an older one would bring back
 * what was withdrawn since. */
static enum status may_replace(const struct stored_list *old, const struct stored_list *l, bool *replace, struct error *e)
{
	char date[32];

	*replace = old && old->official && l->official && old->kind == l->kind;
	if (*replace && l->issued && (l->issued < old->issued || l->sequence < old->sequence))
		return err_set(e, ST_USAGE, "'%s' is installed as of %.10s, which is later; remove it first to go back", l->name,
			       time_format_utc(date, old->issued));
	return ST_OK;
}

static void say_added(const struct stored_list *l, const struct value *summary, bool replaced, int64_t now)
{
	char hex[2 * SHA256_LEN + 1], issued[16], due[16];
	const char *note = value_get_text(summary, "note");

	printf("%s '%s': %s%s, %" PRIu32 " %s, issued %s, next update %s\n", replaced ? "replaced" : "added", l->name,
	       l->official ? "official " : l->interim ? "interim " : "", list_kind_name(l->kind), l->count,
	       trust_unit(l->kind, l->count), trust_date(issued, l->issued), trust_date(due, l->next_update));
	printf("sha256 %s\n", hex_encode(hex, l->sha256, SHA256_LEN));
	if (note)
		fprintf(stderr, "cottingley: '%s': %s\n", l->name, note);
	trust_warn(l, now);
}

static enum status keep(struct trust_store *t, struct stored_list *l, const struct str *bytes, bool *replaced,
			struct error *e)
{
	const struct stored_list *old = trust_store_find(t, l->name);
	enum status st = may_replace(old, l, replaced, e);

	hash_sha256(bytes->data, bytes->len, l->sha256);
	return st ? st : trust_store_add(t, l, bytes->data, bytes->len, *replaced, e);
}

static enum status add_bytes(const struct cli_args *a, const struct list_word *k, struct trust_store *t,
			     const struct str *bytes, struct error *e)
{
	struct stored_list l = { .kind = k->kind };
	const struct value *summary = NULL;
	struct arena arena;
	bool replaced = false;
	enum status st;

	if (a->name)
		snprintf(l.name, sizeof l.name, "%s", a->name);
	else if (k->official || k->interim)
		snprintf(l.name, sizeof l.name, "%s", k->word);
	else
		name_by_file(a->words[2], k->word, l.name);
	arena_init(&arena, EXAM_ARENA_MAX);
	st = summarise(a, k->kind, bytes, &arena, &summary, e);
	if (!st) {
		fill(&l, k, summary, present(a));
		st = keep(t, &l, bytes, &replaced, e);
	}
	if (!st)
		say_added(&l, summary, replaced, present(a));
	arena_release(&arena);
	return st;
}

static enum exit_code add(const struct cli_args *a, struct trust_store *t)
{
	const struct list_word *k = find_kind(a->words[1]);
	const char *near = k ? NULL : suggest_nearest(a->words[1], trust_kind_word, NULL);
	struct error e = ERROR_INIT;
	struct str bytes;
	enum status st;

	if (!k && near)
		return cli_usage("unknown kind of list '%s'; did you mean '%s'?", a->words[1], near);
	if (!k)
		return cli_usage("unknown kind of list '%s'; 'cottingley trust --help' names them", a->words[1]);
	if (a->name && !trust_name_valid(a->name))
		return cli_usage("'%s' is no name for a list; use up to %d letters a to z, digits, '.', '_' and '-'", a->name,
				 TRUST_NAME_MAX);
	str_init(&bytes, LIST_MAX_BYTES + 1);
	st = trust_read_file(a->words[2], &bytes, &e);
	if (!st) {
		st = add_bytes(a, k, t, &bytes, &e);
		/* What is wrong is in the file: name it. */
		if (st == ST_CORRUPT || st == ST_LIMIT)
			err_context(&e, st, "'%s' is not kept", a->words[2]);
	}
	str_release(&bytes);
	return st ? cli_error(&e) : EXIT_DONE;
}

/* ---- list ---- */

/* Is what is on the disk still what was installed? Says why not. */
static bool is_whole(const struct trust_store *t, const struct stored_list *l)
{
	struct error e = ERROR_INIT;
	struct str bytes;
	enum status st;

	str_init(&bytes, LIST_MAX_BYTES + 1);
	st = trust_store_read(t, l, &bytes, &e);
	str_release(&bytes);
	if (st)
		cli_error(&e);
	return !st;
}

static enum exit_code list(const struct cli_args *a, struct trust_store *t)
{
	bool whole[TRUST_LISTS_MAX];
	enum exit_code code = EXIT_DONE;

	for (unsigned i = 0; i < t->n; i++) {
		whole[i] = is_whole(t, &t->lists[i]);
		if (!whole[i])
			code = EXIT_UNVERIFIED;
	}
	if (as_json(a))
		trust_list_json(t, whole, present(a));
	else
		trust_list_table(t, whole, present(a));
	for (unsigned i = 0; i < t->n; i++)
		trust_warn(&t->lists[i], present(a));
	return code;
}

/* ---- show ---- */

static enum exit_code show(const struct cli_args *a, struct trust_store *t)
{
	const struct stored_list *l = trust_store_find(t, a->words[1]);
	const struct value *summary = NULL;
	struct error e = ERROR_INIT;
	struct arena arena;
	struct str bytes;
	enum status st;

	if (!l)
		return cli_usage("no list '%s' is installed; 'cottingley trust list' shows them", a->words[1]);
	arena_init(&arena, EXAM_ARENA_MAX);
	str_init(&bytes, LIST_MAX_BYTES + 1);
	st = trust_store_read(t, l, &bytes, &e);
	st = st ? st : summarise(a, l->kind, &bytes, &arena, &summary, &e);
	if (!st && as_json(a))
		trust_show_json(l, summary, present(a));
	else if (!st)
		trust_show_text(l, summary, present(a));
	if (!st)
		trust_warn(l, present(a));
	str_release(&bytes);
	arena_release(&arena);
	return st ? cli_error(&e) : EXIT_DONE;
}

/* ---- remove ---- */

static enum exit_code remove_list(const struct cli_args *a, struct trust_store *t)
{
	struct error e = ERROR_INIT;

	if (trust_store_remove(t, a->words[1], &e) != ST_OK)
		return cli_error(&e);
	printf("removed '%s'\n", a->words[1]);
	return EXIT_DONE;
}

/* ---- the verbs ---- */

static const struct trust_verb {
	const char *name, *synopsis;
	size_t words; /* with the verb */
	enum exit_code (*run)(const struct cli_args *a, struct trust_store *t);
} verbs[] = {
	{ "add", "KIND FILE [--name NAME]", 3, add },
	{ "list", "[--format table|json]", 1, list },
	{ "show", "NAME [--format table|json]", 2, show },
	{ "remove", "NAME", 2, remove_list },
};

const char *trust_verb_word(size_t i, void *unused)
{
	(void)unused;
	return i < ARRAY_LEN(verbs) ? verbs[i].name : NULL;
}

static const struct trust_verb *find_verb(const char *word)
{
	for (size_t i = 0; i < ARRAY_LEN(verbs); i++)
		if (strcmp(verbs[i].name, word) == 0)
			return &verbs[i];
	return NULL;
}

static enum exit_code unknown_verb(const char *word)
{
	const char *near = suggest_nearest(word, trust_verb_word, NULL);

	return near ? cli_usage("unknown verb '%s'; did you mean 'trust %s'?", word, near)
		    : cli_usage("unknown verb '%s'; there are add, list, show and remove", word);
}

enum exit_code cmd_trust(const struct cli_args *a)
{
	const struct trust_verb *v = find_verb(a->n_words ? a->words[0] : "list");
	struct error e = ERROR_INIT;
	struct trust_store *t;
	enum exit_code code;

	if (!v)
		return unknown_verb(a->words[0]);
	if (a->n_words && a->n_words != v->words)
		return cli_usage("usage: cottingley trust %s %s", v->name, v->synopsis);
	if (a->format && !as_json(a) && strcmp(a->format, "table") != 0)
		return cli_usage("unknown format '%s'; there are table and json", a->format);
	t = mem_need(1, sizeof *t);
	code = trust_store_open(t, &e) == ST_OK ? v->run(a, t) : cli_error(&e);
	free(t);
	return cli_flush(code);
}
