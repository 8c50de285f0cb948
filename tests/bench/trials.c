/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "tests/bench/trials.h"

/* check NULL: every one. The first row that fits decides. */
static const struct {
	const char *check, *set, *label;
	enum side side;
} trials[] = {
	{ "recapture", "recapture", "recaptured", SIDE_POSITIVE },
	{ "recapture", "recapture", "genuine", SIDE_GENUINE },
	{ "recapture", "recapture", "printout", SIDE_APART },
	{ "whitebalance", "splicing", "spliced", SIDE_POSITIVE },
	{ "whitebalance", "splicing", "authentic", SIDE_GENUINE },
	{ "whitebalance", "copymove", "forged", SIDE_APART }, /* one light falls on both copies */
	{ "exif", "exif", "edited", SIDE_POSITIVE },
	{ "exif", "exif", "original", SIDE_GENUINE },
	{ "structure", "exif", "edited", SIDE_POSITIVE },
	{ "structure", "exif", "original", SIDE_GENUINE },
	{ "contradiction", "exif", "edited", SIDE_POSITIVE },
	{ "contradiction", "exif", "original", SIDE_GENUINE },
	{ NULL, "recapture", "genuine", SIDE_ALARMS },
	{ NULL, "splicing", "authentic", SIDE_ALARMS },
	{ NULL, "copymove", "authentic", SIDE_ALARMS },
	{ NULL, "exif", "original", SIDE_ALARMS },
	{ NULL, "prnu", "natural", SIDE_ALARMS },
	{ NULL, "prnu", "flat", SIDE_ALARMS },
	{ NULL, "genuine", "genuine", SIDE_ALARMS },
	{ NULL, "genuine", "screen-in-scene", SIDE_ALARMS }, /* the hardest ones for recapture */
};

enum side trial_side(const char *check, const struct picture *p)
{
	for (size_t i = 0; i < ARRAY_LEN(trials); i++)
		if ((!trials[i].check || strcmp(trials[i].check, check) == 0) && strcmp(trials[i].set, p->set) == 0 &&
		    strcmp(trials[i].label, p->label) == 0)
			return trials[i].side;
	return SIDE_NONE;
}

bool label_is_genuine(const struct picture *p)
{
	return trial_side("", p) == SIDE_ALARMS;
}

bool label_is_mask(const char *label)
{
	return strcmp(label, "mask") == 0;
}

/* Checks that ask calibration_threshold() for their levels. A threshold of any other check would be about a
 * program that nobody runs: its rows say so. */
static const char *const asking[] = { "recapture", NULL };

bool levels_from_table(const char *check)
{
	for (size_t i = 0; asking[i]; i++)
		if (strcmp(asking[i], check) == 0)
			return true;
	return false;
}

static const struct judged_map maps[] = {
	{ "whitebalance", "angle", "angle_deg" },
};

const struct judged_map *judged_map_of(const char *check)
{
	for (size_t i = 0; i < ARRAY_LEN(maps); i++)
		if (strcmp(maps[i].check, check) == 0)
			return &maps[i];
	return NULL;
}
