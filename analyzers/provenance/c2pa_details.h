/* SPDX-License-Identifier: GPL-3.0-or-later */
/* c2pa_details.h: what the files that write the details of the `c2pa` check share. Not for others. */
#ifndef COTTINGLEY_C2PA_DETAILS_H
#define COTTINGLEY_C2PA_DETAILS_H

#include "analyzers/provenance/c2pa_case.h"
#include "analyzers/provenance/c2pa_put.h"

/* Where a manifest hangs in the history. */
struct c2pa_place {
	const char *role;  /* "active", "parentOf", "componentOf", "inputTo", "unreferenced" */
	int parent;        /* index of the manifest whose ingredient it is; -1: none */
	unsigned depth;
};

void c2pa_put_signature(struct put *p, struct value *in, const struct c2pa_manifest *m); /* c2pa_details_signer.c */
/* Whole of one manifest into the map `in`. c2pa_details_manifest.c */
void c2pa_put_manifest(struct put *p, struct value *in, const struct c2pa_case *c, const struct c2pa_manifest *m,
		       const struct c2pa_place *at);
void c2pa_put_list(struct put *p, struct value *in, const char *key, const struct trust_list *l); /* NULL: null */
const char *c2pa_unbound_name(enum unbound_kind k); /* "metadata" */
/* Of a span in the store in use: its offset there; -1: not in it (inflated). */
int64_t c2pa_store_offset(const struct c2pa_case *c, const struct span *s);

#endif
