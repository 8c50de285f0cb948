/* SPDX-License-Identifier: GPL-3.0-or-later */
/* list.h: which rows of the snapshot are shown, and in what order. Keeps positions only; rows
 * are looked up in the snapshot. Bringing 100,000 rows up to date takes a few milliseconds and
 * happens only when the snapshot, the words or the order changed. */
#ifndef COTTINGLEY_UI_LIST_H
#define COTTINGLEY_UI_LIST_H

#include "src/base/base.h"
#include "src/session/snapshot.h"

enum sort_key { SORT_LEVEL, SORT_NAME, SORT_TAKEN, SORT_CHECKS, SORT_ORDER, SORT_COUNT };

struct list {
	uint32_t *shown;      /* positions in snapshot.rows, in order */
	size_t n;
	size_t room;
	enum sort_key sort;
	char filter[256];
	uint64_t selected;    /* row id; 0: none */
	size_t at;            /* where it stands in shown */
	uint64_t generation;  /* of the snapshot it was made from */
	bool stale;
	/* somebody moved: from then on the selection stays with its picture, not with the first
	 * line */
	bool chosen;
};

void list_init(struct list *l);
void list_clear(struct list *l);
/* Follows the snapshot. The selected picture stays selected when it is still shown; else the
 * one at its place. */
void list_update(struct list *l, const struct snapshot *s);
void list_set_filter(struct list *l, const char *words); /* rows must contain every word */
void list_set_sort(struct list *l, enum sort_key key);
const struct row *list_row(const struct list *l, const struct snapshot *s, size_t at); /* NULL outside */
/* NULL when nothing is shown */
const struct row *list_selected(const struct list *l, const struct snapshot *s);
void list_move_to(struct list *l, const struct snapshot *s, size_t at); /* cut to what is shown */

const char *sort_name(enum sort_key k);        /* "level", ... */
enum sort_key sort_from_name(const char *s);   /* SORT_COUNT when unknown */
/* The word of the first column: "alert", "warning", "notice", "nothing", "little", "failed",
 * "examining", ... */
const char *row_word(const struct row *r);
/* How serious: 0 the most. Little sorts above nothing; what is not examined comes last. */
unsigned row_rank(const struct row *r);

#endif
