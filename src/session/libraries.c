/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/session/libraries.h"

#include "analyzers/versions.h"
#include "db/versions.h"
#include "src/base/versions.h"
#include "src/media/versions.h"

struct value *libraries_value(struct arena *a)
{
	struct value *v = value_new(a, VALUE_MAP);

	value_add_text(a, v, "fftw", version_fftw());
	value_add_text(a, v, "libexif", version_libexif());
	value_add_text(a, v, "libjpeg-turbo", version_libjpeg());
	value_add_text(a, v, "libpng", version_libpng());
	if (version_libtiff())
		value_add_text(a, v, "libtiff", version_libtiff());
	value_add_text(a, v, "openssl", version_openssl());
	value_add_text(a, v, "sqlite", version_sqlite());
	return v;
}
