/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Walks, names, prints and sums up one EXIF block. */
#include "src/base/base.h"

#include "src/base/mem.h"
#include "src/base/value.h"
#include "src/media/exif.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct examination *x = exam_new();
	struct error e = ERROR_INIT;
	struct exif_facts facts;
	struct exif exif;

	if (exif_read(&x->arena, span_of(data, size, 0), &exif, &e) == ST_OK &&
	    exif_entries(&exif, x, &e) == ST_OK) {
		for (uint32_t i = 0; i < x->n_entries; i++)
			if (!x->entries[i].name || !x->entries[i].value)
				abort();
		exif_facts(&x->arena, &exif, &facts);
		(void)exif_comment(&x->arena, &exif);
		(void)exif_facts_value(&x->arena, &facts);
	}
	exam_free(x);
	return 0;
}
