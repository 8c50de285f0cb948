/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/versions.h"

#include <jconfig.h>
#include <png.h>
#ifdef WITH_GIF
#include <gif_lib.h>
#endif
#ifdef WITH_HEIF
#include <libheif/heif.h>
#endif
#ifdef WITH_LCMS
#include <lcms2.h>
#endif
#ifdef WITH_TIFF
#include <tiffvers.h>
#endif
#ifdef WITH_WEBP
#include <webp/decode.h>
#endif

#define TEXT(x) #x
#define TEXT_OF(x) TEXT(x)

/* libjpeg-turbo, libexif and giflib tell no run-time version: these are what the build saw. */
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

/* exempi tells none at run time either. */
const char *version_exempi(void)
{
#ifdef WITH_EXEMPI
	return EXEMPI_VERSION;
#else
	return NULL;
#endif
}

const char *version_giflib(void)
{
#ifdef WITH_GIF
	return TEXT_OF(GIFLIB_MAJOR) "." TEXT_OF(GIFLIB_MINOR) "." TEXT_OF(GIFLIB_RELEASE);
#else
	return NULL;
#endif
}

/* 2140 is 2.14. */
const char *version_lcms(char buf[16])
{
#ifdef WITH_LCMS
	int v = cmsGetEncodedCMMversion();

	snprintf(buf, 16, v % 10 ? "%d.%d.%d" : "%d.%d", v / 1000, v / 10 % 100, v % 10);
	return buf;
#else
	(void)buf;
	return NULL;
#endif
}

const char *version_libheif(void)
{
#ifdef WITH_HEIF
	return heif_get_version();
#else
	return NULL;
#endif
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

const char *version_libwebp(char buf[16])
{
#ifdef WITH_WEBP
	int v = WebPGetDecoderVersion();

	snprintf(buf, 16, "%d.%d.%d", v >> 16 & 255, v >> 8 & 255, v & 255);
	return buf;
#else
	(void)buf;
	return NULL;
#endif
}
