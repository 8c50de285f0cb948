/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/hamming.h"

#include "src/base/mem.h"

enum { SLOT_BITS = 16, SLOT_VALUES = 1 << SLOT_BITS, DIGITS = 16 };

static inline __attribute__((always_inline)) unsigned differ(const struct bits256 *a, const struct bits256 *b)
{
	return (unsigned)(__builtin_popcountll(a->w[0] ^ b->w[0]) + __builtin_popcountll(a->w[1] ^ b->w[1]) +
			  __builtin_popcountll(a->w[2] ^ b->w[2]) + __builtin_popcountll(a->w[3] ^ b->w[3]));
}

unsigned hamming256(const struct bits256 *a, const struct bits256 *b)
{
	return differ(a, b);
}

/* Half of the bits of two unrelated strings differ: two words are enough to drop most of them. */
static inline __attribute__((always_inline)) void scan(const struct bits256 *set, size_t n,
						       const struct bits256 *q, unsigned within,
						       hamming_hit hit, void *arg)
{
	for (size_t i = 0; i < n; i++) {
		unsigned d = (unsigned)(__builtin_popcountll(set[i].w[0] ^ q->w[0]) +
					__builtin_popcountll(set[i].w[1] ^ q->w[1]));

		if (d > within)
			continue;
		d += (unsigned)(__builtin_popcountll(set[i].w[2] ^ q->w[2]) +
				__builtin_popcountll(set[i].w[3] ^ q->w[3]));
		if (d <= within)
			hit(arg, i, d);
	}
}

/* The same loop twice: plain x86-64 has no instruction that counts bits. Integers, so both answer the same.
 */
#if defined(__x86_64__) && defined(__GNUC__)
__attribute__((target("popcnt"))) static void scan_counted(const struct bits256 *set, size_t n,
							   const struct bits256 *q, unsigned within,
							   hamming_hit hit, void *arg)
{
	scan(set, n, q, within, hit, arg);
}

static bool counts(void)
{
	return __builtin_cpu_supports("popcnt") != 0;
}
#else
static void scan_counted(const struct bits256 *set, size_t n, const struct bits256 *q, unsigned within,
			 hamming_hit hit, void *arg)
{
	scan(set, n, q, within, hit, arg);
}

static bool counts(void)
{
	return false;
}
#endif

void hamming_scan(const struct bits256 *set, size_t n, const struct bits256 *q, unsigned within,
		  hamming_hit hit, void *arg)
{
	if (counts())
		scan_counted(set, n, q, within, hit, arg);
	else
		scan(set, n, q, within, hit, arg);
}

/* ---- text ---- */

char *bits256_hex(char *out, const struct bits256 *v)
{
	for (int i = 0; i < BITS256_WORDS; i++)
		snprintf(out + (size_t)i * DIGITS, DIGITS + 1, "%016llx",
			 (unsigned long long)v->w[BITS256_WORDS - 1 - i]);
	return out;
}

bool bits256_parse(struct bits256 *out, const char *hex)
{
	struct bits256 v = { { 0 } };

	for (int i = 0; i < BITS256_HEX; i++) {
		char c = hex[i];
		unsigned digit = c >= '0' && c <= '9'	? (unsigned)(c - '0')
				 : c >= 'a' && c <= 'f' ? (unsigned)(c - 'a' + 10)
							: 16;
		uint64_t *w = &v.w[BITS256_WORDS - 1 - i / DIGITS];

		if (digit > 15)
			return false;
		*w = *w << 4 | digit;
	}
	*out = v;
	return true;
}

/* ---- multi-index ---- */

struct hamming_index {
	const struct bits256 *set;
	uint32_t *start[BITS256_SLOTS]; /* SLOT_VALUES + 1 places in `member` */
	uint32_t *member[BITS256_SLOTS];
};

static inline unsigned slot_of(const struct bits256 *v, unsigned slot)
{
	return (unsigned)(v->w[slot / 4] >> (slot % 4 * SLOT_BITS)) & (SLOT_VALUES - 1);
}

/* Counting sort of the set by one slot: members of a value stay in their order. */
static bool fill_slot(struct hamming_index *x, unsigned slot, size_t n)
{
	uint32_t *start = mem_array(SLOT_VALUES + 2, sizeof *start), *member = mem_array(n, sizeof *member);

	x->start[slot] = start;
	x->member[slot] = member;
	if (!start || !member)
		return false;
	for (size_t i = 0; i < n; i++)
		start[slot_of(&x->set[i], slot) + 2]++;
	for (size_t v = 2; v < SLOT_VALUES + 2; v++)
		start[v] += start[v - 1];
	for (size_t i = 0; i < n; i++)
		member[start[slot_of(&x->set[i], slot) + 1]++] = (uint32_t)i;
	return true;
}

struct hamming_index *hamming_index_new(const struct bits256 *set, size_t n)
{
	struct hamming_index *x = mem_array(1, sizeof *x);

	if (!x || n >= UINT32_MAX) {
		mem_free(x);
		return NULL;
	}
	x->set = set;
	for (unsigned slot = 0; slot < BITS256_SLOTS; slot++)
		if (!fill_slot(x, slot, n)) {
			hamming_index_free(x);
			return NULL;
		}
	return x;
}

void hamming_index_free(struct hamming_index *x)
{
	for (unsigned slot = 0; x && slot < BITS256_SLOTS; slot++) {
		mem_free(x->start[slot]);
		mem_free(x->member[slot]);
	}
	mem_free(x);
}

static inline __attribute__((always_inline)) void look(const struct hamming_index *x, const struct bits256 *q,
						       enum index_reach reach, unsigned within,
						       hamming_hit hit, void *arg)
{
	unsigned probes = reach == INDEX_ONE_BIT ? SLOT_BITS : 0;

	for (unsigned slot = 0; slot < BITS256_SLOTS; slot++)
		for (unsigned probe = 0; probe <= probes; probe++) { /* as it is, then each bit turned */
			unsigned v = slot_of(q, slot) ^ (probe ? 1u << (probe - 1) : 0);

			for (uint32_t k = x->start[slot][v]; k < x->start[slot][v + 1]; k++) {
				uint32_t i = x->member[slot][k];
				unsigned d = differ(&x->set[i], q);

				if (d <= within)
					hit(arg, i, d);
			}
		}
}

#if defined(__x86_64__) && defined(__GNUC__)
__attribute__((target("popcnt"))) static void look_counted(const struct hamming_index *x,
							   const struct bits256 *q, enum index_reach reach,
							   unsigned within, hamming_hit hit, void *arg)
{
	look(x, q, reach, within, hit, arg);
}
#else
static void look_counted(const struct hamming_index *x, const struct bits256 *q, enum index_reach reach,
			 unsigned within, hamming_hit hit, void *arg)
{
	look(x, q, reach, within, hit, arg);
}
#endif

void hamming_index_find(const struct hamming_index *x, const struct bits256 *q, enum index_reach reach,
			unsigned within, hamming_hit hit, void *arg)
{
	if (counts())
		look_counted(x, q, reach, within, hit, arg);
	else
		look(x, q, reach, within, hit, arg);
}
