/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long a look-up among a million hashes takes, beside one pass over the same memory. Random hashes: the
 * index does not gain from structure that real ones have. Times are of this machine at this moment; the ratio
 * is what to keep.
 *
 *   tests/bench/hamming [HASHES]
 *
 * Then whole cases, 37 hashes asked for each picture (the whole, 36 windows) and 8 kept: random ones, so that
 * nobody matches. */
#include "src/base/base.h"
#include "src/base/hamming.h"

#include "src/base/mem.h"

enum { MILLION = 1000000, ROUNDS = 9, KEPT = 8, ASKED = 37 };

static uint64_t state = 88172645463325252u;
static size_t hits;

static uint64_t next(void)
{
	state ^= state << 13;
	state ^= state >> 7;
	state ^= state << 17;
	return state;
}

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec * 1e3 + (double)ts.tv_nsec / 1e6;
}

static void on_hit(void *arg, size_t i, unsigned distance)
{
	(void)arg, (void)i, (void)distance;
	hits++;
}

struct subject {
	const struct bits256 *set;
	struct bits256 *copy;
	struct hamming_index *index;
	struct bits256 query;
	size_t n;
	unsigned within;
};

static void pass(struct subject *s)
{
	memcpy(s->copy, s->set, s->n * sizeof *s->set);
}

static void scan(struct subject *s)
{
	hamming_scan(s->set, s->n, &s->query, s->within, on_hit, NULL);
}

static void look(struct subject *s)
{
	hamming_index_find(s->index, &s->query, INDEX_ONE_BIT, s->within, on_hit, NULL);
}

static double best(struct subject *s, void (*work)(struct subject *s))
{
	double least = 1e9;

	for (int i = 0; i < ROUNDS; i++) {
		double t = now();

		work(s);
		t = now() - t;
		least = t < least ? t : least;
	}
	return least;
}

static void line(const char *what, double ms, double unit)
{
	printf("%-44s %9.3f ms  %6.2f x\n", what, ms, ms / unit);
}

static void look_ups(struct subject *s)
{
	double unit, t;

	s->within = 0;
	unit = best(s, pass);
	printf("%zu hashes of 256 bits, %.0f MB\n", s->n, (double)s->n * sizeof *s->set / 1e6);
	line("memcpy of all of them", unit, unit);
	line("scan, exact", best(s, scan), unit);
	line("index, exact", best(s, look), unit);
	s->within = 31;
	line("scan, distance 31", best(s, scan), unit);
	line("index, distance 31", best(s, look), unit);
	s->within = 90;
	line("scan, distance 90", best(s, scan), unit);
	t = now();
	hamming_index_free(s->index);
	s->index = hamming_index_new(s->set, s->n);
	line("making the index", now() - t, unit);
}

/* A case of so many pictures, as kinship.c asks: a tenth of the pictures is asked for and the time taken
 * times ten. */
static void whole_case(struct subject *s, size_t pictures)
{
	struct hamming_index *x;
	size_t n = pictures * KEPT, asked = pictures / 10 * ASKED;
	double t = now();

	if (n > s->n || !(x = hamming_index_new(s->set, n)))
		return;
	for (size_t i = 0; i < asked; i++)
		hamming_index_find(x, &s->set[i % n], i % ASKED == 0 ? INDEX_ONE_BIT : INDEX_SLOT, 90, on_hit,
				   NULL);
	printf("search of a case of %zu pictures through the index: %.1f s\n", pictures, (now() - t) / 100);
	fflush(stdout);
	hamming_index_free(x);
}

int main(int argc, char **argv)
{
	struct subject s = { .n = argc > 1 ? (size_t)strtoull(argv[1], NULL, 10) : MILLION };
	struct bits256 *set = mem_array(s.n, sizeof *set);

	s.set = set;
	s.copy = mem_array(s.n, sizeof *s.copy);
	if (!set || !s.copy || !s.n)
		return 1;
	for (size_t i = 0; i < s.n; i++)
		for (int k = 0; k < BITS256_WORDS; k++)
			set[i].w[k] = next();
	s.query = set[s.n / 2];
	s.index = hamming_index_new(set, s.n);
	if (!s.index)
		return 1;
	look_ups(&s);
	fflush(stdout);
	whole_case(&s, 10000);
	whole_case(&s, 100000);
	hamming_index_free(s.index);
	mem_free(set);
	mem_free(s.copy);
	return hits == 0;
}
