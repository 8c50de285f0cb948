/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "tests/bench/write.h"

#include "analyzers/stratum.h"
#include "src/base/mem.h"
#include "src/base/str.h"
#include "tests/bench/tables.h"

#include <errno.h>
#include <math.h>

/* ---- what is proposed ---- */

struct proposal propose(const struct bench *b, const char *date)
{
	struct proposal p = { .n = 0 };
	size_t most = 0, rows = 0;

	while (analyzers[most])
		most++;
	p.items = mem_need(2 * most + 1, sizeof *p.items);
	p.table = mem_need(4 * most + 1, sizeof *p.table);
	for (size_t i = 0; i < most; i++)
		for (size_t k = 0; analyzers[i]->scores && strata[k]; k++) {
			struct measured *m = &p.items[p.n++];

			*m = measure_points(b, analyzers[i], strata[k], date);
			for (int point = 0; point < POINT_COUNT; point++)
				if (m->rows[point].check)
					p.table[rows++] = m->rows[point];
		}
	return p;
}

void release_proposal(struct proposal *p)
{
	for (size_t i = 0; i < p->n; i++)
		measured_release(&p->items[i]);
	free(p->items);
	free(p->table);
	*p = (struct proposal){ .n = 0 };
}

/* ---- the table ---- */

static void real(struct str *o, const char *name, double v)
{
	if (isnan(v))
		str_printf(o, " .%s = NAN,", name);
	else
		str_printf(o, " .%s = %.6g,", name, v);
}

static void three(struct str *o, const char *name, double v, double lo, double hi)
{
	char text[32];

	real(o, name, v);
	snprintf(text, sizeof text, "%s_lo", name);
	real(o, text, lo);
	snprintf(text, sizeof text, "%s_hi", name);
	real(o, text, hi);
}

static void table_row(struct str *o, const struct calibration *c)
{
	str_printf(o, "\t{ .check = \"%s\", .version = %u, .stratum = \"%s\", .point = %s,", c->check,
		   c->version, c->stratum, c->point == POINT_WARNING ? "POINT_WARNING" : "POINT_NOTICE");
	if (c->uncalibrated)
		str_printf(o, "\n\t  .uncalibrated = \"%s\",", c->uncalibrated);
	str_puts(o, "\n\t ");
	real(o, "threshold", c->threshold);
	three(o, "fpr", c->fpr, c->fpr_lo, c->fpr_hi);
	str_puts(o, "\n\t ");
	three(o, "tpr", c->tpr, c->tpr_lo, c->tpr_hi);
	str_printf(o,
		   "\n\t  .n_genuine = %u, .n_positive = %u, .sources_genuine = %u, .sources_positive = "
		   "%u,\n\t ",
		   c->n_genuine, c->n_positive, c->sources_genuine, c->sources_positive);
	three(o, "auc", c->auc, c->auc_lo, c->auc_hi);
	real(o, "abstain_genuine", c->abstain_genuine);
	real(o, "abstain_positive", c->abstain_positive);
	str_printf(o, "\n\t  .set = \"%s\", .date = \"%s\" },\n", c->set, c->date);
}

static void table_text(struct str *o, const struct calibration *table)
{
	str_puts(o, "/* SPDX-License-Identifier: GPL-3.0-or-later */\n"
		    "/* Written by tests/bench/accuracy --write: do not edit. */\n"
		    "#include \"src/base/base.h\"\n"
		    "#include \"analyzers/calibration.h\"\n\n"
		    "#include <math.h>\n\n"
		    "const struct calibration calibration_table[] = {\n");
	for (; table->check; table++)
		table_row(o, table);
	str_puts(o, "\t{ .check = NULL },\n};\n");
}

/* ---- the cards: mdoc, one sentence a line ---- */

static void percent(struct str *o, double v, double lo, double hi)
{
	str_printf(o, "%.*f %% (%.*f to %.*f %%)", v < .1 ? 2 : 1, 100 * v, v < .1 ? 2 : 1, 100 * lo,
		   v < .1 ? 2 : 1, 100 * hi);
}

static void card_point(struct str *o, const struct calibration *c)
{
	if (!c->check)
		return;
	str_printf(o, "The level\n.Em %s\nbegins at a score of %.4f.\nIt is reached by ",
		   operating_point_name(c->point), c->threshold);
	percent(o, c->fpr, c->fpr_lo, c->fpr_hi);
	str_puts(o, " of genuine pictures and by ");
	percent(o, c->tpr, c->tpr_lo, c->tpr_hi);
	str_puts(o, " of what it looks for.\n");
}

static void card_silence(struct str *o, const struct calibration *c)
{
	if (!isnan(c->abstain_genuine))
		str_printf(o, "It was silent about %.0f %% of the genuine", 100 * c->abstain_genuine);
	if (!isnan(c->abstain_genuine) && !isnan(c->abstain_positive))
		str_printf(o, " and %.0f %% of the other", 100 * c->abstain_positive);
	if (!isnan(c->abstain_genuine))
		str_puts(o, " pictures.\n");
}

static void card_stratum(struct str *o, const struct measured *m)
{
	const struct calibration *c = &m->rows[POINT_NOTICE];

	str_printf(o, ".It %s\nPictures %s: %u genuine ones of %u sources, %u others of %u (set %s).\n",
		   c->stratum, stratum_words(c->stratum), c->n_genuine, c->sources_genuine, c->n_positive,
		   c->sources_positive, c->set);
	if (m->reason)
		str_printf(o, "Uncalibrated: %s.\n", m->reason);
	if (!isnan(c->auc))
		str_printf(o, "Area under the ROC curve %.3f (%.3f to %.3f).\n", c->auc, c->auc_lo,
			   c->auc_hi);
	if (m->reason && !isnan(c->fpr)) {
		str_puts(o, "It raised something on ");
		percent(o, c->fpr, c->fpr_lo, c->fpr_hi);
		str_puts(o, " of the genuine ones.\n");
	}
	for (int p = 0; p < POINT_COUNT && !m->reason; p++)
		card_point(o, &m->rows[p]);
	if (m->no_warning && !m->reason)
		str_puts(o, "It never raises a\n.Em warning\nalone: its false alarms are not rare enough for "
			    "that.\n");
	card_silence(o, c);
}

static void card_scores(struct str *o, const struct analyzer *a, const struct proposal *p, const char *date)
{
	str_printf(o,
		   ".Pp\n.Em Measured .\nVersion %u, on %s; 95 %% intervals are in brackets.\n.Bl -tag "
		   "-width Ds\n",
		   a->version, date);
	for (size_t i = 0; i < p->n; i++)
		if (strcmp(p->items[i].rows[POINT_NOTICE].check, a->id) == 0)
			card_stratum(o, &p->items[i]);
	str_puts(o, ".El\n");
}

/* A check without scores: how often its rules speak about pictures that nobody touched. */
static void card_flags(struct str *o, const struct bench *b, const struct analyzer *a,
		       const struct proposal *p, const char *date)
{
	struct flags f = count_flags(b, a, p->table);

	str_printf(o, ".Pp\n.Em Measured .\nVersion %u, on %s.\n", a->version, date);
	if (f.genuine)
		str_printf(o,
			   "Of %zu pictures that nobody is known to have touched, %zu raised a notice or "
			   "more, %zu a warning or "
			   "more, and %zu an alert.\n",
			   f.genuine, f.flagged_genuine[LEVEL_NOTICE], f.flagged_genuine[LEVEL_WARNING],
			   f.flagged_genuine[LEVEL_ALERT]);
	else
		str_puts(o, "There were no pictures to count on.\n");
	if (f.positive)
		str_printf(o, "Of %zu edited ones it was %zu, %zu and %zu.\n", f.positive,
			   f.flagged_positive[LEVEL_NOTICE], f.flagged_positive[LEVEL_WARNING],
			   f.flagged_positive[LEVEL_ALERT]);
}

static void card(struct str *o, const struct bench *b, const struct analyzer *a, const struct proposal *p,
		 const char *date)
{
	if (a->scores)
		card_scores(o, a, p, date);
	else
		card_flags(o, b, a, p, date);
}

/* ---- files ---- */

static enum status read_file(const char *path, struct str *out, struct error *e)
{
	FILE *f = fopen(path, "re");
	char chunk[8192];
	size_t n;

	if (!f)
		return err_errno(e, ST_IO, errno, "cannot open '%s'", path);
	while ((n = fread(chunk, 1, sizeof chunk, f)) > 0)
		str_add(out, chunk, n);
	fclose(f);
	return ST_OK;
}

/* Beside it and then over it: a run that is stopped leaves the old one. */
static enum status write_file(const char *path, const struct str *text, struct error *e)
{
	char part[4200];
	FILE *f;

	snprintf(part, sizeof part, "%s.part", path);
	f = fopen(part, "we");
	if (!f || text->failed || fwrite(text->data, 1, text->len, f) != text->len || fflush(f) != 0) {
		if (f)
			fclose(f);
		return err_errno(e, ST_IO, errno, "cannot write '%s'", part);
	}
	fclose(f);
	return rename(part, path) == 0 ? ST_OK : err_errno(e, ST_IO, errno, "cannot write '%s'", path);
}

static const char end_marker[] = ".\\\" calibration ends\n";

/* Copies the page up to the check's marker, and puts the card in the place of what stood up to the end
 * marker. */
static enum status put_card(const char **at, struct str *o, const char *id, const struct str *text,
			    struct error *e)
{
	char marker[128];
	const char *from, *to;

	snprintf(marker, sizeof marker, ".\\\" calibration of %s: written by tests/bench/accuracy --write\n",
		 id);
	from = strstr(*at, marker);
	to = from ? strstr(from, end_marker) : NULL;
	if (!to)
		return err_set(e, ST_CORRUPT, "the page of methods has no place for the calibration of '%s'",
			       id);
	from += strlen(marker);
	str_add(o, *at, (size_t)(from - *at));
	str_add(o, text->data, text->len);
	*at = to;
	return ST_OK;
}

static enum status write_cards(const struct bench *b, const struct proposal *p, const char *path,
			       const char *date, struct error *e)
{
	struct str page, out, text;
	const char *at;
	enum status st;

	str_init(&page, 1u << 22);
	str_init(&out, 1u << 22);
	str_init(&text, 1u << 20);
	st = read_file(path, &page, e);
	at = page.data;
	/* In the order of the page, which need not be that of the registry. */
	for (const char *found = at; !st && (found = strstr(found, ".\\\" calibration of ")) != NULL;
	     found++) {
		const char *id = found + strlen(".\\\" calibration of ");
		char name[64];
		const struct analyzer *a;

		snprintf(name, sizeof name, "%.*s", (int)strcspn(id, ":\n"), id);
		a = analyzer_find(name);
		if (!a) {
			st = err_set(e, ST_CORRUPT,
				     "the page of methods has a calibration of '%s', which is no check",
				     name);
			break;
		}
		str_clear(&text);
		card(&text, b, a, p, date);
		st = put_card(&at, &out, name, &text, e);
	}
	str_puts(&out, at);
	if (!st)
		st = write_file(path, &out, e);
	str_release(&page);
	str_release(&out);
	str_release(&text);
	return st;
}

enum status write_calibration(const struct bench *b, const struct proposal *p, const char *tree,
			      const char *date, struct error *e)
{
	char path[4096];
	struct str text;
	enum status st;

	str_init(&text, 1u << 22);
	table_text(&text, p->table);
	snprintf(path, sizeof path, "%s/analyzers/calibration_table.c", tree);
	st = write_file(path, &text, e);
	str_release(&text);
	snprintf(path, sizeof path, "%s/man/cottingley-methods.7", tree);
	return st ? st : write_cards(b, p, path, date, e);
}
