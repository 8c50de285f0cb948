/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pixels of whatever claims to be a HEIF. What libheif itself does not survive (it stops at its own
 * assertions) is the sandbox's work; this looks at what is made of its answers. */
#include "src/base/base.h"
#include "src/media/formats.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct limits lim = { .pixels = 65536, .memory = 64 << 20 };
	struct span s = span_of(data, size, 0);
	struct error e, warning;
	struct plane luma;
	struct raster r;

	if ((!heic_codec.probe(&s) && !avif_codec.probe(&s) && !heif_codec.probe(&s)) ||
	    heic_codec.decode(s, &lim, NULL, &r, &warning, &e) != ST_OK)
		return 0;
	if (raster_luma(&r, &luma))
		plane_release(&luma);
	raster_release(&r);
	return 0;
}
