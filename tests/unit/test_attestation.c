/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The steps and the ladder: each rung from a report that reaches it, and each step that holds it back. */
#include "src/base/base.h"
#include "tests/unit/c2pa_scene.h"

#include "src/base/value.h"

/* A Leica M11-P as it should be: listed, stamped, not revoked, and EXIF that fits. */
static void best(struct c2pa_scene *s)
{
	scene_init(s);
	scene_stamp(s, "trusted", "2026-03-01T10:00:00Z");
	s->m->signer.revocation = (struct revocation){ .state = "not revoked", .source = "stapled OCSP" };
	s->in.has_exif = true;
	s->in.facts.make = "Leica Camera AG";
	s->in.facts.model = "LEICA M11-P";
	s->in.facts.has_pixel_size = true;
	s->in.facts.pixel_x = 4000;
	s->in.facts.pixel_y = 3000;
}

static const char *rung(struct c2pa_scene *s)
{
	return value_get_text(scene_run(s, &analyzer_attestation)->details, "rung");
}

static const char *answer(struct c2pa_scene *s, const char *step)
{
	const struct value *v = value_get(scene_run(s, &analyzer_attestation)->details, "steps");

	for (v = v->first; v; v = v->next)
		if (strcmp(value_get_text(v, "step"), step) == 0) {
			assert_true(value_get_text(v, "text")[0]);
			return value_get_text(v, "answer");
		}
	fail_msg("no step %s", step);
	return NULL;
}

/* ---- what brings a picture down from the top ---- */

static void no_time(struct c2pa_scene *s)
{
	s->m->signer.stamp.present = false;
}

static void stamp_on_no_list(struct c2pa_scene *s)
{
	scene_stamp(s, "valid", "2026-03-01T10:00:00Z");
}

static void not_asked(struct c2pa_scene *s)
{
	s->m->signer.revocation.state = "unknown";
}

static void other_size(struct c2pa_scene *s)
{
	s->in.facts.pixel_x = 2000;
}

static void other_maker(struct c2pa_scene *s)
{
	s->in.facts.make = "Canon";
}

static void no_exif(struct c2pa_scene *s)
{
	s->in.has_exif = false;
}

static void cropped(struct c2pa_scene *s)
{
	scene_action(s, "c2pa.cropped", NULL);
}

static void opened(struct c2pa_scene *s)
{
	s->actions[0].action = "c2pa.opened";
	scene_parent(s);
}

static void generated(struct c2pa_scene *s)
{
	s->actions[0].type = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia";
}

static void foreign_notes(struct c2pa_scene *s)
{
	s->in.maker.kind = MAKER_CANON;
}

static void several_exposures(struct c2pa_scene *s)
{
	s->fields[0] = (struct exif_field){ .ifd = EXIF_IFD_EXIF, .tag = 0xA460, .type = 3, .count = 1,
					    .bytes = span_of("\3\0", 2, 0) };
	s->in.exif.n_fields = 1;
}

static void unlisted(struct c2pa_scene *s)
{
	s->m->signer.identity = IDENTITY_UNLISTED;
}

static void not_judged(struct c2pa_scene *s)
{
	s->m->signer.identity = IDENTITY_NOT_JUDGED;
}

static void test_key(struct c2pa_scene *s)
{
	s->certificates[0].public_test = true;
}

static void no_profile(struct c2pa_scene *s)
{
	s->certificates[0].common_name = "SL3";
	s->certificates[0].subject = "CN=SL3,O=Leica Camera AG";
	s->in.facts.model = "LEICA SL3";
}

static void software_key(struct c2pa_scene *s)
{
	s->certificates[0].attestation = "software";
}

static void revoked(struct c2pa_scene *s)
{
	scene_revoked(s, "CRL x");
}

static void revoked_before(struct c2pa_scene *s)
{
	scene_revoked(s, "CRL x");
	s->m->signer.identity = IDENTITY_LISTED;
	s->m->signer.revocation.revoked_at = scene_time("2026-02-28T00:00:00Z");
}

static void revoked_after(struct c2pa_scene *s)
{
	revoked_before(s);
	s->m->signer.revocation.revoked_at = scene_time("2026-03-02T00:00:00Z");
}

static void stolen_after(struct c2pa_scene *s)
{
	revoked_after(s);
	s->m->signer.revocation.reason = "keyCompromise";
}

static void known_incident(struct c2pa_scene *s)
{
	s->incidents[0] = (struct incident){ .id = "x", .vendor = "leica*", .model = "*", .from = INT64_MIN,
					     .until = INT64_MAX, .text = "an incident" };
	s->world.lists[1].incidents = s->incidents;
	s->world.lists[1].n_incidents = 1;
}

static void unsigned_claim(struct c2pa_scene *s)
{
	s->m->has_signature = false;
}

static void broken(struct c2pa_scene *s)
{
	s->m->signer.intact = false;
	scene_revoked(s, "CRL x");
}

static void changed(struct c2pa_scene *s)
{
	s->m->binding.answer = BINDING_MISMATCH;
}

static void picture_unbound(struct c2pa_scene *s)
{
	s->m->binding.picture_unbound = true;
}

static void statement_changed(struct c2pa_scene *s)
{
	scene_assertion(s, "c2pa.actions")->state = ASSERTION_MISMATCH;
}

static void store_alone(struct c2pa_scene *s)
{
	s->r.asset.kind = ASSET_STORE;
	s->m->binding.answer = BINDING_MISMATCH;
}

static void no_manifest(struct c2pa_scene *s)
{
	s->r.active = NULL;
	s->r.state = C2PA_INVALID;
}

static const struct {
	void (*spoil)(struct c2pa_scene *s);
	const char *rung, *step, *answer;
} rows[] = {
	{ no_time, "R3", "time", "not_present" },
	{ stamp_on_no_list, "R3", "time", "fail" },
	{ not_asked, "R3", "revocation", "unknown" },
	{ other_size, "R3", "size", "fail" },
	{ no_exif, "R3", "make_model", "not_present" },
	{ cropped, "R3", "history", "fail" },
	{ foreign_notes, "R3", "maker_note", "fail" },
	{ several_exposures, "R3", "multiple_exposure", "fail" },
	{ other_maker, "R2", "make_model", "fail" },
	{ opened, "R2", "capture", "fail" },
	{ generated, "R2", "capture", "fail" },
	{ no_profile, "R2", "chain", "pass" },
	{ software_key, "R2", "key_attestation", "fail" },
	{ unlisted, "R1", "chain", "fail" },
	{ not_judged, "R1", "chain", "unknown" },
	{ test_key, "R1", "chain", "pass" },
	{ unsigned_claim, "R0", "signature", "not_present" },
	{ broken, "R0", "signature", "fail" },
	{ changed, "R0", "binding", "fail" },
	{ picture_unbound, "R0", "binding", "fail" },
	{ statement_changed, "R0", "binding", "fail" },
	{ store_alone, "R0", "binding", "not_present" },
	{ no_manifest, "R0", "manifest", "fail" },
	{ no_manifest, "R0", "chain", "not_present" },
	{ revoked, "X", "revocation", "fail" },
	{ revoked_before, "X", "revocation", "fail" },
	{ revoked_after, "R3", "revocation", "unknown" },
	{ stolen_after, "X", "revocation", "fail" },
	{ known_incident, "X", "incident", "fail" },
};

static void the_top(void **state)
{
	static struct c2pa_scene s;
	const struct result *r;

	(void)state;
	best(&s);
	assert_string_equal(rung(&s), "R4");
	r = scene_run(&s, &analyzer_attestation);
	assert_int_equal(r->level, LEVEL_NONE);
	assert_non_null(scene_finding(r, "attestation.device"));
	assert_string_equal(value_get_text(r->details, "profile"), "Leica M11-P");
	assert_string_equal(answer(&s, "recapture"), "unknown"); /* another check's */
	scene_release(&s);
}

static void what_brings_it_down(void **state)
{
	static struct c2pa_scene s;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		best(&s);
		rows[i].spoil(&s);
		if (strcmp(rung(&s), rows[i].rung) != 0)
			fail_msg("row %zu: rung %s, expected %s", i, rung(&s), rows[i].rung);
		if (strcmp(answer(&s, rows[i].step), rows[i].answer) != 0)
			fail_msg("row %zu: %s is %s, expected %s", i, rows[i].step, answer(&s, rows[i].step), rows[i].answer);
		scene_release(&s);
	}
}

/* The maker's notes of a Nikon as they lie in the file: version, then the mode. */
static void nikon_says_so(void **state)
{
	static const struct { const char *bytes; const char *answer; } notes[] = {
		{ "0102\1\0\0\0\2\0\0\0", "fail" }, { "0102\2\0\0\0\2\0\0\0", "fail" },
		{ "0102\0\0\0\0\0\0\0\0", "pass" }, { "0102\3\0\0\0\2\0\0\0", "pass" },
	};
	static struct c2pa_scene s;

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(notes); i++) {
		best(&s);
		s.in.maker.kind = MAKER_NIKON;
		s.in.maker.directory = true;
		s.in.maker.dir.n_fields = 1;
		s.fields[0] = (struct exif_field){ .ifd = EXIF_IFD0, .tag = 0xB0, .type = 7, .count = 12,
						   .bytes = span_of(notes[i].bytes, 12, 0) };
		assert_string_equal(answer(&s, "multiple_exposure"), notes[i].answer);
		s.fields[0].bytes.len = 6; /* cut */
		assert_string_equal(answer(&s, "multiple_exposure"), "not_present");
		scene_release(&s);
	}
}

/* An incident under a condition: the camera says whether it was met. */
static void a_condition(void **state)
{
	static struct c2pa_scene s;
	const struct result *r;

	(void)state;
	best(&s);
	known_incident(&s);
	s.incidents[0].effect = INCIDENT_CONDITION;
	s.incidents[0].condition = "a multiple exposure";
	assert_string_equal(rung(&s), "X"); /* nothing says that it was not met */
	s.fields[0] = (struct exif_field){ .ifd = EXIF_IFD_EXIF, .tag = 0xA460, .type = 3, .count = 1,
					   .bytes = span_of("\1\0", 2, 0) };
	s.in.exif.n_fields = 1;
	assert_string_equal(rung(&s), "R2");
	r = scene_run(&s, &analyzer_attestation);
	assert_non_null(scene_finding(r, "attestation.condition"));
	scene_release(&s);
}

/* ---- findings ---- */

static void findings(void **state)
{
	static struct c2pa_scene s;
	const struct result *r;

	(void)state;
	best(&s);
	foreign_notes(&s);
	r = scene_run(&s, &analyzer_attestation);
	assert_int_equal(scene_finding(r, "attestation.incoherent")->level, LEVEL_NOTICE);
	scene_release(&s);
	best(&s);
	revoked(&s);
	r = scene_run(&s, &analyzer_attestation);
	assert_int_equal(scene_finding(r, "attestation.misleading")->level, LEVEL_WARNING);
	assert_null(scene_finding(r, "attestation.device"));
	assert_null(scene_finding(r, "attestation.condition"));
	scene_release(&s);
	best(&s);
	no_profile(&s); /* an editor's tables or notes are nobody's business here */
	foreign_notes(&s);
	r = scene_run(&s, &analyzer_attestation);
	assert_null(scene_finding(r, "attestation.incoherent"));
	assert_non_null(scene_finding(r, "attestation.rung"));
	scene_release(&s);
}

static void one_time_keys(void **state)
{
	static struct c2pa_scene s;
	const struct value *v;

	(void)state;
	best(&s);
	v = value_get(scene_run(&s, &analyzer_attestation)->details, "one_time_key");
	assert_false(v->boolean);
	for (int i = 0; i < 2; i++)
		s.certificates[i] = (struct certificate){ .subject = "CN=Pixel Camera,O=Google LLC", .common_name = "Pixel Camera",
							  .issuer = "O=Google LLC", .issuer_name = "Google LLC",
							  .organization = "Google LLC", .serial = "1" };
	s.in.facts.make = "Google";
	s.in.facts.model = "Pixel 10 Pro";
	s.m->generator = "Pixel Camera";
	v = value_get(scene_run(&s, &analyzer_attestation)->details, "one_time_key");
	assert_true(v->boolean);
	assert_string_equal(rung(&s), "R4");
	s.m->generator = "Google Photos"; /* another program of the same maker takes no pictures */
	v = value_get(scene_run(&s, &analyzer_attestation)->details, "one_time_key");
	assert_int_equal(v->kind, VALUE_NULL);
	scene_release(&s);
}

/* A name in EXIF makes nobody a signer. */
static void exif_is_no_signer(void **state)
{
	static struct c2pa_scene s;

	(void)state;
	best(&s);
	s.certificates[0].organization = s.certificates[1].organization = "Somebody";
	s.certificates[0].subject = s.certificates[1].subject = "O=Somebody";
	s.certificates[0].common_name = s.certificates[1].common_name = "Somebody";
	s.certificates[0].issuer_name = s.certificates[1].issuer_name = "Somebody";
	s.m->generator = "program";
	assert_string_equal(rung(&s), "R2");
	assert_string_equal(answer(&s, "make_model"), "fail");
	scene_release(&s);
}

static void profiles_have_sources(void **state)
{
	(void)state;
	assert_true(attestation_n_profiles >= 5);
	for (size_t i = 0; i < attestation_n_profiles; i++) {
		const struct attestation_profile *p = &attestation_profiles[i];

		assert_true(p->name && p->vendor && p->model && p->as_of);
		assert_memory_equal(p->source, "https://", 8);
	}
}

static void rules_have_alternatives(void **state)
{
	(void)state;
	for (size_t i = 0; i < attestation_n_rules; i++) {
		assert_true(attestation_rules[i].kind == FINDING_OBSERVATION || attestation_rules[i].alternatives[0]);
		assert_true(attestation_rules[i].level <= LEVEL_WARNING); /* what calls it off is the check c2pa's */
	}
}

static void nothing_there_is_silent(void **state)
{
	static struct c2pa_scene s;

	(void)state;
	best(&s);
	scene_no_store(&s);
	assert_int_equal(scene_run(&s, &analyzer_attestation)->status, RESULT_NOT_APPLICABLE);
	scene_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_top),		   cmocka_unit_test(what_brings_it_down),
		cmocka_unit_test(nikon_says_so),	   cmocka_unit_test(a_condition),
		cmocka_unit_test(findings),		   cmocka_unit_test(one_time_keys),
		cmocka_unit_test(exif_is_no_signer),	   cmocka_unit_test(profiles_have_sources),
		cmocka_unit_test(rules_have_alternatives), cmocka_unit_test(nothing_there_is_silent),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
