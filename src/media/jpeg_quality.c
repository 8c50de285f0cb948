/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/media/jpeg.h"

/* ITU-T T.81 annex K.1, tables K.1 and K.2, in row order. */
static const uint16_t annex_k[2][64] = {
	{
		16, 11, 10, 16, 24, 40, 51, 61,
		12, 12, 14, 19, 26, 58, 60, 55,
		14, 13, 16, 24, 40, 57, 69, 56,
		14, 17, 22, 29, 51, 87, 80, 62,
		18, 22, 37, 56, 68, 109, 103, 77,
		24, 35, 55, 64, 81, 104, 113, 92,
		49, 64, 78, 87, 103, 121, 120, 101,
		72, 92, 95, 98, 112, 100, 103, 99,
	},
	{
		17, 18, 24, 47, 99, 99, 99, 99,
		18, 21, 26, 66, 99, 99, 99, 99,
		24, 26, 56, 99, 99, 99, 99, 99,
		47, 66, 99, 99, 99, 99, 99, 99,
		99, 99, 99, 99, 99, 99, 99, 99,
		99, 99, 99, 99, 99, 99, 99, 99,
		99, 99, 99, 99, 99, 99, 99, 99,
		99, 99, 99, 99, 99, 99, 99, 99,
	},
};

/* jcparam.c: jpeg_quality_scaling() and jpeg_add_quant_table(); `top` is 255 for baseline files. */
static long scaled(unsigned base, int quality, long top)
{
	long scale = quality < 50 ? 5000 / quality : 200 - 2 * quality;
	long v = (base * scale + 50) / 100;

	return v < 1 ? 1 : v > top ? top : v;
}

static long distance(const uint16_t table[64], bool chroma, int quality, long top)
{
	long sum = 0;

	for (unsigned i = 0; i < 64; i++)
		sum += labs(table[i] - scaled(annex_k[chroma][i], quality, top));
	return sum;
}

/* Qualities 1 to 3 of the chrominance table are one and the same table (all 255): the highest is answered. */
int jpeg_ijg_quality(const uint16_t table[64], bool chroma, double *difference)
{
	long top = 255, best = -1;
	int quality = 1;

	for (unsigned i = 0; i < 64; i++)
		if (table[i] > 255)
			top = 32767; /* not held to baseline */
	for (int q = 100; q >= 1; q--) {
		long d = distance(table, chroma, q, top);

		if (best < 0 || d < best) {
			best = d;
			quality = q;
		}
	}
	if (difference)
		*difference = (double)best / 64;
	return quality;
}
