/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"

#include "tests/unit/planes.h"

#include "src/base/mem.h"

#include <math.h>

static uint64_t seed;

double noise_uniform(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (double)(seed >> 11) / 9007199254740992.0;
}

double noise_gauss(double sigma)
{
	double sum = -6;

	for (int i = 0; i < 12; i++)
		sum += noise_uniform();
	return sigma * sum;
}

struct plane plane_new(uint32_t w, uint32_t h)
{
	struct plane p = { .width = w, .height = h, .data = mem_array((size_t)w * h, 1) };

	assert_non_null(p.data);
	seed = 0x9E3779B97F4A7C15u;
	return p;
}

void plane_drop(struct plane *p)
{
	mem_free(p->data);
	p->data = NULL;
}

uint8_t byte_of(double v)
{
	return (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v + .5);
}

struct plane waves_new(uint32_t w, uint32_t h, double noise, const struct wave *wave, int n)
{
	struct plane p = plane_new(w, h);

	for (uint32_t y = 0; y < h; y++)
		for (uint32_t x = 0; x < w; x++) {
			double v = 128 + (noise > 0 ? noise_gauss(noise) : 0);

			for (int i = 0; i < n; i++) {
				double a = wave[i].angle * 0.017453292519943295;

				v += wave[i].amplitude * sin(6.283185307179586 / wave[i].period *
							     (x * cos(a) + y * sin(a)) + i);
			}
			p.data[(size_t)y * w + x] = byte_of(v);
		}
	return p;
}

struct plane lattice_new(void)
{
	const struct wave planted[] = { { 2.9, 12, 5 }, { 2.9, 102, 5 } };

	return waves_new(1600, 1200, 4, planted, 2);
}
