/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/session/libraries.h"

#include "analyzers/versions.h"
#include "db/versions.h"
#include "src/base/versions.h"
#include "src/media/versions.h"

/* A library that this build is without is not listed. */
static void put(struct arena *a, struct value *v, const char *name, const char *version)
{
	if (version)
		value_add_text(a, v, name, version);
}

struct value *libraries_value(struct arena *a)
{
	struct value *v = value_new(a, VALUE_MAP);
	char lcms[16], webp[16];

	put(a, v, "exempi", version_exempi());
	value_add_text(a, v, "fftw", version_fftw());
	put(a, v, "giflib", version_giflib());
	put(a, v, "lcms", version_lcms(lcms));
	value_add_text(a, v, "libexif", version_libexif());
	put(a, v, "libheif", version_libheif());
	value_add_text(a, v, "libjpeg-turbo", version_libjpeg());
	value_add_text(a, v, "libpng", version_libpng());
	put(a, v, "libtiff", version_libtiff());
	put(a, v, "libwebp", version_libwebp(webp));
	value_add_text(a, v, "openssl", version_openssl());
	value_add_text(a, v, "sqlite", version_sqlite());
	return v;
}
