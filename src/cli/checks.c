/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/cli/command.h"

#include "analyzers/analyzer.h"
#include "src/base/suggest.h"

static const char *check_word(size_t i, void *arg)
{
	(void)arg;
	return analyzers[i] ? analyzers[i]->id : NULL;
}

static const char *rates(const struct analyzer *a)
{
	return a->scores ? "not measured yet: uncalibrated, so it reaches notice at most"
			 : "makes no statistical claim: states what the bytes say";
}

static void list_all(void)
{
	for (size_t i = 0; analyzers[i]; i++) {
		const struct analyzer *a = analyzers[i];

		printf("%-12s %s\n             %s\n             error rate: %s\n", a->id, a->title, a->question, rates(a));
	}
	puts("\n'cottingley checks ID' shows parameters; cottingley-methods(7) explains each check.");
}

static void show_needs(unsigned needs)
{
	static const struct { unsigned bit; const char *word; } words[] = {
		{ NEED_METADATA, "metadata" }, { NEED_STRUCTURE, "a container that can be walked" },
		{ NEED_PIXELS, "pixels" }, { NEED_JPEG_TABLES, "JPEG quantisation tables" },
		{ NEED_JPEG_COEFFICIENTS, "JPEG coefficients" }, { NEED_TRUST, "trust lists" },
	};
	const char *sep = "";

	fputs("needs       ", stdout);
	for (size_t i = 0; i < ARRAY_LEN(words); i++) {
		if (!(needs & words[i].bit))
			continue;
		printf("%s%s", sep, words[i].word);
		sep = ", ";
	}
	puts(sep[0] ? "" : "nothing but the file");
}

static void show_one(const struct analyzer *a)
{
	printf("%s: %s (version %u)\n%s\n\n", a->id, a->title, a->version, a->question);
	show_needs(a->needs);
	printf("trace       %s\nerror rate  %s\n", trace_name(a->trace), rates(a));
	if (!a->params || !a->params->name) {
		puts("parameters  none");
		return;
	}
	puts("\nparameter            default     range             unit");
	for (const struct param *p = a->params; p->name; p++)
		printf("%-20s %-11g %g to %g %s\n    %s\n", p->name, p->value, p->min, p->max, p->unit, p->help);
}

enum exit_code cmd_checks(const struct cli_args *a)
{
	const struct analyzer *one;
	const char *near;

	if (a->n_words > 1)
		return cli_usage("checks wants one check at most");
	if (a->n_words == 0) {
		list_all();
		return cli_flush(EXIT_DONE);
	}
	one = analyzer_find(a->words[0]);
	if (!one) {
		near = suggest_nearest(a->words[0], check_word, NULL);
		return near ? cli_usage("unknown check '%s'; did you mean '%s'?", a->words[0], near)
			    : cli_usage("unknown check '%s'; 'cottingley checks' lists them", a->words[0]);
	}
	show_one(one);
	return cli_flush(EXIT_DONE);
}
