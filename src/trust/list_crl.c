/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One certificate revocation list (RFC 5280 section 5), PEM or DER. It is not verified here: signer checks it against the
 * issuer of the certificate that it is asked about. */
#include "src/base/base.h"

#include "src/base/timeutil.h"
#include "src/trust/list_parse.h"

#include <limits.h>
#include <openssl/err.h>
#include <openssl/x509v3.h>

static enum status find_der(struct arena *a, struct span bytes, struct span *der, struct error *e)
{
	struct pem_block b = { .line = 0 };
	struct lines l;
	enum status st;

	*der = bytes;
	if (bytes.len > 1 && bytes.data[0] == 0x30)
		return ST_OK;
	lines_init(&l, bytes);
	st = pem_next(a, &l, &b, e);
	if (st == ST_NOTHING || (!st && strcmp(b.label, "X509 CRL") != 0))
		return err_set(e, ST_CORRUPT, "there is no revocation list in it");
	if (st)
		return st;
	*der = b.der;
	st = pem_next(a, &l, &b, e);
	if (st == ST_OK)
		return err_set(e, ST_CORRUPT, "line %u begins a second one; add each revocation list by itself", b.line);
	return st == ST_NOTHING ? ST_OK : st;
}

static bool seconds_of(const ASN1_TIME *t, int64_t *out)
{
	struct tm tm;
	struct civil c;

	if (!t || ASN1_TIME_to_tm(t, &tm) != 1)
		return false;
	c = (struct civil){ .year = tm.tm_year + 1900, .month = tm.tm_mon + 1, .day = tm.tm_mday, .hour = tm.tm_hour,
			    .minute = tm.tm_min, .second = tm.tm_sec };
	*out = civil_seconds(&c);
	return true;
}

static void read_number(struct trust_list *out)
{
	ASN1_INTEGER *n = X509_CRL_get_ext_d2i(out->crl, NID_crl_number, NULL, NULL);

	if (n && ASN1_INTEGER_get_uint64(&out->sequence, n) != 1)
		out->sequence = 0;
	ASN1_INTEGER_free(n);
	ERR_clear_error();
}

enum status list_crl(struct arena *a, struct span bytes, struct trust_list *out, struct error *e)
{
	struct span der = { .len = 0 };
	const unsigned char *p;
	enum status st = find_der(a, bytes, &der, e);

	if (st)
		return st;
	p = der.data;
	out->crl = der.len <= LONG_MAX ? d2i_X509_CRL(NULL, &p, (long)der.len) : NULL;
	ERR_clear_error();
	if (!out->crl)
		return err_set(e, ST_CORRUPT, "the revocation list cannot be read");
	if (p != der.data + der.len)
		return err_corrupt(e, (uint64_t)(p - der.data), "%zu bytes follow the revocation list",
				   der.len - (size_t)(p - der.data));
	if (!seconds_of(X509_CRL_get0_lastUpdate(out->crl), &out->issued))
		return err_set(e, ST_CORRUPT, "the revocation list does not say when it was issued");
	if (!seconds_of(X509_CRL_get0_nextUpdate(out->crl), &out->next_update))
		out->next_update = 0;
	read_number(out);
	return ST_OK;
}
