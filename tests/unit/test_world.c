/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/unit/unit.h"

#include "src/base/timeutil.h"
#include "src/trust/world.h"
#include "tests/unit/list_builder.h"

enum { ARENA = 64 * 1024 * 1024 };

static int64_t at(const char *text)
{
	int64_t t = 0;

	assert_true(time_parse_utc(text, &t));
	return t;
}

static struct span of(const struct str *s)
{
	return span_of(s->data, s->len, 0);
}

/* A world of one list. */
static struct world *world_with(enum list_kind kind, const char *name, const void *bytes, size_t len)
{
	struct pack_item item = { .kind = kind, .name = name, .bytes = bytes, .len = len, .added = 5 };
	struct error e = ERROR_INIT;
	struct world *w = NULL;
	struct str pack;

	str_init(&pack, ARENA);
	world_pack(&item, 1, true, NULL, &pack);
	if (world_open(of(&pack), &w, &e) != ST_OK)
		fail_msg("%s", e.message);
	memset(pack.data, 'x', pack.len); /* a world keeps nothing of the pack */
	str_release(&pack);
	return w;
}

static struct world *world_of(enum list_kind kind, const char *name, const struct str *s)
{
	return world_with(kind, name, s->data, s->len);
}

/* The list is refused, and the message holds the words. */
static void refused(enum list_kind kind, const char *bytes, size_t len, enum status want, const char *words)
{
	struct error e = ERROR_INIT;
	struct trust_list l;
	struct arena a;
	enum status st;

	arena_init(&a, ARENA);
	st = list_parse(&a, kind, span_of(bytes, len, 0), &l, &e);
	if (st != want || !strstr(e.message, words))
		fail_msg("status %s, '%s'; expected %s, '%s'", status_name(st), e.message, status_name(want), words);
	arena_release(&a);
}

static void refused_text(enum list_kind kind, const char *text, const char *words)
{
	refused(kind, text, strlen(text), ST_CORRUPT, words);
}

static void read_cert(struct arena *a, enum who who, struct certificate *c)
{
	struct str der;

	str_init(&der, 65536);
	pki_der(pki_get(who), &der);
	assert_int_equal(certificate_read(a, span_of(arena_copy(a, der.data, der.len), der.len, 0), c, NULL), ST_OK);
	str_release(&der);
}

struct certs { struct arena a; struct certificate root, issuer, signer, other; };

static int setup(void **state)
{
	struct certs *c = calloc(1, sizeof *c);

	arena_init(&c->a, ARENA);
	pki_seed("test_world");
	read_cert(&c->a, WHO_ROOT, &c->root);
	read_cert(&c->a, WHO_ISSUER, &c->issuer);
	read_cert(&c->a, WHO_ES256, &c->signer);
	read_cert(&c->a, WHO_ES384, &c->other);
	*state = c;
	return 0;
}

static int teardown(void **state)
{
	struct certs *c = *state;
	struct certificate all[] = { c->root, c->issuer, c->signer, c->other };
	struct certificates list = { all, 4 };

	certificates_release(&list);
	arena_release(&c->a);
	free(c);
	return 0;
}

/* ---- an empty world ---- */

static void nothing_is_judged_without_lists(void **state)
{
	struct certs *c = *state;
	struct world *w = NULL;

	assert_int_equal(world_open(span_of(NULL, 0, 0), &w, NULL), ST_OK);
	assert_false(w->judges);
	assert_string_equal(w->why_not, "no trust list is installed");
	assert_false(world_has(w, LIST_ANCHORS));
	assert_true(world_has(w, LIST_INCIDENTS)); /* the built-in table */
	assert_string_equal(w->lists[0].name, "built-in");
	assert_string_equal(w->lists[0].incidents[0].id, "nikon-z6iii-2025");
	assert_int_equal(w->lists[0].incidents[0].effect, INCIDENT_CLASS_REVOKED);
	assert_true(w->lists[0].incidents[0].from == at("2025-08-27") && w->lists[0].incidents[0].until == INT64_MAX);
	assert_int_equal(w->n_ekus, 6);
	assert_null(world_find(w, LIST_ANCHORS, &c->root, 0, NULL));
	assert_null(world_denied(w, &c->signer, &c->issuer, 0, NULL));
	world_close(w);
	world_close(NULL);
}

static void a_pack_says_why_it_does_not_judge(void **state)
{
	struct world *w = NULL;
	struct str pack;

	(void)state;
	str_init(&pack, 4096);
	world_pack(NULL, 0, false, "--no-trust was given", &pack);
	assert_int_equal(world_open(of(&pack), &w, NULL), ST_OK);
	assert_false(w->judges);
	assert_string_equal(w->why_not, "--no-trust was given");
	world_close(w);
	str_release(&pack);
}

/* ---- anchors ---- */

static void anchors_are_found_by_what_they_are(void **state)
{
	struct certs *c = *state;
	const struct trust_list *l = NULL;
	const struct list_entry *x;
	struct world *w;
	struct str pem;

	str_init(&pem, ARENA);
	str_puts(&pem, "Subject\tCN=Somebody\r\n");
	pki_pem(pki_get(WHO_ROOT), &pem);
	str_puts(&pem, "\n");
	pki_pem(pki_get(WHO_ROOT), &pem); /* twice the same is one */
	pki_pem(pki_get(WHO_ISSUER), &pem);
	w = world_of(LIST_ANCHORS, "mine", &pem);
	assert_true(w->judges);
	assert_int_equal(w->lists[0].n_entries, 2);
	x = world_find(w, LIST_ANCHORS, &c->root, 0, &l);
	assert_non_null(x);
	assert_string_equal(x->entity, "Cottingley Samples");
	assert_string_equal(l->name, "mine");
	assert_true(l->added == 5 && l->issued == 0 && !l->official);
	assert_null(world_find(w, LIST_TSA, &c->root, 0, NULL)); /* never mixed */
	assert_null(world_find(w, LIST_ANCHORS, &c->signer, 0, NULL));
	world_close(w);
	str_release(&pem);
}

static void one_der_certificate_is_a_list(void **state)
{
	struct certs *c = *state;
	struct world *w;
	struct str der;

	str_init(&der, ARENA);
	pki_der(pki_get(WHO_ROOT), &der);
	w = world_of(LIST_TSA, "one", &der);
	assert_non_null(world_find(w, LIST_TSA, &c->root, 0, NULL));
	world_close(w);
	str_release(&der);
}

static void what_is_no_list_of_certificates_is_refused(void **state)
{
	(void)state;
	refused(LIST_ANCHORS, "", 0, ST_CORRUPT, "empty");
	refused_text(LIST_ANCHORS, "hello\n", "no certificate in it");
	refused_text(LIST_ANCHORS, "\n-----BEGIN CERTIFICATE-----\nMIIB\n", "line 2 has no end");
	refused_text(LIST_ANCHORS, "-----BEGIN CERTIFICATE-----\n????\n-----END CERTIFICATE-----\n", "line 1 is not base64");
	refused_text(LIST_ANCHORS, "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
		     "no certificate in it can be read");
	refused_text(LIST_ANCHORS, "-----BEGIN EC PRIVATE KEY-----\nMIIB\n-----END EC PRIVATE KEY-----\n", "private key");
	refused_text(LIST_ANCHORS, "-----BEGIN X509 CRL-----\nMIIB\n-----END X509 CRL-----\n", "add it as 'crl'");
	refused_text(LIST_ANCHORS, "-----BEGIN CERTIFICATE-----\nMIIB\n-----END X509 CRL-----\n", "ends as something else");
	refused(LIST_KINDS, "x", 1, ST_USAGE, "kind");
}

static void what_cannot_be_read_among_others_is_counted(void **state)
{
	struct world *w;
	struct str pem;

	(void)state;
	str_init(&pem, ARENA);
	pki_pem(pki_get(WHO_ROOT), &pem);
	str_puts(&pem, "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n");
	w = world_of(LIST_ANCHORS, "mine", &pem);
	assert_int_equal(w->lists[0].n_entries, 1);
	assert_string_equal(w->lists[0].note, "1 certificate could not be read");
	world_close(w);
	str_release(&pem);
}

/* ---- the official list ---- */

static struct world *lote(enum list_kind kind, const char *scheme, const char *status, const char *since, const char *history)
{
	struct world *w;
	struct str s;

	str_init(&s, ARENA);
	list_lote(scheme, WHO_ROOT, status, since, history, &s);
	w = world_of(kind, "official", &s);
	str_release(&s);
	return w;
}

static void the_official_list_has_dates(void **state)
{
	struct certs *c = *state;
	const struct trust_list *l = NULL;
	const struct list_entry *x;
	struct world *w = lote(LIST_ANCHORS, "C2PA Trust List", "trusted", "2025-05-01T00:00:00Z", NULL);

	x = world_find(w, LIST_ANCHORS, &c->root, at("2025-05-01"), &l);
	assert_non_null(x);
	assert_string_equal(x->entity, "Samples Ltd<U+202E>");
	assert_true(l->official && l->sequence == 7);
	assert_true(l->issued == at("2026-08-05T00:11:39Z") && l->next_update == at("2027-08-05T00:11:39Z"));
	assert_null(world_find(w, LIST_ANCHORS, &c->root, at("2025-04-30T23:59:59Z"), NULL));
	assert_non_null(world_find(w, LIST_ANCHORS, &c->root, INT64_MAX, NULL));
	world_close(w);
}

static void trust_that_was_withdrawn_ends(void **state)
{
	static const char history[] = "[{\"ServiceStatus\": \"http://c2pa.org/conformance/trust-list/trusted\", "
				      "\"StatusStartingTime\": \"2025-01-01T00:00:00Z\"}]";
	struct certs *c = *state;
	struct world *w = lote(LIST_ANCHORS, "C2PA Trust List", "untrusted", "2026-01-01T00:00:00.5Z", history);

	assert_int_equal(w->lists[0].n_entries, 1);
	assert_non_null(world_find(w, LIST_ANCHORS, &c->root, at("2025-12-31T23:59:59Z"), NULL));
	assert_null(world_find(w, LIST_ANCHORS, &c->root, at("2026-01-01"), NULL));
	assert_string_equal(w->lists[0].note, "1 certificate is listed as no longer trusted");
	world_close(w);
}

static void trust_may_come_again(void **state)
{
	static const char history[] =
		"[{\"ServiceHistoryInstance\": {\"ServiceStatus\": \"x/untrusted\", \"StatusStartingTime\": \"2025-06-01T00:00:00Z\"}}, "
		"{\"ServiceStatus\": \"x/trusted\", \"StatusStartingTime\": \"2025-01-01T00:00:00Z\"}]";
	struct certs *c = *state;
	struct world *w = lote(LIST_TSA, "C2PA TSA Trust List", "trusted", "2025-09-01T00:00:00Z", history);

	assert_int_equal(w->lists[0].n_entries, 2);
	assert_non_null(world_find(w, LIST_TSA, &c->root, at("2025-03-01"), NULL));
	assert_null(world_find(w, LIST_TSA, &c->root, at("2025-07-01"), NULL));
	assert_non_null(world_find(w, LIST_TSA, &c->root, at("2025-09-01"), NULL));
	world_close(w);
}

/* On the list, and never trusted: no entry that a chain could end at. */
static void never_trusted_is_no_anchor(void **state)
{
	struct world *w = lote(LIST_ANCHORS, "C2PA Trust List", "untrusted", "2025-01-01T00:00:00Z", NULL);

	(void)state;
	assert_int_equal(w->lists[0].n_entries, 0);
	world_close(w);
}

static void the_official_lists_are_not_mixed_up(void **state)
{
	struct str s;

	(void)state;
	str_init(&s, ARENA);
	list_lote("C2PA TSA Trust List", WHO_TSA_ROOT, "trusted", "2025-01-01T00:00:00Z", NULL, &s);
	refused(LIST_ANCHORS, s.data, s.len, ST_CORRUPT, "add it as 'official-tsa'");
	str_clear(&s);
	list_lote("C2PA Trust List", WHO_ROOT, "trusted", "2025-01-01T00:00:00Z", NULL, &s);
	refused(LIST_TSA, s.data, s.len, ST_CORRUPT, "add it as 'official'");
	str_clear(&s);
	list_lote("C2PA Trust List", WHO_ROOT, "trusted", "yesterday", NULL, &s);
	refused(LIST_ANCHORS, s.data, s.len, ST_CORRUPT, "entity 1 (Samples Ltd<U+202E>), service 1");
	str_release(&s);
}

static void hostile_json_is_refused(void **state)
{
	struct str s;

	(void)state;
	refused_text(LIST_ANCHORS, "{", "line 1: no JSON");
	refused_text(LIST_ANCHORS, "{\"LoTE\": 1, \"LoTE\": 2}", "no JSON");
	refused_text(LIST_ANCHORS, " {\"a\": 1}", "no ListAndSchemeInformation");
	refused_text(LIST_ANCHORS, "{\"LoTE\": {\"ListAndSchemeInformation\": {}}}", "ListIssueDateTime");
	refused_text(LIST_ANCHORS, "{\"LoTE\": {\"ListAndSchemeInformation\": {\"LoTESequenceNumber\": -1}}}", "LoTESequenceNumber");
	refused_text(LIST_ANCHORS, "{\"LoTE\": {\"ListAndSchemeInformation\": {\"ListIssueDateTime\": \"2026-01-01T00:00:00Z\"}}}",
		     "no TrustedEntitiesList");
	str_init(&s, ARENA);
	str_puts(&s, "{\"a\":");
	for (int i = 0; i < 100; i++)
		str_putc(&s, '[');
	refused(LIST_ANCHORS, s.data, s.len, ST_LIMIT, "nested");
	str_clear(&s);
	str_puts(&s, "{\"a\":[0");
	for (int i = 0; i < 500000; i++)
		str_puts(&s, ",0");
	refused(LIST_ANCHORS, s.data, s.len, ST_LIMIT, "values");
	str_release(&s);
}

/* ---- the other kinds ---- */

static void allowed_signers_by_certificate_or_digest(void **state)
{
	struct certs *c = *state;
	char hex[2 * SHA256_LEN + 1];
	struct world *w;
	struct str s;

	str_init(&s, ARENA);
	str_puts(&s, "// allowed.sha256.txt\nxGWQD1EkBm0E5SSGCKJh7ltL/cZkUazBB+Eb7EWlS+M=\n");
	str_printf(&s, "# by hand\n%s\n", hex_encode(hex, c->other.sha256, SHA256_LEN));
	pki_pem(pki_get(WHO_ES256), &s);
	w = world_of(LIST_ALLOWED, "allowed", &s);
	assert_int_equal(w->lists[0].n_entries, 3);
	assert_non_null(world_find(w, LIST_ALLOWED, &c->signer, 0, NULL));
	assert_non_null(world_find(w, LIST_ALLOWED, &c->other, 0, NULL));
	assert_null(world_find(w, LIST_ANCHORS, &c->signer, 0, NULL));
	assert_null(world_find(w, LIST_ALLOWED, &c->root, 0, NULL));
	world_close(w);
	str_release(&s);
	refused_text(LIST_ALLOWED, "xGWQD1EkBm0E5SSGCKJh7ltL/cZkUazBB+Eb7EWlS\n", "line 1");
	refused_text(LIST_ALLOWED, "# nothing\n", "neither");
}

static void key_usages_replace_the_built_in_ones(void **state)
{
	static const char good[] = "// C2PA Signing \n1.3.6.1.4.1.62558.2.1\n\n1.3.6.1.4.1.62558.2.1\r\n2.999.1";
	struct world *w = world_with(LIST_EKU, "eku", good, strlen(good));

	(void)state;
	assert_int_equal(w->n_ekus, 2);
	assert_string_equal(w->ekus[0], "1.3.6.1.4.1.62558.2.1");
	assert_string_equal(w->ekus[1], "2.999.1");
	world_close(w);
	refused_text(LIST_EKU, "1.2.3\n3.1\n", "line 2: '3.1'");
	refused_text(LIST_EKU, "1.40.1\n", "line 1");
	refused_text(LIST_EKU, "1.02\n", "line 1");
	refused_text(LIST_EKU, "1.2.\n", "line 1");
	refused_text(LIST_EKU, "emailProtection\n", "line 1");
	refused_text(LIST_EKU, "// none\n", "no object identifier");
	refused(LIST_EKU, "1.2.3\n\0", 7, ST_CORRUPT, "line 2 holds a NUL");
}

static void deny_by(const struct certs *c, const char *line, bool denied, int64_t t)
{
	const struct trust_list *l = NULL;
	struct world *w = world_with(LIST_DENY, "stolen", line, strlen(line));
	const struct deny_entry *d = world_denied(w, &c->signer, &c->issuer, t, &l);

	if (!!d != denied)
		fail_msg("%s: %s", line, d ? "denied" : "not denied");
	assert_true(!d || l == &w->lists[0]);
	world_close(w);
}

static void denied_signers_are_denied_from_their_date_on(void **state)
{
	struct certs *c = *state;
	char cert[2 * SHA256_LEN + 1], spki[2 * SHA256_LEN + 1], issuer[2 * SHA256_LEN + 1], name[2 * SHA256_LEN + 1], line[400];
	const unsigned char *der;
	uint8_t digest[SHA256_LEN];
	size_t len;

	hex_encode(cert, c->signer.sha256, SHA256_LEN);
	hex_encode(spki, c->signer.spki_sha256, SHA256_LEN);
	hex_encode(issuer, c->issuer.spki_sha256, SHA256_LEN);
	assert_int_equal(X509_NAME_get0_der(X509_get_subject_name(c->issuer.x509), &der, &len), 1);
	hash_sha256(der, len, digest);
	hex_encode(name, digest, SHA256_LEN);
	snprintf(line, sizeof line, "cert-sha256 %s", cert);
	deny_by(c, line, true, INT64_MIN);
	snprintf(line, sizeof line, "spki-sha256\t%s  since 2025-09-05 stolen", spki);
	deny_by(c, line, true, at("2025-09-05"));
	deny_by(c, line, false, at("2025-09-04T23:59:59Z"));
	snprintf(line, sizeof line, "# comment\nissuer-spki %s", issuer);
	deny_by(c, line, true, 0);
	snprintf(line, sizeof line, "issuer-serial %s 00:%s since 2025-01-01T00:00:00Z", name, c->signer.serial);
	deny_by(c, line, true, at("2025-01-01"));
	snprintf(line, sizeof line, "issuer-serial %s 1%s", name, c->signer.serial);
	deny_by(c, line, false, 0);
	snprintf(line, sizeof line, "issuer-serial %s %s", cert, c->signer.serial);
	deny_by(c, line, false, 0);
	snprintf(line, sizeof line, "spki-sha256 %s", issuer); /* of the issuer as the signer's own */
	deny_by(c, line, false, 0);
}

static void a_denial_says_why(void **state)
{
	static const char text[] = "issued 2026-01-02\nnext-update 2026-02-02\ncert-sha256 "
				   "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff since 2025-09-05 "
				   "source https://example.org/x the key was\tstolen \x1b[2J\n";
	struct world *w = world_with(LIST_DENY, "stolen", text, strlen(text));
	const struct deny_entry *d = &w->lists[0].denied[0];

	(void)state;
	assert_int_equal(w->lists[0].n_denied, 1);
	assert_true(w->lists[0].issued == at("2026-01-02") && w->lists[0].next_update == at("2026-02-02"));
	assert_true(d->by == DENY_CERT_SHA256 && d->from == at("2025-09-05"));
	assert_string_equal(d->source, "https://example.org/x");
	assert_null(strchr(d->reason, '\x1b'));
	assert_non_null(strstr(d->reason, "the key was"));
	world_close(w);
	refused_text(LIST_DENY, "# nothing\n", "no entry");
	refused_text(LIST_DENY, "\nsha256 00\n", "line 2 begins with 'sha256'");
	refused_text(LIST_DENY, "cert-sha256 0011\n", "line 1: '0011' is no SHA-256");
	refused_text(LIST_DENY, "issuer-serial 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff xyz\n",
		     "'xyz' is no serial number");
	refused_text(LIST_DENY, "cert-sha256 00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff since now\n",
		     "line 1: 'now' is no date");
}

static void revocation_lists(void **state)
{
	struct world *w;
	struct str s;

	(void)state;
	str_init(&s, ARENA);
	list_crl_der(WHO_ROOT, &s);
	w = world_of(LIST_CRL, "crl", &s);
	assert_non_null(w->lists[0].crl);
	assert_true(w->lists[0].issued == at("2026-08-01") && w->lists[0].next_update == at("2026-09-01"));
	assert_int_equal(sk_X509_REVOKED_num(X509_CRL_get_REVOKED(w->lists[0].crl)), 1);
	world_close(w);
	str_putc(&s, 'x');
	refused(LIST_CRL, s.data, s.len, ST_CORRUPT, "follow");
	refused(LIST_CRL, s.data, s.len - 20, ST_CORRUPT, "cannot be read");
	str_clear(&s);
	pki_pem(pki_get(WHO_ROOT), &s);
	refused(LIST_CRL, s.data, s.len, ST_CORRUPT, "no revocation list");
	str_release(&s);
}

static void incidents_can_be_imported(void **state)
{
	static const char text[] = "issued 2026-03-01\n\nincident acme-2026\nvendor acme*\nmodel x?\nfrom 2026-01-01\nuntil 2026-02-01\n"
				   "effect condition\ncondition burst mode\ntext Signed too much.\nsource a newspaper\nas-of 2026-03-01\n"
				   "incident other\nvendor *\nmodel Y\ntext t\nsource s\n";
	struct world *w = world_with(LIST_INCIDENTS, "mine", text, strlen(text));
	const struct incident *x = w->lists[0].incidents;

	(void)state;
	assert_int_equal(w->n_lists, 2);
	assert_int_equal(w->lists[0].n_incidents, 2);
	assert_true(x[0].effect == INCIDENT_CONDITION && x[0].until == at("2026-02-01") && x[0].as_of == at("2026-03-01"));
	assert_string_equal(x[0].condition, "burst mode");
	assert_true(x[1].effect == INCIDENT_ANY_SIGNATURE && x[1].from == INT64_MIN);
	world_close(w);
	refused_text(LIST_INCIDENTS, "vendor x\n", "before the first incident");
	refused_text(LIST_INCIDENTS, "incident a\nvendor x\ntext t\n", "'a' has no source");
	refused_text(LIST_INCIDENTS, "incident a\ntext t\nsource s\n", "neither vendor nor model");
	refused_text(LIST_INCIDENTS, "incident a\nvendor x\ntext t\nsource s\nincident a\n", "comes twice");
	refused_text(LIST_INCIDENTS, "incident a b\n", "no name");
	refused_text(LIST_INCIDENTS, "incident a\ncolour red\n", "line 2: unknown key 'colour'");
	refused_text(LIST_INCIDENTS, "incident a\neffect none\n", "line 2: effect");
	refused_text(LIST_INCIDENTS, "incident a\nvendor\n", "has no value");
	refused_text(LIST_INCIDENTS, "incident a\nvendor x\ntext t\nsource s\nfrom 2026-01-01\nuntil 2025-01-01\n", "ends before");
}

/* ---- the pack ---- */

static struct pack_item eku_item(const char *name, const char *text)
{
	return (struct pack_item){ .kind = LIST_EKU, .name = name, .bytes = text, .len = strlen(text) };
}

static void packs_are_deterministic_and_read_as_hostile(void **state)
{
	const struct pack_item items[] = { eku_item("a", "1.2.3\n"), eku_item("b", "1.2.4\n") };
	struct world *w = NULL;
	struct str one, two;

	(void)state;
	str_init(&one, 65536);
	str_init(&two, 65536);
	world_pack(items, 2, true, NULL, &one);
	world_pack(items, 2, true, NULL, &two);
	assert_int_equal(one.len, two.len);
	assert_memory_equal(one.data, two.data, one.len);
	for (size_t len = 1; len < one.len; len++)
		assert_int_equal(world_open(span_of(one.data, len, 0), &w, NULL), ST_CORRUPT);
	for (size_t i = 0; i < one.len; i++) {
		one.data[i] ^= (char)0x20;
		if (world_open(of(&one), &w, NULL) == ST_OK)
			world_close(w);
		one.data[i] ^= (char)0x20;
	}
	str_putc(&one, '\0');
	assert_int_equal(world_open(of(&one), &w, NULL), ST_CORRUPT);
	str_release(&one);
	str_release(&two);
}

static void a_broken_list_of_a_pack_is_named(void **state)
{
	const struct pack_item items[] = { eku_item("good", "1.2.3\n"), eku_item("bad", "x\n") };
	struct error e = ERROR_INIT;
	struct world *w = NULL;
	struct str pack;

	(void)state;
	str_init(&pack, 65536);
	world_pack(items, 2, true, NULL, &pack);
	assert_int_equal(world_open(of(&pack), &w, &e), ST_CORRUPT);
	assert_non_null(strstr(e.message, "trust list 'bad': line 1"));
	str_release(&pack);
}

static void too_many_lists_are_no_pack(void **state)
{
	struct pack_item items[WORLD_MAX_LISTS];
	struct world *w = NULL;
	struct str pack;

	(void)state;
	for (size_t i = 0; i < WORLD_MAX_LISTS; i++)
		items[i] = eku_item("x", "1.2.3\n");
	str_init(&pack, 1024 * 1024);
	world_pack(items, WORLD_MAX_LISTS, true, NULL, &pack);
	assert_int_equal(world_open(of(&pack), &w, NULL), ST_CORRUPT); /* one place is the built-in table's */
	str_clear(&pack);
	world_pack(items, WORLD_MAX_LISTS - 1, true, NULL, &pack);
	assert_int_equal(world_open(of(&pack), &w, NULL), ST_OK);
	world_close(w);
	str_release(&pack);
}

/* The official list speaks when a certificate stands on several, the frozen one last. */
static void the_official_list_speaks_first(void **state)
{
	struct certs *c = *state;
	const struct trust_list *l = NULL;
	struct pack_item items[3];
	struct world *w = NULL;
	struct str pem, pack;

	str_init(&pem, ARENA);
	str_init(&pack, ARENA);
	pki_pem(pki_get(WHO_ROOT), &pem);
	for (int i = 0; i < 3; i++)
		items[i] = (struct pack_item){ .kind = LIST_ANCHORS, .name = i == 0 ? "interim" : i == 1 ? "mine" : "official",
					       .interim = i == 0, .official = i == 2, .bytes = pem.data, .len = pem.len };
	world_pack(items, 3, true, NULL, &pack);
	assert_int_equal(world_open(of(&pack), &w, NULL), ST_OK);
	assert_non_null(world_find(w, LIST_ANCHORS, &c->root, 0, &l));
	assert_string_equal(l->name, "official");
	world_close(w);
	str_clear(&pack);
	world_pack(items, 2, true, NULL, &pack);
	assert_int_equal(world_open(of(&pack), &w, NULL), ST_OK);
	assert_non_null(world_find(w, LIST_ANCHORS, &c->root, 0, &l));
	assert_string_equal(l->name, "mine");
	world_close(w);
	str_release(&pack);
	str_release(&pem);
}

static void names_of_kinds(void **state)
{
	(void)state;
	for (int k = 0; k < LIST_KINDS; k++)
		assert_int_equal(list_kind_from_name(list_kind_name((enum list_kind)k)), k);
	assert_int_equal(list_kind_from_name("official"), LIST_KINDS);
	assert_string_equal(list_kind_name(LIST_KINDS), "unknown");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_judged_without_lists),
		cmocka_unit_test(a_pack_says_why_it_does_not_judge),
		cmocka_unit_test(anchors_are_found_by_what_they_are),
		cmocka_unit_test(one_der_certificate_is_a_list),
		cmocka_unit_test(what_is_no_list_of_certificates_is_refused),
		cmocka_unit_test(what_cannot_be_read_among_others_is_counted),
		cmocka_unit_test(the_official_list_has_dates),
		cmocka_unit_test(trust_that_was_withdrawn_ends),
		cmocka_unit_test(trust_may_come_again),
		cmocka_unit_test(never_trusted_is_no_anchor),
		cmocka_unit_test(the_official_lists_are_not_mixed_up),
		cmocka_unit_test(hostile_json_is_refused),
		cmocka_unit_test(allowed_signers_by_certificate_or_digest),
		cmocka_unit_test(key_usages_replace_the_built_in_ones),
		cmocka_unit_test(denied_signers_are_denied_from_their_date_on),
		cmocka_unit_test(a_denial_says_why),
		cmocka_unit_test(revocation_lists),
		cmocka_unit_test(incidents_can_be_imported),
		cmocka_unit_test(packs_are_deterministic_and_read_as_hostile),
		cmocka_unit_test(a_broken_list_of_a_pack_is_named),
		cmocka_unit_test(too_many_lists_are_no_pack),
		cmocka_unit_test(the_official_list_speaks_first),
		cmocka_unit_test(names_of_kinds),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
