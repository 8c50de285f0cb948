/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "src/base/utf8.h"
#include "src/base/value.h"
#include "src/media/photoshop.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error e = ERROR_INIT;
	struct photoshop p;
	struct arena a;

	arena_init(&a, (size_t)16 << 20);
	if (photoshop_read(&a, span_of(data, size, 0), &p, &e) == ST_OK) {
		photoshop_compare(&p, p.iptc);
		for (uint32_t i = 0; i < p.n; i++) {
			const struct photoshop_resource *r = &p.list[i];

			if (r->bytes.origin + r->bytes.len > size || !utf8_valid(r->label, strlen(r->label)) ||
			    (r->shown && !utf8_valid(r->shown, strlen(r->shown))))
				abort();
		}
		if (p.thumbnail_offset + p.thumbnail_length > size)
			abort();
		photoshop_facts_value(&a, &p, value_new(&a, VALUE_MAP));
	}
	arena_release(&a);
	return 0;
}
