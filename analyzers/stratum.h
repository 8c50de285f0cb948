/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stratum.h: the kinds of picture that error rates are measured for, each by itself. What a service resized
 * and recompressed has lost the fine traces that most checks of pixels read, so that a rate measured on
 * camera files says nothing about it. */
#ifndef COTTINGLEY_STRATUM_H
#define COTTINGLEY_STRATUM_H

#include "src/base/base.h"
#include "src/media/subject.h"

/* Long side, in pixels, from which a picture is "large". Messengers send at most 1,600 pixels on the long
 * side at their ordinary setting; cameras, and the better settings, more than this. */
enum { STRATUM_LONG_SIDE = 1700 };

extern const char *const strata[]; /* every id there is, NULL-terminated: "large", "small" */

/* "small": the long side is under STRATUM_LONG_SIDE, or the file itself names a messenger or a social network
 * (messenger.h); else "large". Needs an opened subject, no pixels. Never NULL. */
const char *stratum_of(const struct subject *s);
/* For people, to stand after "pictures": "of 1,700 pixels and more ...". Never NULL; id unknown: "of another
 * kind". */
const char *stratum_words(const char *id);

#endif
