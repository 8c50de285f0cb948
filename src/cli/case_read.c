/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verbs that only look. */
#include "src/base/base.h"
#include "src/cli/case_verbs.h"

#include "src/base/error_rate.h"

#include <inttypes.h>

/* ---- info ---- */

static enum status info_op(struct store_db *db, void *arg, struct error *e)
{
	return case_info_get(db, arg, e);
}

enum status case_info_verb(struct case_call *c, struct error *e)
{
	char hex[2 * SHA256_LEN + 1];
	struct case_info info;
	enum status st = store_call(c->store, info_op, &info, e);

	if (st != ST_OK)
		return st;
	printf("title     %s\ncase id   %s\ncreated   %s\n", info.title, info.uuid, info.created);
	printf("exhibits  %" PRIu64 ", %" PRIu64 " examined\n", info.exhibits, info.examined);
	printf("pictures  %" PRIu64 " copied into the case, %" PRIu64 " by reference: path and hash\n", info.copied,
	       info.exhibits - info.copied);
	printf("notes     %" PRIu64 "\nverdicts  %" PRIu64 "\n", info.notes, info.verdicts);
	printf("audit     #%" PRIu64 " %s\n", info.audit_seq, hex_encode(hex, info.audit_head, SHA256_LEN));
	puts("          write this head down outside the case: it is what shows a cut-off chain");
	return ST_OK;
}

/* ---- list ---- */

static enum status list_op(struct store_db *db, void *arg, struct error *e)
{
	return exhibit_list_get(db, arg, e);
}

static const char *state_word(const struct exhibit *x)
{
	if (!x->examined)
		return "waiting";
	if (x->status != ST_OK)
		return "failed";
	if (x->level == LEVEL_NONE)
		return x->little ? "little" : "nothing";
	return level_name(x->level);
}

static void list_row(const struct exhibit *x)
{
	char verdict[24] = "-", hex[2 * SHA256_LEN + 1];

	if (x->has_verdict && x->not_suitable)
		snprintf(verdict, sizeof verdict, "n/s");
	else if (x->has_verdict)
		snprintf(verdict, sizeof verdict, "%+d", x->verdict_level);
	printf("%-6s %-8s %-8.8s %-3s %3u  %s%s%s%s\n", x->label, state_word(x), hex_encode(hex, x->sha256, SHA256_LEN),
	       verdict, x->notes, x->path, x->tags[0] ? "  [" : "", x->tags, x->tags[0] ? "]" : "");
}

enum status case_list(struct case_call *c, struct error *e)
{
	struct exhibit_list list = { 0 };
	enum status st = store_call(c->store, list_op, &list, e);

	if (st != ST_OK)
		return st;
	puts("label  level    sha256   v   notes picture");
	for (size_t i = 0; i < list.n; i++)
		list_row(&list.items[i]);
	exhibit_list_release(&list);
	return ST_OK;
}

/* ---- show ---- */

struct showing {
	const char *what;
	struct exhibit exhibit;
	struct examination *exam;
	struct note_list notes;
	struct verdict_list verdicts;
};

static enum status show_op(struct store_db *db, void *arg, struct error *e)
{
	struct showing *w = arg;
	int64_t id;
	enum status st = exhibit_find(db, w->what, &id, e);

	if (st == ST_OK)
		st = exhibit_get(db, id, &w->exhibit, e);
	if (st == ST_OK)
		st = note_list_get(db, id, &w->notes, e);
	if (st == ST_OK)
		st = verdict_list_get(db, id, &w->verdicts, e);
	if (st == ST_OK && w->exhibit.examined)
		st = examination_get(db, id, &w->exam, e);
	return st;
}

static void show_rate(const struct result *r)
{
	struct str words;

	str_init(&words, 4096);
	rate_words(&words, &r->error_rate);
	printf("               score %.4g; %s\n", r->score, words.data);
	str_release(&words);
}

static void show_result(const struct result *r)
{
	printf("  %-12s %-14s %s\n", r->check, result_status_name(r->status), level_name(r->level));
	if (r->has_score)
		show_rate(r);
	if (r->reason)
		printf("               %s\n", r->reason);
	for (uint32_t i = 0; i < r->n_findings; i++) {
		const struct finding *f = &r->findings[i];

		printf("    %s [%s, %s] %s\n", finding_kind_name(f->kind), level_name(f->level), f->code, f->summary);
		for (uint32_t k = 0; k < f->n_alternatives; k++)
			printf("      could also be: %s\n", f->alternatives[k]);
	}
}

static void show_exam(const struct examination *x)
{
	char text[480];

	printf("level     %s\n", level_words(x));
	if (x->status != ST_OK) {
		printf("          %s\n", err_text(&x->error, text, sizeof text));
		return;
	}
	for (uint32_t i = 0; i < x->n_why; i++)
		printf("          %s\n", x->why[i]);
	printf("coverage  %u of %u checks could speak\n\n", x->spoke, x->spoke + x->silent);
	for (uint32_t i = 0; i < x->n_results; i++)
		show_result(&x->results[i]);
}

static void show_verdict(const struct verdict *v)
{
	printf("verdict %" PRId64 " by %s, %s%s\n", v->id, v->author, v->at, v->superseded ? " (superseded)" : "");
	if (v->question[0])
		printf("  question  %s\n", v->question);
	printf("  H1        %s\n  H2        %s\n", v->h1, v->h2);
	if (v->not_suitable)
		puts("  answer    not suitable");
	else
		printf("  support   %+d (-4 for H2 ... +4 for H1)\n", v->level);
	if (v->limits[0])
		printf("  limits    %s\n", v->limits);
	if (v->category[0])
		printf("  category  %s\n", v->category);
}

static void showing_release(struct showing *w)
{
	exhibit_release(&w->exhibit);
	exam_free(w->exam);
	note_list_release(&w->notes);
	verdict_list_release(&w->verdicts);
}

enum status case_show(struct case_call *c, struct error *e)
{
	struct showing w = { .what = c->words[0] };
	char hex[2 * SHA256_LEN + 1];
	enum status st = store_call(c->store, show_op, &w, e);

	if (st == ST_OK) {
		printf("%s  %s\nsha256    %s\ntaken in  %s, %s\n", w.exhibit.label, w.exhibit.path,
		       hex_encode(hex, w.exhibit.sha256, SHA256_LEN), w.exhibit.acquired,
		       w.exhibit.stored ? "copied into the case" : "by reference: path and hash");
		if (w.exhibit.tags[0])
			printf("tags      %s\n", w.exhibit.tags);
		if (w.exam)
			show_exam(w.exam);
		else
			puts("not examined yet");
		for (size_t i = 0; i < w.notes.n; i++)
			printf("note %" PRId64 " by %s, %s%s: %s\n", w.notes.items[i].id, w.notes.items[i].author,
			       w.notes.items[i].at, w.notes.items[i].superseded ? " (superseded)" : "", w.notes.items[i].text);
		for (size_t i = 0; i < w.verdicts.n; i++)
			show_verdict(&w.verdicts.items[i]);
	}
	showing_release(&w);
	return st;
}

/* ---- verify ---- */

struct verifying {
	const struct cli_args *args;
	struct case_info info;
	struct verify_report report;
	enum status head;
	struct error head_error;
};

static enum status verify_op(struct store_db *db, void *arg, struct error *e)
{
	struct verifying *v = arg;
	enum status st = case_verify(db, &v->report, e);

	/* A damaged case may not be able to say what it holds; that it is damaged is said all the same. */
	if (st == ST_OK && case_info_get(db, &v->info, NULL) != ST_OK)
		v->info.exhibits = v->info.copied = 0;
	if (st != ST_OK || !v->args->has_head)
		return st;
	v->head = audit_check_head(db, v->args->head_seq, v->args->head, &v->head_error);
	if (v->head == ST_MISMATCH)
		return ST_OK;
	*e = v->head_error;
	return v->head;
}

static const char *held(bool ok)
{
	return ok ? "verified" : "DOES NOT VERIFY";
}

static void print_head(const struct verifying *v)
{
	if (!v->args->has_head)
		return;
	printf("head      %s: ", held(v->head == ST_OK));
	if (v->head == ST_OK)
		printf("the chain goes through row %" PRIu64 " as it was remembered\n", v->args->head_seq);
	else
		puts(v->head_error.message);
}

enum status case_verify_verb(struct case_call *c, struct error *e)
{
	struct verifying v = { .args = c->args };
	const struct verify_report *r = &v.report;
	char hex[2 * SHA256_LEN + 1];
	enum status st = store_call(c->store, verify_op, &v, e);

	if (st != ST_OK)
		return st;
	printf("database  %s\n", held(r->integrity_ok && r->foreign_keys_ok));
	printf("audit     %s, %" PRIu64 " rows, head %s\n", held(r->audit_ok), r->audit_rows,
	       hex_encode(hex, r->head, SHA256_LEN));
	print_head(&v);
	printf("pictures  %s, %" PRIu64 " stored\n", held(r->blobs_ok), r->blobs);
	if (v.info.exhibits > v.info.copied)
		printf("          %" PRIu64 " by reference, not looked at: they lie outside the case\n",
		       v.info.exhibits - v.info.copied);
	if (r->first_problem[0])
		printf("problem   %s\n", r->first_problem);
	if (!(r->integrity_ok && r->foreign_keys_ok && r->audit_ok && r->blobs_ok && v.head == ST_OK))
		c->code = EXIT_UNVERIFIED;
	return ST_OK;
}
