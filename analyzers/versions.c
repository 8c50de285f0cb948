/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/versions.h"

#include <fftw3.h>

const char *version_fftw(void)
{
	return fftwf_version;
}
