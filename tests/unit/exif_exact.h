/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exif_exact.h: the entries that are shown are those of the walker, one by one. */
#ifndef COTTINGLEY_EXIF_EXACT_H
#define COTTINGLEY_EXIF_EXACT_H

#include "tests/unit/unit.h"

#include "src/media/exif.h"

static inline void assert_exact(const struct exif *x)
{
	struct examination *out = exam_new();
	struct error e = ERROR_INIT;

	assert_int_equal(exif_entries(x, out, &e), ST_OK);
	assert_int_equal(out->n_entries, x->n_fields);
	for (uint32_t i = 0; i < x->n_fields; i++) {
		assert_int_equal(out->entries[i].tag, x->fields[i].tag);
		assert_int_equal(out->entries[i].count, x->fields[i].count);
		assert_string_equal(out->entries[i].group, exif_ifd_name(x->fields[i].ifd));
		assert_true(out->entries[i].name[0] != '\0');
	}
	exam_free(out);
}

#endif
