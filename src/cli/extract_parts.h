/* SPDX-License-Identifier: GPL-3.0-or-later */
/* extract_parts.h: which bytes of a file make up which part, from what an examination says of the file. One
 * table row a kind of block; codecs need no code of their own here. */
#ifndef COTTINGLEY_EXTRACT_PARTS_H
#define COTTINGLEY_EXTRACT_PARTS_H

#include "src/base/base.h"
#include "src/base/result.h"
#include "src/media/evidence.h"

/* A profile in a JPEG has at most 255 pieces; an XMP packet of 1 MB in the sub-blocks of a GIF 4,113. */
enum { PART_RANGES = 8192 };

struct range {
	uint64_t offset, length;
};

struct part {
	const char *kind, *extension;
	struct range *ranges; /* in the order in which they are written, one after the other */
	unsigned n;
};

/* The words that --what takes; NULL after the last. For suggest_nearest() too. */
const char *part_kind(size_t i, void *unused);

typedef bool (*part_wanted)(void *arg, const char *kind);
typedef void (*part_put)(void *arg, const struct part *p);
/* Calls put for every wanted part, pictures first; a part is borrowed for the call. Lengths that stand in the
 * file itself are read from ev and believed only within their segment. */
void extract_parts(const struct evidence *ev, const struct examination *x, part_wanted wanted, part_put put,
		   void *arg);

#endif
