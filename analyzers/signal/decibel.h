/* SPDX-License-Identifier: GPL-3.0-or-later */
/* decibel.h: powers to decibels. Our own logarithm, because the one of the C library differs in the
 * last bits from processor to processor, and is the dearest part of a log spectrum. Only IEEE add,
 * multiply and divide: the same bits everywhere (with -ffp-contract=off). */
#ifndef COTTINGLEY_DECIBEL_H
#define COTTINGLEY_DECIBEL_H

#include "src/base/base.h"

/* out[i] = 10 log10(power[i]). power: positive, finite, normal. Absolute error at most 5e-5 dB over
 * the range 1e-12 to 1e15. out may be power itself. */
void decibel(const float *power, float *out, size_t n);

#endif
