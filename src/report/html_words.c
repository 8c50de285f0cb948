/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/report/html.h"

#include "src/base/error_rate.h"

static const struct {
	const char *glyph, *css, *words;
} levels[LEVEL_COUNT] = {
	[LEVEL_NONE] = { "\u25CB", "none", "nothing found" },
	[LEVEL_NOTICE] = { "\u00B7", "notice", "notice" },
	[LEVEL_WARNING] = { "!", "warning", "warning" },
	[LEVEL_ALERT] = { "\u203C", "alert", "alert" },
};

/* Both directions in the same words (ENFSI's practice for evaluative reporting: support, never probability).
 */
const char *report_support_words(int level)
{
	static const char *const words[] = {
		"very strong support for H2 rather than H1",        "strong support for H2 rather than H1",
		"moderate support for H2 rather than H1",           "limited support for H2 rather than H1",
		"inconclusive: no more support for H1 than for H2", "limited support for H1 rather than H2",
		"moderate support for H1 rather than H2",           "strong support for H1 rather than H2",
		"very strong support for H1 rather than H2",
	};

	if (level < -4 || level > 4)
		return "a level outside the scale";
	return words[level + 4];
}

const char *report_current_level(const struct examination *x, const char **css, const char **glyph)
{
	bool failed = !x || x->status != ST_OK;
	enum level l = failed || (unsigned)x->level >= LEVEL_COUNT ? LEVEL_NONE : x->level;

	*css = failed ? "failed" : levels[l].css;
	*glyph = failed ? "\u00D7" : levels[l].glyph;
	if (!x)
		return "not examined";
	if (!failed && l == LEVEL_NONE && x->little)
		*glyph = "\u25CC";
	return level_words(x);
}

static void badge(struct str *o, const char *css, const char *glyph, const char *words)
{
	html_printf(o,
		    "<span class=\"level %s\"><span class=\"glyph\" aria-hidden=\"true\">%s</span> %s</span>",
		    css, glyph, words);
}

void html_level(struct str *o, enum level l)
{
	if ((unsigned)l < LEVEL_COUNT)
		badge(o, levels[l].css, levels[l].glyph, levels[l].words);
}

void html_exam_level(struct str *o, const struct examination *x)
{
	const char *css, *glyph, *words = report_current_level(x, &css, &glyph);

	badge(o, css, glyph, words);
}

static void calibrated(struct str *o, const struct error_rate *e)
{
	struct str words;

	str_init(&words, 4096);
	rate_words(&words, e);
	html_text(o, words.data);
	str_release(&words);
}

void html_error_rate(struct str *o, const struct result *r)
{
	if (r->status != RESULT_DONE)
		str_puts(o, "\u2013");
	else if (r->error_rate.calibrated)
		calibrated(o, &r->error_rate);
	else if (r->has_score)
		str_puts(o, RATE_UNCALIBRATED);
	else
		str_puts(o, "reads what is written; makes no statistical claim");
}

const struct report_verdict *report_current_verdict(const struct report_exhibit *x)
{
	for (size_t i = x->n_verdicts; i > 0; i--)
		if (!x->verdicts[i - 1].superseded)
			return &x->verdicts[i - 1];
	return NULL;
}

const char *report_base_name(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;

	if (slash && slash[1])
		return slash + 1;
	return path ? path : "unnamed";
}
