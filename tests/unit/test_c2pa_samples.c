/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every row of tests/data/c2pa/MANIFEST.tsv: our own samples (tests/gen/sign-pictures) under the trust setting of the row, at a
 * fixed time, give the state and exactly the failure codes that the row says, and tell what each was made for. */
#include "src/base/base.h"

#include "src/base/timeutil.h"
#include "src/trust/c2pa.h"
#include "tests/unit/unit.h"
#include "tests/unit/verified.h"

enum { FIELDS = 8 };
enum { ROW_FILE, ROW_SIDECAR, ROW_TRUST, ROW_STATE, ROW_FAILURES, ROW_DELTAS };

struct answer { char state[16], failures[512], deltas[512]; };

static struct world *samples, *nobody;

/* ---- what we answer ---- */

static void summarise(const struct c2pa_report *r, struct answer *out)
{
	struct code_set failures = { .n = 0 }, news = { .n = 0 };

	snprintf(out->state, sizeof out->state, "%s", c2pa_state_name(r->state));
	code_add_report(r, NULL, &failures, &news);
	code_join(&failures, "-", out->failures, sizeof out->failures);
	code_join(&news, "-", out->deltas, sizeof out->deltas);
}

static struct c2pa_report *verify(struct file f, struct file beside, const char *trust)
{
	struct c2pa_input in = { .file = span_of(f.bytes, f.len, 0), .sidecar = span_of(beside.bytes, beside.len, 0),
				 .world = strcmp(trust, "none") ? samples : nobody };
	struct c2pa_report *r = NULL;
	struct error e = ERROR_INIT;

	assert_true(time_parse_utc("2026-11-01T00:00:00Z", &in.now));
	if (c2pa_verify(&in, &r, &e))
		fail_msg("%s", e.message);
	return r;
}

/* ---- rows ---- */

static unsigned check_row(char *f[FIELDS])
{
	struct file picture = file_read(sample_folder(), f[ROW_FILE]), beside = file_read(sample_folder(), f[ROW_SIDECAR]);
	struct c2pa_report *r = verify(picture, beside, f[ROW_TRUST]);
	struct answer got;
	bool same;

	summarise(r, &got);
	same = !strcmp(got.state, f[ROW_STATE]) && !strcmp(got.failures, f[ROW_FAILURES]) &&
	       !strcmp(got.deltas, f[ROW_DELTAS]);
	if (!same)
		print_message("%s under %s:\n  want %s F=%s D=%s\n  got  %s F=%s D=%s\n", f[ROW_FILE], f[ROW_TRUST],
			      f[ROW_STATE], f[ROW_FAILURES], f[ROW_DELTAS], got.state, got.failures, got.deltas);
	c2pa_report_free(r);
	free(picture.bytes);
	free(beside.bytes);
	return !same;
}

static bool split(char *line, char *f[FIELDS])
{
	for (int i = 0; i < FIELDS; i++) {
		char *tab = strchr(line, '\t');

		f[i] = line;
		if (!tab && i < FIELDS - 1)
			return false;
		if (tab)
			*tab = '\0';
		line = tab ? tab + 1 : line;
	}
	return true;
}

static void every_sample_is_answered_as_it_was_made(void **state)
{
	struct file text = file_read(sample_folder(), "MANIFEST.tsv");
	char *save = NULL, *f[FIELDS];
	unsigned rows = 0, wrong = 0;

	(void)state;
	(void)strtok_r((char *)text.bytes, "\n", &save);
	for (char *line = strtok_r(NULL, "\n", &save); line; line = strtok_r(NULL, "\n", &save)) {
		assert_true(split(line, f));
		rows++;
		wrong += check_row(f);
	}
	print_message("%u rows, %u differ\n", rows, wrong);
	assert_true(rows >= 30);
	assert_int_equal(wrong, 0);
	free(text.bytes);
}

/* ---- what is told beside state and codes ---- */

static bool states_ai(const struct c2pa_report *r)
{
	return r->ai == AI_WHOLE && r->ai_by == r->active;
}

static bool leaves_out_metadata(const struct c2pa_report *r)
{
	bool metadata = false;

	for (uint32_t i = 0; i < r->active->binding.n_unbound; i++)
		metadata = metadata || r->active->binding.unbound[i].kind == UNBOUND_METADATA;
	return metadata && !r->active->binding.picture_unbound;
}

static bool leaves_out_pixels(const struct c2pa_report *r)
{
	return r->active->binding.picture_unbound;
}

static bool records_a_failure(const struct c2pa_report *r)
{
	const struct c2pa_ingredient *i = r->active->ingredients;

	return r->active->n_ingredients == 1 && status_has(&i->recorded, "claimSignature.mismatch") &&
	       !status_has_class(&i->fresh, CODE_FAILURE) && i->resolved;
}

static bool has_a_parent_and_thumbnail(const struct c2pa_report *r)
{
	return r->active->n_ingredients == 1 && r->active->ingredients[0].relationship == REL_PARENT &&
	       r->active->ingredients[0].resolved == &r->manifests[0] && r->active->thumbnail.bytes.len > 100;
}

static bool is_an_update(const struct c2pa_report *r)
{
	return r->active->kind == MANIFEST_UPDATE && r->n_manifests == 2;
}

static bool is_compressed(const struct c2pa_report *r)
{
	return r->active->compressed && r->active->has_signature;
}

static bool names_a_redaction(const struct c2pa_report *r)
{
	const struct c2pa_manifest *m = &r->manifests[0];
	unsigned n = 0;

	for (uint32_t i = 0; i < m->n_assertions; i++)
		n += m->assertions[i].state == ASSERTION_REDACTED;
	return n == 1 && r->active->n_redactions == 1;
}

static bool stamped_with(const struct c2pa_report *r, int version)
{
	const struct signer_report *s = &r->active->signer;
	int64_t when;

	return time_parse_utc("2024-06-14T10:40:12Z", &when) && s->stamp.present && s->stamp.version == version &&
	       s->stamp.time == when && s->judged_by_stamp && s->judged_at == when;
}

static bool stamped_v1(const struct c2pa_report *r)
{
	return stamped_with(r, 1);
}

static bool stamped_v2(const struct c2pa_report *r)
{
	return stamped_with(r, 2);
}

static bool is_revoked(const struct c2pa_report *r)
{
	const struct revocation *v = &r->active->signer.revocation;

	return !strcmp(v->state, "revoked") && v->revoked_at > 0 && v->revoked_at < r->active->signer.stamp.time;
}

static bool has_leftovers(const struct c2pa_report *r)
{
	return r->asset.n_strays > 0 && r->n_manifests == 0;
}

static bool came_beside(const struct c2pa_report *r)
{
	return r->sidecar && r->asset.n_stores == 0;
}

static void each_sample_shows_what_it_was_made_for(void **state)
{
	static const struct { const char *file, *sidecar; bool (*holds)(const struct c2pa_report *r); } facts[] = {
		{ "ai.png", "-", states_ai },
		{ "left-out-metadata.jpg", "-", leaves_out_metadata },
		{ "left-out-pixels.jpg", "-", leaves_out_pixels },
		{ "recorded-failure.jpg", "-", records_a_failure },
		{ "opened-v3.jpg", "-", has_a_parent_and_thumbnail },
		{ "update.jpg", "-", is_an_update },
		{ "compressed.jpg", "-", is_compressed },
		{ "redacted.jpg", "-", names_a_redaction },
		{ "stamp-v1.jpg", "-", stamped_v1 },
		{ "stamp-v2.jpg", "-", stamped_v2 },
		{ "ocsp-revoked.jpg", "-", is_revoked },
		{ "stripped.jpg", "-", has_leftovers },
		{ "sidecar.jpg", "sidecar.c2pa", came_beside },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(facts); i++) {
		struct file picture = file_read(sample_folder(), facts[i].file), beside = file_read(sample_folder(), facts[i].sidecar);
		struct c2pa_report *r = verify(picture, beside, "sample");

		if (!facts[i].holds(r))
			fail_msg("%s does not show what it was made for", facts[i].file);
		c2pa_report_free(r);
		free(picture.bytes);
		free(beside.bytes);
	}
}

static int setup(void **state)
{
	(void)state;
	samples = sample_world(true);
	nobody = sample_world(false);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	world_close(samples);
	world_close(nobody);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_sample_is_answered_as_it_was_made),
		cmocka_unit_test(each_sample_shows_what_it_was_made_for),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
