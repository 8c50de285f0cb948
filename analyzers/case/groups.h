/* SPDX-License-Identifier: GPL-3.0-or-later */
/* groups.h: pictures of a case that share a key. */
#ifndef COTTINGLEY_CASE_GROUPS_H
#define COTTINGLEY_CASE_GROUPS_H

#include "analyzers/case/case_check.h"

enum { GROUP_KEY = 256 };

/* False: the picture has no such key. len is GROUP_KEY. */
typedef bool (*group_key)(const struct case_picture *p, char *out, size_t len);
/* Groups of two or more, in the order of their keys; members in the order of the case. */
typedef void (*group_fn)(void *arg, const uint32_t *members, size_t n);
MUST_USE bool groups_by_key(const struct case_view *v, group_key key, group_fn each,
			    void *arg); /* false: memory */

/* "northlight|123456": maker and serial number of the body. False without both, or when the serial is a
 * filler. */
bool body_key(const struct case_picture *p, char *out, size_t len);

#endif
