/* SPDX-License-Identifier: GPL-3.0-or-later */
/* xmp_facts.h: one property to the fact that it is. Inside src/media only. */
#ifndef COTTINGLEY_XMP_FACTS_H
#define COTTINGLEY_XMP_FACTS_H

#include "src/base/base.h"
#include "src/media/xmp.h"

/* The first of each counts. False without memory. */
MUST_USE bool xmp_fact(struct arena *a, struct xmp_facts *f, const char *schema, const char *path, const char *value);
/* What stands outside the properties: the toolkit's name. */
void xmp_facts_finish(struct arena *a, struct xmp_facts *f, struct span packet);
/* Puts together the extension that guid names (Adobe XMP Specification Part 3, 1.1.3.1). guid NULL: none is named.
 * out is the caller's, to release with mem_free(); its data is NULL unless *state is XMP_EXT_READ. ST_MEMORY, ST_LIMIT. */
MUST_USE enum status xmp_extended_join(struct container *c, const char *guid, struct span *out,
				       enum xmp_extended *state, struct error *e);

#endif
