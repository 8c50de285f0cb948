/* SPDX-License-Identifier: GPL-3.0-or-later */
/* public.h: an examination without what could name a person, a place or a device. What is kept stands in lists; all
 * that is not in them is dropped, so that what later versions read stays private until somebody decides.
 *
 * Kept: size and hashes, type and geometry, level, coverage counts, checks with status, score and parameters, of
 * findings the code, level, region and alternatives (fixed texts), measures of the checks that read pixels or
 * quantisation, orientation and stated size, and the preview. Dropped: names and paths, metadata entries, other facts, wording of
 * findings and errors, details, limits and reasons. */
#ifndef COTTINGLEY_PUBLIC_H
#define COTTINGLEY_PUBLIC_H

#include "src/base/result.h"

/* Kinds of what is dropped, for people; NULL ends. */
extern const char *const public_dropped[];

/* *out borrows from x and allocates in a, which the caller releases. Memory running out drops more. */
void exam_public(const struct examination *x, struct arena *a, struct examination *out);

#endif
