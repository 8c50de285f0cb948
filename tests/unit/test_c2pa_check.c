/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every rule of the table has a report that fires it and a near one that does not. */
#include "src/base/base.h"
#include "tests/unit/c2pa_scene.h"

#include "src/base/cbor.h"

#define SOURCE "http://cv.iptc.org/newscodes/digitalsourcetype/"

/* ---- fixtures ---- */

static void log_code(struct c2pa_scene *s, const char *code)
{
	status_add(&s->m->log, code, "self#jumbf=/c2pa", "said by a test");
}

static void mismatch(struct c2pa_scene *s, bool fire)
{
	log_code(s, fire ? "assertion.dataHash.mismatch" : "assertion.dataHash.match");
	s->m->binding.answer = fire ? BINDING_MISMATCH : BINDING_MATCH;
}

static void mismatch_alone(struct c2pa_scene *s, bool fire)
{
	mismatch(s, true);
	s->r.asset.kind = fire ? ASSET_PNG : ASSET_STORE; /* a store alone: its picture is somewhere else */
}

static void picture(struct c2pa_scene *s, bool fire)
{
	scene_unbound(s, fire ? UNBOUND_PICTURE : UNBOUND_STORE, "scan data");
	s->m->binding.picture_unbound = fire;
}

static void after_end(struct c2pa_scene *s, bool fire)
{
	scene_unbound(s, fire ? UNBOUND_AFTER_END : UNBOUND_STORE, "100 bytes after EOI");
	if (!fire)
		scene_stray(s, STRAY_AFTER_END, "bytes after the end, which the signature covers");
}

static void metadata(struct c2pa_scene *s, bool fire)
{
	scene_unbound(s, fire ? UNBOUND_METADATA : UNBOUND_PADDING, "APP1 Exif");
}

static void file_type(struct c2pa_scene *s, bool fire)
{
	scene_unbound(s, UNBOUND_METADATA, fire ? "meta" : "ftyp, the file's type"); /* left out by the specification */
}

static void other(struct c2pa_scene *s, bool fire)
{
	scene_unbound(s, fire ? UNBOUND_OTHER : UNBOUND_METADATA, "APP7");
}

static void free_box(struct c2pa_scene *s, bool fire)
{
	scene_unbound(s, fire ? UNBOUND_FREE : UNBOUND_STORE, "free");
}

static void fill(struct c2pa_scene *s, bool fire)
{
	scene_unbound(s, fire ? UNBOUND_FILL : UNBOUND_STORE, "3 bytes before DQT");
}

static void padding(struct c2pa_scene *s, bool fire)
{
	s->m->signer.pad = span_of("secret", 6, 0);
	s->m->signer.pad_nonzero = fire;
}

static void binding_padding(struct c2pa_scene *s, bool fire)
{
	s->m->binding.padding = fire;
}

static void two_stores(struct c2pa_scene *s, bool fire)
{
	s->r.asset.n_stores = 2;
	s->r.asset.stores[0].usable = s->r.asset.stores[1].usable = true;
	s->r.asset.stores[1].update = !fire; /* an update beside its original is one store */
}

static void second_stray(struct c2pa_scene *s, bool fire)
{
	scene_stray(s, fire ? STRAY_SECOND_STORE : STRAY_PIECE, "another store");
}

static void misplaced(struct c2pa_scene *s, bool fire)
{
	scene_stray(s, STRAY_PIECE, "a piece of box 7");
	if (!fire)
		scene_no_store(s); /* then it is what was left of one */
}

static void sidecar(struct c2pa_scene *s, bool fire)
{
	s->r.sidecar = fire;
}

static void revoked(struct c2pa_scene *s, bool fire)
{
	scene_revoked(s, fire ? "stapled OCSP" : "deny list local");
}

static void revoked_at(struct c2pa_scene *s, bool fire)
{
	scene_revoked(s, "CRL x"); /* from 21 September 2025 on */
	scene_stamp(s, "trusted", fire ? "2025-09-22T00:00:00Z" : "2025-09-20T00:00:00Z");
}

static void revoked_later(struct c2pa_scene *s, bool fire)
{
	revoked_at(s, !fire);
	s->m->signer.judged_by_stamp = true;
}

static void denied(struct c2pa_scene *s, bool fire)
{
	scene_revoked(s, fire ? "deny list local" : "CRL official");
}

static void incident(struct c2pa_scene *s, bool fire)
{
	s->incidents[0] = (struct incident){ .id = "leica-2026", .vendor = "leica*", .model = "m11*", .text = "an incident",
					     .source = "https://example.org", .from = scene_time("2026-01-01T00:00:00Z"),
					     .until = scene_time("2026-06-01T00:00:00Z") };
	s->world.lists[1].incidents = s->incidents;
	s->world.lists[1].n_incidents = 1;
	scene_stamp(s, "trusted", fire ? "2026-03-01T00:00:00Z" : "2026-07-01T00:00:00Z");
}

static void incident_by_exif(struct c2pa_scene *s, bool fire)
{
	incident(s, true);
	s->incidents[0].model = "*z6*";
	s->in.has_exif = true;
	s->in.facts.model = fire ? "NIKON Z6_3" : "NIKON Z8";
}

/* EXIF alone makes nobody the signer. */
static void incident_of_signer(struct c2pa_scene *s, bool fire)
{
	incident(s, true);
	s->incidents[0].vendor = fire ? "leica*" : "nikon*";
	s->in.has_exif = true;
	s->in.facts.make = "NIKON";
}

static void test_key(struct c2pa_scene *s, bool fire)
{
	s->certificates[1].public_test = fire;
}

static void unlisted(struct c2pa_scene *s, bool fire)
{
	s->m->signer.identity = fire ? IDENTITY_UNLISTED : IDENTITY_NOT_JUDGED;
}

static void not_judged(struct c2pa_scene *s, bool fire)
{
	unlisted(s, !fire);
}

static void two_credentials(struct c2pa_scene *s, bool fire)
{
	s->m->signer.two_credentials = fire;
}

static void odd(struct c2pa_scene *s, bool fire)
{
	s->m->signer.untagged = fire;
	s->m->signer.two_credentials = !fire;
}

static void payload(struct c2pa_scene *s, bool fire)
{
	s->m->signer.attached_payload = fire;
	s->m->signer.oddities[0] = "it carries a payload of its own, which is ignored";
	s->m->signer.n_oddities = 1;
}

static void odd_payload(struct c2pa_scene *s, bool fire)
{
	payload(s, !fire); /* then another row says it */
}

static void odd_words(struct c2pa_scene *s, bool fire)
{
	s->m->signer.oddities[0] = "the certificates stand where nothing is signed";
	s->m->signer.n_oddities = fire;
}

static void signing_time(struct c2pa_scene *s, bool fire)
{
	scene_stamp(s, "trusted", "2026-03-01T00:00:00Z");
	s->m->signer.stamp.signing_time = scene_time("2026-03-02T00:00:00Z");
	s->m->signer.stamp.signing_time_differs = fire;
}

static void time_order(struct c2pa_scene *s, bool fire)
{
	scene_stamp(s, "trusted", "2026-03-01T10:00:00Z");
	s->actions[0].when = fire ? "2026-03-01T12:00:00+01:00" : "2026-03-01T12:00:00+02:00";
}

static void time_backwards(struct c2pa_scene *s, bool fire)
{
	s->actions[0].when = "2026-03-01T12:00:00Z";
	scene_action(s, "c2pa.cropped", NULL)->when = fire ? "2026-03-01T11:00:00Z" : "2026-03-01T13:00:00Z";
}

static void ai(struct c2pa_scene *s, enum ai_statement a, const char *type)
{
	s->r.ai = a;
	s->r.ai_type = type;
	s->r.ai_by = s->m;
}

static void ai_whole(struct c2pa_scene *s, bool fire)
{
	ai(s, fire ? AI_WHOLE : AI_PART, "trainedAlgorithmicMedia");
}

static void ai_part(struct c2pa_scene *s, bool fire)
{
	ai(s, fire ? AI_PART : AI_WHOLE, SOURCE "compositeWithTrainedAlgorithmicMedia");
}

static void ai_edited(struct c2pa_scene *s, bool fire)
{
	ai(s, fire ? AI_EDITED : AI_PART, "trainedAlgorithmicMedia");
}

static void ai_related(struct c2pa_scene *s, bool fire)
{
	ai(s, fire ? AI_RELATED : AI_MAY_CONTAIN, "compositeSynthetic");
}

static void ai_may(struct c2pa_scene *s, bool fire)
{
	ai(s, fire ? AI_MAY_CONTAIN : AI_CAMERA, "composite");
}

static void camera(struct c2pa_scene *s, bool fire)
{
	ai(s, fire ? AI_CAMERA : AI_NONE_STATED, fire ? "digitalCapture" : "digitalArt");
}

static void incomplete(struct c2pa_scene *s, bool fire)
{
	s->m->all_actions_included = !fire;
}

static void redacted(struct c2pa_scene *s, bool fire)
{
	static const char *uri[] = { "self#jumbf=/c2pa/urn:c2pa:0/c2pa.assertions/stds.exif" };

	s->m->redactions = uri;
	s->m->n_redactions = fire;
}

static void recorded(struct c2pa_scene *s, bool fire)
{
	struct c2pa_ingredient *g = scene_parent(s);

	status_add(&g->recorded, fire ? "claimSignature.mismatch" : "signingCredential.untrusted", "", "recorded");
}

static void fresh(struct c2pa_scene *s, bool fire)
{
	struct c2pa_ingredient *g = scene_parent(s);

	status_add(fire ? &g->fresh : &g->recorded, "assertion.hashedURI.mismatch", "", "found now");
}

static void unreferenced(struct c2pa_scene *s, bool fire)
{
	struct c2pa_ingredient *g = scene_parent(s);

	g->resolved->referenced = !fire;
}

static void identity_statement(struct c2pa_scene *s, bool fire)
{
	scene_assertion(s, fire ? "cawg.identity__2" : "cawg.identityless");
}

static void soft_binding(struct c2pa_scene *s, bool fire)
{
	scene_assertion(s, fire ? "c2pa.soft-binding" : "c2pa.hash.data");
}

static void privacy(struct c2pa_scene *s, bool fire)
{
	scene_assertion(s, "stds.exif")->json = fire ? "{\"exif:GPSLatitude\" : \"52,31N\"}"
						     : "{\"note\":\"GPSLatitude was removed\",\"exif:FNumber\":2}";
}

static void privacy_cbor(struct c2pa_scene *s, bool fire)
{
	struct str o;
	uint8_t *copy;

	str_init(&o, 1000);
	cbor_put_map(&o, 1);
	cbor_put_text(&o, "list");
	cbor_put_array(&o, 1);
	cbor_put_map(&o, 1);
	cbor_put_text(&o, fire ? "exifEX:BodySerialNumber" : "exifEX:LensModel");
	cbor_put_text(&o, "BodySerialNumber");
	copy = arena_copy(&s->arena, o.data, o.len);
	assert_non_null(copy);
	assert_int_equal(cbor_tree(&s->arena, span_of(copy, o.len, 0), &scene_assertion(s, "c2pa.metadata")->cbor, NULL), ST_OK);
	str_release(&o);
}

static void links(struct c2pa_scene *s, bool fire)
{
	s->m->signer.chain.n = fire ? 2 : 0;
}

static void residue_url(struct c2pa_scene *s, bool fire)
{
	s->in.xmp.n_read = 1;
	s->in.xmp.packets[0].state = LAYER_READ;
	s->in.xmp.packets[0].facts.provenance = "https://example.org/manifest";
	if (fire)
		scene_no_store(s); /* beside a store the link says nothing new */
}

static void residue_history(struct c2pa_scene *s, bool fire)
{
	static struct xmp_event e;

	e = (struct xmp_event){ .action = "saved", .parameters = fire ? "Content Credentials exported" : "credentials" };
	s->in.xmp.n_read = 1;
	s->in.xmp.packets[0].state = LAYER_READ;
	s->in.xmp.packets[0].facts.events = &e;
	s->in.xmp.packets[0].facts.n_events = 1;
	scene_no_store(s);
}

static void residue_piece(struct c2pa_scene *s, bool fire)
{
	scene_no_store(s);
	scene_stray(s, fire ? STRAY_CARVED : STRAY_AFTER_END, "jumb ... c2pa");
}

static struct thumbnail_match match; /* of the scene's only thumbnail */

static void thumbnail_of(struct c2pa_thumbnail *t, bool differ)
{
	*t = (struct c2pa_thumbnail){ span_of("x", 1, 0), "image/jpeg", "c2pa.thumbnail.claim" };
	match = (struct thumbnail_match){ .state = THUMBNAIL_COMPARED, .whole = differ ? 0.3 : 0.95, .part = -1, .inside = -1 };
}

static void thumbnail(struct c2pa_scene *s, bool fire)
{
	thumbnail_of(&s->m->thumbnail, fire);
}

static void thumbnail_crop(struct c2pa_scene *s, bool fire)
{
	thumbnail_of(&s->m->thumbnail, true);
	match.part = fire ? 0.9 : 0.97;
}

static void thumbnail_parent(struct c2pa_scene *s, bool fire)
{
	thumbnail_of(&scene_parent(s)->thumbnail, fire);
}

/* code NULL: the first status code of the row is put into the log, and something harmless for the near miss */
static const struct {
	const char *rule;
	void (*make)(struct c2pa_scene *s, bool fire);
} fixtures[] = {
	{ "c2pa.changed", mismatch },
	{ "c2pa.changed", mismatch_alone },
	{ "c2pa.excluded.picture", picture },
	{ "c2pa.after_end", after_end },
	{ "c2pa.excluded.metadata", metadata },
	{ "c2pa.excluded.metadata", file_type },
	{ "c2pa.excluded.other", other },
	{ "c2pa.excluded.free", free_box },
	{ "c2pa.fill", fill },
	{ "c2pa.padding", padding },
	{ "c2pa.padding.binding", binding_padding },
	{ "c2pa.two_stores", two_stores },
	{ "c2pa.two_stores", second_stray },
	{ "c2pa.misplaced", misplaced },
	{ "c2pa.sidecar", sidecar },
	{ "c2pa.revoked", revoked },
	{ "c2pa.revoked", revoked_at },
	{ "c2pa.revoked.later", revoked_later },
	{ "c2pa.denied", denied },
	{ "c2pa.incident", incident },
	{ "c2pa.incident", incident_by_exif },
	{ "c2pa.incident", incident_of_signer },
	{ "c2pa.test_key", test_key },
	{ "c2pa.two_credentials", two_credentials },
	{ "c2pa.unlisted", unlisted },
	{ "c2pa.not_judged", not_judged },
	{ "c2pa.odd", odd },
	{ "c2pa.odd", odd_words },
	{ "c2pa.odd", odd_payload },
	{ "c2pa.payload", payload },
	{ "c2pa.stamp.signing_time", signing_time },
	{ "c2pa.time.order", time_order },
	{ "c2pa.time.order", time_backwards },
	{ "c2pa.ai.whole", ai_whole },
	{ "c2pa.ai.part", ai_part },
	{ "c2pa.ai.edited", ai_edited },
	{ "c2pa.ai.related", ai_related },
	{ "c2pa.ai.may", ai_may },
	{ "c2pa.camera", camera },
	{ "c2pa.actions.incomplete", incomplete },
	{ "c2pa.redacted", redacted },
	{ "c2pa.recorded_failure", recorded },
	{ "c2pa.fresh_failure", fresh },
	{ "c2pa.unreferenced", unreferenced },
	{ "c2pa.identity_statement", identity_statement },
	{ "c2pa.soft_binding", soft_binding },
	{ "c2pa.thumbnail.differs", thumbnail },
	{ "c2pa.thumbnail.differs", thumbnail_crop },
	{ "c2pa.thumbnail.ingredient", thumbnail_parent },
	{ "c2pa.privacy", privacy },
	{ "c2pa.privacy", privacy_cbor },
	{ "c2pa.links", links },
	{ "c2pa.residue", residue_url },
	{ "c2pa.residue", residue_history },
	{ "c2pa.residue", residue_piece },
};

/* ---- asking ---- */

static const struct c2pa_rule *rule(const char *code)
{
	for (size_t i = 0; i < c2pa_n_rules; i++)
		if (strcmp(c2pa_rules[i].code, code) == 0)
			return &c2pa_rules[i];
	fail_msg("no rule '%s'", code);
	return NULL;
}

static const struct c2pa_thumbnail *only_thumbnail(struct c2pa_scene *s)
{
	return s->m->thumbnail.bytes.len ? &s->m->thumbnail : &s->ingredients[0].thumbnail;
}

static struct c2pa_case case_of(struct c2pa_scene *s)
{
	struct c2pa_case c = { .in = &s->in, .cx = &s->cx, .p = c2pa_params, .r = &s->r, .arena = &s->arena };

	c2pa_case_fill(&c);
	if (only_thumbnail(s)->bytes.len)
		c.compared[c.n_compared++] = (struct compared){ only_thumbnail(s), match };
	return c;
}

static bool fires(struct c2pa_scene *s, const struct c2pa_rule *r, char *detail)
{
	struct c2pa_case c = case_of(s);

	detail[0] = '\0';
	return r->fires(&c, r, detail);
}

static void fixtures_fire_and_keep_still(void **state)
{
	static struct c2pa_scene s;
	char detail[C2PA_DETAIL];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(fixtures); i++)
		for (int fire = 0; fire < 2; fire++) {
			bool fired;

			scene_init(&s);
			fixtures[i].make(&s, fire);
			fired = fires(&s, rule(fixtures[i].rule), detail);
			if (fired != (bool)fire || (fired && !detail[0]))
				fail_msg("%s (fixture %zu): fired %d, expected %d, detail '%s'", fixtures[i].rule, i, fired,
					 fire, detail);
			scene_release(&s);
		}
}

/* Rows that read the log alone: each of their codes fires them, and another code does not. */
static bool coded(const struct c2pa_rule *r)
{
	return r->fires == c2pa_coded;
}

static void every_code_fires_its_row(void **state)
{
	static struct c2pa_scene s;
	char detail[C2PA_DETAIL];

	(void)state;
	for (size_t i = 0; i < c2pa_n_rules; i++)
		for (const char *const *k = c2pa_rules[i].codes; coded(&c2pa_rules[i]) && *k; k++) {
			scene_init(&s);
			log_code(&s, "general.error");
			assert_false(fires(&s, &c2pa_rules[i], detail));
			log_code(&s, *k);
			if (!fires(&s, &c2pa_rules[i], detail) || !strstr(detail, *k))
				fail_msg("%s is not fired by %s: '%s'", c2pa_rules[i].code, *k, detail);
			scene_release(&s);
		}
}

static void every_rule_has_a_fixture(void **state)
{
	(void)state;
	assert_true(c2pa_n_rules >= 50);
	for (size_t i = 0; i < c2pa_n_rules; i++) {
		const struct c2pa_rule *r = &c2pa_rules[i];
		bool found = coded(r) || strcmp(r->code, "c2pa.malformed") == 0; /* see no_failure_is_silent() */

		for (size_t k = 0; k < ARRAY_LEN(fixtures); k++)
			found = found || strcmp(fixtures[k].rule, r->code) == 0;
		if (!found)
			fail_msg("no fixture for %s", r->code);
		assert_ptr_equal(rule(r->code), r);
		assert_true(r->kind == FINDING_OBSERVATION || r->alternatives[0]);
		assert_null(r->alternatives[C2PA_ALTERNATIVES - 1]);
		assert_null(r->codes[C2PA_CODES - 1]);
		assert_true(!coded(r) || r->codes[0]);
	}
}

/* Failure codes of C2PA 2.2 section 15.2.2, and some of other editions: whatever is logged about the file, some row above "nothing
 * found" or about who signed says it. */
static void no_failure_is_silent(void **state)
{
	static const char *const codes[] = {
		"algorithm.unsupported", "assertion.action.ingredientMismatch", "assertion.action.malformed",
		"assertion.action.redacted", "assertion.action.redactionMismatch", "assertion.bmffHash.malformed",
		"assertion.bmffHash.mismatch", "assertion.boxesHash.malformed", "assertion.boxesHash.mismatch",
		"assertion.boxesHash.unknownBox", "assertion.cloud-data.actions", "assertion.cloud-data.hardBinding",
		"assertion.cloud-data.malformed", "assertion.cbor.invalid", "assertion.collectionHash.incorrectFileCount",
		"assertion.collectionHash.invalidURI", "assertion.collectionHash.malformed",
		"assertion.collectionHash.mismatch", "assertion.dataHash.malformed", "assertion.dataHash.mismatch",
		"assertion.dataHash.redacted", "assertion.hashedURI.mismatch", "assertion.inaccessible",
		"assertion.ingredient.malformed", "assertion.json.invalid", "assertion.missing",
		"assertion.multiAssetHash.malformed", "assertion.multiAssetHash.missingPart",
		"assertion.multiAssetHash.mismatch", "assertion.multipleHardBindings", "assertion.notRedacted",
		"assertion.outsideManifest", "assertion.selfRedacted", "assertion.timestamp.malformed",
		"assertion.undeclared", "claim.cbor.invalid", "claim.hardBindings.missing", "claim.malformed",
		"claim.missing", "claim.multiple", "claimSignature.missing", "claimSignature.mismatch",
		"claimSignature.outsideValidity", "general.error", "hashedURI.missing", "hashedURI.mismatch",
		"ingredient.claimSignature.missing", "ingredient.claimSignature.mismatch", "ingredient.manifest.missing",
		"ingredient.manifest.mismatch", "manifest.compressed.invalid", "manifest.inaccessible",
		"manifest.multipleParents", "manifest.timestamp.invalid", "manifest.timestamp.wrongParents",
		"manifest.update.invalid", "manifest.update.wrongParents", "signingCredential.invalid",
		"signingCredential.ocsp.revoked", "signingCredential.ocsp.unknown", "signingCredential.untrusted",
		"signingCredential.expired", "a.code.of.tomorrow",
	};
	static struct c2pa_scene s;
	char detail[C2PA_DETAIL];

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(codes); i++) {
		bool said = false;

		scene_init(&s);
		assert_int_equal(status_class(codes[i]), CODE_FAILURE);
		log_code(&s, codes[i]);
		if (strcmp(codes[i], "signingCredential.untrusted") == 0)
			s.m->signer.identity = IDENTITY_UNLISTED;
		for (size_t k = 0; k < c2pa_n_rules; k++)
			said |= fires(&s, &c2pa_rules[k], detail) && strstr(detail, codes[i]);
		if (!said)
			fail_msg("no rule speaks for %s", codes[i]);
		scene_release(&s);
	}
}

/* Alerts are proofs; a list of them that grows wants a thought. */
static void alerts_are_few(void **state)
{
	static const char *const alerts[] = { "c2pa.changed", "c2pa.signature.broken", "c2pa.assertion.changed",
					      "c2pa.revoked", "c2pa.denied" };
	size_t n = 0;

	(void)state;
	for (size_t i = 0; i < c2pa_n_rules; i++)
		n += c2pa_rules[i].level == LEVEL_ALERT;
	assert_int_equal(n, ARRAY_LEN(alerts));
	for (size_t i = 0; i < ARRAY_LEN(alerts); i++)
		assert_int_equal(rule(alerts[i])->level, LEVEL_ALERT);
	assert_int_equal(rule("c2pa.unlisted")->level, LEVEL_NONE);
	assert_int_equal(rule("c2pa.not_judged")->level, LEVEL_NONE);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fixtures_fire_and_keep_still),
		cmocka_unit_test(every_code_fires_its_row),
		cmocka_unit_test(every_rule_has_a_fixture),
		cmocka_unit_test(no_failure_is_silent),
		cmocka_unit_test(alerts_are_few),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
