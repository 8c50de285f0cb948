/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "rng.h"

#include <math.h>

static uint64_t mix(uint64_t z)
{
	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

uint64_t rng_next(struct rng *r)
{
	r->state += 0x9e3779b97f4a7c15u;
	return mix(r->state);
}

double rng_unit(struct rng *r)
{
	return (double)(rng_next(r) >> 11) * 0x1p-53;
}

double rng_range(struct rng *r, double low, double high)
{
	return low + (high - low) * rng_unit(r);
}

int rng_below(struct rng *r, int n)
{
	return (int)(rng_unit(r) * n);
}

uint64_t hash_cell(uint64_t seed, int32_t x, int32_t y)
{
	uint64_t cell = (uint64_t)(uint32_t)x << 32 | (uint32_t)y;

	return mix(seed * 0x9e3779b97f4a7c15u + cell * 0xd1342543de82ef95u);
}

float noise_gauss(uint64_t word)
{
	int32_t sum = (int32_t)(word & 0xffff) + (int32_t)(word >> 16 & 0xffff) +
		      (int32_t)(word >> 32 & 0xffff) + (int32_t)(word >> 48);

	/* four uniforms over 65536 values: variance 4 * 65536^2 / 12 */
	return (float)(sum - 131070) * (1.7320508f / 65536.0f);
}

/* A lattice value of the smooth noise. A 32-bit mixer does here, where a picture asks for
 * hundreds of millions of them; the camera's noise keeps the better one above. */
static float cell_value(uint64_t seed, int32_t x, int32_t y)
{
	uint32_t h = (uint32_t)x * 0x8da6b343u + (uint32_t)y * 0xd8163841u +
		     (uint32_t)seed * 0xcb1ab31fu + (uint32_t)(seed >> 32);

	h = (h ^ h >> 16) * 0x7feb352du;
	h = (h ^ h >> 15) * 0x846ca68bu;
	h ^= h >> 16;
	return (float)(h >> 8) * (2.0f / 16777216.0f) - 1.0f;
}

static float smooth(float t)
{
	return t * t * (3.0f - 2.0f * t);
}

static float noise_value(double x, double y, uint64_t seed)
{
	double fx = floor(x), fy = floor(y);
	int32_t ix = (int32_t)fx, iy = (int32_t)fy;
	float tx = smooth((float)(x - fx)), ty = smooth((float)(y - fy));
	float a = cell_value(seed, ix, iy), b = cell_value(seed, ix + 1, iy);
	float c = cell_value(seed, ix, iy + 1), d = cell_value(seed, ix + 1, iy + 1);

	a += (b - a) * tx;
	c += (d - c) * tx;
	return a + (c - a) * ty;
}

float noise_fractal(double x, double y, int octaves, uint64_t seed)
{
	float sum = 0, weight = 0.62f;

	for (int i = 0; i < octaves; i++) {
		double turned = (0.7986355 * x - 0.6018150 * y) * 1.93;

		sum += weight * noise_value(x, y, seed + (uint64_t)i);
		weight *= 0.62f;
		y = (0.6018150 * x + 0.7986355 * y) * 1.93;
		x = turned;
	}
	return sum;
}
