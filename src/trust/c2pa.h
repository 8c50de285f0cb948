/* SPDX-License-Identifier: GPL-3.0-or-later */
/* c2pa.h: Content Credentials of one file, verified (C2PA 2.2 section 15). The order of work a manifest: claim,
 * signature, profile, trust, time, revocation, redactions, each assertion, undeclared ones, actions, ingredients, and for
 * the active one the hard binding. Malformed stores get a report with the specification's code all the same. The report
 * owns an arena. */
#ifndef COTTINGLEY_C2PA_H
#define COTTINGLEY_C2PA_H

#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/job.h"
#include "src/base/result.h"
#include "src/trust/asset.h"
#include "src/trust/binding.h"
#include "src/trust/jumbf.h"
#include "src/trust/signer.h"
#include "src/trust/status_log.h"
#include "src/trust/world.h"

enum { C2PA_MAX_MANIFESTS = 512, C2PA_DEPTH = 64, C2PA_MAX_ASSERTIONS = 4096, C2PA_MAX_ACTIONS = 4096 };

/* none: no store. malformed stores are INVALID. Valid and Trusted as the reference implementation uses the words:
 * VALID: signature verifies inside validity and nothing failed but trust; TRUSTED: and the signer is on a list. */
enum c2pa_state { C2PA_NONE, C2PA_INVALID, C2PA_VALID, C2PA_TRUSTED };

enum relationship { REL_NONE, REL_PARENT, REL_COMPONENT, REL_INPUT };

/* bytes.len 0: none; bytes.origin: offset in the store */
struct c2pa_thumbnail { struct span bytes; const char *media_type; const char *label; };

struct c2pa_action {
	/* sanitised; NULL when absent. type: URI of the digital source type */
	const char *action, *when, *agent, *type, *description, *reason;
	const char **ingredients; uint32_t n_ingredients; /* assertion labels */
	bool changes;              /* names regions */
};

struct c2pa_ingredient {
	const char *label;         /* assertion label */
	const char *title, *format, *instance_id;
	enum relationship relationship;
	const char *manifest;      /* label of the manifest it came with, or NULL */
	struct c2pa_manifest *resolved; /* NULL: none or missing */
	struct c2pa_thumbnail thumbnail;
	struct status_log recorded; /* what the signer found when it took this in (validationStatus, validationResults) */
	struct status_log fresh;    /* what we find now that was not recorded: the delta */
	int version;               /* 1, 2, 3 */
};

struct c2pa_assertion {
	const char *label;         /* with instance: "c2pa.ingredient__2" */
	const char *url;
	const struct jumbf_box *box; /* NULL: absent */
	bool created, gathered;    /* how the claim lists it; v1 lists: created */
	enum assertion_state {
		ASSERTION_UNCHECKED, ASSERTION_MATCH, ASSERTION_MISMATCH, ASSERTION_MISSING, ASSERTION_REDACTED,
		ASSERTION_UNDECLARED, ASSERTION_OUTSIDE
	} state;
	const char *media_type;    /* "application/cbor", "application/json", of embedded files theirs */
	struct cnode *cbor;        /* when it is CBOR and well formed */
	const char *json;          /* when it is JSON: text, sanitised, cut at 64 kB */
	struct span bytes;         /* content as it stands */
};

struct c2pa_manifest {
	const char *label;         /* sanitised for show: see raw in box->label */
	const struct jumbf_box *box;   /* as it stands in the store: what an ingredient's hash covers */
	const struct jumbf_box *inner; /* its contents: the box itself, or what a compressed one inflates to; NULL: unreadable */
	enum manifest_kind { MANIFEST_STANDARD, MANIFEST_UPDATE, MANIFEST_STAMP, MANIFEST_UNKNOWN } kind;
	bool compressed;
	bool active, referenced;   /* not referenced: rendered, not checked */
	bool visited;              /* its ingredients were followed */
	int claim_version;         /* 0: no readable claim */
	const char *title, *format, *instance_id;
	const char *generator, *generator_version; /* claim_generator_info name, else claim_generator */
	struct span claim;         /* its bytes as they stand */
	struct cnode *claim_tree;
	const char *alg;           /* of the claim, or NULL */
	bool has_signature;
	struct signer_report signer;
	struct c2pa_assertion *assertions; uint32_t n_assertions;
	struct c2pa_action *actions; uint32_t n_actions;
	bool all_actions_included;
	struct c2pa_ingredient *ingredients; uint32_t n_ingredients;
	const char **redactions; uint32_t n_redactions; /* URIs that this claim redacts */
	struct c2pa_thumbnail thumbnail; /* claim thumbnail */
	struct binding_report binding;   /* active only (or the one that an update manifest rests on) */
	bool binding_checked;
	const char *binding_label;
	struct status_log log;     /* of this manifest, judged by itself now */
};

/* What the signers state about AI, over the whole graph. */
enum ai_statement { AI_NOT_STATED, AI_CAMERA, AI_NONE_STATED, AI_MAY_CONTAIN, AI_RELATED, AI_EDITED, AI_PART, AI_WHOLE };

struct c2pa_report {
	struct arena arena;
	enum c2pa_state state;
	struct asset asset;
	const struct store_found *store; /* in use, or NULL */
	bool sidecar;                    /* the store came from a companion file */
	struct jumbf_box *root;
	struct c2pa_manifest *manifests; uint32_t n_manifests; /* in store order */
	struct c2pa_manifest *active;    /* NULL: none */
	struct status_log store_log;     /* about the store as a whole, when no manifest could be read */
	enum ai_statement ai;
	const char *ai_type;             /* the URI that decided, its tail for people */
	const struct c2pa_manifest *ai_by;
};

struct c2pa_input {
	struct span file;                /* the evidence */
	struct span sidecar;             /* companion NAME.c2pa, or empty */
	const struct world *world;
	int64_t now;
	const struct segment *segments; uint32_t n_segments; /* of the container reader, to name ranges */
	struct job_control *ctl;
};

/* ST_OK whatever the answer (also when there is no store). ST_CANCELLED, ST_MEMORY, ST_LIMIT. */
MUST_USE enum status c2pa_verify(const struct c2pa_input *in, struct c2pa_report **out, struct error *e);
void c2pa_report_free(struct c2pa_report *r); /* NULL is fine */

const char *c2pa_state_name(enum c2pa_state s);    /* "none", "invalid", "valid", "trusted" */
const char *relationship_name(enum relationship r); /* "parentOf" */
const char *ai_statement_words(enum ai_statement a); /* for people */

#endif
