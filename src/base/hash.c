/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/base/hash.h"

#include "src/base/mem.h"

#include <openssl/evp.h>

struct hasher {
	EVP_MD_CTX *ctx[3];
};

static const EVP_MD *kind(int i)
{
	return i == 0 ? EVP_sha256() : i == 1 ? EVP_sha1() : EVP_md5();
}

enum status hasher_new(struct hasher **out, struct error *e)
{
	struct hasher *h = mem_need(1, sizeof *h);

	for (int i = 0; i < 3; i++) {
		h->ctx[i] = EVP_MD_CTX_new();
		if (!h->ctx[i] || EVP_DigestInit_ex(h->ctx[i], kind(i), NULL) != 1) {
			hasher_free(h);
			return err_set(e, ST_INTERNAL, "this OpenSSL offers no %s",
				       i == 0 ? "SHA-256" : i == 1 ? "SHA-1" : "MD5");
		}
	}
	*out = h;
	return ST_OK;
}

void hasher_add(struct hasher *h, const void *bytes, size_t len)
{
	for (int i = 0; i < 3; i++)
		EVP_DigestUpdate(h->ctx[i], bytes, len);
}

enum status hasher_done(struct hasher *h, struct digests *out, struct error *e)
{
	uint8_t *to[3] = { out->sha256, out->sha1, out->md5 };
	bool ok = true;

	for (int i = 0; i < 3; i++)
		ok = ok && EVP_DigestFinal_ex(h->ctx[i], to[i], NULL) == 1;
	hasher_free(h);
	return ok ? ST_OK : err_set(e, ST_INTERNAL, "hashing failed");
}

void hasher_free(struct hasher *h)
{
	if (!h)
		return;
	for (int i = 0; i < 3; i++)
		EVP_MD_CTX_free(h->ctx[i]);
	free(h);
}

void hash_sha256(const void *bytes, size_t len, uint8_t out[SHA256_LEN])
{
	EVP_Digest(bytes, len, out, NULL, EVP_sha256(), NULL);
}

char *hex_encode(char *dst, const uint8_t *bytes, size_t len)
{
	static const char digit[] = "0123456789abcdef";

	for (size_t i = 0; i < len; i++) {
		dst[2 * i] = digit[bytes[i] >> 4];
		dst[2 * i + 1] = digit[bytes[i] & 15];
	}
	dst[2 * len] = '\0';
	return dst;
}

static int nibble(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

bool hex_decode(uint8_t *dst, size_t len, const char *hex)
{
	if (strlen(hex) != 2 * len)
		return false;
	for (size_t i = 0; i < len; i++) {
		int hi = nibble(hex[2 * i]), lo = nibble(hex[2 * i + 1]);

		if (hi < 0 || lo < 0)
			return false;
		dst[i] = (uint8_t)(hi << 4 | lo);
	}
	return true;
}

bool digests_known(const struct digests *d)
{
	static const uint8_t zero[SHA256_LEN];

	return memcmp(d->sha256, zero, SHA256_LEN) != 0;
}
