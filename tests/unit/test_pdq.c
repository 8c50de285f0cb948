/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PDQ on drawn scenes: known values, the eight ways to lay a picture, quality, search. */
#include "tests/unit/unit.h"

#include "analyzers/provenance/identity_record.h"
#include "src/base/mem.h"
#include "tests/unit/kin_scene.h"

static struct pdq compute(const struct raster *r)
{
	struct pdq_luma l;
	struct pdq p;

	assert_true(pdq_luma(r, &l));
	assert_true(pdq_compute(&l, &p));
	pdq_luma_release(&l);
	return p;
}

/* The values of this implementation, which gives the reference's bits for every picture of the corpus (see
 * test_pdq_corpus): a change here is a change of what stands in cases. */
static void known_values_stay(void **state)
{
	static const struct {
		unsigned seed, w, h;
		int quality;
		const char *hex;
	} known[] = {
#include "tests/unit/pdq_known.h"
	};
	char hex[BITS256_HEX + 1];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(known); i++) {
		struct raster r = scene_new(known[i].seed, known[i].w, known[i].h);
		struct pdq p = compute(&r);
		struct bits256 h = pdq_hash(&p, DIHEDRAL_SAME), back;

		assert_string_equal(bits256_hex(hex, &h), known[i].hex);
		assert_int_equal(p.quality, known[i].quality);
		assert_true(bits256_parse(&back, hex));
		assert_int_equal(hamming256(&h, &back), 0);
		raster_release(&r);
	}
}

static void the_eight_ways_are_those_of_the_picture(void **state)
{
	struct raster r = scene_new(5, 320, 240);
	struct pdq p = compute(&r);

	(void)state;
	for (int d = 0; d < DIHEDRALS; d++) {
		struct raster laid = scene_lay(&r, (enum dihedral)d);
		struct pdq q = compute(&laid);
		struct bits256 real = pdq_hash(&q, DIHEDRAL_SAME);

		for (int k = 0; k < DIHEDRALS; k++) {
			struct bits256 told = pdq_hash(&p, (enum dihedral)k);
			unsigned distance = hamming256(&real, &told);

			/* not 0: samples lie half a pixel beside each other when a picture is mirrored */
			if (k == d)
				assert_true(distance <= 31);
			else
				assert_true(distance > 60);
		}
		raster_release(&laid);
	}
	raster_release(&r);
}

static void flat_and_tiny_pictures_match_nothing(void **state)
{
	struct raster r = scene_new(1, 300, 200), tiny = scene_new(1, 64, 64);
	struct identity_record rec;
	struct pdq p;

	(void)state;
	memset(r.data, 90, (size_t)r.width * r.height);
	p = compute(&r);
	assert_int_equal(p.quality, 0);
	assert_true(identity_measure(&r, &rec));
	assert_false(rec.matchable);
	tiny.width = 4;
	p = compute(&tiny);
	assert_int_equal(p.quality, 0);
	assert_true(identity_measure(&tiny, &rec));
	assert_false(rec.matchable);
	raster_release(&r);
	raster_release(&tiny);
}

static void borders_are_found_and_skies_are_not_eaten(void **state)
{
	struct raster r = scene_new(9, 400, 300), framed = scene_frame(&r, 0, 40, 0, 40, 0);
	struct identity_record a, b;

	(void)state;
	assert_true(identity_measure(&r, &a));
	assert_true(identity_measure(&framed, &b));
	assert_false(a.trimmed);
	assert_true(b.trimmed);
	assert_true(b.trim.y0 > 0.10 && b.trim.y0 < 0.11 && b.trim.y1 > 0.89 && b.trim.y1 < 0.90);
	assert_true(b.trim.x0 <= 0 && b.trim.x1 >= 1);
	assert_true(hamming256(&b.inner[0], &a.whole[0]) <= 31);
	raster_release(&r);
	raster_release(&framed);
}

static void a_record_survives_its_text(void **state)
{
	struct raster r = scene_new(3, 500, 400), framed = scene_frame(&r, 50, 60, 70, 80, 255);
	struct identity_record a, b;
	struct arena arena;
	struct value *v;

	(void)state;
	arena_init(&arena, 1u << 20);
	v = value_new(&arena, VALUE_MAP);
	assert_true(identity_measure(&framed, &a));
	identity_write(&a, v, &arena);
	assert_true(identity_read(v, &b));
	assert_true(a.trimmed);
	assert_memory_equal(a.whole, b.whole, sizeof a.whole);
	assert_memory_equal(a.inner, b.inner, sizeof a.inner);
	assert_memory_equal(a.windows, b.windows, sizeof a.windows);
	assert_memory_equal(a.cells, b.cells, sizeof a.cells);
	/* a worker that was taken over writes anything */
	for (struct value *c = v->first; c; c = c->next)
		if (strcmp(c->key, "windows") == 0)
			c->text = "00";
	assert_false(identity_read(v, &b));
	assert_false(identity_read(NULL, &b));
	arena_release(&arena);
	raster_release(&r);
	raster_release(&framed);
}

/* ---- search ---- */

enum { SET = 3000 };

struct hits {
	unsigned n;
	bool seen[SET];
};

static void on_hit(void *arg, size_t i, unsigned distance)
{
	struct hits *h = arg;

	(void)distance;
	if (!h->seen[i])
		h->n++;
	h->seen[i] = true;
}

static void the_index_finds_all_that_are_near(void **state)
{
	static struct bits256 set[SET];
	static struct hits all, some;
	struct hamming_index *x;
	uint64_t s = 88172645463325252u;

	(void)state;
	for (int i = 0; i < SET; i++)
		for (int k = 0; k < BITS256_WORDS; k++) {
			s ^= s << 13;
			s ^= s >> 7;
			s ^= s << 17;
			set[i].w[k] = s;
		}
	for (int i = 1; i < 200;
	     i++) { /* neighbours of the first, one bit further each, spread over the slots */
		set[i] = set[0];
		for (int k = 0; k < i; k++)
			set[i].w[k % 4] ^= (uint64_t)1 << (k * 7 % 64);
	}
	x = hamming_index_new(set, SET);
	assert_non_null(x);
	for (int within = 0; within <= HAMMING_INDEX_EXACT; within++) {
		memset(&all, 0, sizeof all);
		memset(&some, 0, sizeof some);
		hamming_scan(set, SET, &set[0], (unsigned)within, on_hit, &all);
		hamming_index_find(x, &set[0], INDEX_ONE_BIT, (unsigned)within, on_hit, &some);
		assert_true(all.n >= (unsigned)within);
		assert_memory_equal(&all, &some, sizeof all);
	}
	hamming_index_free(x);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_values_stay),
		cmocka_unit_test(the_eight_ways_are_those_of_the_picture),
		cmocka_unit_test(flat_and_tiny_pictures_match_nothing),
		cmocka_unit_test(borders_are_found_and_skies_are_not_eaten),
		cmocka_unit_test(a_record_survives_its_text),
		cmocka_unit_test(the_index_finds_all_that_are_near),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
