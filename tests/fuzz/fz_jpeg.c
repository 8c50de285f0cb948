/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Header, pixels and coefficients of whatever claims to be a JPEG. */
#include "src/base/base.h"
#include "src/media/jpeg.h"
#include "src/media/jpeg_decode.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct limits lim = { .pixels = 250000, .memory = 64 << 20 };
	struct span s = span_of(data, size, 0);
	struct jpeg_coefficients co;
	struct jpeg_info info;
	struct error e, warning;
	struct raster r;
	char text[96];

	if (jpeg_read_info(s, &info, &e) != ST_OK)
		return 0;
	jpeg_describe(&info, text, sizeof text);
	for (unsigned i = 0; i < 4; i++)
		if (info.has_table[i])
			jpeg_ijg_quality(info.tables[i], i > 0, NULL);
	if (jpeg_decode(s, &lim, NULL, &r, &warning, &e) == ST_OK)
		raster_release(&r);
	if (jpeg_coefficients_read(s, &lim, NULL, &co, &e) == ST_OK)
		jpeg_coefficients_release(&co);
	return 0;
}
