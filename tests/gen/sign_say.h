/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sign_say.h: what a signer states: actions, ingredients, thumbnails and free text (C2PA 2.2 section 18). */
#ifndef GEN_SIGN_SAY_H
#define GEN_SIGN_SAY_H

#include "tests/gen/sign.h"

#define SOURCE_TYPE "http://cv.iptc.org/newscodes/digitalsourcetype/"

/* NULL: left out. ingredient: label of an assertion of this plan that is there already. */
struct action {
	const char *action, *type, *when, *agent, *description, *ingredient, *redacted, *reason;
};
/* c2pa.actions with a claim of version 1, c2pa.actions.v2 with 2. */
void say_actions(struct plan *p, const struct action *list, unsigned n, bool all_included);

/* A JPEG; of the claim, or, ingredient, of an ingredient. Answers the assertion. */
struct assertion *say_thumbnail(struct plan *p, bool ingredient, const struct str *jpeg);

/* recorded: code, url and explanation in turn, ending with NULL; only failures are written beside an intact record. */
struct ingredient {
	int version;               /* 1 to 3 */
	const char *label;         /* NULL: by version; else e.g. "c2pa.ingredient.v3__1" */
	const char *title, *format, *relationship;
	const struct job *from;    /* signed before, its manifests are in this job's boxes; NULL: it has none */
	const char *const *recorded;
	const struct assertion *thumbnail;
};
struct assertion *say_ingredient(struct plan *p, const struct ingredient *i);

void say_json(struct plan *p, const char *label, const char *text);

#endif
