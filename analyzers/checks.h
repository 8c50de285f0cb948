/* SPDX-License-Identifier: GPL-3.0-or-later */
/* checks.h: every check there is; registry.c puts them in order. */
#ifndef COTTINGLEY_CHECKS_H
#define COTTINGLEY_CHECKS_H

#include "analyzers/analyzer.h"

extern const struct analyzer analyzer_exif;      /* metadata/exif.c */
extern const struct analyzer analyzer_structure; /* metadata/structure.c */
extern const struct analyzer analyzer_contradiction; /* provenance/contradiction.c */
extern const struct analyzer analyzer_c2pa;      /* provenance/c2pa.c */
extern const struct analyzer analyzer_attestation; /* provenance/attestation.c */
extern const struct analyzer analyzer_recapture; /* signal/recapture.c */
extern const struct analyzer analyzer_identity;  /* provenance/identity.c */
extern const struct analyzer analyzer_whitebalance; /* signal/whitebalance.c */

#endif
