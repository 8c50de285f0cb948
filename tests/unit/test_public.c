/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is made for the public holds no text that a worker could choose. */
#include "src/base/base.h"
#include "tests/unit/unit.h"

#include "analyzers/metadata/exif_rules.h"
#include "analyzers/provenance/c2pa_case.h"
#include "analyzers/signal/cues.h"
#include "analyzers/words.h"
#include "src/base/json.h"
#include "src/base/public.h"

#define CHOSEN "Jane Doe, 12 Some Street"

static void chosen_finding(struct result *r, const char *code, const char *alternative)
{
	const char *const alternatives[] = { CHOSEN, alternative, NULL };

	result_add_finding(r, &(struct finding_spec){ .code = code, .kind = FINDING_INTERPRETATION,
						      .level = LEVEL_WARNING, .summary = CHOSEN, .detail = CHOSEN,
						      .alternatives = alternatives });
}

/* An examination whose worker wrote its own words wherever a text may stand. */
static struct examination *taken_over(const char *check)
{
	struct examination *x = exam_new();
	struct result *r = arena_alloc(&x->arena, 1, sizeof *r);
	static struct embedded p = { .kind = CHOSEN, .media_type = CHOSEN, .length = 1 };
	static struct coverage_reason reason = { CHOSEN, 1 };

	assert_non_null(r);
	*r = (struct result){ .check = check, .version = 1, .reason = CHOSEN, .arena = &x->arena };
	r->params = value_new(&x->arena, VALUE_MAP);
	value_add_text(&x->arena, r->params, "place", CHOSEN);
	value_add_int(&x->arena, r->params, CHOSEN, 1);
	value_add_real(&x->arena, r->params, "threshold", .5);
	value_add_text(&x->arena, value_add(&x->arena, r->params, "inner", VALUE_MAP), "text", CHOSEN);
	value_add_text(&x->arena, result_details(r), "text", CHOSEN);
	r->error_rate = (struct error_rate){ .calibrated = true, .stratum = CHOSEN, .set = CHOSEN };
	chosen_finding(r, "recapture.peak", lattice_alternatives[0]);
	chosen_finding(r, CHOSEN, lattice_alternatives[0]);
	result_add_measure(r, CHOSEN, 1, "dB", NULL);
	result_add_measure(r, "peak_db", 1, CHOSEN, NULL);
	result_add_measure(r, "peak_db", 17.25, "dB", CHOSEN);
	result_add_limit(r, CHOSEN);
	x->media_type = x->format = x->path = x->link_target = CHOSEN;
	x->status = x->error.code = ST_PROTOCOL;
	snprintf(x->error.message, sizeof x->error.message, CHOSEN);
	x->facts = value_new(&x->arena, VALUE_MAP);
	value_add_text(&x->arena, x->facts, "orientation", CHOSEN);
	x->pictures = &p;
	x->reasons = &reason;
	x->n_pictures = x->n_reasons = 1;
	x->results = r;
	x->n_results = 1;
	return x;
}

static void no_text_of_a_worker(void **state)
{
	struct examination *x = taken_over("recapture"), shown;
	struct arena a;
	json_t *j;
	char *text;

	(void)state;
	arena_init(&a, EXAM_ARENA_MAX);
	exam_public(x, analyzer_says, &a, &shown);
	j = json_examination(&shown);
	text = json_line(j);
	assert_null(strstr(text, "Jane"));
	assert_null(strstr(text, "Street"));
	assert_non_null(strstr(text, "recapture.peak"));
	assert_non_null(strstr(text, lattice_alternatives[0]));
	assert_non_null(strstr(text, "17.25"));
	assert_non_null(strstr(text, "threshold"));
	assert_int_equal(shown.results[0].n_findings, 2);
	assert_int_equal(shown.results[0].findings[0].n_alternatives, 1);
	assert_int_equal(shown.results[0].findings[1].n_alternatives, 0);
	free(text);
	json_decref(j);
	arena_release(&a);
	exam_free(x);
}

/* Certificates, places and serial numbers of signed statements stand in details and in wording: of both nothing is left. */
static void no_name_of_a_signer(void **state)
{
	struct examination *x = exam_new(), shown;
	struct result r = { .check = "c2pa", .version = 1, .arena = &x->arena };
	const struct c2pa_rule *rule = NULL;
	struct arena a;

	(void)state;
	arena_init(&a, EXAM_ARENA_MAX);
	for (size_t i = 0; i < c2pa_n_rules; i++)
		if (strcmp(c2pa_rules[i].code, "c2pa.test_key") == 0)
			rule = &c2pa_rules[i];
	assert_non_null(rule);
	value_add_text(&x->arena, value_add(&x->arena, result_details(&r), "signature", VALUE_MAP), "subject", CHOSEN);
	chosen_finding(&r, rule->code, rule->alternatives[0]);
	x->results = &r;
	x->n_results = 1;
	exam_public(x, analyzer_says, &a, &shown);
	assert_null(shown.results[0].details);
	assert_string_equal(shown.results[0].findings[0].code, "c2pa.test_key");
	assert_string_equal(shown.results[0].findings[0].summary, "c2pa.test_key");
	assert_null(shown.results[0].findings[0].detail);
	assert_int_equal(shown.results[0].findings[0].n_alternatives, 1);
	assert_string_equal(shown.results[0].findings[0].alternatives[0], rule->alternatives[0]);
	x->results = NULL;
	x->n_results = 0;
	arena_release(&a);
	exam_free(x);
}

static void words_belong_to_their_check(void **state)
{
	(void)state;
	for (size_t i = 0; i < exif_n_rules; i++) {
		assert_true(analyzer_says("exif", exif_rules[i].code, NULL));
		assert_false(analyzer_says("structure", exif_rules[i].code, NULL));
		for (unsigned k = 0; exif_rules[i].alternatives[k]; k++)
			assert_true(analyzer_says("exif", exif_rules[i].code, exif_rules[i].alternatives[k]));
	}
	for (size_t i = 0; i < c2pa_n_rules; i++) {
		assert_true(analyzer_says("c2pa", c2pa_rules[i].code, c2pa_rules[i].alternatives[0]));
		assert_false(analyzer_says("attestation", c2pa_rules[i].code, NULL));
	}
	assert_true(analyzer_says("attestation", "attestation.misleading", NULL));
	assert_true(analyzer_says("recapture", "recapture.screen", lattice_alternatives[1]));
	assert_false(analyzer_says("recapture", "recapture.screen", "recapture.screen"));
	assert_false(analyzer_says("nothing", "recapture.screen", NULL));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_text_of_a_worker), cmocka_unit_test(no_name_of_a_signer),
		cmocka_unit_test(words_belong_to_their_check),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
