/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Trust lists: the first byte chooses the kind, or a whole pack. */
#include "src/base/base.h"
#include "src/base/utf8.h"
#include "src/trust/world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool ok)
{
	if (!ok)
		abort();
}

static void shown(const char *s)
{
	require(!s || utf8_valid(s, strlen(s)));
}

static void check(const struct trust_list *l)
{
	require(l->n_entries <= LIST_MAX_CERTIFICATES && l->n_denied <= LIST_MAX_ENTRIES);
	shown(l->note);
	for (uint32_t i = 0; i < l->n_entries; i++) {
		require(l->entries[i].from <= l->entries[i].until);
		require(!l->entries[i].cert.x509 || l->entries[i].entity);
		shown(l->entries[i].entity);
	}
	for (uint32_t i = 0; i < l->n_denied; i++) {
		require(l->denied[i].reason && (l->denied[i].by != DENY_ISSUER_SERIAL || l->denied[i].serial));
		shown(l->denied[i].reason);
		shown(l->denied[i].source);
	}
	for (uint32_t i = 0; i < l->n_incidents; i++) {
		require(l->incidents[i].text && l->incidents[i].source && l->incidents[i].from < l->incidents[i].until);
		shown(l->incidents[i].text);
		shown(l->incidents[i].vendor);
	}
}

static void ask(const struct world *w)
{
	struct certificate nobody = { .serial = "1" };
	const struct trust_list *l = NULL;

	for (uint32_t i = 0; i < w->n_lists; i++) {
		check(&w->lists[i]);
		for (uint32_t k = 0; k < w->lists[i].n_entries; k++) {
			const struct list_entry *x = &w->lists[i].entries[k];

			if (x->cert.x509)
				require(world_find(w, w->lists[i].kind, &x->cert, x->from, &l) != NULL);
		}
	}
	(void)world_denied(w, &nobody, &nobody, 0, &l);
}

static void one_list(enum list_kind kind, struct span in)
{
	struct error e = ERROR_INIT;
	struct trust_list l;
	struct arena a;

	arena_init(&a, (size_t)128 << 20);
	if (list_parse(&a, kind, in, &l, &e) == ST_OK) {
		require(l.kind == kind);
		check(&l);
		list_release(&l);
	} else {
		require(e.code == ST_CORRUPT || e.code == ST_LIMIT || e.code == ST_MEMORY);
		require(e.message[0]);
	}
	arena_release(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct world *w;

	if (size == 0)
		return 0;
	if (data[0] % (LIST_KINDS + 1) < LIST_KINDS) {
		one_list((enum list_kind)(data[0] % (LIST_KINDS + 1)), span_of(data + 1, size - 1, 0));
	} else if (world_open(span_of(data + 1, size - 1, 0), &w, NULL) == ST_OK) {
		ask(w);
		world_close(w);
	}
	return 0;
}
