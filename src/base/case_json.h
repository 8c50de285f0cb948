/* SPDX-License-Identifier: GPL-3.0-or-later */
/* case_json.h: a case report as JSON: pictures, matchable, exhaustive, duplicates (trees, parents before
 * children) and findings. */
#ifndef COTTINGLEY_CASE_JSON_H
#define COTTINGLEY_CASE_JSON_H

#include "src/base/case_report.h"

#include <jansson.h>

/* exhibit: what the caller says of exhibit i, an object. NULL only without memory. */
MUST_USE json_t *json_case_report(const struct case_report *r, json_t *(*exhibit)(void *arg, uint32_t i),
				  void *arg);

#endif
