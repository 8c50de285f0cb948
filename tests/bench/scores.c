/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "tests/bench/scores.h"

#include "analyzers/stratum.h"
#include "src/base/mem.h"
#include "tests/bench/trials.h"
#include "tests/bench/tsv.h"

#include <math.h>
#include <unistd.h>

static const char *const roles[ROLE_COUNT] = { "both", "false-alarms", "balanced" };
static const char *const statuses[ROW_STATUS_COUNT] = { "done", "not_applicable", "failed" };

const char *role_name(enum role r)
{
	return roles[r];
}

void bench_release(struct bench *b)
{
	for (size_t i = 0; i < b->n_pictures; i++) {
		free(b->pictures[i].file);
		free(b->pictures[i].set);
		free(b->pictures[i].label);
		free(b->pictures[i].source);
	}
	free(b->pictures);
	free(b->rows);
	*b = (struct bench){ .pictures = NULL };
}

/* One more item; the size doubles, so that n a power of two means full. */
static void *grow(void *items, size_t n, size_t size)
{
	if (n && (n & (n - 1)))
		return items;
	items = realloc(items, (n ? 2 * n : 1) * size);
	if (!items)
		abort();
	return items;
}

/* ---- pictures ---- */

static char *part(const char **at)
{
	size_t len = strcspn(*at, "/");
	char *s = mem_need(len + 1, 1);

	memcpy(s, *at, len);
	*at += len + ((*at)[len] == '/');
	return s;
}

static bool find_picture(const struct bench *b, const char *file, size_t *out)
{
	for (size_t i = b->n_pictures; i > 0; i--)
		if (strcmp(b->pictures[i - 1].file, file) == 0) {
			*out = i - 1;
			return true;
		}
	return false;
}

enum status bench_picture(struct bench *b, const char *file, size_t *out, struct error *e)
{
	const char *at = file;
	struct picture *p;

	if (find_picture(b, file, out))
		return ST_OK;
	b->pictures = grow(b->pictures, b->n_pictures, sizeof *b->pictures);
	p = &b->pictures[b->n_pictures++];
	*p = (struct picture){ .level = -1 };
	p->file = mem_need_str(file);
	p->set = part(&at);
	p->label = part(&at);
	p->source = part(&at);
	while (strcmp(b->pictures[p->first].set, p->set) != 0 ||
	       strcmp(b->pictures[p->first].source, p->source) != 0)
		p->first++;
	if (!*at)
		return err_set(e, ST_USAGE, "not of the form SET/LABEL/SOURCE/FILE: '%s'", file);
	*out = b->n_pictures - 1;
	return ST_OK;
}

struct score_row *bench_row(struct bench *b)
{
	b->rows = grow(b->rows, b->n_rows, sizeof *b->rows);
	b->rows[b->n_rows] =
		(struct score_row){ .score = (double)NAN, .level = -1, .pixel_auc = (double)NAN };
	return &b->rows[b->n_rows++];
}

/* ---- reading ---- */

static int place(const char *word, const char *const *words, int n)
{
	for (int i = 0; i < n; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

static const char *known_stratum(const char *id)
{
	for (size_t i = 0; strata[i]; i++)
		if (strcmp(strata[i], id) == 0)
			return strata[i];
	return NULL;
}

static double number(const char *s)
{
	return s && *s ? strtod(s, NULL) : (double)NAN;
}

static int level_of(const char *s)
{
	enum level l = s && *s ? level_from_name(s) : LEVEL_COUNT;

	return l == LEVEL_COUNT ? -1 : (int)l;
}

static enum status wrong(const struct tsv *t, struct error *e, const char *what)
{
	return err_set(e, ST_CORRUPT, "'%s', line %u: %s", t->path, t->line, what);
}

/* What the examination found stays: it was measured on the file itself. */
static enum status read_picture(struct bench *b, const struct tsv *t, size_t *at, struct error *e)
{
	const char *stratum = known_stratum(tsv_cell(t, "stratum")), *sha = tsv_cell(t, "sha256");
	struct picture *p;
	enum status st = bench_picture(b, tsv_cell(t, "file"), at, e);

	if (st)
		return st;
	p = &b->pictures[*at];
	if (strcmp(p->set, tsv_cell(t, "set")) != 0 || strcmp(p->label, tsv_cell(t, "label")) != 0 ||
	    strcmp(p->source, tsv_cell(t, "source")) != 0)
		return wrong(t, e, "set, label or source are not those of the file's name");
	if (p->stratum && stratum && p->stratum != stratum)
		b->restrata++;
	if (!p->stratum)
		p->stratum = stratum;
	if (!p->stratum)
		return wrong(t, e, "no such stratum");
	if (sha && !p->sha256[0])
		snprintf(p->sha256, sizeof p->sha256, "%s", sha);
	if (p->level < 0)
		p->level = level_of(tsv_cell(t, "picture_level"));
	return ST_OK;
}

static void read_map(struct score_row *r, const struct tsv *t)
{
	const char *map = tsv_cell(t, "map");

	r->has_map = map && *map;
	if (!r->has_map)
		return;
	r->has_mask = strcmp(map, "masked") == 0;
	r->pixel_auc = number(tsv_cell(t, "pixel_auc"));
	r->cells = (struct confusion){ .tp = strtoull(tsv_cell(t, "tp"), NULL, 10),
				       .fp = strtoull(tsv_cell(t, "fp"), NULL, 10),
				       .fn = strtoull(tsv_cell(t, "fn"), NULL, 10),
				       .tn = strtoull(tsv_cell(t, "tn"), NULL, 10) };
}

static enum status read_row(struct bench *b, const struct tsv *t, bool held_out, size_t before,
			    struct error *e)
{
	const struct analyzer *check = analyzer_find(tsv_cell(t, "check"));
	int status = place(tsv_cell(t, "status"), statuses, ROW_STATUS_COUNT);
	struct score_row *r = NULL;
	size_t at;
	enum status st;

	if (!check || status < 0)
		return wrong(t, e, check ? "no such status" : "no such check");
	if (strtoul(tsv_cell(t, "version"), NULL, 10) != check->version && !held_out) {
		b->outdated++;
		return ST_OK;
	}
	if (strtoul(tsv_cell(t, "version"), NULL, 10) != check->version)
		return err_set(e, ST_MISMATCH, "'%s', line %u: version %s of '%s', this build has %u",
			       t->path, t->line, tsv_cell(t, "version"), check->id, check->version);
	if ((st = read_picture(b, t, &at, e)) != ST_OK)
		return st;
	for (size_t i = 0; i < before && !r; i++)
		if (held_out && b->rows[i].picture == at && b->rows[i].check == check)
			r = &b->rows[i];
	if (r)
		b->replaced++;
	else
		r = bench_row(b);
	r->picture = at;
	r->check = check;
	r->status = (enum row_status)status;
	r->score = number(tsv_cell(t, "score"));
	r->level = level_of(tsv_cell(t, "level"));
	r->held_out = held_out;
	read_map(r, t);
	if (!isnan(r->score) && !(r->score >= 0 && r->score <= 1))
		return wrong(t, e, "a score outside 0 to 1");
	return ST_OK;
}

static enum status need_columns(const struct tsv *t, struct error *e, const char *const *names)
{
	for (; *names; names++) {
		bool found = false;

		for (size_t i = 0; i < t->n; i++)
			found = found || strcmp(t->names[i], *names) == 0;
		if (!found)
			return err_set(e, ST_CORRUPT, "'%s' has no column '%s'", t->path, *names);
	}
	return ST_OK;
}

enum status bench_read(struct bench *b, const char *path, bool held_out, struct error *e)
{
	static const char *const names[] = { "check",	"version", "set",   "label", "source", "file",
					     "stratum", "status",  "score", "level", NULL };
	size_t before = b->n_rows;
	struct tsv t;
	bool more = true;
	enum status st = tsv_open(&t, path, e);

	if (st)
		return st;
	st = need_columns(&t, e, names);
	while (!st && (st = tsv_next(&t, &more, e)) == ST_OK && more)
		st = read_row(b, &t, held_out, before, e);
	tsv_close(&t);
	return st;
}

/* ---- writing ---- */

void bench_write(const struct bench *b, FILE *out)
{
	fputs("check\tversion\tset\tlabel\tsource\tfile\tstratum\tstatus\tscore\tlevel\tsha256\tpicture_"
	      "level\tmap\t"
	      "pixel_auc\ttp\tfp\tfn\ttn\n",
	      out);
	for (size_t i = 0; i < b->n_rows; i++) {
		const struct score_row *r = &b->rows[i];
		const struct picture *p = &b->pictures[r->picture];

		fprintf(out, "%s\t%u\t%s\t%s\t%s\t%s\t%s\t%s\t", r->check->id, r->check->version, p->set,
			p->label, p->source, p->file, p->stratum, statuses[r->status]);
		if (!isnan(r->score))
			fprintf(out, "%.9g", r->score);
		fprintf(out, "\t%s\t%s\t%s\t%s\t", r->level < 0 ? "" : level_name((enum level)r->level),
			p->sha256, p->level < 0 ? "" : level_name((enum level)p->level),
			!r->has_map   ? ""
			: r->has_mask ? "masked"
				      : "free");
		if (!isnan(r->pixel_auc))
			fprintf(out, "%.9g", r->pixel_auc);
		fprintf(out, "\t%llu\t%llu\t%llu\t%llu\n", (unsigned long long)r->cells.tp,
			(unsigned long long)r->cells.fp, (unsigned long long)r->cells.fn,
			(unsigned long long)r->cells.tn);
	}
}

/* ---- the layout's own tables ---- */

static enum status manifest_row(struct bench *b, const struct tsv *t, struct error *e)
{
	const char *file = tsv_cell(t, "file"), *sha = tsv_cell(t, "sha256");
	size_t at;

	(void)e;
	if (find_picture(b, file, &at) && !b->pictures[at].sha256[0])
		snprintf(b->pictures[at].sha256, sizeof b->pictures[at].sha256, "%s", sha);
	return ST_OK;
}

static enum status role_row(struct bench *b, const struct tsv *t, struct error *e)
{
	const char *set = tsv_cell(t, "set"), *label = tsv_cell(t, "label"), *source = tsv_cell(t, "source");
	int role = place(tsv_cell(t, "role"), roles, ROLE_COUNT);

	if (role < 0)
		return wrong(t, e, "the role is 'both', 'false-alarms' or 'balanced'");
	for (size_t i = 0; i < b->n_pictures; i++) {
		struct picture *p = &b->pictures[i];

		if (strcmp(p->set, set) == 0 && strcmp(p->label, label) == 0 &&
		    strcmp(p->source, source) == 0)
			p->role = (enum role)role;
	}
	return ST_OK;
}

static enum status read_table(struct bench *b, const char *dir, const char *name, const char *const *columns,
			      enum status (*row)(struct bench *b, const struct tsv *t, struct error *e),
			      struct error *e)
{
	char path[4096];
	struct tsv t;
	bool more = true;
	enum status st;

	snprintf(path, sizeof path, "%s/%s", dir, name);
	if (access(path, F_OK) != 0)
		return ST_OK;
	if ((st = tsv_open(&t, path, e)) != ST_OK)
		return st;
	st = need_columns(&t, e, columns);
	while (!st && (st = tsv_next(&t, &more, e)) == ST_OK && more)
		st = row(b, &t, e);
	tsv_close(&t);
	return st;
}

enum status bench_layout(struct bench *b, const char *dir, struct error *e)
{
	static const char *const manifest[] = { "file", "sha256", NULL };
	static const char *const role[] = { "set", "label", "source", "role", NULL };
	enum status st = read_table(b, dir, "MANIFEST.tsv", manifest, manifest_row, e);

	return st ? st : read_table(b, dir, "ROLES.tsv", role, role_row, e);
}

/* ---- copies ---- */

static int by_bytes(const void *x, const void *y)
{
	const struct picture *a = *(struct picture *const *)x, *b = *(struct picture *const *)y;
	int order = strcmp(a->sha256, b->sha256);

	return order ? order : strcmp(a->file, b->file);
}

static void judge_copies(struct bench *b, struct picture **p, size_t n)
{
	bool mixed = false;

	for (size_t i = 1; i < n; i++)
		mixed = mixed || label_is_genuine(p[i]) != label_is_genuine(p[0]);
	for (size_t i = mixed ? 0 : 1; i < n; i++)
		p[i]->dropped = true;
	*(mixed ? &b->contradictory : &b->copies) += mixed ? n : n - 1;
}

void drop_copies(struct bench *b)
{
	struct picture **p = mem_need(b->n_pictures + 1, sizeof *p);
	size_t n = 0;

	for (size_t i = 0; i < b->n_pictures; i++)
		if (b->pictures[i].sha256[0])
			p[n++] = &b->pictures[i];
	qsort(p, n, sizeof(struct picture *), by_bytes);
	for (size_t i = 0, j; i < n; i = j) {
		for (j = i + 1; j < n && strcmp(p[j]->sha256, p[i]->sha256) == 0;)
			j++;
		if (j > i + 1)
			judge_copies(b, p + i, j - i);
	}
	free(p);
}
