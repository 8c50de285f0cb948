/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jumbf_uri.h: JUMBF URIs (C2PA 2.2 section 8.3): which manifest, which box in it. */
#ifndef COTTINGLEY_JUMBF_URI_H
#define COTTINGLEY_JUMBF_URI_H

#include "src/base/arena.h"
#include "src/base/base.h"

struct jumbf_uri {
	const char *manifest; /* label; NULL: relative, the manifest that holds the URI */
	const char *part;     /* "c2pa.assertions", "c2pa.signature", ...; NULL: the manifest itself */
	const char *label;    /* of the box inside a store: "c2pa.actions"; NULL: the part itself */
};

/* "self#jumbf=/c2pa/MANIFEST/PART/LABEL", "self#jumbf=PART/LABEL"; some writers leave out the slash before "c2pa".
 * False for anything else, and for "..". Texts in the arena. */
MUST_USE bool jumbf_uri_parse(struct arena *a, const char *text, struct jumbf_uri *out);
/* Absolute form; "" when memory ran out. */
const char *jumbf_uri_assertion(struct arena *a, const char *manifest, const char *label);
const char *jumbf_uri_part(struct arena *a, const char *manifest, const char *part);
const char *jumbf_uri_manifest(struct arena *a, const char *manifest);
/* Any URI of the above forms made absolute for a manifest; others as they are. */
const char *jumbf_uri_absolute(struct arena *a, const char *manifest, const char *text);
/* Length of the label without its instance: "c2pa.actions__2" is 12. */
size_t label_base(const char *label);
/* Is label, without instance, this one? */
bool label_is(const char *label, const char *base);

#endif
