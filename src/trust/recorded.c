/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a signer recorded about its ingredients when it took them in: `validationStatus` of ingredients v1 and v2,
 * `validationResults` of v3 (C2PA 2.2 section 18.16.14). A failure that was recorded then is not news now; it is
 * shown, as recorded. */
#include "src/base/base.h"

#include "src/trust/manifest.h"

#include <stdlib.h>

static void keep(struct reading *w, struct c2pa_ingredient *g, const char *base, const struct cnode *n)
{
	const char *code = cn_text(n, "code"), *url = cn_text(n, "url"), *said = cn_text(n, "explanation");

	if (!code)
		return;
	url = base ? jumbf_uri_absolute(w->a, base, url ? url : "") : url;
	status_add(&g->recorded, code, url, "%s", said ? said : "");
	status_add(&w->recorded, code, url, "%s", said ? said : "");
}

static void keep_list(struct reading *w, struct c2pa_ingredient *g, const char *base, const struct cnode *list)
{
	for (const struct cnode *n = cn_kind(list, CN_ARRAY) ? list->first : NULL; n; n = n->next)
		keep(w, g, base, n);
}

static void keep_classes(struct reading *w, struct c2pa_ingredient *g, const char *base, const struct cnode *map)
{
	keep_list(w, g, base, cn_get(map, "success"));
	keep_list(w, g, base, cn_get(map, "informational"));
	keep_list(w, g, base, cn_get(map, "failure"));
}

void recorded_read(struct reading *w, struct c2pa_ingredient *g, const struct cnode *map)
{
	const struct cnode *results = cn_get(map, "validationResults"), *deltas;

	keep_list(w, g, g->manifest, cn_get(map, "validationStatus"));
	keep_classes(w, g, g->manifest, cn_get(results, "activeManifest"));
	deltas = cn_kind(cn_get(results, "ingredientDeltas"), CN_ARRAY);
	for (const struct cnode *n = deltas ? deltas->first : NULL; n; n = n->next)
		keep_classes(w, g, NULL, cn_get(n, "validationDeltas"));
}

static int compare(const void *a, const void *b)
{
	const struct status_entry *x = *(struct status_entry *const *)a, *y = *(struct status_entry *const *)b;
	int d = strcmp(x->code, y->code);

	return d ? d : strcmp(x->url, y->url);
}

/* A hostile store may record thousands: they are put in order once. */
static void sort(struct reading *w)
{
	uint32_t n = 0;

	w->sorted = arena_alloc(w->a, w->recorded.n + 1, sizeof *w->sorted);
	if (!w->sorted)
		return;
	for (struct status_entry *s = w->recorded.first; s; s = s->next)
		w->sorted[n++] = s;
	qsort(w->sorted, n, sizeof *w->sorted, compare);
	w->n_sorted = n;
}

bool was_recorded(struct reading *w, const char *code, const char *url)
{
	struct status_entry key = { .code = code, .url = url }, *k = &key;

	if (!w->sorted)
		sort(w);
	return w->sorted && bsearch(&k, w->sorted, w->n_sorted, sizeof *w->sorted, compare);
}
