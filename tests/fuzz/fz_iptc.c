/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"

#include "src/base/utf8.h"
#include "src/base/value.h"
#include "src/media/iptc.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct error e = ERROR_INIT;
	struct arena a;
	struct iptc x;

	arena_init(&a, (size_t)16 << 20);
	if (iptc_read(&a, span_of(data, size, 0), &x, &e) == ST_OK) {
		for (uint32_t i = 0; i < x.n_sets; i++) {
			const struct iptc_dataset *d = &x.sets[i];

			if (d->bytes.origin + d->bytes.len > size ||
			    (d->text && !utf8_valid(d->text, strlen(d->text))))
				abort();
		}
		iptc_facts_value(&a, &x, value_new(&a, VALUE_MAP));
	}
	arena_release(&a);
	return 0;
}
