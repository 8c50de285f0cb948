/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pixels of whatever claims to be a TIFF, or of the JPEG in whatever claims to be a raw file. */
#include "src/base/base.h"
#include "src/media/subject.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct limits lim = { .pixels = 250000, .memory = 64 << 20 };
	struct span s = span_of(data, size, 0);
	const struct codec *codec = codec_probe(&s);
	struct error e = ERROR_INIT;
	const struct plane *luma;
	struct subject subject;

	if (!codec || (strcmp(codec->media_type, "image/tiff") != 0 && !codec->raw))
		return 0;
	if (subject_open(&subject, s, &lim, &e) == ST_OK && subject_luma(&subject, NULL, &luma, &e) == ST_OK &&
	    (luma->width == 0 || luma->height == 0))
		abort();
	subject_release(&subject);
	return 0;
}
