/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exif_lib.h: the only door to libexif, which has enumerators of the same names as exif.h: no file includes
 * both. libexif gets one value at a time, in a directory of our making that holds nothing else and has no
 * options set, so it can neither add a mandatory tag nor drop an unknown one. Its texts are translated by
 * the locale: a worker never calls setlocale(), so they stay English. */
#ifndef COTTINGLEY_EXIF_LIB_H
#define COTTINGLEY_EXIF_LIB_H

#include "src/base/base.h"

/* ifd: values of enum exif_ifd as 0 IFD0, 1 IFD1, 2 Exif, 3 GPS, 4 Interop; anything else is looked up as
 * IFD0, then Exif. */
const char *exif_lib_name(int ifd, uint16_t tag); /* NULL: nobody names it */

struct exif_lib; /* one printer for one block */
struct exif_lib *exif_lib_new(bool little_endian); /* NULL without memory */
void exif_lib_free(struct exif_lib *l);
/* The printed form of a value into out (cap bytes, NUL included). data holds count whole items of the type.
 * False when libexif does not know the tag there, or the value does not have the type and count that the
 * tag has. */
MUST_USE bool exif_lib_value(struct exif_lib *l, int ifd, uint16_t tag, uint16_t type, uint32_t count,
			     const void *data, size_t len, char *out, size_t cap);

#endif
