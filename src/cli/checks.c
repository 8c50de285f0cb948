/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "src/cli/command.h"

#include "analyzers/analyzer.h"
#include "analyzers/calibration.h"
#include "analyzers/stratum.h"
#include "src/base/error_rate.h"
#include "src/base/suggest.h"

#include <math.h>

static const char *check_word(size_t i, void *arg)
{
	(void)arg;
	return analyzers[i] ? analyzers[i]->id : NULL;
}

static const char no_claim[] = "makes no statistical claim: states what the bytes say";

static struct error_rate rate_of(const struct calibration *c)
{
	/* From its own threshold on: the rates of the row itself. */
	return c->uncalibrated ? (struct error_rate){ .calibrated = false }
			       : calibration_rate(c->check, c->version, c->stratum, c->threshold);
}

static void show_point(const struct calibration *c)
{
	struct error_rate e = rate_of(c);
	struct str s;

	str_init(&s, 4096);
	e.stratum = e.set = NULL; /* said once for both points */
	rate_words(&s, &e);
	printf("    %-8s %s\n", operating_point_name(c->point), s.data);
	str_release(&s);
}

static void show_uncalibrated(const struct calibration *c)
{
	struct str s;

	str_init(&s, 4096);
	str_printf(&s, "uncalibrated: %s", c->uncalibrated);
	if (!isnan(c->fpr)) {
		str_puts(&s, "; by itself it flags ");
		rate_percent(&s, c->fpr);
		str_printf(&s, " of %u genuine pictures of %u sources", c->n_genuine, c->sources_genuine);
	}
	printf("    %s\n", s.data);
	str_release(&s);
}

static void show_area(const struct calibration *c)
{
	struct str s;

	str_init(&s, 4096);
	if (!isnan(c->auc))
		str_printf(&s, "ROC AUC %.2f (95 %% interval %.2f to %.2f), ", c->auc, c->auc_lo, c->auc_hi);
	str_puts(&s, "silent about ");
	rate_percent(&s, c->abstain_genuine);
	str_puts(&s, " of the genuine and ");
	rate_percent(&s, c->abstain_positive);
	printf("    %s of the other pictures; set %s, %s\n", s.data, c->set, c->date);
	str_release(&s);
}

static void show_stratum(const struct analyzer *a, const char *stratum)
{
	const struct calibration *notice = calibration_find(a->id, a->version, stratum, POINT_NOTICE);
	const struct calibration *warning = calibration_find(a->id, a->version, stratum, POINT_WARNING);

	printf("  %s pictures: %s\n", stratum, stratum_words(stratum));
	if (!notice) {
		puts("    not measured: " RATE_UNCALIBRATED);
		return;
	}
	if (notice->uncalibrated)
		show_uncalibrated(notice);
	else
		show_point(notice);
	if (warning)
		show_point(warning);
	else if (!notice->uncalibrated)
		puts("    warning  never alone: false alarms are not rare enough");
	show_area(notice);
}

static void show_rates(const struct analyzer *a)
{
	if (!a->scores) {
		printf("error rate  %s\n", no_claim);
		return;
	}
	puts("error rate");
	for (size_t i = 0; strata[i]; i++)
		show_stratum(a, strata[i]);
}

/* In a line or two. */
static void list_rates(const struct analyzer *a)
{
	const char *sep = "error rate: ";

	if (!a->scores)
		printf("             %s%s\n", sep, no_claim);
	for (size_t i = 0; a->scores && strata[i]; i++) {
		const struct calibration *c = calibration_find(a->id, a->version, strata[i], POINT_NOTICE);
		struct error_rate e = c ? rate_of(c) : (struct error_rate){ .calibrated = false };
		struct str s;

		str_init(&s, 4096);
		str_printf(&s, "%s pictures: ", strata[i]);
		if (e.calibrated) {
			str_puts(&s, "flags ");
			rate_percent(&s, e.fpr);
			str_printf(&s, " of %u genuine ones, finds ", e.n_genuine);
			rate_percent(&s, e.tpr);
			str_printf(&s, " of %u others", e.n_positive);
		} else {
			str_puts(&s, "uncalibrated, so it reaches notice at most");
		}
		printf("             %s%s\n", sep, s.data);
		str_release(&s);
		sep = "            ";
	}
}

static void list_all(void)
{
	for (size_t i = 0; analyzers[i]; i++) {
		const struct analyzer *a = analyzers[i];

		printf("%-12s %s\n             %s\n", a->id, a->title, a->question);
		list_rates(a);
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
	printf("trace       %s\n", trace_name(a->trace));
	show_rates(a);
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
