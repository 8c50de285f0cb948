/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Under the triage table: how often each check that flagged something is wrong, once for each rate. */
#include "src/base/base.h"
#include "src/cli/scan_format.h"

#include "src/base/error_rate.h"
#include "src/base/mem.h"

enum { LINES_MAX = 64 }; /* checks times strata times operating points */

/* Sorted, so that the order in which results come does not show. */
static void add_line(struct rate_lines *l, const char *text)
{
	size_t at = 0;

	while (at < l->n && strcmp(l->items[at], text) < 0)
		at++;
	if ((at < l->n && strcmp(l->items[at], text) == 0) || l->n == LINES_MAX)
		return;
	if (!l->items)
		l->items = mem_need(LINES_MAX, sizeof *l->items);
	memmove(l->items + at + 1, l->items + at, (l->n - at) * sizeof *l->items);
	l->items[at] = mem_need_str(text);
	l->n++;
}

void rate_lines_add(struct rate_lines *l, const struct examination *x)
{
	for (uint32_t i = 0; i < x->n_results; i++) {
		const struct result *r = &x->results[i];
		struct str s;

		if (r->status != RESULT_DONE || !r->has_score || r->level < LEVEL_NOTICE)
			continue;
		str_init(&s, 4096);
		str_printf(&s, "%s: ", r->check);
		rate_words(&s, &r->error_rate);
		add_line(l, s.data);
		str_release(&s);
	}
}

void rate_lines_print(struct rate_lines *l, FILE *out)
{
	if (l->n)
		fputs("\nerror rates of the checks with scores that raised something:\n", out);
	for (size_t i = 0; i < l->n; i++) {
		fprintf(out, "  %s\n", l->items[i]);
		free(l->items[i]);
	}
	free(l->items);
	*l = (struct rate_lines){ .n = 0 };
}
