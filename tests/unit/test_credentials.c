/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The samples of tests/data/c2pa through the check as it runs on files: what is found, and the answers, for each of them. */
#include "src/base/base.h"

#include "analyzers/checks.h"
#include "analyzers/provenance/credentials.h"
#include "src/base/timeutil.h"
#include "src/base/value.h"
#include "src/trust/world.h"
#include "tests/unit/unit.h"
#include "tests/unit/verified.h"

static struct world *samples, *nobody;

/* finding: the strongest one, its level; NULL: none above "nothing found". */
static const struct row {
	const char *file, *sidecar;
	bool judged;
	const char *finding;
	enum level level;
	const char *integrity, *identity, *time, *statements;
} rows[] = {
	{ "es256.jpg", NULL, true, NULL, LEVEL_NONE, "intact", "listed", NULL, "camera" },
	{ "es256.jpg", NULL, false, NULL, LEVEL_NONE, "intact", "not_judged", NULL, "camera" },
	{ "eddsa.heic", NULL, true, NULL, LEVEL_NONE, "intact", "listed", NULL, NULL },
	{ "ps512.svg", NULL, true, NULL, LEVEL_NONE, "intact", "listed", NULL, NULL }, /* no reader opens it */
	{ "sidecar.jpg", "sidecar.c2pa", true, NULL, LEVEL_NONE, "intact", "listed", NULL, NULL },
	{ "boxes.jpg", NULL, true, NULL, LEVEL_NONE, "intact", "listed", NULL, NULL },
	{ "compressed.jpg", NULL, true, NULL, LEVEL_NONE, "intact", "listed", NULL, NULL },
	{ "stamp-v2.jpg", NULL, true, NULL, LEVEL_NONE, "intact", "listed", "proved", NULL },
	{ "expired.jpg", NULL, true, "c2pa.expired", LEVEL_NOTICE, "intact", "refused", NULL, NULL },
	{ "ocsp-revoked.jpg", NULL, true, "c2pa.revoked", LEVEL_ALERT, "intact", "refused", "proved", NULL },
	{ "unlisted.jpg", NULL, true, NULL, LEVEL_NONE, "intact", "unlisted", NULL, NULL },
	{ "ai.png", NULL, true, "c2pa.ai.whole", LEVEL_NOTICE, "intact", "listed", NULL, "ai" },
	{ "changed.jpg", NULL, true, "c2pa.changed", LEVEL_ALERT, "changed", "listed", NULL, NULL },
	{ "changed.jpg", NULL, false, "c2pa.changed", LEVEL_ALERT, "changed", "not_judged", NULL, NULL },
	{ "claim-changed.jpg", NULL, true, "c2pa.signature.broken", LEVEL_ALERT, "changed", "none", NULL, NULL },
	{ "assertion-changed.jpg", NULL, true, "c2pa.assertion.changed", LEVEL_ALERT, "changed", "listed", NULL, NULL },
	{ "stripped.jpg", NULL, true, "c2pa.residue", LEVEL_NOTICE, "no_signature", "none", "none", "none" },
	{ "two-stores.jpg", NULL, true, "c2pa.two_stores", LEVEL_WARNING, "unreadable", "none", "none", "none" },
	{ "boxes-trailing.jpg", NULL, true, "c2pa.changed", LEVEL_ALERT, "changed", "listed", NULL, NULL },
	{ "left-out-metadata.jpg", NULL, true, "c2pa.excluded.metadata", LEVEL_NOTICE, "intact", "listed", NULL, NULL },
	{ "left-out-pixels.jpg", NULL, true, "c2pa.excluded.picture", LEVEL_WARNING, "not_bound", "listed", NULL, NULL },
	{ "opened-v3.jpg", NULL, true, NULL, LEVEL_NONE, "intact", "listed", NULL, NULL },
	{ "recorded-failure.jpg", NULL, true, "c2pa.recorded_failure", LEVEL_NOTICE, "intact", "listed", NULL, NULL },
	{ "fresh-failure.jpg", NULL, true, "c2pa.fresh_failure", LEVEL_WARNING, "intact", "listed", NULL, NULL },
	{ "update.jpg", NULL, true, NULL, LEVEL_NONE, "intact", "listed", NULL, NULL },
	{ "redacted.jpg", NULL, true, NULL, LEVEL_NONE, "intact", "listed", NULL, NULL },
};

static const char *answer(const struct result *r, const char *name)
{
	const char *a = value_get_text(value_get(value_get(r->details, "answers"), name), "answer");

	assert_non_null(a);
	return a;
}

static void expect(const struct row *row, const struct result *r, const char *name, const char *want)
{
	if (want && strcmp(answer(r, name), want) != 0)
		fail_msg("%s: %s is %s, expected %s", row->file, name, answer(r, name), want);
}

static bool found(const struct result *r, const char *code, enum level level)
{
	for (uint32_t i = 0; i < r->n_findings; i++)
		if (strcmp(r->findings[i].code, code) == 0)
			return r->findings[i].level == level && r->findings[i].detail && r->findings[i].detail[0];
	return false;
}

static const char *loudest(const struct result *r)
{
	for (uint32_t i = 0; i < r->n_findings; i++)
		if (r->findings[i].level == r->level)
			return r->findings[i].code;
	return "nothing";
}

static void look(const struct row *row, const struct result *r)
{
	if (r->status != RESULT_DONE)
		fail_msg("%s: %s", row->file, r->reason ? r->reason : "no answer");
	if (r->level != row->level || (row->finding && !found(r, row->finding, row->level)))
		fail_msg("%s: %s (%s), expected %s (%s)", row->file, loudest(r), level_name(r->level),
			 row->finding ? row->finding : "nothing", level_name(row->level));
	expect(row, r, "integrity", row->integrity);
	expect(row, r, "identity", row->identity);
	expect(row, r, "time", row->time);
	expect(row, r, "statements", row->statements);
}

static void examine(const struct row *row)
{
	static const struct limits limits = LIMITS_DEFAULT;
	struct file f = file_read(sample_folder(), row->file), side = file_read(sample_folder(), row->sidecar);
	struct examination *x = exam_new();
	struct context cx = { .name = "", .world = row->judged ? samples : nobody, .sidecar = span_of(side.bytes, side.len, 0) };
	struct result r = { .arena = &x->arena };
	struct error e = ERROR_INIT;
	struct subject s;

	assert_true(time_parse_utc("2026-11-25T12:00:00Z", &cx.now));
	assert_true(subject_open(&s, span_of(f.bytes, f.len, 0), &limits, &e) != ST_MEMORY); /* without a reader, too */
	analyzer_run(&analyzer_c2pa, &s, &cx, NULL, NULL, &r);
	look(row, &r);
	subject_release(&s);
	exam_free(x);
	free(f.bytes);
	free(side.bytes);
}

static void samples_are_answered(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++)
		examine(&rows[i]);
}

/* Another world is another question to the same picture, another time too. */
static void verified_once_for_each_world(void **state)
{
	static const struct limits limits = LIMITS_DEFAULT;
	struct file f = file_read(sample_folder(), "es256.jpg");
	struct context cx = { .name = "", .world = samples, .now = 1795600000 };
	const struct c2pa_report *a, *b;
	struct error e = ERROR_INIT;
	struct subject s;

	(void)state;
	assert_int_equal(subject_open(&s, span_of(f.bytes, f.len, 0), &limits, &e), ST_OK);
	assert_int_equal(credentials_get(&s, &cx, NULL, &a, &e), ST_OK);
	assert_int_equal(credentials_get(&s, &cx, NULL, &b, &e), ST_OK);
	assert_ptr_equal(a, b);
	assert_int_equal(a->state, C2PA_TRUSTED);
	cx.world = nobody;
	assert_int_equal(credentials_get(&s, &cx, NULL, &b, &e), ST_OK);
	assert_int_equal(b->state, C2PA_VALID);
	cx.now++;
	assert_int_equal(credentials_get(&s, &cx, NULL, &b, &e), ST_OK);
	assert_int_equal(b->state, C2PA_VALID);
	subject_release(&s);
	free(f.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(samples_are_answered),
		cmocka_unit_test(verified_once_for_each_world),
	};
	int failed;

	samples = sample_world(true);
	nobody = sample_world(false);
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	world_close(samples);
	world_close(nobody);
	return failed;
}
