/* SPDX-License-Identifier: GPL-3.0-or-later */
/* subject_meta.h: the layers of metadata of a subject but EXIF. Inside src/media only. */
#ifndef COTTINGLEY_SUBJECT_META_H
#define COTTINGLEY_SUBJECT_META_H

#include "src/media/subject.h"

/* Reads XMP, Photoshop, IPTC, ICC and the small JPEG segments of a walked container.
 * ST_OK, ST_MEMORY or ST_LIMIT. */
MUST_USE enum status subject_read_layers(struct subject *s, struct error *e);
/* Appends their entries behind those that x has, and their objects to x->facts. */
MUST_USE enum status subject_describe_layers(const struct subject *s, struct examination *x, struct error *e);

#endif
