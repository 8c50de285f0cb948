/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "src/base/hash.h"
#include "src/base/timeutil.h"
#include "src/base/utf8.h"
#include "src/trust/ossl.h"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/objects.h>

enum { TEXT_MAX = 501, SERIAL_MAX = 160 };

void ossl_forget(void)
{
	ERR_clear_error();
}

bool ossl_time(const ASN1_TIME *t, int64_t *out)
{
	struct civil c;
	struct tm tm;

	/* For NULL ASN1_TIME_to_tm() would answer the time of the machine. */
	if (!t || !ASN1_TIME_to_tm(t, &tm))
		return false;
	c = (struct civil){ tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday, tm.tm_hour, tm.tm_min, tm.tm_sec };
	if (!civil_valid(&c))
		return false;
	*out = civil_seconds(&c);
	return true;
}

const char *ossl_oid(struct arena *a, const ASN1_OBJECT *o)
{
	char text[128];
	int len = OBJ_obj2txt(text, sizeof text, o, 1);

	if (len <= 0 || (size_t)len >= sizeof text)
		return arena_str(a, "?");
	return arena_str(a, text);
}

const char *ossl_serial(struct arena *a, const ASN1_INTEGER *n)
{
	BIGNUM *bn = ASN1_INTEGER_to_BN(n, NULL);
	char *hex = bn ? BN_bn2hex(bn) : NULL;
	const char *out = NULL;

	if (hex) {
		for (char *p = hex; *p; p++)
			if (*p >= 'A' && *p <= 'F')
				*p = (char)(*p - 'A' + 'a');
		out = arena_strn(a, hex, strlen(hex) < SERIAL_MAX ? strlen(hex) : SERIAL_MAX);
	}
	OPENSSL_free(hex);
	BN_free(bn);
	return out ? out : "";
}

static const char *clean(struct arena *a, const char *text, size_t len)
{
	char out[TEXT_MAX];

	utf8_sanitise(out, sizeof out, text, len);
	return arena_str(a, out);
}

const char *ossl_name(struct arena *a, const X509_NAME *n)
{
	/* ESC_MSB would turn every letter beyond ASCII into hex: what is unsafe is escaped by utf8_sanitise(). */
	unsigned long flags = (XN_FLAG_RFC2253 | ASN1_STRFLGS_UTF8_CONVERT) & ~(unsigned long)ASN1_STRFLGS_ESC_MSB;
	BIO *bio = BIO_new(BIO_s_mem());
	const char *out = NULL;
	char *text = NULL;
	long len;

	if (bio && X509_NAME_print_ex(bio, n, 0, flags) >= 0) {
		len = BIO_get_mem_data(bio, &text);
		out = clean(a, text ? text : "", len > 0 ? (size_t)len : 0);
	}
	BIO_free(bio);
	return out ? out : "";
}

const char *ossl_attribute(struct arena *a, const X509_NAME *n, int nid)
{
	const char *out = NULL;
	unsigned char *text = NULL;
	int at = -1, last = -1, len;

	while ((at = X509_NAME_get_index_by_NID(n, nid, at)) >= 0)
		last = at;
	if (last < 0)
		return NULL;
	len = ASN1_STRING_to_UTF8(&text, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(n, last)));
	if (len >= 0)
		out = clean(a, (const char *)text, (size_t)len);
	OPENSSL_free(text);
	return out;
}

bool ossl_name_sha256(const X509_NAME *n, uint8_t out[SHA256_LEN])
{
	unsigned char *der = NULL;
	int len = i2d_X509_NAME(n, &der);

	if (len < 0)
		return false;
	hash_sha256(der, (size_t)len, out);
	OPENSSL_free(der);
	return true;
}

bool der_take(struct span *s, uint8_t tag, struct span *out)
{
	uint8_t t, first;
	uint64_t len;

	if (!span_u8(s, &t) || t != tag || !span_u8(s, &first))
		return false;
	len = first;
	if (first & 0x80) {
		len = 0;
		for (unsigned n = first & 0x7F; n; n--) {
			uint8_t b;

			if ((first & 0x7F) > 4 || !span_u8(s, &b))
				return false;
			len = len << 8 | b;
		}
	}
	return span_sub(s, len, out);
}

const EVP_MD *ossl_sha2(const ASN1_OBJECT *algorithm)
{
	switch (OBJ_obj2nid(algorithm)) {
	case NID_sha256:
		return EVP_sha256();
	case NID_sha384:
		return EVP_sha384();
	case NID_sha512:
		return EVP_sha512();
	default:
		return NULL;
	}
}
