/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/cli/command.h"

#include "src/base/hash.h"
#include "src/engine/attack.h"
#include "src/engine/sandbox.h"
#include "src/session/known.h"

struct tally {
	unsigned passed, failed;
};

static void say(struct tally *t, bool ok, const char *what, const char *how)
{
	printf("%s %s%s%s\n", ok ? "passed" : "FAILED", what, how && how[0] ? ": " : "", how ? how : "");
	if (ok)
		t->passed++;
	else
		t->failed++;
}

/* FIPS 180-2 appendix B.1, RFC 1321 A.5, RFC 3174 section 7.3: the digests of "abc". */
static void test_hashes(struct tally *t)
{
	struct error e = ERROR_INIT;
	struct digests d;
	struct hasher *h;
	char hex[2 * SHA256_LEN + 1];

	if (hasher_new(&h, &e) != ST_OK) {
		say(t, false, "hashing", e.message);
		return;
	}
	hasher_add(h, "a", 1);
	hasher_add(h, "bc", 2);
	if (hasher_done(h, &d, &e) != ST_OK) {
		say(t, false, "hashing", e.message);
		return;
	}
	say(t, strcmp(hex_encode(hex, d.sha256, SHA256_LEN),
		      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad") == 0, "SHA-256 of a known text", "");
	say(t, strcmp(hex_encode(hex, d.sha1, SHA1_LEN), "a9993e364706816aba3e25717850c26c9cd0d89d") == 0,
	    "SHA-1 of a known text", "");
	say(t, strcmp(hex_encode(hex, d.md5, MD5_LEN), "900150983cd24fb0d6963f7d28e17f72") == 0, "MD5 of a known text", "");
}

static void on_attack(void *arg, const char *what, bool stopped, const char *how)
{
	char text[200];

	snprintf(text, sizeof text, "a worker that tries to %s is stopped", what);
	say(arg, stopped, text, how);
}

static void on_known(void *arg, const char *what, bool ok, const char *how)
{
	say(arg, ok, what, how);
}

enum exit_code cmd_selftest(const struct cli_args *a)
{
	struct tally t = { 0, 0 };
	struct error e = ERROR_INIT;

	if (a->n_words)
		return cli_usage("selftest takes no words");
	say(&t, sandbox_is_offline(), "this process is denied internet sockets", "");
	test_hashes(&t);
	known_answers(on_known, &t);
	if (attack_run(NULL, on_attack, &t, &e) != ST_OK)
		say(&t, false, "attack on our own sandbox", e.message);
	printf("%u passed, %u failed\n", t.passed, t.failed);
	return cli_flush(t.failed ? EXIT_UNVERIFIED : EXIT_DONE);
}
