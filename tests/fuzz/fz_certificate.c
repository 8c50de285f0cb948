/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One certificate: read, and held against the profile in every role. */
#include "src/base/base.h"

#include "src/base/utf8.h"
#include "src/trust/certificate.h"

static void check(const struct certificate *c)
{
	static const char *const ekus[] = { "1.3.6.1.5.5.7.3.4", "1.3.6.1.4.1.62558.2.1", "1.3.6.1.5.5.7.3.8" };
	const char *texts[] = { c->subject, c->issuer, c->common_name, c->organization, c->unit, c->country, c->issuer_name };

	for (size_t i = 0; i < ARRAY_LEN(texts); i++)
		if (texts[i] && (!utf8_valid(texts[i], strlen(texts[i])) || strchr(texts[i], 0x1b)))
			abort();
	if (!c->x509 || !c->key || !c->signature || !c->serial || c->n_ekus > CERTIFICATE_MAX_EKUS)
		abort();
	/* A leaf of the profile is no CA, and a signer is no authority. */
	if (!certificate_profile(c, ROLE_SIGNER, ekus, ARRAY_LEN(ekus)) &&
	    (c->ca || !certificate_profile(c, ROLE_TSA, NULL, 0) || !certificate_profile(c, ROLE_OCSP, NULL, 0) ||
	     !certificate_profile(c, ROLE_CA, NULL, 0)))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct certificate c;
	struct error e = ERROR_INIT;
	struct arena a;

	arena_init(&a, 1 << 20);
	if (certificate_read(&a, span_of(data, size, 0), &c, &e) == ST_OK) {
		check(&c);
		certificates_release(&(struct certificates){ .list = &c, .n = 1 });
	}
	arena_release(&a);
	return 0;
}
