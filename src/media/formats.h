/* SPDX-License-Identifier: GPL-3.0-or-later */
/* formats.h: the rows of the codec table. Inside src/media only. */
#ifndef COTTINGLEY_FORMATS_H
#define COTTINGLEY_FORMATS_H

#include "src/base/base.h"
#include "src/media/codec.h"

extern const struct codec bmp_codec;  /* bmp.c */
extern const struct codec gif_codec;  /* gif.c */
extern const struct codec jpeg_codec; /* jpeg.c */
extern const struct codec png_codec;  /* png.c */
extern const struct codec webp_codec; /* webp.c */
extern const struct codec heic_codec, avif_codec, heif_codec, cr3_codec; /* heif.c */
extern const struct codec tiff_codec; /* tiff.c */

/* Known by name only (formats.c); in the order in which they are asked, ends with a NULL name. */
extern const struct codec format_codecs[];

/* Rows of the ISO base media family and of TIFF share a look inside. */
const char *isobmff_media_type(const struct span *s); /* NULL: none of them (isobmff.c) */
const char *tiff_media_type(const struct span *s);    /* NULL: none of them (tiff_kind.c) */

#endif
