/* SPDX-License-Identifier: GPL-3.0-or-later */
/* heif.h: pictures in ISO boxes through libheif (HEVC by libde265, AV1 by dav1d or aom). Inside src/media
 * only, but for the warm-up. */
#ifndef COTTINGLEY_HEIF_H
#define COTTINGLEY_HEIF_H

#include "src/base/base.h"

/* Loads what libheif loads on first use (its list of decoders, tables of the decoders): before a sandbox
 * closes. */
void heif_warm_up(void);

#endif
