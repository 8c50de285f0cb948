/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

/* The one way to give OpenSSL numbers of our own that reaches key generation, ECDSA and PSS alike. */
#define OPENSSL_SUPPRESS_DEPRECATED

#include "tests/gen/sign_seed.h"

#include "src/base/hash.h"
#include "tests/gen/common.h"

#include <openssl/rand.h>

static struct {
	uint8_t key[SHA256_LEN];
	uint64_t counter;
} numbers;

static int give(unsigned char *out, int len)
{
	uint8_t in[SHA256_LEN + 8], block[SHA256_LEN];

	memcpy(in, numbers.key, SHA256_LEN);
	for (int n; len > 0; out += n, len -= n) {
		uint64_t c = numbers.counter++;

		for (int i = 0; i < 8; i++)
			in[SHA256_LEN + i] = (uint8_t)(c >> 8 * i);
		hash_sha256(in, sizeof in, block);
		n = len < SHA256_LEN ? len : SHA256_LEN;
		memcpy(out, block, (size_t)n);
	}
	return 1;
}

static int ready(void)
{
	return 1;
}

void seed_random(const char *set, const char *what)
{
	static const RAND_METHOD method = { .bytes = give, .pseudorand = give, .status = ready };
	char text[512];

	if (!set) {
		RAND_set_rand_method(NULL);
		return;
	}
	snprintf(text, sizeof text, "%s/%s", set, what);
	hash_sha256(text, strlen(text), numbers.key);
	numbers.counter = 0;
	RAND_set_rand_method(&method);
}

void seed_bytes(void *out, size_t len)
{
	if (RAND_bytes(out, (int)len) != 1)
		die("no random numbers");
}

void seed_uuid(char out[37])
{
	uint8_t b[16];
	char hex[33];

	seed_bytes(b, sizeof b);
	b[6] = (uint8_t)((b[6] & 0x0F) | 0x40);
	b[8] = (uint8_t)((b[8] & 0x3F) | 0x80);
	hex_encode(hex, b, sizeof b);
	snprintf(out, 37, "%.8s-%.4s-%.4s-%.4s-%.12s", hex, hex + 8, hex + 12, hex + 16, hex + 20);
}
