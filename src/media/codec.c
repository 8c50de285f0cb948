/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/codec.h"

#include "src/media/formats.h"

static const struct codec *const readers[] = { &jpeg_codec, &png_codec, &tiff_codec };

const struct codec *codec_at(size_t i)
{
	if (i < ARRAY_LEN(readers))
		return readers[i];
	for (size_t j = 0; format_codecs[j].name; j++)
		if (ARRAY_LEN(readers) + j == i)
			return &format_codecs[j];
	return NULL;
}

const struct codec *codec_probe(const struct span *bytes)
{
	const struct codec *c;

	for (size_t i = 0; (c = codec_at(i)); i++)
		if (c->probe(bytes))
			return c;
	return NULL;
}
