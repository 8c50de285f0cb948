/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole file, verified: container, store, claims, signatures, bindings. Whatever it is, there is a report that hangs together. */
#include "src/base/base.h"

#include "src/trust/c2pa.h"

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_manifest(const struct c2pa_report *r, const struct c2pa_manifest *m)
{
	if (!m->label || !m->box || m->n_assertions > C2PA_MAX_ASSERTIONS || m->n_actions > C2PA_MAX_ACTIONS)
		abort();
	for (uint32_t i = 0; i < m->n_ingredients; i++) {
		const struct c2pa_ingredient *g = &m->ingredients[i];

		if (g->resolved && (g->resolved < r->manifests || g->resolved >= r->manifests + r->n_manifests))
			abort();
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct world *world;
	struct c2pa_input in = { .file = span_of(data, size, 0), .now = 1795000000 };
	struct c2pa_report *r = NULL;
	struct error e = ERROR_INIT;

	if (!world && world_open(span_of("", 0, 0), &world, &e))
		abort();
	in.world = world;
	if (c2pa_verify(&in, &r, &e))
		return 0;
	if (r->state > C2PA_INVALID && (!r->active || !status_has(&r->active->log, "claimSignature.validated")))
		abort();
	for (uint32_t i = 0; i < r->n_manifests; i++)
		check_manifest(r, &r->manifests[i]);
	c2pa_report_free(r);
	return 0;
}
