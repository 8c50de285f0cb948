/* SPDX-License-Identifier: GPL-3.0-or-later */
/* error_rate.h: an error rate in words, the same on every sink. */
#ifndef COTTINGLEY_ERROR_RATE_H
#define COTTINGLEY_ERROR_RATE_H

#include "src/base/base.h"
#include "src/base/result.h"
#include "src/base/str.h"

#define RATE_UNCALIBRATED "uncalibrated for pictures like this one"

/* "from 0.61 on: 2.0 % of 412 genuine pictures of 11 sources were flagged (95 % interval 0.9 % to 4.1 %), 64
 * % of 230 others of 9 sources were found (51 % to 75 %); large pictures; set recapture 2026-11", or
 * RATE_UNCALIBRATED. The texts of the rate are put in as they are: a sink that has a syntax escapes the
 * whole. */
void rate_words(struct str *o, const struct error_rate *e);
/* "2.0 %", "0.24 %", "64 %"; "unknown" for NaN. */
void rate_percent(struct str *o, double share);

#endif
