/* SPDX-License-Identifier: GPL-3.0-or-later */
/* versions.h: the libraries of this room, as they run (not as they were compiled against, where the library tells). */
#ifndef COTTINGLEY_MEDIA_VERSIONS_H
#define COTTINGLEY_MEDIA_VERSIONS_H

const char *version_libjpeg(void);
const char *version_libpng(void);
const char *version_libexif(void);
/* NULL: built without it */
const char *version_exempi(void);
const char *version_giflib(void);
const char *version_lcms(char buf[16]);
const char *version_libheif(void);
const char *version_libtiff(void);
const char *version_libwebp(char buf[16]);

#endif
