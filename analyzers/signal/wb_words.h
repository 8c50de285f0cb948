/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wb_words.h: what both reports of `whitebalance` share. */
#ifndef COTTINGLEY_WB_WORDS_H
#define COTTINGLEY_WB_WORDS_H

#include "analyzers/signal/whitebalance.h"
#include "src/base/base.h"

/* NULL-terminated */
extern const char *const wb_alternatives[];
extern const char *const wb_material_alternatives[]; /* when surfaces of one material are compared */

/* "rect", "rg", "cov", "ellipse", "cct", "duv", "estimates" into the map m. */
void wb_put_light(struct arena *a, struct value *m, const struct region *rect, const struct illuminant *l,
		  const double cov[3], const struct cct *cct);
void wb_put_rect(struct arena *a, struct value *m, const struct region *rect);
void wb_put_angle(struct arena *a, struct value *m, const struct angle *g); /* "angle", "angle_ci" */

/* Another light on `region` (x, y, width, height): a notice at most, with all innocent explanations. */
void wb_interpret(const char *code, const char *summary, const char *detail, const int32_t region[4],
		  const char *const *alternatives, struct result *out);

#endif
