/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The overall level: explained, not averaged. The first rule of the table that fires decides. */
#include "src/base/base.h"
#include "analyzers/analyzer.h"

#include "analyzers/calibration.h"

#include <math.h>

enum { WHY_MAX = 8, VOICES_MAX = 1024 }; /* a worker that was taken over may send very many findings */

/* A finding with the level that it may have here: results come from a worker and are not believed twice. */
struct voice {
	const struct result *r;
	const struct finding *f;
	enum level level;
	bool statistical, calibrated;
};

struct tally {
	struct examination *x;
	struct voice *voices;
	uint32_t n;
	const struct voice *pair[2]; /* set by two_traces() */
};

static bool scores(const struct result *r)
{
	const struct analyzer *a = analyzer_find(r->check);

	return r->has_score || (a && a->scores);
}

/* Does the measured rate speak about this score? The rate of a threshold that was not reached does not. */
static bool covered(const struct result *r)
{
	return r->error_rate.calibrated && r->score >= r->error_rate.threshold;
}

static struct voice voice_of(const struct result *r, const struct finding *f)
{
	struct voice v = { .r = r,
			   .f = f,
			   .level = f->level,
			   .statistical = scores(r),
			   .calibrated = covered(r) };
	enum level ceiling = !v.statistical				       ? LEVEL_ALERT
			     : v.calibrated && calibration_warns(&r->error_rate) ? LEVEL_WARNING
									       : LEVEL_NOTICE;

	if (v.level > ceiling)
		v.level = ceiling;
	return v;
}

static void collect(struct tally *t)
{
	uint64_t n = 0;

	for (uint32_t i = 0; i < t->x->n_results; i++)
		n += t->x->results[i].n_findings;
	t->voices = arena_alloc(&t->x->arena, n < VOICES_MAX ? n : VOICES_MAX, sizeof *t->voices);
	for (uint32_t i = 0; t->voices && i < t->x->n_results; i++) {
		const struct result *r = &t->x->results[i];

		for (uint32_t j = 0; r->status == RESULT_DONE && j < r->n_findings && t->n < VOICES_MAX; j++)
			t->voices[t->n++] = voice_of(r, &r->findings[j]);
	}
}

/* ---- the rules ---- */

static bool any(struct tally *t, enum level level)
{
	for (uint32_t i = 0; i < t->n; i++)
		if (t->voices[i].level == level)
			return true;
	return false;
}

static bool any_alert(struct tally *t)
{
	return any(t, LEVEL_ALERT);
}

static bool any_warning(struct tally *t)
{
	return any(t, LEVEL_WARNING);
}

static bool any_notice(struct tally *t)
{
	return any(t, LEVEL_NOTICE);
}

/* May this finding confirm another one? Observations claim nothing; what has no error rate lifts nothing. */
static bool confirms(const struct voice *v)
{
	return v->level == LEVEL_NOTICE && v->f->kind == FINDING_INTERPRETATION &&
	       v->f->trace != TRACE_NONE && (!v->statistical || v->calibrated);
}

/* Two scores of one check come from one measurement, whatever traces they name. */
static bool independent(const struct voice *a, const struct voice *b)
{
	return a->f->trace != b->f->trace && (a->r != b->r || !a->statistical);
}

static bool two_traces(struct tally *t)
{
	for (uint32_t i = 0; i < t->n; i++)
		for (uint32_t j = i + 1; confirms(&t->voices[i]) && j < t->n; j++)
			if (confirms(&t->voices[j]) && independent(&t->voices[i], &t->voices[j])) {
				t->pair[0] = &t->voices[i];
				t->pair[1] = &t->voices[j];
				return true;
			}
	return false;
}

static const struct level_rule {
	const char *name;
	bool (*fires)(struct tally *t);
	enum level level;
	const char *sentence;
} rules[] = {
	{ "alert", any_alert, LEVEL_ALERT, "a finding that needs no statistics" },
	{ "warning", any_warning, LEVEL_WARNING,
	  "a strong rule, or a score with a false-positive rate under 0.3 %" },
	{ "agreement", two_traces, LEVEL_WARNING, "two interpretations that read different traces agree" },
	{ "notice", any_notice, LEVEL_NOTICE, "something to look at" },
};

/* ---- why ---- */

static void add_why(struct examination *x, const char *a, const char *b)
{
	if (x->n_why == WHY_MAX || !x->why)
		return;
	x->why[x->n_why] = arena_fmt(&x->arena, "%s: %s", a, b);
	if (x->why[x->n_why])
		x->n_why++;
}

static void explain(struct examination *x, const struct tally *t, const struct level_rule *rule)
{
	char both[128];

	x->why = arena_alloc(&x->arena, WHY_MAX, sizeof *x->why);
	if (t->pair[0] && rule->fires == two_traces) {
		snprintf(both, sizeof both, "%s (%s, %s)", rule->sentence, trace_name(t->pair[0]->f->trace),
			 trace_name(t->pair[1]->f->trace));
		add_why(x, rule->name, both);
	}
	for (int level = LEVEL_ALERT; level >= LEVEL_NOTICE; level--)
		for (uint32_t i = 0; i < t->n; i++)
			if ((int)t->voices[i].level == level)
				add_why(x, t->voices[i].r->check, t->voices[i].f->summary);
}

/* ---- coverage ---- */

static bool silent(const struct result *r)
{
	return r && r->status == RESULT_NOT_APPLICABLE;
}

/* Does the check apply to this picture at all? A check of JPEG tables is not silent about a PNG, and one that looks closer at
 * what another one found nothing of is no second silence. */
static bool applies(const struct examination *x, const struct result *r)
{
	const struct analyzer *a = analyzer_find(r->check);

	if (a && a->follows && silent(r) && silent(exam_result(x, a->follows)))
		return false;
	return !a || !(a->needs & (NEED_JPEG_TABLES | NEED_JPEG_COEFFICIENTS)) || !x->media_type ||
	       strcmp(x->media_type, "image/jpeg") == 0;
}

/* Reasons are grouped by what stands before a colon: "too small: the long side is 700 px" counts as "too small". */
static void count_reason(struct examination *x, const char *full)
{
	const char *reason = arena_strn(&x->arena, full, strcspn(full, ":"));

	if (!reason)
		return;
	for (uint32_t i = 0; i < x->n_reasons; i++)
		if (strcmp(x->reasons[i].reason, reason) == 0) {
			x->reasons[i].count++;
			return;
		}
	x->reasons[x->n_reasons++] = (struct coverage_reason){ .reason = reason, .count = 1 };
}

/* Hashes for others to compare are no answer about this picture. */
static bool describes(const struct result *r)
{
	const struct analyzer *a = analyzer_find(r->check);

	return a && a->describes;
}

static void cover(struct examination *x)
{
	x->spoke = x->silent = x->n_reasons = 0;
	x->reasons = arena_alloc(&x->arena, x->n_results, sizeof *x->reasons);
	for (uint32_t i = 0; i < x->n_results; i++) {
		const struct result *r = &x->results[i];

		if (describes(r))
			continue;
		if (r->status == RESULT_DONE) {
			x->spoke++;
		} else if (applies(x, r)) {
			x->silent++;
			if (x->reasons)
				count_reason(x, r->reason ? r->reason : result_status_name(r->status));
		}
	}
	x->little = 2 * (uint64_t)x->spoke < (uint64_t)x->spoke + x->silent || x->spoke == 0;
}

/* Flags expected by chance on a genuine picture; unknown as long as one score has no measured rate. A score that
 * reached a higher point still stands for a check that raises its notices as often as it does. */
static double expected(const struct examination *x)
{
	double sum = 0;
	unsigned n = 0;

	for (uint32_t i = 0; i < x->n_results; i++) {
		const struct result *r = &x->results[i];

		if (r->status != RESULT_DONE || !scores(r))
			continue;
		sum += calibration_chance(r->check, r->version,
					  r->error_rate.calibrated ? r->error_rate.stratum : NULL);
		n++;
	}
	return n && !isnan(sum) ? sum : (double)NAN;
}

void level_decide(struct examination *x)
{
	struct tally t = { .x = x };

	x->level = LEVEL_NONE;
	x->why = NULL;
	x->n_why = 0;
	collect(&t);
	for (size_t i = 0; i < ARRAY_LEN(rules); i++)
		if (rules[i].fires(&t)) {
			x->level = rules[i].level;
			explain(x, &t, &rules[i]);
			break;
		}
	cover(x);
	x->chance_flags = expected(x);
}
