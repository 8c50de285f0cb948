/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/words.h"

#include "analyzers/metadata/exif_rules.h"
#include "analyzers/metadata/structure_rules.h"
#include "analyzers/provenance/attestation.h"
#include "analyzers/provenance/c2pa_case.h"
#include "analyzers/provenance/contradiction_rules.h"
#include "analyzers/signal/cues.h"
#include "analyzers/signal/recapture_evidence.h"
#include "analyzers/signal/recapture_verdict.h"
#include "analyzers/signal/wb_words.h"

static bool in_list(const char *const *list, const char *word)
{
	for (; *list; list++)
		if (strcmp(*list, word) == 0)
			return true;
	return false;
}

/* One row of a table of rules. */
static bool row_says(const char *row, const char *const *alternatives, const char *code, const char *alternative)
{
	return strcmp(row, code) == 0 && (!alternative || in_list(alternatives, alternative));
}

static bool exif_says(const char *code, const char *alternative)
{
	for (size_t i = 0; i < exif_n_rules; i++)
		if (row_says(exif_rules[i].code, exif_rules[i].alternatives, code, alternative))
			return true;
	return false;
}

static bool structure_says(const char *code, const char *alternative)
{
	for (size_t i = 0; i < structure_n_rules; i++)
		if (row_says(structure_rules[i].code, structure_rules[i].alternatives, code, alternative))
			return true;
	return false;
}

static bool contradiction_says(const char *code, const char *alternative)
{
	for (size_t i = 0; i < contradiction_n_rules; i++)
		if (row_says(contradiction_rules[i].code, contradiction_rules[i].alternatives, code, alternative))
			return true;
	return false;
}

static bool c2pa_says(const char *code, const char *alternative)
{
	for (size_t i = 0; i < c2pa_n_rules; i++)
		if (row_says(c2pa_rules[i].code, c2pa_rules[i].alternatives, code, alternative))
			return true;
	return false;
}

static bool attestation_says(const char *code, const char *alternative)
{
	for (size_t i = 0; i < attestation_n_rules; i++)
		if (row_says(attestation_rules[i].code, attestation_rules[i].alternatives, code, alternative))
			return true;
	return false;
}

static bool recapture_says(const char *code, const char *alternative)
{
	static const char *const codes[] = { "recapture.peak",	  "recapture.lattice",	"recapture.bins",
					     "recapture.blacks",  "recapture.surround", "recapture.screen",
					     "recapture.where",   "recapture.colours",	"recapture.families", NULL };

	if (!in_list(codes, code) || !alternative)
		return in_list(codes, code);
	return in_list(lattice_alternatives, alternative) || in_list(blacks_alternatives, alternative) ||
	       in_list(surround_alternatives, alternative) || in_list(stripes_alternatives, alternative) ||
	       in_list(texture_alternatives, alternative) || in_list(screen_alternatives, alternative);
}

static bool whitebalance_says(const char *code, const char *alternative)
{
	static const char *const codes[] = { "whitebalance.part", "whitebalance.silent",  "whitebalance.region",
					     "whitebalance.pair", "whitebalance.regions", NULL };

	return in_list(codes, code) && (!alternative || in_list(wb_alternatives, alternative) ||
					in_list(wb_material_alternatives, alternative));
}

bool analyzer_says(const char *check, const char *code, const char *alternative)
{
	static const struct { const char *check; bool (*says)(const char *code, const char *alternative); } checks[] = {
		{ "exif", exif_says },
		{ "structure", structure_says },
		{ "contradiction", contradiction_says },
		{ "c2pa", c2pa_says },
		{ "attestation", attestation_says },
		{ "recapture", recapture_says },
		{ "whitebalance", whitebalance_says },
	};

	for (size_t i = 0; i < ARRAY_LEN(checks); i++)
		if (strcmp(checks[i].check, check) == 0)
			return checks[i].says(code, alternative);
	return false;
}
