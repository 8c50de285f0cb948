/* SPDX-License-Identifier: GPL-3.0-or-later */
/* provenance.h: what the checks `c2pa` and `attestation` found, as text: five answers, the manifest chain as rows of a
 * tree, the lists that it rests on. Command line, screen and report all show these rows, so that they agree.
 *
 * Pure: it knows the details of a result (struct value), nothing else. Details come out of a worker or out of a case
 * file and are read as hostile: keys may be missing or of another kind, indexes may lead nowhere or in a circle.
 * Texts of rows are valid UTF-8 when those of the details are; they are not cut here.
 *
 * A name out of a certificate that is on no list is a claim of whoever made it, and stands in quotation marks. */
#ifndef COTTINGLEY_PROVENANCE_H
#define COTTINGLEY_PROVENANCE_H

#include "src/base/base.h"
#include "src/base/result.h"
#include "src/base/str.h"
#include "src/base/value.h"

#include <stdarg.h>

enum { PROVENANCE_MAX_MANIFESTS = 512, PROVENANCE_MAX_ROWS = 65536 };

/* What the small sign before an answer or a manifest says. */
enum provenance_mark {
	PROVENANCE_PLAIN,  /* no sign */
	PROVENANCE_HOLDS,  /* checked, and it holds */
	PROVENANCE_BROKEN, /* checked, and it does not */
	PROVENANCE_OPEN    /* not checked, not judged, or not said */
};
const char *provenance_sign(enum provenance_mark m, bool ascii); /* one cell: "✓" or "v" */

/* ---- answers: provenance_words.c ---- */
enum { PROVENANCE_ANSWERS = 5 };
struct provenance_answer {
	const char *name, *answer, *text; /* "Integrity", "intact", a sentence; never NULL */
	enum provenance_mark mark;
	enum level tone;                  /* how loud it is said */
	const struct value *items;        /* of the gaps: an array of texts, or NULL */
};
struct provenance_answer provenance_answer(const struct value *details, unsigned i); /* i < PROVENANCE_ANSWERS */

/* One sentence on integrity and identity together, and how loud it is said. Never NULL. */
const char *provenance_headline(const struct value *details, enum level *tone);
/* Is there anything that was verified, well or not? state is not none. */
bool provenance_present(const struct value *details);
/* Did all that was checked verify? state is valid or trusted. */
bool provenance_intact(const struct value *details);
/* "list: official of 2026-08-05", "no trust list: identity cannot be judged (...)". Appends. */
void provenance_lists(const struct value *details, struct str *o);
/* "APP1 Exif, 12,034 bytes; 2 more": ranges that the signature does not speak about, or "nothing". The store
 * itself and zero padding are not named. Appends. */
void provenance_unbound(const struct value *details, struct str *o);
/* Was there a binding to speak about? Else nothing can be said of what it leaves out. */
bool provenance_binds(const struct value *details);
/* "rung R3: signature holds, key on a list; 2 of 6 steps unknown", of the details of attestation. Appends. */
void provenance_attestation(const struct value *attestation, struct str *o);
/* "cropped", "created by a camera": of one action map. Appends. */
void provenance_action(const struct value *action, struct str *o);
/* "2026-11-02 15:20" of "2026-11-02T15:20:00Z"; other texts as they are. Appends. */
void provenance_time(const char *utc, struct str *o);

/* ---- the tree: provenance_tree.c ---- */
/* What can be opened below a manifest; bits. */
enum provenance_part {
	PART_ABOUT = 1 << 0, PART_ACTIONS = 1 << 1, PART_INGREDIENTS = 1 << 2, PART_CERTIFICATES = 1 << 3,
	PART_CODES = 1 << 4, PART_ASSERTIONS = 1 << 5, PART_THUMBNAILS = 1 << 6,
	PROVENANCE_PARTS = 7,
	PART_EVERY = (1 << PROVENANCE_PARTS) - 1,
	PART_HEADS = 1 << 7 /* the headings of all parts show */
};
const char *provenance_part_name(enum provenance_part p); /* "certificates" */

enum provenance_row_kind {
	CHAIN_MANIFEST, /* text: what was done; tool; signer */
	CHAIN_LINE,     /* text: more about the manifest above */
	CHAIN_PART,     /* heading of a part */
	CHAIN_ITEM,     /* a line of a part */
	CHAIN_MORE      /* text: what is left out */
};

struct provenance_row {
	enum provenance_row_kind kind;
	enum provenance_mark mark;
	enum level tone;
	uint32_t manifest;   /* index in details.manifests */
	uint32_t depth;      /* in the tree, from 0 */
	uint64_t rails;      /* bit d: a line runs on at depth d, past this row (d < 63) */
	bool last;           /* CHAIN_MANIFEST: no sibling follows */
	enum provenance_part part; /* CHAIN_PART, CHAIN_ITEM */
	uint32_t item, indent;     /* CHAIN_ITEM: number within the part; indentation in steps */
	bool open;           /* CHAIN_MANIFEST, CHAIN_PART: something below shows */
	const char *text, *tool, *signer; /* tool, signer: "" but for CHAIN_MANIFEST */
};

struct provenance_wish {
	unsigned open_all;       /* parts opened below every manifest */
	const uint16_t *open;    /* per manifest, added to that; NULL: none */
	uint32_t n_open;
	uint32_t max_manifests;  /* 0: all; else the rest is one CHAIN_MORE */
};

struct provenance_tree {
	struct arena arena;
	struct provenance_row *rows;
	uint32_t n, room;
	uint32_t manifests, shown; /* in the details; in rows */
	bool full;                 /* over PROVENANCE_MAX_ROWS or without memory: the last row says so */
};
/* details NULL or without manifests: no rows. Release it always. */
void provenance_tree_make(const struct value *details, const struct provenance_wish *wish, struct provenance_tree *out);
void provenance_tree_release(struct provenance_tree *t);

/* ---- as lines: provenance_line.c ---- */
/* The lines of the tree before a row, ended by its sign and a blank where it has one. Returns the cells. Appends. */
size_t provenance_prefix(const struct provenance_row *r, bool ascii, struct str *o);
/* The row in at most `cells` cells, in columns where it has them; what is cut ends in an ellipsis. Appends. */
void provenance_line(const struct provenance_row *r, size_t cells, bool ascii, struct str *o);
/* Text in lines of `cells` cells broken at blanks, the second and later ones after `indent` blanks; newline at the
 * end of each. The first one begins at cell `at`. At most `most` lines (0: all); what is cut ends in an ellipsis.
 * Appends. */
struct provenance_room { size_t at, indent, cells; unsigned most; bool ascii; };
void provenance_wrap(const char *text, const struct provenance_room *room, struct str *o);

/* ---- for the files of this module ---- */
/* Never NULL: the text, or "" when there is none. */
const char *provenance_text(const struct value *map, const char *key);
bool provenance_true(const struct value *map, const char *key);
int64_t provenance_int(const struct value *map, const char *key, int64_t otherwise);
const struct value *provenance_array(const struct value *map, const char *key); /* NULL when it is none, or empty */
/* Adds a row of the same manifest as `at`; text is formatted into the arena. provenance_parts.c fills those of a
 * part; false: it has nothing. */
struct provenance_row *provenance_add(struct provenance_tree *t, const struct provenance_row *at,
				      const char *fmt, ...) PRINTF(3, 4);
struct provenance_row *provenance_vadd(struct provenance_tree *t, const struct provenance_row *at,
				       const char *fmt, va_list ap) PRINTF(3, 0);
bool provenance_part_rows(struct provenance_tree *t, const struct provenance_row *at, const struct value *manifest,
			  enum provenance_part part, bool open);

#endif
