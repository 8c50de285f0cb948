/* SPDX-License-Identifier: GPL-3.0-or-later */
/* order.h: of two pictures that show the same, which was likely first, and what was done to the other.
 * Reasons are what copying loses: pixels, edges of the scene, camera data, quality. Every one can be turned
 * round by somebody who wants to: pixels are made by enlarging, metadata is written. So: likely, or not to be
 * told. */
#ifndef COTTINGLEY_CASE_ORDER_H
#define COTTINGLEY_CASE_ORDER_H

#include "analyzers/case/kinship.h"
#include "src/base/str.h"

/* 1: `from`, one of the two, is likely the earlier; -1: the other is; 0: cannot be told. reasons (may be
 * NULL): why the later one is later, separated by ", ". */
int order_of(const struct case_view *v, const struct kin *k, uint32_t from, struct str *reasons);

/* "likely later: fewer pixels (800x600, not 1600x1200)" of the picture that is not `parent`. True when
 * likely. */
bool order_words(const struct case_view *v, const struct kin *k, uint32_t parent, char *out, size_t len);

/* What turns `parent` into the other: "mirrored, cropped to 64 % of the area, resized to 50 %". Returns out.
 */
const char *transform_words(const struct case_view *v, const struct kin *k, uint32_t parent, char *out,
			    size_t len);

#endif
