/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Against hashes that the reference implementation gave: pdq-reference.csv (hash,quality,file) and files/pdq
 * in $COTTINGLEY_CORPUS. */
#include "tests/unit/corpus.h"
#include "tests/unit/unit.h"

#include "src/media/evidence.h"
#include "src/media/pdq.h"
#include "src/media/subject.h"

enum { GOOD_QUALITY = 80, NEAR = 10 };

static struct bits256 hash_of(const char *name, int *quality)
{
	const struct limits lim = LIMITS_DEFAULT;
	struct error e = ERROR_INIT;
	const struct raster *r;
	struct evidence ev;
	struct subject s;
	struct pdq_luma l;
	struct pdq p;
	struct span bytes;
	char path[4096];

	snprintf(path, sizeof path, "%s/files/pdq/%s", getenv("COTTINGLEY_CORPUS"), name);
	assert_int_equal(evidence_open(path, NULL, &ev, &e), ST_OK);
	assert_int_equal(evidence_map(ev.fd, &bytes, &e), ST_OK);
	assert_int_equal(subject_open(&s, bytes, &lim, &e), ST_OK);
	assert_int_equal(subject_raster(&s, NULL, &r, &e), ST_OK);
	assert_true(pdq_luma(r, &l));
	assert_true(pdq_compute(&l, &p));
	*quality = p.quality;
	pdq_luma_release(&l);
	subject_release(&s);
	evidence_unmap(&bytes);
	evidence_release(&ev);
	return pdq_hash(&p, DIHEDRAL_SAME);
}

static void every_reference_hash_is_met(void **state)
{
	char path[4096], line[512];
	unsigned n = 0, exact = 0;
	FILE *in;

	(void)state;
	snprintf(path, sizeof path, "%s/pdq-reference.csv", getenv("COTTINGLEY_CORPUS"));
	in = fopen(path, "rb");
	assert_non_null(in);
	while (fgets(line, sizeof line, in)) {
		char *quality = strchr(line, ','), *name = quality ? strchr(quality + 1, ',') : NULL;
		struct bits256 want, got;
		int q, wanted;
		unsigned distance;

		if (!name || !bits256_parse(&want, line))
			continue; /* the heading */
		name[strcspn(name, "\r\n")] = '\0';
		wanted = atoi(quality + 1);
		got = hash_of(name + 1, &q);
		distance = hamming256(&got, &want);
		if (distance > (wanted >= GOOD_QUALITY ? 0 : NEAR) || q != wanted)
			fail_msg("%s: %u bits, quality %d instead of %d", name + 1, distance, q, wanted);
		exact += distance == 0;
		n++;
	}
	fclose(in);
	printf("# %u of %u reference hashes met in every bit\n", exact, n);
	assert_true(n >= 30);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(every_reference_hash_is_met) };

	if (corpus_is_missing("pdq-reference.csv"))
		return 0;
	return cmocka_run_group_tests(tests, NULL, NULL);
}
