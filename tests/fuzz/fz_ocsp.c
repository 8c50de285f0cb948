/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Subject and issuer, each with its length in two bytes before it, then a response about the subject. */
#include "src/base/base.h"

#include "src/trust/revocation.h"

static X509 *take(struct span *in)
{
	const unsigned char *p;
	struct span der;
	uint16_t len;

	if (!span_u16be(in, &len) || !span_sub(in, len, &der))
		return NULL;
	p = der.data;
	return d2i_X509(NULL, &p, (long)der.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span in = span_of(data, size, 0), response;
	struct revocation_question q = { .now = 1795000000, .at = 1795000000, .stamped = size & 1 };
	struct revocation_answer out;
	struct arena a;

	q.subject = take(&in);
	q.issuer = q.subject ? take(&in) : NULL;
	arena_init(&a, 1 << 20);
	if (q.issuer && span_sub(&in, span_left(&in), &response)) {
		ocsp_read(&a, &q, response, &out);
		if (out.what == REVOCATION_NONE ? !out.note : out.checked > q.now)
			abort();
	}
	X509_free(q.subject);
	X509_free(q.issuer);
	arena_release(&a);
	return 0;
}
