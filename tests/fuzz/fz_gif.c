/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walk and pixels of whatever claims to be a GIF. */
#include "src/base/base.h"
#include "src/media/formats.h"
#include "tests/fuzz/media.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	fuzz_media(&gif_codec, data, size);
	return 0;
}
