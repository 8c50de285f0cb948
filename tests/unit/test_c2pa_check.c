/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every rule of the table has a report that fires it and a near one that does not; the answers and the details on such reports. */
#include "src/base/base.h"
#include "tests/unit/c2pa_scene.h"

#include "src/base/cbor.h"
#include "src/base/mem.h"
#include "src/base/utf8.h"
#include "src/base/value.h"

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

static struct c2pa_answers answers_of(struct c2pa_scene *s)
{
	struct c2pa_case c = case_of(s);
	struct c2pa_answers a;

	c2pa_answer(&c, &a);
	return a;
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

/* ---- the check ---- */

static void a_good_picture_is_quiet(void **state)
{
	static struct c2pa_scene s;
	const struct result *r;

	(void)state;
	scene_init(&s);
	r = scene_run(&s, &analyzer_c2pa);
	assert_int_equal(r->status, RESULT_DONE);
	assert_int_equal(r->level, LEVEL_NONE);
	assert_string_equal(value_get_text(r->details, "state"), "trusted");
	scene_release(&s);
}

static void nothing_there_is_silent(void **state)
{
	static struct c2pa_scene s;
	const struct result *r;

	(void)state;
	scene_init(&s);
	scene_no_store(&s);
	r = scene_run(&s, &analyzer_c2pa);
	assert_int_equal(r->status, RESULT_NOT_APPLICABLE);
	assert_string_equal(r->reason, "no Content Credentials in this file");
	scene_stray(&s, STRAY_PIECE, "a piece");
	r = scene_run(&s, &analyzer_c2pa);
	assert_int_equal(r->status, RESULT_DONE);
	assert_int_equal(r->level, LEVEL_NOTICE);
	assert_string_equal(value_get_text(value_get(r->details, "residue")->first, "code"), "store.piece");
	assert_int_equal(value_get(value_get(r->details, "residue")->first, "offset")->integer, 3000);
	scene_release(&s);
}

static void a_malformed_store_is_done(void **state)
{
	static struct c2pa_scene s;
	const struct result *r;

	(void)state;
	scene_init(&s);
	scene_no_store(&s);
	s.r.state = C2PA_INVALID;
	status_add(&s.r.store_log, "claim.missing", "", "the store holds no manifest");
	r = scene_run(&s, &analyzer_c2pa);
	assert_int_equal(r->status, RESULT_DONE);
	assert_non_null(scene_finding(r, "c2pa.malformed"));
	assert_non_null(strstr(scene_finding(r, "c2pa.malformed")->detail, "claim.missing"));
	assert_string_equal(value_get_text(value_get(value_get(r->details, "answers"), "integrity"), "answer"), "unreadable");
	scene_release(&s);
}

/* Without a world nothing is verified; a world that does not judge lets integrity be judged all the same. */
static void the_world_is_needed(void **state)
{
	static struct c2pa_scene s;
	const struct result *r;

	(void)state;
	scene_init(&s);
	s.cx.world = NULL;
	r = scene_run(&s, &analyzer_c2pa);
	assert_int_equal(r->status, RESULT_NOT_APPLICABLE);
	s.cx.world = &s.world;
	s.world.judges = false;
	s.world.why_not = "--no-trust was given";
	s.m->signer.identity = IDENTITY_NOT_JUDGED;
	r = scene_run(&s, &analyzer_c2pa);
	assert_int_equal(r->status, RESULT_DONE);
	assert_string_equal(value_get_text(r->details, "why_not"), "--no-trust was given");
	assert_false(value_get(r->details, "judges")->boolean);
	scene_release(&s);
}

/* ---- answers ---- */

static void answers_of_integrity(void **state)
{
	static struct c2pa_scene s;

	(void)state;
	scene_init(&s);
	assert_string_equal(answers_of(&s).integrity.answer, "intact");
	s.m->binding.picture_unbound = true;
	assert_string_equal(answers_of(&s).integrity.answer, "not_bound");
	s.m->binding.picture_unbound = false;
	s.m->binding.answer = BINDING_MISMATCH;
	assert_string_equal(answers_of(&s).integrity.answer, "changed");
	s.m->binding.answer = BINDING_UNSUPPORTED;
	assert_string_equal(answers_of(&s).integrity.answer, "unreadable");
	s.m->binding_checked = false;
	assert_string_equal(answers_of(&s).integrity.answer, "not_bound");
	s.m->signer.intact = false;
	assert_string_equal(answers_of(&s).integrity.answer, "changed");
	s.m->signer.algorithm = NULL;
	assert_string_equal(answers_of(&s).integrity.answer, "unreadable");
	s.m->has_signature = false;
	assert_string_equal(answers_of(&s).integrity.answer, "no_signature");
	scene_release(&s);
	scene_init(&s);
	scene_assertion(&s, "stds.exif")->state = ASSERTION_MISMATCH;
	assert_string_equal(answers_of(&s).integrity.answer, "changed");
	scene_release(&s);
}

static void answers_of_identity(void **state)
{
	static struct c2pa_scene s;

	(void)state;
	scene_init(&s);
	assert_string_equal(answers_of(&s).identity.answer, "listed");
	assert_non_null(strstr(answers_of(&s).identity.text, "Leica Camera AG"));
	s.m->signer.identity = IDENTITY_UNLISTED;
	assert_string_equal(answers_of(&s).identity.answer, "unlisted");
	assert_non_null(strstr(answers_of(&s).identity.text, "claim"));
	s.certificates[0].public_test = true;
	assert_non_null(strstr(answers_of(&s).identity.text, "anybody"));
	scene_revoked(&s, "CRL x");
	assert_string_equal(answers_of(&s).identity.answer, "refused");
	s.m->signer.intact = false; /* then the certificate beside it names nobody */
	assert_string_equal(answers_of(&s).identity.answer, "none");
	scene_release(&s);
}

static void answers_of_time(void **state)
{
	static struct c2pa_scene s;

	(void)state;
	scene_init(&s);
	assert_string_equal(answers_of(&s).time.answer, "none");
	s.actions[0].when = "2026-03-01T12:00:00Z";
	assert_string_equal(answers_of(&s).time.answer, "claimed");
	scene_stamp(&s, "valid", "2026-03-01T13:00:00Z");
	assert_string_equal(answers_of(&s).time.answer, "claimed");
	scene_stamp(&s, "trusted", "2026-03-01T13:00:00Z");
	assert_string_equal(answers_of(&s).time.answer, "proved");
	assert_non_null(strstr(answers_of(&s).time.text, "2026-03-01T13:00:00Z"));
	s.m->signer.intact = false;
	assert_string_equal(answers_of(&s).time.answer, "claimed");
	scene_release(&s);
}

static void answers_of_statements(void **state)
{
	static const struct { enum ai_statement says; const char *answer; } rows[] = {
		{ AI_NOT_STATED, "none" }, { AI_CAMERA, "camera" }, { AI_NONE_STATED, "no_ai" },
		{ AI_MAY_CONTAIN, "may_contain_ai" }, { AI_RELATED, "ai_related" }, { AI_EDITED, "ai_edited" },
		{ AI_PART, "ai_part" }, { AI_WHOLE, "ai" },
	};
	static struct c2pa_scene s;

	(void)state;
	scene_init(&s);
	for (size_t i = 0; i < ARRAY_LEN(rows); i++) {
		s.r.ai = rows[i].says;
		assert_string_equal(answers_of(&s).statements.answer, rows[i].answer);
	}
	s.r.ai = AI_NOT_STATED;
	scene_action(&s, "c2pa.cropped", NULL);
	assert_string_equal(answers_of(&s).statements.answer, "edited");
	s.actions[1].action = "c2pa.published";
	assert_string_equal(answers_of(&s).statements.answer, "none");
	scene_release(&s);
}

static bool has_gap(const struct c2pa_answers *a, const char *part)
{
	for (uint32_t i = 0; i < a->n_items; i++)
		if (strstr(a->items[i], part))
			return true;
	return false;
}

static void answers_of_gaps(void **state)
{
	static struct c2pa_scene s;
	struct c2pa_answers a;

	(void)state;
	scene_init(&s);
	scene_stamp(&s, "trusted", "2026-03-01T13:00:00Z");
	s.m->signer.revocation.state = "not revoked";
	a = answers_of(&s);
	assert_string_equal(a.gaps.answer, "none");
	scene_unbound(&s, UNBOUND_METADATA, "APP1");
	scene_unbound(&s, UNBOUND_METADATA, "APP13");
	s.m->signer.revocation.state = "unknown";
	s.m->all_actions_included = false;
	a = answers_of(&s);
	assert_string_equal(a.gaps.answer, "some");
	assert_true(has_gap(&a, "200 bytes of metadata"));
	assert_true(has_gap(&a, "revoked"));
	assert_true(has_gap(&a, "complete"));
	assert_int_equal(a.n_items, 3);
	scene_release(&s);
}

/* Names come from certificates, which anybody makes: they may be long, wide, or hold what moves a cursor. */
static void answers_fit_a_line(void **state)
{
	static struct c2pa_scene s;
	char name[400] = "";
	struct c2pa_answers a;

	(void)state;
	scene_init(&s);
	for (int i = 0; i < 60; i++)
		memcpy(name + 3 * i, i % 3 ? "\xE6\xBC\xA2" : "\x1B[m", 4);
	s.certificates[0].organization = s.tsa[0].organization = name;
	for (int i = 0; i < 3; i++) {
		s.m->signer.identity = (enum signer_identity)i;
		scene_stamp(&s, i ? "trusted" : "valid", "2026-03-01T13:00:00Z");
		a = answers_of(&s);
		assert_true(utf8_width(a.identity.text) <= C2PA_ANSWER_CELLS);
		assert_true(utf8_width(a.time.text) <= C2PA_ANSWER_CELLS);
		assert_true(utf8_valid(a.identity.text, strlen(a.identity.text)));
		assert_null(strchr(a.identity.text, 0x1B));
	}
	scene_release(&s);
}

/* ---- details ---- */

static const struct value *item(const struct value *list, unsigned i)
{
	const struct value *v = list ? list->first : NULL;

	while (v && i--)
		v = v->next;
	assert_non_null(v);
	return v;
}

static void details_name_everything(void **state)
{
	static struct c2pa_scene s;
	const struct value *d, *m, *p;

	(void)state;
	scene_init(&s);
	status_add(&scene_parent(&s)->recorded, "claimSignature.mismatch", "", "recorded");
	scene_unbound(&s, UNBOUND_METADATA, "APP1");
	scene_assertion(&s, "stds.exif")->json = "{}";
	s.assertions[0].bytes = span_of((const uint8_t *)s.store.bytes.data + 40, 2, 140);
	d = scene_run(&s, &analyzer_c2pa)->details;
	assert_string_equal(value_get_text(d, "container"), "JPEG");
	assert_string_equal(value_get_text(d, "place"), "embedded");
	assert_int_equal(value_get(d, "active")->integer, 0);
	m = item(value_get(d, "manifests"), 0);
	p = item(value_get(d, "manifests"), 1);
	assert_string_equal(value_get_text(m, "role"), "active");
	assert_int_equal(value_get(m, "parent")->kind, VALUE_NULL);
	assert_string_equal(value_get_text(p, "role"), "parentOf");
	assert_int_equal(value_get(p, "parent")->integer, 0);
	assert_int_equal(value_get(p, "depth")->integer, 1);
	assert_string_equal(value_get_text(value_get(m, "signature"), "identity"), "listed");
	assert_int_equal(value_get(value_get(m, "signature"), "certificates")->count, 2);
	assert_string_equal(value_get_text(item(value_get(m, "assertions"), 0), "content"), "{}");
	assert_int_equal(value_get(item(value_get(m, "assertions"), 0), "offset")->integer, 40);
	assert_string_equal(item(value_get(value_get(item(value_get(d, "ingredients"), 0), "recorded"), "failure"), 0)->text,
			    "claimSignature.mismatch");
	assert_string_equal(value_get_text(item(value_get(d, "unbound"), 0), "kind"), "metadata");
	assert_int_equal(value_get(d, "lists")->count, 2);
	assert_null(value_get(d, "cut"));
	scene_release(&s);
}

static unsigned nodes(const struct value *v, unsigned depth, unsigned *deepest)
{
	unsigned n = 1;

	if (depth > *deepest)
		*deepest = depth;
	for (const struct value *c = v->first; c; c = c->next)
		n += nodes(c, depth + 1, deepest);
	return n;
}

static struct cnode *deep_cbor(struct c2pa_scene *s)
{
	struct str o;
	struct cnode *n;
	uint8_t *copy;

	str_init(&o, 1 << 20);
	for (int i = 0; i < 30; i++)
		cbor_put_array(&o, 1);
	cbor_put_array(&o, 5000);
	for (int i = 0; i < 5000; i++)
		cbor_put_int(&o, i);
	copy = arena_copy(&s->arena, o.data, o.len);
	assert_non_null(copy);
	assert_int_equal(cbor_tree(&s->arena, span_of(copy, o.len, 0), &n, NULL), ST_OK);
	str_release(&o);
	return n;
}

/* A record of more nodes or levels than are read would be lost whole: a picture must not be able to make its finding vanish. */
static void details_keep_within_a_record(void **state)
{
	static struct c2pa_scene s;
	static struct c2pa_assertion many[C2PA_MAX_ASSERTIONS];
	const struct result *r;
	unsigned deepest = 0, budget = 20000;
	struct str o;
	struct span in;

	(void)state;
	scene_init(&s);
	for (size_t i = 0; i < ARRAY_LEN(many); i++)
		many[i] = (struct c2pa_assertion){ .label = "x", .json = "{}" };
	many[0].cbor = deep_cbor(&s);
	s.m->assertions = many;
	s.m->n_assertions = ARRAY_LEN(many);
	for (int i = 0; i < STATUS_LOG_MAX; i++)
		log_code(&s, "assertion.dataHash.mismatch");
	s.m->binding.answer = BINDING_MISMATCH;
	r = scene_run(&s, &analyzer_c2pa);
	assert_int_equal(r->status, RESULT_DONE);
	assert_int_equal(r->level, LEVEL_ALERT);
	assert_true(nodes(r->details, 1, &deepest) <= C2PA_NODES + 1);
	assert_true(deepest <= 16);
	assert_true(value_get(r->details, "cut")->boolean);
	assert_non_null(value_get(r->details, "lists"));
	str_init(&o, (size_t)64 << 20);
	value_encode(r->details, &o);
	in = span_of(o.data, o.len, 0);
	assert_non_null(value_decode(&s.arena, &in, &budget));
	str_release(&o);
	scene_release(&s);
}

/* Two checks over one picture verify it once, for one world and time; another world is another question. */
static void one_verification_for_all(void **state)
{
	static struct c2pa_scene s;
	const struct c2pa_report *r;
	struct context later;

	(void)state;
	scene_init(&s);
	credentials_keep(&s.in, &s.cx, &s.r, NULL);
	assert_int_equal(credentials_get(&s.in, &s.cx, NULL, &r, NULL), ST_OK);
	assert_ptr_equal(r, &s.r);
	later = s.cx;
	later.world = NULL;
	assert_int_equal(credentials_get(&s.in, &later, NULL, &r, NULL), ST_OK);
	assert_null(r);
	scene_release(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fixtures_fire_and_keep_still), cmocka_unit_test(every_code_fires_its_row),
		cmocka_unit_test(every_rule_has_a_fixture),	cmocka_unit_test(no_failure_is_silent),
		cmocka_unit_test(alerts_are_few),		cmocka_unit_test(a_good_picture_is_quiet),
		cmocka_unit_test(nothing_there_is_silent),	cmocka_unit_test(a_malformed_store_is_done),
		cmocka_unit_test(the_world_is_needed),		cmocka_unit_test(answers_of_integrity),
		cmocka_unit_test(answers_of_identity),		cmocka_unit_test(answers_of_time),
		cmocka_unit_test(answers_of_statements),	cmocka_unit_test(answers_of_gaps),
		cmocka_unit_test(answers_fit_a_line),		cmocka_unit_test(details_name_everything),
		cmocka_unit_test(details_keep_within_a_record), cmocka_unit_test(one_verification_for_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
