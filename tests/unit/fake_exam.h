/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef COTTINGLEY_FAKE_EXAM_H
#define COTTINGLEY_FAKE_EXAM_H

#include "src/base/base.h"
#include "src/base/result.h"

/* why is borrowed; NULL: none */
struct examination *fake_exam(const char *path, const char *why, enum level level);
struct examination *fake_exam_quiet(const char *path);
struct examination *fake_exam_failed(const char *path);
void fake_paint(uint8_t *rgb, uint32_t w, uint32_t h); /* a landscape */

#endif
