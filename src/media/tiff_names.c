/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names of the values of Compression and PhotometricInterpretation: TIFF 6.0, its Technical Notes, TIFF/EP,
 * DNG 1.6, and the tags registered with libtiff. */
#include "src/base/base.h"
#include "src/media/tiff_decode.h"

struct named {
	uint32_t value;
	const char *name;
};

static const struct named compressions[] = {
	{ 1, "uncompressed" }, { 2, "CCITT RLE" }, { 3, "CCITT group 3" }, { 4, "CCITT group 4" }, { 5, "LZW" },
	{ 6, "old-style JPEG" }, { 7, "JPEG" }, { 8, "deflate" }, { 32766, "NeXT" }, { 32767, "Sony ARW" },
	{ 32769, "packed raw" }, { 32771, "CCITT RLE, word aligned" }, { 32773, "PackBits" },
	{ 32809, "ThunderScan" }, { 32946, "deflate" }, { 34661, "JBIG" }, { 34676, "SGI LogLuv" },
	{ 34677, "SGI LogLuv 24" }, { 34712, "JPEG 2000" }, { 34713, "Nikon NEF" }, { 34887, "LERC" },
	{ 34892, "lossy JPEG of DNG" }, { 34925, "LZMA" }, { 50000, "Zstandard" }, { 50001, "WebP" },
	{ 50002, "JPEG XL" }, { 52546, "JPEG XL of DNG" }, { 65000, "Kodak DCR" }, { 65535, "Pentax PEF" },
};

static const struct named photometrics[] = {
	{ 0, "gray, white is zero" }, { 1, "gray" }, { 2, "RGB" }, { 3, "palette" }, { 4, "transparency mask" },
	{ 5, "CMYK" }, { 6, "YCbCr" }, { 8, "CIELab" }, { 9, "ICCLab" }, { 10, "ITULab" },
	{ 32803, "colour filter array" }, { 32844, "LogL" }, { 32845, "LogLuv" }, { 34892, "linear raw" },
	{ 51177, "depth map" }, { 52527, "semantic mask" },
};

static const char *find(const struct named *list, size_t n, uint32_t value)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].value == value)
			return list[i].name;
	return NULL;
}

const char *tiff_compression_name(uint32_t compression)
{
	return find(compressions, ARRAY_LEN(compressions), compression);
}

const char *tiff_photometric_name(uint32_t photometric)
{
	return find(photometrics, ARRAY_LEN(photometrics), photometric);
}
