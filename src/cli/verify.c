/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Provenance only: what was signed, by whom, when, and whether it still holds. One screen a picture. */
#include "src/base/base.h"
#include "src/cli/command.h"

#include "src/cli/scan_plan.h"
#include "src/report/provenance_screen.h"

#include <langinfo.h>
#include <locale.h>
#include <sys/ioctl.h>
#include <unistd.h>

enum { WIDTH = 80, HEIGHT = 24, WIDTH_MIN = 40, WIDTH_MAX = 200, HEIGHT_MIN = 12 };

static void no_head(FILE *out)
{
	(void)out;
}

static void no_tail(FILE *out, const struct problem_list *problems)
{
	(void)out;
	(void)problems;
}

/* A file whose pixels have no reader here may be signed all the same. */
static bool examined(const struct examination *x)
{
	const struct result *r = exam_result(x, "c2pa");

	return x->status == ST_OK || (x->status == ST_UNSUPPORTED && r && r->status == RESULT_DONE && r->details);
}

static void one(struct str *o, const struct examination *x, const struct scan_style *style)
{
	struct provenance_style screen = { .width = style->width, .height = style->height, .all = style->all,
					   .ascii = style->ascii, .colour = style->colour };
	char text[480];

	if (examined(x))
		provenance_screen(o, x, &screen);
	else
		str_printf(o, "%s\n  could not be examined: %s\n", x->path ? x->path : "?",
			   err_text(&x->error, text, sizeof text));
}

static const struct scan_format table = {
	.name = "table", .between = "\n", .head = no_head, .one = one, .tail = no_tail,
};

/* All that is named must verify for a 0: a script that asks whether pictures are what was signed wants no yes for one
 * that nobody signed. */
static enum exit_code judge(const struct examination *x)
{
	switch (provenance_outcome(x)) {
	case OUTCOME_INTACT: return EXIT_DONE;
	case OUTCOME_BROKEN: return EXIT_UNVERIFIED;
	case OUTCOME_NOTHING: return EXIT_NOTHING;
	default: return EXIT_SOME;
	}
}

/* A terminal has its size; what is written elsewhere is the same everywhere. */
static void measure(struct scan_style *s)
{
	struct winsize w;

	s->width = WIDTH;
	s->height = HEIGHT - 1; /* the shell's prompt takes a line */
	if (!isatty(STDOUT_FILENO))
		return;
	setlocale(LC_CTYPE, "");
	s->ascii = s->ascii || strcmp(nl_langinfo(CODESET), "UTF-8") != 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &w) != 0 || w.ws_col == 0 || w.ws_row == 0)
		return;
	s->width = w.ws_col < WIDTH_MIN ? WIDTH_MIN : w.ws_col > WIDTH_MAX ? WIDTH_MAX : w.ws_col;
	s->height = w.ws_row <= HEIGHT_MIN ? HEIGHT_MIN : w.ws_row - 1u;
}

enum exit_code cmd_verify(const struct cli_args *a)
{
	struct scan_plan plan = { .style = { .colour = cli_colour(a->color, stdout), .all = a->all, .ascii = a->ascii },
				  .checks = "c2pa,attestation,contradiction", .judge = judge, .examined = examined };

	if (a->n_words == 0 && !a->files_from)
		return cli_usage("nothing to verify; name pictures or folders; see 'cottingley verify --help'");
	if (!a->format || strcmp(a->format, "table") == 0)
		plan.format = &table;
	else if (strcmp(a->format, "json") == 0 || strcmp(a->format, "ndjson") == 0)
		plan.format = scan_format_find(a->format);
	else
		return cli_usage("unknown format '%s'; there are table, json and ndjson", a->format);
	measure(&plan.style);
	return scan_run(a, &plan);
}
