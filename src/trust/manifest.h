/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manifest.h: what the files that verify one manifest share. Not for others: see c2pa.h. */
#ifndef COTTINGLEY_MANIFEST_H
#define COTTINGLEY_MANIFEST_H

#include "src/base/base.h"
#include "src/trust/c2pa.h"
#include "src/trust/jumbf_uri.h"

/* One verification on its way. */
struct reading {
	struct c2pa_report *r;
	const struct c2pa_input *in;
	struct arena *a;            /* of the report */
	struct status_log recorded; /* what any ingredient assertion of the store says was found before */
	struct status_entry **sorted; uint32_t n_sorted; /* the same, in order, once something is looked up */
	struct jumbf_uri *redacted; /* what referenced claims redact; manifest and label are there */
	uint32_t n_redacted;
	uint32_t news_left;         /* entries that the `fresh` logs of all ingredients may still take */
	const struct cnode *revocation; /* OCSP answers of certificate-status assertions, or NULL */
};

/* hashed_uri {url, ?alg, hash} (C2PA 2.2 section 8.4.2) */
struct hashed_uri {
	const char *url, *alg;
	struct span hash;
};
bool hashed_uri_read(const struct cnode *n, struct hashed_uri *out);

/* manifest_read.c: fills what can be read without judging: kind, claim, assertions, actions, ingredients. Faults go
 * to m->log with the specification's code. False when memory ran out. */
MUST_USE bool manifest_read(struct reading *w, const struct jumbf_box *box, struct c2pa_manifest *m);
MUST_USE bool claim_read(struct reading *w, struct c2pa_manifest *m);            /* claim.c */
MUST_USE bool assertions_read(struct reading *w, struct c2pa_manifest *m);       /* assertions.c */
MUST_USE bool actions_read(struct reading *w, struct c2pa_manifest *m);          /* actions.c */
MUST_USE bool ingredients_read(struct reading *w, struct c2pa_manifest *m);      /* ingredients.c */
/* recorded.c */
void recorded_read(struct reading *w, struct c2pa_ingredient *g, const struct cnode *map);
/* Was it said before by any signer of this store? By code and place, as the reference implementation compares them. */
bool was_recorded(struct reading *w, const char *code, const char *url);

/* Judging; codes go to m->log. */
void assertions_check(struct reading *w, struct c2pa_manifest *m);
void json_check(struct c2pa_manifest *m);                                         /* json_check.c */
void actions_check(struct reading *w, struct c2pa_manifest *m);
void redactions_check(struct reading *w, struct c2pa_manifest *m);               /* redactions.c */
bool is_redacted(const struct reading *w, const struct c2pa_manifest *m, const char *label);
bool is_touched(const struct reading *w, const struct c2pa_manifest *m); /* is anything of it redacted? */
MUST_USE bool redactions_collect(struct reading *w); /* of every manifest of the report */
MUST_USE enum status manifest_check(struct reading *w, struct c2pa_manifest *m, struct error *e); /* manifest_check.c */
void ingredients_rules(struct reading *w, struct c2pa_manifest *m); /* what needs no other manifest */
/* Follows the ingredients of m: hashes, then the manifests themselves; fills their `fresh` logs. */
MUST_USE enum status ingredients_check(struct reading *w, struct c2pa_manifest *m, unsigned depth, struct error *e);
/* The hard binding that the active manifest rests on. */
MUST_USE enum status binding_of_active(struct reading *w, struct error *e);      /* hard_binding.c */
void ai_summarise(struct c2pa_report *r);                                        /* statements.c */

struct c2pa_manifest *manifest_find(struct c2pa_report *r, const char *label);
struct c2pa_assertion *assertion_find(struct c2pa_manifest *m, const char *label); /* by its whole label */
const char *manifest_label(const struct c2pa_manifest *m); /* as it stands, for URIs */
/* Text for people out of a map: sanitised, in the arena; NULL when absent. */
const char *shown_text(struct arena *a, const struct cnode *map, const char *key);
const char *shown(struct arena *a, const char *text);

#endif
