/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The check as it runs, its five answers, and that its details stay within what a record may hold. */
#include "src/base/base.h"
#include "tests/unit/c2pa_scene.h"

#include "src/base/cbor.h"
#include "src/base/utf8.h"
#include "src/base/value.h"

static void log_code(struct c2pa_scene *s, const char *code)
{
	status_add(&s->m->log, code, "self#jumbf=/c2pa", "said by a test");
}

static struct c2pa_answers answers_of(struct c2pa_scene *s)
{
	struct c2pa_case c = { .in = &s->in, .cx = &s->cx, .p = c2pa_params, .r = &s->r, .arena = &s->arena };
	struct c2pa_answers a;

	c2pa_case_fill(&c);
	c2pa_answer(&c, &a);
	return a;
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
		cmocka_unit_test(a_good_picture_is_quiet),
		cmocka_unit_test(nothing_there_is_silent),
		cmocka_unit_test(a_malformed_store_is_done),
		cmocka_unit_test(the_world_is_needed),
		cmocka_unit_test(answers_of_integrity),
		cmocka_unit_test(answers_of_identity),
		cmocka_unit_test(answers_of_time),
		cmocka_unit_test(answers_of_statements),
		cmocka_unit_test(answers_of_gaps),
		cmocka_unit_test(answers_fit_a_line),
		cmocka_unit_test(details_name_everything),
		cmocka_unit_test(details_keep_within_a_record),
		cmocka_unit_test(one_verification_for_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
