/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ISO/IEC 14496-12 section 4.3: a file begins with its brands. The brands of pictures are in ISO/IEC 23008-12
 * (HEIF) annex B and in the AVIF specification, section 6. */
#include "src/base/base.h"
#include "src/media/formats.h"

enum { MAX_BRANDS = 64 };

static const struct brand {
	char code[5];
	const char *type;
} brands[] = {
	{ "heic", "image/heic" }, { "heix", "image/heic" }, { "heim", "image/heic" },
	{ "heis", "image/heic" }, { "hevc", "image/heic" }, { "hevx", "image/heic" },
	{ "hevm", "image/heic" }, { "hevs", "image/heic" }, { "avif", "image/avif" },
	{ "avis", "image/avif" }, { "avio", "image/avif" }, { "crx ", "image/x-canon-cr3" },
	{ "mif1", "image/heif" }, { "mif2", "image/heif" }, { "mif3", "image/heif" },
	{ "msf1", "image/heif" }, { "miaf", "image/heif" }, { "j2ki", "image/heif" },
	{ "j2is", "image/heif" }, { "jpeg", "image/heif" }, { "avci", "image/heif" },
	{ "vvic", "image/heif" }, { "evbi", "image/heif" }, { "qt  ", "video/quicktime" },
	{ "M4A ", "audio/mp4" },  { "M4B ", "audio/mp4" },  { "M4P ", "audio/mp4" },
};

static const struct brand *find(const struct span *s)
{
	for (size_t i = 0; i < ARRAY_LEN(brands); i++)
		if (span_is(s, brands[i].code, 4))
			return &brands[i];
	return NULL;
}

/* A file whose major brand only says HEIF is named after the first compatible brand that says more. */
static const char *compatible(struct span s, uint32_t n, const char *major)
{
	for (uint32_t i = 0; i < n && i < MAX_BRANDS; i++) {
		const struct brand *b = find(&s);

		if (b && (strcmp(b->type, "image/heic") == 0 || strcmp(b->type, "image/avif") == 0))
			return b->type;
		if (!span_skip(&s, 4))
			break;
	}
	return major;
}

const char *isobmff_media_type(const struct span *in)
{
	struct span s = *in;
	const struct brand *major;
	uint32_t size;

	if (!span_u32be(&s, &size) || !span_is(&s, "ftyp", 4) || !span_skip(&s, 4))
		return NULL;
	major = find(&s);
	if (!major)
		return "video/mp4";
	if (strcmp(major->type, "image/heif") != 0 || !span_skip(&s, 8) || size < 16)
		return major->type;
	return compatible(s, (size - 16) / 4, major->type);
}
