/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/versions.h"

#include <jconfig.h>
#include <png.h>
#ifdef WITH_HEIF
#include <libheif/heif.h>
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

const char *version_libheif(void)
{
#ifdef WITH_HEIF
	return heif_get_version();
#else
	return NULL;
#endif
}
