/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bmff_path.h: the boxes of a BMFF file (ISO/IEC 14496-12) as a flat list in file order, and which of them
 * an exclusion of c2pa.hash.bmff means (C2PA 2.2 section 18.6: xpath, length, version, flags, data). */
#ifndef COTTINGLEY_BMFF_PATH_H
#define COTTINGLEY_BMFF_PATH_H

#include "src/base/arena.h"
#include "src/base/error.h"
#include "src/base/span.h"
#include "src/trust/cbor_tree.h"

enum { BMFF_BOXES = 16384, BMFF_DEPTH = 16 };

struct bmff_box {
	uint8_t type[4];
	uint64_t offset, length; /* header included; a last box that is cut short ends with the file */
	uint32_t head;           /* bytes of the header, the extended type of `uuid` not among them */
	uint32_t parent;         /* index, or BMFF_TOP */
	uint32_t ordinal;        /* 1: the first of its type among its siblings */
	bool left_out;           /* for the caller */
};
enum { BMFF_TOP = UINT32_MAX };

struct bmff_boxes {
	struct bmff_box *list;
	uint32_t n, room;
};

/* What cannot be read as boxes ends the list of its level. ST_MEMORY, ST_LIMIT (more than BMFF_BOXES). */
MUST_USE enum status bmff_boxes_read(struct arena *a, const struct span *file, struct bmff_boxes *out, struct error *e);
bool bmff_is(const struct bmff_box *x, const char *type);
/* Does the xpath name this box? "/moov/trak[2]/mdia" */
bool bmff_path_matches(const struct bmff_boxes *all, uint32_t index, const char *path);
/* Does the whole exclusion, but for its subset, mean this box? */
bool bmff_exclusion_matches(const struct bmff_boxes *all, uint32_t index, const struct cnode *exclusion,
			    const struct span *file);
/* NULL when the exclusion is well formed, else what is wrong. */
const char *bmff_exclusion_fault(const struct cnode *exclusion);

#endif
