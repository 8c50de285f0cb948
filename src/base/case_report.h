/* SPDX-License-Identifier: GPL-3.0-or-later */
/* case_report.h: what the pictures of a case say together: findings about several of them, and trees of
 * pictures that show one thing. A pure function of the stored examinations, computed on demand and never
 * stored. Exhibits are numbered as the caller gave them, from 0. */
#ifndef COTTINGLEY_CASE_REPORT_H
#define COTTINGLEY_CASE_REPORT_H

#include "src/base/arena.h"
#include "src/base/base.h"
#include "src/base/result.h"

struct case_finding {
	const char *check, *code; /* "travel", "case.travel.speed" */
	enum finding_kind kind;
	enum level level;	      /* of this finding; it does not change the level of a picture */
	const char *summary, *detail; /* detail may be NULL */
	const char **alternatives;
	uint32_t n_alternatives;
	const uint32_t *exhibits;
	uint32_t n_exhibits;
};

/* One picture in a tree: a parent stands before its children, which stand one deeper. */
struct case_node {
	uint32_t exhibit, parent; /* parent: an exhibit; itself at the root */
	uint32_t tree, depth;	  /* trees are numbered from 0; the root has depth 0 */
	unsigned distance;	  /* bits between the hashes that matched; 0 at the root */
	const char
		*transform; /* "mirrored, cropped to 64 % of the area"; what turns the parent into it; "" */
	const char
		*order; /* "likely later: fewer pixels", "which came first cannot be told"; "" at the root */
	bool identical; /* the same bytes as the parent */
	bool likely;	/* the order has reasons */
};

struct case_report {
	struct arena arena;
	struct case_finding *findings;
	size_t n_findings, findings_room;
	struct case_node *nodes;
	size_t n_nodes, nodes_room;
	uint32_t n_trees;
	size_t n_pictures;  /* that were looked at: examined ones */
	size_t n_matchable; /* of them, with enough in them to be known again */
	bool exhaustive;    /* every pair of hashes was compared; else see HAMMING_INDEX_EXACT */
	bool failed;	    /* memory ran out while it was filled */
};

void case_report_init(struct case_report *r);
void case_report_release(struct case_report *r);

struct case_finding_spec {
	const char *check, *code;
	enum finding_kind kind;
	enum level level;
	const char *summary, *detail;
	const char *const *alternatives; /* NULL-terminated, or NULL */
	const uint32_t *exhibits;
	uint32_t n_exhibits;
};
/* Everything is copied. */
void case_report_add(struct case_report *r, const struct case_finding_spec *f);
struct case_node *case_report_node(struct case_report *r); /* a new one, zero; NULL without memory */
size_t case_report_count(const struct case_report *r, enum level at_least);

#endif
