/* SPDX-License-Identifier: GPL-3.0-or-later */
/* manifest_builder.h: C2PA stores for tests of what a claim may say: true hashes unless asked for wrong ones, a signature box that
 * holds no valid signature (signing is tested elsewhere). */
#ifndef COTTINGLEY_TESTS_MANIFEST_BUILDER_H
#define COTTINGLEY_TESTS_MANIFEST_BUILDER_H

#include "src/base/base.h"
#include "src/base/str.h"

struct built_assertion {
	const char *label;
	const char *cbor; size_t cbor_len; /* or json */
	const char *json;
	bool gathered, unlisted, absent, wrong_hash, twice;
	const char *url;                   /* instead of the relative one */
	const char *alg;                   /* own algorithm name; the hash stays SHA-256 */
};

struct built_manifest {
	const char *label;
	const char *kind;                  /* "c2ma", "c2um" */
	int version;                       /* of the claim: 1, 2 */
	const struct built_assertion *list; size_t n;
	const char *const *redact;         /* NULL-terminated, or NULL */
	bool no_instance, no_generator, no_claim, two_claims, no_signature, no_assertion_list, broken_claim;
	const char *alg;                   /* NULL: "sha256"; "": none */
};

void box_begin(struct str *o, const char *kind, const char *label, size_t *at); /* superbox; *at for box_end */
void box_end(struct str *o, size_t at);
void box_plain(struct str *o, const char *type, const void *bytes, size_t len);
/* Appends the superbox of one manifest; hash: of its payload, for an ingredient that names it. */
void build_manifest(struct str *o, const struct built_manifest *m, uint8_t hash[32]);
/* The store with these manifests' bytes in it: a whole .c2pa file. */
void build_store(struct str *out, const struct str *manifests);

#endif
