/* SPDX-License-Identifier: GPL-3.0-or-later */
/* glance.h: one picture in eight lines: preview, what was found, what could explain it, what
 * could not speak. */
#ifndef COTTINGLEY_UI_GLANCE_H
#define COTTINGLEY_UI_GLANCE_H

#include "src/base/base.h"
#include "ui/ui.h"

void glance_draw(struct ui *u, struct cellbuf *b, struct box box);

/* "recapture (resized), grid (recompressed)": the checks that could not speak and why. Returns out. */
const char *exam_silent(const struct examination *x, char *out, size_t len);
/* The findings of x in the order they matter: level, then interpretations before observations,
 * then as the checks ran. Fills at most max, returns how many. */
struct finding_at { const struct result *result; const struct finding *finding; };
size_t exam_findings(const struct examination *x, struct finding_at *out, size_t max);
size_t exam_count_findings(const struct examination *x);
/* "woven fabric, halftone print" */
const char *finding_alternatives(const struct finding *f, char *out, size_t len);

#endif
