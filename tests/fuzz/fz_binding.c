/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A hostile assertion about a hostile file. Input: one byte that chooses the kind of binding and the options, two bytes of length,
 * the assertion in CBOR, the file. Whatever is answered: unbound ranges lie in the file in order, and a match has its code. */
#include "src/base/base.h"
#include "src/base/utf8.h"
#include "src/trust/binding.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool ok)
{
	if (!ok)
		abort();
}

static void check(const struct binding_report *r, const struct status_log *log, size_t size)
{
	uint64_t end = 0;

	require(r->n_unbound <= BINDING_MAX_RANGES);
	for (uint32_t i = 0; i < r->n_unbound; i++) {
		const struct unbound *u = &r->unbound[i];

		require(u->what && utf8_valid(u->what, strlen(u->what)));
		require(u->at.start >= end && u->at.length > 0 && u->at.length <= size - u->at.start);
		end = u->at.start + u->at.length;
	}
	require((r->answer == BINDING_MATCH) == status_has_class(log, CODE_SUCCESS));
	require((r->answer != BINDING_MATCH) == status_has_class(log, CODE_FAILURE));
	require(r->answer == BINDING_MATCH || r->note);
}

static void bind(struct arena *a, struct span file, const struct cnode *assertion, uint8_t options)
{
	static const char *const labels[] = { "c2pa.hash.data", "c2pa.hash.boxes", "c2pa.hash.bmff", "c2pa.hash.bmff.v2",
					      "c2pa.hash.bmff.v3", "c2pa.hash.collection.data", "c2pa.hash.other", NULL };
	static struct asset f;
	const struct store_found *why;
	struct binding_input in = { .asset = &f, .assertion = assertion, .label = labels[options & 7], .url = "u",
				    .default_alg = options & 8 ? "sha256" : NULL, .from_parent = options & 16 };
	struct error e = ERROR_INIT;
	struct binding_report r;
	struct status_log log;
	enum status st = asset_open(a, file, &f, &e);

	if (st)
		return;
	in.store = options & 32 ? NULL : asset_store(&f, &why);
	status_log_init(&log, a);
	st = binding_check(a, &in, &log, &r, &e);
	require(st == ST_OK || st == ST_MEMORY || st == ST_LIMIT);
	if (st == ST_OK && !log.full)
		check(&r, &log, file.len);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error e = ERROR_INIT;
	struct cnode *n = NULL;
	struct arena a;
	size_t length;

	if (size < 3)
		return 0;
	length = (size_t)data[1] << 8 | data[2];
	if (length > size - 3)
		length = size - 3;
	arena_init(&a, (size_t)64 << 20);
	if (cbor_tree(&a, span_of(data + 3, length, 0), &n, &e) == ST_OK)
		bind(&a, span_of(data + 3 + length, size - 3 - length, 0), n, data[0]);
	arena_release(&a);
	return 0;
}
