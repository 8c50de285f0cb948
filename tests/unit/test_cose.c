/* SPDX-License-Identifier: GPL-3.0-or-later */
/* COSE_Sign1 in every form that is right, and in those that look right. */
#include "tests/unit/unit.h"

#include "src/trust/cose.h"
#include "tests/unit/pki.h"

static const char claim_text[] = "the claim, byte for byte";

enum { P256, P384, P521, K256, ED, RSA_2048, PSS_2048, KEYS };
static const char *const kinds[KEYS] = { "P-256", "P-384", "P-521", "secp256k1", "ED25519", "RSA:2048", "RSA-PSS:2048" };
static struct pki_id root, ids[KEYS];

static int make_all(void **state)
{
	(void)state;
	pki_make(&root, &(struct pki_wish){ .ca = true }, NULL);
	for (size_t i = 0; i < KEYS; i++)
		pki_make(&ids[i], &(struct pki_wish){ .key = kinds[i] }, &root);
	return 0;
}

static int free_all(void **state)
{
	(void)state;
	pki_free(&root);
	for (size_t i = 0; i < KEYS; i++)
		pki_free(&ids[i]);
	return 0;
}

static struct span claim(void)
{
	return span_of(claim_text, sizeof claim_text - 1, 0);
}

struct read { struct arena a; struct str bytes; struct cose cose; struct error e; enum status st; };

static void parse(struct read *r, const struct cose_wish *w)
{
	*r = (struct read){ .e = ERROR_INIT };
	arena_init(&r->a, 1 << 22);
	str_init(&r->bytes, 1 << 20);
	cose_make(w, claim(), &r->bytes);
	r->st = cose_parse(&r->a, span_of(r->bytes.data, r->bytes.len, 0), &r->cose, &r->e);
}

static void drop(struct read *r)
{
	str_release(&r->bytes);
	arena_release(&r->a);
}

static enum cose_answer answer(const struct cose_wish *w, struct span payload)
{
	enum cose_answer out = COSE_NO_ANSWER;
	struct certificate c;
	struct read r;

	parse(&r, w);
	assert_int_equal(r.st, ST_OK);
	assert_int_equal(certificate_read(&r.a, r.cose.certs[0], &c, &r.e), ST_OK);
	assert_int_equal(cose_verify(&r.cose, &c, payload, &out, &r.e), ST_OK);
	certificates_release(&(struct certificates){ .list = &c, .n = 1 });
	drop(&r);
	return out;
}

static const struct { int64_t alg; int key; const char *name; } good[] = {
	{ -7, P256, "ES256" },  { -35, P384, "ES384" }, { -36, P521, "ES512" }, { -37, RSA_2048, "PS256" },
	{ -38, RSA_2048, "PS384" },  { -39, RSA_2048, "PS512" },  { -8, ED, "EdDSA" },
	/* any curve with any ES (13.2.1); keys that are for PSS alone */
	{ -7, P384, "ES256" },  { -7, P521, "ES256" },  { -35, P256, "ES384" }, { -36, P256, "ES512" },
	{ -36, P384, "ES512" }, { -37, PSS_2048, "PS256" },  { -39, PSS_2048, "PS512" },
};

static void seven_algorithms_verify(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(good); i++) {
		struct cose_wish w = { .alg = good[i].alg, .chain = { &ids[good[i].key] } };
		struct span shorter = claim();
		struct read r;

		parse(&r, &w);
		assert_string_equal(r.cose.algorithm_name, good[i].name);
		drop(&r);
		if (answer(&w, claim()) != COSE_VALID)
			fail_msg("%s with %s does not verify", good[i].name, kinds[good[i].key]);
		shorter.len--;
		assert_int_equal(answer(&w, shorter), COSE_MISMATCH);
		w.damage = true;
		assert_int_equal(answer(&w, claim()), COSE_MISMATCH);
		w.damage = false;
		w.context = "CounterSignature";
		assert_int_equal(answer(&w, claim()), COSE_MISMATCH);
	}
}

static void keys_must_fit(void **state)
{
	static const struct { int64_t alg; int key; } wrong[] = {
		{ -7, RSA_2048 }, { -7, ED }, { -37, P256 }, { -37, ED }, { -8, P256 }, { -8, RSA_2048 }, { -7, K256 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(wrong); i++)
		assert_int_equal(answer(&(struct cose_wish){ .alg = wrong[i].alg, .chain = { &ids[wrong[i].key] } },
					claim()),
				 COSE_WRONG_KEY);
}

static void der_is_told_apart(void **state)
{
	(void)state;
	assert_int_equal(answer(&(struct cose_wish){ .chain = { &ids[P256] }, .der = true }, claim()), COSE_DER);
	assert_int_equal(answer(&(struct cose_wish){ .chain = { &ids[P521] }, .der = true }, claim()), COSE_DER);
}

static void other_algorithms_are_unsupported(void **state)
{
	static const struct { int64_t alg; const char *found; } all[] = {
		{ -257, "RS256 (-257)" }, { -47, "-47" }, { 5, "5" }, { 1, "none" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		struct read r;

		parse(&r, &(struct cose_wish){ .alg = all[i].alg, .chain = { &ids[RSA_2048] } });
		assert_int_equal(r.st, ST_OK);
		assert_int_equal(r.cose.algorithm, COSE_UNSUPPORTED);
		assert_null(r.cose.algorithm_name);
		assert_string_equal(r.cose.algorithm_found, all[i].found);
		drop(&r);
	}
}

static void chains_are_found(void **state)
{
	static const struct { struct cose_wish w; bool fault, two; uint32_t odd; } all[] = {
		{ { 0 }, false, false, 0 },
		{ { .label = AS_TEXT }, false, false, 0 },
		{ { .outside = true }, false, false, 1 },
		{ { .outside = true, .label = AS_TEXT }, false, false, 1 },
		{ { .both = true }, true, true, 0 },
		{ { .both = true, .label = AS_TEXT }, true, true, 0 },
		{ { .both_labels = true }, false, false, 1 },
		{ { .both_labels = true, .label = AS_TEXT }, false, false, 1 },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		struct cose_wish w = all[i].w;
		struct read r;

		w.chain[0] = &ids[P256];
		w.chain[1] = &root;
		parse(&r, &w);
		assert_int_equal(r.st, ST_OK);
		if (!r.cose.fault == all[i].fault || r.cose.two_credentials != all[i].two ||
		    r.cose.n_oddities != all[i].odd)
			fail_msg("case %zu: %s, %u oddities", i, r.cose.fault, r.cose.n_oddities);
		/* of both labels the number counts: here a byte string with nothing in it */
		if (i == 7)
			assert_int_equal(r.cose.certs[0].len, 7);
		else
			assert_int_equal(r.cose.n_certs, 2);
		drop(&r);
	}
}

static void oddities_are_said(void **state)
{
	static const uint8_t zeros[64], data[64] = { [40] = 'x' };
	struct read r;

	(void)state;
	parse(&r, &(struct cose_wish){ .chain = { &ids[P256] }, .pad = span_of(zeros, 64, 0) });
	assert_false(r.cose.pad_nonzero);
	assert_int_equal(r.cose.n_oddities, 0);
	drop(&r);
	parse(&r, &(struct cose_wish){ .chain = { &ids[P256] }, .pad = span_of(data, 64, 0), .attached = true,
				       .stranger = "x\x1b[2J" });
	assert_true(r.cose.pad_nonzero && r.cose.attached);
	assert_int_equal(r.cose.pad.len, 64);
	assert_int_equal(r.cose.pad.data[40], 'x');
	assert_int_equal(r.cose.n_oddities, 3);
	for (uint32_t i = 0; i < 3; i++)
		assert_null(strchr(r.cose.oddities[i], 0x1b));
	drop(&r);
}

static void faults_are_named(void **state)
{
	struct read r;

	(void)state;
	parse(&r, &(struct cose_wish){ .chain = { &ids[P256] }, .untagged = true });
	assert_true(r.st == ST_OK && r.cose.untagged && r.cose.fault);
	drop(&r);
	parse(&r, &(struct cose_wish){ .chain = { &ids[P256] }, .crit = true });
	assert_non_null(strstr(r.cose.fault, "critical"));
	drop(&r);
	parse(&r, &(struct cose_wish){ .chain = { &ids[P256] }, .iat = PKI_NOW });
	assert_true(r.cose.has_iat && r.cose.iat == PKI_NOW && !r.cose.fault);
	drop(&r);
}

static void other_shapes_are_corrupt(void **state)
{
	static const struct { const char *bytes; size_t len; } all[] = {
		{ "", 0 }, { "\xD2", 1 }, { "\xD2\x80", 2 }, { "\xD2\x84\x40\xA0\xF6", 5 },
		{ "\xD2\x84\xA0\xA0\xF6\x40", 6 },     /* protected header not in a byte string */
		{ "\xD2\x84\x40\x80\xF6\x40", 6 },     /* unprotected header no map */
		{ "\xD2\x84\x40\xA0\xF6\x60", 6 },     /* signature no bytes */
		{ "\xD2\x84\x41\x80\xA0\xF6\x40", 7 }, /* protected header no map */
		{ "\xD2\x84\x40\xA0\xF6\x40\x00", 7 }, /* a byte more */
		{ "\xD2\x84\x40\xA1\x18\x21\x01\xF6\x40", 9 }, /* x5chain a number */
		{ "\xD2\x84\x40\xA1\x18\x21\x80\xF6\x40", 9 }, /* x5chain empty */
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		struct error e = ERROR_INIT;
		struct cose c;
		struct arena a;

		arena_init(&a, 1 << 20);
		if (cose_parse(&a, span_of(all[i].bytes, all[i].len, 0), &c, &e) != ST_CORRUPT)
			fail_msg("case %zu is read", i);
		assert_true(e.message[0]);
		arena_release(&a);
	}
}

static void doubled_headers_are_a_fault(void **state)
{
	static const uint8_t bytes[] = { 0xD2, 0x84, 0x45, 0xA2, 0x01, 0x26, 0x01, 0x27, 0xA0, 0xF6, 0x40 };
	struct error e = ERROR_INIT;
	struct arena a;
	struct cose c;

	(void)state;
	arena_init(&a, 1 << 20);
	assert_int_equal(cose_parse(&a, span_of(bytes, sizeof bytes, 0), &c, &e), ST_OK);
	assert_non_null(strstr(c.fault, "twice"));
	arena_release(&a);
}

/* RFC 9052 section 4.4, written out. */
static void signed_bytes_are_as_specified(void **state)
{
	static const uint8_t want[] = {
		0x84, 0x6A, 'S', 'i', 'g', 'n', 'a', 't', 'u', 'r', 'e', '1',
		0x43, 0xA1, 0x01, 0x26, 0x40, 0x42, 'h', 'i',
	};
	static uint8_t big[70000];
	struct str got;

	(void)state;
	cose_to_be_signed(&got, "Signature1", span_of("\xA1\x01\x26", 3, 0), span_of("hi", 2, 0));
	assert_int_equal(got.len, sizeof want);
	assert_memory_equal(got.data, want, sizeof want);
	str_release(&got);
	cose_to_be_signed(&got, "Signature1", span_of(NULL, 0, 0), span_of(big, sizeof big, 0));
	assert_int_equal(got.len, 1 + 11 + 1 + 1 + 5 + sizeof big);
	assert_memory_equal(got.data + 12, "\x40\x40\x5A\x00\x01\x11\x70", 7);
	str_release(&got);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(seven_algorithms_verify),
		cmocka_unit_test(keys_must_fit),
		cmocka_unit_test(der_is_told_apart),
		cmocka_unit_test(other_algorithms_are_unsupported),
		cmocka_unit_test(chains_are_found),
		cmocka_unit_test(oddities_are_said),
		cmocka_unit_test(faults_are_named),
		cmocka_unit_test(other_shapes_are_corrupt),
		cmocka_unit_test(doubled_headers_are_a_fault),
		cmocka_unit_test(signed_bytes_are_as_specified),
	};

	return cmocka_run_group_tests(tests, make_all, free_all);
}
