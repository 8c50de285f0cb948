/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "analyzers/stratum.h"

#include "analyzers/signal/messenger.h"

const char *const strata[] = { "large", "small", NULL };

static const char *const words[] = {
	"of 1,700 pixels and more on the long side, in which no messenger is named",
	"under 1,700 pixels on the long side, or in which a messenger is named",
};

const char *stratum_of(const struct subject *s)
{
	uint32_t w = s->container.width, h = s->container.height;

	return (w > h ? w : h) < STRATUM_LONG_SIDE || messenger_of(s) ? strata[1] : strata[0];
}

const char *stratum_words(const char *id)
{
	for (size_t i = 0; strata[i]; i++)
		if (id && strcmp(strata[i], id) == 0)
			return words[i];
	return "of another kind";
}
