/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/case_report.h"

#include "src/base/mem.h"

enum { REPORT_ARENA_MAX = 256 * 1024 * 1024, ALTERNATIVES_MAX = 16, FIRST = 16 };

void case_report_init(struct case_report *r)
{
	memset(r, 0, sizeof *r);
	arena_init(&r->arena, REPORT_ARENA_MAX);
}

void case_report_release(struct case_report *r)
{
	mem_free(r->findings);
	mem_free(r->nodes);
	arena_release(&r->arena);
	memset(r, 0, sizeof *r);
}

/* Room for one more behind n; false, and `failed`, without memory. */
static bool make_room(struct case_report *r, void **items, size_t n, size_t *room, size_t size)
{
	size_t more = *room ? *room * 2 : FIRST;
	void *p;

	if (n < *room)
		return true;
	p = mem_resize(*items, more, size);
	if (!p) {
		r->failed = true;
		return false;
	}
	*items = p;
	*room = more;
	return true;
}

static const char **copy_alternatives(struct case_report *r, const char *const *from, uint32_t *n)
{
	const char **out = arena_alloc(&r->arena, ALTERNATIVES_MAX, sizeof *out);

	*n = 0;
	while (out && from && from[*n] && *n < ALTERNATIVES_MAX) {
		out[*n] = arena_str(&r->arena, from[*n]);
		++*n;
	}
	return out;
}

void case_report_add(struct case_report *r, const struct case_finding_spec *f)
{
	void *items = r->findings;
	struct case_finding *out;

	if (!make_room(r, &items, r->n_findings, &r->findings_room, sizeof *out))
		return;
	r->findings = items;
	out = &r->findings[r->n_findings];
	*out = (struct case_finding){ .check = f->check,
				      .code = f->code,
				      .kind = f->kind,
				      .level = f->level,
				      .n_exhibits = f->n_exhibits };
	out->summary = arena_str(&r->arena, f->summary);
	out->detail = arena_str(&r->arena, f->detail);
	out->alternatives = copy_alternatives(r, f->alternatives, &out->n_alternatives);
	out->exhibits = arena_copy(&r->arena, f->exhibits, f->n_exhibits * sizeof *f->exhibits);
	if (!out->summary || !out->alternatives || !out->exhibits)
		r->failed = true;
	else
		r->n_findings++;
}

struct case_node *case_report_node(struct case_report *r)
{
	void *items = r->nodes;
	struct case_node *out;

	if (!make_room(r, &items, r->n_nodes, &r->nodes_room, sizeof *out))
		return NULL;
	r->nodes = items;
	out = &r->nodes[r->n_nodes++];
	memset(out, 0, sizeof *out);
	out->transform = out->order = "";
	return out;
}

size_t case_report_count(const struct case_report *r, enum level at_least)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n_findings; i++)
		n += r->findings[i].level >= at_least;
	return n;
}
