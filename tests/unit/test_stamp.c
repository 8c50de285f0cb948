/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Time stamps of both versions and of assertions: the good ones, and one for every way to be wrong. */
#include "tests/unit/unit.h"

#include "src/trust/stamp.h"
#include "tests/unit/pki.h"

static const char claim_text[] = "what was claimed";
static const int64_t stamped = PKI_NOW - 30 * PKI_DAY;

static struct pki_id root, leaf, tsa_root, tsa, tsa_old, tsa_mixed, stranger_root, stranger;
static struct world *judging, *without_tsa, *silent;

static int make_all(void **state)
{
	const char *stamps = "critical,timeStamping";

	(void)state;
	pki_make(&root, &(struct pki_wish){ .ca = true, .cn = "root" }, NULL);
	pki_make(&leaf, &(struct pki_wish){ .key = "ED25519" }, &root);
	pki_make(&tsa_root, &(struct pki_wish){ .ca = true, .cn = "time root" }, NULL);
	pki_make(&tsa, &(struct pki_wish){ .cn = "time", .eku = stamps }, &tsa_root);
	pki_make(&tsa_old, &(struct pki_wish){ .cn = "old time", .eku = stamps, .until = "20250101000000Z" }, &tsa_root);
	pki_make(&tsa_mixed, &(struct pki_wish){ .cn = "mixed", .eku = "timeStamping,emailProtection" }, &tsa_root);
	pki_make(&stranger_root, &(struct pki_wish){ .ca = true, .cn = "other root" }, NULL);
	pki_make(&stranger, &(struct pki_wish){ .cn = "other time", .eku = stamps }, &stranger_root);
	judging = world_make(&(struct world_wish){ .anchors = { &root }, .tsa = { &tsa_root } });
	/* The authority's root is an anchor for signers here: that must not help it (14.4.2). */
	without_tsa = world_make(&(struct world_wish){ .anchors = { &root, &tsa_root } });
	silent = world_make(&(struct world_wish){ .silent = true });
	return 0;
}

static int free_all(void **state)
{
	struct pki_id *all[] = { &root, &leaf, &tsa_root, &tsa, &tsa_old, &tsa_mixed, &stranger_root, &stranger };

	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(all); i++)
		pki_free(all[i]);
	world_close(judging);
	world_close(without_tsa);
	world_close(silent);
	return 0;
}

static struct span claim(void)
{
	return span_of(claim_text, sizeof claim_text - 1, 0);
}

/* ---- a case ---- */

struct stamp_case {
	struct token_wish token;
	int version;              /* of the header; 0: none */
	enum { OVER_RIGHT, OVER_OTHER_VERSION, OVER_BARE, OVER_NOTHING } over;
	enum { FORM_RIGHT, FORM_SWAPPED, FORM_JUNK, FORM_TWICE, FORM_REFUSED, FORM_EMPTY } form;
	enum { MORE_NONE, MORE_GOOD, MORE_BARE, MORE_WRONG } more; /* an assertion as well */
	const struct world *world;
	const char *state, *codes; /* of the log, in order, joined by blanks */
};

/* A token over what the case wishes, wrapped as it wishes. */
static void make_token(const struct stamp_case *c, const struct cose_wish *plain, int version, int over, bool wrapped,
		       struct str *out)
{
	struct token_wish w = c->token;
	struct str bytes, token;

	w.signer = w.signer ? w.signer : &tsa;
	w.issuer = w.issuer ? w.issuer : &tsa_root;
	w.time = w.time ? w.time : stamped;
	str_init(&bytes, 1 << 20);
	str_init(&token, 1 << 20);
	if (over == OVER_BARE)
		cose_bare_signature(plain, claim(), &bytes);
	else if (over == OVER_NOTHING)
		str_puts(&bytes, "something else");
	else
		cose_stamp_bytes(plain, claim(), over == OVER_RIGHT ? version : 3 - version, &bytes);
	token_make(&w, bytes.data, bytes.len, &token);
	if (wrapped)
		token_response(c->form == FORM_REFUSED ? 2 : 0, c->form == FORM_EMPTY ? NULL : &token, out);
	else
		str_add(out, token.data, token.len);
	str_release(&bytes);
	str_release(&token);
}

static void make_header(const struct stamp_case *c, struct cose_wish *w, struct str *token)
{
	const struct cose_wish plain = *w;
	bool wrapped = (c->version == 1) != (c->form == FORM_SWAPPED);

	if (!c->version)
		return;
	if (c->form == FORM_JUNK)
		str_puts(token, "junk");
	else
		make_token(c, &plain, c->version, c->over, wrapped, token);
	w->stamp = c->version;
	w->n_tokens = c->form == FORM_TWICE ? 2 : 1;
	w->tokens[0] = w->tokens[1] = span_of(token->data, token->len, 0);
}

static void join_codes(const struct status_log *log, char *out, size_t cap)
{
	out[0] = '\0';
	for (const struct status_entry *n = log->first; n; n = n->next)
		snprintf(out + strlen(out), cap - strlen(out), "%s%s", out[0] ? " " : "", n->code + strlen("timeStamp."));
}

static void run(const struct stamp_case *c, struct arena *a, struct stamp *out, char *codes, size_t cap)
{
	struct cose_wish w = { .chain = { &leaf, &root } };
	const struct cose_wish plain = w;
	struct str token, more, bytes;
	struct error e = ERROR_INIT;
	struct status_log log;
	struct cose cose;
	struct stamp_input in = { .world = c->world ? c->world : judging, .cose = &cose, .claim = claim(),
				  .claim_v2 = true, .url = "" };

	str_init(&token, 1 << 20);
	str_init(&more, 1 << 20);
	str_init(&bytes, 1 << 20);
	make_header(c, &w, &token);
	cose_make(&w, claim(), &bytes);
	if (c->more)
		make_token(c, &plain, 2, c->more == MORE_GOOD ? OVER_RIGHT : c->more == MORE_BARE ? OVER_BARE : OVER_NOTHING,
			   false, &more);
	in.more = span_of(more.data, more.len, 0);
	assert_int_equal(cose_parse(a, span_of(bytes.data, bytes.len, 0), &cose, &e), ST_OK);
	status_log_init(&log, a);
	assert_int_equal(stamp_check(a, &in, &log, out, &e), ST_OK);
	join_codes(&log, codes, cap);
	str_release(&token);
	str_release(&more);
	str_release(&bytes);
}

static const struct stamp_case cases[] = {
	{ .state = NULL, .codes = "" },
	{ .version = 1, .state = "trusted", .codes = "validated trusted" },
	{ .version = 2, .state = "trusted", .codes = "validated trusted" },
	{ .version = 2, .token.imprint = "SHA512", .token.digest = "SHA384", .state = "trusted",
	  .codes = "validated trusted" },
	/* a token where a response is due, and the other way round */
	{ .version = 1, .form = FORM_SWAPPED, .state = "trusted", .codes = "validated trusted" },
	{ .version = 2, .form = FORM_SWAPPED, .state = "trusted", .codes = "validated trusted" },
	/* made for something else */
	{ .version = 2, .over = OVER_OTHER_VERSION, .state = "mismatch", .codes = "mismatch" },
	{ .version = 1, .over = OVER_OTHER_VERSION, .state = "mismatch", .codes = "mismatch" },
	{ .version = 2, .over = OVER_BARE, .state = "mismatch", .codes = "mismatch" },
	{ .version = 2, .over = OVER_NOTHING, .state = "mismatch", .codes = "mismatch" },
	{ .version = 2, .token.damage = true, .state = "mismatch", .codes = "mismatch" },
	/* not formed as it should be */
	{ .version = 2, .form = FORM_JUNK, .state = "malformed", .codes = "malformed" },
	{ .version = 1, .form = FORM_JUNK, .state = "malformed", .codes = "malformed" },
	{ .version = 2, .form = FORM_TWICE, .state = "malformed", .codes = "malformed" },
	{ .version = 1, .form = FORM_REFUSED, .state = "malformed", .codes = "malformed" },
	{ .version = 1, .form = FORM_EMPTY, .state = "malformed", .codes = "malformed" },
	{ .version = 2, .token.wrong_content = true, .state = "malformed", .codes = "malformed" },
	{ .version = 2, .token.no_reference = true, .state = "malformed", .codes = "malformed" },
	{ .version = 2, .token.two_signers = true, .state = "malformed", .codes = "malformed" },
	/* weak, or nobody */
	{ .version = 2, .token.imprint = "SHA1", .state = "untrusted", .codes = "untrusted" },
	{ .version = 2, .token.digest = "SHA1", .state = "untrusted", .codes = "untrusted" },
	{ .version = 2, .token.no_certs = true, .state = "untrusted", .codes = "untrusted" },
	/* the authority */
	{ .version = 2, .token.signer = &tsa_old, .state = "outside validity", .codes = "outsideValidity" },
	{ .version = 2, .token = { .signer = &tsa_old, .time = PKI_NOW - 2 * PKI_YEAR + PKI_DAY }, .state = "trusted",
	  .codes = "validated trusted" },
	{ .version = 2, .token = { .signer = &stranger, .issuer = &stranger_root }, .state = "valid",
	  .codes = "validated untrusted" },
	{ .version = 2, .token.signer = &tsa_mixed, .state = "valid", .codes = "validated untrusted" },
	/* assertions: only when the header has nothing good; both imprints */
	{ .more = MORE_GOOD, .state = "trusted", .codes = "validated trusted" },
	{ .more = MORE_BARE, .state = "trusted", .codes = "validated trusted" },
	{ .more = MORE_WRONG, .state = "mismatch", .codes = "mismatch" },
	{ .version = 2, .more = MORE_WRONG, .state = "trusted", .codes = "validated trusted" },
	{ .version = 2, .over = OVER_NOTHING, .more = MORE_GOOD, .state = "trusted",
	  .codes = "mismatch validated trusted" },
};

static void stamps_are_told_apart(void **state)
{
	(void)state;
	for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
		char codes[256];
		struct stamp s;
		struct arena a;

		arena_init(&a, 1 << 22);
		run(&cases[i], &a, &s, codes, sizeof codes);
		if (!cases[i].state != !s.state || (s.state && strcmp(s.state, cases[i].state) != 0) ||
		    strcmp(codes, cases[i].codes) != 0)
			fail_msg("case %zu: '%s' (%s), codes '%s' instead of '%s'", i, s.state ? s.state : "none",
				 s.note ? s.note : "", codes, cases[i].codes);
		assert_true(s.present == (cases[i].state != NULL));
		assert_true((s.list != NULL) == (s.state && strcmp(s.state, "trusted") == 0));
		certificates_release(&s.chain);
		arena_release(&a);
	}
}

struct answered {
	struct arena arena;
	struct stamp s;
	char codes[256];
};

static void answer(const struct stamp_case *c, struct answered *out)
{
	arena_init(&out->arena, 1 << 22);
	run(c, &out->arena, &out->s, out->codes, sizeof out->codes);
}

static void answered_release(struct answered *x)
{
	certificates_release(&x->s.chain);
	arena_release(&x->arena);
}

static void anchors_of_signers_do_not_count(void **state)
{
	const struct stamp_case c = { .version = 2, .world = without_tsa };
	struct answered x;

	(void)state;
	answer(&c, &x);
	assert_string_equal(x.codes, "validated untrusted");
	assert_string_equal(x.s.state, "valid");
	assert_false(stamp_proves(&x.s, true));
	assert_true(stamp_proves(&x.s, false)); /* version 1 claims, as the reference implementation */
	answered_release(&x);
}

static void no_code_about_trust_without_lists(void **state)
{
	const struct stamp_case c = { .version = 2, .world = silent };
	struct answered x;

	(void)state;
	answer(&c, &x);
	assert_string_equal(x.codes, "validated");
	assert_false(stamp_proves(&x.s, true));
	answered_release(&x);
}

static void the_stamp_is_described(void **state)
{
	const struct stamp_case c = { .version = 2, .token.signing_time = stamped + 90 };
	struct answered x;

	(void)state;
	answer(&c, &x);
	assert_int_equal(x.s.version, 2);
	assert_int_equal(x.s.time, stamped);
	assert_true(x.s.signing_time_differs);
	assert_int_equal(x.s.signing_time, stamped + 90);
	assert_int_equal(x.s.chain.n, 2);
	assert_string_equal(x.s.chain.list[0].common_name, "time");
	assert_string_equal(x.s.list->name, "tsa");
	assert_string_equal(x.s.anchor->cert.common_name, "time root");
	answered_release(&x);
}

/* Every cut and every changed byte of a token. */
static void damage_is_survived(void **state)
{
	struct token_wish w = { .signer = &tsa, .issuer = &tsa_root, .time = stamped };
	struct str bytes;
	struct error e;

	(void)state;
	str_init(&bytes, 1 << 20);
	token_make(&w, "x", 1, &bytes);
	for (size_t i = 0; i < 2 * bytes.len; i++) {
		size_t at = i % bytes.len;
		struct token t;
		struct arena a;

		arena_init(&a, 1 << 22);
		bytes.data[at] ^= i < bytes.len ? 0x55 : 0;
		assert_int_equal(token_read(&a, span_of(bytes.data, i < bytes.len ? bytes.len : at, 0), &t, &e), ST_OK);
		if (i >= bytes.len)
			assert_non_null(t.fault);
		certificates_release(&t.chain);
		bytes.data[at] ^= i < bytes.len ? 0x55 : 0;
		arena_release(&a);
	}
	str_release(&bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(stamps_are_told_apart),
		cmocka_unit_test(anchors_of_signers_do_not_count),
		cmocka_unit_test(no_code_about_trust_without_lists),
		cmocka_unit_test(the_stamp_is_described),
		cmocka_unit_test(damage_is_survived),
	};

	return cmocka_run_group_tests(tests, make_all, free_all);
}
