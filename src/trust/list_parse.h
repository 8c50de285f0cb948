/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list_parse.h: what the parsers of world.h's lists share. Not for others.
 *
 * Each parser fills the part of *out that belongs to its kind, in the arena a (which may be left with more in it
 * on failure), and answers ST_CORRUPT with the line or the entry, ST_LIMIT or ST_MEMORY. What was read until then
 * is released by list_parse(). */
#ifndef COTTINGLEY_LIST_PARSE_H
#define COTTINGLEY_LIST_PARSE_H

#include "src/base/arena.h"
#include "src/base/base.h"
#include "src/base/error.h"
#include "src/base/span.h"
#include "src/trust/world.h"

enum { LIST_LINE_MAX = 4096, LIST_TEXT_MAX = 1024, LIST_INCIDENTS_MAX = 1000, LIST_EKUS_MAX = 256 };

enum status list_pem(struct arena *a, struct span bytes, struct trust_list *out, struct error *e);
enum status list_official(struct arena *a, struct span bytes, struct trust_list *out, struct error *e);
enum status list_allowed(struct arena *a, struct span bytes, struct trust_list *out, struct error *e);
enum status list_eku(struct arena *a, struct span bytes, struct trust_list *out, struct error *e);
enum status list_deny(struct arena *a, struct span bytes, struct trust_list *out, struct error *e);
enum status list_crl(struct arena *a, struct span bytes, struct trust_list *out, struct error *e);
enum status list_incidents(struct arena *a, struct span bytes, struct trust_list *out, struct error *e);

/* ---- lines of text: list_lines.c ---- */

struct lines {
	struct span in;
	unsigned number;          /* of the line in text, from 1 */
	char text[LIST_LINE_MAX]; /* without blanks at its ends; NUL-terminated */
	bool is_long, has_nul;    /* the line did not fit, or holds a NUL: text is what stands before */
};

void lines_init(struct lines *l, struct span in); /* passes over a byte order mark */
bool lines_next(struct lines *l);                 /* false: no more */
/* The next line that is neither empty nor a comment (that begins with '#' or, for slashes, with "//"). ST_NOTHING at
 * the end. */
MUST_USE enum status lines_entry(struct lines *l, bool slashes, struct error *e);
size_t lines_count(struct span in);               /* at most that many entries */

/* Cuts the next word off *p (blanks and tabs part words); "" at the end. */
char *line_word(char **p);
/* A date of time_parse_utc(); false with the line in *e. */
MUST_USE bool line_date(const struct lines *l, const char *text, int64_t *out, struct error *e);
/* In the arena, sanitised, at most LIST_TEXT_MAX. */
MUST_USE const char *list_text(struct arena *a, const char *text, size_t len);

/* ---- PEM: list_pem.c ---- */

struct pem_block { const char *label; struct span der; unsigned line; };

/* The next block between BEGIN and END; text between blocks is passed over. ST_NOTHING at the end, ST_CORRUPT with the line. The
 * label is one of a few, so that a private key is noticed. */
MUST_USE enum status pem_next(struct arena *a, struct lines *l, struct pem_block *out, struct error *e);

/* Takes certificates into out->entries, which must have room for n_entries + 1. A second one with the same bytes
 * and the same time is passed over. ST_OK also when it cannot be read: counted in *bad. */
MUST_USE enum status list_take(struct arena *a, struct trust_list *out, struct span der, const char *entity,
			       unsigned *bad, struct error *e);
/* Room for n more. */
MUST_USE enum status list_reserve(struct arena *a, struct trust_list *out, size_t n, struct error *e);

/* Puts a sentence behind the others of out->note. */
void list_note(struct arena *a, struct trust_list *out, const char *fmt, ...) PRINTF(3, 4);

/* The table that is always there, in the format of an imported one. */
extern const char incident_table[];

/* EKUs that a signer may have when no list says otherwise. */
extern const char *const eku_table[];
extern const uint32_t eku_table_n;

#endif
