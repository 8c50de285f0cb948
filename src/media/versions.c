/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/versions.h"

#include <jconfig.h>
#include <png.h>
#ifdef WITH_TIFF
#include <tiffvers.h>
#endif

#define TEXT(x) #x
#define TEXT_OF(x) TEXT(x)

/* libjpeg-turbo and libexif tell no run-time version: these are what the build saw. */
const char *version_libjpeg(void)
{
	return TEXT_OF(LIBJPEG_TURBO_VERSION);
}

const char *version_libpng(void)
{
	return png_get_libpng_ver(NULL);
}

const char *version_libexif(void)
{
	return LIBEXIF_VERSION;
}

/* libtiff's own answer at run time is three lines of text. */
const char *version_libtiff(void)
{
#ifdef WITH_TIFF
	return TEXT_OF(TIFFLIB_MAJOR_VERSION) "." TEXT_OF(TIFFLIB_MINOR_VERSION) "." TEXT_OF(TIFFLIB_MICRO_VERSION);
#else
	return NULL;
#endif
}
