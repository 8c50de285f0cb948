/* SPDX-License-Identifier: GPL-3.0-or-later */
/* c2pa_case.h: what the `c2pa` check knows about one file, its rules as one const table, its five answers and its details.
 * Inside analyzers/provenance and its tests only. */
#ifndef COTTINGLEY_C2PA_CASE_H
#define COTTINGLEY_C2PA_CASE_H

#include "src/base/base.h"
#include "analyzers/analyzer.h"
#include "analyzers/provenance/credentials.h"

enum { C2PA_DETAIL = 480, C2PA_ALTERNATIVES = 4, C2PA_CODES = 12, C2PA_RESIDUE = 16, C2PA_ANSWER_CELLS = 70, C2PA_GAPS = 16 };
enum { C2PA_COMPARED = 8 }; /* thumbnails compared with the picture, each a decode */

/* What a removed manifest leaves behind. */
struct residue {
	const char *code;   /* "xmp.provenance", "xmp.history", "store.piece", "store.carved" */
	const char *text;   /* for people, sanitised */
	bool has_offset;
	uint64_t offset;
};

struct compared {
	const struct c2pa_thumbnail *thumbnail;
	struct thumbnail_match match;
};

struct c2pa_case {
	struct subject *in;
	const struct context *cx;
	const struct param *p;
	const struct c2pa_report *r;
	const struct c2pa_manifest *m;     /* the active one, or NULL */
	const struct c2pa_manifest *bound; /* whose hard binding was checked, or NULL */
	struct compared compared[C2PA_COMPARED]; uint32_t n_compared;
	struct residue residue[C2PA_RESIDUE]; uint32_t n_residue; /* only when there is no usable store */
	struct arena *arena;               /* of the result */
};

/* Everything but `compared` from c->in, c->cx, c->p and c->r. */
void c2pa_case_fill(struct c2pa_case *c);
void c2pa_residue(struct c2pa_case *c); /* c2pa_residue.c */
const struct thumbnail_match *c2pa_match(const struct c2pa_case *c, const struct c2pa_thumbnail *t); /* NULL: not compared */

/* ---- rules ---- */

struct c2pa_rule {
	const char *code;
	enum finding_kind kind;
	enum level level;
	bool (*fires)(const struct c2pa_case *c, const struct c2pa_rule *r, char *detail);
	const char *summary;
	const char *alternatives[C2PA_ALTERNATIVES]; /* ends with NULL */
	const char *codes[C2PA_CODES];               /* status codes that it speaks for; ends with NULL */
};

extern const struct c2pa_rule c2pa_rules[];
extern const size_t c2pa_n_rules;
extern const struct param c2pa_params[];

/* Appends to a detail, with "; " between; nothing once it is full. */
void c2pa_say(char *detail, const char *fmt, ...) PRINTF(2, 3);
bool c2pa_handled(const char *code); /* does a row of the table speak for this status code? */

#define C2PA_RULE(name) bool name(const struct c2pa_case *c, const struct c2pa_rule *r, char *detail)
C2PA_RULE(c2pa_coded);           /* a code of the row stands in the log of the store or of the active manifest */
C2PA_RULE(c2pa_malformed);
C2PA_RULE(c2pa_changed);
C2PA_RULE(c2pa_revoked);
C2PA_RULE(c2pa_revoked_later);
C2PA_RULE(c2pa_denied);
C2PA_RULE(c2pa_incident);
C2PA_RULE(c2pa_unlisted);
C2PA_RULE(c2pa_not_judged);
C2PA_RULE(c2pa_test_key);
C2PA_RULE(c2pa_stamp_time);
C2PA_RULE(c2pa_two_credentials);
C2PA_RULE(c2pa_padding);
C2PA_RULE(c2pa_payload);
C2PA_RULE(c2pa_odd);
C2PA_RULE(c2pa_binding_padding);
C2PA_RULE(c2pa_excluded_picture);
C2PA_RULE(c2pa_excluded_metadata);
C2PA_RULE(c2pa_excluded_free);
C2PA_RULE(c2pa_excluded_other);
C2PA_RULE(c2pa_fill);
C2PA_RULE(c2pa_after_end);
C2PA_RULE(c2pa_two_stores);
C2PA_RULE(c2pa_strays);
C2PA_RULE(c2pa_sidecar);
C2PA_RULE(c2pa_ai);              /* the level of the row's code: c2pa.ai.whole, .part, .edited, .related, .may */
C2PA_RULE(c2pa_camera);
C2PA_RULE(c2pa_recorded);
C2PA_RULE(c2pa_fresh);
C2PA_RULE(c2pa_unreferenced);
C2PA_RULE(c2pa_time_order);
C2PA_RULE(c2pa_actions_incomplete);
C2PA_RULE(c2pa_redacted);
C2PA_RULE(c2pa_labelled);        /* an assertion whose label is among the row's codes stands in the active manifest */
C2PA_RULE(c2pa_thumbnail_differs);
C2PA_RULE(c2pa_thumbnail_ingredient);
C2PA_RULE(c2pa_privacy);
C2PA_RULE(c2pa_links);
C2PA_RULE(c2pa_leftover);

/* ---- the five answers ---- */

struct c2pa_answer { const char *answer, *text; };
struct c2pa_answers {
	struct c2pa_answer integrity, identity, time, statements, gaps;
	const char *items[C2PA_GAPS]; uint32_t n_items; /* of gaps */
};
void c2pa_answer(const struct c2pa_case *c, struct c2pa_answers *out);
/* The time that the signer claims: of its first action that has one; NULL: none. */
const char *c2pa_claimed_time(const struct c2pa_manifest *m);

/* ---- details ---- */

/* of value trees: result_decode takes 20,000 of a whole record and 16 levels */
enum { C2PA_NODES = 12000, C2PA_CONTENT_LEVELS = 9 };

/* Fills result_details(out) as the JSON section of cottingley-methods(7) says. */
void c2pa_details(const struct c2pa_case *c, const struct c2pa_answers *a, struct result *out);

#endif
