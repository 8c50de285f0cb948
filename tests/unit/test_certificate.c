/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Certificates are read as they are, and each rule of the profile is broken once by a certificate that keeps all others. */
#include "tests/unit/unit.h"

#include "src/trust/certificate.h"
#include "src/trust/public_test.h"
#include "tests/unit/pki.h"

#include <openssl/pem.h>

static struct pki_id root;
static const char *const ekus[] = { "1.3.6.1.5.5.7.3.4", "1.3.6.1.4.1.62558.2.1", "1.3.6.1.5.5.7.3.8",
				    "1.3.6.1.5.5.7.3.9" };

static int make_root(void **state)
{
	(void)state;
	pki_make(&root, &(struct pki_wish){ .ca = true, .cn = "root" }, NULL);
	return 0;
}

static int free_root(void **state)
{
	(void)state;
	pki_free(&root);
	return 0;
}

static void read_id(struct arena *a, const struct pki_id *id, struct certificate *c)
{
	struct error e = ERROR_INIT;

	if (certificate_read(a, pki_der(id), c, &e))
		fail_msg("%s", e.message);
}

static void release(struct certificate *c)
{
	certificates_release(&(struct certificates){ .list = c, .n = 1 });
}

static void fields_are_read(void **state)
{
	const struct pki_wish w = { .cn = "Camera\x1b[31m 7", .o = "Maker", .ou = "Unit", .policy = "1.3.6.1.4.1.62558.1.1",
				    .attestation = 3 };
	uint8_t sha256[SHA256_LEN];
	struct certificate c;
	struct pki_id id;
	struct arena a;

	(void)state;
	arena_init(&a, 1 << 20);
	pki_make(&id, &w, &root);
	read_id(&a, &id, &c);
	assert_string_equal(c.common_name, "Camera<U+001B>[31m 7");
	assert_string_equal(c.organization, "Maker");
	assert_string_equal(c.unit, "Unit");
	assert_null(c.country);
	assert_null(strchr(c.subject, 0x1b));
	assert_string_equal(c.issuer, "CN=root,O=Test");
	assert_string_equal(c.issuer_name, "root");
	assert_string_equal(c.key, "P-256");
	assert_string_equal(c.signature, "ecdsa-with-SHA256");
	assert_int_equal(c.not_before, 1704067200);
	assert_int_equal(c.not_after, 2019686400);
	hash_sha256(id.der, id.len, sha256);
	assert_memory_equal(c.sha256, sha256, sizeof sha256);
	assert_int_equal(strlen(c.serial), 20);
	assert_false(c.ca);
	assert_int_equal(c.n_ekus, 2);
	assert_string_equal(c.ekus[1], "1.3.6.1.4.1.62558.2.1");
	assert_true(c.policy_c2pa);
	assert_string_equal(c.attestation, "strongbox");
	assert_false(c.public_test);
	release(&c);
	pki_free(&id);
	arena_release(&a);
}

static void keys_are_named(void **state)
{
	static const struct { const char *key, *name; } all[] = {
		{ "P-256", "P-256" }, { "P-384", "P-384" }, { "P-521", "P-521" }, { "ED25519", "Ed25519" },
		{ "secp256k1", "secp256k1" }, { "RSA:2048", "RSA 2048" }, { "RSA-PSS:2048", "RSA-PSS 2048" },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		struct certificate c;
		struct pki_id id;
		struct arena a;

		arena_init(&a, 1 << 20);
		pki_make(&id, &(struct pki_wish){ .key = all[i].key }, &root);
		read_id(&a, &id, &c);
		assert_string_equal(c.key, all[i].name);
		release(&c);
		pki_free(&id);
		arena_release(&a);
	}
}

static void hostile_bytes_are_refused(void **state)
{
	struct error e = ERROR_INIT;
	struct certificate c;
	uint8_t longer[4096];
	struct arena a;

	(void)state;
	arena_init(&a, 1 << 20);
	assert_int_equal(certificate_read(&a, span_of("", 0, 9), &c, &e), ST_CORRUPT);
	assert_int_equal(e.offset, 9);
	assert_int_equal(certificate_read(&a, span_of("nothing", 7, 0), &c, &e), ST_CORRUPT);
	assert_true(root.len + 1 < sizeof longer);
	memcpy(longer, root.der, root.len);
	longer[root.len] = 0;
	assert_int_equal(certificate_read(&a, span_of(longer, root.len + 1, 0), &c, &e), ST_CORRUPT);
	assert_int_equal(certificate_read(&a, span_of(longer, root.len - 1, 0), &c, &e), ST_CORRUPT);
	assert_int_equal(certificate_read(&a, span_of(longer, CERTIFICATE_MAX_DER + 1, 0), &c, &e), ST_LIMIT);
	arena_release(&a);
}

/* Every cut and every changed byte: an answer, and no crash. */
static void damage_is_survived(void **state)
{
	struct certificate c;
	struct pki_id id;
	struct error e;

	(void)state;
	pki_make(&id, &(struct pki_wish){ .policy = "1.2.3", .attestation = 1 }, &root);
	for (size_t i = 0; i < 2 * id.len; i++) {
		struct arena a;

		arena_init(&a, 1 << 20);
		if (i >= id.len)
			id.der[i - id.len] ^= 0xFF;
		if (certificate_read(&a, span_of(id.der, i < id.len ? i : id.len, 0), &c, &e) == ST_OK) {
			(void)certificate_profile(&c, ROLE_SIGNER, ekus, ARRAY_LEN(ekus));
			(void)certificate_profile(&c, ROLE_CA, NULL, 0);
			release(&c);
		}
		if (i >= id.len)
			id.der[i - id.len] ^= 0xFF;
		arena_release(&a);
	}
	pki_free(&id);
}

/* ---- the profile ---- */

#define STAMP .eku = "critical,timeStamping"

static const struct profile_case {
	struct pki_wish wish;
	enum certificate_role role;
	const char *broken; /* part of the rule; NULL: none */
} cases[] = {
	{ { 0 }, ROLE_SIGNER, NULL },
	{ { .key = "P-384" }, ROLE_SIGNER, NULL },
	{ { .key = "P-521" }, ROLE_SIGNER, NULL },
	{ { .key = "ED25519" }, ROLE_SIGNER, NULL },
	{ { .key = "RSA:2048" }, ROLE_SIGNER, NULL },
	{ { .key = "RSA-PSS:2048" }, ROLE_SIGNER, NULL },
	{ { .eku = "1.3.6.1.4.1.62558.2.1" }, ROLE_SIGNER, NULL },
	{ { .usage = "digitalSignature,nonRepudiation" }, ROLE_SIGNER, NULL },
	{ { .basic = "" }, ROLE_SIGNER, NULL },
	{ { .v1 = true }, ROLE_SIGNER, "version 3" },
	{ { .unique_id = true }, ROLE_SIGNER, "unique identifiers" },
	{ { .digest = "SHA1" }, ROLE_SIGNER, "signed with an algorithm" },
	{ { .digest = "SHA224" }, ROLE_SIGNER, "signed with an algorithm" },
	{ { .key = "secp256k1" }, ROLE_SIGNER, "on none of the curves" },
	{ { .key = "RSA:1024" }, ROLE_SIGNER, "shorter than 2048" },
	{ { .ca = true, .eku = "emailProtection" }, ROLE_SIGNER, "is a CA" },
	{ { .no_aki = true }, ROLE_SIGNER, "authority key identifier" },
	{ { .usage = "" }, ROLE_SIGNER, "no key usage" },
	{ { .usage = "nonRepudiation" }, ROLE_SIGNER, "lacks digitalSignature" },
	{ { .usage = "digitalSignature,keyCertSign" }, ROLE_SIGNER, "allows issuing" },
	{ { .eku = "" }, ROLE_SIGNER, "no extended key usage" },
	{ { .eku = "anyExtendedKeyUsage,emailProtection" }, ROLE_SIGNER, "allows anything" },
	{ { .eku = "serverAuth" }, ROLE_SIGNER, "no accepted purpose" },
	{ { .eku = "emailProtection,serverAuth" }, ROLE_SIGNER, NULL },
	{ { .eku = "emailProtection,timeStamping" }, ROLE_SIGNER, "mixes" },
	{ { .eku = "timeStamping,OCSPSigning" }, ROLE_TSA, "mixes" },
	{ { STAMP }, ROLE_SIGNER, "no accepted purpose" },
	{ { .eku = "OCSPSigning" }, ROLE_SIGNER, "no accepted purpose" },
	{ { .critical = true }, ROLE_SIGNER, "critical extension" },
	{ { STAMP }, ROLE_TSA, NULL },
	{ { STAMP, .usage = "nonRepudiation" }, ROLE_TSA, NULL },
	{ { 0 }, ROLE_TSA, "lacks time stamping" },
	{ { .eku = "OCSPSigning" }, ROLE_OCSP, NULL },
	{ { STAMP }, ROLE_OCSP, "lacks OCSP signing" },
	{ { .ca = true }, ROLE_CA, NULL },
	{ { .ca = true, .eku = "anyExtendedKeyUsage" }, ROLE_CA, NULL },
	{ { 0 }, ROLE_CA, "is no CA" },
	{ { .ca = true, .usage = "" }, ROLE_CA, "without key usage" },
	{ { .ca = true, .usage = "cRLSign" }, ROLE_CA, "does not allow issuing" },
	{ { .ca = true, .key = "RSA:1024" }, ROLE_CA, "shorter than 2048" },
	{ { .ca = true, .critical = true }, ROLE_CA, "critical extension" },
};

static void check_case(const struct profile_case *p, size_t i, const struct pki_id *issuer)
{
	const char *got;
	struct certificate c;
	struct pki_id id;
	struct arena a;

	arena_init(&a, 1 << 20);
	pki_make(&id, &p->wish, issuer);
	read_id(&a, &id, &c);
	got = certificate_profile(&c, p->role, ekus, ARRAY_LEN(ekus));
	if (!p->broken != !got || (got && !strstr(got, p->broken)))
		fail_msg("case %zu: '%s' instead of '%s'", i, got ? got : "none", p->broken ? p->broken : "none");
	release(&c);
	pki_free(&id);
	arena_release(&a);
}

static void every_rule_is_checked(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++)
		check_case(&cases[i], i, &root);
}

static void pss_parameters_are_checked(void **state)
{
	const struct profile_case good = { { .pss = "SHA256" }, ROLE_SIGNER, NULL };
	const struct profile_case mixed = { { .pss = "SHA512" }, ROLE_SIGNER, "RSASSA-PSS" };
	struct pki_id issuer;

	(void)state;
	pki_make(&issuer, &(struct pki_wish){ .ca = true, .key = "RSA:2048" }, NULL);
	check_case(&good, 0, &issuer);
	check_case(&mixed, 1, &issuer);
	pki_free(&issuer);
}

/* The allowed list spares a certificate everything but its algorithms (14.5.1.1). */
static void allowed_ones_keep_the_algorithms(void **state)
{
	static const struct { struct pki_wish wish; bool good; } all[] = {
		{ { .eku = "", .usage = "", .no_aki = true }, true },
		{ { .key = "RSA:1024" }, false },
		{ { .digest = "SHA1" }, false },
	};

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(all); i++) {
		struct certificate c;
		struct pki_id id;
		struct arena a;

		arena_init(&a, 1 << 20);
		pki_make(&id, &all[i].wish, &root);
		read_id(&a, &id, &c);
		assert_true(!certificate_algorithms(&c) == all[i].good);
		release(&c);
		pki_free(&id);
		arena_release(&a);
	}
}

/* ---- keys that are public ---- */

static void test_names_are_known(void **state)
{
	(void)state;
	assert_true(public_test_name("C2PA Test Signing Cert", "FOR TESTING_ONLY"));
	assert_false(public_test_name("C2PA Test Signing Cert", NULL));
	assert_false(public_test_name("Test", "FOR TESTING_ONLY"));
	assert_false(public_test_name(NULL, NULL));
}

/* The published roots of the reference implementation, by their keys alone. */
static void published_keys_are_known(void **state)
{
	const char *corpus = getenv("COTTINGLEY_CORPUS");
	char path[4096];
	unsigned n = 0;
	X509 *x;
	BIO *b;

	(void)state;
	snprintf(path, sizeof path, "%s/c2pa/certs/certs/trust/test_cert_root_bundle.pem", corpus ? corpus : "");
	b = BIO_new_file(path, "r");
	if (!b) {
		print_message("# SKIP: no c2pa/certs in $COTTINGLEY_CORPUS: published keys were NOT tested\n");
		return;
	}
	for (; (x = PEM_read_bio_X509(b, NULL, NULL, NULL)); n++) {
		unsigned char *der = NULL;
		int len = i2d_X509_PUBKEY(X509_get_X509_PUBKEY(x), &der);
		uint8_t md[SHA256_LEN];

		hash_sha256(der, (size_t)len, md);
		assert_true(public_test_key(md));
		md[0] ^= 1;
		assert_false(public_test_key(md));
		OPENSSL_free(der);
		X509_free(x);
	}
	BIO_free(b);
	assert_int_equal(n, 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(fields_are_read),
		cmocka_unit_test(keys_are_named),
		cmocka_unit_test(hostile_bytes_are_refused),
		cmocka_unit_test(damage_is_survived),
		cmocka_unit_test(every_rule_is_checked),
		cmocka_unit_test(pss_parameters_are_checked),
		cmocka_unit_test(allowed_ones_keep_the_algorithms),
		cmocka_unit_test(test_names_are_known),
		cmocka_unit_test(published_keys_are_known),
	};

	return cmocka_run_group_tests(tests, make_root, free_root);
}
