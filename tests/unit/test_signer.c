/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claim signatures as a whole: each case is one signature under one world, with the codes that it must be given and the
 * identity that it must be shown with. */
#include "tests/unit/unit.h"

#include "src/engine/sandbox.h"
#include "src/trust/signer.h"
#include "src/trust/warm.h"
#include "tests/unit/pki.h"

#include <openssl/ocsp.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static const char claim_text[] = "what was claimed";
static const int64_t year_ago = PKI_NOW - PKI_YEAR;

static struct pki_id root, issuer, leaf, old, mail, bare, any, ca_leaf, weak_ca, weak_leaf, test_leaf, other_root, other;
static struct pki_id tsa_root, tsa, official;

static const struct { struct pki_id *id; struct pki_wish wish; const struct pki_id *issuer; } people[] = {
	{ &root, { .ca = true, .cn = "root", .o = "Listed" }, NULL },
	{ &issuer, { .ca = true, .cn = "issuer", .o = "Listed" }, &root },
	{ &leaf, { .key = "ED25519" }, &issuer },
	{ &old, { .key = "ED25519", .until = "20250601000000Z" }, &issuer },
	{ &mail, { .key = "ED25519", .eku = "emailProtection" }, &issuer },
	{ &bare, { .key = "ED25519", .eku = "" }, &issuer },
	{ &any, { .key = "ED25519", .eku = "anyExtendedKeyUsage,emailProtection" }, &issuer },
	{ &ca_leaf, { .key = "ED25519", .ca = true, .eku = "emailProtection" }, &issuer },
	{ &weak_ca, { .ca = true, .key = "RSA:1024", .cn = "weak" }, &root },
	{ &weak_leaf, { .key = "ED25519" }, &weak_ca },
	{ &test_leaf, { .key = "ED25519", .o = "C2PA Test Signing Cert", .ou = "FOR TESTING_ONLY" }, &issuer },
	{ &other_root, { .ca = true, .cn = "other root" }, NULL },
	{ &other, { .key = "ED25519" }, &other_root },
	{ &tsa_root, { .ca = true, .cn = "time root" }, NULL },
	{ &tsa, { .cn = "time", .eku = "critical,timeStamping" }, &tsa_root },
	{ &official, { .key = "ED25519", .eku = "1.3.6.1.4.1.62558.2.1" }, &issuer },
};

static int make_all(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(people); i++)
		pki_make(people[i].id, &people[i].wish, people[i].issuer);
	return 0;
}

static int free_all(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(people); i++)
		pki_free(people[i].id);
	return 0;
}

static struct span claim(void)
{
	return span_of(claim_text, sizeof claim_text - 1, 0);
}

/* ---- a case ---- */

struct signer_case {
	const char *name;
	struct cose_wish cose;
	struct world_wish world;
	bool v1;
	int64_t stamp;              /* a stamp of that time; its version follows the claim's */
	struct ocsp_wish ocsp;      /* stapled when this_update is set */
	bool changed;               /* the claim, after signing */
	struct { const struct pki_id *issuer, *subject; int64_t when; } crl;
	const char *codes;          /* failures, sorted, joined by commas */
	enum signer_identity identity;
	const char *note;           /* part of identity_note */
	const char *revocation;     /* state; NULL: not looked at */
};

#define LISTED .world = { .anchors = { &root }, .tsa = { &tsa_root } }
#define SILENT .world = { .silent = true }
#define STRANGERS .world = { .anchors = { &other_root }, .tsa = { &tsa_root } }
#define CHAIN(x) .chain = { &x, &issuer }
#define NOW_UPDATE .this_update = PKI_NOW - PKI_DAY, .next_update = PKI_NOW + PKI_DAY

static const struct signer_case cases[] = {
	{ "listed", { CHAIN(leaf) }, LISTED, .codes = "", .identity = IDENTITY_LISTED, .note = "Listed" },
	{ "no lists", { CHAIN(leaf) }, SILENT, .codes = "", .identity = IDENTITY_NOT_JUDGED, .note = "--no-trust" },
	{ "unlisted", { CHAIN(leaf) }, STRANGERS, .codes = "signingCredential.untrusted", .identity = IDENTITY_UNLISTED,
	  .note = "issuer is on no list" },
	{ "issuer missing", { .chain = { &leaf } }, LISTED, .codes = "signingCredential.untrusted",
	  .identity = IDENTITY_UNLISTED, .note = "no list" },
	/* the official list names intermediates */
	{ "partial chain", { .chain = { &leaf } }, .world = { .anchors = { &issuer } }, .codes = "",
	  .identity = IDENTITY_LISTED, .note = "Listed" },
	{ "own anchor", { .chain = { &leaf } }, .world = { .anchors = { &leaf } }, .codes = "signingCredential.untrusted",
	  .identity = IDENTITY_UNLISTED, .note = "no list" },
	{ "allowed", { .chain = { &leaf } }, .world = { .allowed = { &leaf } }, .codes = "", .identity = IDENTITY_LISTED,
	  .note = "allowed" },
	{ "allowed, without a purpose", { CHAIN(bare) }, .world = { .allowed = { &bare } }, .codes = "",
	  .identity = IDENTITY_LISTED, .note = "allowed" },
	{ "official", { CHAIN(official) }, .world = { .anchors = { &root }, .official = true }, .codes = "",
	  .identity = IDENTITY_LISTED, .note = "Listed" },
	/* official anchors are for claim signing alone (14.4.1) */
	{ "official, mail", { CHAIN(mail) }, .world = { .anchors = { &root }, .official = true },
	  .codes = "signingCredential.untrusted", .identity = IDENTITY_UNLISTED, .note = "no list" },
	{ "mail", { CHAIN(mail) }, LISTED, .codes = "", .identity = IDENTITY_LISTED, .note = "Listed" },

	{ "changed", { CHAIN(leaf) }, LISTED, .changed = true, .codes = "claimSignature.mismatch",
	  .identity = IDENTITY_NOT_JUDGED, .note = "does not verify" },
	{ "changed and unlisted", { CHAIN(leaf) }, STRANGERS, .changed = true,
	  .codes = "claimSignature.mismatch,signingCredential.untrusted", .identity = IDENTITY_NOT_JUDGED,
	  .note = "does not verify" },
	{ "two credentials", { CHAIN(leaf), .both = true }, LISTED, .codes = "claimSignature.mismatch",
	  .identity = IDENTITY_NOT_JUDGED, .note = "does not verify" },
	{ "untagged", { CHAIN(leaf), .untagged = true }, LISTED, .codes = "claimSignature.mismatch",
	  .identity = IDENTITY_NOT_JUDGED, .note = "does not verify" },
	{ "no algorithm", { CHAIN(leaf), .alg = 1 }, LISTED, .codes = "algorithm.unsupported,claimSignature.mismatch",
	  .identity = IDENTITY_NOT_JUDGED, .note = "does not verify" },
	{ "wrong key", { CHAIN(leaf), .alg = -7 }, LISTED, .codes = "claimSignature.mismatch,signingCredential.invalid",
	  .identity = IDENTITY_NOT_JUDGED, .note = "does not verify" },
	{ "der", { .chain = { &other_root }, .der = true }, LISTED,
	  .codes = "claimSignature.mismatch,signingCredential.invalid", .identity = IDENTITY_NOT_JUDGED,
	  .note = "does not verify" },

	{ "no purpose", { CHAIN(bare) }, LISTED, .codes = "signingCredential.invalid,signingCredential.untrusted",
	  .identity = IDENTITY_REFUSED, .note = "no extended key usage" },
	{ "any purpose", { CHAIN(any) }, LISTED, .codes = "signingCredential.invalid", .identity = IDENTITY_REFUSED,
	  .note = "allows anything" },
	{ "a CA", { CHAIN(ca_leaf) }, LISTED, .codes = "signingCredential.invalid,signingCredential.untrusted",
	  .identity = IDENTITY_REFUSED, .note = "CA certificate" },
	{ "profile without lists", { CHAIN(any) }, SILENT, .codes = "signingCredential.invalid",
	  .identity = IDENTITY_REFUSED, .note = "allows anything" },
	/* the reference implementation looks at the leaf alone */
	{ "weak CA", { .chain = { &weak_leaf, &weak_ca } }, LISTED, .codes = "signingCredential.invalid",
	  .identity = IDENTITY_REFUSED, .note = "shorter than 2048" },

	{ "expired", { CHAIN(old) }, LISTED, .codes = "signingCredential.expired,signingCredential.untrusted",
	  .identity = IDENTITY_REFUSED, .note = "not valid at 2026" },
	{ "expired, stamped", { CHAIN(old) }, LISTED, .stamp = year_ago, .codes = "", .identity = IDENTITY_LISTED,
	  .note = "Listed" },
	{ "expired, stamped later", { CHAIN(old) }, LISTED, .stamp = PKI_NOW - PKI_DAY,
	  .codes = "signingCredential.expired,signingCredential.untrusted", .identity = IDENTITY_REFUSED,
	  .note = "not valid at 2025-12-31" },
	/* an authority on no list proves nothing of claims of version 2; those of version 1 are judged by it */
	{ "expired, stamp unlisted", { CHAIN(old) }, .world = { .anchors = { &root } }, .stamp = year_ago,
	  .codes = "signingCredential.expired,signingCredential.untrusted", .identity = IDENTITY_REFUSED, .note = "2026" },
	{ "expired, stamp unlisted, version 1", { CHAIN(old) }, .world = { .anchors = { &root } }, .stamp = year_ago,
	  .v1 = true, .codes = "", .identity = IDENTITY_LISTED, .note = "Listed" },
	{ "expired, stamped, no lists", { CHAIN(old) }, SILENT, .stamp = year_ago, .codes = "signingCredential.expired",
	  .identity = IDENTITY_REFUSED, .note = "2026" },

	{ "not checked", { CHAIN(leaf) }, LISTED, .codes = "", .identity = IDENTITY_LISTED, .revocation = "not checked" },
	{ "not revoked", { CHAIN(leaf) }, LISTED, .ocsp = { NOW_UPDATE }, .codes = "", .identity = IDENTITY_LISTED,
	  .revocation = "not revoked" },
	{ "revoked", { CHAIN(leaf) }, LISTED,
	  .ocsp = { NOW_UPDATE, .status = V_OCSP_CERTSTATUS_REVOKED, .revoked = PKI_NOW - PKI_DAY },
	  .codes = "signingCredential.ocsp.revoked", .identity = IDENTITY_REFUSED, .note = "revoked",
	  .revocation = "revoked" },
	{ "unknown", { CHAIN(leaf) }, LISTED, .ocsp = { NOW_UPDATE, .status = V_OCSP_CERTSTATUS_UNKNOWN },
	  .codes = "signingCredential.ocsp.unknown", .identity = IDENTITY_REFUSED, .note = "does not know",
	  .revocation = "unknown" },
	{ "rogue", { CHAIN(leaf) }, LISTED,
	  .ocsp = { NOW_UPDATE, .status = V_OCSP_CERTSTATUS_REVOKED, .revoked = PKI_NOW, .responder = &other_root },
	  .codes = "", .identity = IDENTITY_LISTED, .revocation = "not checked" },
	{ "CA revoked", { CHAIN(leaf) }, LISTED,
	  .ocsp = { NOW_UPDATE, .status = V_OCSP_CERTSTATUS_REVOKED, .revoked = PKI_NOW - PKI_DAY, .subject = &issuer,
		    .issuer = &root, .responder = &root },
	  .codes = "signingCredential.untrusted", .identity = IDENTITY_REFUSED, .note = "CA '" },
	{ "on a CRL", { CHAIN(leaf) }, LISTED, .crl = { &issuer, &leaf, PKI_NOW - PKI_DAY },
	  .codes = "signingCredential.ocsp.revoked", .identity = IDENTITY_REFUSED, .note = "revoked",
	  .revocation = "revoked" },
	{ "on no CRL", { CHAIN(leaf) }, LISTED, .crl = { &issuer, NULL, 0 }, .codes = "", .identity = IDENTITY_LISTED,
	  .revocation = "not revoked" },
	{ "stamped, then on a CRL", { CHAIN(old) }, LISTED, .stamp = year_ago, .crl = { &issuer, &old, PKI_NOW - PKI_DAY },
	  .codes = "", .identity = IDENTITY_LISTED, .revocation = "not revoked" },
	{ "CA on a CRL", { CHAIN(leaf) }, LISTED, .crl = { &root, &issuer, PKI_NOW - PKI_DAY },
	  .codes = "signingCredential.untrusted", .identity = IDENTITY_REFUSED, .note = "CA '" },
};

/* ---- how it is run ---- */

static void add_stamp(const struct signer_case *c, struct cose_wish *w, struct str *out)
{
	struct token_wish t = { .signer = &tsa, .issuer = &tsa_root, .time = c->stamp };
	struct str bytes, token;

	str_init(&bytes, 1 << 20);
	str_init(&token, 1 << 20);
	cose_stamp_bytes(w, claim(), c->v1 ? 1 : 2, &bytes);
	token_make(&t, bytes.data, bytes.len, &token);
	if (c->v1)
		token_response(0, &token, out);
	else
		str_add(out, token.data, token.len);
	w->stamp = c->v1 ? 1 : 2;
	w->n_tokens = 1;
	w->tokens[0] = span_of(out->data, out->len, 0);
	str_release(&bytes);
	str_release(&token);
}

static void add_ocsp(const struct signer_case *c, struct cose_wish *w, struct str *out)
{
	struct ocsp_wish o = c->ocsp;

	o.subject = o.subject ? o.subject : w->chain[0];
	o.issuer = o.issuer ? o.issuer : &issuer;
	o.responder = o.responder ? o.responder : &issuer;
	o.reason = 1;
	ocsp_make(&o, out);
	w->n_ocsp = 1;
	w->ocsp[0] = span_of(out->data, out->len, 0);
}

struct run { struct arena a; struct str box, extra[2], crl; struct world *world; struct status_log log; struct signer_report r; };

static void run(const struct signer_case *c, struct run *x)
{
	struct world_wish world = c->world;
	struct cose_wish w = c->cose;
	struct signer_input in = { .now = PKI_NOW, .claim = claim(), .claim_v2 = !c->v1, .url = "self#jumbf=s" };
	struct error e = ERROR_INIT;

	*x = (struct run){ .world = NULL };
	arena_init(&x->a, 1 << 23);
	str_init(&x->box, 1 << 20);
	str_init(&x->extra[0], 1 << 20);
	str_init(&x->extra[1], 1 << 20);
	str_init(&x->crl, 1 << 20);
	if (c->stamp)
		add_stamp(c, &w, &x->extra[0]);
	if (c->ocsp.this_update)
		add_ocsp(c, &w, &x->extra[1]);
	if (c->crl.issuer)
		crl_make(c->crl.issuer, c->crl.subject, c->crl.when, PKI_NOW - PKI_DAY, PKI_NOW + PKI_DAY, &x->crl);
	world.crl = span_of(x->crl.data, x->crl.len, 0);
	x->world = world_make(&world);
	cose_make(&w, claim(), &x->box);
	in.world = x->world;
	in.signature_box = span_of(x->box.data, x->box.len, 0);
	in.claim.len -= c->changed;
	status_log_init(&x->log, &x->a);
	assert_int_equal(signer_check(&x->a, &in, &x->log, &x->r, &e), ST_OK);
}

static void drop(struct run *x)
{
	signer_release(&x->r);
	world_close(x->world);
	str_release(&x->box);
	str_release(&x->extra[0]);
	str_release(&x->extra[1]);
	str_release(&x->crl);
	arena_release(&x->a);
}

/* Failures in order of the alphabet: as many passes as there are. */
static void failures(const struct status_log *log, char *out, size_t cap)
{
	const char *last = "";

	out[0] = '\0';
	for (const char *next = last; next; last = next) {
		next = NULL;
		for (const struct status_entry *n = log->first; n; n = n->next)
			if (n->class == CODE_FAILURE && strcmp(n->code, last) > 0 && (!next || strcmp(n->code, next) < 0))
				next = n->code;
		if (!next)
			break;
		snprintf(out + strlen(out), cap - strlen(out), "%s%s", out[0] ? "," : "", next);
	}
}

static void signatures_are_judged(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		const struct signer_case *c = &cases[i];
		char codes[512];
		struct run x;

		run(c, &x);
		failures(&x.log, codes, sizeof codes);
		if (strcmp(codes, c->codes) != 0 || x.r.identity != c->identity)
			fail_msg("%s: '%s', identity %d (%s)", c->name, codes, x.r.identity,
				 x.r.identity_note ? x.r.identity_note : "");
		if (c->note && (!x.r.identity_note || !strstr(x.r.identity_note, c->note)))
			fail_msg("%s: note '%s'", c->name, x.r.identity_note ? x.r.identity_note : "");
		if (c->revocation && strcmp(x.r.revocation.state, c->revocation) != 0)
			fail_msg("%s: revocation '%s'", c->name, x.r.revocation.state);
		assert_true((x.r.anchor != NULL) == (c->identity == IDENTITY_LISTED));
		/* What makes a signature good is said exactly when nothing is wrong with it. */
		assert_true(status_has(&x.log, "claimSignature.validated") == x.r.intact);
		if (c->world.silent)
			assert_false(status_has(&x.log, "signingCredential.trusted") ||
				     status_has(&x.log, "signingCredential.untrusted") ||
				     status_has(&x.log, "timeStamp.untrusted"));
		drop(&x);
	}
}

static void the_report_is_complete(void **state)
{
	static const uint8_t pad[8] = { 1 };
	const struct signer_case c = { "all", { CHAIN(old), .pad = { .data = pad, .len = 8 }, .attached = true,
						.iat = PKI_NOW - PKI_YEAR - PKI_DAY },
				       LISTED, .stamp = year_ago };
	struct run x;

	(void)state;
	run(&c, &x);
	assert_string_equal(x.r.algorithm, "EdDSA");
	assert_true(x.r.intact && x.r.judged_by_stamp && x.r.pad_nonzero && x.r.attached_payload);
	assert_int_equal(x.r.judged_at, year_ago);
	assert_int_equal(x.r.chain.n, 2);
	assert_string_equal(x.r.list->name, "anchors");
	assert_string_equal(x.r.anchor->cert.common_name, "root");
	assert_string_equal(x.r.stamp.state, "trusted");
	assert_int_equal(x.r.n_oddities, 2);
	assert_true(status_has(&x.log, "timeOfSigning.insideValidity"));
	assert_true(status_has(&x.log, "claimSignature.insideValidity"));
	assert_true(status_has(&x.log, "signingCredential.ocsp.skipped"));
	drop(&x);
}

static void public_test_keys_are_marked(void **state)
{
	const struct signer_case c = { "test", { CHAIN(test_leaf) }, LISTED };
	struct run x;

	(void)state;
	run(&c, &x);
	assert_true(x.r.chain.list[0].public_test);
	assert_false(x.r.chain.list[1].public_test);
	assert_int_equal(x.r.n_oddities, 1);
	drop(&x);
}

/* A denial holds from its date on; what a listed authority stamped before stays what it was. */
static void denials_have_a_date(void **state)
{
	char hex[2 * SHA256_LEN + 1], text[256];
	uint8_t sha256[SHA256_LEN];
	struct signer_case c = { "denied", { CHAIN(old) }, LISTED, .stamp = year_ago };
	struct run x;

	(void)state;
	hash_sha256(old.der, old.len, sha256);
	hex_encode(hex, sha256, sizeof sha256);
	c.world.deny = text;
	snprintf(text, sizeof text, "cert-sha256 %s since 2020-01-01 stolen\n", hex);
	run(&c, &x);
	assert_int_equal(x.r.identity, IDENTITY_REFUSED);
	assert_true(status_has(&x.log, "signingCredential.untrusted"));
	assert_string_equal(x.r.revocation.state, "revoked");
	assert_string_equal(x.r.revocation.source, "deny list deny");
	drop(&x);
	snprintf(text, sizeof text, "cert-sha256 %s since 2025-03-01 stolen\n", hex);
	run(&c, &x);
	assert_int_equal(x.r.identity, IDENTITY_LISTED);
	drop(&x);
}

static void junk_is_a_mismatch(void **state)
{
	struct world *w = world_make(&(struct world_wish){ .silent = true });
	struct signer_input in = { .world = w, .now = PKI_NOW, .claim = claim(), .url = "" };
	struct signer_report r;
	struct status_log log;
	struct error e;
	struct arena a;

	(void)state;
	arena_init(&a, 1 << 20);
	status_log_init(&log, &a);
	in.signature_box = span_of("junk", 4, 0);
	assert_int_equal(signer_check(&a, &in, &log, &r, &e), ST_OK);
	assert_true(status_has(&log, "claimSignature.mismatch"));
	assert_false(r.intact);
	assert_string_equal(r.revocation.state, "not checked");
	signer_release(&r);
	world_close(w);
	arena_release(&a);
}

static void damage_is_survived(void **state)
{
	const struct signer_case c = { "all", { CHAIN(old) }, LISTED, .stamp = year_ago, .ocsp = { NOW_UPDATE } };
	struct run x;

	(void)state;
	run(&c, &x);
	for (size_t i = 0; i < x.box.len; i += 3) {
		struct signer_input in = { .world = x.world, .now = PKI_NOW, .claim = claim(), .claim_v2 = true, .url = "" };
		struct signer_report r;
		struct status_log log;
		struct error e;
		struct arena a;

		arena_init(&a, 1 << 23);
		status_log_init(&log, &a);
		x.box.data[i] ^= 0x11;
		in.signature_box = span_of(x.box.data, x.box.len, 0);
		assert_int_equal(signer_check(&a, &in, &log, &r, &e), ST_OK);
		signer_release(&r);
		x.box.data[i] ^= 0x11;
		arena_release(&a);
	}
	drop(&x);
}

/* ---- inside the sandbox ---- */

#ifndef SANITIZED
enum { NO_SANDBOX = 200, WRONG = 3 };

/* Everything at once, by keys of each kind, in a process that gave up files, code and most calls. */
static int work_inside(const struct run *x)
{
	struct signer_input in = { .world = x->world, .now = PKI_NOW, .claim = claim(), .claim_v2 = true, .url = "" };
	enum sandbox_state state;
	struct signer_report r;
	struct status_log log;
	struct error e;
	const char *note;
	struct arena a;

	in.signature_box = span_of(x->box.data, x->box.len, 0);
	if (sandbox_enter(64 << 20, &state, &note, NULL) || state == SANDBOX_OFF)
		return NO_SANDBOX;
	arena_init(&a, 1 << 23);
	status_log_init(&log, &a);
	if (signer_check(&a, &in, &log, &r, &e) || !r.intact || r.identity != IDENTITY_LISTED ||
	    strcmp(r.stamp.state, "trusted") != 0 || strcmp(r.revocation.state, "not revoked") != 0)
		return WRONG;
	signer_release(&r);
	return 0;
}
#endif

static void works_inside_the_sandbox(void **state)
{
#ifdef SANITIZED
	(void)state;
	print_message("# SKIP: built with sanitizers: workers have no sandbox to test\n");
#else
	const struct signer_case c = { "all", { CHAIN(old) }, LISTED, .stamp = year_ago, .ocsp = { NOW_UPDATE } };
	struct run x;
	int status;
	pid_t pid;

	(void)state;
	assert_true(trust_warm());
	run(&c, &x);
	pid = fork();
	assert_true(pid >= 0);
	if (pid == 0) {
		signal(SIGSEGV, SIG_DFL); /* else cmocka's handler goes on with the next test, in the child */
		_exit(work_inside(&x));
	}
	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
	drop(&x);
#endif
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(signatures_are_judged),
		cmocka_unit_test(the_report_is_complete),
		cmocka_unit_test(public_test_keys_are_marked),
		cmocka_unit_test(denials_have_a_date),
		cmocka_unit_test(junk_is_a_mismatch),
		cmocka_unit_test(damage_is_survived),
		cmocka_unit_test(works_inside_the_sandbox),
	};

	return cmocka_run_group_tests(tests, make_all, free_all);
}
