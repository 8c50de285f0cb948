/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One time stamp, bare or inside a response. */
#include "src/base/base.h"

#include "src/trust/stamp.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct span token = span_of(data, size, 0);
	struct error e = ERROR_INIT;
	struct token t;
	struct arena a;

	arena_init(&a, 16 << 20);
	if (token_of_response(token, &token))
		token = span_of(data, size, 0);
	if (token_read(&a, token, &t, &e) == ST_OK) {
		if (t.chain.n > CHAIN_MAX || t.imprint_len > sizeof t.imprint || (t.signature_holds && t.chain.n == 0))
			abort();
		certificates_release(&t.chain);
	}
	arena_release(&a);
	return 0;
}
