/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/versions.h"

#ifdef WITH_LCMS
#include <lcms2.h>
#endif

#include <jconfig.h>
#include <png.h>

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

/* exempi tells none either. */
const char *version_exempi(void)
{
#ifdef WITH_EXEMPI
	return EXEMPI_VERSION;
#else
	return NULL;
#endif
}

/* 2140 is 2.14. */
const char *version_lcms(void)
{
#ifdef WITH_LCMS
	static char text[16];
	int v = cmsGetEncodedCMMversion();

	snprintf(text, sizeof text, v % 10 ? "%d.%d.%d" : "%d.%d", v / 1000, v / 10 % 100, v % 10);
	return text;
#else
	return NULL;
#endif
}
