/* SPDX-License-Identifier: GPL-3.0-or-later */
/* json.h: the result model as JSON (schema cottingley.examination/1), through jansson. A pure function of the
 * examination: no clock, no machine. Measures and scores are rounded to four significant digits, so that
 * two processors agree. Maps, plots and previews are named, their data is left out. */
#ifndef COTTINGLEY_JSON_H
#define COTTINGLEY_JSON_H

#include "src/base/result.h"

#include <jansson.h>

double json_round4(double v); /* four significant digits */
json_t *json_number(double v); /* null for NaN and infinities */
json_t *json_text(const char *s); /* null for NULL; s must be valid UTF-8 (it is sanitised if it is not) */
json_t *json_value(const struct value *v);

/* NULL only without memory. */
MUST_USE json_t *json_examination(const struct examination *x);

/* One line, keys in the order they were added, / not escaped; release with free(). */
MUST_USE char *json_line(const json_t *j);

#endif
