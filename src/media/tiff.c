/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/formats.h"

#include "src/media/tiff_decode.h"

#ifndef WITH_TIFF
enum status tiff_decode(struct span bytes, const struct limits *lim, struct job_control *ctl,
			struct raster *out, struct error *warning, struct error *e)
{
	(void)bytes, (void)lim, (void)ctl, (void)out, (void)warning;
	return err_set(e, ST_UNSUPPORTED, "this program was built without libtiff: TIFF is listed, not decoded");
}
#endif

static bool probe(const struct span *s)
{
	const char *type = tiff_media_type(s);

	return type && strcmp(type, "image/tiff") == 0;
}

const struct codec tiff_codec = {
	.name = "TIFF", .media_type = "image/tiff", .probe = probe, .walk = tiff_walk, .decode = tiff_decode,
};
