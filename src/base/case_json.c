/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/case_json.h"

#include "src/base/json.h"

struct writer {
	json_t *(*exhibit)(void *arg, uint32_t i);
	void *arg;
};

static void set(json_t *o, const char *key, json_t *v)
{
	json_object_set_new_nocheck(o, key, v);
}

static json_t *finding(const struct writer *w, const struct case_finding *f)
{
	json_t *o = json_object(), *exhibits = json_array(), *others = json_array();

	for (uint32_t i = 0; i < f->n_exhibits; i++)
		json_array_append_new(exhibits, w->exhibit(w->arg, f->exhibits[i]));
	for (uint32_t i = 0; i < f->n_alternatives; i++)
		json_array_append_new(others, json_text(f->alternatives[i]));
	set(o, "check", json_text(f->check));
	set(o, "code", json_text(f->code));
	set(o, "kind", json_text(finding_kind_name(f->kind)));
	set(o, "level", json_text(level_name(f->level)));
	set(o, "summary", json_text(f->summary));
	set(o, "detail", json_text(f->detail));
	set(o, "alternatives", others);
	set(o, "exhibits", exhibits);
	return o;
}

static json_t *node(const struct writer *w, const struct case_node *n)
{
	json_t *o = w->exhibit(w->arg, n->exhibit);
	bool root = n->depth == 0;

	set(o, "depth", json_integer(n->depth));
	set(o, "of", root ? json_null() : w->exhibit(w->arg, n->parent));
	set(o, "pdq_distance", root || n->identical ? json_null() : json_integer(n->distance));
	set(o, "identical", json_boolean(n->identical));
	set(o, "transform", root ? json_null() : json_text(n->transform));
	set(o, "order", root ? json_null() : json_text(n->order));
	set(o, "order_likely", json_boolean(n->likely));
	return o;
}

json_t *json_case_report(const struct case_report *r, json_t *(*exhibit)(void *arg, uint32_t i), void *arg)
{
	const struct writer w = { exhibit, arg };
	json_t *o = json_object(), *trees = json_array(), *findings = json_array(), *tree = NULL;

	for (size_t i = 0; i < r->n_nodes; i++) {
		if (r->nodes[i].depth == 0) {
			tree = json_array();
			json_array_append_new(trees, tree);
		}
		json_array_append_new(tree, node(&w, &r->nodes[i]));
	}
	for (size_t i = 0; i < r->n_findings; i++)
		json_array_append_new(findings, finding(&w, &r->findings[i]));
	set(o, "pictures", json_integer((json_int_t)r->n_pictures));
	set(o, "matchable", json_integer((json_int_t)r->n_matchable));
	set(o, "exhaustive", json_boolean(r->exhaustive));
	set(o, "duplicates", trees);
	set(o, "findings", findings);
	return o;
}
