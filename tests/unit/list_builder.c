/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "tests/unit/list_builder.h"

#include "src/base/base64.h"

void list_base64(enum who who, struct str *out)
{
	struct str der;

	str_init(&der, 65536);
	pki_der(pki_get(who), &der);
	base64_add(out, (const uint8_t *)der.data, der.len);
	str_release(&der);
}

void list_lote(const char *scheme, enum who who, const char *status, const char *since, const char *history,
	       struct str *out)
{
	str_printf(out, "{\"LoTE\": {\"ListAndSchemeInformation\": {\"LoTEVersionIdentifier\": 1, \"LoTESequenceNumber\": 7, "
			"\"SchemeName\": [{\"lang\": \"de\", \"value\": \"Liste\"}, {\"lang\": \"en\", \"value\": \"%s\"}], "
			"\"ListIssueDateTime\": \"2026-08-05T00:11:39Z\", \"NextUpdate\": \"2027-08-05T00:11:39Z\"},\n"
			"\"TrustedEntitiesList\": [{\"TrustedEntityInformation\": {\"TEName\": [{\"lang\": \"en\", \"value\": "
			"\"Samples Ltd\\u202e\"}]}, \"TrustedEntityServices\": [{\"ServiceInformation\": {\"ServiceDigitalIdentity\": "
			"{\"X509Certificates\": [{\"val\": \"",
		   scheme);
	list_base64(who, out);
	str_printf(out, "\"}]}, \"ServiceStatus\": \"http://c2pa.org/conformance/trust-list/%s\", \"StatusStartingTime\": "
			"\"%s\"}%s%s}]}]}}\n",
		   status, since, history ? ", \"ServiceHistory\": " : "", history ? history : "");
}

void list_crl_der(enum who who, struct str *out)
{
	const struct identity *id = pki_get(who);
	X509_CRL *crl = X509_CRL_new();
	X509_REVOKED *one = X509_REVOKED_new();
	ASN1_TIME *t = ASN1_TIME_new();
	ASN1_INTEGER *serial = ASN1_INTEGER_new();
	unsigned char *der = NULL;
	int len;

	demand(crl && one && t && serial, "memory");
	demand(X509_CRL_set_version(crl, 1) && X509_CRL_set_issuer_name(crl, X509_get_subject_name(id->cert)), "the CRL");
	demand(ASN1_TIME_set_string(t, "20260801000000Z") && X509_CRL_set1_lastUpdate(crl, t), "its time");
	demand(ASN1_INTEGER_set(serial, 1) && X509_REVOKED_set_serialNumber(one, serial) &&
		       X509_REVOKED_set_revocationDate(one, t) && X509_CRL_add0_revoked(crl, one), "its entry");
	demand(ASN1_TIME_set_string(t, "20260901000000Z") && X509_CRL_set1_nextUpdate(crl, t), "its next time");
	demand(X509_CRL_sign(crl, id->key, EVP_sha384()) > 0, "signing the CRL");
	len = i2d_X509_CRL(crl, &der);
	demand(len > 0, "writing the CRL");
	str_add(out, der, (size_t)len);
	OPENSSL_free(der);
	ASN1_INTEGER_free(serial);
	ASN1_TIME_free(t);
	X509_CRL_free(crl);
}
