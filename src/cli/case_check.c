/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verbs that look at all pictures of a case together. */
#include "src/base/base.h"
#include "src/cli/case_verbs.h"

#include "src/base/case_json.h"
#include "src/base/json.h"
#include "src/session/case_answer.h"

static void print_name(const struct exhibit *x)
{
	printf("%s %s", x->label, x->path);
}

/* ---- the tree ---- */

/* Is there a later node of this tree at `depth`, before the tree climbs above it? */
static bool goes_on(const struct case_report *r, size_t i, uint32_t depth)
{
	for (size_t k = i + 1; k < r->n_nodes && r->nodes[k].tree == r->nodes[i].tree; k++) {
		if (r->nodes[k].depth < depth)
			return false;
		if (r->nodes[k].depth == depth)
			return true;
	}
	return false;
}

enum { INDENT_MAX = 16 }; /* deeper levels stand under each other */

static void print_indent(const struct case_report *r, size_t i, uint32_t depth)
{
	for (uint32_t d = 1; d < depth && d < INDENT_MAX; d++)
		fputs(goes_on(r, i, d) ? "│  " : "   ", stdout);
}

static void print_node(const struct case_answer *a, size_t i)
{
	const struct case_report *r = &a->report;
	const struct case_node *n = &r->nodes[i];

	print_indent(r, i, n->depth);
	if (n->depth)
		fputs(goes_on(r, i, n->depth) ? "├─ " : "└─ ", stdout);
	print_name(&a->exhibits.items[n->exhibit]);
	putchar('\n');
	if (!n->depth)
		return;
	print_indent(r, i, n->depth + 1);
	printf("   %s", n->transform);
	if (!n->identical)
		printf("; %s (%u of 256 bits differ)", n->order, n->distance);
	putchar('\n');
}

static void print_trees(const struct case_answer *a)
{
	const struct case_report *r = &a->report;

	for (size_t i = 0; i < r->n_nodes; i++) {
		if (i && r->nodes[i].tree != r->nodes[i - 1].tree)
			putchar('\n');
		print_node(a, i);
	}
	if (r->n_nodes)
		puts("\nthe first of each tree is likely the earliest of those that are here; nothing in a "
		     "file proves it");
	else
		puts("no two pictures show the same, as far as could be seen");
}

static void print_scope(const struct case_report *r)
{
	printf("%zu pictures looked at, %zu of them with enough in them to be known again%s\n", r->n_pictures,
	       r->n_matchable, r->exhaustive ? "" : "; hashes more than 31 bits apart were compared in part");
}

/* ---- findings ---- */

static void print_finding(const struct case_finding *f)
{
	printf("%-8s %-10s %s\n", level_name(f->level), f->check, f->summary);
	if (f->detail)
		printf("                    %s\n", f->detail);
	for (uint32_t i = 0; i < f->n_alternatives; i++)
		printf("                    could also be: %s\n", f->alternatives[i]);
}

static void print_findings(const struct case_report *r)
{
	for (int level = LEVEL_ALERT; level >= LEVEL_NONE; level--)
		for (size_t i = 0; i < r->n_findings; i++)
			if ((int)r->findings[i].level == level)
				print_finding(&r->findings[i]);
	if (!r->n_findings)
		puts("nothing found between the pictures of this case");
}

/* ---- JSON: cottingley.case/1 ---- */

static json_t *exhibit_json(void *arg, uint32_t i)
{
	const struct exhibit *x = &((const struct case_answer *)arg)->exhibits.items[i];
	char hex[2 * SHA256_LEN + 1];

	return json_pack("{s:o,s:o,s:s}", "label", json_text(x->label), "path", json_text(x->path), "sha256",
			 hex_encode(hex, x->sha256, SHA256_LEN));
}

static enum status print_json(struct case_answer *a, struct error *e)
{
	json_t *o = json_object(), *body = json_case_report(&a->report, exhibit_json, a);
	char *line;

	json_object_set_new(o, "schema", json_string("cottingley.case/1"));
	json_object_update(o, body);
	json_decref(body);
	line = json_line(o);
	json_decref(o);
	if (!line)
		return err_nomem(e);
	puts(line);
	free(line);
	return ST_OK;
}

/* ---- verbs ---- */

static enum status with_answer(struct case_call *c, void (*print)(const struct case_answer *a),
			       struct error *e)
{
	struct case_answer a = { .exhibits = { 0 } };
	const char *format = c->args->format ? c->args->format : "table";
	enum status st;

	if (strcmp(format, "table") != 0 && strcmp(format, "json") != 0)
		return err_set(e, ST_USAGE, "unknown format '%s'; there are table and json", format);
	st = session_case_answer(c->store, 0, &a, e);
	if (st == ST_OK && strcmp(format, "json") == 0)
		st = print_json(&a, e);
	else if (st == ST_OK)
		print(&a);
	case_answer_release(&a);
	return st;
}

static void all_trees(const struct case_answer *a)
{
	print_scope(&a->report);
	putchar('\n');
	print_trees(a);
}

static void all_findings(const struct case_answer *a)
{
	print_scope(&a->report);
	puts("\nlevel    check      what");
	print_findings(&a->report);
}

enum status case_duplicates_verb(struct case_call *c, struct error *e)
{
	return with_answer(c, all_trees, e);
}

enum status case_check_verb(struct case_call *c, struct error *e)
{
	return with_answer(c, all_findings, e);
}
