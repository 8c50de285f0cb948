/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "src/base/base.h"
#include "tests/bench/points.h"

#include "src/base/mem.h"
#include "src/base/str.h"

#include <math.h>

const char *const pool_words[POOL_COUNT] = {
	"all sources",	    "without sources that are for false alarms alone",
	"balanced sources", "genuine, every set",
	"positives",	    "reported apart",
};

static const double alphas[POINT_COUNT] = { ALPHA_NOTICE, ALPHA_WARNING };

/* ---- selecting ---- */

static bool wanted_side(enum side side, const struct picture *p, enum pool pool)
{
	bool tried = side == SIDE_GENUINE || side == SIDE_POSITIVE;

	switch (pool) {
	case POOL_ALL: return tried;
	case POOL_USABLE: return tried && p->role != ROLE_FALSE_ALARMS;
	case POOL_BALANCED: return tried && p->role == ROLE_BALANCED;
	case POOL_ALARMS: return side == SIDE_GENUINE || side == SIDE_ALARMS;
	case POOL_POSITIVE: return side == SIDE_POSITIVE && p->role != ROLE_FALSE_ALARMS;
	case POOL_APART: return side == SIDE_APART;
	default: return false;
	}
}

static bool is_source(const struct picture *p, const char *source)
{
	size_t len = strlen(p->set);

	return !source || (strncmp(source, p->set, len) == 0 && source[len] == '/' &&
			   strcmp(source + len + 1, p->source) == 0);
}

static bool wanted(const struct bench *b, const struct score_row *r, const struct selection *sel)
{
	const struct picture *p = &b->pictures[r->picture];

	return r->check == sel->check && !p->dropped &&
	       (!sel->stratum || strcmp(p->stratum, sel->stratum) == 0) && is_source(p, sel->source) &&
	       wanted_side(trial_side(sel->check->id, p), p, sel->pool);
}

static void take(const struct bench *b, const struct score_row *r, const struct selection *sel,
		 struct samples *s)
{
	const struct picture *p = &b->pictures[r->picture];
	enum side side = trial_side(sel->check->id, p);
	bool positive = side == SIDE_POSITIVE || side == SIDE_APART;
	bool scored = r->status == ROW_DONE && !isnan(r->score);

	s->failed += r->status == ROW_FAILED;
	s->abstained[positive] += !scored;
	if (!scored && !sel->abstentions)
		return;
	s->items[s->n++] = (struct sample){ .score = scored ? r->score : .5,
					    .source = p->first,
					    .positive = positive,
					    .flagged = r->level >= LEVEL_NOTICE };
	*(positive ? &s->positive : &s->genuine) += 1;
}

struct samples select_samples(const struct bench *b, const struct selection *sel)
{
	struct samples s = { .items = mem_need(b->n_rows + 1, sizeof *s.items) };

	for (size_t i = 0; i < b->n_rows; i++)
		if (wanted(b, &b->rows[i], sel))
			take(b, &b->rows[i], sel, &s);
	sort_samples(s.items, s.n);
	return s;
}

void samples_release(struct samples *s)
{
	free(s->items);
	*s = (struct samples){ .items = NULL };
}

/* ---- thresholds ---- */

/* The first number of four decimals over v, whichever way v is rounded. */
static double next_over(double v)
{
	double i = floor(v * 1e4);

	while (i / 1e4 <= v)
		i++;
	return i / 1e4;
}

double propose_threshold(const struct samples *genuine, double alpha, uint32_t but)
{
	size_t n = 0, allowed, above = 0;
	double t;

	for (size_t i = 0; i < genuine->n; i++)
		n += genuine->items[i].source != but;
	if (n == 0)
		return (double)NAN;
	allowed = (size_t)floor(alpha * (double)n + 1e-9);
	for (size_t i = genuine->n; i > 0; i--) {
		if (genuine->items[i - 1].source == but || above++ < allowed)
			continue;
		t = next_over(genuine->items[i - 1].score);
		return t <= 1 ? t : (double)NAN;
	}
	return 0; /* alpha is 1 */
}

void flag_at(struct samples *s, double threshold)
{
	for (size_t i = 0; i < s->n; i++)
		s->items[i].flagged = s->items[i].score >= threshold;
}

/* The thresholds of all sources, computed once each. */
void flag_cross_fitted(struct samples *s, const struct samples *genuine, double alpha)
{
	uint32_t *sources = mem_need(s->n + 1, sizeof *sources);
	double *thresholds = mem_need(s->n + 1, sizeof *thresholds);
	size_t n = 0, k;

	for (size_t i = 0; i < s->n; i++) {
		for (k = 0; k < n && sources[k] != s->items[i].source;)
			k++;
		if (k == n) {
			sources[n] = s->items[i].source;
			thresholds[n++] = propose_threshold(genuine, alpha, s->items[i].source);
		}
		s->items[i].flagged = s->items[i].score >= thresholds[k]; /* false for NaN */
	}
	free(sources);
	free(thresholds);
}

/* ---- rows ---- */

static char *text_of(struct str *s)
{
	char *out = mem_need_str(s->data);

	str_release(s);
	return out;
}

/* The names of the sets that have a picture in one of the two groups, and the month of the run. */
static char *set_name(const struct bench *b, const struct analyzer *check, const char *stratum,
		      const char *date)
{
	struct str s;

	str_init(&s, 4096);
	for (size_t i = 0; i < b->n_rows; i++) {
		const struct picture *p = &b->pictures[b->rows[i].picture];
		const struct selection genuine = { .check = check, .stratum = stratum, .pool = POOL_ALARMS };
		const struct selection positive = { .check = check,
						    .stratum = stratum,
						    .pool = POOL_POSITIVE };
		const char *at;

		if (!wanted(b, &b->rows[i], &genuine) && !wanted(b, &b->rows[i], &positive))
			continue;
		at = strstr(s.data, p->set);
		if (!at || (at != s.data && at[-1] != '+') ||
		    (at[strlen(p->set)] && at[strlen(p->set)] != '+'))
			str_printf(&s, "%s%s", s.len ? "+" : "", p->set);
	}
	str_printf(&s, "%s%.7s", s.len ? " " : "", date);
	return text_of(&s);
}

static void put_rates(struct calibration *c, const struct samples *genuine, const struct samples *positive)
{
	struct interval f = share_interval(genuine->items, genuine->n);
	struct interval t = share_interval(positive->items, positive->n);

	c->fpr = f.value;
	c->fpr_lo = f.lo;
	c->fpr_hi = f.hi;
	c->tpr = t.value;
	c->tpr_lo = t.lo;
	c->tpr_hi = t.hi;
}

static bool enough_genuine(const struct calibration *c)
{
	return c->n_genuine >= CALIBRATION_GENUINE && c->sources_genuine >= CALIBRATION_GENUINE_SOURCES;
}

static const char *plural(uint32_t n)
{
	return n == 1 ? "" : "s";
}

/* NULL: the rates may be printed. */
static char *reason_against(const struct calibration *c)
{
	struct str s;

	str_init(&s, 4096);
	if (!enough_genuine(c))
		str_printf(&s, "too few: %u genuine picture%s of %u source%s, %d of %d are needed",
			   c->n_genuine, plural(c->n_genuine), c->sources_genuine, plural(c->sources_genuine),
			   CALIBRATION_GENUINE, CALIBRATION_GENUINE_SOURCES);
	else if (c->sources_positive < CALIBRATION_POSITIVE_SOURCES)
		str_printf(&s, "too few: %u positive picture%s of %u source%s, %d sources are needed",
			   c->n_positive, plural(c->n_positive), c->sources_positive,
			   plural(c->sources_positive), CALIBRATION_POSITIVE_SOURCES);
	else if (!(c->auc_lo > .5))
		str_printf(&s, "near chance: ROC AUC %.2f (95 %% interval %.2f to %.2f)", c->auc, c->auc_lo,
			   c->auc_hi);
	else if (isnan(c->threshold))
		str_puts(&s, "no score is rare enough on genuine pictures");
	if (!s.len) {
		str_release(&s);
		return NULL;
	}
	return text_of(&s);
}

static double share(size_t part, size_t whole)
{
	return whole ? (double)part / (double)whole : (double)NAN;
}

static struct calibration describe(const struct analyzer *check, const char *stratum,
				   const struct samples *genuine, const struct samples *positive,
				   const struct samples *usable, const char *date)
{
	struct interval area = bootstrap(usable->items, usable->n, auc, 0);

	return (struct calibration){
		.check = check->id,
		.version = check->version,
		.stratum = stratum,
		.threshold = (double)NAN,
		.n_genuine = (uint32_t)genuine->n,
		.n_positive = (uint32_t)positive->n,
		.sources_genuine = (uint32_t)count_sources(genuine->items, genuine->n),
		.sources_positive = (uint32_t)count_sources(positive->items, positive->n),
		.auc = area.value,
		.auc_lo = area.lo,
		.auc_hi = area.hi,
		.abstain_genuine = share(genuine->abstained[0], genuine->n + genuine->abstained[0]),
		.abstain_positive = share(positive->abstained[1], positive->n + positive->abstained[1]),
		.date = date,
	};
}

/* What an uncalibrated check does by itself: how often it raised anything on genuine pictures. */
static void put_own_alarms(struct calibration *c, const struct samples *genuine)
{
	struct interval f = share_interval(genuine->items, genuine->n);

	c->threshold = (double)NAN;
	c->tpr = c->tpr_lo = c->tpr_hi = c->fpr = c->fpr_lo = c->fpr_hi = (double)NAN;
	if (!enough_genuine(c))
		return;
	c->fpr = f.value;
	c->fpr_lo = f.lo;
	c->fpr_hi = f.hi;
}

static struct calibration own_alarms(const struct calibration *c, const struct samples *genuine)
{
	struct calibration own = *c;

	put_own_alarms(&own, genuine);
	return own;
}

/* The thresholds that were found are not those by which the check raises its levels. */
static void unask(struct measured *m, const struct calibration *own)
{
	struct str s;

	str_init(&s, 4096);
	str_puts(&s, "its levels do not come from a measured threshold");
	m->reason = text_of(&s);
	m->rows[POINT_NOTICE] = *own;
	m->rows[POINT_NOTICE].uncalibrated = m->reason;
	m->rows[POINT_WARNING].check = NULL;
}

static char *worst_source(const struct bench *b, const struct samples *genuine)
{
	double most = -1;
	struct str s;

	str_init(&s, 1024);
	for (size_t i = 0; i < genuine->n; i++) {
		uint32_t source = genuine->items[i].source, n = 0, k = 0;

		for (size_t j = 0; j < genuine->n; j++)
			if (genuine->items[j].source == source) {
				n++;
				k += genuine->items[j].flagged;
			}
		if ((double)k / n > most) {
			most = (double)k / n;
			str_clear(&s);
			str_printf(&s, "%s/%s: %u of %u", b->pictures[source].set, b->pictures[source].source,
				   k, n);
		}
	}
	return text_of(&s);
}

static bool warns(const struct calibration *c)
{
	const struct error_rate e = { .calibrated = true, .fpr = c->fpr, .fpr_hi = c->fpr_hi };

	return calibration_warns(&e);
}

/* Steps down from the share that a warning allows to none at all, until the cross-fitted rate keeps the rule.
 */
static void find_warning(struct measured *m, struct samples *genuine, struct samples *positive)
{
	struct calibration *c = &m->rows[POINT_WARNING], first = { .check = NULL };
	struct str s;

	for (double k = floor(ALPHA_WARNING * (double)genuine->n); k >= 0; k--) {
		double alpha = k / (double)genuine->n;

		*c = m->rows[POINT_NOTICE];
		c->point = POINT_WARNING;
		c->threshold = propose_threshold(genuine, alpha, NO_SOURCE);
		if (isnan(c->threshold))
			continue;
		flag_cross_fitted(genuine, genuine, alpha);
		flag_cross_fitted(positive, genuine, alpha);
		put_rates(c, genuine, positive);
		m->direct_fpr[POINT_WARNING] = alpha;
		if (warns(c))
			return;
		if (!first.check)
			first = *c;
	}
	str_init(&s, 1024);
	if (first.check)
		str_printf(&s,
			   "at %.4f the other sources flag %.2f %% of %u genuine pictures, upper bound %.2f %%; "
			   "at most %g %% and a bound under %g %% are allowed",
			   first.threshold, 100 * first.fpr, first.n_genuine, 100 * first.fpr_hi,
			   100 * CALIBRATION_FPR_MAX, 100 * CALIBRATION_FPR_HI_MAX);
	else
		str_puts(&s, "no score is rare enough on genuine pictures");
	m->no_warning = text_of(&s);
	c->check = NULL;
}

static void find_notice(const struct bench *b, struct measured *m, struct samples *genuine,
			struct samples *positive)
{
	struct calibration *c = &m->rows[POINT_NOTICE], own = *c;

	c->threshold = propose_threshold(genuine, alphas[POINT_NOTICE], NO_SOURCE);
	m->reason = reason_against(c);
	c->uncalibrated = m->reason;
	if (m->reason) {
		put_own_alarms(c, genuine);
		return;
	}
	if (!levels_from_table(c->check))
		own = own_alarms(c, genuine); /* before the flags are those of a threshold */
	flag_at(genuine, c->threshold);
	m->worst = worst_source(b, genuine);
	m->direct_fpr[POINT_NOTICE] = share_flagged(genuine->items, NULL, genuine->n, 0);
	flag_cross_fitted(genuine, genuine, alphas[POINT_NOTICE]);
	flag_cross_fitted(positive, genuine, alphas[POINT_NOTICE]);
	put_rates(c, genuine, positive);
	find_warning(m, genuine, positive);
	memcpy(m->proposed, m->rows, sizeof m->proposed);
	if (!levels_from_table(c->check))
		unask(m, &own);
}

struct measured measure_points(const struct bench *b, const struct analyzer *check, const char *stratum,
			       const char *date)
{
	struct selection sel = { .check = check, .stratum = stratum, .pool = POOL_ALARMS };
	struct samples genuine = select_samples(b, &sel), positive, usable;
	struct measured m = { .set = set_name(b, check, stratum, date) };

	sel.pool = POOL_POSITIVE;
	positive = select_samples(b, &sel);
	sel.pool = POOL_USABLE;
	usable = select_samples(b, &sel);
	m.rows[POINT_NOTICE] = describe(check, stratum, &genuine, &positive, &usable, date);
	m.rows[POINT_NOTICE].set = m.set;
	find_notice(b, &m, &genuine, &positive);
	samples_release(&genuine);
	samples_release(&positive);
	samples_release(&usable);
	return m;
}

void measured_release(struct measured *m)
{
	free(m->reason);
	free(m->set);
	free(m->no_warning);
	free(m->worst);
	*m = (struct measured){ .reason = NULL };
}

/* ---- levels ---- */

const struct calibration *table_find(const struct calibration *table, const char *check, uint32_t version,
				     const char *stratum, enum operating_point point)
{
	for (; table && table->check; table++)
		if (strcmp(table->check, check) == 0 && table->version == version && table->point == point &&
		    strcmp(table->stratum, stratum) == 0)
			return table;
	return NULL;
}

int level_under(const struct score_row *r, const struct picture *p, const struct calibration *table)
{
	const struct calibration *notice =
		table_find(table, r->check->id, r->check->version, p->stratum, POINT_NOTICE);
	const struct calibration *warning =
		table_find(table, r->check->id, r->check->version, p->stratum, POINT_WARNING);

	if (!r->check->scores || !notice || notice->uncalibrated)
		return r->level;
	if (isnan(r->score) || r->score < notice->threshold)
		return LEVEL_NONE;
	return warning && r->score >= warning->threshold ? LEVEL_WARNING : LEVEL_NOTICE;
}
