/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hamming.h: sets of 256-bit strings, searched by the number of bits that differ. Two ways: look at all of
 * them (exact at any distance), or at those that share most of a 16-bit slot with the query (multi-index
 * hashing: Norouzi, Punjani, Fleet, "Fast exact search in Hamming space with multi-index hashing", 2014). */
#ifndef COTTINGLEY_HAMMING_H
#define COTTINGLEY_HAMMING_H

#include "src/base/base.h"

enum { BITS256_WORDS = 4, BITS256_SLOTS = 16, BITS256_HEX = 64 };

struct bits256 {
	uint64_t w[BITS256_WORDS]; /* bit k of the string is bit k % 64 of w[k / 64] */
};

unsigned hamming256(const struct bits256 *a, const struct bits256 *b);

/* Lower-case hex, the highest bit first; out holds BITS256_HEX + 1. Returns out. */
char *bits256_hex(char *out, const struct bits256 *v);
/* Exactly BITS256_HEX digits at hex; what stands behind them is not looked at. */
MUST_USE bool bits256_parse(struct bits256 *out, const char *hex);

/* Called for each of set[0..n) that differs from q in at most `within` bits, in order. */
typedef void (*hamming_hit)(void *arg, size_t i, unsigned distance);
void hamming_scan(const struct bits256 *set, size_t n, const struct bits256 *q, unsigned within,
		  hamming_hit hit, void *arg);

/* An index over a set that the caller keeps, n under 2^32. INDEX_ONE_BIT looks at the strings of which one of
 * the 16 slots differs in one bit at most: that is every one within HAMMING_INDEX_EXACT bits, and some
 * beyond. INDEX_SLOT, a seventeenth of the work, looks at those with a slot in common: every one within 15
 * bits. The same string may be reported more than once. */
enum { HAMMING_INDEX_EXACT = 31 };
enum index_reach { INDEX_SLOT, INDEX_ONE_BIT };
struct hamming_index;
MUST_USE struct hamming_index *hamming_index_new(const struct bits256 *set,
						 size_t n); /* NULL without memory */
void hamming_index_free(struct hamming_index *x);
void hamming_index_find(const struct hamming_index *x, const struct bits256 *q, enum index_reach reach,
			unsigned within, hamming_hit hit, void *arg);

#endif
