/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "tests/bench/tables.h"

#include "analyzers/stratum.h"
#include "src/base/mem.h"

#include <math.h>

enum { WIDEST_NAME = 34 };

const char *interval_text(char out[INTERVAL_TEXT], const struct interval *i)
{
	if (isnan(i->value))
		snprintf(out, INTERVAL_TEXT, "-");
	else if (isnan(i->lo))
		snprintf(out, INTERVAL_TEXT, "%.3f", i->value);
	else
		snprintf(out, INTERVAL_TEXT, "%.3f (%.3f to %.3f)", i->value, i->lo, i->hi);
	return out;
}

bool has_rows(const struct bench *b, const struct analyzer *check)
{
	for (size_t i = 0; i < b->n_rows; i++)
		if (b->rows[i].check == check)
			return true;
	return false;
}

/* ---- lists of names ---- */

/* A SET/SOURCE or SET/LABEL that occurs, in bytewise order, each once. */
struct names {
	char **items;
	size_t n;
};

static void add_name(struct names *l, const char *a, const char *b)
{
	char text[512];

	snprintf(text, sizeof text, "%s/%s", a, b);
	for (size_t i = 0; i < l->n; i++)
		if (strcmp(l->items[i], text) == 0)
			return;
	l->items = realloc(l->items, (l->n + 1) * sizeof *l->items);
	if (!l->items)
		abort();
	l->items[l->n++] = mem_need_str(text);
}

static int by_name(const void *x, const void *y)
{
	return strcmp(*(char *const *)x, *(char *const *)y);
}

static void sort_names(struct names *l)
{
	if (l->n)
		qsort(l->items, l->n, sizeof(char *), by_name);
}

static void release_names(struct names *l)
{
	for (size_t i = 0; i < l->n; i++)
		free(l->items[i]);
	free(l->items);
}

/* ---- pictures ---- */

static bool is_label(const struct picture *p, const char *name)
{
	size_t len = strlen(p->set);

	return strncmp(name, p->set, len) == 0 && name[len] == '/' && strcmp(name + len + 1, p->label) == 0;
}

static void print_label(const struct bench *b, const char *name)
{
	struct names sources = { NULL, 0 };
	size_t n = 0, large = 0;

	for (size_t i = 0; i < b->n_pictures; i++) {
		const struct picture *p = &b->pictures[i];

		if (p->dropped || !is_label(p, name))
			continue;
		add_name(&sources, p->set, p->source);
		n++;
		large += p->stratum && strcmp(p->stratum, "large") == 0;
	}
	printf("  %-*s %6zu %8zu %6zu %6zu\n", WIDEST_NAME, name, n, sources.n, large, n - large);
	release_names(&sources);
}

void print_pictures(const struct bench *b)
{
	struct names labels = { NULL, 0 };

	for (size_t i = 0; i < b->n_pictures; i++)
		add_name(&labels, b->pictures[i].set, b->pictures[i].label);
	sort_names(&labels);
	printf("%zu pictures; left out: %zu copies of a picture that stays, %zu that stand under two "
	       "labels\n",
	       b->n_pictures, b->copies, b->contradictory);
	if (b->outdated)
		printf("%zu rows of checks in other versions than they have now are left out: scan again\n",
		       b->outdated);
	if (b->replaced)
		printf("%zu results stand for held-out sources: a model that had not seen the source gave "
		       "them\n",
		       b->replaced);
	if (b->restrata)
		printf("%zu rows of scores files name another stratum than the file has; the file's is "
		       "used\n",
		       b->restrata);
	printf("\n  %-*s %6s %8s %6s %6s\n", WIDEST_NAME, "set/label", "n", "sources", "large", "small");
	for (size_t i = 0; i < labels.n; i++)
		print_label(b, labels.items[i]);
	release_names(&labels);
}

/* ---- ROC ---- */

static void roc_line(const char *name, const struct samples *s)
{
	char area[INTERVAL_TEXT], one[INTERVAL_TEXT], five[INTERVAL_TEXT];
	struct interval a = bootstrap(s->items, s->n, auc, 0);
	struct interval b = bootstrap(s->items, s->n, tpr_at_fpr, .01);
	struct interval c = bootstrap(s->items, s->n, tpr_at_fpr, .05);

	printf("  %-*s %7zu %7zu %8zu  %-23s  %-23s  %s\n", WIDEST_NAME, name, count_sources(s->items, s->n),
	       s->genuine, s->positive, interval_text(area, &a), interval_text(one, &b),
	       interval_text(five, &c));
}

static void roc_lines(const struct bench *b, const struct selection *like, const char *name)
{
	struct selection sel = *like;
	char text[128];

	for (size_t i = 0; i == 0 || strata[i - 1]; i++) {
		struct samples s;

		sel.stratum = i ? strata[i - 1] : NULL;
		s = select_samples(b, &sel);
		snprintf(text, sizeof text, "%s, %s", name, i ? strata[i - 1] : "every stratum");
		if (s.genuine && s.positive)
			roc_line(text, &s);
		samples_release(&s);
	}
}

static void print_roc(const struct bench *b, const struct analyzer *check)
{
	static const char *const names[] = { "all sources", "usable sources", "balanced sources" };

	printf("\n  %-*s %7s %7s %8s  %-23s  %-23s  %s\n", WIDEST_NAME, "ROC", "sources", "genuine",
	       "positive", "AUC (95 % interval)", "found at 1 % false", "found at 5 % false");
	for (int pool = POOL_ALL; pool <= POOL_BALANCED; pool++) {
		struct selection sel = { .check = check, .pool = (enum pool)pool };

		roc_lines(b, &sel, names[pool]);
	}
	puts("  the same, with a picture that got no score as one of score .5:");
	for (int pool = POOL_ALL; pool <= POOL_BALANCED; pool++) {
		struct selection sel = { .check = check, .pool = (enum pool)pool, .abstentions = true };

		roc_lines(b, &sel, names[pool]);
	}
}

/* ---- by source ---- */

static size_t reached(const struct samples *s, bool positive, double threshold)
{
	size_t n = 0;

	for (size_t i = 0; i < s->n; i++)
		n += s->items[i].positive == positive && s->items[i].score >= threshold;
	return n;
}

static const struct calibration *calibrated(const struct calibration *table, const struct analyzer *check,
					    const char *stratum)
{
	const struct calibration *c = table_find(table, check->id, check->version, stratum, POINT_NOTICE);

	return c && !c->uncalibrated ? c : NULL;
}

static const char *role_of(const struct bench *b, const char *source)
{
	for (size_t i = 0; i < b->n_pictures; i++) {
		const struct picture *p = &b->pictures[i];
		size_t len = strlen(p->set);

		if (strncmp(source, p->set, len) == 0 && source[len] == '/' &&
		    strcmp(source + len + 1, p->source) == 0)
			return role_name(p->role);
	}
	return "-";
}

/* The genuine side of the false alarms and the positive side, in one line. */
static void source_line(const struct bench *b, const struct analyzer *check, const char *source,
			const char *stratum, const struct calibration *table)
{
	struct selection sel = { .check = check, .stratum = stratum, .source = source, .pool = POOL_ALL };
	struct samples tried = select_samples(b, &sel), alarms;
	const struct calibration *c = calibrated(table, check, stratum);
	struct interval area = bootstrap(tried.items, tried.n, auc, 0);
	char text[INTERVAL_TEXT], flagged[64] = "";

	sel.pool = POOL_ALARMS;
	alarms = select_samples(b, &sel);
	if (c)
		snprintf(flagged, sizeof flagged, "%zu of %zu, %zu of %zu",
			 reached(&alarms, false, c->threshold), alarms.genuine,
			 reached(&tried, true, c->threshold), tried.positive);
	if (alarms.n + alarms.abstained[0] + tried.n + tried.abstained[1])
		printf("  %-26s %-7s %-12s %7zu %6zu %8zu %6zu  %-23s  %s\n", source, stratum,
		       role_of(b, source), alarms.genuine, alarms.abstained[0], tried.positive,
		       tried.abstained[1], interval_text(text, &area), flagged);
	samples_release(&tried);
	samples_release(&alarms);
}

static void print_sources(const struct bench *b, const struct analyzer *check,
			  const struct calibration *table)
{
	struct names l = { NULL, 0 };

	for (size_t i = 0; i < b->n_pictures; i++)
		add_name(&l, b->pictures[i].set, b->pictures[i].source);
	sort_names(&l);
	printf("\n  %-26s %-7s %-12s %7s %6s %8s %6s  %-23s  %s\n", "set/source", "stratum", "role",
	       "genuine", "silent", "positive", "silent", "AUC", "flagged genuine, positive");
	for (size_t i = 0; i < l.n; i++)
		for (size_t k = 0; strata[k]; k++)
			source_line(b, check, l.items[i], strata[k], table);
	release_names(&l);
}

/* ---- rates at the thresholds in force ---- */

static void rate_line(const struct bench *b, const struct calibration *c, const struct analyzer *check,
		      enum pool pool)
{
	struct selection sel = { .check = check, .stratum = c->stratum, .pool = pool };
	struct samples s = select_samples(b, &sel);
	char text[INTERVAL_TEXT];
	struct interval i;

	if (s.n) {
		flag_at(&s, c->threshold);
		i = share_interval(s.items, s.n);
		printf("  %-7s %-8s %.4f  %-24s %6zu of %2zu sources  %s\n", operating_point_name(c->point),
		       c->stratum, c->threshold, pool_words[pool], s.n, count_sources(s.items, s.n),
		       interval_text(text, &i));
	}
	samples_release(&s);
}

static void print_rates(const struct bench *b, const struct analyzer *check, const struct calibration *table)
{
	static const enum pool pools[] = { POOL_ALARMS, POOL_POSITIVE, POOL_APART };

	puts("\n  share that reaches the threshold in force:");
	for (; table && table->check; table++)
		for (size_t k = 0; k < ARRAY_LEN(pools); k++)
			if (strcmp(table->check, check->id) == 0 && table->version == check->version &&
			    !table->uncalibrated)
				rate_line(b, table, check, pools[k]);
}

/* A shipped threshold that the check does not ask for would be a table about another program. */
static void print_disagreement(const struct bench *b, const struct analyzer *check)
{
	size_t n = 0, odd = 0;

	for (size_t i = 0; i < b->n_rows; i++) {
		const struct score_row *r = &b->rows[i];
		const struct picture *p = &b->pictures[r->picture];
		const struct calibration *c = calibrated(calibration_table, check, p->stratum);

		if (r->check != check || r->held_out || !c || r->level < 0)
			continue;
		n++;
		odd += r->level != level_under(r, p, calibration_table);
	}
	if (odd)
		printf("  %zu of %zu examined pictures have another level than the shipped thresholds give\n",
		       odd, n);
}

/* ---- by label ---- */

static void label_line(const struct bench *b, const struct analyzer *check, const char *label,
		       const struct calibration *table)
{
	size_t n = 0, silent = 0, failed = 0, flagged[LEVEL_COUNT] = { 0 };

	for (size_t i = 0; i < b->n_rows; i++) {
		const struct score_row *r = &b->rows[i];
		const struct picture *p = &b->pictures[r->picture];

		if (r->check != check || p->dropped || !is_label(p, label))
			continue;
		n++;
		silent += r->status == ROW_NOT_APPLICABLE ||
			  (r->status == ROW_DONE && check->scores && isnan(r->score));
		failed += r->status == ROW_FAILED;
		for (int l = LEVEL_NOTICE; l <= level_under(r, p, table); l++)
			flagged[l]++;
	}
	if (n)
		printf("  %-*s %6zu %6zu %6.1f %% %6zu %8zu %8zu %6zu\n", WIDEST_NAME, label, n, silent,
		       100. * (double)silent / (double)n, failed, flagged[LEVEL_NOTICE],
		       flagged[LEVEL_WARNING], flagged[LEVEL_ALERT]);
}

static void print_labels(const struct bench *b, const struct analyzer *check, const struct calibration *table)
{
	struct names l = { NULL, 0 };

	for (size_t i = 0; i < b->n_pictures; i++)
		add_name(&l, b->pictures[i].set, b->pictures[i].label);
	sort_names(&l);
	printf("\n  %-*s %6s %15s %6s %8s %8s %6s\n", WIDEST_NAME, "set/label", "n", "silent", "failed",
	       "notice+", "warning+", "alert");
	for (size_t i = 0; i < l.n; i++)
		label_line(b, check, l.items[i], table);
	release_names(&l);
}

/* ---- flags ---- */

struct flags count_flags(const struct bench *b, const struct analyzer *check, const struct calibration *table)
{
	struct flags f = { .genuine = 0 };

	for (size_t i = 0; i < b->n_rows; i++) {
		const struct score_row *r = &b->rows[i];
		const struct picture *p = &b->pictures[r->picture];
		enum side side = trial_side(check->id, p);
		bool positive = side == SIDE_POSITIVE;

		if (r->check != check || p->dropped || (!positive && !label_is_genuine(p)))
			continue;
		if (r->status != ROW_DONE) {
			f.silent++;
			continue;
		}
		*(positive ? &f.positive : &f.genuine) += 1;
		for (int l = LEVEL_NOTICE; l <= level_under(r, p, table); l++)
			(positive ? f.flagged_positive : f.flagged_genuine)[l]++;
	}
	return f;
}

static void print_flags(const struct bench *b, const struct analyzer *check, const struct calibration *table)
{
	struct flags f = count_flags(b, check, table);

	puts("");
	for (int l = LEVEL_NOTICE; l < LEVEL_COUNT; l++)
		printf("  %-8s and over: %zu of %zu genuine, %zu of %zu positive\n",
		       level_name((enum level)l), f.flagged_genuine[l], f.genuine, f.flagged_positive[l],
		       f.positive);
}

/* ---- maps ---- */

struct map_sums {
	size_t n, with_auc;
	double pixel_auc, f1, mcc;
	struct confusion cells;
};

static void add_map(struct map_sums *m, const struct score_row *r)
{
	double f1 = confusion_f1(&r->cells);

	m->n++;
	m->with_auc += !isnan(r->pixel_auc);
	m->pixel_auc += isnan(r->pixel_auc) ? 0 : r->pixel_auc;
	m->f1 += isnan(f1) ? 0 : f1;
	m->mcc += confusion_mcc(&r->cells);
	m->cells.tp += r->cells.tp;
	m->cells.fp += r->cells.fp;
	m->cells.fn += r->cells.fn;
	m->cells.tn += r->cells.tn;
}

static void print_maps(const struct bench *b, const struct analyzer *check)
{
	const struct judged_map *map = judged_map_of(check->id);
	struct map_sums masked = { .n = 0 }, genuine = { .n = 0 };
	uint64_t all;

	if (!map)
		return;
	for (size_t i = 0; i < b->n_rows; i++) {
		const struct score_row *r = &b->rows[i];
		const struct picture *p = &b->pictures[r->picture];

		if (r->check != check || !r->has_map || p->dropped)
			continue;
		if (r->has_mask)
			add_map(&masked, r);
		else if (label_is_genuine(p))
			add_map(&genuine, r);
	}
	printf("\n  map '%s', marked from %s = %g on, against masks of %zu pictures:", map->map, map->param,
	       param_value(check->params, map->param), masked.n);
	if (masked.n)
		printf(" pixel AUC %.3f (mean of %zu), F1 %.3f, MCC %.3f (means); all cells together F1 "
		       "%.3f, MCC %.3f",
		       masked.pixel_auc / (double)masked.with_auc, masked.with_auc,
		       masked.f1 / (double)masked.n, masked.mcc / (double)masked.n,
		       confusion_f1(&masked.cells), confusion_mcc(&masked.cells));
	all = genuine.cells.fp + genuine.cells.tn;
	if (all)
		printf("\n  marked on %zu genuine pictures: %.2f %% of the cells", genuine.n,
		       100. * (double)genuine.cells.fp / (double)all);
	puts("");
}

/* ---- a check ---- */

static void print_held_out(const struct bench *b, const struct analyzer *check)
{
	size_t held_out = 0, n = 0;

	for (size_t i = 0; i < b->n_rows; i++) {
		n += b->rows[i].check == check;
		held_out += b->rows[i].check == check && b->rows[i].held_out;
	}
	printf("  %zu results", n);
	if (held_out)
		printf(", %zu of them for held-out sources (leave one source out); the shipped model judged the rest",
		       held_out);
	puts("");
}

void print_check(const struct bench *b, const struct analyzer *check, const struct calibration *table)
{
	if (!has_rows(b, check))
		return;
	printf("\n%s, version %u: %s\n", check->id, check->version, check->question);
	print_held_out(b, check);
	if (check->scores) {
		print_roc(b, check);
		print_rates(b, check, table);
		print_disagreement(b, check);
		print_sources(b, check, table);
	}
	print_flags(b, check, table);
	print_maps(b, check);
	print_labels(b, check, table);
}

void print_proposal(const struct measured *m)
{
	const struct calibration *notice = &m->rows[POINT_NOTICE];

	printf("\n%s, %s pictures: %u genuine of %u sources, %u positive of %u sources\n", notice->check,
	       notice->stratum, notice->n_genuine, notice->sources_genuine, notice->n_positive,
	       notice->sources_positive);
	if (m->reason)
		printf("  uncalibrated: %s\n", m->reason);
	for (int p = 0; p < POINT_COUNT; p++) {
		const struct calibration *c = &m->proposed[p];

		if (!c->check)
			continue;
		printf("  %-7s from %.4f on: false alarms %.2f %% (%.2f to %.2f), found %.1f %% (%.1f to "
		       "%.1f); with the "
		       "threshold that all chose together %.2f %%\n",
		       operating_point_name(c->point), c->threshold, 100 * c->fpr, 100 * c->fpr_lo,
		       100 * c->fpr_hi, 100 * c->tpr, 100 * c->tpr_lo, 100 * c->tpr_hi,
		       100 * m->direct_fpr[p]);
	}
	if (m->worst)
		printf("  worst source at notice: %s\n", m->worst);
	if (m->no_warning)
		printf("  no warning: %s\n", m->no_warning);
}

/* ---- the family ---- */

static int any_level(const struct bench *b, size_t picture, const struct calibration *table, double *chance)
{
	int most = -1;

	for (size_t i = 0; i < b->n_rows; i++) {
		const struct score_row *r = &b->rows[i];
		int l;

		if (r->picture != picture)
			continue;
		l = level_under(r, &b->pictures[picture], table);
		most = l > most ? l : most;
		if (r->check->scores && r->status == ROW_DONE && l >= LEVEL_NOTICE)
			*chance += 1;
	}
	return most;
}

static size_t over(const size_t *counts, int level)
{
	size_t n = 0;

	for (; level < LEVEL_COUNT; level++)
		n += counts[level];
	return n;
}

void print_family(const struct bench *b, const struct calibration *table)
{
	size_t any[LEVEL_COUNT] = { 0 }, whole[LEVEL_COUNT] = { 0 }, n = 0, known = 0;
	double chance = 0;

	for (size_t i = 0; i < b->n_pictures; i++) {
		const struct picture *p = &b->pictures[i];
		int l;

		if (p->dropped || !label_is_genuine(p) || (l = any_level(b, i, table, &chance)) < 0)
			continue;
		n++;
		any[l]++;
		known += p->level >= 0;
		if (p->level >= 0)
			whole[p->level]++;
	}
	if (!n)
		return;
	printf("\nall checks together, on %zu genuine pictures\n", n);
	for (int l = LEVEL_NOTICE; l < LEVEL_COUNT; l++) {
		struct interval i = wilson((uint32_t)over(any, l), (uint32_t)n);
		char text[INTERVAL_TEXT];

		printf("  any check at %-8s or over: %4zu, %s", level_name((enum level)l), over(any, l),
		       interval_text(text, &i));
		if (known)
			printf("; the picture's own level as shipped: %zu of %zu", over(whole, l), known);
		puts("");
	}
	printf("  flags of checks with scores on a genuine picture, on average: %.4f\n", chance / (double)n);
}
