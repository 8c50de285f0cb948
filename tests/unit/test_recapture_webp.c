/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The check `recapture` on lossy and lossless WebP: coarse ones are not judged, fine ones with a limit. */
#include "tests/unit/unit.h"

#include "analyzers/checks.h"
#include "tests/unit/pictures_more.h"

#ifdef WITH_WEBP
static const struct limits roomy = LIMITS_DEFAULT;

static void judge(const struct webp_wish *w, struct subject *s, struct result *r)
{
	struct bytes b = picture_webp(w, NULL);
	struct context cx = { .name = "" };
	struct error e = ERROR_INIT;

	assert_int_equal(subject_open(s, bytes_span(&b), &roomy, &e), ST_OK);
	*r = (struct result){ .arena = &s->arena };
	analyzer_run(&analyzer_recapture, s, &cx, NULL, NULL, r);
	bytes_release(&b);
}

static bool says(const struct result *r, const char *words)
{
	for (uint32_t i = 0; i < r->n_limits; i++)
		if (strstr(r->limits[i], words))
			return true;
	return false;
}

static void coarse_ones_are_not_judged(void **state)
{
	struct webp_wish w = { .width = 1400, .height = 520, .quality = 30 };
	struct subject s;
	struct result r;

	(void)state;
	judge(&w, &s, &r);
	assert_int_equal(r.status, RESULT_NOT_APPLICABLE);
	assert_non_null(strstr(r.reason, "last saved as lossy WebP of quantiser"));
	subject_release(&s);
}

static void fine_ones_are_judged_with_a_limit(void **state)
{
	struct webp_wish w = { .width = 1400, .height = 520, .quality = 90 };
	struct subject s;
	struct result r;

	(void)state;
	judge(&w, &s, &r);
	assert_int_equal(r.status, RESULT_DONE);
	assert_true(says(&r, "a lossy WebP"));
	subject_release(&s);
	w.lossless = true;
	judge(&w, &s, &r);
	assert_int_equal(r.status, RESULT_DONE);
	assert_false(says(&r, "a lossy WebP"));
	subject_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(coarse_ones_are_not_judged),
		cmocka_unit_test(fine_ones_are_judged_with_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
#else
int main(void)
{
	puts("1..0 # SKIP built without libwebp");
	return 0;
}
#endif
