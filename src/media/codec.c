/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/codec.h"

#include "src/media/formats.h"

static const struct codec *const readers[] = {
	&jpeg_codec, &png_codec, &webp_codec, &gif_codec, &bmp_codec, &tiff_codec,
	&heic_codec, &avif_codec, &heif_codec, &cr3_codec,
};

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

/* "JPEG, PNG and WebP" */
const char *codec_readers(char *buf, size_t len)
{
	const struct codec *c[ARRAY_LEN(readers)];
	size_t used = 0, n = 0;

	for (size_t i = 0; i < ARRAY_LEN(readers); i++)
		if (readers[i]->decode)
			c[n++] = readers[i];
	buf[0] = '\0';
	for (size_t i = 0; i < n && used + 1 < len; i++) {
		snprintf(buf + used, len - used, "%s%s", i == 0 ? "" : i + 1 < n ? ", " : " and ", c[i]->name);
		used += strlen(buf + used);
	}
	return buf;
}
