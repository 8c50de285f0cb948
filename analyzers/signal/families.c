/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/signal/families.h"

#include <math.h>

enum { FAMILIES_MAX = 16 };
static const double speaks_from = 0.69314718055994531; /* ln 2 */

enum side { LITTLE, FOR, AGAINST, UNKNOWN, SIDES };

static enum side side_of(double z)
{
	if (isnan(z))
		return UNKNOWN;
	return z > speaks_from ? FOR : z < -speaks_from ? AGAINST : LITTLE;
}

const char *family_words(double z)
{
	static const char *const words[SIDES] = { "says little", "speaks for a screen", "speaks against a screen",
						  "could not be measured" };

	return words[side_of(z)];
}

static void put(char *text, size_t size, const char *s)
{
	size_t used = strlen(text);

	if (used < size)
		snprintf(text + used, size - used, "%s", s);
}

/* Indices of one side, strongest first (insertion, so equal ones keep their order). */
static size_t pick(const struct family_evidence *f, size_t n, enum side side, size_t at[FAMILIES_MAX])
{
	size_t count = 0;

	for (size_t i = 0; i < n && count < FAMILIES_MAX; i++) {
		size_t k = count;

		if (side_of(f[i].z) != side)
			continue;
		for (; k > 0 && fabs(f[at[k - 1]].z) < fabs(f[i].z); k--)
			at[k] = at[k - 1];
		at[k] = i;
		count++;
	}
	return count;
}

static void put_side(const struct family_evidence *f, size_t n, enum side side, const char *const ending[2], char *text,
		     size_t size)
{
	size_t at[FAMILIES_MAX], count = pick(f, n, side, at);

	if (count && text[0])
		put(text, size, "; ");
	for (size_t i = 0; i < count; i++) {
		put(text, size, i == 0 ? "" : i + 1 < count ? ", " : " and ");
		put(text, size, f[at[i]].name);
	}
	if (count)
		put(text, size, ending[count > 1]);
}

void families_summary(const struct family_evidence *f, size_t n, char *text, size_t size)
{
	static const char *const for_it[] = { " speaks for a screen", " speak for a screen" };
	static const char *const against[] = { " speaks against", " speak against" };
	static const char *const unknown[] = { " could not be measured", " could not be measured" };
	size_t at[FAMILIES_MAX], little = pick(f, n, LITTLE, at);

	text[0] = 0;
	put_side(f, n, FOR, for_it, text, size);
	put_side(f, n, AGAINST, against, text, size);
	put_side(f, n, UNKNOWN, unknown, text, size);
	if (little == n)
		put(text, size, "every family of cues says little");
	else if (little)
		put(text, size, little > 1 ? "; the others say little" : "; the other one says little");
}
