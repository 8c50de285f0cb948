/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Stapled OCSP responses and CRLs: who may answer, about whom, for which time. */
#include "tests/unit/unit.h"

#include "src/trust/revocation.h"
#include "tests/unit/pki.h"

#include <openssl/ocsp.h>

static const int64_t stamped = PKI_NOW - 100 * PKI_DAY;

static struct pki_id root, issuer, leaf, sibling, responder, no_eku, other_root, other_responder;

static int make_all(void **state)
{
	(void)state;
	pki_make(&root, &(struct pki_wish){ .ca = true, .cn = "root" }, NULL);
	pki_make(&issuer, &(struct pki_wish){ .ca = true, .cn = "issuer" }, &root);
	pki_make(&leaf, &(struct pki_wish){ 0 }, &issuer);
	pki_make(&sibling, &(struct pki_wish){ .cn = "sibling" }, &issuer);
	pki_make(&responder, &(struct pki_wish){ .cn = "responder", .eku = "OCSPSigning" }, &issuer);
	pki_make(&no_eku, &(struct pki_wish){ .cn = "no responder" }, &issuer);
	pki_make(&other_root, &(struct pki_wish){ .ca = true, .cn = "issuer" }, NULL); /* same name, another key */
	pki_make(&other_responder, &(struct pki_wish){ .cn = "rogue", .eku = "OCSPSigning" }, &other_root);
	return 0;
}

static int free_all(void **state)
{
	struct pki_id *all[] = { &root, &issuer, &leaf, &sibling, &responder, &no_eku, &other_root, &other_responder };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		pki_free(all[i]);
	return 0;
}

static struct revocation_question question(bool with_stamp)
{
	return (struct revocation_question){ .subject = leaf.cert, .issuer = issuer.cert, .now = PKI_NOW,
					     .stamped = with_stamp, .proved = with_stamp,
					     .at = with_stamp ? stamped : PKI_NOW };
}

/* ---- one response ---- */

#define GOOD .status = V_OCSP_CERTSTATUS_GOOD
#define UNKNOWN .status = V_OCSP_CERTSTATUS_UNKNOWN
#define REVOKED .status = V_OCSP_CERTSTATUS_REVOKED, .reason = 1
#define RELEASED .status = V_OCSP_CERTSTATUS_REVOKED, .reason = 8
#define DAYS(a, b) .this_update = PKI_NOW + (a) * PKI_DAY, .next_update = PKI_NOW + (b) * PKI_DAY
#define STAMP_DAYS(a, b) .this_update = stamped + (a) * PKI_DAY, .next_update = stamped + (b) * PKI_DAY

static const struct ocsp_case {
	struct ocsp_wish wish;
	bool stamped;
	enum revocation_what what;
	const char *note; /* part of it; NULL: not looked at */
} cases[] = {
	/* signed by the issuer or by whom it delegated */
	{ { GOOD, DAYS(-1, 1) }, false, REVOCATION_GOOD, NULL },
	{ { GOOD, DAYS(-1, 1), .responder = &issuer }, false, REVOCATION_GOOD, NULL },
	{ { GOOD, DAYS(-1, 1), .responder = &issuer, .no_certs = true }, false, REVOCATION_GOOD, NULL },
	{ { GOOD, DAYS(-1, 1), .id_digest = "SHA256" }, false, REVOCATION_GOOD, NULL },
	{ { REVOKED, DAYS(-1, 1), .revoked = PKI_NOW - PKI_DAY, .responder = &issuer }, false, REVOCATION_REVOKED, NULL },
	/* nobody else */
	{ { GOOD, DAYS(-1, 1), .responder = &no_eku }, false, REVOCATION_NONE, "authorised" },
	{ { GOOD, DAYS(-1, 1), .responder = &other_responder }, false, REVOCATION_NONE, "authorised" },
	{ { GOOD, DAYS(-1, 1), .responder = &other_root }, false, REVOCATION_NONE, "authorised" },
	{ { REVOKED, DAYS(-1, 1), .revoked = PKI_NOW - PKI_DAY, .responder = &other_root }, false, REVOCATION_NONE, "ignored" },
	{ { GOOD, DAYS(-1, 1), .responder = &leaf }, false, REVOCATION_NONE, "authorised" },
	{ { GOOD, DAYS(-1, 1), .no_certs = true }, false, REVOCATION_NONE, "authorised" },
	{ { GOOD, DAYS(-1, 1), .digest = "SHA1" }, false, REVOCATION_NONE, "digest" },
	/* about another certificate, or of another issuer of the same name */
	{ { GOOD, DAYS(-1, 1), .subject = &sibling }, false, REVOCATION_NONE, "another certificate" },
	{ { GOOD, DAYS(-1, 1), .issuer = &other_root }, false, REVOCATION_NONE, "another certificate" },
	{ { .failed = true, DAYS(-1, 1) }, false, REVOCATION_NONE, "cannot be read" },
	/* without a stamp: it covers now */
	{ { GOOD, DAYS(-9, -2) }, false, REVOCATION_NONE, "does not cover" },
	{ { GOOD, DAYS(1, 2) }, false, REVOCATION_NONE, "future" },
	{ { GOOD, .this_update = PKI_NOW - PKI_DAY / 2 }, false, REVOCATION_GOOD, NULL },
	{ { GOOD, .this_update = PKI_NOW - 2 * PKI_DAY }, false, REVOCATION_NONE, "does not cover" },
	/* with a stamp: made later, or covering it */
	{ { GOOD, STAMP_DAYS(-1, 1) }, true, REVOCATION_GOOD, NULL },
	{ { GOOD, STAMP_DAYS(30, 31) }, true, REVOCATION_GOOD, NULL },
	{ { GOOD, STAMP_DAYS(-9, -2) }, true, REVOCATION_NONE, "does not cover" },
	/* revoked stays revoked, released is good */
	{ { REVOKED, DAYS(-9, -2), .revoked = PKI_NOW - 10 * PKI_DAY }, false, REVOCATION_REVOKED, NULL },
	{ { REVOKED, DAYS(-9, -2), .revoked = PKI_NOW - 10 * PKI_DAY }, true, REVOCATION_REVOKED, "before that" },
	{ { REVOKED, STAMP_DAYS(-9, 9), .revoked = stamped - 10 * PKI_DAY }, true, REVOCATION_REVOKED, NULL },
	{ { RELEASED, DAYS(-1, 1), .revoked = PKI_NOW - 9 * PKI_DAY }, false, REVOCATION_GOOD, "removeFromCRL" },
	{ { UNKNOWN, DAYS(-1, 1) }, false, REVOCATION_UNKNOWN, NULL },
};

static void make_response(const struct ocsp_wish *wish, struct str *out)
{
	struct ocsp_wish w = *wish;

	w.subject = w.subject ? w.subject : &leaf;
	w.issuer = w.issuer ? w.issuer : &issuer;
	w.responder = w.responder ? w.responder : &responder;
	ocsp_make(&w, out);
}

static void responses_are_judged(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		struct revocation_question q = question(cases[i].stamped);
		struct revocation_answer out;
		struct str bytes;
		struct arena a;

		arena_init(&a, 1 << 20);
		str_init(&bytes, 1 << 20);
		make_response(&cases[i].wish, &bytes);
		ocsp_read(&a, &q, span_of(bytes.data, bytes.len, 0), &out);
		if (out.what != cases[i].what || (cases[i].note && (!out.note || !strstr(out.note, cases[i].note))))
			fail_msg("case %zu: %d (%s)", i, out.what, out.note ? out.note : "");
		if (out.what == REVOCATION_REVOKED) {
			assert_int_equal(out.revoked_at, cases[i].wish.revoked);
			assert_string_equal(out.reason, "keyCompromise");
		}
		str_release(&bytes);
		arena_release(&a);
	}
}

static void nobody_answers_without_an_issuer(void **state)
{
	struct revocation_question q = question(false);
	struct revocation_answer out;
	struct str bytes;
	struct arena a;

	(void)state;
	arena_init(&a, 1 << 20);
	str_init(&bytes, 1 << 20);
	make_response(&(struct ocsp_wish){ GOOD, DAYS(-1, 1) }, &bytes);
	q.issuer = NULL;
	ocsp_read(&a, &q, span_of(bytes.data, bytes.len, 0), &out);
	assert_int_equal(out.what, REVOCATION_NONE);
	assert_non_null(strstr(out.note, "missing"));
	str_release(&bytes);
	arena_release(&a);
}

/* ---- several ---- */

static void ask(const struct ocsp_wish *first, const struct ocsp_wish *second, bool with_stamp,
		struct revocation_answer *out)
{
	struct revocation_question q = question(with_stamp);
	struct cnode one = { .kind = CN_BYTES }, two = { .kind = CN_BYTES };
	struct cnode list = { .kind = CN_ARRAY, .count = 2, .first = &one };
	struct cnode key = { .kind = CN_TEXT, .text = "ocspVals", .next = &list };
	struct cnode map = { .kind = CN_MAP, .count = 1, .first = &key };
	const struct cnode *vals[] = { NULL, &map };
	static struct arena a; /* what is answered lives in it until the next question */
	struct str bytes[2];

	arena_release(&a);
	arena_init(&a, 1 << 20);
	str_init(&bytes[0], 1 << 20);
	str_init(&bytes[1], 1 << 20);
	make_response(first, &bytes[0]);
	make_response(second, &bytes[1]);
	one.bytes = span_of(bytes[0].data, bytes[0].len, 0);
	two.bytes = span_of(bytes[1].data, bytes[1].len, 0);
	one.next = &two;
	ocsp_ask(&a, &q, vals, ARRAY_LEN(vals), out);
	str_release(&bytes[0]);
	str_release(&bytes[1]);
}

static void of_several_one_counts(void **state)
{
	const struct ocsp_wish old_good = { GOOD, DAYS(-5, 5) };
	const struct ocsp_wish new_revoked = { REVOKED, DAYS(-1, 5), .revoked = PKI_NOW - 2 * PKI_DAY };
	const struct ocsp_wish new_good = { GOOD, DAYS(-1, 5) };
	const struct ocsp_wish old_hold = { REVOKED, DAYS(-5, 5), .revoked = PKI_NOW - 6 * PKI_DAY };
	const struct ocsp_wish rogue = { REVOKED, DAYS(-1, 5), .responder = &other_root, .revoked = PKI_NOW };
	struct revocation_answer out;

	(void)state;
	/* Without a stamp an old good answer does not outweigh a newer one, in whatever order. */
	ask(&old_good, &new_revoked, false, &out);
	assert_int_equal(out.what, REVOCATION_REVOKED);
	ask(&new_revoked, &old_good, false, &out);
	assert_int_equal(out.what, REVOCATION_REVOKED);
	ask(&old_hold, &new_good, false, &out);
	assert_int_equal(out.what, REVOCATION_GOOD);
	/* With one, any good answer settles it (15.9.1). */
	ask(&new_revoked, &old_good, true, &out);
	assert_int_equal(out.what, REVOCATION_GOOD);
	/* What is ignored changes nothing, and leaves its note when nothing else speaks. */
	ask(&rogue, &new_good, false, &out);
	assert_int_equal(out.what, REVOCATION_GOOD);
	ask(&rogue, &rogue, false, &out);
	assert_int_equal(out.what, REVOCATION_NONE);
	assert_non_null(strstr(out.note, "ignored"));
}

static void damage_is_survived(void **state)
{
	struct revocation_question q = question(true);
	struct revocation_answer out;
	struct str bytes;

	(void)state;
	str_init(&bytes, 1 << 20);
	make_response(&(struct ocsp_wish){ REVOKED, DAYS(-1, 1), .revoked = PKI_NOW - PKI_DAY }, &bytes);
	for (size_t i = 0; i < bytes.len; i++) {
		struct arena a;

		arena_init(&a, 1 << 20);
		bytes.data[i] ^= 0x55;
		ocsp_read(&a, &q, span_of(bytes.data, bytes.len, 0), &out);
		bytes.data[i] ^= 0x55;
		ocsp_read(&a, &q, span_of(bytes.data, i, 0), &out);
		assert_int_equal(out.what, REVOCATION_NONE);
		arena_release(&a);
	}
	str_release(&bytes);
}

/* ---- CRLs ---- */

static enum revocation_what ask_crl(const struct pki_id *by, const struct pki_id *revoked, int64_t when, int64_t from,
				    int64_t until, bool with_stamp)
{
	struct revocation_question q = question(with_stamp);
	struct revocation_answer out;
	struct world *w;
	struct str pem;
	struct arena a;

	arena_init(&a, 1 << 20);
	str_init(&pem, 1 << 20);
	crl_make(by, revoked, when, from, until, &pem);
	w = world_make(&(struct world_wish){ .anchors = { &root }, .crl = span_of(pem.data, pem.len, 0) });
	crl_ask(&a, &q, w, &out);
	if (out.what == REVOCATION_REVOKED) {
		assert_int_equal(out.revoked_at, when);
		assert_string_equal(out.reason, "keyCompromise");
		assert_string_equal(out.list, "crl");
	}
	world_close(w);
	str_release(&pem);
	arena_release(&a);
	return out.what;
}

static void crls_are_judged(void **state)
{
	const int64_t from = PKI_NOW - PKI_DAY, until = PKI_NOW + PKI_DAY, then = PKI_NOW - 10 * PKI_DAY;

	(void)state;
	assert_int_equal(ask_crl(&issuer, &leaf, then, from, until, false), REVOCATION_REVOKED);
	assert_int_equal(ask_crl(&issuer, &sibling, then, from, until, false), REVOCATION_GOOD);
	assert_int_equal(ask_crl(&issuer, NULL, 0, from, until, false), REVOCATION_GOOD);
	/* by another key of the same name */
	assert_int_equal(ask_crl(&other_root, &leaf, then, from, until, false), REVOCATION_NONE);
	/* an old one still revokes, but clears nobody */
	assert_int_equal(ask_crl(&issuer, &leaf, then, from - 9 * PKI_DAY, from, false), REVOCATION_REVOKED);
	assert_int_equal(ask_crl(&issuer, NULL, 0, from - 9 * PKI_DAY, from, false), REVOCATION_NONE);
	assert_int_equal(ask_crl(&issuer, &leaf, then, PKI_NOW + PKI_DAY, until + PKI_DAY, false), REVOCATION_NONE);
	/* proved to be signed before, or after */
	assert_int_equal(ask_crl(&issuer, &leaf, then, from, until, true), REVOCATION_GOOD);
	assert_int_equal(ask_crl(&issuer, &leaf, stamped - PKI_DAY, from, until, true), REVOCATION_REVOKED);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(responses_are_judged),
		cmocka_unit_test(nobody_answers_without_an_issuer),
		cmocka_unit_test(of_several_one_counts),
		cmocka_unit_test(damage_is_survived),
		cmocka_unit_test(crls_are_judged),
	};

	return cmocka_run_group_tests(tests, make_all, free_all);
}
