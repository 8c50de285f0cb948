/* SPDX-License-Identifier: GPL-3.0-or-later */
/* public.h: an examination without what could name a person, a place or a device. What is kept stands in lists; all
 * that is not in them is dropped, so that what later versions read stays private until somebody decides.
 *
 * Kept: size and hashes, type and geometry, level, coverage counts, checks with status, score and numeric parameters,
 * of findings the code, level, region and alternatives (fixed texts), measures of the checks that read pixels or
 * quantisation, orientation and stated size, kinds of embedded pictures, and the preview. Dropped: names and paths,
 * metadata entries, other facts, wording of findings and errors, details, limits and reasons.
 *
 * A worker that the picture took over writes what it likes into its record. So texts of the worker pass only when they
 * are words that the program itself could have said; of the preview and of numbers nothing like that can be known. */
#ifndef COTTINGLEY_PUBLIC_H
#define COTTINGLEY_PUBLIC_H

#include "src/base/case_report.h"
#include "src/base/result.h"

/* Kinds of what is dropped, for people; NULL ends. */
extern const char *const public_dropped[];

/* Whether a check can give this code, and name this alternative (or NULL) for it: analyzer_says(), which is above. */
typedef bool (*public_says)(const char *check, const char *code, const char *alternative);

/* *out borrows from x and allocates in a, which the caller releases. Memory running out drops more. */
void exam_public(const struct examination *x, public_says says, struct arena *a, struct examination *out);

/* The same of what pictures say together: the wording (distances, hours, who) goes. *out borrows from r and a. */
void case_report_public(const struct case_report *r, struct arena *a, struct case_report *out);

#endif
