/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One signature box over the claim "claim", the whole way, with an empty world. */
#include "src/base/base.h"

#include "src/trust/signer.h"

static void check(const struct status_log *log, const struct signer_report *r)
{
	if (r->intact != status_has(log, "claimSignature.validated"))
		abort();
	/* An empty world lists nobody, and what does not verify is nobody's. */
	if (r->identity == IDENTITY_LISTED || (!r->intact && r->identity != IDENTITY_NOT_JUDGED) || r->list || r->anchor)
		abort();
	if (!r->intact && !status_has_class(log, CODE_FAILURE))
		abort();
	if (!r->revocation.state || (r->stamp.present && !r->stamp.state) || (r->intact && r->chain.n == 0))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct world *world;
	struct signer_input in = { .now = 1795000000, .signature_box = span_of(data, size, 0),
				   .claim = span_of("claim", 5, 0), .claim_v2 = size & 1, .url = "" };
	struct error e = ERROR_INIT;
	struct signer_report r;
	struct status_log log;
	struct arena a;

	if (!world && world_open(span_of("", 0, 0), &world, &e))
		abort();
	in.world = world;
	arena_init(&a, 64 << 20);
	status_log_init(&log, &a);
	if (signer_check(&a, &in, &log, &r, &e) == ST_OK) {
		check(&log, &r);
		signer_release(&r);
	}
	arena_release(&a);
	return 0;
}
