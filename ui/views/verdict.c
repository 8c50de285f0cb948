/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The verdict and the export: two forms. A verdict weighs two explanations against each other;
 * both must be written down, and the support must be chosen: nothing is filled in beforehand,
 * so that no wording is nobody's. */
#include "src/base/base.h"
#include "ui/ui.h"

enum { F_QUESTION, F_H1, F_H2, F_SUPPORT, F_LIMITS, F_CATEGORY };
enum { SUPPORT_OPTIONS = VERDICT_MAX - VERDICT_MIN + 1 }; /* and one more: not suitable */

static const char *support_option(unsigned i)
{
	static const char *const words[] = { "-4", "-3", "-2", "-1", "0",
					     "+1", "+2", "+3", "+4", "not suitable" };

	return i < ARRAY_LEN(words) ? words[i] : NULL;
}

static const char *verdict_option(const struct ui *u, unsigned field, unsigned i)
{
	return field == F_SUPPORT ? support_option(i) : u->backend.categories[i];
}

const char *support_words(bool not_suitable, int level)
{
	static const char *const words[SUPPORT_OPTIONS] = {
		"very strong support for H2",
		"strong support for H2",
		"moderate support for H2",
		"limited support for H2",
		"neither is supported more than the other",
		"limited support for H1",
		"moderate support for H1",
		"strong support for H1",
		"very strong support for H1",
	};

	if (not_suitable)
		return "the picture is not suitable to answer this question";
	return level >= VERDICT_MIN && level <= VERDICT_MAX ? words[level - VERDICT_MIN] : "";
}

static const char *verdict_meaning(const struct ui *u, unsigned field, int chosen)
{
	(void)u;
	if (field != F_SUPPORT)
		return NULL;
	if (chosen == CHOICE_UNSET)
		return "how much more the findings support H1 (+) or H2 (-)";
	return support_words(chosen == SUPPORT_OPTIONS, chosen + VERDICT_MIN);
}

/* The scale is entered in its middle. */
static int verdict_first(unsigned field)
{
	return field == F_SUPPORT ? -VERDICT_MIN : 0;
}

static void verdict_save(struct ui *u)
{
	struct form *f = &u->form;
	int support = f->chosen[F_SUPPORT], category = f->chosen[F_CATEGORY];
	struct verdict v = {
		.question = f->text[F_QUESTION].text, .h1 = f->text[F_H1].text, .h2 = f->text[F_H2].text,
		.limits = f->text[F_LIMITS].text, .not_suitable = support == SUPPORT_OPTIONS,
		.level = support == SUPPORT_OPTIONS ? 0 : support + VERDICT_MIN,
	};

	if (category >= 0)
		snprintf(v.category, sizeof v.category, "%s", u->backend.categories[category]);
	u->backend.ops->verdict(u->backend.self, f->row, &v);
}

const struct form_ops verdict_form = {
	.title = "Verdict on", .about_row = true, .verb = "save", .n_fields = 6,
	.fields = {
		[F_QUESTION] = { "Question", FORM_TEXT, false, "what is to be decided about this file?" },
		[F_H1] = { "H1", FORM_TEXT, true, "one explanation, e.g. a direct photograph of the scene" },
		[F_H2] = { "H2", FORM_TEXT, true, "the other, e.g. a photograph of a screen" },
		[F_SUPPORT] = { "Support", FORM_CHOICE, true, NULL },
		[F_LIMITS] = { "Limits", FORM_TEXT, false, "what was missing, e.g. no original" },
		[F_CATEGORY] = { "MediaReview", FORM_CHOICE, false, NULL },
	},
	.option = verdict_option, .meaning = verdict_meaning, .first = verdict_first, .save = verdict_save,
};

/* ===== export ===== */

static const char *export_option(const struct ui *u, unsigned field, unsigned i)
{
	(void)field;
	return u->backend.formats[i];
}

static void export_save(struct ui *u)
{
	struct form *f = &u->form;

	u->backend.ops->export(u->backend.self, u->backend.formats[f->chosen[0]],
			       f->text[1].len ? f->text[1].text : NULL);
}

const struct form_ops export_form = {
	.title = "Export a report of the whole case", .verb = "export", .preset = true, .n_fields = 2,
	.fields = {
		{ "Format", FORM_CHOICE, true, NULL },
		{ "File", FORM_TEXT, false, "empty: beside the case file" },
	},
	.option = export_option, .save = export_save,
};
