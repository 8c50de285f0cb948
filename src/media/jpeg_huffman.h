/* SPDX-License-Identifier: GPL-3.0-or-later */
/* jpeg_huffman.h: the typical Huffman tables of ITU-T T.81 annex K.3, tables K.3 to K.6. Inside src/media
 * only. */
#ifndef COTTINGLEY_JPEG_HUFFMAN_H
#define COTTINGLEY_JPEG_HUFFMAN_H

#include "src/base/base.h"
#include "src/base/span.h"

/* Is every table of this DHT segment's body the annex-K table, luminance under number 0 and chrominance under
 * 1? */
bool jpeg_huffman_standard(struct span dht);

#endif
