/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verbs that write. */
#include "src/base/base.h"
#include "src/cli/case_verbs.h"

#include "src/base/mem.h"
#include "src/base/timeutil.h"
#include "src/base/utf8.h"
#include "src/media/evidence.h"
#include "src/session/walk.h"

#include <inttypes.h>

/* ---- new ---- */

static enum status title_op(struct store_db *db, void *arg, struct error *e)
{
	return case_set_title(db, arg, e);
}

enum status case_new(struct case_call *c, struct error *e)
{
	const char *slash = strrchr(c->path, '/');
	char title[256];
	enum status st;

	snprintf(title, sizeof title, "%s", c->args->title ? c->args->title : slash ? slash + 1 : c->path);
	st = store_call(c->store, title_op, title, e);
	if (st == ST_OK)
		printf("made %s\n", c->path);
	return st;
}

/* ---- add ---- */

struct adding {
	struct case_call *call;
	struct exhibit_new add;
	int64_t id;
	bool added;
	struct exhibit shown;
	unsigned done, failed;
	enum status fatal;
	struct error error;
};

static enum status add_op(struct store_db *db, void *arg, struct error *e)
{
	struct adding *t = arg;
	enum status st = exhibit_add(db, &t->add, &t->id, &t->added, e);

	return st == ST_OK ? exhibit_get(db, t->id, &t->shown, e) : st;
}

static bool add_evidence(struct adding *t, const char *path, struct evidence *ev)
{
	char safe[4096], *kept = t->call->args->reference ? walk_absolute(path) : mem_need_str(path);
	enum status st;

	t->add = (struct exhibit_new){ .path = utf8_sanitise(safe, sizeof safe, kept, strlen(kept)),
				       .path_bytes = (const uint8_t *)kept, .path_len = strlen(kept), .size = ev->size,
				       .digests = ev->digests, .link_target = ev->link_target, .fd = ev->fd,
				       .copy = !t->call->args->reference, .now = time_now() };
	st = store_call(t->call->store, add_op, t, &t->error);
	free(kept);
	if (st != ST_OK) {
		t->fatal = st;
		return false;
	}
	printf("%-6s %s%s\n", t->shown.label, safe,
	       !t->added ? " (was there already)" : t->shown.stored ? " (copied into the case)" : " (by reference: path and hash)");
	exhibit_release(&t->shown);
	t->done++;
	return true;
}

static bool on_file(void *arg, const char *path)
{
	struct adding *t = arg;
	struct evidence ev;
	struct error e = ERROR_INIT;
	bool go_on;

	if (evidence_open(path, NULL, &ev, &e) != ST_OK) {
		cli_error(&e);
		t->failed++;
		return true;
	}
	go_on = add_evidence(t, path, &ev);
	evidence_release(&ev);
	return go_on;
}

static void on_problem(void *arg, const char *path, const struct error *e)
{
	struct adding *t = arg;

	(void)path;
	cli_error(e);
	t->failed++;
}

static void on_link(void *arg, const char *path)
{
	char safe[4096];

	(void)arg;
	fprintf(stderr, "cottingley: link '%s' not followed\n", utf8_sanitise(safe, sizeof safe, path, strlen(path)));
}

enum status case_add(struct case_call *c, struct error *e)
{
	struct adding t = { .call = c };
	struct walk_sink sink = { on_file, on_problem, on_link, &t };

	for (size_t i = 0; i < c->n_words && t.fatal == ST_OK; i++)
		walk_path(c->words[i], &sink);
	if (t.fatal != ST_OK) {
		*e = t.error;
		return t.fatal;
	}
	if (t.failed)
		c->code = t.done ? EXIT_SOME : EXIT_NONE;
	return ST_OK;
}

/* ---- note, tag, verdict ---- */

struct writing {
	struct case_call *call;
	int64_t exhibit, id;
	struct verdict verdict;
};

static enum status find_exhibit(struct store_db *db, struct writing *w, struct error *e)
{
	return exhibit_find(db, w->call->words[0], &w->exhibit, e);
}

static enum status note_op(struct store_db *db, void *arg, struct error *e)
{
	struct writing *w = arg;
	struct case_call *c = w->call;
	enum status st = strcmp(c->words[0], "-") == 0 ? ST_OK : find_exhibit(db, w, e);

	if (st != ST_OK)
		return st;
	return note_add(db, w->exhibit, c->author, c->words[1], c->args->supersedes, time_now(), &w->id, e);
}

enum status case_note(struct case_call *c, struct error *e)
{
	struct writing w = { .call = c };
	enum status st = store_call(c->store, note_op, &w, e);

	if (st == ST_OK)
		printf("note %" PRId64 " saved\n", w.id);
	return st;
}

static enum status tag_op(struct store_db *db, void *arg, struct error *e)
{
	struct writing *w = arg;
	struct case_call *c = w->call;
	enum status st = find_exhibit(db, w, e);

	return st == ST_OK ? tag_set(db, w->exhibit, c->words[1], !c->args->remove, c->author, time_now(), e) : st;
}

enum status case_tag(struct case_call *c, struct error *e)
{
	struct writing w = { .call = c };
	enum status st = store_call(c->store, tag_op, &w, e);

	if (st == ST_OK)
		puts(c->args->remove ? "tag taken off" : "tag saved");
	return st;
}

static enum status verdict_op(struct store_db *db, void *arg, struct error *e)
{
	struct writing *w = arg;
	enum status st = find_exhibit(db, w, e);

	w->verdict.exhibit = w->exhibit;
	return st == ST_OK ? verdict_add(db, &w->verdict, time_now(), &w->id, e) : st;
}

static enum status verdict_complete(const struct cli_args *a, struct error *e)
{
	if (!a->h1 || !a->h2)
		return err_set(e, ST_USAGE, "a verdict weighs two propositions; give --h1 and --h2");
	if (a->has_level == a->not_suitable)
		return err_set(e, ST_USAGE, "a verdict has a --level from -4 to +4, or is --not-suitable");
	return ST_OK;
}

enum status case_verdict(struct case_call *c, struct error *e)
{
	const struct cli_args *a = c->args;
	struct writing w = { .call = c };
	enum status st = verdict_complete(a, e);

	if (st != ST_OK)
		return st;
	snprintf(w.verdict.author, sizeof w.verdict.author, "%s", c->author);
	snprintf(w.verdict.category, sizeof w.verdict.category, "%s", a->category ? a->category : "");
	/* Borrowed for the length of the call; the struct's strings are only ever freed by their owner. */
	w.verdict.question = (char *)(a->question ? a->question : "");
	w.verdict.h1 = (char *)a->h1;
	w.verdict.h2 = (char *)a->h2;
	w.verdict.limits = (char *)(a->verdict_limits ? a->verdict_limits : "");
	w.verdict.not_suitable = a->not_suitable;
	w.verdict.level = a->level;
	st = store_call(c->store, verdict_op, &w, e);
	if (st == ST_OK)
		printf("verdict %" PRId64 " saved\n", w.id);
	return st;
}
