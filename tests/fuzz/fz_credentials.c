/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A whole file through the checks that read Content Credentials: what they say must survive the way back to the parent. */
#include "src/base/base.h"

#include "analyzers/checks.h"
#include "src/base/mem.h"
#include "src/base/utf8.h"
#include "src/trust/world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { NODES = 20000, RECORD = 64 * 1024 * 1024 }; /* as result_decode takes them */

static void check_details(struct examination *x, const struct result *r)
{
	unsigned budget = NODES;
	struct str o;
	struct span in;

	str_init(&o, RECORD);
	value_encode(r->details, &o);
	in = span_of(o.data, o.len, 0);
	if (o.failed || !value_decode(&x->arena, &in, &budget) || span_left(&in))
		abort();
	str_release(&o);
}

static void check_result(struct examination *x, const struct result *r)
{
	for (uint32_t i = 0; i < r->n_findings; i++) {
		const struct finding *f = &r->findings[i];

		if (!f->code || !f->summary || (f->detail && !utf8_valid(f->detail, strlen(f->detail))))
			abort();
		if (f->kind == FINDING_INTERPRETATION && !f->n_alternatives)
			abort();
	}
	if (r->details)
		check_details(x, r);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct analyzer *const checks[] = { &analyzer_c2pa, &analyzer_attestation, &analyzer_contradiction };
	static const struct limits limits = { .pixels = 1000000, .memory = 256 * 1024 * 1024, .seconds = 10 };
	static struct world *world;
	struct examination *x = exam_new();
	struct error e = ERROR_INIT;
	struct subject s;
	struct context cx = { .now = 1795000000, .name = "" };
	enum status st;

	if (!world && world_open(span_of("", 0, 0), &world, &e))
		abort();
	cx.world = world;
	/* A file without a reader may hold credentials all the same. */
	st = subject_open(&s, span_of(data, size, 0), &limits, &e);
	x->results = st == ST_MEMORY ? NULL : arena_alloc(&x->arena, ARRAY_LEN(checks), sizeof *x->results);
	for (size_t i = 0; x->results && i < ARRAY_LEN(checks); i++) {
		x->results[i].arena = &x->arena;
		analyzer_run(checks[i], &s, &cx, NULL, NULL, &x->results[i]);
		check_result(x, &x->results[i]);
	}
	subject_release(&s);
	exam_free(x);
	return 0;
}
