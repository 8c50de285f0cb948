/* SPDX-License-Identifier: GPL-3.0-or-later */
/* icc_lib.h: the only door to lcms2. Inside src/media only. */
#ifndef COTTINGLEY_ICC_LIB_H
#define COTTINGLEY_ICC_LIB_H

#include "src/media/icc.h"

/* Fills the texts; out->why when there are none to get. False without memory. */
MUST_USE bool icc_lib_texts(struct arena *a, struct span profile, struct icc *out);

#endif
