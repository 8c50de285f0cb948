/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a claim may say and what is said about it when it says something else. Stores are built unsigned: each has a
 * claimSignature.mismatch beside what its test is about. */
#include "src/base/base.h"

#include "src/base/cbor.h"
#include "src/base/mem.h"
#include "src/trust/c2pa.h"
#include "tests/unit/manifest_builder.h"
#include "tests/unit/unit.h"

#define URN "urn:c2pa:11111111-1111-4111-8111-11111111111"
#define SOURCE "http://cv.iptc.org/newscodes/digitalsourcetype/"
enum { MAX = 1 << 20 };

static struct world *nothing;
static struct str manifests, file;

/* ---- CBOR of assertions ---- */

static struct str scratch[8];
static unsigned used;

static struct str *fresh(void)
{
	struct str *s = &scratch[used++ % 8];

	str_clear(s);
	return s;
}

static void pair(struct str *o, const char *key, const char *value)
{
	cbor_put_text(o, key);
	cbor_put_text(o, value);
}

struct act {
	const char *action, *type, *ingredient; /* NULL: left out */
};

static struct str *actions(const struct act *list, size_t n)
{
	struct str *o = fresh();

	cbor_put_map(o, 1);
	cbor_put_text(o, "actions");
	cbor_put_array(o, n);
	for (size_t i = 0; i < n; i++) {
		cbor_put_map(o, 1u + (list[i].type != NULL) + (list[i].ingredient != NULL));
		pair(o, "action", list[i].action);
		if (list[i].type)
			pair(o, "digitalSourceType", list[i].type);
		if (list[i].ingredient) {
			cbor_put_text(o, "parameters");
			cbor_put_map(o, 1);
			cbor_put_text(o, "ingredients");
			cbor_put_array(o, 1);
			cbor_put_map(o, 2);
			pair(o, "url", list[i].ingredient);
			cbor_put_text(o, "hash");
			cbor_put_bytes(o, "0", 1);
		}
	}
	return o;
}

static struct str *created(void)
{
	return actions(&(struct act){ "c2pa.created", SOURCE "digitalCapture", NULL }, 1);
}

static struct str *data_hash(void)
{
	struct str *o = fresh();
	uint8_t zero[32] = { 0 };

	cbor_put_map(o, 3);
	pair(o, "alg", "sha256");
	cbor_put_text(o, "hash");
	cbor_put_bytes(o, zero, sizeof zero);
	cbor_put_text(o, "pad");
	cbor_put_bytes(o, zero, 0);
	return o;
}

struct ing {
	const char *relationship, *manifest; /* manifest: label or NULL */
	const uint8_t *hash;
	const char *recorded, *recorded_url; /* a failure that was recorded */
	bool no_results;
};

static struct str *ingredient(const struct ing *g)
{
	struct str *o = fresh();
	char url[200];

	snprintf(url, sizeof url, "self#jumbf=/c2pa/%s", g->manifest ? g->manifest : "");
	cbor_put_map(o, 1u + (g->manifest != NULL) + (g->manifest && !g->no_results));
	pair(o, "relationship", g->relationship);
	if (g->manifest) {
		cbor_put_text(o, "activeManifest");
		cbor_put_map(o, 2);
		pair(o, "url", url);
		cbor_put_text(o, "hash");
		cbor_put_bytes(o, g->hash, 32);
	}
	if (g->manifest && !g->no_results) {
		cbor_put_text(o, "validationResults");
		cbor_put_map(o, 1);
		cbor_put_text(o, "activeManifest");
		cbor_put_map(o, 1);
		cbor_put_text(o, "failure");
		cbor_put_array(o, g->recorded ? 1 : 0);
		if (g->recorded) {
			cbor_put_map(o, 2);
			pair(o, "code", g->recorded);
			pair(o, "url", g->recorded_url);
		}
	}
	return o;
}

static struct built_assertion listed(const char *label, const struct str *cbor)
{
	return (struct built_assertion){ .label = label, .cbor = cbor->data, .cbor_len = cbor->len };
}

/* ---- running ---- */

static struct c2pa_report *verify(void)
{
	struct c2pa_input in = { .world = nothing, .now = 1795000000 };
	struct c2pa_report *r = NULL;
	struct error e = ERROR_INIT;

	str_clear(&file);
	build_store(&file, &manifests);
	assert_false(file.failed);
	in.file = span_of(file.data, file.len, 0);
	if (c2pa_verify(&in, &r, &e))
		fail_msg("%s", e.message);
	return r;
}

static struct c2pa_report *verify_one(const struct built_manifest *m)
{
	str_clear(&manifests);
	build_manifest(&manifests, m, NULL);
	return verify();
}

static bool says(const struct c2pa_report *r, const char *code)
{
	if (status_has(&r->store_log, code) || (r->active && status_has(&r->active->log, code)))
		return true;
	for (uint32_t i = 0; i < r->n_manifests; i++)
		for (uint32_t k = 0; k < r->manifests[i].n_ingredients; k++)
			if (status_has(&r->manifests[i].ingredients[k].fresh, code))
				return true;
	return false;
}

static void expect(struct c2pa_report *r, const char *code)
{
	if (!says(r, code)) {
		for (const struct status_entry *s = r->active ? r->active->log.first : r->store_log.first; s; s = s->next)
			print_message("has %s %s: %s\n", s->code, s->url, s->explanation);
		fail_msg("no %s", code);
	}
	assert_int_equal(r->state, C2PA_INVALID);
	c2pa_report_free(r);
}

static void expect_not(struct c2pa_report *r, const char *code)
{
	if (says(r, code))
		fail_msg("says %s", code);
	c2pa_report_free(r);
}

static struct built_manifest good(struct built_assertion list[2])
{
	list[0] = listed("c2pa.actions.v2", created());
	list[1] = listed("c2pa.hash.data", data_hash());
	return (struct built_manifest){ .label = URN "1", .kind = "c2ma", .version = 2, .list = list, .n = 2 };
}

/* ---- claims ---- */

static void a_well_formed_claim_has_no_fault_but_its_signature(void **state)
{
	struct built_assertion list[2];
	struct built_manifest m = good(list);
	struct c2pa_report *r = verify_one(&m);

	(void)state;
	for (const struct status_entry *s = r->active->log.first; s; s = s->next)
		if (s->class == CODE_FAILURE && strncmp(s->code, "claimSignature", 14) != 0 &&
		    strncmp(s->code, "signingCredential", 17) != 0 && strncmp(s->code, "assertion.dataHash", 18) != 0)
			fail_msg("%s: %s", s->code, s->explanation);
	assert_int_equal(r->active->claim_version, 2);
	assert_string_equal(r->active->generator, "maker");
	assert_int_equal(r->active->n_assertions, 2);
	assert_int_equal(r->active->assertions[0].state, ASSERTION_MATCH);
	assert_int_equal(r->ai, AI_CAMERA);
	c2pa_report_free(r);
}

static void a_claim_that_is_not_as_it_must_be_is_named(void **state)
{
	struct built_assertion list[2];
	struct built_manifest m;

	(void)state;
	m = good(list), m.no_claim = true;
	expect(verify_one(&m), "claim.missing");
	m = good(list), m.two_claims = true;
	expect(verify_one(&m), "claim.multiple");
	m = good(list), m.broken_claim = true;
	expect(verify_one(&m), "claim.cbor.invalid");
	m = good(list), m.no_instance = true;
	expect(verify_one(&m), "claim.malformed");
	m = good(list), m.no_generator = true;
	expect(verify_one(&m), "claim.malformed");
	m = good(list), m.no_assertion_list = true;
	expect(verify_one(&m), "claim.malformed");
	m = good(list), m.label = "urn:uuid:11111111-1111-4111-8111-111111111111";
	expect(verify_one(&m), "claim.malformed");
	m = good(list), m.no_signature = true;
	expect(verify_one(&m), "claimSignature.missing");
	m = good(list), m.alg = "md5";
	expect(verify_one(&m), "algorithm.unsupported");
	m = good(list), m.n = 1;
	expect(verify_one(&m), "claim.hardBindings.missing");
	m = good(list), list[1].gathered = true;
	expect(verify_one(&m), "claim.hardBindings.missing");
	m = good(list), list[1].label = "c2pa.hash.data__1";
	expect_not(verify_one(&m), "claim.hardBindings.missing");
}

static void two_hard_bindings_are_one_too_many(void **state)
{
	struct built_assertion list[3];
	struct built_manifest m = good(list);

	(void)state;
	list[2] = listed("c2pa.hash.boxes", data_hash());
	m.n = 3;
	expect(verify_one(&m), "assertion.multipleHardBindings");
}

static void an_empty_or_strange_store_is_reported(void **state)
{
	struct c2pa_input in = { .world = nothing };
	struct c2pa_report *r = NULL;
	struct error e = ERROR_INIT;
	size_t at;

	(void)state;
	str_clear(&manifests);
	expect(verify(), "claim.missing");
	str_clear(&manifests);
	box_begin(&manifests, "c2ma", URN "1", &at);
	box_end(&manifests, at);
	expect(verify(), "claim.missing");
	in.file = span_of("no store", 8, 0);
	assert_int_equal(c2pa_verify(&in, &r, &e), ST_OK);
	assert_int_equal(r->state, C2PA_NONE);
	c2pa_report_free(r);
}

/* ---- assertions ---- */

static void each_fault_of_an_assertion_is_named(void **state)
{
	struct built_assertion list[2];
	struct built_manifest m;

	(void)state;
	m = good(list), list[0].wrong_hash = true;
	expect(verify_one(&m), "assertion.hashedURI.mismatch");
	m = good(list), list[0].absent = true;
	expect(verify_one(&m), "assertion.missing");
	m = good(list), list[0].twice = true;
	expect(verify_one(&m), "assertion.missing");
	m = good(list), list[0].unlisted = true;
	expect(verify_one(&m), "assertion.undeclared");
	m = good(list), list[0].url = "self#jumbf=/c2pa/" URN "9/c2pa.assertions/c2pa.actions.v2";
	expect(verify_one(&m), "assertion.outsideManifest");
	m = good(list), list[0].url = "self#jumbf=c2pa.assertions/../x";
	expect(verify_one(&m), "assertion.missing");
	m = good(list), list[0].alg = "md5";
	expect(verify_one(&m), "algorithm.unsupported");
	m = good(list), list[0].cbor_len -= 1;
	expect(verify_one(&m), "assertion.cbor.invalid");
}

static struct c2pa_report *with_json(const char *label, const char *json)
{
	struct built_assertion list[3];
	struct built_manifest m = good(list);

	list[2] = (struct built_assertion){ .label = label, .json = json };
	m.n = 3;
	return verify_one(&m);
}

static void json_is_read(void **state)
{
	(void)state;
	expect(with_json("stds.x", "{\"a\":}"), "assertion.json.invalid");
	expect(with_json("stds.x", "{\"a\":1,\"a\":2}"), "assertion.json.invalid");
	expect_not(with_json("stds.x", "{\"a\":1}"), "assertion.json.invalid");
	expect(with_json("c2pa.metadata", "{\"dc:title\":\"x\"}"), "assertion.metadata.disallowed");
	expect(with_json("c2pa.metadata", "{\"@context\":{\"dc\":\"http://evil/\"},\"dc:title\":\"x\"}"), "assertion.metadata.disallowed");
	expect(with_json("org.x.metadata", "{\"@context\":{\"dc\":\"a\"},\"y:title\":\"x\"}"), "assertion.metadata.disallowed");
	expect_not(with_json("c2pa.metadata", "{\"@context\":{\"dc\":\"http://purl.org/dc/elements/1.1/\"},\"dc:title\":\"x\"}"),
		   "assertion.metadata.disallowed");
}

/* ---- actions ---- */

static struct c2pa_report *with_actions(int version, const struct act *acts, size_t n)
{
	struct built_assertion list[2];
	struct built_manifest m = good(list);

	list[0] = listed("c2pa.actions.v2", actions(acts, n));
	m.version = version;
	return verify_one(&m);
}

static void actions_keep_their_rules(void **state)
{
	const struct act edited = { "c2pa.edited", NULL, NULL }, bare = { "c2pa.created", NULL, NULL };
	const struct act opened = { "c2pa.opened", NULL, NULL };
	const struct act nowhere = { "c2pa.opened", NULL, "self#jumbf=c2pa.assertions/c2pa.ingredient.v3" };
	const struct act twice[] = { { "c2pa.created", SOURCE "digitalCapture", NULL }, { "c2pa.created", SOURCE "empty", NULL } };

	(void)state;
	expect(with_actions(2, &edited, 1), "assertion.action.malformed");
	expect(with_actions(2, &bare, 1), "assertion.action.malformed");
	expect(with_actions(2, &opened, 0), "assertion.action.malformed");
	expect(with_actions(2, twice, 2), "assertion.action.malformed");
	expect(with_actions(2, &opened, 1), "assertion.action.ingredientMismatch");
	expect(with_actions(2, &nowhere, 1), "assertion.action.ingredientMismatch");
	/* looser rules held when claims of version 1 were written */
	expect_not(with_actions(1, &edited, 1), "assertion.action.malformed");
}

static void an_opened_picture_has_a_parent(void **state)
{
	const struct act opened = { "c2pa.opened", NULL, "self#jumbf=c2pa.assertions/c2pa.ingredient.v3" };
	struct built_assertion list[3];
	struct built_manifest m = good(list);
	struct ing g = { .relationship = "parentOf" };

	(void)state;
	list[0] = listed("c2pa.actions.v2", actions(&opened, 1));
	list[2] = listed("c2pa.ingredient.v3", ingredient(&g));
	m.n = 3;
	expect_not(verify_one(&m), "assertion.action.ingredientMismatch");
	g.relationship = "componentOf";
	list[2] = listed("c2pa.ingredient.v3", ingredient(&g));
	expect(verify_one(&m), "assertion.action.ingredientMismatch");
	g.relationship = "cousinOf";
	list[2] = listed("c2pa.ingredient.v3", ingredient(&g));
	expect(verify_one(&m), "assertion.ingredient.malformed");
}

/* ---- redactions ---- */

static void a_claim_may_not_redact_what_it_may_not(void **state)
{
	static const char *const own[] = { "self#jumbf=/c2pa/" URN "1/c2pa.assertions/c2pa.actions.v2", NULL };
	static const char *const binding[] = { "self#jumbf=/c2pa/" URN "2/c2pa.assertions/c2pa.hash.data", NULL };
	struct built_assertion list[2];
	struct built_manifest m = good(list);

	(void)state;
	m.redact = own;
	expect(verify_one(&m), "assertion.selfRedacted");
	expect(verify_one(&m), "assertion.action.redacted");
	expect(verify_one(&m), "assertion.notRedacted");
	m.redact = binding;
	expect(verify_one(&m), "assertion.dataHash.redacted");
}

/* ---- ingredients ---- */

/* A child manifest, and an active one that took it in. */
static struct c2pa_report *family(struct ing g, const char *kind, bool break_child, bool drop_child)
{
	struct built_assertion kid_list[2], list[3];
	struct built_manifest kid = good(kid_list), m = good(list);
	uint8_t hash[32];

	kid.label = URN "2";
	if (break_child)
		kid_list[0].wrong_hash = true;
	str_clear(&manifests);
	build_manifest(&manifests, &kid, hash);
	if (drop_child)
		str_clear(&manifests);
	if (!g.hash)
		g.hash = hash;
	g.manifest = URN "2";
	m = good(list);
	m.kind = kind;
	list[2] = listed("c2pa.ingredient.v3", ingredient(&g));
	m.n = 3;
	build_manifest(&manifests, &m, NULL);
	return verify();
}

static void an_ingredient_is_the_one_that_was_taken_in(void **state)
{
	static const uint8_t other[32] = { 1 };
	struct ing g = { .relationship = "componentOf" };
	struct c2pa_report *r = family(g, "c2ma", false, false);

	(void)state;
	assert_true(status_has(&r->active->ingredients[0].fresh, "ingredient.manifest.validated"));
	assert_ptr_equal(r->active->ingredients[0].resolved, &r->manifests[0]);
	assert_true(r->manifests[0].referenced);
	c2pa_report_free(r);
	g.hash = other;
	expect(family(g, "c2ma", false, false), "ingredient.manifest.mismatch");
	g.hash = NULL;
	expect(family(g, "c2ma", false, true), "ingredient.manifest.missing");
	g.no_results = true;
	expect(family(g, "c2ma", false, false), "assertion.ingredient.malformed");
}

static void what_was_recorded_is_no_news(void **state)
{
	struct ing g = { .relationship = "componentOf" };
	struct c2pa_report *r;

	(void)state;
	expect(family(g, "c2ma", true, false), "assertion.hashedURI.mismatch");
	g.recorded = "assertion.hashedURI.mismatch";
	g.recorded_url = "self#jumbf=/c2pa/" URN "2/c2pa.assertions/c2pa.actions.v2";
	r = family(g, "c2ma", true, false);
	assert_false(says(r, "assertion.hashedURI.mismatch"));
	assert_true(status_has(&r->active->ingredients[0].recorded, "assertion.hashedURI.mismatch"));
	assert_true(status_has(&r->manifests[0].log, "assertion.hashedURI.mismatch"));
	c2pa_report_free(r);
	/* relative to the ingredient's manifest, as older writers put it */
	g.recorded_url = "self#jumbf=c2pa.assertions/c2pa.actions.v2";
	expect_not(family(g, "c2ma", true, false), "assertion.hashedURI.mismatch");
}

static void parents_are_counted(void **state)
{
	struct ing g = { .relationship = "parentOf" };
	struct built_assertion list[4];
	struct built_manifest m = good(list);

	(void)state;
	list[2] = listed("c2pa.ingredient.v3", ingredient(&g));
	list[3] = listed("c2pa.ingredient.v3__1", ingredient(&g));
	m.n = 4;
	expect(verify_one(&m), "manifest.multipleParents");
	m.n = 2, m.kind = "c2um";
	expect(verify_one(&m), "manifest.update.wrongParents");
	expect(verify_one(&m), "manifest.update.invalid");
}

static void a_manifest_that_nobody_names_is_not_checked(void **state)
{
	struct built_assertion list[2], other_list[2];
	struct built_manifest other = good(other_list), m;
	struct c2pa_report *r;

	(void)state;
	other.label = URN "7";
	other_list[0] = listed("c2pa.actions.v2", actions(&(struct act){ "c2pa.created", SOURCE "trainedAlgorithmicMedia", NULL }, 1));
	str_clear(&manifests);
	build_manifest(&manifests, &other, NULL);
	m = good(list);
	build_manifest(&manifests, &m, NULL);
	r = verify();
	assert_false(r->manifests[0].referenced);
	assert_int_equal(r->manifests[0].assertions[0].state, ASSERTION_UNCHECKED);
	assert_int_equal(r->ai, AI_CAMERA);
	c2pa_report_free(r);
}

/* A chain of a hundred, and a manifest that names itself: bounded, and said. */
static void depth_and_cycles_end(void **state)
{
	static const uint8_t zero[32] = { 0 };
	char labels[101][64];
	struct c2pa_report *r;

	(void)state;
	str_clear(&manifests);
	for (int i = 0; i <= 100; i++) {
		struct ing g = { .relationship = "parentOf", .hash = zero };
		struct built_assertion list[3];
		struct built_manifest m = good(list);

		snprintf(labels[i], sizeof labels[i], "urn:c2pa:11111111-1111-4111-8111-1111111%05d", i);
		g.manifest = labels[i ? i - 1 : 0];
		list[2] = listed("c2pa.ingredient.v3", ingredient(&g));
		m.n = 3, m.label = labels[i];
		build_manifest(&manifests, &m, NULL);
	}
	r = verify();
	assert_int_equal(r->n_manifests, 101);
	assert_true(r->manifests[50].referenced);
	assert_false(r->manifests[10].referenced);
	c2pa_report_free(r);
}

/* ---- statements ---- */

static enum ai_statement ai_of(const struct act *acts, size_t n)
{
	struct c2pa_report *r = with_actions(2, acts, n);
	enum ai_statement a = r->ai;

	c2pa_report_free(r);
	return a;
}

static void what_is_stated_about_ai(void **state)
{
	const struct act whole = { "c2pa.created", SOURCE "trainedAlgorithmicMedia", NULL };
	const struct act part = { "c2pa.created", SOURCE "compositeWithTrainedAlgorithmicMedia", NULL };
	const struct act edit[] = { { "c2pa.created", SOURCE "digitalCapture", NULL }, { "c2pa.edited", SOURCE "trainedAlgorithmicMedia", NULL } };
	const struct act none = { "c2pa.created", NULL, NULL }, strange = { "c2pa.created", "http://x/unheardOf", NULL };

	(void)state;
	assert_int_equal(ai_of(&whole, 1), AI_WHOLE);
	assert_int_equal(ai_of(&part, 1), AI_PART);
	assert_int_equal(ai_of(edit, 2), AI_EDITED);
	assert_int_equal(ai_of(&none, 1), AI_NOT_STATED);
	assert_int_equal(ai_of(&strange, 1), AI_NOT_STATED);
}

static int setup(void **state)
{
	struct error e = ERROR_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof scratch / sizeof *scratch; i++)
		str_init(&scratch[i], MAX);
	str_init(&manifests, MAX);
	str_init(&file, MAX);
	return world_open(span_of("", 0, 0), &nothing, &e);
}

static int teardown(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof scratch / sizeof *scratch; i++)
		str_release(&scratch[i]);
	str_release(&manifests);
	str_release(&file);
	world_close(nothing);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_well_formed_claim_has_no_fault_but_its_signature),
		cmocka_unit_test(a_claim_that_is_not_as_it_must_be_is_named),
		cmocka_unit_test(two_hard_bindings_are_one_too_many),
		cmocka_unit_test(an_empty_or_strange_store_is_reported),
		cmocka_unit_test(each_fault_of_an_assertion_is_named),
		cmocka_unit_test(json_is_read),
		cmocka_unit_test(actions_keep_their_rules),
		cmocka_unit_test(an_opened_picture_has_a_parent),
		cmocka_unit_test(a_claim_may_not_redact_what_it_may_not),
		cmocka_unit_test(an_ingredient_is_the_one_that_was_taken_in),
		cmocka_unit_test(what_was_recorded_is_no_news),
		cmocka_unit_test(parents_are_counted),
		cmocka_unit_test(a_manifest_that_nobody_names_is_not_checked),
		cmocka_unit_test(depth_and_cycles_end),
		cmocka_unit_test(what_is_stated_about_ai),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
