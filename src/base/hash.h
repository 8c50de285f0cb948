/* SPDX-License-Identifier: GPL-3.0-or-later */
/* hash.h: the three digests that evidence is known by, in one pass. SHA-256 identifies; SHA-1 and MD5
 * only match lists that others made. OpenSSL does the work (it uses the processor's SHA units). */
#ifndef COTTINGLEY_HASH_H
#define COTTINGLEY_HASH_H

#include "src/base/base.h"
#include "src/base/error.h"

enum { SHA256_LEN = 32, SHA1_LEN = 20, MD5_LEN = 16 };

struct digests {
	uint8_t sha256[SHA256_LEN];
	uint8_t sha1[SHA1_LEN];
	uint8_t md5[MD5_LEN];
};

struct hasher; /* opaque: one running pass */

MUST_USE enum status hasher_new(struct hasher **out, struct error *e);
void hasher_add(struct hasher *h, const void *bytes, size_t len);
MUST_USE enum status hasher_done(struct hasher *h, struct digests *out, struct error *e); /* frees h */
void hasher_free(struct hasher *h);

void hash_sha256(const void *bytes, size_t len, uint8_t out[SHA256_LEN]);

/* False for all zeros: the bytes were never read. */
bool digests_known(const struct digests *d);

/* Lower-case hex; dst holds 2 * len + 1. Returns dst. */
char *hex_encode(char *dst, const uint8_t *bytes, size_t len);
MUST_USE bool hex_decode(uint8_t *dst, size_t len, const char *hex); /* exactly 2 * len digits */

#endif
