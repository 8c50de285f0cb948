/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/features.h"
#include "src/base/mem.h"

enum { DIGIT = 11, DIGITS = 1 << DIGIT, FEW = 256 };

/* Orders as the numbers do: negative ones turned over, positive ones above them. NaN is not expected. */
static inline uint32_t key_of(float v)
{
	uint32_t u;

	memcpy(&u, &v, sizeof u);
	return u & 0x80000000 ? ~u : u | 0x80000000;
}

static inline float value_of(uint32_t key)
{
	float v;

	key = key & 0x80000000 ? key & 0x7fffffff : ~key;
	memcpy(&v, &key, sizeof v);
	return v;
}

static void insertion(float *v, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		float x = v[i];
		size_t j = i;

		for (; j > 0 && v[j - 1] > x; j--)
			v[j] = v[j - 1];
		v[j] = x;
	}
}

static void pass(const uint32_t *from, uint32_t *to, size_t n, unsigned shift)
{
	uint32_t at[DIGITS] = { 0 }, sum = 0;

	for (size_t i = 0; i < n; i++)
		at[from[i] >> shift & (DIGITS - 1)]++;
	for (size_t k = 0; k < DIGITS; k++) {
		uint32_t count = at[k];

		at[k] = sum;
		sum += count;
	}
	for (size_t i = 0; i < n; i++)
		to[at[from[i] >> shift & (DIGITS - 1)]++] = from[i];
}

/* Three passes over 11 bits: a tenth of what qsort takes for the pixels of a thumbnail. */
void sort_floats_in(float *v, size_t n, uint32_t *room)
{
	uint32_t *a = room, *b = room + n;

	if (n < FEW) {
		insertion(v, n);
		return;
	}
	for (size_t i = 0; i < n; i++)
		a[i] = key_of(v[i]);
	pass(a, b, n, 0);
	pass(b, a, n, DIGIT);
	pass(a, b, n, 2 * DIGIT);
	for (size_t i = 0; i < n; i++)
		v[i] = value_of(b[i]);
}

void sort_floats(float *v, size_t n)
{
	uint32_t *room = n < FEW ? NULL : mem_need(2 * n, sizeof *room);

	sort_floats_in(v, n, room);
	free(room);
}
