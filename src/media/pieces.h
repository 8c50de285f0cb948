/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pieces.h: formats whose directories point all over the file. A walk notes pieces in any order; at the end they
 * become segments in file order that cover the file: what nobody claimed is named "unreferenced", a piece inside
 * another one goes to depth 1, and of two that overlap the later one loses what they share. Inside src/media
 * only. */
#ifndef COTTINGLEY_PIECES_H
#define COTTINGLEY_PIECES_H

#include "src/base/base.h"
#include "src/media/container.h"

enum { PIECES_MAX = 16384 };

struct piece {
	uint64_t offset, length; /* in the file */
	const char *name;        /* of static or arena lifetime; pieces of one name that touch are joined */
	uint32_t count;          /* how many were joined */
	uint32_t order;
};

struct pieces {
	struct container *c;
	struct span file;
	struct piece *list;
	uint32_t n, room;
	bool full; /* more than PIECES_MAX: the rest is left unreferenced, and said in c->damage */
};

/* Offset and length relative to the span; what reaches past its end is cut, and false then. Memory: *failed. */
bool pieces_add(struct pieces *p, const char *name, uint64_t offset, uint64_t length, bool *failed);
/* ST_MEMORY, ST_LIMIT. */
MUST_USE enum status pieces_finish(struct pieces *p, struct error *e);
/* Just past the last piece, in the file; 0: none. */
uint64_t pieces_end(const struct pieces *p);

#endif
