/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/decibel.h"

/* log2 m = 2/ln 2 (s + s^3/3 + s^5/5 + s^7/7 + ...), s = (m-1)/(m+1). With m in [1/sqrt 2, sqrt 2) |s|
 * < .172, and what is cut off is under 5e-8. */
static inline float decibel_one(float power)
{
	const uint32_t root_half = 0x3f3504f3;
	uint32_t bits, exponent_bits;
	float m, s, s2, exponent;

	memcpy(&bits, &power, sizeof bits);
	/* The exponent of power / m; the offset keeps the shifted number positive. */
	exponent_bits = (bits + 0x40000000 - root_half) >> 23;
	bits -= (exponent_bits - 128) << 23;
	memcpy(&m, &bits, sizeof m);
	exponent = (float)((int32_t)exponent_bits - 128);
	s = (m - 1.0f) / (m + 1.0f);
	s2 = s * s;
	s *= 2.885390082f + s2 * (0.961796694f + s2 * (0.577078016f + s2 * 0.412198583f));
	return 3.010299957f * (exponent + s);
}

void decibel(const float *power, float *out, size_t n)
{
	for (size_t i = 0; i < n; i++)
		out[i] = decibel_one(power[i]);
}
