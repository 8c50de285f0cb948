/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/analyzer.h"

#include "analyzers/checks.h"

/* In the order they run and are shown: what needs no pixels first. */
const struct analyzer *const analyzers[] = {
	&analyzer_exif,
	&analyzer_structure,
	&analyzer_contradiction,
	&analyzer_c2pa,
	&analyzer_attestation,
	&analyzer_recapture,
	&analyzer_identity,
	&analyzer_whitebalance,
	NULL,
};

const struct analyzer *analyzer_find(const char *id)
{
	for (size_t i = 0; analyzers[i]; i++)
		if (strcmp(analyzers[i]->id, id) == 0)
			return analyzers[i];
	return NULL;
}
